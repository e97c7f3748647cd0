//! What another format left in a text: HTML tags, character references, quoted-printable.

use super::Changes;
use crate::text::EditKind;
use memchr::{memchr, memchr_iter, memmem};
use std::borrow::Cow;

/// No character reference is longer.
const MAX_REFERENCE_BYTES: usize = 32;
/// No tag is longer; `<` before more than this is a character.
const MAX_TAG_BYTES: usize = 2_048;
/// So many escapes at least make a text quoted-printable.
const MIN_ESCAPES: usize = 2;

/// Tags that end a line of text.
const BLOCK_TAGS: &[&str] = &[
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "hr",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "pre",
    "dl",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "aside",
    "nav",
    "main",
];
/// Those of them that do not end a paragraph.
const LINE_TAGS: &[&str] = &["br", "li", "tr", "dt", "dd"];
/// Tags inside a line of text.
const INLINE_TAGS: &[&str] = &[
    "a", "b", "i", "u", "s", "em", "strong", "span", "font", "small", "big", "sup", "sub", "img",
    "td", "th", "tbody", "thead", "code", "q", "cite", "abbr", "time", "mark", "center", "iframe",
    "video", "audio", "source", "svg", "path", "strike", "del", "ins", "tt", "label", "button",
    "input", "form", "o:p", "wbr", "nobr", "html", "body", "head", "title", "meta", "link",
    "picture", "amp-img", "noscript",
];
/// Elements whose content is not for reading.
const SILENT_TAGS: &[&str] = &["script", "style"];

/// Proposes to take out HTML tags; `<` and `>` of other uses stay.
pub(super) fn tags(text: &str) -> Changes {
    let mut changes = Changes::default();
    // How many line ends stand before the end of the last change.
    let mut n_made_before = 0;
    let mut at = 0;
    while let Some(start) = memchr(b'<', &text.as_bytes()[at..]).map(|idx| at + idx) {
        at = start + 1;
        let Some((name, end)) = tag_at(text, start) else {
            continue;
        };
        if end <= changes.end() {
            continue;
        }
        at = end;
        let is = |list: &[&str]| list.iter().any(|tag| tag.eq_ignore_ascii_case(name));
        if is(SILENT_TAGS) && !text[start..].starts_with("</") {
            let close = text[end..].find("</").and_then(|idx| {
                let close = end + idx;
                let (closing, close_end) = tag_at(text, close)?;
                closing.eq_ignore_ascii_case(name).then_some(close_end)
            });
            at = close.unwrap_or(end);
            changes.remove(start..at, EditKind::Markup, true);
        } else if name == "!" || is(INLINE_TAGS) || is(SILENT_TAGS) {
            if changes.end() != start {
                n_made_before = 0;
            }
            changes.remove(start..end, EditKind::Markup, true);
        } else if is(BLOCK_TAGS) {
            // Line ends that are there already, or that the tags before have made, count.
            let n_wanted = if is(LINE_TAGS) { 1 } else { 2 };
            let before = text[..start].trim_end();
            let after = text[end..].trim_start();
            let n_made = if changes.end() >= before.len() {
                n_made_before
            } else {
                0
            };
            let n_there = n_line_ends(&text[before.len().max(changes.end())..start])
                + n_line_ends(&text[end..text.len() - after.len()])
                + n_made;
            let n_missing = if before.is_empty() || after.is_empty() {
                0
            } else {
                n_wanted - n_there.min(n_wanted)
            };
            n_made_before = n_there + n_missing - n_line_ends(&text[end..text.len() - after.len()]);
            let with = &"\n\n"[..n_missing];
            changes.replace(start..end, with, EditKind::Markup, true);
        }
    }
    changes
}

fn n_line_ends(gap: &str) -> usize {
    gap.bytes().filter(|byte| *byte == b'\n').count()
}

/// Returns the name of the tag or comment at `start`, and where it ends.
fn tag_at(text: &str, start: usize) -> Option<(&str, usize)> {
    let rest = &text[start + 1..];
    if rest.starts_with("!--") {
        let window = &rest.as_bytes()[..rest.len().min(MAX_TAG_BYTES)];
        let end = memmem::find(window, b"-->")?;
        return Some(("!", start + 1 + end + 3));
    }
    let inner = rest.strip_prefix('/').unwrap_or(rest);
    let name_len = inner
        .bytes()
        .position(|byte| !byte.is_ascii_alphanumeric() && byte != b':' && byte != b'-')
        .unwrap_or(inner.len());
    let name = &inner[..name_len];
    let after = inner.as_bytes().get(name_len)?;
    if !matches!(after, b'>' | b'/' | b' ' | b'\n' | b'\t' | b'\r')
        || !name.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return None;
    }
    let is_known = [BLOCK_TAGS, INLINE_TAGS, SILENT_TAGS]
        .iter()
        .any(|list| list.iter().any(|tag| tag.eq_ignore_ascii_case(name)));
    if !is_known {
        return None;
    }
    // A `>` inside a quoted attribute does not end the tag.
    let mut quote = None;
    for (idx, byte) in rest.bytes().take(MAX_TAG_BYTES).enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some((name, start + 1 + idx + 1)),
            (None, b'<') => return None,
            (None, b'"' | b'\'') if rest.as_bytes()[..idx].last() == Some(&b'=') => {
                quote = Some(byte);
            }
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Proposes to read character references (`&amp;`, `&#8217;`), also twice escaped ones.
pub(super) fn references(text: &str) -> Changes {
    let mut changes = Changes::default();
    for start in memchr_iter(b'&', text.as_bytes()) {
        if start < changes.end() {
            continue;
        }
        if let Some((read, end)) = reference_at(text, start) {
            changes.replace(start..end, &read, EditKind::CharacterReference, true);
        }
    }
    changes
}

