//! How answers are written: safe lines for people, JSON for programs, cells for spreadsheets.

use crate::text::{Shown, is_harmless};
use serde_json::Value;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What parts the columns of a line that a program reads.
const COLUMN_END: &str = "\t";
/// What parts the columns of a line that a person reads.
const COLUMN_GAP: &str = "  ";

/// Standard output.
pub(super) struct Output {
    out: BufWriter<Stdout>,
    is_terminal: bool,
}

impl Output {
    /// Takes standard output.
    pub(super) fn stdout() -> Self {
        // Not locked: a command may write from threads of its own.
        let out = io::stdout();
        Self {
            is_terminal: out.is_terminal(),
            out: BufWriter::new(out),
        }
    }

    /// Tells whether a person looks on.
    pub(super) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Writes a text as it is. Only for text that was made safe, or that was asked for unchanged.
    pub(super) fn verbatim(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes one cleaned line.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", Shown::line(text))
    }

    /// Writes a cleaned text of several lines.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", Shown::text(text))
    }

    /// Writes cells with their widths (0: as wide as it is): aligned on a terminal, parted by tabs elsewhere.
    pub(super) fn columns(&mut self, cells: &[(&str, usize)]) -> io::Result<()> {
        for (idx, (cell, width)) in cells.iter().enumerate() {
            let shown = Shown::line(cell);
            if idx > 0 {
                let gap = if self.is_terminal {
                    COLUMN_GAP
                } else {
                    COLUMN_END
                };
                self.out.write_all(gap.as_bytes())?;
            }
            if self.is_terminal && *width > 0 {
                self.out
                    .write_all(fitted(shown.as_str(), *width).as_bytes())?;
            } else {
                self.out.write_all(shown.as_str().as_bytes())?;
            }
        }
        self.out.write_all(b"\n")
    }

    /// Writes one JSON object on one line.
    pub(super) fn json(&mut self, value: &Value) -> io::Result<()> {
        writeln!(self.out, "{}", json_line(value))
    }

    /// Writes one line of cells for a spreadsheet.
    pub(super) fn csv(&mut self, cells: &[String]) -> io::Result<()> {
        for (idx, cell) in cells.iter().enumerate() {
            if idx > 0 {
                self.out.write_all(b",")?;
            }
            self.out.write_all(csv_cell(cell).as_bytes())?;
        }
        self.out.write_all(b"\r\n")
    }

    /// Sends what is left.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Write for Output {
    /// Writes bytes as they are. Only for what makes its own text safe.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Cuts or fills a safe line to `width` cells.
fn fitted(text: &str, width: usize) -> String {
    let used = text.width();
    if used <= width {
        return format!("{text}{:1$}", "", width - used);
    }
    let mut kept = String::new();
    let mut used = 0;
    for c in text.chars() {
        let own = c.width().unwrap_or(0);
        if used + own + 1 > width {
            break;
        }
        used += own;
        kept.push(c);
    }
    format!("{kept}…{:1$}", "", width - used - 1)
}

/// Writes JSON in which characters that a terminal would obey, or that hide or turn text, are escaped: nothing is lost
/// and nothing is obeyed.
fn json_line(value: &Value) -> String {
    let plain = value.to_string();
    if plain.is_ascii() && !plain.contains('\u{7f}') {
        return plain;
    }
    let mut line = String::with_capacity(plain.len());
    for c in plain.chars() {
        if is_harmless(c.encode_utf8(&mut [0; 4])) {
            line.push(c);
        } else {
            let units = c.encode_utf16(&mut [0; 2]).to_vec();
            line.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    line
}

/// Quotes a cell where it must be; a cell that a spreadsheet would run as a formula begins with an apostrophe.
fn csv_cell(raw: &str) -> String {
    let shown = Shown::text(raw);
    let is_formula = raw.trim_start_matches([' ', '\u{a0}']).starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '＝', '＋', '－', '＠',
    ]) && raw.parse::<f64>().is_err();
    let cell = if is_formula {
        format!("'{shown}")
    } else {
        shown.as_str().to_owned()
    };
    if cell.contains(['"', ',', '\n', '\r', '\'', ';', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn cells_are_harmless_in_a_spreadsheet() {
        for (raw, expected) in [
            ("plain", "plain"),
            ("a, b", "\"a, b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("=1+1", "\"'=1+1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("  +cmd|' /C calc'!A0", "\"'  +cmd|' /C calc'!A0\""),
            ("-12.5", "-12.5"),
            ("- said", "\"'- said\""),
            ("two\nlines", "\"two\nlines\""),
            ("", ""),
        ] {
            assert_eq!(csv_cell(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn json_loses_nothing_and_holds_nothing_a_terminal_obeys() {
        let value =
            json!({"title": "a\u{1b}]52;c;x\u{7}\u{9b}2J \u{202e}b\u{7f} é 漢 \u{1f600}\u{feff}"});
        let line = json_line(&value);
        assert!(!line.contains([
            '\u{1b}', '\u{7}', '\u{9b}', '\u{202e}', '\u{7f}', '\u{feff}'
        ]));
        assert!(line.contains("é 漢 \u{1f600}"), "{line}");
        assert_eq!(
            serde_json::from_str::<Value>(&line).expect("it is JSON"),
            value
        );
    }

    #[test]
    fn columns_are_cut_at_their_width() {
        for (text, width, expected) in [
            ("BBC", 5, "BBC  "),
            ("Reuters", 5, "Reut…"),
            ("漢字漢字", 5, "漢字…"),
            ("漢字漢字", 6, "漢字… "),
        ] {
            assert_eq!(fitted(text, width), expected);
        }
    }
}
