//! `count`: how many articles match.

use super::{Answer, Desk, FOUND, NOTHING, Output};
use serde_json::json;

/// Words that ask for a mark when they stand alone.
const MARKS: [&str; 7] = [
    "unread",
    "read",
    "starred",
    "done",
    "discarded",
    "open",
    "noted",
];

pub(super) fn count(
    desk: &Desk<'_>,
    question: Option<&str>,
    json: bool,
    out: &mut Output,
) -> Answer {
    let question = question.unwrap_or_default().trim();
    let question = if MARKS.contains(&question) {
        format!("is:{question}")
    } else {
        question.to_owned()
    };
    let (query, marks) = desk.question(Some(&question))?;
    let n_articles = desk.select(&query, &marks).len();
    if json {
        out.json(&json!({"query": query.raw(), "count": n_articles}))?;
    } else {
        out.line(&n_articles.to_string())?;
    }
    Ok(if n_articles > 0 { FOUND } else { NOTHING })
}
