//! Mail and news: mbox folders, single messages, Usenet posts, newsletters, and pages saved as MHTML.

use super::{Format, html};
use crate::corpus::{
    DateFrom, DayMonthOrder,
    blocks::{Blocks, flatten},
    draft::{Content, Draft, RawDate},
    input::{Head, Input},
    out::{Flow, Out},
    prose::{Piece, Role, Wrap},
    records::{Counted, MAX_RECORD_BYTES},
};
use crate::text::{ParagraphKind, Span};
use mail_parser::{Addr, Address, HeaderValue, Message, MessageParser, PartType};
use std::io::{self, BufRead};

/// Folders of mail in one file.
pub const MBOX: Format = Format {
    name: "mbox",
    looks: |head| {
        let text = head.text();
        let after = text.split_once('\n').map_or("", |(_, rest)| rest);
        text.lines().next().is_some_and(is_separator) && n_mail_headers(after) >= 2
    },
    read: |input, out| {
        let mut stream = Counted::new(input.stream());
        match mbox(&mut stream, out) {
            Ok(flow) => flow,
            Err(error) => {
                out.failed(&error);
                Flow::Continue(())
            }
        }
    },
};

/// One message.
pub const MAIL: Format = Format {
    name: "mail",
    looks: |head: &Head| n_mail_headers(head.start()) >= 2,
    read: |input: &mut Input<'_>, out| {
        let Some(bytes) = input.whole(out) else {
            return Flow::Continue(());
        };
        let lead = bytes.len() - bytes.trim_ascii_start().len();
        message(&bytes[lead..], lead as u64, out)
    },
};

/// Counts the headers at the front of a text that only messages have; 0 where other lines stand between.
fn n_mail_headers(text: &str) -> usize {
    const SURE: [&str; 11] = [
        "from",
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "path",
        "delivered-to",
        "newsgroups",
        "x-from-line",
        "content-type",
        "snapshot-content-location",
    ];
    const COMMON: [&str; 9] = [
        "date",
        "subject",
        "to",
        "organization",
        "lines",
        "references",
        "sender",
        "reply-to",
        "xref",
    ];
    let mut n_sure = 0;
    let mut n_common = 0;
    for line in text.lines().take(80) {
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t', '>']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            return 0;
        };
        if name.is_empty() || name.len() > 60 || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return 0;
        }
        let name = name.to_ascii_lowercase();
        n_sure += usize::from(SURE.contains(&name.as_str()));
        n_common += usize::from(COMMON.contains(&name.as_str()));
    }
    if n_sure == 0 { 0 } else { n_sure + n_common }
}

/// Tells whether a line divides the messages of a folder: `From somebody Fri Jan  4 00:00:00 2019`.
fn is_separator(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("From ") else {
        return false;
    };
    let rest = rest.trim_end();
    let has_time = rest.split_whitespace().any(|word| {
        word.len() >= 5
            && word.split(':').count() >= 2
            && word.starts_with(|c: char| c.is_ascii_digit())
    });
    let has_year = rest.split_whitespace().any(|word| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|byte| byte.is_ascii_digit())
    });
    // Archives of Usenet number their posts instead.
    let is_number = rest.trim_start_matches('-').len() >= 6
        && rest
            .trim_start_matches('-')
            .bytes()
            .all(|byte| byte.is_ascii_digit());
    (has_time && has_year) || is_number || rest == "-" || rest.ends_with("???@???")
}

