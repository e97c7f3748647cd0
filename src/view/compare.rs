//! Two articles in one text: what only one of them says stands in brackets of its own.

use super::{Role, Theme, paint, popup};
use crate::app::{ComparedLine, Comparison, HEAD_LINES, Said, State, compare_size};
use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Modifier, Style},
};

/// Draws a comparison.
pub(super) fn draw(state: &State, theme: &Theme, comparison: &Comparison, buffer: &mut Buffer) {
    let area = popup::large(state);
    let inner = popup::frame(theme, area, "Compared", "", buffer);
    popup::hints(
        theme,
        area,
        &[
            ("[- -]", "first only"),
            ("{+ +}", "second only"),
            ("q", "close"),
            ("j k", "scroll"),
        ],
        buffer,
    );
    let (width, height) = compare_size(state);
    for (line, (mark, head)) in [("[-", &comparison.heads[0]), ("{+", &comparison.heads[1])]
        .into_iter()
        .enumerate()
    {
        let y = inner.y + line as u16;
        let x = paint::words(buffer, inner.x, y, 3, mark, theme.style(Role::Key));
        let left = inner.right().saturating_sub(x + 1);
        paint::words(buffer, x + 1, y, left, head, theme.style(Role::Title));
    }
    let summary = comparison.summary();
    let muted = theme.style(Role::Muted);
    paint::words(buffer, inner.x, inner.y + 2, inner.width, &summary, muted);
    let lines = comparison.lines(width.into());
    let body = Rect {
        y: inner.y + HEAD_LINES,
        height,
        ..inner
    };
    for (idx, line) in lines
        .iter()
        .enumerate()
        .skip(comparison.top)
        .take(height.into())
    {
        let y = body.y + (idx - comparison.top) as u16;
        draw_line(
            theme,
            line,
            Rect {
                y,
                height: 1,
                ..body
            },
            buffer,
        );
    }
    let bar = Rect {
        width: body.width + 1,
        ..body
    };
    paint::scrollbar(
        buffer,
        bar,
        comparison.top,
        height.into(),
        lines.len(),
        theme.style(Role::Border),
    );
}

fn draw_line(theme: &Theme, line: &ComparedLine, area: Rect, buffer: &mut Buffer) {
    let mut x = area.x;
    for (said, words) in &line.pieces {
        let style = if line.is_note {
            theme.style(Role::Muted)
        } else {
            style(theme, *said)
        };
        let left = area.right().saturating_sub(x);
        x = paint::words(buffer, x, area.y, left, words, style);
    }
}

/// What only one of the two says is told apart without colour: struck out, or bold and underlined.
fn style(theme: &Theme, said: Said) -> Style {
    match said {
        Said::Both => theme.style(Role::Text),
        Said::First => theme.style(Role::Muted).add_modifier(Modifier::CROSSED_OUT),
        Said::Second => theme
            .style(Role::Content)
            .add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
    }
}
