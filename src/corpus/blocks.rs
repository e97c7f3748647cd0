//! What would a reader see of this markup? Its blocks: paragraphs, headings, items, rows, without the tags.

mod element;

pub use element::is_data_table;

use super::markup::{Tag, Token, Tokens, unescape};
use crate::text::ParagraphKind;
use element::{Role, has_paragraphs, is_concealed, role};
use std::ops::Range;

/// The text of marked-up content: blocks with empty lines between, each with its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocks {
    /// The text of all blocks.
    pub text: String,
    /// The bytes of each block and what it is.
    pub spans: Vec<(Range<usize>, ParagraphKind)>,
}

impl Blocks {
    /// Appends a block; white space at its ends is left out, an empty one altogether.
    pub fn push(&mut self, text: &str, kind: ParagraphKind) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.spans.push((start..self.text.len(), kind));
    }

    /// Appends all blocks of another text.
    pub fn append(&mut self, other: &Self) {
        for (span, kind) in &other.spans {
            self.push(&other.text[span.clone()], *kind);
        }
    }

    /// Returns the blocks.
    pub fn iter(&self) -> impl Iterator<Item = (&str, ParagraphKind)> {
        self.spans
            .iter()
            .map(|(span, kind)| (&self.text[span.clone()], *kind))
    }

    /// Leaves out the headline where it is repeated on top; sets what stands above it aside.
    pub fn leave_out_headline(&mut self, title: &str) {
        /// The headline is one of so many blocks.
        const MAX_BLOCKS: usize = 24;
        /// What stands above it is no longer, in bytes.
        const MAX_BYTES: usize = 80;
        let title: Vec<_> = title.split_whitespace().collect();
        let found = self.iter().take(MAX_BLOCKS).position(|(text, kind)| {
            kind == ParagraphKind::Heading && text.split_whitespace().eq(title.iter().copied())
        });
        let Some(idx) = found else {
            return;
        };
        if self
            .iter()
            .take(idx)
            .any(|(text, _)| text.len() > MAX_BYTES)
        {
            return;
        }
        for (_, kind) in &mut self.spans[..idx] {
            *kind = ParagraphKind::Boilerplate;
        }
        self.spans.remove(idx);
    }

    /// Returns the blocks that `keep` wants.
    #[must_use]
    pub fn filtered(&self, mut keep: impl FnMut(&str, ParagraphKind) -> bool) -> Self {
        let mut kept = Self::default();
        for (text, kind) in self.iter() {
            if keep(text, kind) {
                kept.push(text, kind);
            }
        }
        kept
    }
}

/// Cuts marked-up content into its blocks. Never fails; runs in linear time whatever the nesting.
pub fn flatten(markup: &str) -> Blocks {
    flattened(Flow::new(markup), markup)
}

/// Cuts the content of a page into its blocks; those that are nothing but links are set aside.
pub fn flatten_page(markup: &str) -> Blocks {
    let mut flow = Flow::new(markup);
    flow.sets_links_aside = true;
    flattened(flow, markup)
}

fn flattened(mut flow: Flow, markup: &str) -> Blocks {
    let tokens = Tokens::new(markup);
    for (token, span) in tokens {
        match token {
            Token::Text(raw) if flow.hidden == 0 => flow.text(&unescape(raw)),
            Token::Literal(raw) if flow.hidden == 0 => flow.text(raw),
            Token::Text(_) | Token::Literal(_) => {}
            Token::Open(tag) => {
                if tag.is("table") && flow.hidden == 0 {
                    flow.tables.push(is_data_table(&markup[span.end..]));
                }
                flow.open(tag);
            }
            Token::Close(name) => flow.close(super::markup::local(name)),
        }
    }
    flow.end_block();
    flow.blocks
}

