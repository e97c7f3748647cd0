//! Who is *Klobuchar's campaign*, *the US defence secretary*, *the company*? Owners and holders of an office.

use super::{Finder, Found, LINKS, Step, THE, plain_form};
use crate::text::analysis::Speaker;
use crate::text::quote::lexicon::Use;
use crate::text::tag::Tag;
use crate::text::token::TokenKind;
use crate::text::words::WordSet;
use crate::text::{EntityId, EntityKind};
use std::ops::Range;
use std::sync::LazyLock;

/// So many names before are looked at for an organisation.
const MAX_BODIES: usize = 24;
/// So many words behind a name say what somebody is.
const MAX_WORDS: usize = 8;
/// A further mention is worth so many sentences of distance.
const OFTEN: f32 = 1.0;

impl Finder<'_> {
    /// Somebody's or something's …: *Klobuchar's campaign*, *the Biden campaign*, *Chinese officials*.
    pub(super) fn possession(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let mut mentions = self.who.mentions_in(ground.span(source));
        let at = mentions.next()?;
        let owner = self.who.mentions[at].entity;
        let tokens = self.who.tokens[at].clone();
        if mentions.next().is_some() || tokens.start > source.start + 1 {
            return None;
        }
        let mut rest = tokens.end;
        let owns = rest < source.end
            && matches!(
                ground.tokens[rest].text(ground.text),
                "'s" | "’s" | "'" | "’"
            );
        if owns {
            rest += 1;
        }
        let owned = rest..source.end.max(rest);
        let common = |idx: &usize| matches!(self.scene.tags[*idx], Tag::Noun | Tag::Nouns);
        if !owned.clone().any(|idx| common(&idx))
            || owned.clone().any(|idx| LINKS.has(ground.tokens[idx].hash)) && !owns
        {
            return None;
        }
        // *the French president* may be somebody who is named.
        if let Some(resolved) = self.who.resolve(ground.span(source), ground)
            && resolved.entity != owner
        {
            return None;
        }
        // *the US defence secretary* is *defence secretary* of somebody.
        if !owns
            && let Some(resolved) = self.who.resolve(ground.span(&owned), ground)
            && self.who.entity(resolved.entity).kind == EntityKind::Person
        {
            return Some(self.entity(source, resolved.entity, Step::Role));
        }
        if !owns && let Some(holder) = self.holder(source) {
            return Some(holder);
        }
        let words = self.words(source);
        let name = if owns {
            format!("{}’s {}", self.who.entity(owner).name, self.words(&owned))
        } else {
            plain_form(&words)
        };
        Some(Found {
            how: if name == words {
                String::new()
            } else {
                format!("“{words}” = {name}")
            },
            speaker: Speaker::Group(name),
            step: Step::Plain,
        })
    }

    /// *the US defence secretary*, after *US defence secretary Robert Gates*: who was named right behind these words.
    fn holder(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let head = ground.tokens[source.end - 1].hash;
        let at = self.mentions_before(source).find(|&at| {
            let tokens = &self.who.tokens[at];
            self.who.mentions[at].kind == EntityKind::Person
                && (tokens.start > 0 && ground.tokens[tokens.start - 1].hash == head
                    || self.is_called(tokens, head))
        })?;
        Some(self.entity(source, self.who.mentions[at].entity, Step::Role))
    }

    /// Tells whether the words behind a name say what somebody or something is: *Ann Smith, the village's only
    /// **doctor**, …*, *Acme is a **network** …*
    pub(super) fn is_called(&self, name: &Range<usize>, head: u32) -> bool {
        let ground = self.scene.ground;
        let kind = |at: usize| ground.tokens.get(at).map(|token| token.kind);
        let is_copula = ground
            .tokens
            .get(name.end)
            .is_some_and(|token| COPULAS.has(token.hash));
        if kind(name.end) != Some(TokenKind::Comma) && !is_copula {
            return false;
        }
        let sentence = &ground.sentences[ground.sentence_of(name.start)];
        (name.end + 1..sentence.end.min(name.end + 1 + MAX_WORDS))
            .take_while(|&at| {
                !matches!(kind(at), Some(TokenKind::Comma | TokenKind::Mark))
                    && !self.scene.tags[at].is_verb()
                    && !LINKS.has(ground.tokens[at].hash)
                    && (self.scene.kinds[at] != Some(EntityKind::Person))
            })
            .last()
            .is_some_and(|at| ground.tokens[at].hash == head)
    }

    /// Finds the organisation that *the company* most probably means: near, and named often.
    fn body_told_of(&self, source: &Range<usize>) -> Option<EntityId> {
        let ground = self.scene.ground;
        let here = ground.sentence_of(source.start);
        let mut bodies: Vec<(EntityId, f32)> = Vec::new();
        for at in self.mentions_before(source).take(MAX_BODIES) {
            let mention = &self.who.mentions[at];
            if mention.kind != EntityKind::Organisation {
                continue;
            }
            let far = (here - ground.sentence_of(self.who.tokens[at].start)) as f32;
            match bodies
                .iter_mut()
                .find(|(known, _)| *known == mention.entity)
            {
                Some((_, weight)) => *weight += OFTEN,
                None => bodies.push((mention.entity, -far)),
            }
        }
        let mut best: Option<(EntityId, f32)> = None;
        for (body, weight) in bodies {
            if best.is_none_or(|(_, most)| weight > most) {
                best = Some((body, weight));
            }
        }
        best.map(|(body, _)| body)
    }

    /// *the company*, *the ministry*: the organisation named last before.
    pub(super) fn body_before(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let head = source.end - 1;
        let definite = THE.has(ground.tokens[source.start].hash)
            || source.start > 0 && THE.has(ground.tokens[source.start - 1].hash);
        if !definite || source.len() > 3 {
            return None;
        }
        let usage = self.scene.clues.of[head].usage;
        if self.scene.tags[head] == Tag::Noun
            && !usage.has(Use::BODY.and(Use::TEXT))
            && let Some(holder) = self.holder(source)
        {
            return Some(holder);
        }
        if let Some(found) = self.called(source) {
            return Some(found);
        }
        let is_text = head > 0 && STUDIES.has(ground.tokens[head - 1].hash);
        if COMPANIES.has(ground.tokens[head].hash) && !is_text {
            return self
                .body_told_of(source)
                .map(|body| self.entity(source, body, Step::Role));
        }
        // *the source*, after *a government source*: the fuller words.
        if usage.has(Use::ROLE)
            && let Some((last, Speaker::Group(name))) = self.spoken.last()
            && last.len() > source.len()
            && last
                .clone()
                .any(|idx| ground.tokens[idx].hash == ground.tokens[head].hash)
        {
            return Some(Found {
                how: format!(
                    "“{}” = “{}”, the source before",
                    self.words(source),
                    self.words(last)
                ),
                speaker: Speaker::Group(name.clone()),
                step: Step::Role,
            });
        }
        None
    }
}

static COPULAS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("is was are were"));

/// Words before *paper* where it is no newspaper.
static STUDIES: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new("research scientific white working discussion position policy"));

/// Nouns for an organisation that was named before.
static COMPANIES: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "company firm group organisation organization agency ministry department bank club team union party \
         charity university association airline operator newspaper paper magazine network broadcaster retailer \
         manufacturer carmaker drugmaker maker developer foundation institute authority regulator watchdog \
         council commission committee federation league lender utility publisher",
    )
});
