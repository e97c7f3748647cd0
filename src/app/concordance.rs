//! A word in all its contexts, one under the other.

use super::{
    Effect, Overlay, PromptKind, Question, State, asking,
    reader::Arrival,
    table::{RowSort, Table, TableKind, TableRow, Target},
    tables,
};
use crate::{library::ContextLine, text::Span};

/// Asks for the contexts of the name under the cursor; where there is none, for words to look for.
pub(super) fn of_here(state: &mut State) -> Vec<Effect> {
    let is_pointed = state.reader.point != super::Point::Nothing
        || matches!(state.overlays.last(), Some(Overlay::Table(_)));
    match asking::name_here(state).filter(|_| is_pointed) {
        Some(name) => of(state, &name),
        None => asking::ask(state, PromptKind::Concordance, "", 1),
    }
}

/// Asks for the contexts of some words.
pub(super) fn of(state: &mut State, words: &str) -> Vec<Effect> {
    let words = words.trim();
    if words.is_empty() {
        return Vec::new();
    }
    let generation = state.generation.renew();
    let title = format!("“{words}” in context");
    let table = Table::awaiting(TableKind::Concordance, title, false, generation);
    tables::show(state, table);
    vec![Question::Contexts(words.to_owned()).asked(generation)]
}

/// Makes the rows: the words stand where the row's only match is.
pub(super) fn rows(state: &State, lines: &[ContextLine]) -> Vec<TableRow> {
    let rows = lines.iter().map(|line| {
        let date = state
            .catalogue
            .row(line.article)
            .and_then(|row| row.date)
            .map_or_else(|| "no date".to_owned(), |(at, _)| at.date().to_string());
        let start = line.left.len();
        let place = Arrival::Offset(line.span.start as usize);
        TableRow {
            matches: vec![Span::new(start, start + line.words.len())],
            sort: RowSort::Context,
            ..TableRow::new(
                date,
                format!("{}{}{}", line.left, line.words, line.right),
                "",
                Target::Article(line.article, Some(place)),
            )
        }
    });
    rows.collect()
}

/// Returns what a row is sorted by on either side of the words: what follows, or what stands before, read backwards.
pub(super) fn side(row: &TableRow, right: bool) -> String {
    let Some(span) = row.matches.first() else {
        return String::new();
    };
    let is_word = |c: &char| c.is_alphanumeric() || *c == ' ';
    if right {
        let after = row.text.get(span.end as usize..).unwrap_or_default();
        after
            .to_lowercase()
            .chars()
            .filter(is_word)
            .collect::<String>()
            .trim_start()
            .to_owned()
    } else {
        let before = row.text.get(..span.start as usize).unwrap_or_default();
        let words = before.to_lowercase();
        let words: Vec<&str> = words.split_whitespace().rev().collect();
        words.join(" ")
    }
}
