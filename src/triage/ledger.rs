//! The marks of all articles in memory, and the way back.

use super::{Change, Marks, Verdict};
use crate::{
    corpus::ArticleKey,
    library::{MarkLookup, MarkTerm},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

/// How many steps can be taken back.
pub const MAX_UNDO_STEPS: usize = 1_000;

/// One action of the reader: all its changes are made, saved and taken back together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What was done, as the status line says it (`done 5`).
    pub label: String,
    /// The changes, in order.
    pub changes: Vec<(ArticleKey, Change)>,
}

/// A step as it was saved, and the step that takes it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// What was done.
    pub made: Step,
    /// What takes it back.
    pub back: Step,
}

/// The marks of all articles, and the steps that can be taken back or made again.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    marks: HashMap<ArticleKey, Marks>,
    undo: VecDeque<Step>,
    redo: VecDeque<Step>,
}

impl Step {
    /// Makes the step of opening an article. It is saved like any other, but is no deed of the reader's: nothing takes
    /// it back but marking the article as unread.
    pub fn opened(key: ArticleKey) -> Self {
        Self {
            label: Self::OPENED.to_owned(),
            changes: vec![(key, Change::Read(true))],
        }
    }

    const OPENED: &str = "opened";

    fn is_deed(&self) -> bool {
        self.label != Self::OPENED
    }

    /// Returns what is left of this step once `later` ones have been made over it.
    ///
    /// A room that hears late of another's step keeps what it has itself done since.
    #[must_use]
    pub fn without<'a>(&self, later: impl IntoIterator<Item = &'a Step>) -> Self {
        let overruled: HashSet<_> = later
            .into_iter()
            .flat_map(|step| &step.changes)
            .map(|(key, change)| (*key, change.field()))
            .collect();
        let changes = self.changes.iter();
        Self {
            label: self.label.clone(),
            changes: changes
                .filter(|(key, change)| !overruled.contains(&(*key, change.field())))
                .cloned()
                .collect(),
        }
    }
}

impl Ledger {
    /// Takes up what was saved, with nothing to take back.
    pub fn of_marks(marks: HashMap<ArticleKey, Marks>) -> Self {
        Self {
            marks,
            ..Self::default()
        }
    }

    /// Takes up what was saved, and the way back: `past` holds the last steps, oldest first.
    ///
    /// A step that took back the one before it, or made it again, is known by its label and its changes, so that
    /// `u` goes on where it stopped.
    pub fn of_history(
        marks: HashMap<ArticleKey, Marks>,
        past: impl IntoIterator<Item = Past>,
    ) -> Self {
        let mut ledger = Self::of_marks(marks);
        for Past { made, back } in past {
            if back.changes.is_empty() || !made.is_deed() {
                continue;
            }
            if ledger.undo.back() == Some(&made) {
                ledger.undo.pop_back();
                ledger.redo.push_back(back);
            } else if ledger.redo.back() == Some(&made) {
                ledger.redo.pop_back();
                ledger.remember(back);
            } else {
                ledger.redo.clear();
                ledger.remember(back);
            }
        }
        ledger
    }

    /// Returns the marks of an article.
    pub fn marks(&self, key: ArticleKey) -> &Marks {
        static NOTHING: Marks = Marks::NONE;
        self.marks.get(&key).unwrap_or(&NOTHING)
    }

    /// Returns the articles that carry a mark, in no order.
    pub fn marked(&self) -> impl Iterator<Item = (ArticleKey, &Marks)> {
        self.marks.iter().map(|(key, marks)| (*key, marks))
    }

    /// Makes a step and remembers the way back. Returns what really changed, to be saved; `None` if nothing did.
    pub fn make(&mut self, step: Step) -> Option<Step> {
        let (made, back) = apply(&mut self.marks, step)?;
        if made.is_deed() {
            self.redo.clear();
            self.remember(back);
        }
        Some(made)
    }

    /// Takes back the last step. Returns what is to be saved.
    pub fn undo(&mut self) -> Option<Step> {
        let (made, back) = turn(&mut self.undo, &mut self.marks)?;
        self.redo.push_back(back);
        Some(made)
    }

    /// Makes the step again that was taken back last. Returns what is to be saved.
    pub fn redo(&mut self) -> Option<Step> {
        let (made, back) = turn(&mut self.redo, &mut self.marks)?;
        self.remember(back);
        Some(made)
    }

