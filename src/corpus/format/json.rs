//! JSON of any shape: one article, a list, one a line; fields found by their names, wherever they stand.

mod values;

use super::{Format, ninjs};
use crate::corpus::{
    DayMonthOrder,
    draft::Draft,
    fields::{Field, FieldMap, guess},
    input::{Head, Input, to_text},
    out::{Flow, Out},
    records::{self, JsonValues, Lines, Record},
};
use serde_json::{Map, Value};
use values::{content, plain, typed_blocks};

pub(super) use values::{date, is_markup, text_content, words, written};

/// One value, a list of values, or several values in a file.
pub const JSON: Format = Format {
    name: "json",
    looks: |head| is_json(head) && !is_lines(head),
    read: |input, out| {
        let mut values = JsonValues::new(input.stream());
        read(|| values.next(), out)
    },
};

/// One value on each line.
pub const JSON_LINES: Format = Format {
    name: "jsonl",
    looks: |head| is_json(head) && is_lines(head),
    read: |input: &mut Input<'_>, out| {
        let mut lines = Lines::new(input.stream());
        read(|| lines.next(), out)
    },
};

/// How deep in a value articles are looked for.
const MAX_DEPTH: usize = 6;

fn is_json(head: &Head) -> bool {
    let start = head.start();
    match start.as_bytes().first() {
        Some(b'{') => {
            let rest = start[1..].trim_start();
            rest.starts_with('"') || rest.starts_with('}')
        }
        Some(b'[') => {
            let rest = start[1..].trim_start();
            rest.starts_with(['{', '[', ']'])
                || (rest.starts_with('"') && head.is_named(&[".json"]))
        }
        _ => false,
    }
}

/// Tells whether the first line is a whole value and not all there is.
fn is_lines(head: &Head) -> bool {
    let start = head.start();
    let Some((first, rest)) = start.split_once('\n') else {
        return head.is_named(&[".jsonl", ".ndjson", ".jl"]);
    };
    let first = first.trim_end();
    first.starts_with('{')
        && first.ends_with('}')
        && (rest.trim_start().starts_with('{') || head.is_named(&[".jsonl", ".ndjson", ".jl"]))
}

fn read(next: impl FnMut() -> std::io::Result<Option<Record>>, out: &mut Out<'_>) -> Flow {
    let mut without_text = WithoutText::default();
    records::each(next, out, |offset, bytes, out| {
        record(offset, bytes, &mut without_text, out)
    })?;
    without_text.report(out)
}

fn record(offset: u64, bytes: &[u8], without_text: &mut WithoutText, out: &mut Out<'_>) -> Flow {
    let text = to_text(bytes, None);
    let value = match serde_json::from_str::<Value>(&text) {
        Ok(value) => value,
        Err(error) => match serde_json::from_str(&without_numbers_that_are_none(&text)) {
            Ok(value) => value,
            Err(_) => return out.problem(Some(format!("byte {offset}")), &said(&error)),
        },
    };
    let mut found = Vec::new();
    find_articles(&value, out.fields(), MAX_DEPTH, &mut found);
    if found.is_empty() {
        without_text.note(&value);
    }
    for mut draft in found {
        draft.offset = offset;
        out.article(draft)?;
    }
    Flow::Continue(())
}

/// Says what is wrong with a value in words for a person.
fn said(error: &serde_json::Error) -> String {
    if error.is_eof() {
        "not valid JSON: it ends too early".to_owned()
    } else {
        format!("not valid JSON: {error}")
    }
}

/// Writes `null` for `NaN` and `Infinity`, which some programs write and JSON does not know.
fn without_numbers_that_are_none(text: &str) -> String {
    let mut fixed = String::with_capacity(text.len());
    let mut rest = text;
    // Strings are every second part between quotation marks; a mark after a backslash is none.
    while let Some(at) = rest.find('"') {
        let outside = &rest[..at];
        fixed.push_str(&nulls(outside));
        let bytes = rest.as_bytes();
        let mut end = at + 1;
        while end < bytes.len() && bytes[end] != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        let end = (end + 1).min(rest.len());
        fixed.push_str(&rest[at..end]);
        rest = &rest[end..];
    }
    fixed.push_str(&nulls(rest));
    fixed
}

fn nulls(outside: &str) -> String {
    if outside.contains('N') || outside.contains('I') {
        outside
            .replace("-Infinity", "null")
            .replace("Infinity", "null")
            .replace("NaN", "null")
    } else {
        outside.to_owned()
    }
}

/// Records in which nothing to read was found: told once, not once each.
#[derive(Default)]
pub(super) struct WithoutText {
    n_records: u64,
    names: Vec<String>,
}

impl WithoutText {
    pub(super) fn note(&mut self, value: &Value) {
        self.n_records += 1;
        if let (true, Value::Object(object)) = (self.names.is_empty(), value) {
            self.names = object.keys().take(12).cloned().collect();
        }
    }

    pub(super) fn note_names(&mut self, names: impl IntoIterator<Item = String>) {
        self.n_records += 1;
        if self.names.is_empty() {
            self.names = names.into_iter().take(12).collect();
        }
    }

    pub(super) fn report(&self, out: &mut Out<'_>) -> Flow {
        if self.n_records == 0 {
            return Flow::Continue(());
        }
        let mut why = match self.n_records {
            1 => "a record without a title or text".to_owned(),
            n => format!("{n} records without a title or text"),
        };
        if !self.names.is_empty() {
            why.push_str("; its fields are ");
            why.push_str(&self.names.join(", "));
        }
        out.problem(None, &why)
    }
}

