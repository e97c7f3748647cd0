//! What does the state look like? Draws it; changes nothing.
//!
//! ```text
//! &State ──▶ draw ──▶ list · reader · status · overlays (bottom up) ──▶ cells
//!                        └── paint: the one place where words become cells, cleaned
//! ```

mod article;
mod compare;
mod finder;
mod help;
mod list;
mod paint;
mod popup;
mod prompt;
mod reader;
mod status;
mod table;
mod theme;

pub use theme::{Role, Theme};

use crate::app::{Overlay, State};
use ratatui::Frame;

/// Draws the room.
pub fn draw(state: &State, frame: &mut Frame<'_>) {
    let theme = Theme::of(state.settings.theme);
    let regions = state.regions();
    let buffer = frame.buffer_mut();
    let area = buffer.area;
    buffer.set_style(area, theme.style(Role::Text));
    if regions.too_small() {
        paint::words(
            buffer,
            area.x,
            area.y,
            area.width,
            "too small: 20 × 5 needed",
            theme.style(Role::Text),
        );
        return;
    }
    if let Some(area) = regions.list {
        list::draw(state, &theme, area, buffer);
    }
    if let Some(area) = regions.rule {
        paint::rule(buffer, area, theme.style(Role::Border));
    }
    if let Some(area) = regions.reader {
        reader::draw(state, &theme, area, buffer);
    }
    status::draw(state, &theme, regions.status, buffer);
    let mut cursor = None;
    for overlay in &state.overlays {
        cursor = match overlay {
            Overlay::Help { input, top } => Some(help::draw(state, &theme, input, *top, buffer)),
            Overlay::Finder(finder) => Some(finder::draw(state, &theme, finder, buffer)),
            Overlay::Table(table) => table::draw(state, &theme, table, buffer),
            Overlay::Prompt(prompt) => {
                Some(prompt::draw(state, &theme, prompt, regions.status, buffer))
            }
            Overlay::Compare(comparison) => {
                compare::draw(state, &theme, comparison, buffer);
                None
            }
            Overlay::Page(page) => {
                help::draw_page(state, &theme, page, buffer);
                None
            }
        };
    }
    status::draw_hint(state, &theme, buffer);
    if let Some(position) = cursor {
        frame.set_cursor_position(position);
    }
}
