//! Where does what was said begin and end? Content that the tagger cut inside a clause or let run over, mended.

use super::super::EntityKind;
use super::super::tag::Tag;
use super::super::token::TokenKind;
use super::super::words::{WordSet, word_hash};
use super::assemble::Report;
use super::clues::NONE;
use super::lexicon::Use;
use super::scene::Scene;
use super::tagger::{Label, Run};
use std::sync::LazyLock;

/// Mends content that the tagger cut inside a clause: a piece behind its reporting word goes on to the next cut, one
/// before it begins with its clause.
pub fn mend(scene: &Scene, runs: &mut [Run]) {
    for at in 0..runs.len() {
        if runs[at].label != Label::Begin {
            continue;
        }
        let piece = runs[at].tokens.clone();
        let sentence = scene.sentences_of(&piece);
        let inside = |idx: usize| scene.clues.of[idx].stretch != NONE;
        let ends = runs
            .get(at + 1)
            .map_or(sentence.end, |next| next.tokens.start.min(sentence.end));
        let led = at > 0
            && runs[at - 1].label != Label::Begin
            && runs[at - 1].tokens.start >= sentence.start;
        let mut end = piece.end;
        if !inside(piece.end - 1) {
            while end < ends
                && !inside(end)
                && (is_joined(scene, end) || led && !is_cut(scene, end))
            {
                end += 1;
            }
        }
        if !led && end == piece.end && !inside(end - 1) {
            end = upto_comma(scene, end..ends).unwrap_or(end);
        }
        let starts = at.checked_sub(1).map_or(sentence.start, |last| {
            runs[last].tokens.end.max(sentence.start)
        });
        let mut start = piece.start;
        if !led && !inside(start) && starts == sentence.start {
            while start > starts && !is_cut(scene, start - 1) && !inside(start - 1) {
                start -= 1;
            }
            // What led up to the cut was no part of it after all.
            if start > starts {
                start = piece.start;
            }
        }
        if led
            && !inside(end - 1)
            && end < ends
            && is_comma(scene, end)
            && lists_on(scene, end..ends)
        {
            end = ends;
            while end > piece.end && scene.ground.tokens[end - 1].kind == TokenKind::Stop {
                end -= 1;
            }
        }
        if let Some(remark) = (start + 1..end).find(|&idx| remarks(scene, idx)) {
            end = remark;
        }
        if led
            && let Some(comma) = (start + 1..end).find(|&idx| is_comma(scene, idx))
            && tells_more(scene, start, comma)
        {
            end = comma;
        }
        if let Some(stretch) = scene.clues.stretch(start) {
            end = speech_end(scene, stretch, start..end);
        }
        runs[at].tokens = start..end;
    }
}

/// Words that say how or when something was told.
static TELLING: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "publicly privately repeatedly recently earlier later previously openly flatly bluntly again yesterday today",
    )
});

/// Begins what was said behind a word that says how or when it was told: *has said **publicly** the forest should be
/// opened*, but *said earlier reports were wrong*.
pub fn begin_behind_adverb(scene: &Scene, report: &mut Report) {
    let (Some(cue), Some(piece)) = (&report.cue, report.content.first_mut()) else {
        return;
    };
    let is_date = |idx: usize| scene.kinds[idx] == Some(EntityKind::Date);
    let is_that = |idx: usize| scene.ground.tokens[idx].is(word_hash("that"));
    let first = piece.start;
    if first != cue.end
        || scene.clues.stretch(first).is_some()
        || !TELLING.has(scene.ground.tokens[first].hash)
    {
        return;
    }
    // *earlier this month*
    let mut start = (first + 1..piece.end).find(|idx| !is_date(*idx));
    start = start.filter(|start| {
        let starts = matches!(
            scene.tags[*start],
            Tag::Determiner | Tag::Pronoun | Tag::Name
        );
        starts || is_that(*start) || *start > first + 1
    });
    if let Some(start) = start {
        let behind = start + usize::from(is_that(start));
        piece.start = behind.min(piece.end - 1);
    }
}

/// Takes the comma or stop off words that were reported outside of marks; inside of marks it belongs to them.
pub fn trim(scene: &Scene, report: &mut Report) {
    if report.cue.is_none() {
        return;
    }
    let ends = |idx: usize| {
        let kind = scene.ground.tokens[idx].kind;
        matches!(kind, TokenKind::Comma | TokenKind::Stop) && scene.clues.stretch(idx).is_none()
    };
    for piece in &mut report.content {
        while piece.len() > 1 && ends(piece.end - 1) {
            piece.end -= 1;
        }
        while piece.len() > 1 && ends(piece.start) {
            piece.start += 1;
        }
    }
}

