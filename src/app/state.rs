//! Everything the room knows at one moment.

use super::{
    Action, Context, Effect, Generation, Key, List, Opened, Overlay, Question, Reader, Regions,
    Settings,
    reader::Arrival,
    trail::{Place, Trail},
};
use crate::{
    corpus::{ArticleKey, Problem},
    library::{ArticleId, Catalogue, Progress},
    triage::{Ledger, Step},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Everything the room knows. Changed by [`update`](super::update) alone.
#[derive(Clone, Debug)]
pub struct State {
    /// The words for what is open (`seeds`, a path).
    pub corpus_name: String,
    /// What tells the corpus from others; the view to come back to is remembered for each.
    pub corpus_id: String,
    /// Cells across.
    pub columns: u16,
    /// Cells down.
    pub rows: u16,
    /// What the person set.
    pub settings: Settings,
    /// The articles.
    pub catalogue: Arc<Catalogue>,
    /// The marks, and the way back.
    pub ledger: Arc<Ledger>,
    /// The list pane.
    pub list: List,
    /// The reader pane.
    pub reader: Reader,
    /// The pane that hears keys.
    pub focus: Pane,
    /// Only the reader is shown.
    pub zen: bool,
    /// What lies over the panes, bottom up.
    pub overlays: Vec<Overlay>,
    /// The article shown beside a table or the finder.
    pub peek: Peek,
    /// What the status line says.
    pub status: Status,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What went wrong in the room itself.
    pub failures: Vec<String>,
    /// How far the reading of the corpus has come; `None` when it is over.
    pub progress: Option<Progress>,
    /// Keys pressed that mean nothing yet.
    pub pending: Pending,
    /// What was remembered, by name.
    pub memory: BTreeMap<String, String>,
    /// Whether the person ends the room.
    pub leaving: bool,
    pub(super) interrupted: bool,
    pub(super) trail: Trail,
    pub(super) last_change: Option<Change>,
    pub(super) generation: Generation,
    pub(super) comparing: Generation,
    saving: BTreeMap<u64, Vec<ArticleKey>>,
    unsaved: BTreeSet<u64>,
    next_ticket: u64,
}

/// A pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The list of articles.
    #[default]
    List,
    /// The article.
    Reader,
}

/// An article shown beside a table or the finder, before it is opened.
#[derive(Clone, Debug, Default)]
pub struct Peek {
    /// The article that is wanted.
    pub wanted: Option<ArticleId>,
    /// The article, once it is fetched.
    pub opened: Option<Opened>,
    /// The last request.
    pub generation: Generation,
}

/// What the status line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The words; empty leaves room for the hints.
    pub message: String,
    /// Whether something went wrong.
    pub is_error: bool,
}

/// Keys pressed that mean nothing yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// The number typed before a key.
    pub count: Option<u32>,
    /// The first keys of a sequence.
    pub keys: Vec<Key>,
    /// Whether the keys that may follow are shown.
    pub hint: bool,
    /// A letter is awaited that names a mark.
    pub letter: Option<LetterFor>,
}

/// What a letter is awaited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterFor {
    /// To set a mark.
    SetMark,
    /// To go to a mark.
    GoToMark,
}

/// The last change of marks, for doing it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A verb and its count.
    Verb(super::Action, usize),
    /// A tag put on.
    Tag(String),
    /// A tag taken off.
    Untag(String),
}

impl State {
    /// Makes the state of a room that has just been entered.
    pub fn new(corpus_name: impl Into<String>, settings: Settings) -> Self {
        let list = List {
            arrangement: settings.arrangement,
            ..List::default()
        };
        Self {
            corpus_name: corpus_name.into(),
            corpus_id: String::new(),
            columns: 80,
            rows: 24,
            settings,
            catalogue: Arc::default(),
            ledger: Arc::default(),
            list,
            reader: Reader {
                folded: true,
                ..Reader::default()
            },
            focus: Pane::List,
            zen: false,
            overlays: Vec::new(),
            peek: Peek::default(),
            status: Status::default(),
            problems: Vec::new(),
            failures: Vec::new(),
            progress: None,
            pending: Pending::default(),
            memory: BTreeMap::new(),
            leaving: false,
            interrupted: false,
            trail: Trail::default(),
            last_change: None,
            generation: Generation::default(),
            comparing: Generation::default(),
            saving: BTreeMap::new(),
            unsaved: BTreeSet::new(),
            next_ticket: 0,
        }
    }

    /// Returns where the panes lie.
    pub fn regions(&self) -> Regions {
        let settings = &self.settings;
        Regions::of(
            self.columns,
            self.rows,
            settings.preview,
            settings.list_percent,
            self.zen,
            self.focus,
        )
    }

    /// Returns what to type for an action: its keys where the cursor is, else the keys it has elsewhere, else its command.
    pub fn typed_for(&self, action: Action) -> String {
        let keymap = &self.settings.keymap;
        let here = keymap.key_for(&self.contexts(), action);
        here.or_else(|| keymap.key_for(&[Context::Reader, Context::Article, Context::Room], action))
            .unwrap_or_else(|| format!(":{}", action.name()))
    }

    /// Returns how many lines of text the reader shows; as if it were shown where it is not.
    pub fn reader_height(&self) -> usize {
        let regions = self.regions();
        regions.reader.map_or(self.rows.saturating_sub(2), |area| {
            area.height.saturating_sub(1)
        }) as usize
    }

