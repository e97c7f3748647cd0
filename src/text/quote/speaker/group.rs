//! Who are *the researchers*? A group that was told of more fully before.

use super::{Finder, Found, LINKS, Step, THE, plain_form};
use crate::text::EntityKind;
use crate::text::analysis::Speaker;
use crate::text::quote::lexicon::Use;
use crate::text::quote::sources::{MAX_BRACKET, candidates};
use crate::text::tag::Tag;
use crate::text::token::TokenKind;
use crate::text::words::{WordSet, word_hash};
use std::ops::Range;
use std::sync::LazyLock;

/// Words for those who did a piece of research.
static SCHOLARS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new("researchers scientists team authors scholars experts study"));

/// What is somebody's, also where it is not said whose.
static BELONGINGS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new("administration campaign family"));
/// Whoever is told of was named so many sentences before at most.
const NEAR: usize = 3;

/// So many sentences before are searched for the fuller words.
const MAX_SENTENCES: usize = 24;

impl Finder<'_> {
    /// *the research team*, after *researchers from the University of Miami*.
    pub(super) fn scholars(&self, source: &Range<usize>) -> Option<Found> {
        let head = self.scene.ground.tokens[source.end - 1].hash;
        SCHOLARS
            .has(head)
            .then(|| self.group_named(source))
            .flatten()
    }

    /// *the researchers*, after *researchers from the University of Miami*: the fuller words.
    pub(super) fn group_named(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let head = source.end - 1;
        let definite = THE.has(ground.tokens[source.start].hash);
        let hash = ground.tokens[head].hash;
        let is_scholar = SCHOLARS.has(hash);
        if !definite
            || source.len() > 3
            || !(is_scholar
                || self.scene.clues.of[head]
                    .usage
                    .has(Use::ROLE.and(Use::BODY)))
        {
            return None;
        }
        let here = ground.sentence_of(source.start);
        for sentence in (here.saturating_sub(MAX_SENTENCES)..here).rev() {
            for phrase in candidates(self.scene, ground.sentences[sentence].clone()) {
                if let Some(found) = self.owned(source, &phrase.phrase, hash) {
                    return Some(found);
                }
                let Some(link) = phrase
                    .tokens
                    .clone()
                    .find(|&idx| LINKS.has(ground.tokens[idx].hash))
                else {
                    continue;
                };
                // *researchers mostly from …*
                let before = (phrase.tokens.start..link).rev();
                let Some(last) = before
                    .into_iter()
                    .find(|&at| self.scene.tags[at] != Tag::Adverb)
                else {
                    continue;
                };
                let same = ground.tokens[last].hash;
                if same != hash && !(is_scholar && SCHOLARS.has(same))
                    || THE.has(ground.tokens[phrase.tokens.start].hash)
                {
                    continue;
                }
                let mut name = plain_form(&self.spelled_out(&phrase.tokens));
                if let Some(other) = self.and_named(phrase.tokens.end) {
                    name = format!("{name} and {other}");
                }
                return Some(Found {
                    how: format!("“{}” = {name}", self.words(source)),
                    speaker: Speaker::Group(name),
                    step: Step::Role,
                });
            }
        }
        None
    }

    /// *the administration*, after *the Trump administration*: a phrase that ends in the same word behind a name.
    fn owned(&self, source: &Range<usize>, phrase: &Range<usize>, word: u32) -> Option<Found> {
        let ground = self.scene.ground;
        let head = phrase.end.checked_sub(1)?;
        let before = head.checked_sub(1).filter(|at| phrase.contains(at))?;
        let owns = ground.tokens[before].kind == TokenKind::Clitic;
        let named = before.checked_sub(usize::from(owns))?;
        let is_named = matches!(
            self.scene.kinds[named],
            Some(EntityKind::Person | EntityKind::Organisation | EntityKind::Place)
        );
        if !ground.tokens[head].is(word) || self.scene.kinds[head].is_some() || !is_named {
            return None;
        }
        let mut start = named;
        while start > phrase.start && self.scene.mention[start - 1] == self.scene.mention[named] {
            start -= 1;
        }
        let found = self.possession(&(start..phrase.end))?;
        let name = self.name(&found.speaker)?.to_owned();
        Some(Found {
            how: format!("“{}” = {name}", self.words(source)),
            step: Step::Role,
            ..found
        })
    }

    /// *the campaign*, *the family*: that of the person of whom the text tells most just before.
    pub(super) fn belonging(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let noun = source.end - 1;
        if source.len() != 2
            || !THE.has(ground.tokens[source.start].hash)
            || !BELONGINGS.has(ground.tokens[noun].hash)
        {
            return None;
        }
        let here = ground.sentence_of(source.start);
        let from = ground.sentences[here.saturating_sub(NEAR)].start;
        let is_person = |at: &usize| self.who.mentions[*at].kind == EntityKind::Person;
        let n_mentions = |at: usize| {
            let same =
                |other: &usize| self.who.mentions[*other].entity == self.who.mentions[at].entity;
            self.mentions_before(source).filter(same).count()
        };
        let at = self
            .mentions_before(source)
            .take_while(|&at| self.who.tokens[at].start >= from)
            .filter(is_person)
            .max_by_key(|&at| (n_mentions(at), at))?;
        let owner = &self.who.entity(self.who.mentions[at].entity).name;
        // *the Trump administration*, *Trump’s family*
        let name = if ground.tokens[noun].is(word_hash("family")) {
            format!("{owner}’s {}", ground.word(noun))
        } else {
            format!("{owner} {}", ground.word(noun))
        };
        Some(Found {
            how: format!("“{}” = {name}", self.words(source)),
            speaker: Speaker::Group(name),
            step: Step::Role,
        })
    }

    /// Returns who is joined to a name that ends at `end`: *… University (MU) **and Apex***.
    fn and_named(&self, end: usize) -> Option<&str> {
        let ground = self.scene.ground;
        let mut at = end;
        let token = |at: usize| ground.tokens.get(at);
        if token(at)?.kind == TokenKind::Bracket {
            at = (at + 1..at + MAX_BRACKET)
                .find(|&at| token(at).is_some_and(|token| token.kind == TokenKind::Bracket))?
                + 1;
        }
        if !token(at)?.is(word_hash("and")) {
            return None;
        }
        at += 1;
        if token(at)?.is(word_hash("the")) {
            at += 1;
        }
        let next = self.who.mentions_in(token(at)?.span).next()?;
        let mention = &self.who.mentions[next];
        (mention.kind == EntityKind::Organisation)
            .then(|| self.who.entity(mention.entity).name.as_str())
    }
}
