//! What of wiki markup is no words: comments, templates, references, links, quotes that stand for emphasis.

use crate::corpus::{
    blocks::inline,
    markup::{Token, Tokens, unescape},
};

/// Returns a text without its comments.
pub(super) fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("<!--") {
        kept.push_str(&rest[..start]);
        match rest[start..].find("-->") {
            Some(end) => rest = &rest[start + end + 3..],
            None => return kept,
        }
    }
    kept.push_str(rest);
    kept
}

/// Leaves out `{{templates}}` and `{|tables|}`, however they nest; each outermost template is shown to `seen`.
pub(super) fn without_templates(text: &str, seen: &mut dyn FnMut(&str)) -> String {
    let bytes = text.as_bytes();
    let mut kept = String::with_capacity(text.len());
    let mut depth = 0usize;
    let mut outer = 0;
    let mut copied = 0;
    let mut at = 0;
    while let Some(next) = memchr::memchr2(b'{', b'}', &bytes[at..]).map(|next| at + next) {
        let pair = &bytes[next..bytes.len().min(next + 2)];
        let before_bar = next > 0 && bytes[next - 1] == b'|';
        match pair {
            b"{{" | b"{|" => {
                if depth == 0 {
                    kept.push_str(&text[copied..next]);
                    outer = next;
                }
                depth += 1;
                at = next + 2;
            }
            b"}}" if depth > 0 => {
                depth -= 1;
                at = next + 2;
                if depth == 0 {
                    seen(&text[outer + 2..next]);
                    // Some templates stand for their words.
                    kept.push_str(shown(&text[outer + 2..next]));
                    copied = at;
                }
            }
            _ if before_bar && bytes[next] == b'}' && depth > 0 => {
                depth -= 1;
                at = next + 1;
                if depth == 0 {
                    copied = at;
                }
            }
            _ => at = next + 1,
        }
    }
    if depth == 0 {
        kept.push_str(&text[copied..]);
    } else {
        // A template that never ends: keep what follows its line.
        let rest = &text[outer..];
        kept.push_str(rest.find('\n').map_or("", |line| &rest[line..]));
    }
    kept
}

/// Returns the words a template stands for in a running text: `{{w|Barack Obama|Obama}}`, `{{lang|de|Spiegel}}`.
fn shown(template: &str) -> &str {
    let (name, rest) = template.split_once('|').unwrap_or((template, ""));
    match name.trim().to_lowercase().as_str() {
        "w" | "wikipedia" | "lang" | "nowrap" | "small" | "haveyoursay" => {
            let words = rest
                .rsplit('|')
                .find(|part| !part.contains('='))
                .unwrap_or_default();
            if name.eq_ignore_ascii_case("haveyoursay") {
                ""
            } else {
                words
            }
        }
        _ => "",
    }
}

/// Cuts a template into its name and its fields; fields without names are numbered from 1.
pub(super) fn fields_of(template: &str) -> (String, Vec<(String, String)>) {
    let mut parts = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in template.char_indices() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                parts.push(&template[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&template[start..]);
    let mut parts = parts.into_iter();
    let name = parts.next().unwrap_or_default().trim().to_owned();
    let mut n_unnamed = 0;
    let fields = parts
        .map(|part| match part.split_once('=') {
            Some((key, value)) if key.trim().chars().all(|c| c.is_alphanumeric() || c == '_') => {
                (key.trim().to_owned(), without_links(value.trim()))
            }
            _ => {
                n_unnamed += 1;
                (n_unnamed.to_string(), without_links(part.trim()))
            }
        })
        .collect();
    (name, fields)
}

/// Takes away the marks inside a line: links, bold and italic, references, tags.
pub(super) fn clean(raw: &str) -> String {
    let mut text = without_links(raw);
    if text.contains("''") {
        text = text
            .replace("'''''", "")
            .replace("'''", "")
            .replace("''", "");
    }
    if text.contains("<ref") {
        text = without_references(&text);
    }
    if text.contains('<') {
        text = inline(&text);
    } else if text.contains('&') {
        text = unescape(&text).into_owned();
    }
    for word in ["__NOTOC__", "__NOEDITSECTION__", "__TOC__"] {
        text = text.replace(word, "");
    }
    text
}

/// Leaves out `<ref>…</ref>` and `<ref …/>`.
fn without_references(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut in_reference = false;
    for (token, span) in Tokens::new(text) {
        match token {
            Token::Open(tag) if tag.is("ref") => in_reference = !tag.is_closed,
            Token::Close(name) if name.eq_ignore_ascii_case("ref") => in_reference = false,
            _ if !in_reference => kept.push_str(&text[span]),
            _ => {}
        }
    }
    kept
}

/// Replaces links by their words; pictures and categories by nothing.
fn without_links(raw: &str) -> String {
    const NOT_SHOWN: [&str; 9] = [
        "category:",
        "image:",
        "file:",
        "categoria:",
        "kategorie:",
        "categoría:",
        "datei:",
        "archivo:",
        "imagem:",
    ];
    if !raw.contains('[') {
        return raw.to_owned();
    }
    let ends = link_ends(raw);
    let mut kept = String::with_capacity(raw.len());
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'[', &raw.as_bytes()[at..]).map(|found| at + found) {
        kept.push_str(&raw[at..start]);
        let rest = &raw[start..];
        if let Some(end) = ends
            .binary_search_by_key(&start, |(open, _)| *open)
            .ok()
            .map(|idx| ends[idx].1)
        {
            let link = &raw[start + 2..end];
            at = end + 2;
            let target = link.trim_start_matches(':');
            let is_shown = link.starts_with(':')
                || !NOT_SHOWN.iter().any(|space| {
                    target
                        .get(..space.len())
                        .is_some_and(|start| start.to_lowercase() == *space)
                });
            if is_shown {
                let words = link.rsplit('|').next().unwrap_or(link);
                kept.push_str(words.trim_start_matches(':'));
            }
            continue;
        }
        let is_web = ["[http://", "[https://", "[//"]
            .iter()
            .any(|mark| rest.starts_with(mark));
        let window = &rest.as_bytes()[..rest.len().min(MAX_LINK_BYTES)];
        match memchr::memchr(b']', window) {
            Some(end) if is_web => {
                let inside = &rest[1..end];
                kept.push_str(inside.split_once(' ').map_or("", |(_, words)| words));
                at = start + end + 1;
            }
            _ => {
                kept.push('[');
                at = start + 1;
            }
        }
    }
    kept.push_str(&raw[at..]);
    kept
}

/// How far the end of a link to the web is looked for, in bytes.
const MAX_LINK_BYTES: usize = 2_000;

/// Returns where links begin and end (`[[` and `]]`), in the order of their beginnings.
fn link_ends(raw: &str) -> Vec<(usize, usize)> {
    let bytes = raw.as_bytes();
    let mut open = Vec::new();
    let mut ends = Vec::new();
    let mut at = 0;
    while let Some(next) = memchr::memchr2(b'[', b']', &bytes[at..]).map(|found| at + found) {
        match bytes.get(next..next + 2) {
            Some(b"[[") => {
                open.push(next);
                at = next + 2;
            }
            Some(b"]]") => {
                if let Some(start) = open.pop() {
                    ends.push((start, next));
                }
                at = next + 2;
            }
            _ => at = next + 1,
        }
    }
    ends.sort_unstable();
    ends
}
