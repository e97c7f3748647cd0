//! The library on disk: what survives, what is noticed, what is said.

use super::*;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A corpus of small files and a cache folder.
struct Place {
    _root: tempfile::TempDir,
    corpus: PathBuf,
    cache: PathBuf,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let corpus = root.path().join("corpus");
        fs::create_dir(&corpus).unwrap();
        Self {
            cache: root.path().join("cache"),
            corpus,
            _root: root,
        }
    }

    fn write(&self, name: &str, lines: &[(&str, &str)]) {
        let lines: Vec<_> = lines
            .iter()
            .map(|(title, text)| {
                serde_json::json!({ "title": title, "text": text, "date": "2024-03-01" })
                    .to_string()
            })
            .collect();
        fs::write(self.corpus.join(name), lines.join("\n")).unwrap();
    }

    fn open(&self) -> (Library, Vec<String>) {
        Library::open(&Corpus::Paths(vec![self.corpus.clone()]), Some(&self.cache))
    }

    fn home(&self) -> PathBuf {
        fs::read_dir(&self.cache)
            .unwrap()
            .next()
            .unwrap()
            .unwrap()
            .path()
    }
}

fn refresh(library: &Library) -> Summary {
    library.refresh(&mut |_| ControlFlow::Continue(()))
}

fn titles(library: &Library, question: &str) -> Vec<String> {
    let catalogue = library.catalogue();
    let mut titles: Vec<_> = library
        .select(
            &Query::parse(question).unwrap(),
            Arrangement::default(),
            &NoMarks,
        )
        .into_iter()
        .map(|id| catalogue.row(id).unwrap().title.into_owned())
        .collect();
    titles.sort();
    titles
}

const SUN: (&str, &str) = (
    "The sun shines",
    "It shone all day over the old town by the sea.",
);
const RAIN: (&str, &str) = (
    "The rain falls",
    "It fell all night on the hills behind the town.",
);
const WIND: (&str, &str) = (
    "The wind blows",
    "It blew all week from the west across the bay.",
);

#[test]
fn what_was_read_is_there_at_once() {
    let place = Place::new();
    place.write("a.jsonl", &[SUN, RAIN]);
    let (library, messages) = place.open();
    assert_eq!(messages, [""; 0]);
    assert!(library.catalogue().is_empty());
    assert_eq!(refresh(&library).n_new, 2);
    let key = library.catalogue().row(ArticleId(1)).unwrap().key;
    drop(library);
    let (library, messages) = place.open();
    assert_eq!(messages, [""; 0]);
    assert_eq!(titles(&library, ""), ["The rain falls", "The sun shines"]);
    assert_eq!(titles(&library, "shone"), ["The sun shines"]);
    assert_eq!(library.catalogue().find(key), Some(ArticleId(1)));
    assert!(
        library
            .article(ArticleId(1))
            .unwrap()
            .body
            .text()
            .contains("hills")
    );
    assert_eq!(refresh(&library), Summary::default());
}

#[test]
fn new_changed_and_gone_files_are_noticed() {
    let place = Place::new();
    place.write("a.jsonl", &[SUN]);
    place.write("b.jsonl", &[RAIN]);
    let (library, _) = place.open();
    refresh(&library);
    // Appended: what was there keeps its row.
    place.write("a.jsonl", &[SUN, WIND]);
    fs::remove_file(place.corpus.join("b.jsonl")).unwrap();
    let summary = refresh(&library);
    assert_eq!((summary.n_new, summary.n_gone), (1, 1));
    assert_eq!(titles(&library, ""), ["The sun shines", "The wind blows"]);
    assert_eq!(titles(&library, "fell"), [""; 0]);
    drop(library);
    let (library, _) = place.open();
    assert_eq!(library.catalogue().len(), 2);
    assert_eq!(
        titles(&library, "blew OR shone OR fell"),
        ["The sun shines", "The wind blows"]
    );
    assert_eq!(refresh(&library), Summary::default());
}

#[test]
fn a_damaged_library_is_rebuilt_and_says_so() {
    for name in ["manifest", "rows", "texts", "files-0", "fulltext/meta.json"] {
        let place = Place::new();
        let many: Vec<_> = (0..1_500)
            .map(|n| {
                (
                    format!("Title {n}"),
                    format!("Some text of number {n}, long enough."),
                )
            })
            .collect();
        let many: Vec<_> = many
            .iter()
            .map(|(title, text)| (title.as_str(), text.as_str()))
            .collect();
        place.write("a.jsonl", &many);
        refresh(&place.open().0);
        let path = place.home().join(name);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        let (library, messages) = place.open();
        refresh(&library);
        let said = messages.join("\n")
            + &library
                .problems()
                .iter()
                .map(ToString::to_string)
                .collect::<String>();
        assert!(said.contains("anew"), "{name}: {said}");
        assert_eq!(library.catalogue().len(), 1_500, "{name}");
        assert_eq!(titles(&library, "\"number 77\""), ["Title 77"], "{name}");
    }
}

