//! What do the files of a folder have in common? Lines that stand in many of them, the words they write, how they write
//! dates: learned from a sample before the reading, so that a folder of single stories is read as well as one file of
//! many.
//!
//! ```text
//! files ──▶ Survey (which folders have habits of their own, a sample of each) ──▶ Observed, file by file
//!                                                                                     │
//!   reading of a file ◀── Habits::of(path) ◀── Habits ◀───────────────────────────────┘
//! ```
//!
//! What is learned depends on the files alone, not on the order or the threads in which they are looked at. It is kept
//! beside the library: a file that is read again is read with the same habits. While a folder has so few files that all
//! of them were looked at, new files make it looked at again, and its files are read again where that changed anything;
//! after that its habits are settled.

mod survey;

pub use survey::{Observed, Seen, Survey};

use super::{
    DayMonthOrder, FieldMap, File, OrderVotes,
    boilerplate::{Edge, LineCounts, SharedLines},
    date,
    prose::{SpellingCounts, Spellings},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashSet},
    os::unix::ffi::OsStrExt,
    path::Path,
};

/// The habits of a folder of which so many files were looked at do not change any more.
const SETTLED_FILES: u32 = 64;
/// So many publishers of one folder have their way of writing dates remembered.
const MAX_PUBLISHERS: usize = 256;

/// Where a line hides others, so many files are looked at a second time.
const MAX_LOOKED_AT_AGAIN: usize = 64;

/// Looks at files with the habits that are known.
pub type Look<'l> = dyn FnMut(&[&File], &Habits) -> Option<Vec<Vec<Observed>>> + 'l;

/// What is known of the folders of a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Habits {
    /// By the hash of the path; a container file is a folder too.
    folders: BTreeMap<u64, FolderHabits>,
}

/// What the files of one folder have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderHabits {
    n_files: u32,
    /// All files of the folder were looked at.
    is_whole: bool,
    lines: SharedLines,
    /// What is taken for the headline of many stories.
    titles: SharedLines,
    order: OrderVotes,
    publishers: BTreeMap<u64, OrderVotes>,
    spellings: Spellings,
}

impl Habits {
    /// Learns from all of a set of files at once, in this thread.
    pub fn of_files(files: &[Seen<'_>], fields: &FieldMap) -> Self {
        let mut habits = Self::default();
        let survey = habits.survey(files);
        habits.learn(&survey, &mut |files, habits| {
            let look = |file| survey.look(file, fields, habits);
            Some(files.iter().copied().map(look).collect())
        });
        habits
    }

    /// Returns the habits that a file is read with: those of the nearest folder that has any. What lies inside a
    /// container goes by the habits of the container.
    pub fn of(&self, path: &Path, is_inside: bool) -> Option<&FolderHabits> {
        self.folders.get(&self.key_of(path, is_inside)?)
    }

    /// Tells whether a file would be read differently with other habits than with these, which may still change.
    pub fn would_change(&self, path: &Path, other: &Self) -> bool {
        let (before, after) = (self.of(path, false), other.of(path, false));
        !before.is_some_and(FolderHabits::is_settled) && before != after
    }

    /// Learns from the files of a survey; `look` gives what [`Survey::look`] observes in files, in their order, or `None`
    /// to stop. Returns whether it was not stopped.
    pub fn learn(&mut self, survey: &Survey, look: &mut Look<'_>) -> bool {
        let Some(observed) = look(&survey.files().collect::<Vec<_>>(), &Self::default()) else {
            return false;
        };
        let mut observed = observed.into_iter();
        for group in &survey.groups {
            let mut folder = Learning::default();
            for file in &group.files {
                let mut container = Learning::default();
                for article in observed.next().into_iter().flatten() {
                    if article.is_inside {
                        container.feed(&article);
                    } else {
                        folder.feed(&article);
                    }
                }
                if container.n_articles > 0 {
                    let habits = container.habits(1, true);
                    self.folders.insert(hash_of(&file.path), habits);
                }
            }
            let habits = folder.habits(group.files.len() as u32, group.is_whole);
            self.folders.insert(group.key, habits);
        }
        self.learn_hidden_dates(survey, look)
    }

    /// Looks again where the same line stood above many stories: it may have hidden the lines below it.
    fn learn_hidden_dates(&mut self, survey: &Survey, look: &mut Look<'_>) -> bool {
        for group in &survey.groups {
            let hides = |folder: &FolderHabits| !folder.titles.is_empty();
            if !self.folders.get(&group.key).is_some_and(hides) {
                continue;
            }
            let files = group.files.iter().take(MAX_LOOKED_AT_AGAIN);
            let Some(observed) = look(&files.collect::<Vec<_>>(), self) else {
                return false;
            };
            let mut dates = Dates::default();
            let articles = observed.iter().flatten();
            articles
                .filter(|article| !article.is_inside)
                .for_each(|article| dates.feed(article));
            if let Some(folder) = self.folders.get_mut(&group.key) {
                (folder.order, folder.publishers) = dates.votes();
            }
        }
        true
    }

    fn key_of(&self, path: &Path, is_inside: bool) -> Option<u64> {
        let own = is_inside.then(|| hash_of(path));
        own.into_iter()
            .chain(survey::parent_of(path).ancestors().map(hash_of))
            .find(|key| self.folders.contains_key(key))
    }
}

impl FolderHabits {
    /// Returns the order in which this publisher, or else the folder, writes day and month.
    pub(super) fn order(&self, publisher: Option<&str>) -> DayMonthOrder {
        let of_publisher = publisher.and_then(|name| self.publishers.get(&hash_of_name(name)));
        match of_publisher {
            Some(votes) if votes.is_heard() => votes.order(),
            _ => self.order.order(),
        }
    }

