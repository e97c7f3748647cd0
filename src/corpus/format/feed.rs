//! Feeds: RSS of any age, RDF, Atom and `WordPress` exports, one entry at a time, broken XML borne.

use super::Format;
use crate::corpus::{
    blocks::{flatten, inline},
    draft::{Content, Draft, RawDate},
    input::{declared_encoding, to_text},
    markup::{local, unescape},
    out::{Flow, Out},
    prose::Wrap,
    records::{Elements, Record},
    tree::{Node, Tree, plain_text},
};

/// RSS, RDF and Atom.
pub const FEED: Format = Format {
    name: "feed",
    looks: |head| {
        let text = head.start();
        if !text.starts_with('<') {
            return false;
        }
        let mut names = super::xml_roots(text);
        names.any(|name| {
            ["rss", "feed", "rdf", "channel", "entry"]
                .iter()
                .any(|root| local(name).eq_ignore_ascii_case(root))
        })
    },
    read: |input, out| {
        let declared = declared_encoding(&input.head.bytes);
        let mut entries = Elements::new(
            input.stream(),
            vec!["item", "entry", "atom:entry", "rss:item", "a:entry"],
        );
        let mut channel = None;
        loop {
            match entries.next() {
                Ok(Some(Record::Whole(offset, bytes))) => {
                    let channel = channel.get_or_insert_with(|| {
                        Channel::read(&to_text(entries.head(), declared.as_deref()))
                    });
                    let text = to_text(&bytes, declared.as_deref());
                    if let Some(mut draft) = entry(&text, channel) {
                        draft.offset = offset;
                        out.article(draft)?;
                    }
                }
                Ok(Some(Record::TooBig(offset))) => out.too_big(offset)?,
                Ok(None) => break,
                Err(error) => {
                    out.failed(&error);
                    break;
                }
            }
        }
        none_found(out)
    },
};

fn none_found(out: &mut Out<'_>) -> Flow {
    if out.n_articles() == 0 && !out.has_waiting() {
        return out.problem(None, "a feed without entries");
    }
    Flow::Continue(())
}

/// What a feed says of all its entries.
#[derive(Default)]
struct Channel {
    title: Option<String>,
    language: Option<String>,
}

impl Channel {
    fn read(head: &str) -> Self {
        let tree = Tree::new(head);
        // The title of the feed stands before that of its picture.
        let title = tree
            .all("title")
            .find(|node| {
                node.parent()
                    .is_none_or(|parent| !parent.tag().is("image") && !parent.tag().is("textinput"))
            })
            .and_then(text_of);
        let language = tree.all("language").find_map(Node::line).or_else(|| {
            tree.elements()
                .take(4)
                .find_map(|node| node.attribute("xml:lang"))
        });
        Self { title, language }
    }
}

fn entry(markup: &str, channel: &Channel) -> Option<Draft> {
    let tree = Tree::new(markup);
    let entry = tree.root()?;
    let children: Vec<_> = entry.children().collect();
    let named = |names: &[&str]| {
        names.iter().find_map(|name| {
            children
                .iter()
                .copied()
                .filter(|node| is_called(*node, name))
                .find(|node| !node.inner().trim().is_empty())
        })
    };
    // WordPress exports hold pictures, menus and pages beside the posts.
    let kind = named(&["wp:post_type"]).and_then(text_of);
    if kind.is_some_and(|kind| !matches!(kind.as_str(), "post" | "page" | "article" | "news")) {
        return None;
    }
    // An end tag may be missing: then what should stand beside the summary stands inside it.
    let encoded = entry
        .descendants()
        .take(MAX_ELEMENTS)
        .find(|node| is_called(*node, "content:encoded"));
    let content = encoded.or_else(|| {
        named(&[
            "content:encoded",
            "content",
            "body",
            "fullitem",
            "xhtml:body",
            "description",
            "summary",
            "excerpt:encoded",
            "dc:description",
            "media:description",
            "itunes:summary",
            "g:description",
        ])
    });
    let summary = named(&["description", "summary", "excerpt:encoded"]);
    let mut story = content.map(content_of).unwrap_or_default();
    if let Some(summary) = summary {
        let longer = content_of(summary);
        if longer.text().len() > 2 * story.text().len() {
            story = longer;
        }
    }
    let title = named(&["title", "dc:title", "media:title", "itunes:title"]).and_then(text_of);
    let url = link(&children);
    if title.is_none() && story.is_empty() && url.is_none() {
        return None;
    }
    let byline = named(&[
        "dc:creator",
        "author",
        "creator",
        "itunes:author",
        "managingEditor",
    ])
    .and_then(|node| node.line_of("name").or_else(|| text_of(node)))
    .map(|byline| name_of(&byline));
    let source = named(&["source", "dc:source", "dc:publisher"]).and_then(|node| {
        node.child("title")
            .and_then(text_of)
            .or_else(|| text_of(node))
            .filter(|source| !source.starts_with("http"))
    });
    Some(Draft {
        title,
        date: named(&[
            "pubDate",
            "published",
            "dc:date",
            "issued",
            "dcterms:issued",
            "dcterms:created",
            "created",
            "wp:post_date_gmt",
            "wp:post_date",
            "date",
            "updated",
            "modified",
            "dcterms:modified",
            "lastBuildDate",
        ])
        .and_then(text_of)
        .and_then(RawDate::written),
        source: source.or_else(|| channel.title.clone()),
        section: section(&children),
        byline,
        language: named(&["language", "dc:language"])
            .and_then(text_of)
            .or_else(|| entry.attribute("xml:lang"))
            .or_else(|| channel.language.clone()),
        url,
        content: story,
        ..Draft::default()
    })
}

