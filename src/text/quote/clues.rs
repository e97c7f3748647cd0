//! What hints at a quotation around each token? Marks, reporting words near and far, the place in the sentence.

use super::super::Span;
use super::super::marks::{Quoted, quoted};
use super::super::sentence::Ground;
use super::super::tag::Tag;
use super::super::token::TokenKind;
use super::super::words::word_hash;
use super::lexicon::{Use, uses};

/// Where a token stands with regard to quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Inside {
    /// Outside of all.
    #[default]
    No,
    /// It is an opening mark.
    Opens,
    /// Between marks.
    Yes,
    /// It is a closing mark.
    Closes,
}

/// The hints at one token.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clue {
    /// How the word may take part in a report, regardless of its part of speech here.
    pub usage: Use,
    /// Its place with regard to the outermost marks.
    pub inside: Inside,
    /// The outermost stretch it stands in, or [`NONE`].
    pub stretch: u32,
    /// The nearest word to the left in its sentence that may report, or [`NONE`].
    pub left: u32,
    /// The nearest word to the right in its sentence that may report, or [`NONE`].
    pub right: u32,
    /// Commas (and other cuts) in the sentence before this token.
    pub cuts: u16,
    /// Finite verbs in the sentence before this token.
    pub verbs: u16,
}

/// Nothing there.
pub const NONE: u32 = u32::MAX;

/// The hints of a whole text.
#[derive(Debug, Default)]
pub struct Clues {
    /// One for each token.
    pub of: Vec<Clue>,
    /// The quoted stretches, in order, inner ones too.
    pub stretches: Vec<Quoted>,
    /// The tokens that may report, in order.
    pub cues: Vec<u32>,
}

impl Clues {
    /// Gathers the hints of a text.
    pub fn new(ground: &Ground, tags: &[Tag]) -> Self {
        let paragraphs: Vec<Span> = ground
            .paragraphs
            .iter()
            .map(|paragraph| ground.span(&paragraph.tokens))
            .collect();
        let mut clues = Self {
            of: vec![Clue::default(); ground.tokens.len()],
            stretches: quoted(ground.text, &paragraphs),
            cues: Vec::new(),
        };
        for (clue, token) in clues.of.iter_mut().zip(&ground.tokens) {
            clue.stretch = NONE;
            clue.usage = uses(token.hash);
        }
        clues.lay_marks(ground);
        for sentence in &ground.sentences {
            clues.look_around(ground, tags, sentence.clone());
        }
        clues
    }

    /// Returns the outermost stretch a token stands in.
    pub fn stretch(&self, token_idx: usize) -> Option<&Quoted> {
        self.stretches.get(self.of[token_idx].stretch as usize)
    }

    fn lay_marks(&mut self, ground: &Ground) {
        for (idx, stretch) in self.stretches.iter().enumerate() {
            if stretch.depth > 0 {
                continue;
            }
            for token_idx in ground.tokens_in(stretch.span) {
                let span = ground.tokens[token_idx].span;
                let clue = &mut self.of[token_idx];
                clue.stretch = idx as u32;
                clue.inside = if span.end <= stretch.inner.start {
                    Inside::Opens
                } else if span.start >= stretch.inner.end {
                    Inside::Closes
                } else {
                    Inside::Yes
                };
            }
        }
    }

    fn look_around(&mut self, ground: &Ground, tags: &[Tag], sentence: std::ops::Range<usize>) {
        let (mut cuts, mut verbs) = (0_u16, 0_u16);
        let mut left = NONE;
        for idx in sentence.clone() {
            let clue = &mut self.of[idx];
            clue.left = left;
            clue.right = NONE;
            clue.cuts = cuts;
            clue.verbs = verbs;
            if clue.inside != Inside::No {
                continue;
            }
            match ground.tokens[idx].kind {
                TokenKind::Comma | TokenKind::Dash | TokenKind::Bracket => {
                    cuts = cuts.saturating_add(1);
                }
                TokenKind::Punctuation => cuts = cuts.saturating_add(1),
                _ => {}
            }
            if tags[idx].is_finite() {
                verbs = verbs.saturating_add(1);
            }
            if may_report(ground, tags, idx, clue.usage) {
                left = idx as u32;
                self.cues.push(left);
            }
        }
        let mut right = NONE;
        for idx in sentence.rev() {
            self.of[idx].right = right;
            let is_cue = self.of[idx].inside == Inside::No
                && may_report(ground, tags, idx, self.of[idx].usage);
            if is_cue {
                right = idx as u32;
            }
        }
    }
}

/// Tells whether the word at `idx`, outside quotation marks, may be what reports something.
fn may_report(ground: &Ground, tags: &[Tag], idx: usize, usage: Use) -> bool {
    const ACCORDING: u32 = word_hash("according");
    const THAT: u32 = word_hash("that");
    let token = &ground.tokens[idx];
    let next = ground.tokens.get(idx + 1);
    if token.is(ACCORDING) {
        return next.is_some_and(|next| next.is(word_hash("to")));
    }
    let before_that = next.is_some_and(|next| next.is(THAT) || next.text(ground.text) == ":");
    if tags[idx].is_verb() {
        return usage.has(Use::REPORTS) || (before_that && token.is_word());
    }
    if usage.has(Use::NOUN.and(Use::TEXT)) && before_that {
        return true;
    }
    // A tagger may take *says* or *claims* in a headline for a noun.
    usage.has(Use::SAY.and(Use::TELL)) && usage.has(Use::ED.and(Use::ING)) && token.has_lower()
}
