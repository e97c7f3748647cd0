//! ninjs 1 to 3: the news agencies' JSON.

use super::json::words;
use crate::corpus::{
    blocks::flatten,
    draft::{Content, Draft, RawDate},
    prose::Wrap,
};
use serde_json::{Map, Value};

/// Returns the article of an object that is a ninjs item.
pub(super) fn read(object: &Map<String, Value>) -> Option<Draft> {
    let id = object.get("uri").or_else(|| object.get("guid"))?;
    id.as_str()?;
    let has = |name: &str| member(object, name).is_some();
    let has_body = object.keys().any(|name| name.starts_with("body_"));
    let is_named = has("versioncreated") || has("pubstatus");
    if !(is_named || object.contains_key("uri") && (has_body || has("bodies") || has("headlines")))
    {
        return None;
    }
    let line = |names: &[&str]| names.iter().find_map(|name| words(member(object, name)?));
    let date = ["firstcreated", "contentcreated", "versioncreated"]
        .iter()
        .filter_map(|name| member(object, name))
        .find_map(super::json::date);
    let content = body(object).unwrap_or_default();
    let title =
        roled(object, "headlines", &["main", "headline"]).or_else(|| line(&["headline", "title"]));
    if content.is_empty() && title.is_none() {
        return None;
    }
    Some(Draft {
        format: Some("ninjs"),
        title,
        date: date.or_else(|| line(&["date"]).and_then(RawDate::written)),
        source: source(object),
        section: line(&["section", "genre"]),
        byline: line(&["byline", "by", "bylines"]),
        place: line(&["located", "dateline"]),
        language: line(&["language"]),
        url: line(&["url", "uri", "canonical"]).filter(|url| url.starts_with("http")),
        content,
        ..Draft::default()
    })
}

/// Returns a member, whatever case its name is written in: version 3 has capitals inside.
fn member<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    object.get(name).or_else(|| {
        object
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    })
}

/// Returns the story: markup rather than plain text, the body rather than a description.
fn body(object: &Map<String, Value>) -> Option<Content> {
    let values = |prefix: &str| -> Vec<(String, String)> {
        let mut values: Vec<_> = object
            .iter()
            .filter(|(name, _)| name.starts_with(prefix))
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect();
        let plural = if prefix == "body_" {
            "bodies"
        } else {
            "descriptions"
        };
        if let Some(Value::Array(members)) = object.get(plural) {
            values.extend(members.iter().filter_map(|member| {
                let member = member.as_object()?;
                let kind = ["contentType", "contenttype", "role"]
                    .iter()
                    .find_map(|name| member.get(*name).and_then(Value::as_str))
                    .unwrap_or_default();
                Some((kind.to_owned(), member.get("value")?.as_str()?.to_owned()))
            }));
        }
        // Markup first: it knows its paragraphs.
        values.sort_by_key(|(_, text)| !super::json::is_markup(text));
        values
    };
    ["body_", "description_"]
        .iter()
        .flat_map(|prefix| values(prefix))
        .map(|(kind, text)| {
            let is_markup =
                kind.contains("html") || kind.contains("xml") || super::json::is_markup(&text);
            if is_markup {
                Content::Blocks(flatten(&text))
            } else {
                Content::Text(text, Wrap::Unknown)
            }
        })
        .find(|content| !content.is_empty())
}

/// Returns the value with one of these roles in a list, else the first.
fn roled(object: &Map<String, Value>, list: &str, roles: &[&str]) -> Option<String> {
    let members = object.get(list)?.as_array()?;
    let with_role = members.iter().find(|member| {
        let role = member.get("role").and_then(Value::as_str);
        role.is_some_and(|role| roles.contains(&role))
    });
    words(with_role.or_else(|| members.first())?)
}

fn source(object: &Map<String, Value>) -> Option<String> {
    let named = member(object, "infosources")
        .or_else(|| member(object, "infosource"))
        .and_then(words);
    named
        .or_else(|| words(member(object, "provider")?))
        .or_else(|| words(member(object, "source")?))
        .or_else(|| words(member(object, "copyrightholder")?))
}
