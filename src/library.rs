//! What do all articles say together, and where? Catalogue, full text, quotations and entities of a corpus.
//!
//! ```text
//! corpus ──articles──▶ refresh ──▶ Library ──▶ catalogue   the columns lists need, published whole, never edited
//!                                     ├──────▶ article     one article from its block
//!                                     ├──────▶ analysis    computed once, on demand first
//!                                     ├──────▶ select, search, quotes, speakers, entities
//!                                     └──────▶ finder      anything by a few letters
//! ```
//!
//! Everything here can be rebuilt from the files and holds nothing of the reader's. Knows no screens. The rest of the
//! program never learns how a library is stored: it holds an `Arc<Library>` and asks; asking may touch the disk, so
//! questions are asked from jobs, never from `update`.

mod analysing;
mod asking;
pub mod catalogue;
pub mod citations;
mod concordance;
mod duplicates;
mod engine;
mod everyone;
mod facets;
mod files;
pub mod finder;
mod finding;
mod fulltext;
mod habits;
mod home;
mod kept;
pub mod ledger;
mod matching;
mod opening;
mod ordering;
mod pace;
mod packed;
pub mod query;
mod reading;
mod related;
mod rowset;
mod shelf;
pub mod sources;
#[cfg(test)]
mod tests;
mod texts;
mod words;

pub use catalogue::{ArticleId, Catalogue, Row};
pub use citations::{Citation, CitationVerdict, citations};
pub use concordance::ContextLine;
pub use facets::{Facet, FacetKind};
pub use finder::{Candidate, CandidateKind, Extra, FinderQuery, Found};
pub use ledger::{EntityRow, QuoteFilter, QuoteRow, SpeakerRow};
pub use query::{
    Arrangement, Hit, MarkLookup, MarkTerm, NoMarks, Query, QueryError, SortKey, field_names,
};
pub use sources::{Source, Verdict};

use crate::{
    corpus::{Article, Corpus, FieldMap, Problem},
    text::Analysis,
};
use asking::{Asking, WhenAsked};
use home::Home;
use kept::Kept;
use ordering::Orders;
use pace::Teller;
use shelf::{Prepared, Shelf, ShelfError};
use std::{
    ops::ControlFlow,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

/// Everything known about a corpus, behind one door. Shared between threads.
#[derive(Debug)]
pub struct Library {
    corpus: Corpus,
    /// The same corpus with whole paths, so that it is known again from any folder.
    whole_corpus: Corpus,
    /// What unusual names in its records mean.
    fields: FieldMap,
    home: Option<Home>,
    shelf: RwLock<Arc<Shelf>>,
    orders: Orders,
    tables: finding::Tables,
    names: Kept<everyone::Gathering, finding::Names>,
    articles: Kept<u32, Article>,
    analyses: Kept<u32, Analysis>,
    everyone: Kept<everyone::Gathering, Vec<ledger::names::Someone>>,
    troubles: Mutex<Vec<String>>,
}

/// How far the reading of a corpus has come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Files or articles done.
    pub n_done: u64,
    /// Of how many, where that is known.
    pub n_total: Option<u64>,
    /// Bytes read.
    pub n_bytes: u64,
    /// Of how many, where that is known.
    pub n_total_bytes: Option<u64>,
    /// Files or articles done in a second since the stage began; `None` in its first moments.
    pub per_second: Option<f64>,
    /// How long the stage will still take at this rate, where that can be told.
    pub left: Option<Duration>,
}

impl Progress {
    /// Returns which part of the stage is done, from 0 to 1, where that is known.
    pub fn part(&self) -> Option<f64> {
        let of = |n: u64, total: Option<u64>| {
            let total = total.filter(|total| *total > 0)?;
            Some((n as f64 / total as f64).min(1.0))
        };
        of(self.n_done, self.n_total).or_else(|| of(self.n_bytes, self.n_total_bytes))
    }
}

/// What a refresh is busy with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Finding out which files are new or changed.
    #[default]
    Looking,
    /// Reading files and making them searchable.
    Reading,
    /// Finding names and quotations.
    Analysing,
}

/// What a refresh found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles that were not there before.
    pub n_new: u64,
    /// Articles that are there no more.
    pub n_gone: u64,
    /// Files or parts that could not be read.
    pub n_problems: u64,
}

impl Library {
    /// Makes a library of articles that are at hand, in memory, with all their names and quotations.
    pub fn of_articles(articles: &[Article]) -> Self {
        let library = Self::on(Corpus::Paths(Vec::new()), Shelf::in_memory());
        if let Err(error) = library.take_in(articles) {
            library.note_trouble(&error.to_string());
        }
        library
    }

