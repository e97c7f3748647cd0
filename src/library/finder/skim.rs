//! The matcher itself: how well do these letters fit that text, and where do they lie? The only file that names it.
//!
//! It reuses its memory, and where a letter stands twice in a row its score depends on what it saw before. So each text
//! gets a fresh one: a text has one score. That is slow; `alignment.rs` says the same, and only terms that are too long
//! for it come here.

use fuzzy_matcher::{FuzzyMatcher, skim::SkimMatcherV2};

/// Returns how well `term` fits; `None` where its letters do not stand in `text` in this order.
///
/// An upper-case letter in the term makes the case of all its letters count.
pub(super) fn score(text: &str, term: &str) -> Option<i64> {
    SkimMatcherV2::default().fuzzy_match(text, term)
}

/// Returns the positions of the characters on which the letters lie, in order.
pub(super) fn columns(text: &str, term: &str) -> Vec<usize> {
    let found = SkimMatcherV2::default().fuzzy_indices(text, term);
    found.map_or_else(Vec::new, |(_, columns)| columns)
}
