//! The help, and pages of words.

use super::{Role, Theme, paint, popup};
use crate::{
    app::{self, HelpLine, Page, State},
    text::{EntityKind, Span},
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};
use tui_input::Input;

/// Cells of the column of keys.
const KEYS_WIDTH: u16 = 18;

/// Draws the help; returns where the cursor of its line stands.
pub(super) fn draw(
    state: &State,
    theme: &Theme,
    input: &Input,
    top: usize,
    buffer: &mut Buffer,
) -> Position {
    let lines = app::help_lines(state, input.value());
    let area = popup::large(state);
    let inner = popup::frame(theme, area, "Keys", "type to narrow", buffer);
    popup::hints(
        theme,
        area,
        &[("↑↓ PgDn PgUp", "scroll"), ("Esc", "close")],
        buffer,
    );
    let x = paint::words(buffer, inner.x, inner.y, 2, "› ", theme.style(Role::Key));
    paint::words(
        buffer,
        x,
        inner.y,
        inner.width.saturating_sub(2),
        input.value(),
        theme.style(Role::Text),
    );
    let typed: String = input.value().chars().take(input.cursor()).collect();
    let body = Rect {
        y: inner.y + 1,
        height: inner.height.saturating_sub(1),
        ..inner
    };
    if lines.is_empty() {
        paint::words(
            buffer,
            body.x,
            body.y,
            body.width,
            "Nothing matches.",
            theme.style(Role::Muted),
        );
    }
    for (row, line) in lines
        .iter()
        .skip(top)
        .take(usize::from(body.height))
        .enumerate()
    {
        let y = body.y + row as u16;
        match line {
            HelpLine::Blank => {}
            HelpLine::Heading(words) => {
                paint::words(
                    buffer,
                    body.x,
                    y,
                    body.width,
                    words,
                    theme.style(Role::Heading),
                );
            }
            HelpLine::Keys(keys, what) => {
                let width = KEYS_WIDTH.min(body.width / 3);
                let end = paint::words(
                    buffer,
                    body.x,
                    y,
                    body.width / 2,
                    keys,
                    theme.style(Role::Key),
                );
                let at = (body.x + width).max(end + 1);
                paint::words(
                    buffer,
                    at,
                    y,
                    body.right().saturating_sub(at),
                    what,
                    theme.style(Role::Text),
                );
            }
            HelpLine::Legend(name, what) => {
                let width = KEYS_WIDTH.min(body.width / 3);
                let style = role_of(name).map_or(theme.style(Role::Text), |role| theme.style(role));
                paint::words(buffer, body.x, y, width, name, style);
                let at = body.x + width;
                paint::words(
                    buffer,
                    at,
                    y,
                    body.right().saturating_sub(at),
                    what,
                    theme.style(Role::Text),
                );
            }
        }
    }
    let bar = Rect {
        width: body.width + 1,
        ..body
    };
    paint::scrollbar(
        buffer,
        bar,
        top,
        usize::from(body.height),
        lines.len(),
        theme.style(Role::Border),
    );
    Position::new(x + app::text_width(&typed) as u16, inner.y)
}

fn role_of(name: &str) -> Option<Role> {
    Some(match name {
        "person" => Role::Name(EntityKind::Person),
        "organisation" => Role::Name(EntityKind::Organisation),
        "place" => Role::Name(EntityKind::Place),
        "other" => Role::Name(EntityKind::Other),
        "date" => Role::Name(EntityKind::Date),
        "money" => Role::Name(EntityKind::Money),
        "percent" => Role::Name(EntityKind::Percent),
        "content" => Role::Content,
        "cue" => Role::Cue,
        "source" => Role::Source,
        "match" => Role::Match,
        "repair" => Role::Repair,
        _ => return None,
    })
}

/// Draws a page of words.
pub(super) fn draw_page(state: &State, theme: &Theme, page: &Page, buffer: &mut Buffer) {
    let area = popup::large(state);
    let inner = popup::frame(theme, area, &page.title, "", buffer);
    popup::hints(theme, area, &[("j k", "scroll"), ("q", "close")], buffer);
    let label_width = page
        .lines
        .iter()
        .map(|(label, _)| app::text_width(label))
        .max()
        .unwrap_or(0) as u16;
    let at = inner.x + if label_width > 0 { label_width + 2 } else { 0 };
    let width = inner.right().saturating_sub(at);
    let mut y = inner.y;
    for (label, words) in page.lines.iter().skip(page.top) {
        if y >= inner.bottom() {
            break;
        }
        paint::words(
            buffer,
            inner.x,
            y,
            label_width,
            label,
            theme.style(Role::Muted),
        );
        let shown = crate::text::Shown::line(words);
        let mut spans = Vec::new();
        app::wrap(
            shown.as_str(),
            Span::new(0, shown.as_str().len()),
            usize::from(width),
            &mut spans,
        );
        for span in spans {
            if y >= inner.bottom() {
                break;
            }
            paint::words(
                buffer,
                at,
                y,
                width,
                span.of(shown.as_str()),
                theme.style(Role::Text),
            );
            y += 1;
        }
    }
}
