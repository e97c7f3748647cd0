//! The reader pane.

use super::{
    Role, Theme,
    article::{self, Look},
    paint,
};
use crate::{
    app::{Pane, Showing, State},
    text::read_escapes,
};
use ratatui::{buffer::Buffer, layout::Rect};
use std::borrow::Cow;

/// Draws the reader.
pub(super) fn draw(state: &State, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let header_area = Rect { height: 1, ..area };
    let Some(text_area) = state.regions().text(state.settings.measure) else {
        return;
    };
    let reader = &state.reader;
    let Some(opened) = &reader.opened else {
        let (first, second) = match (&reader.failure, reader.wanted) {
            (Some(why), _) => ("This article cannot be shown.", why.as_str()),
            (None, Some(_)) => ("", ""),
            (None, None) => ("", "Choose an article in the list; ? shows the keys."),
        };
        paint::words(
            buffer,
            text_area.x,
            text_area.y + 1,
            text_area.width,
            first,
            theme.style(Role::Text),
        );
        paint::words(
            buffer,
            text_area.x,
            text_area.y + 2,
            text_area.width,
            second,
            theme.style(Role::Muted),
        );
        return;
    };
    header(state, theme, header_area, buffer);
    let look = Look {
        theme,
        opened,
        showing: reader.showing,
        point: reader.point,
        search: reader.search.as_ref(),
        hints: reader.hints.as_ref(),
        sure_from: state.settings.sure_from,
    };
    let height = usize::from(text_area.height);
    article::draw(&look, reader.visible(height), text_area, buffer);
    if opened.article.body.text().trim().is_empty() && look.showing == Showing::Reading {
        let y = text_area.y + reader.outline.rows.len().saturating_sub(reader.top) as u16;
        if y < text_area.bottom() {
            let words = "This article has no text.";
            paint::words(
                buffer,
                text_area.x,
                y,
                text_area.width,
                words,
                theme.style(Role::Muted),
            );
        }
    }
    let bar = Rect {
        y: text_area.y,
        height: text_area.height,
        ..area
    };
    paint::scrollbar(
        buffer,
        bar,
        reader.top,
        height,
        reader.outline.rows.len(),
        theme.style(Role::Border),
    );
}

/// The line over the text: what is shown, quotations and how far.
fn header(state: &State, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let is_focused = state.focus == Pane::Reader && state.overlays.is_empty();
    let role = if is_focused {
        Role::HeaderFocused
    } else {
        Role::Header
    };
    let reader = &state.reader;
    let height = state.reader_height();
    let right = format!("{}% ", reader.percent(height));
    let x = paint::words_right(buffer, area, &right, theme.style(Role::Header));
    let title = reader.opened.as_ref().map_or(Cow::Borrowed(""), |opened| {
        read_escapes(&opened.article.metadata.title.text)
    });
    let words = match reader.showing {
        Showing::Source => format!("as stored · {title}"),
        // The title stands in the text below as long as the top is seen.
        Showing::Reading if reader.top == 0 => {
            reader.opened.as_ref().map_or_else(String::new, |opened| {
                opened
                    .analysis
                    .as_ref()
                    .map_or_else(String::new, |analysis| {
                        let people = analysis.quotes.len();
                        match people {
                            0 => "no quotations".to_owned(),
                            1 => "1 quotation".to_owned(),
                            n => format!("{n} quotations"),
                        }
                    })
            })
        }
        Showing::Reading => title.into_owned(),
    };
    let left = state
        .regions()
        .text(state.settings.measure)
        .map_or(area.x + 1, |text| text.x);
    paint::words(
        buffer,
        left,
        area.y,
        x.saturating_sub(left + 1),
        &words,
        theme.style(role),
    );
}
