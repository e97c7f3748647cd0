//! Which part of a page is the story?

use super::metadata::Linked;
use crate::corpus::{
    blocks::{Blocks, flatten},
    markup::{Token, Tokens},
    prose::line_of,
};
use crate::text::ParagraphKind;
use dom_smoothie::{Config, Readability};

/// Pages nested deeper than this are not given to a parser that might recurse.
const MAX_DEPTH: usize = 200;
/// Pages with more elements than this are read without weighing them.
const MAX_ELEMENTS: usize = 60_000;
/// A story shorter than this is looked for in other ways too, in bytes.
const SHORT_BYTES: usize = 250;

/// Finds the story of a page.
pub(super) fn read(page: &str, linked: Option<&Linked>, title: Option<&str>) -> Blocks {
    let mut story = if is_flat(page) {
        readable(page)
    } else {
        Blocks::default()
    };
    story = without_title(&story, title);
    if n_bytes_of_text(&story) < SHORT_BYTES {
        let others = [
            linked
                .and_then(|linked| linked.body.as_deref())
                .map(text_blocks),
            Some(marked(page)),
        ];
        for other in others.into_iter().flatten() {
            let other = without_title(&other, title);
            if n_bytes_of_text(&other) > 2 * n_bytes_of_text(&story) {
                story = other;
            }
        }
    }
    story
}

/// Weighs the parts of a page.
fn readable(page: &str) -> Blocks {
    let config = Config {
        disable_json_ld: true,
        char_threshold: 250,
        ..Config::default()
    };
    Readability::new(page, None, Some(config))
        .ok()
        .and_then(|mut readability| readability.parse().ok())
        .map(|article| flatten(&article.content))
        .unwrap_or_default()
}

/// Takes what the page itself marks as its content, without what it marks as something else.
fn marked(page: &str) -> Blocks {
    let tree = crate::corpus::tree::Tree::new(page);
    let content = tree
        .all("article")
        .chain(tree.all("main"))
        .max_by_key(|node| node.inner().len())
        .or_else(|| tree.first("body"))
        .map_or(page, |node| node.inner());
    let blocks = flatten(content);
    blocks.filtered(|_, kind| kind != ParagraphKind::Boilerplate)
}

fn text_blocks(text: &str) -> Blocks {
    if text.contains("</") {
        return flatten(text);
    }
    let mut blocks = Blocks::default();
    for line in text.lines() {
        blocks.push(line, ParagraphKind::Text);
    }
    blocks
}

/// Leaves out the headline at the front of a story: it is told apart already.
fn without_title(story: &Blocks, title: Option<&str>) -> Blocks {
    let Some(title) = title.map(line_of) else {
        return story.clone();
    };
    let mut n_seen = 0;
    story.filtered(|text, _| {
        n_seen += 1;
        n_seen > 3 || line_of(text) != title
    })
}

fn n_bytes_of_text(blocks: &Blocks) -> usize {
    blocks
        .iter()
        .filter(|(_, kind)| *kind != ParagraphKind::Boilerplate)
        .map(|(text, _)| text.len())
        .sum()
}

/// Tells whether a page is nested no deeper and has no more elements than a parser should be given.
fn is_flat(page: &str) -> bool {
    const CLOSED_BY_OTHERS: [&str; 20] = [
        "p", "li", "td", "tr", "th", "dt", "dd", "option", "br", "hr", "img", "input", "meta",
        "link", "wbr", "source", "col", "area", "embed", "param",
    ];
    let mut depth = 0usize;
    let mut n_elements = 0;
    for (token, _) in Tokens::new(page) {
        match token {
            Token::Open(tag) => {
                n_elements += 1;
                let is_closed = tag.is_closed || CLOSED_BY_OTHERS.iter().any(|name| tag.is(name));
                depth += usize::from(!is_closed);
                if depth > MAX_DEPTH || n_elements > MAX_ELEMENTS {
                    return false;
                }
            }
            Token::Close(name) => {
                let is_counted = !CLOSED_BY_OTHERS
                    .iter()
                    .any(|other| name.eq_ignore_ascii_case(other));
                depth = depth.saturating_sub(usize::from(is_counted));
            }
            _ => {}
        }
    }
    // Elements that others close may nest too: lists in lists, tables in tables.
    n_elements <= MAX_ELEMENTS
}
