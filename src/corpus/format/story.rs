//! CNN and Daily Mail stories as researchers pass them round: the text, then its highlights.

use super::Format;
use crate::corpus::{
    draft::{Content, Draft},
    out::Flow,
    prose::{Piece, Role, Wrap},
};
use crate::text::{EditKind, ParagraphKind, Span};

/// A `.story` file.
pub const STORY: Format = Format {
    name: "story",
    looks: |head| {
        head.text().contains("\n@highlight\n")
            || head.text().contains("\n@highlight\r\n")
            || (head.is_named(&[".story"]) && !head.start().starts_with('<'))
    },
    read: |input, out| {
        let Some(text) = input.whole_text(out) else {
            return Flow::Continue(());
        };
        let end = text.find("@highlight").unwrap_or(text.len());
        let mut pieces = vec![Piece {
            span: Span::new(0, end),
            role: Role::Prose,
        }];
        let mut title: Option<&str> = None;
        let mut at = end;
        let mut is_next = false;
        for line in text[end..].split_inclusive('\n') {
            let content = line.trim();
            let start = at + (line.len() - line.trim_start().len());
            at += line.len();
            if content == "@highlight" {
                is_next = true;
            } else if is_next && !content.is_empty() {
                is_next = false;
                // The first highlight that is not just a sentence of the story stands in for a headline.
                let is_copy = text[..end].contains(content.trim_end_matches('.'));
                if title.is_none() && !is_copy {
                    title = Some(content);
                }
                pieces.push(Piece {
                    span: Span::new(start, start + content.len()),
                    role: Role::Paragraph(ParagraphKind::Boilerplate),
                });
            }
        }
        pieces.retain(|piece| !piece.span.is_empty());
        if text[..end].trim().is_empty() && end < text.len() {
            pieces.insert(
                0,
                Piece {
                    span: Span::new(0, end),
                    role: Role::Aside(EditKind::Space),
                },
            );
        }
        let draft = Draft {
            title: title.map(str::to_owned),
            is_title_made: true,
            content: Content::Pieces(text, pieces, Wrap::Unknown),
            ..Draft::default()
        };
        if draft.content.is_empty() {
            return out.problem(None, "a story without text");
        }
        out.article(draft)
    },
};
