//! Which mentions are the same organisation, place or thing? Equal names, acronyms with their long form, short forms.

use crate::text::EntityKind;
use crate::text::names::Name;
use crate::text::names::gazetteer::place;
use crate::text::names::lists::Hints;
use crate::text::sentence::Ground;
use crate::text::token::TokenKind;
use crate::text::words::plain_letters;
use std::collections::HashMap;

/// A thing as far as known.
struct Thing {
    kind: EntityKind,
    /// The first mention, which shows its words.
    first: usize,
    members: Vec<usize>,
    /// The thing it turned out to be.
    same_as: Option<usize>,
}

/// More different things than this are not compared for short forms and acronyms.
const MAX_COMPARED: usize = 400;
/// *NATO*, *UNESCO*
const MAX_ACRONYM_LETTERS: usize = 8;

/// Joins the mentions of all but people; returns the positions in `names`, thing by thing.
pub fn join(ground: &Ground, names: &[Name]) -> Vec<Vec<usize>> {
    let mut things: Vec<Thing> = Vec::new();
    let mut by_key: HashMap<(EntityKind, String), usize> = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        if name.kind == EntityKind::Person {
            continue;
        }
        let known = *by_key
            .entry((name.kind, key(ground, name)))
            .or_insert_with(|| {
                things.push(Thing {
                    kind: name.kind,
                    first: at,
                    members: Vec::new(),
                    same_as: None,
                });
                things.len() - 1
            });
        things[known].members.push(at);
    }
    if things.len() <= MAX_COMPARED {
        for short in 0..things.len() {
            things[short].same_as = longer(ground, names, &things, short);
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); things.len()];
    for idx in 0..things.len() {
        let mut root = idx;
        // A short form of a short form; longer names never point back.
        while let Some(next) = things[root].same_as {
            root = next;
        }
        let members = std::mem::take(&mut things[idx].members);
        groups[root].extend(members);
    }
    groups.retain(|members| !members.is_empty());
    for members in &mut groups {
        members.sort_unstable();
    }
    groups
}

/// Countries by their letters.
const COUNTRIES: [(&str, &str); 6] = [
    ("U.S.", "united states"),
    ("US", "united states"),
    ("USA", "united states"),
    ("U.S.A.", "united states"),
    ("U.K.", "united kingdom"),
    ("UK", "united kingdom"),
];

