//! NITF: the news industry's text format, alone or inside other things.

use super::{Format, sgml::place_of};
use crate::corpus::{
    blocks::{Blocks, flatten},
    draft::{Content, Draft, RawDate},
    input::{declared_encoding, to_text},
    prose::Wrap,
    records::{self, Elements},
    tree::{Node, Tree, plain_text},
};
use crate::text::ParagraphKind;

/// NITF documents.
pub const NITF: Format = Format {
    name: "nitf",
    looks: |head| {
        let text = head.start();
        text.starts_with('<')
            && (super::xml_roots(text)
                .any(|root| crate::corpus::markup::local(root).eq_ignore_ascii_case("nitf"))
                || text.contains("<nitf ")
                || text.contains("<nitf>"))
    },
    read: |input, out| {
        let declared = declared_encoding(&input.head.bytes);
        let mut elements = Elements::new(input.stream(), vec!["nitf"]);
        records::each_article(
            || elements.next(),
            out,
            |bytes| {
                Tree::new(&to_text(bytes, declared.as_deref()))
                    .root()
                    .and_then(read)
            },
            "a NITF document without title and text",
        )
    },
};

/// Reads a NITF document: the element `nitf` or one that holds its parts.
pub(super) fn read(root: Node<'_, '_>) -> Option<Draft> {
    let first = |name: &str| root.first(name);
    let line = |name: &str| root.line_of(name);
    let date = ["date.issue", "date.release", "story.date", "series"]
        .iter()
        .filter_map(|name| first(name))
        .find_map(|node| node.attribute("norm"))
        .or_else(|| first("pubdata")?.attribute("date.publication"))
        .or_else(|| line("story.date"));
    let dateline = first("dateline");
    let place = dateline
        .and_then(|node| node.line_of("location").or_else(|| node.line_of("city")))
        .or_else(|| dateline.and_then(Node::line))
        .map(|line| place_of(&line));
    let content = first("body.content").map(body).unwrap_or_default();
    let title = line("hl1")
        .or_else(|| line("hedline"))
        .or_else(|| line("headline"))
        .or_else(|| line("title"));
    if content.is_empty() && title.is_none() {
        return None;
    }
    let meta = |wanted: &str| {
        root.descendants()
            .filter(|node| node.tag().is("meta"))
            .find(|node| node.attribute("name").is_some_and(|name| name == wanted))
            .and_then(|node| node.attribute("content"))
    };
    let pubdata = |name: &str| first("pubdata").and_then(|node| node.attribute(name));
    Some(Draft {
        title,
        date: date.and_then(RawDate::written),
        source: pubdata("name")
            .or_else(|| line("distributor"))
            .or_else(|| first("doc.copyright")?.attribute("holder"))
            .or_else(|| first("doc-id")?.attribute("regsrc")),
        section: pubdata("position.section")
            .or_else(|| meta("online_sections"))
            .or_else(|| meta("section"))
            .or_else(|| first("fixture")?.attribute("fix-id")),
        byline: first("byline").and_then(writer),
        place: place.filter(|place| !place.is_empty()),
        language: root.attribute("lang").or_else(|| {
            let document = first("nitf").unwrap_or(root);
            document
                .attribute("baselang")
                .or_else(|| document.attribute("xml:lang"))
        }),
        url: pubdata("ex-ref").filter(|url| url.starts_with("http")),
        content,
        ..Draft::default()
    })
}

/// Returns who wrote a story, without the title and the house behind the name.
fn writer(byline: Node<'_, '_>) -> Option<String> {
    let names: Vec<String> = byline
        .descendants()
        .filter(|node| node.tag().is("person"))
        .filter_map(Node::line)
        .collect();
    if names.is_empty() {
        let line = byline.line()?;
        let title = byline.first("byttl").and_then(Node::line);
        let name = title.and_then(|title| line.strip_suffix(title.as_str()).map(str::to_owned));
        let name = name.map(|name| name.trim().trim_end_matches(',').to_owned());
        name.filter(|name| !name.is_empty()).or(Some(line))
    } else {
        Some(names.join(", "))
    }
}

/// Reads the content; where an archive repeats the lead beside the full text, only the full text.
fn body(content: Node<'_, '_>) -> Content {
    let full = content.children().find(|node| {
        node.tag().is("block")
            && node
                .attribute("class")
                .is_some_and(|class| class == "full_text")
    });
    let markup = full.unwrap_or(content).inner();
    if let Some(text) = wrapped_text(markup) {
        return Content::Text(text, Wrap::Hard);
    }
    let blocks = flatten(markup);
    if blocks.spans.len() == 1 && !markup.contains("<p") {
        return Content::Text(full.unwrap_or(content).text(), Wrap::Unknown);
    }
    // The New York Times repeats the word before the lead.
    let mut kept = Blocks::default();
    for (text, kind) in blocks.iter() {
        let text = text.strip_prefix("LEAD: ").unwrap_or(text);
        let kind = if kind == ParagraphKind::Boilerplate {
            ParagraphKind::Text
        } else {
            kind
        };
        kept.push(text, kind);
    }
    Content::Blocks(kept)
}

/// Returns a story that stands in one element with its own line ends and indents: text of the wire in an envelope.
pub(super) fn wrapped_text(markup: &str) -> Option<String> {
    /// One or two indented lines are how the document is written, and no paragraphs.
    const MIN_LINES: usize = 3;
    let tree = Tree::new(markup);
    let mut blocks = tree
        .elements()
        .filter(|node| node.tag().is("p") || node.tag().is("pre"));
    let (Some(block), None) = (blocks.next(), blocks.next()) else {
        return None;
    };
    let text = block.text();
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let is_indented = |line: &&str| line.starts_with("  ") || line.starts_with('\t');
    let n_indented = lines().filter(is_indented).count();
    let is_wrapped = n_indented >= MIN_LINES && lines().count() - n_indented >= MIN_LINES;
    // Nothing else stands beside it.
    let is_all = || text.trim().len() + MIN_LINES >= plain_text(markup).trim().len();
    (is_wrapped && !block.inner().contains('<') && is_all()).then_some(text)
}
