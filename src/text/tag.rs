//! Which part of speech is each word? A perceptron tagger learned from the Universal Dependencies.

mod spelling;

use super::form::Form;
use super::perceptron::{BadModel, Features, Perceptron, Scratch, feature};
use super::sentence::Ground;
use super::token::{Token, TokenKind};
use super::words::WordSet;
use spelling::american;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

/// A part of speech: those of the Universal Dependencies, nouns by number and verbs by form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(
    missing_docs,
    reason = "each is named and explained by its doc line in `Tag::ALL`"
)]
pub enum Tag {
    Noun,
    Nouns,
    Name,
    Pronoun,
    Determiner,
    Adjective,
    Adverb,
    Preposition,
    Particle,
    Number,
    And,
    Subordinator,
    Auxiliary,
    Interjection,
    Punctuation,
    Symbol,
    Other,
    Base,
    Past,
    Gerund,
    Participle,
    Present,
    ThirdPerson,
}

impl Tag {
    /// All tags, by their number, with their names in the treebanks.
    pub const ALL: [(Self, &'static str); 23] = [
        (Self::Noun, "NOUN"),
        (Self::Nouns, "NOUNS"),
        (Self::Name, "PROPN"),
        (Self::Pronoun, "PRON"),
        (Self::Determiner, "DET"),
        (Self::Adjective, "ADJ"),
        (Self::Adverb, "ADV"),
        (Self::Preposition, "ADP"),
        (Self::Particle, "PART"),
        (Self::Number, "NUM"),
        (Self::And, "CCONJ"),
        (Self::Subordinator, "SCONJ"),
        (Self::Auxiliary, "AUX"),
        (Self::Interjection, "INTJ"),
        (Self::Punctuation, "PUNCT"),
        (Self::Symbol, "SYM"),
        (Self::Other, "X"),
        (Self::Base, "VB"),
        (Self::Past, "VBD"),
        (Self::Gerund, "VBG"),
        (Self::Participle, "VBN"),
        (Self::Present, "VBP"),
        (Self::ThirdPerson, "VBZ"),
    ];

    /// Returns the tag for the UPOS and XPOS columns of a treebank.
    pub fn of_treebank(upos: &str, xpos: &str) -> Self {
        match upos {
            "NOUN" if xpos.ends_with('S') => Self::Nouns,
            "VERB" => match xpos {
                "VBD" => Self::Past,
                "VBG" => Self::Gerund,
                "VBN" => Self::Participle,
                "VBP" => Self::Present,
                "VBZ" => Self::ThirdPerson,
                _ => Self::Base,
            },
            _ => Self::ALL
                .iter()
                .find(|(_, name)| *name == upos)
                .map_or(Self::Other, |(tag, _)| *tag),
        }
    }

    /// Returns the name of the treebanks for the part of speech alone: `VERB` for all verbs.
    pub fn upos(self) -> &'static str {
        match self {
            _ if self.is_verb() => "VERB",
            Self::Nouns => "NOUN",
            _ => Self::ALL[self as usize].1,
        }
    }

    /// Tells whether it is a verb in any form, auxiliaries not among them.
    pub fn is_verb(self) -> bool {
        self as u8 >= Self::Base as u8
    }

    /// Tells whether it is a verb that a clause may have for its own, or an auxiliary.
    pub fn is_finite(self) -> bool {
        matches!(
            self,
            Self::Past | Self::Present | Self::ThirdPerson | Self::Auxiliary
        )
    }

    /// Tells whether it is a noun or a name.
    pub fn is_noun(self) -> bool {
        matches!(self, Self::Noun | Self::Nouns | Self::Name)
    }

    fn from_label(label: u8) -> Self {
        Self::ALL
            .get(usize::from(label))
            .map_or(Self::Other, |(tag, _)| *tag)
    }

    fn mask(self) -> u64 {
        1 << self as u8
    }
}

/// What an unknown word may be.
const OPEN: [Tag; 12] = [
    Tag::Noun,
    Tag::Nouns,
    Tag::Name,
    Tag::Adjective,
    Tag::Adverb,
    Tag::Base,
    Tag::Past,
    Tag::Gerund,
    Tag::Participle,
    Tag::Present,
    Tag::ThirdPerson,
    Tag::Other,
];

/// A tagger: the model and the words whose tags are known.
#[derive(Debug)]
pub struct Tagger {
    model: Perceptron,
    lexicon: Lexicon,
}

/// The tagger in use.
static TAGGER: OnceLock<Option<Tagger>> = OnceLock::new();

/// Takes a tagger in place of the one that comes with the program: what is learned later stands on it.
/// Returns `false`, and does nothing, where texts were read before or the bytes are no such model.
pub fn adopt(bytes: &'static [u8]) -> bool {
    Tagger::from_bytes(bytes).is_ok_and(|tagger| TAGGER.set(Some(tagger)).is_ok())
}

fn tagger() -> Option<&'static Tagger> {
    let tagger =
        TAGGER.get_or_init(|| Tagger::from_bytes(include_bytes!("../../models/tags.bin")).ok());
    tagger.as_ref()
}

