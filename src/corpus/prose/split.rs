//! Words torn apart (`t he`, `rebu ild`): mended where the whole is far likelier than its pieces side by side.
//!
//! A noisy-channel choice: the count of the whole word, times the chance that a space fell into it, against the chance
//! of meeting the two pieces next to each other. An author's typo is no such case: its pieces do not make a word.

use super::{
    Changes,
    letters::{Letters, fingerprint, runs},
    lexicon::{Count, LEXICON, LOG2_COMMON, LOG2_N_WORDS, Lexicon},
    spellings::Spellings,
};
use crate::text::EditKind;
use std::{collections::HashMap, ops::Range};

/// The logarithm of the chance that a space fell into a word, in a text that shows no such damage otherwise.
const LOG2_SPLIT: f32 = -17.0;
/// The same for a text in which a word has been found torn.
const LOG2_SPLIT_AGAIN: f32 = -8.0;
/// Two known words of so many letters each may be a compound that others write in one (`per cent`, `main stream`): a
/// matter of style, which damage elsewhere says nothing about.
const MIN_STYLE_LEN: usize = 3;
/// How much likelier the whole must be, in bits.
const MARGIN: f32 = 2.0;
/// The logarithm of how many words out of all are in lower case and not in the lexicon.
const LOG2_UNKNOWN: f32 = -9.0;
/// So few bits of surprise can a word have whose beginning is not English.
const ODD_BEGINNING: f32 = 17.0;
/// A text of which fewer words are known (in percent) is not in English.
const MIN_KNOWN_PERCENT: usize = 60;

/// Parts that authors write apart on purpose, or that other damage leaves behind.
const STANDS_ALONE: &[&str] = &[
    "co", "non", "pre", "ex", "anti", "multi", "semi", "mid", "sub", "ultra", "vice", "pro",
    "inter", "cyber", "bio", "eco", "mini", "micro", "mega", "neo", "post", "self", "over",
    "under", "e", "un", "re", "trans", "super", "socio", "mr", "ms", "dr", "st", "vs", "counter",
    "meta",
];
/// What an apostrophe leaves behind when it is lost.
const AFTER_APOSTROPHE: &[&str] = &["s", "t", "d", "m", "ll", "ve", "re"];

/// Returns the words of `text` that stand for themselves: ASCII letters with nothing joined to them.
pub fn standing_words(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    runs(bytes)
        .map(Letters::at)
        .filter(|at| stands_left(bytes, at) && stands_right(bytes, at))
        .map(|at| &text[at])
}

/// Proposes to mend the torn words of a text. What other articles of its archive write counts too, where that is known.
pub(super) fn mend(text: &str, archive: Option<&Spellings>) -> Changes {
    let lexicon = &*LEXICON;
    let bytes = text.as_bytes();
    let mut n_tokens = 0;
    let mut unknown: Vec<Letters> = Vec::new();
    let mut pairs: Vec<Pair> = Vec::new();
    let mut before: Option<Token> = None;
    for letters in runs(bytes) {
        let token = Token::of(bytes, letters, lexicon);
        n_tokens += 1;
        if token.count.is_zero() {
            unknown.push(letters);
        }
        if let Some(first) = before
            && !(first.is_common && token.is_common)
            && first.letters.end + 1 == letters.start
            && bytes[first.letters.end] == b' '
            && let Some(pair) = Pair::of(bytes, &first, &token)
        {
            pairs.push(pair);
        }
        before = Some(token);
    }
    let n_known = n_tokens - unknown.len();
    let mut changes = Changes::default();
    if pairs.is_empty() || n_known * 100 < n_tokens * MIN_KNOWN_PERCENT {
        return changes;
    }
    let wholes = counts_of_unknown_wholes(bytes, &pairs, &unknown);
    let scores: Vec<Option<f32>> = pairs
        .iter()
        .map(|pair| pair.score(text, &wholes, archive))
        .collect();
    let damaged = scores.iter().zip(&pairs).any(|(score, pair)| {
        !pair.is_clitic && score.is_some_and(|score| score + LOG2_SPLIT > MARGIN)
    });
    let keeps_apostrophes = text.contains("\u{2019}s") || text.contains("'s");
    let chance = if damaged {
        LOG2_SPLIT_AGAIN
    } else {
        LOG2_SPLIT
    };
    for (pair, score) in pairs.iter().zip(scores) {
        if pair.is_clitic && !(damaged && keeps_apostrophes) {
            continue;
        }
        let chance = if pair.is_style { LOG2_SPLIT } else { chance };
        let sure = match score {
            Some(score) if score + chance > MARGIN => true,
            None if pair.is_lone_capital(text, lexicon) => false,
            _ => continue,
        };
        let gap = pair.first.end..pair.second.start;
        if gap.start >= changes.end() {
            changes.remove(gap, EditKind::SplitWord, sure);
        }
    }
    changes
}