fn is_comma(scene: &Scene, idx: usize) -> bool {
    scene.ground.tokens[idx].kind == TokenKind::Comma
}

/// Tells whether the rest of a sentence goes on with a list or an example: *skins, **eight tails and two horns***.
fn lists_on(scene: &Scene, rest: std::ops::Range<usize>) -> bool {
    let first = rest.start + 1;
    first < rest.end
        && rest.end == scene.sentences_of(&rest).end
        && (scene.ground.tokens[first].is(word_hash("including"))
            || rest.clone().all(|idx| {
                !scene.tags[idx].is_verb()
                    && scene.tags[idx] != Tag::Auxiliary
                    && scene.clues.of[idx].stretch == NONE
                    && !matches!(
                        scene.ground.tokens[idx].kind,
                        TokenKind::Dash | TokenKind::Bracket
                    )
            }) && scene.tags[first] != Tag::Preposition)
}

/// Tells whether *which …* behind a noun phrase is said by the writer: *announced new measures, **which were dropped***.
fn tells_more(scene: &Scene, start: usize, comma: usize) -> bool {
    let which = scene.ground.tokens.get(comma + 1);
    which.is_some_and(|token| token.is(word_hash("which")))
        && (start..comma).all(|idx| {
            !scene.tags[idx].is_verb()
                && scene.tags[idx] != Tag::Auxiliary
                && scene.clues.of[idx].stretch == NONE
        })
}

/// Returns where spoken words end that begin in quotation marks and are closed by a comma or stop: what follows
/// outside of marks was not said.
fn speech_end(
    scene: &Scene,
    stretch: &super::super::marks::Quoted,
    piece: std::ops::Range<usize>,
) -> usize {
    let inner = scene.ground.tokens_in(stretch.inner);
    let Some(last) = inner.end.checked_sub(1).filter(|at| *at > piece.start) else {
        return piece.end;
    };
    let close = scene.ground.tokens_in(stretch.span).end;
    let is_closed = matches!(
        scene.ground.tokens[last].kind,
        TokenKind::Comma | TokenKind::Stop
    );
    let is_outside = (close..piece.end).all(|idx| scene.clues.of[idx].stretch == NONE);
    if is_closed && is_outside && close < piece.end {
        close
    } else {
        piece.end
    }
}

/// Finds the comma that ends a clause cut short before its source: *The bridge will open | in May, Ann Smith has said*.
fn upto_comma(scene: &Scene, rest: std::ops::Range<usize>) -> Option<usize> {
    let comma = rest
        .clone()
        .find(|&idx| scene.ground.tokens[idx].kind == TokenKind::Comma)?;
    (rest.start..comma)
        .all(|idx| scene.clues.of[idx].stretch == NONE && !is_cut(scene, idx))
        .then_some(comma)
}

/// Tells whether a remark on what was said begins at a token: *it was safe – a claim the town denies*.
fn remarks(scene: &Scene, idx: usize) -> bool {
    let token = |idx: usize| {
        let token = scene.ground.tokens.get(idx);
        token.filter(|_| scene.clues.of[idx].stretch == NONE)
    };
    let is_cut = token(idx).is_some_and(|token| {
        token.kind == TokenKind::Comma || token.kind == TokenKind::Dash && token.space_before()
    });
    let is_article =
        token(idx + 1).is_some_and(|token| token.is(word_hash("a")) || token.is(word_hash("an")));
    is_cut
        && is_article
        && token(idx + 2).is_some()
        && scene.clues.of[idx + 2].usage.has(Use::NOUN)
        && scene.tags[idx + 2].is_noun()
}

/// Tells whether a token is written onto the one before it: the rest of *co-operation*.
fn is_joined(scene: &Scene, idx: usize) -> bool {
    let token = &scene.ground.tokens[idx];
    !token.space_before()
        && (matches!(token.kind, TokenKind::Dash | TokenKind::Clitic)
            || token.kind == TokenKind::Word
                && scene.ground.tokens[idx - 1].kind == TokenKind::Dash)
}

/// Tells whether a clause may end at a token.
pub fn is_cut(scene: &Scene, idx: usize) -> bool {
    let token = &scene.ground.tokens[idx];
    match token.kind {
        TokenKind::Comma | TokenKind::Stop | TokenKind::Mark | TokenKind::Bracket => true,
        TokenKind::Dash => token.space_before() || token.text(scene.ground.text) != "-",
        TokenKind::Punctuation => true,
        _ => matches!(scene.tags[idx], Tag::And | Tag::Subordinator),
    }
}
