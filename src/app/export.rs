//! What is saved to a file: the article, the selection, a table, in the format its name asks for.

use super::{
    Effect, Overlay, State,
    asking::{nothing_here, subject},
    cite::{opened, words_of},
    tables,
    update::grouped,
};
use crate::{corpus::Article, library::ArticleId, text::Analysis};
use serde_json::json;
use std::fmt::Write;

/// Most articles that are exported as rows of the list at once.
const MAX_EXPORTED_ROWS: usize = 1_000_000;

/// Returns the name a file is suggested to be saved under.
pub(super) fn file_name(state: &State) -> String {
    if let Some(Overlay::Table(table)) = state.overlays.last() {
        return format!("{}.csv", slug(&table.title));
    }
    if state.list.has_selection() {
        return "selection.csv".to_owned();
    }
    let title = subject(state)
        .and_then(|id| state.catalogue.row(id))
        .map(|row| slug(&row.title));
    format!("{}.md", title.unwrap_or_default())
}

/// Saves the table, the selection, or the article, in the format that the ending of the name tells.
pub(super) fn export(state: &mut State, path: &str) -> Vec<Effect> {
    let path = path.trim();
    let ending = path
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_ascii_lowercase();
    if !matches!(ending.as_str(), "md" | "json" | "csv" | "txt") {
        state.complain(format!(
            "'{path}': the name must end in .md, .json, .csv or .txt"
        ));
        return Vec::new();
    }
    let table = tables::on_top(state);
    let (text, what) = if let Some(table) = table {
        let rows: Vec<Vec<String>> = table
            .shown
            .iter()
            .map(|idx| &table.rows[*idx])
            .map(|row| vec![row.lead.clone(), row.text.clone(), row.detail.clone()])
            .collect();
        let what = format!("{} rows", grouped(rows.len() as u64));
        (rows_as(&ending, ["lead", "text", "detail"], &rows), what)
    } else if state.list.has_selection() {
        let ids = state.list.scope(1);
        let rows = article_rows(state, &ids);
        let what = format!("{} articles", grouped(rows.len() as u64));
        (
            rows_as(&ending, ["key", "date", "source", "title"], &rows),
            what,
        )
    } else {
        let Some(opened) = opened(state) else {
            return nothing_here(state, "no open article");
        };
        (
            article_as(&ending, &opened.article, opened.analysis.as_deref()),
            "the article".to_owned(),
        )
    };
    vec![Effect::Write {
        path: path.to_owned(),
        text,
        what,
    }]
}

fn article_rows(state: &State, ids: &[ArticleId]) -> Vec<Vec<String>> {
    ids.iter()
        .take(MAX_EXPORTED_ROWS)
        .filter_map(|id| state.catalogue.row(*id))
        .map(|row| {
            let date = row
                .date
                .map_or_else(String::new, |(at, _)| at.date().to_string());
            vec![
                row.key.to_string(),
                date,
                row.source.unwrap_or_default().to_owned(),
                row.title.into_owned(),
            ]
        })
        .collect()
}

fn rows_as<const N: usize>(ending: &str, names: [&str; N], rows: &[Vec<String>]) -> String {
    let mut out = String::new();
    match ending {
        "csv" => {
            out.push_str(&names.join(","));
            out.push('\n');
            for row in rows {
                out.push_str(
                    &row.iter()
                        .map(|cell| csv_cell(cell))
                        .collect::<Vec<_>>()
                        .join(","),
                );
                out.push('\n');
            }
        }
        "json" => {
            for row in rows {
                let object: serde_json::Map<String, serde_json::Value> = names
                    .iter()
                    .zip(row)
                    .map(|(name, cell)| ((*name).to_owned(), json!(cell)))
                    .collect();
                let _ = writeln!(out, "{}", serde_json::Value::Object(object));
            }
        }
        "md" => {
            for row in rows {
                let _ = writeln!(out, "- {}", row.join(" · "));
            }
        }
        _ => {
            for row in rows {
                let _ = writeln!(out, "{}", row.join("\t"));
            }
        }
    }
    out
}

/// Writes a cell of a CSV file; one that a spreadsheet would run as a formula begins with an apostrophe.
fn csv_cell(cell: &str) -> String {
    let guarded = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if guarded.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

fn article_as(ending: &str, article: &Article, analysis: Option<&Analysis>) -> String {
    let metadata = &article.metadata;
    let date = metadata.published.as_ref().map(ToString::to_string);
    let body = article.body.text();
    match ending {
        "json" => {
            let quotes: Vec<_> = analysis
                .map(|analysis| {
                    let quotes = analysis.quotes.iter();
                    quotes
                        .map(|quote| {
                            json!({
                                "words": words_of(article, quote),
                                "speaker": analysis.speaker_name(quote),
                                "kind": quote.kind,
                                "confidence": quote.confidence,
                            })
                        })
                        .collect()
                })
                .unwrap_or_default();
            let value = json!({
                "key": article.key.to_string(),
                "title": metadata.title.text,
                "date": date,
                "source": metadata.source,
                "section": metadata.section,
                "byline": metadata.byline,
                "place": metadata.place,
                "url": metadata.url,
                "path": article.origin.path,
                "text": body,
                "quotes": quotes,
            });
            format!("{value}\n")
        }
        "csv" => {
            let empty = Vec::new();
            let quotes = analysis.map_or(&empty, |analysis| &analysis.quotes);
            let rows: Vec<Vec<String>> = quotes
                .iter()
                .map(|quote| {
                    let speaker = analysis
                        .and_then(|analysis| analysis.speaker_name(quote))
                        .unwrap_or_default();
                    vec![
                        speaker.to_owned(),
                        quote.kind.word().to_owned(),
                        words_of(article, quote),
                    ]
                })
                .collect();
            rows_as("csv", ["speaker", "kind", "words"], &rows)
        }
        _ => {
            let lead = if ending == "md" { "# " } else { "" };
            let about = [
                date.as_deref(),
                metadata.source.as_deref(),
                metadata.byline.as_deref(),
                metadata.url.as_deref(),
            ];
            let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            format!("{lead}{}\n\n{about}\n\n{body}\n", metadata.title.text)
        }
    }
}

fn slug(words: &str) -> String {
    let mut slug: String = words
        .chars()
        .map(|c| {
            if c.is_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    while slug.contains("--") {
        slug = slug.replace("--", "-");
    }
    let slug: String = slug.trim_matches('-').chars().take(48).collect();
    if slug.is_empty() {
        "article".to_owned()
    } else {
        slug.trim_end_matches('-').to_owned()
    }
}