    /// Takes in a step that another room has saved; it cannot be taken back here.
    ///
    /// Give it [without](Step::without) the fields of own steps that are not saved yet: they come later on disk too.
    pub fn take_in(&mut self, step: &Step) {
        for (key, change) in &step.changes {
            change_marks(&mut self.marks, *key, change);
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

    fn remember(&mut self, back: Step) {
        self.undo.push_back(back);
        if self.undo.len() > MAX_UNDO_STEPS {
            self.undo.pop_front();
        }
    }
}

fn turn(from: &mut VecDeque<Step>, marks: &mut HashMap<ArticleKey, Marks>) -> Option<(Step, Step)> {
    // A step that another room has already taken back changes nothing: go on to the one before.
    while let Some(step) = from.pop_back() {
        if let Some(turned) = apply(marks, step) {
            return Some(turned);
        }
    }
    None
}

/// Makes a step and returns what really changed, and what takes that back; `None` if nothing changed.
fn apply(marks: &mut HashMap<ArticleKey, Marks>, step: Step) -> Option<(Step, Step)> {
    let mut made = Vec::with_capacity(step.changes.len());
    let mut back = Vec::with_capacity(step.changes.len());
    for (key, change) in step.changes {
        if let Some(inverse) = change_marks(marks, key, &change) {
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

/// Changes the marks of one article; an article without marks has no entry.
fn change_marks(
    marks: &mut HashMap<ArticleKey, Marks>,
    key: ArticleKey,
    change: &Change,
) -> Option<Change> {
    let own = marks.entry(key).or_default();
    let inverse = own.apply(change);
    if own.is_empty() {
        marks.remove(&key);
    }
    inverse
}

impl MarkLookup for Ledger {
    fn holds(&self, article: ArticleKey, term: &MarkTerm) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn changes() -> impl Strategy<Value = Change> {
        prop_oneof![
            any::<bool>().prop_map(Change::Read),
            any::<bool>().prop_map(Change::Starred),
            prop_oneof![
                Just(None),
                Just(Some(Verdict::Done)),
                Just(Some(Verdict::Discarded))
            ]
            .prop_map(Change::Verdict),
            "[ab]".prop_map(Change::Tag),
            "[ab]".prop_map(Change::Untag),
            proptest::option::of("[xy]").prop_map(Change::Note),
        ]
    }

    fn steps() -> impl Strategy<Value = Step> {
        let change = (0u128..4, changes()).prop_map(|(key, change)| (ArticleKey(key), change));
        ("[a-c]", proptest::collection::vec(change, 0..6))
            .prop_map(|(label, changes)| Step { label, changes })
    }

    #[derive(Clone, Debug)]
    enum Deed {
        Make(Step),
        Undo,
        Redo,
    }

    fn deeds() -> impl Strategy<Value = Vec<Deed>> {
        let deed = prop_oneof![
            3 => steps().prop_map(Deed::Make),
            2 => Just(Deed::Undo),
            1 => Just(Deed::Redo),
        ];
        proptest::collection::vec(deed, 0..40)
    }

    fn perform(ledger: &mut Ledger, deed: Deed) -> Option<Step> {
        match deed {
            Deed::Make(step) => ledger.make(step),
            Deed::Undo => ledger.undo(),
            Deed::Redo => ledger.redo(),
        }
    }

    proptest! {
        #[test]
        fn taking_everything_back_leads_to_the_start(start in steps(), steps in proptest::collection::vec(steps(), 0..30)) {
            let mut begin = Ledger::default();
            begin.take_in(&start);
            let mut ledger = begin.clone();
            for step in steps {
                ledger.make(step);
            }
            let end = ledger.marks.clone();
            while ledger.undo().is_some() {}
            prop_assert_eq!(&ledger.marks, &begin.marks);
            while ledger.redo().is_some() {}
            prop_assert_eq!(&ledger.marks, &end);
        }

        #[test]
        fn what_is_to_be_saved_leads_to_the_same_marks(deeds in deeds()) {
            let mut ledger = Ledger::default();
            let mut elsewhere = Ledger::default();
            for deed in deeds {
                if let Some(made) = perform(&mut ledger, deed) {
                    elsewhere.take_in(&made);
                }
                prop_assert_eq!(&ledger.marks, &elsewhere.marks);
            }
            prop_assert!(ledger.marks.values().all(|marks| !marks.is_empty()));
        }

        #[test]
        fn the_way_back_survives_a_restart(deeds in deeds()) {
            let mut ledger = Ledger::default();
            let mut disk = HashMap::new();
            let mut past = Vec::new();
            for deed in deeds {
                if let Some(saved) = perform(&mut ledger, deed) {
                    let (made, back) = apply(&mut disk, saved).expect("it changes something");
                    past.push(Past { made, back });
                }
            }
            let mut again = Ledger::of_history(disk, past);
            prop_assert_eq!(&again.marks, &ledger.marks);
            while again.undo().is_some() {}
            prop_assert!(again.marks.is_empty());
        }

        #[test]
        fn own_later_changes_stand(others in steps(), own in steps()) {
            let mut late = Ledger::default();
            late.take_in(&own);
            late.take_in(&others.without([&own]));
            let mut in_order = Ledger::default();
            in_order.take_in(&others);
            in_order.take_in(&own);
            prop_assert_eq!(late.marks, in_order.marks);
        }
    }

    #[test]
    fn undo_goes_on_after_a_restart_where_it_stopped() {
        let star = |key, label: &str| Step {
            label: label.to_owned(),
            changes: vec![(ArticleKey(key), Change::Starred(true))],
        };
        let mut ledger = Ledger::default();
        let mut disk = HashMap::new();
        let saved = [
            ledger.make(star(1, "first")),
            ledger.make(star(2, "second")),
            ledger.undo(),
        ];
        let past: Vec<_> = saved
            .into_iter()
            .flatten()
            .filter_map(|step| apply(&mut disk, step))
            .map(|(made, back)| Past { made, back })
            .collect();
        let mut again = Ledger::of_history(disk.clone(), past.clone());
        assert_eq!(again.undo().expect("one is left").label, "first");
        assert_eq!(again.undo(), None);
        let mut again = Ledger::of_history(disk, past);
        assert_eq!(again.redo().expect("one was taken back").label, "second");
    }

    #[test]
    fn no_more_steps_are_kept_than_promised() {
        let mut ledger = Ledger::default();
        for key in 0..MAX_UNDO_STEPS as u128 + 5 {
            ledger.make(Step {
                label: String::new(),
                changes: vec![(ArticleKey(key), Change::Read(true))],
            });
        }
        let n_undone = std::iter::from_fn(|| ledger.undo()).count();
        assert_eq!(n_undone, MAX_UNDO_STEPS);
        assert_eq!(ledger.marks.len(), 5);
    }
}
