//! The lines above a story: title, date, author, source, section, address, in any order.

mod block;
mod kind;
mod many;
mod place;
mod told;

use super::Plain;
use crate::corpus::{
    DateFrom, DayMonthOrder, Metadata, Title,
    boilerplate::Edge,
    prose::{ends_like_sentence, line_of, list_marker_len},
};
pub use kind::byline as byline_line;
use kind::{Kind, Name, kind_of};
use place::name_and_day;
use std::{cell::OnceCell, ops::Range};
pub use told::Told;
pub(super) use told::said_again;

/// A head has no more lines than this.
const MAX_LINES: usize = 16;
/// A title has no more characters.
const MAX_TITLE_CHARS: usize = 220;
/// A title on the line right above the text has no more.
const MAX_ATTACHED_TITLE_CHARS: usize = 110;
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

struct Line<'t> {
    at: Range<usize>,
    text: &'t str,
    /// A blank line stands before it.
    apart: bool,
    /// What it tells, once that is asked.
    kind: OnceCell<Kind>,
}

impl Line<'_> {
    fn kind(&self, order: DayMonthOrder) -> &Kind {
        self.kind.get_or_init(|| kind_of(self.text, order))
    }
}

/// Reads what stands above the story. A line that stands above many stories of the folder is the headline of none,
/// where another line can be it.
pub(super) fn read(text: &str, plain: &Plain) -> Header {
    let mut lines = top_lines(text);
    let is_shared = |line: &Line| {
        let habits = plain.habits;
        habits.is_some_and(|habits| habits.is_shared(line.text, Edge::Head))
    };
    let is_shared: Vec<bool> = lines.iter().map(is_shared).collect();
    let shared: Vec<usize> = (0..lines.len()).filter(|idx| is_shared[*idx]).collect();
    // The lower of two such lines is rather the headline: a column's name stands below the paper's.
    let by_line = (1..=shared.len())
        .rev()
        .map(|n_aside| read_lines(text, &lines, plain.order, &shared[..n_aside]))
        .find(|header| !header.metadata.title.text.is_empty())
        .unwrap_or_else(|| read_lines(text, &lines, plain.order, &[]));
    let mut is_shared = is_shared.iter();
    lines.retain(|_| is_shared.next() == Some(&false));
    match block::read(text, &lines, plain.order) {
        Some(whole) if tells_more(&whole, &by_line) => whole,
        _ => by_line,
    }
}

/// Tells whether a head read as a whole goes on where a head read line by line ended, or has another headline.
fn tells_more(whole: &Header, by_line: &Header) -> bool {
    let n_lines = |header: &Header| header.lines.iter().map(|at| at.end).max();
    n_lines(whole) > n_lines(by_line)
        || n_lines(whole) == n_lines(by_line)
            && whole.metadata.title.text != by_line.metadata.title.text
}

/// Reads the lines above a story, of which those `aside` are no part of its head.
fn read_lines(text: &str, lines: &[Line], order: DayMonthOrder, aside: &[usize]) -> Header {
    let mut header = Header::default();
    let mut has_title = false;
    let mut idx = 0;
    while idx < lines.len() {
        let line = &lines[idx];
        let kind = match line.kind(order) {
            Kind::Other if aside.contains(&idx) => Kind::Frame,
            Kind::Other if has_title => name_and_day(line.text, order).unwrap_or(Kind::Other),
            kind => kind.clone(),
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
        Kind::Many(kinds) => {
            for kind in kinds {
                take(metadata, kind);
            }
        }
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
                kind: OnceCell::new(),
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
    let followed_by_head = !matches!(next.kind(order), Kind::Other | Kind::Frame)
        || name_and_day(next.text, order).is_some();
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
