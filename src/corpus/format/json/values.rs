//! What does a value of JSON hold: words, a date, a story?

use super::super::markdown;
use crate::corpus::{
    blocks::{Blocks, flatten, inline},
    draft::{Content, Draft, RawDate},
    prose::Wrap,
};
use crate::text::ParagraphKind;
use serde_json::Value;

/// Returns markup on one line as its text.
pub(super) fn plain(text: &str) -> String {
    if text.contains('<') || text.contains('&') {
        inline(text)
    } else {
        text.to_owned()
    }
}

/// Members of an object that hold its words.
const WORDS: [&str; 11] = [
    "main", "name", "rendered", "original", "value", "@value", "text", "title", "full", "#text",
    "label",
];

/// Returns the words of a value: a string, the name of an object, the names of a list.
pub(in crate::corpus::format) fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        }
        Value::Array(members) => {
            let names: Vec<_> = members.iter().take(20).filter_map(words).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        Value::Object(object) => {
            WORDS
                .iter()
                .filter_map(|name| object.get(*name))
                .find_map(|value| match value {
                    Value::String(_) => words(value),
                    _ => None,
                })
        }
        _ => None,
    }
}

/// Returns the date of a value: a string, a number of seconds or milliseconds, or a database's own way.
pub(in crate::corpus::format) fn date(value: &Value) -> Option<RawDate> {
    match value {
        Value::String(text) => written(text),
        Value::Number(number) => {
            let raw = number.to_string();
            let seconds = number.as_f64()?;
            // 2019 and 20190104 are dates as they stand.
            let is_written = number.is_i64() && (4..=8).contains(&raw.len());
            if is_written || (raw.len() == 14 && (raw.starts_with("19") || raw.starts_with("20"))) {
                RawDate::written(raw)
            } else {
                Some(RawDate::Epoch(seconds, raw))
            }
        }
        Value::Object(object) => ["$date", "$numberLong", "date", "value", "iso", "rendered"]
            .iter()
            .filter_map(|name| object.get(*name))
            .find_map(date),
        Value::Array(members) => date(members.first()?),
        _ => None,
    }
}

/// Reads a date field: words, or digits that count seconds or milliseconds.
pub(in crate::corpus::format) fn written(text: &str) -> Option<RawDate> {
    let text = text.trim();
    let digits = text.strip_suffix(".0").unwrap_or(text);
    let is_count =
        matches!(digits.len(), 9 | 10 | 13) && digits.bytes().all(|b| b.is_ascii_digit());
    match digits.parse() {
        Ok(seconds) if is_count => Some(RawDate::Epoch(seconds, text.to_owned())),
        _ => RawDate::written(text),
    }
}

/// Returns the story of a value.
pub(super) fn content(value: &Value) -> Option<Content> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            (!text.is_empty()).then(|| text_content(text))
        }
        Value::Array(members) => {
            // Search engines write the one value of a field as a list.
            if let [Value::String(_)] = &members[..] {
                return content(&members[0]);
            }
            let mut blocks = Blocks::default();
            for member in members {
                match content(member) {
                    Some(Content::Text(text, _)) => blocks.push(&text, ParagraphKind::Text),
                    Some(Content::Marked(text, _)) => {
                        blocks.push(&markdown::unmarked(&text), ParagraphKind::Text);
                    }
                    Some(Content::Blocks(inner)) => blocks.append(&inner),
                    Some(Content::Pieces(..)) | None => {}
                }
            }
            (!blocks.text.is_empty()).then_some(Content::Blocks(blocks))
        }
        Value::Object(object) => [
            "rendered",
            "html",
            "text",
            "content",
            "body",
            "paragraph",
            "value",
            "main",
            "blocks",
            "data",
        ]
        .iter()
        .filter_map(|name| object.get(*name))
        .find_map(content),
        _ => None,
    }
}

/// Makes content of a string that is text or markup.
pub(in crate::corpus::format) fn text_content(text: &str) -> Content {
    if is_markup(text) {
        let blocks = flatten(text);
        if !blocks.text.is_empty() {
            return Content::Blocks(blocks);
        }
    }
    markdown::content(text).unwrap_or_else(|| Content::Text(text.to_owned(), Wrap::Unknown))
}

/// Tells whether a string is markup.
pub(in crate::corpus::format) fn is_markup(text: &str) -> bool {
    const SIGNS: [&str; 12] = [
        "</p>", "<p>", "<p ", "<br>", "<br/>", "<br />", "</div>", "</span>", "</a>", "</b>",
        "</h2>", "</em>",
    ];
    text.contains('<')
        && SIGNS
            .iter()
            .any(|sign| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some())
}

/// Reads a list of typed blocks, as the content systems of newspapers write it: paragraphs, but also title, byline
/// and date.
pub(super) fn typed_blocks(value: &Value) -> Option<Draft> {
    let members = match value {
        Value::Array(members) => members,
        Value::Object(object) => object.get("blocks")?.as_array()?,
        _ => return None,
    };
    let mut draft = Draft::default();
    let mut blocks = Blocks::default();
    let mut n_typed = 0;
    for member in members {
        let Some(object) = member.as_object() else {
            continue;
        };
        let Some(kind) = object.get("type").and_then(Value::as_str) else {
            continue;
        };
        n_typed += 1;
        let subtype = object.get("subtype").and_then(Value::as_str);
        let inner = ["content", "text", "data", "fullcaption", "blurb"]
            .iter()
            .find_map(|name| object.get(*name));
        let text = inner.and_then(content).unwrap_or_default();
        let line = || inner.and_then(words).map(|line| plain(&line));
        match kind {
            "title" | "headline" => draft.title = draft.title.or_else(line),
            "byline" | "author" => draft.byline = draft.byline.or_else(line),
            "kicker" | "section" => draft.section = draft.section.or_else(line),
            "date" => draft.date = draft.date.or_else(|| inner.and_then(date)),
            "author_info" | "tweet" | "video" | "gallery" | "correction-info" => {}
            "image" | "caption" => {
                let caption = object.get("fullcaption").or_else(|| object.get("caption"));
                if let Some(caption) = caption.and_then(words) {
                    blocks.push(&plain(&caption), ParagraphKind::Caption);
                }
            }
            _ => {
                let kind = match subtype.unwrap_or(kind) {
                    "header" | "heading" | "subhead" | "deck" => ParagraphKind::Heading,
                    "blockquote" | "pullquote" | "quote" => ParagraphKind::Quote,
                    "list" | "list_item" => ParagraphKind::List,
                    _ => ParagraphKind::Text,
                };
                match text {
                    Content::Text(text, _) => blocks.push(&plain(&text), kind),
                    Content::Blocks(inner) if kind == ParagraphKind::Text => blocks.append(&inner),
                    Content::Blocks(inner) => {
                        for (text, _) in inner.iter() {
                            blocks.push(text, kind);
                        }
                    }
                    Content::Marked(text, _) => blocks.push(&markdown::unmarked(&text), kind),
                    Content::Pieces(..) => {}
                }
            }
        }
    }
    if n_typed == 0 || blocks.text.is_empty() {
        return None;
    }
    draft.content = Content::Blocks(blocks);
    Some(draft)
}
