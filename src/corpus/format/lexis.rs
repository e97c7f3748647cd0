//! Stories in the plain text that `LexisNexis` gives out: many in a file, fields in capitals, text wrapped.

use super::Format;
use crate::corpus::{
    DayMonthOrder, Precision,
    blocks::Blocks,
    date,
    draft::{Content, Draft, RawDate},
    out::Flow,
    prose::{Piece, Role, Wrap},
};
use crate::text::{EditKind, ParagraphKind, Span};
use std::ops::Range;

/// Downloads of `LexisNexis`.
pub const LEXIS: Format = Format {
    name: "lexis",
    looks: |head| {
        let text = head.text();
        !text.trim_start().starts_with(['<', '{'])
            && text.lines().take(400).any(|line| divider(line).is_some())
    },
    read: |input, out| {
        let Some(text) = input.whole_text(out) else {
            return Flow::Continue(());
        };
        for range in stories(&text) {
            let start = range.start;
            match story(&text[range], true) {
                Some(mut draft) => {
                    draft.offset = start as u64;
                    out.article(draft)?;
                }
                None => out.problem(Some(format!("byte {start}")), "a story without text")?,
            }
        }
        Flow::Continue(())
    },
};

/// Reads a line like `3 of 60 DOCUMENTS` or `Document 3 of 60`: the number of the story.
fn divider(line: &str) -> Option<u32> {
    let line = line.trim();
    if line.len() > 60 || line.len() < 8 {
        return None;
    }
    let lower = line.to_lowercase();
    let words: Vec<_> = lower.split_whitespace().collect();
    match words.as_slice() {
        [
            n,
            "of" | "von" | "de",
            total,
            "documents" | "dokumenten" | "documentos" | "docs",
        ]
        | [
            "document" | "dokument" | "documento",
            n,
            "of" | "von" | "de",
            total,
        ] => {
            total.parse::<u32>().ok()?;
            n.parse().ok()
        }
        _ => None,
    }
}

/// Returns where each story lies, without the lines that divide them.
fn stories(text: &str) -> Vec<Range<usize>> {
    let mut stories: Vec<Range<usize>> = Vec::new();
    let mut open = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if divider(line).is_some()
            && let Some(start) = open.replace(end)
        {
            stories.push(start..at);
        }
        at = end;
    }
    if let Some(start) = open {
        stories.push(start..text.len());
    }
    stories
}

/// Names of the fields that stand before a story, and those after it.
const BEFORE: [&str; 17] = [
    "BYLINE",
    "SECTION",
    "LENGTH",
    "DATELINE",
    "HEADLINE",
    "HIGHLIGHT",
    "AUTHOR",
    "SERIES",
    "EDITION",
    "AUTOR",
    "RUBRIK",
    "LÄNGE",
    "SEITE",
    "GRAPHIC",
    "BODY",
    "DOCUMENT-TYPE",
    "URL",
];
const AFTER: [&str; 21] = [
    "LOAD-DATE",
    "LANGUAGE",
    "PUBLICATION-TYPE",
    "SUBJECT",
    "GRAPHIC",
    "DOCUMENT-TYPE",
    "JOURNAL-CODE",
    "ORGANIZATION",
    "PERSON",
    "GEOGRAPHIC",
    "COMPANY",
    "TICKER",
    "INDUSTRY",
    "COUNTRY",
    "CITY",
    "STATE",
    "NOTES",
    "UPDATE",
    "CORRECTION-DATE",
    "CATEGORY",
    "PUB-TYPE",
];

/// Returns the name and value of a line like `BYLINE: Maria Alvarez`.
fn field<'t>(line: &'t str, names: &[&'static str]) -> Option<(&'static str, &'t str)> {
    let (name, value) = line.trim().split_once(':')?;
    names
        .iter()
        .find(|known| name == **known)
        .map(|known| (*known, value.trim()))
}

