//! Who is who? All mentions of one someone in a text joined, with the fullest name; pronouns and roles brought to it.

pub mod people;
pub mod pronouns;
pub mod roles;
pub mod things;

use super::dates::Measure;
use super::names::Name;
use super::sentence::Ground;
use super::tag::Tag;
use super::token::TokenKind;
use super::{Entity, EntityId, EntityKind, Mention, Span};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Everyone and everything that a text names.
#[derive(Debug, Default)]
pub struct Who {
    /// The places that name someone or something, in the order of the text; they never overlap.
    pub mentions: Vec<Mention>,
    /// The tokens of each mention.
    pub tokens: Vec<Range<usize>>,
    /// Those who are named.
    pub entities: Vec<Entity>,
    /// The tokens that are pronouns for a person, in the order of the text, and whom they stand for.
    pub pronouns: Vec<(usize, EntityId)>,
    /// Those whose gender is told by a first name alone.
    guessed: HashSet<EntityId>,
    /// The offices that the text gives to people: the last word of the office, by its hash, where, and who.
    roles: Vec<roles::Role>,
}

/// Whom some words stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Whom.
    pub entity: EntityId,
    /// Why, in words for a person; empty where the words are the full name.
    pub why: String,
}

impl Who {
    /// Joins the names of a text. `names` are in the order of the text and do not overlap.
    pub fn new(ground: &Ground, tags: &[Tag], names: &[Name]) -> Self {
        let mut who = Self::default();
        let mut groups: Vec<Option<EntityId>> = vec![None; names.len()];
        for members in people::join(ground, names)
            .into_iter()
            .chain(things::join(ground, names))
        {
            let Some(first) = members.first() else {
                continue;
            };
            let id = EntityId(who.entities.len() as u32);
            who.entities.push(Entity {
                kind: names[*first].kind,
                name: fullest(ground, names, &members),
                gender: None,
                days: None,
            });
            for member in members {
                groups[member] = Some(id);
            }
        }
        for (name, entity) in names.iter().zip(groups) {
            if let Some(entity) = entity {
                who.mentions.push(Mention {
                    span: ground.span(&name.tokens),
                    kind: name.kind,
                    entity,
                });
                who.tokens.push(name.tokens.clone());
            }
        }
        who.number_by_first_mention();
        people::genders(ground, &mut who);
        who.roles = roles::roles(ground, tags, &who);
        pronouns::resolve(ground, tags, &mut who);
        who
    }

    /// Adds dates, times, sums and shares where no name stands; equal words are one entity.
    pub fn add_measures(&mut self, ground: &Ground, measures: Vec<Measure>) {
        let mut known: HashMap<(EntityKind, String), EntityId> = HashMap::new();
        let mut all: Vec<(Mention, Range<usize>)> =
            self.mentions.drain(..).zip(self.tokens.drain(..)).collect();
        let n_names = all.len();
        let mut next = 0;
        for measure in measures {
            while next < n_names && all[next].1.end <= measure.tokens.start {
                next += 1;
            }
            if next < n_names && all[next].1.start < measure.tokens.end {
                continue;
            }
            let span = ground.span(&measure.tokens);
            let name = one_line(span.of(ground.text));
            let entity = *known
                .entry((measure.kind, name.to_lowercase()))
                .or_insert_with(|| {
                    self.entities.push(Entity {
                        kind: measure.kind,
                        name,
                        gender: None,
                        days: measure.days,
                    });
                    EntityId(self.entities.len() as u32 - 1)
                });
            let mention = Mention {
                span,
                kind: measure.kind,
                entity,
            };
            all.push((mention, measure.tokens));
        }
        all.sort_by_key(|(mention, _)| mention.span);
        (self.mentions, self.tokens) = all.into_iter().unzip();
    }

    /// Gives the entities the order in which they are first named.
    fn number_by_first_mention(&mut self) {
        let mut numbers = vec![u32::MAX; self.entities.len()];
        let mut next = 0;
        for mention in &self.mentions {
            let number = &mut numbers[mention.entity.0 as usize];
            if *number == u32::MAX {
                *number = next;
                next += 1;
            }
        }
        let mut entities: Vec<(u32, Entity)> = numbers
            .iter()
            .copied()
            .zip(self.entities.drain(..))
            .collect();
        entities.sort_by_key(|(number, _)| *number);
        self.entities = entities.into_iter().map(|(_, entity)| entity).collect();
        for mention in &mut self.mentions {
            mention.entity = EntityId(numbers[mention.entity.0 as usize]);
        }
    }

