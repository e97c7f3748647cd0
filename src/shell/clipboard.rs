//! Copying text to the reader's own machine: through the terminal (OSC 52) where it takes that, else into a file.

use super::{files, surroundings::Multiplexer};
use crate::text::clean_text;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The longest text sent to the terminal, in bytes before encoding: what common terminals take.
pub const MAX_SENT_BYTES: usize = 74_000;

/// What screen passes on in one piece.
const SCREEN_PIECE_BYTES: usize = 256;

/// Returns the sequence that puts a text on the clipboard of the terminal; `None` where it is too long.
///
/// The text is cleaned first. Inside tmux or screen the sequence is wrapped so that it goes through to the terminal.
pub fn sequence(text: &str, multiplexer: Option<Multiplexer>) -> Option<Vec<u8>> {
    let text = clean_text(text);
    if text.len() > MAX_SENT_BYTES {
        return None;
    }
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    Some(match multiplexer {
        None => plain.into_bytes(),
        // Escapes are doubled. tmux also gets the plain one, which it takes itself where it lets nothing through.
        Some(Multiplexer::Tmux) => {
            let doubled = plain.replace('\x1b', "\x1b\x1b");
            format!("{plain}\x1bPtmux;{doubled}\x1b\\").into_bytes()
        }
        // In pieces.
        Some(Multiplexer::Screen) => plain
            .as_bytes()
            .chunks(SCREEN_PIECE_BYTES)
            .flat_map(|piece| [b"\x1bP", piece, b"\x1b\\"].concat())
            .collect(),
    })
}

/// Tells whether a tmux of this machine shows the room.
pub fn is_in_tmux() -> bool {
    std::env::var_os("TMUX").is_some_and(|value| !value.is_empty())
}

/// Hands a text to tmux, which keeps it and passes it to the terminal it is shown in. Tells whether tmux took it.
///
/// This works with the settings tmux comes with, where it takes no sequence from the programs inside it.
pub fn hand_to_tmux(text: &str) -> bool {
    let child = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return false };
    let is_written = child
        .stdin
        .take()
        .is_some_and(|mut stdin| stdin.write_all(clean_text(text).as_bytes()).is_ok());
    child.wait().is_ok_and(|status| status.success()) && is_written
}

/// Keeps a text in a file of the state folder instead.
pub fn keep(text: &str, state_folder: &Path) -> io::Result<PathBuf> {
    files::private_folder(state_folder)?;
    files::write_new_private(state_folder, "copied", "txt", clean_text(text).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences() {
        let check = |text: &str, multiplexer, expected: &str| {
            let sent = sequence(text, multiplexer).expect("short enough");
            assert_eq!(String::from_utf8_lossy(&sent), expected);
        };
        check("hello", None, "\x1b]52;c;aGVsbG8=\x07");
        check(
            "hello",
            Some(Multiplexer::Tmux),
            "\x1b]52;c;aGVsbG8=\x07\x1bPtmux;\x1b\x1b]52;c;aGVsbG8=\x07\x1b\\",
        );
        check(
            "hello",
            Some(Multiplexer::Screen),
            "\x1bP\x1b]52;c;aGVsbG8=\x07\x1b\\",
        );
        // An escape in the text arrives as its picture.
        check("\x1b", None, "\x1b]52;c;4pCb\x07");
        assert_eq!(sequence(&"x".repeat(MAX_SENT_BYTES + 1), None), None);
    }

    #[test]
    fn what_is_too_long_is_kept() {
        let place = tempfile::tempdir().expect("a folder");
        let path = keep("a\x1bb", place.path()).expect("kept");
        assert_eq!(std::fs::read_to_string(path).expect("read"), "a\u{241b}b");
    }
}