/// Reads one story; its paragraphs are hard-wrapped if `is_wrapped`.
pub(super) fn story(text: &str, is_wrapped: bool) -> Option<Draft> {
    let mut draft = Draft::default();
    let mut pieces = Vec::new();
    // The lines before the first field: publication, date, headline.
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push((at, line.trim_end_matches(['\r', '\n'])));
        at += line.len();
    }
    let mut idx = 0;
    let mut title: Option<Vec<&str>> = None;
    let mut title_is_over = false;
    let mut body_start = None;
    let mut n_fields = 0;
    while idx < lines.len() {
        let (start, raw) = lines[idx];
        let line = raw.trim();
        if line.is_empty() {
            title_is_over |= title.is_some();
            idx += 1;
            continue;
        }
        if let Some((name, value)) = field(line, &BEFORE) {
            let mut value = value.to_owned();
            idx += 1;
            // A long value goes on in the next lines.
            while let Some((_, next)) = lines.get(idx)
                && !next.trim().is_empty()
                && field(next, &BEFORE).is_none()
                && name != "BODY"
            {
                value.push(' ');
                value.push_str(next.trim());
                idx += 1;
            }
            n_fields += 1;
            match name {
                "BYLINE" | "AUTHOR" | "AUTOR" => draft.byline = Some(value),
                "SECTION" | "RUBRIK" => {
                    draft.section = value.split(';').next().map(str::to_owned);
                }
                "DATELINE" => draft.place = Some(value),
                "HEADLINE" => draft.title = Some(value),
                "URL" => draft.url = Some(value).filter(|url| url.starts_with("http")),
                _ => {}
            }
            continue;
        }
        if n_fields > 0 && (draft.title.is_some() || title.is_some()) {
            body_start = Some(start);
            break;
        }
        let found = date::find(line, DayMonthOrder::DayFirst)
            .filter(|found| found.published.precision >= Precision::Day && found.n_strange <= 4);
        if draft.date.is_none() && found.is_some() {
            draft.date = RawDate::written(line);
        } else if line.to_lowercase().starts_with("copyright")
            || line.to_lowercase().starts_with("all rights reserved")
        {
            // Rights are not told.
        } else if draft.source.is_none() && draft.date.is_none() {
            draft.source = Some(line.to_owned());
        } else if draft.date.is_some() {
            match &mut title {
                None => title = Some(vec![line]),
                Some(lines) if !title_is_over => lines.push(line),
                Some(_) => {
                    body_start = Some(start);
                    break;
                }
            }
        }
        idx += 1;
    }
    if draft.title.is_none() {
        draft.title = title.map(|lines| lines.join(" "));
    }
    let body_start = body_start?;
    let mut body_end = text.len();
    let mut in_tail = false;
    for (start, raw) in &lines[idx..] {
        if let Some((name, value)) = field(raw, &AFTER) {
            if !in_tail {
                in_tail = true;
                body_end = *start;
            }
            if name == "LANGUAGE" {
                draft.language = Some(value.to_owned());
            }
        } else if !in_tail && is_rights_line(raw) {
            in_tail = true;
            body_end = *start;
        } else if in_tail && raw.trim().len() > 200 {
            // What looked like a field was part of the story.
            in_tail = false;
            body_end = text.len();
        }
    }
    pieces.push(Piece {
        span: Span::new(0, body_start),
        role: Role::Aside(EditKind::Header),
    });
    pieces.push(Piece {
        span: Span::new(body_start, body_end),
        role: Role::Prose,
    });
    pieces.push(Piece {
        span: Span::new(body_end, text.len()),
        role: Role::Aside(EditKind::Header),
    });
    if text[body_start..body_end].trim().is_empty() {
        return None;
    }
    let wrap = if is_wrapped {
        Wrap::Unknown
    } else {
        Wrap::Never
    };
    draft.content = Content::Pieces(text.to_owned(), pieces, wrap);
    Some(draft)
}

fn is_rights_line(line: &str) -> bool {
    let line = line.trim();
    line.len() < 160 && (line.starts_with("Copyright 19") || line.starts_with("Copyright 20"))
}

/// Finds the stories of a Nexis export whose paragraphs are known: headline, publication and date, then fields, then
/// the line `Body`.
pub(super) fn exported(paragraphs: &[(String, ParagraphKind)]) -> Vec<Draft> {
    let is = |idx: usize, words: &str| paragraphs[idx].0.trim().eq_ignore_ascii_case(words);
    let bodies: Vec<usize> = (0..paragraphs.len())
        .filter(|idx| is(*idx, "Body"))
        .collect();
    let has_marks = paragraphs.iter().any(|(text, _)| {
        text.starts_with("Load-Date:")
            || text.starts_with("End of Document")
            || text.starts_with("Length:")
    });
    if !has_marks {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    let mut start = 0;
    for (n, body) in bodies.iter().enumerate() {
        let limit = bodies.get(n + 1).copied().unwrap_or(paragraphs.len());
        let end = (*body + 1..limit)
            .find(|idx| is(*idx, "End of Document"))
            .unwrap_or(limit);
        let mut draft = Draft::default();
        for (text, _) in &paragraphs[start..*body] {
            let text = text.trim();
            let lower = text.to_lowercase();
            if let Some(byline) = text.strip_prefix("Byline:") {
                draft.byline = Some(byline.trim().to_owned());
            } else if let Some(section) = text.strip_prefix("Section:") {
                draft.section = section.split(';').next().map(|part| part.trim().to_owned());
            } else if let Some(place) = text.strip_prefix("Dateline:") {
                draft.place = Some(place.trim().to_owned());
            } else if ["length:", "highlight:", "copyright", "graphic"]
                .iter()
                .any(|word| lower.starts_with(word))
            {
                // Neither counts nor rights are told.
            } else if draft.title.is_none() {
                draft.title = Some(text.to_owned());
            } else if draft.date.is_none()
                && date::find(text, DayMonthOrder::DayFirst).is_some_and(|found| {
                    found.published.precision >= Precision::Day && found.n_strange <= 4
                })
            {
                draft.date = RawDate::written(text);
            } else if draft.source.is_none() {
                draft.source = Some(text.to_owned());
            }
        }
        let mut blocks = Blocks::default();
        for (text, kind) in &paragraphs[*body + 1..end] {
            let is_tail =
                text.starts_with("Load-Date:") || text.starts_with("Graphic") && text.len() < 10;
            if is_tail {
                break;
            }
            blocks.push(text, *kind);
        }
        start = (end + 1).min(paragraphs.len());
        draft.content = Content::Blocks(blocks);
        if !draft.content.is_empty() {
            drafts.push(draft);
        }
    }
    drafts
}
