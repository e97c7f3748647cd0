//! Why something could not be kept.

use std::{fmt, io};

/// Why something could not be kept.
#[derive(Debug)]
pub(crate) enum ShelfError {
    /// The search engine could not.
    Index(tantivy::TantivyError),
    /// The file system could not.
    Io(io::Error),
    /// What is on disk does not fit together.
    Damaged(&'static str),
}

impl fmt::Display for ShelfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(error) => write!(f, "the index cannot be used: {error}"),
            Self::Io(error) => write!(f, "the library cannot be kept on disk: {error}"),
            Self::Damaged(what) => write!(f, "the library on disk is damaged: {what}"),
        }
    }
}

impl From<tantivy::TantivyError> for ShelfError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error)
    }
}

impl From<io::Error> for ShelfError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
