//! `list`: articles, one a line.

use super::{Answer, Desk, FOUND, NOTHING, Output, row};
use crate::{
    library::{Arrangement, SortKey},
    shell::cli::Sort,
};
use serde_json::Value;

pub(super) fn list(
    desk: &Desk<'_>,
    query: Option<&str>,
    sort: Sort,
    reversed: bool,
    limit: Option<usize>,
    json: bool,
    out: &mut Output,
) -> Answer {
    let (query, marks) = desk.question(query)?;
    let key = match sort {
        Sort::Date => SortKey::Date,
        Sort::Title => SortKey::Title,
        Sort::Source => SortKey::Source,
        Sort::Author => SortKey::Author,
        Sort::Length => SortKey::Length,
        Sort::Relevance => SortKey::Relevance,
    };
    let articles = desk
        .library
        .select(&query, Arrangement { key, reversed }, &marks);
    let catalogue = desk.library.catalogue();
    let limit = limit.unwrap_or(usize::MAX);
    let mut n_listed = 0;
    for article in articles
        .iter()
        .take(limit)
        .filter_map(|id| catalogue.row(*id))
    {
        n_listed += 1;
        if json {
            out.json(&Value::Object(row::fields(&article)))?;
        } else {
            out.columns(&[
                (&row::short(article.key), row::KEY_DIGITS),
                (&row::day(article.date), row::DATE_WIDTH),
                (article.source.unwrap_or_default(), row::SOURCE_WIDTH),
                (&article.title, 0),
            ])?;
        }
    }
    Ok(if n_listed > 0 { FOUND } else { NOTHING })
}
