//! From the bytes a terminal sends to keys and pastes; what it answers never becomes a key.
//!
//! ```text
//! Ground ─ESC─▶ Escape ─[─▶ Csi ─final─▶ a key, a paste, an answer (dropped)
//!   ▲             ├──O─▶ Ss3 ─final─▶ a key
//!   │             └─] P _ ^ X─▶ Text ─ST or BEL─▶ an answer (dropped)
//!   └── each state ends by itself after a while of silence
//! ```

use crate::{
    app::{Code, Key, Mouse, MouseAct},
    text::clean_text,
};
use std::time::Duration;

/// How long a lone escape may be the beginning of a sequence that the link has torn apart.
pub const ESCAPE_LIMIT: Duration = Duration::from_millis(100);

/// How long the rest of a sequence, an answer or a paste may stay out.
pub const SILENCE_LIMIT: Duration = Duration::from_secs(1);

/// The longest paste taken; the rest is dropped.
pub const MAX_PASTE_BYTES: usize = 1 << 20;

/// The longest answer of a terminal; longer ones are none.
const MAX_ANSWER_BYTES: usize = 1 << 16;

/// The longest control sequence.
const MAX_SEQUENCE_BYTES: usize = 64;

const ESC: u8 = 0x1b;
const PASTE_END: &[u8] = b"\x1b[201~";

/// What came from the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted; it is cleaned.
    Paste(String),
    /// The mouse was used.
    Mouse(Mouse),
    /// The terminal has come to the end of a frame that asked for it.
    Fence,
}

/// The parser. It keeps what has begun and not ended.
#[derive(Debug, Default)]
pub struct Parser {
    state: State,
    /// The bytes of the sequence, letter or paste so far.
    held: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    /// Within a letter of so many bytes.
    Letter(usize),
    Escape,
    Csi,
    Ss3,
    /// So many raw bytes of an old mouse report are to come.
    OldMouse(u8),
    /// Within the text of an answer, of so many bytes by now; the second tells of an escape that may end it.
    Text(usize, bool),
    Paste,
}

impl Parser {
    /// Takes bytes as they come, however torn.
    pub fn feed(&mut self, bytes: &[u8], out: &mut impl FnMut(Input)) {
        for &byte in bytes {
            self.step(byte, out);
        }
    }

