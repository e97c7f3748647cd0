//! Plain text stories: a title or none, lines of date, place and author in the style of any house, then the story.
//!
//! ```text
//! repaired text ──▶ header lines ──▶ date line ──▶ metadata
//!       └──────────── what is left ─────────────▶ body
//! ```

mod dateline;
mod header;
mod towns;

use crate::{
    corpus::{
        DateFrom, DayMonthOrder, Metadata, Title,
        habits::FolderHabits,
        prose::{Cut, Prose, body_without, line_of},
    },
    text::{Body, ParagraphKind},
};
use header::{Header, said_again};
pub use header::{Told, byline_line};

/// A title that is made from the text is cut at a clause of this many characters at least …
const MIN_DERIVED_CHARS: usize = 40;
/// … and is no longer than this.
const MAX_DERIVED_CHARS: usize = 120;

/// What is known of a plain text before it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plain<'a> {
    /// In which order its source writes day and month.
    pub order: DayMonthOrder,
    /// How its lines are used, and its language.
    pub prose: Prose<'a>,
    /// What its record tells beside it.
    pub told: Told<'a>,
    /// What other files of its folder have in common.
    pub(crate) habits: Option<&'a FolderHabits>,
}

/// Reads one story: what its head tells, and its text without the head.
///
/// What the file does not say is `None`. Where there is no headline, the title is made from the lead and marked so.
pub fn read_plain(source: &str, plain: &Plain) -> (Metadata, Body) {
    let mut metadata = Metadata::default();
    let body = body_without(source, &plain.prose, &mut |text| {
        let Header {
            metadata: found,
            lines,
            body_start,
        } = header::read(text, plain);
        metadata = found;
        let mut cut = Cut {
            lines,
            within: None,
        };
        take_dateline(text, body_start, plain.order, &mut metadata, &mut cut);
        cut
    });
    if metadata.title.text.is_empty() {
        metadata.title = derived_title(&body, metadata.place.as_deref());
    }
    (metadata, body)
}

/// Reads the text of a record whose head is told elsewhere: a date line at its front is taken from it, and lines that
/// say again what the record tells.
pub fn read_body(source: &str, plain: &Plain) -> (Metadata, Body) {
    let mut metadata = Metadata::default();
    let body = body_without(source, &plain.prose, &mut |text| {
        let lines = said_again(text, plain.told, plain.order, &mut metadata);
        let body_start = lines.last().map_or(0, |at| at.end);
        let mut cut = Cut {
            lines,
            within: None,
        };
        take_dateline(text, body_start, plain.order, &mut metadata, &mut cut);
        cut
    });
    (metadata, body)
}

/// Takes place, agency and date from the date line with which a story begins.
fn take_dateline(
    text: &str,
    body_start: usize,
    order: DayMonthOrder,
    metadata: &mut Metadata,
    cut: &mut Cut,
) {
    let story = &text[body_start..];
    let Some(dateline) = dateline::at(story, order) else {
        return;
    };
    let start = body_start + (story.len() - story.trim_start().len());
    metadata.place = metadata.place.take().or(dateline.place);
    metadata.source = metadata.source.take().or(dateline.agency);
    if metadata.published.is_none() && dateline.published.is_some() {
        metadata.published = dateline.published;
        metadata.date_from = Some(DateFrom::Dateline);
    }
    if dateline.len > 0 {
        let end = start + dateline.len;
        cut.lines.push(start..end);
        cut.within = Some(end);
    }
}

/// Reads the date line at the front of a paragraph: what it tells, and how many bytes are no part of the story.
pub fn dateline_of(paragraph: &str, order: DayMonthOrder) -> (Metadata, usize) {
    let mut metadata = Metadata::default();
    let mut cut = Cut::default();
    take_dateline(paragraph, 0, order, &mut metadata, &mut cut);
    (metadata, cut.within.unwrap_or(0))
}

/// Makes a title from the first sentence of a text that has none, or from a clause of it that is not too long; `place`
/// and a dash with which the text begins are no part of it.
pub fn derived_title(body: &Body, place: Option<&str>) -> Title {
    let lead = body
        .paragraphs()
        .iter()
        .filter(|paragraph| paragraph.kind != ParagraphKind::Boilerplate)
        .min_by_key(|paragraph| paragraph.kind != ParagraphKind::Text)
        .map(|paragraph| line_of(body.slice(paragraph.span)))
        .unwrap_or_default();
    let after_place = place
        .and_then(|place| lead.strip_prefix(place))
        .map(|rest| {
            rest.trim_start_matches(|c: char| c.is_whitespace() || "-\u{2013}\u{2014}".contains(c))
        })
        .filter(|rest| rest.chars().count() >= MIN_DERIVED_CHARS);
    Title {
        text: headline_of(after_place.unwrap_or(&lead)),
        derived: true,
    }
}

/// Words before which a sentence can be cut.
const CLAUSES: [&str; 12] = [
    " as ",
    " after ",
    " while ",
    " when ",
    " because ",
    " but ",
    " which ",
    " who ",
    " following ",
    " amid ",
    " although ",
    " since ",
];

fn headline_of(lead: &str) -> String {
    let sentence = first_sentence(lead);
    let n_chars = sentence.chars().count();
    if n_chars <= MAX_DERIVED_CHARS {
        return sentence.strip_suffix('.').unwrap_or(sentence).to_owned();
    }
    let end = sentence
        .char_indices()
        .nth(MAX_DERIVED_CHARS)
        .map_or(sentence.len(), |(at, _)| at);
    let start = sentence
        .char_indices()
        .nth(MIN_DERIVED_CHARS)
        .map_or(0, |(at, _)| at);
    let window = &sentence[start..end];
    let clause = CLAUSES
        .iter()
        .filter_map(|clause| window.find(clause))
        .chain(window.find([',', ';', '\u{2014}', '\u{2013}']))
        .chain(window.find(" - "))
        .max();
    let cut = clause.or_else(|| window.rfind(' ')).unwrap_or(window.len());
    let mut title = sentence[..start + cut]
        .trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | '\u{2014}' | '\u{2013}' | '-')
        })
        .to_owned();
    title.push('\u{2026}');
    title
}

fn first_sentence(lead: &str) -> &str {
    let mut from = 0;
    while let Some(at) = lead[from..]
        .find(['.', '?', '!', '\u{3002}'])
        .map(|at| from + at)
    {
        let len = lead[at..].chars().next().map_or(1, char::len_utf8);
        let rest = lead[at + len..].trim_start_matches(['"', '\u{201d}', '\u{2019}', ')', '\'']);
        let end = lead.len() - rest.len();
        let next = rest.trim_start().chars().next();
        let follows =
            rest.is_empty() || (rest.starts_with(' ') && next.is_none_or(|c| !c.is_lowercase()));
        let long_enough = lead[..end].chars().count() >= MIN_DERIVED_CHARS;
        let short_form = crate::corpus::prose::ends_with_short_form(&lead[..at + len]);
        if (follows && !short_form && long_enough) || lead[at..].starts_with('\u{3002}') {
            return &lead[..end];
        }
        from = at + len;
    }
    lead
}

#[cfg(test)]
mod tests;
