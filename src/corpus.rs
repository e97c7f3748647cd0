//! What was published? Files in, articles out: formats, metadata, clean bodies.
//!
//! ```text
//! path ──▶ walk ──▶ container ──▶ format ──▶ decode ──▶ metadata + body ──▶ Article
//!                                                └──▶ Problem (what, where, why)
//! ```
//!
//! Knows no screens. Never writes: a corpus may be read and never changed.

mod agency;
pub mod article;
mod blocks;
mod boilerplate;
mod container;
pub mod date;
pub mod decode;
mod draft;
pub mod fields;
pub mod format;
pub mod habits;
mod input;
pub mod language;
mod markup;
mod out;
pub mod problem;
pub mod prose;
mod raw_path;
pub mod read;
mod records;
mod tree;
pub mod walk;

pub use article::{Article, ArticleKey, Metadata, Origin, Place, Title};
pub use date::{DateFrom, DayMonthOrder, OrderVotes, Precision, Published};
pub use decode::{Decoded, decode};
pub use fields::FieldMap;
pub use habits::Habits;
pub use language::language_of;
pub use problem::Problem;
pub use prose::{Piece, Prose, Role, Wrap, body_of, body_of_pieces, line_of};

pub use read::{
    Item, gathered, read_all, read_file, read_file_knowing, read_file_with, read_seeds, read_stream,
};
pub use walk::{File, Step, walk};

use std::{fs, path::PathBuf};

/// Where the articles come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Corpus {
    /// The two articles that are built into the program.
    Seeds,
    /// Files and folders, read recursively.
    Paths(Vec<PathBuf>),
}

impl Corpus {
    /// Returns what tells this corpus from another in every run: its places, in full, each once, in order.
    pub fn places(&self) -> Vec<String> {
        let Self::Paths(paths) = self else {
            return vec!["seeds".to_owned()];
        };
        let mut places: Vec<_> = paths
            .iter()
            .map(|path| {
                let path = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
                path.to_string_lossy().into_owned()
            })
            .collect();
        places.sort();
        places.dedup();
        places
    }
}
