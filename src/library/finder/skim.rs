//! How well do these letters fit that text? The only file that names the matcher.

use crate::text::Span;
use fuzzy_matcher::{FuzzyMatcher, skim::SkimMatcherV2};

/// Gives scores and matched letters. One per search: it must not be shared between searches.
pub(crate) struct Matcher {
    // Fresh for each search, because the scores of repeated letters depend on what it has seen before.
    skim: SkimMatcherV2,
}

impl Matcher {
    pub(crate) fn new() -> Self {
        Self {
            skim: SkimMatcherV2::default(),
        }
    }

    /// Returns how well `pattern` fits; `None` where its letters do not stand in `text` in this order.
    ///
    /// An upper-case letter in the pattern makes the case of all its letters count.
    pub(crate) fn score(&self, text: &str, pattern: &str) -> Option<i64> {
        self.skim.fuzzy_match(text, pattern)
    }

    /// Returns the places of the matched letters, neighbours joined.
    pub(crate) fn places(&self, text: &str, pattern: &str) -> Vec<Span> {
        let Some((_, indices)) = self.skim.fuzzy_indices(text, pattern) else {
            return Vec::new();
        };
        let mut places: Vec<Span> = Vec::new();
        let mut next = indices.into_iter().peekable();
        for (char_idx, (at, c)) in text.char_indices().enumerate() {
            if next.peek() != Some(&char_idx) {
                continue;
            }
            next.next();
            let span = Span::new(at, at + c.len_utf8());
            match places.last_mut() {
                Some(last) if last.end == span.start => last.end = span.end,
                _ => places.push(span),
            }
        }
        places
    }
}
