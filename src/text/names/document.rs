//! What does the rest of the text say? The surname of a person who is named in full is a person everywhere, and one
//! name is of one kind.

use super::gazetteer::{STATE, place};
use super::lists::Hints;
use super::{KINDS, Name};
use crate::text::EntityKind;
use crate::text::sentence::Ground;
use crate::text::token::Token;
use crate::text::words::WordMap;

/// The surname of someone who is named in full.
const SURNAME: u16 = 1;
/// A word that is also written small in this text.
const SMALL: u16 = 2;

/// Brings the names of one text into agreement; `names` stay in the order of the text and do not overlap.
pub fn agree(ground: &Ground, names: &mut Vec<Name>) {
    let mut surnames = WordMap::with_room(names.len());
    for name in names
        .iter()
        .filter(|name| name.kind == EntityKind::Person && name.tokens.len() > 1)
    {
        let last = &ground.tokens[name.tokens.end - 1];
        if last.is_word() && last.is_capital() && !Hints::of(last.hash).any(Hints::SUFFIX) {
            *surnames.entry(last.hash) |= SURNAME;
        }
    }
    for token in ground
        .tokens
        .iter()
        .filter(|token| token.is_word() && !token.is_capital())
    {
        if surnames.get(token.hash).is_some() {
            *surnames.entry(token.hash) |= SMALL;
        }
    }
    by_majority(ground, names);
    for name in names.iter_mut().filter(|name| name.tokens.len() == 1) {
        let word = ground.tokens[name.tokens.start].hash;
        let is_place = place(ground, &name.tokens).is_some_and(|class| class <= STATE);
        if surnames.get(word).is_some_and(|bits| bits & SURNAME != 0)
            && !is_place
            && !Hints::of(word).any(Hints::PEOPLE)
        {
            name.kind = EntityKind::Person;
        }
    }
    add_surnames(ground, names, &surnames);
}

/// Gives equal names the kind that most of them have.
fn by_majority(ground: &Ground, names: &mut [Name]) {
    // Votes of up to fifteen for each of four kinds, packed.
    const BITS: u16 = 4;
    const MOST: u16 = (1 << BITS) - 1;
    let key = |name: &Name| {
        let tokens = &ground.tokens[name.tokens.clone()];
        tokens
            .iter()
            .fold(0_u32, |key, token| key.rotate_left(5) ^ token.hash)
    };
    let mut votes = WordMap::with_room(names.len());
    let kind_at = |kind: EntityKind| {
        KINDS
            .iter()
            .position(|known| *known == kind)
            .unwrap_or_default() as u16
    };
    for name in names.iter() {
        let shift = kind_at(name.kind) * BITS;
        let entry = votes.entry(key(name));
        if *entry >> shift & MOST < MOST {
            *entry += 1 << shift;
        }
    }
    for name in names.iter_mut() {
        let packed = votes.get(key(name)).unwrap_or_default();
        let count = |kind: EntityKind| packed >> (kind_at(kind) * BITS) & MOST;
        let best = KINDS
            .into_iter()
            .max_by_key(|kind| count(*kind))
            .unwrap_or(name.kind);
        // One against one says nothing; a place can be meant as one thing here and another there.
        if count(best) >= 2 * count(name.kind) && count(best) >= 2 {
            name.kind = best;
        }
    }
}

/// Adds lone capitalised words that are somebody's surname and were not seen as names.
fn add_surnames(ground: &Ground, names: &mut Vec<Name>, surnames: &WordMap) {
    let mut more = Vec::new();
    let mut next = 0;
    let capital = |idx: Option<usize>| {
        idx.and_then(|idx| ground.tokens.get(idx))
            .is_some_and(|token: &Token| token.is_capital() && token.is_word())
    };
    for (idx, token) in ground.tokens.iter().enumerate() {
        while next < names.len() && names[next].tokens.end <= idx {
            next += 1;
        }
        let taken = names.get(next).is_some_and(|name| name.tokens.start <= idx);
        if taken || !token.is_capital() || surnames.get(token.hash) != Some(SURNAME) {
            continue;
        }
        if capital(idx.checked_sub(1)) || capital(Some(idx + 1)) {
            continue;
        }
        more.push(Name {
            tokens: idx..idx + 1,
            kind: EntityKind::Person,
        });
    }
    names.append(&mut more);
    names.sort_by_key(|name| name.tokens.start);
}