fn reference_at(text: &str, start: usize) -> Option<(Cow<'_, str>, usize)> {
    let bytes = &text.as_bytes()[start..text.len().min(start + MAX_REFERENCE_BYTES)];
    let len = bytes[1..]
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'#')?
        + 1;
    if bytes[len] != b';' || len < 3 {
        return None;
    }
    let mut end = start + len + 1;
    // `&amp;quot;` was escaped twice.
    if text[start..end].eq_ignore_ascii_case("&amp;") {
        let inner = format!(
            "&{}",
            &text[end..text.len().min(floor(text, end + MAX_REFERENCE_BYTES))]
        );
        if let Some((read, inner_end)) = reference_at(&inner, 0) {
            return Some((Cow::Owned(read.into_owned()), end + inner_end - 1));
        }
        return Some((Cow::Borrowed("&"), end));
    }
    let reference = &text[start..end];
    let read = match number_of(reference) {
        // Numbers 128 to 159 are meant as cp1252, as browsers read them.
        Some(number @ 128..=159) => {
            let byte = [number as u8];
            let (read, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
            Cow::Owned(read.into_owned())
        }
        _ => html_escape::decode_html_entities(reference),
    };
    if read == reference {
        return None;
    }
    // The carriage return of `&#13;` belongs to the line end after it.
    if read == "\r" && text[end..].starts_with('\n') {
        end += 1;
        return Some((Cow::Borrowed("\n"), end));
    }
    Some((read, end))
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn number_of(reference: &str) -> Option<u32> {
    let digits = reference.strip_prefix("&#")?.strip_suffix(';')?;
    match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    }
}

/// Proposes to decode quoted-printable, where all equals signs of the text are escapes.
pub(super) fn quoted_printable(text: &str) -> Changes {
    let bytes = text.as_bytes();
    let mut changes = Changes::default();
    let mut n_bytes = 0;
    let mut n_soft = 0;
    let mut at = 0;
    while let Some(start) = memchr(b'=', &bytes[at..]).map(|idx| at + idx) {
        if let Some(len) = soft_break(&bytes[start..]) {
            n_soft += 1;
            at = start + len;
            changes.remove(start..at, EditKind::Mojibake, true);
            continue;
        }
        let mut decoded = Vec::new();
        at = start;
        while let Some(byte) = escaped_byte(&bytes[at..]) {
            decoded.push(byte);
            at += 3;
            // A soft break may cut a character in two.
            if let Some(len) = soft_break(&bytes[at..])
                && escaped_byte(&bytes[at + len..]).is_some()
                && !byte.is_ascii()
            {
                n_soft += 1;
                at += len;
            }
        }
        if decoded.is_empty() {
            return Changes::default();
        }
        n_bytes += decoded.len();
        let read = match String::from_utf8(decoded) {
            Ok(read) => read,
            Err(error) => encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(error.as_bytes())
                .0
                .into_owned(),
        };
        changes.replace(start..at, &read, EditKind::Mojibake, true);
    }
    if n_soft >= MIN_ESCAPES || (n_bytes >= MIN_ESCAPES && text.contains("=E2=80=")) || n_bytes > 8
    {
        changes
    } else {
        Changes::default()
    }
}

fn soft_break(bytes: &[u8]) -> Option<usize> {
    let rest = bytes.strip_prefix(b"=")?;
    if rest.starts_with(b"\n") {
        Some(2)
    } else if rest.starts_with(b"\r\n") {
        Some(3)
    } else {
        None
    }
}

fn escaped_byte(bytes: &[u8]) -> Option<u8> {
    let [b'=', high, low, ..] = bytes else {
        return None;
    };
    let digit = |byte: u8| {
        (byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte))
            .then(|| (byte as char).to_digit(16))
            .flatten()
    };
    Some((digit(*high)? << 4 | digit(*low)?) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::prose::check_pass as check;

    #[test]
    fn known_tags_go() {
        check(
            tags,
            "<p>A <b>b</b> <a href=\"x?a=1>2\">c</a>.</p>\n<p>D<br/>e",
            "A b c.\n\nD\ne",
        );
        check(
            tags,
            "x <!-- note --> y<script>if (a<b) {}</script>z",
            "x  yz",
        );
        for text in [
            "1 < 2 > 0",
            "<john@example.org>",
            "a <Ctrl-C> b",
            "if a<b then",
            "<b",
            "<",
        ] {
            check(tags, text, text);
        }
    }

    #[test]
    fn references_are_read() {
        check(
            references,
            "&quot;AT&amp;T&quot; &mdash; it&#39;s&#x2019;&nbsp;&#146;",
            "\"AT&T\" — it's’\u{a0}’",
        );
        check(references, "&amp;quot;x&amp;amp;", "\"x&");
        for text in ["a?b=1&c=2", "AT&T; &x;", "&", "&#;", "&#xffffffff;"] {
            check(references, text, text);
        }
    }

    #[test]
    fn quoted_printable_is_decoded_where_it_is_certain() {
        check(
            quoted_printable,
            "we=E2=80=99ve lost gu=\nn laws=E2=80=\n=99",
            "we’ve lost gun laws’",
        );
        for text in ["http://example.com/?a=b&c=2F", "x = y", "E=MC2", "a=20b"] {
            check(quoted_printable, text, text);
        }
    }
}
