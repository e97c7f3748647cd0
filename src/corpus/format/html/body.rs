//! Which part of a page is the story?

use super::{linked::Linked, tables};
use crate::corpus::{
    blocks::{Blocks, flatten, flatten_page},
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

/// Finds the story of a page; `cut` is the page without what stands around its story.
pub(super) fn read(page: &str, cut: &str, linked: Option<&Linked>, title: Option<&str>) -> Blocks {
    let mut story = if is_flat(page) {
        readable(&tables::without_layout(cut))
    } else {
        Blocks::default()
    };
    story = without_title(&story, title);
    if n_bytes_of_text(&story) < SHORT_BYTES {
        let others = [marked(cut), marked(page)];
        for other in others {
            let other = without_title(&other, title);
            if n_bytes_of_text(&other) > 2 * n_bytes_of_text(&story) {
                story = other;
            }
        }
    }
    match linked.and_then(|linked| linked.body.as_deref()) {
        Some(body) => with_linked(story, &without_title(&text_blocks(body), title)),
        None => story,
    }
}

/// Of the story in linked data, so much (in percent) is in the story that was found if they are the same.
const SAME_PERCENT: usize = 70;
/// Where linked data tells so much more (in percent), the page shows only the beginning.
const LONGER_PERCENT: usize = 150;

/// Compares the story that was found with the one the page repeats for machines.
///
/// Where that one is much longer the page shows the beginning only; where both are the same, what is in no part of it is
/// set aside.
fn with_linked(story: Blocks, linked: &Blocks) -> Blocks {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (n_found, n_linked) = (n_bytes_of_text(&story), n_bytes_of_text(linked));
    if n_linked * 100 > n_found * LONGER_PERCENT {
        return linked.clone();
    }
    let told = letters(&linked.text);
    let is_told: Vec<bool> = story
        .iter()
        .map(|(text, _)| told.contains(&letters(text)))
        .collect();
    let n_told: usize = story
        .iter()
        .zip(&is_told)
        .filter(|((_, kind), is_told)| **is_told && *kind != ParagraphKind::Boilerplate)
        .map(|((text, _), _)| text.len())
        .sum();
    if n_told * 100 < n_found * SAME_PERCENT || n_told * 100 < n_linked * SAME_PERCENT {
        return story;
    }
    let mut read = Blocks::default();
    for ((text, kind), is_told) in story.iter().zip(is_told) {
        let is_kept = is_told || matches!(kind, ParagraphKind::Caption | ParagraphKind::Table);
        read.push(
            text,
            if is_kept {
                kind
            } else {
                ParagraphKind::Boilerplate
            },
        );
    }
    read
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
        .map(|article| flatten_page(&article.content))
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
    let blocks = flatten_page(content);
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
