//! What the room remembers: where each article was left, what was read, marks, the last view.

use super::{Effect, State, reader::Arrival, reader::Showing, trail::Place};
use crate::{
    corpus::ArticleKey,
    library::{Arrangement, ArticleId, Query, SortKey},
};
use serde::{Deserialize, Serialize};

/// How many articles the history keeps.
pub(super) const MAX_VISITS: usize = 500;
const HISTORY: &str = "visits";

/// The view to come back to next time.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct View {
    filter: String,
    sort: String,
    reversed: bool,
    article: String,
}

/// Takes in what was remembered.
pub(super) fn recall(state: &mut State, memory: Vec<(String, String)>) {
    state.memory = memory.into_iter().collect();
    let view: View = state
        .memory
        .get(&view_name(state))
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default();
    if let Some(key) = SortKey::ALL.into_iter().find(|key| key.word() == view.sort) {
        state.list.arrangement = Arrangement {
            key,
            reversed: view.reversed,
        };
    }
    state.list.filter = Query::parse(&view.filter).unwrap_or_default();
    find_wanted(state);
}

/// Finds the article the cursor stood on last time, as soon as the catalogue holds it.
pub(super) fn find_wanted(state: &mut State) {
    if state.list.wanted.is_some() || state.list.moved {
        return;
    }
    let view: Option<View> = state
        .memory
        .get(&view_name(state))
        .and_then(|json| serde_json::from_str(json).ok());
    state.list.wanted = view
        .and_then(|view| view.article.parse().ok())
        .and_then(|key| state.catalogue.find(key));
}

/// Remembers filter, order and cursor.
pub(super) fn remember_view(state: &mut State) -> Vec<Effect> {
    let view = View {
        filter: state.list.filter.raw().to_owned(),
        sort: state.list.arrangement.key.word().to_owned(),
        reversed: state.list.arrangement.reversed,
        article: state
            .list
            .current()
            .and_then(|id| state.key_of(id))
            .map(|key| key.to_string())
            .unwrap_or_default(),
    };
    let json = serde_json::to_string(&view).unwrap_or_default();
    let name = view_name(state);
    remember(state, &name, json)
}

/// Returns the name under which the view of this corpus is remembered.
fn view_name(state: &State) -> String {
    format!("view:{}", state.corpus_id)
}

/// Remembers where in the article the person was.
pub(super) fn leave_article(state: &mut State) -> Vec<Effect> {
    let reader = &state.reader;
    let Some(opened) = reader
        .opened
        .as_ref()
        .filter(|_| reader.showing == Showing::Reading)
    else {
        return Vec::new();
    };
    let name = format!("place:{}", opened.key);
    let value = reader
        .offset_at_top()
        .map(|offset| offset.to_string())
        .unwrap_or_default();
    if value.is_empty() && !state.memory.contains_key(&name) {
        return Vec::new();
    }
    remember(state, &name, value)
}

/// Goes to where the article was left, if it was read before.
pub(super) fn return_to_place(state: &mut State) {
    let Some(opened) = &state.reader.opened else {
        return;
    };
    let place = state.memory.get(&format!("place:{}", opened.key));
    if let Some(offset) = place.and_then(|place| place.parse().ok()) {
        state.reader.go_to_offset(Some(offset));
    }
}

/// Puts an article at the head of the history.
pub(super) fn remember_visit(state: &mut State, key: ArticleKey) -> Vec<Effect> {
    let mut visits = visits(state);
    if visits.first() == Some(&key) {
        return Vec::new();
    }
    visits.retain(|visit| *visit != key);
    visits.insert(0, key);
    visits.truncate(MAX_VISITS);
    let value = visits
        .iter()
        .map(ArticleKey::to_string)
        .collect::<Vec<_>>()
        .join(" ");
    remember(state, HISTORY, value)
}

/// Returns the articles that were read, latest first.
pub(super) fn visits(state: &State) -> Vec<ArticleKey> {
    let value = state
        .memory
        .get(HISTORY)
        .map(String::as_str)
        .unwrap_or_default();
    value
        .split(' ')
        .filter_map(|key| key.parse().ok())
        .collect()
}

