//! What on a page stands around the story? Navigation, sharing, related stories, sign-up boxes, comments: cut out
//! before the page is weighed, and lines of such kinds set aside in what is left.

use crate::corpus::{
    blocks::Blocks,
    markup::{Token, Tokens},
    prose::{is_frame_line, line_of},
    tree::{Node, Tree},
};
use crate::text::ParagraphKind;
use std::collections::HashMap;

/// Text without a tag in it counts as prose from this length on, in bytes.
const MIN_PROSE_BYTES: usize = 60;
/// An element that holds more of the prose of a page (in percent) is no frame, whatever it is called.
const MAX_FRAME_PERCENT: usize = 30;
/// Comments may be longer than the story, where there is at least so much prose outside them, in bytes.
const MIN_STORY_BYTES: usize = 300;

/// Elements that are frame by their name.
const FRAME_TAGS: [&str; 9] = [
    "nav",
    "footer",
    "aside",
    "form",
    "dialog",
    "menu",
    "amp-sidebar",
    "amp-social-share",
    "amp-ad",
];
/// Roles (WAI-ARIA landmarks) of elements that are frame.
const FRAME_ROLES: [&str; 6] = [
    "navigation",
    "complementary",
    "contentinfo",
    "dialog",
    "search",
    "alertdialog",
];
/// Parts of class names and ids that frames are called by.
const FRAME_NAMES: [&str; 58] = [
    "share",
    "sharing",
    "social",
    "related",
    "recommend",
    "recirc",
    "trending",
    "popular",
    "most-read",
    "mostread",
    "most_read",
    "newsletter",
    "sign-up",
    "signup",
    "subscri",
    "promo",
    "sponsor",
    "advert",
    "outbrain",
    "taboola",
    "cookie",
    "consent",
    "gdpr",
    "breadcrumb",
    "pagination",
    "pager",
    "post-navigation",
    "next-post",
    "sidebar",
    "side-bar",
    "widget",
    "masthead",
    "navbar",
    "site-nav",
    "site-header",
    "site-footer",
    "footer",
    "skip-link",
    "jump-to-nav",
    "sitesub",
    "printfooter",
    "catlinks",
    "taglist",
    "tag-list",
    "topic-list",
    "article-tags",
    "author-bio",
    "author-box",
    "authorbox",
    "about-author",
    "author-card",
    "paywall",
    "read-more",
    "readmore",
    "read-next",
    "pullquote",
    "pull-quote",
    "screen-reader",
];
/// Whole words of class names and ids that frames are called by.
const FRAME_WORDS: [&str; 24] = [
    "ad", "ads", "bio", "epic", "follow", "tags", "topics", "topic", "teaser", "teasers", "card",
    "cards", "popup", "modal", "overlay", "toolbar", "tools", "menu", "banner", "submeta",
    "visually", "sr", "leia", "lesen",
];
/// Parts of class names and ids of what readers have said.
const COMMENT_NAMES: [&str; 9] = [
    "comment",
    "respond",
    "disqus",
    "discussion",
    "kommentar",
    "comentario",
    "comentário",
    "reactions",
    "livefyre",
];

/// Returns a page without what stands around its story, or `None` where nothing is to be cut.
///
/// What holds `heading` (the byte at which the headline begins) is kept, and so is whatever holds much of the prose.
pub(super) fn without(tree: &Tree<'_>, page: &str, heading: Option<usize>) -> Option<String> {
    let prose = ProseLengths::of(page);
    let mut kept = String::with_capacity(page.len());
    let mut at = 0;
    for node in tree.elements() {
        let start = node.start();
        if start < at {
            continue;
        }
        if is_unseen(node) {
            let end = after_end_tag(page, node.end());
            // What is never closed would take the rest of the page with it.
            if end > node.end() {
                kept.push_str(&page[at..start]);
                at = end;
                continue;
            }
        }
        let Some(kind) = frame_kind(node) else {
            continue;
        };
        let end = after_end_tag(page, node.end());
        if heading.is_some_and(|heading| (start..end).contains(&heading)) || is_story(node) {
            continue;
        }
        let inside = prose.between(start, end);
        // Readers speak after the story: what begins it is an opinion of the house (`comment-lead`).
        let begins_story = heading.is_some_and(|heading| {
            start > heading && prose.between(heading, start) < MIN_STORY_BYTES
        });
        if kind == Frame::Comments && inside > 0 && begins_story {
            continue;
        }
        let is_small = inside * 100 <= prose.total() * MAX_FRAME_PERCENT;
        let leaves_story = kind == Frame::Comments && prose.total() - inside >= MIN_STORY_BYTES;
        if is_small || leaves_story {
            kept.push_str(&page[at..start]);
            at = end;
        }
    }
    if at == 0 {
        return None;
    }
    kept.push_str(&page[at..]);
    Some(kept)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    Page,
    Comments,
}

