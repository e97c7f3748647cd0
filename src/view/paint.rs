//! From words to cells: the one place where text is put on the screen, cleaned and cut to its room.

use crate::{app::cluster_width, text::Shown};
use ratatui::{buffer::Buffer, layout::Rect, style::Style};
use unicode_segmentation::UnicodeSegmentation;

/// Puts words on a line, cut with `…` where they do not fit; returns the column after them.
pub(super) fn words(
    buffer: &mut Buffer,
    x: u16,
    y: u16,
    width: u16,
    text: &str,
    style: Style,
) -> u16 {
    let shown = Shown::line(text);
    let fits = crate::app::text_width(shown.as_str()) <= usize::from(width);
    let room = if fits { width } else { width.saturating_sub(1) };
    let end = clusters(buffer, x, y, room, shown.as_str(), style);
    if !fits && width > 0 {
        return clusters(buffer, end, y, 1, "…", style);
    }
    end
}

/// Puts words at the right end of a line; returns the column they begin at.
pub(super) fn words_right(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let shown = Shown::line(text);
    let width = (crate::app::text_width(shown.as_str()) as u16).min(area.width);
    let x = area.x + area.width - width;
    words(buffer, x, area.y, width, shown.as_str(), style);
    x
}

/// Puts cleaned clusters on a line, as many as fit; returns the column after them.
pub(super) fn clusters(
    buffer: &mut Buffer,
    x: u16,
    y: u16,
    width: u16,
    shown: &str,
    style: Style,
) -> u16 {
    let end = x.saturating_add(width);
    let mut at = x;
    for cluster in shown.graphemes(true) {
        let cells = cluster_width(cluster) as u16;
        if cells == 0 {
            continue;
        }
        if at + cells > end {
            break;
        }
        put(buffer, at, y, cluster, cells, style);
        at += cells;
    }
    at
}

/// Puts one cleaned cluster into its cell or cells.
pub(super) fn put(buffer: &mut Buffer, x: u16, y: u16, cluster: &str, cells: u16, style: Style) {
    if let Some(cell) = buffer.cell_mut((x, y)) {
        cell.set_symbol(cluster).set_style(style);
    }
    for next in x + 1..x + cells {
        if let Some(cell) = buffer.cell_mut((next, y)) {
            cell.reset();
            cell.set_style(style);
        }
    }
}

/// Empties a line and gives it a style.
pub(super) fn fill(buffer: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }
}

/// Draws the line between two panes.
pub(super) fn rule(buffer: &mut Buffer, area: Rect, style: Style) {
    let symbol = if area.width == 1 { "│" } else { "─" };
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            put(buffer, x, y, symbol, 1, style);
        }
    }
}

/// Draws a bar at the right edge that shows which part of a whole is seen; nothing where all of it is.
pub(super) fn scrollbar(
    buffer: &mut Buffer,
    area: Rect,
    top: usize,
    seen: usize,
    whole: usize,
    style: Style,
) {
    let height = usize::from(area.height);
    if whole <= seen || height == 0 || area.width == 0 {
        return;
    }
    let length = (height * seen / whole).max(1);
    let start = (height - length) * top / (whole - seen).max(1);
    for row in start..(start + length).min(height) {
        put(buffer, area.right() - 1, area.y + row as u16, "▐", 1, style);
    }
}
