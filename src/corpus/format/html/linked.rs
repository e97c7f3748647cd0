//! What does a page say in linked data (JSON-LD)? The article it describes.

use crate::corpus::{
    blocks::inline,
    tree::{Tree, plain_text},
};
use serde_json::Value;

/// An article in linked data (JSON-LD).
#[derive(Default)]
pub(super) struct Linked {
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    /// When it was last changed.
    pub(super) changed: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) source: Option<String>,
    pub(super) section: Option<String>,
    pub(super) language: Option<String>,
    pub(super) place: Option<String>,
    pub(super) url: Option<String>,
    /// The story, where the page repeats it there.
    pub(super) body: Option<String>,
}

/// Finds the article in the linked data of a page.
pub(super) fn read(tree: &Tree<'_>, title: Option<&str>) -> Option<Linked> {
    let scripts = tree.all("script").filter(|node| {
        node.attribute("type")
            .is_some_and(|kind| kind.to_lowercase().contains("ld+json"))
    });
    let mut best: Option<(bool, Linked)> = None;
    let mut page_dates: (Option<String>, Option<String>) = (None, None);
    for script in scripts.take(20) {
        let Some(value) = lenient_json(script.inner()) else {
            continue;
        };
        let mut found = Vec::new();
        articles(&value, 6, &mut found);
        for object in found {
            let linked = read_linked(object);
            if !is_article(object) {
                page_dates = (
                    page_dates.0.or(linked.date),
                    page_dates.1.or(linked.changed),
                );
                continue;
            }
            // Pages describe the articles they lead to as well: this one has the title of the document.
            let is_own = title
                .zip(linked.title.as_deref())
                .is_some_and(|(title, own)| !own.is_empty() && title.contains(own));
            let is_better = best.as_ref().is_none_or(|(is_best_own, best)| {
                is_own && !is_best_own
                    || is_own == *is_best_own
                        && ((best.title.is_none() && linked.title.is_some())
                            || (best.date.is_none() && linked.date.is_some()))
            });
            if is_better {
                best = Some((is_own, linked));
            }
        }
    }
    let mut best = best.map(|(_, linked)| linked);
    if let (Some(date), _) | (None, Some(date)) = page_dates.clone() {
        // What is said of the page holds for its article.
        let linked = best.get_or_insert_with(Linked::default);
        let (published, changed) = page_dates;
        linked.date = linked.date.take().or(published);
        linked.changed = linked.changed.take().or(changed).or(Some(date));
    }
    best
}

/// Reads JSON as it stands in pages: with comments around it, and line ends inside strings.
fn lenient_json(raw: &str) -> Option<Value> {
    let raw = raw.trim();
    if let Ok(value) = serde_json::from_str(raw) {
        return Some(value);
    }
    let start = raw.find(['{', '['])?;
    let end = raw.rfind(['}', ']'])?;
    let cut = raw.get(start..=end)?;
    let flat: String = cut
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    serde_json::from_str(&flat)
        .ok()
        .or_else(|| serde_json::from_str(&plain_text(&flat)).ok())
}

fn articles<'v>(value: &'v Value, depth: usize, found: &mut Vec<&'v Value>) {
    match value {
        Value::Array(members) if depth > 0 => {
            for member in members {
                articles(member, depth - 1, found);
            }
        }
        Value::Object(object) => {
            let is_page = matches!(object.get("@type"), Some(Value::String(kind)) if kind.ends_with("WebPage"));
            if is_page {
                found.push(value);
            }
            if is_article(value) {
                found.push(value);
            } else if depth > 0 {
                for name in [
                    "@graph",
                    "mainEntity",
                    "mainEntityOfPage",
                    "itemListElement",
                    "item",
                ] {
                    if let Some(member) = object.get(name) {
                        articles(member, depth - 1, found);
                    }
                }
            }
        }
        _ => {}
    }
}

/// Tells whether an object of linked data is an article, by the names of schema.org.
fn is_article(value: &Value) -> bool {
    let is_kind = |kind: &str| {
        [
            "Article",
            "BlogPosting",
            "Report",
            "LiveBlogPosting",
            "SocialMediaPosting",
        ]
        .iter()
        .any(|name| kind.ends_with(name))
    };
    match value.get("@type") {
        Some(Value::String(kind)) => is_kind(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_kind),
        _ => false,
    }
}

fn read_linked(value: &Value) -> Linked {
    let words = |name: &str| {
        let words = super::super::json::words(value.get(name)?)?;
        let words = inline(&words);
        (!words.is_empty()).then_some(words)
    };
    let address = |name: &str| match value.get(name)? {
        Value::String(url) => Some(url.clone()),
        Value::Object(object) => object
            .get("@id")
            .or_else(|| object.get("url"))
            .and_then(Value::as_str)
            .map(str::to_owned),
        _ => None,
    };
    Linked {
        title: words("headline").or_else(|| words("name")),
        date: words("datePublished").or_else(|| words("dateCreated")),
        changed: words("dateModified"),
        byline: words("author").or_else(|| words("creator")),
        source: words("publisher").or_else(|| words("sourceOrganization")),
        section: words("articleSection"),
        language: words("inLanguage"),
        place: words("dateline").or_else(|| words("locationCreated")),
        url: address("url").or_else(|| address("mainEntityOfPage")),
        body: value
            .get("articleBody")
            .and_then(Value::as_str)
            .map(str::to_owned),
    }
}
