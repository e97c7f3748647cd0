//! One article as the listings name it.

use super::{Desk, Failure};
use crate::{
    corpus::{ArticleKey, Precision, Published},
    library::{ArticleId, Row},
    text::Span,
};
use jiff::civil::DateTime;
use serde_json::{Map, Value, json};

/// How many digits of a key a person needs to tell articles apart.
pub(super) const KEY_DIGITS: usize = 12;
/// The cells of a date.
pub(super) const DATE_WIDTH: usize = 10;
/// The cells of a publisher.
pub(super) const SOURCE_WIDTH: usize = 16;

/// Returns the first digits of a key, enough to name the article.
pub(super) fn short(key: ArticleKey) -> String {
    let mut key = key.to_string();
    key.truncate(KEY_DIGITS);
    key
}

/// Writes a date no finer than it is known.
pub(super) fn date(date: Option<(DateTime, Precision)>) -> Option<String> {
    date.map(|(at, precision)| {
        let published = Published {
            at,
            offset_minutes: None,
            precision,
            raw: String::new(),
        };
        published.to_string()
    })
}

/// Writes the day of a date, for people.
pub(super) fn day(at: Option<(DateTime, Precision)>) -> String {
    let mut day = date(at).unwrap_or_default();
    day.truncate(DATE_WIDTH);
    day
}

/// Returns what every listing tells of an article.
pub(super) fn fields(row: &Row<'_>) -> Map<String, Value> {
    let Value::Object(fields) = json!({
        "key": row.key.to_string(),
        "title": row.title,
        "title_derived": row.title_derived,
        "date": date(row.date),
        "date_precision": row.date.map(|(_, precision)| precision),
        "source": row.source,
        "section": row.section,
        "byline": row.byline,
        "place": row.place,
        "language": row.language,
        "words": row.n_words,
    }) else {
        return Map::new();
    };
    fields
}

/// Finds the one article whose key begins like this.
pub(super) fn find(desk: &Desk<'_>, key: &str) -> Result<Option<ArticleId>, Failure> {
    let key = key.trim().to_ascii_lowercase();
    if key.is_empty() || key.len() > 32 || !key.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Failure::because(format_args!(
            "'{key}' is not a key; 'reading-room list' prints the key of each article first"
        )));
    }
    let catalogue = desk.library.catalogue();
    let mut found = catalogue.ids().filter(|id| {
        catalogue
            .key(*id)
            .is_some_and(|own| own.to_string().starts_with(&key))
    });
    let Some(first) = found.next() else {
        return Ok(None);
    };
    let own = catalogue.key(first);
    // The same article may have been found in two files.
    if found.any(|other| catalogue.key(other) != own) {
        return Err(Failure::because(format_args!(
            "more than one key begins with '{key}'; give more of it"
        )));
    }
    Ok(Some(first))
}

/// Turns spans of bytes into pairs of characters.
pub(super) fn in_characters(text: &str, spans: &[Span]) -> Vec<[usize; 2]> {
    let count = |end: u32| {
        let before = text.get(..end as usize).unwrap_or(text);
        before.chars().count()
    };
    spans
        .iter()
        .map(|span| {
            let start = count(span.start);
            [start, start + span.of(text).chars().count()]
        })
        .collect()
}
