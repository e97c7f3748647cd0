//! DOCX: documents of word processors, and the exports of Nexis in that form.

use super::{Package, lexis};
use crate::corpus::{
    blocks::Blocks,
    container::{Seekable, part},
    draft::{Content, Draft},
    input::into_text,
    markup::{Token, Tokens, unescape},
    out::{Flow, Out},
    tree::{Node, Tree},
};
use crate::text::ParagraphKind;
use zip::ZipArchive;

/// Documents of Word and its like.
pub const DOCX: Package = Package {
    name: "docx",
    part: "word/document.xml",
    read,
};

fn read(archive: &mut ZipArchive<Seekable>, out: &mut Out<'_>) -> Flow {
    let document = match part(archive, "word/document.xml") {
        Ok(document) => into_text(document, None),
        Err(error) => return out.problem(None, &error.to_string()),
    };
    let properties = part(archive, "docProps/core.xml")
        .map(|bytes| into_text(bytes, None))
        .unwrap_or_default();
    let properties = Tree::new(&properties);
    let paragraphs = paragraphs(&document);
    let stories = lexis::exported(&paragraphs);
    if !stories.is_empty() {
        for draft in stories {
            out.article(draft)?;
        }
        return Flow::Continue(());
    }
    let property = |name: &str| properties.first(name).and_then(Node::line);
    let heading = paragraphs
        .iter()
        .take(6)
        .position(|(_, kind)| *kind == ParagraphKind::Heading);
    let title = heading
        .map(|idx| paragraphs[idx].0.clone())
        .or_else(|| property("title"));
    let mut blocks = Blocks::default();
    for (idx, (text, kind)) in paragraphs.iter().enumerate() {
        if Some(idx) != heading {
            blocks.push(text, *kind);
        }
    }
    let draft = Draft {
        title,
        byline: property("creator"),
        language: property("language"),
        content: Content::Blocks(blocks),
        ..Draft::default()
    };
    if draft.content.is_empty() && draft.title.is_none() {
        return out.problem(None, "a document without text");
    }
    out.article(draft)
}

/// Returns the paragraphs of a document with their kinds; rows of a table are one paragraph.
fn paragraphs(document: &str) -> Vec<(String, ParagraphKind)> {
    let mut paragraphs = Vec::new();
    let mut text = String::new();
    let mut kind = ParagraphKind::Text;
    let mut in_text = false;
    let mut table_depth = 0usize;
    let mut table = String::new();
    let mut n_deleted = 0usize;
    for (token, _) in Tokens::new(document) {
        match token {
            Token::Open(tag) => match tag.local() {
                "t" => in_text = !tag.is_closed,
                "tab" if n_deleted == 0 => text.push('\t'),
                "br" | "cr" => text.push(' '),
                "pStyle" => {
                    let style = tag.attribute("val").unwrap_or_default().to_lowercase();
                    if style.starts_with("heading")
                        || style == "title"
                        || style.starts_with("überschrift")
                    {
                        kind = ParagraphKind::Heading;
                    } else if style.contains("quote") {
                        kind = ParagraphKind::Quote;
                    } else if style.contains("caption") {
                        kind = ParagraphKind::Caption;
                    } else if style.starts_with("list") {
                        kind = ParagraphKind::List;
                    }
                }
                "numPr" if kind == ParagraphKind::Text => kind = ParagraphKind::List,
                "del" => n_deleted += usize::from(!tag.is_closed),
                "tbl" => table_depth += usize::from(!tag.is_closed),
                _ => {}
            },
            Token::Close(name) => match crate::corpus::markup::local(name) {
                "t" => in_text = false,
                "p" => {
                    let done = std::mem::take(&mut text);
                    let line = done.trim();
                    if table_depth > 0 {
                        if !line.is_empty() {
                            if !table.is_empty() && !table.ends_with('\n') {
                                table.push('\t');
                            }
                            table.push_str(line);
                        }
                    } else if !line.is_empty() {
                        paragraphs.push((line.to_owned(), kind));
                    }
                    kind = ParagraphKind::Text;
                }
                "tr" if !table.is_empty() => table.push('\n'),
                "tbl" => {
                    table_depth = table_depth.saturating_sub(1);
                    if table_depth == 0 && !table.trim().is_empty() {
                        paragraphs.push((
                            std::mem::take(&mut table).trim().to_owned(),
                            ParagraphKind::Table,
                        ));
                    }
                }
                "del" => n_deleted = n_deleted.saturating_sub(1),
                _ => {}
            },
            Token::Text(raw) if in_text && n_deleted == 0 => text.push_str(&unescape(raw)),
            Token::Literal(raw) if in_text && n_deleted == 0 => text.push_str(raw),
            Token::Text(_) | Token::Literal(_) => {}
        }
    }
    paragraphs
}