/// Returns marked-up text on one line.
pub fn inline(markup: &str) -> String {
    let blocks = flatten(markup);
    blocks.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Elements that never have content.
const VOID: [&str; 10] = [
    "br", "hr", "img", "input", "meta", "link", "wbr", "source", "col", "area",
];

struct Flow {
    blocks: Blocks,
    line: String,
    /// The open elements that give their blocks a kind, innermost last.
    kinds: Vec<(String, ParagraphKind)>,
    /// How deep inside elements that are not shown, and which one began it.
    hidden: usize,
    hidden_by: String,
    /// Whether each open table shows data (or only arranges the page).
    tables: Vec<bool>,
    preformatted: usize,
    /// Line breaks since the last text.
    n_breaks: usize,
    /// Whether a line break ends a paragraph here: markup without paragraphs of its own.
    breaks_are_paragraphs: bool,
    /// Whether blocks of links are no part of the story.
    sets_links_aside: bool,
    /// How many links are open, and how many bytes of the line were inside one.
    n_links: usize,
    n_linked: usize,
}

/// Of a block that is no more than links, so much (in percent) is inside them; of an item of a list less.
const LINKED_PERCENT: usize = 90;
/// See [`LINKED_PERCENT`].
const LINKED_ITEM_PERCENT: usize = 60;

/// Tells whether a text begins with a mark that stands right behind a word, on a new line.
fn begins_with_mark(text: &str) -> bool {
    let rest = text.trim_start();
    let mut chars = rest.chars();
    text[..text.len() - rest.len()].contains('\n')
        && chars
            .next()
            .is_some_and(|mark| matches!(mark, ',' | '.' | ';' | ')'))
        && chars.next().is_none_or(char::is_whitespace)
}

/// A pile of open kinds higher than this is no document.
const MAX_KINDS: usize = 64;

impl Flow {
    fn new(markup: &str) -> Self {
        Self {
            blocks: Blocks::default(),
            line: String::new(),
            kinds: Vec::new(),
            hidden: 0,
            hidden_by: String::new(),
            tables: Vec::new(),
            preformatted: 0,
            n_breaks: 0,
            breaks_are_paragraphs: !has_paragraphs(markup),
            sets_links_aside: false,
            n_links: 0,
            n_linked: 0,
        }
    }

    fn text(&mut self, text: &str) {
        if self.n_breaks > 0 && !text.trim().is_empty() {
            let ends_sentence = self
                .line
                .trim_end()
                .ends_with(['.', '!', '?', ':', '"', '\u{201d}', '\u{bb}', '\u{2019}']);
            if self.n_breaks > 1 || (self.breaks_are_paragraphs && ends_sentence) {
                self.end_block();
            } else {
                self.line.push(' ');
            }
            self.n_breaks = 0;
        }
        if self.n_links > 0 {
            self.n_linked += text.trim().len();
        }
        if self.preformatted > 0 {
            self.line.push_str(text);
            return;
        }
        // Indented markup puts a tag's neighbours on lines of their own: `<b>Lima</b>↵, he said`.
        if begins_with_mark(text) && self.line.ends_with(' ') {
            self.line.pop();
        }
        let text = if begins_with_mark(text) {
            text.trim_start()
        } else {
            text
        };
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if !self.line.is_empty() && !self.line.ends_with([' ', '\n', '\t']) {
                    self.line.push(' ');
                }
            } else {
                self.line.push(c);
            }
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        let name = tag.local();
        if self.hidden > 0 {
            if name.eq_ignore_ascii_case(&self.hidden_by) && !tag.is_closed {
                self.hidden += 1;
            }
            return;
        }
        let is_empty = tag.is_closed || VOID.iter().any(|void| name.eq_ignore_ascii_case(void));
        match role(name) {
            Role::Hidden => {
                if !is_empty {
                    self.hide(name);
                }
            }
            _ if !is_empty && is_concealed(tag) => self.hide(name),
            Role::Block(kind) => {
                self.end_block();
                if let Some(kind) = kind
                    && !is_empty
                    && self.kinds.len() < MAX_KINDS
                {
                    self.kinds.push((name.to_ascii_lowercase(), kind));
                }
            }
            Role::Break => {
                if self.in_data_table() || self.preformatted > 0 {
                    self.line
                        .push(if self.preformatted > 0 { '\n' } else { ' ' });
                } else {
                    self.n_breaks += 1;
                }
            }
            Role::Table => self.end_block(),
            Role::Row => {
                if self.in_data_table() {
                    if !self.line.trim().is_empty() {
                        trim_line_end(&mut self.line);
                        self.line.push('\n');
                    }
                } else {
                    self.end_block();
                }
            }
            Role::Cell => {
                if self.in_data_table() {
                    if !self.line.is_empty() && !self.line.ends_with('\n') {
                        trim_line_end(&mut self.line);
                        self.line.push('\t');
                    }
                } else {
                    self.end_block();
                }
            }
            Role::Preformatted => {
                self.end_block();
                self.preformatted += usize::from(!is_empty);
            }
            Role::Inline => {
                self.n_links += usize::from(!is_empty && name.eq_ignore_ascii_case("a"));
            }
        }
    }

    fn close(&mut self, name: &str) {
        if self.hidden > 0 {
            if name.eq_ignore_ascii_case(&self.hidden_by) {
                self.hidden -= 1;
            }
            return;
        }
        match role(name) {
            Role::Block(kind) => {
                self.end_block();
                // The end of a list ends its items, whose own end tags may be left out.
                while matches!(
                    name.as_bytes(),
                    [b'u' | b'U' | b'o' | b'O' | b'd' | b'D', b'l' | b'L']
                ) && matches!(self.kinds.last(), Some((_, ParagraphKind::List)))
                {
                    self.kinds.pop();
                }
                if kind.is_some()
                    && let Some(at) = self
                        .kinds
                        .iter()
                        .rposition(|(open, _)| open.eq_ignore_ascii_case(name))
                {
                    self.kinds.truncate(at);
                }
            }
            Role::Table => {
                self.end_block();
                self.tables.pop();
            }
            Role::Row | Role::Cell if !self.in_data_table() => self.end_block(),
            Role::Preformatted => {
                self.end_block();
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            Role::Break => self.n_breaks += 1,
            Role::Inline if name.eq_ignore_ascii_case("a") => {
                self.n_links = self.n_links.saturating_sub(1);
            }
            Role::Hidden | Role::Inline | Role::Row | Role::Cell => {}
        }
    }

    /// Tells whether a line that was just ended is no more than links.
    fn is_linked(&self, line: &str, kind: ParagraphKind, n_linked: usize) -> bool {
        let percent = if kind == ParagraphKind::List {
            LINKED_ITEM_PERCENT
        } else {
            LINKED_PERCENT
        };
        self.sets_links_aside
            && kind != ParagraphKind::Table
            && n_linked * 100 >= line.trim().len() * percent
    }

    fn hide(&mut self, name: &str) {
        self.hidden = 1;
        name.clone_into(&mut self.hidden_by);
    }

    fn in_data_table(&self) -> bool {
        self.tables.last().copied().unwrap_or(false)
    }

    fn kind(&self) -> ParagraphKind {
        if self.in_data_table() {
            return ParagraphKind::Table;
        }
        // What is set aside stays so whatever stands in it.
        let is_boilerplate =
            |(_, kind): &(String, ParagraphKind)| *kind == ParagraphKind::Boilerplate;
        if self.kinds.iter().any(is_boilerplate) {
            return ParagraphKind::Boilerplate;
        }
        self.kinds
            .last()
            .map_or(ParagraphKind::Text, |(_, kind)| *kind)
    }

    fn end_block(&mut self) {
        self.n_breaks = 0;
        let line = std::mem::take(&mut self.line);
        let mut kind = self.kind();
        let n_linked = std::mem::take(&mut self.n_linked);
        if n_linked > 0 && self.is_linked(&line, kind, n_linked) {
            kind = ParagraphKind::Boilerplate;
        }
        if self.preformatted > 0 && kind != ParagraphKind::Table {
            for (block, is_table) in preformatted_blocks(&line) {
                self.blocks
                    .push(&block, if is_table { ParagraphKind::Table } else { kind });
            }
        } else {
            self.blocks.push(&line, kind);
        }
    }
}

fn trim_line_end(line: &mut String) {
    line.truncate(line.trim_end_matches([' ', '\t']).len());
}

/// Cuts text with fixed line ends at its empty lines, joins the lines of running text and keeps those of tables.
fn preformatted_blocks(text: &str) -> Vec<(String, bool)> {
    let mut blocks = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        if !line.trim().is_empty() {
            lines.push(line);
            continue;
        }
        if lines.is_empty() {
            continue;
        }
        let n_columns = lines
            .iter()
            .filter(|line| line.trim().contains("   "))
            .count();
        let is_table = lines.len() > 1 && n_columns * 2 > lines.len();
        let block = if is_table {
            lines.join("\n")
        } else {
            lines
                .iter()
                .flat_map(|line| line.split_whitespace())
                .collect::<Vec<_>>()
                .join(" ")
        };
        blocks.push((block, is_table));
        lines.clear();
    }
    blocks
}

#[cfg(test)]
mod tests;