    /// Returns how long the next byte is waited for before [`silence`](Self::silence) is to be called.
    pub fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground => None,
            State::Escape => Some(ESCAPE_LIMIT),
            _ => Some(SILENCE_LIMIT),
        }
    }

    /// Ends what has begun: nothing more is coming.
    pub fn silence(&mut self, out: &mut impl FnMut(Input)) {
        match self.state {
            State::Escape => out(key(Code::Esc)),
            State::Paste => self.end_paste(out),
            _ => {}
        }
        self.rest();
    }

    fn rest(&mut self) {
        self.state = State::Ground;
        self.held.clear();
    }

    fn step(&mut self, byte: u8, out: &mut impl FnMut(Input)) {
        match self.state {
            State::Ground => self.ground(byte, out),
            State::Letter(n_bytes) => self.letter(byte, n_bytes, out),
            State::Escape => self.escape(byte, out),
            State::Csi => self.csi(byte, out),
            State::Ss3 => {
                self.rest();
                match byte {
                    b' '..=b'~' => out_some(ss3_key(byte), out),
                    _ => self.ground(byte, out),
                }
            }
            State::OldMouse(1) => self.rest(),
            State::OldMouse(n) => self.state = State::OldMouse(n - 1),
            State::Text(n_bytes, after_escape) => self.text(byte, n_bytes, after_escape, out),
            State::Paste => {
                self.held.push(byte);
                if self.held.ends_with(PASTE_END) {
                    self.held.truncate(self.held.len() - PASTE_END.len());
                    self.end_paste(out);
                } else if self.held.len() > MAX_PASTE_BYTES + 2 * PASTE_END.len() {
                    // The end may still be torn: the last bytes are kept apart from what is taken.
                    self.held.remove(MAX_PASTE_BYTES);
                }
            }
        }
    }

    fn ground(&mut self, byte: u8, out: &mut impl FnMut(Input)) {
        match byte {
            ESC => self.state = State::Escape,
            b'\r' => out(key(Code::Enter)),
            b'\t' => out(key(Code::Tab)),
            0x7f | 8 => out(key(Code::Backspace)),
            0 => out(control(' ')),
            1..=26 => out(control(char::from(byte + b'a' - 1))),
            0x1c..=0x1f => out(control(char::from(byte + b'\\' - 0x1c))),
            b' '..=b'~' => out(key(Code::Char(char::from(byte)))),
            0xc2..=0xdf => self.begin_letter(byte, 2),
            0xe0..=0xef => self.begin_letter(byte, 3),
            0xf0..=0xf4 => self.begin_letter(byte, 4),
            // No beginning of a letter.
            _ => {}
        }
    }

    fn begin_letter(&mut self, byte: u8, n_bytes: usize) {
        self.state = State::Letter(n_bytes);
        self.held.push(byte);
    }

    fn letter(&mut self, byte: u8, n_bytes: usize, out: &mut impl FnMut(Input)) {
        if !matches!(byte, 0x80..=0xbf) {
            self.rest();
            self.ground(byte, out);
            return;
        }
        self.held.push(byte);
        if self.held.len() == n_bytes {
            let letter = std::str::from_utf8(&self.held)
                .ok()
                .and_then(|letter| letter.chars().next())
                // A typed control or invisible character is no letter.
                .filter(|c| clean_text(&c.to_string()).starts_with(*c));
            self.rest();
            out_some(letter.map(Code::Char).map(key), out);
        }
    }

    fn escape(&mut self, byte: u8, out: &mut impl FnMut(Input)) {
        self.rest();
        match byte {
            b'[' => self.state = State::Csi,
            b'O' => self.state = State::Ss3,
            b']' | b'P' | b'_' | b'^' | b'X' => self.state = State::Text(0, false),
            ESC => {
                out(key(Code::Esc));
                self.state = State::Escape;
            }
            _ => {
                // Escape and then a key, pressed too quickly to be told from Alt: no key of the room has Alt.
                out(key(Code::Esc));
                self.ground(byte, out);
            }
        }
    }

    fn csi(&mut self, byte: u8, out: &mut impl FnMut(Input)) {
        match byte {
            // The linux console sends its function keys as CSI [ letter.
            b'[' if self.held.is_empty() => self.held.push(byte),
            b'A'..=b'E' if self.held == b"[" => {
                self.rest();
                out(key(Code::F(byte - b'A' + 1)));
            }
            b' '..=b'?' if self.held.len() < MAX_SEQUENCE_BYTES => self.held.push(byte),
            b'@'..=b'~' => {
                let held = std::mem::take(&mut self.held);
                self.rest();
                match (held.as_slice(), byte) {
                    (b"200", b'~') => self.state = State::Paste,
                    (b"", b'M') => self.state = State::OldMouse(3),
                    (parameters, last) => out_some(csi_input(parameters, last), out),
                }
            }
            _ => {
                // Not a sequence after all: what comes is a key of its own.
                self.rest();
                self.ground(byte, out);
            }
        }
    }

    fn text(&mut self, byte: u8, n_bytes: usize, after_escape: bool, out: &mut impl FnMut(Input)) {
        const CONTROL_C: u8 = 3;
        const CANCEL: u8 = 0x18;
        const SUBSTITUTE: u8 = 0x1a;
        match byte {
            b'\\' if after_escape => self.rest(),
            ESC if after_escape => {}
            _ if after_escape => {
                // The answer was cut off, and something else has begun.
                self.state = State::Escape;
                self.escape(byte, out);
            }
            ESC => self.state = State::Text(n_bytes, true),
            7 | CANCEL | SUBSTITUTE => self.rest(),
            CONTROL_C => {
                self.rest();
                self.ground(byte, out);
            }
            _ if n_bytes >= MAX_ANSWER_BYTES => self.rest(),
            _ => self.state = State::Text(n_bytes + 1, false),
        }
    }

    fn end_paste(&mut self, out: &mut impl FnMut(Input)) {
        self.held.truncate(MAX_PASTE_BYTES);
        let text = clean_text(&String::from_utf8_lossy(&self.held));
        self.rest();
        if !text.is_empty() {
            out(Input::Paste(text));
        }
    }
}

