//! Which lines above a story only say again what its record tells: the headline, the day?

use super::{
    kind::{Kind, date_line},
    top_lines,
};
use crate::corpus::{DateFrom, DayMonthOrder, Metadata, Precision, Published};
use std::ops::Range;

/// More lines than these say nothing again.
const MAX_LINES: usize = 4;

/// What the record of a story tells beside its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told<'a> {
    /// The headline.
    pub title: Option<&'a str>,
    /// The date.
    pub published: Option<&'a Published>,
}

/// Returns the lines at the top of a text that are no part of it, as they say what is told; a day that the record does
/// not tell is read from them.
pub(in crate::corpus::format::plain) fn said_again(
    text: &str,
    told: Told<'_>,
    order: DayMonthOrder,
    metadata: &mut Metadata,
) -> Vec<Range<usize>> {
    let mut again = Vec::new();
    let lines = top_lines(text);
    for (idx, line) in lines.iter().enumerate().take(MAX_LINES) {
        // A text that is nothing else keeps it.
        let is_last = idx + 1 == lines.len();
        let is_title = told.title.is_some_and(|title| is_same(line.text, title));
        if is_last || !(is_title || is_day(line.text, told, order, metadata)) {
            break;
        }
        again.push(line.at.clone());
    }
    again
}

fn is_same(line: &str, title: &str) -> bool {
    let letters = |words: &str| {
        let kept = words.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect::<String>()
    };
    line.len() <= 2 * title.len()
        && line.contains(char::is_alphanumeric)
        && letters(line) == letters(title)
}

/// Tells whether a line is the day of the story and nothing else; takes it where none is known.
fn is_day(line: &str, told: Told<'_>, order: DayMonthOrder, metadata: &mut Metadata) -> bool {
    let Some(Kind::Date { published, .. }) = date_line(line, order) else {
        return false;
    };
    if published.precision < Precision::Day {
        return false;
    }
    match told.published.or(metadata.published.as_ref()) {
        Some(known) => known.at.date() == published.at.date(),
        None => {
            metadata.published = Some(published);
            metadata.date_from = Some(DateFrom::Header);
            true
        }
    }
}
