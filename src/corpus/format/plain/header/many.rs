//! What does a line above a story tell that tells several things: the author and the day, the house and the issue?

use super::{
    kind::{Kind, Name, byline, date_line, is_source, kind_of},
    place::begins_like_place,
};
use crate::corpus::{DayMonthOrder, Precision, date, date::FoundDate, prose::line_of};

/// No such line is longer, in bytes.
const MAX_BYTES: usize = 300;

/// Reads a line whose parts are each something that stands above a story.
pub(super) fn many(line: &str, order: DayMonthOrder) -> Option<Vec<Kind>> {
    if line.len() > MAX_BYTES {
        return None;
    }
    between_bars(line, order)
        .or_else(|| with_day(line, order))
        .or_else(|| house_and_place(line))
        .or_else(|| name_and_role(line))
        .or_else(|| is_page(line).then(|| vec![Kind::NOTHING]))
        .or_else(|| date_and_name(line, order))
}

/// Reads a line of which a day or an issue is a part.
fn with_day(line: &str, order: DayMonthOrder) -> Option<Vec<Kind>> {
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let found = date::find(line, order).filter(|found| found.published.precision >= Precision::Day);
    let found = found.as_ref();
    found
        .and_then(|found| byline_and_date(line, found))
        .or_else(|| before_change(line, order))
        .or_else(|| house_and_issue(line, order))
        .or_else(|| house_and_date(line, found?))
}

/// Reads `By Ana Pérez | The Example | 6 October 2012`.
fn between_bars(line: &str, order: DayMonthOrder) -> Option<Vec<Kind>> {
    let separator = [" | ", " \u{b7} ", " \u{2022} "]
        .into_iter()
        .find(|separator| line.contains(separator))?;
    let kinds: Vec<Kind> = line
        .split(separator)
        .map(|part| kind_of(part.trim(), order))
        .collect();
    let is_each = kinds.iter().all(|kind| !matches!(kind, Kind::Other));
    is_each.then_some(kinds)
}

/// Reads `Von Ana Pérez, 12.03.2010` and `12. März 2010  Von Ana Pérez`.
fn byline_and_date(line: &str, found: &FoundDate) -> Option<Vec<Kind>> {
    /// So many words of other matters may stand there.
    const MAX_STRANGE: usize = 8;
    if found.n_strange > MAX_STRANGE {
        return None;
    }
    let gaps = |c: char| c.is_whitespace() || ",-\u{2013}\u{2014}|/:".contains(c);
    let before = line[..found.range.start].trim_matches(gaps);
    let after = line[found.range.end..].trim_matches(gaps);
    let name = match (before.is_empty(), after.is_empty()) {
        (false, true) => before,
        (true, false) => after,
        _ => return None,
    };
    let date = Kind::Date {
        published: found.published.clone(),
        is_update: false,
    };
    Some(vec![Kind::Byline(byline(name)?), date])
}

/// Reads `12/03/2010 às 14h05 - Atualizado em 12/03/2010 às 16h10`: the day of publication, not that of the change.
fn before_change(line: &str, order: DayMonthOrder) -> Option<Vec<Kind>> {
    const CHANGED: [&str; 8] = [
        "atualizad",
        "actualizad",
        "aktualisiert",
        "updated",
        "last modified",
        "modified",
        "mis \u{e0} jour",
        "aggiornato",
    ];
    let lower = line.to_lowercase();
    let at = CHANGED.iter().filter_map(|word| lower.find(word)).min()?;
    // Small letters may take other bytes than large ones.
    let before = line.get(..at)?;
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    Some(vec![date_line(before, order)?])
}

/// Reads `DER SPIEGEL 12/1994`: the paper, and the issue of a year, which is no month.
fn house_and_issue(line: &str, order: DayMonthOrder) -> Option<Vec<Kind>> {
    /// The name of a paper has no more words.
    const MAX_WORDS: usize = 4;
    let (name, issue) = line.rsplit_once(' ')?;
    let (number, year) = issue.split_once('/')?;
    let is_issue = matches!(number.parse(), Ok(1..=60u8))
        && year.len() == 4
        && matches!(year.parse(), Ok(1900..=2199u16));
    let name = name.trim_end_matches(['.', ',', ' ']);
    let name = ["Nr", "No", "N\u{ba}", "Heft", "Ausgabe", "Issue"]
        .iter()
        .find_map(|word| name.strip_suffix(word))
        .map_or(name, |name| name.trim_end_matches([',', ' ']));
    let is_name = !name.is_empty()
        && name.split(' ').count() <= MAX_WORDS
        && name
            .split(' ')
            .all(|word| word.starts_with(char::is_uppercase));
    let published = (is_issue && is_name)
        .then(|| date::parse(year, order))
        .flatten()?;
    let date = Kind::Date {
        published,
        is_update: false,
    };
    Some(vec![Kind::Source(line_of(name)), date])
}

/// Reads `BBC News, Lund`.
fn house_and_place(line: &str) -> Option<Vec<Kind>> {
    /// The name of a place has no more words.
    const MAX_WORDS: usize = 3;
    let (house, place) = line.split_once(", ")?;
    let is_place = place.split(' ').count() <= MAX_WORDS
        && place
            .chars()
            .all(|c| c.is_alphabetic() || c == ' ' || c == '-')
        && place
            .split(' ')
            .all(|word| word.starts_with(char::is_uppercase));
    (is_source(house) && is_place).then(|| {
        vec![
            Kind::Source(line_of(house)),
            Kind::Field {
                name: Name::Place,
                value: line_of(place),
            },
        ]
    })
}

