//! Find anything by a few letters.

mod alignment;
mod best;
mod rules;
mod signature;
mod skim;
pub(crate) mod table;
pub(crate) mod typos;

pub(crate) use best::Best;

use super::ArticleId;
use crate::text::{EntityKind, Span};
use signature::Term;

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

/// The words of a pattern, made ready for marking their letters in many texts.
pub(crate) struct Marker(Vec<Term>);

impl Marker {
    pub(crate) fn of(pattern: &str) -> Self {
        let words = pattern.split_whitespace();
        Self(words.map(|word| Term::after(word, 0)).collect())
    }

    /// Returns the places of the matched letters, neighbours joined.
    pub(crate) fn places(&self, text: &str) -> Vec<Span> {
        let columns = self.0.iter().flat_map(|term| term.columns(text));
        places_of(text, columns.collect())
    }
}

/// Turns positions of characters into places in the text, neighbours joined.
fn places_of(text: &str, mut columns: Vec<usize>) -> Vec<Span> {
    columns.sort_unstable();
    columns.dedup();
    let mut next = columns.into_iter().peekable();
    let mut places: Vec<Span> = Vec::new();
    for (column, (at, c)) in text.char_indices().enumerate() {
        if next.next_if_eq(&column).is_none() {
            continue;
        }
        let span = Span::new(at, at + c.len_utf8());
        match places.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => places.push(span),
        }
    }
    places
}
