//! `cite-check`: do the citations in a text still hold? Each by the key of its article and by its words.
//!
//! A citation is what the room copies: words, a dash, and somewhere after it the key of the article.

use super::{Answer, Desk, FOUND, Failure, NOTHING, Output, row, say, show};
use crate::{
    corpus::{Article, ArticleKey},
    library::{ArticleId, Source},
    text::wording::Wording,
};
use serde_json::json;
use std::{fs, io::Read, path::Path};

/// Letters of a key.
const KEY_LEN: usize = 32;
/// What stands between the words and the rest of a citation.
const AFTER_WORDS: &str = " — ";
/// What stands between the pieces of a quotation.
const BETWEEN_PIECES: &str = " … ";

/// A citation in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Citation<'t> {
    /// The line on which it begins, from 1.
    line: usize,
    /// The words that are cited; none where an article is cited as a whole.
    words: Option<&'t str>,
    key: ArticleKey,
}

/// What became of a citation.
#[derive(Clone, Debug, PartialEq)]
enum Verdict {
    /// The article is there unchanged and has these words.
    Holds,
    /// The article is there unchanged and has other words; how they differ.
    Altered(String),
    /// The article is not there as it was; another one has just these words.
    Elsewhere(ArticleId),
    /// The article is not there as it was; this is the nearest to the words.
    Changed(Option<Source>),
}

impl Verdict {
    fn word(&self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Altered(_) => "altered",
            Self::Elsewhere(_) => "elsewhere",
            Self::Changed(_) => "changed",
        }
    }
}

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
        let verdict = judge(desk, citation)?;
        all_hold &= verdict == Verdict::Holds;
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

/// Finds the citations of a text. Each begins where the paragraph begins or the one before it ends.
fn citations(text: &str) -> Vec<Citation<'_>> {
    let mut citations = Vec::new();
    let mut from = 0;
    for (at, key) in keys(text) {
        let before = &text[from..at];
        let paragraph = before.rfind("\n\n").map_or(0, |blank| blank + 2);
        let cited = &before[paragraph..];
        let begins = |c: char| !(c.is_whitespace() || "-*>#.,;".contains(c));
        let start = cited.find(begins).unwrap_or(0);
        let words = cited[start..].split_once(AFTER_WORDS);
        citations.push(Citation {
            line: 1 + text[..from + paragraph + start].matches('\n').count(),
            words: words.map(|(words, _)| words.trim()),
            key,
        });
        from = at + KEY_LEN;
    }
    citations
}

/// Finds everything that is written like the key of an article, with its place.
fn keys(text: &str) -> impl Iterator<Item = (usize, ArticleKey)> {
    let is_hex = |word: &str| {
        word.bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let mut at = 0;
    text.split_inclusive(|c: char| !c.is_ascii_alphanumeric())
        .map(move |part| {
            let start = at;
            at += part.len();
            let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            (start, word)
        })
        .filter(move |(_, word)| word.len() == KEY_LEN && is_hex(word))
        .filter_map(|(start, word)| Some((start, word.parse().ok()?)))
}

fn judge(desk: &Desk<'_>, citation: &Citation<'_>) -> Result<Verdict, Failure> {
    let catalogue = desk.library.catalogue();
    let id = catalogue.find(citation.key);
    let id = id.filter(|id| !catalogue.is_gone(*id));
    let Some(id) = id else {
        let Some(words) = citation.words else {
            return Ok(Verdict::Changed(None));
        };
        let nearest = desk
            .library
            .sources(&Wording::of(words))?
            .into_iter()
            .next();
        return Ok(match nearest {
            Some(source) if source.passage.n_edits == 0 => Verdict::Elsewhere(source.article),
            nearest => Verdict::Changed(nearest),
        });
    };
    let article = desk.library.article(id).map_err(Failure::because)?;
    let text = article.body.text();
    for piece in citation
        .words
        .into_iter()
        .flat_map(|words| words.split(BETWEEN_PIECES))
    {
        let wording = Wording::of(piece);
        if wording.is_empty() {
            continue;
        }
        let nearest = wording.nearest(text).map(|passage| Source {
            article: id,
            passage,
        });
        match nearest {
            Some(source) if source.passage.n_edits == 0 => {}
            Some(source) => return Ok(Verdict::Altered(source.difference())),
            None => return Ok(Verdict::Altered(format!("[-{piece}-]"))),
        }
    }
    Ok(Verdict::Holds)
}

fn tell(
    desk: &Desk<'_>,
    file: &Path,
    citation: &Citation<'_>,
    verdict: &Verdict,
    out: &mut Output,
) -> Result<(), Failure> {
    let words = citation.words.unwrap_or("(the article as a whole)");
    let place = format!("{}:{}", file.display(), citation.line);
    out.line(&format!("{place}: {}: {words}", verdict.word()))?;
    match verdict {
        Verdict::Holds => {}
        Verdict::Altered(difference) => out.line(&format!("    {difference}"))?,
        Verdict::Elsewhere(id) => {
            let (place, key) = place_of(desk, *id)?;
            out.line(&format!("    the words stand in {place}, key {key}"))?;
        }
        Verdict::Changed(None) => {
            out.line("    no article of this key is in the archive, nor anything near the words")?;
        }
        Verdict::Changed(Some(source)) => {
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
    verdict: &Verdict,
    out: &mut Output,
) -> Result<(), Failure> {
    let (found, difference) = match verdict {
        Verdict::Holds => (None, None),
        Verdict::Altered(difference) => (None, Some(difference.clone())),
        Verdict::Elsewhere(id) => (Some(*id), None),
        Verdict::Changed(nearest) => (
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
    let article: std::sync::Arc<Article> = desk.library.article(id).map_err(Failure::because)?;
    Ok((show::place(&article), row::short(article.key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_are_found_in_notes() {
        let key = "0123456789abcdef0123456789abcdef";
        let notes = format!(
            "# Notes\n\n- \"We saw … it\" — Ann (said), in: A — B, C, 2020. /a b.txt, byte 7, sha {key}\n- “No”\n  — Bo, \
             in: D. /e, byte 1, sha {key}\n\nThe whole story: T, S, no date. /e, {key} and 0123 and {key}0.\n"
        );
        let found: Vec<_> = citations(&notes)
            .into_iter()
            .map(|citation| (citation.line, citation.words))
            .collect();
        assert_eq!(
            found,
            [(3, Some("\"We saw … it\"")), (4, Some("“No”")), (7, None)]
        );
    }
}
