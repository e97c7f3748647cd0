//! What is known from elsewhere? Groups of words alike in meaning, and the names of places, people and organisations.

use crate::text::sentence::Ground;
use crate::text::words::WordOrder;
use std::ops::Range;
use std::sync::LazyLock;

/// The group of words that a word belongs to, at three sizes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// One of about a thousand, from 1; 0 for a word without a group.
    pub fine: u16,
    /// One of about 250.
    pub middle: u8,
    /// One of about 60.
    pub coarse: u8,
}

/// The number of fine groups.
const FINE: usize = 1024;

/// The groups of words.
#[derive(Debug, Default)]
pub struct Clusters {
    words: WordOrder,
    /// The fine group of each word, two bytes each.
    fine: &'static [u8],
    middle: &'static [u8],
    coarse: &'static [u8],
}

static CLUSTERS: LazyLock<Clusters> = LazyLock::new(|| {
    Clusters::from_bytes(include_bytes!("../../../models/words.bin")).unwrap_or_default()
});

impl Clusters {
    /// Returns the groups that come with the program.
    pub fn get() -> &'static Self {
        &CLUSTERS
    }

    /// Returns the groups of a word.
    pub fn of(&self, word: u32) -> Cluster {
        self.words.find(word).map_or(Cluster::default(), |at| {
            let fine = u16::from_le_bytes([self.fine[at * 2], self.fine[at * 2 + 1]]);
            Cluster {
                fine: fine + 1,
                middle: self.middle[usize::from(fine)].wrapping_add(1),
                coarse: self.coarse[usize::from(fine)].wrapping_add(1),
            }
        })
    }

    /// Reads the groups where they lie; nothing if they are damaged.
    fn from_bytes(bytes: &'static [u8]) -> Option<Self> {
        let (words, rest) = WordOrder::read(bytes)?;
        let (fine, rest) = rest.split_at_checked(words.len() * 2)?;
        let (middle, coarse) = rest.split_at_checked(FINE)?;
        let is_group = |two: &[u8]| usize::from(u16::from_le_bytes([two[0], two[1]])) < FINE;
        (coarse.len() == FINE && fine.chunks_exact(2).all(is_group)).then_some(Self {
            words,
            fine,
            middle,
            coarse,
        })
    }
}

/// A small number for each of many words or names.
#[derive(Debug, Default)]
pub struct Classes {
    words: WordOrder,
    of: &'static [u8],
}

impl Classes {
    /// Reads them where they lie; there are none if the bytes are damaged.
    fn from_bytes(bytes: &'static [u8]) -> Self {
        let (words, of) = WordOrder::read(bytes).unwrap_or_default();
        if words.len() == of.len() {
            Self { words, of }
        } else {
            Self::default()
        }
    }

    /// Returns the number of a word.
    pub fn get(&self, word: u32) -> Option<u8> {
        self.words.find(word).map(|at| self.of[at])
    }
}

/// A country or part of the world.
pub const COUNTRY: u8 = 1;
/// A state or province.
pub const STATE: u8 = 2;
/// A city of half a million or more.
pub const CITY: u8 = 3;

/// The names of places; 1 countries, 2 states, 3 to 5 towns by size.
static PLACES: LazyLock<Classes> =
    LazyLock::new(|| Classes::from_bytes(include_bytes!("../../../models/places.bin")));

/// The names of organisations; the number of the kind, and [`LOUD`].
static ORGANISATIONS: LazyLock<Classes> =
    LazyLock::new(|| Classes::from_bytes(include_bytes!("../../../models/bodies.bin")));

/// The name is written in capitals: *WHO* is an organisation, *who* is none.
const LOUD: u8 = 16;

/// Returns the single words of people's names: 1 first names of women, 2 of men, 4 surnames, as bits.
pub fn people() -> Classes {
    Classes::from_bytes(include_bytes!("../../../models/people.bin"))
}

/// Adds a word to the hash of a name of several words.
const fn fold(name: u32, word: u32) -> u32 {
    (name.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b1)
}

/// The most words of a name that is looked up.
const MAX_WORDS: usize = 5;

/// Finds the longest name of an organisation that begins with the token at `idx`; returns its kind and its end.
pub fn organisation_at(
    ground: &Ground,
    sentence: &Range<usize>,
    idx: usize,
) -> Option<(u8, usize)> {
    let mut found = None;
    let mut name = 0;
    for end in idx..sentence.end.min(idx + MAX_WORDS) {
        name = fold(name, ground.tokens[end].hash);
        if let Some(class) = ORGANISATIONS.get(name)
            && (class & LOUD == 0 || ground.tokens[idx..=end].iter().all(|t| !t.has_lower()))
        {
            found = Some((class & !LOUD, end + 1));
        }
    }
    found
}

/// Finds the longest place name that begins with the token at `idx`; returns its class and its end.
pub fn place_at(ground: &Ground, sentence: &Range<usize>, idx: usize) -> Option<(u8, usize)> {
    let mut found = None;
    let mut name = 0;
    for end in idx..sentence.end.min(idx + MAX_WORDS) {
        name = fold(name, ground.tokens[end].hash);
        if let Some(class) = PLACES.get(name) {
            found = Some((class, end + 1));
        }
    }
    found
}

/// Returns the class of a whole name, if it is that of a place.
pub fn place(ground: &Ground, tokens: &Range<usize>) -> Option<u8> {
    let name = ground.tokens[tokens.clone()]
        .iter()
        .fold(0, |name, token| fold(name, token.hash));
    PLACES.get(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Body;
    use crate::text::words::word_hash;

    #[test]
    fn finds_places() {
        let body = Body::plain("He left New York for Kuala Lumpur in the United States");
        let ground = Ground::new(&body);
        let at = |idx| place_at(&ground, &(0..ground.tokens.len()), idx);
        assert_eq!(at(0), None);
        assert_eq!(at(2), Some((STATE, 4)));
        assert_eq!(at(5), Some((CITY, 7)));
        assert_eq!(at(9), Some((COUNTRY, 11)));
        assert_eq!(place(&ground, &(5..7)), Some(CITY));
    }

    #[test]
    fn groups_words() {
        let of = |word| Clusters::get().of(word_hash(word));
        assert_ne!(of("minister"), Cluster::default());
        assert_eq!(of("said").coarse, of("told").coarse);
        assert_eq!(of("xqzzy"), Cluster::default());
    }
}
