//! Does this word report here? Words that could are weighed by a learned model that sees their whole sentence.

use super::super::names::gazetteer::Clusters;
use super::super::perceptron::field::Lattice;
use super::super::perceptron::yes_no::YesNo;
use super::super::perceptron::{Features, feature};
use super::super::syntax::Relation;
use super::super::tag::Tag;
use super::super::token::TokenKind;
use super::super::words::{WordSet, word_hash};
use super::clues::{Inside, NONE};
use super::features::{class, class_at};
use super::lexicon::Use;
use super::scene::Scene;
use std::ops::Range;
use std::sync::LazyLock;

static SHIPPED: LazyLock<Option<YesNo>> =
    LazyLock::new(|| YesNo::from_bytes(&include_bytes!("../../../models/quote_cues.bin")[..]).ok());

/// Returns the model that comes with the program; nothing if its file is no model.
pub fn shipped() -> Option<&'static YesNo> {
    SHIPPED.as_ref()
}

/// Weighs all words of a scene that may report.
pub fn cues(model: &YesNo, scene: &Scene) -> Cues {
    let mut features = Features::default();
    let mut lattice = Lattice::default();
    let mut cues = Cues::default();
    for sentence in &scene.ground.sentences {
        let candidates = candidates(scene, sentence);
        for at in 0..candidates.len() {
            features.clear();
            describe(scene, sentence, &candidates, at, &mut features);
            let certainty = model.certainty(&features, &mut lattice);
            if certainty >= LEAST {
                cues.at.push(candidates[at] as u32);
                cues.level.push(level(certainty));
            }
        }
    }
    cues
}

/// What is less probable is no reporting word.
const LEAST: f32 = 0.1;

/// A small number for how probable a reporting word is.
fn level(certainty: f32) -> u8 {
    match certainty {
        c if c < 0.3 => 1,
        c if c < 0.6 => 2,
        c if c < 0.85 => 3,
        _ => 4,
    }
}

/// The words that probably report.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    /// Their tokens, in order.
    pub at: Vec<u32>,
    /// How probable each is, 1 to 4.
    pub level: Vec<u8>,
}

/// Finds the words of a sentence, outside quotation marks, that could report.
pub fn candidates(scene: &Scene, sentence: &Range<usize>) -> Vec<usize> {
    sentence
        .clone()
        .filter(|&idx| may_report(scene, idx) && !tells_of_a_thing(scene, idx))
        .collect()
}

/// Tells whether a sentence has words that could report, by the words alone: the tree is made where there are some.
pub fn may_hold_cue(scene: &Scene, sentence: &Range<usize>) -> bool {
    sentence.clone().any(|idx| may_report(scene, idx))
}

fn may_report(scene: &Scene, idx: usize) -> bool {
    let clue = &scene.clues.of[idx];
    if clue.inside != Inside::No {
        return false;
    }
    let token = &scene.ground.tokens[idx];
    let kind = |at: usize| scene.ground.tokens.get(at).map(|token| token.kind);
    if token.is(word_hash("according")) || clue.usage.has(Use::NOUN) {
        return true;
    }
    if clue.usage.has(Use::REPORTS) && token.is_word() && token.has_lower() {
        return true;
    }
    // Any verb right at quotation marks, a colon or *that*.
    scene.tags[idx].is_verb()
        && (clue.usage.has(Use::THINK)
            || matches!(kind(idx + 1), Some(TokenKind::Mark))
            || class_at(scene, idx + 1) == 48
            || class_at(scene, idx + 1) == 50)
}

/// Verbs that report a clause or words in quotation marks, and with a mere thing mean something else.
static NEEDS_CLAUSE: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new("conclude concludes concluded concluding"));

/// Tells whether such a verb has an object in the tree, and neither a clause nor words in quotation marks behind it:
/// *concluded a deal*, not *concluded that it failed*.
fn tells_of_a_thing(scene: &Scene, idx: usize) -> bool {
    let has = |relation: Relation| scene.tree.dependents[idx][1] & (1 << relation as u32) != 0;
    let sentence = &scene.ground.sentences[scene.ground.sentence_of(idx)];
    NEEDS_CLAUSE.has(scene.ground.tokens[idx].hash)
        && has(Relation::Object)
        && !has(Relation::Clause)
        && !has(Relation::Parataxis)
        && (idx..sentence.end).all(|at| scene.clues.of[at].stretch == NONE)
}

fn mix(a: u32, b: u32) -> u32 {
    feature(a ^ 0x27d4_eb2f, b)
}

