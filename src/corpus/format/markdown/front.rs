//! Front matter: the fields between two fences at the front of a text, in YAML, TOML, or what somebody wrote for it.

use super::super::json;
use saphyr_parser::{Event, Parser};
use serde_json::Value;

/// Longer front matter is none.
const MAX_FRONT_BYTES: usize = 64 << 10;

/// Returns the fields between the fences at the front, and where the story begins.
pub(super) fn matter(text: &str) -> Option<(&str, usize)> {
    let fence = ["---", "+++"]
        .into_iter()
        .find(|fence| text.starts_with(fence))?;
    let first_end = text.find('\n')?;
    if text[..first_end].trim_end() != fence {
        return None;
    }
    let mut at = first_end + 1;
    let mut n_fields = 0;
    for line in text[at..].split_inclusive('\n') {
        let content = line.trim_end();
        if content == fence || (fence == "---" && content == "...") {
            return (n_fields > 0).then(|| (&text[first_end + 1..at], at + line.len()));
        }
        at += line.len();
        if at > MAX_FRONT_BYTES {
            return None;
        }
        n_fields += usize::from(field_of(content).is_some());
    }
    None
}

/// Returns the name and value of a line like `title: "…"` or `title = "…"`.
fn field_of(line: &str) -> Option<(&str, &str)> {
    let end = line.find([':', '='])?;
    let name = line[..end].trim_end();
    let is_name = !name.is_empty()
        && name.len() <= 40
        && !name.starts_with(['-', '#', '"', ' '])
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || "_-. ".contains(c));
    is_name.then(|| (name, line[end + 1..].trim()))
}

/// Returns the fields of front matter with their values, lists joined by commas.
pub(super) fn fields(front: &str) -> Vec<(String, String)> {
    yaml_fields(front).unwrap_or_else(|| line_fields(front))
}

/// Returns the fields of front matter that is YAML, lists joined by commas; `None` where it is not.
fn yaml_fields(front: &str) -> Option<Vec<(String, String)>> {
    let mut fields = Vec::new();
    let mut name: Option<String> = None;
    let mut list: Option<Vec<String>> = None;
    let mut depth = 0;
    for event in Parser::new_from_str(front) {
        let (event, _) = event.ok()?;
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                depth += 1;
                let begins_list = depth == 2 && matches!(event, Event::SequenceStart(..));
                if begins_list {
                    list = Some(Vec::new());
                }
            }
            Event::SequenceEnd | Event::MappingEnd => {
                depth -= 1;
                if depth == 1 {
                    let parts = list.take().unwrap_or_default();
                    fields.extend(name.take().map(|name| (name, parts.join(", "))));
                }
            }
            Event::Scalar(value, ..) if depth == 1 => match name.take() {
                None => name = Some(value.into_owned()),
                Some(name) => fields.push((name, value.trim().to_owned())),
            },
            Event::Scalar(value, ..) if depth == 2 => {
                if let Some(list) = &mut list {
                    list.push(value.trim().to_owned());
                }
            }
            Event::Scalar(..)
            | Event::Alias(_)
            | Event::DocumentStart(..)
            | Event::DocumentEnd
            | Event::StreamStart
            | Event::StreamEnd
            | Event::Nothing => {}
        }
    }
    // TOML is one long word to YAML.
    (!fields.is_empty()).then_some(fields)
}

/// Returns the fields of front matter line by line: TOML, and YAML that somebody wrote by hand with a slip.
fn line_fields(front: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut lines = front.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with('#') {
            continue;
        }
        let Some((name, value)) = field_of(line) else {
            continue;
        };
        let mut value = unquoted(value);
        if value.is_empty() || matches!(value.as_str(), ">" | "|" | ">-" | "|-") {
            // A list or a text goes on in the lines below.
            let mut parts = Vec::new();
            while let Some(next) = lines.peek() {
                let is_more = next.starts_with([' ', '\t']) || next.starts_with("- ");
                if !is_more {
                    break;
                }
                parts.push(unquoted(next.trim().trim_start_matches("- ")));
                lines.next();
            }
            let joint = if value.is_empty() { ", " } else { " " };
            value = parts.join(joint);
        }
        fields.push((name.to_owned(), value));
    }
    fields
}

/// Returns a value of YAML or TOML without its quotation marks; a list in brackets becomes names with commas.
fn unquoted(raw: &str) -> String {
    let raw = raw.trim();
    if raw.starts_with('[') && raw.ends_with(']') {
        if let Ok(Value::Array(members)) = serde_json::from_str::<Value>(raw) {
            return members
                .iter()
                .filter_map(json::words)
                .collect::<Vec<_>>()
                .join(", ");
        }
        return raw[1..raw.len() - 1]
            .split(',')
            .map(|part| part.trim().trim_matches(['"', '\'']).to_owned())
            .collect::<Vec<_>>()
            .join(", ");
    }
    if let Some(inner) = raw
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
    {
        return inner.replace("''", "'");
    }
    if raw.len() >= 2 && raw.starts_with('"') && raw.ends_with('"') {
        return serde_json::from_str(raw).unwrap_or_else(|_| raw[1..raw.len() - 1].to_owned());
    }
    match raw.find(" #") {
        Some(comment) => raw[..comment].trim_end().to_owned(),
        None => raw.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(front: &str, expected: &[(&str, &str)]) {
        let fields = fields(front);
        let fields: Vec<_> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        assert_eq!(fields, expected, "{front}");
    }

    #[test]
    fn front_matter_is_read_as_its_language_means_it() {
        check(
            "title: Plain words\ndate: 2021-03-05\n",
            &[("title", "Plain words"), ("date", "2021-03-05")],
        );
        check(
            "title: \"The council\\u2019s\\_long \\\n  \\ story\"\n",
            &[("title", "The council\u{2019}s\u{a0}long  story")],
        );
        check(
            "tags:\n- sea\n- 'it''s'\nby: [Ann, Bo]\n",
            &[("tags", "sea, it's"), ("by", "Ann, Bo")],
        );
        check("text: >\n  two\n  lines\n", &[("text", "two lines")]);
        // A second colon is no YAML, and common.
        check(
            "title: Harbour: the wall\nby: Ann\n",
            &[("title", "Harbour: the wall"), ("by", "Ann")],
        );
        check("title = \"From TOML\"\n", &[("title", "From TOML")]);
    }
}
