//! The terminal shows what was drawn, for few bytes.

use super::*;
use crate::shell::{screen::reduce::reduce, surroundings::Surroundings};
use proptest::prelude::*;
use ratatui::{
    layout::Rect,
    style::{Modifier, Style},
};

/// A terminal and what is thought to be on it.
struct Link {
    terminal: vt100::Parser,
    shown: Shown,
}

impl Link {
    fn new(columns: u16, rows: u16) -> Self {
        let size = |n: u16| n.try_into().expect("not zero");
        let mut terminal = vt100::Parser::new(size(rows), size(columns), 0);
        terminal.process(b"\x1b[?25l");
        Self {
            terminal,
            shown: Shown::unknown(),
        }
    }

    fn show(&mut self, mut cells: Buffer, cursor: Option<Position>) -> Vec<u8> {
        reduce(&mut cells, Surroundings::RICH);
        let frame = self.shown.change_to(cells.clone(), cursor);
        self.terminal.process(&frame);
        self.compare(&cells, cursor);
        frame
    }

    fn compare(&self, cells: &Buffer, cursor: Option<Position>) {
        let screen = self.terminal.screen();
        for y in 0..cells.area.height {
            for x in 0..cells.area.width {
                let wanted = &cells[(x, y)];
                let seen = screen.cell(y, x).expect("on the screen");
                let contents = if seen.has_contents() {
                    seen.contents()
                } else {
                    " "
                };
                if wanted.symbol() == COVERED {
                    assert!(seen.is_wide_continuation(), "at {x},{y}");
                    continue;
                }
                assert_eq!(contents, wanted.symbol(), "at {x},{y}");
                let colour = |colour| match (colour, super::super::pen::sixteenth(colour)) {
                    (_, Some(n)) | (Color::Indexed(n), _) => vt100::Color::Idx(n),
                    (Color::Rgb(r, g, b), _) => vt100::Color::Rgb(r, g, b),
                    _ => vt100::Color::Default,
                };
                assert_eq!(seen.bgcolor(), colour(wanted.bg), "ground at {x},{y}");
                assert_eq!(seen.inverse(), wanted.modifier.contains(Modifier::REVERSED));
                assert_eq!(
                    seen.underline(),
                    wanted.modifier.contains(Modifier::UNDERLINED)
                );
                if wanted.symbol() != " " {
                    assert_eq!(seen.fgcolor(), colour(wanted.fg), "letters at {x},{y}");
                    let weight = wanted.modifier & (Modifier::BOLD | Modifier::DIM);
                    // This terminal knows one weight at a time.
                    assert_eq!(seen.bold() || seen.dim(), !weight.is_empty());
                    assert_eq!(seen.italic(), wanted.modifier.contains(Modifier::ITALIC));
                }
            }
        }
        assert_eq!(screen.hide_cursor(), cursor.is_none());
        if let Some(cursor) = cursor {
            assert_eq!(screen.cursor_position(), (cursor.y, cursor.x));
        }
    }
}

fn page(first: usize, columns: u16, rows: u16) -> Buffer {
    let mut cells = Buffer::empty(Rect::new(0, 0, columns, rows));
    for y in 0..rows {
        let n = first + usize::from(y);
        let line = format!(
            "{n} the minister said \u{201c}no\u{201d} to {} and {}",
            n * 7919 % 1009,
            n * 31 % 97
        );
        cells.set_string(2, y, line, Style::new());
        cells.set_style(Rect::new(6, y, 8, 1), Style::new().fg(Color::Cyan));
    }
    cells
}

#[test]
fn nothing_changed_costs_nothing() {
    let mut link = Link::new(80, 24);
    assert!(link.show(page(0, 80, 24), None).starts_with(b"\x1b[?2026h"));
    assert_eq!(link.show(page(0, 80, 24), None), b"");
    let cursor = Some(Position::new(3, 4));
    assert_eq!(link.show(page(0, 80, 24), cursor), b"\x1b[5;4H\x1b[?25h");
    assert_eq!(link.show(page(0, 80, 24), cursor), b"");
    assert_eq!(link.show(page(0, 80, 24), None), b"\x1b[?25l");
}

#[test]
fn a_line_scrolled_costs_a_line() {
    let mut link = Link::new(80, 24);
    let framed = |first| {
        let mut cells = page(first, 80, 24);
        cells.set_string(0, 0, format!("{:80}", "Title"), Style::new());
        cells.set_string(0, 23, format!("{:80}", "status"), Style::new());
        cells
    };
    link.show(framed(0), None);
    for n in 1..20 {
        let n_bytes = link.show(framed(n), None).len();
        assert!(n_bytes <= 150, "{n_bytes} bytes for line {n}");
    }
    assert!(link.show(framed(10), None).len() <= 900);
}

#[test]
fn a_moved_bar_costs_two_rows_at_most() {
    let mut link = Link::new(80, 24);
    let with_bar = |y| {
        let mut cells = page(0, 80, 24);
        cells.set_style(
            Rect::new(0, y, 80, 1),
            Style::new().add_modifier(Modifier::REVERSED),
        );
        cells
    };
    link.show(with_bar(3), None);
    for y in 4..20 {
        let n_bytes = link.show(with_bar(y), None).len();
        assert!(n_bytes <= 250, "{n_bytes} bytes");
    }
}

#[test]
fn letters_whose_width_is_disputed_are_fenced_in() {
    let mut cells = Buffer::empty(Rect::new(0, 0, 10, 1));
    cells.set_string(0, 0, "\u{2764}\u{fe0f}|", Style::new());
    reduce(&mut cells, Surroundings::RICH);
    let frame = Shown::unknown().change_to(cells, None);
    assert!(
        frame.ends_with("  \x1b[H\u{2764}\u{fe0f}\x1b[1;3H|".as_bytes()),
        "{frame:?}"
    );
}

fn any_style() -> impl Strategy<Value = Style> {
    let colour = || {
        prop::sample::select(vec![
            Color::Reset,
            Color::Red,
            Color::White,
            Color::Indexed(99),
            Color::Rgb(9, 8, 7),
        ])
    };
    let modifier = prop::sample::select(vec![
        Modifier::empty(),
        Modifier::BOLD,
        Modifier::DIM | Modifier::ITALIC,
        Modifier::REVERSED,
        Modifier::UNDERLINED,
    ]);
    (colour(), colour(), modifier)
        .prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier))
}

/// Pieces of text in places, drawn over what was there; or everything moved by some rows.
fn any_change() -> impl Strategy<Value = (i16, Vec<(u16, u16, String, Style)>)> {
    let text = prop::string::string_regex("[a-d 漢é\u{1f600}]{0,24}").expect("a pattern");
    let piece = (0..30u16, 0..9u16, text, any_style());
    (-4..5i16, prop::collection::vec(piece, 0..6))
}

proptest! {
    #[test]
    fn the_terminal_shows_what_was_drawn(
        changes in prop::collection::vec(any_change(), 1..12),
        cursor in prop::option::of((0..30u16, 0..9u16)),
    ) {
        let mut link = Link::new(30, 9);
        let mut cells = Buffer::empty(Rect::new(0, 0, 30, 9));
        let cursor = cursor.map(|(x, y)| Position::new(x, y));
        for (up, pieces) in changes {
            if up != 0 {
                cells = scroll::apply(&cells, Shift { top: 0, bottom: 8, up });
            }
            for (x, y, text, style) in pieces {
                cells.set_string(x, y, text, style);
            }
            link.show(cells.clone(), cursor);
        }
    }
}
