//! Is this one of those words? Words known by a hash of their lower-case form.

mod order;

pub use order::WordOrder;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Hashes a word without regard to case; a curly apostrophe counts as a straight one.
///
/// Stable across runs and machines: models and lists are kept by it. `const`, so that a word can be a pattern.
pub const fn word_hash(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let mut hash = Hasher::START;
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] < 0x80 {
            hash.byte(bytes[i].to_ascii_lowercase());
        } else {
            i += hash.wide(bytes, i) - 1;
        }
        i += 1;
    }
    hash.finish()
}

/// Hashes a word as if it were written without accents: *Erdoğan* as *Erdogan*.
pub fn plain_hash(word: &str) -> u32 {
    if word.is_ascii() {
        return word_hash(word);
    }
    word_hash(&plain_letters(word).collect::<String>())
}

/// Returns the letters of a word without their accents.
pub fn plain_letters(word: &str) -> impl Iterator<Item = char> {
    word.nfd().filter(|c| !is_combining_mark(*c))
}

/// FNV-1a over lower-case bytes with a final mix, so that the high bits are good too.
#[derive(Clone, Copy, Debug)]
pub struct Hasher(u32);

impl Hasher {
    /// A hash of nothing yet.
    pub const START: Self = Self(0x811c_9dc5);

    /// Takes one byte.
    pub const fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ byte as u32).wrapping_mul(0x0100_0193);
    }

    /// Takes the character of several bytes at `at`; returns how many bytes it has.
    pub const fn wide(&mut self, bytes: &[u8], at: usize) -> usize {
        // Latin-1, Latin Extended-A, Greek and Cyrillic capitals are brought down by the rules of their blocks; other
        // scripts have no case or are rare in English news.
        let rest = bytes.len() - at;
        if bytes[at] == 0xe2 && rest > 2 && bytes[at + 1] == 0x80 && bytes[at + 2] == 0x99 {
            self.byte(b'\'');
            return 3;
        }
        if bytes[at] < 0xe0 && rest > 1 {
            let code = ((bytes[at] as u32 & 0x1f) << 6) | (bytes[at + 1] as u32 & 0x3f);
            let lower = lower_two_bytes(code);
            self.byte(0xc0 | (lower >> 6) as u8);
            self.byte(0x80 | (lower & 0x3f) as u8);
            return 2;
        }
        self.byte(bytes[at]);
        1
    }

    /// Ends the hash.
    pub const fn finish(self) -> u32 {
        let mut h = self.0;
        h ^= h >> 16;
        h = h.wrapping_mul(0x7feb_352d);
        h ^ (h >> 15)
    }
}

const fn lower_two_bytes(code: u32) -> u32 {
    match code {
        0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a9 | 0x410..=0x42f => code + 32,
        0x100..=0x137 | 0x14a..=0x177 => code | 1,
        0x139..=0x148 | 0x179..=0x17e => code + (code & 1),
        0x400..=0x40f => code + 80,
        _ => code,
    }
}

/// A set of words, asked by the hash of a token.
#[derive(Debug)]
pub struct WordSet {
    /// Open addressing; zero is an empty slot.
    slots: Vec<u32>,
}

impl WordSet {
    /// Takes the words of a list with blanks between them.
    pub fn new(list: &str) -> Self {
        let words = || list.split_ascii_whitespace();
        let mut slots = vec![0; (words().count() * 2).next_power_of_two().max(2)];
        for word in words() {
            let hash = word_hash(word);
            let mut at = hash as usize & (slots.len() - 1);
            while slots[at] != 0 && slots[at] != hash {
                at = (at + 1) & (slots.len() - 1);
            }
            slots[at] = hash;
        }
        Self { slots }
    }

    /// Tells whether the word with this [`word_hash`] is in the set.
    pub fn has(&self, hash: u32) -> bool {
        let mut at = hash as usize & (self.slots.len() - 1);
        loop {
            match self.slots[at] {
                0 => return false,
                known if known == hash => return true,
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }
}

/// A small number for each of many words, asked by the hash of a token.
#[derive(Clone, Debug)]
pub struct WordMap {
    /// Open addressing; zero is an empty slot.
    slots: Vec<(u32, u16)>,
    len: usize,
}

impl WordMap {
    /// Makes an empty map with room for about `n_words`.
    pub fn with_room(n_words: usize) -> Self {
        Self {
            slots: vec![(0, 0); (n_words * 2).next_power_of_two().max(4)],
            len: 0,
        }
    }

    /// Returns the number of a word.
    pub fn get(&self, hash: u32) -> Option<u16> {
        let (known, number) = self.slots[self.place(hash)];
        (known != 0).then_some(number)
    }

    /// Returns the number of a word to change it; it is 0 at first.
    pub fn entry(&mut self, hash: u32) -> &mut u16 {
        let hash = hash.max(1);
        if (self.len + 1) * 4 > self.slots.len() * 3 {
            let larger = vec![(0, 0); self.slots.len() * 2];
            for (known, number) in std::mem::replace(&mut self.slots, larger) {
                if known != 0 {
                    let place = self.place(known);
                    self.slots[place] = (known, number);
                }
            }
        }
        let place = self.place(hash);
        if self.slots[place].0 == 0 {
            self.slots[place].0 = hash;
            self.len += 1;
        }
        &mut self.slots[place].1
    }

    /// Returns the slot of a word, or the empty one where it would go.
    fn place(&self, hash: u32) -> usize {
        let hash = hash.max(1);
        let mut at = hash as usize & (self.slots.len() - 1);
        while self.slots[at].0 != 0 && self.slots[at].0 != hash {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_words_without_case() {
        let set = WordSet::new("said told élysée don't");
        for word in ["said", "SAID", "Élysée", "don’t"] {
            assert!(set.has(word_hash(word)), "{word}");
        }
        assert!(!set.has(word_hash("says")));
    }

    #[test]
    fn keeps_numbers_while_growing() {
        let mut map = WordMap::with_room(1);
        for n in 0..500_u16 {
            *map.entry(u32::from(n) * 77) += n;
            assert_eq!(
                map.get(5),
                None,
                "a word that is not there is soon known to be missing"
            );
        }
        assert!((0..500).all(|n| map.get(u32::from(n) * 77) == Some(n)));
        assert_eq!(map.get(5), None);
    }
}
