//! What each action does.

use super::{
    Action, Effect, Mouse, MouseAct, Overlay, Pane, Preview, Prompt, PromptKind, State, ThemeName,
    cite, memory, page,
    reader::{Arrival, Point, Showing},
    state::LetterFor,
    table::{Table, TableKind, Target},
    tables, update,
    verbs::{self, Verb},
};
use crate::{
    library::{ArticleId, Query, QuoteFilter, SortKey},
    text::{EntityKind, Span},
};
use std::sync::Arc;

/// How many lines the wheel scrolls.
const WHEEL_LINES: isize = 3;
/// By how many cells `+` and `-` change the measure.
const MEASURE_STEP: u16 = 4;
/// The narrowest and the widest measure.
const MEASURES: (u16, u16) = (30, 160);

/// Does an action, `count` times where that makes sense.
#[expect(
    clippy::too_many_lines,
    reason = "one line for each action: a table, not a function"
)]
pub(super) fn perform(state: &mut State, action: Action, count: Option<usize>) -> Vec<Effect> {
    use Action as A;
    let n = count.unwrap_or(1);
    match action {
        A::Down => step(state, n as isize),
        A::Up => step(state, -(n as isize)),
        A::First => to_end(state, false, count),
        A::Last => to_end(state, true, count),
        A::HalfPageDown => page_by(state, n as isize, 2),
        A::HalfPageUp => page_by(state, -(n as isize), 2),
        A::PageDown => page_by(state, n as isize, 1),
        A::PageUp => page_by(state, -(n as isize), 1),
        A::PageOrNext => {
            if state.focus == Pane::Reader && state.reader.at_end(state.reader_height()) {
                next_unread(state, true)
            } else {
                page_by(state, 1, 1)
            }
        }
        A::Percent => {
            let n_rows = state.reader.outline.rows.len();
            state.reader.top = n_rows * count.unwrap_or(0).min(100) / 100;
            Vec::new()
        }
        A::NextParagraph => paragraph(state, true, n),
        A::PreviousParagraph => paragraph(state, false, n),
        A::Open => open(state),
        A::Left => go_left(state),
        A::Right => open(state),
        A::NextPane | A::PreviousPane => other_pane(state),
        A::NextArticle => next_article(state, n as isize),
        A::PreviousArticle => next_article(state, -(n as isize)),
        A::NextUnread => next_unread(state, true),
        A::PreviousUnread => next_unread(state, false),
        A::NextQuote => step_point(state, Kind::Quote, true, n),
        A::PreviousQuote => step_point(state, Kind::Quote, false, n),
        A::NextEntity => step_point(state, Kind::Mention, true, n),
        A::PreviousEntity => step_point(state, Kind::Mention, false, n),
        A::NextMention => step_point(state, Kind::SameEntity, true, n),
        A::PreviousMention => step_point(state, Kind::SameEntity, false, n),
        A::SetMark => await_letter(state, LetterFor::SetMark),
        A::GoToMark => await_letter(state, LetterFor::GoToMark),
        A::JumpBack => memory::jump(state, false),
        A::JumpForward => memory::jump(state, true),

        A::Search => search_prompt(state),
        A::NextMatch => next_match(state, true, n),
        A::PreviousMatch => next_match(state, false, n),
        A::FullText => ask(state, PromptKind::FullText, ""),
        A::SearchHere => match name_here(state) {
            Some(name) => full_text(state, &format!("\"{}\"", name.replace('"', " "))),
            None => nothing_here(state, "no name"),
        },
        A::FindAnything => super::finder::open(state, false),
        A::FindArticle => super::finder::open(state, true),
        A::Speakers => {
            let generation = state.generation.next();
            tables::show(
                state,
                Table::awaiting(TableKind::Speakers, "Who said what", true, generation),
            );
            vec![Effect::Speakers { generation }]
        }
        A::SpeakerHere => match speaker_here(state) {
            Some(name) => quotes_of(state, Some(name)),
            None => nothing_here(state, "no person"),
        },
        A::Quotes => quotes(state, QuoteFilter::default(), "Quotations"),
        A::Entities => tables::names_here(state),
        A::People => names(state, EntityKind::Person, "People"),
        A::Places => names(state, EntityKind::Place, "Places"),
        A::Organisations => names(state, EntityKind::Organisation, "Organisations"),

        A::Done => verbs::act(state, Verb::Done, n),
        A::Discard => verbs::act(state, Verb::Discard, n),
        A::Star => verbs::act(state, Verb::Star, n),
        A::ToggleRead => verbs::act(state, Verb::ToggleRead, n),
        A::Tag => ask(state, PromptKind::Tag, ""),
        A::Untag => ask(state, PromptKind::Untag, ""),
        A::Note => {
            let note = subject(state)
                .and_then(|id| state.key_of(id))
                .and_then(|key| state.ledger.marks(key).note.clone());
            ask(state, PromptKind::Note, &note.unwrap_or_default())
        }
        A::Undo => verbs::turn(state, false, n),
        A::Redo => verbs::turn(state, true, n),
        A::Repeat => verbs::repeat(state, count),
        A::Select => select(state, n),
        A::SelectRange => {
            if state.list.range_from.is_some() {
                state.list.close_range();
            } else {
                state.list.range_from = Some(state.list.cursor);
            }
            say_selected(state);
            Vec::new()
        }
        A::SelectAll => {
            state.list.close_range();
            let all = state.list.rows.iter().copied();
            let turned = all.filter(|id| !state.list.selected.contains(id)).collect();
            state.list.selected = turned;
            say_selected(state);
            Vec::new()
        }

        A::Filter => {
            let filter = state.list.filter.raw().to_owned();
            ask(state, PromptKind::Filter, &filter)
        }
        A::UnreadOnly => unread_only(state),
        A::Sort => sort(state),
        A::Reverse => {
            state.list.arrangement.reversed = !state.list.arrangement.reversed;
            rearranged(state)
        }
        A::Preview => {
            let places = Preview::ALL.map(|(_, place)| place);
            let now = places
                .iter()
                .position(|place| *place == state.settings.preview)
                .unwrap_or(0);
            let (word, place) = Preview::ALL[(now + 1) % Preview::ALL.len()];
            state.settings.preview = place;
            state.say(format!("reader: {word}"));
            Vec::new()
        }
        A::Narrower => resize(state, false, n),
        A::Wider => resize(state, true, n),
        A::Zen => {
            state.zen = !state.zen;
            if state.zen && state.focus == Pane::List {
                enter_reader(state)
            } else {
                Vec::new()
            }
        }
        A::Centre => place_row(state, 1, 2),
        A::ToTop => place_row(state, 0, 1),
        A::ToBottom => place_row(state, 1, 1),
        A::Fold => {
            state.reader.toggle_fold();
            state.say(if state.reader.folded {
                "set aside parts are hidden"
            } else {
                "set aside parts are shown"
            });
            Vec::new()
        }
        A::Source => toggle_source(state),
        A::Info => page::info(state),
        A::Why => page::why(state),
        A::Articles => {
            state.overlays.clear();
            state.zen = false;
            state.focus = Pane::List;
            Vec::new()
        }
        A::History => tables::history(state),
        A::Marks => tables::marks(state),
        A::Notes => tables::notes(state),
        A::Problems => tables::problems(state),

        A::CopyRow => cite::copy_row(state),
        A::CopyQuote => cite::copy_quote(state),
        A::CopyTitle => cite::copy_title(state),
        A::CopyPath => cite::copy_path(state),
        A::CopyUrl => cite::copy_url(state),
        A::CopyCitation => cite::copy_citation(state),
        A::Export => ask(state, PromptKind::Export, &cite::file_name(state)),
        A::Edit => cite::edit(state),
        A::OpenUrl => cite::open_url(state),
        A::Pipe => ask(state, PromptKind::Pipe, ""),
        A::Run => ask(state, PromptKind::Run, ""),

        A::Command => ask(state, PromptKind::Command, ""),
        A::Help => {
            state.overlays.push(Overlay::Help {
                input: tui_input::Input::default(),
                top: 0,
            });
            Vec::new()
        }
        A::Bindings => tables::bindings(state),
        A::Theme => {
            let now = ThemeName::ALL
                .iter()
                .position(|(_, theme)| *theme == state.settings.theme)
                .unwrap_or(0);
            let (word, theme) = ThemeName::ALL[(now + 1) % ThemeName::ALL.len()];
            state.settings.theme = theme;
            state.say(format!("theme: {word}"));
            Vec::new()
        }
        A::Rescan => {
            state.say("looking for what is new");
            vec![Effect::Refresh]
        }
        A::Redraw => vec![Effect::Redraw],
        A::Suspend => vec![Effect::Suspend],
        A::Cancel => cancel(state),
        A::Back => back(state),
        A::Quit => quit(state),
    }
}

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
    let at = ratatui::layout::Position::new(mouse.column, mouse.row);
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
    let at = ratatui::layout::Position::new(mouse.column, mouse.row);
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

