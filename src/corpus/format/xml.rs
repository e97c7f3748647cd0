//! XML of no known kind, as databases and programs write it: records found by the names of their parts.

use super::{Format, json::written};
use crate::corpus::{
    DayMonthOrder,
    blocks::{flatten, inline},
    draft::{Content, Draft},
    fields::{Field, FieldMap},
    input::{Head, declared_encoding, to_text},
    out::Flow,
    prose::Wrap,
    records::{Elements, Record},
    tree::{Node, Tree},
};

/// XML with records that have a title and a text.
pub const XML: Format = Format {
    name: "xml",
    looks: |head| record_name(head, &FieldMap::default()).is_some(),
    read: |input, out| {
        let Some(name) = record_name(&input.head, out.fields()) else {
            return Flow::Continue(());
        };
        let declared = declared_encoding(&input.head.bytes);
        let mut records = Elements::new(input.stream(), vec![name]);
        let mut n_empty = 0;
        loop {
            match records.next() {
                Ok(Some(Record::Whole(offset, bytes))) => {
                    let text = to_text(&bytes, declared.as_deref());
                    let tree = Tree::new(&text);
                    match tree.root().and_then(|root| record(root, out.fields())) {
                        Some(mut draft) => {
                            draft.offset = offset;
                            out.article(draft)?;
                        }
                        None => n_empty += 1,
                    }
                }
                Ok(Some(Record::TooBig(offset))) => out.too_big(offset)?,
                Ok(None) => break,
                Err(error) => {
                    out.failed(&error);
                    break;
                }
            }
        }
        if n_empty > 0 {
            return out.problem(None, &format!("{n_empty} records without a title or text"));
        }
        Flow::Continue(())
    },
};

/// Returns the name of the elements that are records: the first one with parts called like a title and a text.
fn record_name(head: &Head, fields: &FieldMap) -> Option<String> {
    let text = head.start();
    if !(text.starts_with("<?xml") || (text.starts_with('<') && head.is_named(&[".xml"]))) {
        return None;
    }
    let tree = Tree::new(text);
    tree.elements()
        .take(200)
        .find(|node| {
            let parts = parts(*node, fields);
            let has = |field| parts.iter().any(|(of, _, _)| *of == field);
            has(Field::Title) && (has(Field::Body) || (has(Field::Summary) && has(Field::Date)))
        })
        .map(|node| node.tag().name.to_owned())
}

/// Returns the parts of a record that are fields: elements by their name or the name they are given, and attributes.
fn parts<'t, 's>(node: Node<'t, 's>, fields: &FieldMap) -> Vec<(Field, usize, Part<'t, 's>)> {
    let mut parts = Vec::new();
    for child in node.children().take(200) {
        let given = ["field", "column", "str", "arr", "date", "property", "text"]
            .iter()
            .any(|name| child.tag().is(name));
        let given = given.then(|| child.attribute("name")).flatten();
        let name = given.unwrap_or_else(|| child.tag().local().to_owned());
        if let Some((field, rank)) = fields.field_of(&name) {
            parts.push((field, rank, Part::Element(child)));
        }
    }
    for (name, value) in crate::corpus::markup::attributes(node.tag().attributes) {
        if let Some((field, rank)) = fields.field_of(name)
            && !matches!(field, Field::Body | Field::Summary)
        {
            let value = crate::corpus::markup::unescape(value).into_owned();
            parts.push((field, rank + 100, Part::Attribute(value)));
        }
    }
    parts.sort_by_key(|(_, rank, _)| *rank);
    parts
}

enum Part<'t, 's> {
    Element(Node<'t, 's>),
    Attribute(String),
}

impl Part<'_, '_> {
    fn line(&self) -> Option<String> {
        let line = match self {
            Self::Element(node) => inline(&node.unwrapped()),
            Self::Attribute(value) => value.trim().to_owned(),
        };
        (!line.is_empty()).then_some(line)
    }

    fn content(&self) -> Content {
        match self {
            Self::Element(node) => {
                let markup = node.unwrapped();
                if markup.contains('<') {
                    Content::Blocks(flatten(&markup))
                } else {
                    Content::Text(markup.into_owned(), Wrap::Unknown)
                }
            }
            Self::Attribute(value) => Content::Text(value.clone(), Wrap::Unknown),
        }
    }
}

fn record(node: Node<'_, '_>, fields: &FieldMap) -> Option<Draft> {
    let parts = parts(node, fields);
    let of = |field| {
        parts
            .iter()
            .filter(move |(of, _, _)| *of == field)
            .map(|(_, _, part)| part)
    };
    let line = |field| of(field).find_map(Part::line);
    let content = of(Field::Body)
        .chain(of(Field::Summary))
        .map(Part::content)
        .find(|content| !content.is_empty())
        .unwrap_or_default();
    let title = line(Field::Title);
    if title.is_none() && content.is_empty() {
        return None;
    }
    Some(Draft {
        title,
        date: of(Field::Date)
            .filter_map(Part::line)
            .filter_map(|raw| written(&raw))
            .find(|date| date.read(DayMonthOrder::DayFirst).is_some()),
        source: line(Field::Source),
        section: line(Field::Section),
        byline: line(Field::Byline),
        place: line(Field::Place),
        language: line(Field::Language),
        url: of(Field::Url)
            .filter_map(Part::line)
            .find(|url| url.starts_with("http")),
        content,
        ..Draft::default()
    })
}
