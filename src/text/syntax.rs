//! Which word depends on which? An arc-eager dependency parser learned from the Universal Dependencies.
//!
//! Arcs are found by Nivre's arc-eager moves ("Algorithms for Deterministic Incremental Dependency Parsing", 2008), each
//! chosen by a linear model of hashed features; the relation of an arc is chosen by a second one when the arc is made.

mod features;
pub mod learn;
mod moves;

use super::names::gazetteer::Clusters;
use super::perceptron::hashed::Hashed;
use super::perceptron::{BadModel, Features};
use super::sentence::Ground;
use super::tag::Tag;
use moves::{Move, State};
use std::ops::Range;
use std::sync::OnceLock;

/// How a word depends on its head: relations of the Universal Dependencies, those that are alike for reports together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Relation {
    /// It depends on nothing: the head of the sentence, or a word that found no head.
    #[default]
    Root,
    /// `nsubj`, `csubj`
    Subject,
    /// `nsubj:pass`, `csubj:pass`
    PassiveSubject,
    /// `obj`, `iobj`
    Object,
    /// `ccomp`
    Clause,
    /// `xcomp`
    OpenClause,
    /// `obl`
    Oblique,
    /// `advcl`
    AdverbialClause,
    /// `acl`
    AdjectivalClause,
    /// `nmod`
    NounModifier,
    /// `conj`
    Conjunct,
    /// `parataxis`
    Parataxis,
    /// `mark`
    Marker,
    /// `aux`, `cop`
    Auxiliary,
    /// `punct`
    Punctuation,
    /// `appos`
    Apposition,
    /// `flat`, `compound`, `fixed`: parts of one name or word
    Part,
    /// `advmod`
    Adverb,
    /// Anything else: `det`, `case`, `cc`, `amod`, …
    Other,
}

impl Relation {
    /// All relations by their number, with their names in the treebanks; the last one stands for all others.
    pub const ALL: [(Self, &'static str); 19] = [
        (Self::Root, "root"),
        (Self::Subject, "nsubj csubj"),
        (Self::PassiveSubject, "nsubj:pass csubj:pass"),
        (Self::Object, "obj iobj"),
        (Self::Clause, "ccomp"),
        (Self::OpenClause, "xcomp"),
        (Self::Oblique, "obl"),
        (Self::AdverbialClause, "advcl"),
        (Self::AdjectivalClause, "acl"),
        (Self::NounModifier, "nmod"),
        (Self::Conjunct, "conj"),
        (Self::Parataxis, "parataxis"),
        (Self::Marker, "mark"),
        (Self::Auxiliary, "aux cop"),
        (Self::Punctuation, "punct"),
        (Self::Apposition, "appos"),
        (Self::Part, "flat compound fixed goeswith"),
        (Self::Adverb, "advmod"),
        (Self::Other, ""),
    ];

    /// Returns the relation for the name that a treebank gives it, with or without its subtype.
    pub fn of_treebank(name: &str) -> Self {
        let known = |name: &str| {
            Self::ALL
                .iter()
                .find(|(_, names)| names.split(' ').any(|known| known == name))
        };
        known(name)
            .or_else(|| known(name.split(':').next().unwrap_or(name)))
            .map_or(Self::Other, |(relation, _)| *relation)
    }

    /// Returns the relation with the highest score, the first one of several.
    fn best<S: PartialOrd>(scores: &[S; N_RELATIONS]) -> Self {
        let mut best = 0;
        for at in 1..scores.len() {
            if scores[at] > scores[best] {
                best = at;
            }
        }
        Self::ALL[best].0
    }
}

/// Longer sentences are lists or tables, and are not read.
const MAX_TOKENS: usize = 300;

/// No head.
pub const NO_HEAD: u32 = u32::MAX;

/// The heads of the tokens of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// For each token, the token it depends on; [`NO_HEAD`] for none, and in sentences that were not read.
    pub heads: Vec<u32>,
    /// For each token, how it depends on it.
    pub relations: Vec<Relation>,
    /// For each token, the relations of what depends on it before it and behind it, one bit each.
    pub dependents: Vec<[u32; 2]>,
}

