//! Everything the room can ask of the world.

use super::{Generation, Question};
use crate::triage::Step;

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
    /// Ask the library.
    Ask {
        /// The answers carry it.
        generation: Generation,
        /// What is asked.
        question: Question,
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
