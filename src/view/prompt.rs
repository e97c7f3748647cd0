//! A line to type into, in place of the status line, with what may be put into it above.

use super::{Role, Theme, paint};
use crate::app::{self, Prompt, PromptKind, State};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

/// The widest list of offers.
const OFFERS_COLUMNS: u16 = 76;

/// Draws the line; returns where its cursor stands.
pub(super) fn draw(
    state: &State,
    theme: &Theme,
    prompt: &Prompt,
    line: Rect,
    buffer: &mut Buffer,
) -> Position {
    paint::fill(buffer, line, theme.style(Role::Text));
    let x = paint::words(
        buffer,
        line.x,
        line.y,
        line.width,
        prompt.kind.lead(),
        theme.style(Role::Key),
    );
    let value = prompt.input.value();
    let room = line.right().saturating_sub(x);
    let right = match (prompt.kind, &prompt.error) {
        (PromptKind::Search, _) => search_count(state),
        (_, Some((_, expected))) => format!("expected {expected} "),
        (_, None) => String::new(),
    };
    let right_width = (app::text_width(&right) as u16).min(room / 2);
    let width = room.saturating_sub(right_width + 1);
    // A long line is shown around its cursor.
    let typed: String = value.chars().take(prompt.input.cursor()).collect();
    let before = app::text_width(&typed) as u16;
    let skipped = before.saturating_sub(width.saturating_sub(1));
    let shown: String = skip_cells(value, skipped);
    paint::words(buffer, x, line.y, width, &shown, theme.style(Role::Text));
    let role = if prompt.error.is_some() {
        Role::Error
    } else {
        Role::Muted
    };
    let right_area = Rect {
        x: line.right() - right_width,
        width: right_width,
        ..line
    };
    paint::words_right(buffer, right_area, &right, theme.style(role));
    if let Some((at, _)) = &prompt.error {
        let ok: String = value.chars().take(*at).collect();
        let column = (app::text_width(&ok) as u16).saturating_sub(skipped);
        if column < width && line.y > 0 {
            let caret = Rect {
                y: line.y - 1,
                ..line
            };
            paint::fill(buffer, caret, theme.style(Role::Text));
            paint::words(
                buffer,
                x + column,
                caret.y,
                1,
                "^",
                theme.style(Role::Error),
            );
            return cursor_at(x, before, skipped, line);
        }
    }
    offers(theme, prompt, line, buffer);
    cursor_at(x, before, skipped, line)
}

fn cursor_at(x: u16, before: u16, skipped: u16, line: Rect) -> Position {
    Position::new(
        (x + before - skipped).min(line.right().saturating_sub(1)),
        line.y,
    )
}

fn skip_cells(text: &str, n_cells: u16) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    let mut left = usize::from(n_cells);
    text.graphemes(true)
        .skip_while(|cluster| {
            let skips = left > 0;
            left = left.saturating_sub(app::cluster_width(cluster));
            skips
        })
        .collect()
}

fn search_count(state: &State) -> String {
    match (&state.reader.search, state.focus) {
        (Some(search), app::Pane::Reader) if search.matches.is_empty() => "no match ".to_owned(),
        (Some(search), app::Pane::Reader) => {
            format!("{}/{} ", search.current + 1, search.matches.len())
        }
        _ => String::new(),
    }
}

fn offers(theme: &Theme, prompt: &Prompt, line: Rect, buffer: &mut Buffer) {
    let n_offers = (prompt.offers.len() as u16).min(line.y);
    let width = OFFERS_COLUMNS.min(line.width);
    let name_width = prompt
        .offers
        .iter()
        .map(|offer| app::text_width(&offer.text))
        .max()
        .unwrap_or(0) as u16;
    let name_width = name_width.min(width / 2);
    for (idx, offer) in prompt.offers.iter().take(usize::from(n_offers)).enumerate() {
        let y = line.y - n_offers + idx as u16;
        let is_taken = prompt.offer == Some(idx);
        let base = theme.style(if is_taken {
            Role::Cursor
        } else {
            Role::CursorAway
        });
        paint::fill(
            buffer,
            Rect {
                x: line.x,
                y,
                width,
                height: 1,
            },
            base,
        );
        paint::words(
            buffer,
            line.x + 1,
            y,
            name_width,
            &offer.text,
            base.patch(theme.style(Role::Key)),
        );
        let at = line.x + name_width + 3;
        let room = (line.x + width).saturating_sub(at);
        paint::words(
            buffer,
            at,
            y,
            room,
            &offer.detail,
            base.patch(theme.style(Role::Muted)),
        );
    }
}
