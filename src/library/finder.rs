//! Find anything by a few letters.

mod skim;

use super::ArticleId;
use crate::text::{EntityKind, Span};
use skim::Matcher;
use std::collections::BinaryHeap;

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

/// A question is asked whether it is stale once for so many candidates.
const STALE_CHECK_EVERY: usize = 2_048;

/// Keeps the best candidates for a pattern: those with the highest score, then the shortest, then the first.
pub(crate) struct Best<T> {
    terms: Vec<String>,
    matcher: Matcher,
    limit: usize,
    heap: BinaryHeap<std::cmp::Reverse<Ranked<T>>>,
    n_seen: usize,
}

/// A candidate that compares by how good it is.
struct Ranked<T> {
    score: i64,
    len: usize,
    order: usize,
    value: T,
}

impl<T> Ranked<T> {
    fn rank(&self) -> (i64, std::cmp::Reverse<usize>, std::cmp::Reverse<usize>) {
        (
            self.score,
            std::cmp::Reverse(self.len),
            std::cmp::Reverse(self.order),
        )
    }
}

impl<T> PartialEq for Ranked<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

impl<T> Eq for Ranked<T> {}

impl<T> PartialOrd for Ranked<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Ranked<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl<T> Best<T> {
    pub(crate) fn new(pattern: &str, limit: usize) -> Self {
        Self {
            terms: pattern.split_whitespace().map(str::to_owned).collect(),
            matcher: Matcher::new(),
            limit,
            heap: BinaryHeap::new(),
            n_seen: 0,
        }
    }

    /// Takes a candidate in if it is good enough. `texts` are the ways it is called; the best counts.
    pub(crate) fn offer<'t>(
        &mut self,
        texts: impl IntoIterator<Item = &'t str>,
        value: impl FnOnce() -> T,
    ) {
        self.n_seen += 1;
        let best = texts
            .into_iter()
            .filter_map(|text| Some((self.score(text)?, text.len())))
            .max_by_key(|(score, len)| (*score, std::cmp::Reverse(*len)));
        let Some((score, len)) = best else { return };
        let rank = (
            score,
            std::cmp::Reverse(len),
            std::cmp::Reverse(self.n_seen),
        );
        if self.heap.len() >= self.limit {
            if self.heap.peek().is_none_or(|worst| worst.0.rank() >= rank) {
                return;
            }
            self.heap.pop();
        }
        self.heap.push(std::cmp::Reverse(Ranked {
            score,
            len,
            order: self.n_seen,
            value: value(),
        }));
    }

    /// Tells whether it is time to ask if the question is stale.
    pub(crate) fn is_due(&self) -> bool {
        self.n_seen % STALE_CHECK_EVERY == 0
    }

    /// Returns what was kept, best first.
    pub(crate) fn into_sorted(self) -> Vec<(i64, T)> {
        self.heap
            .into_sorted_vec()
            .into_iter()
            .map(|kept| (kept.0.score, kept.0.value))
            .collect()
    }

    fn score(&self, text: &str) -> Option<i64> {
        self.terms
            .iter()
            .map(|term| self.matcher.score(text, term))
            .sum()
    }
}

/// Returns the matched letters of all words of a pattern.
pub(crate) fn places(pattern: &str, text: &str) -> Vec<Span> {
    let matcher = Matcher::new();
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