impl Tree {
    /// Makes one in which nothing depends on anything.
    pub fn empty(n_tokens: usize) -> Self {
        Self {
            heads: vec![NO_HEAD; n_tokens],
            relations: vec![Relation::Root; n_tokens],
            dependents: vec![[0; 2]; n_tokens],
        }
    }

    /// Returns the token that one depends on.
    pub fn head(&self, idx: usize) -> Option<usize> {
        let head = *self.heads.get(idx)?;
        (head != NO_HEAD).then_some(head as usize)
    }
}

/// The models that find arcs and name them.
#[derive(Debug)]
pub struct Parser {
    moves: Hashed<N_MOVES>,
    relations: Hashed<N_RELATIONS>,
}

const N_MOVES: usize = Move::ALL.len();
const N_RELATIONS: usize = Relation::ALL.len();

/// The parser in use.
static PARSER: OnceLock<Option<Parser>> = OnceLock::new();

/// Takes a parser in place of the one that comes with the program: what is learned later stands on it.
/// Returns `false`, and does nothing, where texts were read before or the bytes are no such model.
pub fn adopt(bytes: &'static [u8]) -> bool {
    Parser::from_bytes(bytes).is_ok_and(|parser| PARSER.set(Some(parser)).is_ok())
}

/// Returns the parser that comes with the program; nothing if its file is no model.
pub fn parser() -> Option<&'static Parser> {
    let parser =
        PARSER.get_or_init(|| Parser::from_bytes(include_bytes!("../../models/arcs.bin")).ok());
    parser.as_ref()
}

/// Memory that is used again from sentence to sentence.
#[derive(Debug, Default)]
struct Scratch {
    state: State,
    words: Vec<Word>,
    features: Features,
}

/// What the features see of a token.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    hash: u32,
    fine: u16,
    middle: u8,
    tag: u8,
}

/// Reads what the features see of the tokens of a sentence.
fn words(ground: &Ground, tags: &[Tag], sentence: &Range<usize>, words: &mut Vec<Word>) {
    let groups = Clusters::get();
    words.clear();
    words.extend(sentence.clone().map(|idx| {
        let hash = ground.tokens[idx].hash;
        let group = groups.of(hash);
        Word {
            hash,
            fine: group.fine,
            middle: group.middle,
            tag: tags[idx] as u8 + 1,
        }
    }));
}

impl Parser {
    /// Finds the heads of the tokens of those sentences that are wanted and not too long; takes time linear in the
    /// length of the text.
    pub fn tree(
        &self,
        ground: &Ground,
        tags: &[Tag],
        is_wanted: impl Fn(&Range<usize>) -> bool,
    ) -> Tree {
        let mut tree = Tree::empty(ground.tokens.len());
        let mut scratch = Scratch::default();
        for sentence in &ground.sentences {
            if sentence.len() <= MAX_TOKENS && is_wanted(sentence) {
                self.read(ground, tags, sentence, &mut scratch);
                for (at, idx) in sentence.clone().enumerate() {
                    let node = &scratch.state.nodes[at];
                    tree.dependents[idx] = [node.relations_left, node.relations_right];
                    if let Some(head) = scratch.state.head(at) {
                        tree.heads[idx] = (sentence.start + head) as u32;
                        tree.relations[idx] = scratch.state.relation(at);
                    }
                }
            }
        }
        tree
    }

    fn read(&self, ground: &Ground, tags: &[Tag], sentence: &Range<usize>, scratch: &mut Scratch) {
        words(ground, tags, sentence, &mut scratch.words);
        let state = &mut scratch.state;
        state.begin(sentence.len());
        while !state.is_done() {
            let legal = state.legal();
            let chosen = if legal.is_power_of_two() {
                Move::from_mask(legal)
            } else {
                scratch.features.clear();
                features::of_move(state, &scratch.words, &mut scratch.features);
                best(&self.moves.score(scratch.features.of(0)), legal)
            };
            let relation = match state.arc_of(chosen) {
                Some((head, dependent)) => {
                    scratch.features.clear();
                    let words = &scratch.words;
                    features::of_arc(state, words, head, dependent, &mut scratch.features);
                    Relation::best(&self.relations.score(scratch.features.of(0)))
                }
                None => Relation::Root,
            };
            state.make(chosen, relation);
        }
    }

