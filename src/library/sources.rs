//! Where a wording comes from: the articles that hold it, or the nearest to it.

use super::{ArticleId, Library, NoMarks, Query, QueryError};
use crate::text::wording::{Passage, Side, Wording};
use std::collections::BTreeSet;

/// A passage less like the wording than this is another wording.
const MIN_SIMILARITY: f32 = 0.6;
/// Up to this size every article of a corpus is compared; in larger ones those that share words with the wording.
const MAX_ARTICLES_READ: usize = 500;
/// How many articles that share words are compared.
const MAX_CANDIDATES: usize = 200;
/// How many sources are named.
const MAX_SOURCES: usize = 5;

/// A place where a wording, or one like it, stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The article.
    pub article: ArticleId,
    /// The passage in its reading text.
    pub passage: Passage,
}

/// What can be said about a wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same words are there.
    Exact,
    /// Nearly the same words are there.
    Altered,
    /// Nothing near is there.
    NotFound,
}

impl Verdict {
    /// Judges a wording by its nearest source.
    pub fn of(sources: &[Source]) -> Self {
        match sources.first() {
            None => Self::NotFound,
            Some(best) => best.verdict(),
        }
    }

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Altered => "altered",
            Self::NotFound => "not found",
        }
    }
}

impl Source {
    /// Judges the wording by this source.
    pub fn verdict(&self) -> Verdict {
        if self.passage.n_edits == 0 {
            Verdict::Exact
        } else {
            Verdict::Altered
        }
    }

    /// Writes the comparison on one line: `[-only asked for-]`, `{+only in the source+}`.
    pub fn difference(&self) -> String {
        let pieces: Vec<_> = self
            .passage
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
}

impl Library {
    /// Finds where a wording stands: the nearest passages first, then the oldest; beside an exact one no other.
    pub fn sources(&self, wording: &Wording) -> Result<Vec<Source>, QueryError> {
        let catalogue = self.catalogue();
        let mut sources: Vec<Source> = self
            .source_candidates(wording)?
            .into_iter()
            .filter_map(|article| {
                let text = self.article(article).ok()?;
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
        if Verdict::of(&sources) == Verdict::Exact {
            sources.retain(|source| source.verdict() == Verdict::Exact);
        }
        sources.truncate(MAX_SOURCES);
        Ok(sources)
    }

    fn source_candidates(&self, wording: &Wording) -> Result<BTreeSet<ArticleId>, QueryError> {
        let catalogue = self.catalogue();
        if catalogue.len() <= MAX_ARTICLES_READ {
            return Ok(catalogue.ids().collect());
        }
        let words: Vec<&str> = wording.words().collect();
        let phrase = format!("\"{}\"", words.join(" "));
        let any: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let mut found = BTreeSet::new();
        for question in [phrase, any.join(" OR ")] {
            let hits = self.search(&Query::parse(&question)?, MAX_CANDIDATES, &NoMarks);
            found.extend(hits.into_iter().map(|hit| hit.article));
        }
        Ok(found)
    }
}
