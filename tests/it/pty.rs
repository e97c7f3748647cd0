//! In a real terminal: every way out leaves it as it was, nothing of an article reaches it raw, rest costs nothing.
//!
//! These tests run the program and wait for it; they are the slow ones.

mod session;

use rustix::process::Signal;
use session::Session;
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

#[test]
fn every_way_out_leaves_the_terminal_as_it_was() {
    let check = |what: &str, leave: &dyn Fn(&mut Session), expected: u32| {
        let mut session = Session::room(&[]);
        session.wait_for_articles();
        leave(&mut session);
        assert_eq!(session.end(), expected, "{what}");
        assert_eq!(session.left_behind(), [""; 0], "{what}");
    };
    check("q", &|session| _ = session.send("q"), 0);
    check("Q", &|session| _ = session.send("Q"), 0);
    check("INT", &|session| session.signal(Signal::INT), 130);
    check("TERM", &|session| session.signal(Signal::TERM), 143);
    check("HUP", &|session| session.signal(Signal::HUP), 129);
    check("QUIT", &|session| session.signal(Signal::QUIT), 131);
    check(
        "a frame under way",
        &|session| _ = session.send("jjkkjkjkQ"),
        0,
    );
}

#[test]
fn a_panic_gives_the_terminal_back_and_prints_nothing_raw() {
    if !cfg!(debug_assertions) {
        return;
    }
    let mut session = Session::start(&[], &[("READING_ROOM_REHEARSE_PANIC", "main")], 80, 24);
    session.wait_for_articles();
    let n_before = session.raw.len();
    session.send("j");
    assert_ne!(session.end(), 0);
    assert_eq!(session.left_behind(), [""; 0]);
    let said = String::from_utf8_lossy(&session.raw[n_before..]).into_owned();
    assert!(!said.contains("\u{1b}]52"), "{said:?}");
    assert!(said.contains("rehearsed \u{241b}]52"), "{said:?}");
    let details = session
        .home
        .path()
        .join("state/reading-room/last-panic.txt");
    assert!(
        fs::read_to_string(details)
            .expect("kept")
            .contains("rehearsed")
    );
}

#[test]
fn a_panic_of_a_worker_costs_nothing_but_its_job() {
    if !cfg!(debug_assertions) {
        return;
    }
    let mut session = Session::start(&[], &[("READING_ROOM_REHEARSE_PANIC", "worker")], 80, 24);
    session.wait_for("the word of it", |screen| {
        screen.contents().contains("an error of the program")
    });
    assert!(session.screen().alternate_screen());
    session.send("q");
    assert_eq!(session.end(), 0);
    assert_eq!(session.left_behind(), [""; 0]);
}

#[test]
fn stopped_and_continued_it_draws_everything_again() {
    for by_signal in [false, true] {
        let mut session = Session::room(&[]);
        session.wait_for_articles();
        let shown = above_status(&session.contents());
        if by_signal {
            session.signal(Signal::TSTP);
        } else {
            session.send("\u{1a}");
        }
        wait_until("it is stopped", || state_of(&session) == 'T');
        session.rest();
        assert_eq!(session.left_behind(), [""; 0]);
        session.signal(Signal::CONT);
        session.wait_for("the room again", |screen| {
            above_status(&screen.contents()) == shown
        });
        session.rest().send("q");
        assert_eq!(session.end(), 0);
        assert_eq!(session.left_behind(), [""; 0]);
    }
}

#[test]
fn an_editor_gets_the_terminal_as_it_was_and_gives_it_back() {
    let place = tempfile::tempdir().expect("a folder");
    let script = Session::write(
        place.path(),
        "editor",
        b"stty -a > \"$1.modes\"; for last; do :; done; cp \"$last\" \"$1.text\"; ls -l \"$last\" > \"$1.mode\"",
    );
    let seen = place.path().join("seen");
    let editor = format!("sh {script} {}", seen.display());
    let mut session = Session::start(&[], &[("EDITOR", &editor)], 80, 24);
    session.wait_for_articles();
    let shown = session.contents();
    session.send("e");
    let written = place.path().join("seen.mode");
    wait_until("the editor has run", || written.exists());
    session.rest();
    session.wait_for("the room again", |screen| {
        screen.alternate_screen() && screen.contents().lines().next() == shown.lines().next()
    });
    let modes = fs::read_to_string(place.path().join("seen.modes")).expect("read");
    assert!(
        modes.contains(" icanon") && modes.contains(" echo "),
        "{modes}"
    );
    let text = fs::read_to_string(place.path().join("seen.text")).expect("read");
    assert!(!text.trim().is_empty());
    assert!(
        fs::read_to_string(&written)
            .expect("read")
            .starts_with("-rw-------")
    );
    session.send("q");
    assert_eq!(session.end(), 0);
    assert_eq!(session.left_behind(), [""; 0]);
}

