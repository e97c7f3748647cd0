//! The same words of the same somebody in several articles: one row, and where else they stand.

use super::{
    Effect, Overlay, State, rows,
    table::{Table, TableKind},
    tables,
};
use crate::library::{ArticleId, QuoteRow};
use std::collections::HashMap;

/// Shorter quotations (`yes`) are said again and again: each stands for itself. In letters and digits.
const MIN_LETTERS: usize = 24;

/// A quotation and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sighted<'r> {
    /// As it was seen first.
    pub row: &'r QuoteRow,
    /// Everywhere, the first included, in the order of the rows; empty where it stands once.
    pub everywhere: Vec<(ArticleId, u32)>,
}

/// Leaves one row for the same words of the same speaker: the oldest, in its place among the rows.
///
/// Words are the same where their letters and digits are, without case.
pub(super) fn folded(rows: &[QuoteRow]) -> Vec<Sighted<'_>> {
    let mut groups: HashMap<(Option<&str>, String), Vec<usize>> = HashMap::new();
    for (idx, row) in rows.iter().enumerate() {
        let letters: String = row
            .words
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        if letters.len() >= MIN_LETTERS {
            let group = (row.speaker.as_deref(), letters);
            groups.entry(group).or_default().push(idx);
        }
    }
    let mut everywhere: HashMap<usize, Vec<(ArticleId, u32)>> = HashMap::new();
    let mut is_repeated = vec![false; rows.len()];
    for group in groups.into_values().filter(|group| group.len() > 1) {
        // Articles without a date come last: nobody knows that they were first.
        let first = group
            .iter()
            .copied()
            .min_by_key(|idx| (rows[*idx].date.is_none(), rows[*idx].date));
        for idx in &group {
            is_repeated[*idx] = Some(*idx) != first;
        }
        if let Some(first) = first {
            let places = group.iter().map(|idx| &rows[*idx]);
            let places = places.map(|row| (row.article, row.quote_idx)).collect();
            everywhere.insert(first, places);
        }
    }
    rows.iter()
        .enumerate()
        .filter(|(idx, _)| !is_repeated[*idx])
        .map(|(idx, row)| Sighted {
            row,
            everywhere: everywhere.remove(&idx).unwrap_or_default(),
        })
        .collect()
}

/// Lists where the quotation under the cursor stands; `None` where it stands once, or the row is none.
pub(super) fn list(state: &mut State) -> Option<Vec<Effect>> {
    let Some(Overlay::Table(table)) = state.overlays.last() else {
        return None;
    };
    let row = table.current()?;
    if row.sightings.is_empty() {
        return None;
    }
    let words = row.text.clone();
    let rows = row
        .sightings
        .iter()
        .filter_map(|(article, idx)| rows::sighting(state, *article, *idx, &words))
        .collect();
    let table = Table::of_rows(TableKind::Sightings, "The same words", false, rows);
    tables::show(state, table);
    Some(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{QuoteKind, Span};

    fn row(article: u32, day: Option<i8>, speaker: &str, words: &str) -> QuoteRow {
        QuoteRow {
            article: ArticleId(article),
            quote_idx: 0,
            date: day.map(|day| jiff::civil::date(2024, 5, day).at(0, 0, 0, 0)),
            speaker: Some(speaker.to_owned()),
            kind: QuoteKind::Direct,
            confidence: 0.9,
            words: words.to_owned(),
            span: Span::empty(0),
        }
    }

    #[test]
    fn the_same_words_are_one_row_as_they_were_seen_first() {
        let long = "We have waited eleven years for this bridge";
        let rows = [
            row(1, Some(9), "Ada Fenwick", long),
            row(
                2,
                Some(8),
                "Ada Fenwick",
                "we have waited, eleven years: for this bridge!",
            ),
            row(3, Some(7), "Somebody Else", long),
            row(4, None, "Ada Fenwick", long),
            row(5, Some(6), "Ada Fenwick", "No comment"),
            row(6, Some(5), "Ada Fenwick", "No comment"),
        ];
        let told: Vec<_> = folded(&rows)
            .into_iter()
            .map(|sighted| (sighted.row.article.0, sighted.everywhere.len()))
            .collect();
        assert_eq!(told, [(2, 3), (3, 0), (5, 0), (6, 0)]);
    }
}
