//! What is a report read from? The ground with its tags, names and hints.

use super::super::sentence::Ground;
use super::super::syntax::{self, Tree};
use super::super::tag::Tag;
use super::super::{EntityKind, Mention};
use super::clues::{Clues, NONE};
use super::cues;
use std::ops::Range;

/// So many tokens from its reporting word a source is looked for: few sentences are as long, and a text without any end
/// of a sentence must not take for ever.
const REACH: usize = 150;

/// Everything that is known of a text before its reports are.
#[derive(Debug)]
pub struct Scene<'a> {
    /// Tokens, sentences, paragraphs.
    pub ground: &'a Ground<'a>,
    /// The part of speech of each token.
    pub tags: &'a [Tag],
    /// The hints of each token.
    pub clues: Clues,
    /// For each token, the kind of the name it is part of.
    pub kinds: Vec<Option<EntityKind>>,
    /// For each token, the number of the mention it is part of; [`NONE`] for none.
    pub mention: Vec<u32>,
    /// What depends on what, in sentences that may report.
    pub tree: Tree,
}

impl<'a> Scene<'a> {
    /// Gathers what is known. `tokens` are those of the mentions, in the same order.
    pub fn new(
        ground: &'a Ground<'a>,
        tags: &'a [Tag],
        mentions: &[Mention],
        tokens: &[Range<usize>],
    ) -> Self {
        let mut kinds = vec![None; ground.tokens.len()];
        let mut mention = vec![NONE; ground.tokens.len()];
        for (number, (named, tokens)) in mentions.iter().zip(tokens).enumerate() {
            kinds[tokens.clone()].fill(Some(named.kind));
            mention[tokens.clone()].fill(number as u32);
        }
        let mut scene = Self {
            ground,
            tags,
            clues: Clues::new(ground, tags),
            kinds,
            mention,
            tree: Tree::empty(ground.tokens.len()),
        };
        if let Some(parser) = syntax::parser() {
            scene.tree = parser.tree(ground, tags, |sentence| {
                cues::may_hold_cue(&scene, sentence)
            });
        }
        scene
    }

    /// Returns a small number for the kind of name a token is part of, 0 for none.
    pub fn kind(&self, idx: usize) -> u32 {
        self.kinds[idx].map_or(0, |kind| kind as u32 + 1)
    }

    /// Returns where the source of a report may stand: the sentences of its reporting word, as far as they are near.
    pub fn around(&self, cue: &Range<usize>) -> Range<usize> {
        let sentences = self.sentences_of(cue);
        sentences.start.max(cue.start.saturating_sub(REACH))..sentences.end.min(cue.end + REACH)
    }

    /// Returns the sentences that some tokens touch, as one range of tokens.
    pub fn sentences_of(&self, tokens: &Range<usize>) -> Range<usize> {
        let first = self.ground.sentence_of(tokens.start);
        let last = self
            .ground
            .sentence_of(tokens.end.max(tokens.start + 1) - 1);
        self.ground.sentences[first].start..self.ground.sentences[last].end
    }
}
