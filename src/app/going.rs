//! Going somewhere: into an article, to a place in it, to another pane, back, out.

use super::{
    Action, Effect, Overlay, Pane, State,
    asking::{filter_by, full_text, nothing_here, quotes_of, speaker_here},
    cite, facets, memory,
    motion::{point_at, step},
    narrowing,
    reader::{Arrival, Point},
    table::Target,
    verbs, views,
};
use crate::{library::ArticleId, text::EntityKind};

/// Marks the article that was entered as read and remembers it.
pub(super) fn entered_article(state: &mut State) -> Vec<Effect> {
    let Some(opened) = &state.reader.opened else {
        return Vec::new();
    };
    let key = opened.key;
    let mut effects = memory::remember_visit(state, key);
    effects.extend(verbs::mark_read(state, key));
    effects
}

/// Opens what is under the cursor.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    match state.overlays.last() {
        Some(Overlay::Table(table)) => {
            let target = table.current().map(|row| row.target.clone());
            target.map_or_else(Vec::new, |target| go_to(state, target))
        }
        Some(_) => back(state),
        None => match state.focus {
            Pane::List => enter_reader(state),
            Pane::Reader => open_here(state),
        },
    }
}

/// Enter in the reader: the quotations of who is pointed at.
fn open_here(state: &mut State) -> Vec<Effect> {
    match state.reader.point {
        Point::Mention(_) | Point::Quote(_) => match speaker_here(state) {
            Some(name) => quotes_of(state, Some(name)),
            None => nothing_here(state, "no person"),
        },
        Point::Passage(_) | Point::Nothing => step(state, 1),
    }
}

/// Goes where a row of a table leads.
pub(super) fn go_to(state: &mut State, target: Target) -> Vec<Effect> {
    match target {
        Target::Nothing => Vec::new(),
        Target::Speaker(name) => quotes_of(state, name),
        Target::Quote(id, idx) => jump_to(state, id, Some(Arrival::Quote(idx as usize))),
        Target::Article(id, arrival) => jump_to(state, id, arrival),
        Target::Narrow(term) => facets::narrow(state, &term),
        Target::View(name) => views::open(state, &name),
        Target::Address(address) => cite::open_address(state, address),
        Target::Name(kind, name) => {
            let field = match kind {
                EntityKind::Person => "person",
                EntityKind::Organisation => "org",
                EntityKind::Place => "place",
                EntityKind::Other
                | EntityKind::Date
                | EntityKind::Time
                | EntityKind::Money
                | EntityKind::Percent => return full_text(state, &format!("\"{name}\"")),
            };
            state.overlays.clear();
            filter_by(state, &format!("{field}:\"{}\"", name.replace('"', " ")))
        }
        Target::Entity(entity) => {
            state.overlays.pop();
            state.focus = Pane::Reader;
            let analysis = state
                .reader
                .opened
                .as_ref()
                .and_then(|opened| opened.analysis.clone());
            let idx = analysis.as_ref().and_then(|a| {
                a.mentions
                    .iter()
                    .position(|mention| mention.entity == entity)
            });
            if let (Some(idx), Some(analysis)) = (idx, analysis) {
                point_at(state, Point::Mention(idx), analysis.mentions[idx].span);
            }
            Vec::new()
        }
    }
}

/// Opens an article at a place; the way back leads here.
pub(super) fn jump_to(state: &mut State, id: ArticleId, arrival: Option<Arrival>) -> Vec<Effect> {
    let mut effects = memory::leave_article(state);
    let place = state.place();
    state.trail.leave(place);
    state.focus = Pane::Reader;
    if let Some(row) = state.list.position(id, &state.catalogue) {
        state.list.go_to(row);
    }
    effects.extend(state.open_article(id, arrival));
    if state
        .reader
        .opened
        .as_ref()
        .is_some_and(|opened| opened.id == id)
    {
        effects.extend(entered_article(state));
    }
    effects
}

/// Goes into the article under the cursor.
pub(super) fn enter_reader(state: &mut State) -> Vec<Effect> {
    let Some(id) = state.list.current() else {
        return nothing_here(state, "no article");
    };
    state.focus = Pane::Reader;
    if state
        .reader
        .opened
        .as_ref()
        .is_some_and(|opened| opened.id == id)
    {
        return entered_article(state);
    }
    state.open_article(id, None)
}

