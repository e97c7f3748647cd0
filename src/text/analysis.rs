//! What the analysis of one body finds.

use super::dates::measures;
use super::entities::Who;
use super::form::forms;
use super::names::names;
use super::quote::quotes;
use super::sentence::Ground;
use super::tag::tags;
use super::{Body, Span};
use serde::{Deserialize, Serialize};

/// What was found in one body. Computing it cannot fail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// Places that name someone or something, in the order of the text; they never overlap.
    pub mentions: Vec<Mention>,
    /// Those who are named, by [`EntityId`].
    pub entities: Vec<Entity>,
    /// Who said what, in the order of the first content span.
    pub quotes: Vec<Quote>,
    /// The sentences, in the order of the text.
    pub sentences: Vec<Span>,
}

/// The position of an [`Entity`] in [`Analysis::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityId(pub u32);

/// A place in the text that names an entity. Pronouns are not mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The name, without title and without a possessive ending.
    pub span: Span,
    /// What kind of thing it names.
    pub kind: EntityKind,
    /// Which one.
    pub entity: EntityId,
}

/// Someone or something that is named, by all its mentions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// What kind of thing it is.
    pub kind: EntityKind,
    /// The fullest name in this text.
    pub name: String,
    /// Where the text shows it.
    pub gender: Option<Gender>,
    /// The calendar day or days a date stands for, first and last, where the text and the article's date tell.
    pub days: Option<(jiff::civil::Date, jiff::civil::Date)>,
}

/// The kind of a named thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EntityKind {
    /// A person, or a family by name.
    #[serde(rename = "PER")]
    Person,
    /// A company, institution, party, team, medium.
    #[serde(rename = "ORG")]
    Organisation,
    /// A country, town, region, building, road.
    #[serde(rename = "LOC")]
    Place,
    /// Nationalities, events, works, laws, products.
    #[serde(rename = "MISC")]
    Other,
    /// A day, month, year or season, absolute or relative.
    #[serde(rename = "DATE")]
    Date,
    /// A time of day.
    #[serde(rename = "TIME")]
    Time,
    /// A sum with its currency.
    #[serde(rename = "MONEY")]
    Money,
    /// A share in percent.
    #[serde(rename = "PERCENT")]
    Percent,
}

impl EntityKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Person,
        Self::Organisation,
        Self::Place,
        Self::Other,
        Self::Date,
        Self::Time,
        Self::Money,
        Self::Percent,
    ];

    /// Returns the label of the field: `PER`, `ORG`, …
    pub fn label(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organisation => "ORG",
            Self::Place => "LOC",
            Self::Other => "MISC",
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Money => "MONEY",
            Self::Percent => "PERCENT",
        }
    }

    /// Returns the word for a person: `person`, `place`, …
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::Other => "other name",
            Self::Date => "date",
            Self::Time => "time",
            Self::Money => "money",
            Self::Percent => "percent",
        }
    }
}

/// How a person is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gender {
    /// *she*, *Mrs*
    Female,
    /// *he*, *Mr*
    Male,
}

/// Words that someone is reported to have said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Inside quotation marks, outside, or both.
    pub kind: QuoteKind,
    /// What was said; several spans where the report interrupts it.
    pub content: Vec<Span>,
    /// The words that report it (*said*, *according to*).
    pub cue: Vec<Span>,
    /// The words that name who said it: a name, *he*, *officials*. Empty where the text names none.
    pub source: Vec<Span>,
    /// Who that is.
    pub speaker: Speaker,
    /// The share of quotations with such evidence that are right, 0 to 1.
    pub confidence: f32,
    /// The reason, in words for a person.
    pub why: String,
}

/// Whether the words themselves are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// The words themselves, in quotation marks.
    Direct,
    /// A report of them.
    Indirect,
    /// A report with some of the words in quotation marks.
    Mixed,
}

impl QuoteKind {
    /// Returns the word for it: `direct`, `indirect`, `mixed`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// Who said it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Speaker {
    /// Someone named in this text.
    Entity(EntityId),
    /// A group or an unnamed source, in plain form: *critics*, *both sides*.
    Group(String),
    /// Not known; the reason, in words for a person.
    Unknown(String),
}

impl Analysis {
    /// Returns the entity of a mention.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// Returns the name of the speaker of a quote: the full name, the group, or nothing where unknown.
    pub fn speaker_name<'a>(&'a self, quote: &'a Quote) -> Option<&'a str> {
        match &quote.speaker {
            Speaker::Entity(id) => Some(&self.entity(*id).name),
            Speaker::Group(name) => Some(name),
            Speaker::Unknown(_) => None,
        }
    }

    /// Returns the position of the mention at a byte offset.
    pub fn mention_at(&self, offset: usize) -> Option<usize> {
        let idx = self
            .mentions
            .partition_point(|mention| mention.span.end as usize <= offset);
        self.mentions
            .get(idx)
            .filter(|mention| mention.span.contains(offset))
            .map(|_| idx)
    }
}

/// Finds names, who is who, and who said what in a body.
///
/// Of a text in another language than English it says only where the sentences end.
pub fn analyse(body: &Body) -> Analysis {
    let ground = Ground::new(body);
    let sentences = ground
        .sentences
        .iter()
        .map(|tokens| ground.span(tokens))
        .collect();
    if body
        .context()
        .language
        .as_deref()
        .is_some_and(|language| !is_english(language))
    {
        return Analysis {
            sentences,
            ..Analysis::default()
        };
    }
    let forms = forms(&ground);
    let tags = tags(&ground, &forms);
    let measures = measures(&ground, &tags, body.context().date);
    let mut names = names(&ground, &forms, &tags);
    // *RM1* is a sum, whatever it looks like.
    names.retain(|name| {
        let at = measures.partition_point(|measure| measure.tokens.end <= name.tokens.start);
        let measure = measures.get(at);
        !measure.is_some_and(|measure| measure.is_sum_of(&name.tokens))
    });
    let mut who = Who::new(&ground, &tags, &names);
    who.add_measures(&ground, measures);
    Analysis {
        quotes: quotes(&ground, &tags, &who),
        mentions: who.mentions,
        entities: who.entities,
        sentences,
    }
}

/// Tells whether a language code is one of English: `en`, `en-GB`.
fn is_english(language: &str) -> bool {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    primary.eq_ignore_ascii_case("en") || primary.eq_ignore_ascii_case("eng")
}
