//! Plain text stories: a title or none, lines of date, place and author in the style of any house, then the story.

use crate::{
    corpus::{
        DayMonthOrder, Metadata, Title, date,
        prose::{Prose, body_of, line_of},
    },
    text::Body,
};

/// What is known of a plain text before it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plain<'a> {
    /// In which order its source writes day and month.
    pub order: DayMonthOrder,
    /// How its lines are used, and its language.
    pub prose: Prose<'a>,
}

/// Reads one story.
pub fn read_plain(source: &str, plain: &Plain) -> (Metadata, Body) {
    let body = body_of(source, &plain.prose);
    let metadata = Metadata {
        title: derived_title(&body),
        published: source
            .lines()
            .take(6)
            .find_map(|line| date::find(line, plain.order))
            .map(|found| found.published),
        ..Metadata::default()
    };
    (metadata, body)
}

/// Makes a title from the first words of a text that has none.
pub fn derived_title(body: &Body) -> Title {
    let first = body
        .paragraphs()
        .first()
        .map(|paragraph| body.slice(paragraph.span))
        .unwrap_or_default();
    Title {
        text: line_of(first).chars().take(100).collect(),
        derived: true,
    }
}
