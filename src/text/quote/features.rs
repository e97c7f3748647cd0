//! What does the tagger see at each token?

use super::super::names::gazetteer::{Cluster, Clusters};
use super::super::perceptron::{Features, feature, mix};
use super::super::token::TokenKind;
use super::super::words::word_hash;
use super::clues::NONE;
use super::cues::{Cues, Subject};
use super::grammar::Paths;
use super::likely::Likely;
use super::scene::Scene;
use std::ops::Range;

/// A position before the first or behind the last token of a paragraph.
const OUTSIDE: u32 = 0x0b5e_55ed;

/// What kind of word a token is, as far as the grammar of reports goes.
pub fn class(scene: &Scene, idx: usize) -> u32 {
    const THAT: u32 = word_hash("that");
    const TO: u32 = word_hash("to");
    let token = &scene.ground.tokens[idx];
    let tag = scene.tags[idx];
    match token.kind {
        TokenKind::Mark => 40 + scene.clues.of[idx].inside as u32,
        TokenKind::Comma => 44,
        TokenKind::Stop => 45,
        TokenKind::Dash => 46,
        TokenKind::Bracket => 47,
        TokenKind::Punctuation if token.text(scene.ground.text) == ":" => 48,
        TokenKind::Punctuation => 49,
        _ if token.is(THAT) => 50,
        _ if token.is(TO) => 51,
        _ => tag as u32,
    }
}

/// A short name for a distance.
pub(super) fn reach(distance: usize) -> u32 {
    match distance {
        0..=5 => distance as u32,
        6..=8 => 6,
        9..=14 => 7,
        15..=24 => 8,
        _ => 9,
    }
}

/// Returns the class of the token at `idx`; a class of its own behind the end.
pub fn class_at(scene: &Scene, idx: usize) -> u32 {
    if idx < scene.ground.tokens.len() {
        class(scene, idx)
    } else {
        60
    }
}

/// Adds the features of the tokens of a paragraph.
pub fn extract(scene: &Scene, cues: &Cues, paragraph: usize, features: &mut Features) {
    let ground = scene.ground;
    let tokens = ground.paragraphs[paragraph].tokens.clone();
    let sentences = ground.paragraphs[paragraph].sentences.clone();
    let classes: Vec<u32> = tokens.clone().map(|idx| class(scene, idx)).collect();
    let groups = Clusters::get();
    let clusters: Vec<Cluster> = ground.tokens[tokens.clone()]
        .iter()
        .map(|token| groups.of(token.hash))
        .collect();
    let seen = Seen {
        scene,
        tokens: tokens.clone(),
        classes: &classes,
        clusters: &clusters,
        is_heading: paragraph == 0,
    };
    for sentence_idx in sentences.clone() {
        let sentence = ground.sentences[sentence_idx].clone();
        let place = (sentence_idx - sentences.start).min(2) as u32;
        let tails = Tails::of(&seen, &sentence);
        let likely = Likely::of(&seen, cues, &sentence);
        let paths = Paths::of(scene, cues, &sentence);
        for idx in sentence.clone() {
            seen.add(idx, &sentence, place, &tails, features);
            likely.add(&seen, idx, features);
            paths.add(&seen, idx, features);
            features.close();
        }
    }
}

/// What stands around the reporting words of a sentence, read once.
struct Tails {
    /// For each reporting word: its position and what its neighbourhood looks like.
    cues: Vec<(u32, Tail)>,
}

/// What stands around a word that reports.
#[derive(Clone, Copy, Default)]
pub(super) struct Tail {
    /// What follows it.
    pub(super) next: u32,
    /// What follows that.
    pub(super) after: u32,
    /// What stands before its subject, as far as that can be seen.
    pub(super) before: u32,
    /// Tokens from it to the end of the sentence.
    pub(super) left_over: u32,
    /// What its subject looks like.
    pub(super) subject: u32,
}

impl Tails {
    fn of(seen: &Seen, sentence: &Range<usize>) -> Self {
        let cues = &seen.scene.clues.cues;
        let first = cues.partition_point(|cue| (*cue as usize) < sentence.start);
        let cues = cues[first..]
            .iter()
            .take_while(|cue| (**cue as usize) < sentence.end)
            .map(|cue| (*cue, seen.tail(*cue as usize, sentence)))
            .collect();
        Self { cues }
    }

    fn get(&self, cue: u32) -> Tail {
        self.cues
            .binary_search_by_key(&cue, |(at, _)| *at)
            .map_or(Tail::default(), |at| self.cues[at].1)
    }
}

/// A paragraph as the features see it.
pub(super) struct Seen<'a> {
    pub(super) scene: &'a Scene<'a>,
    tokens: Range<usize>,
    classes: &'a [u32],
    clusters: &'a [Cluster],
    is_heading: bool,
}

