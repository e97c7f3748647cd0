//! What only says who the source is? *According to Ann Lee, **the mayor of Halden,** the bridge is safe.*

use super::super::EntityKind;
use super::super::names::lists::Hints;
use super::super::tag::Tag;
use super::super::token::TokenKind;
use super::super::words::{WordSet, word_hash};
use super::assemble::Report;
use super::lexicon::Use;
use super::scene::Scene;
use std::ops::Range;
use std::sync::LazyLock;

/// Words that begin what says more of somebody, with a verb of its own.
static RELATIVES: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("who which whose"));

/// Words that begin what says more of somebody, without a verb: ***formerly** the director*.
static LEADS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new("formerly now then once currently previously himself herself itself")
});

/// Begins what was said behind what says more of its source, where both follow the source.
pub fn leave_out(scene: &Scene, report: &mut Report) {
    let (Some(cue), Some(source)) = (&report.cue, &report.source) else {
        return;
    };
    let Some(piece) = report.content.first_mut() else {
        return;
    };
    let is_comma = |idx: usize| scene.ground.tokens[idx].kind == TokenKind::Comma;
    let follows = cue.end <= source.start
        && source.end + 1 == piece.start
        && is_comma(source.end)
        && scene.clues.stretch(piece.start).is_none();
    if !follows {
        return;
    }
    while let Some(comma) = (piece.start + 1..piece.end).find(|&idx| is_comma(idx))
        && describes(scene, source, piece.start..comma)
        && is_clause(scene, comma + 1..piece.end)
    {
        piece.start = comma + 1;
    }
}

/// Tells whether words say who somebody is: every verb in them is that of a relative clause.
fn describes(scene: &Scene, source: &Range<usize>, words: Range<usize>) -> bool {
    let tokens = &scene.ground.tokens;
    let count = |is: &dyn Fn(usize) -> bool| words.clone().filter(|idx| is(*idx)).count();
    let n_verbs = count(&|idx| scene.tags[idx].is_finite());
    let n_relatives = count(&|idx| RELATIVES.has(tokens[idx].hash));
    let first = words.start;
    let is_plain = scene.clues.stretch(first).is_none();
    let is_age = words.len() == 1 && tokens[first].kind == TokenKind::Number;
    let is_led = RELATIVES.has(tokens[first].hash)
        || LEADS.has(tokens[first].hash)
        || is_home(scene, words.clone())
        || scene.tags[first] == Tag::Participle;
    is_plain
        && (is_age || n_verbs <= 2 * n_relatives && (is_led || is_called(scene, source, words)))
}

/// *of Leeds*, *of the University of Bern*, but not *of the 40 passengers*.
fn is_home(scene: &Scene, words: Range<usize>) -> bool {
    let home = [EntityKind::Place, EntityKind::Organisation].map(Some);
    scene.ground.tokens[words.start].is(word_hash("of"))
        && words.clone().any(|idx| home.contains(&scene.kinds[idx]))
        && !scene.tags[words].contains(&Tag::Number)
}

/// Tells whether words are what somebody is called by: *a lawyer*, *the mayor of Halden*, *head of the harbour*.
fn is_called(scene: &Scene, source: &Range<usize>, words: Range<usize>) -> bool {
    let kind = scene.kinds[source.end - 1];
    let is_named = matches!(
        kind,
        Some(EntityKind::Person | EntityKind::Organisation | EntityKind::Other)
    );
    let first = scene.ground.word(words.start);
    let is_phrase = scene.tags[words.start] == Tag::Determiner
        || scene.tags[words.start].is_noun()
        || matches!(first, "his" | "her" | "its" | "their");
    let head = words
        .clone()
        .take_while(|&idx| scene.tags[idx] != Tag::Preposition)
        .take_while(|&idx| !RELATIVES.has(scene.ground.tokens[idx].hash))
        .last();
    let is_somebody = head.is_some_and(|head| {
        scene.clues.of[head].usage.has(Use::ROLE.and(Use::BODY))
            || Hints::of(scene.ground.tokens[head].hash).any(Hints::TITLE)
    });
    is_named && is_phrase && (is_somebody || matches!(first, "a" | "an"))
}

/// Tells whether words have a verb of their own, and no list goes on in them: *the mayor, **the clerk and a guard left***.
fn is_clause(scene: &Scene, words: Range<usize>) -> bool {
    let verb = words.clone().find(|&idx| scene.tags[idx].is_finite());
    verb.is_some_and(|verb| {
        let before = &scene.tags[words.start..verb];
        let is_listed = before.contains(&Tag::And);
        verb > words.start && !is_listed
    })
}
