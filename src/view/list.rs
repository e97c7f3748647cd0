//! The list pane.

use super::{Role, Theme, paint};
use crate::{
    app::{self, CopyRow, Pane, State},
    corpus::{ArticleKey, Precision},
    library::{ArticleId, SortKey},
    text::{Shown, Span, read_escapes},
    triage::{Marks, Verdict},
};
use jiff::civil::DateTime;
use ratatui::{buffer::Buffer, layout::Rect, style::Style};
use std::ops::RangeInclusive;

/// Cells of the marks before a title: unread, starred, verdict, and a blank.
const MARKS_WIDTH: u16 = 4;
/// Cells of a date.
const DATE_WIDTH: u16 = 10;
/// The widest column of sources.
const SOURCE_WIDTH: u16 = 18;
/// Widths of a line, in cells, on which few titles fit but half a title and a date do.
const NARROW: RangeInclusive<u16> = 18..=48;

/// Draws the list.
pub(super) fn draw(state: &State, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    header(state, theme, Rect { height: 1, ..area }, buffer);
    let body = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    let list = &state.list;
    if list.rows.is_empty() {
        let (first, second) = empty_words(state);
        paint::words(
            buffer,
            body.x + 1,
            body.y + 1,
            body.width.saturating_sub(2),
            first,
            theme.style(Role::Text),
        );
        paint::words(
            buffer,
            body.x + 1,
            body.y + 2,
            body.width.saturating_sub(2),
            second,
            theme.style(Role::Muted),
        );
        return;
    }
    let lines = state.regions().lines_per_article() as u16;
    let n_shown = usize::from(body.height / lines);
    for (position, id) in list.rows.iter().enumerate().skip(list.top).take(n_shown) {
        let y = body.y + (position - list.top) as u16 * lines;
        let area = Rect {
            y,
            height: lines,
            ..body
        };
        article(state, theme, area, position, *id, buffer);
    }
    paint::scrollbar(
        buffer,
        body,
        list.top,
        n_shown,
        list.rows.len(),
        theme.style(Role::Border),
    );
}

fn empty_words(state: &State) -> (&'static str, &'static str) {
    if state.catalogue.is_empty() {
        if state.progress.is_some() {
            (
                "Reading the archive …",
                "Articles appear here as they are read.",
            )
        } else {
            (
                "No article was found.",
                ":problems tells what could not be read.",
            )
        }
    } else if state.list.filter.is_empty() {
        ("…", "")
    } else {
        (
            "Nothing matches the filter.",
            "q shows all articles again, \\ changes the filter.",
        )
    }
}

fn header(state: &State, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let is_focused = state.focus == Pane::List && state.overlays.is_empty();
    let role = if is_focused {
        Role::HeaderFocused
    } else {
        Role::Header
    };
    let list = &state.list;
    let n_rows = list.rows.len();
    let position = if n_rows == 0 { 0 } else { list.cursor + 1 };
    let filter = if list.filter.is_empty() {
        String::new()
    } else {
        format!(" · {}", list.filter.raw())
    };
    let name = if filter.is_empty() {
        state.corpus_name.as_str()
    } else {
        ""
    };
    let words = format!("{name}{filter}");
    let arrow = if list.arrangement.reversed {
        "↑"
    } else {
        "↓"
    };
    let right = format!(
        "{} {arrow}  {}/{} ",
        list.arrangement.key.word(),
        number(position),
        number(n_rows)
    );
    let x = paint::words_right(buffer, area, &right, theme.style(Role::Header));
    let width = x.saturating_sub(area.x + 2);
    paint::words(
        buffer,
        area.x + 1,
        area.y,
        width,
        words.trim_start_matches(" · "),
        theme.style(role),
    );
}

fn article(
    state: &State,
    theme: &Theme,
    area: Rect,
    position: usize,
    id: ArticleId,
    buffer: &mut Buffer,
) {
    let Some(row) = state.catalogue.row(id) else {
        return;
    };
    let marks = state.ledger.marks(row.key);
    let is_cursor = position == state.list.cursor;
    let is_selected = state.list.is_selected(position);
    let is_decided = marks.verdict.is_some();
    let base = match (is_cursor, state.focus, is_selected) {
        (true, Pane::List, _) => theme.style(Role::Cursor),
        (true, Pane::Reader, _) => theme.style(Role::CursorAway),
        (false, _, true) => theme.style(Role::Selected),
        (false, _, false) => theme.style(Role::Text),
    };
    paint::fill(buffer, area, base);
    let select = if is_selected { "▌" } else { " " };
    paint::words(
        buffer,
        area.x,
        area.y,
        1,
        select,
        base.patch(theme.style(Role::Selected)),
    );
    signs(state, theme, area, row.key, marks, base, buffer);

    let title_style = match (is_decided, marks.read) {
        (true, _) => base.patch(theme.style(Role::Muted)),
        (false, true) => base,
        (false, false) => base.patch(theme.style(Role::Title)),
    };
    let title = if row.title_derived {
        format!("“{}”", read_escapes(&row.title))
    } else {
        read_escapes(&row.title).into_owned()
    };
    let copies = app::copy_row(state, id);
    let title = match copies {
        Some(CopyRow::Folded(n)) => format!("×{n} {title}"),
        Some(CopyRow::Open(_)) => format!("│ {title}"),
        None => title,
    };
    let tags: Vec<String> = marks.tags.iter().map(|tag| format!("#{tag}")).collect();
    let lines = Lines {
        title,
        title_style,
        tags: tags.join(" "),
        tag_style: base.patch(theme.style(Role::Tag)),
        date: row.date.map_or_else(
            || "no date".to_owned(),
            |(at, precision)| short_date(at, precision),
        ),
        source: row.source,
        muted: base.patch(theme.style(Role::Muted)),
        came_first: copies == Some(CopyRow::Open(true)),
    };
    let left = area.x + 1 + MARKS_WIDTH;
    let area = Rect {
        x: left,
        width: area.right().saturating_sub(1 + left),
        ..area
    };
    if area.height == 1 {
        lines.as_one(area, buffer);
    } else {
        lines.as_two(area, state.list.arrangement.key, buffer);
    }
}

