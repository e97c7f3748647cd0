//! The library survives being killed at any point.

use reading_room::{
    corpus::Corpus,
    library::{Arrangement, Library, NoMarks, Query},
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

/// How long the program may work before it is killed, in milliseconds, one time after the other.
const KILLED_AFTER_MS: [u64; 8] = [5, 20, 35, 50, 80, 120, 200, 350];

fn write_corpus(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for file in 0..N_FILES {
        let lines: Vec<_> = (0..PER_FILE)
            .map(|n| {
                let text = format!("Article {file}x{n} tells of something. {}", "It goes on and on. ".repeat(60));
                serde_json::json!({ "title": format!("Title {file}x{n}"), "date": "2024-03-01", "text": text }).to_string()
            })
            .collect();
        fs::write(folder.join(format!("{file:02}.jsonl")), lines.join("\n")).unwrap();
    }
}

#[test]
fn killed_at_any_point_the_next_run_goes_on() {
    let root = tempfile::tempdir().unwrap();
    let corpus = root.path().join("corpus");
    write_corpus(&corpus);
    let cache = root.path().join("cache");
    for delay in KILLED_AFTER_MS {
        let mut child = Command::new(env!("CARGO_BIN_EXE_reading-room"))
            .args(["index", corpus.to_str().unwrap()])
            .env("XDG_CACHE_HOME", &cache)
            .env("XDG_STATE_HOME", root.path().join("state"))
            .env("XDG_CONFIG_HOME", root.path().join("config"))
            .env("HOME", root.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(delay) && child.try_wait().unwrap().is_none()
        {
            std::thread::yield_now();
        }
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().unwrap();
    }
    let folder = library_folder(&cache);
    let (library, messages) = Library::open(&Corpus::Paths(vec![corpus]), Some(&folder));
    assert!(messages.is_empty(), "{messages:?}");
    library.refresh(&mut |_| ControlFlow::Continue(()));
    let catalogue = library.catalogue();
    assert_eq!(catalogue.len(), N_FILES * PER_FILE);
    let mut titles: Vec<_> = catalogue
        .ids()
        .filter_map(|id| catalogue.row(id))
        .map(|row| row.title.to_owned())
        .collect();
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), N_FILES * PER_FILE);
    for question in ["\"article 0x0\"", "\"article 7x31\"", "\"article 11x59\""] {
        let query = Query::parse(question).unwrap();
        assert_eq!(
            library
                .select(&query, Arrangement::default(), &NoMarks)
                .len(),
            1,
            "{question}"
        );
    }
    assert!(library.problems().is_empty(), "{:?}", library.problems());
}

/// Finds the folder of libraries the program made, wherever in the cache it keeps it.
fn library_folder(cache: &Path) -> std::path::PathBuf {
    let mut folder = cache.to_owned();
    loop {
        let entries: Vec<_> = fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        if entries.iter().any(|entry| entry.join("lock").exists()) || entries.len() != 1 {
            return folder;
        }
        folder.clone_from(&entries[0]);
    }
}