fn out_some(input: Option<Input>, out: &mut impl FnMut(Input)) {
    if let Some(input) = input {
        out(input);
    }
}

fn key(code: Code) -> Input {
    Input::Key(Key::plain(code))
}

fn control(c: char) -> Input {
    Input::Key(Key::ctrl(c))
}

fn ss3_key(last: u8) -> Option<Input> {
    let code = match last {
        b'P'..=b'S' => Code::F(last - b'P' + 1),
        b'M' => Code::Enter,
        b'I' => Code::Tab,
        b'j'..=b'y' => Code::Char(char::from(last - b'j' + b'*')),
        _ => return arrow(last).map(key),
    };
    Some(key(code))
}

fn arrow(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        _ => return None,
    })
}

/// Reads a control sequence; `None` for an answer or something unknown.
fn csi_input(parameters: &[u8], last: u8) -> Option<Input> {
    let parameters = std::str::from_utf8(parameters).ok()?;
    if let Some(report) = parameters.strip_prefix('<') {
        return mouse(report, last).map(Input::Mouse);
    }
    if parameters == "0" && last == b'n' {
        return Some(Input::Fence);
    }
    let mut numbers = Vec::new();
    for parameter in parameters.split(';') {
        // Of `97:65` the first counts. What is no number marks an answer.
        let number = parameter.split(':').next().unwrap_or_default();
        numbers.push(match number {
            "" => 0,
            number => number.parse::<u32>().ok()?,
        });
    }
    let first = numbers.first().copied().unwrap_or_default();
    let modifiers = numbers.get(1).copied().unwrap_or(1).saturating_sub(1);
    let ctrl = modifiers & 4 != 0;
    let code = match last {
        b'Z' => Code::BackTab,
        b'P' => Code::F(1),
        b'Q' => Code::F(2),
        b'S' => Code::F(4),
        // With parameters it is the place of the cursor, an answer.
        b'R' if parameters.is_empty() => Code::F(3),
        b'~' => match first {
            1 | 7 => Code::Home,
            2 => Code::Insert,
            3 => Code::Delete,
            4 | 8 => Code::End,
            5 => Code::PageUp,
            6 => Code::PageDown,
            11..=15 => Code::F(first as u8 - 10),
            17..=21 => Code::F(first as u8 - 11),
            23 | 24 => Code::F(first as u8 - 12),
            27 => return typed(numbers.get(2).copied()?, modifiers),
            _ => return None,
        },
        b'u' => return typed(first, modifiers),
        _ => arrow(last)?,
    };
    Some(Input::Key(Key { ctrl, code }))
}

/// Returns a key that the terminal names by its code point, with Shift 1, Alt 2 and Control 4.
fn typed(code_point: u32, modifiers: u32) -> Option<Input> {
    let c = char::from_u32(code_point)?;
    let ctrl = modifiers & 4 != 0;
    let code = match c {
        '\r' => Code::Enter,
        '\t' if modifiers & 1 != 0 => Code::BackTab,
        '\t' => Code::Tab,
        '\u{1b}' => Code::Esc,
        '\u{7f}' | '\u{8}' => Code::Backspace,
        c if c.is_control() || clean_text(&c.to_string()) != c.to_string() => return None,
        c if ctrl => Code::Char(c.to_ascii_lowercase()),
        c => Code::Char(c),
    };
    Some(Input::Key(Key { ctrl, code }))
}

/// Reads a mouse report in decimal coordinates; they count from one, and a nought is taken as one.
fn mouse(report: &str, last: u8) -> Option<Mouse> {
    let mut numbers = report.split(';').map(|number| number.parse::<u32>().ok());
    let (button, x, y) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let cell = |n: u32| u16::try_from(n.saturating_sub(1)).unwrap_or(u16::MAX);
    let what = match (button, last) {
        (0, b'M') => MouseAct::Press,
        (64, b'M') => MouseAct::WheelUp,
        (65, b'M') => MouseAct::WheelDown,
        _ => return None,
    };
    Some(Mouse {
        what,
        column: cell(x),
        row: cell(y),
    })
}

#[cfg(test)]
mod tests;
