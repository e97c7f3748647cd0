//! Who is the source in full? *he*, a surname or a role brought back to the name the article gives.

mod author;
mod called;
mod group;
mod owner;
mod pronoun;

use super::super::EntityId;
use super::super::analysis::Speaker;
use super::super::entities::{Resolved, Who};
use super::super::tag::Tag;
use super::super::words::{WordSet, word_hash};
use super::assemble::{Link, Report};
use super::lexicon::Use;
use super::scene::Scene;
use super::turns::{labelled, plain_name};
use std::ops::Range;
use std::sync::LazyLock;

/// Who a source is, and how that was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Who it is.
    pub speaker: Speaker,
    /// The step from the words to the name, in words for a person; empty where the words are the name.
    pub how: String,
    /// How the step was made.
    pub step: Step,
}

/// How the words of a source were brought to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The words are the name, or a part of it.
    Name,
    /// By a pronoun for a person.
    Pronoun,
    /// By *it* or *they*.
    Plural,
    /// By an office or a definite noun: *the minister*, *the company*.
    Role,
    /// Not at all: an unnamed source stays as it is.
    Plain,
    /// There are no words.
    Nobody,
}

/// Finds the speakers of reports, in order.
pub fn speakers(scene: &Scene, who: &Who, reports: &[Report]) -> Vec<Found> {
    let mut finder = Finder {
        scene,
        who,
        spoken: Vec::new(),
    };
    reports
        .iter()
        .map(|report| match &report.source {
            None => Found {
                speaker: Speaker::Unknown("the text names no source".to_owned()),
                how: String::new(),
                step: Step::Nobody,
            },
            Some(source) => {
                let mut found = if report.link == Link::Turn {
                    finder.labelled(source)
                } else {
                    finder.find(source)
                };
                found.speaker = named(found.speaker);
                finder.spoken.push((source.clone(), found.speaker.clone()));
                found
            }
        })
        .collect()
}

/// So many names before are looked at for an office.
const MAX_NAMES: usize = 200;

struct Finder<'a> {
    scene: &'a Scene<'a>,
    who: &'a Who,
    /// The sources before and who they were.
    spoken: Vec<(Range<usize>, Speaker)>,
}

