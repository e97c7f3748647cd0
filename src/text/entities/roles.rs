//! Who is *the minister*? Offices that a text gives to people, and the words that stand for them later.

use super::Who;
use crate::text::names::HONORIFICS;
use crate::text::names::gazetteer::place;
use crate::text::names::lists::Hints;
use crate::text::sentence::Ground;
use crate::text::tag::Tag;
use crate::text::token::TokenKind;
use crate::text::words::{WordSet, word_hash};
use crate::text::{EntityId, EntityKind};
use std::ops::Range;
use std::sync::LazyLock;

/// An office that a text gives to someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// The hash of its last word: *minister*.
    pub word: u32,
    /// The hash of the word before that, which tells it from others: *health*; 0 for none.
    pub field: u32,
    /// The token that is its last word.
    pub office: usize,
    /// The first token of the name to which it is given.
    pub at: usize,
    /// Whose it is.
    pub entity: EntityId,
}

/// Words that begin what belongs to an office and is not its holder: *spokesman **for** the ministry*.
pub static LINKS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new("for of at from in with on to by who whose near and or , against about")
});

/// How far an office may stand from its holder.
const MAX_WORDS: usize = 8;

/// Finds the offices of people: before the name (*Defence Minister X*) and behind it (*X, the minister, …*).
pub fn roles(ground: &Ground, tags: &[Tag], who: &Who) -> Vec<Role> {
    let mut roles = Vec::new();
    for (mention, tokens) in who.mentions.iter().zip(&who.tokens) {
        if mention.kind != EntityKind::Person {
            continue;
        }
        let sentence = &ground.sentences[ground.sentence_of(tokens.start)];
        let before = office_before(ground, tags, who, tokens.start, sentence)
            .or_else(|| led_in(ground, tags, who, tokens, sentence));
        let behind = apposition(ground, tags, tokens, sentence);
        for office in before.into_iter().chain(behind) {
            roles.push(Role {
                word: singular(ground, office),
                field: field(ground, office, sentence.start),
                office,
                at: tokens.start,
                entity: mention.entity,
            });
        }
    }
    roles
}

/// Finds the office that ends at `end`: *Defence Minister* X, *President of Argentina* X.
fn office_before(
    ground: &Ground,
    tags: &[Tag],
    who: &Who,
    end: usize,
    sentence: &Range<usize>,
) -> Option<usize> {
    let mut before = end.checked_sub(1).filter(|at| *at >= sentence.start)?;
    // *Health Minister Datuk Seri X*
    while before > sentence.start
        && HONORIFICS.has(ground.tokens[before].hash)
        && !is_office(ground, tags, before)
    {
        before -= 1;
    }
    if is_office(ground, tags, before) {
        return Some(before);
    }
    // *Minister of Information X*
    let is_of = |at: usize| ground.tokens[at].is(word_hash("of"));
    if before >= sentence.start + 2 && is_of(before - 1) && is_office(ground, tags, before - 2) {
        return Some(before - 2);
    }
    let mut mentions = who.mentions_in(ground.tokens[before].span);
    let named = &who.tokens[mentions.next()?];
    let mut of = named.start.checked_sub(1)?;
    if ground.tokens[of].is(word_hash("the")) {
        of = of.checked_sub(1)?;
    }
    let office = of.checked_sub(1).filter(|at| *at >= sentence.start)?;
    (is_of(of) && is_office(ground, tags, office)).then_some(office)
}

/// Finds the office in *the mayor of the town, X, …*.
fn led_in(
    ground: &Ground,
    tags: &[Tag],
    who: &Who,
    name: &Range<usize>,
    sentence: &Range<usize>,
) -> Option<usize> {
    let comma = |at: usize| {
        ground
            .tokens
            .get(at)
            .is_some_and(|token| token.kind == TokenKind::Comma)
    };
    let before = name.start.checked_sub(1)?;
    (before > sentence.start && comma(before) && comma(name.end))
        .then(|| office_before(ground, tags, who, before, sentence))?
}

/// Returns the hash of the word that tells an office from others of its kind: *foreign* minister; 0 for none.
fn field(ground: &Ground, office: usize, from: usize) -> u32 {
    static SMALL: LazyLock<WordSet> = LazyLock::new(|| {
        WordSet::new("the this that a an his her its their of and or as by to 's ’s")
    });
    let Some(before) = office.checked_sub(1).filter(|at| *at >= from) else {
        return 0;
    };
    let token = &ground.tokens[before];
    let is_place = || token.is_capital() && place(ground, &(before..before + 1)).is_some();
    let is_people = Hints::of(token.hash).any(Hints::PEOPLE);
    if token.kind == TokenKind::Word && !SMALL.has(token.hash) && !is_people && !is_place() {
        token.hash
    } else {
        0
    }
}

