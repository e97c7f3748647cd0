//! `search`: full-text hits with a snippet.

use super::{Answer, Desk, FOUND, NOTHING, Output, row};
use serde_json::{Value, json};

pub(super) fn search(
    desk: &Desk<'_>,
    question: &str,
    limit: usize,
    json: bool,
    out: &mut Output,
) -> Answer {
    let (query, marks) = desk.question(Some(question))?;
    let hits = desk.library.search(&query, limit, &marks);
    let catalogue = desk.library.catalogue();
    let mut n_found = 0;
    for hit in &hits {
        let Some(article) = catalogue.row(hit.article) else {
            continue;
        };
        n_found += 1;
        if json {
            let mut fields = row::fields(&article);
            let text = desk.library.article(hit.article);
            let matches = text.map_or_else(
                |_| Vec::new(),
                |article| row::in_characters(article.body.text(), &hit.matches),
            );
            fields.insert("score".to_owned(), json!(hit.score));
            fields.insert("snippet".to_owned(), json!(hit.snippet));
            fields.insert(
                "snippet_matches".to_owned(),
                json!(row::in_characters(&hit.snippet, &hit.snippet_matches)),
            );
            fields.insert("matches".to_owned(), json!(matches));
            out.json(&Value::Object(fields))?;
        } else if out.is_terminal() {
            out.columns(&[
                (&row::short(article.key), row::KEY_DIGITS),
                (&row::day(article.date), row::DATE_WIDTH),
                (article.source.unwrap_or_default(), row::SOURCE_WIDTH),
                (&article.title, 0),
            ])?;
            out.line(&format!("    {}", hit.snippet))?;
        } else {
            out.columns(&[
                (&row::short(article.key), 0),
                (&row::day(article.date), 0),
                (article.source.unwrap_or_default(), 0),
                (&article.title, 0),
                (&hit.snippet, 0),
            ])?;
        }
    }
    Ok(if n_found > 0 { FOUND } else { NOTHING })
}
