//! What the reader corrected about names: who is another name of somebody, who is not to be listed.

use super::{Change, Ledger};
use crate::{
    corpus::ArticleKey,
    library::{EntityRow, Library, QuoteFilter, QuoteRow, SpeakerRow},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Corrections are followed so far, in case they lead in a circle.
const MAX_STEPS: usize = 16;

/// How a name is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shown {
    /// Under another name, together with whoever bears that.
    As(String),
    /// Not at all.
    Hidden,
}

/// A name and how it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The name as the analysis gives it.
    pub name: String,
    /// How it is shown.
    pub shown: Shown,
}

/// All corrections of a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    shown: BTreeMap<String, Shown>,
}

/// A row that stands for somebody.
trait Named {
    fn name(&self) -> Option<&str>;
    fn rename(&mut self, name: &str);
    /// Takes over the counts and the other names of a row that stands for the same somebody.
    fn take(&mut self, other: Self);
    fn n_times(&self) -> u32;
}

/// Returns the key under which the correction of a name is kept. No article has it: no title begins with a NUL.
pub fn key_of_name(name: &str) -> ArticleKey {
    ArticleKey::of("\0name", name)
}

impl Naming {
    /// Gathers the corrections among the marks.
    pub fn of(ledger: &Ledger) -> Self {
        let corrections = ledger
            .marked()
            .filter_map(|(_, marks)| marks.correction.clone());
        Self {
            shown: corrections
                .map(|correction| (correction.name, correction.shown))
                .collect(),
        }
    }

    /// Returns all corrections, in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Shown)> {
        self.shown
            .iter()
            .map(|(name, shown)| (name.as_str(), shown))
    }

    /// Returns the name that is shown for a name; `None` where it is hidden.
    pub fn shown_as<'n>(&'n self, name: &'n str) -> Option<&'n str> {
        let mut name = name;
        for _ in 0..MAX_STEPS {
            match self.shown.get(name) {
                Some(Shown::As(other)) => name = other,
                Some(Shown::Hidden) => return None,
                None => break,
            }
        }
        Some(name)
    }

    /// Returns the names that are shown under this one, itself first.
    pub fn names_of<'n>(&'n self, name: &'n str) -> Vec<&'n str> {
        let others = self
            .shown
            .keys()
            .map(String::as_str)
            .filter(|other| *other != name && self.shown_as(other) == Some(name));
        std::iter::once(name).chain(others).collect()
    }

    /// Returns the change that shows a name in another way, or as the analysis gives it.
    pub fn change(name: &str, shown: Option<Shown>) -> (ArticleKey, Change) {
        (
            key_of_name(name),
            Change::Correction {
                name: name.to_owned(),
                shown,
            },
        )
    }

    /// Returns everyone who is quoted, most quoted first.
    pub fn speakers(&self, library: &Library) -> Vec<SpeakerRow> {
        self.joined(library.speakers())
    }

    /// Returns the entities of one kind, most mentioned first.
    pub fn entities(&self, library: &Library, kind: crate::text::EntityKind) -> Vec<EntityRow> {
        self.joined(library.entities(kind))
    }

    /// Returns quotations; of a speaker those under all names that are shown as that one.
    pub fn quotes(&self, library: &Library, filter: &QuoteFilter) -> Vec<QuoteRow> {
        let mut rows = match &filter.speaker {
            Some(speaker) => {
                let mut met = HashSet::new();
                let mut rows = Vec::new();
                // Asked for by a name that was merged into another: all of that one's.
                let shown = self.shown_as(speaker).unwrap_or(speaker);
                for name in self.names_of(shown) {
                    let own = QuoteFilter {
                        speaker: Some(name.to_owned()),
                        ..filter.clone()
                    };
                    let quotes = library.quotes(&own).into_iter();
                    rows.extend(quotes.filter(|row| met.insert((row.article, row.quote_idx))));
                }
                rows.sort_by_key(|row| std::cmp::Reverse((row.date, row.article)));
                rows
            }
            None => library.quotes(filter),
        };
        if self.shown.is_empty() {
            return rows;
        }
        for row in &mut rows {
            if let Some(shown) = row.speaker.as_deref().and_then(|name| self.shown_as(name)) {
                row.speaker = Some(shown.to_owned());
            }
        }
        rows
    }

    /// Puts rows of the same somebody together; the order is by count again.
    fn joined<R: Named>(&self, rows: Vec<R>) -> Vec<R> {
        if self.shown.is_empty() {
            return rows;
        }
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut out: Vec<R> = Vec::with_capacity(rows.len());
        for mut row in rows {
            let Some(name) = row.name().map(str::to_owned) else {
                out.push(row);
                continue;
            };
            let Some(shown) = self.shown_as(&name) else {
                continue;
            };
            if let Some(place) = places.get(shown) {
                out[*place].take(row);
                continue;
            }
            places.insert(shown.to_owned(), out.len());
            if shown != name {
                row.rename(shown);
            }
            out.push(row);
        }
        out.sort_by_key(|row| std::cmp::Reverse(row.n_times()));
        out
    }
}

