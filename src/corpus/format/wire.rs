//! Stories as they come over the wire: IPTC 7901 and ANPA 1312, framed by control characters.

use super::{Format, plain::dateline_of};
use crate::corpus::{
    DayMonthOrder, Precision, date,
    draft::{Content, Draft, RawDate},
    input::{Head, to_text},
    out::{Flow, Out},
    prose::{Piece, Role, Wrap},
};
use crate::text::{EditKind, ParagraphKind, Span};

/// Start of header, of text; end of text, of transmission.
const SOH: u8 = 1;
const STX: u8 = 2;
const ETX: u8 = 3;
const EOT: u8 = 4;

/// The wire of European agencies.
pub const IPTC_7901: Format = Format {
    name: "iptc7901",
    looks: |head| frame(head) && !is_anpa(&head.bytes),
    read: |input, out| read(input.whole(out), iptc, out),
};

/// The wire of American agencies.
pub const ANPA_1312: Format = Format {
    name: "anpa1312",
    looks: |head| frame(head) && is_anpa(&head.bytes),
    read: |input, out| read(input.whole(out), anpa, out),
};

/// Stories between `ZCZC` and `NNNN`, as telex machines framed them.
pub const TELEX: Format = Format {
    name: "telex",
    looks: |head| {
        let start = head.start();
        start
            .strip_prefix("ZCZC")
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    },
    read: |input, out| {
        let Some(bytes) = input.whole(out) else {
            return Flow::Continue(());
        };
        let mut starts: Vec<usize> = memchr::memmem::find_iter(&bytes, b"ZCZC")
            .filter(|at| {
                bytes[..*at]
                    .iter()
                    .rev()
                    .take_while(|byte| **byte != b'\n')
                    .all(u8::is_ascii_whitespace)
            })
            .collect();
        starts.push(bytes.len());
        for pair in starts.windows(2) {
            let message = to_text(&bytes[pair[0]..pair[1]], None);
            match telex(&message) {
                Some(mut draft) => {
                    draft.offset = pair[0] as u64;
                    out.article(draft)?;
                }
                None => out.problem(
                    Some(format!("byte {}", pair[0])),
                    "a wire message without text",
                )?,
            }
        }
        Flow::Continue(())
    },
};

/// Reads one message: codes on top, the story, `NNNN`.
fn telex(message: &str) -> Option<Draft> {
    let end = message.rfind("\nNNNN").unwrap_or(message.len());
    let message = &message[..end];
    let mut start = 0;
    for (idx, line) in message.split_inclusive('\n').enumerate() {
        let words = line.trim();
        // `%MNETALL`, `$J`, `:SPORT`, `*X`, `YY TDR`: codes for machines, never with small letters in their first word.
        let is_code = words.starts_with(['%', '$', ':', '*', '&', '+', '='])
            || words.len() <= 12 && !words.contains(char::is_lowercase);
        if idx > 0 && !words.is_empty() && !is_code {
            break;
        }
        start += line.len();
    }
    let mut draft = Draft::default();
    finish(&mut draft, message, start, message.len(), Wrap::Unknown).then_some(draft)
}

/// Tells whether there is a header and a text between control characters.
fn frame(head: &Head) -> bool {
    let bytes = &head.bytes[..head.bytes.len().min(4096)];
    let Some(header) = bytes.iter().position(|byte| *byte == SOH) else {
        return false;
    };
    let Some(text) = bytes[header..].iter().position(|byte| *byte == STX) else {
        return false;
    };
    // Nothing but synchronisation and line ends stands before the header, and the header is short.
    header < 64 && bytes[..header].iter().all(|byte| *byte < 0x21) && text < 512
}

/// ANPA headers hold a level of service, a number and selectors, divided by the control characters 0x13 to 0x1F.
fn is_anpa(bytes: &[u8]) -> bool {
    let Some(start) = bytes.iter().position(|byte| *byte == SOH) else {
        return false;
    };
    let header = &bytes[start + 1..bytes.len().min(start + 512)];
    let end = header
        .iter()
        .position(|byte| *byte == STX)
        .unwrap_or(header.len());
    header[..end]
        .iter()
        .any(|byte| matches!(byte, 0x13 | 0x14 | 0x1F | 0x1E | 0x12))
}

