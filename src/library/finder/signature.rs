//! Could these letters fit that text, and how well at most? Answered from 32 bytes a text, without looking at it.
//!
//! The bound follows the scores of the matcher (`rules.rs`): the most for the beginning of a word, twice that for the
//! first letter of the text, and the least that a gap takes. Whether two letters stand
//! side by side is told by a Bloom filter of pairs: it may say yes wrongly, never no.

use super::ceiling::Ceiling;
use super::rules::{AFTER_SPACE, BEFORE_FIRST, GAP, IN_GAP, MATCH, SIDE_BY_SIDE};

/// What is kept of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signature {
    /// Letters and digits of the text; other characters share the bits above.
    letters: u64,
    /// Letters and digits that begin a word; above them the letters that stand twice in a row.
    heads: u64,
    /// Pairs of neighbouring letters; above them the bit of the first letter.
    pairs: u128,
}

/// Bits for `a`–`z` and `0`–`9`; all other characters share the rest.
const N_PLAIN_BITS: u32 = 36;

/// Letters without the digits.
const N_LETTER_BITS: u32 = 26;

/// Bits for pairs; the bit of the first letter takes the rest.
const N_PAIR_BITS: u32 = 122;

/// The most for a letter that begins a word.
const AT_HEAD: i32 = AFTER_SPACE;

/// The most for the first letter of the text.
const AT_FIRST: i32 = 2 * AFTER_SPACE;

/// The least that a gap takes: it holds one letter.
const AFTER_GAP: i32 = GAP + IN_GAP;

impl Signature {
    pub(crate) fn of(text: &str) -> Self {
        let mut signature = Self::default();
        let mut before: Option<char> = None;
        for c in text.chars() {
            let bit = bit_of(c);
            if before.is_none() {
                signature.pairs |= u128::from(bit) << N_PAIR_BITS;
            }
            signature.letters |= 1 << bit;
            let begins_word = before.is_none_or(|before| {
                before.is_ascii() && !before.is_ascii_alphanumeric()
                    || c.is_ascii_uppercase() && !before.is_ascii_uppercase()
            });
            if begins_word && bit < N_PLAIN_BITS {
                signature.heads |= 1 << bit;
            }
            if let Some(before) = before {
                signature.pairs |= 1 << pair_bit(before, c);
                if before.eq_ignore_ascii_case(&c) && c.is_ascii_alphabetic() {
                    signature.heads |= 1 << (N_PLAIN_BITS + bit);
                }
            }
            before = Some(c);
        }
        signature
    }
}

/// A word of a pattern, made ready for comparing.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    pub(crate) text: String,
    letters: u64,
    steps: Vec<Step>,
    pub(super) ceiling: Ceiling,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    bit: u32,
    pair_bit: u32,
}

impl Term {
    pub(crate) fn of(text: &str) -> Self {
        let mut steps = Vec::new();
        let mut before = None;
        for c in text.chars() {
            let pair_bit = before.map_or(0, |before| pair_bit(before, c));
            steps.push(Step {
                bit: bit_of(c),
                pair_bit,
            });
            before = Some(c);
        }
        Self {
            text: text.to_owned(),
            letters: steps
                .iter()
                .fold(0, |letters, step| letters | 1 << step.bit),
            steps,
            ceiling: Ceiling::of(text),
        }
    }

    /// Tells whether all letters of the term may stand in the text.
    pub(crate) fn may_match(&self, signature: &Signature) -> bool {
        self.letters & !signature.letters == 0
    }

    /// Returns a score that the term cannot exceed in the text.
    pub(crate) fn bound(&self, signature: &Signature) -> i32 {
        let first_bit = (signature.pairs >> N_PAIR_BITS) as u32;
        let mut bound = 0;
        for (idx, step) in self.steps.iter().enumerate() {
            // Characters that share a bit may stand anywhere; repeated letters may carry a bonus on.
            let is_repeated = idx >= 2 && self.steps[idx - 1].bit == self.steps[idx - 2].bit;
            let is_unknown = is_repeated
                || step.bit >= N_LETTER_BITS
                || signature.heads >> (N_PLAIN_BITS + step.bit) & 1 == 1;
            let at_head = signature.heads >> step.bit.min(N_PLAIN_BITS - 1) & 1 == 1;
            bound += MATCH;
            bound += if idx == 0 {
                let is_first = first_bit == step.bit;
                BEFORE_FIRST
                    + if is_first || is_unknown {
                        AT_FIRST
                    } else if at_head {
                        AT_HEAD
                    } else {
                        0
                    }
            } else if is_unknown {
                AT_FIRST
            } else {
                let side_by_side = signature.pairs >> step.pair_bit & 1 == 1;
                match (side_by_side, at_head) {
                    (true, true) => AT_HEAD,
                    (true, false) => SIDE_BY_SIDE,
                    (false, true) => AT_HEAD + AFTER_GAP,
                    (false, false) => AFTER_GAP,
                }
            };
        }
        bound
    }
}

/// Tells whether a letter stands twice in a row in the term, or one of its letters in the text.
pub(super) fn has_doubled_letter(text: &str, term: &str) -> bool {
    let holds_doubled = |text: &str, counts: &dyn Fn(char) -> bool| {
        let mut pairs = text.chars().zip(text.chars().skip(1));
        pairs.any(|(before, c)| before.eq_ignore_ascii_case(&c) && counts(c))
    };
    holds_doubled(term, &|_| true)
        || holds_doubled(text, &|doubled| {
            term.chars().any(|c| c.eq_ignore_ascii_case(&doubled))
        })
}

fn bit_of(c: char) -> u32 {
    match c.to_ascii_lowercase() {
        c @ 'a'..='z' => c as u32 - 'a' as u32,
        c @ '0'..='9' => 26 + c as u32 - '0' as u32,
        c => N_PLAIN_BITS + (c as u32).wrapping_mul(0x9e37_79b1) % (64 - N_PLAIN_BITS),
    }
}

fn pair_bit(before: char, c: char) -> u32 {
    let pair = (before.to_ascii_lowercase() as u32).wrapping_mul(0x0100_0193)
        ^ c.to_ascii_lowercase() as u32;
    (pair.wrapping_mul(0x9e37_79b1) >> 16) % N_PAIR_BITS
}

#[cfg(test)]
mod tests {
    use super::{super::skim::Matcher, *};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_scores_above_its_bound(text in "[A-Ea-e0-1é .,(-]{1,24}", term in "[A-Ca-e0 .é]{1,6}") {
            let term = Term::of(&term);
            let signature = Signature::of(&text);
            match Matcher::new().score(&text, &term.text) {
                None => {}
                Some(score) => {
                    prop_assert!(term.may_match(&signature));
                    let bound = term.bound(&signature);
                    prop_assert!(score <= i64::from(bound), "{score} > {bound}");
                }
            }
        }
    }
}
