//! What do the words that probably report tell of a token? Features of the tagger.

use super::super::perceptron::{Features, feature, mix};
use super::cues::Cues;
use super::features::{Seen, Tail, reach};
use std::ops::Range;

/// The words of a sentence that probably report.
pub(super) struct Likely {
    cues: Vec<(usize, u32, Tail)>,
    /// The most probable one.
    best: Option<usize>,
}

impl Likely {
    pub(super) fn of(seen: &Seen, cues: &Cues, sentence: &Range<usize>) -> Self {
        let cues: Vec<(usize, u32, Tail)> = cues
            .of_sentence(sentence)
            .map(|number| {
                let at = cues.at[number] as usize;
                (at, u32::from(cues.level[number]), seen.tail(at, sentence))
            })
            .collect();
        let best = (0..cues.len()).rev().max_by_key(|&at| cues[at].1);
        Self { cues, best }
    }

    pub(super) fn add(&self, seen: &Seen, idx: usize, features: &mut Features) {
        let mut put = |about: u32, seen: u32| features.add(feature(about, seen));
        let clue = &seen.scene.clues.of[idx];
        let c0 = seen.class(idx, 0);
        let state = clue.inside as u32;
        let right = self.cues.partition_point(|(at, _, _)| *at < idx);
        let own = self.cues.get(right).filter(|(at, _, _)| *at == idx);
        let left = right.checked_sub(1).and_then(|at| self.cues.get(at));
        let right = self.cues.get(right + usize::from(own.is_some()));
        let level = |cue: Option<&(usize, u32, Tail)>| cue.map_or(0, |(_, level, _)| *level);
        let levels = level(left) << 8 | level(own) << 4 | level(right);
        put(71, levels << 3 | state);
        put(72, mix(levels, c0));
        if let Some((at, level, tail)) = left {
            let from = &seen.scene.clues.of[*at];
            let usage = from.usage.without_form().bits();
            let cuts = (clue.cuts - from.cuts).min(3) as u32;
            let verbs = (clue.verbs - from.verbs).min(3) as u32;
            let far = reach(idx - at);
            put(73, mix(*level, mix(far, mix(c0, state))));
            put(
                74,
                mix(*level, mix(usage, mix(tail.next, cuts << 4 | state))),
            );
            put(
                75,
                mix(
                    *level << 8 | cuts << 4 | verbs,
                    mix(tail.next << 8 | tail.after, tail.before),
                ),
            );
            put(76, mix(mix(usage, tail.next), mix(far, cuts)));
            put(
                77,
                mix(
                    seen.scene.ground.tokens[*at].hash,
                    mix(tail.next, cuts << 4 | state),
                ),
            );
        }
        if let Some((at, level, tail)) = right {
            let to = &seen.scene.clues.of[*at];
            let usage = to.usage.without_form().bits();
            let cuts = (to.cuts - clue.cuts).min(3) as u32;
            let verbs = (to.verbs - clue.verbs).min(3) as u32;
            put(78, mix(*level, mix(reach(at - idx), mix(c0, state))));
            put(
                79,
                mix(
                    *level << 8 | cuts << 4 | verbs,
                    mix(tail.next << 8 | tail.before, tail.left_over << 4 | state),
                ),
            );
            put(
                80,
                mix(
                    mix(usage, *level),
                    mix(tail.next << 8 | tail.before, cuts << 4 | state),
                ),
            );
        }
        if let Some((at, level, tail)) = self.best.map(|at| &self.cues[at]) {
            let there = &seen.scene.clues.of[*at];
            let usage = there.usage.without_form().bits();
            let side = u32::from(*at < idx) << 1 | u32::from(*at == idx);
            let cuts = clue.cuts.abs_diff(there.cuts).min(3) as u32;
            put(81, mix(*level << 4 | side, mix(usage, cuts << 4 | state)));
            put(
                82,
                mix(
                    *level << 4 | side,
                    mix(tail.next << 8 | tail.before, cuts << 4 | state),
                ),
            );
            put(
                83,
                mix(
                    *level << 4 | side,
                    mix(tail.next, mix(c0, cuts << 4 | state)),
                ),
            );
        }
    }
}