/// Two tokens with a space between them, of which one at least is hardly a word.
#[derive(Clone, Debug)]
struct Pair {
    first: Range<usize>,
    second: Range<usize>,
    /// `None` where it is too long for a word.
    whole: Option<Whole>,
    first_log2: f32,
    second_log2: f32,
    /// The whole begins in lower case.
    is_lower: bool,
    /// The second may be what a lost apostrophe has left.
    is_clitic: bool,
    /// Both are words that some write as one.
    is_style: bool,
}

impl Pair {
    /// Looks at two neighbours; `None` for the many that are surely two words.
    fn of(bytes: &[u8], first: &Token, second: &Token) -> Option<Self> {
        let lexicon = &*LEXICON;
        let (first_at, second_at) = (first.letters.at(), second.letters.at());
        if !stands_left(bytes, &first_at) || !stands_right(bytes, &second_at) {
            return None;
        }
        let (a, b) = (&bytes[first_at.clone()], &bytes[second_at.clone()]);
        if !b.iter().all(u8::is_ascii_lowercase) || !a[1..].iter().all(u8::is_ascii_lowercase) {
            return None;
        }
        let are_known = !first.count.is_zero() && !second.count.is_zero();
        let whole = Whole::of(bytes, first.letters, second.letters);
        // What nobody knows as a whole can only be a name, and then a piece of it is unknown too.
        if are_known && whole.is_none_or(|whole| whole.count.is_zero()) {
            return None;
        }
        let (first_log2, second_log2) = (first.log2(a, lexicon), second.log2(b, lexicon));
        // Two common words are never pieces of one, whatever they make together.
        if first_log2.min(second_log2) > f32::from(LOG2_COMMON) {
            return None;
        }
        let lower = |word: &[u8], list: &[&str]| {
            list.iter()
                .any(|other| other.as_bytes().eq_ignore_ascii_case(word))
        };
        if lower(a, STANDS_ALONE) && !second.count.is_zero() {
            return None;
        }
        Some(Self {
            is_lower: first.is_lower,
            is_style: are_known && a.len().min(b.len()) >= MIN_STYLE_LEN,
            is_clitic: lower(b, AFTER_APOSTROPHE) && !first.count.is_zero(),
            first: first_at,
            second: second_at,
            whole,
            first_log2,
            second_log2,
        })
    }

    fn word<'b>(&self, bytes: &[u8], room: &'b mut [u8; 64]) -> Option<&'b [u8]> {
        whole_of(
            &bytes[self.first.clone()],
            &bytes[self.second.clone()],
            room,
        )
    }

    /// Returns by how many bits the whole beats the pieces, before the chance of a split; `None` for an unknown whole.
    fn score(
        &self,
        text: &str,
        wholes: &HashMap<Vec<u8>, u32>,
        archive: Option<&Spellings>,
    ) -> Option<f32> {
        let whole = self.whole?;
        let mut room = [0; 64];
        let is_odd = whole.count.is_zero() && !(wholes.is_empty() && archive.is_none());
        let odd = is_odd.then(|| self.word(text.as_bytes(), &mut room));
        let odd = odd.flatten();
        // What this text says elsewhere counts for more than what others say.
        let here = odd
            .and_then(|word| wholes.get(word))
            .map(|&n| (n as f32).log2() + 6.0);
        let archived = |word: &[u8]| archive?.log2(word);
        let whole_log2 = [
            whole.count.log2_as(self.is_lower),
            here,
            odd.and_then(archived),
        ];
        let whole_log2 = whole_log2.into_iter().flatten().reduce(f32::max)?;
        // A piece that stands in other articles by itself (`al Shabaab`) is a word, not a piece.
        let piece_log2 = |at: &Range<usize>, log2: f32| {
            archived(&text.as_bytes()[at.clone()]).map_or(log2, |archived| log2.max(archived))
        };
        let pieces_log2 =
            piece_log2(&self.first, self.first_log2) + piece_log2(&self.second, self.second_log2);
        Some(whole_log2 - (pieces_log2 - LOG2_N_WORDS))
    }

    /// Tells whether a capital stands alone before a piece that no English word begins like (`M aoist`).
    fn is_lone_capital(&self, text: &str, lexicon: &Lexicon) -> bool {
        let (a, b) = (
            &text.as_bytes()[self.first.clone()],
            &text.as_bytes()[self.second.clone()],
        );
        a.len() == 1
            && a[0].is_ascii_uppercase()
            && !matches!(a[0], b'A' | b'I')
            && b.len() >= 4
            && lexicon.count(b).is_zero()
            && lexicon.surprise(&b[..3]) > ODD_BEGINNING
    }
}

/// Two pieces as one word.
#[derive(Clone, Copy, Debug)]
struct Whole {
    /// Its fingerprint.
    hash: u64,
    /// How often it was seen.
    count: Count,
}

