//! Moving: the cursor of the list, the view of the reader, what is pointed at.

use super::{
    Action, Effect, Mouse, MouseAct, Overlay, Pane, State, compare,
    going::enter_reader,
    page, passage, prompt,
    reader::{Point, Showing},
    tables,
};
use crate::text::Span;
use ratatui::layout::Position;

/// How many lines the wheel scrolls.
const WHEEL_LINES: isize = 3;

/// Does what the mouse asks for.
pub(super) fn mouse(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    let by = match mouse.what {
        MouseAct::WheelUp => -WHEEL_LINES,
        MouseAct::WheelDown => WHEEL_LINES,
        MouseAct::Press => return click(state, mouse),
    };
    if state.overlays.last().is_some() {
        return step(state, by);
    }
    let regions = state.regions();
    let at = Position::new(mouse.column, mouse.row);
    if regions.list.is_some_and(|area| area.contains(at)) {
        state.list.step(by.signum());
    } else if regions.reader.is_some_and(|area| area.contains(at)) {
        let height = state.reader_height();
        state.reader.scroll(by, height);
    }
    Vec::new()
}

fn click(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    if !state.overlays.is_empty() {
        return Vec::new();
    }
    let regions = state.regions();
    let at = Position::new(mouse.column, mouse.row);
    if let Some(area) = regions.list.filter(|area| area.contains(at)) {
        state.focus = Pane::List;
        let line = mouse.row.saturating_sub(area.y + 1) as usize;
        state
            .list
            .go_to(state.list.top + line / regions.lines_per_article());
    } else if regions.reader.is_some_and(|area| area.contains(at)) {
        return enter_reader(state);
    }
    Vec::new()
}

/// Moves by so many rows.
pub(super) fn step(state: &mut State, by: isize) -> Vec<Effect> {
    if passage::step(state, by) {
        return Vec::new();
    }
    match (state.overlays.last_mut(), state.focus) {
        (Some(Overlay::Table(table)), _) => table.step(by),
        (Some(Overlay::Page(page)), _) => page.scroll(by),
        (Some(Overlay::Compare(_)), _) => compare::scroll(state, by),
        (Some(Overlay::Finder(finder)), _) => finder.step(by),
        (Some(Overlay::Help { top, .. }), _) => *top = top.saturating_add_signed(by),
        (Some(Overlay::Prompt(_)), _) => {}
        (None, Pane::List) => state.list.step(by),
        (None, Pane::Reader) => {
            let height = state.reader_height();
            state.reader.scroll(by, height);
        }
    }
    Vec::new()
}

/// Goes to the first or last row, or to the row with a number.
pub(super) fn to_end(state: &mut State, last: bool, count: Option<usize>) -> Vec<Effect> {
    let height = state.reader_height();
    match (state.overlays.last_mut(), state.focus) {
        (Some(Overlay::Table(table)), _) => match count {
            Some(row) => {
                table.go_to_end(false);
                table.step(row.saturating_sub(1) as isize);
            }
            None => table.go_to_end(last),
        },
        (Some(Overlay::Page(page)), _) => page.scroll(if last { isize::MAX } else { isize::MIN }),
        (Some(Overlay::Compare(_)), _) => {
            compare::scroll(state, if last { isize::MAX } else { isize::MIN });
        }
        (Some(_), _) => {}
        (None, Pane::List) => {
            let row = count.map_or(if last { usize::MAX } else { 0 }, |row| {
                row.saturating_sub(1)
            });
            state.list.go_to(row);
        }
        (None, Pane::Reader) => {
            let row = count.map_or(if last { usize::MAX } else { 0 }, |row| {
                row.saturating_sub(1)
            });
            state.reader.top = row;
            state.reader.clamp(height);
        }
    }
    Vec::new()
}

/// Moves by pages, or parts of them.
pub(super) fn page_by(state: &mut State, n_pages: isize, divisor: usize) -> Vec<Effect> {
    let height = match (state.overlays.last(), state.focus) {
        (Some(_), _) => tables::rows_seen(state),
        (None, Pane::List) => state.regions().n_articles_shown(),
        // One line of the last page stays in view, so that the eye finds its place.
        (None, Pane::Reader) => state
            .reader_height()
            .saturating_sub(usize::from(divisor == 1)),
    };
    let by = (height / divisor).max(1) as isize;
    step(state, n_pages.saturating_mul(by))
}

/// Goes to another paragraph, or group of rows.
pub(super) fn paragraph(state: &mut State, forward: bool, n: usize) -> Vec<Effect> {
    let height = state.reader_height();
    for _ in 0..n.min(10_000) {
        if passage::step_paragraph(state, forward) {
            continue;
        }
        match (state.overlays.last(), state.focus) {
            (Some(_), _) => return step(state, if forward { 5 } else { -5 }),
            (None, Pane::Reader) => state.reader.scroll_paragraph(forward, height),
            (None, Pane::List) => {
                let row = state.list.group_edge(&state.catalogue, forward);
                state.list.go_to(row);
            }
        }
    }
    Vec::new()
}