fn step(state: &mut State, by: isize) -> Vec<Effect> {
    match (state.overlays.last_mut(), state.focus) {
        (Some(Overlay::Table(table)), _) => table.step(by),
        (Some(Overlay::Page(page)), _) => page.scroll(by),
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

fn to_end(state: &mut State, last: bool, count: Option<usize>) -> Vec<Effect> {
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

fn page_by(state: &mut State, n_pages: isize, divisor: usize) -> Vec<Effect> {
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

fn paragraph(state: &mut State, forward: bool, n: usize) -> Vec<Effect> {
    let height = state.reader_height();
    for _ in 0..n.min(10_000) {
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

fn open(state: &mut State) -> Vec<Effect> {
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
        Point::Mention(_) | Point::Quote(_) => perform(state, Action::SpeakerHere, None),
        Point::Nothing => step(state, 1),
    }
}

/// Goes where a row of a table leads.
pub(super) fn go_to(state: &mut State, target: Target) -> Vec<Effect> {
    match target {
        Target::Nothing => Vec::new(),
        Target::Speaker(name) => quotes_of(state, name),
        Target::Quote(id, idx) => jump_to(state, id, Some(Arrival::Quote(idx as usize))),
        Target::Article(id, arrival) => jump_to(state, id, arrival),
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
    if let Some(row) = state.list.rows.iter().position(|row| *row == id) {
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

fn enter_reader(state: &mut State) -> Vec<Effect> {
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

fn go_left(state: &mut State) -> Vec<Effect> {
    if !state.overlays.is_empty() {
        return back(state);
    }
    state.zen = false;
    state.focus = Pane::List;
    Vec::new()
}

fn other_pane(state: &mut State) -> Vec<Effect> {
    match state.focus {
        _ if !state.overlays.is_empty() => Vec::new(),
        Pane::List => enter_reader(state),
        Pane::Reader => go_left(state),
    }
}

fn next_article(state: &mut State, by: isize) -> Vec<Effect> {
    let mut effects = memory::leave_article(state);
    state.list.step(by);
    if let Some(id) = state.list.current().filter(|_| state.focus == Pane::Reader)
        && state.reader.wanted != Some(id)
    {
        effects.extend(state.open_article(id, None));
    }
    effects
}

fn next_unread(state: &mut State, forward: bool) -> Vec<Effect> {
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

/// What a step goes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Quote,
    Mention,
    SameEntity,
}

fn step_point(state: &mut State, kind: Kind, forward: bool, n: usize) -> Vec<Effect> {
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
        toggle_source(state);
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
            Kind::Quote => "no quotation in this article",
            Kind::Mention => "no name in this article",
            Kind::SameEntity => "point at a name first: ]e",
        });
        return Vec::new();
    }
    // From what is pointed at, if that is in view or was; else from the upper edge.
    let pointed = state.reader.point_offset();
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

fn await_letter(state: &mut State, letter: LetterFor) -> Vec<Effect> {
    state.pending.letter = Some(letter);
    state.say(match letter {
        LetterFor::SetMark => "set mark: a to z in this article, A to Z everywhere",
        LetterFor::GoToMark => "go to mark: its letter, or ' for where you were",
    });
    Vec::new()
}

/// Opens a line to type into.
pub(super) fn ask(state: &mut State, kind: PromptKind, text: &str) -> Vec<Effect> {
    let needs_article = matches!(
        kind,
        PromptKind::Tag
            | PromptKind::Untag
            | PromptKind::Note
            | PromptKind::Export
            | PromptKind::Pipe
    );
    if needs_article && subject(state).is_none() {
        return nothing_here(state, "no article");
    }
    let origin = match state.focus {
        Pane::List => state.list.cursor,
        Pane::Reader => state.reader.top,
    };
    state
        .overlays
        .push(Overlay::Prompt(Box::new(Prompt::new(kind, text, origin))));
    super::prompt::offer(state);
    Vec::new()
}

fn search_prompt(state: &mut State) -> Vec<Effect> {
    if let Some(Overlay::Table(table)) = state.overlays.last_mut() {
        table.typing = true;
        return Vec::new();
    }
    ask(state, PromptKind::Search, "")
}

fn next_match(state: &mut State, forward: bool, n: usize) -> Vec<Effect> {
    if state.focus == Pane::List && state.list.search.is_some() {
        super::prompt::next_title(state, forward, n);
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

/// Asks all texts and shows the hits.
pub(super) fn full_text(state: &mut State, question: &str) -> Vec<Effect> {
    match Query::parse(question) {
        Ok(query) => {
            let generation = state.generation.next();
            let title = format!("Search: {question}");
            tables::show(
                state,
                Table::awaiting(
                    TableKind::Hits(question.to_owned()),
                    title,
                    false,
                    generation,
                ),
            );
            vec![Effect::Search {
                generation,
                query,
                ledger: Arc::clone(&state.ledger),
            }]
        }
        Err(error) => {
            state.complain(format!(
                "expected {} at character {}",
                error.expected,
                error.at + 1
            ));
            Vec::new()
        }
    }
}

fn names(state: &mut State, kind: EntityKind, title: &str) -> Vec<Effect> {
    let generation = state.generation.next();
    tables::show(
        state,
        Table::awaiting(TableKind::Names(kind), title, true, generation),
    );
    vec![Effect::Entities { generation, kind }]
}

/// Lists the quotations of a speaker; `None` is the unknown.
pub(super) fn quotes_of(state: &mut State, speaker: Option<String>) -> Vec<Effect> {
    let title = speaker
        .clone()
        .unwrap_or_else(|| "Unknown speakers".to_owned());
    let filter = QuoteFilter {
        unknown_speaker: speaker.is_none(),
        speaker,
        ..QuoteFilter::default()
    };
    quotes(state, filter, &title)
}

fn quotes(state: &mut State, filter: QuoteFilter, title: &str) -> Vec<Effect> {
    let generation = state.generation.next();
    tables::show(
        state,
        Table::awaiting(TableKind::Quotes(filter.clone()), title, false, generation),
    );
    vec![Effect::Quotes { generation, filter }]
}

/// Returns the person under the cursor: pointed at, or speaking, or the first one in view.
fn speaker_here(state: &State) -> Option<String> {
    if let Some(Overlay::Table(table)) = state.overlays.last() {
        return match &table.current()?.target {
            Target::Speaker(name) => name.clone(),
            Target::Name(EntityKind::Person, name) => Some(name.clone()),
            Target::Quote(..) => table.current().map(|row| row.detail.clone()),
            _ => None,
        };
    }
    let analysis = state.reader.analysis()?;
    match state.reader.point {
        Point::Mention(idx) => Some(
            analysis
                .entity(analysis.mentions.get(idx)?.entity)
                .name
                .clone(),
        ),
        Point::Quote(idx) => analysis
            .speaker_name(analysis.quotes.get(idx)?)
            .map(str::to_owned),
        Point::Nothing => {
            let from = state.reader.offset_at_top().unwrap_or(0);
            let mut people = analysis
                .mentions
                .iter()
                .filter(|mention| mention.kind == EntityKind::Person);
            let person = people.find(|mention| mention.span.start as usize >= from)?;
            Some(analysis.entity(person.entity).name.clone())
        }
    }
}

fn name_here(state: &State) -> Option<String> {
    if let Some(Overlay::Table(table)) = state.overlays.last() {
        return table.current().map(|row| row.text.clone());
    }
    let analysis = state.reader.analysis()?;
    match state.reader.point {
        Point::Mention(idx) => Some(
            analysis
                .entity(analysis.mentions.get(idx)?.entity)
                .name
                .clone(),
        ),
        Point::Quote(_) | Point::Nothing => speaker_here(state),
    }
}

/// Returns the article that a verb acts on where no row is selected.
pub(super) fn subject(state: &State) -> Option<ArticleId> {
    if let Some(Overlay::Table(table)) = state
        .overlays
        .iter()
        .rev()
        .find(|o| matches!(o, Overlay::Table(_)))
    {
        return match table.current()?.target {
            Target::Quote(id, _) | Target::Article(id, _) => Some(id),
            _ => None,
        };
    }
    match state.focus {
        Pane::List => state.list.current(),
        Pane::Reader => state.reader.wanted,
    }
}

fn select(state: &mut State, n: usize) -> Vec<Effect> {
    state.list.close_range();
    for _ in 0..n {
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

fn say_selected(state: &mut State) {
    match (state.list.range_from, state.list.selected.len()) {
        (Some(_), _) => state.say("range: move, then a verb; v ends it"),
        (None, 0) => state.say("nothing is selected"),
        (None, n) => state.say(format!("{} selected", update::grouped(n as u64))),
    }
}

/// Filters the list by a question.
pub(super) fn filter_by(state: &mut State, question: &str) -> Vec<Effect> {
    match Query::parse(question) {
        Ok(query) => {
            state.list.filter = query;
            state.list.clear_selection();
            state.zen = false;
            state.focus = Pane::List;
            let mut effects = update::arrange(state);
            effects.extend(memory::remember_view(state));
            effects
        }
        Err(error) => {
            state.complain(format!(
                "expected {} at character {}",
                error.expected,
                error.at + 1
            ));
            Vec::new()
        }
    }
}

fn unread_only(state: &mut State) -> Vec<Effect> {
    const TERM: &str = "is:unread";
    let raw = state.list.filter.raw().to_owned();
    let question = if raw.split_whitespace().any(|word| word == TERM) {
        raw.split_whitespace()
            .filter(|word| *word != TERM)
            .collect::<Vec<_>>()
            .join(" ")
    } else {
        format!("{raw} {TERM}").trim().to_owned()
    };
    filter_by(state, &question)
}

fn sort(state: &mut State) -> Vec<Effect> {
    let keys = SortKey::ALL;
    let now = keys
        .iter()
        .position(|key| *key == state.list.arrangement.key)
        .unwrap_or(0);
    state.list.arrangement.key = keys[(now + 1) % keys.len()];
    state.list.arrangement.reversed = false;
    rearranged(state)
}

fn rearranged(state: &mut State) -> Vec<Effect> {
    let arrangement = state.list.arrangement;
    let direction = if arrangement.reversed {
        ", reversed"
    } else {
        ""
    };
    state.say(format!("sorted by {}{direction}", arrangement.key.word()));
    let mut effects = update::arrange(state);
    effects.extend(memory::remember_view(state));
    effects
}

fn resize(state: &mut State, wider: bool, n: usize) -> Vec<Effect> {
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
            let now = state.settings.measure;
            let by = n * MEASURE_STEP;
            let measure = if wider {
                now.saturating_add(by)
            } else {
                now.saturating_sub(by)
            };
            state.settings.measure = measure.clamp(MEASURES.0, MEASURES.1);
            state.say(format!("lines of {} cells", state.settings.measure));
        }
    }
    Vec::new()
}

fn place_row(state: &mut State, numerator: usize, denominator: usize) -> Vec<Effect> {
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

fn toggle_source(state: &mut State) -> Vec<Effect> {
    if state.reader.opened.is_none() {
        return nothing_here(state, "no article");
    }
    state.reader.toggle_source();
    state.say(match state.reader.showing {
        Showing::Source => "the text as it is stored; x goes back to the reading text",
        Showing::Reading => "the reading text",
    });
    Vec::new()
}

fn cancel(state: &mut State) -> Vec<Effect> {
    if state.overlays.pop().is_some() {
        return Vec::new();
    }
    if state.list.has_selection() {
        state.list.clear_selection();
        state.say("nothing is selected");
    } else if state.reader.search.take().is_some() || state.list.search.take().is_some() {
        state.say("search is over");
    } else if state.reader.point != Point::Nothing {
        state.reader.point = Point::Nothing;
    } else if state.progress.is_some() {
        state.say("stopped reading the corpus; F5 goes on");
        return vec![Effect::CancelJobs];
    } else {
        state.say("q goes back, Q quits");
    }
    Vec::new()
}

fn back(state: &mut State) -> Vec<Effect> {
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

fn quit(state: &mut State) -> Vec<Effect> {
    let mut effects = memory::leave_article(state);
    effects.extend(memory::remember_view(state));
    state.leaving = true;
    effects.push(Effect::Quit);
    effects
}

/// Says that there is nothing to act on.
pub(super) fn nothing_here(state: &mut State, what: &str) -> Vec<Effect> {
    state.say(format!("{what} here"));
    Vec::new()
}