/// Adds the features of a candidate, as one token.
pub fn describe(
    scene: &Scene,
    sentence: &Range<usize>,
    candidates: &[usize],
    at: usize,
    features: &mut Features,
) {
    let idx = candidates[at];
    let ground = scene.ground;
    let clue = &scene.clues.of[idx];
    let inside = |by: isize| {
        idx.checked_add_signed(by)
            .filter(|at| sentence.contains(at))
    };
    let class_by = |by: isize| inside(by).map_or(60, |at| class(scene, at));
    let word_by = |by: isize| inside(by).map_or(0, |at| ground.tokens[at].hash);
    let usage_by = |by: isize| inside(by).map_or(0, |at| scene.clues.of[at].usage.bits());
    let groups = Clusters::get();
    let subject = Subject::of(scene, sentence, idx);
    let head = subject.head.map_or(0, |at| {
        let usage = scene.clues.of[at].usage;
        match scene.kind(at) {
            0 if usage.has(Use::ROLE) => 10,
            0 if usage.has(Use::BODY) => 11,
            0 if usage.has(Use::TEXT) => 12,
            0 if scene.tags[at] == Tag::Pronoun => 13,
            0 if scene.tags[at] == Tag::Name => 14,
            0 => 15,
            kind => kind,
        }
    });
    let head_word = subject.head.map_or(0, |at| ground.tokens[at].hash);
    let word = ground.tokens[idx].hash;
    let usage = clue.usage.bits();
    let plain = clue.usage.without_form().bits();
    let tag = scene.tags[idx] as u32;
    let (next, after) = (class_by(1), class_by(2));
    // What other words may report, before and behind.
    let before = at.checked_sub(1).map(|other| candidates[other]);
    let behind = candidates.get(at + 1).copied();
    let other = |other: Option<usize>| {
        other.map_or(1, |other| scene.clues.of[other].usage.without_form().bits())
    };
    let between = |other: Option<usize>| {
        other.map_or(9, |other| {
            let (a, b) = (
                &scene.clues.of[other.min(idx)],
                &scene.clues.of[other.max(idx)],
            );
            (b.cuts - a.cuts).min(2) as u32 * 3 + (b.verbs - a.verbs).min(2) as u32
        })
    };
    let quoted_before = (sentence.start..idx).any(|at| scene.clues.of[at].stretch != NONE);
    let quoted_behind = (idx..sentence.end).any(|at| scene.clues.of[at].stretch != NONE);
    let quoted = u32::from(quoted_before) << 1 | u32::from(quoted_behind);
    let place = u32::from(clue.cuts > 0) << 1 | u32::from(clue.verbs > 0);
    let left_over = (sentence.end - idx).min(12) as u32 / 2;
    let has_that = (idx + 1..sentence.end.min(idx + 9)).any(|at| class(scene, at) == 50);
    let mut put = |about: u32, seen: u32| features.add(feature(about, seen));
    put(200, word);
    put(201, mix(word, tag));
    put(202, mix(word, next));
    put(203, mix(word, head));
    put(204, mix(word, quoted));
    put(205, usage);
    put(206, mix(usage, next << 8 | after));
    put(207, mix(usage, head));
    put(208, mix(usage, subject.before << 8 | next));
    put(209, mix(plain, quoted << 8 | tag));
    put(210, mix(head, tag << 8 | next));
    put(211, mix(head_word, plain));
    put(212, head_word);
    put(213, mix(word_by(1), plain));
    put(214, mix(word_by(2), plain));
    put(215, mix(word_by(-1), plain));
    put(216, mix(word_by(-1), tag));
    put(217, mix(class_by(-2) << 8 | class_by(-1), tag));
    put(218, mix(next << 8 | after, tag << 8 | quoted));
    put(219, mix(mix(next, after), mix(class_by(3), plain)));
    put(220, mix(other(before), mix(plain, between(before))));
    put(221, mix(other(behind), mix(plain, between(behind))));
    put(222, mix(plain, place << 4 | left_over));
    put(223, mix(subject.before, mix(next, quoted)));
    put(224, mix(subject.aux, mix(plain, head)));
    put(225, mix(subject.aux, mix(word, next)));
    put(226, mix(u32::from(groups.of(word).fine), next));
    put(227, u32::from(groups.of(word).fine));
    put(228, mix(u32::from(groups.of(word).middle), mix(head, next)));
    put(229, mix(u32::from(groups.of(word_by(1)).middle), plain));
    put(230, mix(u32::from(groups.of(head_word).middle), plain));
    put(231, mix(usage_by(1), plain));
    put(232, mix(usage_by(-1), plain));
    put(233, mix(u32::from(has_that), mix(plain, next)));
    put(234, mix(u32::from(has_that), mix(word, tag)));
    put(235, mix(quoted, mix(head, next)));
    put(236, mix(subject.before, mix(plain, left_over)));
    // Its place in the tree of the sentence.
    let [on_left, on_right] = scene.tree.dependents[idx];
    let relation = scene.tree.relations[idx] as u32;
    let above = scene.tree.head(idx);
    let above_class = above.map_or(60, |at| class(scene, at));
    put(237, mix(word, on_right));
    put(238, mix(plain, on_right));
    put(239, mix(plain, on_left));
    put(240, mix(plain, relation));
    put(241, mix(relation, mix(above_class, on_right)));
    put(242, mix(on_left, mix(on_right, head)));
    put(243, mix(on_right, mix(quoted, relation)));
    put(
        244,
        mix(
            above.map_or(0, |at| ground.tokens[at].hash),
            mix(plain, relation),
        ),
    );
    features.close();
}

