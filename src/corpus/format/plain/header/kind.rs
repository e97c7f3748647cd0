//! What does one line above a story tell: a date, an author, a publisher, an address, a field by its name?

use super::MAX_TITLE_CHARS;
use crate::corpus::{
    DayMonthOrder, Precision, Published, date,
    prose::{ends_like_sentence, is_frame_line, line_of, steps_of_path},
};

/// An author's line has no more words.
const MAX_BYLINE_WORDS: usize = 12;

/// One line above a story.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// `BBC Home > BBC News > Americas`.
    Path {
        source: Option<String>,
        section: Option<String>,
    },
    /// A line of a page's frame.
    Frame,
    Date {
        published: Published,
        is_update: bool,
    },
    Byline(String),
    Source(String),
    Url(String),
    /// `Section: World`.
    Field {
        name: Name,
        value: String,
    },
    /// Several of these on one line.
    Many(Vec<Kind>),
    /// None of these.
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Title,
    Section,
    Place,
    Language,
    Nothing,
}

/// Tells what a line is.
pub(super) fn kind_of(line: &str, order: DayMonthOrder) -> Kind {
    if line.len() > 4 * MAX_TITLE_CHARS {
        return Kind::Other;
    }
    if let Some(steps) = steps_of_path(line) {
        return path(&steps);
    }
    if let Some(url) = url(line) {
        return Kind::Url(url);
    }
    if let Some(field) = field(line, order) {
        return field;
    }
    if let Some(date) = date_line(line, order) {
        return date;
    }
    if let Some(byline) = byline(line) {
        return Kind::Byline(byline);
    }
    if is_source(line) {
        return Kind::Source(line_of(line));
    }
    // `By Ana Pérez | The Example | 6 October 2012`.
    for separator in [" | ", " \u{b7} ", " \u{2022} "] {
        if line.contains(separator) {
            let kinds: Vec<Kind> = line
                .split(separator)
                .map(|part| kind_of(part.trim(), order))
                .collect();
            if kinds.iter().all(|kind| !matches!(kind, Kind::Other)) {
                return Kind::Many(kinds);
            }
        }
    }
    if let Some((name, rest)) = line.rsplit_once(", ").or_else(|| line.split_once(" - "))
        && let Some(byline) = byline(name)
        && let Some(Kind::Date { .. }) = date_line(rest, order)
    {
        return Kind::Byline(byline);
    }
    if let Some(kinds) = house_and_date(line, order).or_else(|| date_and_name(line, order)) {
        return Kind::Many(kinds);
    }
    if let Some(place) = line
        .strip_prefix("DE ")
        .filter(|place| is_place_in_capitals(place))
    {
        return Kind::Field {
            name: Name::Place,
            value: line_of(place),
        };
    }
    if is_frame_line(line) {
        return Kind::Frame;
    }
    Kind::Other
}

/// Tells whether a line behind `DE` is a place, as Brazilian papers write it above a story: `DE SÃO PAULO`.
fn is_place_in_capitals(place: &str) -> bool {
    let words: Vec<_> = place.split(' ').collect();
    words.len() <= 4
        && words
            .iter()
            .all(|word| word.chars().count() >= 2 && word.chars().all(char::is_uppercase))
}

