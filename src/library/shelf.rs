//! Where everything that was read is kept: columns, texts, full text, ledger.
//!
//! Articles are added by one thread at a time and seen by all others once they are published.

use super::{
    catalogue::{Catalogue, CatalogueBuilder, chunk::NewRow},
    fulltext::Fulltext,
    ledger::index::LedgerIndex,
    texts::{BlockBuilder, Texts},
};
use crate::{
    corpus::{Article, Problem},
    text::Analysis,
};
use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// Problems beyond this are counted, not kept.
const MAX_PROBLEMS: usize = 10_000;

/// All that a library keeps. Shared between threads.
#[derive(Debug)]
pub(crate) struct Shelf {
    published: RwLock<Arc<Catalogue>>,
    texts: RwLock<Texts>,
    fulltext: Fulltext,
    ledger: LedgerIndex,
    adding: Mutex<Adding>,
    n_analysed: AtomicU32,
    problems: Mutex<Vec<Problem>>,
}

#[derive(Debug, Default)]
struct Adding {
    catalogue: CatalogueBuilder,
    block: BlockBuilder,
    block_first: u32,
}

/// Why something could not be kept.
#[derive(Debug)]
pub(crate) enum ShelfError {
    /// The search engine could not.
    Index(tantivy::TantivyError),
}

impl fmt::Display for ShelfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(error) => write!(f, "the index cannot be written: {error}"),
        }
    }
}

impl From<tantivy::TantivyError> for ShelfError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error)
    }
}

impl Shelf {
    /// Makes an empty shelf in memory.
    pub(crate) fn in_memory() -> Self {
        Self {
            published: RwLock::default(),
            texts: RwLock::default(),
            fulltext: Fulltext::in_memory()
                .expect("an empty index in memory needs nothing that could fail"),
            ledger: LedgerIndex::in_memory()
                .expect("an empty index in memory needs nothing that could fail"),
            adding: Mutex::default(),
            n_analysed: AtomicU32::new(0),
            problems: Mutex::default(),
        }
    }

    /// Returns the catalogue as it was last published.
    pub(crate) fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(
            &self
                .published
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Returns a published article.
    pub(crate) fn article(&self, row: u32) -> Option<Article> {
        self.texts
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(row)
    }

    pub(crate) fn fulltext(&self) -> &Fulltext {
        &self.fulltext
    }

    pub(crate) fn ledger(&self) -> &LedgerIndex {
        &self.ledger
    }

    /// Adds an article and returns its row. It is seen after the next [`publish`](Self::publish).
    pub(crate) fn add(&self, article: &Article) -> Result<u32, ShelfError> {
        let mut adding = self.adding();
        let row = adding.catalogue.push(&NewRow::of(article));
        adding.block.push(article);
        self.fulltext
            .add(row, &article.metadata.title.text, article.body.text())?;
        if adding.block.is_full() {
            self.close_block(&mut adding);
        }
        Ok(row)
    }

    /// Shows what was added to everyone.
    pub(crate) fn publish(&self) {
        let mut adding = self.adding();
        self.close_block(&mut adding);
        let catalogue = Arc::new(adding.catalogue.snapshot());
        *self
            .published
            .write()
            .unwrap_or_else(PoisonError::into_inner) = catalogue;
    }

    /// Makes what was added findable.
    pub(crate) fn commit(&self) -> Result<(), ShelfError> {
        self.fulltext.commit()?;
        Ok(())
    }

    /// Returns how many of the first rows are in the ledger.
    pub(crate) fn n_analysed(&self) -> u32 {
        self.n_analysed.load(Ordering::Acquire)
    }

    /// Takes the analyses of the next rows into the ledger; `None` stands for an article that could not be read.
    pub(crate) fn add_analyses(
        &self,
        analyses: &[Option<(Arc<Article>, Arc<Analysis>)>],
    ) -> Result<(), ShelfError> {
        let first = self.n_analysed();
        for (idx, analysed) in analyses.iter().enumerate() {
            if let Some((article, analysis)) = analysed {
                self.ledger
                    .add(first + idx as u32, &article.body, analysis)?;
            }
        }
        self.n_analysed
            .store(first + analyses.len() as u32, Ordering::Release);
        Ok(())
    }

    /// Takes up a problem.
    pub(crate) fn add_problem(&self, problem: Problem) {
        let mut problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        if problems.len() < MAX_PROBLEMS {
            problems.push(problem);
        }
    }

    pub(crate) fn problems(&self) -> Vec<Problem> {
        self.problems
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Forgets all problems, before the corpus is read again.
    pub(crate) fn clear_problems(&self) {
        self.problems
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    fn close_block(&self, adding: &mut Adding) {
        let n_articles = adding.block.len() as u32;
        if let Some(packed) = adding.block.pack() {
            self.texts
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .push(adding.block_first, packed);
        }
        adding.block_first += n_articles;
    }

    fn adding(&self) -> MutexGuard<'_, Adding> {
        self.adding.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