/// So many words of a subject are looked at.
const MAX_SUBJECT: usize = 8;

/// What stands before a verb.
pub struct Subject {
    /// The last word of the subject.
    pub head: Option<usize>,
    /// The class of what stands before the subject; 61 at the beginning of the sentence.
    pub before: u32,
    /// The auxiliary before the verb, *not*, *to* or none.
    pub aux: u32,
    /// What the subject is made of: 4 with a name, 3 a pronoun, 2 a noun, 1 less; 0 if there is none.
    pub rank: u32,
}

impl Subject {
    /// Looks back from a verb over auxiliaries and adverbs to the nouns before them.
    pub fn of(scene: &Scene, sentence: &Range<usize>, verb: usize) -> Self {
        let mut at = verb;
        let mut aux = 0;
        while at > sentence.start {
            let tag = scene.tags[at - 1];
            if !matches!(tag, Tag::Auxiliary | Tag::Adverb | Tag::Particle) {
                break;
            }
            if tag != Tag::Adverb {
                aux = mix(aux, scene.ground.tokens[at - 1].hash);
            }
            at -= 1;
        }
        let (mut head, mut rank) = (None, 0);
        for _ in 0..MAX_SUBJECT {
            if at == sentence.start {
                break;
            }
            let tag = scene.tags[at - 1];
            if !is_nominal(scene, at - 1) {
                break;
            }
            head = head.or(Some(at - 1));
            rank = rank.max(match tag {
                Tag::Name => 4,
                Tag::Pronoun => 3,
                Tag::Noun | Tag::Nouns => 2,
                _ => 1,
            });
            at -= 1;
        }
        let before = if at == sentence.start {
            61
        } else {
            class(scene, at - 1)
        };
        Self {
            head,
            before,
            aux,
            rank,
        }
    }
}

/// Tells whether a token outside of quotation marks may be part of a noun phrase.
pub(super) fn is_nominal(scene: &Scene, at: usize) -> bool {
    matches!(
        scene.tags[at],
        Tag::Noun
            | Tag::Nouns
            | Tag::Name
            | Tag::Pronoun
            | Tag::Determiner
            | Tag::Adjective
            | Tag::Number
    ) && scene.clues.of[at].inside == Inside::No
}

impl Cues {
    /// Returns the numbers of the cues of a sentence.
    pub fn of_sentence(&self, sentence: &Range<usize>) -> Range<usize> {
        let first = self
            .at
            .partition_point(|&at| (at as usize) < sentence.start);
        let last = self.at.partition_point(|&at| (at as usize) < sentence.end);
        first..last
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Body;
    use super::super::super::entities::Who;
    use super::super::super::form::forms;
    use super::super::super::names::names;
    use super::super::super::sentence::Ground;
    use super::super::super::tag::tags;
    use super::*;

    /// Holds which words of a text probably report.
    fn check(text: &str, expected: &[&str]) {
        let body = Body::plain(text);
        let ground = Ground::new(&body);
        let forms = forms(&ground);
        let tags = tags(&ground, &forms);
        let who = Who::new(&ground, &tags, &names(&ground, &forms, &tags));
        let scene = Scene::new(&ground, &tags, &who.mentions, &who.tokens);
        let cues = cues(shipped().expect("the model is there"), &scene);
        let likely: Vec<&str> = (0..cues.at.len())
            .filter(|&at| cues.level[at] > 2)
            .map(|at| ground.word(cues.at[at] as usize))
            .collect();
        assert_eq!(likely, expected, "{text}");
    }

    #[test]
    fn the_sentence_tells_whether_a_word_reports() {
        check("Maria Lopez said the bridge would open in May.", &["said"]);
        check("Police denied that shots were fired.", &["denied"]);
        check(
            "The bridge, according to the mayor, is safe.",
            &["according"],
        );
        check("The company makes steel and sold ships.", &[]);
    }
}
