//! The few columns of every article that lists, sorts and filters need.

use crate::corpus::{ArticleKey, Precision};
use serde::{Deserialize, Serialize};

/// The position of an article in the [`Catalogue`]; good as long as the library is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArticleId(pub u32);

/// The columns of all articles. Published whole and never edited; a newer one replaces it.
#[derive(Debug, Default)]
pub struct Catalogue {}

/// One article as a list shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<'a> {
    /// Its name that survives runs.
    pub key: ArticleKey,
    /// The headline.
    pub title: &'a str,
    /// The headline was made from the first words of the text.
    pub title_derived: bool,
    /// When it was published, in the publisher's time.
    pub date: Option<(jiff::civil::DateTime, Precision)>,
    /// The publisher.
    pub source: Option<&'a str>,
    /// The part of the publication.
    pub section: Option<&'a str>,
    /// Who wrote it.
    pub byline: Option<&'a str>,
    /// The place of the date line.
    pub place: Option<&'a str>,
    /// The language as an ISO 639-1 code.
    pub language: Option<&'a str>,
    /// Words of the reading text.
    pub n_words: u32,
}

impl Catalogue {
    /// Returns how many articles there are.
    pub fn len(&self) -> usize {
        0
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns one article's columns.
    pub fn row(&self, _id: ArticleId) -> Option<Row<'_>> {
        None
    }

    /// Finds an article by its key.
    pub fn find(&self, _key: ArticleKey) -> Option<ArticleId> {
        None
    }
}
