//! What the database promises.

use super::*;
use crate::triage::{Change, Ledger, Verdict};
use std::os::unix::fs::PermissionsExt;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn open(folder: &tempfile::TempDir) -> Store {
    Store::open(folder.path()).expect("it opens")
}

fn step(label: &str, changes: &[(u128, Change)]) -> Step {
    Step {
        label: label.to_owned(),
        changes: changes
            .iter()
            .map(|(key, change)| (ArticleKey(*key), change.clone()))
            .collect(),
    }
}

fn tag(word: &str) -> Change {
    Change::Tag(word.to_owned())
}

#[test]
fn what_is_saved_is_there_again() {
    let folder = folder();
    let mut store = open(&folder);
    let saved = step(
        "everything",
        &[
            (1, Change::Read(true)),
            (1, Change::Starred(true)),
            (1, Change::Verdict(Some(Verdict::Discarded))),
            (1, tag("buda'pest \u{1f600}")),
            (1, tag("b")),
            (1, Change::Note(Some("see\n\"this\"".to_owned()))),
            (u128::MAX, Change::Verdict(Some(Verdict::Done))),
            (3, Change::Read(true)),
            (3, Change::Read(false)),
        ],
    );
    store.save(&saved).expect("it is saved");
    let mut expected = Ledger::default();
    expected.take_in(&saved);
    let marks = open(&folder).marks().expect("they can be read");
    assert_eq!(marks.len(), 2);
    for (key, marks) in marks {
        assert_eq!(&marks, expected.marks(key));
    }
    assert_eq!(store.recall("place").expect("it reads"), None);
    store.remember("place", "12").expect("it is saved");
    store.remember("place", "13").expect("it is saved");
    assert_eq!(
        open(&folder).recall("place").expect("it reads").as_deref(),
        Some("13")
    );
}

#[test]
fn the_way_back_is_kept() {
    let folder = folder();
    let mut store = open(&folder);
    let mut ledger = Ledger::default();
    for made in [
        ledger.make(step("read", &[(1, Change::Read(true))])),
        ledger.make(step("tag", &[(1, tag("a")), (2, tag("a"))])),
        ledger.undo(),
    ] {
        store.save(&made.expect("it changes")).expect("it is saved");
    }
    let mut again = open(&folder);
    let marks = again.marks().expect("they can be read");
    let past = again.history(100).expect("it can be read");
    assert_eq!(past.len(), 3);
    let mut ledger = Ledger::of_history(marks, past);
    assert_eq!(ledger.redo().expect("it was taken back").changes.len(), 2);
    ledger.undo();
    assert_eq!(ledger.undo().expect("it is left").label, "read");
    assert_eq!(ledger.marked().count(), 0);
    let last = again.history(1).expect("it can be read");
    assert_eq!(last.len(), 1);
    assert_eq!(last[0].made.label, "tag");
}

#[test]
fn rooms_hear_of_each_other_and_agree() {
    let folder = folder();
    let (mut one, mut other) = (open(&folder), open(&folder));
    assert_eq!(one.news().expect("it reads"), []);
    let starred = step("starred 1", &[(1, Change::Starred(true)), (2, tag("x"))]);
    let unstarred = step("unstarred 1", &[(1, Change::Starred(false))]);
    other.save(&starred).expect("it is saved");
    one.save(&unstarred).expect("it is saved");
    // The own later change of the star stands; the tag is news.
    let expected = step("starred 1", &[(2, tag("x"))]);
    assert_eq!(one.news().expect("it reads"), [expected]);
    assert_eq!(one.news().expect("it reads"), []);
    assert_eq!(other.news().expect("it reads"), [unstarred]);
    assert_eq!(open(&folder).news().expect("it reads"), []);
}

#[test]
fn only_the_reader_may_look() {
    let folder = folder();
    let state = folder.path().join("state");
    let mut store = Store::open(&state).expect("it opens");
    store
        .save(&step("read", &[(1, Change::Read(true))]))
        .expect("it is saved");
    let modes: Vec<_> = fs::read_dir(&state)
        .expect("it can be listed")
        .map(|entry| entry.expect("it can be listed").metadata().expect("it is"))
        .map(|metadata| metadata.permissions().mode() & 0o777)
        .collect();
    assert!(modes.len() >= 2 && modes.iter().all(|mode| *mode == 0o600));
}

