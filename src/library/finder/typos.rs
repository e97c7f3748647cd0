//! What was meant, where nothing matches as typed: the same letters but for a few.

use super::{
    places_of,
    signature::Loose,
    table::{Table, Texts},
};
use crate::{library::catalogue::Scratch, text::Span};
use frizbee::{Config, Matcher, Pattern, UnicodeMatching};
use std::cmp::Reverse;

/// One letter in so many may be wrong.
const LETTERS_PER_TYPO: usize = 4;

/// Whether a newer question was asked is looked up once for so many texts.
const STALE_CHECK_EVERY: u32 = 16_384;

/// Returns the best texts with their scores, best first. `table` holds the signatures of the texts: most texts lack more
/// letters than may be wrong and need not be looked at.
pub(crate) fn best(
    table: &Table,
    texts: &impl Texts,
    pattern: &str,
    limit: usize,
    is_stale: &dyn Fn() -> bool,
) -> Vec<(i64, u32)> {
    let Some(mut matcher) = matcher(pattern, &Config::default()) else {
        return Vec::new();
    };
    let loose: Vec<_> = pattern
        .split_whitespace()
        .map(|term| Loose::of(term, n_typos(term)))
        .collect();
    let mut found = Vec::new();
    let mut scratch = Scratch::default();
    for idx in 0..texts.len() as u32 {
        if idx % STALE_CHECK_EVERY == 0 && is_stale() {
            break;
        }
        let lacks_letters = table
            .signature(idx)
            .is_some_and(|signature| loose.iter().any(|term| !term.may_match(signature)));
        if lacks_letters || !texts.is_wanted(idx) {
            continue;
        }
        let text = texts.text(idx, &mut scratch);
        if let Some(matched) = matcher.match_one(text, idx) {
            found.push((
                Reverse(matched.score),
                text.len(),
                Reverse(texts.rank(idx)),
                idx,
            ));
        }
    }
    found.sort_unstable();
    found.truncate(limit);
    found
        .into_iter()
        .map(|(score, _, _, idx)| (i64::from(score.0), idx))
        .collect()
}

/// Returns the places of the letters that match.
pub(crate) fn places(pattern: &str, text: &str) -> Vec<Span> {
    let config = Config::default().unicode(UnicodeMatching::Always);
    let Some(matched) =
        matcher(pattern, &config).and_then(|mut matcher| matcher.match_one_indices(text, 0))
    else {
        return Vec::new();
    };
    let columns = matched.indices.iter().map(|idx| *idx as usize);
    places_of(text, columns.collect())
}

/// Returns how many letters of a word may be wrong.
fn n_typos(term: &str) -> usize {
    term.chars().count() / LETTERS_PER_TYPO
}

/// Returns a matcher that forgives; `None` where the words are too short for a letter to be wrong.
fn matcher(pattern: &str, config: &Config) -> Option<Matcher> {
    if pattern.split_whitespace().all(|term| n_typos(term) == 0) {
        return None;
    }
    let patterns: Vec<_> = pattern
        .split_whitespace()
        .map(|term| {
            let typos = u16::try_from(n_typos(term)).unwrap_or(u16::MAX);
            Pattern::from(term).max_typos(Some(typos))
        })
        .collect();
    Some(Matcher::from_patterns(&patterns, config))
}

#[cfg(test)]
mod tests {
    use super::{super::table::List, *};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_that_is_meant_is_left_out(
            texts in prop::collection::vec("[a-eA-E0-2éж .-]{0,16}", 1..40),
            pattern in "[a-e0é]{1,9}( [a-eA]{1,9})?",
        ) {
            let list = List(texts.iter().map(String::as_str).collect());
            let all = best(&Table::default(), &list, &pattern, texts.len(), &|| false);
            let found = best(&Table::default().grown(&list), &list, &pattern, texts.len(), &|| false);
            prop_assert_eq!(found, all);
        }
    }
}
