//! A key as the person presses it, and how it is written.

use std::{fmt, str::FromStr};

/// One key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Held together with Control.
    pub ctrl: bool,
    /// Which key.
    pub code: Code,
}

/// Which key was pressed. Letters carry their case, so Shift is not told apart from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character.
    Char(char),
    /// A function key.
    F(u8),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete forward.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// Names of keys that are not written as their character.
const NAMES: [(&str, Code); 18] = [
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("Shift-Tab", Code::BackTab),
    ("Backspace", Code::Backspace),
    ("Del", Code::Delete),
    ("Ins", Code::Insert),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
    ("Space", Code::Char(' ')),
    ("Minus", Code::Char('-')),
    ("Return", Code::Enter),
];

impl Key {
    /// Makes the key of a character without Control.
    pub const fn char(c: char) -> Self {
        Self {
            ctrl: false,
            code: Code::Char(c),
        }
    }

    /// Makes the key of a code without Control.
    pub const fn plain(code: Code) -> Self {
        Self { ctrl: false, code }
    }

    /// Makes the key of a character with Control.
    pub const fn ctrl(c: char) -> Self {
        Self {
            ctrl: true,
            code: Code::Char(c),
        }
    }

    /// Parses a sequence of keys: `g g`, `gg`, `Ctrl-f`, `] q`.
    ///
    /// Names are separated by spaces; a word that is no name is a run of single characters.
    pub fn sequence(text: &str) -> Result<Vec<Self>, String> {
        let mut keys = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            match word.parse() {
                Ok(key) => keys.push(key),
                Err(why) if word.contains('-') && word.chars().count() > 3 => return Err(why),
                Err(_) => keys.extend(word.chars().map(Self::char)),
            }
        }
        if keys.is_empty() {
            Err("there is no key".to_owned())
        } else {
            Ok(keys)
        }
    }
}

impl FromStr for Key {
    type Err = String;

    /// Parses one key: `a`, `Enter`, `Ctrl-f`, `F5`. Letters after `Ctrl-` count as lower case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (ctrl, name) = match text.get(..5) {
            Some(prefix) if prefix.eq_ignore_ascii_case("ctrl-") && text.len() > 5 => {
                (true, &text[5..])
            }
            _ => (false, text),
        };
        let mut chars = name.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) => Code::Char(if ctrl { c.to_ascii_lowercase() } else { c }),
            _ => NAMES
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, code)| *code)
                .or_else(|| {
                    name.strip_prefix(['F', 'f'])?
                        .parse()
                        .ok()
                        .filter(|n| (1..=12).contains(n))
                        .map(Code::F)
                })
                .ok_or_else(|| {
                    format!("'{text}' is not a key; write it like 'a', 'Ctrl-f', 'Enter' or 'F5'")
                })?,
        };
        Ok(Self { ctrl, code })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if let Some((name, _)) = NAMES
            .iter()
            .find(|(name, code)| *code == self.code && *name != "Minus")
        {
            return f.write_str(name);
        }
        match self.code {
            Code::Char(c) => write!(f, "{c}"),
            Code::F(n) => write!(f, "F{n}"),
            _ => Ok(()),
        }
    }
}

/// Writes a sequence of keys as the help shows it: single characters together, names apart.
pub fn written(keys: &[Key]) -> String {
    let mut out = String::new();
    let mut last_was_char = true;
    for key in keys {
        let text = key.to_string();
        let is_char = text.chars().count() == 1;
        let runs_on = is_char && last_was_char;
        if !out.is_empty() && !runs_on {
            out.push(' ');
        }
        out.push_str(&text);
        last_was_char = is_char;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for text in [
            "a",
            "G",
            "Ctrl-f",
            "Enter",
            "Shift-Tab",
            "F5",
            "Space",
            "-",
            "\\",
            "|",
            "PgDn",
        ] {
            let key: Key = text.parse().expect(text);
            assert_eq!(key.to_string(), text);
        }
    }

    #[test]
    fn sequences() {
        assert_eq!(
            Key::sequence("gg"),
            Ok(vec![Key::char('g'), Key::char('g')])
        );
        assert_eq!(
            Key::sequence("] q"),
            Ok(vec![Key::char(']'), Key::char('q')])
        );
        assert_eq!(Key::sequence("Ctrl-o"), Ok(vec![Key::ctrl('o')]));
        assert_eq!(written(&Key::sequence("]q").expect("two keys")), "]q");
        assert!(Key::sequence("ctrl-").is_err());
        assert!(Key::sequence("").is_err());
    }
}
