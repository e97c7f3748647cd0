//! Markdown: front matter of any kind, and a story whose marks become headings, lists and quotations.

mod front;

use super::{Format, json};
use crate::corpus::{
    blocks::inline,
    draft::{Content, Draft},
    fields::{Field, FieldMap},
    input::Head,
    out::Flow,
    prose::{Piece, Role, inline_marks},
};
use crate::text::{EditKind, ParagraphKind, Span};

/// Markdown with or without front matter.
pub const MARKDOWN: Format = Format {
    name: "markdown",
    looks: |head| front::matter(head.start()).is_some() || looks_marked(head),
    read: |input, out| {
        let is_verbatim = input.is_verbatim;
        let Some(bytes) = input.whole(out) else {
            return Flow::Continue(());
        };
        let is_utf8 = std::str::from_utf8(&bytes).is_ok();
        let has_mark = bytes.starts_with(b"\xEF\xBB\xBF");
        let source = crate::corpus::input::into_text(bytes, None);
        let mut draft = read(source, out.fields());
        draft.verbatim = is_verbatim && is_utf8;
        draft.offset = if has_mark { 3 } else { 0 };
        if draft.content.is_empty() && draft.title.is_none() {
            return out.problem(None, "nothing but white space");
        }
        out.article(draft)
    },
};

fn looks_marked(head: &Head) -> bool {
    head.is_named(&[".md", ".markdown", ".mdown", ".mkd"]) && !head.start().starts_with('<')
}

/// Returns the text of a record as Markdown, if it evidently is: marks of several kinds, or links.
pub(super) fn content(text: &str) -> Option<Content> {
    if memchr::memchr3(b'*', b']', b'#', text.as_bytes()).is_none() || !is_marked(text) {
        return None;
    }
    let mut pieces = Vec::new();
    story(text, 0, false, &mut pieces);
    Some(Content::Marked(text.to_owned(), pieces))
}

fn is_marked(text: &str) -> bool {
    /// So much evidence makes it certain.
    const ENOUGH: usize = 2;
    let links = text.match_indices("](http").filter(|(at, _)| {
        text[..*at]
            .rfind(['[', '\n'])
            .is_some_and(|open| text[open..].starts_with('['))
    });
    let headings = text.lines().filter(|line| {
        let rest = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - rest.len()))
            && rest.starts_with(' ')
            && rest.trim_start().starts_with(char::is_alphabetic)
    });
    let is_strong = |span: &str| {
        !span.is_empty()
            && !span.contains('\n')
            && !span.starts_with([' ', '*'])
            && !span.ends_with([' ', '*'])
    };
    // Every second part stands between two pairs of stars.
    let parts: Vec<_> = text.split("**").collect();
    let n_strong = match parts.len() % 2 {
        1 => parts
            .iter()
            .skip(1)
            .step_by(2)
            .filter(|span| is_strong(span))
            .count(),
        _ => 0,
    };
    links.count() * ENOUGH + headings.count() + n_strong >= ENOUGH
}

fn read(source: String, fields: &FieldMap) -> Draft {
    let lead = source.len() - source.trim_start().len();
    let front = front::matter(&source[lead..]);
    let mut draft = Draft::default();
    let mut pieces = Vec::new();
    let mut story_start = lead;
    if let Some((front, end)) = front {
        story_start = lead + end;
        pieces.push(Piece {
            span: Span::new(0, story_start),
            role: Role::Aside(EditKind::Header),
        });
        fill(&mut draft, front, fields);
    }
    let heading = story(&source, story_start, draft.title.is_none(), &mut pieces);
    draft.title = draft.title.or(heading);
    draft.content = Content::Marked(source, pieces);
    draft
}

fn fill(draft: &mut Draft, front: &str, fields: &FieldMap) {
    let mut best: Vec<(Field, usize, String)> = front::fields(front)
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .filter_map(|(name, value)| {
            let (field, rank) = fields.field_of(&name)?;
            Some((field, rank, value))
        })
        .collect();
    best.sort_by_key(|(_, rank, _)| *rank);
    for (field, _, value) in best {
        match field {
            Field::Title => _ = draft.title.get_or_insert(value),
            Field::Date if draft.date.is_none() => draft.date = json::written(&value),
            Field::Source => _ = draft.source.get_or_insert(value),
            Field::Section => _ = draft.section.get_or_insert(value),
            Field::Byline => _ = draft.byline.get_or_insert(value),
            Field::Place => _ = draft.place.get_or_insert(value),
            Field::Language => _ = draft.language.get_or_insert(value),
            Field::Url if value.starts_with("http") => _ = draft.url.get_or_insert(value),
            Field::Url | Field::Date | Field::Body | Field::Summary => {}
        }
    }
}