fn read(bytes: Option<Vec<u8>>, story: fn(&str, &str) -> Option<Draft>, out: &mut Out<'_>) -> Flow {
    let Some(bytes) = bytes else {
        return Flow::Continue(());
    };
    let mut at = 0;
    while let Some(start) = memchr::memchr(SOH, &bytes[at..]).map(|found| at + found) {
        let after = start + 1;
        let end = memchr::memchr(SOH, &bytes[after..]).map_or(bytes.len(), |found| after + found);
        at = end;
        let message = &bytes[after..end];
        let Some(text_start) = memchr::memchr(STX, message) else {
            continue;
        };
        let header = to_text(&message[..text_start], None);
        let text = to_text(&message[text_start + 1..], None);
        match story(&header, &text) {
            Some(mut draft) => {
                draft.offset = start as u64;
                out.article(draft)?;
            }
            None => out.problem(Some(format!("byte {start}")), "a wire message without text")?,
        }
    }
    Flow::Continue(())
}

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

fn iptc(header: &str, text: &str) -> Option<Draft> {
    let mut draft = Draft::default();
    // `eca040 3 i 170 …` and then keywords, divided by slashes.
    let mut header_lines = header
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    header_lines.next();
    draft.section = header_lines
        .next()
        .and_then(|keywords| {
            keywords
                .split('/')
                .map(str::trim)
                .find(|word| !word.is_empty())
        })
        .map(str::to_owned);
    let end = memchr::memchr2(ETX, EOT, text.as_bytes()).unwrap_or(text.len());
    let (story, tail) = text.split_at(end);
    draft.date = tail_date(tail);
    finish(&mut draft, text, 0, story.len(), Wrap::Hard).then_some(draft)
}

/// Reads the date after the text: `041200 GMT Jan 19`, the day and the time first.
fn tail_date(tail: &str) -> Option<RawDate> {
    let line = tail
        .lines()
        .map(|line| line.trim_matches(|c: char| c.is_control() || c.is_whitespace()))
        .find(|line| line.len() > 6)?;
    let words: Vec<_> = line.split_whitespace().collect();
    // The name of the agency may stand before the day and the time.
    let is_stamp = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(at) = words.iter().position(is_stamp)
        && words.len() >= at + 3
    {
        let stamp = words[at];
        let zone = if words[at + 1].chars().all(char::is_alphabetic) && words.len() >= at + 4 {
            words[at + 1]
        } else {
            ""
        };
        let (month, year) = (words[words.len() - 2], words[words.len() - 1]);
        let written = format!(
            "{} {month} {} {}:{} {zone}",
            &stamp[..2],
            long_year(year),
            &stamp[2..4],
            &stamp[4..]
        );
        let written = written.trim();
        if date::parse(written, DayMonthOrder::DayFirst).is_some() {
            return RawDate::written(written);
        }
    }
    date::find(line, DayMonthOrder::DayFirst)
        .filter(|found| found.published.precision >= Precision::Day)
        .and_then(|found| RawDate::written(found.published.raw))
}

/// Writes a year of two digits in full: the wire is no older than 1970.
fn long_year(year: &str) -> String {
    match year.parse::<u16>() {
        Ok(short) if year.len() == 2 => format!(
            "{}",
            if short < 70 {
                2000 + short
            } else {
                1900 + short
            }
        ),
        _ => year.to_owned(),
    }
}

