//! Which column of a table holds which field of an article? By the names on top, else by what the cells hold.

use super::json::{is_markup, text_content, written};
use crate::corpus::{
    DayMonthOrder,
    blocks::inline,
    decode::decode,
    draft::Draft,
    fields::{Field, FieldMap, guess, is_none},
};

/// Which column holds which field.
pub(super) struct Columns {
    /// For each column its field and how good its name is.
    fields: Vec<(usize, Field, usize)>,
}

impl Columns {
    pub(super) fn new(names: &[String], map: &FieldMap) -> Self {
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

    pub(super) fn draft(&self, cells: &[String]) -> Option<Draft> {
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
            content,
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

/// Returns the text of a cell, in the encoding of the table where it is no UTF-8.
pub(super) fn cell(bytes: &[u8], encoding: Option<&str>) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => decode(bytes, encoding).text.into_owned(),
    }
}

/// A table of a database, which may hold articles or anything else.
pub(super) struct Table {
    names: Vec<String>,
    columns: Columns,
    has_body: bool,
}

/// Rows that content systems keep beside their articles, by the column that tells: earlier versions, files, menus,
/// what was thrown away.
const LEFT_OUT: [(&str, &[&str]); 2] = [
    (
        "post_type",
        &[
            "revision",
            "attachment",
            "nav_menu_item",
            "customize_changeset",
            "custom_css",
            "oembed_cache",
            "user_request",
            "wp_block",
            "wp_global_styles",
            "wp_navigation",
            "wp_template",
            "wp_template_part",
        ],
    ),
    ("post_status", &["auto-draft", "trash", "inherit"]),
];

impl Table {
    pub(super) fn new(names: &[String], map: &FieldMap) -> Self {
        let columns = Columns::new(names, map);
        let has_body = columns.fields.iter().any(|(_, of, _)| *of == Field::Body);
        Self {
            names: names.to_vec(),
            columns,
            has_body,
        }
    }

    /// Tells whether one of the columns is called like the text of an article.
    pub(super) fn has_body(&self) -> bool {
        self.has_body
    }

    /// Reads a row, if it is an article.
    ///
    /// A table without a column for the text is more likely one of users or settings: its rows need all that articles
    /// have.
    pub(super) fn draft(&self, cells: &[String]) -> Option<Draft> {
        let is_left_out = |(column, values): &(&str, &[&str])| {
            let idx = self.names.iter().position(|name| name == column);
            idx.and_then(|idx| cells.get(idx))
                .is_some_and(|cell| values.contains(&cell.as_str()))
        };
        if LEFT_OUT.iter().any(is_left_out) {
            return None;
        }
        let draft = self.columns.draft(cells)?;
        let is_article = !draft.content.is_empty()
            && (self.has_body || draft.title.is_some() && draft.date.is_some());
        is_article.then_some(draft)
    }
}