/// Tells the blocks of a story apart; returns its first heading where that is the title.
fn story(source: &str, start: usize, wants_title: bool, pieces: &mut Vec<Piece>) -> Option<String> {
    let mut title = None;
    let mut prose: Option<(usize, usize)> = None;
    let mut in_code = false;
    let mut at = start;
    let mut is_first = true;
    let mut after_blank = true;
    // An item of a list goes on until an empty line, or the next item.
    let mut in_item = false;
    for line in source[start..].split_inclusive('\n') {
        let content = line.trim();
        let from = at + (line.len() - line.trim_start().len());
        let to = from + content.len();
        at += line.len();
        if content.is_empty() {
            after_blank = true;
            in_item = false;
            if let Some((_, end)) = &mut prose {
                *end = at;
            }
            continue;
        }
        if content.starts_with("```") || content.starts_with("~~~") {
            flush(source, &mut prose, pieces);
            in_code = !in_code;
            continue;
        }
        let special = if in_code {
            Some((from, ParagraphKind::Table))
        } else {
            mark_of(content, after_blank, in_item).map(|(len, kind)| (from + len, kind))
        };
        after_blank = false;
        if special.is_none()
            && in_item
            && !is_rule(content)
            && !is_definition(content)
            && let Some(item) = pieces.last_mut()
        {
            item.span.end = to as u32;
            continue;
        }
        in_item = special.is_some_and(|(_, kind)| kind == ParagraphKind::List);
        match special {
            Some((text_start, kind)) => {
                flush(source, &mut prose, pieces);
                let span = Span::new(text_start.min(to), to);
                if kind == ParagraphKind::Heading {
                    let text = source[span.range()].trim_end_matches('#').trim_end();
                    if wants_title && is_first && title.is_none() {
                        title = Some(inline(&unmarked(text)));
                        pieces.push(Piece {
                            span,
                            role: Role::Aside(EditKind::Header),
                        });
                        continue;
                    }
                    let end = span.start as usize + text.len();
                    push(pieces, Span::new(span.start as usize, end), kind);
                } else {
                    push(pieces, span, kind);
                }
            }
            None if is_definition(content) => flush(source, &mut prose, pieces),
            None if is_rule(content) => flush(source, &mut prose, pieces),
            None => match &mut prose {
                Some((_, end)) => *end = at,
                None => prose = Some((from, at)),
            },
        }
        is_first = false;
    }
    flush(source, &mut prose, pieces);
    title
}

fn push(pieces: &mut Vec<Piece>, span: Span, kind: ParagraphKind) {
    if !span.is_empty() {
        pieces.push(Piece {
            span,
            role: Role::Paragraph(kind),
        });
    }
}

/// Ends a run of prose. A paragraph with marks in it is one whatever its lines: without them they have no width.
fn flush(source: &str, prose: &mut Option<(usize, usize)>, pieces: &mut Vec<Piece>) {
    let Some((start, end)) = prose.take() else {
        return;
    };
    let mut plain_start = start;
    for (from, to) in paragraphs_of(source, start, end) {
        let part = &source[from..to];
        if part.contains('\n') && !inline_marks(part).is_empty() {
            push_prose(source, plain_start, from, pieces);
            push(pieces, Span::new(from, to), ParagraphKind::Text);
            plain_start = to;
        }
    }
    push_prose(source, plain_start, end, pieces);
}

/// Returns where the paragraphs begin and end that stand between empty lines or line breaks.
fn paragraphs_of(source: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut at = start;
    for line in source[start..end].split_inclusive('\n') {
        let line_end = at + line.trim_end().len();
        if line_end == at {
            found.extend(open.take());
        } else {
            open = Some((open.map_or(at, |(from, _)| from), line_end));
        }
        // Two spaces before a line end are a break that the author wants.
        if line.trim_end_matches(['\r', '\n']).ends_with("  ") {
            found.extend(open.take());
        }
        at += line.len();
    }
    found.extend(open);
    found
}

