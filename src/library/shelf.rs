//! Where everything that was read is kept: columns, texts, full text, ledger; in memory or in a [`Home`].
//!
//! Articles are added by one thread at a time and seen by all others once they are published. What was committed
//! survives the end of the process, however it comes.

mod commit;
mod derived;
mod error;

use commit::files_name;
pub(crate) use error::ShelfError;

use super::{
    catalogue::{Catalogue, CatalogueBuilder, chunk::NewRow, keys::KeyOrder},
    duplicates::{Copies, KeptCopies, sketch::Sketch},
    files::KnownFiles,
    fulltext::{self, Fulltext},
    home::{Home, Manifest, WriteLock},
    ledger::index::LedgerIndex,
    packed::{Pieces, Place},
    rowset::RowSet,
    texts::{BlockBuilder, OpenBlock, Texts},
};
use crate::{
    corpus::{Article, Habits, Problem},
    text::Analysis,
};
use std::{
    fs::File,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
};

/// The folder of the full-text index.
const FULLTEXT: &str = "fulltext";

/// The folder of the ledger.
const LEDGER: &str = "ledger";

/// Problems beyond this are not kept.
const MAX_PROBLEMS: usize = 10_000;

/// All that a library keeps. Shared between threads.
#[derive(Debug)]
pub(crate) struct Shelf {
    published: RwLock<Arc<Catalogue>>,
    texts: Texts,
    /// Opened when it is first asked: the first list does not need it.
    fulltext: OnceLock<Fulltext>,
    ledger: OnceLock<LedgerIndex>,
    adding: Mutex<Adding>,
    n_analysed: AtomicU32,
    problems: Mutex<Vec<Problem>>,
    /// Read when a reading first asks for them.
    habits: Mutex<Option<Arc<Habits>>>,
    generation: AtomicU64,
    disk: Option<Disk>,
}

/// What a shelf on disk needs besides.
#[derive(Debug)]
struct Disk {
    home: Home,
    /// Held by the one process that writes.
    lock: Mutex<Option<WriteLock>>,
    /// The files are open for writing, whoever has the lock now.
    is_open_for_writing: bool,
}

#[derive(Debug, Default)]
struct Adding {
    catalogue: CatalogueBuilder,
    block: BlockBuilder,
    block_first: u32,
    files: KnownFiles,
    files_log: Option<File>,
    files_place: (u32, u64),
    sketches: Pieces,
    sketch_places: Vec<Place>,
    /// The samples of the articles that were added since the last commit.
    new_sketches: Vec<u8>,
    is_whole: bool,
}

/// An article made ready for the shelf.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// Its columns.
    pub(crate) row: NewRow,
    /// The article as it stands in a block.
    pub(crate) encoded: Vec<u8>,
    /// Its title.
    pub(crate) title: String,
    /// Its reading text.
    pub(crate) text: String,
    /// Where it begins in its file.
    pub(crate) offset: u64,
    /// A sample of its text.
    pub(crate) sketch: Sketch,
}

impl Prepared {
    /// Makes an article ready; the dear part of adding, which any thread can do.
    pub(crate) fn of(article: &Article) -> Self {
        Self {
            row: NewRow::of(article),
            encoded: super::texts::encode(article),
            title: article.metadata.title.text.clone(),
            text: article.body.text().to_owned(),
            offset: article.origin.offset,
            sketch: Sketch::of(article.body.text()),
        }
    }
}

impl Shelf {
    /// Makes an empty shelf in memory.
    pub(crate) fn in_memory() -> Self {
        Self {
            published: RwLock::default(),
            texts: Texts::default(),
            fulltext: OnceLock::new(),
            ledger: OnceLock::new(),
            adding: Mutex::default(),
            n_analysed: AtomicU32::new(0),
            problems: Mutex::default(),
            habits: Mutex::default(),
            generation: AtomicU64::new(0),
            disk: None,
        }
    }