#[test]
fn another_version_is_rebuilt() {
    let place = Place::new();
    place.write("a.jsonl", &[SUN]);
    refresh(&place.open().0);
    let manifest = place.home().join("manifest");
    let mut bytes = fs::read(&manifest).unwrap();
    bytes[8] ^= 0xff;
    fs::write(&manifest, bytes).unwrap();
    let (library, messages) = place.open();
    assert!(messages[0].contains("another version"), "{messages:?}");
    refresh(&library);
    assert_eq!(titles(&library, "shone"), ["The sun shines"]);
}

#[test]
fn without_a_cache_it_lives_in_memory_and_says_so() {
    let place = Place::new();
    place.write("a.jsonl", &[SUN]);
    fs::write(&place.cache, "a file where the folder should be").unwrap();
    let (library, messages) = place.open();
    assert!(messages[0].contains("lives in memory"), "{messages:?}");
    refresh(&library);
    assert_eq!(titles(&library, "shone"), ["The sun shines"]);
}

#[test]
fn an_interrupted_reading_goes_on() {
    let place = Place::new();
    let many: Vec<_> = (0..600)
        .map(|n| {
            (
                format!("Title {n}"),
                format!("Text of number {n} and {}", "more words ".repeat(40)),
            )
        })
        .collect();
    for (idx, part) in many.chunks(150).enumerate() {
        let part: Vec<_> = part
            .iter()
            .map(|(title, text)| (title.as_str(), text.as_str()))
            .collect();
        place.write(&format!("{idx}.jsonl"), &part);
    }
    // Stops at once, then after a while, then never: the end is the same.
    let mut n_calls = 0;
    for patience in [0, 1, usize::MAX] {
        let (library, _) = place.open();
        library.refresh(&mut |_| {
            n_calls += 1;
            if n_calls > patience {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
    }
    let (library, _) = place.open();
    refresh(&library);
    assert_eq!(library.catalogue().len(), 600);
    assert_eq!(titles(&library, "\"number 599\""), ["Title 599"]);
    assert_eq!(titles(&library, "words").len(), 600);
}

#[test]
fn kept_orders_are_those_that_sorting_gives() {
    let place = Place::new();
    let lines: Vec<_> = (0..300)
        .map(|n| {
            let mut line = serde_json::json!({
                "title": format!("{} {n}", ["Zoo", "an owl", "\"Bee", "Ärger"][n % 4]),
                "text": "word ".repeat(1 + n * 7 % 23),
                "date": format!("2024-03-{:02}", 1 + n % 28),
                "source": format!("{} Post", n % 2),
                "author": format!("Author {}", n % 5),
            });
            for (every, field) in [(5, "date"), (7, "source"), (3, "author")] {
                if n % every == 0 {
                    line.as_object_mut().unwrap().remove(field);
                }
            }
            line.to_string()
        })
        .collect();
    fs::write(place.corpus.join("a.jsonl"), lines.join("\n")).unwrap();
    refresh(&place.open().0);
    let (library, _) = place.open();
    let (catalogue, shelf) = (library.catalogue(), library.shelf());
    assert_eq!(
        shelf.kept_order("by-title").map(|rows| rows.len()),
        Some(300)
    );
    for key in SortKey::ALL {
        for reversed in [false, true] {
            let arrangement = Arrangement { key, reversed };
            let sorted = ordering::arrange(&catalogue, &catalogue.present(), arrangement);
            assert_eq!(
                *library.order(&catalogue, arrangement),
                sorted,
                "{arrangement:?}"
            );
        }
    }
}

#[test]
fn what_a_killed_process_did_not_work_out_is_made_up_for() {
    let place = Place::new();
    let sun = [SUN.1, RAIN.1, WIND.1].join("\n");
    place.write(
        "a.jsonl",
        &[("The sun shines", &sun), RAIN, ("Sunshine", &sun)],
    );
    refresh(&place.open().0);
    let derived = ["by-date", "by-title", "by-key", "copies"].map(|name| place.home().join(name));
    for path in &derived {
        fs::remove_file(path).unwrap();
    }
    let (library, messages) = place.open();
    assert_eq!(messages, [""; 0]);
    assert_eq!(titles(&library, "shone").len(), 2);
    assert_eq!(refresh(&library), Summary::default());
    assert!(derived.iter().all(|path| path.exists()));
    drop(library);
    let catalogue = place.open().0.catalogue();
    assert_eq!(catalogue.copies(ArticleId(2)), [ArticleId(0), ArticleId(2)]);
    assert_eq!(catalogue.copies(ArticleId(1)), []);
    let key = catalogue.row(ArticleId(2)).unwrap().key;
    assert_eq!(catalogue.find(key), Some(ArticleId(2)));
}

#[test]
fn damaged_samples_are_taken_again() {
    let place = Place::new();
    let long = [SUN.1, RAIN.1, WIND.1].join("\n");
    place.write("a.jsonl", &[("The sun", &long), RAIN, ("Sunshine", &long)]);
    refresh(&place.open().0);
    let path = place.home().join("sketches");
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    fs::write(&path, bytes).unwrap();
    fs::remove_file(place.home().join("copies")).unwrap();
    let (library, _) = place.open();
    refresh(&library);
    assert_eq!(library.problems(), []);
    let copies = [ArticleId(0), ArticleId(2)];
    assert_eq!(library.catalogue().copies(ArticleId(2)), copies);
    drop(library);
    let (library, messages) = place.open();
    assert_eq!(messages, [""; 0]);
    assert_eq!(library.catalogue().copies(ArticleId(0)), copies);
    assert_eq!(refresh(&library), Summary::default());
}

#[test]
fn two_open_one_corpus() {
    let place = Place::new();
    place.write("a.jsonl", &[SUN]);
    let (first, _) = place.open();
    let (second, _) = place.open();
    refresh(&first);
    place.write("b.jsonl", &[RAIN]);
    refresh(&second);
    assert_eq!(titles(&second, ""), ["The rain falls", "The sun shines"]);
    refresh(&first);
    assert_eq!(titles(&first, "fell"), ["The rain falls"]);
}

#[test]
fn the_seeds_are_read_from_the_program() {
    let (library, messages) = Library::open(&Corpus::Seeds, Some(Path::new("/nowhere/at/all")));
    assert_eq!(messages, [""; 0]);
    assert_eq!(refresh(&library).n_new, 2);
    assert_eq!(refresh(&library).n_new, 0);
}

/// Writes plain stories, all of one source.
fn write_stories(place: &Place, numbers: std::ops::Range<usize>) {
    for n in numbers {
        let story =
            format!("In the year {n} the river rose above the {n}th step of the old bridge.");
        let text = format!(
            "News from the valley\n\nRiver rises\n0{n}/04/2012\n\n{story}\n\nPrinted by the mill\n"
        );
        fs::write(place.corpus.join(format!("{n}.txt")), text).unwrap();
    }
}

/// Writes plain stories into a place of their own and reads them.
fn read_stories(numbers: std::ops::Range<usize>) -> (Place, Library) {
    let place = Place::new();
    write_stories(&place, numbers);
    let (library, _) = place.open();
    refresh(&library);
    (place, library)
}

/// Returns title, date and number of paragraphs that are set aside, of each article.
fn told(library: &Library) -> Vec<String> {
    let mut told: Vec<_> = library
        .catalogue()
        .ids()
        .map(|id| {
            let article = library.article(id).unwrap();
            let paragraphs = article.body.paragraphs();
            let n_aside = paragraphs
                .iter()
                .filter(|paragraph| paragraph.kind == crate::text::ParagraphKind::Boilerplate)
                .count();
            let metadata = &article.metadata;
            let date = metadata.published.as_ref().map(ToString::to_string);
            format!(
                "{} {} {n_aside}",
                metadata.title.text,
                date.unwrap_or_default()
            )
        })
        .collect();
    told.sort();
    told
}

#[test]
fn files_that_come_later_teach_how_earlier_ones_are_read() {
    let (place, library) = read_stories(1..3);
    // Two files show nothing in common, and not which of two numbers is the day.
    assert_eq!(told(&library), ["News from the valley 2012 0"; 2]);
    write_stories(&place, 3..5);
    fs::write(
        place.corpus.join("5.txt"),
        "River falls\n25/04/2012\n\nThe river has gone back to where it was in the spring of that year.\n",
    )
    .unwrap();
    refresh(&library);
    let expected = [
        "River falls 2012-04-25 0",
        "River rises 2012-04-01 2",
        "River rises 2012-04-02 2",
        "River rises 2012-04-03 2",
        "River rises 2012-04-04 2",
    ];
    assert_eq!(told(&library), expected);
    drop(library);
    // Whoever reads them all at once finds the same.
    let (library, _) = Library::open(&Corpus::Paths(vec![place.corpus.clone()]), None);
    refresh(&library);
    assert_eq!(told(&library), expected);
}

#[test]
fn what_was_learned_is_kept_for_files_that_come_later() {
    let (place, library) = read_stories(1..70);
    let n_aside = |library: &Library| {
        let told = told(library);
        told.iter().filter(|told| told.ends_with(" 2")).count()
    };
    assert_eq!(n_aside(&library), 69);
    drop(library);
    // The folder is settled now: the others need not be there to be learned from.
    write_stories(&place, 70..71);
    let (library, _) = place.open();
    let summary = refresh(&library);
    assert_eq!((summary.n_new, summary.n_gone), (1, 0));
    assert_eq!(n_aside(&library), 70);
}
