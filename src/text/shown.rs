//! What may reach the terminal: text with every control, bidirectional and invisible character made harmless.

use std::fmt;

/// Text that is safe to print. Only cleaning makes one.
///
/// Cleaning is idempotent: cleaned text cleans to itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shown(String);

impl Shown {
    /// Cleans `raw` into one line: line ends become spaces.
    pub fn line(raw: &str) -> Self {
        Self(clean_line(raw))
    }

    /// Cleans `raw`, keeping its line ends.
    pub fn text(raw: &str) -> Self {
        Self(clean_text(raw))
    }

    /// Shows `raw` as it is stored: each control or invisible character as a visible sign.
    pub fn source(raw: &str) -> Self {
        Self(raw.chars().map(|c| picture(c).unwrap_or(c)).collect())
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Cleans `raw` into one safe line.
pub fn clean_line(raw: &str) -> String {
    clean_text(raw).replace('\n', " ")
}

/// Cleans `raw` into safe text in which the only control character is the line feed.
pub fn clean_text(raw: &str) -> String {
    if raw.bytes().all(|b| (0x20..0x7f).contains(&b) || b == b'\n') {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push_str("    "),
            '\n' => out.push('\n'),
            c if is_dropped(c) => {}
            c => out.push(picture(c).unwrap_or(c)),
        }
    }
    out
}

fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

fn picture(c: char) -> Option<char> {
    match c {
        '\n' => None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' => Some('\u{fffd}'),
        c if is_dropped(c) => Some('\u{b7}'),
        _ => None,
    }
}
