//! Whose surname is it? Short names and pet names brought to the one person of the archive whom they certainly mean.
//!
//! A surname alone means its bearer where the archive knows only one, or one so much better than all others that a text
//! which does not say more can mean nobody else. *Joe* and *Joseph* of such a surname are one person. Everything else
//! stays apart: of two bearers nobody can tell whose the bare surname is.

use super::names::Someone;
use crate::{
    library::words::folded,
    text::{EntityKind, names::lists::Hints, words::word_hash},
};
use std::collections::{HashMap, HashSet};

/// A bearer known from so many articles may have a few namesakes.
const FAMOUS_ARTICLES: u32 = 25;
/// Such a one has at least this share of the articles that name anyone of the surname in full.
const FAMOUS_SHARE: f64 = 0.8;
/// A bearer of a common surname is known from at least so many articles.
const KNOWN_ARTICLES: u32 = 5;
/// Such a one has at least this share.
const KNOWN_SHARE: f64 = 0.95;

/// Pet names behind the first names they stand for.
const PET_NAMES: &[(&str, &str)] = &[
    ("abigail", "abby"),
    ("albert", "al"),
    ("alexander", "alex"),
    ("andrew", "andy drew"),
    ("anthony", "tony"),
    ("antony", "tony"),
    ("benjamin", "ben bibi"),
    ("bernard", "bernie"),
    ("charles", "charlie chuck"),
    ("christopher", "chris"),
    ("daniel", "dan danny"),
    ("david", "dave"),
    ("deborah", "deb debbie"),
    ("donald", "don"),
    ("edward", "ed ted eddie"),
    ("elizabeth", "liz beth betsy"),
    ("frederick", "fred"),
    ("gregory", "greg"),
    ("jacob", "jake"),
    ("james", "jim jimmy"),
    ("jeffrey", "jeff"),
    ("jennifer", "jen jenny"),
    ("john", "jack johnny"),
    ("joseph", "joe joey"),
    ("joshua", "josh"),
    ("katherine", "kate kathy katie"),
    ("kenneth", "ken"),
    ("lawrence", "larry"),
    ("margaret", "peggy meg maggie"),
    ("matthew", "matt"),
    ("michael", "mike"),
    ("mitchell", "mitch"),
    ("nicholas", "nick"),
    ("patrick", "pat"),
    ("peter", "pete"),
    ("philip", "phil"),
    ("raymond", "ray"),
    ("rebecca", "becky"),
    ("richard", "dick rick rich"),
    ("robert", "bob bobby rob"),
    ("ronald", "ron"),
    ("samuel", "sam"),
    ("stephen", "steve"),
    ("steven", "steve"),
    ("susan", "sue"),
    ("theodore", "ted"),
    ("thomas", "tom"),
    ("timothy", "tim"),
    ("victoria", "vicky"),
    ("walter", "walt"),
    ("william", "bill will billy"),
];

/// Titles that go with a first name.
const BEFORE_FIRST_NAMES: &[&str] = &[
    "king", "queen", "prince", "princess", "emperor", "empress", "sultan", "pope", "sir", "dame",
    "lord", "lady", "father", "sister", "brother", "saint",
];

/// Brings surnames that stand alone, and pet names, to the people whom they certainly mean; most frequent first.
pub(crate) fn fold_short(people: Vec<Someone>) -> Vec<Someone> {
    let names: Vec<String> = people
        .iter()
        .map(|someone| without_titles(&plain(&someone.name)).to_owned())
        .collect();
    let mut alone: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut bearers: HashMap<&str, Vec<usize>> = HashMap::new();
    for (idx, name) in names.iter().enumerate() {
        if people[idx].kind != Some(EntityKind::Person) {
            continue;
        }
        match name.rsplit_once(' ') {
            Some((_, surname)) => bearers.entry(surname).or_default().push(idx),
            None => alone.entry(name).or_default().push(idx),
        }
    }
    let first_names: HashSet<&str> = names
        .iter()
        .filter_map(|name| Some(name.split_once(' ')?.0))
        .collect();
    let mut goes_to: Vec<usize> = (0..people.len()).collect();
    for (surname, known) in &bearers {
        let short = alone.get(surname).map_or(&[][..], Vec::as_slice);
        let is_rare = !hints(surname).any(Hints::SURNAME) && !first_names.contains(surname);
        if (!short.is_empty() || known.len() > 1)
            && let Some(them) = meant(&people, &names, is_rare, known)
            && let Some(&best) = them.first()
        {
            for &idx in them.iter().chain(short) {
                goes_to[idx] = best;
            }
        }
    }
    // *Doctor Fauci* is Fauci, where no text gives a first name.
    for (surname, short) in &alone {
        let untitled = short
            .iter()
            .find(|&&idx| plain(&people[idx].name) == names[idx]);
        if let Some(&best) = untitled
            && !bearers.contains_key(surname)
        {
            for &idx in short {
                goes_to[idx] = best;
            }
        }
    }
    gather(people, &goes_to)
}