/// Goes to the list, or out of a popup.
pub(super) fn go_left(state: &mut State) -> Vec<Effect> {
    if !state.overlays.is_empty() {
        return back(state);
    }
    state.zen = false;
    state.focus = Pane::List;
    Vec::new()
}

/// Goes to the other pane.
pub(super) fn other_pane(state: &mut State) -> Vec<Effect> {
    match state.focus {
        _ if !state.overlays.is_empty() => Vec::new(),
        Pane::List => enter_reader(state),
        Pane::Reader => go_left(state),
    }
}

/// Goes to another article of the list; from the reader opens it.
pub(super) fn next_article(state: &mut State, by: isize) -> Vec<Effect> {
    let mut effects = memory::leave_article(state);
    state.list.step(by);
    if let Some(id) = state.list.current().filter(|_| state.focus == Pane::Reader)
        && state.reader.wanted != Some(id)
    {
        effects.extend(state.open_article(id, None));
    }
    effects
}

/// Goes to the next unread article, or the one before.
pub(super) fn next_unread(state: &mut State, forward: bool) -> Vec<Effect> {
    let is_unread = |id: ArticleId| {
        state
            .key_of(id)
            .is_some_and(|key| !state.ledger.marks(key).read)
    };
    let Some(row) = state.list.find_row(forward, is_unread) else {
        state.say("no other unread article is listed");
        return Vec::new();
    };
    let by = row as isize - state.list.cursor as isize;
    next_article(state, by)
}

/// Cancels; where there is nothing to cancel, stops the reading of the corpus; then, twice in a row, leaves the room.
pub(super) fn interrupt(state: &mut State) -> Vec<Effect> {
    let was_interrupted = std::mem::replace(&mut state.interrupted, true);
    if take_uppermost(state) {
        return Vec::new();
    }
    if state.progress.is_some() {
        let rescan = state.typed_for(Action::Rescan);
        state.say(format!("stopped reading the corpus; {rescan} goes on"));
        return vec![Effect::CancelJobs];
    }
    if was_interrupted {
        return quit(state);
    }
    let interrupt = state.typed_for(Action::Interrupt);
    state.say(format!("{interrupt} again quits"));
    Vec::new()
}

/// Cancels what is uppermost. The reading of the corpus goes on: nobody means that by `Esc`.
pub(super) fn cancel(state: &mut State) -> Vec<Effect> {
    if !take_uppermost(state) {
        state.say("q goes back, Q quits");
    }
    Vec::new()
}

/// Takes away a popup, the selection, the search, or what is pointed at; `false` where there is none.
fn take_uppermost(state: &mut State) -> bool {
    if state.overlays.pop().is_some() {
        return true;
    }
    if state.list.has_selection() {
        state.list.clear_selection();
        state.say("nothing is selected");
    } else if state.focus == Pane::Reader && matches!(state.reader.point, Point::Passage(_)) {
        state.reader.point = Point::Nothing;
    } else if state.focus == Pane::Reader && state.reader.narrowed.is_some() {
        narrowing::show_only(state, "");
    } else if state.reader.search.take().is_some() || state.list.search.take().is_some() {
        state.say("search is over");
    } else if state.reader.point != Point::Nothing {
        state.reader.point = Point::Nothing;
    } else {
        return false;
    }
    true
}

/// Goes one level back; from the top leaves the room.
pub(super) fn back(state: &mut State) -> Vec<Effect> {
    if state.overlays.pop().is_some() {
        return Vec::new();
    }
    match state.focus {
        Pane::Reader if state.trail.leads_to_popup() => memory::jump(state, false),
        Pane::Reader => {
            let effects = memory::leave_article(state);
            state.zen = false;
            state.focus = Pane::List;
            effects
        }
        Pane::List if !state.list.filter.is_empty() => {
            state.say("all articles again");
            filter_by(state, "")
        }
        Pane::List => quit(state),
    }
}

/// Leaves the room; everything is saved by then, but for the view.
pub(super) fn quit(state: &mut State) -> Vec<Effect> {
    let mut effects = memory::leave_article(state);
    effects.extend(memory::remember_view(state));
    state.leaving = true;
    effects.push(Effect::Quit);
    effects
}
