//! Where does a paragraph begin and end? From lines to paragraphs, headings, lists, tables.

use super::{Changes, Draft, Piece, Prose, Role, Wrap};
use crate::text::{Body, Context, EditKind, Paragraph, ParagraphKind, Span};
use std::ops::Range;

/// A part of the draft: running text, or one paragraph of a known kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Region {
    at: Range<usize>,
    kind: Option<ParagraphKind>,
}

/// Maps the pieces of a source to the draft.
pub(super) fn regions(draft: &Draft, pieces: &[Piece]) -> Vec<Region> {
    pieces
        .iter()
        .filter_map(|piece| {
            let kind = match piece.role {
                Role::Prose => None,
                Role::Paragraph(kind) => Some(kind),
                Role::Aside(_) => return None,
            };
            let at = draft.at_source(piece.span.start as usize)
                ..draft.at_source(piece.span.end as usize);
            Some(Region { at, kind })
        })
        .collect()
}

/// Lays the regions out as paragraphs.
pub(super) fn lay_out(mut draft: Draft, regions: &[Region], prose: &Prose) -> Body {
    let mut changes = Changes::default();
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut removed = 0_isize;
    let text = draft.text().to_owned();
    let mut at = 0;
    for region in regions {
        let mut line_start = region.at.start;
        let mut open = false;
        for line in text[region.at.clone()].split_inclusive('\n') {
            let content = line.trim();
            let start = line_start + (line.len() - line.trim_start().len());
            line_start += line.len();
            if content.is_empty() {
                open = open && region.kind.is_some();
                continue;
            }
            let end = start + content.len();
            if open {
                replace(
                    &mut changes,
                    at..start,
                    " ",
                    EditKind::JoinedLine,
                    &mut removed,
                );
            } else {
                let gap = &text[at..start];
                let with = match (paragraphs.is_empty(), gap) {
                    (true, _) => "",
                    (false, "\n") => "\n",
                    (false, _) => "\n\n",
                };
                if gap != with {
                    replace(
                        &mut changes,
                        at..start,
                        with,
                        EditKind::ParagraphBreak,
                        &mut removed,
                    );
                }
            }
            let to = |offset: usize| offset.saturating_add_signed(-removed);
            match paragraphs.last_mut() {
                Some(last) if open => last.span.end = to(end) as u32,
                _ => paragraphs.push(Paragraph {
                    span: Span::new(to(start), to(end)),
                    kind: region.kind.unwrap_or(ParagraphKind::Text),
                }),
            }
            at = end;
            open = region.kind.is_some() || prose.wrap == Wrap::Hard;
        }
    }
    changes.remove(at..text.len(), EditKind::Space, true);
    draft.apply(&changes);
    let (text, edits) = draft.into_parts();
    let context = Context {
        date: None,
        language: prose.language.map(str::to_owned),
    };
    Body::assemble(text, paragraphs, edits, context)
}

fn replace(
    changes: &mut Changes,
    at: Range<usize>,
    with: &str,
    kind: EditKind,
    removed: &mut isize,
) {
    *removed += at.len() as isize - with.len() as isize;
    changes.replace(at, with, kind, true);
}
