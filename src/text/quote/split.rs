//! Does one piece of content hold two reports? Cut where a sentence ends, and before a reporting clause of its own.

use super::super::token::TokenKind;
use super::super::words::{WordSet, word_hash};
use super::clues::NONE;
use super::cues::{Cues, Subject, is_nominal};
use super::lexicon::Use;
use super::scene::Scene;
use super::tagger::{Label, Run};
use std::ops::Range;
use std::sync::LazyLock;

/// A word must report so probably to begin a report inside of another one.
const SURE: u8 = 3;

/// So few words before what was said are no part of it.
const SHORT: usize = 5;

/// Cuts content that holds more than one report.
pub fn split(scene: &Scene, cues: &Cues, runs: &mut Vec<Run>) {
    let mut cut: Vec<Run> = Vec::with_capacity(runs.len());
    for at in 0..runs.len() {
        let run = &runs[at];
        if run.label != Label::Begin {
            cut.push(run.clone());
            continue;
        }
        let has = |label: Label, sentence: &Range<usize>| {
            let first = runs.partition_point(|run| run.tokens.start < sentence.start);
            runs[first..]
                .iter()
                .take_while(|run| run.tokens.start < sentence.end)
                .any(|run| run.label == label)
        };
        for part in by_sentence(scene, &run.tokens, has) {
            let whole = Run {
                tokens: part,
                ..run.clone()
            };
            by_clause(scene, cues, whole, &mut cut);
        }
    }
    *runs = cut;
}

/// Cuts a piece where a sentence ends outside of quotation marks; a part whose sentence reports nothing is dropped.
fn by_sentence(
    scene: &Scene,
    piece: &Range<usize>,
    has: impl Fn(Label, &Range<usize>) -> bool,
) -> Vec<Range<usize>> {
    let ground = scene.ground;
    let first = ground.sentence_of(piece.start);
    let last = ground.sentence_of(piece.end - 1);
    if first == last {
        return vec![piece.clone()];
    }
    let inside = |at: usize| scene.clues.of[at].stretch != NONE;
    let mut parts = Vec::new();
    let mut start = piece.start;
    for sentence in first..last {
        let end = ground.sentences[sentence].end;
        let next = ground.sentences[sentence + 1].start;
        if inside(end - 1) && inside(next) {
            continue;
        }
        let stops = |at: usize| ground.tokens[at].kind == TokenKind::Stop && !inside(at);
        let words = (start..end).rev().find(|&at| !stops(at));
        parts.push(start..words.map_or(end, |at| at + 1));
        start = next;
    }
    parts.push(start..piece.end);
    if parts.len() == 1 {
        return parts;
    }
    let kept: Vec<Range<usize>> = parts
        .iter()
        .filter(|part| {
            let from = ground.sentences[ground.sentence_of(part.start)].start;
            let upto = ground.sentences[ground.sentence_of(part.end - 1)].end;
            // *…, he said. However | “it is safe,” she added*
            let is_rest = part.start > piece.start && part.len() <= SHORT;
            (has(Label::Cue, &(from..upto)) || inside(part.start))
                && !(is_rest && has(Label::Begin, &(from..upto)))
        })
        .cloned()
        .collect();
    if kept.is_empty() { parts } else { kept }
}

/// Cuts a piece before a clause that reports for itself: *…, **adding** it was safe*, *…; **Ann said** it was not*.
fn by_clause(scene: &Scene, cues: &Cues, run: Run, cut: &mut Vec<Run>) {
    let mut rest = run;
    for number in cues.of_sentence(&rest.tokens.clone()) {
        let at = cues.at[number] as usize;
        if cues.level[number] < SURE || at <= rest.tokens.start + 1 || at + 2 >= rest.tokens.end {
            continue;
        }
        let Some(end) = clause_end(scene, &rest.tokens, at) else {
            continue;
        };
        let start = content_start(scene, at, rest.tokens.end);
        if start >= rest.tokens.end {
            continue;
        }
        cut.push(Run {
            tokens: rest.tokens.start..end,
            ..rest.clone()
        });
        cut.push(Run {
            label: Label::Cue,
            tokens: at..at + 1,
            ..rest.clone()
        });
        rest.tokens.start = start;
    }
    cut.push(rest);
}

/// Returns where the words before a reporting clause inside of a piece end; nothing where they go together.
fn clause_end(scene: &Scene, piece: &Range<usize>, cue: usize) -> Option<usize> {
    let ground = scene.ground;
    let is_comma = |at: usize| ground.tokens[at].kind == TokenKind::Comma;
    let usage = scene.clues.of[cue].usage;
    let before = cue - 1;
    // *…, adding it was safe*
    if usage.has(Use::ING) && usage.has(Use::SAY.and(Use::URGE)) && is_comma(before) {
        return Some(before);
    }
    let sentence = &ground.sentences[ground.sentence_of(cue)];
    let subject = Subject::of(scene, sentence, cue);
    let head = subject.head?;
    if usage.has(Use::ING) || !scene.tags[cue].is_verb() {
        return None;
    }
    let mut start = head;
    while start > piece.start && is_nominal(scene, start - 1) {
        start -= 1;
    }
    let link = start.checked_sub(1).filter(|at| *at > piece.start)?;
    if ground.tokens[link].text(ground.text) == ";" {
        return Some(link);
    }
    let joins = LINKS.has(ground.tokens[link].hash) && is_comma(link - 1);
    joins.then_some(link - 1)
}

static LINKS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("and but while"));

/// Returns where the words begin that a reporting word inside of a piece reports.
fn content_start(scene: &Scene, cue: usize, end: usize) -> usize {
    let ground = scene.ground;
    let mut at = cue + 1;
    if scene.clues.of[cue].usage.has(Use::TELL.and(Use::URGE))
        && !scene.clues.of[cue].usage.has(Use::SAY)
        && let Some(to) = (at..end.min(at + MAX_ADDRESSED)).find(|&at| {
            ground.tokens[at].is(word_hash("to")) || ground.tokens[at].is(word_hash("that"))
        })
    {
        at = to;
    }
    if at < end && LEADS.has(ground.tokens[at].hash) {
        at += 1;
    }
    at
}

/// So many words may be addressed.
const MAX_ADDRESSED: usize = 6;
static LEADS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("that to whether of for"));
