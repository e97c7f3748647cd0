//! The place and date before the first words of a story (`LIMA, Oct 6 (Reuters) - `), in the style of many houses.

use super::towns::is_town;
use crate::corpus::{DayMonthOrder, Published, agency::is_agency, date, prose::line_of};

/// No dateline is longer.
const MAX_BYTES: usize = 120;
/// A place has no more words.
const MAX_PLACE_WORDS: usize = 5;
/// What `(…)` names in a dateline has no more words.
const MAX_AGENCY_WORDS: usize = 4;

/// A dateline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dateline {
    /// The bytes of the text, after the space in front, that are no part of the story.
    pub len: usize,
    pub place: Option<String>,
    pub agency: Option<String>,
    /// Its date, where it has a year.
    pub published: Option<Published>,
}

/// Reads the dateline that a story begins with, if it does.
pub(super) fn at(story: &str, order: DayMonthOrder) -> Option<Dateline> {
    let story = story.trim_start();
    let line = story.lines().next()?;
    let mut found = Dateline::default();
    let mut rest = line;
    if let Some((published, after)) = labelled_date(rest, order) {
        found.published = Some(published);
        rest = after;
        found.len = line.len() - rest.len();
    }
    let is_labelled = found.published.is_some();
    if let Some((agency, after)) = agency_in_front(rest) {
        found.agency = Some(agency.to_owned());
        rest = after;
        found.len = line.len() - rest.len();
    } else if let Some((agency, after)) = day_and_agency(rest, order) {
        found.agency = Some(agency.to_owned());
        found.len = line.len() - after.len();
        return Some(found);
    }
    let is_labelled = is_labelled || found.agency.is_some();
    if let Some(place) = Place::at(rest) {
        let after_place = &rest[place.len..];
        let (day, after_day) = day_at(after_place, order);
        let (agency, after_agency) = agency_at(after_day);
        let dash_len = dash_len(after_agency).or_else(|| stop_len(after_day, after_agency));
        let mut tail = &after_agency[dash_len.unwrap_or(0)..];
        // `FRANKFURT, 11. März. …`: a stop instead of a dash.
        if day.is_some() && place.is_upper && dash_len.is_none() {
            tail = tail.strip_prefix('.').unwrap_or(tail);
        }
        let begins = tail
            .trim_start()
            .chars()
            .next()
            .is_some_and(|c| !c.is_lowercase());
        let anchored = day.is_some() || agency.is_some();
        let is_dateline = begins
            && if place.is_upper {
                anchored || dash_len.is_some()
            } else {
                anchored && dash_len.is_some()
                    || agency.is_some_and(is_agency)
                    || dash_len.is_some() && after_place.starts_with(' ') && is_town(place.name)
            };
        // A bare agency after a word in capitals is no dateline: `NASA (AP) said`.
        if is_dateline && line.len() - tail.len() <= MAX_BYTES {
            found.place = Some(line_of(place.name));
            found.agency = agency.map(str::to_owned).or(found.agency);
            if let Some(Day {
                published: Some(published),
            }) = day
            {
                found.published = found.published.or(Some(published));
            }
            // A place and a dash alone are how the house writes its stories, and stay with the words.
            if anchored || is_labelled {
                found.len = line.len() - tail.trim_start().len();
            }
        }
    }
    (found != Dateline::default()).then_some(found)
}

/// `date 2012-10-06 …`: a whole date behind its label, on the line on which the story begins.
fn labelled_date(line: &str, order: DayMonthOrder) -> Option<(Published, &str)> {
    let after_label = line
        .strip_prefix("date ")
        .or_else(|| line.strip_prefix("Date "))
        .or_else(|| line.strip_prefix("DATE "))
        .or_else(|| line.strip_prefix("date: "))?
        .trim_start();
    let word_len = after_label.find(' ')?;
    let (word, rest) = after_label.split_at(word_len);
    let published = date::parse(word, order)?;
    Some((published, rest.trim_start()))
}

/// `(ANSA) - Roma, 11 ott - …`: the agency first.
fn agency_in_front(line: &str) -> Option<(&str, &str)> {
    let (agency, rest) = agency_at(line);
    let agency = agency.filter(|agency| is_agency(agency))?;
    let dash_len = dash_len(rest)?;
    Some((agency, rest[dash_len..].trim_start()))
}

/// `Jan 30 (Reuters) - …`: a day, an agency, no place.
fn day_and_agency(line: &str, order: DayMonthOrder) -> Option<(&str, &str)> {
    let (day, after_day) = day_at(line, order);
    day?;
    let (agency, rest) = agency_at(after_day);
    let dash_len = dash_len(rest)?;
    Some((agency?, rest[dash_len..].trim_start()))
}

/// The name of a place at the front of a line.
struct Place<'l> {
    name: &'l str,
    len: usize,
    is_upper: bool,
}

