//! A table of results.

use super::{
    Role, Theme,
    article::{self, Look},
    paint, popup,
};
use crate::{
    app::{self, Point, RowSort, Showing, Spread, State, Table, TableKind, TableRow, Target},
    text::QuoteKind,
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

/// The fewest and the most bars that are drawn over dated rows.
const MIN_BARS: usize = 8;
const MAX_BARS: usize = 60;

/// The widest column on the left.
const MAX_LEAD: u16 = 14;

/// Draws a table; returns where the cursor of its line stands while letters are typed.
pub(super) fn draw(
    state: &State,
    theme: &Theme,
    table: &Table,
    buffer: &mut Buffer,
) -> Option<Position> {
    let area = popup::large(state);
    let n_shown = table.shown.len();
    let right = if table.awaited.is_some() {
        "…".to_owned()
    } else if n_shown == table.rows.len() {
        super::list::number(n_shown)
    } else {
        format!(
            "{} of {}",
            super::list::number(n_shown),
            super::list::number(table.rows.len())
        )
    };
    let inner = popup::frame(theme, area, &table.title, &right, buffer);
    hints(theme, area, table, buffer);
    let (rows_height, preview_height) = app::table_heights(area.height, table.has_preview());
    let input_line = Rect { height: 1, ..inner };
    let cursor = input(theme, table, input_line, buffer);
    let rows_area = Rect {
        y: inner.y + 1,
        height: rows_height,
        ..inner
    };
    if n_shown == 0 && (table.awaited.is_none() || state.progress.is_some()) {
        let words = if table.rows.is_empty() {
            empty_words(state, table)
        } else {
            "Nothing matches."
        };
        paint::words(
            buffer,
            rows_area.x,
            rows_area.y,
            rows_area.width,
            words,
            theme.style(Role::Muted),
        );
    }
    let lead_width = lead_width(table);
    for (line, idx) in table
        .shown
        .iter()
        .skip(table.top)
        .take(usize::from(rows_height))
        .enumerate()
    {
        let is_cursor = table.top + line == table.cursor;
        let line = Rect {
            y: rows_area.y + line as u16,
            height: 1,
            ..rows_area
        };
        row(
            theme,
            &table.rows[*idx],
            line,
            lead_width,
            is_cursor,
            buffer,
        );
    }
    let bar = Rect {
        width: rows_area.width + 1,
        ..rows_area
    };
    paint::scrollbar(
        buffer,
        bar,
        table.top,
        usize::from(rows_height),
        n_shown,
        theme.style(Role::Border),
    );
    if preview_height > 0 {
        let y = rows_area.bottom();
        paint::rule(
            buffer,
            Rect {
                y,
                height: 1,
                ..inner
            },
            theme.style(Role::Border),
        );
        let area = Rect {
            x: inner.x + 2,
            y: y + 1,
            width: inner.width.saturating_sub(2),
            height: preview_height,
        };
        preview(state, theme, table, area, buffer);
    }
    cursor
}

fn empty_words(state: &State, table: &Table) -> &'static str {
    match table.kind {
        TableKind::Speakers | TableKind::Quotes(_) | TableKind::Names(_)
            if state.progress.is_some() =>
        {
            "Nothing yet: articles are still being looked through."
        }
        TableKind::Speakers => "Nobody is quoted; F5 looks for what was not read yet.",
        TableKind::Quotes(_) => "No quotation of theirs was found.",
        TableKind::Hits(_) => "Nothing was found.",
        TableKind::Problems => "Everything could be read.",
        TableKind::Corrections => "No name was corrected; :merge and :hide-name do that.",
        TableKind::Concordance => "These words are nowhere in the archive.",
        TableKind::Timeline => "No article has a date.",
        TableKind::Sources => "Neither these words nor words like them are in the archive.",
        TableKind::Sightings | TableKind::Copies => "No other article says the same.",
        TableKind::Facets => "None of the articles names a source, section, place or author.",
        TableKind::Related => "No other article is on the same matter.",
        TableKind::Links => "The story gives no address.",
        TableKind::Marks => "No mark is set; m and a letter set one.",
        TableKind::Views => "No view is saved; filter the list, then :save-view and a name.",
        TableKind::Notes => "No note was written; c writes one.",
        TableKind::History => "No article was read yet.",
        TableKind::Names(_) | TableKind::NamesHere => "No name was found.",
        TableKind::Bindings => "No key is bound.",
    }
}

