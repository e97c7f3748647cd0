//! PDF: the text of its pages, as far as the file holds text.

use super::Format;
use crate::corpus::{
    draft::{Content, Draft},
    out::Flow,
    prose::Wrap,
};
use lopdf::{Document, Object};

/// PDF files with text.
pub const PDF: Format = Format {
    name: "pdf",
    looks: |head| {
        memchr::memmem::find(&head.bytes[..head.bytes.len().min(1024)], b"%PDF-").is_some()
    },
    read: |input, out| {
        let Some(bytes) = input.whole(out) else {
            return Flow::Continue(());
        };
        let document = match Document::load_mem(&bytes) {
            Ok(document) => document,
            Err(error) => return out.problem(None, &format!("a PDF that cannot be read: {error}")),
        };
        if document.is_encrypted() {
            return out.problem(None, "a PDF that is locked with a password");
        }
        let mut text = String::new();
        for page in document.get_pages().into_keys().take(MAX_PAGES) {
            match document.extract_text_with_limit(&[page], MAX_PAGE_BYTES) {
                Ok(words) => {
                    text.push_str(words.trim_end());
                    text.push_str("\n\n");
                }
                Err(error) => out.problem(Some(format!("page {page}")), &error.to_string())?,
            }
            if text.len() > MAX_TEXT_BYTES {
                out.problem(
                    Some(format!("page {page}")),
                    "the text goes on; the rest was left out",
                )?;
                break;
            }
        }
        if text.chars().filter(|c| c.is_alphabetic()).count() < MIN_LETTERS {
            return out.problem(None, "a PDF without text: pictures of pages, perhaps");
        }
        out.article(Draft {
            title: title(&document),
            content: Content::Text(text, Wrap::Unknown),
            ..Draft::default()
        })
    },
};

/// How many pages are read.
const MAX_PAGES: usize = 5_000;
/// How much one page may unpack to, in bytes.
const MAX_PAGE_BYTES: usize = 16 << 20;
/// How much text is taken, in bytes.
const MAX_TEXT_BYTES: usize = 16 << 20;
/// Fewer letters than this are no story.
const MIN_LETTERS: usize = 40;

/// Returns the title in the properties of a document, unless it is a name that a program gave.
fn title(document: &Document) -> Option<String> {
    let info = document.trailer.get(b"Info").ok()?;
    let info = match info {
        Object::Reference(id) => document.get_object(*id).ok()?,
        other => other,
    };
    let title = info.as_dict().ok()?.get(b"Title").ok()?;
    let title = lopdf::decode_text_string(title).ok()?;
    let title = title.trim();
    let is_name =
        title.contains('.') && !title.contains(' ') || title.starts_with("Microsoft Word");
    (!title.is_empty() && !is_name).then(|| title.to_owned())
}
