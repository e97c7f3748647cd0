//! The best of very many texts for a pattern, looking at few of them.
//!
//! ```text
//! signatures ──letters?──▶ candidates ──bound──▶ buckets, best first ──align──▶ the K best
//!     ▲                        │                                  stop where no bound reaches the K-th score
//!     └─ the candidates of the last pattern, where this one only goes on
//! ```
//!
//! The result is the same as scoring every text.

use super::{
    alignment::Fit,
    signature::{Signature, Term},
};
use crate::library::catalogue::Scratch;
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
    fn of(texts: &impl Texts, idxs: std::ops::Range<usize>) -> Self {
        let mut part = Self {
            signatures: Vec::with_capacity(idxs.len()),
            lengths: Vec::with_capacity(idxs.len()),
        };
        let mut scratch = Scratch::default();
        for idx in idxs {
            let text = texts.text(idx as u32, &mut scratch);
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
    words: Vec<String>,
    n_texts: usize,
    candidates: Vec<Candidate>,
}

/// A text that may match.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    idx: u32,
    /// The score that it cannot exceed.
    bound: u32,
}

/// The bound of a text that is known not to match.
const NO_MATCH: u32 = u32::MAX;

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
    scratch: Scratch,
    heap: BinaryHeap<Reverse<Ranked>>,
}

impl Found {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            scratch: Scratch::default(),
            heap: BinaryHeap::with_capacity(limit + 1),
        }
    }

    /// Returns what must be beaten; nothing while there is room for all.
    fn worst(&self) -> Option<Ranked> {
        let is_full = self.heap.len() >= self.limit;
        self.heap.peek().filter(|_| is_full).map(|worst| worst.0)
    }

    fn take(&mut self, ranked: Ranked) {
        self.heap.push(Reverse(ranked));
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
    /// Returns a text, written out into `scratch` where it is not at hand as such.
    fn text<'t>(&'t self, idx: u32, scratch: &'t mut Scratch) -> &'t str;
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
                Arc::new(Part::of(texts, start..end))
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
        let words: Vec<&str> = pattern.split_whitespace().collect();
        if words.is_empty() || limit == 0 {
            return Vec::new();
        }
        let n_texts = self.len().min(texts.len());
        let (n_known, mut candidates) = self.kept(&words, n_texts).unwrap_or_else(|| {
            let all = (0..n_texts as u32).map(|idx| Candidate { idx, bound: 0 });
            (Vec::new(), all.collect())
        });
        let n_known = n_known.into_iter().chain(std::iter::repeat(0));
        let terms: Vec<_> = words
            .iter()
            .zip(n_known)
            .map(|(word, n_known)| Term::after(word, n_known))
            .collect();
        let mut found = Found::new(limit);
        let mut buckets = Vec::new();
        let mut goes_on = true;
        // Those that may match move to the front, so that there is one list of them.
        let (mut n_kept, mut n_seen) = (0, 0);
        while n_seen < candidates.len() {
            let n_before = n_kept;
            let end = (n_seen + CHUNK).min(candidates.len());
            for position in n_seen..end {
                if let Some(candidate) = self.narrowed(candidates[position], &terms) {
                    candidates[n_kept] = candidate;
                    n_kept += 1;
                }
            }
            n_seen = end;
            // Where nobody waits any more, the rest is made ready for the next key all the same; that is soon done.
            if goes_on {
                let chunk = &mut candidates[n_before..n_kept];
                sort_by_bound(chunk, &found, &mut buckets);
                self.score(texts, &terms, chunk, &buckets, &mut found);
                goes_on = pause(&|| found.sorted()).is_continue();
            }
        }
        candidates.truncate(n_kept);
        candidates.shrink_to(2 * n_kept);
        self.keep(&words, n_texts, candidates);
        found.sorted()
    }

    /// Returns what is known of a candidate with the new letters; `None` where it does not hold them.
    fn narrowed(&self, candidate: Candidate, terms: &[Term]) -> Option<Candidate> {
        let signature = self.signature(candidate.idx)?;
        if candidate.bound == NO_MATCH || !terms.iter().all(|term| term.may_match(signature)) {
            return None;
        }
        let gain: u32 = terms.iter().map(|term| term.gain(signature)).sum();
        Some(Candidate {
            bound: candidate.bound.saturating_add(gain).min(NO_MATCH - 1),
            ..candidate
        })
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
                let text = texts.text(idx, &mut found.scratch);
                let fits = terms.iter().map(|term| term.over(text));
                let Some(fit) = fits.sum::<Option<Fit>>() else {
                    candidate.bound = NO_MATCH;
                    continue;
                };
                candidate.bound = candidate.bound.min(fit.reach.max(0) as u32);
                if worst.is_none_or(|worst| i64::from(fit.score) >= worst.score) {
                    let ranked = Ranked {
                        score: i64::from(fit.score),
                        shorter: Reverse(text.len() as u32),
                        rank: texts.rank(idx),
                        idx: Reverse(idx),
                    };
                    found.take(ranked);
                }
            }
        }
    }

    fn keep(&self, words: &[&str], n_texts: usize, candidates: Vec<Candidate>) {
        let last = Last {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            n_texts,
            candidates,
        };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
    }

    /// Takes the candidates of the last pattern where this one only adds to it, with how many letters of each word they
    /// were compared with.
    fn kept(&self, words: &[&str], n_texts: usize) -> Option<(Vec<usize>, Vec<Candidate>)> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let goes_on = |last: &mut Last| {
            let mut both = last.words.iter().zip(words);
            last.n_texts == n_texts
                && last.words.len() <= words.len()
                && both.all(|(before, now)| now.starts_with(before.as_str()))
        };
        let last = last.take_if(goes_on)?;
        let n_known = last.words.iter().map(|word| word.chars().count());
        Some((n_known.collect(), last.candidates))
    }

    /// Returns the signature of a text; `None` where it does not cover it.
    pub(super) fn signature(&self, idx: u32) -> Option<&Signature> {
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

/// Puts the positions of candidates into buckets by their bounds, but for those that cannot be among the best.
fn sort_by_bound(candidates: &[Candidate], found: &Found, buckets: &mut Vec<Vec<u32>>) {
    buckets.iter_mut().for_each(Vec::clear);
    let worst = found.worst().map_or(0, |worst| worst.score);
    for (position, candidate) in candidates.iter().enumerate() {
        if i64::from(candidate.bound) < worst {
            continue;
        }
        let bucket = candidate.bound as usize;
        if buckets.len() <= bucket {
            buckets.resize_with(bucket + 1, Vec::new);
        }
        buckets[bucket].push(position as u32);
    }
}

/// Texts in a list, the first of them ranked highest.
pub(crate) struct List<'t>(pub(crate) Vec<&'t str>);

impl Texts for List<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn text<'t>(&'t self, idx: u32, _scratch: &'t mut Scratch) -> &'t str {
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
    use super::{super::skim, *};
    use proptest::prelude::*;

    /// Scores every text.
    fn plain(texts: &[String], pattern: &str, limit: usize) -> Vec<(i64, String)> {
        let mut all: Vec<_> = texts
            .iter()
            .enumerate()
            .filter_map(|(idx, text)| {
                let scores = pattern
                    .split_whitespace()
                    .map(|term| skim::score(text, term));
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
                    .map(|ranked| (ranked.score, list.0[ranked.idx() as usize].to_owned()))
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