    /// Tells whether a line at the edge of a story is no part of it: it stands at the edge, or above, of many.
    pub(super) fn is_shared(&self, line: &str, edge: Edge) -> bool {
        self.lines.is_shared(line, edge) || self.titles.is_shared(line, edge)
    }

    /// Returns the words that its articles write.
    pub(super) fn spellings(&self) -> &Spellings {
        &self.spellings
    }

    /// Tells whether new files change nothing any more.
    fn is_settled(&self) -> bool {
        self.n_files >= SETTLED_FILES || !self.is_whole
    }
}

/// How the articles of one folder write dates, while it is looked at.
#[derive(Default)]
struct Dates {
    order: OrderVotes,
    publishers: BTreeMap<u64, OrderVotes>,
}

impl Dates {
    fn feed(&mut self, article: &Observed) {
        let Some(raw) = &article.date else { return };
        self.order.note(raw);
        if let Some(publisher) = article.publisher
            && (self.publishers.len() < MAX_PUBLISHERS || self.publishers.contains_key(&publisher))
        {
            self.publishers.entry(publisher).or_default().note(raw);
        }
    }

    /// Returns the votes of the folder, and of each of its publishers that has any.
    fn votes(mut self) -> (OrderVotes, BTreeMap<u64, OrderVotes>) {
        self.publishers.retain(|_, votes| votes.is_heard());
        (self.order, self.publishers)
    }
}

/// Counts of one folder while it is looked at.
#[derive(Default)]
struct Learning {
    n_articles: u32,
    stories: HashSet<u64>,
    lines: LineCounts,
    titles: LineCounts,
    dates: Dates,
    spellings: SpellingCounts,
}

impl Learning {
    fn feed(&mut self, article: &Observed) {
        self.n_articles += 1;
        self.dates.feed(article);
        // Copies of one story share all their lines; that says nothing about any of them.
        if self.stories.insert(article.story) {
            self.lines.feed(article.lines.iter().copied());
            self.titles.feed(article.title);
            self.spellings.feed(&article.words);
        }
    }

    fn habits(self, n_files: u32, is_whole: bool) -> FolderHabits {
        let (order, publishers) = self.dates.votes();
        FolderHabits {
            n_files,
            is_whole,
            lines: self.lines.shared(),
            titles: self.titles.shared(),
            order,
            publishers,
            spellings: self.spellings.spellings(),
        }
    }
}

/// Returns what names a folder.
fn hash_of(path: &Path) -> u64 {
    hash_of_bytes(path.as_os_str().as_bytes())
}

/// Returns what names a publisher, however its name is written.
fn hash_of_name(name: &str) -> u64 {
    hash_of_bytes(name.to_lowercase().as_bytes())
}

fn hash_of_bytes(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(bytes);
    let first = hash.as_bytes().first_chunk().copied();
    u64::from_le_bytes(first.unwrap_or_default())
}

/// Tells whether the name of a folder is a part of a date: `2012`, `2012-03`, `March`.
fn is_date_name(name: &str) -> bool {
    let words = || {
        name.split(['-', '_', '.', ' '])
            .filter(|word| !word.is_empty())
    };
    words().next().is_some()
        && words().all(|word| {
            word.bytes().all(|byte| byte.is_ascii_digit()) || date::month_of(word).is_some()
        })
}

#[cfg(test)]
mod tests;