/// Returns the tag of each token of a body.
pub fn tags(ground: &Ground, forms: &[Form]) -> Vec<Tag> {
    match tagger() {
        Some(tagger) => tagger.tags(ground, forms),
        // Cannot happen with the model this was built with; a test holds it.
        None => vec![Tag::Other; ground.tokens.len()],
    }
}

impl Tagger {
    /// Puts a tagger together.
    pub fn new(model: Perceptron, lexicon: Lexicon) -> Self {
        Self { model, lexicon }
    }

    /// Returns the tag of each token.
    pub fn tags(&self, ground: &Ground, forms: &[Form]) -> Vec<Tag> {
        let mut tags = Vec::with_capacity(ground.tokens.len());
        let mut features = Features::default();
        let mut scratch = Scratch::default();
        let (mut allowed, mut labels) = (Vec::new(), Vec::new());
        for sentence in &ground.sentences {
            extract(
                ground,
                forms,
                sentence,
                &self.lexicon,
                &mut features,
                &mut allowed,
            );
            self.model
                .decode(&features, &allowed, &mut scratch, &mut labels);
            tags.extend(labels.iter().map(|&label| Tag::from_label(label)));
        }
        tags
    }

    /// Writes the tagger: the length of the lexicon, the lexicon, the model.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = (self.lexicon.entries.len() as u32).to_le_bytes().to_vec();
        for (hash, mask) in &self.lexicon.entries {
            bytes.extend_from_slice(&hash.to_le_bytes());
            bytes.extend_from_slice(&mask.to_le_bytes());
        }
        bytes.extend_from_slice(&self.model.to_bytes());
        bytes
    }

    /// Reads a tagger.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Self, BadModel> {
        let (n_entries, rest) = bytes.split_first_chunk::<4>().ok_or(BadModel::Length)?;
        let n_bytes = (u32::from_le_bytes(*n_entries) as usize).saturating_mul(8);
        let (entries, model) = rest.split_at_checked(n_bytes).ok_or(BadModel::Length)?;
        let number = |b: &[u8]| u32::from_le_bytes([b[0], b[1], b[2], b[3]]);
        let entries = entries
            .chunks_exact(8)
            .map(|e| (number(&e[..4]), number(&e[4..])))
            .collect();
        Ok(Self {
            model: Perceptron::from_bytes(model)?,
            lexicon: Lexicon::new(entries),
        })
    }
}

/// The tags of frequent words, by [`super::words::word_hash`].
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// In order of the hash: the hash and a mask of tags.
    entries: Vec<(u32, u32)>,
    /// Where the entries begin whose hash has the same top bits.
    starts: Vec<u32>,
}

/// The top bits that lead straight to a few entries.
const START_BITS: u32 = 12;

impl Lexicon {
    /// Takes words with the masks of their tags.
    pub fn new(mut entries: Vec<(u32, u32)>) -> Self {
        entries.sort_unstable();
        let starts = (0..=1_u64 << START_BITS)
            .map(|top| {
                entries.partition_point(|(hash, _)| u64::from(hash >> (32 - START_BITS)) < top)
                    as u32
            })
            .collect();
        Self { entries, starts }
    }

    /// Returns the tags that a known word may have.
    pub fn get(&self, hash: u32) -> Option<u64> {
        let top = (hash >> (32 - START_BITS)) as usize;
        let range = *self.starts.get(top)? as usize..*self.starts.get(top + 1)? as usize;
        let near = &self.entries[range];
        near.iter()
            .find(|(known, _)| *known == hash)
            .map(|(_, mask)| u64::from(*mask))
    }
}

/// Writes what is seen at each token of a sentence, and which tags it may have.
pub fn extract(
    ground: &Ground,
    forms: &[Form],
    sentence: &Range<usize>,
    lexicon: &Lexicon,
    features: &mut Features,
    allowed: &mut Vec<u64>,
) {
    features.clear();
    allowed.clear();
    for idx in sentence.clone() {
        let mask = if is_loud(ground, sentence, idx) {
            Tag::Name.mask()
        } else {
            may_be(&ground.tokens[idx], idx == sentence.start, lexicon)
        };
        if !mask.is_power_of_two() {
            observe(&ground.tokens, forms, sentence, idx, features);
        }
        features.close();
        allowed.push(mask);
    }
}

/// Tells whether a token is a pronoun by its letters but an acronym by its capitals: *the WHO*, where the words beside it
/// are not in capitals too.
fn is_loud(ground: &Ground, sentence: &Range<usize>, idx: usize) -> bool {
    static PRONOUNS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("who it us"));
    let is_small = |at: usize| {
        let token = &ground.tokens[at];
        !token.is_word() || token.has_lower()
    };
    let token = &ground.tokens[idx];
    token.is_capital()
        && !token.has_lower()
        && PRONOUNS.has(token.hash)
        && sentence.len() > 1
        && (idx == sentence.start || is_small(idx - 1))
        && (idx + 1 == sentence.end || is_small(idx + 1))
}

