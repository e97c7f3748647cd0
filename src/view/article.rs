//! An article as rows of cells: names, quotations, matches and repairs, each in its role.

use super::{Role, Theme, paint};
use crate::{
    app::{Hints, Opened, Point, Row, RowKind, Search, Showing, cluster_width, text_width},
    corpus::Published,
    text::{Analysis, ParagraphKind, QuoteKind, Shown, Span, read_escapes},
};
use ratatui::{buffer::Buffer, layout::Rect, style::Style};
use unicode_segmentation::UnicodeSegmentation;

/// What an article is drawn with.
pub(super) struct Look<'a> {
    pub(super) theme: &'a Theme,
    pub(super) opened: &'a Opened,
    pub(super) showing: Showing,
    pub(super) point: Point,
    pub(super) search: Option<&'a Search>,
    /// Labels on what is in view.
    pub(super) hints: Option<&'a Hints>,
    /// Below this confidence a quotation is a guess.
    pub(super) sure_from: f32,
}

/// Draws rows of an article from the top of `area` on; bars of quotations go into the margin left of it.
pub(super) fn draw(look: &Look<'_>, rows: &[Row], area: Rect, buffer: &mut Buffer) {
    let article = &look.opened.article;
    for (idx, row) in rows.iter().take(usize::from(area.height)).enumerate() {
        let line = Rect {
            y: area.y + idx as u16,
            height: 1,
            ..area
        };
        match row.kind {
            RowKind::Blank => {}
            RowKind::Title => {
                let words = &*read_escapes(row.span.of(&article.metadata.title.text));
                paint::words(
                    buffer,
                    line.x,
                    line.y,
                    line.width,
                    words,
                    look.theme.style(Role::Title),
                );
            }
            RowKind::About => about(look, line, buffer),
            RowKind::Folded => {
                let n_words = article.body.slice(row.span).split_whitespace().count();
                let words =
                    format!("… {n_words} words set aside (menu, links, footer); za shows them");
                paint::words(
                    buffer,
                    line.x,
                    line.y,
                    line.width,
                    &words,
                    look.theme.style(Role::Muted),
                );
            }
            RowKind::Skipped => {
                paint::words(
                    buffer,
                    line.x,
                    line.y,
                    line.width,
                    "…",
                    look.theme.style(Role::Muted),
                );
            }
            RowKind::Body(kind) => body_row(look, row, kind, line, buffer),
            RowKind::Source => source_row(look, row, line, buffer),
        }
    }
}

fn about(look: &Look<'_>, line: Rect, buffer: &mut Buffer) {
    let metadata = &look.opened.article.metadata;
    let date = metadata
        .published
        .as_ref()
        .map_or_else(|| "no date".to_owned(), long_date);
    let derived = metadata
        .title
        .derived
        .then_some("title made from the first words");
    let source = metadata.source.as_deref().unwrap_or("source unknown");
    let parts = [
        Some(date.as_str()),
        Some(source),
        metadata.section.as_deref(),
        metadata.byline.as_deref(),
        metadata.place.as_deref(),
        derived,
    ];
    let words = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    paint::words(
        buffer,
        line.x,
        line.y,
        line.width,
        &words,
        look.theme.style(Role::Muted),
    );
}

/// Writes a date for a person, as far as it is known.
fn long_date(published: &Published) -> String {
    use crate::corpus::Precision as P;
    let at = published.at;
    let zone = match published.offset_minutes {
        None => String::new(),
        Some(0) => " GMT".to_owned(),
        Some(offset) => format!(" {:+03}:{:02}", offset / 60, offset.abs() % 60),
    };
    match published.precision {
        P::Year => at.strftime("%Y").to_string(),
        P::Month => at.strftime("%B %Y").to_string(),
        P::Day => at.strftime("%-d %B %Y").to_string(),
        P::Minute | P::Second => format!("{}{zone}", at.strftime("%-d %B %Y %H:%M")),
    }
}

