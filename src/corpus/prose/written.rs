//! How is a text that is laid out in paragraphs written, and what changes on the way?

use super::{
    Changes, hyphen,
    layout::Joint,
    lines::Line,
    roles,
    scan::{char_at, char_before},
};
use crate::text::{EditKind, Paragraph, ParagraphKind, Span};
use std::ops::Range;

/// The reading text as it is being written.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub changes: Changes,
    pub paragraphs: Vec<Paragraph>,
    /// The number of the first line of each paragraph.
    pub first_lines: Vec<usize>,
    /// How far the text has been used, and how many bytes were lost on the way.
    at: usize,
    lost: isize,
}

impl Written {
    fn replace(&mut self, to: usize, with: &str, kind: EditKind, sure: bool) {
        self.lost += (to - self.at) as isize - with.len() as isize;
        self.changes.replace(self.at..to, with, kind, sure);
        self.at = to;
    }

    fn reading(&self, at: usize) -> usize {
        at.saturating_add_signed(-self.lost)
    }

    /// Writes one more line.
    pub fn line(&mut self, text: &str, line: &Line, joint: Joint, before: &[Line], wrapped: bool) {
        let start = line.at.start;
        let gap = &text[self.at..start];
        match joint {
            _ if before.is_empty() => {
                if start > self.at {
                    self.replace(start, "", EditKind::Space, true);
                }
            }
            Joint::Join { sure } => match hyphen::at_line_end(text, self.at, start) {
                hyphen::LineEnd::Space => self.replace(start, " ", EditKind::JoinedLine, sure),
                hyphen::LineEnd::Nothing => self.replace(start, "", EditKind::JoinedLine, sure),
                hyphen::LineEnd::Hyphen { sure } => {
                    // The hyphen was copied with its line; it goes with the line end.
                    let len = char_before(text, self.at).map_or(0, char::len_utf8);
                    self.at -= len;
                    self.replace(start, "", EditKind::Hyphenation, sure);
                }
            },
            Joint::Row => {
                if gap != "\n" {
                    self.replace(start, "\n", EditKind::Space, true);
                }
            }
            Joint::Break { sure } => {
                let list = roles::list_marker(&text[line.at.clone()]).is_some();
                let with = if n_line_ends(gap) == 1
                    && (!wrapped
                        || list
                            && before.last().is_some_and(|line| {
                                roles::list_marker(&text[line.at.clone()]).is_some()
                            }))
                {
                    "\n"
                } else {
                    "\n\n"
                };
                if gap != with {
                    let kind = if n_line_ends(gap) >= with.len() {
                        EditKind::Space
                    } else {
                        EditKind::ParagraphBreak
                    };
                    self.replace(start, with, kind, sure || kind == EditKind::Space);
                }
            }
        }
        let reading_start = self.reading(start);
        self.at = start;
        if joint == Joint::Row || line.kind == Some(ParagraphKind::Table) {
            self.at = line.at.end;
        } else {
            self.squeeze(text, line.at.clone());
        }
        let end = self.reading(line.at.end);
        if let (Joint::Join { .. } | Joint::Row, Some(last)) = (joint, self.paragraphs.last_mut()) {
            last.span.end = end as u32;
            if joint == Joint::Row {
                last.kind = ParagraphKind::Table;
            }
            return;
        }
        let kind = match line.kind {
            Some(kind) => kind,
            None if line.depth > 0 => ParagraphKind::Quote,
            None => ParagraphKind::Text,
        };
        self.paragraphs.push(Paragraph {
            span: Span::new(reading_start, end),
            kind,
        });
        self.first_lines.push(before.len());
    }

    /// Copies a line, with one space wherever there are several or strange ones.
    fn squeeze(&mut self, text: &str, line: Range<usize>) {
        let bytes = text.as_bytes();
        let mut at = line.start;
        while at < line.end {
            let Some(start) = next_space_to_change(bytes, at, line.end) else {
                break;
            };
            let mut end = start;
            while let Some(c) = char_at(text, end).filter(|c| is_space(*c) && end < line.end) {
                end += c.len_utf8();
            }
            if end == start {
                at = start + char_at(text, start).map_or(1, char::len_utf8);
                continue;
            }
            if &text[start..end] != " " && !keeps_space(text, start, end) {
                self.at = start;
                self.replace(end, " ", EditKind::Space, true);
            }
            at = end;
        }
        self.at = line.end;
    }

    /// Ends the text.
    pub fn finish(&mut self, text: &str) {
        if self.at < text.len() {
            self.changes
                .remove(self.at..text.len(), EditKind::Space, true);
        }
    }
}

fn n_line_ends(gap: &str) -> usize {
    gap.bytes().filter(|byte| *byte == b'\n').count()
}

/// Returns where the next run of spaces begins that may not be one plain space.
fn next_space_to_change(bytes: &[u8], from: usize, end: usize) -> Option<usize> {
    /// How many bytes are looked at together.
    const STRIDE: usize = 32;
    // A plain space is looked at closer before another or before what may begin one, the others by their bytes.
    let is_usual = |byte: u8, next: u8, third: u8| match byte {
        b' ' => (0x21..0xc2).contains(&next),
        b'\t' => false,
        0xc2 => next != 0xa0,
        0xe2 => next > 0x81 || !matches!(third, 0x80..=0x8a | 0x9f | 0xaf),
        _ => true,
    };
    let mut at = from;
    while at < end {
        let stop = (at + STRIDE).min(end);
        let are_usual = bytes.get(at..stop + 2).is_some_and(|chunk| {
            let threes = chunk.iter().zip(&chunk[1..]).zip(&chunk[2..]);
            threes.fold(true, |all, ((byte, next), third)| {
                all & is_usual(*byte, *next, *third)
            })
        });
        if !are_usual && let Some(found) = (at..stop).find(|at| starts_odd_space(bytes, *at)) {
            return Some(found);
        }
        at = stop;
    }
    None
}

/// Tells whether a space begins here that is not plain, or a plain one with another behind it.
fn starts_odd_space(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1).copied().unwrap_or(0);
    match bytes[at] {
        b' ' => matches!(next, b' ' | b'\t' | 0xc2 | 0xe2),
        b'\t' => true,
        0xc2 => next == 0xa0,
        0xe2 => matches!(next, 0x80 | 0x81),
        _ => false,
    }
}

fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}'
    )
}

/// Tells whether a narrow or hard space is how this language writes: `ça va ?`, `1 234`.
fn keeps_space(text: &str, start: usize, end: usize) -> bool {
    let mut spaces = text[start..end].chars();
    let hard = matches!(spaces.next(), Some('\u{a0}' | '\u{202f}' | '\u{2009}'))
        && spaces.next().is_none();
    if !hard {
        return false;
    }
    let before = char_before(text, start);
    let after = char_at(text, end);
    let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    matches!(
        after,
        Some('?' | '!' | ':' | ';' | '\u{bb}' | '%' | '\u{203a}')
    ) || matches!(before, Some('\u{ab}' | '\u{2039}'))
        || before.is_some_and(|c| c.is_ascii_digit()) && digits(&text[end..]) == 3
}
