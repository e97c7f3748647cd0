//! A line to type into: search, filter, tag, note, command and the like.

use super::{
    Code, Effect, Key, Overlay, Pane, State, asking, cite, command, concordance, export, keys,
    memory, naming, narrowing, page, verbs, views,
};
use crate::library::Query;
use tui_input::Input;

/// Most lines of history that are kept of one kind.
pub const MAX_HISTORY: usize = 100;

/// A line to type into.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What it is for.
    pub kind: PromptKind,
    /// What was typed.
    pub input: Input,
    /// What Tab or the arrows may put in its place, best first.
    pub offers: Vec<Offer>,
    /// The offer that is taken at the moment.
    pub offer: Option<usize>,
    /// What was typed before an offer or an older line took its place.
    pub typed: String,
    /// How far back in the history the line is; 0 is the line itself.
    pub back: usize,
    /// What is wrong with the line, and at which character.
    pub error: Option<(usize, String)>,
    /// How many rows a verb acts on.
    pub count: usize,
    /// Where the view was, for the way back.
    pub origin: usize,
}

/// Something that may be put in place of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The words.
    pub text: String,
    /// What they mean.
    pub detail: String,
}

/// What a prompt is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PromptKind {
    /// A command of the room.
    Command,
    /// Search in the pane.
    Search,
    /// Show only the paragraphs that hold this.
    ShowOnly,
    /// Filter the list.
    Filter,
    /// Search all texts.
    FullText,
    /// Put on a tag.
    Tag,
    /// Take off a tag.
    Untag,
    /// Write a note.
    Note,
    /// Save to a file.
    Export,
    /// Name a view.
    SaveView,
    /// Say who a name stands for.
    Merge,
    /// Words to see in context.
    Concordance,
    /// Send the text to a command.
    Pipe,
    /// Run a command of the shell.
    Run,
}

impl PromptKind {
    /// Returns what stands before the line.
    pub fn lead(self) -> &'static str {
        match self {
            Self::Command => ":",
            Self::Search => "/",
            Self::ShowOnly => "&",
            Self::Filter => "filter: ",
            Self::FullText => "search all: ",
            Self::Tag => "tag: ",
            Self::Untag => "untag: ",
            Self::Note => "note: ",
            Self::Export => "save as: ",
            Self::SaveView => "name of the view: ",
            Self::Merge => "is the same as: ",
            Self::Concordance => "in context: ",
            Self::Pipe => "pipe to: ",
            Self::Run => "!",
        }
    }

    /// Returns the name under which lines of this kind are remembered; `None` where they are not.
    pub fn history(self) -> Option<&'static str> {
        match self {
            Self::Command => Some("history:command"),
            Self::Search | Self::ShowOnly => Some("history:search"),
            Self::Filter | Self::FullText | Self::Concordance => Some("history:query"),
            Self::Pipe | Self::Run => Some("history:shell"),
            Self::Tag | Self::Untag | Self::Note | Self::Export | Self::SaveView | Self::Merge => {
                None
            }
        }
    }
}

impl Prompt {
    /// Opens a line with something in it.
    pub fn new(kind: PromptKind, text: impl Into<String>, origin: usize) -> Self {
        let text = text.into();
        Self {
            kind,
            typed: text.clone(),
            input: Input::new(text),
            offers: Vec::new(),
            offer: None,
            back: 0,
            error: None,
            count: 1,
            origin,
        }
    }

    /// Puts the next or previous offer into the line; after the last comes what was typed.
    pub fn take_offer(&mut self, forward: bool) {
        let n_offers = self.offers.len();
        if n_offers == 0 {
            return;
        }
        self.offer = match (self.offer, forward) {
            (None, true) => Some(0),
            (None, false) => Some(n_offers - 1),
            (Some(idx), true) if idx + 1 < n_offers => Some(idx + 1),
            (Some(idx), false) if idx > 0 => Some(idx - 1),
            (Some(_), _) => None,
        };
        let text = self.offer.map_or(&self.typed, |idx| &self.offers[idx].text);
        self.input = Input::new(text.clone());
    }

    /// Puts an older or newer line of the history into the line.
    pub fn recall(&mut self, history: &[String], older: bool) {
        self.back = if older {
            (self.back + 1).min(history.len())
        } else {
            self.back.saturating_sub(1)
        };
        let text = match self.back {
            0 => self.typed.clone(),
            back => history[history.len() - back].clone(),
        };
        self.input = Input::new(text);
        self.offer = None;
    }
}

/// Most offers that are shown.
const MAX_OFFERS: usize = 8;

