//! What of a message is headline, byline, date line and story, and what is for editors alone?

use super::super::{plain::dateline_of, sgml::place_of};
use crate::corpus::{
    DayMonthOrder, Precision, date,
    draft::{Content, Draft, RawDate},
    prose::{Piece, Role, Wrap},
};
use crate::text::{EditKind, ParagraphKind, Span};

/// The lines of a message with where they begin.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            (start, line.trim_end_matches(['\r', '\n']))
        })
        .collect()
}

/// Tells headline, byline, date line and paragraphs apart in the bytes of a text from `start` to `end`; returns whether
/// there is a story.
pub(super) fn finish(draft: &mut Draft, text: &str, start: usize, end: usize, wrap: Wrap) -> bool {
    let mut pieces = Vec::new();
    let mut title: Option<String> = None;
    let mut body_start = None;
    // A sign of equality or an empty line ends the headline.
    let mut is_closed = false;
    let mut has_subtitle = false;
    let story = &text[..end];
    for (at, raw) in lines(&story[start..]) {
        let at = start + at;
        // A caret and a bracket frame the lines above an American story.
        let line = raw.trim_matches(|c: char| c.is_control() || c.is_whitespace() || c == '^');
        if line.is_empty() {
            is_closed |= title.is_some();
            continue;
        }
        let is_indented =
            raw.starts_with("   ") || raw.starts_with('\t') || raw.starts_with('\u{1e}');
        let bare = line.trim_end_matches(['=', '+', '<', '>', '^', ' ']);
        let lower = bare.to_lowercase();
        let is_byline = ["by ", "von ", "par ", "por "]
            .iter()
            .any(|word| lower.starts_with(word))
            && bare.len() < 100;
        let is_last = line.ends_with('=');
        if is_byline && (!is_indented || draft.byline.is_none()) {
            draft.byline = Some(bare.to_owned());
        } else if is_indented && is_rights(&lower) || is_keyword(bare) || is_version(bare) {
            // The keywords of the story again, whose it is, and which version.
        } else if is_indented || is_dateline(line) {
            body_start = Some(at);
            break;
        } else if is_note(bare, draft.byline.is_some()) {
            // Names of the author's house and notes to editors.
        } else if is_closed
            && draft.date.is_none()
            && let Some(found) = date::find(bare, DayMonthOrder::DayFirst)
                .filter(|found| found.n_strange == 0 && found.published.precision >= Precision::Day)
        {
            draft.date = RawDate::written(found.published.raw);
        } else if is_closed {
            body_start = Some(at);
            break;
        } else {
            let line = bare;
            // A line below the headline that begins with a dash is another one.
            has_subtitle |= title.is_some() && line.starts_with("- ");
            match &mut title {
                None => title = Some(line.to_owned()),
                Some(_) if has_subtitle => {}
                Some(title) if draft.byline.is_none() && title.len() < 200 => {
                    title.push(' ');
                    title.push_str(line);
                }
                Some(_) => {
                    body_start = Some(at);
                    break;
                }
            }
        }
        is_closed |= is_last && title.is_some();
    }
    draft.title = title;
    let Some(body_start) = body_start else {
        // A headline alone, or a text that is nothing but one.
        draft.content = Content::Text(String::new(), Wrap::Hard);
        return draft.title.is_some();
    };
    let lead = body_start + story[body_start..].len() - story[body_start..].trim_start().len();
    let (told, dateline_len) = dateline_of(&story[lead..], DayMonthOrder::DayFirst);
    let framed = dateline_place(&story[lead..]);
    // On a wire, any code between brackets is an agency's.
    let dateline_len = match &framed {
        Some((_, len)) if dateline_len == 0 => *len,
        _ => dateline_len,
    };
    draft.place = framed.map(|(place, _)| place).or(told.place);
    draft.source = draft.source.take().or(told.source);
    if draft.date.is_none() {
        draft.date = told.published.map(RawDate::Read);
        draft.date_from = told.date_from;
    }
    let body_start = if dateline_len > 0 {
        lead + dateline_len
    } else {
        body_start
    };
    let body = &story[body_start..];
    pieces.push(Piece {
        span: Span::new(0, body_start),
        role: Role::Aside(EditKind::Header),
    });
    let notes = body_start + notes_start(body);
    let mut end = notes;
    // The agency's own mark and the initials of the desk stand below the story.
    let mut tail = Vec::new();
    for (start, raw) in lines(&story[body_start..notes]).into_iter().rev() {
        let line = raw.trim();
        if line.is_empty() {
            continue;
        }
        let is_mark =
            line.len() <= 24 && !line.ends_with(['.', '"', '?', '!']) && !line.contains(". ");
        if !is_mark || tail.len() == 2 {
            break;
        }
        end = body_start + start;
        tail.push(Span::new(end, body_start + start + raw.len()));
    }
    pieces.push(Piece {
        span: Span::new(body_start, end),
        role: Role::Prose,
    });
    for span in tail.into_iter().rev() {
        pieces.push(Piece {
            span,
            role: Role::Paragraph(ParagraphKind::Boilerplate),
        });
    }
    for (start, raw) in lines(&story[notes..]) {
        let span = Span::new(notes + start, notes + start + raw.len());
        if !raw.trim().is_empty() {
            pieces.push(Piece {
                span,
                role: Role::Paragraph(ParagraphKind::Boilerplate),
            });
        }
    }
    draft.content = Content::Pieces(text.to_owned(), pieces, wrap);
    true
}