fn mbox(stream: &mut Counted<impl BufRead>, out: &mut Out<'_>) -> io::Result<Flow> {
    let mut current: Vec<u8> = Vec::new();
    let mut start = 0;
    let mut is_open = false;
    let mut after_blank = true;
    let mut line = Vec::new();
    loop {
        let at = stream.position();
        line.clear();
        let more = stream.line(&mut line, MAX_RECORD_BYTES)?;
        let divides = more
            && after_blank
            && line.starts_with(b"From ")
            && is_separator(&String::from_utf8_lossy(&line));
        if (!more || divides) && is_open {
            let flow = if current.len() > MAX_RECORD_BYTES {
                out.too_big(start)
            } else {
                message(&current, start, out)
            };
            if flow.is_break() {
                return Ok(flow);
            }
            current.clear();
        }
        if !more {
            return Ok(Flow::Continue(()));
        }
        if divides {
            is_open = true;
            start = at;
        } else if is_open && current.len() <= MAX_RECORD_BYTES {
            // Lines of the text that look like a beginning were marked when the folder was written.
            let marked = line.iter().take_while(|byte| **byte == b'>').count();
            let from = usize::from(marked > 0 && line[marked..].starts_with(b"From "));
            current.extend_from_slice(&line[from..]);
        }
        after_blank = line.iter().all(u8::is_ascii_whitespace);
    }
}

/// How deep messages may lie in messages.
const MAX_BOUNDARIES: usize = 64;

/// Reads one message and what is enclosed in it.
pub(super) fn message(bytes: &[u8], offset: u64, out: &mut Out<'_>) -> Flow {
    let n_boundaries = memchr::memmem::find_iter(bytes, b"boundary=").count();
    if n_boundaries > MAX_BOUNDARIES {
        return out.problem(
            Some(format!("byte {offset}")),
            "a message with too many parts in each other",
        );
    }
    let Some(parsed) = MessageParser::default().parse(bytes) else {
        return out.problem(
            Some(format!("byte {offset}")),
            "not a message: it has no headers",
        );
    };
    let mut found = Vec::new();
    with_enclosed(&parsed, MAX_ENCLOSED_DEPTH, &mut found);
    if found.is_empty() {
        return out.problem(
            Some(format!("byte {offset}")),
            "a message without subject and text",
        );
    }
    for mut draft in found {
        draft.offset = offset;
        out.article(draft)?;
    }
    Flow::Continue(())
}

/// How deep messages are looked for in messages.
const MAX_ENCLOSED_DEPTH: usize = 4;

/// Reads a message and those that are enclosed in it: digests, and mail that was handed on.
fn with_enclosed(message: &Message<'_>, depth: usize, found: &mut Vec<Draft>) {
    found.extend(draft(message));
    if depth == 0 {
        return;
    }
    for part in &message.parts {
        if let PartType::Message(enclosed) = &part.body {
            with_enclosed(enclosed, depth - 1, found);
        }
    }
}

fn draft(message: &Message<'_>) -> Option<Draft> {
    let raw = |name: &str| {
        message
            .header_raw(name)
            .map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|value| !value.is_empty())
    };
    let saved_from = raw("Snapshot-Content-Location");
    let is_page = saved_from.is_some() || raw("From").is_some_and(|from| from.contains("Saved by"));
    if is_page && let Some(page) = first_html(message) {
        let url = saved_from.or_else(|| raw("Content-Location"));
        if let Some(mut draft) = html::page_draft(&page, url.as_deref(), DayMonthOrder::Unknown) {
            draft.title = draft.title.or_else(|| message.subject().map(str::to_owned));
            return Some(draft);
        }
    }
    let title = message
        .subject()
        .map(str::trim)
        .filter(|subject| !subject.is_empty());
    let content = body(message);
    if title.is_none() && content.is_empty() {
        return None;
    }
    Some(Draft {
        title: title.map(str::to_owned),
        date: raw("Date")
            .or_else(|| raw("Resent-Date"))
            .and_then(RawDate::written),
        date_from: Some(DateFrom::Header),
        source: list_name(message),
        section: raw("Newsgroups"),
        byline: message.from().and_then(author),
        language: raw("Content-Language"),
        url: ["Archived-At", "X-URL", "Link", "Content-Location"]
            .iter()
            .filter_map(|name| raw(name))
            .map(|url| url.trim_matches(['<', '>']).to_owned())
            .find(|url| url.starts_with("http")),
        content,
        ..Draft::default()
    })
}

