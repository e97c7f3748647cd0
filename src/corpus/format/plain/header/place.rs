//! The line of place and day under a headline: `Lisboa, 12 mar 2010 (Lusa)`, `12.03.2010, Berlin`, `Ana Pérez, Berlin,
//! 12.03.2010`.

use super::kind::{Kind, Name};
use crate::corpus::{DayMonthOrder, Precision, agency::is_agency, date, prose::line_of};

/// No such line is longer, in bytes.
const MAX_BYTES: usize = 80;
/// The name of a place or of a person has no more words.
const MAX_WORDS: usize = 5;

/// Reads a line of place and day, where the place is clear: one word, a word that places begin with, an agency beside it.
pub(super) fn place_and_day(line: &str, order: DayMonthOrder) -> Option<Kind> {
    let parts = Parts::of(line, order)?;
    let is_place = |name: &&str| parts.agency.is_some() || is_like_place(name);
    let mut kinds = match parts.names.as_slice() {
        [] => vec![],
        [place] => vec![Kind::place(Some(*place).filter(is_place)?)],
        [name, place] => vec![
            Kind::Byline(person(name)?),
            Kind::place(Some(*place).filter(is_place)?),
        ],
        _ => return None,
    };
    kinds.extend(parts.agency.map(|agency| Kind::Source(line_of(agency))));
    if kinds.is_empty() {
        return None;
    }
    kinds.extend(parts.day);
    Some(Kind::Many(kinds))
}

/// Reads `Ana Pérez, 12.03.2010`, which could be a headline if none stood above it.
pub(super) fn name_and_day(line: &str, order: DayMonthOrder) -> Option<Kind> {
    let parts = Parts::of(line, order)?;
    let [name] = parts.names.as_slice() else {
        return None;
    };
    Some(Kind::Many(vec![Kind::Byline(person(name)?), parts.day?]))
}

/// Reads `Ana Pérez in Lund` and `Lund, Sweden`, which stand above the line of the day.
pub(super) fn name_and_place(line: &str) -> Option<Kind> {
    if line.len() > MAX_BYTES {
        return None;
    }
    if let Some((name, place)) = [" in ", " em ", " en ", " à "]
        .iter()
        .find_map(|word| line.split_once(word))
    {
        let is_place = is_name(place) && place.split(' ').count() <= 3;
        let name = is_name(name).then(|| person(name)).flatten()?;
        return is_place.then(|| Kind::Many(vec![Kind::Byline(name), Kind::place(place)]));
    }
    let (town, country) = line.split_once(", ")?;
    let is_place = [town, country]
        .iter()
        .all(|name| is_name(name) && is_like_place(name));
    is_place.then(|| Kind::place(line))
}

/// Tells whether a place stands behind the name of who wrote it: `Ana Pérez, Berlin`.
pub(super) fn split_place(byline: &str) -> Option<(&str, &str)> {
    /// What people are is no place.
    const ROLES: [&str; 14] = [
        "editor",
        "reporter",
        "correspondent",
        "staff",
        "writer",
        "columnist",
        "korrespondent",
        "redaktion",
        "redaktor",
        "redakteur",
        "redator",
        "editorin",
        "online",
        "intern",
    ];
    let (name, place) = byline.rsplit_once(", ")?;
    let is_one_word = !place.contains(' ') && place.len() >= 3;
    let is_name_of = place.chars().all(|c| c.is_alphabetic() || c == '-')
        && place.chars().any(char::is_lowercase)
        && place.starts_with(char::is_uppercase);
    (is_one_word
        && is_name_of
        && name.contains(' ')
        && !name.contains(',')
        && !is_agency(place)
        && !ROLES.contains(&place.to_lowercase().as_str()))
    .then_some((name, place))
}

/// What a line of place and day is made of.
struct Parts<'l> {
    /// Names between commas, in order.
    names: Vec<&'l str>,
    agency: Option<&'l str>,
    /// Not there where the year is left out.
    day: Option<Kind>,
}

impl<'l> Parts<'l> {
    /// Takes a line apart; `None` where anything else stands in it.
    fn of(line: &'l str, order: DayMonthOrder) -> Option<Self> {
        if line.len() > MAX_BYTES {
            return None;
        }
        let found =
            date::find(line, order).filter(|found| found.published.precision >= Precision::Day);
        let (before, day, after) = match found {
            Some(found) => {
                let range = found.range.clone();
                let day = Kind::Date {
                    published: found.published,
                    is_update: false,
                };
                (&line[..range.start], Some(day), &line[range.end..])
            }
            None => {
                let (before, after) = around_yearless_day(line)?;
                (before, None, after)
            }
        };
        let mut parts = Self {
            names: Vec::new(),
            agency: None,
            day,
        };
        for side in [before, after] {
            let names = parts.without_agency(side)?;
            for name in names
                .split([',', '|', '–', '—', '•', '·'])
                .flat_map(|part| part.split(" - "))
            {
                let name = without_words_of_day(name);
                if name.is_empty() {
                    continue;
                }
                if !is_name(name) {
                    return None;
                }
                parts.names.push(name);
            }
        }
        // Without a year the day may be of a date line that stands before the story on one line with it.
        (parts.day.is_some() || parts.agency.is_some()).then_some(parts)
    }

