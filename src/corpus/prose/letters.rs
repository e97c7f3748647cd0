//! Where are the runs of ASCII letters of a text, and what is the fingerprint of each? Looked at eight bytes at a time.
//!
//! The tests of eight bytes in one number follow the bit tricks of H. S. Warren, *Hacker's Delight*, chapter 6.

use std::ops::Range;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;
const CASE: u64 = 0x20 * ONES;
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// A run of ASCII letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letters {
    /// The byte at which it begins.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// Its fingerprint, as [`fingerprint`] makes it.
    pub hash: u64,
    /// Its last letters, from one to eight, in lower case; the first of them in the lowest place.
    last: u64,
}

impl Letters {
    /// Returns its bytes.
    pub(super) fn at(self) -> Range<usize> {
        self.start..self.end
    }

    /// Returns its length.
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }

    /// Returns the fingerprint of this word with another at its end, unless one of them is longer than eight letters.
    pub(super) fn joined(self, other: Self) -> Option<u64> {
        let len = self.len() + other.len();
        if self.len() > 8 || other.len() > 8 {
            return None;
        }
        let both = u128::from(self.last) | u128::from(other.last) << (8 * self.len());
        let mut hash = mix(0, both as u64);
        if len > 8 {
            hash = mix(hash, (both >> 64) as u64);
        }
        Some(finish(hash, len))
    }
}

/// Returns the runs of ASCII letters of `bytes`, one after the other.
pub(super) fn runs(bytes: &[u8]) -> impl Iterator<Item = Letters> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            if at >= bytes.len() {
                return None;
            }
            let n_others = (letters_of(load(bytes, at)).trailing_zeros() / 8) as usize;
            at += n_others;
            if n_others < 8 {
                break;
            }
        }
        let start = at;
        let mut hash = 0;
        let mut last = 0;
        loop {
            let eight = load(bytes, at);
            let n_letters = ((!letters_of(eight) & HIGH).trailing_zeros() / 8) as usize;
            if n_letters == 8 {
                last = eight | CASE;
                hash = mix(hash, last);
                at += 8;
                continue;
            }
            if n_letters > 0 {
                let kept = !(u64::MAX << (8 * n_letters));
                last = (eight | CASE) & kept;
                hash = mix(hash, last);
                at += n_letters;
            }
            return Some(Letters {
                start,
                end: at,
                hash: finish(hash, at - start),
                last,
            });
        }
    })
}

/// Returns the fingerprint of a word of ASCII letters; their case does not matter.
pub(super) fn fingerprint(word: &[u8]) -> u64 {
    let mut hash = 0;
    let mut chunks = word.chunks_exact(8);
    for chunk in &mut chunks {
        hash = mix(hash, load(chunk, 0) | CASE);
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let letters = rest
            .iter()
            .rev()
            .fold(0, |all, byte| all << 8 | u64::from(byte | 0x20));
        hash = mix(hash, letters);
    }
    finish(hash, word.len())
}

fn mix(hash: u64, letters: u64) -> u64 {
    let hash = (hash ^ letters).wrapping_mul(MIX);
    hash ^ hash >> 32
}

fn finish(hash: u64, len: usize) -> u64 {
    let hash = (hash ^ len as u64).wrapping_mul(MIX);
    (hash ^ hash >> 29).wrapping_mul(MIX)
}

/// Returns eight bytes from `at` on, the first in the lowest place; behind the end there are zeros.
fn load(bytes: &[u8], at: usize) -> u64 {
    if let Some(eight) = bytes.get(at..at + 8).and_then(<[u8]>::first_chunk) {
        return u64::from_le_bytes(*eight);
    }
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter()
        .rev()
        .fold(0, |all, byte| all << 8 | u64::from(*byte))
}

/// Sets the high bit of each byte that is an ASCII letter, and no other bit.
fn letters_of(eight: u64) -> u64 {
    let lower = eight & !HIGH | CASE;
    let from_a = lower + (0x80 - u64::from(b'a')) * ONES;
    let past_z = lower + (0x7f - u64::from(b'z')) * ONES;
    from_a & !past_z & !eight & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn runs_are_found() {
        let text = "@The Café's 1st—internationalisation of [Wörter]{}`zZ";
        let found: Vec<&str> = runs(text.as_bytes()).map(|run| &text[run.at()]).collect();
        assert_eq!(
            found,
            [
                "The",
                "Caf",
                "s",
                "st",
                "internationalisation",
                "of",
                "W",
                "rter",
                "zZ"
            ]
        );
    }

    #[test]
    fn joined_words_have_the_fingerprint_of_the_whole() {
        for (text, whole) in [
            ("t he", Some("the")),
            ("rebu ild", Some("rebuild")),
            ("Shin ingpath", Some("shiningpath")),
            ("absolute nonsense", Some("absolutenonsense")),
            ("a bc", Some("abc")),
            ("internationally known", None),
        ] {
            let words: Vec<Letters> = runs(text.as_bytes()).collect();
            let expected = whole.map(|whole| fingerprint(whole.as_bytes()));
            assert_eq!(words[0].joined(words[1]), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn runs_are_those_of_a_plain_loop(bytes: Vec<u8>) {
            let mut expected: Vec<Range<usize>> = Vec::new();
            for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_alphabetic()) {
                match expected.last_mut() {
                    Some(last) if last.end == at => last.end = at + 1,
                    _ => expected.push(at..at + 1),
                }
            }
            let found: Vec<Letters> = runs(&bytes).collect();
            prop_assert_eq!(found.iter().map(|run| run.at()).collect::<Vec<_>>(), expected);
            for run in found {
                prop_assert_eq!(run.hash, fingerprint(&bytes[run.at()].to_ascii_uppercase()));
            }
        }
    }
}