impl<'l> Place<'l> {
    fn at(line: &'l str) -> Option<Self> {
        let mut end = 0;
        let mut n_words = 0;
        let mut is_upper = true;
        let mut after_comma = false;
        for (start, word) in words(line) {
            let ends_with_comma = word.ends_with(',');
            let core = word.trim_end_matches(',');
            if core.is_empty()
                || n_words == MAX_PLACE_WORDS
                || is_month(core) && n_words > 0
                || core.len() > 3 && date::is_weekday(core)
            {
                break;
            }
            let upper = is_upper_name(core);
            let titled = is_titled(core);
            let goes_on = if n_words == 0 {
                is_upper = upper;
                upper || titled
            } else if after_comma {
                upper || titled || core == "of" || core == "and"
            } else if is_upper && end > 0 && line[..end].contains(", ") {
                // The country after the comma may have several words.
                titled
            } else if is_upper {
                upper
            } else {
                titled
            };
            if !goes_on {
                break;
            }
            end = start + core.len();
            n_words += 1;
            after_comma = ends_with_comma;
            if ends_with_comma && line[..end].contains(", ") {
                break;
            }
        }
        let name = line[..end].trim();
        (n_words > 0 && name.chars().filter(|c| c.is_alphabetic()).count() >= 2).then_some(Self {
            name,
            len: end,
            is_upper,
        })
    }
}

fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.split(' ')
        .scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some((start, word))
        })
        .filter(|(_, word)| !word.is_empty())
}

fn is_upper_name(word: &str) -> bool {
    word.chars()
        .all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '/' | '\'' | '\u{2019}'))
        && word.chars().filter(|c| c.is_uppercase()).count() >= 2
}

fn is_titled(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '/' | '\'' | '\u{2019}'))
}

fn is_month(word: &str) -> bool {
    date::month_of(word.trim_end_matches('.')).is_some()
}

/// The day in a dateline; with its date where there is a year.
struct Day {
    published: Option<Published>,
}

/// Reads `, Oct 6`, ` 6 October 2012`, `, March 17, 2012`; returns what is left.
fn day_at(text: &str, order: DayMonthOrder) -> (Option<Day>, &str) {
    let start = text.trim_start_matches([',', ' ']);
    let mut parts = words(start).take(4);
    let Some((_, first)) = parts.next() else {
        return (None, text);
    };
    let Some((second_at, second)) = parts.next() else {
        return (None, text);
    };
    let digits = |word: &str| {
        let core = word.trim_end_matches([',', '.', ':']);
        let core = core
            .trim_end_matches("th")
            .trim_end_matches("st")
            .trim_end_matches("nd")
            .trim_end_matches("rd");
        core.parse::<u8>().ok().filter(|day| (1..=31).contains(day))
    };
    let month_first = is_month(first.trim_end_matches(',')) && digits(second).is_some();
    let day_first = digits(first).is_some() && is_month(second.trim_end_matches([',', '.']));
    if !month_first && !day_first {
        return (None, text);
    }
    let mut end = second_at + second.trim_end_matches([',', ':']).len();
    let mut published = None;
    if let Some((year_at, year)) = parts.next() {
        let year = year.trim_end_matches([',', '.', ':']);
        if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) {
            end = year_at + year.len();
            published = date::parse(&start[..end], order);
        }
    }
    (Some(Day { published }), &start[end..])
}

/// Reads ` (Reuters)`; returns what is left.
fn agency_at(text: &str) -> (Option<&str>, &str) {
    let start = text.trim_start_matches([',', ' ']);
    if let Some(bare) = bare_agency(start) {
        return (Some(bare.0), bare.1);
    }
    let Some(inner) = start.strip_prefix('(') else {
        return (None, text);
    };
    let Some(end) = inner.find(')') else {
        return (None, text);
    };
    let name = inner[..end].trim();
    let n_words = name.split(' ').count();
    let named = name.starts_with(char::is_uppercase) || is_agency(name);
    if n_words > MAX_AGENCY_WORDS
        || !named
        || name.len() < 2
        || name.bytes().any(|byte| byte.is_ascii_digit())
    {
        return (None, text);
    }
    (Some(name), &inner[end + 1..])
}

/// Reads `/TASS/.` and, before a dash, `Kyodo`; returns what is left.
fn bare_agency(start: &str) -> Option<(&str, &str)> {
    if let Some(inner) = start.trim_start_matches(['.', ' ']).strip_prefix('/') {
        let (name, rest) = inner.split_once('/')?;
        let is_name = name.starts_with(char::is_uppercase)
            && name.len() <= 24
            && !name.contains(char::is_whitespace);
        return is_name.then_some((name, rest));
    }
    let (name, rest) = start.split_once(' ')?;
    (is_agency(name) && rest.starts_with(['-', '\u{2013}', '\u{2014}']))
        .then_some((name, &start[name.len()..]))
}

/// Returns how long the stop is that ends a dateline with an agency between slashes: `/TASS/. `.
fn stop_len(before_agency: &str, after_agency: &str) -> Option<usize> {
    let is_between = before_agency[..before_agency.len() - after_agency.len()].ends_with('/');
    let rest = after_agency.strip_prefix('.')?;
    (is_between && rest.starts_with(' ')).then(|| after_agency.len() - rest.trim_start().len())
}

/// Returns how long the dash is that ends a dateline, with the space around it.
fn dash_len(text: &str) -> Option<usize> {
    let start = text.trim_start_matches([' ', '.', ':']);
    let rest = start.trim_start_matches(['-', '_', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2012}']);
    let is_dash = rest.len() < start.len()
        && (rest.starts_with(' ') || text.starts_with(' ') || text.starts_with('.'));
    is_dash.then(|| text.len() - rest.trim_start().len())
}
