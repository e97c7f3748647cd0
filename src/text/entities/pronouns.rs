//! Who is *he*? The person before who fits best: by gender, nearness, and who the sentences are about.

use super::Who;
use crate::text::marks::quoted;
use crate::text::names::lists::Hints;
use crate::text::sentence::Ground;
use crate::text::tag::Tag;
use crate::text::token::TokenKind;
use crate::text::words::{WordSet, word_hash};
use crate::text::{EntityId, EntityKind, Gender, Span};
use std::ops::Range;
use std::sync::LazyLock;

/// A person that may be meant, as the text has shown them so far.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// The token and the sentence of the newest mention, name or pronoun.
    token: usize,
    sentence: usize,
    /// Whether that mention was what its sentence is about.
    is_subject: bool,
    /// How many mentions there were.
    count: u32,
    /// Whether the newest mention stands between quotation marks.
    quoted: bool,
}

/// A person who was not mentioned in so many sentences is no longer meant.
const MAX_SENTENCES: usize = 7;
/// Only so many people named last are weighed.
const MAX_CANDIDATES: usize = 24;

/// Finds whom each pronoun stands for; learns the gender of people from them where nothing else shows it.
pub fn resolve(ground: &Ground, tags: &[Tag], who: &mut Who) {
    let paragraphs: Vec<Span> = ground
        .paragraphs
        .iter()
        .map(|paragraph| ground.span(&paragraph.tokens))
        .collect();
    let stretches: Vec<Span> = quoted(ground.text, &paragraphs)
        .iter()
        .map(|quoted| quoted.span)
        .collect();
    let inside = Inside::new(ground, &stretches);
    let mut seen: Vec<(EntityId, Seen)> = Vec::new();
    let mut found = Vec::new();
    let mut mention = 0;
    for (sentence_idx, sentence) in ground.sentences.iter().enumerate() {
        for idx in sentence.clone() {
            while mention < who.mentions.len() && who.tokens[mention].start <= idx {
                let tokens = &who.tokens[mention];
                if who.mentions[mention].kind == EntityKind::Person {
                    let is_subject = is_subject(ground, tags, tokens.start, tokens.end)
                        || opens(ground, tags, sentence.start, tokens);
                    note(
                        &mut seen,
                        who.mentions[mention].entity,
                        tokens.end - 1,
                        sentence_idx,
                        is_subject,
                        inside.is(idx),
                    );
                }
                mention += 1;
            }
            // *He Jiankui* and *Her Majesty* are names.
            let in_name = mention > 0 && who.tokens[mention - 1].contains(&idx);
            let read = pronoun(ground.tokens[idx].hash).filter(|_| !in_name);
            let Some((gender, is_he)) = read else {
                continue;
            };
            let fits = |id: EntityId, last: &Seen| {
                sentence_idx - last.sentence <= MAX_SENTENCES
                    && !matches!(who.entity(id).name.as_str(), "God" | "Lord" | "Allah")
            };
            let weight = |id: EntityId, last: &Seen| {
                let known = who.entity(id).gender.is_some();
                let near = ground.paragraph_of(last.token) == ground.paragraph_of(idx);
                let bonus = if near { SAME_PARAGRAPH } else { 0.0 };
                weigh(*last, idx, sentence_idx, known, is_he, inside.is(idx)) + bonus
            };
            let best_of = |may_be: &dyn Fn(EntityId) -> bool| {
                let near = seen.iter().rev().take(MAX_CANDIDATES);
                near.filter(|(id, last)| fits(*id, last) && may_be(*id))
                    .map(|(id, last)| (weight(*id, last), *id))
                    .max_by(|a, b| a.0.total_cmp(&b.0))
            };
            // A first name may mislead, but only where nobody else can be meant.
            let best = best_of(&|id| who.entity(id).gender.is_none_or(|known| known == gender))
                .or_else(|| {
                    is_he
                        .then(|| best_of(&|id| who.guessed.contains(&id)))
                        .flatten()
                });
            if let Some((_, id)) = best {
                let entity = &mut who.entities[id.0 as usize];
                entity.gender = Some(gender);
                who.guessed.remove(&id);
                let subject = is_he && is_subject(ground, tags, idx, idx + 1);
                note(&mut seen, id, idx, sentence_idx, subject, inside.is(idx));
                found.push((idx, id));
            }
        }
    }
    who.pronouns = found;
}

/// Which tokens stand between quotation marks.
struct Inside(Vec<bool>);

impl Inside {
    fn new(ground: &Ground, stretches: &[Span]) -> Self {
        let mut inside = vec![false; ground.tokens.len()];
        for stretch in stretches {
            inside[ground.tokens_in(*stretch)].fill(true);
        }
        Self(inside)
    }

    fn is(&self, token_idx: usize) -> bool {
        self.0[token_idx]
    }
}

fn note(
    seen: &mut Vec<(EntityId, Seen)>,
    id: EntityId,
    token: usize,
    sentence: usize,
    is_subject: bool,
    quoted: bool,
) {
    let at = seen.iter().rposition(|(known, _)| *known == id);
    let mut last = at.map_or(Seen::default(), |at| seen.remove(at).1);
    // A subject stays what its sentence is about, whatever it is called later in it.
    let stays = last.count > 0 && last.sentence == sentence && last.is_subject;
    last = Seen {
        token,
        sentence,
        is_subject: is_subject || stays,
        count: last.count + 1,
        quoted,
    };
    seen.push((id, last));
}

