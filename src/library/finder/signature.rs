//! Could these letters fit that text, and how well at most? Answered from 32 bytes a text, without looking at it.
//!
//! The bound follows the scores of the matcher (`rules.rs`): the most for the beginning of a word, twice that for the
//! first letter of the text, and the least that a gap takes. Whether two letters stand
//! side by side is told by a Bloom filter of pairs: it may say yes wrongly, never no.

use super::alignment::{Aligner, Fit};
use super::rules::{AFTER_SPACE, BEFORE_FIRST, GAP, IN_GAP, MATCH, SIDE_BY_SIDE};
use super::skim;

/// What is kept of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signature {
    /// Letters and digits of the text; other characters share the bits above.
    letters: u64,
    /// Letters and digits that begin a word.
    heads: u64,
    /// Pairs of neighbouring letters; above them the bit of the first letter.
    pairs: u128,
}

/// Bits for `a`–`z` and `0`–`9`; all other characters share the rest.
const N_PLAIN_BITS: u32 = 36;

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
            }
            before = Some(c);
        }
        signature
    }
}

/// A word of a pattern, made ready for comparing.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    text: String,
    /// The steps that the last key added; all where it began the word.
    new_steps: Vec<Step>,
    /// The letters of the new steps.
    new_letters: u64,
    aligner: Option<Aligner>,
}

/// A letter of a word.
#[derive(Clone, Copy, Debug)]
struct Step {
    bit: u32,
    pair_bit: u32,
    is_first: bool,
    /// Other characters have the same bit: where it stands cannot be told.
    is_shared: bool,
}

impl Term {
    /// Makes ready a word of which the first `n_known` letters were compared before.
    pub(crate) fn after(text: &str, n_known: usize) -> Self {
        let bits: Vec<u32> = text.chars().map(bit_of).collect();
        let mut new_steps = Vec::new();
        let mut before = None;
        for (idx, c) in text.chars().enumerate() {
            if idx >= n_known {
                new_steps.push(Step {
                    bit: bits[idx],
                    pair_bit: before.map_or(0, |before| pair_bit(before, c)),
                    is_first: idx == 0,
                    is_shared: bits[idx] >= N_PLAIN_BITS,
                });
            }
            before = Some(c);
        }
        Self {
            text: text.to_owned(),
            new_letters: new_steps
                .iter()
                .fold(0, |letters, step| letters | 1 << step.bit),
            new_steps,
            aligner: Aligner::of(text),
        }
    }

    /// Returns how well the word fits a text; `None` where its letters do not stand there in this order.
    pub(super) fn over(&self, text: &str) -> Option<Fit> {
        match &self.aligner {
            Some(aligner) => aligner.over(text),
            None => skim::score(text, &self.text).map(|score| Fit {
                score: score as i32,
                reach: i32::MAX / 1_024,
            }),
        }
    }

    /// Returns the positions of the characters of a text on which the letters of the word lie, in order.
    pub(super) fn columns(&self, text: &str) -> Vec<usize> {
        match &self.aligner {
            Some(aligner) => aligner.columns(text),
            None => skim::columns(text, &self.text),
        }
    }

    /// Tells whether all new letters may stand in the text.
    pub(crate) fn may_match(&self, signature: &Signature) -> bool {
        self.new_letters & !signature.letters == 0
    }

    /// Returns the most that the new letters add to the score in the text.
    ///
    /// What a letter adds depends on the letters before it alone: the sum over all keys bounds the score of the word.
    pub(crate) fn gain(&self, signature: &Signature) -> u32 {
        let gains = self.new_steps.iter().map(|step| {
            let at_head = signature.heads >> step.bit.min(N_PLAIN_BITS - 1) & 1 == 1;
            let bonus = if step.is_first {
                let first_bit = (signature.pairs >> N_PAIR_BITS) as u32;
                BEFORE_FIRST
                    + if step.is_shared || first_bit == step.bit {
                        AT_FIRST
                    } else if at_head {
                        AT_HEAD
                    } else {
                        0
                    }
            } else if step.is_shared {
                AT_HEAD
            } else {
                let side_by_side = signature.pairs >> step.pair_bit & 1 == 1;
                match (side_by_side, at_head) {
                    (true, true) => AT_HEAD,
                    (true, false) => SIDE_BY_SIDE,
                    (false, true) => AT_HEAD + AFTER_GAP,
                    (false, false) => AFTER_GAP,
                }
            };
            (MATCH + bonus) as u32
        });
        gains.sum()
    }
}

/// A word of a pattern of which some letters may be wrong.
#[derive(Clone, Debug)]
pub(super) struct Loose {
    /// A bit for each letter and digit; other characters are not looked at.
    bits: Vec<u64>,
    n_wrong: usize,
}

impl Loose {
    pub(super) fn of(word: &str, n_wrong: usize) -> Self {
        let plain = word.chars().filter(char::is_ascii_alphanumeric);
        Self {
            bits: plain.map(|c| 1 << bit_of(c)).collect(),
            n_wrong,
        }
    }

    /// Tells whether enough of the letters may stand in the text.
    pub(super) fn may_match(&self, signature: &Signature) -> bool {
        let lacking = self
            .bits
            .iter()
            .filter(|bit| **bit & signature.letters == 0);
        lacking.count() <= self.n_wrong
    }
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
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_scores_above_its_bound(
            text in "[A-Ea-e0-1é .,(-]{1,24}",
            word in "[A-Ca-e0 .é]{1,6}",
            n_known in 0usize..6,
        ) {
            let signature = Signature::of(&text);
            let known: String = word.chars().take(n_known).collect();
            let terms = [Term::after(&known, 0), Term::after(&word, n_known)];
            if let Some(score) = skim::score(&text, &word) {
                prop_assert!(terms.iter().all(|term| term.may_match(&signature)));
                let bound: u32 = terms.iter().map(|term| term.gain(&signature)).sum();
                prop_assert!(score <= i64::from(bound), "{score} > {bound}");
            }
        }
    }
}
