//! How does a word hang together with one that reports? Paths in the tree of the sentence, as features.

use super::super::perceptron::{Features, feature, mix};
use super::super::syntax::Relation;
use super::cues::Cues;
use super::features::Seen;
use super::scene::Scene;
use std::ops::Range;

/// Nobody reads deeper trees; a bound also for what a damaged model may make.
const MAX_DEPTH: usize = 40;
/// The number of a relation where there is no step.
const NO_STEP: u32 = Relation::ALL.len() as u32;

/// The way from a word up to the lowest word above both it and a reporting word, and down to that one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Path {
    /// The relation of the last step up; [`NO_STEP`] for none.
    up: u32,
    n_up: u32,
    /// The relation of the first step down; [`NO_STEP`] for none: the word hangs below the reporting one.
    down: u32,
    n_down: u32,
    /// Whether the word stands before the reporting one.
    is_before: bool,
}

impl Path {
    /// Returns the way from `idx` to a word with these ones above it, lowest first and itself among them; nothing if
    /// no word is above both.
    fn between(scene: &Scene, idx: usize, to: &[usize]) -> Option<Self> {
        let mut at = idx;
        let mut up = NO_STEP;
        for n_up in 0..MAX_DEPTH {
            if let Some(n_down) = to.iter().position(|above| *above == at) {
                return Some(Self {
                    up,
                    n_up: n_up as u32,
                    down: n_down
                        .checked_sub(1)
                        .map_or(NO_STEP, |below| scene.tree.relations[to[below]] as u32),
                    n_down: n_down as u32,
                    is_before: idx < to[0],
                });
            }
            up = scene.tree.relations[at] as u32;
            at = scene.tree.head(at)?;
        }
        None
    }

    /// Returns the way from one word to another.
    pub(super) fn of(scene: &Scene, from: usize, to: usize) -> Option<Self> {
        Self::between(scene, from, &line(scene, to))
    }

    /// Returns a number for the kind of way.
    pub(super) fn bits(self) -> u32 {
        self.up << 12
            | self.down << 4
            | self.n_down.min(2) << 2
            | u32::from(self.n_up == 0) << 1
            | u32::from(self.is_before)
    }
}

/// Returns a word and all above it, lowest first.
fn line(scene: &Scene, idx: usize) -> Vec<usize> {
    std::iter::successors(Some(idx), |at| scene.tree.head(*at))
        .take(MAX_DEPTH)
        .collect()
}

/// How the words of a sentence hang together with those that probably report.
pub(super) struct Paths {
    start: usize,
    /// For each word, the reporting word it belongs to, how probable that one is, and the way to it.
    of: Vec<Option<(usize, u32, Path)>>,
}

impl Paths {
    /// Finds for each word the reporting word right above it, or else the most probable one of the sentence.
    pub(super) fn of(scene: &Scene, cues: &Cues, sentence: &Range<usize>) -> Self {
        let lines: Vec<(u32, Vec<usize>)> = cues
            .of_sentence(sentence)
            .map(|number| {
                let level = u32::from(cues.level[number]);
                (level, line(scene, cues.at[number] as usize))
            })
            .collect();
        let best = (0..lines.len()).rev().max_by_key(|&at| lines[at].0);
        let above = |idx: usize| {
            std::iter::successors(Some(idx), |at| scene.tree.head(*at))
                .take(MAX_DEPTH)
                .find_map(|at| {
                    let cue = lines.binary_search_by_key(&at, |(_, line)| line[0]);
                    cue.ok().map(|cue| &lines[cue])
                })
        };
        let way = |idx: usize| {
            let (level, line) = above(idx).or(best.map(|at| &lines[at]))?;
            let path = Path::between(scene, idx, line)?;
            Some((line[0], *level, path))
        };
        Self {
            start: sentence.start,
            of: if lines.is_empty() {
                vec![None; sentence.len()]
            } else {
                sentence.clone().map(way).collect()
            },
        }
    }

    fn bits(&self, idx: usize, by: isize) -> u32 {
        (idx - self.start)
            .checked_add_signed(by)
            .and_then(|at| self.of.get(at).copied().flatten())
            .map_or(1, |(_, _, path)| path.bits())
    }

    /// Adds what is known of a word.
    pub(super) fn add(&self, seen: &Seen, idx: usize, features: &mut Features) {
        let tree = &seen.scene.tree;
        let mut put = |about: u32, seen: u32| features.add(feature(about, seen));
        let c0 = seen.class(idx, 0);
        let state = seen.scene.clues.of[idx].inside as u32;
        let relation = tree.relations[idx] as u32;
        if let Some(head) = tree.head(idx) {
            let by = head as isize - idx as isize;
            put(140, mix(relation, seen.class(idx, by)));
            put(141, mix(relation, seen.word(idx, by)));
        }
        let Some((cue, level, path)) = self.of[idx - self.start] else {
            return;
        };
        let bits = path.bits();
        let clue = &seen.scene.clues.of[cue];
        let usage = clue.usage.without_form().bits();
        let word = seen.scene.ground.tokens[cue].hash;
        let (before, after) = (self.bits(idx, -1), self.bits(idx, 1));
        let edges = u32::from(before != bits) << 1 | u32::from(after != bits);
        put(142, mix(bits, state));
        put(143, mix(bits, level << 2 | edges));
        put(144, mix(bits, mix(usage, edges)));
        put(145, mix(bits, mix(word, edges)));
        put(146, mix(bits, mix(c0, edges)));
        put(147, mix(mix(before, bits), level));
        put(148, mix(mix(bits, after), level));
        put(149, mix(bits, mix(relation, path.n_up.min(4))));
        put(150, mix(bits, mix(seen.word(idx, 0), level)));
        put(
            151,
            mix(bits, mix(tree.dependents[cue][1], level << 2 | edges)),
        );
        put(152, mix(path.up << 8 | path.down, mix(level, c0)));
    }
}
