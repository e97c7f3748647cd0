//! Which mentions are the same person? Full names by their words, short ones by who is being told of.

use super::Who;
use crate::text::names::Name;
use crate::text::names::lists::Hints;
use crate::text::sentence::Ground;
use crate::text::token::TokenKind;
use crate::text::words::{WordSet, plain_hash, word_hash};
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
    /// The titles before the full name, by their hashes.
    offices: Vec<u32>,
}

/// A name of a person as it stands in the text.
struct Mention {
    /// Its position among all names.
    at: usize,
    words: Vec<Word>,
    gender: Option<Gender>,
    office: Option<u32>,
    /// The letters of a name that is nothing but initials: *JFK*.
    initials: Option<Vec<u8>>,
}

impl Person {
    fn new(mention: &Mention) -> Self {
        let is_full = mention.words.len() > 1;
        Self {
            words: mention.words.clone(),
            members: vec![mention.at],
            n_full: usize::from(is_full),
            gender: mention.gender,
            offices: mention.office.filter(|_| is_full).into_iter().collect(),
        }
    }
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
    let mentions: Vec<Mention> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| name.kind == EntityKind::Person)
        .map(|(at, name)| Mention {
            at,
            words: words(ground, &name.tokens),
            gender: title_gender(ground, &name.tokens),
            office: office(ground, &name.tokens),
            initials: initials(ground, &name.tokens),
        })
        .collect();
    let mut people: Vec<Person> = Vec::new();
    for mention in mentions.iter().filter(|mention| mention.words.len() > 1) {
        let known = (0..people.len()).rev().take(MAX_COMPARED).find(|&known| {
            is_same(&people[known].words, &mention.words)
                && fits(people[known].gender, mention.gender)
        });
        match known {
            Some(known) => {
                let person = &mut people[known];
                if mention.words.len() > person.words.len() {
                    person.words.clone_from(&mention.words);
                }
                person.gender = person.gender.or(mention.gender);
                person.offices.extend(mention.office);
                person.members.push(mention.at);
                person.n_full += 1;
            }
            None if people.len() < MAX_PEOPLE => people.push(Person::new(mention)),
            None => {}
        }
    }
    let n_full = people.len();
    for mention in mentions.iter().filter(|mention| mention.words.len() == 1) {
        match short(&people, n_full, mention) {
            Some(known) => {
                people[known].gender = people[known].gender.or(mention.gender);
                people[known].members.push(mention.at);
            }
            None if people.len() < MAX_PEOPLE => people.push(Person::new(mention)),
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

/// Somebody whom a single word may mean.
struct Bearer {
    idx: usize,
    /// It is the surname, and not another word of the name.
    by_surname: bool,
    /// How near the last mention before is, or the next one; larger is nearer.
    near: usize,
    /// How often the person was mentioned before; nothing where the last time is long ago.
    n_before: usize,
}

/// Finds the person whom a single word means: one with this surname before one with this first name; of several, the one
/// who is being told of (*Mr Biden* stays the president where his son is named in between), or the one named last, or
/// else the one named next.
fn short(people: &[Person], n_full: usize, mention: &Mention) -> Option<usize> {
    let bearers: Vec<Bearer> = people
        .iter()
        .enumerate()
        .rev()
        .filter(|(idx, person)| {
            (*idx < n_full || person.words.len() == 1)
                && fits(person.gender, mention.gender)
                && may_hold(&person.offices, mention.office)
        })
        .take(MAX_COMPARED)
        .filter_map(|(idx, person)| bearer(person, idx, mention))
        .collect();
    let nearest = bearers
        .iter()
        .max_by_key(|bearer| (bearer.by_surname, bearer.near, bearer.idx))?;
    let told_of = bearers
        .iter()
        .filter(|bearer| bearer.by_surname == nearest.by_surname)
        .max_by_key(|bearer| (bearer.n_before, bearer.near))?;
    let is_clear = told_of.n_before >= MUCH_MORE * nearest.n_before.max(1);
    Some(if is_clear { told_of.idx } else { nearest.idx })
}

fn bearer(person: &Person, idx: usize, mention: &Mention) -> Option<Bearer> {
    let (word, at) = (mention.words[0], mention.at);
    let letters = person.words.iter().map(|word| word.first_letter);
    let by_initials = mention
        .initials
        .as_ref()
        .is_some_and(|initials| letters.eq(initials.iter().copied()));
    let place = person
        .words
        .iter()
        .position(|known| known.hash == word.hash);
    let by_surname = by_initials || place? + 1 == person.words.len();
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
    let is_recent = before.is_some_and(|before| at - before <= RECENT);
    Some(Bearer {
        idx,
        by_surname,
        near,
        n_before: if is_recent { next + single.len() } else { 0 },
    })
}

/// Who was mentioned within so many names is still being told of.
const RECENT: usize = 30;
/// Whoever is mentioned so many times as often as another is the one who is told of.
const MUCH_MORE: usize = 2;

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
    // *Pedro R. Pierluisi Urrutia* and *Pedro Pierluisi*.
    let mut rest = long.iter();
    if long[0].hash == short[0].hash && short.iter().all(|b| rest.any(|a| a.hash == b.hash)) {
        return true;
    }
    // *Barack Hussein Obama* and *Barack Obama*.
    let (Some(last), Some(other_last)) = (long.last(), short.last()) else {
        return false;
    };
    last.hash == other_last.hash && same(&long[0], &short[0])
}

/// Returns the words of a name; what hyphens join is one word, as in *Karine Jean-Pierre*.
fn words(ground: &Ground, tokens: &Range<usize>) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::with_capacity(tokens.len());
    for idx in tokens.clone().filter(|&idx| ground.tokens[idx].is_word()) {
        let token = &ground.tokens[idx];
        let joined = idx >= tokens.start + 2
            && ground.tokens[idx - 1].kind == TokenKind::Dash
            && !ground.tokens[idx - 1].space_before()
            && !token.space_before();
        // *Erdogan* is *Erdoğan*.
        let hash = plain_hash(ground.word(idx));
        match all.last_mut() {
            Some(word) if joined => word.hash = word.hash.rotate_left(5) ^ hash,
            _ => all.push(Word {
                hash,
                first_letter: ground
                    .word(idx)
                    .as_bytes()
                    .first()
                    .map_or(0, u8::to_ascii_lowercase),
                is_initial: token.is_initial(),
            }),
        }
    }
    let real: Vec<Word> = all
        .iter()
        .copied()
        .filter(|word| !Hints::of(word.hash).any(Hints::SUFFIX) || word.is_initial)
        .collect();
    if real.is_empty() { all } else { real }
}

