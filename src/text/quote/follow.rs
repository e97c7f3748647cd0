//! What does a word report for which the tagger found no content? The clause or phrase that its grammar asks for.

use super::super::EntityKind;
use super::super::tag::Tag;
use super::super::token::TokenKind;
use super::super::words::{WordSet, word_hash};
use super::clues::{Inside, NONE};
use super::cues::Cues;
use super::lexicon::Use;
use super::scene::Scene;
use super::tagger::{Label, Run};
use std::ops::Range;
use std::sync::LazyLock;

/// A word must report so probably.
const SURE: u8 = 3;
/// How probable the words are that the tagger saw no report in.
const CERTAINTY: f32 = 0.4;
/// So many words may be addressed: *told a committee of the Senate that …*.
const MAX_ADDRESSED: usize = 8;

/// Adds content for reporting words that have none in their part of the sentence.
pub fn complete(scene: &Scene, cues: &Cues, runs: &mut Vec<Run>) {
    let mut more = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        if run.label != Label::Cue || !is_sure(cues, &run.tokens) {
            continue;
        }
        let sentence = scene.ground.sentences[scene.ground.sentence_of(run.tokens.start)].clone();
        let inside = |other: &&Run| sentence.contains(&other.tokens.start);
        let before = runs[..at]
            .iter()
            .rev()
            .take_while(inside)
            .find(|other| other.label != Label::Source);
        let behind = runs[at + 1..]
            .iter()
            .take_while(inside)
            .find(|other| other.label != Label::Source);
        let is_content = |other: Option<&Run>| other.is_some_and(|run| run.label == Label::Begin);
        if is_content(before) || is_content(behind) {
            continue;
        }
        let from = before.map_or(sentence.start, |run| run.tokens.end);
        let upto = behind.map_or(sentence.end, |run| run.tokens.start);
        let found = if scene.ground.tokens[run.tokens.start].is(word_hash("according")) {
            governed(scene, from..upto, &run.tokens)
        } else {
            object(scene, &run.tokens, upto)
        };
        if let Some(tokens) = found {
            more.push(Run {
                label: Label::Begin,
                tokens,
                certainty: CERTAINTY,
                mean_certainty: CERTAINTY,
            });
        }
    }
    if !more.is_empty() {
        runs.append(&mut more);
        runs.sort_by_key(|run| run.tokens.start);
    }
}

fn is_sure(cues: &Cues, tokens: &Range<usize>) -> bool {
    cues.of_sentence(tokens)
        .any(|number| cues.level[number] >= SURE)
}

/// Finds the clause that *according to …* stands with: the one before it, else the one behind the comma.
fn governed(scene: &Scene, part: Range<usize>, cue: &Range<usize>) -> Option<Range<usize>> {
    let kind = |at: usize| scene.ground.tokens[at].kind;
    let mut end = cue.start;
    while end > part.start && kind(end - 1) == TokenKind::Comma {
        end -= 1;
    }
    let clause = if end > part.start + 2 {
        part.start..end
    } else {
        let comma = (cue.end..part.end).find(|&at| kind(at) == TokenKind::Comma)?;
        comma + 1..ended(scene, comma + 1, part.end)
    };
    sound(scene, clause)
}

