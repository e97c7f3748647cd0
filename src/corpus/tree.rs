//! Which element holds what? A flat, lenient tree over marked-up text that no nesting can overflow.

use super::markup::{Tag, Token, Tokens, local, unescape};
use std::{borrow::Cow, ops::Range};

/// The elements of a text in the order of their start tags.
pub struct Tree<'s> {
    source: &'s str,
    elements: Vec<Element<'s>>,
}

/// One element and where it lies.
struct Element<'s> {
    tag: Tag<'s>,
    parent: Option<u32>,
    /// The index after the last element inside.
    end_idx: u32,
    /// Where the start tag begins.
    start: usize,
    /// Between the tags.
    inner: Range<usize>,
}

/// One element of a [`Tree`].
#[derive(Clone, Copy)]
pub struct Node<'t, 's> {
    tree: &'t Tree<'s>,
    idx: usize,
}

/// An end tag closes at most this many open elements with it.
const MAX_CLOSED_AT_ONCE: usize = 256;

impl<'s> Tree<'s> {
    /// Reads all of `source`. End tags without start are left out, elements without end go on to where their parent ends.
    pub fn new(source: &'s str) -> Self {
        let mut tree = Self {
            source,
            elements: Vec::new(),
        };
        let mut open: Vec<usize> = Vec::new();
        for (token, span) in Tokens::new(source) {
            match token {
                Token::Open(tag) => {
                    let idx = tree.elements.len();
                    tree.elements.push(Element {
                        tag,
                        parent: open.last().map(|parent| *parent as u32),
                        end_idx: idx as u32 + 1,
                        start: span.start,
                        inner: span.end..span.end,
                    });
                    if !tag.is_closed {
                        open.push(idx);
                    }
                }
                Token::Close(name) => {
                    let depth =
                        open.iter().rev().take(MAX_CLOSED_AT_ONCE).position(|idx| {
                            tree.elements[*idx].tag.name.eq_ignore_ascii_case(name)
                        });
                    if let Some(depth) = depth {
                        for idx in open.drain(open.len() - depth - 1..) {
                            tree.close(idx, span.start);
                        }
                    }
                }
                Token::Text(_) | Token::Literal(_) => {}
            }
        }
        for idx in open {
            tree.close(idx, source.len());
        }
        tree
    }

    fn close(&mut self, idx: usize, inner_end: usize) {
        let end_idx = self.elements.len() as u32;
        let element = &mut self.elements[idx];
        element.end_idx = end_idx;
        element.inner.end = inner_end;
    }

    /// Returns the first element of the text.
    pub fn root(&self) -> Option<Node<'_, 's>> {
        (!self.elements.is_empty()).then_some(Node { tree: self, idx: 0 })
    }

    /// Returns all elements in order.
    pub fn elements(&self) -> impl Iterator<Item = Node<'_, 's>> {
        (0..self.elements.len()).map(|idx| Node { tree: self, idx })
    }

    /// Returns all elements with this name (without prefix), in order.
    pub fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = Node<'t, 's>> {
        self.elements().filter(move |node| node.tag().is(name))
    }

    /// Returns the first element with this name (without prefix).
    pub fn first<'t>(&'t self, name: &'t str) -> Option<Node<'t, 's>> {
        self.all(name).next()
    }
}

impl<'t, 's> Node<'t, 's> {
    fn element(self) -> &'t Element<'s> {
        &self.tree.elements[self.idx]
    }