/// Finds the articles in a value: the value itself, or the members of what it holds.
pub(super) fn find_articles(
    value: &Value,
    fields: &FieldMap,
    depth: usize,
    found: &mut Vec<Draft>,
) {
    match value {
        Value::Object(object) => {
            if let Some(drafts) = article(object, fields) {
                found.extend(drafts);
            } else if depth > 0 {
                for member in object.values() {
                    find_articles(member, fields, depth - 1, found);
                }
            }
        }
        Value::Array(members) if depth > 0 => {
            for member in members {
                find_articles(member, fields, depth - 1, found);
            }
        }
        _ => {}
    }
}

/// Names of members that hold the fields of an article instead of the object itself.
const WRAPPERS: [&str; 9] = [
    "_source",
    "fields",
    "article",
    "data",
    "attributes",
    "doc",
    "node",
    "metadata",
    "content",
];

fn article(object: &Map<String, Value>, fields: &FieldMap) -> Option<Vec<Draft>> {
    if let Some(drafts) = super::json_feed::read(object) {
        return Some(drafts);
    }
    if let Some(draft) = ninjs::read(object) {
        return Some(vec![draft]);
    }
    let mut found = Found::default();
    found.collect(object, fields, 0);
    for wrapper in WRAPPERS {
        if let Some(Value::Object(inner)) = object.get(wrapper) {
            found.collect(inner, fields, 100);
        }
    }
    found.draft(object).map(|draft| vec![draft])
}

/// The members of an object that may be fields, with how good their names are.
#[derive(Default)]
struct Found<'v> {
    members: Vec<(Field, usize, &'v Value)>,
    /// Strings under names that mean nothing.
    others: Vec<&'v str>,
}

impl<'v> Found<'v> {
    fn collect(&mut self, object: &'v Map<String, Value>, fields: &FieldMap, malus: usize) {
        for (name, value) in object {
            // What wraps the fields of a record is none of them, whatever it is called.
            let is_wrapper = WRAPPERS.contains(&name.as_str())
                && value
                    .as_object()
                    .is_some_and(|inner| !inner.contains_key("rendered"));
            match fields.field_of(name) {
                Some((field, rank)) if !is_wrapper => {
                    self.members.push((field, rank + malus, value));
                }
                _ => self.others.extend(value.as_str()),
            }
        }
    }

    /// Returns the values of a field, best name first.
    fn of(&self, field: Field) -> impl Iterator<Item = &'v Value> {
        let mut values: Vec<_> = self
            .members
            .iter()
            .filter(|(of, _, _)| *of == field)
            .map(|(_, rank, value)| (*rank, *value))
            .collect();
        values.sort_by_key(|(rank, _)| *rank);
        values.into_iter().map(|(_, value)| value)
    }

    fn line(&self, field: Field) -> Option<String> {
        self.of(field).find_map(words)
    }

    fn draft(&self, object: &Map<String, Value>) -> Option<Draft> {
        let mut draft = self
            .of(Field::Body)
            .find_map(typed_blocks)
            .unwrap_or_default();
        if draft.content.is_empty() {
            draft.content = self
                .of(Field::Body)
                .find_map(content)
                .or_else(|| self.of(Field::Summary).find_map(content))
                .unwrap_or_default();
        }
        let title = self.line(Field::Title).map(|title| plain(&title));
        draft.title = draft.title.or(title);
        draft.date = self
            .of(Field::Date)
            .filter_map(date)
            .find(|date| date.read(DayMonthOrder::DayFirst).is_some())
            .or(draft.date);
        if draft.content.is_empty() {
            self.guess(&mut draft);
        }
        // A title alone is an article only where something says that it was published.
        let has_date = draft.date.is_some();
        let has_origin =
            self.of(Field::Url).next().is_some() || self.of(Field::Source).next().is_some();
        if draft.content.is_empty() && !(draft.title.is_some() && (has_date || has_origin)) {
            return None;
        }
        draft.source = self.source();
        draft.section = draft.section.or_else(|| self.line(Field::Section));
        draft.byline = self
            .of(Field::Byline)
            .filter_map(words)
            .find(|name| !name.starts_with("http"))
            .or(draft.byline);
        draft.place = self.line(Field::Place);
        draft.language = self.line(Field::Language);
        draft.url = self
            .of(Field::Url)
            .filter_map(words)
            .find(|url| url.starts_with("http"))
            .or_else(|| {
                let is_url =
                    |value: &&Value| value.as_str().is_some_and(|url| url.starts_with("http"));
                object.get("id").filter(is_url).and_then(words)
            });
        Some(draft)
    }

    /// Takes as the story what looks like one under a name that means nothing, if headline or date go with it.
    fn guess(&self, draft: &mut Draft) {
        let Some(found) = guess(&self.others) else {
            return;
        };
        let title = found.title.map(|idx| plain(self.others[idx]));
        let date = found.date.and_then(|idx| written(self.others[idx]));
        let title = draft.title.take().or(title);
        draft.date = draft.date.take().or(date);
        if title.is_some() || draft.date.is_some() {
            draft.content = text_content(self.others[found.body]);
        }
        draft.title = title;
    }

    /// Returns the publisher; a name is better than an address.
    fn source(&self) -> Option<String> {
        let names: Vec<_> = self.of(Field::Source).filter_map(words).collect();
        let is_name = |name: &&String| !name.starts_with("http") && !name.contains("://");
        names
            .iter()
            .find(is_name)
            .or_else(|| names.first())
            .cloned()
    }
}