    /// Returns the contexts in which keys are looked up, the narrowest first.
    pub fn contexts(&self) -> [Context; 3] {
        let narrow = match (self.overlays.last(), self.focus) {
            (Some(_), _) | (None, Pane::List) => Context::List,
            (None, Pane::Reader) => Context::Reader,
        };
        [narrow, Context::Article, Context::Room]
    }

    /// Returns the name of an article that survives runs.
    pub fn key_of(&self, id: ArticleId) -> Option<ArticleKey> {
        self.catalogue.key(id)
    }

    /// Tells whether a change of the article's marks is still on its way to the disk.
    pub fn is_saving(&self, key: ArticleKey) -> bool {
        self.saving.values().any(|keys| keys.contains(&key))
    }

    /// Returns how many steps could not be saved so far.
    pub fn n_unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// Says something in the status line.
    pub(super) fn say(&mut self, message: impl Into<String>) {
        self.status = Status {
            message: message.into(),
            is_error: false,
        };
    }

    /// Says in the status line that something went wrong.
    pub(super) fn complain(&mut self, message: impl Into<String>) {
        self.status = Status {
            message: message.into(),
            is_error: true,
        };
    }

    /// Returns the effect that puts a step on disk; until it is there the marks show as on their way.
    pub(super) fn save(&mut self, step: Step) -> Effect {
        self.next_ticket += 1;
        let ticket = self.next_ticket;
        let mut keys: Vec<_> = step.changes.iter().map(|(key, _)| *key).collect();
        keys.dedup();
        self.saving.insert(ticket, keys);
        Effect::Save { ticket, step }
    }

    pub(super) fn saved(&mut self, ticket: u64) {
        self.saving.remove(&ticket);
        if self.unsaved.remove(&ticket) && self.unsaved.is_empty() {
            self.say("everything is saved again");
        }
    }

    pub(super) fn save_failed(&mut self, ticket: u64, why: &str) {
        self.unsaved.insert(ticket);
        self.complain(format!("not saved: {why}; trying again"));
    }

    /// Returns the ledger for changing it.
    pub(super) fn ledger_mut(&mut self) -> &mut Ledger {
        Arc::make_mut(&mut self.ledger)
    }

    /// Returns the effect that fetches an article for the reader; where it is open already, goes to the place.
    pub(super) fn open_article(&mut self, id: ArticleId, arrival: Option<Arrival>) -> Vec<Effect> {
        let is_open = self
            .reader
            .opened
            .as_ref()
            .is_some_and(|opened| opened.id == id);
        self.reader.arrival = arrival;
        self.reader.wanted = Some(id);
        if is_open {
            self.arrive();
            return Vec::new();
        }
        self.reader.generation = self.generation.renew();
        vec![Question::Article(id).asked(self.reader.generation)]
    }

    /// Returns the effect that fetches an article to be shown beside a table.
    pub(super) fn peek_at(&mut self, id: Option<ArticleId>) -> Vec<Effect> {
        if self.peek.wanted == id {
            return Vec::new();
        }
        self.peek.wanted = id;
        let Some(id) = id else { return Vec::new() };
        if let Some(opened) = self.reader.opened.as_ref().filter(|opened| opened.id == id) {
            self.peek.opened = Some(opened.clone());
            return Vec::new();
        }
        self.peek.generation = self.generation.renew();
        vec![Question::Article(id).asked(self.peek.generation)]
    }

    /// Goes to the place in the article that was asked for, as far as it is known by now.
    pub(super) fn arrive(&mut self) {
        use super::reader::{Point, Showing};
        let height = self.reader_height();
        let reader = &mut self.reader;
        let Some(arrival) = reader.arrival.take() else {
            return;
        };
        if reader.showing == Showing::Source {
            reader.toggle_source();
        }
        match &arrival {
            Arrival::Offset(offset) => reader.go_to_offset(Some(*offset)),
            Arrival::Found { question, offset } => match reader.mark_found(question, *offset) {
                Some(found) => reader.reveal(found, height),
                None => reader.go_to_offset(Some(*offset)),
            },
            Arrival::Match(pattern) => {
                reader.search(pattern, 0);
                if let Some(found) = reader.step_match(true, 0) {
                    reader.reveal(found, height);
                }
            }
            Arrival::Quote(_) | Arrival::Name(_) => {
                let Some(analysis) = reader
                    .opened
                    .as_ref()
                    .and_then(|opened| opened.analysis.clone())
                else {
                    reader.arrival = Some(arrival);
                    return;
                };
                match &arrival {
                    Arrival::Quote(idx) => {
                        if let Some(span) = analysis
                            .quotes
                            .get(*idx)
                            .and_then(|quote| quote.content.first())
                        {
                            reader.point = Point::Quote(*idx);
                            reader.reveal(*span, height);
                        }
                    }
                    Arrival::Name(name) => {
                        let idx = analysis
                            .mentions
                            .iter()
                            .position(|mention| analysis.entity(mention.entity).name == *name)
                            .or_else(|| {
                                analysis
                                    .mentions
                                    .iter()
                                    .position(|m| name.contains(reader.opened_slice(m.span)))
                            });
                        if let Some(idx) = idx {
                            reader.point = Point::Mention(idx);
                            reader.reveal(analysis.mentions[idx].span, height);
                        }
                    }
                    Arrival::Offset(_) | Arrival::Match(_) | Arrival::Found { .. } => {}
                }
            }
        }
    }

    /// Returns the place where the person is now.
    pub(super) fn place(&mut self) -> Place {
        Place {
            article: self.reader.wanted,
            offset: self.reader.offset_at_top(),
            point: self.reader.point,
            focus: self.focus,
            overlays: std::mem::take(&mut self.overlays),
        }
    }
}