fn hints(theme: &Theme, area: Rect, table: &Table, buffer: &mut Buffer) {
    let pairs: &[(&str, &str)] = match (&table.kind, table.typing) {
        (TableKind::Speakers, true) => &[
            ("type", "a name"),
            ("Enter", "their quotations"),
            ("Tab", "keys"),
            ("Esc", "close"),
        ],
        (TableKind::Names(_), true) => {
            &[("type", "a name"), ("Enter", "articles"), ("Esc", "close")]
        }
        (_, true) => &[("type", "to narrow"), ("Enter", "open"), ("Esc", "close")],
        (TableKind::Quotes(_), false) => &[
            ("Enter", "to the place"),
            ("/", "narrow"),
            ("Y", "copy"),
            ("s", "save"),
            ("q", "back"),
        ],
        (TableKind::Speakers | TableKind::Names(_), false) => &[
            ("Enter", "open"),
            ("/", "narrow"),
            (":merge", "into another"),
            (":hide-name", "hide"),
            ("q", "back"),
        ],
        (TableKind::Corrections, false) => {
            &[(":restore-name", "as it was"), ("s", "save"), ("q", "back")]
        }
        (TableKind::Problems, false) => &[("/", "narrow"), ("s", "save"), ("q", "back")],
        (_, false) => &[
            ("Enter", "open"),
            ("/", "narrow"),
            ("s", "save"),
            ("q", "back"),
        ],
    };
    popup::hints(theme, area, pairs, buffer);
}

fn input(theme: &Theme, table: &Table, line: Rect, buffer: &mut Buffer) -> Option<Position> {
    let value = table.input.value();
    if !table.typing && value.is_empty() {
        if let Some(spread) = &table.spread {
            months(theme, spread, line, buffer);
        }
        return None;
    }
    let x = paint::words(buffer, line.x, line.y, 2, "› ", theme.style(Role::Key));
    let width = line.width.saturating_sub(2);
    paint::words(buffer, x, line.y, width, value, theme.style(Role::Text));
    let typed: String = value.chars().take(table.input.cursor()).collect();
    let column = x + (app::text_width(&typed) as u16).min(width.saturating_sub(1));
    table.typing.then_some(Position::new(column, line.y))
}

/// Draws how many there are a month, between the first and the last.
fn months(theme: &Theme, spread: &Spread, line: Rect, buffer: &mut Buffer) {
    let (first, last) = spread.ends();
    let room = usize::from(line.width).saturating_sub(first.len() + last.len() + 4);
    if room < MIN_BARS {
        return;
    }
    let muted = theme.style(Role::Muted);
    let x = paint::words(buffer, line.x, line.y, line.width, &first, muted) + 1;
    let left = line.right().saturating_sub(x);
    let bars = spread.bars(room.min(MAX_BARS));
    let x = paint::words(buffer, x, line.y, left, &bars, theme.style(Role::Margin)) + 1;
    let left = line.right().saturating_sub(x);
    paint::words(buffer, x, line.y, left, &last, muted);
}

fn lead_width(table: &Table) -> u16 {
    let seen = table.shown.iter().skip(table.top).take(100);
    let widest = seen
        .map(|idx| app::text_width(&table.rows[*idx].lead))
        .max()
        .unwrap_or(0);
    (widest as u16).min(MAX_LEAD)
}