fn anpa(header: &str, text: &str) -> Option<Draft> {
    let mut draft = Draft::default();
    // The last part of the header is keyword, date and word count: `BC-Peru-Defense 10-06 0312`.
    let parts: Vec<_> = header
        .split(|c: char| c.is_control())
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if let Some(last) = parts.iter().rev().find(|part| part.contains('-')) {
        draft.section = None;
        let stamp = last.split_whitespace().find(|word| {
            word.len() >= 5
                && word.bytes().filter(|byte| *byte == b'-').count() == 2
                && word.starts_with(|c: char| c.is_ascii_digit())
        });
        draft.date = stamp.and_then(RawDate::written);
    }
    let end = memchr::memchr2(ETX, EOT, text.as_bytes()).unwrap_or(text.len());
    let (story, tail) = text.split_at(end);
    // After the text stand the agency and the time: `AP-WS-10-06-12 1630EDT`, sometimes still before its end.
    let mut near_end = story.len().saturating_sub(MAX_STAMP_BYTES);
    while !story.is_char_boundary(near_end) {
        near_end -= 1;
    }
    for stamp in [tail, &story[near_end..]] {
        if let Some((agency, mut day)) = anpa_stamp(stamp) {
            // Agencies outside America write the day first; the date line tells.
            if let [year, month, of_month] = day.split('-').collect::<Vec<_>>()[..]
                && dateline_day(story)
                    .is_some_and(|told| told == (of_month.to_owned(), month.to_owned()))
            {
                day = format!("{year}-{of_month}-{month}");
            }
            draft.source = agencies(agency).map(str::to_owned);
            draft.date = RawDate::written(day);
            break;
        }
    }
    finish(&mut draft, text, 0, story.len(), Wrap::Hard).then_some(draft)
}

/// Returns month and day of the first date line in a story (`SAITAMA, Dec. 9 Kyodo - `), each with two digits.
fn dateline_day(story: &str) -> Option<(String, String)> {
    /// The date line stands no further in, in words.
    const MAX_WORDS: usize = 80;
    let words: Vec<_> = story.split_whitespace().take(MAX_WORDS).collect();
    words.windows(2).find_map(|pair| {
        let month = |word: &str| date::month_of(word.trim_end_matches(['.', ',']));
        let day = |word: &str| word.trim_end_matches(['.', ',']).parse::<u8>().ok();
        let (month, day) = match (month(pair[0]), day(pair[1])) {
            (Some(month), Some(day)) => (month, day),
            _ => (month(pair[1])?, day(pair[0])?),
        };
        Some((format!("{month:02}"), format!("{day:02}")))
    })
}

/// A stamp of agency and time stands no further from the end of a text, in bytes.
const MAX_STAMP_BYTES: usize = 80;

/// Reads `AP-WS-10-06-12 1630EDT` or `NYT-02-03-98 2107EST`: the agency, and the day in full.
fn anpa_stamp(text: &str) -> Option<(&str, String)> {
    text.split(|c: char| c.is_control() || c == ' ')
        .find_map(|word| {
            let parts: Vec<_> = word.split('-').collect();
            let (agency, [month, day, year]) = match parts[..] {
                [agency, _, month, day, year] | [agency, month, day, year] => {
                    (agency, [month, day, year])
                }
                _ => return None,
            };
            let number = |part: &str| part.parse::<u8>().ok();
            let (month, day, _) = (number(month)?, number(day)?, number(year)?);
            Some((agency, format!("{}-{month:02}-{day:02}", long_year(year))))
        })
}

/// Returns the day in a stamp of agency and time.
pub(super) fn day_of_stamp(text: &str) -> Option<String> {
    anpa_stamp(text).map(|(_, day)| day)
}

fn agencies(code: &str) -> Option<&'static str> {
    Some(match code {
        "AP" => "Associated Press",
        "UPI" => "United Press International",
        "NYT" => "New York Times News Service",
        "CP" => "Canadian Press",
        _ => return None,
    })
}

/// Tells headline, byline, date line and paragraphs apart in the bytes of a text from `start` to `end`; returns whether
/// there is a story.
fn finish(draft: &mut Draft, text: &str, start: usize, end: usize, wrap: Wrap) -> bool {
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
    let place = super::sgml::place_of(start[..open].trim());
    let is_dateline =
        rest.len() < after.len() && !place.is_empty() && place.len() <= 50 && !place.contains(". ");
    is_dateline.then(|| (place, end - rest.trim_start().len()))
}
