//! What does *Lee's claim that the town is broke* say, and who says it? Nouns that report, inside of a clause of their own.

use super::super::syntax::Relation;
use super::super::tag::Tag;
use super::super::token::TokenKind;
use super::super::words::word_hash;
use super::assemble::{Link, Report};
use super::lexicon::Use;
use super::scene::Scene;
use super::sources::{OWNERS, candidates};
use std::ops::Range;

/// Ends what a noun reports where the verb begins whose subject the noun is, and takes whose noun it is for the source.
pub fn bound(scene: &Scene, report: &mut Report) {
    let Some(cue) = report.cue.clone().filter(|cue| is_noun(scene, cue)) else {
        return;
    };
    let [content] = report.content.as_mut_slice() else {
        return;
    };
    let that = scene.ground.tokens.get(cue.end);
    if content.start != cue.end + 1 || !that.is_some_and(|token| token.is(word_hash("that"))) {
        return;
    }
    if let Some(verb) = verb_of(scene, &cue, content) {
        content.end = verb;
    }
    if let Some(owner) = owner(scene, &cue) {
        report.source = Some(owner);
        report.link = Link::Cue;
    }
}

fn is_noun(scene: &Scene, cue: &Range<usize>) -> bool {
    cue.len() == 1
        && matches!(scene.tags[cue.start], Tag::Noun | Tag::Nouns)
        && scene.clues.of[cue.start]
            .usage
            .has(Use::NOUN.and(Use::TEXT))
}

/// Finds the first word of the verb whose subject a noun is, in what the noun seems to report.
fn verb_of(scene: &Scene, cue: &Range<usize>, content: &Range<usize>) -> Option<usize> {
    let tree = &scene.tree;
    let verb = tree.head(cue.start).filter(|verb| *verb > content.start)?;
    let is_subject = matches!(
        tree.relations[cue.start],
        Relation::Subject | Relation::PassiveSubject
    );
    if !is_subject {
        return None;
    }
    let mut start = verb;
    while start > content.start + 1
        && matches!(
            scene.tags[start - 1],
            Tag::Auxiliary | Tag::Adverb | Tag::Particle
        )
        && tree.head(start - 1) == Some(verb)
    {
        start -= 1;
    }
    (start > content.start && start < content.end).then_some(start)
}

/// Finds whose noun it is: ***Lee**'s claim*, ***his** claim*.
fn owner(scene: &Scene, cue: &Range<usize>) -> Option<Range<usize>> {
    let before = cue.start.checked_sub(1)?;
    let sentence = scene.sentences_of(cue);
    if scene.ground.tokens[before].kind == TokenKind::Clitic {
        let owner = candidates(scene, sentence.start..before).pop()?;
        return (owner.phrase.end == before).then_some(owner.tokens);
    }
    OWNERS
        .has(scene.ground.tokens[before].hash)
        .then_some(before..cue.start)
}
