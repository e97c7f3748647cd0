//! How is a library opened, and who may write: from the folder, in memory, or behind another process.

use super::{
    Library, Progress, Stage,
    home::{Found, Home, Manifest, WriteLock},
    kept::Kept,
    pace::Teller,
    shelf::{Shelf, ShelfError},
};
use crate::corpus::{Corpus, FieldMap};
use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

/// Articles kept in memory after they were read.
const MAX_KEPT_ARTICLES: usize = 64;

/// Analyses kept in memory after they were made.
const MAX_KEPT_ANALYSES: usize = 256;

/// How often a process that waits for its turn to write looks again.
const WAIT_FOR_WRITER_MS: u64 = 200;

impl Library {
    /// Opens the library of a corpus; what was read before is there at once, nothing is read from the corpus yet.
    ///
    /// `cache` is the folder in which libraries are kept; without one the library lives in memory. The messages tell
    /// the reader what is unusual (no cache folder, a damaged library that will be rebuilt).
    pub fn open(corpus: &Corpus, cache: Option<&Path>) -> (Self, Vec<String>) {
        Self::open_with(corpus, FieldMap::default(), cache)
    }

    /// Opens the library of a corpus like [`open`](Self::open), whose records name their fields in unusual ways.
    pub fn open_with(
        corpus: &Corpus,
        fields: FieldMap,
        cache: Option<&Path>,
    ) -> (Self, Vec<String>) {
        let mut library = Self::on(corpus.clone(), Shelf::in_memory());
        library.fields = fields;
        let (news, troubles) = library.take_from_disk(corpus, cache);
        for trouble in &troubles {
            library.note_trouble(trouble);
        }
        (library, news.into_iter().chain(troubles).collect())
    }

    /// Takes what was read before. Returns what a person may want to know, and what is wrong.
    fn take_from_disk(
        &mut self,
        corpus: &Corpus,
        cache: Option<&Path>,
    ) -> (Option<String>, Vec<String>) {
        let mut news = None;
        let mut troubles = Vec::new();
        // Two articles that are built in are read sooner than any folder.
        let Some(cache) = cache.filter(|_| *corpus != Corpus::Seeds) else {
            return (news, troubles);
        };
        let home = Home::of(&self.whole_corpus, &self.fields, cache);
        let unusable = match home.manifest() {
            Found::Usable(manifest) => match Shelf::open(&home, *manifest, None) {
                Ok(shelf) => {
                    self.shelf = RwLock::new(Arc::new(shelf));
                    None
                }
                Err(error) => Some(error.to_string()),
            },
            Found::Nothing => None,
            Found::Outdated => {
                news = Some(
                    "the library is built anew: another version of the program made it".to_owned(),
                );
                None
            }
            Found::Unusable(why) => Some(why),
        };
        let is_empty = self.catalogue().is_empty();
        match home.make().and_then(|()| home.lock().map(|_| ())) {
            Ok(()) => {
                troubles.extend(unusable.map(|why| format!("the library is built anew: {why}")));
            }
            Err(error) if is_empty => {
                troubles.push(format!(
                    "the library cannot be kept in '{}': {error}; it lives in memory and is read anew each time",
                    cache.display()
                ));
                return (None, troubles);
            }
            Err(error) => troubles.push(format!(
                "the library in '{}' cannot be written: {error}; it is shown as it was built",
                cache.display()
            )),
        }
        self.home = Some(home);
        (news, troubles)
    }

    pub(super) fn on(corpus: Corpus, shelf: Shelf) -> Self {
        let whole_corpus = match &corpus {
            Corpus::Seeds => Corpus::Seeds,
            Corpus::Paths(paths) => Corpus::Paths(
                paths
                    .iter()
                    .map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()))
                    .collect(),
            ),
        };
        Self {
            corpus,
            whole_corpus,
            fields: FieldMap::default(),
            home: None,
            shelf: RwLock::new(Arc::new(shelf)),
            articles: Kept::new(MAX_KEPT_ARTICLES),
            analyses: Kept::new(MAX_KEPT_ANALYSES),
            everyone: Kept::new(super::everyone::MAX_KEPT),
            orders: super::Orders::default(),
            tables: super::finding::Tables::default(),
            names: Kept::new(super::everyone::MAX_KEPT),
            troubles: Mutex::default(),
        }
    }

    pub(super) fn shelf(&self) -> Arc<Shelf> {
        Arc::clone(&self.shelf.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes this process the one that writes; waits while another one does. Returns whether it may write.
    pub(super) fn begin_writing(&self, teller: &mut Teller) -> bool {
        let Some(home) = &self.home else { return true };
        loop {
            match home.make().and_then(|()| home.lock()) {
                Ok(Some(lock)) => return self.take_over(home, lock),
                Ok(None) => {}
                // Said when the library was opened; what is there can be read.
                Err(_) => return false,
            }
            self.follow(home);
            let told = teller.tell(|| Progress {
                stage: Stage::Looking,
                ..Progress::default()
            });
            if told.is_break() {
                return false;
            }
            std::thread::sleep(Duration::from_millis(WAIT_FOR_WRITER_MS));
        }
    }

    /// Shows what the process that writes has kept since.
    fn follow(&self, home: &Home) {
        if let Found::Usable(manifest) = home.manifest()
            && manifest.generation != self.shelf().generation()
            && let Ok(shelf) = Shelf::open(home, *manifest, None)
        {
            self.replace_shelf(shelf);
        }
    }

    fn take_over(&self, home: &Home, lock: WriteLock) -> bool {
        let found = home.manifest();
        let lock = match &found {
            Found::Usable(manifest) if manifest.generation == self.shelf().generation() => {
                match self.shelf().resume_writing(lock) {
                    Ok(()) => return true,
                    Err(lock) => lock,
                }
            }
            _ => lock,
        };
        let opened = match found {
            Found::Usable(manifest) => open_sound(home, *manifest, lock),
            Found::Nothing | Found::Outdated => create(home, lock),
            Found::Unusable(why) => {
                self.note_trouble(&format!("the library is built anew: {why}"));
                create(home, lock)
            }
        };
        let opened = opened.or_else(|error| {
            self.note_trouble(&format!("the library is built anew: {error}"));
            // The lock went with the shelf that failed.
            match home.lock()? {
                Some(lock) => create(home, lock),
                None => Err(error),
            }
        });
        match opened {
            Ok(shelf) => {
                self.replace_shelf(shelf);
                true
            }
            Err(error) => {
                self.note_trouble(&error.to_string());
                false
            }
        }
    }

    fn replace_shelf(&self, shelf: Shelf) {
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(shelf);
        self.articles.clear();
        self.analyses.clear();
        self.everyone.clear();
        self.orders.clear();
        self.tables.clear();
        self.names.clear();
    }
}

/// Opens a library for writing and looks through all of it.
fn open_sound(home: &Home, manifest: Manifest, lock: WriteLock) -> Result<Shelf, ShelfError> {
    let shelf = Shelf::open(home, manifest, Some(lock))?;
    if !shelf.catalogue().load() {
        return Err(ShelfError::Damaged("the list of articles cannot be read"));
    }
    shelf.complete_indexes()?;
    Ok(shelf)
}

fn create(home: &Home, lock: WriteLock) -> Result<Shelf, ShelfError> {
    home.clear(&lock)?;
    let manifest = Manifest {
        identity: home.identity().to_owned(),
        ..Manifest::default()
    };
    Shelf::open(home, manifest, Some(lock))
}