    /// Takes `(Lusa)` out of a side of the day; `None` where something else stands in parentheses.
    fn without_agency(&mut self, side: &'l str) -> Option<&'l str> {
        let Some(open) = side.find('(') else {
            return Some(side);
        };
        let close = open + side[open..].find(')')?;
        let agency = side[open + 1..close].trim();
        let rest =
            side[close + 1..].trim_matches(|c: char| c.is_whitespace() || ",-–—".contains(c));
        if !is_agency(agency) || !rest.is_empty() {
            return None;
        }
        self.agency = Some(agency);
        Some(&side[..open])
    }
}

/// Returns what stands before and behind a day of the month without a year: `Madrid, 12 mar (EFE)`.
fn around_yearless_day(line: &str) -> Option<(&str, &str)> {
    let start = line.find(|c: char| c.is_ascii_digit())?;
    let rest = &line[start..];
    let day_len = rest.find(|c: char| !c.is_ascii_digit())?;
    let month = rest[day_len..].trim_start_matches(['.', ' ']);
    let month_len = month
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(month.len());
    let is_day = matches!(rest[..day_len].parse(), Ok(1..=31u8));
    date::month_of(&month[..month_len]).filter(|_| is_day)?;
    Some((&line[..start], month[month_len..].trim_start_matches('.')))
}

/// Leaves out what belongs to the day: `Freitag, den`, `le`, `em`.
fn without_words_of_day(name: &str) -> &str {
    const WORDS: [&str; 8] = ["le", "am", "den", "em", "on", "il", "el", "a"];
    let gaps = [' ', '\u{a0}', '.', ':', '-', '/', ','];
    let mut name = name.trim_matches(gaps);
    while let Some(last) = name.rsplit([' ', '\u{a0}']).next()
        && (WORDS.contains(&last) || date::is_weekday(last))
        && !last.is_empty()
    {
        name = name[..name.len() - last.len()].trim_matches(gaps);
    }
    name
}

/// Small words inside names of places and people.
const PARTICLES: [&str; 18] = [
    "de", "da", "do", "dos", "das", "del", "di", "du", "la", "le", "von", "van", "der", "am", "an",
    "im", "of", "the",
];

fn is_name(name: &str) -> bool {
    let mut words = name.split(' ');
    let n_words = name.split(' ').count();
    n_words <= MAX_WORDS
        && name.starts_with(char::is_uppercase)
        && name
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '\'' | '’' | '/'))
        && words.all(|word| word.starts_with(char::is_uppercase) || PARTICLES.contains(&word))
}

/// Tells whether a name is rather that of a place: one word, or words that places are called by.
fn is_like_place(name: &str) -> bool {
    let is_one = !name.contains(' ') && name.chars().count() >= 3;
    is_one || begins_like_place(name)
}

/// Tells whether a name begins with a word that names of towns begin with.
pub(super) fn begins_like_place(name: &str) -> bool {
    const FIRST: [&str; 33] = [
        "New",
        "San",
        "Santa",
        "Santo",
        "São",
        "Los",
        "Las",
        "La",
        "El",
        "Le",
        "Rio",
        "Porto",
        "Ponta",
        "Vila",
        "Castelo",
        "Belo",
        "Buenos",
        "Hong",
        "Tel",
        "Abu",
        "Den",
        "Cape",
        "Port",
        "Saint",
        "St.",
        "Sankt",
        "Bad",
        "Kuala",
        "Addis",
        "Phnom",
        "Mexico",
        "Frankfurt",
        "Fort",
    ];
    let first = name.split(' ').next().unwrap_or_default();
    FIRST.iter().any(|word| word.eq_ignore_ascii_case(first))
}

/// Returns the name of a person: two words or more, none of which places are called by.
fn person(name: &str) -> Option<String> {
    let n_capitals = name
        .split(' ')
        .filter(|word| word.starts_with(char::is_uppercase))
        .count();
    (2..=4)
        .contains(&n_capitals)
        .then_some(name)
        .filter(|name| !is_like_place(name) && !name.contains('/'))
        .map(line_of)
}

impl Kind {
    fn place(name: &str) -> Self {
        Self::Field {
            name: Name::Place,
            value: line_of(name),
        }
    }
}