    /// Opens what a manifest says; with the lock it can be added to.
    pub(crate) fn open(
        home: &Home,
        manifest: Manifest,
        lock: Option<WriteLock>,
    ) -> Result<Self, ShelfError> {
        let writes = lock.is_some();
        let rows = home.open_appended("rows", manifest.rows_len, writes)?;
        let texts = home.open_appended("texts", manifest.texts_len, writes)?;
        let (sketch_places, sketches_len) = manifest.sketches;
        let sketches = home.open_appended("sketches", sketches_len, writes)?;
        let mut files = KnownFiles::default();
        let mut files_log = None;
        if writes {
            let log = home.open_appended(&files_name(manifest.files.0), manifest.files.1, true)?;
            files = KnownFiles::read(&log, manifest.files.1)?;
            files_log = Some(log);
        }
        let mut catalogue = CatalogueBuilder::of(
            Pieces::of_file(rows, manifest.rows_len),
            manifest.chunks,
            manifest.tail,
            manifest.gone,
        );
        let copies = home.read_checked::<KeptCopies>("copies").ok().flatten();
        if let Some(copies) = copies.and_then(Copies::of) {
            catalogue.set_copies(copies);
        }
        catalogue.set_key_order(KeyOrder::kept(home, catalogue.n_rows()));
        let (fulltext, ledger) = (OnceLock::new(), OnceLock::new());
        let mut n_analysed = 0;
        if writes {
            let opened = LedgerIndex::open(&home.folder().join(LEDGER), true)?;
            n_analysed = opened.engine().n_rows();
            let _ = ledger.set(opened);
            let _ = fulltext.set(Fulltext::open(&home.folder().join(FULLTEXT), true)?);
        }
        let published = Arc::new(catalogue.snapshot());
        Ok(Self {
            published: RwLock::new(published),
            texts: Texts::of(Pieces::of_file(texts, manifest.texts_len), manifest.blocks),
            fulltext,
            ledger,
            n_analysed: AtomicU32::new(n_analysed),
            problems: Mutex::new(manifest.problems),
            habits: Mutex::default(),
            generation: AtomicU64::new(manifest.generation),
            adding: Mutex::new(Adding {
                block_first: catalogue.n_rows() as u32,
                catalogue,
                block: BlockBuilder::default(),
                files,
                files_log,
                files_place: manifest.files,
                sketches: Pieces::of_file(sketches, sketches_len),
                sketch_places,
                new_sketches: Vec::new(),
                is_whole: manifest.is_whole,
            }),
            disk: Some(Disk {
                home: home.clone(),
                lock: Mutex::new(lock),
                is_open_for_writing: writes,
            }),
        })
    }

    /// Goes on writing with a lock taken anew; gives it back where the shelf was opened for reading only.
    pub(crate) fn resume_writing(&self, lock: WriteLock) -> Result<(), WriteLock> {
        match &self.disk {
            Some(disk) if disk.is_open_for_writing => {
                *disk.lock.lock().unwrap_or_else(PoisonError::into_inner) = Some(lock);
                Ok(())
            }
            _ => Err(lock),
        }
    }

    /// Frees the memory of writing and lets other processes write.
    pub(crate) fn end_writing(&self) {
        self.fulltext().engine().rest();
        self.ledger().engine().rest();
        if let Some(disk) = &self.disk {
            disk.lock
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
        }
    }

    /// Tells whether the corpus was once read to its end.
    pub(crate) fn is_whole(&self) -> bool {
        self.adding().is_whole
    }

