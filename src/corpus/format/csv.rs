//! Tables of articles: comma, semicolon, tab or bar between the cells, line ends inside them, any names on top.

use super::{
    Format,
    json::{WithoutText, is_markup, text_content, written},
};
use crate::corpus::{
    DayMonthOrder,
    blocks::inline,
    decode::decode,
    draft::{Content, Draft},
    fields::{Field, FieldMap, guess},
    input::Head,
    out::Flow,
    records::MAX_RECORD_BYTES,
};
use csv::{ByteRecord, ReaderBuilder};
use std::io::{self, BufRead, Read};

/// Tables with names on top.
pub const CSV: Format = Format {
    name: "csv",
    looks: |head| layout(head).is_some(),
    read: |input, out| {
        let Some(delimiter) = layout(&input.head) else {
            return Flow::Continue(());
        };
        let decoded = decode(&input.head.bytes, None);
        // Cells are decoded one by one, all in the encoding of the table.
        let encoding = if std::str::from_utf8(&input.head.bytes).is_ok() {
            None
        } else {
            Some(decoded.encoding)
        };
        let bom_len = decoded.bom_len as u64;
        let limit = Limited::new(input.stream());
        let mut table = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(limit);
        let names: Vec<String> = match table.byte_headers() {
            Ok(names) => names.iter().map(|name| cell(name, encoding)).collect(),
            Err(error) => return out.problem(None, &error.to_string()),
        };
        let columns = Columns::new(&names, out.fields());
        let mut without_text = WithoutText::default();
        let mut row = ByteRecord::new();
        loop {
            table.get_mut().n_since_row = 0;
            match table.read_byte_record(&mut row) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    let place = error.position().map(|at| format!("line {}", at.line()));
                    let why = match error.into_kind() {
                        csv::ErrorKind::Io(error) => error.to_string(),
                        kind => format!("{kind:?}"),
                    };
                    out.problem(place, &why)?;
                    break;
                }
            }
            let offset = row.position().map_or(0, csv::Position::byte);
            let cells: Vec<String> = row.iter().map(|bytes| cell(bytes, encoding)).collect();
            match columns.draft(&cells) {
                Some(mut draft) => {
                    draft.offset = offset.max(bom_len);
                    out.article(draft)?;
                }
                None if cells.iter().all(|cell| cell.trim().is_empty()) => {}
                None => without_text.note_names(names.iter().cloned()),
            }
        }
        without_text.report(out)
    },
};

fn cell(bytes: &[u8], encoding: Option<&str>) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => decode(bytes, encoding).text.into_owned(),
    }
}

/// Returns the character between the cells if the beginning of the file looks like a table with names on top.
fn layout(head: &Head) -> Option<u8> {
    let text = head.start();
    let first = text.lines().next()?;
    if first.len() > 4_000 || text.starts_with(['<', '{', '[']) {
        return None;
    }
    let is_named = head.is_named(&[".csv", ".tsv", ".tab"]);
    let map = FieldMap::default();
    let delimiters = [b'\t', b';', b',', b'|'];
    let known = |delimiter: &u8| {
        first
            .split(*delimiter as char)
            .filter(|name| map.field_of(name.trim().trim_matches('"')).is_some())
            .count()
    };
    let best = delimiters.into_iter().max_by_key(|delimiter| {
        let n_cells = first.split(*delimiter as char).count();
        // Later ones win ties, so the commonest stands last but one.
        (known(delimiter), usize::from(n_cells > 1), n_cells)
    })?;
    let n_cells = first.split(best as char).count();
    if n_cells < 2 {
        return None;
    }
    // Names are short words; a line of a story is not.
    let looks_named = first
        .split(best as char)
        .all(|name| name.len() <= 60 && !name.trim().trim_matches('"').ends_with('.'));
    let n_known = known(&best);
    let is_table = looks_named
        && (n_known >= 2 && (n_known * 3 >= n_cells || n_known >= 3) || (is_named && n_known >= 1));
    (is_table || (is_named && looks_named)).then_some(best)
}

/// Which column holds which field.
struct Columns {
    /// For each column its field and how good its name is.
    fields: Vec<(usize, Field, usize)>,
}

