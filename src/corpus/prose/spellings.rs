//! Which words do the articles of an archive write that no list of words has? Names, mostly: what makes a torn one whole.

use super::{
    letters::fingerprint,
    lexicon::{LEXICON, LOG2_N_WORDS, MAX_WORD_LEN},
    split::standing_words,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A word that so many articles write is no slip of one author.
const MIN_ARTICLES: u32 = 2;
/// A shorter word proves nothing.
const MIN_LEN: usize = 4;
/// So many different words are counted; what comes later is not.
const MAX_COUNTED: usize = 1 << 18;
/// So many are kept, the commonest first.
const MAX_KEPT: usize = 1 << 14;
/// An archive that was seen to have fewer words (as a logarithm, base 2) is counted as if it had so many.
const MIN_LOG2_WORDS: f32 = 14.0;

/// Words that are in no list, and how many articles of an archive write them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spellings {
    /// By the fingerprint of the word.
    n_articles: BTreeMap<u64, u32>,
    /// How many words all the articles had together.
    n_words: u64,
}

impl Spellings {
    /// Returns how common a word is by this archive, on the scale of the lexicon; `None` for a word it does not write.
    pub(super) fn log2(&self, word: &[u8]) -> Option<f32> {
        let n_articles = *self.n_articles.get(&fingerprint(word))?;
        let n_words = (self.n_words as f32).log2().max(MIN_LOG2_WORDS);
        Some((n_articles as f32).log2() + LOG2_N_WORDS - n_words)
    }

    /// Tells whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.n_articles.is_empty()
    }
}

/// The words of one article that are in no list, and how many words it has.
#[derive(Clone, Debug, Default)]
pub(in crate::corpus) struct OddWords {
    odd: Vec<u64>,
    n_words: u64,
}

impl OddWords {
    /// Takes the words out of a text.
    pub(in crate::corpus) fn of(text: &str) -> Self {
        let lexicon = &*LEXICON;
        let mut odd = HashSet::new();
        let mut n_words = 0;
        for word in standing_words(text) {
            n_words += 1;
            if (MIN_LEN..=MAX_WORD_LEN).contains(&word.len()) {
                let hash = fingerprint(word.as_bytes());
                if lexicon.count_of(hash, word.len()).is_zero() {
                    odd.insert(hash);
                }
            }
        }
        Self {
            odd: odd.into_iter().collect(),
            n_words,
        }
    }
}

/// Counts the articles that write each word.
#[derive(Clone, Debug, Default)]
pub(in crate::corpus) struct SpellingCounts {
    n_articles: HashMap<u64, u32>,
    n_words: u64,
}

impl SpellingCounts {
    /// Takes note of one article.
    pub(in crate::corpus) fn feed(&mut self, words: &OddWords) {
        self.n_words += words.n_words;
        for hash in &words.odd {
            let is_full = self.n_articles.len() >= MAX_COUNTED;
            match self.n_articles.get_mut(hash) {
                Some(n) => *n += 1,
                None if is_full => {}
                None => {
                    self.n_articles.insert(*hash, 1);
                }
            }
        }
    }

    /// Returns the words that are no slips.
    pub(in crate::corpus) fn spellings(self) -> Spellings {
        let mut kept: Vec<(u64, u32)> = self
            .n_articles
            .into_iter()
            .filter(|(_, n)| *n >= MIN_ARTICLES)
            .collect();
        kept.sort_unstable_by_key(|&(hash, n)| (std::cmp::Reverse(n), hash));
        kept.truncate(MAX_KEPT);
        Spellings {
            n_articles: kept.into_iter().collect(),
            n_words: self.n_words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_two_articles_is_known() {
        let mut counts = SpellingCounts::default();
        for text in [
            "The Quispemar dam and the Orrillo dam were opened.",
            "A man from Quispemar, who knows the Quispemar dam well.",
        ] {
            counts.feed(&OddWords::of(text));
        }
        let spellings = counts.spellings();
        let known = |word: &str| spellings.log2(word.as_bytes()).is_some();
        assert!(known("Quispemar") && known("QUISPEMAR"));
        assert!(!known("Orrillo"), "one article alone may have torn it");
        assert!(!known("dam"), "the lexicon has it");
    }
}
