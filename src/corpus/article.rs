//! An article: what was published, where it was found, and its name that survives runs.

use super::{DateFrom, Published};
use crate::text::Body;
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

/// One published article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its name that survives runs and moves of the file.
    pub key: ArticleKey,
    /// What is known about it.
    pub metadata: Metadata,
    /// The text for reading.
    pub body: Body,
    /// The text as it is stored, decoded but not cleaned; the body's edits point into it.
    pub source: String,
    /// Where it was found.
    pub origin: Origin,
}

/// What is known about an article. What the file does not say is `None`: nothing is invented.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The headline.
    pub title: Title,
    /// When it was published.
    pub published: Option<Published>,
    /// Where in the file that stands; `None` where no date is known.
    pub date_from: Option<DateFrom>,
    /// The publisher (`BBC News`).
    pub source: Option<String>,
    /// The part of the publication (`Americas`).
    pub section: Option<String>,
    /// Who wrote it, as printed.
    pub byline: Option<String>,
    /// The place of the date line (`LIMA`).
    pub place: Option<String>,
    /// The language as an ISO 639-1 code.
    pub language: Option<String>,
    /// The address it was published at.
    pub url: Option<String>,
}

/// A headline and whether the file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// The words, on one line.
    pub text: String,
    /// Made from the first words of the text because the file has no headline.
    pub derived: bool,
}

/// Where an article was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// The file.
    #[serde(with = "super::raw_path")]
    pub path: PathBuf,
    /// The path inside a container (`news.zip` holds `2020/a.txt`), where there is one.
    pub inner: Option<String>,
    /// The position of the article in the file, from 0.
    pub index: u32,
    /// The name of the format it was read as.
    pub format: String,
    /// The byte at which the article's record begins in the (unpacked) file.
    pub offset: u64,
    /// Whether `source` is those very bytes, so that an offset into it is an offset into the file.
    pub verbatim: bool,
}

/// The name of an article that survives runs: a hash of what it says (title and reading text).
///
/// Equal articles have equal keys wherever they are found; marks follow a file that was moved or fetched again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArticleKey(pub u128);

impl ArticleKey {
    /// Makes the key of an article with this title and reading text.
    pub fn of(title: &str, text: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&(title.len() as u64).to_le_bytes());
        hasher.update(title.as_bytes());
        hasher.update(text.as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Self(u128::from_be_bytes(bytes))
    }
}

impl fmt::Display for ArticleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for ArticleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArticleKey({self})")
    }
}

impl FromStr for ArticleKey {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Self)
    }
}

/// What stays the same when an article is fetched again and its text differs a little: its file and its headline.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Place(pub u128);

impl Place {
    /// Makes the place of the article with this headline in a file, or in an entry of a container file.
    pub fn of(file: &Path, inner: Option<&str>, title: &str) -> Self {
        let ArticleKey(place) = ArticleKey::of(
            &file.to_string_lossy(),
            &format!("{}\0{title}", inner.unwrap_or_default()),
        );
        Self(place)
    }
}
