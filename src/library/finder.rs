//! Find anything by a few letters.

mod best;
mod ceiling;
mod rules;
mod signature;
mod skim;
pub(crate) mod table;
pub(crate) mod typos;

pub(crate) use best::Best;

use super::ArticleId;
use crate::text::{EntityKind, Span};
pub(crate) use skim::Matcher;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FinderQuery {
    /// The letters; words separated by spaces must all match.
    pub pattern: String,
    /// Only candidates of these kinds; empty means all.
    pub kinds: Vec<CandidateKind>,
    /// How many are wanted.
    pub limit: usize,
}

/// The kinds of things that can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CandidateKind {
    /// An article by its title.
    Article,
    /// A person, place, organisation or other name.
    Entity(EntityKind),
    /// A quotation by its words.
    Quote,
    /// A tag of the reader's.
    Tag,
    /// A command of the room.
    Command,
}

/// Something that can be found.
#[derive(Clone, Debug, PartialEq)]
pub enum Candidate {
    /// An article.
    Article(ArticleId),
    /// A person, place, organisation or other name, by its fullest name.
    Entity(EntityKind, String),
    /// A quotation.
    Quote(ArticleId, u32),
    /// A tag.
    Tag(String),
    /// A command, by its name.
    Command(&'static str),
}

/// One result of the finder.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What it is.
    pub candidate: Candidate,
    /// The text that matched.
    pub text: String,
    /// What tells it from others of that text: date and source of an article, the counts of a name.
    pub detail: String,
    /// The matched letters of `text`.
    pub matches: Vec<Span>,
    /// Higher is better.
    pub score: i64,
}

/// Something that can be found besides what the library holds: a tag of the reader's, a command of the room.
#[derive(Clone, Debug, PartialEq)]
pub struct Extra {
    /// What it is.
    pub candidate: Candidate,
    /// The text that is matched.
    pub text: String,
    /// What is shown beside it.
    pub detail: String,
}

/// Returns the matched letters of all words of a pattern. One matcher for many texts keeps its memory.
pub(crate) fn places(matcher: &Matcher, pattern: &str, text: &str) -> Vec<Span> {
    let mut places: Vec<Span> = pattern
        .split_whitespace()
        .flat_map(|term| matcher.places(text, term))
        .collect();
    places.sort();
    let mut joined: Vec<Span> = Vec::with_capacity(places.len());
    for place in places {
        match joined.last_mut() {
            Some(last) if last.end >= place.start => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}