/// Returns what makes two mentions the same: the letters of their words, without article, dots, accents and case.
fn key(ground: &Ground, name: &Name) -> String {
    let mut key = String::new();
    for idx in name.tokens.clone() {
        let token = &ground.tokens[idx];
        if token.kind == TokenKind::Mark
            || idx == name.tokens.start && ground.word(idx).eq_ignore_ascii_case("the")
        {
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        let word = ground.word(idx);
        if let Some((_, country)) = COUNTRIES.iter().find(|(short, _)| *short == word) {
            key.push_str(country);
            continue;
        }
        key.extend(
            plain_letters(word)
                .filter(|c| *c != '.')
                .flat_map(char::to_lowercase),
        );
    }
    key
}

/// Finds the thing whose short form `short` is: the only one that fits.
fn longer(ground: &Ground, names: &[Name], things: &[Thing], short: usize) -> Option<usize> {
    let name = &names[things[short].first];
    let letters = acronym(ground, name);
    let mut found = None;
    for (idx, thing) in things.iter().enumerate() {
        let long = &names[thing.first];
        if idx == short || long.tokens.len() <= name.tokens.len() {
            continue;
        }
        let beside = is_beside(ground, names, thing, &things[short]);
        let fits = match &letters {
            Some(letters) => {
                (thing.kind == things[short].kind || beside)
                    && initials(ground, long)
                        .iter()
                        .any(|long| long == letters || beside && long.starts_with(letters.as_str()))
            }
            None => thing.kind == things[short].kind && is_part(ground, name, long),
        };
        let fits = fits
            || beside
                && (abbreviates(ground, name, long)
                    || is_foreign(thing, &things[short], letters.as_ref()));
        if !fits {
            continue;
        }
        if beside {
            return Some(idx);
        }
        if found.is_some() {
            return None;
        }
        found = Some(idx);
    }
    found
}

/// Tells whether a short form stands in brackets right behind a long one: *International … Agency (IAEA)*.
fn is_beside(ground: &Ground, names: &[Name], long: &Thing, short: &Thing) -> bool {
    let first = &names[short.first].tokens;
    first.start > 0
        && ground.tokens[first.start - 1].kind == TokenKind::Bracket
        && long
            .members
            .iter()
            .any(|&member| names[member].tokens.end + 1 == first.start)
}

/// Tells whether letters in brackets behind the name of a house can be short for it in another language: *Federal Security
/// Service (FSB)*.
fn is_foreign(long: &Thing, short: &Thing, letters: Option<&String>) -> bool {
    long.kind == EntityKind::Organisation
        && short.kind == EntityKind::Organisation
        && letters.is_some_and(|letters| letters.len() >= MIN_FOREIGN)
}

/// Shorter letters in brackets may tell a party or a country.
const MIN_FOREIGN: usize = 3;

/// Tells whether the letters of a short form stand in a long one in their order, the first one first: *Phivolcs* for
/// *Philippine Institute of Volcanology and Seismology*.
fn abbreviates(ground: &Ground, short: &Name, long: &Name) -> bool {
    let letters = |name: &Name| -> Vec<char> {
        plain_letters(ground.span(&name.tokens).of(ground.text))
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (few, many) = (letters(short), letters(long));
    let mut rest = many.iter();
    few.len() > 1 && few.first() == many.first() && few.iter().all(|c| rest.any(|other| other == c))
}

/// Returns the letters of an acronym.
fn acronym(ground: &Ground, name: &Name) -> Option<String> {
    // *PG&E* may be several tokens.
    let tokens = &ground.tokens[name.tokens.clone()];
    if tokens
        .iter()
        .skip(1)
        .any(super::super::token::Token::space_before)
    {
        return None;
    }
    let letters: String = ground
        .span(&name.tokens)
        .of(ground.text)
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect();
    let is_short = (2..=MAX_ACRONYM_LETTERS).contains(&letters.chars().count());
    // *TfL* has a small word in it.
    let n_small = letters.chars().filter(|c| c.is_lowercase()).count();
    let is_upper = n_small == 0 || n_small == 1 && letters.chars().count() > 2;
    let ends_upper =
        letters.ends_with(char::is_uppercase) && letters.starts_with(char::is_uppercase);
    (is_short && is_upper && ends_upper).then(|| letters.to_lowercase())
}

/// Returns the first letters of a name's words, without and with its small words.
fn initials(ground: &Ground, name: &Name) -> [String; 2] {
    let letters = |all: bool| -> String {
        name.tokens
            .clone()
            .filter(|&idx| ground.tokens[idx].is_word() && (all || ground.tokens[idx].is_capital()))
            .filter_map(|idx| ground.word(idx).chars().next())
            .flat_map(char::to_lowercase)
            .collect()
    };
    [letters(false), letters(true)]
}

/// Tells whether an organisation's name is a short form of another: *Goldman* of *Goldman Sachs*, *Supreme Court* of
/// *US Supreme Court*.
fn is_part(ground: &Ground, short: &Name, long: &Name) -> bool {
    if short.kind != EntityKind::Organisation {
        return false;
    }
    let words = |name: &Name| -> Vec<u32> {
        ground.tokens[name.tokens.clone()]
            .iter()
            .map(|token| token.hash)
            .collect()
    };
    let (few, many) = (words(short), words(long));
    let rest = many.len() - few.len();
    if many.starts_with(&few) {
        let vague = few
            .iter()
            .all(|&word| Hints::of(word).any(Hints::BODY | Hints::PEOPLE | Hints::SITE));
        return !vague && place(ground, &short.tokens).is_none();
    }
    // *the Department* of *California Department of Corrections*
    if let [word] = few[..]
        && Hints::of(word).any(Hints::BODY)
        && many.contains(&word)
        && !many.starts_with(&few)
    {
        return true;
    }
    let lead = long.tokens.start..long.tokens.start + rest;
    let is_region = place(ground, &lead).is_some()
        || ground.tokens[lead]
            .iter()
            .all(|token| Hints::of(token.hash).any(Hints::PEOPLE));
    many.ends_with(&few) && is_region
}
