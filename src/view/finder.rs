//! The finder.

use super::{
    Role, Theme,
    article::{self, Look},
    paint, popup,
};
use crate::{
    app::{self, FINDER_PREFIXES, Finder, Outline, Point, Showing, State},
    library::{Candidate, Found},
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

/// From this width on the preview stands beside the results.
const PREVIEW_FROM_COLUMNS: u16 = 76;

/// Draws the finder; returns where the cursor of its line stands.
pub(super) fn draw(state: &State, theme: &Theme, finder: &Finder, buffer: &mut Buffer) -> Position {
    let area = popup::large(state);
    let title = if finder.only_articles {
        "Find an article"
    } else {
        "Find anything"
    };
    let right = if finder.answered == app::Answered::All {
        super::list::number(finder.found.len())
    } else {
        "…".to_owned()
    };
    let inner = popup::frame(theme, area, title, &right, buffer);
    let keys = [
        ("Enter", "open"),
        ("↑↓", "move"),
        ("Ctrl-o", "preview"),
        ("Esc", "close"),
    ];
    popup::hints(theme, area, &keys, buffer);

    let x = paint::words(buffer, inner.x, inner.y, 2, "› ", theme.style(Role::Key));
    let width = inner.width.saturating_sub(2);
    let value = finder.input.value();
    if value.is_empty() && !finder.only_articles {
        let prefixes: Vec<String> = FINDER_PREFIXES
            .iter()
            .map(|(prefix, what, _)| format!("{prefix} {what}"))
            .collect();
        paint::words(
            buffer,
            x + 1,
            inner.y,
            width.saturating_sub(1),
            &prefixes.join("  "),
            theme.style(Role::Muted),
        );
    }
    paint::words(buffer, x, inner.y, width, value, theme.style(Role::Text));
    let typed: String = value.chars().take(finder.input.cursor()).collect();
    let column = x + (app::text_width(&typed) as u16).min(width.saturating_sub(1));

    let body = Rect {
        y: inner.y + 2,
        height: inner.height.saturating_sub(2),
        ..inner
    };
    paint::rule(
        buffer,
        Rect {
            y: inner.y + 1,
            height: 1,
            ..inner
        },
        theme.style(Role::Border),
    );
    let beside = finder.preview && body.width >= PREVIEW_FROM_COLUMNS;
    let results = if beside {
        Rect {
            width: body.width * 11 / 20,
            ..body
        }
    } else {
        body
    };
    if finder.found.is_empty() && finder.answered == app::Answered::All {
        paint::words(
            buffer,
            results.x,
            results.y,
            results.width,
            "Nothing matches.",
            theme.style(Role::Muted),
        );
    }
    let shown = finder
        .found
        .iter()
        .enumerate()
        .skip(finder.top)
        .take(usize::from(results.height));
    for (position, found) in shown {
        let y = results.y + (position - finder.top) as u16;
        let line = Rect {
            y,
            height: 1,
            width: results.width.saturating_sub(1),
            ..results
        };
        row(theme, found, line, position == finder.cursor, buffer);
    }
    if beside {
        let rule = Rect {
            x: results.right(),
            width: 1,
            ..body
        };
        paint::rule(buffer, rule, theme.style(Role::Border));
        let area = Rect {
            x: rule.x + 3,
            width: body.right().saturating_sub(rule.x + 3),
            ..body
        };
        preview(state, theme, finder, area, buffer);
    }
    Position::new(column, inner.y)
}

fn row(theme: &Theme, found: &Found, line: Rect, is_cursor: bool, buffer: &mut Buffer) {
    let base = theme.style(if is_cursor { Role::Cursor } else { Role::Text });
    paint::fill(buffer, line, base);
    let sign = match &found.candidate {
        Candidate::Article(_) => "  ",
        Candidate::Entity(..) => "@ ",
        Candidate::Quote(..) => "\" ",
        Candidate::Tag(_) => "# ",
        Candidate::Command(_) => "> ",
    };
    let x = paint::words(
        buffer,
        line.x,
        line.y,
        2,
        sign,
        base.patch(theme.style(Role::Muted)),
    );
    let room = line.right().saturating_sub(x);
    let detail_width = (app::text_width(&found.detail) as u16).min(room * 2 / 5);
    let width = room.saturating_sub(if detail_width > 0 {
        detail_width + 2
    } else {
        0
    });
    let style = match &found.candidate {
        Candidate::Entity(kind, _) => base.patch(theme.style(Role::Name(*kind))),
        Candidate::Tag(_) => base.patch(theme.style(Role::Tag)),
        Candidate::Article(_) | Candidate::Quote(..) | Candidate::Command(_) => base,
    };
    paint::words(buffer, x, line.y, width, &found.text, style);
    for span in &found.matches {
        let before = found
            .text
            .get(..span.start as usize)
            .map_or(0, app::text_width) as u16;
        let letters = crate::text::Shown::line(span.of(&found.text));
        let room = width.saturating_sub(before + 1);
        let style = base.patch(theme.style(Role::Letter));
        paint::clusters(buffer, x + before, line.y, room, letters.as_str(), style);
    }
    let detail_at = line.right() - detail_width;
    paint::words(
        buffer,
        detail_at,
        line.y,
        detail_width,
        &found.detail,
        base.patch(theme.style(Role::Muted)),
    );
}

/// Shows what is under the cursor in its article.
fn preview(state: &State, theme: &Theme, finder: &Finder, area: Rect, buffer: &mut Buffer) {
    let Some(found) = finder.current() else {
        return;
    };
    let (id, point) = match &found.candidate {
        Candidate::Article(id) => (*id, Point::Nothing),
        Candidate::Quote(id, idx) => (*id, Point::Quote(*idx as usize)),
        Candidate::Entity(..) | Candidate::Tag(_) | Candidate::Command(_) => {
            let words = format!("{}\n{}", found.text, found.detail);
            for (line, words) in words.lines().enumerate() {
                let role = if line == 0 { Role::Title } else { Role::Muted };
                paint::words(
                    buffer,
                    area.x,
                    area.y + line as u16,
                    area.width,
                    words,
                    theme.style(role),
                );
            }
            return;
        }
    };
    let Some(opened) = state.peek.opened.as_ref().filter(|opened| opened.id == id) else {
        return;
    };
    let outline = Outline::of_reading(&opened.article, area.width, true, None);
    let quote = match point {
        Point::Quote(idx) => opened
            .analysis
            .as_ref()
            .and_then(|analysis| analysis.quotes.get(idx)),
        Point::Mention(_) | Point::Passage(_) | Point::Nothing => None,
    };
    let at = quote
        .and_then(|quote| quote.content.first())
        .map_or(0, |span| outline.row_of(span.start as usize));
    let top = at.saturating_sub(usize::from(area.height) / 3);
    let look = Look {
        theme,
        opened,
        showing: Showing::Reading,
        point,
        search: None,
        hints: None,
        sure_from: state.settings.sure_from,
    };
    article::draw(
        &look,
        &outline.rows[top.min(outline.rows.len())..],
        area,
        buffer,
    );
}
