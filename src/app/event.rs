//! Everything that can happen to the room.

use super::{Comparison, Generation, Key, ViewCount};
use crate::{
    corpus::{Article, ArticleKey, Problem},
    library::{
        ArticleId, Catalogue, ContextLine, EntityRow, Facet, Found, Hit, Progress, QuoteRow,
        Source, SpeakerRow, Summary,
    },
    text::{Analysis, EntityKind},
    triage::{Ledger, Step},
};
use std::{path::PathBuf, sync::Arc};

/// Something happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse was used.
    Mouse(Mouse),
    /// The screen has another size, in cells.
    Resize {
        /// Cells across.
        columns: u16,
        /// Cells down.
        rows: u16,
    },
    /// The time asked for with [`Effect::Wake`](super::Effect::Wake) is over.
    Woke,

    /// What the reader had done before, and what was remembered, by name.
    Recalled {
        /// The marks.
        ledger: Ledger,
        /// Remembered values.
        memory: Vec<(String, String)>,
    },
    /// The catalogue has grown or changed.
    Catalogue(Arc<Catalogue>),
    /// The reading of the corpus has come further.
    Progress(Progress),
    /// The reading of the corpus is over.
    Refreshed {
        /// What it found.
        summary: Summary,
        /// What could not be read.
        problems: Vec<Problem>,
    },

    /// An article was fetched, or could not be.
    Article {
        /// Which request this answers.
        generation: Generation,
        /// Which article.
        id: ArticleId,
        /// The article.
        article: Result<Arc<Article>, Problem>,
    },
    /// An article was analysed.
    Analysed {
        /// Which article.
        id: ArticleId,
        /// What was found.
        analysis: Arc<Analysis>,
    },
    /// The list was filtered and sorted.
    Arranged {
        /// Which request this answers.
        generation: Generation,
        /// The rows, in order.
        rows: Vec<ArticleId>,
    },
    /// The finder found.
    Found {
        /// Which request this answers.
        generation: Generation,
        /// Best first.
        found: Vec<Found>,
        /// The search is over.
        is_all: bool,
    },
    /// Who is quoted.
    Speakers {
        /// Which request this answers.
        generation: Generation,
        /// Most quoted first.
        rows: Vec<SpeakerRow>,
    },
    /// Who said what.
    Quotes {
        /// Which request this answers.
        generation: Generation,
        /// By date.
        rows: Vec<QuoteRow>,
    },
    /// Who and what is named.
    Entities {
        /// Which request this answers.
        generation: Generation,
        /// The kind.
        kind: EntityKind,
        /// Most named first.
        rows: Vec<EntityRow>,
    },
    /// Full-text hits.
    Hits {
        /// Which request this answers.
        generation: Generation,
        /// Best first.
        hits: Vec<Hit>,
    },

    /// How much matches each question.
    ViewsCounted {
        /// Which request this answers.
        generation: Generation,
        /// In the order of the questions.
        counts: Vec<ViewCount>,
    },

    /// Where a wording stands.
    Verified {
        /// Which request this answers.
        generation: Generation,
        /// The nearest passages first.
        sources: Vec<Source>,
    },
    /// Words in their contexts.
    Concordance {
        /// Which request this answers.
        generation: Generation,
        /// One for each place.
        lines: Vec<ContextLine>,
    },
    /// What articles have in common.
    Facets {
        /// Which request this answers.
        generation: Generation,
        /// Kind by kind, the name of most articles first.
        facets: Vec<Facet>,
    },
    /// Articles on the same matter as another.
    Related {
        /// Which request this answers.
        generation: Generation,
        /// The nearest first.
        articles: Vec<ArticleId>,
    },
    /// Two articles were compared, or could not be.
    Compared {
        /// Which request this answers.
        generation: Generation,
        /// What came of it.
        comparison: Result<Box<Comparison>, Problem>,
    },

    /// A step is on disk.
    Saved {
        /// The number it was sent with.
        ticket: u64,
    },
    /// A step could not be saved; it is kept and tried again.
    SaveFailed {
        /// The number it was sent with.
        ticket: u64,
        /// Why.
        why: String,
    },
    /// Another room of the same reader saved steps.
    News(Vec<Step>),
    /// The content of articles changed at their place: marks moved to new keys.
    Adopted(Vec<(ArticleKey, ArticleKey)>),

    /// Text was copied, or kept in a file where the terminal takes none.
    Copied {
        /// What was copied, in words.
        what: String,
        /// The file it was written to instead.
        file: Option<PathBuf>,
    },
    /// A file was written.
    Written {
        /// What it holds, in words.
        what: String,
        /// The file.
        path: PathBuf,
    },
    /// A program that ran outside has ended, with what it printed if that was asked for.
    Ran {
        /// The command as it was typed.
        command: String,
        /// What it printed.
        output: Option<String>,
        /// Zero is success; `None` means killed.
        status: Option<i32>,
    },
    /// The settings file changed and was read.
    Settings(Box<super::Settings>),
    /// Something went wrong that the reader should know of; kept in the problems.
    Failed(String),
    /// Something the reader may want to know.
    Notice(String),
}

/// The mouse, in cells from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub what: MouseAct,
    /// Cells from the left.
    pub column: u16,
    /// Cells from the top.
    pub row: u16,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseAct {
    /// The left button went down.
    Press,
    /// The wheel was turned away from the person.
    WheelUp,
    /// The wheel was turned towards the person.
    WheelDown,
}
