//! The frame of a popup: a quiet border with a title, and the room inside.

use super::{Role, Theme, paint};
use crate::app::State;
use ratatui::{buffer::Buffer, layout::Rect};

/// Clears the place of a popup, draws its frame and returns the room inside.
pub(super) fn frame(
    theme: &Theme,
    area: Rect,
    title: &str,
    right: &str,
    buffer: &mut Buffer,
) -> Rect {
    paint::fill(buffer, area, theme.style(Role::Text));
    let border = theme.style(Role::Border);
    let (left, last) = (area.x, area.right().saturating_sub(1));
    let (top, bottom) = (area.y, area.bottom().saturating_sub(1));
    for x in left..=last {
        paint::put(buffer, x, top, "─", 1, border);
        paint::put(buffer, x, bottom, "─", 1, border);
    }
    for y in top..=bottom {
        paint::put(buffer, left, y, "│", 1, border);
        paint::put(buffer, last, y, "│", 1, border);
    }
    for (x, y, corner) in [
        (left, top, "╭"),
        (last, top, "╮"),
        (left, bottom, "╰"),
        (last, bottom, "╯"),
    ] {
        paint::put(buffer, x, y, corner, 1, border);
    }
    let inner = area.width.saturating_sub(4);
    let right_width = (crate::app::text_width(right) as u16).min(inner / 2);
    let title_room = inner.saturating_sub(right_width + 2);
    if !title.is_empty() {
        let words = format!(" {title} ");
        paint::words(
            buffer,
            left + 2,
            top,
            title_room,
            &words,
            theme.style(Role::HeaderFocused),
        );
    }
    if !right.is_empty() {
        let at = last.saturating_sub(right_width + 3);
        paint::words(
            buffer,
            at,
            top,
            right_width + 2,
            &format!(" {right} "),
            theme.style(Role::Header),
        );
    }
    Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    }
}

/// Returns the place of a large popup.
pub(super) fn large(state: &State) -> Rect {
    state
        .regions()
        .popup(crate::app::POPUP_COLUMNS, crate::app::POPUP_ROWS)
}

/// Draws the hints in the lower border: keys and what they do.
pub(super) fn hints(theme: &Theme, area: Rect, pairs: &[(&str, &str)], buffer: &mut Buffer) {
    let y = area.bottom().saturating_sub(1);
    let end = area.right().saturating_sub(2);
    let mut x = area.x + 2;
    for (key, what) in pairs {
        let width = (crate::app::text_width(key) + crate::app::text_width(what) + 3) as u16;
        if x + width > end {
            break;
        }
        x = paint::words(buffer, x, y, width, " ", theme.style(Role::Border));
        x = paint::words(buffer, x, y, width, key, theme.style(Role::Key));
        x = paint::words(
            buffer,
            x,
            y,
            width,
            &format!(" {what} "),
            theme.style(Role::Muted),
        );
    }
}