#[test]
fn a_damaged_database_is_set_aside_and_never_overwritten() {
    let folder = folder();
    let garbage = "not a database, but the only copy of something".repeat(200);
    fs::write(folder.path().join(FILE_NAME), &garbage).expect("it can be written");
    let mut store = open(&folder);
    let notices = store.take_notices();
    assert!(notices[0].contains("set aside"), "{notices:?}");
    assert!(store.take_notices().is_empty());
    let kept = fs::read_dir(folder.path())
        .expect("it can be listed")
        .filter_map(Result::ok)
        .find(|entry| entry.file_name().to_string_lossy().contains(".damaged-"))
        .expect("it is kept");
    assert_eq!(
        fs::read_to_string(kept.path()).expect("it is readable"),
        garbage
    );
    store
        .save(&step("read", &[(1, Change::Read(true))]))
        .expect("it is saved");
    assert_eq!(open(&folder).marks().expect("they can be read").len(), 1);
}

#[test]
fn what_can_be_read_of_a_damaged_database_is_taken_over() {
    use std::io::{Read, Seek, SeekFrom, Write};
    let folder = folder();
    let mut store = open(&folder);
    for key in 0..2_000 {
        store
            .connection
            .execute_batch("PRAGMA synchronous=OFF")
            .expect("it obeys");
        store
            .save(&step("read", &[(key, Change::Read(true))]))
            .expect("it is saved");
    }
    let path = store.path().to_owned();
    drop(store);
    let mut file = fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(&path)
        .expect("it opens");
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).expect("it can be read");
    file.seek(SeekFrom::Start(bytes.len() as u64 * 3 / 4))
        .expect("it is long enough");
    file.write_all(&[0xa5; 8192]).expect("it can be written");
    drop(file);
    let mut store = open(&folder);
    let notices = store.take_notices();
    assert!(notices[0].contains("steps were taken over"), "{notices:?}");
    let n_marks = store.marks().expect("they can be read").len();
    assert!((500..=2_000).contains(&n_marks), "{n_marks}");
}

#[test]
fn a_database_of_the_future_or_of_others_is_left_alone() {
    for (sql, expected) in [
        ("PRAGMA user_version = 7", "newer version"),
        ("PRAGMA application_id = 7", "another program"),
    ] {
        let folder = folder();
        let store = open(&folder);
        store.connection.execute_batch(sql).expect("it obeys");
        let path = store.path().to_owned();
        drop(store);
        let before = fs::read(&path).expect("it can be read");
        let error = Store::open(folder.path()).expect_err("it is refused");
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(fs::read(&path).expect("it can be read"), before);
    }
}

#[test]
fn a_file_that_was_taken_away_keeps_nothing_and_says_so() {
    let folder = folder();
    let mut store = open(&folder);
    fs::remove_file(store.path()).expect("it can be removed");
    let error = store
        .save(&step("read", &[(1, Change::Read(true))]))
        .expect_err("it would be lost");
    assert!(error.to_string().contains("moved or deleted"), "{error}");
}

#[test]
fn a_full_disk_is_an_error_and_the_next_save_goes_through() {
    let folder = folder();
    let mut store = open(&folder);
    store
        .save(&step("first", &[(1, Change::Read(true))]))
        .expect("it is saved");
    let n_pages: i64 = store
        .connection
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .expect("it is told");
    let limit = |pages: i64| format!("PRAGMA max_page_count = {pages}");
    store
        .connection
        .execute_batch(&limit(n_pages))
        .expect("it obeys");
    let many: Vec<_> = (2..500).map(|key| (key, Change::Read(true))).collect();
    let error = store
        .save(&step("many", &many))
        .expect_err("there is no room");
    assert!(error.to_string().contains("disk is full"), "{error}");
    assert_eq!(open(&folder).marks().expect("they can be read").len(), 1);
    store
        .connection
        .execute_batch(&limit(100_000))
        .expect("it obeys");
    store.save(&step("many", &many)).expect("there is room");
    assert_eq!(open(&folder).marks().expect("they can be read").len(), 499);
}