/// Returns the letters of a name that is written as its initials alone, three or more: *JFK*, *RFK Jr.*, not *Al*.
fn initials(ground: &Ground, tokens: &Range<usize>) -> Option<Vec<u8>> {
    let word = ground.word(tokens.start).as_bytes();
    let is_alone = tokens.clone().skip(1).all(|idx| {
        Hints::of(ground.tokens[idx].hash).any(Hints::SUFFIX) || !ground.tokens[idx].is_word()
    });
    let is_short = (3..=4).contains(&word.len()) && word.iter().all(u8::is_ascii_uppercase);
    (is_alone && is_short).then(|| word.to_ascii_lowercase())
}

/// Returns the title written right before a name, by its hash; *Mr* and the like tell nothing of an office.
fn office(ground: &Ground, tokens: &Range<usize>) -> Option<u32> {
    static ADDRESSES: LazyLock<WordSet> =
        LazyLock::new(|| WordSet::new("mr mr. mrs mrs. ms ms. miss mx dr dr. sir dame"));
    let before = &ground.tokens[tokens.start.checked_sub(1)?];
    let is_title = before.is_capital() && Hints::of(before.hash).any(Hints::TITLE);
    (is_title && !ADDRESSES.has(before.hash)).then_some(before.hash)
}

/// *President Biden* is not the one who is called *First Lady Jill Biden* and never president.
fn may_hold(known: &[u32], office: Option<u32>) -> bool {
    const PRESIDENT: u32 = word_hash("president");
    office != Some(PRESIDENT) || known.is_empty() || known.contains(&PRESIDENT)
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

/// Tells whether someone is spoken to: *Thanks, Karine.* and *Q Jen, does he …?*
fn is_vocative(ground: &Ground, tokens: &Range<usize>) -> bool {
    const Q: u32 = word_hash("q");
    let kind = |idx: usize| ground.tokens.get(idx).map(|token| token.kind);
    let opens = |idx: usize| {
        ground.sentences[ground.sentence_of(idx)].start == idx || ground.tokens[idx - 1].is(Q)
    };
    let ends = matches!(kind(tokens.end), Some(TokenKind::Comma | TokenKind::Stop));
    let comma_before = tokens.start > 0 && kind(tokens.start - 1) == Some(TokenKind::Comma);
    ends && (comma_before || opens(tokens.start) && kind(tokens.end) == Some(TokenKind::Comma))
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
            who.guessed.remove(&mention.entity);
        } else if entity.gender.is_none() {
            let first = Hints::of(ground.tokens[tokens.start].hash);
            // A lone *Kelly* may well be a surname.
            if tokens.len() == 1 && first.any(Hints::SURNAME) && !is_vocative(ground, tokens) {
                continue;
            }
            entity.gender = match (first.any(Hints::FEMALE), first.any(Hints::MALE)) {
                (true, false) => Some(Gender::Female),
                (false, true) => Some(Gender::Male),
                _ => None,
            };
            if entity.gender.is_some() {
                who.guessed.insert(mention.entity);
            }
        }
    }
}