fn author(address: &Address<'_>) -> Option<String> {
    let first: &Addr<'_> = address.first()?;
    let name = first
        .name
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    name.or(first.address.as_deref()).map(str::to_owned)
}

/// Returns the name of the list: `Daily <daily.example.org>` is `Daily`.
fn list_name(message: &Message<'_>) -> Option<String> {
    if let HeaderValue::Address(address) = message.list_id()
        && let Some(name) = address.first().and_then(|list| list.name.as_deref())
        && !name.trim().is_empty()
    {
        return Some(name.trim().to_owned());
    }
    None
}

fn first_html(message: &Message<'_>) -> Option<String> {
    message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.to_string()),
        _ => None,
    })
}

/// Takes the text of a message: plain where it says as much as the markup does.
fn body(message: &Message<'_>) -> Content {
    let mut plain = String::new();
    let mut markup = Blocks::default();
    for id in &message.text_body {
        if let Some(PartType::Text(text)) = message.parts.get(*id as usize).map(|part| &part.body) {
            if !plain.is_empty() {
                plain.push_str("\n\n");
            }
            plain.push_str(text);
        }
    }
    for id in &message.html_body {
        if let Some(PartType::Html(html)) = message.parts.get(*id as usize).map(|part| &part.body) {
            markup.append(&flatten(html));
        }
    }
    if plain.trim().len() * 3 >= markup.text.len() * 2 {
        return plain_content(plain);
    }
    Content::Blocks(folded(&markup))
}

/// Sets aside the lines of a newsletter that speak of the subscription.
fn folded(markup: &Blocks) -> Blocks {
    let mut folded = Blocks::default();
    for (text, kind) in markup.iter() {
        let kind = if is_about_subscription(text) {
            ParagraphKind::Boilerplate
        } else {
            kind
        };
        folded.push(text, kind);
    }
    folded
}

fn is_about_subscription(text: &str) -> bool {
    const SIGNS: [&str; 10] = [
        "unsubscribe",
        "view in browser",
        "view this email",
        "view online",
        "manage your preferences",
        "update your preferences",
        "abbestellen",
        "abmelden",
        "cancelar a inscri",
        "darse de baja",
    ];
    if text.len() > 300 {
        return false;
    }
    let lower = text.to_lowercase();
    SIGNS.iter().any(|sign| lower.contains(sign))
}

/// Tells quoted lines, the signature and the footer of a list apart from what the author wrote.
fn plain_content(text: String) -> Content {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open: Option<(usize, usize, Role)> = None;
    let mut in_signature = false;
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        lines.push((at, line));
        at += line.len();
    }
    for (idx, (start, line)) in lines.iter().enumerate() {
        let content = line.trim();
        let end = start + line.trim_end().len();
        let is_rule = content.len() >= 10
            && content
                .bytes()
                .all(|byte| matches!(byte, b'_' | b'-' | b'='));
        in_signature |= line.trim_end_matches(['\r', '\n']) == "-- "
            || (content == "--" && idx * 2 > lines.len());
        // A rule in the last lines begins the footer of the list.
        in_signature |= is_rule && idx + 12 >= lines.len() && idx * 3 > lines.len();
        in_signature |= content.starts_with("-----BEGIN PGP SIGNATURE");
        let role = if content.is_empty() {
            if let Some((_, _, Role::Paragraph(_))) = open {
                close(&mut open, &mut pieces);
            }
            continue;
        } else if in_signature || is_about_subscription(content) {
            Role::Paragraph(ParagraphKind::Boilerplate)
        } else if is_quoted(&lines, idx) || is_attribution(&lines, idx) {
            Role::Paragraph(ParagraphKind::Quote)
        } else {
            Role::Prose
        };
        match &mut open {
            Some((_, open_end, open_role)) if *open_role == role => *open_end = end,
            _ => {
                close(&mut open, &mut pieces);
                open = Some((*start, end, role));
            }
        }
    }
    close(&mut open, &mut pieces);
    let wrap = Wrap::of_lines(&text);
    if let [
        Piece {
            role: Role::Prose, ..
        },
    ] = &pieces[..]
    {
        return Content::Text(text, wrap);
    }
    Content::Pieces(text, pieces, wrap)
}