/// Tells whether an element holds nothing to read: a program, a style, a drawing.
fn is_unseen(node: Node<'_, '_>) -> bool {
    ["script", "style", "svg", "template", "iframe"]
        .iter()
        .any(|name| node.tag().is(name))
}

fn frame_kind(node: Node<'_, '_>) -> Option<Frame> {
    const KEPT: [&str; 12] = [
        "html", "body", "head", "main", "meta", "link", "img", "input", "br", "hr", "source",
        "time",
    ];
    let tag = node.tag();
    if KEPT.iter().any(|name| tag.is(name)) {
        return None;
    }
    if FRAME_TAGS.iter().any(|name| tag.is(name)) {
        return Some(Frame::Page);
    }
    if tag.attributes.is_empty() {
        return None;
    }
    if node.attribute("role").is_some_and(|role| {
        FRAME_ROLES
            .iter()
            .any(|name| role.eq_ignore_ascii_case(name))
    }) {
        return Some(Frame::Page);
    }
    for key in ["class", "id", "data-component", "data-testid"] {
        let Some(value) = node.attribute(key) else {
            continue;
        };
        let value = value.to_lowercase();
        if COMMENT_NAMES.iter().any(|name| value.contains(name)) {
            return Some(Frame::Comments);
        }
        let is_word = |word: &str| FRAME_WORDS.contains(&word);
        if FRAME_NAMES.iter().any(|name| value.contains(name))
            || value.split(|c: char| !c.is_alphanumeric()).any(is_word)
        {
            return Some(Frame::Page);
        }
    }
    None
}

/// Tells whether an element says that it is the story.
fn is_story(node: Node<'_, '_>) -> bool {
    node.tag().attributes.contains("articleBody")
}

/// Returns where the end tag ends that begins at `end`, if there is one.
fn after_end_tag(page: &str, end: usize) -> usize {
    let rest = &page[end..];
    if !rest.starts_with("</") {
        return end;
    }
    rest.find('>').map_or(page.len(), |len| end + len + 1)
}

/// How much prose stands before each place of a page.
struct ProseLengths {
    /// Where a run of prose begins, and how many bytes of prose there are up to its end.
    runs: Vec<(usize, usize)>,
}

impl ProseLengths {
    fn of(page: &str) -> Self {
        let mut runs = Vec::new();
        let mut total = 0;
        for (token, span) in Tokens::new(page) {
            if let Token::Text(text) = token
                && text.trim().len() >= MIN_PROSE_BYTES
            {
                total += text.trim().len();
                runs.push((span.start, total));
            }
        }
        Self { runs }
    }

    fn total(&self) -> usize {
        self.runs.last().map_or(0, |(_, total)| *total)
    }

    fn between(&self, start: usize, end: usize) -> usize {
        let before = |at: usize| {
            let n_runs = self.runs.partition_point(|(run, _)| *run < at);
            n_runs.checked_sub(1).map_or(0, |idx| self.runs[idx].1)
        };
        before(end) - before(start)
    }
}

