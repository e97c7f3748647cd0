//! What does the rest of the text say? The surname of a person who is named in full is a person everywhere, one name is
//! of one kind wherever it stands, and an acronym is of the kind of what it is short for.

use super::context::abbreviated;
use super::gazetteer::{STATE, place};
use super::lists::Hints;
use super::{KINDS, Name};
use crate::text::EntityKind;
use crate::text::sentence::Ground;
use crate::text::token::{Token, TokenKind};
use crate::text::words::WordMap;
use std::ops::Range;

/// The surname of someone who is named in full.
const SURNAME: u16 = 1;
/// A word that is also written small in this text.
const SMALL: u16 = 2;

/// Brings the names of one text into agreement; `names` stay in the order of the text and do not overlap.
pub fn agree(ground: &Ground, names: &mut Vec<Name>) {
    nicknames(ground, names);
    let mut surnames = WordMap::with_room(names.len());
    for name in names
        .iter()
        .filter(|name| name.kind == EntityKind::Person && name.tokens.len() > 1)
    {
        let last = &ground.tokens[name.tokens.end - 1];
        // *I* behind *Elizabeth* is a number, and everywhere else the one who speaks.
        if last.is_word()
            && last.is_capital()
            && last.span.len() > 1
            && !Hints::of(last.hash).any(Hints::SUFFIX)
        {
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
    let votes = by_majority(ground, names);
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
    add_missed(ground, names, &votes);
    long_forms(ground, names);
    acronyms(ground, names);
}

/// Joins a person's first name and surname over a nickname between them: *Verlon “Sarge” Tuttle*.
fn nicknames(ground: &Ground, names: &mut Vec<Name>) {
    const MAX_WORDS: usize = 2;
    let is_mark = |idx: usize| ground.tokens[idx].kind == TokenKind::Mark;
    let mut at = 1;
    while at < names.len() {
        // What stands between may be taken for a name of its own.
        let from = (at.saturating_sub(2)..at).find(|&from| {
            let between = names[from].tokens.end..names[at].tokens.start;
            let n_words = between.len().saturating_sub(2);
            names[from].kind == EntityKind::Person
                && names[at].kind == EntityKind::Person
                && (1..=MAX_WORDS).contains(&n_words)
                && is_mark(between.start)
                && is_mark(between.end - 1)
                && ground.tokens[between.start].space_before()
                && ground.tokens[between.start + 1..between.end - 1]
                    .iter()
                    .all(Token::is_capital)
        });
        if let Some(from) = from {
            names[from].tokens.end = names[at].tokens.end;
            names.drain(from + 1..=at);
            at = from + 1;
        } else {
            at += 1;
        }
    }
}

// Votes of up to fifteen for each of four kinds, packed.
const VOTE_BITS: u16 = 4;
const MOST_VOTES: u16 = (1 << VOTE_BITS) - 1;

fn votes_for(packed: u16, kind: EntityKind) -> u16 {
    packed >> shift_of(kind) & MOST_VOTES
}

fn shift_of(kind: EntityKind) -> u16 {
    let at = KINDS.iter().position(|known| *known == kind);
    at.unwrap_or_default() as u16 * VOTE_BITS
}

/// Returns what equal names have in common.
fn key(ground: &Ground, tokens: &Range<usize>) -> u32 {
    ground.tokens[tokens.clone()]
        .iter()
        .fold(0_u32, |key, token| key.rotate_left(5) ^ token.hash)
}

/// Gives equal names the kind that most of them have; returns the votes by [`key`].
fn by_majority(ground: &Ground, names: &mut [Name]) -> WordMap {
    let mut votes = WordMap::with_room(names.len());
    for name in names.iter() {
        let entry = votes.entry(key(ground, &name.tokens));
        if votes_for(*entry, name.kind) < MOST_VOTES {
            *entry += 1 << shift_of(name.kind);
        }
    }
    for name in names.iter_mut() {
        let packed = votes.get(key(ground, &name.tokens)).unwrap_or_default();
        let best = KINDS
            .into_iter()
            .max_by_key(|kind| votes_for(packed, *kind))
            .unwrap_or(name.kind);
        // One against one says nothing; a place can be meant as one thing here and another there.
        let n_best = votes_for(packed, best);
        if n_best >= 2 * votes_for(packed, name.kind) && n_best >= 2 {
            name.kind = best;
        }
    }
    votes
}

/// Adds capitalised words that are a name elsewhere in this text and were not seen as one here.
fn add_missed(ground: &Ground, names: &mut Vec<Name>, votes: &WordMap) {
    /// Longer names are seldom missed.
    const MAX_WORDS: usize = 4;
    /// A single word must have been seen as a name so often.
    const ENOUGH: u16 = 2;
    let mut small = WordMap::with_room(names.len());
    for token in &ground.tokens {
        if token.is_word() && !token.is_capital() && votes.get(token.hash).is_some() {
            *small.entry(token.hash) |= SMALL;
        }
    }
    let is_capital = |idx: usize| {
        ground
            .tokens
            .get(idx)
            .is_some_and(|token| token.is_word() && token.is_capital())
    };
    let mut more = Vec::new();
    let mut next = 0;
    let mut free_from = 0;
    for idx in 0..ground.tokens.len() {
        while next < names.len() && names[next].tokens.end <= idx {
            next += 1;
        }
        let taken = names.get(next).is_some_and(|name| name.tokens.start <= idx);
        if taken || idx < free_from || !is_capital(idx) || idx > 0 && is_capital(idx - 1) {
            continue;
        }
        let limit = names
            .get(next)
            .map_or(ground.tokens.len(), |name| name.tokens.start);
        for end in (idx + 1..=limit.min(idx + MAX_WORDS)).rev() {
            let tokens = idx..end;
            let Some(packed) = votes.get(key(ground, &tokens)) else {
                continue;
            };
            let kind = KINDS
                .into_iter()
                .max_by_key(|kind| votes_for(packed, *kind));
            let Some(kind) = kind.filter(|kind| *kind != EntityKind::Person) else {
                continue;
            };
            let lone = tokens.len() == 1;
            let enough = !lone
                || votes_for(packed, kind) >= ENOUGH
                    && small.get(ground.tokens[idx].hash).is_none();
            if enough && !is_capital(end) {
                free_from = end;
                more.push(Name { tokens, kind });
                break;
            }
        }
    }
    names.append(&mut more);
    names.sort_by_key(|name| name.tokens.start);
}

/// Brings an organisation with commas in its name to the words that its acronym is short for: *United Nations
/// Educational, Scientific and Cultural Organization (UNESCO)*.
fn long_forms(ground: &Ground, names: &mut Vec<Name>) {
    /// Shorter acronyms fit too many words.
    const MIN_LETTERS: usize = 3;
    for sentence in &ground.sentences {
        for idx in sentence.start + 2..sentence.end {
            if ground.tokens[idx - 1].kind != TokenKind::Bracket
                || !ground.tokens[idx].is_upper()
                || ground.word(idx).len() < MIN_LETTERS
            {
                continue;
            }
            let last = names.partition_point(|name| name.tokens.end < idx - 1);
            let is_body = names.get(last).is_some_and(|name| {
                name.tokens.end == idx - 1 && name.kind == EntityKind::Organisation
            });
            let Some(start) = abbreviated(ground, sentence.start..idx - 1, idx) else {
                continue;
            };
            if !is_body || start >= names[last].tokens.start || !ground.tokens[start].is_capital() {
                continue;
            }
            names[last].tokens.start = start;
            let first = names.partition_point(|name| name.tokens.end <= start);
            names.drain(first..last);
        }
    }
}

/// Gives an acronym in brackets the kind of the name before it, here and everywhere; one that is short for plain words
/// (*exclusive economic zone (EEZ)*) names nothing.
fn acronyms(ground: &Ground, names: &mut Vec<Name>) {
    let mut known: Vec<(u32, Option<EntityKind>)> = Vec::new();
    for sentence in &ground.sentences {
        for idx in sentence.start + 2..sentence.end {
            if ground.tokens[idx - 1].kind != TokenKind::Bracket {
                continue;
            }
            let Some(start) = abbreviated(ground, sentence.start..idx - 1, idx) else {
                continue;
            };
            let at = names.partition_point(|name| name.tokens.end < idx - 1);
            let long = names.get(at).filter(|name| name.tokens.end == idx - 1);
            let kind = match long {
                // *the Parliament of New South Wales (NSW)*
                _ if place(ground, &(start..idx - 1)).is_some() => Some(EntityKind::Place),
                Some(name) if name.tokens.start.abs_diff(start) <= 1 => Some(name.kind),
                None if !ground.tokens[idx - 2].is_capital() => None,
                _ => continue,
            };
            known.push((
                ground.tokens[idx].hash,
                kind.filter(|kind| *kind != EntityKind::Person),
            ));
        }
    }
    if known.is_empty() {
        return;
    }
    let kind_of = |token: &Token| {
        let known = known.iter().find(|(hash, _)| *hash == token.hash);
        known.filter(|_| token.is_upper()).map(|(_, kind)| *kind)
    };
    names.retain_mut(|name| {
        let [token] = &ground.tokens[name.tokens.clone()] else {
            return true;
        };
        match kind_of(token) {
            Some(Some(kind)) => name.kind = kind,
            Some(None) => return false,
            None => {}
        }
        true
    });
    let mut more = Vec::new();
    let mut next = 0;
    for (idx, token) in ground.tokens.iter().enumerate() {
        while next < names.len() && names[next].tokens.end <= idx {
            next += 1;
        }
        let taken = names.get(next).is_some_and(|name| name.tokens.start <= idx);
        if !taken && let Some(Some(kind)) = kind_of(token) {
            more.push(Name {
                tokens: idx..idx + 1,
                kind,
            });
        }
    }
    names.append(&mut more);
    names.sort_by_key(|name| name.tokens.start);
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
