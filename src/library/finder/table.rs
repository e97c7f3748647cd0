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
    signature::{Signature, Term},
    skim::Matcher,
};
use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    sync::{Arc, Mutex, PoisonError},
};

/// Texts whose signatures are kept together.
const PART: usize = 1_024;

/// Whether a newer question was asked is looked up once for so many texts.
const STALE_CHECK_EVERY: usize = 2_048;

/// Lists of candidates longer than this are not kept for the next key: going through them would save little.
const MAX_KEPT_CANDIDATES: usize = 500_000;

/// The signatures of texts by position. Grows at its end; older copies stay good.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    parts: Vec<Arc<Vec<Signature>>>,
    last: Arc<Mutex<Option<Last>>>,
}

/// The last pattern and the texts that hold all its letters.
#[derive(Debug)]
struct Last {
    terms: Vec<String>,
    n_texts: usize,
    candidates: Arc<Vec<u32>>,
}

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
            .take_while(|part| part.len() == PART)
            .count();
        let mut parts = self.parts[..n_full].to_vec();
        let starts: Vec<usize> = (n_full * PART..texts.len()).step_by(PART).collect();
        let new: Vec<_> = starts
            .into_par_iter()
            .map(|start| {
                let end = (start + PART).min(texts.len());
                Arc::new(
                    (start..end)
                        .map(|idx| Signature::of(texts.text(idx as u32)))
                        .collect(),
                )
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
        self.parts
            .last()
            .map_or(0, |last| (self.parts.len() - 1) * PART + last.len())
    }

    /// Returns the best texts, best first. When `is_stale` says so it ends with what it has.
    pub(crate) fn best(
        &self,
        texts: &impl Texts,
        pattern: &str,
        limit: usize,
        is_stale: &dyn Fn() -> bool,
    ) -> Vec<Ranked> {
        let terms: Vec<_> = pattern.split_whitespace().map(Term::of).collect();
        if terms.is_empty() || limit == 0 {
            return Vec::new();
        }
        let candidates = self.candidates(texts, &terms, is_stale);
        let mut buckets: Vec<Vec<u32>> = Vec::new();
        for idx in candidates.iter().copied() {
            let Some(signature) = self.signature(idx) else {
                continue;
            };
            let bound: i32 = terms.iter().map(|term| term.bound(signature)).sum();
            let bucket = bound.max(0) as usize;
            if buckets.len() <= bucket {
                buckets.resize_with(bucket + 1, Vec::new);
            }
            buckets[bucket].push(idx);
        }
        let matcher = Matcher::new();
        let mut best: BinaryHeap<Reverse<Ranked>> = BinaryHeap::with_capacity(limit + 1);
        let mut n_seen = 0;
        'all: for (bound, bucket) in buckets.iter().enumerate().rev() {
            let is_full = best.len() >= limit;
            // A negative bound lies in the lowest bucket: it is never skipped wrongly.
            if is_full
                && best
                    .peek()
                    .is_some_and(|worst| worst.0.score > bound as i64)
            {
                break;
            }
            for idx in bucket.iter().copied() {
                n_seen += 1;
                if n_seen % STALE_CHECK_EVERY == 0 && is_stale() {
                    break 'all;
                }
                if !texts.is_wanted(idx) {
                    continue;
                }
                let Some(ranked) = ranked(texts, &matcher, &terms, idx) else {
                    continue;
                };
                best.push(Reverse(ranked));
                if best.len() > limit {
                    best.pop();
                }
            }
        }
        best.into_sorted_vec()
            .into_iter()
            .map(|kept| kept.0)
            .collect()
    }

    /// Returns the texts that hold all letters of the pattern.
    fn candidates(
        &self,
        texts: &impl Texts,
        terms: &[Term],
        is_stale: &dyn Fn() -> bool,
    ) -> Arc<Vec<u32>> {
        let n_texts = self.len().min(texts.len());
        let before = self.kept_candidates(terms, n_texts);
        let may_match = |idx: u32| {
            self.signature(idx)
                .is_some_and(|signature| terms.iter().all(|term| term.may_match(signature)))
        };
        let mut candidates = Vec::new();
        match before {
            Some(before) => candidates.extend(before.iter().copied().filter(|idx| may_match(*idx))),
            None => {
                for idx in 0..n_texts as u32 {
                    if (idx as usize).is_multiple_of(STALE_CHECK_EVERY * 16) && is_stale() {
                        return Arc::new(candidates);
                    }
                    if may_match(idx) {
                        candidates.push(idx);
                    }
                }
            }
        }
        let candidates = Arc::new(candidates);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) =
            (candidates.len() <= MAX_KEPT_CANDIDATES).then(|| Last {
                terms: terms.iter().map(|term| term.text.clone()).collect(),
                n_texts,
                candidates: Arc::clone(&candidates),
            });
        candidates
    }

    /// Returns the candidates of the last pattern where this one only adds to it.
    fn kept_candidates(&self, terms: &[Term], n_texts: usize) -> Option<Arc<Vec<u32>>> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let last = last
            .as_ref()
            .filter(|last| last.n_texts == n_texts && last.terms.len() <= terms.len())?;
        let goes_on = last
            .terms
            .iter()
            .zip(terms)
            .all(|(before, now)| now.text.starts_with(before.as_str()));
        goes_on.then(|| Arc::clone(&last.candidates))
    }

    fn signature(&self, idx: u32) -> Option<&Signature> {
        self.parts
            .get(idx as usize / PART)?
            .get(idx as usize % PART)
    }
}

fn ranked(texts: &impl Texts, matcher: &Matcher, terms: &[Term], idx: u32) -> Option<Ranked> {
    let text = texts.text(idx);
    let mut score = 0;
    for term in terms {
        score += matcher.score(term.window(text)?, &term.text)?;
    }
    Some(Ranked {
        score,
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
            texts in prop::collection::vec("([A-D]?[a-e]{0,5}[ .-]?){0,6}", 0..120),
            pattern in "[a-eA]{1,4}( [a-e]{1,3})?",
            limit in 1usize..30,
        ) {
            let list = List(texts.iter().map(String::as_str).collect());
            let table = Table::default().grown(&list);
            // As typed: each key goes on from the last.
            for end in 1..=pattern.len() {
                let typed = &pattern[..end];
                let found: Vec<_> = table
                    .best(&list, typed, limit, &|| false)
                    .into_iter()
                    .map(|ranked| (ranked.score, list.text(ranked.idx()).to_owned()))
                    .collect();
                prop_assert_eq!(found, plain(&texts, typed, limit), "{}", typed);
            }
        }
    }

    #[test]
    fn it_grows() {
        let titles: Vec<_> = (0..3_000).map(|n| format!("Title number {n}")).collect();
        let texts = |n: usize| List(titles[..n].iter().map(String::as_str).collect());
        let small = Table::default().grown(&texts(1_500));
        let big = small.grown(&texts(3_000));
        assert_eq!((small.len(), big.len()), (1_500, 3_000));
        let found = big.best(&texts(3_000), "2999", 5, &|| false);
        assert_eq!(found[0].idx(), 2_999);
    }
}
