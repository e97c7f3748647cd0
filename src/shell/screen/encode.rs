//! From what the terminal shows to what it should show, in few bytes.
//!
//! Only cells that differ are printed; short gaps are printed over because that is cheaper than a jump; the rest of a
//! blank line is erased; rows that only moved are scrolled. The same two screens give the same bytes, and equal screens
//! give none.

use super::{
    pen::Pen,
    reduce::COVERED,
    scroll::{self, Shift},
};
use crate::text::is_agreed;
use ratatui::{
    buffer::{Buffer, Cell},
    layout::Position,
    style::Color,
};
use std::io::Write as _;

/// From this many bytes on a frame is wrapped in synchronised output and drawn with the cursor hidden.
const BIG_FRAME_BYTES: usize = 512;

/// Blanks within a line that are erased rather than printed.
const MIN_ERASED_BLANKS: u16 = 10;

/// The column of a cursor after a letter in the last one: the next letter would wrap.
const WRAPPING: u16 = u16::MAX;

const BACKSPACE: u8 = 8;

/// As many backspaces are no longer than a sequence.
const MAX_BACKSPACES: u16 = 3;

/// A gap of unchanged cells up to this long is printed over.
const MAX_PRINTED_GAP: u16 = 4;

/// What is known of the terminal between two frames.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// The cells it shows; `None` where anything may stand there.
    pub(super) cells: Option<Buffer>,
    pen: Pen,
    at: Option<(u16, u16)>,
    is_cursor_visible: bool,
}

impl Shown {
    /// A terminal of which nothing is known but that its cursor is hidden.
    pub(super) fn unknown() -> Self {
        Self {
            cells: None,
            pen: Pen::DEFAULT,
            at: None,
            is_cursor_visible: false,
        }
    }

    /// Writes what makes the terminal show `wanted`, and takes note that it does.
    pub(super) fn change_to(&mut self, wanted: Buffer, cursor: Option<Position>) -> Vec<u8> {
        let mut encoder = match &self.cells {
            Some(shown) if shown.area == wanted.area => {
                let direct = Encoder::new(self).rows(shown, &wanted);
                // Scrolling may pay where much has changed; the bytes decide.
                if direct.out.len() > usize::from(wanted.area.width) * 2
                    && let Some(shift) = scroll::best(shown, &wanted)
                {
                    let scrolled = Encoder::new(self).scrolled(shown, &wanted, shift);
                    if scrolled.out.len() < direct.out.len() {
                        scrolled
                    } else {
                        direct
                    }
                } else {
                    direct
                }
            }
            _ => {
                let mut encoder = Encoder::new(self);
                encoder.pen = Pen::DEFAULT;
                encoder.out.extend_from_slice(b"\x1b[m\x1b[H\x1b[2J");
                encoder.at = Some((0, 0));
                encoder.rows(&Buffer::empty(wanted.area), &wanted)
            }
        };
        let is_big = encoder.out.len() >= BIG_FRAME_BYTES;
        let mut frame = Vec::new();
        if is_big {
            frame.extend_from_slice(b"\x1b[?2026h");
        }
        let must_hide = self.is_cursor_visible && (cursor.is_none() || is_big);
        if must_hide {
            frame.extend_from_slice(b"\x1b[?25l");
        }
        let is_visible = self.is_cursor_visible && !must_hide;
        if let Some(Position { x, y }) = cursor {
            let x = x.min(wanted.area.width.saturating_sub(1));
            let y = y.min(wanted.area.height.saturating_sub(1));
            encoder.move_to(x, y);
            if !is_visible {
                encoder.out.extend_from_slice(b"\x1b[?25h");
            }
        }
        frame.append(&mut encoder.out);
        if is_big {
            frame.extend_from_slice(b"\x1b[?2026l");
        }
        self.pen = encoder.pen;
        self.at = encoder.at;
        self.is_cursor_visible = cursor.is_some();
        self.cells = Some(wanted);
        frame
    }
}

