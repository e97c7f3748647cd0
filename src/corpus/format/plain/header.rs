//! The lines above a story: title, date, author, source, section, address, in any order.

use super::Plain;
use crate::corpus::{
    DateFrom, DayMonthOrder, Metadata, Published, Title,
    boilerplate::Edge,
    date,
    prose::{ends_like_sentence, is_frame_line, line_of, list_marker_len, steps_of_path},
};
use std::ops::Range;

/// A head has no more lines than this.
const MAX_LINES: usize = 16;
/// A title has no more characters.
const MAX_TITLE_CHARS: usize = 220;
/// A title on the line right above the text has no more.
const MAX_ATTACHED_TITLE_CHARS: usize = 110;
/// An author's line has no more words.
const MAX_BYLINE_WORDS: usize = 12;
/// A text begins after the head with at least so many characters.
const MIN_STORY_CHARS: usize = 12;

/// What stands above a story.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    /// What it tells.
    pub metadata: Metadata,
    /// Its lines, which are no part of the story. A path through a site is not among them: it stays, set aside.
    pub lines: Vec<Range<usize>>,
    /// Where the story begins.
    pub body_start: usize,
}

/// One line above a story.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
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
enum Name {
    Title,
    Section,
    Place,
    Language,
    Nothing,
}

struct Line<'t> {
    at: Range<usize>,
    text: &'t str,
    /// A blank line stands before it.
    apart: bool,
}

/// Reads what stands above the story. A line that stands above many stories of the folder is the headline of none,
/// where another line can be it.
pub(super) fn read(text: &str, plain: &Plain) -> Header {
    let lines = top_lines(text);
    let is_shared = |line: &Line| {
        let habits = plain.habits;
        habits.is_some_and(|habits| habits.is_shared(line.text, Edge::Head))
    };
    let shared: Vec<usize> = (0..lines.len())
        .filter(|idx| is_shared(&lines[*idx]))
        .collect();
    // The lower of two such lines is rather the headline: a column's name stands below the paper's.
    for n_aside in (1..=shared.len()).rev() {
        let header = read_lines(text, &lines, plain.order, &shared[..n_aside]);
        if !header.metadata.title.text.is_empty() {
            return header;
        }
    }
    read_lines(text, &lines, plain.order, &[])
}

/// Reads the lines above a story, of which those `aside` are no part of its head.
fn read_lines(text: &str, lines: &[Line], order: DayMonthOrder, aside: &[usize]) -> Header {
    let mut header = Header::default();
    let mut has_title = false;
    let mut idx = 0;
    while idx < lines.len() {
        let line = &lines[idx];
        let kind = match kind_of(line.text, order) {
            Kind::Other if aside.contains(&idx) => Kind::Frame,
            kind => kind,
        };
        if kind == Kind::Other {
            let n_title = if has_title {
                0
            } else {
                title_len(text, lines, idx, order)
            };
            if n_title == 0 {
                break;
            }
            let whole = line.at.start..lines[idx + n_title - 1].at.end;
            header.metadata.title = Title {
                text: line_of(&text[whole.clone()]),
                derived: false,
            };
            has_title = true;
            header.lines.push(whole);
            idx += n_title;
            continue;
        }
        if !matches!(kind, Kind::Path { .. } | Kind::Frame) {
            header.lines.push(line.at.clone());
        }
        has_title |= matches!(
            kind,
            Kind::Field {
                name: Name::Title,
                ..
            }
        );
        take(&mut header.metadata, kind);
        idx += 1;
    }
    // A head without a story is no head.
    let story = lines.get(idx).map_or("", |line| &text[line.at.start..]);
    if story.trim().chars().take(MIN_STORY_CHARS).count() < MIN_STORY_CHARS {
        return Header::default();
    }
    header.body_start = lines.get(idx).map_or(text.len(), |line| line.at.start);
    header
}

fn take(metadata: &mut Metadata, kind: Kind) {
    let set = |field: &mut Option<String>, value: Option<String>| {
        if field.is_none() {
            *field = value.filter(|value| !value.is_empty());
        }
    };
    match kind {
        Kind::Path { source, section } => {
            set(&mut metadata.source, source);
            set(&mut metadata.section, section);
        }
        Kind::Date {
            published,
            is_update,
        } => {
            if metadata.published.is_none()
                || !is_update
                    && metadata
                        .published
                        .as_ref()
                        .is_some_and(|old| old.precision < published.precision)
            {
                metadata.published = Some(published);
                metadata.date_from = Some(if is_update {
                    DateFrom::Changed
                } else {
                    DateFrom::Header
                });
            }
        }
        Kind::Byline(byline) => set(&mut metadata.byline, Some(byline)),
        Kind::Source(source) => set(&mut metadata.source, Some(source)),
        Kind::Url(url) => set(&mut metadata.url, Some(url)),
        Kind::Field { name, value } => match name {
            Name::Title => {
                metadata.title = Title {
                    text: value,
                    derived: false,
                };
            }
            Name::Section => set(&mut metadata.section, Some(value)),
            Name::Place => set(&mut metadata.place, Some(value)),
            Name::Language => {
                let code = value.to_lowercase();
                set(&mut metadata.language, (code.len() == 2).then_some(code));
            }
            Name::Nothing => {}
        },
        Kind::Frame | Kind::Other => {}
    }
}

