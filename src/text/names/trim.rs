//! What stands around a name and is no part of it? The day behind it, and the office, the people and the house before it.

use super::Name;
use super::gazetteer::organisation_at;
use super::lists::Hints;
use crate::text::sentence::Ground;
use crate::text::token::TokenKind;
use crate::text::words::{WordSet, word_hash};
use crate::text::{EntityKind, dates};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Words of respect before a name, which are no part of it.
pub(in crate::text) static HONORIFICS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "mr mr. mrs mrs. ms ms. dr dr. prof prof. sen. rep. gov. datuk dato dato' datin seri sri tan puan assemblywoman \
         assemblyman congresswoman congressman sen reps. sens. lt. capt. col. sgt. gen. maj. insp. supt. vice \
         president presidents speaker senator governor monsenor monseñor monsignor msgr msgr. rev. adm. brig. cmdr. \
         lieutenant general colonel brigadier admiral doctor doctors",
    )
});

/// Takes off what is no part of a name: the day behind it (*in Holmenkollen Saturday*, but *Black Friday*), the
/// honorific, the office and the people before a person (*Datuk Seri Ismail Sabri*, *Representatives Cole*, *fellow German
/// Claudia Pechstein*).
pub fn trim(ground: &Ground, names: &mut Vec<Name>) {
    // Only those that are no part of any name, as *King* is.
    static OFFICES: LazyLock<WordSet> = LazyLock::new(|| {
        WordSet::new(
            "administrator ambassador chair chairman chairwoman ceo commissioner congressmen congresswomen director \
             governors justice mayor minister ministers professor representative representatives secretaries secretary \
             senators",
        )
    });
    static MINISTRIES: LazyLock<WordSet> = LazyLock::new(|| {
        WordSet::new(
            "information defense defence health education justice finance agriculture transport energy environment labor \
             labour culture interior state commerce treasury",
        )
    });
    let mut apart = Vec::new();
    for name in names.iter_mut() {
        let least = if name.kind == EntityKind::Other { 3 } else { 2 };
        let last = name.tokens.end - 1;
        if name.tokens.len() >= least && dates::is_weekday(ground.tokens[last].hash) {
            name.tokens.end = last;
        }
        if is_described(ground, name) {
            apart.push(Name {
                tokens: name.tokens.start..name.tokens.start + 1,
                kind: EntityKind::Other,
            });
            name.tokens.start += 1;
        }
        if let Some(person) = led_person(ground, name) {
            apart.push(Name {
                tokens: name.tokens.start..person,
                kind: EntityKind::Organisation,
            });
            name.tokens.start = person;
            name.kind = EntityKind::Person;
        }
        while name.kind == EntityKind::Person && name.tokens.len() > 1 {
            let first = ground.tokens[name.tokens.start].hash;
            let next = ground.tokens[name.tokens.start + 1].hash;
            let hints = Hints::of(first);
            // *Tan* is a surname too.
            let is_title = HONORIFICS.has(first) && (first != TAN || next == SRI)
                || first == FIRST && next == LADY
                || first == LADY
                    && name.tokens.start > 0
                    && ground.tokens[name.tokens.start - 1].is(FIRST);
            let is_office = OFFICES.has(first) && ground.tokens[name.tokens.start + 1].is_word();
            // *Minister of Information Bo Smith*
            let is_ministry = MINISTRIES.has(first)
                && name.tokens.len() > 2
                && name.tokens.start > 0
                && ground.word(name.tokens.start - 1) == "of";
            // *German* and *Christian* are first names too, but not before another one.
            let first_name = Hints::FEMALE | Hints::MALE;
            let is_people = hints.any(Hints::PEOPLE)
                && (!hints.any(first_name)
                    || name.tokens.len() > 2 && Hints::of(next).any(first_name));
            if is_people {
                apart.push(Name {
                    tokens: name.tokens.start..name.tokens.start + 1,
                    kind: EntityKind::Other,
                });
            } else if !is_title && !is_office && !is_ministry {
                break;
            }
            name.tokens.start += 1;
        }
    }
    end_before_verbs(ground, names);
    names.retain(|name| !is_stage_direction(ground, name) && !is_suffix(ground, name));
    let is_honorific = |name: &Name| {
        name.kind == EntityKind::Person
            && name.tokens.len() == 1
            && HONORIFICS.has(ground.tokens[name.tokens.start].hash)
            && ground.tokens[name.tokens.start].hash != TAN
    };
    names.retain(|name| !is_honorific(name));
    if !apart.is_empty() {
        names.append(&mut apart);
        names.sort_by_key(|name| name.tokens.start);
    }
}

