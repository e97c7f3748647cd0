//! A question as a person types it, parsed; and its answers.

mod days;
mod fields;
mod parse;
pub(crate) mod tree;

pub use fields::field_names;

use super::ArticleId;
use crate::{corpus::ArticleKey, text::Span};
use jiff::civil::Date;
use std::fmt;
use tree::Node;

/// A parsed question. The empty question matches everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    raw: String,
    node: Node,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            raw: String::new(),
            node: Node::All,
        }
    }
}

/// What is wrong with a question, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The byte of the question at which it went wrong.
    pub at: usize,
    /// What was expected there.
    pub expected: String,
    /// The question.
    pub raw: String,
}

impl fmt::Display for QueryError {
    /// Writes the question with a caret under the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n_before = self
            .raw
            .get(..self.at)
            .map_or(0, |before| before.chars().count());
        write!(
            f,
            "{}\n{:n_before$}^ expected {}",
            self.raw, "", self.expected
        )
    }
}

impl std::error::Error for QueryError {}

impl Query {
    /// Parses a question. Ages (`older:1w`) are refused, as nothing is known of today.
    pub fn parse(raw: &str) -> Result<Self, QueryError> {
        Self::parse_with(raw, None)
    }

    /// Parses a question that is asked on the day `today`.
    pub fn parse_on(raw: &str, today: Date) -> Result<Self, QueryError> {
        Self::parse_with(raw, Some(today))
    }

    fn parse_with(raw: &str, today: Option<Date>) -> Result<Self, QueryError> {
        let raw = raw.trim();
        Ok(Self {
            raw: raw.to_owned(),
            node: parse::parse(raw, today)?,
        })
    }

    /// Returns the question as it was typed.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Tells whether it asks for nothing in particular.
    pub fn is_empty(&self) -> bool {
        self.node == Node::All
    }

    /// Tells whether the answer depends on what the reader has marked.
    pub fn asks_marks(&self) -> bool {
        self.node.any(&|node| matches!(node, Node::Mark(_)))
    }

    /// Tells whether the answer depends on who is named and who said what.
    pub fn asks_analysis(&self) -> bool {
        self.node
            .any(&|node| matches!(node, Node::Named(..) | Node::Said(_)))
    }

    /// Tells whether it asks for words of the text, so that some articles answer better than others.
    pub fn asks_words(&self) -> bool {
        self.node
            .any(&|node| matches!(node, Node::Text(..) | Node::Near { .. }))
    }

    /// Returns the parsed question.
    pub(crate) fn node(&self) -> &Node {
        &self.node
    }
}

/// What a question may ask of the reader's own marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkTerm {
    /// `is:unread`
    Unread,
    /// `is:read`
    Read,
    /// `is:starred`
    Starred,
    /// `is:done`
    Done,
    /// `is:discarded`
    Discarded,
    /// `is:open`: neither done nor discarded.
    Open,
    /// `is:noted`
    Noted,
    /// `tag:budget`
    Tag(String),
}

/// Answers what the reader has marked, for questions that ask it.
pub trait MarkLookup: Sync {
    /// Tells whether the article carries the mark.
    fn holds(&self, article: ArticleKey, term: &MarkTerm) -> bool;
}

/// No marks at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoMarks;

impl MarkLookup for NoMarks {
    fn holds(&self, _article: ArticleKey, term: &MarkTerm) -> bool {
        matches!(term, MarkTerm::Unread | MarkTerm::Open)
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Arrangement {
    /// By what.
    pub key: SortKey,
    /// The other way round.
    pub reversed: bool,
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// Newest first; unknown dates last.
    #[default]
    Date,
    /// By title, A first.
    Title,
    /// By publisher, then date.
    Source,
    /// By byline, then date.
    Author,
    /// Longest first.
    Length,
    /// Best match first; without a question, as they were read.
    Relevance,
}

impl SortKey {
    /// All keys, in the order in which `=` goes through them.
    pub const ALL: [Self; 6] = [
        Self::Date,
        Self::Title,
        Self::Source,
        Self::Author,
        Self::Length,
        Self::Relevance,
    ];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Title => "title",
            Self::Source => "source",
            Self::Author => "author",
            Self::Length => "length",
            Self::Relevance => "relevance",
        }
    }
}

/// An article that answers a full-text question.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The article.
    pub article: ArticleId,
    /// How well it answers; higher is better.
    pub score: f32,
    /// A passage on one line that shows why.
    pub snippet: String,
    /// The matched parts of `snippet`.
    pub snippet_matches: Vec<Span>,
    /// The first matches in the reading text.
    pub matches: Vec<Span>,
}

#[cfg(test)]
mod tests;