/// How many elements of an entry are looked at, for its text.
const MAX_ELEMENTS: usize = 400;

/// Tells whether an element has this name: with a prefix exactly, without one under any prefix that is not known to
/// mean something else.
fn is_called(node: Node<'_, '_>, name: &str) -> bool {
    const OTHERS: [&str; 10] = [
        "media", "itunes", "dc", "content", "g", "wp", "excerpt", "dcterms", "slash", "georss",
    ];
    let full = node.tag().name;
    if name.contains(':') {
        return full.eq_ignore_ascii_case(name);
    }
    match full.split_once(':') {
        None => full.eq_ignore_ascii_case(name),
        Some((prefix, local)) => {
            local.eq_ignore_ascii_case(name)
                && !OTHERS
                    .iter()
                    .any(|other| prefix.eq_ignore_ascii_case(other))
        }
    }
}

/// Returns the text of an element on one line; markup in it, wrapped up once or twice, is taken away.
fn text_of(node: Node<'_, '_>) -> Option<String> {
    let text = plain_text(&node.unwrapped());
    let text = if text.contains('<') || text.contains('&') {
        inline(&text)
    } else {
        text
    };
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

fn content_of(node: Node<'_, '_>) -> Content {
    let markup = node.unwrapped();
    let is_text = node
        .attribute("type")
        .is_some_and(|kind| matches!(kind.as_str(), "text" | "text/plain"));
    if is_text {
        return Content::Text(plain_text(&markup), Wrap::Unknown);
    }
    if markup.contains('<') {
        return Content::Blocks(flatten(&markup));
    }
    // Words without markup may still hold references that were wrapped up twice.
    Content::Text(unescape(&markup).into_owned(), Wrap::Unknown)
}

fn section(children: &[Node<'_, '_>]) -> Option<String> {
    children
        .iter()
        .filter(|node| is_called(**node, "category") || is_called(**node, "dc:subject"))
        .find_map(|node| {
            let is_tag = node
                .attribute("domain")
                .is_some_and(|domain| domain == "post_tag");
            if is_tag {
                return None;
            }
            node.attribute("label")
                .or_else(|| node.attribute("term"))
                .or_else(|| text_of(*node))
        })
}

/// Returns the address of an entry: its link to itself as a page.
fn link(children: &[Node<'_, '_>]) -> Option<String> {
    let links = || {
        children
            .iter()
            .filter(|node| node.tag().local().eq_ignore_ascii_case("link"))
    };
    let atom = links()
        .filter(|node| {
            node.attribute("rel")
                .is_none_or(|rel| rel.eq_ignore_ascii_case("alternate"))
        })
        .find_map(|node| node.attribute("href"));
    let guid = || {
        children
            .iter()
            .filter(|node| is_called(**node, "guid") || is_called(**node, "id"))
            .filter(|node| {
                node.attribute("isPermaLink")
                    .is_none_or(|is_link| !is_link.eq_ignore_ascii_case("false"))
            })
            .find_map(|node| text_of(*node))
            .filter(|url| url.starts_with("http"))
    };
    atom.or_else(|| links().find_map(|node| text_of(*node)))
        .or_else(guid)
        .or_else(|| links().find_map(|node| node.attribute("href")))
}

/// Returns the name of an author: RSS writes `mail@example.org (Maria Alvarez)`.
fn name_of(byline: &str) -> String {
    if let Some((mail, rest)) = byline.split_once('(')
        && mail.contains('@')
        && let Some((name, _)) = rest.rsplit_once(')')
        && !name.trim().is_empty()
    {
        return name.trim().to_owned();
    }
    byline.to_owned()
}