/// Tells whether a line is one of those the author answers to: `> …`, `|> …`, `AP> …`, and signs that programs of the
/// old days put before each line.
fn is_quoted(lines: &[(usize, &str)], idx: usize) -> bool {
    let line = lines[idx].1.trim();
    let initials = line.trim_start_matches(|c: char| c.is_ascii_uppercase());
    if initials.starts_with('>') && line.len() - initials.len() <= 3 || line.starts_with("|>") {
        return true;
    }
    let Some(sign @ (':' | '|' | '#' | ']' | '}')) = line.chars().next() else {
        return false;
    };
    // One such line may be anything.
    let has_sign = |idx: usize| {
        let line = lines.get(idx).map_or("", |(_, line)| line.trim());
        line.strip_prefix(sign)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '>']))
    };
    has_sign(idx) && (idx > 0 && has_sign(idx - 1) || has_sign(idx + 1))
}

fn close(open: &mut Option<(usize, usize, Role)>, pieces: &mut Vec<Piece>) {
    if let Some((start, end, role)) = open.take() {
        pieces.push(Piece {
            span: Span::new(start, end),
            role,
        });
    }
}

/// Tells whether a line only says whose words follow: `On Friday, Li Wei wrote:`.
fn is_attribution(lines: &[(usize, &str)], idx: usize) -> bool {
    let line = lines[idx].1.trim();
    let ends = [
        "wrote:",
        "writes:",
        "said:",
        "schrieb:",
        "escribió:",
        "escreveu:",
        "a écrit :",
        "ha scritto:",
        "schreef:",
    ];
    line.len() < 200
        && ends.iter().any(|end| line.ends_with(end))
        && (idx + 1..lines.len())
            .find(|idx| !lines[*idx].1.trim().is_empty())
            .is_some_and(|next| is_quoted(lines, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_from_other_texts() {
        let check = |text: &str, expected: bool| {
            assert_eq!(n_mail_headers(text) >= 2, expected, "{text}");
        };
        check("From: a@b.c\nSubject: x\n\nHello", true);
        check("Path: news!x\nNewsgroups: a.b\n\nHello", true);
        check("Title: x\nDate: y\n\nHello", false);
        check("From: the minister\nTo the people:\nHello", false);
        check("Hello", false);
    }

    #[test]
    fn beginnings_of_messages_are_told_from_text() {
        let check = |line: &str, expected: bool| assert_eq!(is_separator(line), expected, "{line}");
        check("From a@b.c Fri Jan  4 00:00:00 2019", true);
        check("From - Fri Jan 04 00:00:00 2019", true);
        check("From -1234567890", true);
        check("From here on it was easy.", false);
        check("From: a@b.c", false);
    }

    #[test]
    fn quoted_lines_and_signatures_are_told_apart() {
        let text = "Hello.\n\nOn Friday Li wrote:\n> one\n> two\nYes.\n\n-- \nLi\n";
        let Content::Pieces(_, pieces, _) = plain_content(text.to_owned()) else {
            panic!();
        };
        let found: Vec<_> = pieces
            .iter()
            .map(|piece| (piece.span.of(text), piece.role))
            .collect();
        assert_eq!(
            found,
            [
                ("Hello.", Role::Prose),
                (
                    "On Friday Li wrote:\n> one\n> two",
                    Role::Paragraph(ParagraphKind::Quote)
                ),
                ("Yes.", Role::Prose),
                ("-- \nLi", Role::Paragraph(ParagraphKind::Boilerplate)),
            ]
        );
    }
}