#[test]
fn an_article_that_was_fetched_again_keeps_its_marks() {
    let folder = folder();
    let place = |file: &str, title: &str| Place::of(Path::new(file), None, title);
    let key = ArticleKey;
    let mut store = open(&folder);
    let before = [
        (place("a.txt", "Storm"), key(1)),
        (place("b.txt", "Rates"), key(2)),
        (place("c.txt", "Brief"), key(3)),
        (place("c.txt", "Brief"), key(4)),
    ];
    assert_eq!(store.adopt(&before).expect("it works"), None);
    let marked = [(1, tag("x")), (2, Change::Starred(true)), (3, tag("y"))];
    store.save(&step("marked", &marked)).expect("it is saved");
    let after = [
        // Changed a little.
        (place("a.txt", "Storm"), key(10)),
        // Moved, and something else stands in its file: the marks follow the content.
        (place("new/b.txt", "Rates"), key(2)),
        (place("b.txt", "Rates"), key(20)),
        // One of two of the same name is gone: nobody can say which one the other was.
        (place("c.txt", "Brief"), key(4)),
        (place("c.txt", "Brief"), key(30)),
    ];
    let mut store = open(&folder);
    let adopted = store.adopt(&after).expect("it works").expect("one changed");
    assert_eq!(adopted.changes, [(key(10), tag("x"))]);
    assert_eq!(store.adopt(&after).expect("it works"), None);
    let marks = open(&folder).marks().expect("they can be read");
    assert!(marks[&key(10)].tags.contains("x"));
    assert!(!marks.contains_key(&key(20)) && !marks.contains_key(&key(30)));
}

#[test]
fn saves_of_many_rooms_at_once_are_all_kept() {
    const N_ROOMS: u128 = 8;
    const N_STEPS: u128 = 25;
    let folder = folder();
    thread::scope(|scope| {
        for room in 0..N_ROOMS {
            let folder = &folder;
            scope.spawn(move || {
                let mut store = open(folder);
                for n in 0..N_STEPS {
                    let key = room * N_STEPS + n;
                    store
                        .save(&step(
                            "read",
                            &[(key, Change::Read(true)), (9999, tag("x"))],
                        ))
                        .expect("it is saved");
                }
            });
        }
    });
    let mut store = open(&folder);
    let n_saved = (N_ROOMS * N_STEPS) as usize;
    assert_eq!(store.marks().expect("they can be read").len(), n_saved + 1);
    assert_eq!(store.history(10_000).expect("they can").len(), n_saved);
}

#[test]
fn a_correction_of_a_name_is_there_again_and_can_be_taken_back() {
    use crate::triage::{Naming, Shown};
    let folder = folder();
    let mut store = open(&folder);
    let merged = Step {
        label: "merged".to_owned(),
        changes: vec![Naming::change(
            "Gates",
            Some(Shown::As("Robert Gates".to_owned())),
        )],
    };
    store.save(&merged).expect("it is saved");
    drop(store);
    let mut again = open(&folder);
    let marks = again.marks().expect("they can be read");
    let past = again.history(10).expect("it can be read");
    let mut ledger = Ledger::of_history(marks, past);
    assert_eq!(Naming::of(&ledger).shown_as("Gates"), Some("Robert Gates"));
    let back = ledger.undo().expect("there is a way back");
    again.save(&back).expect("it is saved");
    assert!(again.marks().expect("they can be read").is_empty());
}

#[test]
fn a_database_of_the_first_form_is_brought_up_to_date() {
    let folder = folder();
    let star = step("star", &[(1, Change::Starred(true))]);
    open(&folder).save(&star).expect("it is saved");
    let file = folder.path().join(FILE_NAME);
    let old = Connection::open(&file).expect("it opens");
    old.execute_batch("ALTER TABLE mark DROP COLUMN correction; PRAGMA user_version = 1")
        .expect("as the first form was");
    drop(old);
    let mut store = open(&folder);
    assert!(store.marks().expect("they can be read")[&ArticleKey(1)].starred);
    let hidden = crate::triage::Naming::change("Gates", Some(crate::triage::Shown::Hidden));
    let step = Step {
        label: "hidden".to_owned(),
        changes: vec![hidden],
    };
    store.save(&step).expect("it is saved");
    assert_eq!(open(&folder).marks().expect("they can be read").len(), 2);
}
