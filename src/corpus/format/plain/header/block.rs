//! Which line of a whole head is the headline, where kickers, houses, subtitles and authors stand around it in any order?
//!
//! ```text
//! Kultur                       ──▶ section
//! Die Stadt am Fluss           ──▶ headline
//! Der Bürgermeister staunt     ──▶ stays, above the story
//! Von Anna Berger              ──▶ byline
//! 12.03.2010, 14:05 Uhr        ──▶ date
//!
//! Am Morgen brach der Damm, …
//! ```

use super::{
    Header, Line, begins_like_title,
    kind::{Kind, Name, is_source},
    place::{name_and_day, name_and_place},
    take,
};
use crate::corpus::{
    DayMonthOrder, Title,
    prose::{ends_like_sentence, line_of, list_marker_len},
};
use std::ops::Range;

/// A head has no more lines than this.
const MAX_LINES: usize = 12;
/// A line so long that ends like a sentence is of the story, in characters.
const MIN_SENTENCE_CHARS: usize = 60;
/// A line so long is of the story, in characters.
const MIN_PARAGRAPH_CHARS: usize = 140;
/// Of lines so long, with no blank one between, each is part of a wrapped paragraph, in characters.
const MIN_WRAPPED_CHARS: usize = 45;
/// A headline has so many words, where another line could be it.
const MIN_TITLE_WORDS: usize = 3;

/// Reads a head as a whole; `None` where it has no line that stands above stories only, or no headline.
pub(super) fn read(text: &str, lines: &[Line<'_>], order: DayMonthOrder) -> Option<Header> {
    let n_head = (0..lines.len()).find(|idx| is_of_story(&lines[*idx..], order))?;
    if n_head > MAX_LINES {
        return None;
    }
    let (lines_after, lines) = (&lines[n_head..], &lines[..n_head]);
    let kinds: Vec<&Kind> = lines.iter().map(|line| line.kind(order)).collect();
    if !kinds.iter().any(|kind| kind.is_sure()) || kinds.iter().any(|kind| is_title_field(kind)) {
        return None;
    }
    let title = title_among(lines, &kinds)?;

    let mut header = Header {
        body_start: lines_after.first()?.at.start,
        ..Header::default()
    };
    header.metadata.title = Title {
        text: line_of(&text[lines[title.start].at.start..lines[title.end - 1].at.end]),
        derived: false,
    };
    for (idx, line) in lines.iter().enumerate() {
        let next = kinds.get(idx + 1).copied();
        let kind = match kinds[idx] {
            _ if title.contains(&idx) => Kind::NOTHING,
            Kind::Other if idx < title.start => above_title(line.text, next),
            Kind::Other => below_title(line.text, next, order),
            kind => kind.clone(),
        };
        if kind.is_sure() {
            header.lines.push(line.at.clone());
        }
        take(&mut header.metadata, kind);
    }
    Some(header)
}

fn is_title_field(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Field {
            name: Name::Title,
            ..
        }
    )
}

/// Tells whether the story begins with the first of these lines: it is a sentence, or one of several long lines.
fn is_of_story(lines: &[Line<'_>], order: DayMonthOrder) -> bool {
    let n_chars = |line: &Line<'_>| line.text.chars().count();
    let [first, after @ ..] = lines else {
        return false;
    };
    let is_wrapped = || {
        n_chars(first) >= MIN_WRAPPED_CHARS
            && after.first().is_some_and(|next| {
                !next.apart
                    && (next.text.starts_with(char::is_lowercase)
                        || n_chars(next) >= MIN_WRAPPED_CHARS)
                    && !next.kind(order).is_sure()
            })
    };
    let is_long = n_chars(first) >= MIN_PARAGRAPH_CHARS
        || n_chars(first) >= MIN_SENTENCE_CHARS && ends_like_sentence(first.text);
    (is_long || is_wrapped()) && !first.kind(order).is_sure()
}

/// Returns the lines that are the headline: the first that has the words of one, with what it goes on with.
fn title_among(lines: &[Line<'_>], kinds: &[&Kind]) -> Option<Range<usize>> {
    let others = || (0..lines.len()).filter(|idx| *kinds[*idx] == Kind::Other);
    let worth = |idx: usize| {
        let line = lines[idx].text;
        let next = kinds.get(idx + 1).copied();
        let n_words = line.split(' ').count();
        let is_frame = is_house(line) || is_house_above_day(line, next) || n_words == 1;
        (!is_frame, n_words >= MIN_TITLE_WORDS)
    };
    let best = others().map(worth).max()?;
    let start = others().find(|idx| worth(*idx) == best)?;
    let line = lines[start].text;
    if !begins_like_title(line) && line.split(' ').count() > 1
        || ends_like_sentence(line) && line.split(' ').count() > MAX_TITLE_WORDS
    {
        return None;
    }
    let goes_on = |idx: &usize| {
        *kinds[*idx] == Kind::Other
            && !lines[*idx].apart
            && lines[*idx].text.starts_with(char::is_lowercase)
            && list_marker_len(lines[*idx].text).is_none()
    };
    let n_more = (start + 1..lines.len()).take_while(goes_on).count();
    Some(start..start + 1 + n_more)
}

/// A headline that ends with a stop has no more words.
const MAX_TITLE_WORDS: usize = 20;

/// Tells whether a line names a paper, in small letters or capitals.
fn is_house(line: &str) -> bool {
    let titled: Vec<String> = line
        .split(' ')
        .map(|word| {
            let mut chars = word.chars();
            let first = chars.next().map(String::from).unwrap_or_default();
            first + &chars.as_str().to_lowercase()
        })
        .collect();
    is_source(line) || is_source(&titled.join(" "))
}

/// Tells whether a line stands right above place and day as the name of a paper does: in capitals, or *… News*.
fn is_house_above_day(line: &str, next: Option<&Kind>) -> bool {
    /// The name of a paper has no more words.
    const MAX_WORDS: usize = 4;
    let has_day = |kind: &Kind| match kind {
        Kind::Date { .. } => true,
        Kind::Many(kinds) => kinds.iter().any(|kind| matches!(kind, Kind::Date { .. })),
        _ => false,
    };
    line.split(' ').count() <= MAX_WORDS
        && (!line.chars().any(char::is_lowercase) || line.ends_with(" News"))
        && next.is_some_and(has_day)
}

/// Tells what a line above the headline is: a paper, or the part of it.
fn above_title(line: &str, next: Option<&Kind>) -> Kind {
    /// The name of a part has no more words.
    const MAX_WORDS: usize = 3;
    if is_house(line) || is_house_above_day(line, next) {
        return Kind::Source(line_of(line));
    }
    let is_part = line.split(' ').count() <= MAX_WORDS && !ends_like_sentence(line);
    if is_part {
        return Kind::Field {
            name: Name::Section,
            value: line_of(line),
        };
    }
    Kind::Other
}

/// Tells what a line under the headline is, which alone could be anything: a name with a day, a place above a day.
fn below_title(line: &str, next: Option<&Kind>, order: DayMonthOrder) -> Kind {
    name_and_day(line, order)
        .or_else(|| {
            let stands_above_day =
                next.is_some_and(|next| matches!(next, Kind::Date { .. } | Kind::Many(_)));
            stands_above_day.then(|| name_and_place(line)).flatten()
        })
        .unwrap_or(Kind::Other)
}
