//! Which names stand for the same someone over all articles? Only what is certain is joined.
//!
//! Certain is: the same words but for case and accents (`CHAVEZ`, `Chávez`); and a middle initial that only one
//! bearer of the name has (`Robert M. Gates`, `Robert Gates`). A name of one word stays by itself.

use crate::{library::words::folded, text::EntityKind};
use std::collections::{BTreeMap, HashMap};

/// Other ways of writing shown for one someone.
const MAX_ALIASES: usize = 12;

/// How often a name stands in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NameCount {
    /// The kind; `None` for groups and unnamed sources.
    pub(crate) kind: Option<EntityKind>,
    /// The name as it is written in some article.
    pub(crate) name: String,
    /// Mentions or quotations.
    pub(crate) n_times: u32,
    /// Articles.
    pub(crate) n_articles: u32,
}

/// Someone with all names that are certainly theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Someone {
    /// The kind most of the articles give.
    pub(crate) kind: Option<EntityKind>,
    /// The name as it is written most often, in capitals only where it is never written otherwise.
    pub(crate) name: String,
    /// The names as they stand in the index, with the kind they have there.
    pub(crate) variants: Vec<(Option<EntityKind>, String)>,
    /// Other ways the name is written.
    pub(crate) aliases: Vec<String>,
    /// Mentions or quotations.
    pub(crate) n_times: u32,
    /// Articles.
    pub(crate) n_articles: u32,
}

/// Joins the names of the same someone; most frequent first.
pub(crate) fn join(counts: Vec<NameCount>) -> Vec<Someone> {
    let mut by_words: HashMap<(bool, String), Vec<NameCount>> = HashMap::new();
    for count in counts {
        // A group never is someone, even where the words are the same.
        let key = (count.kind.is_none(), folded(&count.name));
        by_words.entry(key).or_default().push(count);
    }
    let mut bearers: HashMap<(bool, String), Vec<(bool, String)>> = HashMap::new();
    for (is_group, words) in by_words.keys() {
        if let Some(plain) = without_initials(words) {
            bearers
                .entry((*is_group, plain))
                .or_default()
                .push((*is_group, words.clone()));
        }
    }
    for (plain, with_initials) in bearers {
        if let ([full], true) = (with_initials.as_slice(), by_words.contains_key(&plain))
            && let Some(counts) = by_words.remove(full)
        {
            by_words.entry(plain).or_default().extend(counts);
        }
    }
    let mut joined: Vec<_> = by_words.into_values().map(someone).collect();
    joined.sort_by(|a, b| (b.n_times, &a.name).cmp(&(a.n_times, &b.name)));
    joined
}

fn someone(mut counts: Vec<NameCount>) -> Someone {
    counts.sort_by(|a, b| (b.n_times, &a.name).cmp(&(a.n_times, &b.name)));
    let mut kinds: BTreeMap<Option<EntityKind>, u32> = BTreeMap::new();
    for count in &counts {
        *kinds.entry(count.kind).or_default() += count.n_times;
    }
    let kind = kinds
        .into_iter()
        .max_by_key(|(_, n)| *n)
        .and_then(|(kind, _)| kind);
    // Who is only a label in most articles (`GONZALEZ:`) is shown as others write the name; *NATO* stays as it is.
    // Who has no name (*officials*) has a capital letter only where a sentence begins.
    let is_label = matches!(kind, None | Some(EntityKind::Person));
    let mut written = counts.iter().map(|count| &count.name);
    let small = written
        .clone()
        .find(|name| kind.is_none() && name.starts_with(char::is_lowercase));
    let shown = small.or_else(|| written.find(|name| !is_label || !is_all_capital(name)));
    let name = shown.unwrap_or(&counts[0].name).clone();
    let mut aliases: Vec<String> = Vec::new();
    for count in &counts {
        let is_shown = count.name == name || kind.is_none() && folded(&count.name) == folded(&name);
        if !is_shown && !aliases.contains(&count.name) && aliases.len() < MAX_ALIASES {
            aliases.push(count.name.clone());
        }
    }
    Someone {
        kind,
        name,
        aliases,
        n_times: counts.iter().map(|count| count.n_times).sum(),
        n_articles: counts.iter().map(|count| count.n_articles).sum(),
        variants: counts
            .into_iter()
            .map(|count| (count.kind, count.name))
            .collect(),
    }
}

