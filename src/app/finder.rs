//! The finder: anything by a few letters.

use super::{
    Action, Code, Effect, Generation, Key, Overlay, Question, State, keys, memory,
    update::finder_height,
};
use crate::{
    library::{
        ArticleId, Candidate, FinderQuery, Found,
        finder::{CandidateKind, Extra},
    },
    text::{EntityKind, read_escapes},
};
use tui_input::Input;

/// Most results the finder shows.
pub const MAX_FOUND: usize = 200;

/// What narrows the finder when typed before the letters.
pub const PREFIXES: [(char, &str, &[CandidateKind]); 6] = [
    ('@', "people", &[CandidateKind::Entity(EntityKind::Person)]),
    (
        '&',
        "organisations",
        &[CandidateKind::Entity(EntityKind::Organisation)],
    ),
    ('+', "places", &[CandidateKind::Entity(EntityKind::Place)]),
    ('"', "quotations", &[CandidateKind::Quote]),
    ('#', "tags", &[CandidateKind::Tag]),
    ('>', "commands", &[CandidateKind::Command]),
];

/// The finder popup.
#[derive(Clone, Debug)]
pub struct Finder {
    /// What was typed.
    pub input: Input,
    /// Only articles are looked for.
    pub only_articles: bool,
    /// What was found, best first.
    pub found: Vec<Found>,
    /// The position in `found` under the cursor.
    pub cursor: usize,
    /// The first row seen.
    pub top: usize,
    /// Whether the right half shows what is under the cursor.
    pub preview: bool,
    /// The last request.
    pub generation: Generation,
    /// How much of the answer to the last request is there.
    pub answered: Answered,
    /// Enter was pressed before there was anything to choose from.
    chooses_first: bool,
}

/// How much of an answer is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// What is shown answers an earlier request.
    Nothing,
    /// The search goes on.
    Some,
    /// The search is over.
    All,
}

impl Finder {
    /// Opens the finder with nothing typed.
    pub fn new(only_articles: bool) -> Self {
        Self {
            input: Input::default(),
            only_articles,
            found: Vec::new(),
            cursor: 0,
            top: 0,
            preview: true,
            generation: Generation::default(),
            answered: Answered::Nothing,
            chooses_first: false,
        }
    }

    /// Returns what is looked for, by what was typed.
    pub fn query(&self) -> FinderQuery {
        let typed = self.input.value();
        let mut query = FinderQuery {
            limit: MAX_FOUND,
            ..FinderQuery::default()
        };
        if self.only_articles {
            query.pattern = typed.to_owned();
            query.kinds = vec![CandidateKind::Article];
            return query;
        }
        let prefix = PREFIXES
            .iter()
            .find(|(prefix, ..)| typed.starts_with(*prefix));
        match prefix {
            Some((_, _, kinds)) => {
                query.pattern = typed[1..].trim_start().to_owned();
                query.kinds = kinds.to_vec();
            }
            None => query.pattern = typed.to_owned(),
        }
        query
    }

    /// Takes an answer, or more of it: then a cursor that was moved stays on what it points at.
    pub fn take(&mut self, found: Vec<Found>, is_all: bool) {
        let is_more = self.answered != Answered::Nothing && self.cursor > 0;
        let pointed = self.current().filter(|_| is_more).cloned();
        let position = pointed.and_then(|pointed| {
            found
                .iter()
                .position(|found| found.candidate == pointed.candidate)
        });
        self.found = found;
        self.cursor = position.unwrap_or(0);
        self.top = 0;
        self.answered = if is_all {
            Answered::All
        } else {
            Answered::Some
        };
    }

    /// Returns what is under the cursor.
    pub fn current(&self) -> Option<&Found> {
        self.found.get(self.cursor)
    }

    /// Moves the cursor by so many rows.
    pub fn step(&mut self, by: isize) {
        self.cursor = self
            .cursor
            .saturating_add_signed(by)
            .min(self.found.len().saturating_sub(1));
    }

    /// Moves the view so that the cursor is in it.
    pub fn fit(&mut self, height: usize) {
        let height = height.max(1);
        self.top = self
            .top
            .clamp((self.cursor + 1).saturating_sub(height), self.cursor);
    }
}

/// Opens the finder.
pub(super) fn open(state: &mut State, only_articles: bool) -> Vec<Effect> {
    state
        .overlays
        .push(Overlay::Finder(Box::new(Finder::new(only_articles))));
    ask(state)
}