/// Does what a key means while a line is typed.
pub(super) fn press(state: &mut State, key: Key) -> Vec<Effect> {
    let Some(Overlay::Prompt(prompt)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    let kind = prompt.kind;
    match (key.ctrl, key.code) {
        _ if keys::closes(key) => {
            close_search(state, false);
            state.overlays.pop();
            return Vec::new();
        }
        (false, Code::Enter) => return enter(state),
        (false, Code::Backspace) if prompt.input.value().is_empty() => {
            close_search(state, false);
            state.overlays.pop();
            return Vec::new();
        }
        (false, Code::Tab) => prompt.take_offer(true),
        (false, Code::BackTab) => prompt.take_offer(false),
        (false, Code::Down) | (true, Code::Char('n')) if kind.history().is_none() => {
            prompt.take_offer(true);
        }
        (false, Code::Up) | (true, Code::Char('p')) if kind.history().is_none() => {
            prompt.take_offer(false);
        }
        (false, Code::Up | Code::Down) | (true, Code::Char('n' | 'p')) => {
            let older = matches!(key.code, Code::Up | Code::Char('p'));
            let lines = kind
                .history()
                .map(|name| memory::history_lines(state, name))
                .unwrap_or_default();
            if let Some(Overlay::Prompt(prompt)) = state.overlays.last_mut() {
                prompt.recall(&lines, older);
            }
        }
        _ => {
            if keys::edit(&mut prompt.input, key) {
                prompt.typed = prompt.input.value().to_owned();
                prompt.offer = None;
                prompt.back = 0;
                offer(state);
            }
        }
    }
    changed(state)
}

/// Follows the line while it is typed: search shows the match, a question its mistake.
fn changed(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Prompt(prompt)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    let line = prompt.input.value().to_owned();
    let origin = prompt.origin;
    match prompt.kind {
        PromptKind::Search => search_while_typing(state, &line, origin),
        PromptKind::Filter | PromptKind::FullText => {
            prompt.error = Query::parse(&line).err().map(|error| {
                (
                    line.get(..error.at)
                        .map_or(0, |before| before.chars().count()),
                    error.expected,
                )
            });
        }
        PromptKind::Command
        | PromptKind::ShowOnly
        | PromptKind::Tag
        | PromptKind::Untag
        | PromptKind::Note
        | PromptKind::Export
        | PromptKind::SaveView
        | PromptKind::Merge
        | PromptKind::Concordance
        | PromptKind::Pipe
        | PromptKind::Run => {}
    }
    Vec::new()
}

fn search_while_typing(state: &mut State, line: &str, origin: usize) {
    match state.focus {
        Pane::Reader => {
            let height = state.reader_height();
            let reader = &mut state.reader;
            reader.top = origin;
            let from = reader.outline.offset_of(origin).unwrap_or(0);
            reader.search(line, from);
            if let Some(found) = reader.step_match(true, 0) {
                reader.reveal(found, height);
            }
        }
        Pane::List => {
            state.list.cursor = origin;
            state.list.search = (!line.is_empty()).then(|| line.to_owned());
            if !title_matches(state, origin) {
                next_title(state, true, 1);
            }
        }
    }
}

/// Ends a search: what was found stays, or everything is as before.
fn close_search(state: &mut State, keep: bool) {
    let Some(Overlay::Prompt(prompt)) = state.overlays.last() else {
        return;
    };
    if prompt.kind != PromptKind::Search || keep {
        return;
    }
    let origin = prompt.origin;
    match state.focus {
        Pane::Reader => {
            state.reader.search = None;
            state.reader.top = origin;
        }
        Pane::List => {
            state.list.search = None;
            state.list.cursor = origin;
        }
    }
}

/// Goes to the next or previous row whose title holds what was searched for.
pub(super) fn next_title(state: &mut State, forward: bool, n: usize) {
    for _ in 0..n {
        let Some(row) = state.list.find_row(forward, |id| title_of(state, id)) else {
            state.say("no title holds that");
            return;
        };
        state.list.go_to(row);
    }
}

fn title_matches(state: &State, row: usize) -> bool {
    state
        .list
        .rows
        .get(row)
        .is_some_and(|id| title_of(state, *id))
}

fn title_of(state: &State, id: crate::library::ArticleId) -> bool {
    let (Some(pattern), Some(row)) = (&state.list.search, state.catalogue.row(id)) else {
        return false;
    };
    if pattern.chars().any(char::is_uppercase) {
        row.title.contains(pattern.as_str())
    } else {
        row.title.to_lowercase().contains(pattern.as_str())
    }
}

/// Does what the line says.
fn enter(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Prompt(prompt)) = state.overlays.last() else {
        return Vec::new();
    };
    let (kind, count) = (prompt.kind, prompt.count);
    let line = prompt.input.value().to_owned();
    if matches!(kind, PromptKind::Filter | PromptKind::FullText) && Query::parse(&line).is_err() {
        return changed(state);
    }
    state.overlays.pop();
    let mut effects = kind
        .history()
        .map_or_else(Vec::new, |name| memory::remember_line(state, name, &line));
    effects.extend(match kind {
        PromptKind::Command => command::run(state, &line),
        PromptKind::Search => {
            let words = match state.focus {
                Pane::Reader => page::search_words(state),
                Pane::List => String::new(),
            };
            state.say(words);
            Vec::new()
        }
        PromptKind::ShowOnly => narrowing::show_only(state, &line),
        PromptKind::Filter => asking::filter_by(state, &line),
        PromptKind::FullText if line.trim().is_empty() => Vec::new(),
        PromptKind::FullText => asking::full_text(state, &line),
        PromptKind::Tag => verbs::tag(state, &line, true, count),
        PromptKind::Untag => verbs::tag(state, &line, false, count),
        PromptKind::Note => verbs::note(state, &line),
        PromptKind::Export => export::export(state, &line),
        PromptKind::Concordance => concordance::of(state, &line),
        PromptKind::Merge if line.trim().is_empty() => Vec::new(),
        PromptKind::Merge => naming::merge(state, &line),
        PromptKind::SaveView if line.trim().is_empty() => Vec::new(),
        PromptKind::SaveView => views::save(state, &line),
        PromptKind::Pipe => cite::pipe(state, &line),
        PromptKind::Run if line.trim().is_empty() => Vec::new(),
        PromptKind::Run => vec![Effect::Run { command: line }],
    });
    effects
}

