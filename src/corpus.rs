//! What was published? Files in, articles out: formats, metadata, clean bodies.
//!
//! ```text
//! path ──▶ walk ──▶ container ──▶ format ──▶ decode ──▶ metadata + body ──▶ Article
//!                                                └──▶ Problem (what, where, why)
//! ```
//!
//! Knows no screens. Never writes: a corpus may be read and never changed.

pub mod article;
pub mod boilerplate;
pub mod date;
pub mod decode;
pub mod format;
pub mod language;
pub mod problem;
pub mod prose;

pub use article::{Article, ArticleKey, Metadata, Origin, Title};
pub use boilerplate::LineCounts;
pub use date::{DayMonthOrder, OrderVotes, Precision, Published};
pub use decode::{Decoded, decode};
pub use language::language_of;
pub use problem::Problem;
pub use prose::{Piece, Prose, Role, Wrap, body_of, body_of_pieces, line_of};

use std::path::PathBuf;

/// Where the articles come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Corpus {
    /// The two articles that are built into the program.
    Seeds,
    /// Files and folders, read recursively.
    Paths(Vec<PathBuf>),
}