#[test]
fn a_cut_link_ends_it_within_a_second() {
    let program = env!("CARGO_BIN_EXE_reading-room");
    let deaf = format!("trap '' HUP; exec {program}");
    for command in [vec![program], vec!["sh", "-c", &deaf]] {
        let mut session = Session::run(command, &[], 80, 24);
        session.wait_for_articles();
        let began = Instant::now();
        session.cut();
        session.end();
        let took = began.elapsed();
        // A busy machine gets a little more.
        assert!(took < Duration::from_secs(3), "it took {took:?}");
    }
}

/// Waits until all is read and nothing more is drawn.
fn wait_for_rest(session: &mut Session) {
    session.wait_for_articles();
    wait_until("all is read", || {
        let before = (session.raw.len(), wake_ups(session));
        session.rest().rest().rest();
        before == (session.raw.len(), wake_ups(session))
    });
}

#[test]
fn rest_costs_no_byte_and_no_wake_up() {
    let mut session = Session::room(&[]);
    wait_for_rest(&mut session);
    let before = (session.raw.len(), wake_ups(&session));
    let until = Instant::now() + Duration::from_secs(1);
    while Instant::now() < until {
        session.rest();
    }
    assert_eq!((session.raw.len(), wake_ups(&session)), before);
}

#[test]
fn answers_of_the_terminal_are_no_keys() {
    let mut session = Session::room(&[]);
    wait_for_rest(&mut session);
    let answers = [
        "\u{1b}]11;rgb:1e1e/1e1e/2e2e\u{1b}\\",
        "\u{1b}P>|XTerm(390)\u{1b}\\",
        "\u{1b}[?62;22c",
        "\u{1b}[>41;390;0c",
        "\u{1b}[?2026;2$y",
        "\u{1b}[24;80R",
        "\u{1b}_Gi=31;OK\u{1b}\\",
        "\u{1b}[?1u",
    ];
    assert_eq!(session.press(&answers.concat()), 0);
    for answer in answers {
        // Torn in the middle.
        let (head, tail) = answer.split_at(answer.len() / 2);
        session.send(head);
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(session.press(tail), 0, "{answer:?}");
    }
    session.send("q");
    assert_eq!(session.end(), 0);
}

#[test]
fn a_paste_that_is_never_closed_lets_go_of_the_keys() {
    let mut session = Session::room(&[]);
    session.wait_for_articles();
    session.send("\u{1b}[200~words");
    std::thread::sleep(Duration::from_millis(1_300));
    session.send("q");
    assert_eq!(session.end(), 0);
}

#[test]
fn after_a_storm_of_resizes_the_screen_is_right() {
    let mut session = Session::room(&[]);
    session.wait_for_articles();
    for n in 0..60u16 {
        let (columns, rows) =
            [(80, 24), (0, 0), (1, 1), (200, 60), (19, 4), (61, 20)][usize::from(n % 6)];
        session.resize(columns, rows);
        std::thread::sleep(Duration::from_millis(4));
    }
    session.resize(100, 30);
    session.rest();
    // What was drawn meanwhile was meant for other sizes: what counts is the last.
    session.resize(100, 30);
    session.press("\u{c}");
    let shown = session.contents();
    assert!(shown.lines().count() >= 20, "{shown}");
    session.press("\u{c}");
    assert_eq!(session.contents(), shown);
    session.send("q");
    assert_eq!(session.end(), 0);
    assert_eq!(session.left_behind(), [""; 0]);
}

#[test]
fn few_bytes_for_a_step() {
    let mut session = Session::room(&[]);
    session.wait_for_articles();
    let n_first = session.raw.len();
    assert!(n_first <= 8_192, "{n_first} bytes for the first screen");
    // In the reader, line by line.
    session.press("l");
    session.press("j");
    for _ in 0..5 {
        let n_bytes = session.press("j");
        assert!(n_bytes <= 2_500, "{n_bytes} bytes for a line");
    }
}

#[test]
fn where_there_is_no_terminal_it_says_what_to_do() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_reading-room"))
        .stdin(std::process::Stdio::null())
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("reading-room list"), "{said}");
    assert!(output.stdout.is_empty());

    let mut session = Session::start(&[], &[("TERM", "dumb")], 80, 24);
    assert_eq!(session.end(), 2);
    assert!(
        session.contents().contains("reading-room list"),
        "{}",
        session.contents()
    );
    assert!(!session.raw.contains(&0x1b));
}

