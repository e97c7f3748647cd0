//! The best of a list that is gone through once: rows of a table while letters are typed into it.

use super::{alignment::Fit, signature::Term};
use std::cmp::Reverse;

/// Gathers the candidates that fit a pattern: best score first, then the shortest, then the first.
pub(crate) struct Best<T> {
    terms: Vec<Term>,
    limit: usize,
    found: Vec<(Rank, T)>,
    n_offered: usize,
}

type Rank = (Reverse<i64>, usize, usize);

impl<T> Best<T> {
    /// Begins with a pattern whose words must all match.
    pub(crate) fn new(pattern: &str, limit: usize) -> Self {
        Self {
            terms: pattern
                .split_whitespace()
                .map(|word| Term::after(word, 0))
                .collect(),
            limit,
            found: Vec::new(),
            n_offered: 0,
        }
    }

    /// Takes a candidate in if it fits. `texts` are the ways it is called; the best counts.
    pub(crate) fn offer<'t>(
        &mut self,
        texts: impl IntoIterator<Item = &'t str>,
        value: impl FnOnce() -> T,
    ) {
        self.n_offered += 1;
        let ranks = texts
            .into_iter()
            .filter_map(|text| Some((Reverse(self.score(text)?), text.len(), self.n_offered)));
        if let Some(rank) = ranks.min() {
            self.found.push((rank, value()));
        }
    }

    /// Returns what was kept with the scores, best first.
    pub(crate) fn into_sorted(mut self) -> Vec<(i64, T)> {
        self.found.sort_by_key(|(rank, _)| *rank);
        self.found.truncate(self.limit);
        self.found
            .into_iter()
            .map(|((score, ..), value)| (score.0, value))
            .collect()
    }

    fn score(&self, text: &str) -> Option<i64> {
        let fits = self.terms.iter().map(|term| term.over(text));
        let fit = fits.sum::<Option<Fit>>()?;
        Some(i64::from(fit.score))
    }
}
