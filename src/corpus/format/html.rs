//! Pages of the web: what a page says about itself, and the story without what stands around it.

mod body;
mod frame;
mod headline;
mod linked;
mod meta;
mod metadata;
mod published;
mod tables;

use super::Format;
use crate::corpus::{
    DayMonthOrder,
    draft::{Content, Draft},
    input::{declared_encoding, into_text},
    out::{Flow, Out},
    tree::{Node, Tree},
};

/// A page of the web.
pub const HTML: Format = Format {
    name: "html",
    looks: |head| {
        let text = head.start();
        let start = text
            .get(..text.len().min(2048))
            .unwrap_or(text)
            .to_ascii_lowercase();
        let begins = [
            "<!doctype html",
            "<html",
            "<head",
            "<body",
            "<meta",
            "<title",
            "<div",
            "<article",
            "<p>",
            "<h1",
        ]
        .iter()
        .any(|tag| start.starts_with(tag));
        begins
            || (start.starts_with('<')
                && (start.contains("<html") || start.contains("<!doctype html")))
            || (head.is_named(&[".html", ".htm", ".xhtml", ".shtml"]) && start.contains('<'))
    },
    read: |input, out| {
        let Some(bytes) = input.whole(out) else {
            return Flow::Continue(());
        };
        let declared = declared_encoding(&bytes);
        let page = into_text(bytes, declared.as_deref());
        read_page(&page, None, 0, out)
    },
};

/// Reads one page and hands its article on, or says that there is none.
pub(super) fn read_page(page: &str, url: Option<&str>, offset: u64, out: &mut Out<'_>) -> Flow {
    if let Some(drafts) = super::nexis_html::read(page) {
        for mut draft in drafts {
            draft.offset = offset;
            out.article(draft)?;
        }
        return Flow::Continue(());
    }
    match page_draft(page, url, out.order(None)) {
        Some(mut draft) => {
            draft.offset = offset;
            out.article(draft)
        }
        None => out.problem(None, "a web page without a story"),
    }
}

/// Reads one page; `order` is how other pages of its folder write day and month.
pub(super) fn page_draft(page: &str, url: Option<&str>, order: DayMonthOrder) -> Option<Draft> {
    let tree = Tree::new(page);
    let window = tree.first("title").and_then(Node::line);
    let heading = headline::heading(&tree, window.as_deref()).map(Node::start);
    let cut = frame::without(&tree, page, heading);
    let story = cut.as_deref().unwrap_or(page);
    let cut_tree = cut.as_deref().map(Tree::new);
    let story_tree = cut_tree.as_ref().unwrap_or(&tree);
    let mut draft = metadata::read(&tree, page, (story_tree, story), (url, order));
    let title = draft.draft.title.as_deref();
    let mut blocks = body::read(page, story, draft.linked.as_ref(), title);
    metadata::from_story(&mut draft, &mut blocks);
    let blocks = frame::set_aside(&blocks, draft.draft.byline.as_deref());
    let mut draft = draft.draft;
    draft.content = Content::Blocks(blocks);
    if draft.content.is_empty() {
        return None;
    }
    Some(draft)
}