/// Returns where the notes to editors begin that stand below a story.
fn notes_start(body: &str) -> usize {
    const HEADINGS: [&str; 6] = [
        "# Notebook",
        "# Notizblock",
        "## Note to editors",
        "## Redaktionelle Hinweise",
        "The following information is not intended for publication",
        "Die folgenden Informationen sind nicht zur Ver\u{f6}ffentlichung bestimmt",
    ];
    lines(body)
        .into_iter()
        .find(|(_, raw)| HEADINGS.iter().any(|heading| raw.trim() == *heading))
        .map_or(body.len(), |(start, _)| start)
}

/// Tells whether a line above the headline says which version of the story this is: `2ND LEAD`, `(Summary 1630 - new)`.
fn is_version(line: &str) -> bool {
    let is_counted = || {
        let mut words = line.split(' ');
        let is_ordinal = |word: &str| {
            let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.len() < word.len() && ["ST", "ND", "RD", "TH"].contains(&rest)
        };
        words.next().is_some_and(is_ordinal) && words.count() == 1
    };
    line.starts_with('(') && line.ends_with(')') || is_counted()
}

/// Tells whether a line repeats the keywords of the header: `BC-Peru-Defense, 1st Ld-Writethru,310`.
fn is_keyword(line: &str) -> bool {
    let first = line.split([' ', ',']).next().unwrap_or_default();
    ["BC-", "AM-", "PM-", "bc-", "am-", "pm-"]
        .iter()
        .any(|cycle| first.starts_with(cycle))
}

/// Tells whether a line is for editors, or names the house of who wrote the story.
fn is_note(line: &str, after_byline: bool) -> bool {
    line.starts_with("AP ")
        || line.starts_with("Eds:")
        || line.starts_with("Eds.:")
        || line.starts_with("(Eds")
        || line.starts_with("(For use by")
        || after_byline
            && (line.ends_with(" Writer")
                || line.ends_with(" Press")
                || line.ends_with(" Correspondent"))
}

/// Tells whether a line says whose the story is (`c.1998 N.Y. Times News Service`).
fn is_rights(lower: &str) -> bool {
    lower.starts_with("c.") && lower[2..].starts_with(|c: char| c.is_ascii_digit())
        || lower.starts_with("copyright ")
}

fn is_dateline(line: &str) -> bool {
    dateline_place(line).is_some()
}

/// Returns the place of a story that begins like `Lima (xna) - A building…` or `LIMA, Peru (AP) _ …`, and how long all
/// of that is.
fn dateline_place(text: &str) -> Option<(String, usize)> {
    const DASHES: [char; 5] = ['-', '_', '–', '—', ':'];
    let mut end = text.len().min(90);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = &text[..end];
    let open = start.find('(')?;
    let close = open + start[open..].find(')')?;
    let after = start[close + 1..].trim_start();
    let rest = after.trim_start_matches(DASHES);
    let place = place_of(start[..open].trim());
    let is_dateline =
        rest.len() < after.len() && !place.is_empty() && place.len() <= 50 && !place.contains(". ");
    is_dateline.then(|| (place, end - rest.trim_start().len()))
}