/// Tells whether an office of one field can be that of another: *the minister* is any, *the health minister* no
/// *foreign minister*, *the president* no *vice president*.
fn is_same_field(given: u32, asked: u32) -> bool {
    static LESSER: LazyLock<WordSet> =
        LazyLock::new(|| WordSet::new("vice deputy assistant acting associate"));
    static LOOSE: LazyLock<WordSet> = LazyLock::new(|| {
        WordSet::new(
            "former new then outgoing incoming current local late veteran senior chief top",
        )
    });
    if LESSER.has(given) || LESSER.has(asked) {
        return given == asked;
    }
    given == asked || given == 0 || asked == 0 || LOOSE.has(given) || LOOSE.has(asked)
}

/// Finds the office in *X, the country's defence minister, …*.
fn apposition(
    ground: &Ground,
    tags: &[Tag],
    name: &Range<usize>,
    sentence: &Range<usize>,
) -> Option<usize> {
    static ARTICLES: LazyLock<WordSet> =
        LazyLock::new(|| WordSet::new("the a an his her its their"));
    if ground.tokens.get(name.end)?.kind != TokenKind::Comma || name.end + 1 >= sentence.end {
        return None;
    }
    let end = sentence.end.min(name.end + 1 + MAX_WORDS);
    let begins = &ground.tokens[name.end + 1];
    let mut office = None;
    for idx in name.end + 1..end {
        let token = &ground.tokens[idx];
        let goes_on = tags[idx].is_noun()
            || matches!(tags[idx], Tag::Adjective | Tag::Determiner | Tag::Pronoun)
            || matches!(token.kind, TokenKind::Clitic | TokenKind::Dash);
        if !goes_on {
            break;
        }
        if is_office(ground, tags, idx) {
            office = Some(idx);
        }
    }
    let starts =
        ARTICLES.has(begins.hash) || is_office(ground, tags, name.end + 1) || begins.is_capital();
    office.filter(|_| starts)
}

fn is_office(ground: &Ground, tags: &[Tag], idx: usize) -> bool {
    /// Words before a name that only address.
    static ADDRESSES: LazyLock<WordSet> = LazyLock::new(|| {
        WordSet::new(
            "mr mr. mrs mrs. ms ms. miss sir dame lord lady st st. dr dr. saint vice former",
        )
    });
    let token = &ground.tokens[idx];
    tags[idx].is_noun() && Hints::of(token.hash).any(Hints::TITLE) && !ADDRESSES.has(token.hash)
}

/// Returns the hash of an office, short forms of titles written out.
fn singular(ground: &Ground, idx: usize) -> u32 {
    const SHORT: &[(&str, &str)] = &[
        ("sen.", "senator"),
        ("rep.", "representative"),
        ("gov.", "governor"),
        ("gen.", "general"),
        ("sgt.", "sergeant"),
        ("prof.", "professor"),
        ("lt.", "lieutenant"),
        ("capt.", "captain"),
        ("col.", "colonel"),
        ("rev.", "reverend"),
    ];
    let word = ground.word(idx);
    SHORT
        .iter()
        .find(|(short, _)| short.eq_ignore_ascii_case(word))
        .map_or(ground.tokens[idx].hash, |(_, long)| word_hash(long))
}

/// Finds whom *the minister* or *the US defence secretary* means: the one who was last given this office.
pub fn resolve(ground: &Ground, who: &Who, tokens: &Range<usize>) -> Option<EntityId> {
    static DEFINITE: LazyLock<WordSet> =
        LazyLock::new(|| WordSet::new("the this that his her its their"));
    let first = ground.tokens.get(tokens.start)?;
    // The last noun before *of* or *for* is the head.
    let head = tokens
        .clone()
        .take_while(|&idx| idx == tokens.start || !LINKS.has(ground.tokens[idx].hash))
        .last()?;
    let definite = DEFINITE.has(first.hash) || first.is_capital();
    if !definite {
        return None;
    }
    let word = ground.tokens[head].hash;
    let asked = field(ground, head, tokens.start);
    let split = who.roles.partition_point(|role| role.at < tokens.start);
    let fits = |role: &&Role| role.word == word && is_same_field(role.field, asked);
    let (before, behind) = who.roles.split_at(split);
    if let Some(role) = before.iter().rev().find(fits) {
        return Some(role.entity);
    }
    if !DEFINITE.has(first.hash) || tokens.len() > MAX_WORDS {
        return None;
    }
    if let Some(role) = behind.iter().find(fits) {
        return Some(role.entity);
    }
    // *the ministry*: the organisation named last that is called so.
    who.mentions
        .iter()
        .zip(&who.tokens)
        .rev()
        .filter(|(mention, name)| {
            mention.kind == EntityKind::Organisation && name.start < tokens.start
        })
        .find(|(_, name)| {
            let holds = ground.tokens[(*name).clone()]
                .iter()
                .any(|token| token.hash == word);
            holds && name.len() > 1 && Hints::of(word).any(Hints::BODY)
        })
        .map(|(mention, _)| mention.entity)
}
