//! What leaves the room: copies, citations, exports, texts for other programs.

use super::{
    Effect, Opened, Pane, State, asking,
    reader::{Point, Showing},
    update::grouped,
};
use crate::{
    corpus::Article,
    library::ArticleId,
    text::{Analysis, Quote, Span},
};
use serde_json::json;
use std::fmt::Write;

/// Most articles that are exported as rows of the list at once.
const MAX_EXPORTED_ROWS: usize = 1_000_000;

/// Copies the row of the list, or the paragraph at the upper edge of the reader.
pub(super) fn copy_row(state: &mut State) -> Vec<Effect> {
    if let Some(super::Overlay::Table(table)) = state.overlays.last() {
        let row = table
            .current()
            .map(|row| format!("{}\t{}\t{}", row.lead, row.text, row.detail));
        return row.map_or_else(Vec::new, |row| copy(row, "the row"));
    }
    match (state.focus, &state.reader.opened) {
        (Pane::Reader, Some(opened)) if state.reader.showing == Showing::Reading => {
            let at = state
                .reader
                .point_offset()
                .or_else(|| state.reader.offset_at_top())
                .unwrap_or(0);
            let body = &opened.article.body;
            let paragraph = body
                .paragraphs()
                .iter()
                .find(|paragraph| paragraph.span.end as usize > at);
            paragraph.map_or_else(Vec::new, |paragraph| {
                copy(body.slice(paragraph.span).to_owned(), "the paragraph")
            })
        }
        _ => match asking::subject(state).and_then(|id| state.catalogue.row(id)) {
            Some(row) => {
                let date = row
                    .date
                    .map_or_else(String::new, |(at, _)| at.date().to_string());
                copy(
                    format!("{date}\t{}\t{}", row.source.unwrap_or_default(), row.title),
                    "the row",
                )
            }
            None => asking::nothing_here(state, "no article"),
        },
    }
}

/// Copies the quotation that is pointed at, with its citation.
pub(super) fn copy_quote(state: &mut State) -> Vec<Effect> {
    match cited(state) {
        Some((citation, true)) => copy(citation, "the quotation"),
        _ => {
            state.say("point at a quotation first: ]q");
            Vec::new()
        }
    }
}

/// Copies a citation of the quotation that is pointed at, or of the article.
pub(super) fn copy_citation(state: &mut State) -> Vec<Effect> {
    match cited(state) {
        Some((citation, _)) => copy(citation, "the citation"),
        None => asking::nothing_here(state, "no article"),
    }
}

/// Copies the title.
pub(super) fn copy_title(state: &mut State) -> Vec<Effect> {
    match asking::subject(state)
        .and_then(|id| state.catalogue.row(id))
        .map(|row| row.title.to_owned())
    {
        Some(title) => copy(title, "the title"),
        None => asking::nothing_here(state, "no article"),
    }
}

/// Copies the path of the file.
pub(super) fn copy_path(state: &mut State) -> Vec<Effect> {
    match opened(state).map(|opened| opened.article.origin.path.display().to_string()) {
        Some(path) => copy(path, "the path"),
        None => asking::nothing_here(state, "no open article"),
    }
}

/// Copies the address.
pub(super) fn copy_url(state: &mut State) -> Vec<Effect> {
    match opened(state).map(|opened| opened.article.metadata.url.clone()) {
        Some(Some(url)) => copy(url, "the address"),
        Some(None) => {
            state.say("the file gives no address");
            Vec::new()
        }
        None => asking::nothing_here(state, "no open article"),
    }
}

/// Shows the address and opens it.
pub(super) fn open_url(state: &mut State) -> Vec<Effect> {
    match opened(state).map(|opened| opened.article.metadata.url.clone()) {
        Some(Some(url)) => {
            state.say(url.clone());
            vec![Effect::OpenUrl { url }]
        }
        Some(None) => {
            state.say("the file gives no address");
            Vec::new()
        }
        None => asking::nothing_here(state, "no open article"),
    }
}

/// Shows a read-only copy of the text in the editor, at the line that is seen.
pub(super) fn edit(state: &mut State) -> Vec<Effect> {
    let Some(opened) = opened(state) else {
        return asking::nothing_here(state, "no open article");
    };
    let (text, line) = match state.reader.showing {
        Showing::Reading => {
            let at = state.reader.offset_at_top().unwrap_or(0);
            let head = format!("{}\n\n", opened.article.metadata.title.text);
            let before = opened.article.body.text().get(..at).unwrap_or_default();
            let line = 3 + before.matches('\n').count();
            (
                format!("{head}{}", opened.article.body.text()),
                if at == 0 { 1 } else { line },
            )
        }
        Showing::Source => {
            let at = state.reader.offset_at_top().unwrap_or(0);
            let line = 1 + opened
                .article
                .source
                .get(..at)
                .unwrap_or_default()
                .matches('\n')
                .count();
            (opened.article.source.clone(), line)
        }
    };
    vec![Effect::Edit {
        name: format!("{}.txt", short_key(opened)),
        text,
        line,
    }]
}

