//! What lies over the panes. Only the topmost hears keys.

use super::{Comparison, Finder, Page, Prompt, Table};
use tui_input::Input;

/// Something that lies over the panes.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// The help, with what was typed to narrow it and the first line seen.
    Help {
        /// What was typed.
        input: Input,
        /// The first line seen.
        top: usize,
    },
    /// The finder.
    Finder(Box<Finder>),
    /// A table of results.
    Table(Box<Table>),
    /// A line to type into.
    Prompt(Box<Prompt>),
    /// A page of words.
    Page(Page),
    /// Two articles in one text.
    Compare(Box<Comparison>),
}
