//! `cite-check`: which citations in a text still hold, one a line.

use super::{Answer, Desk, FOUND, Failure, NOTHING, Output, row, say, show};
use crate::library::{ArticleId, Citation, CitationVerdict, Source, citations};
use serde_json::json;
use std::{fs, io::Read, path::Path};

pub(super) fn cite_check(desk: &Desk<'_>, file: &Path, json: bool, out: &mut Output) -> Answer {
    let text = read(file)?;
    let citations = citations(&text);
    if citations.is_empty() {
        say(&format!(
            "there is no citation in {}: one ends with the key of its article, as Y in the room copies it",
            file.display()
        ));
        return Ok(NOTHING);
    }
    let mut all_hold = true;
    for citation in &citations {
        let verdict = desk.library.check(citation).map_err(Failure::because)?;
        all_hold &= verdict == CitationVerdict::Holds;
        if json {
            tell_json(desk, citation, &verdict, out)?;
        } else {
            tell(desk, file, citation, &verdict, out)?;
        }
    }
    Ok(if all_hold { FOUND } else { NOTHING })
}

/// Reads a file, or standard input for `-`. What is no UTF-8 cannot be part of a citation.
fn read(file: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        fs::read(file).map(|all| bytes = all)
    };
    match read {
        Ok(()) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) => Err(Failure::because(format_args!(
            "cannot read {}: {error}",
            file.display()
        ))),
    }
}

fn tell(
    desk: &Desk<'_>,
    file: &Path,
    citation: &Citation<'_>,
    verdict: &CitationVerdict,
    out: &mut Output,
) -> Result<(), Failure> {
    let words = citation.words.unwrap_or("(the article as a whole)");
    let place = format!("{}:{}", file.display(), citation.line);
    out.line(&format!("{place}: {}: {words}", verdict.word()))?;
    match verdict {
        CitationVerdict::Holds => {}
        CitationVerdict::Altered(difference) => out.line(&format!("    {difference}"))?,
        CitationVerdict::Elsewhere(id) => {
            let (place, key) = place_of(desk, *id)?;
            out.line(&format!("    the words stand in {place}, key {key}"))?;
        }
        CitationVerdict::Changed(None) => {
            out.line("    no article of this key is in the archive, nor anything near the words")?;
        }
        CitationVerdict::Changed(Some(source)) => {
            let (place, key) = place_of(desk, source.article)?;
            out.line(&format!("    {}", source.difference()))?;
            out.line(&format!("    the nearest stands in {place}, key {key}"))?;
        }
    }
    Ok(())
}

fn tell_json(
    desk: &Desk<'_>,
    citation: &Citation<'_>,
    verdict: &CitationVerdict,
    out: &mut Output,
) -> Result<(), Failure> {
    let (found, difference) = match verdict {
        CitationVerdict::Holds => (None, None),
        CitationVerdict::Altered(difference) => (None, Some(difference.clone())),
        CitationVerdict::Elsewhere(id) => (Some(*id), None),
        CitationVerdict::Changed(nearest) => (
            nearest.as_ref().map(|source| source.article),
            nearest.as_ref().map(Source::difference),
        ),
    };
    let found = found.map(|id| place_of(desk, id)).transpose()?;
    let (path, found_key) = found.unzip();
    out.json(&json!({
        "line": citation.line,
        "verdict": verdict.word(),
        "words": citation.words,
        "key": citation.key.to_string(),
        "difference": difference,
        "found_in": path,
        "found_key": found_key,
    }))?;
    Ok(())
}

/// Returns where an article lies, and its key.
fn place_of(desk: &Desk<'_>, id: ArticleId) -> Result<(String, String), Failure> {
    let article = desk.library.article(id).map_err(Failure::because)?;
    Ok((show::place(&article), row::short(article.key)))
}