/// What a step goes to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Quote,
    Mention,
    SameEntity,
}

/// Points at the next or previous thing of a kind.
pub(super) fn step_point(state: &mut State, kind: Kind, forward: bool, n: usize) -> Vec<Effect> {
    let Some(analysis) = state
        .reader
        .opened
        .as_ref()
        .and_then(|opened| opened.analysis.clone())
    else {
        state.say(if state.reader.opened.is_some() {
            "still looking for names and quotations"
        } else {
            "no article is open"
        });
        return Vec::new();
    };
    if state.reader.showing == Showing::Source {
        state.reader.toggle_source();
    }
    if state.focus == Pane::List {
        enter_reader(state);
    }
    let entity = state.reader.entity();
    let starts: Vec<(usize, Span)> = match kind {
        Kind::Quote => analysis
            .quotes
            .iter()
            .enumerate()
            .filter_map(|(idx, quote)| Some((idx, *quote.content.first()?)))
            .collect(),
        Kind::Mention => analysis
            .mentions
            .iter()
            .map(|mention| mention.span)
            .enumerate()
            .collect(),
        Kind::SameEntity => analysis
            .mentions
            .iter()
            .enumerate()
            .filter(|(_, mention)| Some(mention.entity) == entity)
            .map(|(idx, mention)| (idx, mention.span))
            .collect(),
    };
    if starts.is_empty() {
        state.say(match kind {
            Kind::Quote => "no quotation in this article".to_owned(),
            Kind::Mention => "no name in this article".to_owned(),
            Kind::SameEntity => {
                let next = state.typed_for(Action::NextEntity);
                format!("point at a name first: {next}")
            }
        });
        return Vec::new();
    }
    // From what is pointed at, if that is in view, else from the upper edge.
    let height = state.reader_height();
    let in_view = |at: &usize| {
        let row = state.reader.outline.row_of(*at);
        (state.reader.top..state.reader.top + height).contains(&row)
    };
    let pointed = state.reader.point_offset().filter(in_view);
    let next = match (pointed, forward) {
        (Some(at), true) => starts.partition_point(|(_, span)| span.start as usize <= at),
        (None, true) => {
            let top = state.reader.offset_at_top().unwrap_or(0);
            starts.partition_point(|(_, span)| (span.start as usize) < top)
        }
        (at, false) => {
            let at = at.or_else(|| state.reader.offset_at_top()).unwrap_or(0);
            let before = starts.partition_point(|(_, span)| (span.start as usize) < at);
            before.checked_sub(1).unwrap_or(starts.len())
        }
    };
    let n_all = starts.len();
    let extra = n.saturating_sub(1);
    let position = if forward {
        next + extra
    } else {
        next.saturating_sub(extra)
    };
    if position >= n_all {
        let word = if kind == Kind::Quote {
            "quotation"
        } else {
            "name"
        };
        state.say(format!(
            "no {} {word} in this article",
            if forward { "further" } else { "earlier" }
        ));
        return Vec::new();
    }
    let (idx, span) = starts[position];
    point_at(
        state,
        if kind == Kind::Quote {
            Point::Quote(idx)
        } else {
            Point::Mention(idx)
        },
        span,
    );
    Vec::new()
}

/// Points at something in the reading text and says what it is.
pub(super) fn point_at(state: &mut State, point: Point, span: Span) {
    let height = state.reader_height();
    state.reader.point = point;
    state.reader.reveal(span, height);
    let words = page::point_words(state);
    state.say(words);
}

/// Goes to another match of the search.
pub(super) fn next_match(state: &mut State, forward: bool, n: usize) -> Vec<Effect> {
    if state.focus == Pane::List && state.list.search.is_some() {
        prompt::next_title(state, forward, n);
        return Vec::new();
    }
    let height = state.reader_height();
    if let Some(found) = state.reader.step_match(forward, n) {
        state.reader.reveal(found, height);
        let words = page::search_words(state);
        state.say(words);
    } else {
        state.say("nothing was searched for: / searches");
    }
    Vec::new()
}

/// Brings the row of the cursor to a part of the height of the pane.
pub(super) fn place_row(state: &mut State, numerator: usize, denominator: usize) -> Vec<Effect> {
    match state.focus {
        Pane::List => {
            let height = state.regions().n_articles_shown();
            state.list.top = state
                .list
                .cursor
                .saturating_sub((height - 1) * numerator / denominator);
        }
        Pane::Reader => {
            let height = state.reader_height();
            if let Some(at) = state.reader.point_offset() {
                let row = state.reader.outline.row_of(at);
                state.reader.top =
                    row.saturating_sub(height.saturating_sub(1) * numerator / denominator);
            }
        }
    }
    Vec::new()
}
