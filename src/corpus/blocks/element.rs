//! What is an element for: a block, a line end, a cell, data for programs, nothing that is shown?

use crate::{
    corpus::markup::{Tag, Token, Tokens, attributes},
    text::ParagraphKind,
};

/// What a tag means for the flow of text.
pub(super) enum Role {
    /// Begins and ends a block.
    Block(Option<ParagraphKind>),
    /// Not shown.
    Hidden,
    /// A line end.
    Break,
    /// Inside a line.
    Inline,
    Row,
    Cell,
    Table,
    /// Text whose line ends count.
    Preformatted,
}

/// Tells what an element of this name means.
pub(super) fn role(name: &str) -> Role {
    let mut lower = [0; 16];
    let Some(buffer) = lower.get_mut(..name.len()) else {
        return Role::Inline;
    };
    buffer.copy_from_slice(name.as_bytes());
    buffer.make_ascii_lowercase();
    match &*buffer {
        b"p" | b"div" | b"section" | b"article" | b"main" | b"header" | b"ul" | b"ol" | b"dl"
        | b"body" | b"html" | b"address" | b"hr" | b"figure" | b"center" | b"block"
        | b"fieldset" | b"details" | b"summary" | b"hgroup" | b"lead" | b"text" | b"paragraph" => {
            Role::Block(None)
        }
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"hl1" | b"hl2" | b"crosshead"
        | b"subhead" => Role::Block(Some(ParagraphKind::Heading)),
        b"li" | b"dt" | b"dd" => Role::Block(Some(ParagraphKind::List)),
        b"blockquote" | b"bq" => Role::Block(Some(ParagraphKind::Quote)),
        b"figcaption" | b"caption" | b"media-caption" => Role::Block(Some(ParagraphKind::Caption)),
        b"nav" | b"footer" | b"aside" => Role::Block(Some(ParagraphKind::Boilerplate)),
        b"table" => Role::Table,
        b"tr" => Role::Row,
        b"td" | b"th" => Role::Cell,
        b"pre" => Role::Preformatted,
        b"br" => Role::Break,
        b"script" | b"style" | b"head" | b"template" | b"svg" | b"math" | b"noscript"
        | b"iframe" | b"object" | b"select" | b"textarea" | b"button" | b"audio" | b"video"
        | b"media-metadata" | b"media-producer" => Role::Hidden,
        _ => Role::Inline,
    }
}

/// Tells whether an element is not shown: `hidden`, `display:none`.
pub(super) fn is_concealed(tag: Tag<'_>) -> bool {
    if !tag.attributes.contains("hidden") && !tag.attributes.contains("none") {
        return false;
    }
    attributes(tag.attributes).any(|(name, value)| {
        name.eq_ignore_ascii_case("hidden")
            || (name.eq_ignore_ascii_case("style")
                && value
                    .split(';')
                    .filter_map(|rule| rule.split_once(':'))
                    .any(|(key, value)| {
                        key.trim() == "display" && value.trim().starts_with("none")
                    }))
    })
}

/// Markup in which a data table is looked for, in bytes.
const TABLE_WINDOW_BYTES: usize = 16 << 10;
/// A cell longer than this holds running text, in bytes.
const MAX_CELL_BYTES: usize = 200;

/// Tells whether the table that begins here shows data; otherwise it only arranges the page.
pub fn is_data_table(after: &str) -> bool {
    let mut end = after.len().min(TABLE_WINDOW_BYTES);
    while !after.is_char_boundary(end) {
        end -= 1;
    }
    let mut n_cells = 0;
    for (token, _) in Tokens::new(&after[..end]) {
        match token {
            Token::Open(tag) => {
                if tag.is("table") || tag.is("article") || tag.is("h1") || tag.is("h2") {
                    return false;
                }
                n_cells += usize::from(tag.is("td") || tag.is("th"));
            }
            Token::Close(name) if name.eq_ignore_ascii_case("table") => return n_cells > 2,
            Token::Text(text) if text.trim().len() > MAX_CELL_BYTES => return false,
            _ => {}
        }
    }
    n_cells > 2
}

/// Tells whether the markup marks its paragraphs.
pub(super) fn has_paragraphs(markup: &str) -> bool {
    let mut n_paragraphs = 0;
    let mut n_breaks = 0;
    for (token, _) in Tokens::new(markup) {
        if let Token::Open(tag) = token {
            n_paragraphs += usize::from(tag.is("p"));
            n_breaks += usize::from(tag.is("br"));
        }
    }
    n_paragraphs > 0 && n_paragraphs * 3 >= n_breaks
}