fn push_prose(source: &str, start: usize, end: usize, pieces: &mut Vec<Piece>) {
    if !source[start..end].trim().is_empty() {
        pieces.push(Piece {
            span: Span::new(start, end),
            role: Role::Prose,
        });
    }
}

/// Returns a heading without the marks in it.
pub(super) fn unmarked(text: &str) -> String {
    let mut words = text.to_owned();
    for mark in inline_marks(text).into_iter().rev() {
        words.replace_range(mark, "");
    }
    words
}

/// Tells whether a line is drawn rather than written.
fn is_rule(line: &str) -> bool {
    line.bytes()
        .all(|byte| matches!(byte, b'-' | b'*' | b'_' | b'=' | b' '))
}

/// Tells whether a line says where a reference leads: `[1]: https://example.org`.
fn is_definition(line: &str) -> bool {
    line.starts_with('[')
        && line.split_once("]: ").is_some_and(|(name, target)| {
            !name.contains(' ')
                && (target.starts_with("http")
                    || target.starts_with('/')
                    || target.starts_with('<'))
        })
}

/// Returns how long the mark at the front of a line is and what it makes of the line.
///
/// A list begins after an empty line, or it goes on: a dash at the front of a line of prose is none. Numbers are kept,
/// and begin a list with 1: *12. Oktober* does not.
fn mark_of(content: &str, after_blank: bool, in_item: bool) -> Option<(usize, ParagraphKind)> {
    let hashes = content.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&hashes) && content[hashes..].starts_with(' ') {
        return Some((hashes + 1, ParagraphKind::Heading));
    }
    if content.starts_with('>') {
        let len = content.len() - content.trim_start_matches(['>', ' ']).len();
        return Some((len, ParagraphKind::Quote));
    }
    if content.starts_with('|') && content.len() > 1 && content.ends_with('|') {
        return Some((0, ParagraphKind::Table));
    }
    let bullet = ["- ", "* ", "+ "]
        .iter()
        .any(|mark| content.starts_with(mark));
    if bullet && (after_blank || in_item) {
        return Some((2, ParagraphKind::List));
    }
    let n_digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = (1..=2).contains(&n_digits)
        && [". ", ") "]
            .iter()
            .any(|mark| content[n_digits..].starts_with(mark));
    let begins = after_blank && &content[..n_digits] == "1";
    (is_numbered && (begins || in_item)).then_some((0, ParagraphKind::List))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the pieces of a story with what they are.
    fn pieces(text: &str) -> Vec<(&str, Role)> {
        let mut pieces = Vec::new();
        story(text, 0, false, &mut pieces);
        let pieces = pieces.into_iter();
        pieces
            .map(|piece| (piece.span.of(text).trim(), piece.role))
            .collect()
    }

    #[test]
    fn items_stand_close_together_and_go_on_in_the_next_line() {
        let item = Role::Paragraph(ParagraphKind::List);
        assert_eq!(
            pieces("So:\n\n- A is\n  [b](http://c.example)\n  and d.\n- E\n\nF - g\n- not an item"),
            [
                ("So:", Role::Prose),
                ("A is\n  [b](http://c.example)\n  and d.", item),
                ("E", item),
                ("F - g\n- not an item", Role::Prose),
            ]
        );
        assert_eq!(
            pieces("1. one\n2. two\n---\nthree"),
            [("1. one", item), ("2. two", item), ("three", Role::Prose)]
        );
        assert_eq!(
            pieces("12. Oktober\n2. November"),
            [("12. Oktober\n2. November", Role::Prose)]
        );
    }

    #[test]
    fn paragraphs_stand_between_empty_lines() {
        let text = "one\ntwo\n \t\r\nthree  \r\nfour\n\n";
        let found: Vec<&str> = paragraphs_of(text, 0, text.len())
            .into_iter()
            .map(|(from, to)| &text[from..to])
            .collect();
        assert_eq!(found, ["one\ntwo", "three", "four"]);
    }
}