impl Finder<'_> {
    /// Goes back over the mentions before a source, the nearest first.
    fn mentions_before(&self, source: &Range<usize>) -> impl Iterator<Item = usize> + use<> {
        let tokens = &self.who.tokens;
        let upto = tokens.partition_point(|tokens| tokens.end <= source.start);
        (0..upto).rev().take(MAX_NAMES)
    }

    fn words(&self, tokens: &Range<usize>) -> String {
        let words = self.scene.ground.span(tokens).of(self.scene.ground.text);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn find(&self, source: &Range<usize>) -> Found {
        const IT: u32 = word_hash("it");
        const THEY: u32 = word_hash("they");
        let ground = self.scene.ground;
        let first = &ground.tokens[source.start];
        if source.len() == 1
            && (first.is(IT) || first.is(THEY))
            && let Some(found) = self.group_before(source)
        {
            return found;
        }
        if let Some(found) = self.same_person(source) {
            return found;
        }
        let steps = [Self::several, Self::author, Self::possession];
        if let Some(found) = steps.iter().find_map(|step| step(self, source)) {
            return found;
        }
        if let Some(Resolved { entity, why }) = self.who.resolve(ground.span(source), ground) {
            let named = source.clone().any(|idx| self.scene.kinds[idx].is_some());
            let step = match (named, source.len()) {
                (true, _) => Step::Name,
                (false, 1) => Step::Pronoun,
                _ => Step::Role,
            };
            return Found {
                speaker: Speaker::Entity(entity),
                how: why,
                step,
            };
        }
        let steps = [
            Self::scholars,
            Self::body_before,
            Self::group_named,
            Self::belonging,
            Self::named_elsewhere,
        ];
        if let Some(found) = steps.iter().find_map(|step| step(self, source)) {
            return found;
        }
        let words = self.words(source);
        let name = plain_form(&self.spelled_out(source));
        Found {
            how: if name == plain_form(&words) {
                String::new()
            } else {
                format!("“{words}” = {name}")
            },
            speaker: Speaker::Group(name),
            step: Step::Plain,
        }
    }

    /// *Coles* at the beginning of a sentence, where it looks like any word: who bears that name elsewhere.
    fn named_elsewhere(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let first = &ground.tokens[source.start];
        let is_common = self.scene.clues.of[source.start]
            .usage
            .has(Use::ROLE.and(Use::BODY).and(Use::TEXT));
        if source.len() > 1 || !first.is_capital() || is_common {
            return None;
        }
        let named = self.mentions_before(source).find(|&at| {
            let tokens = &self.who.tokens[at];
            tokens.len() == 1 && ground.word(tokens.start) == ground.word(source.start)
        })?;
        Some(self.entity(source, self.who.mentions[named].entity, Step::Name))
    }

    /// Writes words with the names that are linked to them in full: *his lawyers* as *Bo Smith’s lawyers*, *a spokesman
    /// for Smith* as *a spokesman for Bo Smith*.
    fn spelled_out(&self, source: &Range<usize>) -> String {
        let ground = self.scene.ground;
        let mut parts: Vec<String> = Vec::new();
        let mut at = source.start;
        while at < source.end {
            // *U.S. officials* stay *U.S. officials*.
            let is_linked = at > source.start
                && (LINKS.has(ground.tokens[at - 1].hash) || THE.has(ground.tokens[at - 1].hash));
            let mut mentions = self.who.mentions_in(ground.tokens[at].span);
            let begins = |mention: &usize| is_linked && self.who.tokens[*mention].start == at;
            let named = mentions.next().filter(begins).map(|mention| {
                let name = &self.who.entity(self.who.mentions[mention].entity).name;
                (name.clone(), self.who.tokens[mention].end.min(source.end))
            });
            let (words, next) = match named {
                Some(named) => named,
                None if at + 1 < source.end && HIS_OR_HER.has(ground.tokens[at].hash) => {
                    let owner = self.who.resolve(ground.tokens[at].span, ground);
                    let name = owner.map(|owner| self.who.entity(owner.entity).name.clone());
                    let own = ground.word(at).to_owned();
                    (name.map_or(own, |name| format!("{name}’s")), at + 1)
                }
                None if at == source.start => (self.first_word(at), at + 1),
                None => (ground.word(at).to_owned(), at + 1),
            };
            match parts.last_mut() {
                Some(last) if !ground.tokens[at].space_before() => last.push_str(&words),
                _ => parts.push(words),
            }
            at = next.max(at + 1);
        }
        parts.join(" ")
    }

    /// Writes the first word of an unnamed source; the capital of a sentence is none of its own.
    fn first_word(&self, at: usize) -> String {
        let (ground, scene) = (self.scene.ground, self.scene);
        let word = ground.word(at);
        let begins = ground.sentences[ground.sentence_of(at)].start == at;
        let is_common = scene.tags[at] != Tag::Name;
        let mut letters = word.chars();
        match letters.next() {
            Some(first)
                if begins
                    && is_common
                    && scene.kinds[at].is_none()
                    && letters.clone().all(char::is_lowercase) =>
            {
                first.to_lowercase().chain(letters).collect()
            }
            _ => word.to_owned(),
        }
    }

    /// The label of a turn: a person named elsewhere, or the label itself.
    fn labelled(&self, label: &Range<usize>) -> Found {
        if let Some(person) = labelled(self.scene, self.who, label) {
            return self.entity(label, person, Step::Name);
        }
        Found {
            speaker: Speaker::Group(plain_name(&self.words(label))),
            how: String::new(),
            step: Step::Plain,
        }
    }

    /// Returns the name of a speaker.
    fn name<'s>(&'s self, speaker: &'s Speaker) -> Option<&'s str> {
        match speaker {
            Speaker::Entity(id) => Some(&self.who.entity(*id).name),
            Speaker::Group(name) => Some(name),
            Speaker::Unknown(_) => None,
        }
    }

    fn entity(&self, source: &Range<usize>, entity: EntityId, step: Step) -> Found {
        let name = &self.who.entity(entity).name;
        Found {
            how: format!("“{}” = {name}", self.words(source)),
            speaker: Speaker::Entity(entity),
            step,
        }
    }

    /// Several names joined: *Biden and Sanders*.
    fn several(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let mentions = self.who.mentions_in(ground.span(source));
        if mentions.len() < 2 {
            return None;
        }
        let between = self.who.tokens[mentions.start].end..self.who.tokens[mentions.end - 1].start;
        let joined = between.clone().any(|idx| {
            ground.tokens[idx].is(word_hash("and")) || ground.tokens[idx].is(word_hash("or"))
        });
        if !joined || self.who.tokens[mentions.end - 1].end < source.end {
            return None;
        }
        // Only what stands side by side: no preposition between them.
        let lead = source.start..self.who.tokens[mentions.start].start;
        if between
            .chain(lead)
            .any(|idx| LINKS.has(ground.tokens[idx].hash))
        {
            return None;
        }
        let names: Vec<&str> = mentions
            .map(|at| self.who.entity(self.who.mentions[at].entity).name.as_str())
            .collect();
        let (last, others) = names.split_last()?;
        Some(Found {
            speaker: Speaker::Group(format!("{} and {last}", others.join(", "))),
            how: String::new(),
            step: Step::Name,
        })
    }
}

