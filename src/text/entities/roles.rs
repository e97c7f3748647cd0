//! Who is *the minister*? Offices that a text gives to people, and the words that stand for them later.

use super::Who;
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
    /// The token at which it is given.
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
        if tokens.start > sentence.start {
            let before = tokens.start - 1;
            if is_office(ground, tags, before) {
                roles.push(Role {
                    word: singular(ground, before),
                    at: tokens.start,
                    entity: mention.entity,
                });
            }
        }
        if let Some(word) = apposition(ground, tags, tokens, sentence) {
            roles.push(Role {
                word,
                at: tokens.start,
                entity: mention.entity,
            });
        }
    }
    roles
}

/// Finds the office in *X, the country's defence minister, …*.
fn apposition(
    ground: &Ground,
    tags: &[Tag],
    name: &Range<usize>,
    sentence: &Range<usize>,
) -> Option<u32> {
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
            office = Some(singular(ground, idx));
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
    let before = who
        .roles
        .iter()
        .rev()
        .find(|role| role.word == word && role.at < tokens.start);
    if let Some(role) = before {
        return Some(role.entity);
    }
    if !DEFINITE.has(first.hash) || tokens.len() > MAX_WORDS {
        return None;
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
