//! What did the publisher mean? From a raw text to a body: characters repaired, words mended, lines joined to paragraphs.
//!
//! ```text
//! source ──▶ draft ──▶ characters ──▶ words ──▶ layout ──▶ Body
//! ```
//!
//! Each pass looks at the text as the passes before it left it and proposes changes; the draft keeps, for each
//! difference, the bytes of the source it stands for. What is certain is applied, a guess is applied and marked.

mod draft;
mod layout;

use crate::text::{Body, EditKind, ParagraphKind, Span};
use draft::{Changes, Draft};

/// What is known of a text before it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prose<'a> {
    /// Whether its lines were wrapped to a width.
    pub wrap: Wrap,
    /// Its language as an ISO 639-1 code.
    pub language: Option<&'a str>,
}

/// How a text uses line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wrap {
    /// Not known: the text itself must show it.
    #[default]
    Unknown,
    /// Lines were wrapped to a width: a line end may be no more than a space.
    Hard,
    /// Each line is a paragraph.
    Never,
}

/// A part of a source that a format has told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The bytes of the source.
    pub span: Span,
    /// What they are.
    pub role: Role,
}

/// What a piece of a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Running text, whose paragraphs are to be found.
    Prose,
    /// One paragraph of this kind.
    Paragraph(ParagraphKind),
    /// Left out of the reading text, for this reason.
    Aside(EditKind),
}

/// Makes the reading text of a source that is nothing but text.
pub fn body_of(source: &str, prose: &Prose) -> Body {
    let whole = Piece {
        span: Span::new(0, source.len()),
        role: Role::Prose,
    };
    body_of_pieces(source, &[whole], prose)
}

/// Makes the reading text of a source of which a format has told the parts apart.
///
/// The pieces are in the order of the source and do not overlap; what lies between them is left out as markup.
pub fn body_of_pieces(source: &str, pieces: &[Piece], prose: &Prose) -> Body {
    let mut draft = Draft::new(source);
    let mut asides = Changes::default();
    let mut at = 0;
    for piece in pieces {
        let range = piece.span.range();
        asides.remove(at..range.start, EditKind::Markup, true);
        if let Role::Aside(kind) = piece.role {
            asides.remove(range.clone(), kind, true);
        }
        at = range.end;
    }
    asides.remove(at..source.len(), EditKind::Markup, true);
    draft.apply(&asides);
    let regions = layout::regions(&draft, pieces);
    layout::lay_out(draft, &regions, prose)
}

/// Cleans a short field (a title, a name) into one line, repaired like a body.
pub fn line_of(raw: &str) -> String {
    body_of(
        raw,
        &Prose {
            wrap: Wrap::Hard,
            language: None,
        },
    )
    .text()
    .split_whitespace()
    .collect::<Vec<_>>()
    .join(" ")
}
