//! Do the citations in a text still hold? Each by the key of its article and by its words.
//!
//! A citation is what the room copies: words, a dash, and somewhere after it the key of the article.

use super::{ArticleId, Library, Source};
use crate::{corpus::ArticleKey, text::wording::Wording};

/// Letters of a key.
const KEY_LEN: usize = 32;
/// What stands between the words and the rest of a citation.
const AFTER_WORDS: &str = " — ";
/// What stands between the pieces of a quotation.
const BETWEEN_PIECES: &str = " … ";

/// A citation in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation<'t> {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// The words that are cited; none where an article is cited as a whole.
    pub words: Option<&'t str>,
    /// The key of the article.
    pub key: ArticleKey,
}

/// What became of a citation.
#[derive(Clone, Debug, PartialEq)]
pub enum CitationVerdict {
    /// The article is there unchanged and has these words.
    Holds,
    /// The article is there unchanged and has other words; how they differ.
    Altered(String),
    /// The article is not there as it was; another one has just these words.
    Elsewhere(ArticleId),
    /// The article is not there as it was; this is the nearest to the words.
    Changed(Option<Source>),
}

impl CitationVerdict {
    /// Returns the word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Altered(_) => "altered",
            Self::Elsewhere(_) => "elsewhere",
            Self::Changed(_) => "changed",
        }
    }
}

/// Finds the citations of a text. Each begins where the paragraph begins or the one before it ends.
pub fn citations(text: &str) -> Vec<Citation<'_>> {
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

impl Library {
    /// Tells what became of a citation.
    ///
    /// # Errors
    ///
    /// Says in words for a person why an article cannot be read.
    pub fn check(&self, citation: &Citation<'_>) -> Result<CitationVerdict, String> {
        let catalogue = self.catalogue();
        let id = catalogue.find(citation.key);
        let id = id.filter(|id| !catalogue.is_gone(*id));
        let Some(id) = id else {
            let Some(words) = citation.words else {
                return Ok(CitationVerdict::Changed(None));
            };
            let nearest = self.sources(&Wording::of(words));
            let nearest = nearest
                .map_err(|error| error.to_string())?
                .into_iter()
                .next();
            return Ok(match nearest {
                Some(source) if source.passage.n_edits == 0 => {
                    CitationVerdict::Elsewhere(source.article)
                }
                nearest => CitationVerdict::Changed(nearest),
            });
        };
        let article = self.article(id).map_err(|problem| problem.to_string())?;
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
                Some(source) => return Ok(CitationVerdict::Altered(source.difference())),
                None => return Ok(CitationVerdict::Altered(format!("[-{piece}-]"))),
            }
        }
        Ok(CitationVerdict::Holds)
    }
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
