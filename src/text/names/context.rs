//! What does the whole text show of a word? Where it stands, what it stands beside, and what it is short for.

use super::features::CONNECTORS;
use super::lists::Hints;
use crate::text::sentence::Ground;
use crate::text::token::TokenKind;
use crate::text::words::{WordMap, WordSet, word_hash};
use std::ops::Range;
use std::sync::LazyLock;

/// The word is also written small.
const SMALL: u16 = 1;
/// The word has its capital where no sentence begins.
const WITHIN: u16 = 1 << 1;
/// The word stands behind a first name.
const BEHIND_FIRST_NAME: u16 = 1 << 2;
/// The word stands behind a title.
const BEHIND_TITLE: u16 = 1 << 3;
/// The word stands before a word such as *Bank* or *Inc*.
const BEFORE_BODY: u16 = 1 << 4;
/// The word stands behind *in*, *at*, *from*, *near*.
const BEHIND_PLACE_WORD: u16 = 1 << 5;
/// The word stands before or behind *said*.
const NEAR_REPORT: u16 = 1 << 6;
/// The word stands behind another capitalised word.
const BEHIND_CAPITAL: u16 = 1 << 7;
/// The word stands before another capitalised word.
const BEFORE_CAPITAL: u16 = 1 << 8;
/// The word stands in brackets behind a name: *(IAEA)*.
const IN_BRACKETS: u16 = 1 << 9;
/// The word stands behind *the*.
const BEHIND_THE: u16 = 1 << 10;
/// The word stands in brackets behind the name whose first letters it is.
const ACRONYM: u16 = 1 << 11;
/// How many bits of the document there are.
pub const N_BITS: u32 = 12;

/// Returns what the text shows of each capitalised word, as bits by its hash.
pub fn shown(ground: &Ground, hints: &[Hints]) -> WordMap {
    let mut shown = WordMap::with_room(ground.tokens.len() / 8);
    for sentence in &ground.sentences {
        look_through(ground, hints, sentence, &mut shown);
    }
    for token in &ground.tokens {
        if token.is_word() && !token.is_capital() && shown.get(token.hash).is_some() {
            *shown.entry(token.hash) |= SMALL;
        }
    }
    shown
}

/// Notes what a sentence shows of its capitalised words.
fn look_through(ground: &Ground, hints_of: &[Hints], sentence: &Range<usize>, shown: &mut WordMap) {
    static PLACE_WORDS: LazyLock<WordSet> =
        LazyLock::new(|| WordSet::new("in at from near across throughout"));
    const THE: u32 = word_hash("the");
    let tokens = &ground.tokens;
    for idx in sentence.clone() {
        let token = &tokens[idx];
        if !token.is_word() || !token.is_capital() {
            continue;
        }
        let mut bits = 0;
        if idx > sentence.start {
            let before = &tokens[idx - 1];
            let hints = hints_of[idx - 1];
            bits |= WITHIN;
            if before.is_capital() && before.is_word() {
                bits |= BEHIND_CAPITAL;
                if hints.any(Hints::FEMALE | Hints::MALE) || before.is_initial() {
                    bits |= BEHIND_FIRST_NAME;
                }
            }
            if hints.any(Hints::TITLE) {
                bits |= BEHIND_TITLE;
            }
            if hints.any(Hints::REPORT) {
                bits |= NEAR_REPORT;
            }
            if PLACE_WORDS.has(before.hash) {
                bits |= BEHIND_PLACE_WORD;
            }
            if before.is(THE) {
                bits |= BEHIND_THE;
            }
            if before.kind == TokenKind::Bracket
                && tokens
                    .get(idx + 1)
                    .is_some_and(|after| after.kind == TokenKind::Bracket)
            {
                bits |= IN_BRACKETS;
                if abbreviated(ground, sentence.start..idx - 1, idx).is_some() {
                    bits |= ACRONYM;
                }
            }
        }
        if idx + 1 < sentence.end {
            let after = &tokens[idx + 1];
            let hints = hints_of[idx + 1];
            if after.is_capital() && after.is_word() {
                bits |= BEFORE_CAPITAL;
                if hints.any(Hints::BODY | Hints::COMPANY) {
                    bits |= BEFORE_BODY;
                }
            }
            if hints.any(Hints::REPORT) {
                bits |= NEAR_REPORT;
            }
        }
        *shown.entry(token.hash) |= bits;
    }
}

/// Tells whether the token at `short` consists of the first letters of the words that end `before`: *World Health
/// Organization (WHO)*; returns the first of these words. Small words count or not.
pub fn abbreviated(ground: &Ground, before: Range<usize>, short: usize) -> Option<usize> {
    let token = &ground.tokens[short];
    if !token.is_upper() {
        return None;
    }
    let mut start = before.end;
    let wanted = ground.word(short).bytes().rev();
    let mut wanted = wanted.filter(u8::is_ascii_alphabetic).peekable();
    let mut n_found = 0;
    for idx in before.rev() {
        let Some(letter) = wanted.peek() else {
            break;
        };
        let word = &ground.tokens[idx];
        let first = ground.word(idx).as_bytes()[0];
        if word.is_word() && first.eq_ignore_ascii_case(letter) {
            wanted.next();
            n_found += 1;
            start = idx;
        } else if !CONNECTORS.has(word.hash) && word.kind != TokenKind::Comma {
            return None;
        }
    }
    (n_found >= 2 && wanted.peek().is_none()).then_some(start)
}