    fn take_in(&self, articles: &[Article]) -> Result<(), ShelfError> {
        let shelf = self.shelf();
        for article in articles {
            shelf.add(&Prepared::of(article))?;
        }
        shelf.publish()?;
        shelf.finish_reading()?;
        shelf.group_copies()?;
        self.analyse_rest(&shelf, &mut Teller::new(&mut |_| ControlFlow::Continue(())))
    }

    /// Returns the corpus.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// Returns the catalogue as it is now. Cheap.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.shelf().catalogue()
    }

    /// Returns one article, or why it cannot be had.
    pub fn article(&self, id: ArticleId) -> Result<Arc<Article>, Problem> {
        if let Some(article) = self.articles.get(id.0) {
            return Ok(article);
        }
        match self.shelf().article(id.0) {
            Some(article) => Ok(self.articles.put(id.0, article)),
            None => Err(Problem {
                path: std::path::PathBuf::new(),
                place: Some(format!("article {}", id.0)),
                why: "it is not in the library".to_owned(),
            }),
        }
    }

    /// Returns the analysis of one article, computing it if need be.
    pub fn analysis(&self, id: ArticleId) -> Arc<Analysis> {
        if let Some(analysis) = self.analyses.get(id.0) {
            return analysis;
        }
        match self.article(id) {
            Ok(article) => self.analyses.put(id.0, self.analyse_guarded(&article)),
            Err(_) => Arc::default(),
        }
    }

    /// Returns the articles that match, in order.
    ///
    /// By relevance the best match comes first; where the question has no words, the order is that of reading.
    pub fn select(
        &self,
        query: &Query,
        arrangement: Arrangement,
        marks: &dyn MarkLookup,
    ) -> Vec<ArticleId> {
        let catalogue = self.catalogue();
        let rows = self.ask(&catalogue, marks, |asking| {
            if arrangement.key == SortKey::Relevance && query.asks_words() {
                let best = asking.best(query.node(), catalogue.n_rows());
                let mut best: Vec<u32> = best.into_iter().map(|(_, row)| row).collect();
                if arrangement.reversed {
                    best.reverse();
                }
                return best;
            }
            if query.is_empty() {
                return self.ordered(&catalogue, arrangement, None);
            }
            self.ordered(&catalogue, arrangement, Some(&asking.rows(query.node())))
        });
        rows.into_iter().map(ArticleId).collect()
    }

    /// Returns the best hits of a full-text question, with their places; the newest where it asks for no words.
    pub fn search(&self, query: &Query, limit: usize, marks: &dyn MarkLookup) -> Vec<Hit> {
        let catalogue = self.catalogue();
        let best = self.ask(&catalogue, marks, |asking| {
            if query.asks_words() {
                return asking.best(query.node(), limit);
            }
            let rows = asking.rows(query.node());
            let newest = self.ordered(&catalogue, Arrangement::default(), Some(&rows));
            newest
                .into_iter()
                .take(limit)
                .map(|row| (0.0, row))
                .collect()
        });
        best.into_iter()
            .filter_map(|(score, row)| self.hit(query, score, row))
            .collect()
    }

    fn hit(&self, query: &Query, score: f32, row: u32) -> Option<Hit> {
        let article = self.article(ArticleId(row)).ok()?;
        let text = article.body.text();
        let matches = matching::matches(query.node(), text);
        let (snippet, snippet_matches) = matching::snippet(text, &matches);
        Some(Hit {
            article: ArticleId(row),
            score,
            snippet,
            snippet_matches,
            matches,
        })
    }

    /// Returns where the words of a question stand in an article, for marking them in the reader.
    pub fn matches(&self, query: &Query, id: ArticleId) -> Vec<crate::text::Span> {
        self.article(id).map_or_else(
            |_| Vec::new(),
            |article| matching::matches(query.node(), article.body.text()),
        )
    }

    fn ask<T>(
        &self,
        catalogue: &Catalogue,
        marks: &dyn MarkLookup,
        ask: impl FnOnce(&Asking) -> T,
    ) -> T {
        let shelf = self.shelf();
        ask(&Asking {
            catalogue,
            fulltext: WhenAsked {
                shelf: &shelf,
                open: Shelf::fulltext,
            },
            ledger: WhenAsked {
                shelf: &shelf,
                open: Shelf::ledger,
            },
            article: &|row| self.article(ArticleId(row)).ok(),
            marks,
            trouble: &|error| self.note_trouble(&error.to_string()),
        })
    }

    fn note_trouble(&self, what: &str) {
        let mut troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        if !troubles.iter().any(|known| known == what) {
            troubles.push(what.to_owned());
        }
    }

    /// Returns what could not be read.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.shelf().problems();
        let troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        problems.extend(troubles.iter().map(|why| Problem {
            path: std::path::PathBuf::from("library"),
            place: None,
            why: why.clone(),
        }));
        problems
    }
}