/// A name, or what somebody is, is no longer, in bytes.
const MAX_NAME_BYTES: usize = 80;

/// Reads `Ana Pérez, Staff Reporter` and `Da Redação`: who wrote it, without a word such as *by*.
fn name_and_role(line: &str) -> Option<Vec<Kind>> {
    const ROLES: [&str; 12] = [
        "reporter",
        "writer",
        "editor",
        "correspondent",
        "columnist",
        "contributor",
        "korrespondent",
        "korrespondentin",
        "redakteur",
        "redakteurin",
        "correspondente",
        "enviado",
    ];
    const NEWSROOMS: [&str; 6] = [
        "redação",
        "da redação",
        "redaktion",
        "newsroom",
        "staff",
        "redacción",
    ];
    if line.len() <= MAX_NAME_BYTES && NEWSROOMS.contains(&line.to_lowercase().as_str()) {
        return Some(vec![Kind::Byline(line_of(line))]);
    }
    let (name, role) = line.split_once(", ")?;
    if name.len() > MAX_NAME_BYTES || role.len() > MAX_NAME_BYTES {
        return None;
    }
    let is_name = (2..=4).contains(&name.split(' ').count())
        && name
            .chars()
            .all(|c| c.is_alphabetic() || " .-'\u{2019}".contains(c))
        && name
            .split(' ')
            .all(|word| word.starts_with(char::is_uppercase));
    let is_role = role.split(' ').count() <= 4
        && role
            .split(' ')
            .any(|word| ROLES.contains(&word.to_lowercase().as_str()));
    (is_name && is_role).then(|| vec![Kind::Byline(line_of(line))])
}

/// Reads `Example Zeitung, 12.03.2009, Nr. 60, S. 4`: the publisher, the day, the issue and the page.
fn house_and_date(line: &str, found: &FoundDate) -> Option<Vec<Kind>> {
    /// The name of a publisher has no more words.
    const MAX_WORDS: usize = 5;
    let is_gap = |c: char| {
        matches!(
            c,
            ' ' | ',' | '-' | '\u{2013}' | '|' | '(' | ')' | '/' | ':'
        )
    };
    let mut before = line[..found.range.start].trim_end_matches(is_gap);
    // The day of the week belongs to the date.
    let mut has_weekday = false;
    if let Some((rest, last)) = before.rsplit_once([' ', '\u{a0}'])
        && is_weekday(last)
    {
        before = rest.trim_end_matches(is_gap);
        has_weekday = true;
    }
    let after = line[found.range.end..].trim_matches(is_gap);
    let n_words = before.split(' ').count();
    let is_name = n_words <= MAX_WORDS
        && before.split(' ').all(|word| {
            word.starts_with(char::is_uppercase)
                || matches!(
                    word,
                    "de" | "do" | "da" | "der" | "die" | "of" | "the" | "am"
                )
        })
        && before
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '&'));
    let has_page = is_page(after);
    let is_house = is_name
        && !before.is_empty()
        && (is_source(before)
            || has_page
            || has_weekday && n_words <= 3 && !begins_like_place(before));
    (is_house && (after.is_empty() || has_page)).then(|| {
        vec![
            Kind::Source(line_of(before)),
            Kind::Date {
                published: found.published.clone(),
                is_update: false,
            },
        ]
    })
}

fn is_weekday(word: &str) -> bool {
    date::is_weekday(word.trim_matches([',', '.']))
}

/// Tells whether words tell where in a paper something stood: `Nr. 60, S. 4`.
fn is_page(words: &str) -> bool {
    const WORDS: [&str; 14] = [
        "nr",
        "no",
        "n\u{ba}",
        "s",
        "seite",
        "page",
        "p",
        "pp",
        "p\u{e1}g",
        "p\u{e1}gina",
        "ausgabe",
        "edition",
        "heft",
        "section",
    ];
    let mut n_named = 0;
    let mut n_numbers = 0;
    for word in words
        .split([' ', ',', '.', ';', ':', '/'])
        .filter(|word| !word.is_empty())
    {
        if WORDS.contains(&word.to_lowercase().as_str()) {
            n_named += 1;
        } else if word.len() <= 5
            && word
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && word.bytes().any(|byte| byte.is_ascii_digit())
        {
            n_numbers += 1;
        } else {
            return false;
        }
    }
    n_named > 0 && n_numbers > 0
}

/// Reads `Publicado em 05/07/2013 | 00:12 | Maria Silva`: a date in parts, and the author.
fn date_and_name(line: &str, order: DayMonthOrder) -> Option<Vec<Kind>> {
    let (before, name) = line.rsplit_once(" | ")?;
    let date = date_line(&before.replace(" | ", " "), order)?;
    let words: Vec<_> = name.trim().split(' ').collect();
    let is_name = (2..=4).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase)
                && word
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '.' | '-'))
                || matches!(*word, "de" | "da" | "do" | "dos" | "von" | "van")
        });
    is_name.then(|| vec![date, Kind::Byline(line_of(name))])
}