    /// Returns the start tag.
    pub fn tag(self) -> Tag<'s> {
        self.element().tag
    }

    /// Returns an attribute, decoded and trimmed, if it is there and not empty.
    pub fn attribute(self, name: &str) -> Option<String> {
        let value = self.tag().attribute(name)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Returns the markup between the tags.
    pub fn inner(self) -> &'s str {
        &self.tree.source[self.element().inner.clone()]
    }

    /// Returns where the start tag begins.
    pub fn start(self) -> usize {
        self.element().start
    }

    /// Returns where the content ends.
    pub fn end(self) -> usize {
        self.element().inner.end
    }

    /// Returns the text between the tags, references decoded, white space as it is.
    pub fn text(self) -> String {
        plain_text(self.inner())
    }

    /// Returns the text on one line, if there is any.
    pub fn line(self) -> Option<String> {
        let text = self.text();
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then_some(line)
    }

    /// Returns all elements inside.
    pub fn descendants(self) -> impl Iterator<Item = Node<'t, 's>> {
        let tree = self.tree;
        (self.idx + 1..self.element().end_idx as usize).map(move |idx| Node { tree, idx })
    }

    /// Returns the elements directly inside.
    pub fn children(self) -> impl Iterator<Item = Node<'t, 's>> {
        let tree = self.tree;
        let end = self.element().end_idx as usize;
        let mut idx = self.idx + 1;
        std::iter::from_fn(move || {
            (idx < end).then(|| {
                let node = Node { tree, idx };
                idx = tree.elements[idx].end_idx as usize;
                node
            })
        })
    }

    /// Returns the first element inside with this name (without prefix).
    pub fn first(self, name: &str) -> Option<Node<'t, 's>> {
        self.descendants().find(|node| node.tag().is(name))
    }

    /// Returns the first child with this name (without prefix).
    pub fn child(self, name: &str) -> Option<Node<'t, 's>> {
        self.children().find(|node| node.tag().is(name))
    }

    /// Returns the line of text of the first element inside with this name that has any.
    pub fn line_of(self, name: &str) -> Option<String> {
        self.descendants()
            .filter(|node| node.tag().is(name))
            .find_map(Node::line)
    }

    /// Returns the element this one stands in.
    pub fn parent(self) -> Option<Node<'t, 's>> {
        self.element().parent.map(|idx| Node {
            tree: self.tree,
            idx: idx as usize,
        })
    }

    /// Returns the content as markup: what a feed or a message wraps up as characters is unwrapped.
    pub fn unwrapped(self) -> Cow<'s, str> {
        let inner = self.inner();
        let mut tokens = Tokens::new(inner).map(|(token, _)| token);
        let has_tags =
            Tokens::new(inner).any(|(token, _)| matches!(token, Token::Open(_) | Token::Close(_)));
        if has_tags {
            return Cow::Borrowed(inner);
        }
        match (tokens.next(), tokens.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(Token::Text(text)), None) => unescape(text),
            _ => Cow::Owned(plain_text(inner)),
        }
    }
}

/// Returns the characters of marked-up text without its tags.
pub fn plain_text(markup: &str) -> String {
    let mut text = String::new();
    for (token, _) in Tokens::new(markup) {
        match token {
            Token::Text(raw) => text.push_str(&unescape(raw)),
            Token::Literal(raw) => text.push_str(raw),
            Token::Open(tag) if local(tag.name).eq_ignore_ascii_case("br") => text.push('\n'),
            Token::Open(_) | Token::Close(_) => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_know_their_content() {
        let tree = Tree::new("<a x='1&amp;2'><b>one</b><n:c>two <i>three</i></n:c><b/></a>");
        let root = tree.root().unwrap();
        assert_eq!(root.attribute("x").unwrap(), "1&2");
        assert_eq!(root.line_of("c").unwrap(), "two three");
        assert_eq!(root.children().count(), 3);
        assert_eq!(root.descendants().count(), 4);
        assert_eq!(root.first("i").unwrap().parent().unwrap().tag().name, "n:c");
    }

    #[test]
    fn broken_nesting_is_borne() {
        let tree = Tree::new("</x><a><b>one<c>two</a><d>three");
        assert_eq!(tree.first("b").unwrap().text(), "onetwo");
        assert_eq!(tree.first("d").unwrap().text(), "three");
        assert!(Tree::new("no tags").root().is_none());
    }

    #[test]
    fn wrapped_markup_is_unwrapped() {
        let check = |markup: &str, expected: &str| {
            let tree = Tree::new(markup);
            assert_eq!(tree.root().unwrap().unwrapped(), expected, "{markup}");
        };
        check("<c>&lt;p&gt;a&amp;amp;b&lt;/p&gt;</c>", "<p>a&amp;b</p>");
        check("<c><![CDATA[<p>a</p>]]></c>", "<p>a</p>");
        check("<c>\n<![CDATA[<p>a</p>]]>\n</c>", "\n<p>a</p>\n");
        check("<c><p>a&lt;b</p></c>", "<p>a&lt;b</p>");
        check("<c></c>", "");
    }

    #[test]
    fn deep_nesting_needs_no_stack() {
        let deep = "<a>".repeat(200_000) + &"</a>".repeat(200_000);
        assert_eq!(Tree::new(&deep).all("a").count(), 200_000);
    }
}
