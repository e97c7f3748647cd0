//! Stories as they come over the wire: IPTC 7901 and ANPA 1312, framed by control characters.

mod story;

use super::Format;
use crate::corpus::{
    DayMonthOrder, Precision, date,
    draft::{Draft, RawDate},
    input::{Head, to_text},
    out::{Flow, Out},
    prose::Wrap,
};
use story::finish;

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
