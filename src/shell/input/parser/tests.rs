//! Keys of many terminals, and bytes that are none.

use super::*;
use proptest::prelude::*;

/// Feeds the parts with short pauses in between, none of them long enough to end anything.
fn parse(parts: &[&[u8]]) -> Vec<Input> {
    let mut parser = Parser::default();
    let mut seen = Vec::new();
    for part in parts {
        parser.feed(part, &mut |input| seen.push(input));
    }
    seen
}

fn keys(seen: &[Input]) -> Vec<String> {
    seen.iter()
        .map(|input| match input {
            Input::Key(key) => key.to_string(),
            Input::Paste(text) => format!("paste {text:?}"),
            Input::Mouse(mouse) => format!("{:?} {},{}", mouse.what, mouse.column, mouse.row),
            Input::Fence => "fence".to_owned(),
        })
        .collect()
}

#[test]
fn keys_of_many_terminals() {
    let check = |bytes: &str, expected: &[&str]| {
        assert_eq!(keys(&parse(&[bytes.as_bytes()])), expected, "{bytes:?}");
        for at in 0..bytes.len() {
            let (head, tail) = bytes.as_bytes().split_at(at);
            assert_eq!(
                keys(&parse(&[head, tail])),
                expected,
                "{bytes:?} torn at {at}"
            );
        }
    };
    check("jG", &["j", "G"]);
    check(
        "\r\t\x7f\x03\x1a\x1f",
        &["Enter", "Tab", "Backspace", "Ctrl-c", "Ctrl-z", "Ctrl-_"],
    );
    check("é漢\u{1f600}", &["é", "漢", "\u{1f600}"]);
    check(
        "\x1b[A\x1bOB\x1b[1;5C\x1b[Z",
        &["Up", "Down", "Ctrl-Right", "Shift-Tab"],
    );
    check(
        "\x1b[5~\x1b[6~\x1b[H\x1b[4~\x1b[3~",
        &["PgUp", "PgDn", "Home", "End", "Del"],
    );
    check(
        "\x1bOP\x1b[15~\x1b[24~\x1b[[A\x1b[13~",
        &["F1", "F5", "F12", "F1", "F3"],
    );
    check(
        "\x1b[97;5u\x1b[27;5;102~\x1b[27u\x1b[106u",
        &["Ctrl-a", "Ctrl-f", "Esc", "j"],
    );
    check(
        "\x1b[200~a\x1b[A\r\nb\x1b[201~q",
        &["paste \"a\u{241b}[A\\nb\"", "q"],
    );
    check(
        "\x1b[<0;3;4M\x1b[<64;0;0M\x1b[<0;3;4m",
        &["Press 2,3", "WheelUp 0,0"],
    );
    check("\x1b[<0;99999999;1M", &["Press 65535,0"]);
    check("\x1b[M !!q", &["q"]);
    check("\x1b[Iq\x1b[O", &["q"]);
}

#[test]
fn bytes_that_are_no_text_are_no_keys() {
    assert_eq!(keys(&parse(&[b"\xff\x80a\xc3b\xe2\x82c"])), ["a", "b", "c"]);
    assert_eq!(keys(&parse(&["\u{9b}31m".as_bytes()])), ["3", "1", "m"]);
    assert_eq!(keys(&parse(&["\u{202e}\u{200b}x".as_bytes()])), ["x"]);
}

/// Answers of real terminals to questions that this program never asks, but others before it may have.
const ANSWERS: [&str; 14] = [
    "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "\x1b]10;rgb:ffff/ffff/ffff\x07",
    "\x1b]52;c;aGVsbG8=\x1b\\",
    "\x1bP>|XTerm(390)\x1b\\",
    "\x1bP1+r544e=787465726d\x1b\\",
    "\x1bP1$r0m\x1b\\",
    "\x1b[?62;22c",
    "\x1b[>41;390;0c",
    "\x1b[?2026;2$y",
    "\x1b[24;80R",
    "\x1b[?1u",
    "\x1b[8;24;80t",
    "\x1b_Gi=31;OK\x1b\\",
    "\x1b[3n",
];

#[test]
fn answers_are_never_keys_however_torn() {
    for answer in ANSWERS {
        let bytes = answer.as_bytes();
        for at in 0..=bytes.len() {
            let (head, tail) = bytes.split_at(at);
            assert_eq!(
                keys(&parse(&[head, tail, b"q"])),
                ["q"],
                "{answer:?} torn at {at}"
            );
        }
    }
    assert_eq!(keys(&parse(&[b"\x1b[0n"])), ["fence"]);
}

#[test]
fn silence_ends_what_has_begun() {
    let check = |bytes: &[u8], patience: Option<Duration>, expected: &[&str]| {
        let mut parser = Parser::default();
        let mut seen = Vec::new();
        parser.feed(bytes, &mut |input| seen.push(input));
        assert_eq!(parser.patience(), patience, "{bytes:?}");
        parser.silence(&mut |input| seen.push(input));
        parser.feed(b"q", &mut |input| seen.push(input));
        assert_eq!(keys(&seen), expected, "{bytes:?}");
    };
    check(b"a", None, &["a", "q"]);
    check(b"\x1b", Some(ESCAPE_LIMIT), &["Esc", "q"]);
    check(b"\x1b\x1b", Some(ESCAPE_LIMIT), &["Esc", "Esc", "q"]);
    check(b"\x1b[", Some(SILENCE_LIMIT), &["q"]);
    check(b"\x1b]11;rgb", Some(SILENCE_LIMIT), &["q"]);
    check(
        b"\x1b[200~never closed",
        Some(SILENCE_LIMIT),
        &["paste \"never closed\"", "q"],
    );
    check(b"\x1b[200~", Some(SILENCE_LIMIT), &["q"]);
}

#[test]
fn a_sequence_that_is_none_swallows_no_key() {
    assert_eq!(keys(&parse(&[b"\x1b[\x03"])), ["Ctrl-c"]);
    assert_eq!(keys(&parse(&[b"\x1b]11;\x03"])), ["Ctrl-c"]);
    assert_eq!(keys(&parse(&[b"\x1b]11;rgb\x1b[A"])), ["Up"]);
    assert_eq!(keys(&parse(&[b"\x1bj"])), ["Esc", "j"]);
}

#[test]
fn a_paste_is_bounded() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.resize(bytes.len() + MAX_PASTE_BYTES + 1_000, b'x');
    bytes.extend_from_slice(b"\x1b[201~q");
    let seen = parse(&[&bytes]);
    let [Input::Paste(text), Input::Key(_)] = seen.as_slice() else {
        panic!("a paste and a key");
    };
    assert_eq!(text.len(), MAX_PASTE_BYTES);
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut parser = Parser::default();
        parser.feed(&bytes, &mut |_| {});
        parser.silence(&mut |_| {});
        let mut seen = Vec::new();
        parser.feed(b"q", &mut |input| seen.push(input));
        prop_assert_eq!(keys(&seen), ["q"]);
    }

    #[test]
    fn tearing_changes_nothing(
        bytes in "(\u{1b}|\\[|\\]|[0-9;<?]|[A-Za-z~]|\u{7}|é){0,40}",
        at in any::<prop::sample::Index>(),
    ) {
        let bytes = bytes.as_bytes();
        let (head, tail) = bytes.split_at(at.index(bytes.len() + 1));
        prop_assert_eq!(parse(&[head, tail]), parse(&[bytes]));
    }
}
