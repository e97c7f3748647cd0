//! Tables of articles: comma, semicolon, tab or bar between the cells, line ends inside them, any names on top.

use super::{
    Format,
    json::WithoutText,
    table::{Columns, cell},
};
use crate::corpus::{
    decode::decode, fields::FieldMap, input::Head, out::Flow, records::MAX_RECORD_BYTES,
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
