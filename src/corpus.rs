//! What was published? Files in, articles out: formats, metadata, clean bodies.
//!
//! ```text
//! path ──▶ walk ──▶ container ──▶ format ──▶ decode ──▶ metadata + body ──▶ Article
//!                                                └──▶ Problem (what, where, why)
//! ```
//!
//! Knows no screens. Never writes: a corpus may be read and never changed.

pub mod article;
pub mod date;
pub mod problem;

pub use article::{Article, ArticleKey, Metadata, Origin, Title};
pub use date::{Precision, Published};
pub use problem::Problem;

use std::path::PathBuf;

/// Where the articles come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Corpus {
    /// The two articles that are built into the program.
    Seeds,
    /// Files and folders, read recursively.
    Paths(Vec<PathBuf>),
}