impl Seen<'_> {
    pub(super) fn class(&self, idx: usize, by: isize) -> u32 {
        idx.checked_add_signed(by)
            .filter(|at| self.tokens.contains(at))
            .map_or(60, |at| self.classes[at - self.tokens.start])
    }

    pub(super) fn word(&self, idx: usize, by: isize) -> u32 {
        idx.checked_add_signed(by)
            .filter(|at| self.tokens.contains(at))
            .map_or(OUTSIDE, |at| self.scene.ground.tokens[at].hash)
    }

    fn group(&self, idx: usize, by: isize) -> Cluster {
        idx.checked_add_signed(by)
            .filter(|at| self.tokens.contains(at))
            .map_or(Cluster::default(), |at| {
                self.clusters[at - self.tokens.start]
            })
    }

    fn usage(&self, idx: usize, by: isize) -> u32 {
        idx.checked_add_signed(by)
            .filter(|at| self.tokens.contains(at))
            .map_or(OUTSIDE, |at| self.scene.clues.of[at].usage.bits())
    }

    /// Looks at the neighbourhood of a reporting word.
    pub(super) fn tail(&self, cue: usize, sentence: &Range<usize>) -> Tail {
        let subject = Subject::of(self.scene, sentence, cue);
        Tail {
            next: self.class(cue, 1),
            after: self.class(cue, 2),
            before: subject.before,
            left_over: reach(sentence.end - cue - 1),
            subject: subject.rank,
        }
    }

    fn add(
        &self,
        idx: usize,
        sentence: &Range<usize>,
        place: u32,
        tails: &Tails,
        features: &mut Features,
    ) {
        let clue = &self.scene.clues.of[idx];
        let inside = clue.inside as u32;
        let mut put = |about: u32, seen: u32| features.add(feature(about, seen));
        let (c0, w0) = (self.class(idx, 0), self.word(idx, 0));
        let (cb, cn) = (self.class(idx, -1), self.class(idx, 1));
        let (wb, wn) = (self.word(idx, -1), self.word(idx, 1));
        // The words and classes close by.
        put(1, w0);
        put(2, wb);
        put(3, wn);
        put(4, self.word(idx, -2));
        put(5, self.word(idx, 2));
        put(6, c0);
        put(7, cb << 8 | c0);
        put(8, c0 << 8 | cn);
        put(9, self.class(idx, -2) << 16 | cb << 8 | c0);
        put(10, c0 << 16 | cn << 8 | self.class(idx, 2));
        put(11, cb << 16 | c0 << 8 | cn);
        put(12, mix(wb, w0));
        put(13, mix(w0, wn));
        let kind = |by: isize| {
            idx.checked_add_signed(by)
                .filter(|at| self.tokens.contains(at))
                .map_or(9, |at| self.scene.kind(at))
        };
        put(63, kind(0) << 8 | kind(-1) << 4 | kind(1));
        put(64, kind(0) << 12 | cb << 6 | cn);
        put(14, clue.usage.bits());
        put(15, self.usage(idx, -1));
        put(16, self.usage(idx, 1));
        put(17, self.usage(idx, -2));
        put(18, self.usage(idx, 2));
        put(19, mix(self.usage(idx, -1), c0));
        put(20, mix(self.usage(idx, 1), c0));
        put(21, self.class(idx, 3) << 16 | cn << 8 | self.class(idx, 2));
        put(
            22,
            self.class(idx, -3) << 16 | self.class(idx, -2) << 8 | cb,
        );
        // Groups of words alike in meaning.
        let (g0, gb, gn) = (self.group(idx, 0), self.group(idx, -1), self.group(idx, 1));
        put(65, u32::from(g0.fine));
        put(66, u32::from(gb.fine));
        put(67, u32::from(gn.fine));
        put(68, u32::from(g0.middle));
        put(69, mix(u32::from(gb.middle), u32::from(g0.middle)));
        put(70, mix(u32::from(g0.middle), u32::from(gn.middle)));
        // The place.
        let first = idx == sentence.start;
        let last = sentence.end - idx;
        let edge = u32::from(first) | (last.min(3) as u32) << 1 | place << 3;
        put(23, edge);
        put(24, edge << 8 | c0);
        put(25, u32::from(self.is_heading) << 8 | c0);
        // The marks.
        let around = inside << 4 | self.inside(idx, -1) << 2 | self.inside(idx, 1);
        put(26, around);
        put(27, around << 8 | c0);
        if let Some(stretch) = self.scene.clues.stretch(idx) {
            put(28, self.stretch_shape(stretch.span) << 2 | inside);
        }
        let state = inside << 1 | u32::from(place > 0);
        self.add_left(idx, state, tails, &mut put);
        self.add_right(idx, sentence, state, tails, &mut put);
        let left = self.cue_use(clue.left);
        let right = self.cue_use(clue.right);
        put(60, mix(left, right));
        put(61, mix(mix(left, right), state));
        put(
            62,
            mix(
                u32::from(clue.left != NONE) << 1 | u32::from(clue.right != NONE),
                c0,
            ),
        );
    }

    fn inside(&self, idx: usize, by: isize) -> u32 {
        idx.checked_add_signed(by)
            .filter(|at| self.tokens.contains(at))
            .map_or(0, |at| self.scene.clues.of[at].inside as u32)
    }

    fn cue_use(&self, cue: u32) -> u32 {
        if cue == NONE {
            OUTSIDE
        } else {
            self.scene.clues.of[cue as usize]
                .usage
                .without_form()
                .bits()
        }
    }

    /// Describes a quoted stretch: how long, how it is led in and how it ends.
    fn stretch_shape(&self, span: super::super::Span) -> u32 {
        let tokens = self.scene.ground.tokens_in(span);
        let length = match tokens.len() {
            0..=3 => 0,
            4..=5 => 1,
            6..=8 => 2,
            9..=14 => 3,
            _ => 4,
        };
        let lead = if tokens.start == self.tokens.start {
            60
        } else {
            self.class(tokens.start, -1)
        };
        let end = self.class(tokens.end, -2);
        let capital = self
            .scene
            .ground
            .tokens
            .get(tokens.start + 1)
            .is_some_and(super::super::token::Token::is_capital);
        length << 20 | lead << 10 | end << 2 | u32::from(capital)
    }

    fn add_left(&self, idx: usize, state: u32, tails: &Tails, put: &mut impl FnMut(u32, u32)) {
        let clue = &self.scene.clues.of[idx];
        if clue.left == NONE {
            put(30, state);
            return;
        }
        let cue = clue.left as usize;
        let distance = idx - cue;
        let from = &self.scene.clues.of[cue];
        let tail = tails.get(clue.left);
        let usage = from.usage.without_form().bits();
        let word = self.scene.ground.tokens[cue].hash;
        let cuts = (clue.cuts - from.cuts).min(3) as u32;
        let verbs = (clue.verbs - from.verbs).min(3) as u32;
        let c0 = self.class(idx, 0);
        let far = reach(distance);
        put(31, mix(word, far));
        put(32, mix(usage, far << 8 | c0));
        put(
            33,
            mix(
                mix(usage, tail.next << 8 | tail.after),
                far << 8 | cuts << 4 | state,
            ),
        );
        put(34, mix(mix(word, tail.next), cuts << 4 | state));
        put(
            35,
            mix(mix(usage, tail.next), cuts << 8 | verbs << 4 | state),
        );
        put(
            36,
            mix(
                tail.next << 16 | tail.before << 8 | tail.subject,
                cuts << 8 | far,
            ),
        );
        put(
            37,
            mix(
                from.usage.bits(),
                cuts << 8 | verbs << 4 | u32::from(distance < 3),
            ),
        );
        if distance <= 4 {
            let mut path = usage;
            for at in cue + 1..=idx {
                path = mix(path, self.class(at, 0));
            }
            put(38, path);
            put(39, mix(word, mix(self.word(idx, 0), distance as u32)));
        }
    }

    fn add_right(
        &self,
        idx: usize,
        sentence: &Range<usize>,
        state: u32,
        tails: &Tails,
        put: &mut impl FnMut(u32, u32),
    ) {
        let clue = &self.scene.clues.of[idx];
        if clue.right == NONE {
            put(40, state);
            return;
        }
        let cue = clue.right as usize;
        let distance = cue - idx;
        let to = &self.scene.clues.of[cue];
        let tail = tails.get(clue.right);
        let usage = to.usage.without_form().bits();
        let word = self.scene.ground.tokens[cue].hash;
        let cuts = (to.cuts - clue.cuts).min(3) as u32;
        let verbs = (to.verbs - clue.verbs).min(3) as u32;
        let c0 = self.class(idx, 0);
        let far = reach(distance);
        let first = u32::from(idx == sentence.start);
        put(41, mix(word, far));
        put(42, mix(usage, far << 8 | c0));
        put(
            43,
            mix(
                mix(usage, tail.next << 8 | tail.before),
                tail.left_over << 8 | cuts << 4 | state,
            ),
        );
        put(
            44,
            mix(mix(word, tail.next << 8 | tail.before), cuts << 4 | state),
        );
        put(
            45,
            mix(
                tail.next << 16 | tail.before << 8 | tail.subject,
                cuts << 8 | tail.left_over,
            ),
        );
        put(
            46,
            mix(
                mix(usage, tail.next << 8 | tail.before),
                cuts << 8 | verbs << 4 | first,
            ),
        );
        put(47, mix(usage, cuts << 8 | verbs << 4 | state));
        if distance <= 4 {
            let mut path = usage;
            for at in (idx..cue).rev() {
                path = mix(path, self.class(at, 0));
            }
            put(48, path);
            put(49, mix(word, mix(self.word(idx, 0), distance as u32)));
        }
    }
}
