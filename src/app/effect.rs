//! Everything the room can ask of the world.

use super::{Folds, Generation};
use crate::{
    library::{Arrangement, ArticleId, FinderQuery, Query, QuoteFilter, finder::Extra},
    text::{EntityKind, wording::Wording},
    triage::{Ledger, Step},
};
use std::sync::Arc;

/// Something is asked of the world. Plain data; the shell performs it and answers with an [`Event`](super::Event).
#[derive(Clone, Debug)]
pub enum Effect {
    /// Leave the room.
    Quit,
    /// Stop, so that the shell the room was started from takes over; come back on its word.
    Suspend,
    /// Draw everything anew, whatever the terminal shows.
    Redraw,
    /// Send [`Event::Woke`](super::Event::Woke) after so many milliseconds; replaces an earlier wish.
    Wake {
        /// Milliseconds from now.
        after_ms: u64,
    },

    /// Read what is new in the corpus.
    Refresh,
    /// Stop what is running in the background.
    CancelJobs,
    /// Fetch an article, then its analysis.
    LoadArticle {
        /// Answers carry it.
        generation: Generation,
        /// Which.
        id: ArticleId,
    },
    /// Filter and sort the list.
    Arrange {
        /// Answers carry it.
        generation: Generation,
        /// The filter.
        query: Query,
        /// The order.
        arrangement: Arrangement,
        /// Which copies have rows of their own.
        folds: Folds,
        /// The marks as they are now.
        ledger: Arc<Ledger>,
    },
    /// Find anything by a few letters.
    Find {
        /// Answers carry it.
        generation: Generation,
        /// What.
        query: FinderQuery,
        /// What the room itself offers besides the library: tags and commands.
        extra: Vec<Extra>,
    },
    /// List who is quoted.
    Speakers {
        /// Answers carry it.
        generation: Generation,
        /// The marks as they are now: names may have been corrected.
        ledger: Arc<Ledger>,
    },
    /// List who said what.
    Quotes {
        /// Answers carry it.
        generation: Generation,
        /// Which.
        filter: QuoteFilter,
        /// The marks as they are now: names may have been corrected.
        ledger: Arc<Ledger>,
    },
    /// List who and what is named.
    Entities {
        /// Answers carry it.
        generation: Generation,
        /// The kind.
        kind: EntityKind,
        /// The marks as they are now: names may have been corrected.
        ledger: Arc<Ledger>,
    },
    /// Search all texts.
    Search {
        /// Answers carry it.
        generation: Generation,
        /// The question.
        query: Query,
        /// The marks as they are now.
        ledger: Arc<Ledger>,
    },

    /// Count what matches questions.
    CountViews {
        /// Answers carry it.
        generation: Generation,
        /// The questions.
        queries: Vec<Query>,
        /// The marks as they are now.
        ledger: Arc<Ledger>,
    },

    /// Find where a wording stands.
    Verify {
        /// The answer carries it.
        generation: Generation,
        /// The words.
        wording: Wording,
    },
    /// Find some words in all their contexts.
    Concordance {
        /// The answer carries it.
        generation: Generation,
        /// The words.
        words: String,
    },
    /// Compare two articles.
    Compare {
        /// The answer carries it.
        generation: Generation,
        /// Which.
        pair: (ArticleId, ArticleId),
    },

    /// Put a step on disk.
    Save {
        /// The answer carries it.
        ticket: u64,
        /// What was done.
        step: Step,
    },
    /// Remember a value under a name for the next time.
    Remember {
        /// The name.
        name: String,
        /// The value.
        value: String,
    },

    /// Copy text to the reader's clipboard.
    Copy {
        /// The text.
        text: String,
        /// What it is, in words.
        what: String,
    },
    /// Write a file that must not exist yet, below the folder the room was started in unless the path is absolute.
    Write {
        /// The path as typed.
        path: String,
        /// The content.
        text: String,
        /// What it is, in words.
        what: String,
    },
    /// Show a read-only copy of a text in the reader's editor.
    Edit {
        /// The file name to suggest.
        name: String,
        /// The text.
        text: String,
        /// The line to begin at, from 1.
        line: usize,
    },
    /// Run a command typed by the reader with a text as its input, and bring back what it prints.
    Pipe {
        /// The command.
        command: String,
        /// The input.
        input: String,
    },
    /// Run a command typed by the reader on the plain screen.
    Run {
        /// The command.
        command: String,
    },
    /// Open an address in the reader's browser.
    OpenUrl {
        /// The address: http or https.
        url: String,
    },
}