fn body_row(look: &Look<'_>, row: &Row, kind: ParagraphKind, line: Rect, buffer: &mut Buffer) {
    let theme = look.theme;
    let text = look.opened.article.body.text();
    let base = match kind {
        ParagraphKind::Text | ParagraphKind::List | ParagraphKind::Quote | ParagraphKind::Table => {
            Role::Text
        }
        ParagraphKind::Heading => Role::Heading,
        ParagraphKind::Caption | ParagraphKind::Boilerplate => Role::Muted,
    };
    let marks = marks_of(look, row.span);
    margin(look, row.span, line, buffer);
    let x = line.x + row.indent;
    if kind == ParagraphKind::Quote {
        paint::words(buffer, line.x, line.y, 1, "▏", theme.style(Role::Muted));
    }
    let width = line.width.saturating_sub(row.indent);
    clusters(
        text,
        row.span,
        theme.style(base),
        theme,
        &marks,
        Rect { x, width, ..line },
        buffer,
        false,
    );
    for (at, label) in look.hints.iter().flat_map(|hints| hints.within(row.span)) {
        let before = Span::new(row.span.start as usize, at).of(text);
        let n_before = text_width(Shown::line(before).as_str()) as u16;
        let room = width.saturating_sub(n_before);
        let style = theme.style(Role::Text).patch(theme.style(Role::MatchHere));
        let label = label.to_ascii_uppercase();
        paint::clusters(buffer, x + n_before, line.y, room, &label, style);
    }
}

fn source_row(look: &Look<'_>, row: &Row, line: Rect, buffer: &mut Buffer) {
    let text = &look.opened.article.source;
    let mut marks = Vec::new();
    match_marks(look.search, row.span, &mut marks);
    clusters(
        text,
        row.span,
        look.theme.style(Role::Text),
        look.theme,
        &marks,
        line,
        buffer,
        true,
    );
}

/// Puts the clusters of a span on a line, each with the styles of the marks that hold it.
#[expect(
    clippy::too_many_arguments,
    reason = "the pieces of one line, used in two places"
)]
fn clusters(
    text: &str,
    span: Span,
    base: Style,
    theme: &Theme,
    marks: &[(Span, Role)],
    line: Rect,
    buffer: &mut Buffer,
    as_stored: bool,
) {
    let mut x = line.x;
    let mut at = span.start as usize;
    for raw in span.of(text).graphemes(true) {
        let style = marks
            .iter()
            .filter(|(marked, _)| marked.contains(at))
            .fold(base, |style, (_, role)| style.patch(theme.style(*role)));
        at += raw.len();
        let shown = if as_stored {
            Shown::source(raw)
        } else {
            Shown::line(raw)
        };
        for cluster in shown.as_str().graphemes(true) {
            let cells = cluster_width(cluster) as u16;
            if cells == 0 {
                continue;
            }
            if x + cells > line.right() {
                return;
            }
            paint::put(buffer, x, line.y, cluster, cells, style);
            x += cells;
        }
    }
}

