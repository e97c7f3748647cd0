//! What was meant, where nothing matches as typed: the same letters but for a few.

use super::{skim::places_of, table::Texts};
use crate::text::Span;
use frizbee::{Config, Matcher, Pattern, UnicodeMatching};
use std::cmp::Reverse;

/// One letter in so many may be wrong.
const LETTERS_PER_TYPO: usize = 4;

/// Whether a newer question was asked is looked up once for so many texts.
const STALE_CHECK_EVERY: u32 = 16_384;

/// Returns the best texts with their scores, best first.
pub(crate) fn best(
    texts: &impl Texts,
    pattern: &str,
    limit: usize,
    is_stale: &dyn Fn() -> bool,
) -> Vec<(i64, u32)> {
    let Some(mut matcher) = matcher(pattern, &Config::default()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for idx in 0..texts.len() as u32 {
        if idx % STALE_CHECK_EVERY == 0 && is_stale() {
            break;
        }
        if texts.is_wanted(idx)
            && let Some(matched) = matcher.match_one(texts.text(idx), idx)
        {
            found.push((
                Reverse(matched.score),
                texts.text(idx).len(),
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
    let mut char_idxs: Vec<usize> = matched.indices.iter().map(|idx| *idx as usize).collect();
    char_idxs.sort_unstable();
    char_idxs.dedup();
    places_of(text, char_idxs)
}

/// Returns a matcher that forgives; `None` where the words are too short for a letter to be wrong.
fn matcher(pattern: &str, config: &Config) -> Option<Matcher> {
    let n_typos = |term: &str| term.chars().count() / LETTERS_PER_TYPO;
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