impl Whole {
    /// Puts two pieces together; `None` where they are too long for a word.
    fn of(bytes: &[u8], first: Letters, second: Letters) -> Option<Self> {
        let hash = match first.joined(second) {
            Some(hash) => hash,
            None => {
                let mut room = [0; 64];
                fingerprint(whole_of(
                    &bytes[first.at()],
                    &bytes[second.at()],
                    &mut room,
                )?)
            }
        };
        let count = LEXICON.count_of(hash, first.len() + second.len());
        Some(Self { hash, count })
    }
}

fn whole_of<'b>(first: &[u8], second: &[u8], room: &'b mut [u8; 64]) -> Option<&'b [u8]> {
    let whole = room.get_mut(..first.len() + second.len())?;
    whole[..first.len()].copy_from_slice(first);
    whole[first.len()..].copy_from_slice(second);
    Some(whole)
}

/// Counts the wholes that the lexicon does not know elsewhere in the text: names are said more than once.
fn counts_of_unknown_wholes(
    bytes: &[u8],
    pairs: &[Pair],
    unknown: &[Letters],
) -> HashMap<Vec<u8>, u32> {
    let mut wholes: HashMap<Vec<u8>, u32> = HashMap::new();
    if unknown.is_empty() {
        return wholes;
    }
    let mut hashes: Vec<u64> = unknown.iter().map(|word| word.hash).collect();
    hashes.sort_unstable();
    for pair in pairs {
        let mut room = [0; 64];
        if let Some(whole) = pair.whole
            && whole.count.is_zero()
            && hashes.binary_search(&whole.hash).is_ok()
            && let Some(word) = pair.word(bytes, &mut room)
        {
            wholes.insert(word.to_vec(), 0);
        }
    }
    if wholes.is_empty() {
        return wholes;
    }
    for word in unknown {
        if let Some(n) = wholes.get_mut(&bytes[word.at()]) {
            *n += 1;
        }
    }
    wholes.retain(|_, n| *n > 0);
    wholes
}

/// A run of ASCII letters and how common it is.
#[derive(Clone, Copy, Debug)]
struct Token {
    letters: Letters,
    count: Count,
    is_lower: bool,
    is_common: bool,
}

impl Token {
    fn of(bytes: &[u8], letters: Letters, lexicon: &Lexicon) -> Self {
        let count = lexicon.count_of(letters.hash, letters.len());
        let is_lower = bytes[letters.start].is_ascii_lowercase();
        Self {
            letters,
            count,
            is_lower,
            is_common: count.is_common(is_lower),
        }
    }

    fn log2(&self, word: &[u8], lexicon: &Lexicon) -> f32 {
        self.count.log2_as(self.is_lower).unwrap_or_else(|| {
            let unknown = LOG2_N_WORDS + LOG2_UNKNOWN - lexicon.surprise(word);
            unknown.max(-20.0)
        })
    }
}

/// Tells whether nothing is joined to the front of the word at `at`.
fn stands_left(bytes: &[u8], at: &Range<usize>) -> bool {
    let before = at.start.checked_sub(1).map_or(b' ', |at| bytes[at]);
    before.is_ascii_whitespace() || b"\"(['".contains(&before) && at.len() > 1
}

/// Tells whether nothing but punctuation is joined to the end of the word at `at`.
fn stands_right(bytes: &[u8], at: &Range<usize>) -> bool {
    let after = bytes.get(at.end).copied().unwrap_or(b' ');
    let after_next = bytes.get(at.end + 1).copied().unwrap_or(b' ');
    after.is_ascii_whitespace()
        || b",;:!?)\"]".contains(&after)
        || after == b'.' && !after_next.is_ascii_alphanumeric() && at.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::prose::Draft;

    fn check(text: &str, expected: &str) {
        let mut draft = Draft::new(text);
        draft.apply(&mend(text, None));
        assert_eq!(draft.text(), expected);
    }

    #[test]
    fn torn_words_are_mended() {
        check(
            "They tried to avert any efforts by t he group to rebu ild the country.",
            "They tried to avert any efforts by the group to rebuild the country.",
        );
        check(
            "Critics fear that the M aoist rebels will return to the country.",
            "Critics fear that the Maoist rebels will return to the country.",
        );
        check(
            "Ms. Quispe said on Monday that Quis pe would go to the court and wait there.",
            "Ms. Quispe said on Monday that Quispe would go to the court and wait there.",
        );
    }

    #[test]
    fn what_the_author_wrote_stays() {
        for text in [
            "We can help them in their own efforst and also in their work for the country.",
            "He has a plan to go in to the city some time and may be to stay there a long time.",
            "The non proliferation talks went on, and the co operation of the ex president was missed.",
            "She took vitamin C deficiency seriously, and Plan B worked for all of the patients.",
            "It s a pity that he don t know it, and we ll see what they say about it.",
            "Der Minister sagte, er habe die Vor lage nicht gelesen und werde das nach holen.",
        ] {
            check(text, text);
        }
    }
}