fn top_lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut apart = false;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        if content.is_empty() {
            apart = true;
        } else {
            let at = start + (line.len() - line.trim_start().len());
            lines.push(Line {
                at: at..at + content.len(),
                text: content,
                apart,
            });
            apart = false;
        }
        start += line.len();
        if lines.len() == MAX_LINES {
            break;
        }
    }
    lines
}

/// Returns how many lines from `idx` on are the title; 0 where none stands there.
fn title_len(text: &str, lines: &[Line], idx: usize, order: DayMonthOrder) -> usize {
    let first = lines[idx].text;
    let n_chars = first.chars().count();
    if n_chars > MAX_TITLE_CHARS || !begins_like_title(first) {
        return 0;
    }
    let Some(next) = lines.get(idx + 1) else {
        return 0;
    };
    let followed_by_head = !matches!(kind_of(next.text, order), Kind::Other | Kind::Frame);
    let ends = ends_like_sentence(first);
    if followed_by_head {
        return usize::from(!ends || first.split(' ').count() <= 20);
    }
    if ends || goes_on(first) || has_sentence_inside(first) {
        return 0;
    }
    if next.apart {
        return usize::from(story_follows(text, lines, idx + 1));
    }
    // Two or three lines above a blank one: a title that was wrapped.
    let n_block = lines[idx + 1..]
        .iter()
        .take_while(|line| !line.apart)
        .count()
        + 1;
    let whole = &text[lines[idx].at.start..lines[idx + n_block - 1].at.end];
    let after = idx + n_block;
    if n_block <= 3
        && after < lines.len()
        && whole.chars().count() <= MAX_TITLE_CHARS
        && lines[idx..after]
            .iter()
            .all(|line| !ends_like_sentence(line.text) && list_marker_len(line.text).is_none())
        && lines[idx + 1..after]
            .iter()
            .all(|line| line.text.starts_with(char::is_lowercase) || n_chars > 30)
        && !goes_on(lines[after - 1].text)
        && story_follows(text, lines, after)
    {
        return n_block;
    }
    // Right above the text: much shorter than it, and the text begins anew.
    let next_chars = next.text.chars().count();
    let begins_anew = next
        .text
        .starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '\u{201c}'));
    let is_attached = n_chars <= MAX_ATTACHED_TITLE_CHARS
        && begins_anew
        && n_chars >= 12
        && (next_chars > 2 * MAX_ATTACHED_TITLE_CHARS
            || next_chars > n_chars + 60 && ends_like_sentence(next.text));
    usize::from(is_attached)
}

/// Tells whether a line ends in a way that calls for more; a stop ends a title only in a short form (`the U.S.`).
fn goes_on(line: &str) -> bool {
    /// A longer line with a stop is a sentence.
    const MAX_WORDS: usize = 12;
    line.ends_with([',', ';', ':', '-', '\u{2014}', '\u{2013}', '\u{2026}'])
        || line.ends_with('.') && line.split(' ').count() > MAX_WORDS
}

/// Tells whether a long line has the end of a sentence in it.
fn has_sentence_inside(line: &str) -> bool {
    line.chars().count() > MAX_ATTACHED_TITLE_CHARS
        && line
            .match_indices(". ")
            .any(|(at, _)| ends_like_sentence(&line[..=at]))
}

fn begins_like_title(line: &str) -> bool {
    let first = line
        .trim_start_matches([
            '"', '\'', '\u{201c}', '\u{2018}', '(', '[', '\u{ab}', '\u{bf}', '\u{a1}',
        ])
        .chars()
        .next();
    first.is_some_and(|c| {
        c.is_alphanumeric() && !c.is_lowercase() || c == '$' || c == '\u{a3}' || c == '\u{20ac}'
    }) && list_marker_len(line).is_none()
        && line.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && line.split(' ').count() >= 2
        && !line.starts_with("Dear ")
        || line.chars().next().is_some_and(|c| {
            !c.is_ascii() && c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
        })
}

/// Tells whether running text follows: a line that is long or ends like a sentence, within a few lines.
fn story_follows(text: &str, lines: &[Line], idx: usize) -> bool {
    /// Subtitles and cross-heads may stand between.
    const MAX_AHEAD: usize = 4;
    let Some(line) = lines.get(idx) else {
        return false;
    };
    let long = lines[idx..]
        .iter()
        .take(MAX_AHEAD)
        .any(|line| line.text.chars().count() >= 60 || ends_like_sentence(line.text));
    long && text[line.at.start..].chars().take(MIN_STORY_CHARS).count() >= MIN_STORY_CHARS
}

fn kind_of(line: &str, order: DayMonthOrder) -> Kind {
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
fn byline(line: &str) -> Option<String> {
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
