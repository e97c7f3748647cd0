//! Copies of one text in the list: one row for all of them, or each its own.

use super::{
    Effect, Pane, State, asking, going, rows, sightings,
    table::{Table, TableKind},
    tables, update,
};
use crate::library::{ArticleId, Catalogue};
use std::collections::{BTreeSet, HashSet};

/// Which copies the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folds {
    /// Every article has a row of its own.
    pub all_open: bool,
    /// The groups that are open, by the article that appeared first.
    pub open: BTreeSet<ArticleId>,
}

impl Folds {
    /// Tells whether the copies of this group have rows of their own.
    pub fn is_open(&self, copies: &[ArticleId]) -> bool {
        self.all_open
            || copies
                .first()
                .is_some_and(|first| self.open.contains(first))
    }

    /// Leaves one row for the articles of a group, the first of them in the order of the list; of an open group all
    /// rows stand together, the oldest first.
    pub fn fold(&self, rows: Vec<ArticleId>, catalogue: &Catalogue) -> Vec<ArticleId> {
        if self.all_open {
            return rows;
        }
        let mut met = HashSet::new();
        let mut out = Vec::with_capacity(rows.len());
        let mut listed: Option<HashSet<ArticleId>> = None;
        for id in &rows {
            let copies = catalogue.copies(*id);
            let Some(first) = copies.first() else {
                out.push(*id);
                continue;
            };
            if !met.insert(*first) {
                continue;
            }
            if self.open.contains(first) {
                let listed = listed.get_or_insert_with(|| rows.iter().copied().collect());
                out.extend(copies.iter().filter(|copy| listed.contains(copy)));
            } else {
                out.push(*id);
            }
        }
        out
    }
}

/// How a row stands to the copies of its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyRow {
    /// It stands for so many articles.
    Folded(usize),
    /// It is one of several that are shown; the flag tells whether it appeared first.
    Open(bool),
}

/// Tells how a row stands to the copies of its article; `None` where there are none.
pub fn copy_row(state: &State, id: ArticleId) -> Option<CopyRow> {
    let copies = state.catalogue.copies(id);
    let first = copies.first()?;
    Some(if state.list.folds.is_open(copies) {
        CopyRow::Open(*first == id)
    } else {
        CopyRow::Folded(copies.len())
    })
}

/// Opens the group under the cursor; `None` where there is none to open.
pub(super) fn open(state: &mut State) -> Option<Vec<Effect>> {
    let id = state.list.current()?;
    let copies = state.catalogue.copies(id);
    let first = *copies.first()?;
    if state.focus != Pane::List || state.list.folds.is_open(copies) {
        return None;
    }
    let n_copies = copies.len();
    state.list.folds.open.insert(first);
    state.say(format!("{n_copies} copies · h folds them · D compares"));
    Some(arrange_around(state, id))
}

/// Folds the group under the cursor; `None` where none is open.
pub(super) fn close(state: &mut State) -> Option<Vec<Effect>> {
    let id = state.list.current()?;
    let first = *state.catalogue.copies(id).first()?;
    if state.focus != Pane::List || !state.list.folds.open.remove(&first) {
        return None;
    }
    Some(arrange_around(state, id))
}

/// Gives every article a row of its own, or folds all copies again.
pub(super) fn turn(state: &mut State) -> Vec<Effect> {
    let folds = &mut state.list.folds;
    folds.all_open = !folds.all_open;
    folds.open.clear();
    let words = if folds.all_open {
        "each copy has a row of its own"
    } else {
        "copies of one text are one row: l opens it"
    };
    state.say(words);
    match state.list.current() {
        Some(id) => arrange_around(state, id),
        None => update::arrange(state),
    }
}

/// Arranges the list; the cursor stays on the article, or on the row that stands for it.
fn arrange_around(state: &mut State, id: ArticleId) -> Vec<Effect> {
    state.list.wanted = Some(id);
    update::arrange(state)
}

/// Returns the copies of an article that are still there, itself among them.
pub(super) fn group(state: &State, id: ArticleId) -> Vec<ArticleId> {
    let catalogue = &state.catalogue;
    let copies = catalogue.copies(id).iter().copied();
    let mut group: Vec<ArticleId> = copies.filter(|copy| !catalogue.is_gone(*copy)).collect();
    if group.is_empty() {
        group.push(id);
    }
    group
}

/// Goes to the next article that has copies, or the one before.
pub(super) fn next(state: &mut State, forward: bool) -> Vec<Effect> {
    let own = state.list.current().map(|id| state.catalogue.copies(id));
    let is_other = |id: ArticleId| {
        let copies = state.catalogue.copies(id);
        !copies.is_empty() && Some(copies) != own
    };
    let Some(row) = state.list.find_row(forward, is_other) else {
        state.say("no other article here has copies");
        return Vec::new();
    };
    let by = row as isize - state.list.cursor as isize;
    going::next_article(state, by)
}

/// Lists the copies of the article, or where else a quotation stands.
pub(super) fn list(state: &mut State) -> Vec<Effect> {
    if let Some(effects) = sightings::list(state) {
        return effects;
    }
    let Some(id) = asking::subject(state) else {
        return asking::nothing_here(state, "no article");
    };
    let group = group(state, id);
    if group.len() < 2 {
        state.say("no other article says the same");
        return Vec::new();
    }
    let rows = group
        .into_iter()
        .filter_map(|copy| rows::article_row(state, copy, None))
        .collect();
    let table = Table::of_rows(TableKind::Copies, "Copies of this text", false, rows);
    tables::show(state, table);
    Vec::new()
}
