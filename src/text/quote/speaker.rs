//! Who is the source in full? *he*, a surname or a role brought back to the name the article gives.

use super::super::analysis::Speaker;
use super::super::entities::{Resolved, Who};
use super::super::tag::Tag;
use super::super::words::{WordSet, word_hash};
use super::super::{EntityId, EntityKind, Gender};
use super::assemble::{Link, Report};
use super::clues::Inside;
use super::lexicon::Use;
use super::scene::Scene;
use super::sources::candidates;
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
        last: None,
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
                let found = if report.link == Link::Turn {
                    finder.labelled(source)
                } else {
                    finder.find(source)
                };
                finder.last = Some((source.clone(), found.speaker.clone()));
                found
            }
        })
        .collect()
}

/// So many names before are looked at for an office.
const MAX_NAMES: usize = 200;
/// *it* and *they* reach back over so many sentences.
const REACH: usize = 3;

struct Finder<'a> {
    scene: &'a Scene<'a>,
    who: &'a Who,
    /// The source before and who it was.
    last: Option<(Range<usize>, Speaker)>,
}

impl Finder<'_> {
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
        if let Some(found) = self.several(source) {
            return found;
        }
        if let Some(found) = self.possession(source) {
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
        if let Some(found) = self.body_before(source) {
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
            let named = mentions.next().filter(|_| is_linked).map(|mention| {
                let name = &self.who.entity(self.who.mentions[mention].entity).name;
                (name.clone(), self.who.tokens[mention].end.min(source.end))
            });
            let (words, next) = match named {
                Some(named) => named,
                None if at + 1 < source.end && OWNERS.has(ground.tokens[at].hash) => {
                    let owner = self.who.resolve(ground.tokens[at].span, ground);
                    let name = owner.map(|owner| self.who.entity(owner.entity).name.clone());
                    let own = ground.word(at).to_owned();
                    (name.map_or(own, |name| format!("{name}’s")), at + 1)
                }
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

    fn entity(&self, source: &Range<usize>, entity: EntityId, step: Step) -> Found {
        let name = &self.who.entity(entity).name;
        Found {
            how: format!("“{}” = {name}", self.words(source)),
            speaker: Speaker::Entity(entity),
            step,
        }
    }

    /// *he* and *she*: the person who spoke last, unless a sentence since then is about somebody else.
    fn same_person(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let token = &ground.tokens[source.start];
        let gender = if token.is(word_hash("he")) {
            Gender::Male
        } else if token.is(word_hash("she")) {
            Gender::Female
        } else {
            return None;
        };
        let (last, Speaker::Entity(id)) = self.last.as_ref()? else {
            return None;
        };
        let entity = self.who.entity(*id);
        let (there, here) = (
            ground.sentence_of(last.start),
            ground.sentence_of(source.start),
        );
        if source.len() > 1
            || entity.kind != EntityKind::Person
            || entity.gender.is_some_and(|known| known != gender)
            || here > there + REACH
            || last.start >= source.start
        {
            return None;
        }
        let first = self
            .who
            .tokens
            .partition_point(|tokens| tokens.start < last.end);
        let others = (first..self.who.mentions.len())
            .take_while(|&at| self.who.tokens[at].start < source.start)
            .any(|at| {
                let mention = &self.who.mentions[at];
                mention.kind == EntityKind::Person
                    && mention.entity != *id
                    && self.scene.clues.of[self.who.tokens[at].start].inside == Inside::No
                    && self
                        .who
                        .entity(mention.entity)
                        .gender
                        .is_none_or(|known| known == gender)
            });
        (!others).then(|| Found {
            how: format!(
                "“{}” = {}, the speaker before",
                token.text(ground.text),
                entity.name
            ),
            speaker: Speaker::Entity(*id),
            step: Step::Pronoun,
        })
    }

    /// *it* and *they*: the group that spoke last, or the subject of the sentence before.
    fn group_before(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let here = ground.sentence_of(source.start);
        let is_it = ground.tokens[source.start].is(word_hash("it"));
        if let Some((last, speaker)) = &self.last
            && ground.sentence_of(last.start) + REACH >= here
        {
            match speaker {
                Speaker::Entity(id) if self.who.entity(*id).kind == EntityKind::Person => {}
                Speaker::Unknown(_) => {}
                speaker => {
                    return Some(Found {
                        how: format!(
                            "“{}” = “{}”, the source before",
                            self.words(source),
                            self.words(last)
                        ),
                        speaker: speaker.clone(),
                        step: Step::Plural,
                    });
                }
            }
        }
        // The subject of this sentence before the pronoun, or of the one before.
        for sentence in (here.saturating_sub(1)..=here).rev() {
            let tokens = ground.sentences[sentence].clone();
            let upto = tokens.end.min(source.start);
            let subject = candidates(self.scene, tokens.start..upto)
                .into_iter()
                .find(|candidate| candidate.tokens.end <= upto)?;
            let head = subject.tokens.end - 1;
            match self.scene.kinds[head] {
                Some(EntityKind::Organisation | EntityKind::Place) => {
                    let resolved = self.who.resolve(ground.span(&subject.tokens), ground)?;
                    return Some(self.entity(source, resolved.entity, Step::Plural));
                }
                None if !is_it
                    && self.scene.clues.of[head]
                        .usage
                        .has(Use::ROLE.and(Use::BODY)) =>
                {
                    return Some(Found {
                        how: format!(
                            "“{}” = “{}”",
                            self.words(source),
                            self.words(&subject.tokens)
                        ),
                        speaker: Speaker::Group(plain_form(&self.words(&subject.tokens))),
                        step: Step::Plural,
                    });
                }
                _ => {}
            }
        }
        None
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

    /// Somebody's or something's …: *Klobuchar's campaign*, *the Biden campaign*, *Chinese officials*.
    fn possession(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let mut mentions = self.who.mentions_in(ground.span(source));
        let at = mentions.next()?;
        let owner = self.who.mentions[at].entity;
        let tokens = self.who.tokens[at].clone();
        if mentions.next().is_some() || tokens.start > source.start + 1 {
            return None;
        }
        let mut rest = tokens.end;
        let owns = rest < source.end
            && matches!(
                ground.tokens[rest].text(ground.text),
                "'s" | "’s" | "'" | "’"
            );
        if owns {
            rest += 1;
        }
        let owned = rest..source.end.max(rest);
        let common = |idx: &usize| matches!(self.scene.tags[*idx], Tag::Noun | Tag::Nouns);
        if !owned.clone().any(|idx| common(&idx))
            || owned.clone().any(|idx| LINKS.has(ground.tokens[idx].hash)) && !owns
        {
            return None;
        }
        // *the French president* may be somebody who is named.
        if let Some(resolved) = self.who.resolve(ground.span(source), ground)
            && resolved.entity != owner
        {
            return None;
        }
        // *the US defence secretary* is *defence secretary* of somebody.
        if !owns
            && let Some(resolved) = self.who.resolve(ground.span(&owned), ground)
            && self.who.entity(resolved.entity).kind == EntityKind::Person
        {
            return Some(self.entity(source, resolved.entity, Step::Role));
        }
        if !owns && let Some(holder) = self.holder(source) {
            return Some(holder);
        }
        let words = self.words(source);
        let name = if owns {
            format!("{}’s {}", self.who.entity(owner).name, self.words(&owned))
        } else {
            plain_form(&words)
        };
        Some(Found {
            how: if name == words {
                String::new()
            } else {
                format!("“{words}” = {name}")
            },
            speaker: Speaker::Group(name),
            step: Step::Plain,
        })
    }

    /// *the US defence secretary*, after *US defence secretary Robert Gates*: who was named right behind these words.
    fn holder(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let head = ground.tokens[source.end - 1].hash;
        let upto = self
            .who
            .tokens
            .partition_point(|tokens| tokens.end <= source.start);
        let at = (0..upto).rev().take(MAX_NAMES).find(|&at| {
            let start = self.who.tokens[at].start;
            self.who.mentions[at].kind == EntityKind::Person
                && start > 0
                && ground.tokens[start - 1].hash == head
        })?;
        Some(self.entity(source, self.who.mentions[at].entity, Step::Role))
    }

    /// *the company*, *the ministry*: the organisation named last before.
    fn body_before(&self, source: &Range<usize>) -> Option<Found> {
        let ground = self.scene.ground;
        let head = source.end - 1;
        let definite = THE.has(ground.tokens[source.start].hash)
            || source.start > 0 && THE.has(ground.tokens[source.start - 1].hash);
        if !definite || source.len() > 3 {
            return None;
        }
        let usage = self.scene.clues.of[head].usage;
        if usage.has(Use::ROLE)
            && let Some(holder) = self.holder(source)
        {
            return Some(holder);
        }
        if COMPANIES.has(ground.tokens[head].hash) {
            let before = self
                .who
                .tokens
                .partition_point(|tokens| tokens.end <= source.start);
            let at = (0..before)
                .rev()
                .take(12)
                .find(|&at| self.who.mentions[at].kind == EntityKind::Organisation)?;
            return Some(self.entity(source, self.who.mentions[at].entity, Step::Role));
        }
        // *the source*, after *a government source*: the fuller words.
        if usage.has(Use::ROLE)
            && let Some((last, Speaker::Group(name))) = &self.last
            && last.len() > source.len()
            && last
                .clone()
                .any(|idx| ground.tokens[idx].hash == ground.tokens[head].hash)
        {
            return Some(Found {
                how: format!(
                    "“{}” = “{}”, the source before",
                    self.words(source),
                    self.words(last)
                ),
                speaker: Speaker::Group(name.clone()),
                step: Step::Role,
            });
        }
        None
    }
}

static THE: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("the this that"));

static OWNERS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("his her"));

static LINKS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new("of for from in at with on to by as"));

/// Nouns for an organisation that was named before.
static COMPANIES: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "company firm group organisation organization agency ministry department bank club team union party \
         charity university association airline operator newspaper paper magazine network broadcaster retailer \
         manufacturer carmaker drugmaker maker developer foundation institute authority regulator watchdog \
         council commission committee federation league lender utility publisher",
    )
});

/// Writes an unnamed source in plain form: without its article, in one line.
fn plain_form(words: &str) -> String {
    let mut parts: Vec<&str> = words.split_whitespace().collect();
    if parts.len() > 1
        && ["the", "a", "an"]
            .iter()
            .any(|article| parts[0].eq_ignore_ascii_case(article))
    {
        parts.remove(0);
    }
    parts.join(" ")
}
