//! The best of very many texts for a pattern, looking at few of them.
//!
//! ```text
//! signatures ──letters?──▶ candidates ──bound──▶ buckets, best first ──matcher──▶ the K best
//!     ▲                        │                                  stop where no bound reaches the K-th score
//!     └─ the candidates of the last pattern, where this one only goes on
//! ```
//!
//! The result is the same as scoring every text.

use super::{
    ceiling::Height,
    signature::{Signature, Term},
    skim::Matcher,
};
use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    ops::ControlFlow,
    sync::{Arc, Mutex, PoisonError},
};

/// Texts whose signatures are kept together.
const PART: usize = 1_024;

/// Texts that are gone through between two pauses. The first of them cost a few milliseconds; the others less, as what
/// was found so far rules most of them out.
const CHUNK: usize = 32_768;

/// The signatures of texts by position. Grows at its end; older copies stay good.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    parts: Vec<Arc<Part>>,
    last: Arc<Mutex<Option<Last>>>,
}

/// What is kept of some neighbouring texts.
#[derive(Debug, Default)]
struct Part {
    signatures: Vec<Signature>,
    /// In bytes; what is longer counts as this long.
    lengths: Vec<u16>,
}

impl Part {
    fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut part = Self::default();
        for text in texts {
            part.signatures.push(Signature::of(text));
            part.lengths
                .push(u16::try_from(text.len()).unwrap_or(u16::MAX));
        }
        part
    }
}

/// The last pattern and the texts that hold all its letters.
#[derive(Debug)]
struct Last {
    terms: Vec<String>,
    n_texts: usize,
    candidates: Vec<Candidate>,
}

/// A text that may match.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    idx: u32,
    /// By how much the text is known to stay below its bound, whatever letters are added to the pattern.
    slack: u16,
}

/// More than any bound of a term of sixty letters; small enough to be added up.
const MAX_SLACK: i32 = 2_048;

impl Candidate {
    fn new(idx: u32) -> Self {
        Self { idx, slack: 0 }
    }

    /// Notes by how much more the text stays below its bound.
    fn stays_below(&mut self, more: i32) {
        let slack = i32::from(self.slack) + more.max(0);
        self.slack = slack.min(MAX_SLACK) as u16;
    }
}

/// The slack of a text that is known not to match.
const NO_MATCH: u16 = u16::MAX;

/// A text among the best; compares by how good it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ranked {
    /// What the matcher says; the sum over all words of the pattern.
    pub(crate) score: i64,
    shorter: Reverse<u32>,
    rank: u64,
    idx: Reverse<u32>,
}

impl Ranked {
    /// Returns the position of the text.
    pub(crate) fn idx(self) -> u32 {
        self.idx.0
    }
}

/// The best so far.
struct Found {
    limit: usize,
    matcher: Matcher,
    heap: BinaryHeap<Reverse<Ranked>>,
}

impl Found {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            matcher: Matcher::new(),
            heap: BinaryHeap::with_capacity(limit + 1),
        }
    }

    /// Returns what must be beaten; nothing while there is room for all.
    fn worst(&self) -> Option<Ranked> {
        let is_full = self.heap.len() >= self.limit;
        self.heap.peek().filter(|_| is_full).map(|worst| worst.0)
    }

    fn take(&mut self, ranked: Option<Ranked>) {
        self.heap.extend(ranked.map(Reverse));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
    }

    /// Returns all, best first.
    fn sorted(&self) -> Vec<Ranked> {
        let mut all: Vec<Ranked> = self.heap.iter().map(|kept| kept.0).collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        all
    }
}

/// Hears between two steps of a search what was found so far, and says whether to go on.
pub(crate) type Pause<'p> = dyn FnMut(&dyn Fn() -> Vec<Ranked>) -> ControlFlow<()> + 'p;

/// Texts by their positions.
pub(crate) trait Texts {
    /// Returns how many there are.
    fn len(&self) -> usize;
    /// Returns a text.
    fn text(&self, idx: u32) -> &str;
    /// Returns what decides between texts of the same score and length: the higher the better.
    fn rank(&self, idx: u32) -> u64;
    /// Tells whether it may be found.
    fn is_wanted(&self, idx: u32) -> bool;
}

impl Table {
    /// Returns a table that covers all texts.
    pub(crate) fn grown(&self, texts: &(impl Texts + Sync)) -> Self {
        use rayon::prelude::*;
        let n_full = self
            .parts
            .iter()
            .take_while(|part| part.signatures.len() == PART)
            .count();
        let mut parts = self.parts[..n_full].to_vec();
        let starts: Vec<usize> = (n_full * PART..texts.len()).step_by(PART).collect();
        let new: Vec<_> = starts
            .into_par_iter()
            .map(|start| {
                let end = (start + PART).min(texts.len());
                Arc::new(Part::of((start..end).map(|idx| texts.text(idx as u32))))
            })
            .collect();
        parts.extend(new);
        Self {
            parts,
            last: Arc::clone(&self.last),
        }
    }