/// A sentence of distance is worth so much less,
const PER_SENTENCE: f64 = 0.7;
/// the same paragraph so much more,
const SAME_PARAGRAPH: f64 = 0.5;
/// each doubling and more of the mentions (a natural logarithm),
const OFTEN: f64 = 0.5;
/// to be what the sentence is about,
const SUBJECT: f64 = 1.5;
/// and to be known as *he* or *she*.
const KNOWN_GENDER: f64 = 0.5;
/// *he* inside a quotation is seldom the one who speaks, and outside seldom one only named inside.
const OTHER_VOICE: f64 = 0.75;

/// Weighs a candidate.
fn weigh(
    last: Seen,
    idx: usize,
    sentence: usize,
    gender_known: bool,
    is_he: bool,
    quoted: bool,
) -> f64 {
    let distance = (sentence - last.sentence) as f64;
    let nearness = -((idx - last.token) as f64) / 200.0;
    let topic = f64::from(last.count.min(8)).ln() * OFTEN;
    let mut weight = nearness + topic - distance * PER_SENTENCE;
    if last.is_subject {
        weight += SUBJECT;
    }
    if gender_known {
        weight += KNOWN_GENDER;
    }
    if quoted != last.quoted {
        weight -= OTHER_VOICE;
    }
    // The subject of one clause is seldom named as another's object right before: *Ann met Bo. He …* is weak, *his* is near.
    if !is_he && distance == 0.0 {
        weight += 0.5;
    }
    weight
}

/// Returns the gender of a pronoun for a person, and whether it is *he* or *she*.
fn pronoun(hash: u32) -> Option<(Gender, bool)> {
    const HE: u32 = word_hash("he");
    const SHE: u32 = word_hash("she");
    const HIM: u32 = word_hash("him");
    const HIS: u32 = word_hash("his");
    const HIMSELF: u32 = word_hash("himself");
    const HER: u32 = word_hash("her");
    const HERS: u32 = word_hash("hers");
    const HERSELF: u32 = word_hash("herself");
    match hash {
        HE => Some((Gender::Male, true)),
        SHE => Some((Gender::Female, true)),
        HIM | HIS | HIMSELF => Some((Gender::Male, false)),
        HER | HERS | HERSELF => Some((Gender::Female, false)),
        _ => None,
    }
}

/// Tells whether a verb soon follows some tokens, or *said* stands right before them.
fn is_subject(ground: &Ground, tags: &[Tag], start: usize, end: usize) -> bool {
    static WHO: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("who also then later , has had"));
    if start > 0 && Hints::of(ground.tokens[start - 1].hash).any(Hints::REPORT) {
        return true;
    }
    let mut idx = end;
    while idx < tags.len() && idx < end + 3 {
        if tags[idx].is_finite() {
            return true;
        }
        if tags[idx] != Tag::Adverb && !WHO.has(ground.tokens[idx].hash) {
            return false;
        }
        idx += 1;
    }
    false
}

/// Tells whether a name is what its sentence begins with, its titles and a short lead aside: *On Monday, the Greek prime
/// minister X, …*.
fn opens(ground: &Ground, tags: &[Tag], first: usize, name: &Range<usize>) -> bool {
    const MAX_LEAD: usize = 6;
    let mut start = name.start;
    while start > first
        && (tags[start - 1].is_noun()
            || matches!(
                tags[start - 1],
                Tag::Adjective | Tag::Determiner | Tag::Number
            ))
    {
        start -= 1;
    }
    let leads = start == first
        || ground.tokens[start - 1].kind == TokenKind::Comma && start - first <= MAX_LEAD;
    let owns = ground
        .tokens
        .get(name.end)
        .is_some_and(|token| token.kind == TokenKind::Clitic);
    leads && !owns
}

#[cfg(test)]
mod tests {
    use crate::text::sentence::Ground;
    use crate::text::{Body, entities::Who, form, names, tag};

    fn check(text: &str, expected: &[(&str, &str)]) {
        let body = Body::plain(text);
        let ground = Ground::new(&body);
        let forms = form::forms(&ground);
        let tags = tag::tags(&ground, &forms);
        let who = Who::new(&ground, &tags, &names::names(&ground, &forms, &tags));
        let found: Vec<(&str, &str)> = who
            .pronouns
            .iter()
            .map(|(idx, id)| (ground.word(*idx), who.entity(*id).name.as_str()))
            .collect();
        assert_eq!(found, expected, "of {text:?}");
    }

    #[test]
    fn pronouns_find_their_person() {
        check(
            "Robert Gates arrived on Monday. He said the talks went well.",
            &[("He", "Robert Gates")],
        );
        check(
            "Maria Lopez met John Smith in Paris. She praised him.",
            &[("She", "Maria Lopez"), ("him", "John Smith")],
        );
        check("He left.", &[]);
    }
}
