//! An index of the search engine, in memory or in a folder: one writer, many readers, a commit that is whole or nothing.

use super::{
    rowset::RowSet,
    words::{Words, words},
};
use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use tantivy::{
    Directory, DocId, Index, IndexReader, IndexWriter, ReloadPolicy, Score, Searcher,
    SegmentOrdinal, SegmentReader, TantivyDocument, TantivyError,
    collector::{Collector, SegmentCollector},
    columnar::Column,
    directory::{
        DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
        error::{DeleteError, LockError, OpenReadError, OpenWriteError},
    },
    query::Query,
    schema::Schema,
    tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer},
};

/// The name under which an index knows [`words`].
pub(crate) const TOKENIZER: &str = "words";

/// How much an index may take while it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    /// Threads that write; reading the articles takes half of the cores.
    pub(crate) max_writers: usize,
    /// Memory of each before it writes a segment: few large segments are written and merged at less cost.
    pub(crate) writer_bytes: usize,
}

/// An index. Shared between threads.
pub(crate) struct Engine {
    index: Index,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
    effort: Effort,
    generation: AtomicU64,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

impl Engine {
    /// Makes an empty index in memory.
    pub(crate) fn in_memory(schema: Schema, effort: Effort) -> Result<Self, TantivyError> {
        Self::of(Index::create_in_ram(schema), effort)
    }

    /// Opens the index in a folder; for writing, an empty one is made where there is none.
    pub(crate) fn open(
        folder: &Path,
        schema: Schema,
        effort: Effort,
        writes: bool,
    ) -> Result<Self, TantivyError> {
        if writes {
            std::fs::create_dir_all(folder)
                .map_err(|error| TantivyError::IoError(Arc::new(error)))?;
            let directory = MmapDirectory::open(folder)?;
            return Self::of(Index::open_or_create(directory, schema)?, effort);
        }
        let directory = ReadDirectory(MmapDirectory::open(folder)?);
        Self::of(Index::open(directory)?, effort)
    }

    fn of(index: Index, effort: Effort) -> Result<Self, TantivyError> {
        index
            .tokenizers()
            .register(TOKENIZER, TextAnalyzer::from(WordsTokenizer::default()));
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            index,
            reader,
            writer: Mutex::new(None),
            effort,
            generation: AtomicU64::new(0),
        })
    }

    /// Adds documents; found after the next [`commit`](Self::commit).
    pub(crate) fn add(&self, documents: Vec<TantivyDocument>) -> Result<(), TantivyError> {
        self.with_writer(|writer| {
            for document in documents {
                writer.add_document(document)?;
            }
            Ok(())
        })
    }

    /// Takes out what answers a question, with the next commit.
    pub(crate) fn remove(&self, question: Box<dyn Query>) -> Result<(), TantivyError> {
        self.with_writer(|writer| writer.delete_query(question).map(|_| ()))
    }

    /// Takes out everything, with the next commit.
    pub(crate) fn clear(&self) -> Result<(), TantivyError> {
        self.with_writer(|writer| writer.delete_all_documents().map(|_| ()))
    }

    /// Makes everything that was added findable, and notes that it covers the first `n_rows` rows.
    pub(crate) fn commit(&self, n_rows: u32) -> Result<(), TantivyError> {
        if let Some(writer) = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_mut()
        {
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(&n_rows.to_string());
            prepared.commit()?;
            self.reader.reload()?;
            self.generation.fetch_add(1, Ordering::Release);
        }
        Ok(())
    }

    /// Returns how many of the first rows the last commit covers.
    pub(crate) fn n_rows(&self) -> u32 {
        let metas = self.index.load_metas().ok();
        metas
            .and_then(|metas| metas.payload?.parse().ok())
            .unwrap_or(0)
    }

    /// Waits for merges and gives back the memory of writing.
    pub(crate) fn rest(&self) {
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(writer) = writer {
            // A merge that fails leaves the smaller segments, which answer just as well.
            let _ = writer.wait_merging_threads();
            let _ = self.reader.reload();
        }
    }

    /// Returns a number that changes with every commit.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Returns a view of the last commit.
    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Returns the rows of the documents that answer a question, among `len` rows.
    pub(crate) fn rows(&self, question: &dyn Query, len: usize) -> Result<RowSet, TantivyError> {
        self.searcher().search(question, &RowCollector { len })
    }

    fn with_writer<T>(
        &self,
        write: impl FnOnce(&mut IndexWriter) -> Result<T, TantivyError>,
    ) -> Result<T, TantivyError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        match writer.as_mut() {
            Some(writer) => write(writer),
            None => {
                let n_threads = std::thread::available_parallelism()
                    .map_or(1, |n| n.get() / 2)
                    .clamp(1, self.effort.max_writers);
                write(
                    writer.insert(self.index.writer_with_num_threads(
                        n_threads,
                        n_threads * self.effort.writer_bytes,
                    )?),
                )
            }
        }
    }
}

/// A folder that is only read; where no lock can be made, as in a folder of someone else, none is needed.
#[derive(Clone, Debug)]
struct ReadDirectory(MmapDirectory);

impl Directory for ReadDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError {
            io_error: Arc::new(read_only()),
            filepath: path.to_owned(),
        })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(read_only(), path.to_owned()))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.0.acquire_lock(lock) {
            Err(LockError::IoError(_)) => Ok(DirectoryLock::from(Box::new(PathBuf::new()))),
            answer => answer,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.watch(callback)
    }
}

fn read_only() -> io::Error {
    io::Error::new(
        io::ErrorKind::ReadOnlyFilesystem,
        "this index is only read here",
    )
}

/// Gathers the rows of all matching documents.
pub(crate) struct RowCollector {
    /// How many rows there are.
    pub(crate) len: usize,
}

/// Gathers the rows of one segment.
pub(crate) struct SegmentRows {
    column: Column<u64>,
    rows: RowSet,
}

impl Collector for RowCollector {
    type Fruit = RowSet;
    type Child = SegmentRows;

    fn for_segment(
        &self,
        _ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentRows> {
        Ok(SegmentRows {
            column: segment.fast_fields().u64("row")?,
            rows: RowSet::none(self.len),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<RowSet>) -> tantivy::Result<RowSet> {
        let mut rows = RowSet::none(self.len);
        for fruit in fruits {
            rows.unite(&fruit);
        }
        Ok(rows)
    }
}

impl SegmentCollector for SegmentRows {
    type Fruit = RowSet;

    fn collect(&mut self, doc: DocId, _score: Score) {
        if let Some(row) = self.column.first(doc) {
            self.rows.insert(row as u32);
        }
    }

    fn harvest(self) -> RowSet {
        self.rows
    }
}

/// Cuts texts for the index just as questions are cut.
#[derive(Clone, Default)]
struct WordsTokenizer {
    token: Token,
}

struct WordsStream<'a> {
    words: Words<'a>,
    token: &'a mut Token,
}

impl Tokenizer for WordsTokenizer {
    type TokenStream<'a> = WordsStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordsStream<'a> {
        self.token.reset();
        WordsStream {
            words: words(text),
            token: &mut self.token,
        }
    }
}

impl TokenStream for WordsStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((span, word)) = self.words.next() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(&word);
        self.token.offset_from = span.start as usize;
        self.token.offset_to = span.end as usize;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
