//! What the reader does with articles: one key acts and advances, and everything can be taken back.

use super::{
    Action, Effect, Pane, State, asking, copies, memory, naming, perform, state::Change as Again,
    update::grouped,
};
use crate::{
    corpus::ArticleKey,
    library::ArticleId,
    triage::{Change, Step, Verdict},
};

/// In longer lists the articles left are not counted at each key.
const MAX_COUNTED_ROWS: usize = 50_000;

/// A verb that takes no words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// Dealt with.
    Done,
    /// Dealt with, and so is every copy of the text.
    DoneAll,
    /// Of no use.
    Discard,
    /// Worth keeping.
    Star,
    /// Read or unread.
    ToggleRead,
}

impl Verb {
    fn action(self) -> Action {
        match self {
            Self::Done => Action::Done,
            Self::DoneAll => Action::DoneAll,
            Self::Discard => Action::Discard,
            Self::Star => Action::Star,
            Self::ToggleRead => Action::ToggleRead,
        }
    }

    /// The change; `all` tells whether every article in question has the mark already, so that the verb takes it off.
    fn change(self, all: bool) -> Change {
        match self {
            Self::Done | Self::DoneAll => Change::Verdict((!all).then_some(Verdict::Done)),
            Self::Discard => Change::Verdict((!all).then_some(Verdict::Discarded)),
            Self::Star => Change::Starred(!all),
            Self::ToggleRead => Change::Read(!all),
        }
    }

    fn holds(self, marks: &crate::triage::Marks) -> bool {
        match self {
            Self::Done | Self::DoneAll => marks.verdict == Some(Verdict::Done),
            Self::Discard => marks.verdict == Some(Verdict::Discarded),
            Self::Star => marks.starred,
            Self::ToggleRead => marks.read,
        }
    }

    fn word(self, all: bool) -> &'static str {
        match (self, all) {
            (Self::Done | Self::DoneAll, false) => "done",
            (Self::Done | Self::DoneAll, true) => "not done",
            (Self::Discard, false) => "discarded",
            (Self::Discard, true) => "not discarded",
            (Self::Star, false) => "starred",
            (Self::Star, true) => "not starred",
            (Self::ToggleRead, false) => "read",
            (Self::ToggleRead, true) => "unread",
        }
    }
}

/// Acts on the selection, or on the row under the cursor and the ones after it, and goes on.
pub(super) fn act(state: &mut State, verb: Verb, count: usize) -> Vec<Effect> {
    let (mut ids, was_selection) = scope(state, count);
    if ids.is_empty() {
        return asking::nothing_here(state, "no article");
    }
    let n_rows = ids.len();
    if verb == Verb::DoneAll {
        ids = ids
            .into_iter()
            .flat_map(|id| copies::group(state, id))
            .collect();
    }
    state.last_change = Some(Again::Verb(verb.action(), count));
    let keys = keys_of(state, &ids);
    let all = keys.iter().all(|key| verb.holds(state.ledger.marks(*key)));
    let change = verb.change(all);
    let mut changes: Vec<_> = keys.iter().map(|key| (*key, change.clone())).collect();
    if matches!(verb, Verb::Done | Verb::DoneAll | Verb::Discard) && !all {
        // What is decided needs no reading any more.
        changes.extend(keys.iter().map(|key| (*key, Change::Read(true))));
    }
    let mut effects = make(state, &label(verb.word(all), keys.len()), changes);
    if verb != Verb::ToggleRead && !was_selection {
        effects.extend(advance(state, n_rows));
    }
    effects
}

/// Puts a tag on, or takes it off.
pub(super) fn tag(state: &mut State, tag: &str, on: bool, count: usize) -> Vec<Effect> {
    let tag = tag
        .trim()
        .trim_start_matches('#')
        .replace(char::is_whitespace, "-");
    if tag.is_empty() {
        return Vec::new();
    }
    let (ids, _) = scope(state, count);
    let keys = keys_of(state, &ids);
    state.last_change = Some(if on {
        Again::Tag(tag.clone())
    } else {
        Again::Untag(tag.clone())
    });
    let change = if on {
        Change::Tag(tag.clone())
    } else {
        Change::Untag(tag.clone())
    };
    let word = if on {
        format!("tagged #{tag}")
    } else {
        format!("untagged #{tag}")
    };
    let n_keys = keys.len();
    make(
        state,
        &label(&word, n_keys),
        keys.into_iter().map(|key| (key, change.clone())).collect(),
    )
}

/// Writes a note on one article; an empty one takes it away.
pub(super) fn note(state: &mut State, words: &str) -> Vec<Effect> {
    let Some(key) = asking::subject(state).and_then(|id| state.key_of(id)) else {
        return Vec::new();
    };
    let words = words.trim();
    let note = (!words.is_empty()).then(|| words.to_owned());
    let word = if note.is_some() {
        "noted"
    } else {
        "note taken away"
    };
    make(state, word, vec![(key, Change::Note(note))])
}

/// Marks an article as read because it was opened.
pub(super) fn mark_read(state: &mut State, key: ArticleKey) -> Vec<Effect> {
    if state.ledger.marks(key).read {
        return Vec::new();
    }
    let made = state.ledger_mut().make(Step::opened(key));
    made.map(|step| state.save(step)).into_iter().collect()
}

