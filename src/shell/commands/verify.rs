//! `verify`: is this wording in the corpus? Exact, altered with a word diff, or not found.

use super::{Answer, Desk, Failure, Output, row, show};
use crate::{
    library::{ArticleId, NoMarks, Query},
    text::wording::{Passage, Side, Wording},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The same words are there.
const EXACT: u8 = 0;
/// Nearly the same words are there.
const ALTERED: u8 = 1;
/// Nothing near is there.
const NOT_FOUND: u8 = 2;
/// It could not be asked.
pub(super) const ERROR: u8 = 3;

/// A passage less like the wording than this is another wording.
const MIN_SIMILARITY: f32 = 0.6;
/// Up to this size every article of a corpus is compared; in larger ones those that share words with the wording.
const MAX_ARTICLES_READ: usize = 500;
/// How many articles that share words are compared.
const MAX_CANDIDATES: usize = 200;
/// How many sources are named.
const MAX_SOURCES_SHOWN: usize = 5;

/// A place where the wording, or one like it, stands.
struct Source {
    article: ArticleId,
    passage: Passage,
}

pub(super) fn verify(desk: &Desk<'_>, wording: &str, json: bool, out: &mut Output) -> Answer {
    let wording = Wording::of(wording);
    if wording.is_empty() {
        return Err(Failure::because("there are no words to look for"));
    }
    let sources = sources(desk, &wording)?;
    let verdict = match sources.first() {
        None => NOT_FOUND,
        Some(best) if best.passage.n_edits == 0 => EXACT,
        Some(_) => ALTERED,
    };
    if json {
        if sources.is_empty() {
            out.json(&json!({"verdict": word(verdict)}))?;
        }
        for source in &sources {
            out.json(&fields(desk, source)?)?;
        }
        return Ok(verdict);
    }
    out.line(word(verdict))?;
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
        out.line(&difference(&source.passage))?;
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
    Ok(verdict)
}

/// Finds the articles with the nearest passages: the nearest first, then the oldest.
fn sources(desk: &Desk<'_>, wording: &Wording) -> Result<Vec<Source>, Failure> {
    let catalogue = desk.library.catalogue();
    let mut sources: Vec<Source> = candidates(desk, wording)?
        .into_iter()
        .filter_map(|article| {
            let text = desk.library.article(article).ok()?;
            let passage = wording.nearest(text.body.text())?;
            (passage.similarity >= MIN_SIMILARITY).then_some(Source { article, passage })
        })
        .collect();
    let date = |source: &Source| {
        let row = catalogue.row(source.article);
        row.and_then(|row| row.date).map(|(at, _)| at)
    };
    sources.sort_by(|one, other| {
        let nearest = other.passage.similarity.total_cmp(&one.passage.similarity);
        // An unknown date is no claim to be first.
        let (one, other) = (date(one), date(other));
        nearest.then((one.is_none(), one).cmp(&(other.is_none(), other)))
    });
    // Beside an exact source the altered ones prove nothing.
    if sources
        .first()
        .is_some_and(|best| best.passage.n_edits == 0)
    {
        sources.retain(|source| source.passage.n_edits == 0);
    }
    sources.truncate(MAX_SOURCES_SHOWN);
    Ok(sources)
}

fn candidates(desk: &Desk<'_>, wording: &Wording) -> Result<BTreeSet<ArticleId>, Failure> {
    let n_articles = desk.library.catalogue().len();
    if n_articles <= MAX_ARTICLES_READ {
        return Ok(desk.library.catalogue().ids().collect());
    }
    let words: Vec<&str> = wording.words().collect();
    let phrase = format!("\"{}\"", words.join(" "));
    let any: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let mut found = BTreeSet::new();
    for question in [phrase, any.join(" OR ")] {
        let hits = desk
            .library
            .search(&Query::parse(&question)?, MAX_CANDIDATES, &NoMarks);
        found.extend(hits.into_iter().map(|hit| hit.article));
    }
    Ok(found)
}

fn word(verdict: u8) -> &'static str {
    match verdict {
        EXACT => "exact",
        ALTERED => "altered",
        _ => "not found",
    }
}

/// Writes a comparison: `[-only asked for-]`, `{+only in the source+}`.
fn difference(passage: &Passage) -> String {
    let pieces: Vec<_> = passage
        .pieces
        .iter()
        .map(|piece| match piece.side {
            Side::Both => piece.words.clone(),
            Side::Wording => format!("[-{}-]", piece.words),
            Side::Passage => format!("{{+{}+}}", piece.words),
        })
        .collect();
    pieces.join(" ")
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
    let verdict = if source.passage.n_edits == 0 {
        EXACT
    } else {
        ALTERED
    };
    Ok(json!({
        "verdict": word(verdict),
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
