//! Who is *he*, *it*, *they*? The source before, or the subject of a sentence before.

use super::{Finder, Found, Step};
use crate::text::analysis::Speaker;
use crate::text::quote::clues::Inside;
use crate::text::quote::lexicon::Use;
use crate::text::quote::sources::candidates;
use crate::text::tag::Tag;
use crate::text::words::word_hash;
use crate::text::{EntityKind, Gender};
use std::ops::Range;

/// What opens its sentence is worth so much more,
const OPENS: f32 = 2.0;
/// each sentence of distance so much less,
const PER_SENTENCE: f32 = 1.5;
/// and each noun phrase before it in its sentence.
const PER_PHRASE: f32 = 0.2;
/// What is worth less is nobody.
const LEAST: f32 = 0.0;
/// *it* and *they* reach back over so many sentences.
const REACH: usize = 3;

impl Finder<'_> {
    /// *he* and *she*: the person who spoke last, unless a sentence since then is about somebody else.
    pub(super) fn same_person(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let token = &ground.tokens[source.start];
        let gender = if token.is(word_hash("he")) {
            Gender::Male
        } else if token.is(word_hash("she")) {
            Gender::Female
        } else {
            return None;
        };
        let (last, Speaker::Entity(id)) = self.spoken.last()? else {
            return None;
        };
        let entity = self.who.entity(*id);
        let (there, here) = (
            ground.sentence_of(last.start),
            ground.sentence_of(source.start),
        );
        if source.len() > 1
            || entity.kind != EntityKind::Person
            || entity.gender.is_some_and(|known| known != gender)
            || here > there + REACH
            || last.start >= source.start
        {
            return None;
        }
        let first = self
            .who
            .tokens
            .partition_point(|tokens| tokens.start < last.end);
        let others = (first..self.who.mentions.len())
            .take_while(|&at| self.who.tokens[at].start < source.start)
            .any(|at| {
                let mention = &self.who.mentions[at];
                mention.kind == EntityKind::Person
                    && mention.entity != *id
                    && self.scene.clues.of[self.who.tokens[at].start].inside == Inside::No
                    && self
                        .who
                        .entity(mention.entity)
                        .gender
                        .is_none_or(|known| known == gender)
            });
        (!others).then(|| Found {
            how: format!(
                "“{}” = {}, the speaker before",
                token.text(ground.text),
                entity.name
            ),
            speaker: Speaker::Entity(*id),
            step: Step::Pronoun,
        })
    }

    /// *it* and *they*: the group that spoke last, or the subject of the sentence before.
    pub(super) fn group_before(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let here = ground.sentence_of(source.start);
        let is_it = ground.tokens[source.start].is(word_hash("it"));
        if let Some((last, speaker)) = self.spoken.last()
            && ground.sentence_of(last.start) + REACH >= here
        {
            match speaker {
                Speaker::Entity(id) if self.who.entity(*id).kind == EntityKind::Person => {}
                Speaker::Unknown(_) => {}
                speaker => {
                    return Some(Found {
                        how: format!(
                            "“{}” = “{}”, the source before",
                            self.words(source),
                            self.words(last)
                        ),
                        speaker: speaker.clone(),
                        step: Step::Plural,
                    });
                }
            }
        }
        let subject = self.group_told_of(source, is_it)?;
        let found = self.find(&subject);
        Some(Found {
            how: format!("“{}” = “{}”", self.words(source), self.words(&subject)),
            step: Step::Plural,
            ..found
        })
    }

    /// Finds the group that the sentences before a pronoun are about.
    fn group_told_of(&self, source: &Range<usize>, is_it: bool) -> Option<Range<usize>> {
        let ground = self.scene.ground;
        let here = ground.sentence_of(source.start);
        let mut best: Option<(f32, Range<usize>)> = None;
        for sentence in here.saturating_sub(REACH)..=here {
            let tokens = ground.sentences[sentence].clone();
            let far = (here - sentence) as f32;
            for (order, candidate) in candidates(self.scene, tokens.clone()).iter().enumerate() {
                if candidate.tokens.end > source.start {
                    break;
                }
                let Some(worth) = self.worth(&candidate.tokens, is_it) else {
                    continue;
                };
                let opens = candidate.phrase.start == tokens.start;
                let first = if opens { OPENS } else { 0.0 };
                let weight = worth + first - PER_SENTENCE * far - PER_PHRASE * order.min(5) as f32;
                if weight > best.as_ref().map_or(LEAST, |(most, _)| *most) {
                    best = Some((weight, candidate.tokens.clone()));
                }
            }
        }
        best.map(|(_, tokens)| tokens)
    }

    /// Says how well a noun phrase fits *it* or *they* as who said something; nothing where it does not.
    fn worth(&self, tokens: &Range<usize>, is_it: bool) -> Option<f32> {
        let ground = self.scene.ground;
        let link = tokens
            .clone()
            .find(|&idx| super::LINKS.has(ground.tokens[idx].hash));
        let kind = self.scene.kinds[tokens.end - 1];
        let head = match (kind, link) {
            (None, Some(link)) if link > tokens.start => link - 1,
            _ => tokens.end - 1,
        };
        let usage = self.scene.clues.of[head].usage;
        match self.scene.kinds[head] {
            Some(EntityKind::Organisation) => Some(3.0),
            Some(EntityKind::Place) if is_it => Some(1.0),
            Some(_) => None,
            None if is_it
                && usage.has(Use::BODY)
                && super::THE.has(ground.tokens[tokens.start].hash) =>
            {
                Some(2.0)
            }
            None if !is_it && usage.has(Use::ROLE) && self.scene.tags[head] == Tag::Nouns => {
                Some(2.5)
            }
            None if !is_it && usage.has(Use::BODY) => Some(2.0),
            None => None,
        }
    }
}
