//! What does one line above a story tell: a date, an author, a publisher, an address, a field by its name?

use super::MAX_TITLE_CHARS;
use crate::corpus::{
    DayMonthOrder, Published, date,
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
                return kinds
                    .into_iter()
                    .find(|kind| matches!(kind, Kind::Date { .. }))
                    .unwrap_or(Kind::Other);
            }
        }
    }
    if let Some((name, rest)) = line.rsplit_once(", ").or_else(|| line.split_once(" - "))
        && let Some(byline) = byline(name)
        && let Some(Kind::Date { .. }) = date_line(rest, order)
    {
        return Kind::Byline(byline);
    }
    if is_frame_line(line) {
        return Kind::Frame;
    }
    Kind::Other
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
        "title" | "headline" | "hl" | "titel" | "titre" | "t\u{ed}tulo" | "heading" => {
            Kind::Field {
                name: Name::Title,
                value: text(),
            }
        }
        "date" | "published" | "publication date" | "pubdate" | "posted" | "datum" | "fecha"
        | "data" | "released" | "date published" | "publish date" | "updated" | "last updated"
        | "last modified" | "load-date" | "created" => Kind::Date {
            published: date::parse(value, order)?,
            is_update: name.contains("updated") || name.contains("modified") || name == "load-date",
        },
        "author" | "by" | "byline" | "authors" | "autor" | "auteur" | "writer" | "reporter"
        | "written by" => Kind::Byline(text()),
        "source" | "publication" | "publisher" | "newspaper" | "outlet" | "quelle" | "fuente" => {
            Kind::Source(text())
        }
        "url" | "link" | "source url" | "web" => Kind::Url(url(value)?),
        "section" | "category" | "desk" | "rubrik" | "topic" => Kind::Field {
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
        | "document type" | "publication type" => Kind::Field {
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
    const PAPERS: [&str; 22] = [
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
        && words.last().is_some_and(|last| PAPERS.contains(last))
        && (words[0] == "The" || words.len() <= 4)
}
