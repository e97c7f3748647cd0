//! Saved views: a filter and an order under a name of the reader's own, with what is in them now.

use super::{
    Effect, PromptKind, Question, State, asking, memory,
    table::{Table, TableKind, TableRow, Target},
    tables, update,
};
use crate::library::{Arrangement, Query, SortKey};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What the names of saved views begin with in the reader's memory.
const PREFIX: &str = "saved-view:";

/// A saved view.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct SavedView {
    /// The question as it was typed.
    filter: String,
    /// The word of the sort key.
    sort: String,
    /// Whether the order is turned round.
    reversed: bool,
}

/// How much is in a saved view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ViewCount {
    /// Articles that match.
    pub n_articles: u64,
    /// Those of them not read yet.
    pub n_unread: u64,
}

/// Saves the filter and the order of the list under a name; a view of that name is replaced.
pub(super) fn save(state: &mut State, name: &str) -> Vec<Effect> {
    let name = name.trim();
    if name.is_empty() {
        return asking::ask(state, PromptKind::SaveView, "", 1);
    }
    let view = SavedView {
        filter: state.list.filter.raw().to_owned(),
        sort: state.list.arrangement.key.word().to_owned(),
        reversed: state.list.arrangement.reversed,
    };
    let was_there = find(state, name).is_some();
    let json = serde_json::to_string(&view).unwrap_or_default();
    let effects = memory::remember(state, &format!("{PREFIX}{name}"), json);
    let word = if was_there { "replaced" } else { "saved" };
    state.say(format!("view '{name}' {word} · gv lists the views"));
    effects
}

/// Takes a saved view away.
pub(super) fn forget(state: &mut State, name: &str) -> Vec<Effect> {
    let name = name.trim();
    let Some(view) = find(state, name) else {
        complain_unknown(state, name);
        return Vec::new();
    };
    let effects = memory::remember(state, &format!("{PREFIX}{name}"), String::new());
    state.say(format!("view '{name}' is gone; it was: {}", view.words()));
    effects
}

/// Shows the articles of a saved view.
pub(super) fn open(state: &mut State, name: &str) -> Vec<Effect> {
    let Some(view) = find(state, name) else {
        complain_unknown(state, name);
        return Vec::new();
    };
    state.overlays.clear();
    state.list.arrangement = view.arrangement();
    state.list.moved = false;
    state.say(format!("view '{name}'"));
    asking::filter_by(state, &view.filter)
}

/// Lists the saved views; how much is in each comes a moment later.
pub(super) fn list(state: &mut State) -> Vec<Effect> {
    let generation = state.generation.renew();
    let rows = rows(state, &[]);
    let mut table = Table::of_rows(TableKind::Views, "Saved views", false, rows);
    table.awaited = Some(generation);
    let queries = all(state)
        .into_iter()
        .map(|(_, view)| Query::parse(&view.filter).unwrap_or_default())
        .collect();
    tables::show(state, table);
    let ledger = Arc::clone(&state.ledger);
    vec![Question::Counts { queries, ledger }.asked(generation)]
}

/// Makes the rows of the table; `counts` stand in the order of the views.
pub(super) fn rows(state: &State, counts: &[ViewCount]) -> Vec<TableRow> {
    let views = all(state).into_iter().enumerate();
    views
        .map(|(idx, (name, view))| {
            let (lead, unread) = match counts.get(idx) {
                Some(count) => (
                    update::grouped(count.n_articles),
                    format!("{} unread", update::grouped(count.n_unread)),
                ),
                None => ("…".to_owned(), String::new()),
            };
            let words = format!("{name} · {}", view.words());
            TableRow::new(lead, words, unread, Target::View(name))
        })
        .collect()
}

/// Returns the names of the saved views, in order of the alphabet.
pub(super) fn names(state: &State) -> Vec<String> {
    all(state).into_iter().map(|(name, _)| name).collect()
}

fn all(state: &State) -> Vec<(String, SavedView)> {
    let mut views: Vec<_> = state
        .memory
        .iter()
        .filter_map(|(key, json)| {
            let view = serde_json::from_str(json).ok()?;
            Some((key.strip_prefix(PREFIX)?.to_owned(), view))
        })
        .collect();
    views.sort_by(|(a, _), (b, _)| a.cmp(b));
    views
}

fn find(state: &State, name: &str) -> Option<SavedView> {
    let json = state.memory.get(&format!("{PREFIX}{name}"))?;
    serde_json::from_str(json).ok()
}

fn complain_unknown(state: &mut State, name: &str) {
    state.complain(format!(
        "there is no view '{name}'; gv lists them, :save-view makes one"
    ));
}

impl SavedView {
    fn arrangement(&self) -> Arrangement {
        let key = SortKey::ALL.into_iter().find(|key| key.word() == self.sort);
        Arrangement {
            key: key.unwrap_or_default(),
            reversed: self.reversed,
        }
    }

    /// Returns filter and order in words.
    fn words(&self) -> String {
        let filter = if self.filter.is_empty() {
            "all articles"
        } else {
            &self.filter
        };
        let reversed = if self.reversed { ", reversed" } else { "" };
        format!("{filter} · by {}{reversed}", self.sort)
    }
}