fn row(
    theme: &Theme,
    row: &TableRow,
    line: Rect,
    lead_width: u16,
    is_cursor: bool,
    buffer: &mut Buffer,
) {
    let base = theme.style(if is_cursor { Role::Cursor } else { Role::Text });
    paint::fill(buffer, line, base);
    let muted = base.patch(theme.style(Role::Muted));
    let mut x = line.x;
    if lead_width > 0 {
        let width = app::text_width(&row.lead) as u16;
        let pad = if row.lead.starts_with(|c: char| c.is_ascii_digit()) {
            lead_width.saturating_sub(width)
        } else {
            0
        };
        paint::words(buffer, x + pad, line.y, lead_width - pad, &row.lead, muted);
        x += lead_width + 2;
    }
    let (sign, text_style) = match row.sort {
        RowSort::Plain | RowSort::Context => ("", base),
        RowSort::Name(kind) => ("", base.patch(theme.style(Role::Name(kind)))),
        RowSort::Quote(_, true) => ("? ", base),
        RowSort::Quote(QuoteKind::Direct, false) => ("┃ ", base),
        RowSort::Quote(QuoteKind::Mixed, false) => ("┇ ", base),
        RowSort::Quote(QuoteKind::Indirect, false) => ("┊ ", base),
    };
    x = paint::words(
        buffer,
        x,
        line.y,
        2,
        sign,
        base.patch(theme.style(Role::Margin)),
    );
    if row.sort == RowSort::Context {
        let left = line.right().saturating_sub(x);
        context(
            theme,
            row,
            Rect {
                x,
                width: left,
                ..line
            },
            base,
            buffer,
        );
        return;
    }
    let room = line.right().saturating_sub(x);
    let detail_width = (app::text_width(&row.detail) as u16).min(room / 3);
    let text_width = room.saturating_sub(if detail_width > 0 {
        detail_width + 2
    } else {
        0
    });
    paint::words(buffer, x, line.y, text_width, &row.text, text_style);
    letters(
        theme,
        row,
        Rect {
            x,
            width: text_width,
            ..line
        },
        base,
        buffer,
    );
    let detail_at = line.right() - detail_width;
    paint::words(buffer, detail_at, line.y, detail_width, &row.detail, muted);
}

/// Draws words in their context, so that the words of all rows stand one under the other.
fn context(
    theme: &Theme,
    row: &TableRow,
    area: Rect,
    base: ratatui::style::Style,
    buffer: &mut Buffer,
) {
    let Some(span) = row.matches.first() else {
        return;
    };
    let (left, rest) = row.text.split_at(span.start as usize);
    let words = span.of(&row.text);
    let right = &rest[words.len()..];
    let left_width = area.width * 2 / 5;
    let seen = fitting_end(left, usize::from(left_width));
    let at = area.x + left_width - app::text_width(seen) as u16;
    let x = paint::words(buffer, at, area.y, left_width, seen, base);
    let letter = base.patch(theme.style(Role::Letter));
    let x = paint::words(
        buffer,
        x,
        area.y,
        area.right().saturating_sub(x),
        words,
        letter,
    );
    paint::words(
        buffer,
        x,
        area.y,
        area.right().saturating_sub(x),
        right,
        base,
    );
}

/// Returns the end of a text that is not wider than so many cells.
fn fitting_end(text: &str, width: usize) -> &str {
    text.char_indices()
        .map(|(at, _)| &text[at..])
        .find(|end| app::text_width(end) <= width)
        .unwrap_or_default()
}

/// Marks the matched parts of a row, as far as they are seen.
fn letters(
    theme: &Theme,
    row: &TableRow,
    area: Rect,
    base: ratatui::style::Style,
    buffer: &mut Buffer,
) {
    let style = base.patch(theme.style(Role::Letter));
    for span in &row.matches {
        let before = row
            .text
            .get(..span.start as usize)
            .map_or(0, app::text_width) as u16;
        let words = span.of(&row.text);
        let room = area.width.saturating_sub(before + 1);
        if room > 0 {
            let shown = crate::text::Shown::line(words);
            paint::clusters(buffer, area.x + before, area.y, room, shown.as_str(), style);
        }
    }
}

/// Shows the row under the cursor in its article.
fn preview(state: &State, theme: &Theme, table: &Table, area: Rect, buffer: &mut Buffer) {
    let Some(opened) = &state.peek.opened else {
        return;
    };
    let point = match table.current().map(|row| &row.target) {
        Some(Target::Quote(id, idx)) if *id == opened.id => Point::Quote(*idx as usize),
        _ => Point::Nothing,
    };
    let rows = app::peek_rows(state, area.width, area.height);
    let look = Look {
        theme,
        opened,
        showing: Showing::Reading,
        point,
        search: None,
        hints: None,
        sure_from: state.settings.sure_from,
    };
    article::draw(&look, &rows, area, buffer);
}