/// Reads `Example Zeitung, 12.03.2009, Nr. 60, S. 4`: the publisher, the day, the issue and the page.
fn house_and_date(line: &str, order: DayMonthOrder) -> Option<Vec<Kind>> {
    /// The name of a publisher has no more words.
    const MAX_WORDS: usize = 5;
    let found =
        date::find(line, order).filter(|found| found.published.precision >= Precision::Day)?;
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
        && (is_source(before) || has_page || has_weekday && n_words <= 3);
    (is_house && (after.is_empty() || has_page)).then(|| {
        vec![
            Kind::Source(line_of(before)),
            Kind::Date {
                published: found.published,
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

fn path(steps: &[&str]) -> Kind {
    let is_home = |step: &str| step.to_lowercase().split(' ').any(|word| word == "home");
    let named: Vec<&str> = steps
        .iter()
        .copied()
        .filter(|step| !is_home(step))
        .collect();
    let section = named.last().map(|step| line_of(step));
    let source = (named.len() >= 2).then(|| line_of(named[named.len() - 2]));
    Kind::Path { source, section }
}

fn url(line: &str) -> Option<String> {
    let starts = ["http://", "https://", "www."]
        .iter()
        .any(|start| line.starts_with(start));
    (starts && !line.contains(' ')).then(|| line.to_owned())
}

/// Reads `Date: 2012-10-06` and the like.
fn field(line: &str, order: DayMonthOrder) -> Option<Kind> {
    let (name, value) = line.split_once(':')?;
    let value = value.trim();
    if name.len() > 24 || value.is_empty() {
        return None;
    }
    let name = name.trim().to_lowercase();
    let text = || line_of(value);
    Some(match name.as_str() {
        "title" | "headline" | "hl" | "titel" | "titre" | "t\u{ed}tulo" | "titulo" | "titolo"
        | "\u{fc}berschrift" | "manchete" | "heading" => Kind::Field {
            name: Name::Title,
            value: text(),
        },
        "date"
        | "published"
        | "publication date"
        | "pubdate"
        | "posted"
        | "datum"
        | "fecha"
        | "data"
        | "released"
        | "date published"
        | "publish date"
        | "updated"
        | "last updated"
        | "last modified"
        | "load-date"
        | "created"
        | "erstellt"
        | "erschienen"
        | "ver\u{f6}ffentlicht"
        | "erscheinungsdatum"
        | "aktualisiert"
        | "stand"
        | "data de publica\u{e7}\u{e3}o"
        | "publicado em"
        | "publicado"
        | "atualizado em"
        | "atualizado"
        | "publi\u{e9} le" => Kind::Date {
            published: date::parse(value, order).or_else(|| {
                let found = date::find(value, order)?;
                (found.n_strange == 0).then_some(found.published)
            })?,
            is_update: name.contains("updated")
                || name.contains("modified")
                || name.contains("aktualisiert")
                || name.contains("atualizado")
                || name == "load-date",
        },
        "author" | "by" | "byline" | "authors" | "autor" | "auteur" | "writer" | "reporter"
        | "written by" | "autoren" | "autores" | "autore" | "verfasser" | "rep\u{f3}rter" => {
            Kind::Byline(text())
        }
        "source" | "publication" | "publisher" | "newspaper" | "outlet" | "quelle" | "fuente"
        | "zeitung" | "fonte" | "jornal" | "ve\u{ed}culo" | "veiculo" => Kind::Source(text()),
        "url" | "link" | "source url" | "web" => Kind::Url(url(value)?),
        "section" | "category" | "desk" | "rubrik" | "topic" | "ressort" | "editoria"
        | "se\u{e7}\u{e3}o" | "sec\u{e7}\u{e3}o" | "secao" | "caderno" | "secci\u{f3}n"
        | "rubrique" | "sezione" => Kind::Field {
            name: Name::Section,
            value: text(),
        },
        "place" | "dateline" | "location" | "city" | "ort" => Kind::Field {
            name: Name::Place,
            value: text(),
        },
        "language" | "lang" => Kind::Field {
            name: Name::Language,
            value: text(),
        },
        "id" | "length" | "words" | "word count" | "copyright" | "keywords" | "tags"
        | "document-type" | "publication-type" | "slug" | "priority" | "page" | "edition"
        | "document type" | "publication type" | "seite" | "ausgabe" | "p\u{e1}gina"
        | "edi\u{e7}\u{e3}o" | "palavras-chave" | "schlagw\u{f6}rter" => Kind::Field {
            name: Name::Nothing,
            value: text(),
        },
        _ => return None,
    })
}

/// Reads a line that is nothing but a date, with words like *published*.
fn date_line(line: &str, order: DayMonthOrder) -> Option<Kind> {
    /// No date line is longer.
    const MAX_BYTES: usize = 120;
    if line.len() > MAX_BYTES {
        return None;
    }
    let found = date::find(line, order).filter(|found| found.n_strange == 0)?;
    let lower = line.to_lowercase();
    Some(Kind::Date {
        published: found.published,
        is_update: lower.contains("updated") || lower.contains("modified"),
    })
}

/// Reads `By Ana Pérez and Li Wei`.
pub fn byline(line: &str) -> Option<String> {
    let rest = [
        "By ",
        "by ",
        "BY ",
        "Von ",
        "Por ",
        "Par ",
        "Di ",
        "Written by ",
        "Reported by ",
        "Posted by ",
    ]
    .iter()
    .find_map(|start| line.strip_prefix(start))?
    .trim();
    let words: Vec<&str> = rest.split(' ').filter(|word| !word.is_empty()).collect();
    let is_name = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '&' | '|' | '@'))
            || matches!(
                *word,
                "and"
                    | "de"
                    | "da"
                    | "do"
                    | "dos"
                    | "der"
                    | "van"
                    | "von"
                    | "bin"
                    | "al"
                    | "el"
                    | "la"
                    | "le"
                    | "in"
                    | "of"
                    | "for"
                    | "und"
                    | "y"
                    | "e"
                    | "et"
                    | "the"
                    | "at"
                    | "-"
                    | "\u{2014}"
                    | "with"
                    | "di"
                    | "del"
                    | "du"
            )
    };
    let n_names = words
        .iter()
        .filter(|word| word.starts_with(char::is_uppercase))
        .count();
    let named = (1..=MAX_BYLINE_WORDS).contains(&words.len())
        && words.iter().all(is_name)
        && n_names * 2 >= words.len()
        && !(ends_like_sentence(rest) && words.len() > 4);
    named.then(|| line_of(rest).trim_end_matches([',', '|', '.']).to_owned())
}

/// Tells whether a line names a publisher and nothing else.
fn is_source(line: &str) -> bool {
    const AGENCIES: [&str; 24] = [
        "reuters",
        "associated press",
        "the associated press",
        "agence france-presse",
        "afp",
        "ap",
        "upi",
        "united press international",
        "xinhua",
        "bbc news",
        "bbc",
        "cnn",
        "bloomberg",
        "bloomberg news",
        "deutsche presse-agentur",
        "dpa",
        "efe",
        "ansa",
        "kyodo news",
        "interfax",
        "tass",
        "al jazeera",
        "npr",
        "wikinews",
    ];
    /// Words that newspapers are called by.
    const PAPERS: &[&str] = &[
        "Times",
        "Post",
        "Herald",
        "Tribune",
        "Gazette",
        "Guardian",
        "Journal",
        "Chronicle",
        "Observer",
        "Mirror",
        "Telegraph",
        "Independent",
        "Star",
        "Bee",
        "Globe",
        "Courier",
        "Examiner",
        "Inquirer",
        "Press",
        "Standard",
        "Monitor",
        "Zeitung",
        "Tageblatt",
        "Nachrichten",
        "Rundschau",
        "Anzeiger",
        "Allgemeine",
        "Kurier",
        "Presse",
    ];
    let core = line.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']' | '.'));
    if AGENCIES
        .iter()
        .any(|agency| agency.eq_ignore_ascii_case(core))
    {
        return true;
    }
    let words: Vec<&str> = core.split(' ').collect();
    (2..=5).contains(&words.len())
        && core
            .chars()
            .all(|c| c.is_alphabetic() || c == ' ' || c == '-')
        && words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase))
        && words
            .last()
            .is_some_and(|last| PAPERS.contains(last) || last.ends_with("zeitung"))
        && (words[0] == "The" || words.len() <= 4)
}