/// Finds what stands behind a verb that reports: *told the court **he lost control***, *warned of **famine***.
fn object(scene: &Scene, cue: &Range<usize>, upto: usize) -> Option<Range<usize>> {
    let ground = scene.ground;
    let verb = cue.start;
    if !scene.tags[verb].is_verb() {
        return None;
    }
    let usage = scene.clues.of[verb].usage;
    let is = |at: usize, word: u32| at < upto && ground.tokens[at].is(word);
    let mut at = past_time(scene, cue.end, upto);
    let far = upto.min(at + MAX_ADDRESSED);
    let behind = |set: &WordSet| {
        (at..far).find(|&idx| {
            set.has(ground.tokens[idx].hash) && scene.clues.of[idx].inside == Inside::No
        })
    };
    if usage.has(Use::TELL.and(Use::URGE))
        && !usage.has(Use::SAY)
        && let Some(link) = behind(&THAT_OR_TO)
    {
        at = link;
    } else if usage.has(Use::ACCUSE)
        && let Some(link) = behind(&OF_OR_FOR)
    {
        at = link;
    } else if usage.has(Use::CALL)
        && let Some(link) = behind(&AS)
    {
        at = link;
    } else if usage.has(Use::ACCUSE) && !usage.has(Use::SAY)
        || usage.has(Use::CALL) && !usage.has(Use::SAY) && !is(at, word_hash("for"))
    {
        // *thanked her supporters* tells nothing, *called it a lie* is for the tagger.
        return None;
    } else if usage.has(Use::TELL) && !usage.has(Use::SAY) {
        while at < far
            && matches!(
                scene.tags[at],
                Tag::Determiner | Tag::Adjective | Tag::Noun | Tag::Nouns | Tag::Name
            )
        {
            at += 1;
        }
    }
    let is_to = is(at, word_hash("to"));
    if at < upto && LEADS.has(ground.tokens[at].hash) {
        at += 1;
    }
    // *appealed to the court* is no content.
    let acts = |at: usize| {
        at < upto
            && (scene.tags[at].is_verb() || matches!(scene.tags[at], Tag::Auxiliary | Tag::Adverb))
    };
    if is_to && !acts(at) {
        return None;
    }
    if is(at, word_hash("that")) {
        at += 1;
    }
    sound(scene, at..ended(scene, at, upto))
}

/// Words that lead up to what is reported and are no part of it.
static LEADS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new("that to whether of for against about as"));
static THAT_OR_TO: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("that to"));
static OF_OR_FOR: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("of for"));
static AS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("as"));

/// Goes past the words that say when: *said **on Monday** …*.
fn past_time(scene: &Scene, mut at: usize, upto: usize) -> usize {
    let is_time = |at: usize| matches!(scene.kinds[at], Some(EntityKind::Date | EntityKind::Time));
    while at < upto {
        if is_time(at) || scene.tags[at] == Tag::Adverb {
            at += 1;
        } else if at + 1 < upto && scene.tags[at] == Tag::Preposition && is_time(at + 1) {
            at += 2;
        } else {
            break;
        }
    }
    at
}

/// Returns where a clause that begins at a token ends.
fn ended(scene: &Scene, start: usize, upto: usize) -> usize {
    let ground = scene.ground;
    (start..upto)
        .find(|&at| {
            let token = &ground.tokens[at];
            match token.kind {
                TokenKind::Stop => at + 1 >= upto,
                TokenKind::Comma => at + 1 < upto && AFTER_COMMA.has(ground.tokens[at + 1].hash),
                TokenKind::Punctuation => matches!(token.text(ground.text), ";" | ":"),
                _ => false,
            }
        })
        .unwrap_or(upto)
}

/// Words that go on with something else behind a comma.
static AFTER_COMMA: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "and but while although though whereas according however who whom whose which where when with",
    )
});

static NOTHING: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("nothing none so it this that"));
/// *the same afternoon* is no longer than this.
const MAX_DAY: usize = 3;

/// Takes off commas and stops at the edges; nothing where no words are left or marks stand among them.
fn sound(scene: &Scene, mut tokens: Range<usize>) -> Option<Range<usize>> {
    let is_edge = |at: usize| {
        matches!(
            scene.ground.tokens[at].kind,
            TokenKind::Comma | TokenKind::Stop
        )
    };
    while !tokens.is_empty() && (is_edge(tokens.end - 1) || scene.tags[tokens.end - 1] == Tag::And)
    {
        tokens.end -= 1;
    }
    let is_word = |at: usize| {
        matches!(
            scene.ground.tokens[at].kind,
            TokenKind::Word | TokenKind::Number | TokenKind::Symbol
        )
    };
    let is_plain = tokens
        .clone()
        .all(|at| scene.clues.of[at].stretch == NONE && scene.clues.of[at].inside == Inside::No);
    let begins = tokens.clone().next().is_some_and(|at| {
        is_word(at)
            && !matches!(
                scene.tags[at],
                Tag::Preposition | Tag::And | Tag::Subordinator
            )
    });
    // *said nothing*, *wrote the same afternoon*, *recalled Smith*
    let last = tokens.end.checked_sub(1)?;
    let is_empty = match scene.kinds[last] {
        Some(EntityKind::Date | EntityKind::Time) => tokens.len() <= MAX_DAY,
        Some(_) => tokens.len() == 1,
        None => tokens.len() == 1 && NOTHING.has(scene.ground.tokens[last].hash),
    };
    (begins && is_plain && !is_empty).then_some(tokens)
}
