//! What is drawn, as bytes for one terminal: only what changed, in a form it can show.

use super::{encode::Shown, reduce};
use crate::shell::surroundings::Surroundings;
use ratatui::{
    Frame,
    backend::{Backend, ClearType, WindowSize},
    buffer::{Buffer, Cell},
    layout::{Position, Size},
};
use std::convert::Infallible;

/// The picture on one terminal. In memory: it neither reads nor writes.
#[derive(Debug)]
pub struct Picture {
    canvas: ratatui::Terminal<Canvas>,
    surroundings: Surroundings,
    shown: Shown,
}

impl Picture {
    /// A terminal of this size of which nothing is known but that its cursor is hidden.
    pub fn new(columns: u16, rows: u16, surroundings: Surroundings) -> Self {
        let canvas = Canvas {
            size: Size::new(columns, rows),
            cursor: None,
        };
        let Ok(canvas) = ratatui::Terminal::new(canvas);
        Self {
            canvas,
            surroundings,
            shown: Shown::unknown(),
        }
    }

    /// Draws; returns the bytes that make the terminal show it. No bytes where nothing changed.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame<'_>)) -> Vec<u8> {
        let mut wanted = Buffer::default();
        let Ok(_) = self.canvas.draw(|frame| {
            render(frame);
            // Nothing is left for ratatui to compare.
            let empty = Buffer::empty(frame.area());
            wanted = std::mem::replace(frame.buffer_mut(), empty);
        });
        reduce::reduce(&mut wanted, self.surroundings);
        self.shown.change_to(wanted, self.canvas.backend().cursor)
    }

    /// Takes another size; the next drawing sends everything.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.canvas.backend_mut().size = Size::new(columns, rows);
        self.forget();
    }

    /// Forgets what the terminal shows: the next drawing sends everything.
    pub fn forget(&mut self) {
        self.shown = Shown::unknown();
    }
}

/// What ratatui draws on: it knows its size and remembers the cursor, nothing else.
#[derive(Clone, Copy, Debug)]
struct Canvas {
    size: Size,
    cursor: Option<Position>,
}

impl Backend for Canvas {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, _content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.cursor.get_or_insert_default();
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.cursor = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn clear_region(&mut self, _clear_type: ClearType) -> Result<(), Infallible> {
        Ok(())
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}
