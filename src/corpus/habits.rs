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
mod tests {
    use super::*;
    use crate::{
        corpus::{Article, File, gathered, read_file_knowing},
        text::ParagraphKind,
    };
    use std::{fs, path::PathBuf};

    /// Stories that share nothing.
    const STORIES: [&str; 8] = [
        "The dam above the town was opened on Saturday after nine years of work.",
        "A train left the rails near the harbour, and nobody was hurt in it.",
        "The council voted to keep the old library where it has always been.",
        "Farmers of three villages say that the frost has taken half of the plums.",
        "A school in the north has had its roof blown off by the storm of Monday.",
        "Two miners were brought up alive from the pit, the company told reporters.",
        "The bridge will be closed for a year while its cables are looked at.",
        "An old sailor has given all his maps to the museum on the island.",
    ];

    struct Folder(tempfile::TempDir);

    impl Folder {
        /// Writes the stories below `name`, each between these lines, with its number in place of `#`.
        fn of(names: &[&str], head: &str, tail: &str) -> Self {
            let folder = Self(tempfile::tempdir().unwrap());
            for (n, (name, story)) in names.iter().zip(STORIES).enumerate() {
                let text = format!("{head}Story number #\n\n{story}\n\n{story}{tail}\n");
                folder.write(name, &text.replace('#', &(n + 1).to_string()));
            }
            folder
        }

        fn write(&self, name: &str, text: &str) {
            let path = self.0.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn read(&self, name: &str, habits: &Habits) -> Article {
            let file = File {
                path: self.path(name),
                len: 0,
                modified_ns: 0,
            };
            let fields = FieldMap::default();
            let read = gathered(|sink| read_file_knowing(&file, &fields, habits, sink));
            let [article] = <[Article; 1]>::try_from(read.0).unwrap();
            article
        }

        fn habits(&self, names: &[&str]) -> Habits {
            let paths: Vec<_> = names.iter().map(|name| self.path(name)).collect();
            Habits::of_files(&seen(&paths), &FieldMap::default())
        }
    }

    fn seen(paths: &[PathBuf]) -> Vec<Seen<'_>> {
        let seen = |path| Seen {
            path,
            len: 100,
            is_new: true,
        };
        paths.iter().map(|path| seen(path.as_path())).collect()
    }

    fn set_aside(article: &Article) -> Vec<&str> {
        let body = &article.body;
        body.paragraphs()
            .iter()
            .filter(|paragraph| paragraph.kind == ParagraphKind::Boilerplate)
            .map(|paragraph| body.slice(paragraph.span))
            .collect()
    }

    const NAMES: [&str; 8] = [
        "a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt", "g.txt", "h.txt",
    ];

    #[test]
    fn lines_of_three_files_are_set_aside_and_stay_in_the_source() {
        let (head, tail) = (
            "News from the valley\n\n",
            "\n\nOur desk: call the valley office",
        );
        let folder = Folder::of(&NAMES[..3], head, tail);
        let habits = folder.habits(&NAMES[..3]);
        let article = folder.read("b.txt", &habits);
        assert_eq!(article.metadata.title.text, "Story number 2");
        assert_eq!(
            set_aside(&article),
            ["News from the valley", "Our desk: call the valley office"]
        );
        assert!(article.source.starts_with(head.trim()));
        let alone = folder.read("b.txt", &Habits::default());
        assert_eq!(alone.metadata.title.text, "News from the valley");
        assert_eq!(set_aside(&alone), [""; 0]);
        let two = folder.habits(&NAMES[..2]);
        assert_eq!(folder.read("b.txt", &two), alone, "two are not many");
    }

    #[test]
    fn copies_of_one_story_say_nothing_of_its_lines() {
        let folder = Folder(tempfile::tempdir().unwrap());
        for name in &NAMES[..4] {
            let text = format!("The dam opens\n\n{}\n\nThe whole list", STORIES[0]);
            folder.write(name, &text);
        }
        let habits = folder.habits(&NAMES[..4]);
        assert_eq!(set_aside(&folder.read("a.txt", &habits)), [""; 0]);
    }