/// The marks that touch a row, weakest first.
fn marks_of(look: &Look<'_>, row: Span) -> Vec<(Span, Role)> {
    let mut marks: Vec<(Span, Role)> = Vec::new();
    let touches = |span: &&Span| span.overlaps(row);
    if let Some(analysis) = &look.opened.analysis {
        for quote in &analysis.quotes {
            marks.extend(
                quote
                    .content
                    .iter()
                    .filter(touches)
                    .map(|span| (*span, Role::Content)),
            );
            marks.extend(
                quote
                    .cue
                    .iter()
                    .filter(touches)
                    .map(|span| (*span, Role::Cue)),
            );
            marks.extend(
                quote
                    .source
                    .iter()
                    .filter(touches)
                    .map(|span| (*span, Role::Source)),
            );
        }
        let first = analysis
            .mentions
            .partition_point(|mention| mention.span.end <= row.start);
        let mentions = analysis.mentions[first..]
            .iter()
            .take_while(|mention| mention.span.start < row.end);
        let entity = entity_at(look.point, analysis);
        for mention in mentions {
            marks.push((mention.span, Role::Name(mention.kind)));
            if Some(mention.entity) == entity {
                marks.push((mention.span, Role::SameName));
            }
        }
        match look.point {
            Point::Quote(idx) => {
                let spans = analysis
                    .quotes
                    .get(idx)
                    .map(|quote| quote.content.as_slice())
                    .unwrap_or_default();
                marks.extend(
                    spans
                        .iter()
                        .filter(touches)
                        .map(|span| (*span, Role::Pointed)),
                );
            }
            Point::Mention(idx) => {
                marks.extend(
                    analysis
                        .mentions
                        .get(idx)
                        .map(|mention| (mention.span, Role::Pointed)),
                );
            }
            Point::Passage(passage) => {
                marks.extend(passage.span(analysis).map(|span| (span, Role::Pointed)));
            }
            Point::Nothing => {}
        }
    }
    let edits = look.opened.article.body.edits();
    let first = edits.partition_point(|edit| edit.reading.end < row.start);
    for edit in edits[first..]
        .iter()
        .take_while(|edit| edit.reading.start <= row.end)
    {
        if !edit.sure {
            marks.push((
                widened(look.opened.article.body.text(), edit.reading),
                Role::Repair,
            ));
        }
    }
    match_marks(look.search, row, &mut marks);
    marks
}

/// A repair that takes letters away leaves nothing to mark: the word it stands in is marked.
fn widened(text: &str, span: Span) -> Span {
    if !span.is_empty() {
        return span;
    }
    let at = span.start as usize;
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at..).unwrap_or_default();
    let start = at
        - before
            .chars()
            .rev()
            .take_while(|c| c.is_alphanumeric())
            .map(char::len_utf8)
            .sum::<usize>();
    let end = at
        + after
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .map(char::len_utf8)
            .sum::<usize>();
    Span::new(start, end)
}

fn match_marks(search: Option<&Search>, row: Span, marks: &mut Vec<(Span, Role)>) {
    let Some(search) = search else { return };
    let first = search
        .matches
        .partition_point(|found| found.end <= row.start);
    let found = search.matches[first..]
        .iter()
        .enumerate()
        .take_while(|(_, found)| found.start < row.end);
    marks.extend(found.map(|(idx, found)| {
        let is_current = first + idx == search.current;
        (
            *found,
            if is_current {
                Role::MatchHere
            } else {
                Role::Match
            },
        )
    }));
}

fn entity_at(point: Point, analysis: &Analysis) -> Option<crate::text::EntityId> {
    match point {
        Point::Mention(idx) => Some(analysis.mentions.get(idx)?.entity),
        Point::Quote(_) | Point::Passage(_) | Point::Nothing => None,
    }
}

/// Draws the bar of a quotation into the margin: its kind by its shape, a guess as a question mark.
fn margin(look: &Look<'_>, row: Span, line: Rect, buffer: &mut Buffer) {
    let Some(analysis) = &look.opened.analysis else {
        return;
    };
    let Some(x) = line.x.checked_sub(2) else {
        return;
    };
    let quotes = analysis.quotes.iter().enumerate();
    let here = quotes.filter(|(_, quote)| quote.content.iter().any(|span| span.overlaps(row)));
    // Of several on one row the one that is pointed at shows, else the first.
    let pointed = |idx: usize| look.point == Point::Quote(idx);
    let Some((idx, quote)) = here.min_by_key(|(idx, _)| !pointed(*idx)) else {
        return;
    };
    let bar = match (pointed(idx), quote.confidence < look.sure_from, quote.kind) {
        (true, ..) => "▌",
        (false, true, _) => "?",
        (false, false, QuoteKind::Direct) => "┃",
        (false, false, QuoteKind::Mixed) => "┇",
        (false, false, QuoteKind::Indirect) => "┊",
    };
    paint::words(buffer, x, line.y, 1, bar, look.theme.style(Role::Margin));
}
