//! Who is the source in full? *he*, a surname or a role brought back to the name the article gives.

use super::super::analysis::Speaker;
use super::super::sentence::Ground;
use super::super::tag::Tag;
use super::super::words::word_hash;
use super::assemble::Report;
use super::clues::Inside;
use super::features::Scene;
use std::collections::HashMap;
use std::ops::Range;

/// Who a source is, and how that was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Who it is.
    pub speaker: Speaker,
    /// The step from the words to the name, in words for a person; empty where the words are the name.
    pub how: String,
}

/// Finds the speakers of reports, in order.
pub fn speakers(scene: &Scene, reports: &[Report]) -> Vec<Found> {
    let names = Names::new(scene);
    let mut last_person: Option<String> = None;
    let mut found = Vec::with_capacity(reports.len());
    for report in reports {
        let one = match &report.source {
            None => Found {
                speaker: Speaker::Unknown("the text names no source".to_owned()),
                how: String::new(),
            },
            Some(source) => names.resolve(scene, source, last_person.as_deref()),
        };
        if let (Speaker::Group(name), Some(source)) = (&one.speaker, &report.source)
            && (is_pronoun(scene.ground, source) || names.is_person(name))
        {
            last_person = Some(name.clone());
        }
        found.push(one);
    }
    found
}

fn is_pronoun(ground: &Ground, source: &Range<usize>) -> bool {
    source.len() == 1
        && [word_hash("he"), word_hash("she")].contains(&ground.tokens[source.start].hash)
}

/// The longer names of a text, by their last word.
struct Names {
    full: HashMap<u32, String>,
    /// Where each name stands, for pronouns.
    places: Vec<(usize, String)>,
}

impl Names {
    fn new(scene: &Scene) -> Self {
        let ground = scene.ground;
        let mut names = Self {
            full: HashMap::new(),
            places: Vec::new(),
        };
        let is_name = |idx: usize| {
            scene.tags[idx] == Tag::Name
                && ground.tokens[idx].is_word()
                && ground.tokens[idx].is_capital()
        };
        let mut at = 0;
        while at < ground.tokens.len() {
            let start = at;
            while at < ground.tokens.len() && is_name(at) {
                at += 1;
            }
            if at == start {
                at += 1;
                continue;
            }
            let text = ground.span(&(start..at)).of(ground.text).to_owned();
            if at - start > 1 {
                names
                    .full
                    .entry(ground.tokens[at - 1].hash)
                    .or_insert_with(|| text.clone());
                if scene.clues.of[start].inside == Inside::No {
                    names.places.push((start, text));
                }
            }
        }
        names
    }

    fn is_person(&self, name: &str) -> bool {
        name.contains(' ') && self.places.iter().any(|(_, known)| known == name)
    }

    fn resolve(&self, scene: &Scene, source: &Range<usize>, last: Option<&str>) -> Found {
        let ground = scene.ground;
        let words = ground.span(source).of(ground.text);
        if is_pronoun(ground, source) {
            let before = || {
                self.places
                    .iter()
                    .rev()
                    .find(|(at, _)| *at < source.start)
                    .map(|(_, name)| name.clone())
            };
            return match last.map(str::to_owned).or_else(before) {
                Some(name) => Found {
                    how: format!("“{words}” = {name}, who was named last"),
                    speaker: Speaker::Group(name),
                },
                None => Found {
                    speaker: Speaker::Unknown(format!(
                        "nobody is named before “{words}” that it could stand for"
                    )),
                    how: String::new(),
                },
            };
        }
        let surname = source
            .clone()
            .rev()
            .find(|&idx| scene.tags[idx] == Tag::Name)
            .filter(|idx| source.end - idx <= 1)
            .and_then(|idx| self.full.get(&ground.tokens[idx].hash));
        if let Some(name) = surname {
            return Found {
                how: if name == words {
                    String::new()
                } else {
                    format!("“{words}” = {name}")
                },
                speaker: Speaker::Group(name.clone()),
            };
        }
        Found {
            speaker: Speaker::Group(plain_form(words)),
            how: String::new(),
        }
    }
}

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
