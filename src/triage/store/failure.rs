//! What may go wrong with the database, in words for a person.

use rusqlite::ErrorCode;
use std::{
    fmt,
    path::{Path, PathBuf},
};

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

/// A failure of the store, before the place is named.
#[derive(Debug)]
pub(super) enum Failure {
    Engine(rusqlite::Error),
    Other(String),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Other(error.to_string())
    }
}

impl Failure {
    pub(super) fn is(&self, codes: &[ErrorCode]) -> bool {
        matches!(self, Self::Engine(rusqlite::Error::SqliteFailure(error, _)) if codes.contains(&error.code))
    }

    pub(super) fn is_damage(&self) -> bool {
        self.is(&[ErrorCode::DatabaseCorrupt, ErrorCode::NotADatabase])
    }

    pub(super) fn at(self, path: &Path, what: &'static str) -> StoreError {
        StoreError {
            path: path.to_owned(),
            what,
            why: self.to_string(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = match self {
            Self::Engine(error) => error,
            Self::Other(why) => return f.write_str(why),
        };
        let why = match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => "the disk is full; free some space and try again",
            Some(ErrorCode::ReadOnly) => "it may not be written (read-only file or file system)",
            Some(ErrorCode::CannotOpen) => {
                "it cannot be opened for writing (read-only folder, or no permission)"
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                "another program has kept it locked for too long"
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                "it is damaged; it will be set aside at the next start"
            }
            _ => return write!(f, "{error}"),
        };
        f.write_str(why)
    }
}

pub(super) type Outcome<T> = Result<T, Failure>;