    /// Returns the number of the last commit.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
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
        self.texts.get(row)
    }

    /// Unpacks the block of an article, for reading its neighbours too.
    pub(crate) fn open_block(&self, row: u32) -> Option<OpenBlock> {
        self.texts.open(row)
    }

    /// Returns the full-text index; an empty one where it is damaged, until it is built anew.
    pub(crate) fn fulltext(&self) -> &Fulltext {
        self.fulltext.get_or_init(|| {
            let kept = self
                .disk
                .as_ref()
                .and_then(|disk| Fulltext::open(&disk.home.folder().join(FULLTEXT), false).ok());
            kept.unwrap_or_else(|| {
                Fulltext::in_memory()
                    .expect("an empty index in memory needs nothing that could fail")
            })
        })
    }

    /// Returns the ledger; an empty one where it is damaged, until it is built anew.
    pub(crate) fn ledger(&self) -> &LedgerIndex {
        self.ledger.get_or_init(|| {
            let kept = self
                .disk
                .as_ref()
                .and_then(|disk| LedgerIndex::open(&disk.home.folder().join(LEDGER), false).ok());
            kept.unwrap_or_else(|| {
                LedgerIndex::in_memory()
                    .expect("an empty index in memory needs nothing that could fail")
            })
        })
    }

    /// Adds an article and returns its row. It is seen after the next [`publish`](Self::publish).
    pub(crate) fn add(&self, article: &Prepared) -> Result<u32, ShelfError> {
        let mut adding = self.adding();
        let row = adding.catalogue.push(&article.row)?;
        adding.block.push(&article.encoded);
        article.sketch.write(&mut adding.new_sketches);
        if adding.block.is_full() {
            self.close_block(&mut adding)?;
        }
        drop(adding);
        self.fulltext().add(row, &article.title, &article.text)?;
        Ok(row)
    }

    /// Marks rows as gone, and takes them out of the indexes.
    pub(crate) fn add_gone(&self, rows: &[u32]) -> Result<(), ShelfError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut adding = self.adding();
        adding.catalogue.add_gone(rows.iter().copied());
        let mut gone = RowSet::none(adding.catalogue.n_rows());
        drop(adding);
        rows.iter().for_each(|row| gone.insert(*row));
        self.fulltext()
            .engine()
            .remove(fulltext::among(gone.clone()))?;
        self.ledger().engine().remove(fulltext::among(gone))?;
        Ok(())
    }

    /// Returns the habits of the folders of the corpus; none where nothing was learned or it is damaged.
    pub(crate) fn habits(&self) -> Arc<Habits> {
        let mut kept = self.habits.lock().unwrap_or_else(PoisonError::into_inner);
        let habits = kept.get_or_insert_with(|| {
            let disk = self.disk.as_ref();
            let read = disk.and_then(|disk| disk.home.read_checked("habits").ok().flatten());
            Arc::new(read.unwrap_or_default())
        });
        Arc::clone(habits)
    }

    /// Keeps the habits of the folders of the corpus.
    pub(crate) fn keep_habits(&self, habits: Arc<Habits>) -> Result<Arc<Habits>, ShelfError> {
        if let Some(disk) = &self.disk {
            disk.home.write_checked("habits", &*habits)?;
        }
        let mut kept = self.habits.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(kept.insert(habits)))
    }

    /// Works on what is known of the files of the corpus.
    pub(crate) fn with_files<T>(&self, work: impl FnOnce(&mut KnownFiles) -> T) -> T {
        work(&mut self.adding().files)
    }

    /// Shows what was added to everyone.
    pub(crate) fn publish(&self) -> Result<(), ShelfError> {
        let mut adding = self.adding();
        self.close_block(&mut adding)?;
        let catalogue = Arc::new(adding.catalogue.snapshot());
        drop(adding);
        *self
            .published
            .write()
            .unwrap_or_else(PoisonError::into_inner) = catalogue;
        Ok(())
    }

    /// Returns how many of the first rows are in the ledger.
    pub(crate) fn n_analysed(&self) -> u32 {
        self.n_analysed.load(Ordering::Acquire)
    }

    /// Takes the analyses of the next rows into the ledger; `None` stands for an article that could not be read.
    pub(crate) fn add_analyses(
        &self,
        analyses: &[Option<(Article, Analysis)>],
    ) -> Result<(), ShelfError> {
        let first = self.n_analysed();
        for (idx, analysed) in analyses.iter().enumerate() {
            if let Some((article, analysis)) = analysed {
                self.ledger()
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

    fn close_block(&self, adding: &mut Adding) -> Result<(), ShelfError> {
        let n_articles = adding.block.len() as u32;
        self.texts.push(adding.block_first, &mut adding.block)?;
        adding.block_first += n_articles;
        Ok(())
    }

    fn adding(&self) -> MutexGuard<'_, Adding> {
        self.adding.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