/// Headings and short lines under which a page lists what else there is to read.
const END_HEADINGS: [&str; 34] = [
    "related",
    "related topics",
    "related stories",
    "related articles",
    "related news",
    "related coverage",
    "related content",
    "related links",
    "related internet links",
    "more on this story",
    "more on this topic",
    "more stories",
    "more from",
    "most read",
    "most popular",
    "read next",
    "read more",
    "you may also like",
    "recommended",
    "recommended for you",
    "from around the web",
    "sources",
    "external links",
    "see also",
    "comments",
    "leave a reply",
    "leave a comment",
    "topics",
    "tags",
    "lesen sie auch",
    "mehr zum thema",
    "kommentare",
    "leia também",
    "comentários",
];
/// How a line begins that a house puts at the end of its stories.
const END_LINES: [&str; 22] = [
    "a version of this article",
    "this article was originally published",
    "this article first appeared",
    "have you got a story",
    "have you got a tip",
    "do you have a story",
    "got a tip",
    "got a story",
    "sign up for",
    "sign up to",
    "subscribe to",
    "get the latest",
    "already a subscriber",
    "support us",
    "the video will start",
    "read more",
    "read also",
    "lesen sie auch",
    "leia também",
    "leia mais",
    "since you\u{2019}re here",
    "share this post",
];
/// What those who write are.
const TRADES: [&str; 12] = [
    "reporter",
    "correspondent",
    "editor",
    "journalist",
    "writer",
    "columnist",
    "contributor",
    "author",
    "producer",
    "freelance",
    "professor",
    "fellow",
];
/// A line that ends a story is no longer, in bytes.
const MAX_END_BYTES: usize = 400;
/// A line that stands in a story so often is a caption of pictures in a row.
const MIN_TIMES: usize = 4;
/// A heading of frames is no longer, in bytes.
const MAX_HEADING_BYTES: usize = 60;

/// Sets the lines aside that stand around a story: `byline` is who wrote it, where known.
pub(super) fn set_aside(story: &Blocks, byline: Option<&str>) -> Blocks {
    let n_blocks = story.spans.len();
    let mut read = Blocks::default();
    let mut under_end_heading = false;
    let mut n_times: HashMap<&str, usize> = HashMap::new();
    for (text, _) in story.iter().filter(|(text, _)| text.len() <= MAX_END_BYTES) {
        *n_times.entry(text).or_default() += 1;
    }
    for (idx, (text, kind)) in story.iter().enumerate() {
        let line = line_of(text.get(..MAX_END_BYTES).unwrap_or(text)).to_lowercase();
        let is_prose = text.len() > MAX_HEADING_BYTES * 2 && kind == ParagraphKind::Text;
        under_end_heading = match kind {
            _ if is_end_heading(&line) => true,
            ParagraphKind::Heading => false,
            _ => under_end_heading && !is_prose,
        };
        let is_late = idx + 4 >= n_blocks;
        let is_frame = under_end_heading
            || kind != ParagraphKind::Table
                && (is_frame_line(&line)
                    || is_clock(&line)
                    || kind == ParagraphKind::Text
                        && (is_number(text) || n_times.get(text).is_some_and(|n| *n >= MIN_TIMES))
                    || text.len() <= MAX_END_BYTES && is_end_line(&line)
                    || is_late && is_about_author(&line, byline));
        read.push(
            text,
            if is_frame {
                ParagraphKind::Boilerplate
            } else {
                kind
            },
        );
    }
    read
}

fn is_end_heading(line: &str) -> bool {
    // A count may stand after it: `Comments (2)`, and one before it: `12 comments`.
    let core = line.trim_matches(|c: char| !c.is_alphabetic());
    line.len() <= MAX_HEADING_BYTES && END_HEADINGS.contains(&core)
}

fn is_end_line(line: &str) -> bool {
    END_LINES.iter().any(|beginning| {
        line.trim_start_matches(|c: char| !c.is_alphanumeric())
            .starts_with(beginning)
    }) || line.starts_with("follow ") && (line.contains(" on twitter") || line.contains('@'))
}

/// Tells whether a line is nothing but a time of day, as live pages put it above each report.
fn is_clock(line: &str) -> bool {
    line.len() <= 12
        && line.starts_with(|c: char| c.is_ascii_digit())
        && line.contains([':', '.', 'h'])
        && line.split(|c: char| !c.is_alphanumeric()).all(|part| {
            part.bytes().all(|b| b.is_ascii_digit())
                || matches!(part, "am" | "pm" | "gmt" | "et" | "h")
        })
        && line.bytes().filter(u8::is_ascii_digit).count() <= 4
}

/// Tells whether a line is the number of a picture in a series, or of what was said of it.
fn is_number(text: &str) -> bool {
    text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_about_author(line: &str, byline: Option<&str>) -> bool {
    let Some(byline) = byline.filter(|byline| byline.len() > 4) else {
        return false;
    };
    let Some(rest) = line.strip_prefix(&byline.to_lowercase()) else {
        return false;
    };
    (rest.starts_with(" is ")
        || rest.starts_with(" was ")
        || rest.starts_with(", ")
        || rest.starts_with(" covers "))
        && TRADES.iter().any(|trade| rest.contains(trade))
}

#[cfg(test)]
mod tests;
