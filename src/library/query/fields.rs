//! What can stand before a colon, and what must stand behind it.

use super::tree::{Column, NameField, TextField};
use crate::library::MarkTerm;

/// A field of the question language with its words for a person.
pub(super) struct Field {
    pub(super) names: &'static [&'static str],
    pub(super) kind: FieldKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    Text(TextField),
    Column(Column),
    Named(NameField),
    Said,
    Date,
    Older,
    Newer,
    Tag,
    Is,
}

/// All fields; the first name of each is the one that is shown.
pub(super) const FIELDS: &[Field] = &[
    Field {
        names: &["title"],
        kind: FieldKind::Text(TextField::Title),
    },
    Field {
        names: &["text"],
        kind: FieldKind::Text(TextField::Anywhere),
    },
    Field {
        names: &["source"],
        kind: FieldKind::Column(Column::Source),
    },
    Field {
        names: &["section"],
        kind: FieldKind::Column(Column::Section),
    },
    Field {
        names: &["byline", "author"],
        kind: FieldKind::Column(Column::Byline),
    },
    Field {
        names: &["lang", "language"],
        kind: FieldKind::Column(Column::Language),
    },
    Field {
        names: &["place"],
        kind: FieldKind::Named(NameField::Place),
    },
    Field {
        names: &["person"],
        kind: FieldKind::Named(NameField::Person),
    },
    Field {
        names: &["org", "organisation", "organization"],
        kind: FieldKind::Named(NameField::Organisation),
    },
    Field {
        names: &["speaker"],
        kind: FieldKind::Named(NameField::Speaker),
    },
    Field {
        names: &["quote"],
        kind: FieldKind::Said,
    },
    Field {
        names: &["date"],
        kind: FieldKind::Date,
    },
    Field {
        names: &["older"],
        kind: FieldKind::Older,
    },
    Field {
        names: &["newer"],
        kind: FieldKind::Newer,
    },
    Field {
        names: &["tag"],
        kind: FieldKind::Tag,
    },
    Field {
        names: &["is"],
        kind: FieldKind::Is,
    },
];

/// The words after `is:`.
pub(super) const MARKS: &[(&str, MarkTerm)] = &[
    ("unread", MarkTerm::Unread),
    ("read", MarkTerm::Read),
    ("starred", MarkTerm::Starred),
    ("done", MarkTerm::Done),
    ("discarded", MarkTerm::Discarded),
    ("open", MarkTerm::Open),
    ("noted", MarkTerm::Noted),
];

/// Returns the words before a colon that the question language knows, for completion.
pub fn field_names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|field| field.names[0])
}

impl FieldKind {
    /// Returns what must stand behind the colon, in words for a person.
    pub(super) fn value_wanted(self) -> &'static str {
        match self {
            Self::Text(_) | Self::Column(_) | Self::Said => "a word or a \"phrase\"",
            Self::Named(_) => "a name",
            Self::Date => "a date (2024, 2024-03, 2024-03-15) or a range (2024-01..2024-03)",
            Self::Older | Self::Newer => "a time (2d, 1w, 3m, 1y)",
            Self::Tag => "a tag",
            Self::Is => "unread, read, starred, done, discarded, open or noted",
        }
    }
}