/// The words of an article in the list.
struct Lines<'a> {
    title: String,
    title_style: Style,
    tags: String,
    tag_style: Style,
    date: String,
    source: Option<&'a str>,
    muted: Style,
    /// Of several copies this one came first.
    came_first: bool,
}

impl Lines<'_> {
    /// Puts all on one line: date, source, title, tags.
    fn as_one(&self, area: Rect, buffer: &mut Buffer) {
        let Rect { x: left, y, .. } = area;
        paint::words(buffer, left, y, DATE_WIDTH, &self.date, self.muted);
        let source_at = left + DATE_WIDTH + 1;
        // Of the whole row, signs and bar included.
        let source_width = SOURCE_WIDTH.min((area.width + MARKS_WIDTH + 2) / 6);
        let source = self.source.unwrap_or("—");
        paint::words(buffer, source_at, y, source_width, source, self.muted);
        let title_at = source_at + source_width + 1;
        let room = area.right().saturating_sub(title_at);
        let tags_width = (app::text_width(&self.tags) as u16).min(room / 3);
        let title_width = room.saturating_sub(room_of(tags_width));
        let style = self.title_style;
        paint::words(buffer, title_at, y, title_width, &self.title, style);
        self.tags(area, y, tags_width, buffer);
    }

    /// Puts the title on the first line, what is known of the article on the second.
    fn as_two(&self, area: Rect, sorted_by: SortKey, buffer: &mut Buffer) {
        let Rect {
            x: left, y, width, ..
        } = area;
        let is_narrow = NARROW.contains(&width);
        let about_source = self.came_first || sorted_by == SortKey::Source;
        let title = Shown::line(&self.title);
        let (first, rest) = if is_narrow && !about_source {
            broken(title.as_str(), width)
        } else {
            (title.as_str(), "")
        };
        paint::words(buffer, left, y, width, first, self.title_style);
        // Tags are the reader's own: they stay whole where the rest must give way.
        let tags_width = (app::text_width(&self.tags) as u16).min(width * 2 / 3);
        let mut room = width.saturating_sub(room_of(tags_width));
        // In a narrow list all dates stand in a column, so that the words before them can go on.
        if is_narrow {
            let date_width = (app::text_width(&self.date) as u16).min(room);
            let date_at = left + room - date_width;
            paint::words(buffer, date_at, y + 1, date_width, &self.date, self.muted);
            room = room.saturating_sub(date_width + 1);
        }
        if rest.is_empty() {
            let about = [
                self.came_first.then_some("first"),
                (!is_narrow).then_some(self.date.as_str()),
                self.source.or(Some("source unknown")),
            ];
            let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            paint::words(buffer, left, y + 1, room, &about, self.muted);
        } else {
            paint::words(buffer, left, y + 1, room, rest, self.title_style);
        }
        self.tags(area, y + 1, tags_width, buffer);
    }

    /// Puts the tags at the right end of a line.
    fn tags(&self, area: Rect, y: u16, width: u16, buffer: &mut Buffer) {
        let at = area.right() - width;
        paint::words(buffer, at, y, width, &self.tags, self.tag_style);
    }
}

/// Returns the cells that words at the right end take, the blank before them included.
fn room_of(width: u16) -> u16 {
    if width > 0 { width + 1 } else { 0 }
}

/// Breaks a title that does not fit on one line; its end takes the place of the source.
fn broken(title: &str, width: u16) -> (&str, &str) {
    if app::text_width(title) <= usize::from(width) {
        return (title, "");
    }
    let all = Span::new(0, title.len());
    let mut lines = Vec::new();
    app::wrap(title, all, usize::from(width), &mut lines);
    let first = lines.first().copied().unwrap_or(all);
    (first.of(title), title[first.end as usize..].trim_start())
}

/// Puts the signs of the marks, told apart by shape: unread, starred, verdict, note.
fn signs(
    state: &State,
    theme: &Theme,
    area: Rect,
    key: ArticleKey,
    marks: &Marks,
    base: Style,
    buffer: &mut Buffer,
) {
    let mut put = |column: u16, sign: &str, role: Role| {
        paint::words(
            buffer,
            area.x + 1 + column,
            area.y,
            1,
            sign,
            base.patch(theme.style(role)),
        );
    };
    if state.is_saving(key) {
        // Marks show once they are on disk.
        put(0, "…", Role::Muted);
        return;
    }
    if !marks.read {
        put(0, "●", Role::Key);
    }
    if marks.starred {
        put(1, "★", Role::Star);
    }
    match marks.verdict {
        Some(Verdict::Done) => put(2, "✓", Role::Text),
        Some(Verdict::Discarded) => put(2, "✗", Role::Muted),
        None if marks.note.is_some() => put(2, "✎", Role::Tag),
        None => {}
    }
}

/// Writes a date as far as it is known.
pub(super) fn short_date(at: DateTime, precision: Precision) -> String {
    match precision {
        Precision::Year => format!("{:04}", at.year()),
        Precision::Month => format!("{:04}-{:02}", at.year(), at.month()),
        Precision::Day | Precision::Minute | Precision::Second => at.date().to_string(),
    }
}

/// Writes a number with commas between groups of three digits.
pub(super) fn number(n: usize) -> String {
    app::grouped(n as u64)
}