    /// Writes the parser: the model of moves, the model of relations.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.moves.to_bytes();
        bytes.extend(self.relations.to_bytes());
        bytes
    }

    /// Reads a parser.
    ///
    /// # Errors
    ///
    /// If the bytes are no models, or not all of them.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Self, BadModel> {
        let (moves, rest) = Hashed::read(bytes)?;
        let (relations, rest) = Hashed::read(rest)?;
        if rest.is_empty() {
            Ok(Self { moves, relations })
        } else {
            Err(BadModel::Length)
        }
    }
}

/// Returns the best of the moves that may be made, the first one of several.
fn best<S: PartialOrd + Copy>(scores: &[S; N_MOVES], mask: u8) -> Move {
    let may_be = Move::ALL.into_iter().filter(|one| mask & one.mask() != 0);
    may_be
        .reduce(|best, one| {
            if scores[one as usize] > scores[best as usize] {
                one
            } else {
                best
            }
        })
        .unwrap_or(Move::Shift)
}

#[cfg(test)]
mod tests {
    use super::super::Body;
    use super::super::form::forms;
    use super::super::tag::tags;
    use super::*;

    /// Holds the head and the relation of each token: `said<-root Gates<-said:Subject`.
    fn check(text: &str, expected: &[(&str, &str, Relation)]) {
        let body = Body::plain(text);
        let ground = Ground::new(&body);
        let tags = tags(&ground, &forms(&ground));
        let tree = parser()
            .expect("the model is there")
            .tree(&ground, &tags, |_| true);
        for (word, head, relation) in expected {
            let at = (0..ground.tokens.len())
                .find(|at| ground.word(*at) == *word)
                .expect("the word stands there");
            let found = tree.head(at).map_or("", |head| ground.word(head));
            assert_eq!(
                (found, tree.relations[at]),
                (*head, *relation),
                "{word} of {text:?}"
            );
        }
    }

    #[test]
    fn finds_subjects_and_clauses() {
        check(
            "The minister said the talks had failed.",
            &[
                ("minister", "said", Relation::Subject),
                ("said", "", Relation::Root),
                ("talks", "failed", Relation::Subject),
                ("failed", "said", Relation::Clause),
            ],
        );
        check(
            "The reporter was denied access.",
            &[("reporter", "denied", Relation::PassiveSubject)],
        );
    }

    #[test]
    fn reads_only_what_is_wanted() {
        let body = Body::plain("He said so. She said no.");
        let ground = Ground::new(&body);
        let tags = tags(&ground, &forms(&ground));
        let parser = parser().expect("the model is there");
        let tree = parser.tree(&ground, &tags, |sentence| sentence.start > 0);
        assert_eq!(tree.heads[..4], [NO_HEAD; 4]);
        assert!(tree.heads[4..].iter().any(|head| *head != NO_HEAD));
    }

    #[test]
    fn refuses_bad_bytes() {
        assert_eq!(Parser::from_bytes(&[4, 1]).unwrap_err(), BadModel::Length);
        assert_eq!(Parser::from_bytes(&[255; 8]).unwrap_err(), BadModel::Kind);
        let mut long = include_bytes!("../../models/arcs.bin").to_vec();
        long.push(0);
        assert_eq!(
            Parser::from_bytes(long.leak()).unwrap_err(),
            BadModel::Length
        );
    }

    #[test]
    fn relations_have_their_names() {
        for (idx, (relation, name)) in Relation::ALL.iter().enumerate() {
            assert_eq!(*relation as usize, idx, "{name}");
        }
        assert_eq!(
            Relation::of_treebank("nsubj:pass"),
            Relation::PassiveSubject
        );
        assert_eq!(Relation::of_treebank("nsubj:outer"), Relation::Subject);
        assert_eq!(Relation::of_treebank("obl:tmod"), Relation::Oblique);
        assert_eq!(Relation::of_treebank("amod"), Relation::Other);
    }
}
