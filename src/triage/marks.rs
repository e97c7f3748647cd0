//! What a reader can do with an article.

use super::naming::{Correction, Shown};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a reader has done with one article, or with one name. The default is: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// It was opened, or marked as read.
    pub read: bool,
    /// It is worth keeping.
    pub starred: bool,
    /// What was decided.
    pub verdict: Option<Verdict>,
    /// The reader's own words for it.
    pub tags: BTreeSet<String>,
    /// A remark.
    pub note: Option<String>,
    /// How a name is shown; only what is kept under the [key of a name](super::naming::key_of_name) has one.
    pub correction: Option<Correction>,
}

/// What was decided about an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Dealt with.
    Done,
    /// Of no use.
    Discarded,
}

/// One change of the marks of one article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Read or unread.
    Read(bool),
    /// Starred or not.
    Starred(bool),
    /// Decided, or open again.
    Verdict(Option<Verdict>),
    /// A tag put on.
    Tag(String),
    /// A tag taken off.
    Untag(String),
    /// A remark written, or taken away.
    Note(Option<String>),
    /// A name shown in another way, or as the analysis gives it.
    Correction {
        /// The name.
        name: String,
        /// The other way.
        shown: Option<Shown>,
    },
}

/// The part of [`Marks`] that a [`Change`] sets; of two changes of one field the later stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field<'a> {
    /// Read or unread.
    Read,
    /// Starred or not.
    Starred,
    /// The decision.
    Verdict,
    /// One tag.
    Tag(&'a str),
    /// The remark.
    Note,
    /// The correction of a name.
    Correction,
}

impl Change {
    /// Returns what the change sets.
    pub fn field(&self) -> Field<'_> {
        match self {
            Self::Read(_) => Field::Read,
            Self::Starred(_) => Field::Starred,
            Self::Verdict(_) => Field::Verdict,
            Self::Tag(tag) | Self::Untag(tag) => Field::Tag(tag),
            Self::Note(_) => Field::Note,
            Self::Correction { .. } => Field::Correction,
        }
    }
}

impl Marks {
    /// No mark at all.
    pub const NONE: Self = Self {
        read: false,
        starred: false,
        verdict: None,
        tags: BTreeSet::new(),
        note: None,
        correction: None,
    };

    /// Tells whether nothing has been done with the article.
    pub fn is_empty(&self) -> bool {
        *self == Self::NONE
    }

    /// Returns the changes that lead from no mark at all to these.
    pub fn changes(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.read {
            changes.push(Change::Read(true));
        }
        if self.starred {
            changes.push(Change::Starred(true));
        }
        if self.verdict.is_some() {
            changes.push(Change::Verdict(self.verdict));
        }
        changes.extend(self.tags.iter().cloned().map(Change::Tag));
        if self.note.is_some() {
            changes.push(Change::Note(self.note.clone()));
        }
        if let Some(Correction { name, shown }) = self.correction.clone() {
            changes.push(Change::Correction {
                name,
                shown: Some(shown),
            });
        }
        changes
    }

    /// Makes the change and returns the one that takes it back; `None` where nothing changed.
    pub fn apply(&mut self, change: &Change) -> Option<Change> {
        match change {
            Change::Read(read) => replace(&mut self.read, *read).map(Change::Read),
            Change::Starred(starred) => replace(&mut self.starred, *starred).map(Change::Starred),
            Change::Verdict(verdict) => replace(&mut self.verdict, *verdict).map(Change::Verdict),
            Change::Note(note) => replace(&mut self.note, note.clone()).map(Change::Note),
            Change::Correction { name, shown } => {
                let correction = shown.clone().map(|shown| Correction {
                    name: name.clone(),
                    shown,
                });
                replace(&mut self.correction, correction).map(|old| Change::Correction {
                    name: name.clone(),
                    shown: old.map(|old| old.shown),
                })
            }
            Change::Tag(tag) => self
                .tags
                .insert(tag.clone())
                .then(|| Change::Untag(tag.clone())),
            Change::Untag(tag) => self.tags.remove(tag).then(|| Change::Tag(tag.clone())),
        }
    }
}

fn replace<T: PartialEq>(place: &mut T, value: T) -> Option<T> {
    (*place != value).then(|| std::mem::replace(place, value))
}
