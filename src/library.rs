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

pub mod catalogue;
pub mod finder;
pub mod ledger;
pub mod query;

pub use catalogue::{ArticleId, Catalogue, Row};
pub use finder::{Candidate, CandidateKind, Extra, FinderQuery, Found};
pub use ledger::{EntityRow, QuoteFilter, QuoteRow, SpeakerRow};
pub use query::{Arrangement, Hit, MarkLookup, MarkTerm, Query, QueryError, SortKey};

use crate::{
    corpus::{Article, Corpus, Problem},
    text::{Analysis, EntityKind},
};
use std::{ops::ControlFlow, path::Path, sync::Arc};

/// Everything known about a corpus, behind one door. Shared between threads.
#[derive(Debug)]
pub struct Library {
    corpus: Corpus,
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
    /// Opens the library of a corpus; what was read before is there at once, nothing is read from the corpus yet.
    ///
    /// `cache` is the folder in which libraries are kept; without one the library lives in memory. The messages tell
    /// the reader what is unusual (no cache folder, a damaged library that will be rebuilt).
    pub fn open(corpus: &Corpus, _cache: Option<&Path>) -> (Self, Vec<String>) {
        (
            Self {
                corpus: corpus.clone(),
            },
            Vec::new(),
        )
    }

    /// Makes a library of articles that are at hand, in memory.
    pub fn of_articles(_articles: Vec<Article>) -> Self {
        Self {
            corpus: Corpus::Seeds,
        }
    }

    /// Returns the corpus.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// Reads what is new or changed in the corpus. Blocks; the answers of the other calls grow meanwhile.
    ///
    /// `progress` is called at most ten times a second; when it breaks, the refresh stops and keeps what it has.
    pub fn refresh(&self, _progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Summary {
        Summary::default()
    }

    /// Returns the catalogue as it is now. Cheap.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        Arc::default()
    }

    /// Returns one article, or why it cannot be had.
    pub fn article(&self, _id: ArticleId) -> Result<Arc<Article>, Problem> {
        Err(Problem {
            path: std::path::PathBuf::new(),
            place: None,
            why: "no such article".to_owned(),
        })
    }

    /// Returns the analysis of one article, computing it if need be.
    pub fn analysis(&self, _id: ArticleId) -> Arc<Analysis> {
        Arc::default()
    }

    /// Returns the articles that match, in order.
    pub fn select(
        &self,
        _query: &Query,
        _arrangement: Arrangement,
        _marks: &dyn MarkLookup,
    ) -> Vec<ArticleId> {
        Vec::new()
    }

    /// Returns the best hits of a full-text question, with their places.
    pub fn search(&self, _query: &Query, _limit: usize, _marks: &dyn MarkLookup) -> Vec<Hit> {
        Vec::new()
    }

    /// Returns everyone who is quoted, most quoted first.
    pub fn speakers(&self) -> Vec<SpeakerRow> {
        Vec::new()
    }

    /// Returns who said what, oldest first.
    pub fn quotes(&self, _filter: &QuoteFilter) -> Vec<QuoteRow> {
        Vec::new()
    }

    /// Returns the entities of one kind, most mentioned first.
    pub fn entities(&self, _kind: EntityKind) -> Vec<EntityRow> {
        Vec::new()
    }

    /// Returns the articles that mention an entity by this name, newest first.
    pub fn mentioning(&self, _kind: EntityKind, _name: &str) -> Vec<ArticleId> {
        Vec::new()
    }

    /// Finds anything by a few letters, best first; the newest articles first where no letters are given.
    ///
    /// `extra` is what can be found besides the library's own: tags, commands. When `is_stale` says that a newer
    /// question has been asked, the search ends with what it has.
    pub fn find(
        &self,
        _query: &FinderQuery,
        _extra: &[Extra],
        _is_stale: &dyn Fn() -> bool,
    ) -> Vec<Found> {
        Vec::new()
    }

    /// Returns what could not be read.
    pub fn problems(&self) -> Vec<Problem> {
        Vec::new()
    }
}
