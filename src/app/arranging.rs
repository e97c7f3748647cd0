//! Arranging: selection, order and widths.

use super::{Effect, Overlay, Pane, State, memory, table::Table, update};
use crate::library::SortKey;

/// By how many cells `+` and `-` change the measure.
const MEASURE_STEP: u16 = 4;

/// The narrowest and the widest measure.
const MEASURES: (u16, u16) = (30, 160);

/// Selects rows, or lets them go, and goes down.
pub(super) fn select(state: &mut State, n: usize) -> Vec<Effect> {
    if !lists_articles(state) {
        return Vec::new();
    }
    state.list.close_range();
    for _ in 0..n.min(state.list.rows.len()) {
        if let Some(id) = state.list.current() {
            if !state.list.selected.remove(&id) {
                state.list.selected.insert(id);
            }
            state.list.step(1);
        }
    }
    say_selected(state);
    Vec::new()
}

/// Begins a range of rows, or ends it.
pub(super) fn select_range(state: &mut State) -> Vec<Effect> {
    if !lists_articles(state) {
        return Vec::new();
    }
    if state.list.range_from.is_some() {
        state.list.close_range();
    } else {
        state.list.range_from = Some(state.list.cursor);
    }
    say_selected(state);
    Vec::new()
}

/// Selects all rows shown that are not selected, and lets the others go.
pub(super) fn select_all(state: &mut State) -> Vec<Effect> {
    if !lists_articles(state) {
        return Vec::new();
    }
    state.list.close_range();
    let all = state.list.rows.iter().copied();
    state.list.selected = all.filter(|id| !state.list.selected.contains(id)).collect();
    say_selected(state);
    Vec::new()
}

/// Says how much is selected.
pub(super) fn say_selected(state: &mut State) {
    match (state.list.range_from, state.list.selected.len()) {
        (Some(_), _) => state.say("range: move, then a verb; v ends it"),
        (None, 0) => state.say("nothing is selected"),
        (None, n) => state.say(format!("{} selected", update::grouped(n as u64))),
    }
}

/// Tells whether the list of articles hears the keys; says so where it does not.
fn lists_articles(state: &mut State) -> bool {
    let on_top = state.overlays.is_empty();
    if !on_top {
        state.say("rows are selected in the list of articles");
    }
    on_top
}

/// Sorts the list by the next key, or the table by its next column.
pub(super) fn sort(state: &mut State) -> Vec<Effect> {
    if let Some(Overlay::Table(table)) = state.overlays.last_mut() {
        let words = table.sort_by_next();
        state.say(words);
        return Vec::new();
    }
    let keys = SortKey::ALL;
    let now = keys
        .iter()
        .position(|key| *key == state.list.arrangement.key)
        .unwrap_or(0);
    state.list.arrangement.key = keys[(now + 1) % keys.len()];
    state.list.arrangement.reversed = false;
    rearranged(state, false)
}

/// Lists the articles in the order that is set now, or turned round.
pub(super) fn rearranged(state: &mut State, reverse: bool) -> Vec<Effect> {
    if let Some(Overlay::Table(table)) = state.overlays.last_mut() {
        if reverse {
            Table::reverse(table);
            state.say("turned round");
        }
        return Vec::new();
    }
    let arrangement = &mut state.list.arrangement;
    arrangement.reversed ^= reverse;
    let direction = if arrangement.reversed {
        ", reversed"
    } else {
        ""
    };
    let words = format!("sorted by {}{direction}", arrangement.key.word());
    state.say(words);
    let mut effects = update::arrange(state);
    effects.extend(memory::remember_view(state));
    effects
}

/// Makes the list or the text wider or narrower.
pub(super) fn resize(state: &mut State, wider: bool, n: usize) -> Vec<Effect> {
    let n = n.min(100) as u16;
    match state.focus {
        Pane::List => {
            let now = state.settings.list_percent;
            let by = n * 4;
            state.settings.list_percent = if wider {
                now.saturating_add(by)
            } else {
                now.saturating_sub(by)
            }
            .clamp(15, 75);
        }
        Pane::Reader => {
            // Steps begin at what is seen: a measure wider than the pane would only count.
            let text = state.regions().text(MEASURES.1);
            let room = text.map_or(MEASURES.1, |text| text.width);
            let now = state.settings.measure.min(room);
            if wider && now == room {
                state.say(format!("lines of {now} cells: there is no room for more"));
                return Vec::new();
            }
            let by = n * MEASURE_STEP;
            let measure = if wider {
                now.saturating_add(by)
            } else {
                now.saturating_sub(by)
            };
            state.settings.measure = measure.clamp(MEASURES.0, MEASURES.1);
            let seen = state.settings.measure.min(room);
            state.say(format!("lines of {seen} cells"));
        }
    }
    Vec::new()
}