    /// Returns an entity.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// Returns the positions of the mentions that share a byte with `span`.
    pub fn mentions_in(&self, span: Span) -> Range<usize> {
        let start = self
            .mentions
            .partition_point(|mention| mention.span.end <= span.start);
        let end = self
            .mentions
            .partition_point(|mention| mention.span.start < span.end);
        start..end.max(start)
    }

    /// Says whom the words of `span` stand for: a name, with or without titles around it, a pronoun, or a role.
    ///
    /// Nothing for *officials*, *a spokesman for the ministry*, or a pronoun that nobody before fits.
    pub fn resolve(&self, span: Span, ground: &Ground) -> Option<Resolved> {
        let tokens = ground.tokens_in(span);
        if let Ok(at) = self
            .pronouns
            .binary_search_by_key(&tokens.start, |(idx, _)| *idx)
            && tokens.len() == 1
        {
            return Some(self.say(ground, span, self.pronouns[at].1));
        }
        if let Some(entity) = self.named_by(ground, &tokens) {
            return Some(self.say(ground, span, entity));
        }
        roles::resolve(ground, self, &tokens).map(|entity| self.say(ground, span, entity))
    }

    /// Returns the entity whose name is the head of some tokens: the last person in them, or a name that ends them.
    fn named_by(&self, ground: &Ground, tokens: &Range<usize>) -> Option<EntityId> {
        let mentions = self.mentions_in(ground.span(tokens));
        // *a spokesman for the Ministry of Health* is not the ministry, but *Secretary of State Mike Pompeo* is Mr Pompeo.
        let linked = |upto: usize| {
            // Roles stand in the order of the names they are given to.
            let given = self.roles.partition_point(|role| role.at < upto);
            let leads = |role: &&roles::Role| tokens.contains(&role.office);
            let to = self.roles[given..]
                .iter()
                .take_while(|role| role.at == upto)
                .find(leads)
                .map_or(upto, |role| role.office);
            ground.tokens[tokens.start..to.max(tokens.start)]
                .iter()
                .any(|token| roles::LINKS.has(token.hash))
        };
        let kinds = [
            EntityKind::Person,
            EntityKind::Organisation,
            EntityKind::Place,
            EntityKind::Other,
        ];
        let person = mentions.clone().find(|&at| {
            self.mentions[at].kind == EntityKind::Person && !linked(self.tokens[at].start)
        });
        if let Some(at) = person {
            return Some(self.mentions[at].entity);
        }
        let at = mentions.last()?;
        let name = &self.tokens[at];
        // *President of Ukraine Volodymyr Zelenskyy*: a person right behind the name of something.
        let is_led = at
            .checked_sub(1)
            .is_some_and(|last| self.tokens[last].end == name.start);
        if is_led && self.mentions[at].kind == EntityKind::Person && name.end == tokens.end {
            return Some(self.mentions[at].entity);
        }
        let ends = name.end >= tokens.end
            || name.end + 1 == tokens.end && ground.word(name.end).ends_with('s');
        (ends && kinds.contains(&self.mentions[at].kind) && !linked(name.start))
            .then(|| self.mentions[at].entity)
    }

    fn say(&self, ground: &Ground, span: Span, entity: EntityId) -> Resolved {
        let words = one_line(span.of(ground.text));
        let name = &self.entity(entity).name;
        if *name == words {
            return Resolved {
                entity,
                why: String::new(),
            };
        }
        let named = self
            .mentions
            .iter()
            .filter(|mention| mention.entity == entity)
            .find(|mention| one_line(mention.span.of(ground.text)) == *name);
        let place = named.map_or(String::new(), |mention| {
            let sentence = ground.sentence_of(ground.tokens_in(mention.span).start);
            let here = ground.sentence_of(ground.tokens_in(span).start);
            match here.abs_diff(sentence) {
                0 => ", named in this sentence".to_owned(),
                1 if sentence < here => ", named in the sentence before".to_owned(),
                _ => format!(", named in sentence {}", sentence + 1),
            }
        });
        Resolved {
            entity,
            why: format!("“{words}” = {name}{place}"),
        }
    }
}

