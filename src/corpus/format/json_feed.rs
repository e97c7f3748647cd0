//! JSON Feed: a feed whose entries are objects.

use super::json::words;
use crate::corpus::{
    blocks::flatten,
    draft::{Content, Draft, RawDate},
    prose::Wrap,
};
use serde_json::{Map, Value};

/// Returns the entries of an object that is a JSON Feed.
pub(super) fn read(object: &Map<String, Value>) -> Option<Vec<Draft>> {
    let version = object.get("version")?.as_str()?;
    if !version.contains("jsonfeed.org") {
        return None;
    }
    let source = object.get("title").and_then(words);
    let language = object.get("language").and_then(words);
    let items = object.get("items")?.as_array()?;
    let drafts = items
        .iter()
        .filter_map(Value::as_object)
        .map(|item| entry(item, source.as_deref(), language.as_deref()))
        .collect();
    Some(drafts)
}

fn entry(item: &Map<String, Value>, source: Option<&str>, language: Option<&str>) -> Draft {
    let text = |name: &str| item.get(name).and_then(words);
    let content = text("content_html")
        .map(|html| Content::Blocks(flatten(&html)))
        .filter(|content| !content.is_empty())
        .or_else(|| text("content_text").map(|text| Content::Text(text, Wrap::Unknown)))
        .or_else(|| text("summary").map(|text| Content::Text(text, Wrap::Unknown)))
        .unwrap_or_default();
    Draft {
        format: Some("json-feed"),
        title: text("title"),
        date: text("date_published")
            .or_else(|| text("date_modified"))
            .and_then(RawDate::written),
        source: source.map(str::to_owned),
        byline: text("authors").or_else(|| text("author")),
        language: text("language").or_else(|| language.map(str::to_owned)),
        url: text("url").or_else(|| text("external_url")),
        content,
        ..Draft::default()
    }
}
