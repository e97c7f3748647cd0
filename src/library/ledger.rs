//! Who said what, and who is named, over all articles.
//!
//! ```text
//! Analysis ──▶ index: one document a quotation, one an article's names ──▶ names: the same someone is one row
//! ```

pub(crate) mod folding;
pub(crate) mod index;
pub(crate) mod names;

use super::ArticleId;
use crate::text::{EntityKind, QuoteKind, Span};
use jiff::civil::{Date, DateTime};

/// Someone who is quoted.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeakerRow {
    /// The full name, or the group in plain form; `None` gathers the unknown speakers.
    pub name: Option<String>,
    /// The kind of the entity; `None` for groups and the unknown.
    pub kind: Option<EntityKind>,
    /// Other ways the name is written.
    pub aliases: Vec<String>,
    /// How many quotations.
    pub n_quotes: u32,
    /// In how many articles.
    pub n_articles: u32,
}

/// Which quotations are wanted; all conditions must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuoteFilter {
    /// By whom: any of their names, as a person types it (`gates`, `Robert Gates`).
    pub speaker: Option<String>,
    /// Only of speakers that nothing is known of.
    pub unknown_speaker: bool,
    /// Words the quotation or its sentence holds.
    pub about: Option<super::Query>,
    /// Published on this day or later.
    pub from: Option<Date>,
    /// Published on this day or earlier.
    pub to: Option<Date>,
}

/// One quotation with all that a table shows.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteRow {
    /// The article.
    pub article: ArticleId,
    /// The position in the article's [`quotes`](crate::text::Analysis::quotes).
    pub quote_idx: u32,
    /// When the article was published.
    pub date: Option<DateTime>,
    /// The full name of the speaker, or the group; `None` where unknown.
    pub speaker: Option<String>,
    /// Inside quotation marks, outside, or both.
    pub kind: QuoteKind,
    /// 0 to 1.
    pub confidence: f32,
    /// What was said, on one line, gaps shown as `…`.
    pub words: String,
    /// The first content span in the reading text.
    pub span: Span,
}

/// An entity over all articles.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityRow {
    /// The fullest name.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Other ways the name is written.
    pub aliases: Vec<String>,
    /// How many mentions.
    pub n_mentions: u32,
    /// In how many articles.
    pub n_articles: u32,
}
