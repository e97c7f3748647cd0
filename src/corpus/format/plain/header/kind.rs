//! What does one line above a story tell: a date, an author, a publisher, an address, a field by its name?

use super::{
    MAX_TITLE_CHARS,
    many::many,
    place::{place_and_day, split_place},
};
use crate::corpus::{
    DayMonthOrder, Published,
    agency::is_agency,
    date,
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

impl Kind {
    /// A line of the head that tells nothing to keep.
    pub(super) const NOTHING: Self = Self::Field {
        name: Name::Nothing,
        value: String::new(),
    };

    /// Tells whether a line of this kind stands above stories and hardly anywhere else.
    pub(super) fn is_sure(&self) -> bool {
        !matches!(self, Self::Other | Self::Frame | Self::Path { .. })
    }
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
        return match split_place(&byline) {
            Some((name, place)) => Kind::Many(vec![
                Kind::Byline(name.to_owned()),
                Kind::Field {
                    name: Name::Place,
                    value: place.to_owned(),
                },
            ]),
            None => Kind::Byline(byline),
        };
    }
    if is_source(line) {
        return Kind::Source(line_of(line));
    }
    if let Some(kinds) = many(line, order) {
        return Kind::Many(kinds);
    }
    if let Some(kind) = place_and_day(line, order) {
        return kind;
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
pub(super) fn date_line(line: &str, order: DayMonthOrder) -> Option<Kind> {
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
        "von ",
        "VON ",
        "Por ",
        "por ",
        "POR ",
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
    // What ends with a small word goes on: a wrapped headline.
    let is_whole = words
        .last()
        .is_some_and(|last| !last.starts_with(char::is_lowercase));
    let named = (1..=MAX_BYLINE_WORDS).contains(&words.len())
        && is_whole
        && words.iter().all(is_name)
        && n_names * 2 >= words.len()
        && !(ends_like_sentence(rest) && words.len() > 4);
    named.then(|| line_of(rest).trim_end_matches([',', '|', '.']).to_owned())
}

/// Tells whether a line names a publisher and nothing else.
pub(super) fn is_source(line: &str) -> bool {
    const HOUSES: [&str; 6] = ["bbc news", "bbc", "cnn", "al jazeera", "npr", "wikinews"];
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
    /// No name of a publisher is longer.
    const MAX_BYTES: usize = 90;
    if line.len() > MAX_BYTES {
        return false;
    }
    let core = line.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']' | '.'));
    if is_agency(core) || HOUSES.iter().any(|house| house.eq_ignore_ascii_case(core)) {
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