struct Encoder {
    out: Vec<u8>,
    pen: Pen,
    /// Where the cursor stands, if that is known; in column [`WRAPPING`] after a letter in the last one.
    at: Option<(u16, u16)>,
}

impl Encoder {
    fn new(shown: &Shown) -> Self {
        Self {
            out: Vec::new(),
            pen: shown.pen,
            at: shown.at,
        }
    }

    fn scrolled(mut self, from: &Buffer, to: &Buffer, shift: Shift) -> Self {
        // Scrolled-in rows take the ground of the pen.
        if !self.pen.blanks_like(Pen::DEFAULT) {
            self.set_pen(Pen::DEFAULT);
        }
        let Shift { top, bottom, up } = shift;
        let is_whole = top == 0 && bottom + 1 == from.area.height;
        if !is_whole {
            self.write(format_args!("\x1b[{};{}r", top + 1, bottom + 1));
        }
        let letter = if up > 0 { 'S' } else { 'T' };
        match up.unsigned_abs() {
            1 => self.write(format_args!("\x1b[{letter}")),
            n => self.write(format_args!("\x1b[{n}{letter}")),
        }
        if !is_whole {
            self.out.extend_from_slice(b"\x1b[r");
            self.at = Some((0, 0));
        }
        let shifted = scroll::apply(from, shift);
        self.rows(&shifted, to)
    }

    fn rows(mut self, from: &Buffer, to: &Buffer) -> Self {
        let columns = usize::from(to.area.width);
        if columns == 0 {
            return self;
        }
        let rows = from
            .content
            .chunks_exact(columns)
            .zip(to.content.chunks_exact(columns));
        for (y, (from, to)) in rows.enumerate() {
            if from != to {
                self.row(y as u16, from, to);
            }
        }
        self
    }

    fn row(&mut self, y: u16, from: &[Cell], to: &[Cell]) {
        let columns = to.len();
        // Where the blank rest of the line begins, and where the last change ends.
        let blank_from = columns - to.iter().rev().take_while(|cell| is_blank(cell)).count();
        let changed_to = columns
            - from
                .iter()
                .zip(to)
                .rev()
                .take_while(|(from, to)| from == to)
                .count();
        let mut must_print = false;
        let mut x = 0;
        while x < changed_to || (must_print && x < columns) {
            let cell = &to[x];
            if cell.symbol() == COVERED || (from[x] == *cell && !must_print) {
                x += 1;
                continue;
            }
            must_print = false;
            self.approach(x as u16, y, to);
            if x >= blank_from && changed_to.saturating_sub(x) > 3 {
                self.set_pen_for_erasing();
                self.out.extend_from_slice(b"\x1b[K");
                return;
            }
            if is_blank(cell) {
                let end = changed_to.max(x + 1);
                let run = to[x..end].iter().take_while(|cell| is_blank(cell)).count();
                let is_same = |(from, to): &(&Cell, &Cell)| from == to;
                let n_same = from[x..x + run]
                    .iter()
                    .zip(&to[x..x + run])
                    .rev()
                    .take_while(is_same)
                    .count();
                let n_blank = run - n_same;
                if n_blank >= usize::from(MIN_ERASED_BLANKS) {
                    self.set_pen_for_erasing();
                    self.write(format_args!("\x1b[{n_blank}X"));
                    x += n_blank;
                    continue;
                }
            }
            let width = 1 + to[x + 1..]
                .iter()
                .take_while(|cell| cell.symbol() == COVERED)
                .count();
            must_print = self.print(cell, width as u16, columns as u16);
            x += width;
        }
    }

