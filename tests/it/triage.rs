//! What is marked stays marked: many rooms at once, and rooms that are killed.
//!
//! The other room is this test program once more, running [`steps_are_saved_one_by_one`] alone in a folder it is told.

use reading_room::{
    corpus::ArticleKey,
    triage::{Change, Step, Store},
};
use std::{
    collections::HashSet,
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

const FOLDER: &str = "READING_ROOM_TEST_FOLDER";
const FIRST_KEY: &str = "READING_ROOM_TEST_FIRST_KEY";
const N_STEPS: &str = "READING_ROOM_TEST_N_STEPS";

fn another_room(folder: &Path, first_key: u128, n_steps: u128) -> Child {
    Command::new(env::current_exe().expect("the test program is known"))
        .args([
            "--exact",
            "triage::steps_are_saved_one_by_one",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .env(FIRST_KEY, first_key.to_string())
        .env(N_STEPS, n_steps.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts")
}

/// Says so after each, for a program that called this one; by itself it works in a folder of its own.
#[test]
fn steps_are_saved_one_by_one() {
    let own_folder = tempfile::tempdir().expect("a folder");
    let folder = env::var_os(FOLDER).map_or_else(|| own_folder.path().to_owned(), PathBuf::from);
    let number = |name, default| -> u128 {
        env::var(name).map_or(default, |value| value.parse().expect("it is a number"))
    };
    let mut store = Store::open(&folder).expect("it opens");
    let first = number(FIRST_KEY, 0);
    for key in first..first + number(N_STEPS, 20) {
        let step = Step {
            label: "done 1".to_owned(),
            changes: vec![(ArticleKey(key), Change::Read(true))],
        };
        store.save(&step).expect("it is saved");
        println!("\nsaved {key}");
    }
    let marks = store.marks().expect("they can be read");
    assert!((first..first + number(N_STEPS, 20)).all(|key| marks[&ArticleKey(key)].read));
}

/// Reads the keys a room says it has saved, at most `limit`.
fn acknowledged(room: &mut Child, limit: usize) -> Vec<ArticleKey> {
    let output = room.stdout.take().expect("it is a pipe");
    BufReader::new(output)
        .lines()
        .map_while(Result::ok)
        .filter_map(|line| line.strip_prefix("saved ")?.parse().ok())
        .map(ArticleKey)
        .take(limit)
        .collect()
}

#[test]
fn eight_rooms_save_two_hundred_steps_each_and_none_is_lost() {
    const N_ROOMS: u128 = 8;
    const STEPS_EACH: u128 = 200;
    let folder = tempfile::tempdir().expect("a folder");
    let rooms: Vec<_> = (0..N_ROOMS)
        .map(|room| another_room(folder.path(), room * STEPS_EACH, STEPS_EACH))
        .collect();
    for room in rooms {
        let output = room.wait_with_output().expect("it ends");
        assert!(output.status.success());
    }
    let mut store = Store::open(folder.path()).expect("it opens");
    let n_steps = (N_ROOMS * STEPS_EACH) as usize;
    assert_eq!(store.marks().expect("they can be read").len(), n_steps);
    assert_eq!(store.history(usize::MAX).expect("it can").len(), n_steps);
}

#[test]
fn a_room_that_is_killed_has_lost_nothing_it_acknowledged() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut acknowledged_keys = HashSet::new();
    for (round, n_before_the_end) in [1, 2, 3, 7, 20].into_iter().enumerate() {
        let mut room = another_room(folder.path(), round as u128 * 1_000_000, 1_000_000);
        acknowledged_keys.extend(acknowledged(&mut room, n_before_the_end));
        room.kill().expect("it can be killed");
        room.wait().expect("it ends");
    }
    assert_eq!(acknowledged_keys.len(), 33);
    let mut store = Store::open(folder.path()).expect("it opens");
    assert!(store.take_notices().is_empty(), "nothing was damaged");
    let marks = store.marks().expect("they can be read");
    assert!(acknowledged_keys.iter().all(|key| marks.contains_key(key)));
}
