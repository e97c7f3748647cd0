//! The marks of all articles in memory, and the way back.

use super::{Change, Marks};
use crate::{
    corpus::ArticleKey,
    library::{MarkLookup, MarkTerm},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// How many steps can be taken back.
pub const MAX_UNDO_STEPS: usize = 1_000;

/// One action of the reader: all its changes are made, saved and taken back together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What was done, as the status line says it (`done 5`).
    pub label: String,
    /// The changes, in order.
    pub changes: Vec<(ArticleKey, Change)>,
}

/// The marks of all articles, and the steps that can be taken back or made again.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    marks: HashMap<ArticleKey, Marks>,
    undo: Vec<Step>,
    redo: Vec<Step>,
}

impl Ledger {
    /// Takes up what was saved, with nothing to take back.
    pub fn of_marks(marks: HashMap<ArticleKey, Marks>) -> Self {
        Self {
            marks,
            undo: Vec::new(),
            redo: Vec::new(),
        }
    }

    /// Returns the marks of an article.
    pub fn marks(&self, key: ArticleKey) -> &Marks {
        static NOTHING: Marks = Marks {
            read: false,
            starred: false,
            verdict: None,
            tags: std::collections::BTreeSet::new(),
            note: None,
        };
        self.marks.get(&key).unwrap_or(&NOTHING)
    }

    /// Makes a step and remembers the way back. Returns what really changed, to be saved; `None` if nothing did.
    pub fn make(&mut self, step: Step) -> Option<Step> {
        let (made, back) = self.apply(step)?;
        self.redo.clear();
        self.undo.push(back);
        if self.undo.len() > MAX_UNDO_STEPS {
            self.undo.remove(0);
        }
        Some(made)
    }

    /// Takes back the last step. Returns what is to be saved.
    pub fn undo(&mut self) -> Option<Step> {
        let (made, back) = Self::turn(&mut self.undo, &mut self.marks)?;
        self.redo.push(back);
        Some(made)
    }

    /// Makes the step again that was taken back last. Returns what is to be saved.
    pub fn redo(&mut self) -> Option<Step> {
        let (made, back) = Self::turn(&mut self.redo, &mut self.marks)?;
        self.undo.push(back);
        Some(made)
    }

    /// Takes in a step that another room has saved; it cannot be taken back here.
    pub fn take_in(&mut self, step: &Step) {
        for (key, change) in &step.changes {
            self.marks.entry(*key).or_default().apply(change);
        }
    }

    /// Returns every tag in use with the number of its articles, in order of the alphabet.
    pub fn tags(&self) -> BTreeMap<String, usize> {
        let mut tags = BTreeMap::new();
        for tag in self.marks.values().flat_map(|marks| &marks.tags) {
            *tags.entry(tag.clone()).or_default() += 1;
        }
        tags
    }

    fn apply(&mut self, step: Step) -> Option<(Step, Step)> {
        apply(&mut self.marks, step)
    }

    fn turn(from: &mut Vec<Step>, marks: &mut HashMap<ArticleKey, Marks>) -> Option<(Step, Step)> {
        // A step that another room has already taken back changes nothing: go on to the one before.
        while let Some(step) = from.pop() {
            if let Some(turned) = apply(marks, step) {
                return Some(turned);
            }
        }
        None
    }
}

fn apply(marks: &mut HashMap<ArticleKey, Marks>, step: Step) -> Option<(Step, Step)> {
    let mut made = Vec::with_capacity(step.changes.len());
    let mut back = Vec::with_capacity(step.changes.len());
    for (key, change) in step.changes {
        if let Some(inverse) = marks.entry(key).or_default().apply(&change) {
            made.push((key, change));
            back.push((key, inverse));
        }
    }
    if made.is_empty() {
        return None;
    }
    back.reverse();
    let label = step.label;
    Some((
        Step {
            label: label.clone(),
            changes: made,
        },
        Step {
            label,
            changes: back,
        },
    ))
}

impl MarkLookup for Ledger {
    fn holds(&self, article: ArticleKey, term: &MarkTerm) -> bool {
        use super::Verdict;
        let marks = self.marks(article);
        match term {
            MarkTerm::Unread => !marks.read,
            MarkTerm::Read => marks.read,
            MarkTerm::Starred => marks.starred,
            MarkTerm::Done => marks.verdict == Some(Verdict::Done),
            MarkTerm::Discarded => marks.verdict == Some(Verdict::Discarded),
            MarkTerm::Open => marks.verdict.is_none(),
            MarkTerm::Noted => marks.note.is_some(),
            MarkTerm::Tag(tag) => marks.tags.contains(tag),
        }
    }
}