fn is_all_capital(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// Returns a folded name without its middle initials, where it has some and two words are left.
fn without_initials(words: &str) -> Option<String> {
    let all: Vec<&str> = words.split(' ').collect();
    let (first, rest) = all.split_first()?;
    let (last, middle) = rest.split_last()?;
    let is_initial = |word: &&str| word.chars().count() == 1;
    if first.chars().count() < 2 || last.chars().count() < 2 || !middle.iter().any(is_initial) {
        return None;
    }
    let mut kept = vec![*first];
    kept.extend(middle.iter().copied().filter(|word| !is_initial(word)));
    kept.push(last);
    Some(kept.join(" "))
}

impl Someone {
    /// Adds a way in which an article writes the name.
    pub(crate) fn add_alias(&mut self, alias: &str) {
        let is_new = self.name != alias && !self.aliases.iter().any(|known| known == alias);
        if is_new && self.aliases.len() < MAX_ALIASES {
            self.aliases.push(alias.to_owned());
        }
    }

    /// Takes in another row of the same someone.
    pub(crate) fn take(&mut self, other: Self) {
        for alias in std::iter::once(&other.name).chain(&other.aliases) {
            self.add_alias(alias);
        }
        self.n_times += other.n_times;
        self.n_articles += other.n_articles;
        self.variants.extend(other.variants);
    }

    /// Tells whether these folded words are one of the full names.
    pub(crate) fn is_called(&self, words: &str) -> bool {
        self.variants.iter().any(|(_, name)| folded(name) == words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks which of the names become one; each expected row is the names joined by ` = `.
    #[track_caller]
    fn check(names: &[&str], expected: &[&str]) {
        let counts = names
            .iter()
            .enumerate()
            .map(|(idx, name)| NameCount {
                kind: Some(EntityKind::Person),
                name: (*name).to_owned(),
                n_times: 100 - idx as u32,
                n_articles: 1,
            })
            .collect();
        let mut rows: Vec<_> = join(counts)
            .iter()
            .map(|row| {
                row.variants
                    .iter()
                    .map(|(_, name)| name.as_str())
                    .collect::<Vec<_>>()
                    .join(" = ")
            })
            .collect();
        rows.sort();
        assert_eq!(rows, expected);
    }

    #[test]
    fn only_the_certain_is_joined() {
        check(
            &["Hugo Chávez", "HUGO CHAVEZ"],
            &["Hugo Chávez = HUGO CHAVEZ"],
        );
        check(
            &["Robert Gates", "Robert M. Gates"],
            &["Robert Gates = Robert M. Gates"],
        );
        check(&["Robert Gates", "Gates"], &["Gates", "Robert Gates"]);
        check(
            &["George Bush", "George W. Bush", "George H.W. Bush"],
            &["George Bush", "George H.W. Bush", "George W. Bush"],
        );
        check(&["J. Smith", "John Smith"], &["J. Smith", "John Smith"]);
    }

    #[test]
    fn a_label_in_capitals_is_shown_as_others_write_the_name() {
        let joined = |kind, names: [&str; 2]| {
            let counts = names.iter().zip([50, 3]).map(|(name, n_times)| NameCount {
                kind: Some(kind),
                name: (*name).to_owned(),
                n_times,
                n_articles: 1,
            });
            let mut joined = join(counts.collect());
            joined.swap_remove(0)
        };
        let person = joined(EntityKind::Person, ["GONZALEZ", "Gonzalez"]);
        assert_eq!((&*person.name, person.n_times), ("Gonzalez", 53));
        assert_eq!(person.aliases, ["GONZALEZ"]);
        let alliance = joined(EntityKind::Organisation, ["NATO", "Nato"]);
        assert_eq!(alliance.name, "NATO");
    }

    #[test]
    fn who_has_no_name_is_written_small() {
        let counts = [("Officials", 9), ("officials", 2)].map(|(name, n_times)| NameCount {
            kind: None,
            name: name.to_owned(),
            n_times,
            n_articles: 1,
        });
        let joined = join(counts.to_vec());
        assert_eq!((&*joined[0].name, joined[0].n_times), ("officials", 11));
        assert!(joined[0].aliases.is_empty());
    }

    #[test]
    fn a_group_is_nobody() {
        let count = |kind| NameCount {
            kind,
            name: "Critics".to_owned(),
            n_times: 1,
            n_articles: 1,
        };
        assert_eq!(
            join(vec![count(None), count(Some(EntityKind::Organisation))]).len(),
            2
        );
    }
}