/// Does what a key means while the finder is open.
pub(super) fn press(state: &mut State, key: Key) -> Vec<Effect> {
    let page = finder_height(state) as isize;
    let Some(Overlay::Finder(finder)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    match (key.ctrl, key.code) {
        _ if keys::closes(key) => {
            state.overlays.pop();
        }
        (false, Code::Enter) => {
            finder.chooses_first = finder.answered == Answered::Nothing;
            if !finder.chooses_first {
                return choose(state);
            }
        }
        (false, Code::Down) | (true, Code::Char('n')) => finder.step(1),
        (false, Code::Up) | (true, Code::Char('p')) => finder.step(-1),
        (false, Code::PageDown) => finder.step(page),
        (false, Code::PageUp) => finder.step(-page),
        (true, Code::Char('o')) => finder.preview = !finder.preview,
        (false, Code::F(1)) => return super::perform::perform(state, Action::Help, None),
        _ => {
            let before = finder.input.value().to_owned();
            if keys::edit(&mut finder.input, key) && finder.input.value() != before {
                return ask(state);
            }
        }
    }
    Vec::new()
}

/// Takes what the library found, all or the first of it.
pub(super) fn found(
    state: &mut State,
    generation: Generation,
    found: Vec<Found>,
    is_all: bool,
) -> Vec<Effect> {
    let Some(Overlay::Finder(finder)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    if finder.generation != generation {
        return Vec::new();
    }
    finder.take(found, is_all);
    // The best of all may still come: the first of some is not chosen unseen.
    if is_all && finder.chooses_first {
        finder.chooses_first = false;
        return choose(state);
    }
    Vec::new()
}

/// Goes to what is under the cursor.
fn choose(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Finder(finder)) = state.overlays.last() else {
        return Vec::new();
    };
    let candidate = finder.current().map(|found| found.candidate.clone());
    candidate.map_or_else(Vec::new, |candidate| go(state, candidate))
}

/// Asks for what was typed; nothing typed shows what was read last.
fn ask(state: &mut State) -> Vec<Effect> {
    let recent = recent(state);
    let extra = extras(state);
    let generation = state.generation.renew();
    let Some(Overlay::Finder(finder)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    finder.generation = generation;
    finder.answered = Answered::Nothing;
    finder.chooses_first = false;
    let query = finder.query();
    let only_recent = query.pattern.trim().is_empty()
        && !recent.is_empty()
        && query
            .kinds
            .iter()
            .all(|kind| *kind == CandidateKind::Article);
    if only_recent {
        finder.take(recent, true);
        return Vec::new();
    }
    vec![Question::Anything { query, extra }.asked(generation)]
}

/// Goes to what was chosen.
fn go(state: &mut State, candidate: Candidate) -> Vec<Effect> {
    match candidate {
        Candidate::Article(id) => {
            state.overlays.pop();
            super::going::jump_to(state, id, None)
        }
        Candidate::Quote(id, idx) => {
            super::going::jump_to(state, id, Some(super::reader::Arrival::Quote(idx as usize)))
        }
        Candidate::Entity(EntityKind::Person, name) => super::asking::quotes_of(state, Some(name)),
        Candidate::Entity(kind, name) => {
            super::going::go_to(state, super::Target::Name(kind, name))
        }
        Candidate::Tag(tag) => {
            state.overlays.pop();
            super::asking::filter_by(state, &format!("tag:{tag}"))
        }
        Candidate::Command(name) => {
            state.overlays.pop();
            Action::named(name).map_or_else(Vec::new, |action| {
                super::perform::perform(state, action, None)
            })
        }
    }
}

/// Returns the article that a result stands for or in.
pub(super) fn article_of(found: &Found) -> Option<ArticleId> {
    match found.candidate {
        Candidate::Article(id) | Candidate::Quote(id, _) => Some(id),
        Candidate::Entity(..) | Candidate::Tag(_) | Candidate::Command(_) => None,
    }
}

fn recent(state: &State) -> Vec<Found> {
    let ids = memory::visits(state)
        .into_iter()
        .filter_map(|key| state.catalogue.find(key));
    ids.take(MAX_FOUND)
        .filter_map(|id| {
            let row = state.catalogue.row(id)?;
            let date = row.date.map(|(at, _)| at.date().to_string());
            let detail = [date.as_deref(), row.source]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · ");
            Some(Found {
                candidate: Candidate::Article(id),
                text: read_escapes(&row.title).into_owned(),
                detail,
                matches: Vec::new(),
                score: 0,
            })
        })
        .collect()
}

fn extras(state: &State) -> Vec<Extra> {
    let tags = state
        .ledger
        .tags()
        .into_iter()
        .map(|(tag, n_articles)| Extra {
            candidate: Candidate::Tag(tag.clone()),
            text: format!("#{tag}"),
            detail: format!("tag, {n_articles} articles"),
        });
    let commands = Action::ALL.iter().map(|action| {
        let keys = state
            .settings
            .keymap
            .bindings()
            .find(|binding| binding.action() == Some(*action));
        let keys = keys.map_or_else(
            || format!(":{}", action.name()),
            super::Binding::keys_written,
        );
        Extra {
            candidate: Candidate::Command(action.name()),
            text: action.description().to_owned(),
            detail: format!("command, {keys}"),
        }
    });
    tags.chain(commands).collect()
}