/// Returns the longest of some names, in one line; capitals all through and a nickname in marks count as less.
fn fullest(ground: &Ground, names: &[Name], members: &[usize]) -> String {
    let mut best: Option<((usize, bool, bool, usize), usize)> = None;
    for &member in members {
        let tokens = &names[member].tokens;
        let is_mark = |idx: &usize| ground.tokens[*idx].kind == TokenKind::Mark;
        let marks: Vec<usize> = tokens.clone().filter(is_mark).collect();
        // *Verlon “Sarge” Tuttle* is no longer than *Verlon Tuttle*.
        let nickname = match marks[..] {
            [first, last] => first..last,
            _ => 0..0,
        };
        let words = tokens
            .clone()
            .filter(|idx| {
                let token = &ground.tokens[*idx];
                token.is_word() && !token.is_initial() && !nickname.contains(idx)
            })
            .count();
        let quiet = ground.tokens[tokens.clone()]
            .iter()
            .any(super::token::Token::has_lower);
        let plain = nickname.is_empty();
        let key = (words, quiet, plain, ground.span(tokens).len());
        if best.is_none_or(|(most, _)| key > most) {
            best = Some((key, member));
        }
    }
    best.map_or(String::new(), |(_, member)| {
        one_line(ground.span(&names[member].tokens).of(ground.text))
    })
}

/// Puts words into one line with single blanks.
fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::super::{Body, EntityKind, analyse};
    use std::collections::BTreeSet;

    /// Holds that exactly these people, organisations and places are named, each by the fullest name.
    #[track_caller]
    fn check(text: &str, people: &[&str], organisations: &[&str], places: &[&str]) {
        let analysis = analyse(&Body::plain(text));
        for (kind, expected) in [
            (EntityKind::Person, people),
            (EntityKind::Organisation, organisations),
            (EntityKind::Place, places),
        ] {
            let named = analysis
                .entities
                .iter()
                .filter(|entity| entity.kind == kind);
            let named: BTreeSet<&str> = named.map(|entity| entity.name.as_str()).collect();
            assert_eq!(named, expected.iter().copied().collect(), "{kind:?}");
        }
    }

    #[test]
    fn the_seeds_name_people_organisations_and_places() {
        let peru = include_str!("../../seeds/000_9b4f7893b58e6a4a.txt");
        // What the agency wrote, without the line of the archive and the words it has torn apart.
        let (_, story) = peru.split_once("Oct 6 ").unwrap();
        let story = story.replace("t he M aoist", "the Maoist");
        check(
            &story,
            &["Leon Panetta", "Ollanta Humala"],
            &["Shining Path", "U.N."],
            &[
                "Afghanistan",
                "Americas",
                "Central America",
                "Colombia",
                "Iraq",
                "Latin America",
                "Mexico",
                "Peru",
                "United States",
                "Uruguay",
                "Washington",
            ],
        );
        check(
            include_str!("../../seeds/004_0f2fd64015c354df.txt"),
            &["Robert Gates", "Hugo Chavez", "Vladimir Putin"],
            &["BBC", "BBC News"],
            &[
                "Bogota",
                "Brazil",
                "Colombia",
                "Latin America",
                "Lima",
                "Peru",
                "Russia",
                "US",
                "Venezuela",
                "Washington",
            ],
        );
    }

    #[test]
    fn mentions_join_only_where_they_are_one() {
        check(
            "President Joe Biden met First Lady Jill Biden. President Biden smiled. (Laughter.)",
            &["Joe Biden", "Jill Biden"],
            &[],
            &[],
        );
        check(
            "Press Secretary Karine Jean-Pierre spoke. MS. JEAN-PIERRE: Thank you.",
            &["Karine Jean-Pierre"],
            &[],
            &[],
        );
        check(
            "Today, President Joseph R. Biden, Jr. declared an emergency in Tennessee.",
            &["Joseph R. Biden"],
            &[],
            &["Tennessee"],
        );
        check(
            "Health Secretary Robert F. Kennedy Jr. went to Dubuque. RFK Jr. praised the farmers. \"RFK,\" they said.",
            &["Robert F. Kennedy Jr."],
            &[],
            &["Dubuque"],
        );
    }
}
