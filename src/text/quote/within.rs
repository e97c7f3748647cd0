//! Who is said to have said something inside of what another one said? *Ann said Bo denied it.*

use super::super::perceptron::yes_no::YesNo;
use super::super::tag::Tag;
use super::super::token::TokenKind;
use super::super::words::word_hash;
use super::assemble::{Link, Report};
use super::cues::{Cues, Subject};
use super::lexicon::Use;
use super::origin::{Weighed, weigh_sources};
use super::scene::Scene;
use super::tagger::{Label, Run};

/// Finds the reports inside of what was said, from words that surely report and whose subject stands there too.
pub fn within(scene: &Scene, cues: &Cues, runs: &[Run], weigher: &YesNo) -> Vec<Report> {
    let mut found = Vec::new();
    for run in runs.iter().filter(|run| run.label == Label::Begin) {
        for number in cues.of_sentence(&run.tokens) {
            let at = cues.at[number] as usize;
            if cues.level[number] < SURE {
                continue;
            }
            let sentence = &scene.ground.sentences[scene.ground.sentence_of(at)];
            let subject = Subject::of(scene, sentence, at);
            if !subject.head.is_some_and(|head| run.tokens.contains(&head)) {
                continue;
            }
            let mut from = at + 1;
            // *told reporters that …*
            while from < run.tokens.end
                && scene.clues.of[at].usage.has(Use::TELL)
                && is_addressed(scene, from)
            {
                from += 1;
            }
            // *announced earlier on Friday that …*
            let that = (from..run.tokens.end.min(from + MAX_TIME + 1))
                .find(|&idx| scene.ground.tokens[idx].is(word_hash("that")));
            from = that.map_or(from, |that| that + 1);
            let end = run.tokens.end.min(sentence.end);
            if end < from + 2 || scene.ground.tokens[from].kind == TokenKind::Comma {
                continue;
            }
            let inner = Run {
                label: Label::Begin,
                tokens: from..end,
                ..run.clone()
            };
            let cue = at..at + 1;
            let source = weigh_sources(scene, runs, &cue, &inner.tokens, weigher);
            let inside = |source: &Weighed| {
                run.tokens.start <= source.tokens.start && source.tokens.end <= run.tokens.end
            };
            if let Some(source) = source.filter(inside) {
                found.push(Report::new(&inner, Some(cue), Some(source), Link::Within));
            }
        }
    }
    found
}

/// A word that reports inside of what was said must be so probable.
const SURE: u8 = 3;

/// So many words on when something was said may stand before *that*.
const MAX_TIME: usize = 3;

/// Tells whether a token may be part of who is told something.
fn is_addressed(scene: &Scene, idx: usize) -> bool {
    matches!(
        scene.tags[idx],
        Tag::Determiner | Tag::Adjective | Tag::Noun | Tag::Nouns | Tag::Name | Tag::Pronoun
    ) && !scene.ground.tokens[idx].is(word_hash("that"))
}
