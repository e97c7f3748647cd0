//! Where the marks are kept: a database per reader.

use super::{Marks, Step};
use crate::corpus::ArticleKey;
use std::{
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
};

/// The reader's database.
#[derive(Debug)]
pub struct Store {}

/// What went wrong with the reader's database.
#[derive(Debug)]
pub struct StoreError {
    /// The file.
    pub path: PathBuf,
    /// What was tried (`open`, `save`).
    pub what: &'static str,
    /// Why it failed, in words for a person.
    pub why: String,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot {} {}: {}",
            self.what,
            self.path.display(),
            self.why
        )
    }
}

impl std::error::Error for StoreError {}

impl Store {
    /// Opens the database in `folder`, making both where they are missing.
    pub fn open(_folder: &Path) -> Result<Self, StoreError> {
        Ok(Self {})
    }

    /// Reads all marks.
    pub fn marks(&mut self) -> Result<HashMap<ArticleKey, Marks>, StoreError> {
        Ok(HashMap::new())
    }

    /// Saves a step; when it returns, the step is on disk.
    pub fn save(&mut self, _step: &Step) -> Result<(), StoreError> {
        Ok(())
    }

    /// Returns the steps that others have saved since the last call.
    pub fn news(&mut self) -> Result<Vec<Step>, StoreError> {
        Ok(Vec::new())
    }

    /// Returns a remembered value (a reading position, the last view).
    pub fn recall(&mut self, _key: &str) -> Result<Option<String>, StoreError> {
        Ok(None)
    }

    /// Remembers a value.
    pub fn remember(&mut self, _key: &str, _value: &str) -> Result<(), StoreError> {
        Ok(())
    }
}