/// Offers what may be put in place of what was typed.
pub(super) fn offer(state: &mut State) {
    let Some(Overlay::Prompt(prompt)) = state.overlays.last() else {
        return;
    };
    let typed = prompt.typed.clone();
    let offers = match prompt.kind {
        PromptKind::Command => command::offers(state, &typed),
        PromptKind::Tag => tag_offers(state, &typed, None),
        PromptKind::Untag => {
            let key = asking::subject(state).and_then(|id| state.key_of(id));
            tag_offers(state, &typed, key)
        }
        PromptKind::Filter | PromptKind::FullText => field_offers(&typed),
        PromptKind::SaveView => view_offers(state, &typed),
        PromptKind::Merge => naming::offers(state, &typed),
        PromptKind::Search
        | PromptKind::ShowOnly
        | PromptKind::Note
        | PromptKind::Export
        | PromptKind::Concordance
        | PromptKind::Pipe
        | PromptKind::Run => Vec::new(),
    };
    if let Some(Overlay::Prompt(prompt)) = state.overlays.last_mut() {
        prompt.offers = offers;
        prompt.offers.truncate(MAX_OFFERS);
    }
}

/// The reader's tags that hold the letters typed; with an article only its own.
fn tag_offers(state: &State, typed: &str, of: Option<crate::corpus::ArticleKey>) -> Vec<Offer> {
    let own = of.map(|key| &state.ledger.marks(key).tags);
    let mut tags: Vec<(String, usize)> = state
        .ledger
        .tags()
        .into_iter()
        .filter(|(tag, _)| own.is_none_or(|own| own.contains(tag)))
        .collect();
    tags.sort_by_key(|(_, n_articles)| std::cmp::Reverse(*n_articles));
    let chosen = if typed.is_empty() {
        (0..tags.len()).collect()
    } else {
        super::tables::rank(typed, tags.iter().map(|(tag, _)| tag.as_str()).enumerate())
    };
    chosen
        .into_iter()
        .map(|idx| Offer {
            text: tags[idx].0.clone(),
            detail: format!("{} articles", tags[idx].1),
        })
        .collect()
}

/// The fields a question may name, with an example each.
const FIELDS: [(&str, &str); 17] = [
    ("title:", "in the title"),
    ("source:", "by publisher"),
    ("section:", "by section"),
    ("byline:", "by author"),
    ("place:", "by the place of the date line"),
    ("date:", "date:2024-01..2024-03"),
    ("person:", "names a person"),
    ("org:", "names an organisation"),
    ("speaker:", "quotes someone"),
    ("quote:", "words inside a quotation"),
    ("tag:", "carries a tag"),
    ("is:unread", "not read yet"),
    ("is:starred", "starred"),
    ("is:open", "neither done nor discarded"),
    ("is:done", "done"),
    ("is:discarded", "discarded"),
    ("is:noted", "with a note"),
];

fn field_offers(typed: &str) -> Vec<Offer> {
    let (before, word) = typed
        .rfind([' ', '(', '-'])
        .map_or(("", typed), |at| typed.split_at(at + 1));
    if word.is_empty() && !before.is_empty() {
        return Vec::new();
    }
    FIELDS
        .iter()
        .filter(|(field, _)| field.starts_with(word))
        .map(|(field, detail)| Offer {
            text: format!("{before}{field}"),
            detail: (*detail).to_owned(),
        })
        .collect()
}

/// The saved views that begin with the letters typed.
fn view_offers(state: &State, typed: &str) -> Vec<Offer> {
    let names = views::names(state).into_iter();
    names
        .filter(|name| name.starts_with(typed))
        .map(|text| Offer {
            text,
            detail: "is replaced".to_owned(),
        })
        .collect()
}

/// Keeps the offers of an open line in step with the marks.
pub(super) fn settle(state: &mut State) {
    if let Some(Overlay::Prompt(prompt)) = state.overlays.last_mut()
        && prompt.offer.is_some_and(|idx| idx >= prompt.offers.len())
    {
        prompt.offer = None;
    }
}
