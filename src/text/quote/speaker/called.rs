//! Which organisation or place is *the hospital*, *the website*, *the city*? The one that the text calls so.

use super::{Finder, Found, Step};
use crate::text::EntityKind;
use crate::text::analysis::Speaker;
use crate::text::names::gazetteer::{CITY, COUNTRY, STATE, place};
use crate::text::quote::lexicon::Use;
use crate::text::tag::Tag;
use crate::text::words::{WordSet, word_hash};
use std::ops::Range;
use std::sync::LazyLock;

impl Finder<'_> {
    /// *the website*, after *the news website Znak.com*; *the city*, after the name of one.
    pub(super) fn called(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let head = source.end - 1;
        let word = ground.tokens[head].hash;
        let usage = self.scene.clues.of[head].usage;
        if self.scene.tags[head] != Tag::Noun
            || self.scene.kinds[head].is_some()
            || usage.has(Use::ROLE)
            || usage.has(Use::TEXT) && !usage.has(Use::BODY)
        {
            return None;
        }
        let before = || {
            self.mentions_before(source).filter(|&at| {
                let kind = self.who.mentions[at].kind;
                matches!(kind, EntityKind::Organisation | EntityKind::Place)
            })
        };
        let at = before()
            .find(|&at| self.is_named_as(&self.who.tokens[at], word))
            .or_else(|| before().find(|&at| is_place_of(self.class(at), word)));
        match at {
            Some(at) => Some(self.entity(source, self.who.mentions[at].entity, Step::Role)),
            None => self.goes_on(source).filter(|_| usage.has(Use::BODY)),
        }
    }

    /// *The hospital **also** asked*: who spoke last, where that is a house.
    fn goes_on(&self, source: &Range<usize>) -> Option<Found> {
        static MORE: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("also further"));
        let ground = self.scene.ground;
        let (last, Speaker::Entity(id)) = self.spoken.last()? else {
            return None;
        };
        let near = ground.sentence_of(last.start) + MAX_SILENCE >= ground.sentence_of(source.start);
        let more = ground
            .tokens
            .get(source.end)
            .is_some_and(|token| MORE.has(token.hash));
        let is_house = self.who.entity(*id).kind == EntityKind::Organisation;
        (near && more && is_house).then(|| self.entity(source, *id, Step::Role))
    }

    /// Returns the class of the place that a mention names.
    fn class(&self, mention: usize) -> Option<u8> {
        (self.who.mentions[mention].kind == EntityKind::Place)
            .then(|| place(self.scene.ground, &self.who.tokens[mention]))?
    }

    /// Tells whether a name stands with this noun: *the **website** Znak.com*, *the Charité **hospital***, *the **city**
    /// of Bern*, *the Central **Hospital***.
    fn is_named_as(&self, name: &Range<usize>, word: u32) -> bool {
        let ground = self.scene.ground;
        let is = |at: Option<usize>, hash: u32| {
            at.and_then(|at| ground.tokens.get(at))
                .is_some_and(|token| token.is(hash))
        };
        let inside = name.len() > 1 && ground.tokens[name.clone()].iter().any(|t| t.is(word));
        let of = is(name.start.checked_sub(1), word_hash("of"));
        // *the website*, after *Znak.com*
        let is_address = ADDRESSED.has(word)
            && ground.tokens[name.clone()]
                .iter()
                .any(|token| token.text(ground.text).contains('.') && !token.is_upper());
        inside
            || is_address
            || is(name.start.checked_sub(1), word)
            || is(Some(name.end), word)
            || of && is(name.start.checked_sub(2), word)
            || self.is_called(name, word)
    }
}

/// What is called by its address.
static ADDRESSED: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("website site portal"));

/// Who spoke so many sentences before goes on speaking.
const MAX_SILENCE: usize = 2;

/// Tells whether a noun is one for places of a class.
fn is_place_of(class: Option<u8>, word: u32) -> bool {
    static TOWNS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("city town village borough"));
    static STATES: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("state province territory"));
    static COUNTRIES: LazyLock<WordSet> =
        LazyLock::new(|| WordSet::new("country nation republic kingdom"));
    match class {
        Some(COUNTRY) => COUNTRIES.has(word),
        Some(STATE) => STATES.has(word),
        Some(CITY..) => TOWNS.has(word),
        _ => false,
    }
}