    /// Returns how many texts it covers.
    pub(crate) fn len(&self) -> usize {
        self.parts.last().map_or(0, |last| {
            (self.parts.len() - 1) * PART + last.signatures.len()
        })
    }

    /// Returns the best texts, best first. After every few thousand texts it asks `pause` whether to go on; if not, it
    /// ends with what it has.
    pub(crate) fn best(
        &self,
        texts: &impl Texts,
        pattern: &str,
        limit: usize,
        pause: &mut Pause<'_>,
    ) -> Vec<Ranked> {
        let terms: Vec<_> = pattern.split_whitespace().map(Term::of).collect();
        if terms.is_empty() || limit == 0 {
            return Vec::new();
        }
        let n_texts = self.len().min(texts.len());
        let waiting = self
            .kept(&terms, n_texts)
            .unwrap_or_else(|| (0..n_texts as u32).map(Candidate::new).collect());
        let mut candidates = Vec::with_capacity(waiting.len() / 2);
        let mut found = Found::new(limit);
        let mut buckets = Vec::new();
        let mut chunks = waiting.chunks(CHUNK);
        for chunk in chunks.by_ref() {
            let n_before = candidates.len();
            candidates.extend(
                chunk
                    .iter()
                    .filter(|candidate| self.may_match(candidate, &terms)),
            );
            let chunk = &mut candidates[n_before..];
            self.sort_by_bound(chunk, &terms, &mut buckets);
            self.score(texts, &terms, chunk, &buckets, &mut found);
            if pause(&|| found.sorted()).is_break() {
                break;
            }
        }
        // What was not come to waits for the next key.
        candidates.extend(chunks.flatten());
        self.keep(&terms, n_texts, candidates);
        found.sorted()
    }

    /// Puts the positions of candidates into buckets by the highest score that they may reach.
    fn sort_by_bound(&self, candidates: &[Candidate], terms: &[Term], buckets: &mut Vec<Vec<u32>>) {
        buckets.iter_mut().for_each(Vec::clear);
        for (position, candidate) in candidates.iter().enumerate() {
            let Some(signature) = self.signature(candidate.idx) else {
                continue;
            };
            let bound: i32 = terms.iter().map(|term| term.bound(signature)).sum();
            let bucket = (bound - i32::from(candidate.slack)).max(0) as usize;
            if buckets.len() <= bucket {
                buckets.resize_with(bucket + 1, Vec::new);
            }
            buckets[bucket].push(position as u32);
        }
    }

    /// Scores the candidates, those with the highest bounds first, until no other can be among the best.
    fn score(
        &self,
        texts: &impl Texts,
        terms: &[Term],
        candidates: &mut [Candidate],
        buckets: &[Vec<u32>],
        found: &mut Found,
    ) {
        for (bound, bucket) in buckets.iter().enumerate().rev() {
            // A negative bound lies in the lowest bucket: it is never skipped wrongly.
            if found
                .worst()
                .is_some_and(|worst| worst.score > bound as i64)
            {
                return;
            }
            for position in bucket {
                let candidate = &mut candidates[*position as usize];
                let idx = candidate.idx;
                let worst = found.worst();
                // Among texts of the best score that is possible the shorter wins: most need not be looked at.
                let falls_behind = worst.is_some_and(|worst| {
                    self.at_most(texts, idx, bound as i64, worst.shorter) < worst
                });
                if falls_behind || !texts.is_wanted(idx) {
                    continue;
                }
                let text = texts.text(idx);
                let heights = terms.iter().map(|term| term.ceiling.over(text));
                let Some(height) = heights.sum::<Option<Height>>() else {
                    candidate.slack = NO_MATCH;
                    continue;
                };
                if bound > 0 {
                    candidate.stays_below(bound as i32 - height.reach);
                }
                if worst.is_none_or(|worst| i64::from(height.end) >= worst.score) {
                    found.take(ranked(texts, &found.matcher, terms, idx));
                }
            }
        }
    }

    fn may_match(&self, candidate: &Candidate, terms: &[Term]) -> bool {
        let holds_letters = |signature| terms.iter().all(|term| term.may_match(signature));
        candidate.slack != NO_MATCH && self.signature(candidate.idx).is_some_and(holds_letters)
    }

    fn keep(&self, terms: &[Term], n_texts: usize, candidates: Vec<Candidate>) {
        let last = Last {
            terms: terms.iter().map(|term| term.text.clone()).collect(),
            n_texts,
            candidates,
        };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
    }