static THE: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("the this that"));

static HIS_OR_HER: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("his her"));

static LINKS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new("of for from in at with on to by as"));

/// Words before an unnamed source that do not say who it is.
const LEADS: [&str; 16] = [
    "the", "a", "an", "its", "their", "these", "those", "some", "one", "other", "another", "many",
    "several", "various", "certain", "unnamed",
];

/// Writes an unnamed source in plain form, in one line: without article, number or short form in brackets (*some of the
/// researchers from the University of Bern (UB)* as *researchers from the University of Bern*).
fn plain_form(words: &str) -> String {
    let mut parts: Vec<&str> = words.split_whitespace().collect();
    let is = |word: &str, other: &str| word.eq_ignore_ascii_case(other);
    loop {
        // *one of them* is somebody, *a number of senators* are senators.
        let n_led = match parts.as_slice() {
            [lead, of, ..] if is(of, "of") && !(is(lead, "some") || is(lead, "number")) => 0,
            [_, of, _, ..] if is(of, "of") => 2,
            [lead, _, ..] if LEADS.iter().any(|known| is(lead, known)) => 1,
            _ => 0,
        };
        if n_led == 0 {
            break;
        }
        parts.drain(..n_led);
    }
    if parts.len() > 1 {
        parts.retain(|part| !(part.starts_with('(') && part.ends_with(')')));
    }
    parts.join(" ")
}

/// Words that stand for someone the text names elsewhere, or for nobody in particular; `Q` asks in transcripts.
const STAND_INS: [&str; 20] = [
    "i", "me", "my", "we", "us", "our", "you", "your", "he", "him", "his", "she", "her", "they",
    "them", "their", "it", "this", "who", "q",
];

/// Makes a stand-in that leads to nobody an unknown speaker: *they* is no group of that name.
fn named(speaker: Speaker) -> Speaker {
    match speaker {
        Speaker::Group(name)
            if name
                .split_whitespace()
                .all(|word| STAND_INS.contains(&word.to_lowercase().as_str())) =>
        {
            Speaker::Unknown(format!("the text does not tell who “{name}” is"))
        }
        speaker => speaker,
    }
}
