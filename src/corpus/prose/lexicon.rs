//! How common is a word of English? Counts from public texts, embedded, and asked a few million times a second.
//!
//! `models/lexicon.bin` is written by `examples/make_lexicon.rs`, which says from what.

use super::letters::fingerprint;
use std::sync::LazyLock;

/// Sorted words, each as: letters shared with the one before, the other letters, a byte of counts with its high bit set.
const WORDS: &[u8] = include_bytes!("../../../models/lexicon.bin");
/// Slots of the table, a power of two well above the number of words; few enough to stay in a processor's cache.
const N_SLOTS_LOG2: u32 = 16;
/// The same of the table of common words.
const N_COMMON_SLOTS_LOG2: u32 = 13;
/// The logarithm (base 2) of the number of words the counts were taken from.
pub const LOG2_N_WORDS: f32 = 21.4;
/// A word of which more were seen (as a logarithm, base 2) is common.
pub(super) const LOG2_COMMON: u8 = 7;
/// A longer word is not in the table.
pub const MAX_WORD_LEN: usize = 24;

/// The words, ready to be asked.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::embedded);

/// Word counts by a fingerprint of the word, and how letters follow each other.
#[derive(Debug)]
pub struct Lexicon {
    /// A fingerprint of 24 bits and a byte of counts; 0 is an empty slot.
    slots: Vec<u32>,
    /// The same of the common words alone: most words of a text are among them, and the nearest cache holds them all.
    common: Vec<u32>,
    /// For each two letters and a third: the logarithm of how often the third follows, times -8.
    letters: Vec<u8>,
}

/// How often a word was seen, roughly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count(u8);

impl Count {
    /// Makes a count of what was seen in lower case and what was seen with a capital.
    pub fn of(n_lower: u64, n_upper: u64) -> Self {
        let log = |n: u64| n.checked_ilog2().map_or(0, |log| log as u8 + 1);
        Self(log(n_lower).min(15) << 3 | log(n_upper).div_ceil(2).min(7))
    }

    /// Returns the byte that the file keeps.
    pub fn to_byte(self) -> u8 {
        self.0
    }

    /// Tells whether the word was never seen.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Tells whether [`Self::log2_as`] is above [`LOG2_COMMON`], without counting in fractions.
    pub(super) fn is_common(self, is_lower: bool) -> bool {
        let lower = self.0 >> 3 > LOG2_COMMON;
        let upper = 4 * (self.0 & 7) > 2 * LOG2_COMMON + 3;
        lower || upper && !is_lower
    }

    /// Returns the logarithm (base 2) of the count in lower case for a word in lower case, else that in any case.
    pub(super) fn log2_as(self, is_lower: bool) -> Option<f32> {
        if is_lower {
            self.log2_lower()
        } else {
            self.log2()
        }
    }

    /// Returns the logarithm (base 2) of the count in lower case, if it was seen so.
    pub fn log2_lower(self) -> Option<f32> {
        let log = self.0 >> 3;
        (log > 0).then(|| f32::from(log) - 0.5)
    }

    /// Returns the logarithm (base 2) of the count in any case.
    pub fn log2(self) -> Option<f32> {
        let upper = (self.0 & 7 > 0).then(|| 2.0 * f32::from(self.0 & 7) - 1.5);
        match (self.log2_lower(), upper) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (one, other) => one.or(other),
        }
    }
}

impl Lexicon {
    fn embedded() -> Self {
        let mut lexicon = Self {
            slots: vec![0; 1 << N_SLOTS_LOG2],
            common: vec![0; 1 << N_COMMON_SLOTS_LOG2],
            letters: Vec::new(),
        };
        let mut follows = vec![0_u32; 32 * 32 * 32];
        let mut word = Vec::with_capacity(MAX_WORD_LEN);
        let mut at = 0;
        while at < WORDS.len() {
            word.truncate(WORDS[at] as usize);
            at += 1;
            while at < WORDS.len() && WORDS[at] < 0x80 {
                word.push(WORDS[at]);
                at += 1;
            }
            let Some(code) = WORDS.get(at).map(|byte| byte & 0x7f) else {
                break;
            };
            at += 1;
            lexicon.insert(&word, Count(code));
            let mut before = 0;
            for letter in word.iter().map(|byte| usize::from(byte & 31)).chain([0]) {
                follows[before << 5 | letter] += 1;
                before = (before << 5 | letter) & 1023;
            }
        }
        lexicon.letters = follows
            .chunks_exact(32)
            .flat_map(|row| {
                let total = row.iter().sum::<u32>() as f32 + 8.0;
                row.iter().map(move |&n| {
                    let bits = (total / (n as f32 + 0.25)).log2();
                    (bits * 8.0).min(255.0) as u8
                })
            })
            .collect();
        lexicon
    }