    /// Prints a cell where the cursor stands. Tells whether the next cell must be printed too, because terminals
    /// disagree on where this one ends.
    fn print(&mut self, cell: &Cell, width: u16, columns: u16) -> bool {
        let pen = Pen::of(cell);
        let symbol = cell.symbol();
        if !(symbol == " " && self.pen.blanks_like(pen)) {
            self.set_pen(pen);
        }
        let is_agreed = is_agreed(symbol);
        if !is_agreed && width > 1 {
            // A terminal that takes it for narrower must not show what stood beneath.
            for _ in 0..width {
                self.out.push(b' ');
            }
            let back = self.at;
            self.at = None;
            if let Some((x, y)) = back {
                self.jump_to(x, y);
            }
        }
        self.out.extend_from_slice(symbol.as_bytes());
        self.at = match self.at {
            Some((x, y)) if is_agreed && x + width < columns => Some((x + width, y)),
            Some((_, y)) if is_agreed => Some((WRAPPING, y)),
            _ => None,
        };
        !is_agreed
    }

    /// Brings the cursor to a cell, over a short gap by printing what stands there.
    fn approach(&mut self, x: u16, y: u16, to: &[Cell]) {
        if let Some((from_x, from_y)) = self.at
            && from_y == y
            && from_x < x
            && from_x != WRAPPING
            && x - from_x <= MAX_PRINTED_GAP
        {
            let gap = &to[usize::from(from_x)..usize::from(x)];
            let is_cheap = gap.iter().all(|cell| {
                let pen = Pen::of(cell);
                cell.symbol().len() == 1
                    && (pen == self.pen || (cell.symbol() == " " && self.pen.blanks_like(pen)))
            });
            if is_cheap {
                for cell in gap {
                    self.out.extend_from_slice(cell.symbol().as_bytes());
                }
                self.at = Some((x, y));
                return;
            }
        }
        self.move_to(x, y);
    }

    fn move_to(&mut self, x: u16, y: u16) {
        if self.at == Some((x, y)) {
            return;
        }
        let jump_len = self.out.len();
        let before = self.at;
        self.jump_to(x, y);
        let jump = self.out.split_off(jump_len);
        let step = before.and_then(|from| steps(from, (x, y), jump.len()));
        self.out.extend_from_slice(step.as_deref().unwrap_or(&jump));
    }

    fn jump_to(&mut self, x: u16, y: u16) {
        match (x, y) {
            (0, 0) => self.out.extend_from_slice(b"\x1b[H"),
            (0, y) => self.write(format_args!("\x1b[{}H", y + 1)),
            (x, y) => self.write(format_args!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.at = Some((x, y));
    }

    fn set_pen(&mut self, pen: Pen) {
        self.pen.change_to(pen, &mut self.out);
        self.pen = pen;
    }

    /// Erasing leaves the ground of the pen.
    fn set_pen_for_erasing(&mut self) {
        if !self.pen.blanks_like(Pen::DEFAULT) {
            self.set_pen(Pen::DEFAULT);
        }
    }

    fn write(&mut self, sequence: std::fmt::Arguments<'_>) {
        // Writing to memory cannot fail.
        let _ = self.out.write_fmt(sequence);
    }
}

/// Returns the steps from one place to another if they are shorter than `limit` bytes.
fn steps(from: (u16, u16), to: (u16, u16), limit: usize) -> Option<Vec<u8>> {
    let (mut x, y) = from;
    let n_down = usize::from(to.1.checked_sub(y)?);
    let mut out = Vec::new();
    // A carriage return is the one step whose end is known when the next letter would wrap.
    if x == WRAPPING || x > to.0.saturating_add(MAX_BACKSPACES) || (to.0 == 0 && x > 0) {
        out.push(b'\r');
        x = 0;
    }
    out.resize(out.len() + n_down, b'\n');
    match to.0.checked_sub(x) {
        Some(0) => {}
        Some(1) => out.extend_from_slice(b"\x1b[C"),
        Some(n) => out.extend_from_slice(format!("\x1b[{n}C").as_bytes()),
        None => out.resize(out.len() + usize::from(x - to.0), BACKSPACE),
    }
    (out.len() < limit).then_some(out)
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == Color::Reset && cell.modifier.is_empty()
}

#[cfg(test)]
mod tests;