/// Makes a row bear another name and keeps the old one among its other names.
fn rename(own: &mut String, aliases: &mut Vec<String>, name: &str) {
    let old = std::mem::replace(own, name.to_owned());
    aliases.retain(|alias| alias != name);
    aliases.insert(0, old);
}

/// Adds names that are not there yet.
fn add_names(own: &str, aliases: &mut Vec<String>, others: impl IntoIterator<Item = String>) {
    for other in others {
        if other != own && !aliases.contains(&other) {
            aliases.push(other);
        }
    }
}

impl Named for SpeakerRow {
    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn rename(&mut self, name: &str) {
        let own = self.name.get_or_insert_default();
        rename(own, &mut self.aliases, name);
    }

    fn take(&mut self, other: Self) {
        self.n_quotes += other.n_quotes;
        self.n_articles += other.n_articles;
        self.kind = self.kind.or(other.kind);
        let own = self.name.clone().unwrap_or_default();
        add_names(
            &own,
            &mut self.aliases,
            other.name.into_iter().chain(other.aliases),
        );
    }

    fn n_times(&self) -> u32 {
        self.n_quotes
    }
}

impl Named for EntityRow {
    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn rename(&mut self, name: &str) {
        rename(&mut self.name, &mut self.aliases, name);
    }

    fn take(&mut self, other: Self) {
        self.n_mentions += other.n_mentions;
        self.n_articles += other.n_articles;
        let names = std::iter::once(other.name).chain(other.aliases);
        add_names(&self.name, &mut self.aliases, names);
    }

    fn n_times(&self) -> u32 {
        self.n_mentions
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::Step;

    fn naming(corrections: &[(&str, Shown)]) -> Naming {
        let mut ledger = Ledger::default();
        ledger.make(Step {
            label: String::new(),
            changes: corrections
                .iter()
                .map(|(name, shown)| Naming::change(name, Some(shown.clone())))
                .collect(),
        });
        Naming::of(&ledger)
    }

    fn row(name: &str, n_quotes: u32) -> SpeakerRow {
        SpeakerRow {
            name: (!name.is_empty()).then(|| name.to_owned()),
            kind: None,
            aliases: Vec::new(),
            n_quotes,
            n_articles: 1,
        }
    }

    #[test]
    fn corrections_are_followed_and_circles_end() {
        let as_other = |name: &str| Shown::As(name.to_owned());
        let naming = naming(&[
            ("Biden", as_other("Joe Biden")),
            ("Joe Biden", as_other("Joseph Biden")),
            ("White House", Shown::Hidden),
            ("A", as_other("B")),
            ("B", as_other("A")),
        ]);
        assert_eq!(naming.shown_as("Biden"), Some("Joseph Biden"));
        assert_eq!(naming.shown_as("White House"), None);
        assert_eq!(naming.shown_as("Somebody"), Some("Somebody"));
        assert!(naming.shown_as("A").is_some());
        assert_eq!(
            naming.names_of("Joseph Biden"),
            ["Joseph Biden", "Biden", "Joe Biden"]
        );
    }

    #[test]
    fn rows_of_one_somebody_are_one_row() {
        let naming = naming(&[
            ("Biden", Shown::As("Joe Biden".to_owned())),
            ("White House", Shown::Hidden),
        ]);
        let rows = vec![
            row("Robert Gates", 9),
            row("Biden", 8),
            row("White House", 7),
            row("Joe Biden", 5),
            row("", 4),
        ];
        let joined = naming.joined(rows);
        let told: Vec<_> = joined
            .iter()
            .map(|row| (row.name.as_deref(), row.n_quotes, row.aliases.as_slice()))
            .collect();
        assert_eq!(
            told,
            [
                (Some("Joe Biden"), 13, &["Biden".to_owned()][..]),
                (Some("Robert Gates"), 9, &[]),
                (None, 4, &[]),
            ]
        );
    }

    #[test]
    fn a_correction_is_taken_back_like_any_step() {
        let mut ledger = Ledger::default();
        ledger.make(Step {
            label: "merged".to_owned(),
            changes: vec![Naming::change("Biden", Some(Shown::Hidden))],
        });
        assert_eq!(Naming::of(&ledger).shown_as("Biden"), None);
        ledger.undo();
        assert_eq!(Naming::of(&ledger), Naming::default());
    }
}
