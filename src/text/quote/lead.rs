//! What is said in a sentence that ends with its speaker? *The bridge will open in May, the mayor has said.*
//!
//! The comma before the speaker ends what was said, whatever stands in it; the tagger may take its last words for a
//! list of names that goes on to the speaker.

use super::super::EntityKind;
use super::super::tag::Tag;
use super::super::token::TokenKind;
use super::clues::NONE;
use super::cues::{Cues, Subject};
use super::lexicon::Use;
use super::scene::Scene;
use super::tagger::{Label, Run};
use std::ops::Range;

/// A reporting word that ends a sentence must be so probable.
const SURE: u8 = 3;
/// How probable the words of a sentence are that the tagger saw no report in.
const CERTAINTY: f32 = 0.5;

/// Brings the content of such sentences to their commas.
pub fn complete(scene: &Scene, cues: &Cues, runs: &mut Vec<Run>) {
    for number in 0..cues.at.len() {
        let cue = cues.at[number] as usize;
        if cues.level[number] < SURE {
            continue;
        }
        let Some(clause) = clause_before(scene, cue) else {
            continue;
        };
        let first = runs.partition_point(|run| run.tokens.start < clause.start);
        let upto = runs.partition_point(|run| run.tokens.start < clause.end);
        let mut pieces = runs[first..upto]
            .iter()
            .filter(|run| run.label == Label::Begin);
        let (piece, more) = (pieces.next().cloned(), pieces.next());
        if more.is_some() || runs[first..upto].iter().any(|run| run.label == Label::Cue) {
            continue;
        }
        let run = Run {
            tokens: clause,
            ..piece.unwrap_or(Run {
                label: Label::Begin,
                tokens: 0..0,
                certainty: CERTAINTY,
                mean_certainty: CERTAINTY,
            })
        };
        let mut report = vec![run];
        let is_known = runs[upto..]
            .iter()
            .any(|run| run.label == Label::Cue && run.tokens.contains(&cue));
        let mut end = upto;
        if !is_known {
            end = runs.partition_point(|run| run.tokens.start < cue);
            report.push(Run {
                label: Label::Cue,
                tokens: cue..cue + 1,
                ..report[0].clone()
            });
        }
        runs.splice(first..end, report);
    }
}

/// Finds the clause from the beginning of the sentence to the comma before *NAME has said* at its end.
fn clause_before(scene: &Scene, cue: usize) -> Option<Range<usize>> {
    let ground = scene.ground;
    let sentence = ground.sentences[ground.sentence_of(cue)].clone();
    let ends = (cue + 1..sentence.end).all(|idx| {
        ground.tokens[idx].kind == TokenKind::Stop
            || matches!(scene.kinds[idx], Some(EntityKind::Date | EntityKind::Time))
            || scene.tags[idx] == Tag::Preposition
    });
    if !ends || !scene.clues.of[cue].usage.has(Use::SAY) || !scene.tags[cue].is_verb() {
        return None;
    }
    let subject = Subject::of(scene, &sentence, cue);
    let mut comma = subject.head?;
    while comma > sentence.start && ground.tokens[comma].kind != TokenKind::Comma {
        if scene.tags[comma].is_verb() {
            return None;
        }
        comma -= 1;
    }
    let clause = sentence.start..comma;
    let plain = clause
        .clone()
        .all(|idx| scene.clues.of[idx].stretch == NONE);
    let has_verb = scene.clues.of[comma].verbs > 0;
    let is_clause = clause.len() >= 4 && subject.before == COMMA && plain && has_verb;
    is_clause.then_some(clause)
}

/// The class of a comma.
const COMMA: u32 = 44;
