//! The rows of an article at a given width: title, what is known, paragraphs, folds.

use super::wrap::wrap;
use crate::{
    corpus::Article,
    text::{ParagraphKind, Span},
};

/// Cells by which list items, block quotations and tables are set in.
const INDENT: u16 = 2;

/// The rows of one article at one width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// The width they were made for, in cells.
    pub width: u16,
}

/// One row of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which text the span lies in, and what the row is.
    pub kind: RowKind,
    /// The part of that text.
    pub span: Span,
    /// Cells the row is set in.
    pub indent: u16,
}

/// What a row of the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Part of the title.
    Title,
    /// The line that says when, where and by whom.
    About,
    /// Nothing. The span is empty and lies where the next text begins.
    Blank,
    /// Part of a paragraph of the body.
    Body(ParagraphKind),
    /// Stands for paragraphs set aside; the span covers them in the body.
    Folded,
    /// Stands for paragraphs or lines without what the text was narrowed to; the span covers them.
    Skipped,
    /// Part of a line of the source.
    Source,
}

impl Outline {
    /// Lays out the reading text; with `only`, the paragraphs that hold one of these spans.
    pub fn of_reading(article: &Article, width: u16, folded: bool, only: Option<&[Span]>) -> Self {
        let mut rows = Vec::new();
        let mut spans = Vec::new();
        let title = &article.metadata.title.text;
        wrap(title, Span::new(0, title.len()), width as usize, &mut spans);
        rows.extend(spans.drain(..).map(|span| Row {
            kind: RowKind::Title,
            span,
            indent: 0,
        }));
        rows.push(Row {
            kind: RowKind::About,
            span: Span::default(),
            indent: 0,
        });

        let body = &article.body;
        let paragraphs = body.paragraphs();
        let mut idx = 0;
        let mut last_kind = None;
        while let Some(paragraph) = paragraphs.get(idx) {
            let start = paragraph.span.start as usize;
            let n_skipped = paragraphs[idx..]
                .iter()
                .take_while(|paragraph| !is_wanted(only, paragraph.span))
                .count();
            if n_skipped > 0 {
                idx += n_skipped;
                let end = paragraphs[idx - 1].span.end as usize;
                rows.push(skipped(Span::new(start, end)));
                last_kind = None;
                continue;
            }
            let tight =
                last_kind == Some(ParagraphKind::List) && paragraph.kind == ParagraphKind::List;
            let follows_gap = rows.last().is_some_and(|row| row.kind == RowKind::Skipped);
            if !tight && !follows_gap {
                rows.push(Row {
                    kind: RowKind::Blank,
                    span: Span::empty(start),
                    indent: 0,
                });
            }
            last_kind = Some(paragraph.kind);
            if folded && paragraph.kind == ParagraphKind::Boilerplate {
                let run = paragraphs[idx..]
                    .iter()
                    .take_while(|p| p.kind == ParagraphKind::Boilerplate);
                let (n_folded, end) = run.fold((0, 0), |(n, _), p| (n + 1, p.span.end as usize));
                rows.push(Row {
                    kind: RowKind::Folded,
                    span: Span::new(start, end),
                    indent: 0,
                });
                idx += n_folded;
                continue;
            }
            let indent = match paragraph.kind {
                ParagraphKind::List | ParagraphKind::Quote | ParagraphKind::Table => {
                    INDENT.min(width / 4)
                }
                ParagraphKind::Text
                | ParagraphKind::Heading
                | ParagraphKind::Caption
                | ParagraphKind::Boilerplate => 0,
            };
            for line in lines(body.text(), paragraph.span) {
                wrap(body.text(), line, (width - indent) as usize, &mut spans);
            }
            rows.extend(spans.drain(..).map(|span| Row {
                kind: RowKind::Body(paragraph.kind),
                span,
                indent,
            }));
            idx += 1;
        }
        rows.push(Row {
            kind: RowKind::Blank,
            span: Span::empty(body.text().len()),
            indent: 0,
        });
        Self { rows, width }
    }

    /// Lays out the source, line by line; with `only`, the lines that hold one of these spans.
    pub fn of_source(source: &str, width: u16, only: Option<&[Span]>) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        let mut spans = Vec::new();
        for line in lines(source, Span::new(0, source.len())) {
            if !is_wanted(only, line) {
                match rows.last_mut().filter(|row| row.kind == RowKind::Skipped) {
                    Some(gap) => gap.span.end = line.end,
                    None => rows.push(skipped(line)),
                }
                continue;
            }
            wrap(source, line, width as usize, &mut spans);
            rows.extend(spans.drain(..).map(|span| Row {
                kind: RowKind::Source,
                span,
                indent: 0,
            }));
        }
        Self { rows, width }
    }

    /// Returns the row in which an offset of the text stands, or the last one before it.
    pub fn row_of(&self, offset: usize) -> usize {
        let n_head = self.n_head_rows();
        let after = self.rows[n_head..].partition_point(|row| row.span.start as usize <= offset);
        n_head + after.saturating_sub(1)
    }

    /// Returns the offset of the text at which a row begins; `None` in the head of the article.
    pub fn offset_of(&self, row: usize) -> Option<usize> {
        (row >= self.n_head_rows())
            .then(|| self.rows.get(row).map(|row| row.span.start as usize))
            .flatten()
    }

    fn n_head_rows(&self) -> usize {
        self.rows
            .iter()
            .take_while(|row| matches!(row.kind, RowKind::Title | RowKind::About))
            .count()
    }
}

/// Tells whether a paragraph or line holds one of the spans, which are in order.
fn is_wanted(only: Option<&[Span]>, part: Span) -> bool {
    only.is_none_or(|only| {
        let first = only.partition_point(|span| span.end <= part.start);
        only.get(first).is_some_and(|span| span.start < part.end)
    })
}

fn skipped(span: Span) -> Row {
    Row {
        kind: RowKind::Skipped,
        span,
        indent: 0,
    }
}

/// The lines of a part of a text, without their ends.
fn lines(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let mut start = span.start as usize;
    let part = span.of(text);
    part.split('\n').map(move |line| {
        let at = start;
        start += line.len() + 1;
        Span::new(at, at + line.len())
    })
}