/// Ends a name before the verb behind it in a headline with capitals, where the title says that the surname comes first:
/// *Vice President Harris **Honoring** the Warriors*, if *Harris* stands elsewhere too.
fn end_before_verbs(ground: &Ground, names: &mut [Name]) {
    let hash = |idx: usize| ground.tokens[idx].hash;
    let is_led = |name: &Name| {
        let before = name.tokens.start.checked_sub(1);
        name.kind == EntityKind::Person
            && name.tokens.len() == 2
            && before.is_some_and(|idx| Hints::of(hash(idx)).any(Hints::TITLE))
            && ground.word(name.tokens.start + 1).ends_with("ing")
    };
    if !names.iter().any(is_led) {
        return;
    }
    let surnames: HashSet<u32> = names
        .iter()
        .filter(|name| name.kind == EntityKind::Person && name.tokens.len() == 1)
        .map(|name| hash(name.tokens.start))
        .collect();
    for name in names.iter_mut().filter(|name| is_led(name)) {
        if surnames.contains(&hash(name.tokens.start)) {
            name.tokens.end -= 1;
        }
    }
}

/// Finds the person whose name follows that of the house they lead: *President of the Iranian Chess Federation
/// **Hassan Karimi***.
fn led_person(ground: &Ground, name: &Name) -> Option<usize> {
    let Range { start, end } = name.tokens;
    let is_led = match name.kind {
        EntityKind::Person => true,
        EntityKind::Organisation => {
            let of = start.checked_sub(1)?;
            let of = of.checked_sub(usize::from(ground.tokens[of].is(word_hash("the"))))?;
            let office = of.checked_sub(1)?;
            ground.tokens[of].is(word_hash("of"))
                && Hints::of(ground.tokens[office].hash).any(Hints::TITLE)
        }
        _ => return None,
    };
    let first_name = Hints::FEMALE | Hints::MALE;
    let house = Hints::BODY | Hints::COMPANY | Hints::SITE;
    let hints = |at: usize| Hints::of(ground.tokens[at].hash);
    let person = end.checked_sub(2).filter(|at| *at > start + 1)?;
    (is_led
        && hints(person - 1).any(Hints::BODY)
        && hints(person).any(first_name)
        && !hints(person).any(house)
        && !hints(person + 1).any(house))
    .then_some(person)
}

const TAN: u32 = word_hash("tan");
const SRI: u32 = word_hash("sri");
/// *First Lady Jill Biden*, but *Lady Gaga*.
const LADY: u32 = word_hash("lady");
const FIRST: u32 = word_hash("first");

/// *Maoist Shining Path*: an organisation known by name behind a word for what it believes in.
fn is_described(ground: &Ground, name: &Name) -> bool {
    let Range { start, end } = name.tokens;
    name.kind == EntityKind::Organisation
        && end - start > 1
        && ground.word(start).ends_with("ist")
        && organisation_at(ground, &(start + 1..end), start + 1).is_some_and(|(_, to)| to == end)
}

/// *(Laughter.)*, *[Applause]*: what a transcript says of the room.
fn is_stage_direction(ground: &Ground, name: &Name) -> bool {
    let is_bracket = |idx: usize| {
        ground
            .tokens
            .get(idx)
            .is_some_and(|token| token.kind == TokenKind::Bracket)
    };
    let Range { start, end } = name.tokens;
    let stopped = ground
        .tokens
        .get(end)
        .is_some_and(|token| token.kind == TokenKind::Stop);
    start > 0 && end - start == 1 && is_bracket(start - 1) && stopped && is_bracket(end + 1)
}

/// Tells whether a name is only what stands behind another: *Joseph R. Biden, **Jr.***
fn is_suffix(ground: &Ground, name: &Name) -> bool {
    let Range { start, end } = name.tokens;
    let before = start.checked_sub(1).map(|idx| ground.tokens[idx].kind);
    end - start == 1
        && name.kind == EntityKind::Person
        && before == Some(TokenKind::Comma)
        && Hints::of(ground.tokens[start].hash).any(Hints::SUFFIX)
}