fn may_be(token: &Token, is_first: bool, lexicon: &Lexicon) -> u64 {
    let known = lexicon
        .get(token.hash)
        .or_else(|| lexicon.get(american(token.hash)?));
    let mask = match token.kind {
        TokenKind::Comma | TokenKind::Stop | TokenKind::Bracket => Tag::Punctuation.mask(),
        TokenKind::Number if token.is_plain_number() => Tag::Number.mask(),
        _ => known.unwrap_or_else(|| match token.kind {
            TokenKind::Symbol => Tag::Symbol.mask() | Tag::Punctuation.mask(),
            TokenKind::Mark | TokenKind::Dash | TokenKind::Punctuation => {
                Tag::Punctuation.mask() | Tag::Particle.mask() | Tag::Symbol.mask()
            }
            TokenKind::Number => {
                Tag::Number.mask()
                    | Tag::Noun.mask()
                    | Tag::Nouns.mask()
                    | Tag::Adjective.mask()
                    | Tag::Name.mask()
            }
            _ => OPEN.iter().map(|tag| tag.mask()).sum(),
        }),
    };
    // A capital inside a sentence may make a name of anything that is not a mere sign.
    if token.is_capital() && token.is_word() && (!is_first || known.is_none()) {
        mask | Tag::Name.mask()
    } else {
        mask
    }
}

fn observe(
    tokens: &[Token],
    forms: &[Form],
    sentence: &Range<usize>,
    idx: usize,
    features: &mut Features,
) {
    /// What stands before the first and behind the last word.
    const EDGE: Form = Form {
        word: 1,
        prefixes: [1; 3],
        suffixes: [1; 4],
        shape: 1,
    };
    let at = |offset: isize| -> &Form {
        idx.checked_add_signed(offset)
            .filter(|at| sentence.contains(at))
            .map_or(&EDGE, |at| &forms[at])
    };
    let form = at(0);
    let (before, after) = (at(-1), at(1));
    let capital = u32::from(tokens[idx].is_capital()) + 2 * u32::from(idx == sentence.start);
    features.add(feature(0, 0));
    features.add(feature(1, form.word));
    features.add(feature(2, form.suffixes[0]));
    features.add(feature(3, form.suffixes[1]));
    features.add(feature(4, form.suffixes[2]));
    features.add(feature(5, form.suffixes[3]));
    features.add(feature(6, form.prefixes[0]));
    features.add(feature(7, form.prefixes[2]));
    features.add(feature(8, form.shape));
    features.add(feature(9 + capital, form.suffixes[2]));
    features.add(feature(14, before.word));
    features.add(feature(15, after.word));
    features.add(feature(16, at(-2).word));
    features.add(feature(17, at(2).word));
    features.add(feature(18, before.word ^ form.word.rotate_left(7)));
    features.add(feature(19, after.word ^ form.word.rotate_left(7)));
    features.add(feature(20, before.suffixes[2]));
    features.add(feature(21, after.suffixes[2]));
    features.add(feature(
        22,
        before.suffixes[1] ^ form.suffixes[2].rotate_left(7),
    ));
    features.add(feature(
        23,
        after.suffixes[1] ^ form.suffixes[2].rotate_left(7),
    ));
    features.add(feature(24, before.word ^ after.word.rotate_left(7)));
    features.add(feature(25, after.shape ^ form.shape.rotate_left(7)));
    features.add(feature(26, before.shape ^ form.shape.rotate_left(7)));
}

#[cfg(test)]
mod tests {
    use super::super::Body;
    use super::super::form::forms;
    use super::*;

    fn check(text: &str, expected: &str) {
        let body = Body::plain(text);
        let ground = Ground::new(&body);
        let found: Vec<&str> = tags(&ground, &forms(&ground))
            .iter()
            .map(|tag| Tag::ALL[*tag as usize].1)
            .collect();
        assert_eq!(found.join(" "), expected, "of {text:?}");
    }

    #[test]
    fn tags_words() {
        check(
            "The ministers agreed on Saturday to update their pact.",
            "DET NOUNS VBD ADP PROPN PART VB PRON NOUN PUNCT",
        );
        check(
            "He has said it was wrong.",
            "PRON AUX VBN PRON AUX ADJ PUNCT",
        );
        check(
            "The WHO said so, and those who know it.",
            "DET PROPN VBD ADV PUNCT CCONJ PRON PRON VBP PRON PUNCT",
        );
        check("", "");
    }

    #[test]
    fn the_model_fits() {
        assert!(tagger().is_some());
        assert_eq!(Tagger::from_bytes(b"ab").unwrap_err(), BadModel::Length);
        assert_eq!(Tagger::from_bytes(&[255; 8]).unwrap_err(), BadModel::Length);
        for (idx, (tag, name)) in Tag::ALL.iter().enumerate() {
            assert_eq!(*tag as usize, idx, "{name}");
        }
    }
}