/// Sends the text to a command.
pub(super) fn pipe(state: &mut State, command: &str) -> Vec<Effect> {
    if command.trim().is_empty() {
        return Vec::new();
    }
    let input = match (state.focus, opened(state)) {
        (_, Some(opened)) => match state.reader.showing {
            Showing::Reading => opened.article.body.text().to_owned(),
            Showing::Source => opened.article.source.clone(),
        },
        (_, None) => return asking::nothing_here(state, "no open article"),
    };
    vec![Effect::Pipe {
        command: command.to_owned(),
        input,
    }]
}

/// Returns the name a file is suggested to be saved under.
pub(super) fn file_name(state: &State) -> String {
    if let Some(super::Overlay::Table(table)) = state.overlays.last() {
        return format!("{}.csv", slug(&table.title));
    }
    if state.list.has_selection() {
        return "selection.csv".to_owned();
    }
    let title = asking::subject(state)
        .and_then(|id| state.catalogue.row(id))
        .map(|row| slug(row.title));
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
    let table = state
        .overlays
        .iter()
        .rev()
        .find_map(|overlay| match overlay {
            super::Overlay::Table(table) => Some(table),
            _ => None,
        });
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
            return asking::nothing_here(state, "no open article");
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
                row.title.to_owned(),
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

/// Returns the citation of what is pointed at, and whether that is a quotation.
fn cited(state: &State) -> Option<(String, bool)> {
    if let Some(super::Overlay::Table(table)) = state.overlays.last()
        && let super::Target::Quote(id, idx) = table.current()?.target
    {
        let opened = state
            .peek
            .opened
            .as_ref()
            .filter(|opened| opened.id == id)?;
        let quote = opened.analysis.as_ref()?.quotes.get(idx as usize)?;
        return Some((citation(state, opened, Some(quote)), true));
    }
    let opened = opened(state)?;
    let quote = match state.reader.point {
        Point::Quote(idx) => opened
            .analysis
            .as_ref()
            .and_then(|analysis| analysis.quotes.get(idx)),
        Point::Mention(_) | Point::Nothing => None,
    };
    Some((citation(state, opened, quote), quote.is_some()))
}

/// Fills the pattern of the settings.
fn citation(state: &State, opened: &Opened, quote: Option<&Quote>) -> String {
    let article = &opened.article;
    let metadata = &article.metadata;
    let date = metadata
        .published
        .as_ref()
        .map_or_else(|| "no date".to_owned(), ToString::to_string);
    let source = metadata.source.as_deref().unwrap_or("source unknown");
    let path = article.origin.path.display().to_string();
    let Some((quote, analysis)) = quote.zip(opened.analysis.as_deref()) else {
        return format!(
            "{}, {source}, {date}. {path}, {}",
            metadata.title.text, opened.key
        );
    };
    let first = quote.content.first().copied().unwrap_or_default();
    let source_span = article.body.to_source(first);
    let offset = u64::from(source_span.start)
        + if article.origin.verbatim {
            article.origin.offset
        } else {
            0
        };
    let cue: Vec<&str> = quote
        .cue
        .iter()
        .map(|span| article.body.slice(*span))
        .collect();
    let cue = if cue.is_empty() {
        String::new()
    } else {
        format!(" ({})", cue.join(" … "))
    };
    let fields = [
        ("{words}", words_of(article, quote)),
        (
            "{speaker}",
            analysis
                .speaker_name(quote)
                .unwrap_or("speaker unknown")
                .to_owned(),
        ),
        ("{cue}", cue),
        ("{kind}", quote.kind.word().to_owned()),
        ("{title}", metadata.title.text.clone()),
        ("{source}", source.to_owned()),
        ("{date}", date),
        ("{path}", path),
        ("{offset}", offset.to_string()),
        ("{hash}", opened.key.to_string()),
    ];
    fill(&state.settings.citation, &fields)
}

/// Puts values in place of names in braces, in one pass, so that no value is taken for a name.
fn fill(pattern: &str, fields: &[(&str, String)]) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((name, value)) = fields.iter().find(|(name, _)| rest.starts_with(name)) {
            out.push_str(value);
            rest = &rest[name.len()..];
        } else {
            out.push('{');
            rest = &rest[1..];
        }
    }
    out + rest
}

fn words_of(article: &Article, quote: &Quote) -> String {
    let words = |span: &Span| {
        article
            .body
            .slice(*span)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    quote
        .content
        .iter()
        .map(words)
        .collect::<Vec<_>>()
        .join(" … ")
}

fn opened(state: &State) -> Option<&Opened> {
    let id = asking::subject(state)?;
    [&state.reader.opened, &state.peek.opened]
        .into_iter()
        .flatten()
        .find(|opened| opened.id == id)
}

fn short_key(opened: &Opened) -> String {
    opened.key.to_string()[..12].to_owned()
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

fn copy(text: String, what: &str) -> Vec<Effect> {
    vec![Effect::Copy {
        text,
        what: what.to_owned(),
    }]
}