/// Brings what speakers are called to the rows of the people of the archive.
pub(crate) fn follow(speakers: Vec<Someone>, people: &[Someone]) -> Vec<Someone> {
    let mut full: HashMap<String, &str> = HashMap::new();
    for person in people.iter().filter(|person| person.variants.len() > 1) {
        for (_, name) in &person.variants {
            full.insert(folded(name), &person.name);
        }
    }
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut goes_to: Vec<usize> = (0..speakers.len()).collect();
    let mut speakers = speakers;
    for (idx, speaker) in speakers.iter_mut().enumerate() {
        // The label of a turn (`PSAKI:`) is a group as long as its article does not name the person.
        let is_label = speaker.kind.is_none() && speaker.name.starts_with(char::is_uppercase);
        if speaker.kind != Some(EntityKind::Person) && !is_label {
            continue;
        }
        let called = folded(&speaker.name);
        if let Some(&name) = full.get(without_titles(&called)) {
            speaker.kind = Some(EntityKind::Person);
            goes_to[idx] = *first.entry(name).or_insert(idx);
            if speaker.name != name {
                let short = std::mem::replace(&mut speaker.name, name.to_owned());
                speaker.add_alias(&short);
            }
        }
    }
    gather(speakers, &goes_to)
}

/// Returns those of the bearers of a surname who are one person and whom the bare surname means, best known first.
/// Rare is a surname that is on no list of surnames and nobody's first name.
fn meant(
    people: &[Someone],
    names: &[String],
    is_rare: bool,
    known: &[usize],
) -> Option<Vec<usize>> {
    let mut known = known.to_vec();
    known.sort_by_key(|&idx| (std::cmp::Reverse(people[idx].n_articles), idx));
    let best = *known.first()?;
    let them: Vec<usize> = known
        .iter()
        .copied()
        .filter(|&idx| is_same(&names[best], &names[idx]))
        .collect();
    let agreed = them
        .iter()
        .all(|&a| them.iter().all(|&b| is_same(&names[a], &names[b])));
    if !agreed {
        return None;
    }
    let articles = |of: &[usize]| -> u32 { of.iter().map(|&idx| people[idx].n_articles).sum() };
    let (theirs, all) = (articles(&them), articles(&known));
    let share = f64::from(theirs) / f64::from(all.max(1));
    let certain = theirs == all && is_rare
        || share >= KNOWN_SHARE && theirs >= KNOWN_ARTICLES
        || share >= FAMOUS_SHARE && theirs >= FAMOUS_ARTICLES;
    certain.then_some(them)
}