    #[test]
    fn a_column_keeps_its_headline() {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, story) in NAMES.iter().zip(STORIES) {
            folder.write(
                name,
                &format!("Letters to the editor\n\n{story}\n\n{story}"),
            );
        }
        let article = folder.read("c.txt", &folder.habits(&NAMES));
        assert_eq!(article.metadata.title.text, "Letters to the editor");
        assert!(!article.metadata.title.derived);
    }

    #[test]
    fn other_files_show_the_order_of_day_and_month() {
        let folder = Folder::of(&NAMES[..3], "", "");
        for (name, date) in [("a.txt", "03/04/2012"), ("b.txt", "25/04/2012")] {
            let text = format!("The dam opens\n{date}\n\n{}", STORIES[0]);
            folder.write(name, &text);
        }
        let date = |habits: &Habits| {
            let published = folder.read("a.txt", habits).metadata.published;
            published.map(|published| published.to_string())
        };
        assert_eq!(date(&Habits::default()).as_deref(), Some("2012"));
        assert_eq!(
            date(&folder.habits(&NAMES[..3])).as_deref(),
            Some("2012-04-03")
        );
        // A line above the dates does not hide them from the survey.
        let hidden = Folder::of(&NAMES[..3], "News from the valley\n\n", "");
        for (name, (date, story)) in NAMES.iter().zip(
            ["03/04/2012", "25/04/2012", "04/05/2012"]
                .iter()
                .zip(STORIES),
        ) {
            let text = format!("News from the valley\n\nThe dam opens\n{date}\n\n{story}");
            hidden.write(name, &text);
        }
        let article = hidden.read("a.txt", &hidden.habits(&NAMES[..3]));
        let published = article.metadata.published.map(|date| date.to_string());
        assert_eq!(published.as_deref(), Some("2012-04-03"));
        // Where both orders stand, none is learned.
        folder.write(
            "c.txt",
            &format!("The dam opens\n04/25/2012\n\n{}", STORIES[2]),
        );
        assert_eq!(date(&folder.habits(&NAMES[..3])).as_deref(), Some("2012"));
    }

    #[test]
    fn pages_that_do_not_say_from_where_they_are_go_by_the_others() {
        let folder = Folder(tempfile::tempdir().unwrap());
        for ((name, date), story) in [("a.html", "03/04/2012"), ("b.html", "25/04/2012")]
            .into_iter()
            .zip(STORIES)
        {
            let page = format!(
                "<html lang=en><body><h1>The dam opens</h1><p class=date>{date}</p><p>{story}</p></body></html>"
            );
            folder.write(name, &page);
        }
        let date = |habits: &Habits| {
            let published = folder.read("a.html", habits).metadata.published;
            published.map(|published| published.to_string())
        };
        assert_eq!(date(&Habits::default()).as_deref(), Some("2012-03-04"));
        let habits = folder.habits(&["a.html", "b.html"]);
        assert_eq!(date(&habits).as_deref(), Some("2012-04-03"));
    }

    #[test]
    fn each_publisher_has_its_order() {
        let folder = Folder(tempfile::tempdir().unwrap());
        let records = [
            ("The Valley Post", "25/04/2012"),
            ("The Valley Post", "03/04/2012"),
            ("The Bay Herald", "04/25/2012"),
            ("The Bay Herald", "03/04/2012"),
            ("The Hill Times", "03/04/2012"),
        ];
        let names: Vec<String> = (0..5).map(|n| format!("{n}.json")).collect();
        for ((name, (source, date)), story) in names.iter().zip(records).zip(STORIES) {
            let record =
                serde_json::json!({"title": "A", "source": source, "date": date, "text": story});
            folder.write(name, &record.to_string());
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let habits = folder.habits(&names);
        let date = |name| {
            let published = folder.read(name, &habits).metadata.published;
            published.map(|published| published.to_string())
        };
        assert_eq!(date("1.json").as_deref(), Some("2012-04-03"));
        assert_eq!(date("3.json").as_deref(), Some("2012-03-04"));
        assert_eq!(date("4.json").as_deref(), Some("2012"));
    }

    #[test]
    fn a_torn_name_is_mended_from_other_files() {
        let folder = Folder::of(&NAMES[..4], "", "");
        for (n, name) in ["Quispemar", "Quispemar", "Quis pemar", "per cent"]
            .iter()
            .enumerate()
        {
            let text = format!("{}\n\nIt was said of {name} in the town.", STORIES[n]);
            folder.write(NAMES[n], &text);
        }
        let habits = folder.habits(&NAMES[..4]);
        let text = |name, habits: &Habits| folder.read(name, habits).body.text().to_owned();
        assert!(text("c.txt", &Habits::default()).contains("of Quis pemar in"));
        assert!(text("c.txt", &habits).contains("of Quispemar in"));
        assert!(text("d.txt", &habits).contains("of per cent in"));
    }

    #[test]
    fn the_order_of_the_files_does_not_matter() {
        let folder = Folder::of(&NAMES, "News from the valley\n\n", "\n\nThe desk");
        let there = folder.habits(&NAMES);
        let mut back = NAMES;
        back.reverse();
        assert_eq!(folder.habits(&back), there);
    }

    #[test]
    fn a_folder_has_its_own_habits_and_parts_of_dates_have_not() {
        let root = Path::new("/corpus");
        let mut paths = Vec::new();
        for n in 0..40 {
            paths.push(root.join(format!("post/2012/{:02}/{n}.txt", n % 12)));
            paths.push(root.join(format!("herald/politics/{n}.txt")));
        }
        paths.push(root.join("other/one.txt"));
        let survey = Habits::default().survey(&seen(&paths));
        let mut groups: Vec<(u64, usize)> = survey
            .groups
            .iter()
            .map(|group| (group.key, group.files.len()))
            .collect();
        let mut expected = [
            (hash_of(&root.join("post")), 40),
            (hash_of(&root.join("herald/politics")), 40),
            (hash_of(root), 1),
        ];
        groups.sort_unstable();
        expected.sort_unstable();
        assert_eq!(groups, expected);
    }

    #[test]
    fn little_is_looked_at_of_much_and_nothing_again() {
        let paths: Vec<PathBuf> = (0..50_000)
            .map(|n| PathBuf::from(format!("/corpus/{}/{n}.txt", ["a", "b"][n % 2])))
            .collect();
        let mut files = seen(&paths);
        let mut habits = Habits::default();
        let survey = habits.survey(&files);
        let n_files = survey.files().count();
        assert!((512..=50_000 / 32).contains(&n_files), "{n_files}");
        habits.learn(&survey, &mut |_, _| Some(Vec::new()));
        assert!(habits.survey(&files).is_empty(), "its habits are settled");
        files.iter_mut().for_each(|file| file.is_new = false);
        assert!(
            Habits::default().survey(&files).is_empty(),
            "nothing is new"
        );
    }
}