    fn insert(&mut self, word: &[u8], count: Count) {
        let hash = fingerprint(word);
        insert(&mut self.slots, hash, count);
        if count.is_common(true) || count.is_common(false) {
            insert(&mut self.common, hash, count);
        }
    }

    /// Returns how often a word of ASCII letters was seen; case does not matter.
    pub fn count(&self, word: &[u8]) -> Count {
        self.count_of(fingerprint(word), word.len())
    }

    /// Returns how often the word of `len` letters with this fingerprint was seen.
    pub(super) fn count_of(&self, fingerprint: u64, len: usize) -> Count {
        if len > MAX_WORD_LEN {
            return Count::default();
        }
        look_up(&self.common, fingerprint)
            .or_else(|| look_up(&self.slots, fingerprint))
            .unwrap_or_default()
    }

    /// Returns how many bits of surprise the letters of an unknown word hold, its two ends included.
    pub fn surprise(&self, word: &[u8]) -> f32 {
        let mut before = 0;
        let mut eighths = 0_u32;
        for letter in word.iter().map(|byte| usize::from(byte & 31)).chain([0]) {
            eighths += u32::from(self.letters[before << 5 | letter]);
            before = (before << 5 | letter) & 1023;
        }
        eighths as f32 / 8.0
    }
}

/// Puts a word into a table whose length is a power of two.
fn insert(slots: &mut [u32], fingerprint: u64, count: Count) {
    let mut slot = first_slot(slots, fingerprint);
    // The file never fills the table; a full one would only lose words.
    for _ in 0..slots.len() {
        if slots[slot] == 0 {
            slots[slot] = kept(fingerprint) | u32::from(count.0);
            return;
        }
        slot = (slot + 1) & (slots.len() - 1);
    }
}

fn look_up(slots: &[u32], fingerprint: u64) -> Option<Count> {
    let kept = kept(fingerprint);
    let mut slot = first_slot(slots, fingerprint);
    loop {
        let entry = slots[slot];
        if entry == 0 {
            return None;
        }
        if (entry ^ kept) >> 8 == 0 {
            return Some(Count(entry as u8));
        }
        slot = (slot + 1) & (slots.len() - 1);
    }
}

fn first_slot(slots: &[u32], fingerprint: u64) -> usize {
    (fingerprint >> (64 - slots.len().ilog2())) as usize
}

/// Returns the part of a fingerprint that a slot keeps, above its lowest byte; never 0, which is the empty slot.
fn kept(fingerprint: u64) -> u32 {
    fingerprint as u32 & !0xff | 1 << 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_is_what_the_logarithm_says() {
        for (byte, is_lower) in (0..128).flat_map(|byte| [(byte, false), (byte, true)]) {
            let expected = Count(byte)
                .log2_as(is_lower)
                .is_some_and(|log| log > f32::from(LOG2_COMMON));
            assert_eq!(Count(byte).is_common(is_lower), expected, "{byte}");
        }
    }

    #[test]
    fn common_words_are_more_common_than_rare_ones() {
        let log = |word: &str| LEXICON.count(word.as_bytes()).log2().unwrap_or(-1.0);
        assert!(log("the") > log("minister") && log("minister") > log("xqzt"));
        assert!((log("THE") - log("the")).abs() < f32::EPSILON);
        assert!(LEXICON.count(b"efforst").is_zero());
        assert!(LEXICON.surprise(b"ccord") > LEXICON.surprise(b"cord") + 5.0);
    }
}