/// Returns a name without case and accents; hyphens and dots inside a word keep it one: *jean-pierre*, *h-w*.
fn plain(name: &str) -> String {
    let words = name
        .split_whitespace()
        .map(|word| folded(word).replace(' ', "-"));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Returns a folded name behind its titles: *president biden* becomes *biden*, *doctors fauci* becomes *fauci*.
///
/// *Earl Weaver* and *King Charles* stay: one has a first name that is a title, the other a title before a first name.
fn without_titles(name: &str) -> &str {
    let is_title = |word: &str| {
        let hints = hints(word);
        hints.any(Hints::TITLE)
            && !hints.any(Hints::MALE | Hints::FEMALE)
            && !BEFORE_FIRST_NAMES.contains(&word)
    };
    let mut rest = name;
    while let Some((word, behind)) = rest.split_once(' ')
        && (is_title(word) || word.strip_suffix('s').is_some_and(is_title))
    {
        rest = behind;
    }
    rest
}

fn hints(word: &str) -> Hints {
    Hints::of(word_hash(word))
}

/// Tells whether two folded names of one surname can be of one person: the same first name or its pet name, and nothing
/// between that differs.
fn is_same(a: &str, b: &str) -> bool {
    let parts = |name: &str| -> (String, Vec<String>, Vec<String>) {
        let mut words = name.split(' ').map(str::to_owned);
        let first = words.next().unwrap_or_default();
        let mut middle: Vec<String> = words.collect();
        middle.pop();
        let (initials, middle) = middle
            .into_iter()
            .partition(|word| word.split('-').all(|part| part.chars().count() < 2));
        (first, initials, middle)
    };
    let (first_a, initials_a, middle_a) = parts(a);
    let (first_b, initials_b, middle_b) = parts(b);
    let agree = |a: &[String], b: &[String]| a.is_empty() || b.is_empty() || a == b;
    let is_pet = |formal: &str, pet: &str| {
        PET_NAMES
            .iter()
            .any(|(known, pets)| *known == formal && pets.split(' ').any(|known| known == pet))
    };
    (first_a == first_b || is_pet(&first_a, &first_b) || is_pet(&first_b, &first_a))
        && agree(&initials_a, &initials_b)
        && agree(&middle_a, &middle_b)
}

/// Puts rows together; the row that others go to gives its name.
fn gather(rows: Vec<Someone>, goes_to: &[usize]) -> Vec<Someone> {
    let mut kept: Vec<Option<Someone>> = rows.into_iter().map(Some).collect();
    for (idx, &to) in goes_to.iter().enumerate() {
        if idx != to
            && let Some(row) = kept[idx].take()
            && let Some(into) = &mut kept[to]
        {
            into.take(row);
        }
    }
    let mut rows: Vec<Someone> = kept.into_iter().flatten().collect();
    rows.sort_by(|a, b| (b.n_times, &a.name).cmp(&(a.n_times, &b.name)));
    rows
}

#[cfg(test)]
mod tests {
    use super::super::names::{NameCount, join};
    use super::*;

    /// Makes rows of names with the number of their articles.
    fn rows(names: &[(&str, u32)]) -> Vec<Someone> {
        let counts = names.iter().map(|(name, n_articles)| NameCount {
            kind: Some(EntityKind::Person),
            name: (*name).to_owned(),
            n_times: *n_articles,
            n_articles: *n_articles,
        });
        join(counts.collect())
    }

    fn said(rows: &[Someone]) -> Vec<String> {
        rows.iter()
            .map(|row| format!("{} {}", row.name, row.n_times))
            .collect()
    }

    #[track_caller]
    fn check(names: &[(&str, u32)], expected: &[&str]) {
        assert_eq!(said(&fold_short(rows(names))), expected);
    }

    #[test]
    fn a_surname_means_its_only_or_famous_bearer() {
        check(
            &[
                ("Biden", 400),
                ("Joe Biden", 150),
                ("Joseph R. Biden", 100),
                ("Jill Biden", 24),
            ],
            &["Joe Biden 650", "Jill Biden 24"],
        );
        check(
            &[("JEAN-PIERRE", 44), ("Karine Jean-Pierre", 1)],
            &["Karine Jean-Pierre 45"],
        );
        check(
            &[("Jen", 30), ("Jen Psaki", 9), ("Jen Daskal", 3)],
            &["Jen 30", "Jen Psaki 9", "Jen Daskal 3"],
        );
    }

    #[test]
    fn two_bearers_stay_two() {
        check(
            &[
                ("Clinton", 14),
                ("Bill Clinton", 12),
                ("Hillary Clinton", 7),
            ],
            &["Clinton 14", "Bill Clinton 12", "Hillary Clinton 7"],
        );
        check(
            &[
                ("Bush", 40),
                ("George Bush", 30),
                ("George W. Bush", 20),
                ("George H.W. Bush", 10),
            ],
            &[
                "Bush 40",
                "George Bush 30",
                "George W. Bush 20",
                "George H.W. Bush 10",
            ],
        );
        check(
            &[("Smith", 5), ("Robin Smith", 1)],
            &["Smith 5", "Robin Smith 1"],
        );
    }

    #[test]
    fn speakers_follow_the_people_of_the_archive() {
        let people = fold_short(rows(&[("Kirby", 10), ("John Kirby", 20)]));
        let speakers = follow(
            rows(&[("KIRBY", 14), ("John Kirby", 8), ("Ann Lee", 2)]),
            &people,
        );
        assert_eq!(said(&speakers), ["John Kirby 22", "Ann Lee 2"]);
        assert_eq!(speakers[0].aliases, ["KIRBY"]);
        assert!(speakers[0].is_called("kirby"));
    }

    #[test]
    fn a_name_behind_its_title_is_the_same_name() {
        check(&[("Doctors Fauci", 24), ("Fauci", 10)], &["Fauci 34"]);
        check(
            &[("Fauci", 10), ("Anthony Fauci", 9), ("Doctor Fauci", 2)],
            &["Anthony Fauci 21"],
        );
        check(
            &[
                ("Bill Clinton", 12),
                ("Hillary Clinton", 7),
                ("Clinton", 4),
                ("Secretary Clinton", 2),
            ],
            &[
                "Bill Clinton 12",
                "Hillary Clinton 7",
                "Clinton 4",
                "Secretary Clinton 2",
            ],
        );
        check(
            &[("King Charles", 9), ("Ray Charles", 2)],
            &["King Charles 9", "Ray Charles 2"],
        );
        check(
            &[("Dan Weaver", 9), ("Earl Weaver", 2)],
            &["Dan Weaver 9", "Earl Weaver 2"],
        );
        let people = fold_short(rows(&[("Kirby", 10), ("John Kirby", 20)]));
        let count = NameCount {
            kind: None,
            name: "Admiral Kirby".to_owned(),
            n_times: 5,
            n_articles: 2,
        };
        assert_eq!(said(&follow(join(vec![count]), &people)), ["John Kirby 5"]);
    }

    #[test]
    fn the_label_of_a_turn_follows_the_people_and_a_group_does_not() {
        let people = fold_short(rows(&[("Psaki", 10), ("Jen Psaki", 20)]));
        let group = |name: &str| NameCount {
            kind: None,
            name: name.to_owned(),
            n_times: 5,
            n_articles: 2,
        };
        let speakers = follow(join(vec![group("Psaki"), group("critics")]), &people);
        assert_eq!(said(&speakers), ["Jen Psaki 5", "critics 5"]);
        assert_eq!(speakers[0].kind, Some(EntityKind::Person));
        assert_eq!(speakers[1].kind, None);
    }
}
