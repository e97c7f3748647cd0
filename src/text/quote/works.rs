//! What only looks like a quotation? The name of a song, a book, a part of the article: *"Legend in the Coal Fields"*.

use super::super::token::TokenKind;
use super::super::words::WordSet;
use super::assemble::{Link, Report, is_quoted};
use super::scene::Scene;
use std::ops::Range;
use std::sync::LazyLock;

/// Takes the names of works out of what was said. They are written as such, in marks and with capitals, and nothing near
/// reports them; *a banner read "Stop the War Now"* was said.
pub fn leave_out_names(scene: &Scene, reports: &mut Vec<Report>) {
    for report in reports.iter_mut() {
        if matches!(report.link, Link::Beside | Link::Turn) {
            continue;
        }
        let cue = report.cue.clone();
        report.content.retain(|piece| {
            let reported = cue.as_ref().is_some_and(|cue| is_near(scene, cue, piece));
            reported || !is_named(scene, piece) || is_in_headline(scene, piece)
        });
    }
    reports.retain(|report| !report.content.is_empty());
}

/// A name of a work has so many words with capitals; a shorter one may be an exclamation.
const MIN_CAPITALS: usize = 3;
/// A reporting word stands so near to what it reports: *responded later **with***.
const NEAR: usize = 2;

/// Words that are small in the names of works.
static SMALL: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new("a an the of in on for and or to at by with from as but nor vs vs. n't ’t 's ’s")
});

/// Tells whether a piece stands in marks, all of it, and is written as the name of a work.
fn is_named(scene: &Scene, piece: &Range<usize>) -> bool {
    let (n_large, n_capitals) = capitals(scene, piece.clone());
    let is_loud = piece
        .clone()
        .all(|idx| !scene.ground.tokens[idx].has_lower());
    n_large == n_capitals && n_capitals >= MIN_CAPITALS && !is_loud && is_quoted(scene, piece)
}

/// Tells whether the words around a piece have capitals too: a headline quotes in capitals.
fn is_in_headline(scene: &Scene, piece: &Range<usize>) -> bool {
    let sentences = scene.sentences_of(piece);
    let around = (sentences.start..piece.start).chain(piece.end..sentences.end);
    let (n_large, n_capitals) = capitals(scene, around);
    n_large == n_capitals && n_capitals > 1
}

/// Counts the words that are large in names of works, and those of them that have a capital.
fn capitals(scene: &Scene, tokens: impl Iterator<Item = usize>) -> (usize, usize) {
    tokens
        .map(|idx| &scene.ground.tokens[idx])
        .filter(|token| token.kind == TokenKind::Word && !SMALL.has(token.hash))
        .fold((0, 0), |(large, capitals), token| {
            (large + 1, capitals + usize::from(token.is_capital()))
        })
}

/// Tells whether hardly a word stands between a reporting word and a piece.
fn is_near(scene: &Scene, cue: &Range<usize>, piece: &Range<usize>) -> bool {
    let gap = if cue.start < piece.start {
        cue.end..piece.start
    } else {
        piece.end..cue.start
    };
    let is_word = |idx: &usize| scene.ground.tokens[*idx].kind == TokenKind::Word;
    gap.filter(is_word).count() <= NEAR
}
