//! How well do these letters fit that text? The only file that names the matcher.

use super::signature::has_doubled_letter;
use crate::text::Span;
use fuzzy_matcher::{FuzzyMatcher, skim::SkimMatcherV2};

/// Gives scores and matched letters.
///
/// The matcher reuses its memory, and where a letter stands twice in a row its score depends on what it saw before.
/// Such terms and texts get a fresh matcher, so that a text has one score.
pub(crate) struct Matcher {
    skim: SkimMatcherV2,
}

impl Matcher {
    pub(crate) fn new() -> Self {
        Self {
            skim: SkimMatcherV2::default(),
        }
    }

    /// Returns how well `term` fits; `None` where its letters do not stand in `text` in this order.
    ///
    /// An upper-case letter in the term makes the case of all its letters count.
    pub(crate) fn score(&self, text: &str, term: &str) -> Option<i64> {
        if has_doubled_letter(text, term) {
            return SkimMatcherV2::default().fuzzy_match(text, term);
        }
        self.skim.fuzzy_match(text, term)
    }

    /// Returns the places of the matched letters, neighbours joined.
    pub(crate) fn places(&self, text: &str, term: &str) -> Vec<Span> {
        let found = if has_doubled_letter(text, term) {
            SkimMatcherV2::default().fuzzy_indices(text, term)
        } else {
            self.skim.fuzzy_indices(text, term)
        };
        found.map_or_else(Vec::new, |(_, indices)| places_of(text, indices))
    }
}

/// Turns positions of characters, in order, into places in the text, neighbours joined.
pub(super) fn places_of(text: &str, char_idxs: impl IntoIterator<Item = usize>) -> Vec<Span> {
    let mut places: Vec<Span> = Vec::new();
    let mut next = char_idxs.into_iter().peekable();
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