/// Sets a mark at the upper edge of the reader.
pub(super) fn set_mark(state: &mut State, letter: char) -> Vec<Effect> {
    let Some(opened) = &state.reader.opened else {
        state.say("no article is open");
        return Vec::new();
    };
    let name = mark_name(letter, opened.key);
    let offset = state.reader.offset_at_top().unwrap_or(0);
    let value = format!("{} {offset}", opened.key);
    state.say(format!("mark {letter} is set"));
    remember(state, &name, value)
}

/// Goes to a mark.
pub(super) fn go_to_mark(state: &mut State, letter: char) -> Vec<Effect> {
    let key = state.reader.opened.as_ref().map(|opened| opened.key);
    let name = mark_name(letter, key.unwrap_or(ArticleKey(0)));
    match state
        .memory
        .get(&name)
        .and_then(|value| marked(state, value))
    {
        Some((id, offset)) => super::going::jump_to(state, id, Some(Arrival::Offset(offset))),
        None => {
            state.say(format!("mark {letter} is not set"));
            Vec::new()
        }
    }
}

/// Returns all marks that are set: letter, article, offset.
pub(super) fn all_marks(state: &State) -> Vec<(char, ArticleId, usize)> {
    let marks = state.memory.iter().filter_map(|(name, value)| {
        let letter = name.strip_prefix("mark:")?.chars().next()?;
        let (id, offset) = marked(state, value)?;
        Some((letter, id, offset))
    });
    marks.collect()
}

/// Goes back to where the last jump began, or forward again.
pub(super) fn jump(state: &mut State, forward: bool) -> Vec<Effect> {
    let mut effects = leave_article(state);
    let present = state.place();
    let place = if forward {
        state.trail.forward(present.clone())
    } else {
        state.trail.back(present.clone())
    };
    let Some(place) = place else {
        state.overlays = present.overlays;
        state.say(if forward {
            "no place ahead"
        } else {
            "no place to go back to"
        });
        return effects;
    };
    let Place {
        article,
        offset,
        point,
        focus,
        overlays,
    } = place;
    state.overlays = overlays;
    state.focus = focus;
    if let Some(id) = article {
        let arrival = Some(Arrival::Offset(offset.unwrap_or(0)));
        effects.extend(state.open_article(id, arrival));
        if state
            .reader
            .opened
            .as_ref()
            .is_some_and(|opened| opened.id == id)
        {
            state.reader.point = point;
            if offset.is_none() {
                state.reader.top = 0;
            }
        }
        if let Some(row) = state.list.position(id, &state.catalogue) {
            state.list.go_to(row);
        }
    }
    effects
}

/// Remembers a value, here and for the next time.
pub(super) fn remember(state: &mut State, name: &str, value: String) -> Vec<Effect> {
    if state.memory.get(name) == Some(&value) {
        return Vec::new();
    }
    state.memory.insert(name.to_owned(), value.clone());
    vec![Effect::Remember {
        name: name.to_owned(),
        value,
    }]
}

/// Puts a line at the end of a history.
pub(super) fn remember_line(state: &mut State, history: &str, line: &str) -> Vec<Effect> {
    if line.trim().is_empty() {
        return Vec::new();
    }
    let mut lines = history_lines(state, history);
    lines.retain(|known| known != line);
    lines.push(line.to_owned());
    let excess = lines.len().saturating_sub(super::prompt::MAX_HISTORY);
    let value = lines.split_off(excess).join("\n");
    remember(state, history, value)
}

/// Returns the lines of a history, oldest first.
pub(super) fn history_lines(state: &State, history: &str) -> Vec<String> {
    state
        .memory
        .get(history)
        .map(|lines| lines.lines().map(str::to_owned).collect())
        .unwrap_or_default()
}

fn mark_name(letter: char, key: ArticleKey) -> String {
    if letter.is_ascii_uppercase() {
        format!("mark:{letter}")
    } else {
        format!("mark:{letter}:{key}")
    }
}

fn marked(state: &State, value: &str) -> Option<(ArticleId, usize)> {
    let (key, offset) = value.split_once(' ')?;
    Some((
        state.catalogue.find(key.parse().ok()?)?,
        offset.parse().ok()?,
    ))
}