/// Takes back the last steps, or makes them again.
pub(super) fn turn(state: &mut State, forward: bool, n: usize) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut last = None;
    let mut about_names = false;
    for _ in 0..n {
        let ledger = state.ledger_mut();
        let Some(step) = (if forward {
            ledger.redo()
        } else {
            ledger.undo()
        }) else {
            break;
        };
        last = Some(step.label.clone());
        about_names |= naming::is_about_names(&step.changes);
        effects.push((step.changes.first().map(|(key, _)| *key), state.save(step)));
    }
    match last {
        Some(label) if forward => {
            let undo = state.typed_for(Action::Undo);
            state.say(format!("again: {label} · {undo} undoes"));
        }
        Some(label) => {
            let redo = state.typed_for(Action::Redo);
            state.say(format!("undone: {label} · {redo} does it again"));
        }
        None => state.say(if forward {
            "nothing to do again"
        } else {
            "nothing to undo"
        }),
    }
    let changed = effects.last().and_then(|(key, _)| *key);
    let mut effects: Vec<_> = effects.into_iter().map(|(_, effect)| effect).collect();
    effects.extend(changed.map_or_else(Vec::new, |key| show_changed(state, key)));
    if about_names {
        naming::with_table_anew(state, effects)
    } else {
        effects
    }
}

/// Goes to the article that changed, in the list or the reader, so that the person sees it.
fn show_changed(state: &mut State, key: ArticleKey) -> Vec<Effect> {
    let Some(id) = state.catalogue.find(key) else {
        return Vec::new();
    };
    if let Some(row) = state.list.position(id, &state.catalogue) {
        state.list.go_to(row);
    }
    let in_reader = state.focus == Pane::Reader && state.overlays.is_empty();
    if !in_reader || state.reader.wanted == Some(id) {
        return Vec::new();
    }
    let mut effects = memory::leave_article(state);
    effects.extend(state.open_article(id, None));
    effects
}

/// Does the last change again.
pub(super) fn repeat(state: &mut State, count: Option<usize>) -> Vec<Effect> {
    match state.last_change.clone() {
        Some(Again::Verb(action, n)) => perform::perform(state, action, Some(count.unwrap_or(n))),
        Some(Again::Tag(words)) => tag(state, &words, true, count.unwrap_or(1)),
        Some(Again::Untag(words)) => tag(state, &words, false, count.unwrap_or(1)),
        None => {
            state.say("nothing to repeat");
            Vec::new()
        }
    }
}

/// Returns what a verb acts on and whether that is a selection.
fn scope(state: &mut State, count: usize) -> (Vec<ArticleId>, bool) {
    let in_list = state
        .overlays
        .iter()
        .all(|overlay| matches!(overlay, super::Overlay::Prompt(_)));
    if in_list && (state.focus == Pane::List || state.list.has_selection()) {
        let was_selection = state.list.has_selection();
        return (state.list.scope(count), was_selection);
    }
    (asking::subject(state).into_iter().collect(), false)
}

fn keys_of(state: &State, ids: &[ArticleId]) -> Vec<ArticleKey> {
    let mut seen = std::collections::HashSet::new();
    ids.iter()
        .filter_map(|id| state.key_of(*id))
        .filter(|key| seen.insert(*key))
        .collect()
}

/// Makes a step that is not about articles.
pub(super) fn make_step(
    state: &mut State,
    label: &str,
    changes: Vec<(ArticleKey, Change)>,
) -> Vec<Effect> {
    let made = state.ledger_mut().make(Step {
        label: label.to_owned(),
        changes,
    });
    let Some(step) = made else {
        state.say(format!("{label}: it was so already"));
        return Vec::new();
    };
    let undo = state.typed_for(Action::Undo);
    state.say(format!("{label} · {undo} undoes"));
    vec![state.save(step)]
}

fn make(state: &mut State, label: &str, changes: Vec<(ArticleKey, Change)>) -> Vec<Effect> {
    let made = state.ledger_mut().make(Step {
        label: label.to_owned(),
        changes,
    });
    state.list.clear_selection();
    match made {
        Some(step) => {
            let left = left_words(state);
            let undo = state.typed_for(Action::Undo);
            state.say(format!("{label}{left} · {undo} undoes"));
            vec![state.save(step)]
        }
        None => {
            state.say(format!("{label}: it was so already"));
            Vec::new()
        }
    }
}

/// Goes to the row after those that were acted on; from the reader opens it.
fn advance(state: &mut State, n_rows: usize) -> Vec<Effect> {
    if !state.overlays.is_empty() {
        return perform::perform(state, Action::Down, None);
    }
    if state.list.cursor + n_rows >= state.list.rows.len() {
        let message = std::mem::take(&mut state.status.message);
        state.say(format!("{message} · end of the list"));
    }
    state.list.step(n_rows as isize);
    let Some(id) = state
        .list
        .current()
        .filter(|id| state.reader.wanted != Some(*id))
    else {
        return Vec::new();
    };
    match state.focus {
        Pane::Reader => state.open_article(id, None),
        Pane::List => Vec::new(),
    }
}

fn label(word: &str, n_articles: usize) -> String {
    if n_articles == 1 {
        word.to_owned()
    } else {
        format!("{word}: {}", grouped(n_articles as u64))
    }
}

/// Says how many of the listed articles are still open, where counting them is quick.
fn left_words(state: &State) -> String {
    let rows = &state.list.rows;
    if rows.len() > MAX_COUNTED_ROWS {
        return String::new();
    }
    let is_open = |id: &&ArticleId| {
        state
            .key_of(**id)
            .is_some_and(|key| state.ledger.marks(key).verdict.is_none())
    };
    format!(
        " · {} left",
        grouped(rows.iter().filter(is_open).count() as u64)
    )
}
