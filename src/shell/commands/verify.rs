//! `verify`: is this wording in the corpus? Exact, altered with a word diff, or not found.

use super::{Answer, Desk, Failure, Output, row, show};
use crate::{
    library::{Source, Verdict},
    text::wording::{Side, Wording},
};
use serde_json::{Value, json};

/// It could not be asked.
pub(super) const ERROR: u8 = 3;

pub(super) fn verify(desk: &Desk<'_>, wording: &str, json: bool, out: &mut Output) -> Answer {
    let wording = Wording::of(wording);
    if wording.is_empty() {
        return Err(Failure::because("there are no words to look for"));
    }
    let sources = desk.library.sources(&wording)?;
    let verdict = Verdict::of(&sources);
    if json {
        if sources.is_empty() {
            out.json(&json!({"verdict": verdict.word()}))?;
        }
        for source in &sources {
            out.json(&fields(desk, source)?)?;
        }
        return Ok(code(verdict));
    }
    out.line(verdict.word())?;
    for source in &sources {
        let article = desk
            .library
            .article(source.article)
            .map_err(Failure::because)?;
        let catalogue = desk.library.catalogue();
        let date = catalogue
            .row(source.article)
            .and_then(|row| row::date(row.date));
        let span = row::in_characters(article.body.text(), &[source.passage.span]);
        out.line("")?;
        out.line(&source.difference())?;
        out.line(&format!(
            "    {} · {} · {}",
            article.metadata.title.text,
            article
                .metadata
                .source
                .as_deref()
                .unwrap_or("unknown source"),
            date.as_deref().unwrap_or("unknown date"),
        ))?;
        out.line(&format!(
            "    {}, characters {}–{} of the reading text, key {}",
            show::place(&article),
            span[0][0],
            span[0][1],
            row::short(article.key),
        ))?;
    }
    Ok(code(verdict))
}

/// The exit code that says the verdict.
fn code(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Exact => 0,
        Verdict::Altered => 1,
        Verdict::NotFound => 2,
    }
}

fn fields(desk: &Desk<'_>, source: &Source) -> Result<Value, Failure> {
    let article = desk
        .library
        .article(source.article)
        .map_err(Failure::because)?;
    let span = row::in_characters(article.body.text(), &[source.passage.span]);
    let pieces: Vec<_> = source
        .passage
        .pieces
        .iter()
        .map(|piece| {
            let side = match piece.side {
                Side::Both => "both",
                Side::Wording => "asked",
                Side::Passage => "source",
            };
            json!({"in": side, "words": piece.words})
        })
        .collect();
    Ok(json!({
        "verdict": source.verdict().word(),
        "words": article.body.slice(source.passage.span),
        "similarity": (f64::from(source.passage.similarity) * 1000.0).round() / 1000.0,
        "diff": pieces,
        "key": article.key.to_string(),
        "title": article.metadata.title.text,
        "date": article.metadata.published.as_ref().map(ToString::to_string),
        "source": article.metadata.source,
        "path": article.origin.path.to_string_lossy(),
        "start": span[0][0],
        "end": span[0][1],
    }))
}