#[test]
fn text_of_articles_reaches_the_terminal_only_cleaned() {
    let place = tempfile::tempdir().expect("a folder");
    let evil = "\u{1b}]52;c;QUJD\u{7} \u{1b}[2J\u{1b}[666;13H \u{9b}31m \u{9d}0;t\u{9c} \u{202e}gnp.exe\u{2066} \u{1b}P$qm\u{1b}\\ \
                a\u{200b}b\u{feff} \u{e0041} e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} \r\u{8}\0\u{7f} \u{1b}";
    for n in 0..3 {
        let text = format!(
            "Headline {n} {evil}\n\nThe minister said \u{201c}{evil}\u{201d} on Monday in Lima.\n\n{evil}\n"
        );
        Session::write(place.path(), &format!("{n}.txt"), text.as_bytes());
    }
    Session::write(
        place.path(),
        "na\u{1b}[2Jme\u{202e}.txt",
        b"A quiet text.\n",
    );
    walk(place.path(), 4, &[]);
}

/// The collection of hostile texts, where it is at hand.
#[test]
fn hostile_texts_leak_nothing_in_any_view() {
    let Some(data) = std::env::var_os("READING_ROOM_DATA") else {
        println!("skipped: READING_ROOM_DATA is not set");
        return;
    };
    let folder = PathBuf::from(data).join("../hostile");
    let Ok(cases) = fs::read(folder.join("cases.json")) else {
        println!("skipped: there are no hostile texts");
        return;
    };
    let cases: serde_json::Value = serde_json::from_slice(&cases).expect("JSON");
    let leaks: Vec<String> = cases
        .as_array()
        .expect("a list")
        .iter()
        .flat_map(|case| case["leaks"].as_array().cloned().unwrap_or_default())
        .filter_map(|leak| leak.as_str().map(str::to_owned))
        .collect();
    assert!(leaks.len() > 30);
    for (corpus, n_articles) in [("txt", 57), ("corpus.jsonl", 57)] {
        walk(&folder.join(corpus), n_articles, &leaks);
    }
}

/// Goes through all articles and views of a corpus and looks at every byte.
fn walk(corpus: &Path, n_articles: usize, leaks: &[String]) {
    let mut session = Session::room(&[&corpus.to_string_lossy()]);
    session.wait_for_articles();
    for _ in 0..n_articles {
        // The next article; in the reader: down, the source, back to the list.
        session.send("j");
        session.send("l");
        session.press("jj");
        session.press("x");
        session.press("xh");
    }
    for keys in [
        "w",
        "\r",
        "\u{1b}",
        "\u{1b}",
        ":problems\r",
        "\u{1b}",
        "\u{10}e",
        "\u{1b}",
        "i",
        "\u{1b}",
        "?",
        "\u{1b}",
    ] {
        session.press(keys);
    }
    session.send("Q");
    assert_eq!(session.end(), 0);
    assert_eq!(session.left_behind(), [""; 0]);
    assert_own_sequences_only(&session.raw);
    for leak in leaks {
        // The expressions are over bytes, written as if each were a character.
        let Ok(leak) = regex::bytes::RegexBuilder::new(leak).unicode(false).build() else {
            continue;
        };
        if let Some(found) = leak.find(&session.raw) {
            panic!(
                "{} leaked {:?}",
                corpus.display(),
                String::from_utf8_lossy(found.as_bytes())
            );
        }
    }
}

/// Every escape is one of the program's own, and no other control or invisible character was written.
fn assert_own_sequences_only(raw: &[u8]) {
    let text = std::str::from_utf8(raw).expect("UTF-8");
    let own = regex::Regex::new(r"\x1b\[(?:[0-9;]*[HJmCKXSTr]|\?(?:25|1049|2004|2026)[hl]|5n)")
        .expect("an expression");
    let rest = own.replace_all(text, "");
    for (at, c) in rest.char_indices() {
        let is_fine = match c {
            '\r' | '\n' | '\u{8}' => true,
            c if c.is_control() => false,
            '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}' => false,
            _ => true,
        };
        let around: String = rest[at..].chars().take(30).collect();
        assert!(is_fine, "{c:?} was written, before {around:?}");
    }
}

/// Returns the screen without the status line, which has a life of its own.
fn above_status(contents: &str) -> String {
    contents
        .rsplit_once('\n')
        .map_or_else(String::new, |(above, _)| above.to_owned())
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < until, "never: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Returns the letter the system has for what the process is doing.
fn state_of(session: &Session) -> char {
    let stat = fs::read_to_string(format!("/proc/{}/stat", session.pid().as_raw_nonzero()))
        .expect("it runs");
    stat.rsplit(") ")
        .next()
        .and_then(|rest| rest.chars().next())
        .expect("a letter")
}

/// Returns how often the threads of the process have woken up.
fn wake_ups(session: &Session) -> u64 {
    let tasks = format!("/proc/{}/task", session.pid().as_raw_nonzero());
    fs::read_dir(tasks)
        .expect("it runs")
        .flatten()
        .filter_map(|task| fs::read_to_string(task.path().join("status")).ok())
        .flat_map(|status| {
            status
                .lines()
                .filter_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))
                .filter_map(|n| n.trim().parse::<u64>().ok())
                .collect::<Vec<_>>()
        })
        .sum()
}
