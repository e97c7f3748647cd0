//! Which mentions are the same person? Full names by their words, short ones by the last full name they fit.

use super::Who;
use crate::text::names::Name;
use crate::text::names::lists::Hints;
use crate::text::sentence::Ground;
use crate::text::words::WordSet;
use crate::text::{EntityKind, Gender};
use std::ops::Range;
use std::sync::LazyLock;

/// A person as far as known: the longest name and its mentions.
struct Person {
    words: Vec<Word>,
    /// The mentions by full name in the order of the text, then those by a single word.
    members: Vec<usize>,
    n_full: usize,
    gender: Option<Gender>,
}

/// One word of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Word {
    hash: u32,
    first_letter: u8,
    is_initial: bool,
}

/// The most mentions of people that are joined in one text; a longer list is no article.
const MAX_PEOPLE: usize = 2_000;
/// So many people are compared with each new name; those before them are too far away.
const MAX_COMPARED: usize = 300;

/// Joins the mentions of people; returns the positions in `names`, person by person.
pub fn join(ground: &Ground, names: &[Name]) -> Vec<Vec<usize>> {
    let mentions: Vec<(usize, Vec<Word>, Option<Gender>)> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| name.kind == EntityKind::Person)
        .map(|(at, name)| {
            (
                at,
                words(ground, &name.tokens),
                title_gender(ground, &name.tokens),
            )
        })
        .collect();
    let mut people: Vec<Person> = Vec::new();
    for (at, words, gender) in mentions.iter().filter(|(_, words, _)| words.len() > 1) {
        let known = (0..people.len()).rev().take(MAX_COMPARED).find(|&known| {
            is_same(&people[known].words, words) && fits(people[known].gender, *gender)
        });
        match known {
            Some(known) => {
                let person = &mut people[known];
                if words.len() > person.words.len() {
                    person.words.clone_from(words);
                }
                person.gender = person.gender.or(*gender);
                person.members.push(*at);
                person.n_full += 1;
            }
            None if people.len() < MAX_PEOPLE => people.push(Person {
                words: words.clone(),
                members: vec![*at],
                n_full: 1,
                gender: *gender,
            }),
            None => {}
        }
    }
    let n_full = people.len();
    for (at, words, gender) in mentions.iter().filter(|(_, words, _)| words.len() == 1) {
        let known = short(&people, n_full, words[0], *gender, *at);
        match known {
            Some(known) => {
                people[known].gender = people[known].gender.or(*gender);
                people[known].members.push(*at);
            }
            None if people.len() < MAX_PEOPLE => people.push(Person {
                words: words.clone(),
                members: vec![*at],
                n_full: 0,
                gender: *gender,
            }),
            None => {}
        }
    }
    people
        .into_iter()
        .map(|mut person| {
            person.members.sort_unstable();
            person.members
        })
        .collect()
}

/// Finds the person whom a single word means: one with this surname before one with this first name, the one named
/// last before the one named next.
fn short(
    people: &[Person],
    n_full: usize,
    word: Word,
    gender: Option<Gender>,
    at: usize,
) -> Option<usize> {
    let rank = |person: &Person| {
        let place = person
            .words
            .iter()
            .position(|known| known.hash == word.hash)?;
        Some(place + 1 == person.words.len())
    };
    people
        .iter()
        .enumerate()
        .rev()
        .filter(|(idx, person)| {
            (*idx < n_full || person.words.len() == 1) && fits(person.gender, gender)
        })
        .take(MAX_COMPARED)
        .filter_map(|(idx, person)| {
            let is_surname = rank(person)?;
            let (full, single) = person.members.split_at(person.n_full);
            let next = full.partition_point(|&member| member < at);
            let before = next
                .checked_sub(1)
                .map(|last| full[last])
                .max(single.last().copied());
            let near = match before {
                Some(before) => usize::MAX - (at - before),
                None => usize::MAX / 2 - full.get(next).map_or(0, |next| next - at),
            };
            Some(((is_surname, near), idx))
        })
        .max()
        .map(|(_, idx)| idx)
}

fn fits(known: Option<Gender>, new: Option<Gender>) -> bool {
    known.is_none() || new.is_none() || known == new
}

/// Tells whether two names of several words can be of one person.
fn is_same(known: &[Word], new: &[Word]) -> bool {
    let (long, short) = if known.len() >= new.len() {
        (known, new)
    } else {
        (new, known)
    };
    let same = |a: &Word, b: &Word| {
        a.hash == b.hash || (a.is_initial || b.is_initial) && a.first_letter == b.first_letter
    };
    if long
        .windows(short.len())
        .any(|part| part.iter().zip(short).all(|(a, b)| same(a, b)))
    {
        return true;
    }
    // *Barack Hussein Obama* and *Barack Obama*.
    let (Some(last), Some(other_last)) = (long.last(), short.last()) else {
        return false;
    };
    last.hash == other_last.hash && same(&long[0], &short[0])
}

fn words(ground: &Ground, tokens: &Range<usize>) -> Vec<Word> {
    let all: Vec<Word> = tokens
        .clone()
        .filter(|&idx| ground.tokens[idx].is_word())
        .map(|idx| Word {
            hash: ground.tokens[idx].hash,
            first_letter: ground
                .word(idx)
                .as_bytes()
                .first()
                .map_or(0, u8::to_ascii_lowercase),
            is_initial: ground.tokens[idx].is_initial(),
        })
        .collect();
    let real: Vec<Word> = all
        .iter()
        .copied()
        .filter(|word| !Hints::of(word.hash).any(Hints::SUFFIX) || word.is_initial)
        .collect();
    if real.is_empty() { all } else { real }
}

/// Returns the gender that the words right before a name show: *Mr*, *Queen*, *actress*.
fn title_gender(ground: &Ground, tokens: &Range<usize>) -> Option<Gender> {
    static HE: LazyLock<WordSet> = LazyLock::new(|| {
        WordSet::new(
            "mr mr. sir lord king prince duke emperor sultan sheikh father brother congressman spokesman chairman \
             businessman actor baron monsieur herr senor datuk husband son dato policeman salesman fireman",
        )
    });
    static SHE: LazyLock<WordSet> = LazyLock::new(|| {
        WordSet::new(
            "mrs mrs. ms ms. miss dame lady queen princess duchess empress baroness sister congresswoman spokeswoman \
             chairwoman businesswoman actress countess madame datin puan wife daughter mother policewoman",
        )
    });
    let before = &ground.tokens[tokens.start.checked_sub(1)?];
    if SHE.has(before.hash) {
        Some(Gender::Female)
    } else if HE.has(before.hash) {
        Some(Gender::Male)
    } else {
        None
    }
}

/// Gives people the gender that their titles or first names show.
pub fn genders(ground: &Ground, who: &mut Who) {
    for (mention, tokens) in who.mentions.iter().zip(&who.tokens) {
        if mention.kind != EntityKind::Person {
            continue;
        }
        let entity = &mut who.entities[mention.entity.0 as usize];
        if let Some(gender) = title_gender(ground, tokens) {
            entity.gender = Some(gender);
        } else if entity.gender.is_none() && tokens.len() > 1 {
            let first = Hints::of(ground.tokens[tokens.start].hash);
            entity.gender = match (first.any(Hints::FEMALE), first.any(Hints::MALE)) {
                (true, false) => Some(Gender::Female),
                (false, true) => Some(Gender::Male),
                _ => None,
            };
        }
    }
}
