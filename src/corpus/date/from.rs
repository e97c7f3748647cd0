//! Where in a file was the date found?

use serde::{Deserialize, Serialize};
use std::fmt;

/// The part of a file that told when an article was published. The words that stand there are `Published::raw`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateFrom {
    /// A field of the record, or an element of the document, that holds the date.
    Field,
    /// A line above the story, or of the head of a message.
    Header,
    /// The date line with which the story begins.
    Dateline,
    /// A line of the text.
    Line,
    /// Linked data (JSON-LD) of a page.
    LinkedData,
    /// The meta tag of this name.
    Meta(String),
    /// The property of this name in microdata.
    Microdata(String),
    /// Data for scripts of a page.
    Script,
    /// An element near the headline that is called after publication, or a `time` element.
    Element,
    /// The title of the page, behind the headline.
    Title,
    /// The address of the page.
    Address,
    /// When the page was last changed: it does not say when it was published.
    Changed,
    /// The address of the picture that stands for the page.
    Picture,
}

impl fmt::Display for DateFrom {
    /// Writes a few words for a person: `meta tag 'article:published_time'`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Field => "a field",
            Self::Header => "the head",
            Self::Dateline => "the date line",
            Self::Line => "a line of the text",
            Self::LinkedData => "linked data (JSON-LD)",
            Self::Meta(name) => return write!(f, "meta tag '{name}'"),
            Self::Microdata(name) => return write!(f, "microdata '{name}'"),
            Self::Script => "data for scripts",
            Self::Element => "an element near the headline",
            Self::Title => "the title of the page",
            Self::Address => "the address",
            Self::Changed => "the last change",
            Self::Picture => "the address of a picture",
        };
        f.write_str(words)
    }
}
