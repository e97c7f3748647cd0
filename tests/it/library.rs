//! The library survives being killed at any point.
//!
//! A few times here; `READING_ROOM_KILLS=200 cargo test --test it library` kills it two hundred times.

use reading_room::{
    corpus::Corpus,
    library::{Arrangement, Library, NoMarks, Query, QuoteFilter},
    text::EntityKind,
};
use std::{
    fs,
    ops::ControlFlow,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const N_FILES: usize = 12;
const PER_FILE: usize = 60;

/// How often the program is killed where nothing else is asked for.
const N_KILLS: usize = 10;

/// No run is left to work for longer than this; most are over by then.
const MAX_RUN_MS: u64 = 1_500;

fn write_corpus(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for file in 0..N_FILES {
        let lines: Vec<_> = (0..PER_FILE)
            .map(|n| {
                let more = format!("It goes on like {n} and on like {file}. ").repeat(30);
                let text = format!(
                    "Article {file}x{n} tells of something. \"It is so,\" Anna Miller said in Lisbon. {more}"
                );
                let day = n % 28 + 1;
                serde_json::json!({ "title": format!("Title {file}x{n}"), "date": format!("2024-03-{day:02}"), "text": text })
                    .to_string()
            })
            .collect();
        fs::write(folder.join(format!("{file:02}.jsonl")), lines.join("\n")).unwrap();
    }
}

/// Numbers that look like chance and are the same each time (xorshift64*, Vigna 2016).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(2_685_821_657_736_338_717) >> 33) % n
    }
}

/// Lets the program read the corpus for a time, and kills it; tells whether it had ended by itself.
fn read_and_kill(root: &Path, corpus: &Path, after: Duration) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_reading-room"))
        .args(["index", corpus.to_str().unwrap()])
        .env("XDG_CACHE_HOME", root.join("cache"))
        .env("XDG_STATE_HOME", root.join("state"))
        .env("XDG_CONFIG_HOME", root.join("config"))
        .env("HOME", root)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while start.elapsed() < after {
        if child.try_wait().unwrap().is_some() {
            return true;
        }
        std::thread::sleep(Duration::from_micros(500));
    }
    let _ = child.kill();
    child.wait().unwrap();
    false
}

/// What a library says of the corpus: titles, copies, and answers to questions of every kind.
fn says(library: &Library) -> Vec<String> {
    let catalogue = library.catalogue();
    let title = |id| catalogue.row(id).unwrap().title.into_owned();
    let mut said: Vec<_> = catalogue
        .ids()
        .map(|id| format!("{} ×{}", title(id), catalogue.copies(id).len()))
        .collect();
    said.sort();
    for question in [
        "\"article 0x0\"",
        "\"article 7x31\"",
        "something",
        "date:2024-03-05",
        "said:\"so\" OR quote:so",
        "person:miller",
    ] {
        let Ok(query) = Query::parse(question) else {
            continue;
        };
        let mut found: Vec<_> = library
            .select(&query, Arrangement::default(), &NoMarks)
            .into_iter()
            .map(title)
            .collect();
        found.sort();
        said.push(format!("{question}: {found:?}"));
    }
    said.push(format!(
        "{} quotations",
        library.quotes(&QuoteFilter::default()).len()
    ));
    said.push(format!("{:?}", library.entities(EntityKind::Person)));
    said
}

#[test]
fn killed_at_any_point_the_next_run_goes_on() {
    let root = tempfile::tempdir().unwrap();
    let corpus = root.path().join("corpus");
    write_corpus(&corpus);
    let paths = Corpus::Paths(vec![corpus.clone()]);
    let (undisturbed, _) = Library::open(&paths, None);
    undisturbed.refresh(&mut |_| ControlFlow::Continue(()));
    let expected = says(&undisturbed);
    assert_eq!(undisturbed.catalogue().len(), N_FILES * PER_FILE);

    let n_kills = std::env::var("READING_ROOM_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(N_KILLS);
    let mut chance = Chance(11);
    let mut n_killed = 0;
    let mut n_rows_before = 0;
    while n_killed < n_kills {
        let after = Duration::from_millis(chance.below(MAX_RUN_MS));
        let has_ended = read_and_kill(root.path(), &corpus, after);
        let folder = root.path().join("cache").join("reading-room");
        let (library, messages) = Library::open(&paths, Some(&folder));
        assert!(messages.is_empty(), "after {after:?}: {messages:?}");
        let n_rows = library.catalogue().n_rows();
        assert!(
            n_rows >= n_rows_before,
            "after {after:?}: {n_rows} of {n_rows_before} are left"
        );
        n_rows_before = n_rows;
        if !has_ended {
            n_killed += 1;
        }
        if has_ended || n_killed == n_kills {
            library.refresh(&mut |_| ControlFlow::Continue(()));
            assert!(library.problems().is_empty(), "{:?}", library.problems());
            assert_eq!(says(&library), expected);
            drop(library);
            fs::remove_dir_all(root.path().join("cache")).unwrap();
            n_rows_before = 0;
        }
    }
}
