//! What files of a folder have in common, learned from small folders.

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