    /// Takes the candidates of the last pattern where this one only adds to it.
    fn kept(&self, terms: &[Term], n_texts: usize) -> Option<Vec<Candidate>> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let goes_on = |last: &mut Last| {
            let mut both = last.terms.iter().zip(terms);
            last.n_texts == n_texts
                && last.terms.len() <= terms.len()
                && both.all(|(before, now)| now.text.starts_with(before.as_str()))
        };
        Some(last.take_if(goes_on)?.candidates)
    }

    fn signature(&self, idx: u32) -> Option<&Signature> {
        self.parts
            .get(idx as usize / PART)?
            .signatures
            .get(idx as usize % PART)
    }

    /// Returns what a text could be at best. Its rank is looked up only where its length is `tied`.
    fn at_most(&self, texts: &impl Texts, idx: u32, score: i64, tied: Reverse<u32>) -> Ranked {
        let length = self
            .parts
            .get(idx as usize / PART)
            .and_then(|part| part.lengths.get(idx as usize % PART))
            .copied()
            .unwrap_or_default();
        let shorter = Reverse(u32::from(length));
        Ranked {
            score,
            shorter,
            rank: if shorter == tied {
                texts.rank(idx)
            } else {
                u64::MAX
            },
            idx: Reverse(idx),
        }
    }
}

fn ranked(texts: &impl Texts, matcher: &Matcher, terms: &[Term], idx: u32) -> Option<Ranked> {
    let text = texts.text(idx);
    let scores = terms.iter().map(|term| matcher.score(text, &term.text));
    Some(Ranked {
        score: scores.sum::<Option<i64>>()?,
        shorter: Reverse(text.len() as u32),
        rank: texts.rank(idx),
        idx: Reverse(idx),
    })
}

/// Texts in a list, the first of them ranked highest.
pub(crate) struct List<'t>(pub(crate) Vec<&'t str>);

impl Texts for List<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn text(&self, idx: u32) -> &str {
        self.0.get(idx as usize).copied().unwrap_or_default()
    }

    fn rank(&self, idx: u32) -> u64 {
        u64::MAX - u64::from(idx)
    }

    fn is_wanted(&self, _idx: u32) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Scores every text.
    fn plain(texts: &[String], pattern: &str, limit: usize) -> Vec<(i64, String)> {
        let matcher = Matcher::new();
        let mut all: Vec<_> = texts
            .iter()
            .enumerate()
            .filter_map(|(idx, text)| {
                let scores = pattern
                    .split_whitespace()
                    .map(|term| matcher.score(text, term));
                Some((
                    scores.sum::<Option<i64>>()?,
                    Reverse(text.len()),
                    Reverse(idx),
                ))
            })
            .collect();
        all.sort_by(|a, b| b.cmp(a));
        all.into_iter()
            .take(limit)
            .map(|(score, _, idx)| (score, texts[idx.0].clone()))
            .collect()
    }

    proptest! {
        #[test]
        fn it_finds_what_scoring_everything_finds(
            texts in prop::collection::vec("([A-D]?[a-e]{0,5}([ .-]|[x-z ]{1,25})?){0,6}", 0..120),
            pattern in "[a-eA]{1,6}( [a-e]{1,4})?",
            limit in 1usize..30,
        ) {
            let list = List(texts.iter().map(String::as_str).collect());
            let table = Table::default().grown(&list);
            // As typed: each key goes on from the last.
            for end in 1..=pattern.len() {
                let typed = &pattern[..end];
                let found: Vec<_> = table
                    .best(&list, typed, limit, &mut |_| ControlFlow::Continue(()))
                    .into_iter()
                    .map(|ranked| (ranked.score, list.text(ranked.idx()).to_owned()))
                    .collect();
                prop_assert_eq!(found, plain(&texts, typed, limit), "{}", typed);
            }
        }
    }

    #[test]
    fn a_search_that_is_left_tells_what_it_has_and_the_next_key_misses_nothing() {
        let titles: Vec<_> = (0..3 * CHUNK).map(|n| format!("Title {n}")).collect();
        let list = List(titles.iter().map(String::as_str).collect());
        let table = Table::default().grown(&list);
        let mut told = Vec::new();
        let some = table.best(&list, "t1", 5, &mut |best| {
            told.push(best());
            ControlFlow::Break(())
        });
        assert_eq!(told, [some]);
        assert!(told[0].iter().all(|ranked| (ranked.idx() as usize) < CHUNK));
        let last = titles.len() - 1;
        let found = table.best(&list, &format!("t{last}"), 5, &mut |_| {
            ControlFlow::Continue(())
        });
        assert_eq!(found[0].idx() as usize, last);
    }

    #[test]
    fn it_grows() {
        let titles: Vec<_> = (0..3_000).map(|n| format!("Title number {n}")).collect();
        let texts = |n: usize| List(titles[..n].iter().map(String::as_str).collect());
        let small = Table::default().grown(&texts(1_500));
        let big = small.grown(&texts(3_000));
        assert_eq!((small.len(), big.len()), (1_500, 3_000));
        let found = big.best(&texts(3_000), "2999", 5, &mut |_| ControlFlow::Continue(()));
        assert_eq!(found[0].idx(), 2_999);
    }
}