impl Columns {
    fn new(names: &[String], map: &FieldMap) -> Self {
        let mut fields: Vec<_> = names
            .iter()
            .enumerate()
            .filter_map(|(idx, name)| {
                let (field, rank) = map.field_of(name)?;
                Some((idx, field, rank))
            })
            .collect();
        fields.sort_by_key(|(_, _, rank)| *rank);
        Self { fields }
    }

    fn all<'c>(&'c self, cells: &'c [String], field: Field) -> impl Iterator<Item = &'c str> {
        self.fields
            .iter()
            .filter(move |(_, of, _)| *of == field)
            .filter_map(|(idx, _, _)| cells.get(*idx))
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty() && !is_none(cell))
    }

    /// Looks at the cells under names that mean nothing.
    fn guessed<'c>(&self, cells: &'c [String]) -> Guessed<'c> {
        let values: Vec<&str> = cells
            .iter()
            .enumerate()
            .filter(|(idx, _)| self.fields.iter().all(|(known, _, _)| known != idx))
            .map(|(_, cell)| cell.trim())
            .collect();
        match guess(&values) {
            Some(found) => Guessed {
                body: Some(values[found.body]),
                title: found.title.map(|idx| values[idx]),
                date: found.date.map(|idx| values[idx]),
            },
            None => Guessed::default(),
        }
    }

    fn draft(&self, cells: &[String]) -> Option<Draft> {
        let line = |field| self.all(cells, field).next().map(str::to_owned);
        let mut body = self.all(cells, Field::Body).next();
        let mut guessed = Guessed::default();
        if body.is_none() {
            guessed = self.guessed(cells);
            body = guessed
                .body
                .or_else(|| self.all(cells, Field::Summary).next());
        }
        let content = body.map(text_content).unwrap_or_default();
        let title = line(Field::Title).or_else(|| guessed.title.map(str::to_owned));
        let title = title.map(|title| {
            if is_markup(&title) || title.contains('&') {
                inline(&title)
            } else {
                title
            }
        });
        if content.is_empty() && title.is_none() {
            return None;
        }
        Some(Draft {
            title,
            date: self
                .all(cells, Field::Date)
                .chain(guessed.date)
                .filter_map(written)
                .find(|date| date.read(DayMonthOrder::DayFirst).is_some()),
            source: line(Field::Source),
            section: line(Field::Section),
            byline: line(Field::Byline).map(names_of),
            place: line(Field::Place),
            language: line(Field::Language),
            url: self
                .all(cells, Field::Url)
                .find(|url| url.starts_with("http"))
                .map(str::to_owned),
            content: match content {
                Content::Text(text, wrap) => Content::Text(text, wrap),
                other => other,
            },
            ..Draft::default()
        })
    }
}

/// What the cells of a row seem to be, where no name tells.
#[derive(Default)]
struct Guessed<'c> {
    body: Option<&'c str>,
    title: Option<&'c str>,
    date: Option<&'c str>,
}

/// Tells whether a cell is a program's way of writing nothing.
fn is_none(cell: &str) -> bool {
    matches!(
        cell,
        "nan" | "NaN" | "None" | "NULL" | "null" | "\\N" | "N/A" | "NA" | "[]" | "{}" | "NaT"
    )
}

/// Returns names that a program wrote as a list: `['Maria Alvarez', 'Li Wei']`.
fn names_of(cell: String) -> String {
    let Some(inner) = cell
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    else {
        return cell;
    };
    inner
        .split(',')
        .map(|name| name.trim().trim_matches(['\'', '"']))
        .filter(|name| !name.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// A stream that ends with an error when one row takes too much.
struct Limited<R> {
    inner: R,
    n_since_row: usize,
}

impl<R: BufRead> Limited<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            n_since_row: 0,
        }
    }
}

impl<R: BufRead> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.inner.read(into)?;
        self.n_since_row += n_bytes;
        if self.n_since_row > MAX_RECORD_BYTES {
            return Err(io::Error::other(format!(
                "a row of more than {} MiB; a quotation mark may be missing",
                MAX_RECORD_BYTES >> 20
            )));
        }
        Ok(n_bytes)
    }
}
