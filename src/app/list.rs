//! The list of articles: which rows, in what order, where the cursor is, what is selected.

use super::{Folds, Generation};
use crate::library::{Arrangement, ArticleId, Catalogue, Query};
use std::collections::BTreeSet;

/// The list pane.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The articles shown, in order.
    pub rows: Vec<ArticleId>,
    /// The row under the cursor.
    pub cursor: usize,
    /// The first row seen.
    pub top: usize,
    /// What the list is filtered by.
    pub filter: Query,
    /// What it is sorted by.
    pub arrangement: Arrangement,
    /// Which copies have rows of their own.
    pub folds: Folds,
    /// The articles selected.
    pub selected: BTreeSet<ArticleId>,
    /// Where a range of rows began.
    pub range_from: Option<usize>,
    /// The last request for rows.
    pub generation: Generation,
    /// The article to put the cursor on as soon as it is listed.
    pub wanted: Option<ArticleId>,
    /// Whether the person has moved the cursor, so that it is not put anywhere else for them.
    pub moved: bool,
    /// The words searched for in the titles.
    pub search: Option<String>,
}

impl List {
    /// Returns the article under the cursor.
    pub fn current(&self) -> Option<ArticleId> {
        self.rows.get(self.cursor).copied()
    }

    /// Takes new rows; the cursor stays on its article, or else in its place.
    pub fn take_rows(&mut self, rows: Vec<ArticleId>, catalogue: &Catalogue) {
        // As long as the person has not moved, the list is seen from its top.
        let present = self.current().filter(|_| self.moved);
        let current = self.wanted.or(present);
        let from_top = self.cursor.saturating_sub(self.top);
        self.rows = rows;
        if let Some(position) = current.and_then(|id| self.position(id, catalogue)) {
            self.cursor = position;
            self.moved |= self.wanted.take().is_some();
        } else if !self.moved {
            self.cursor = 0;
        }
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        self.top = self.cursor.saturating_sub(from_top);
        self.range_from = None;
    }

    /// Returns the row of an article, or of the copy that stands for it.
    pub fn position(&self, id: ArticleId, catalogue: &Catalogue) -> Option<usize> {
        let own = self.rows.iter().position(|row| *row == id);
        own.or_else(|| {
            let copies = catalogue.copies(id);
            if copies.is_empty() {
                return None;
            }
            self.rows.iter().position(|row| copies.contains(row))
        })
    }

    /// Moves the cursor by so many rows.
    pub fn step(&mut self, by: isize) {
        self.go_to(self.cursor.saturating_add_signed(by));
    }

    /// Puts the cursor on a row, or the last one.
    pub fn go_to(&mut self, row: usize) {
        self.moved = true;
        self.cursor = row.min(self.rows.len().saturating_sub(1));
    }

    /// Moves the view so that the cursor is in it; `height` is the number of rows seen.
    pub fn fit(&mut self, height: usize) {
        let height = height.max(1);
        self.top = self
            .top
            .clamp((self.cursor + 1).saturating_sub(height), self.cursor);
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }

    /// Tells whether a row is selected, by itself or as part of the range that is being drawn.
    pub fn is_selected(&self, row: usize) -> bool {
        let in_range = self
            .range_from
            .is_some_and(|from| (from.min(self.cursor)..=from.max(self.cursor)).contains(&row));
        in_range
            || self
                .rows
                .get(row)
                .is_some_and(|id| self.selected.contains(id))
    }

    /// Makes the range that is being drawn part of the selection.
    pub fn close_range(&mut self) {
        if let Some(from) = self.range_from.take() {
            let range = from.min(self.cursor)..(from.max(self.cursor) + 1).min(self.rows.len());
            self.selected.extend(&self.rows[range]);
        }
    }

    /// Tells whether anything is selected.
    pub fn has_selection(&self) -> bool {
        !self.selected.is_empty() || self.range_from.is_some()
    }

    /// Lets go of the selection.
    pub fn clear_selection(&mut self) {
        self.selected.clear();
        self.range_from = None;
    }

    /// Returns what a verb acts on: the selection if there is one, else `count` rows from the cursor on.
    pub fn scope(&mut self, count: usize) -> Vec<ArticleId> {
        self.close_range();
        if self.selected.is_empty() {
            self.rows
                .iter()
                .skip(self.cursor)
                .take(count.max(1))
                .copied()
                .collect()
        } else {
            self.rows
                .iter()
                .filter(|id| self.selected.contains(id))
                .copied()
                .collect()
        }
    }

    /// Returns the next row, in this direction, for which `wanted` holds; round at the ends.
    pub fn find_row(&self, forward: bool, wanted: impl Fn(ArticleId) -> bool) -> Option<usize> {
        let n_rows = self.rows.len();
        (1..=n_rows)
            .map(|step| {
                if forward {
                    (self.cursor + step) % n_rows
                } else {
                    (self.cursor + n_rows - step) % n_rows
                }
            })
            .find(|row| wanted(self.rows[*row]))
    }

    /// Returns the row where the next or previous group begins: the same day, source or first letter.
    pub fn group_edge(&self, catalogue: &Catalogue, forward: bool) -> usize {
        let group = |row: usize| {
            self.rows
                .get(row)
                .and_then(|id| group_of(catalogue, *id, self.arrangement))
        };
        let last = self.rows.len().saturating_sub(1);
        if forward {
            let own = group(self.cursor);
            (self.cursor + 1..=last)
                .find(|row| group(*row) != own)
                .unwrap_or(last)
        } else {
            let Some(before) = self.cursor.checked_sub(1) else {
                return 0;
            };
            let own = group(before);
            (0..before)
                .rev()
                .find(|row| group(*row) != own)
                .map_or(0, |row| row + 1)
        }
    }
}

fn group_of(catalogue: &Catalogue, id: ArticleId, arrangement: Arrangement) -> Option<String> {
    use crate::library::SortKey;
    let row = catalogue.row(id)?;
    match arrangement.key {
        SortKey::Date | SortKey::Relevance => row.date.map(|(at, _)| at.date().to_string()),
        SortKey::Title => row.title.chars().next().map(|c| c.to_uppercase().collect()),
        SortKey::Source => row.source.map(str::to_owned),
        SortKey::Author => row.byline.map(str::to_owned),
        SortKey::Length => Some((row.n_words / 1000).to_string()),
    }
}
