//! `NewsML` 1.2 and NewsML-G2: envelopes of the news agencies, with NITF, XHTML or plain text inside.

use super::{Format, nitf};
use crate::corpus::{
    blocks::{Blocks, flatten},
    draft::{Content, Draft, RawDate},
    input::{declared_encoding, to_text},
    markup::local,
    out::{Flow, Out},
    prose::Wrap,
    records::{self, Elements},
    tree::{Node, Tree},
};
use crate::text::ParagraphKind;

/// NewsML-G2 items, packages and messages.
pub const NEWSML_G2: Format = Format {
    name: "newsml-g2",
    looks: |head| has_root(head.start(), &["newsItem", "newsMessage", "packageItem"]),
    read: |input, out| {
        let declared = declared_encoding(&input.head.bytes);
        read(
            Elements::new(input.stream(), item_names()),
            declared.as_deref(),
            g2,
            out,
        )
    },
};

/// `NewsML` 1.
pub const NEWSML_1: Format = Format {
    name: "newsml1",
    looks: |head| has_root(head.start(), &["NewsML"]),
    read: |input, out| {
        let declared = declared_encoding(&input.head.bytes);
        read(
            Elements::new(input.stream(), item_names()),
            declared.as_deref(),
            one,
            out,
        )
    },
};

fn item_names() -> Vec<&'static str> {
    vec![
        "newsitem",
        "nar:newsitem",
        "g2:newsitem",
        "ns0:newsitem",
        "n:newsitem",
    ]
}

fn has_root(text: &str, names: &[&str]) -> bool {
    text.starts_with('<') && super::xml_roots(text).any(|root| names.contains(&local(root)))
}

fn read(
    mut items: Elements<impl std::io::BufRead>,
    declared: Option<&str>,
    item: fn(Node<'_, '_>) -> Option<Draft>,
    out: &mut Out<'_>,
) -> Flow {
    let mut n_without_text = 0;
    records::each(
        || items.next(),
        out,
        |offset, bytes, out| {
            let text = to_text(bytes, declared);
            let tree = Tree::new(&text);
            if let Some(mut draft) = tree.root().and_then(item) {
                draft.offset = offset;
                return out.article(draft);
            }
            n_without_text += 1;
            Flow::Continue(())
        },
    )?;
    match n_without_text {
        0 if out.n_articles() == 0 && !out.has_waiting() => {
            out.problem(None, "an envelope without news items")
        }
        0 => Flow::Continue(()),
        1 => out.problem(None, "an item without title and text"),
        n => out.problem(None, &format!("{n} items without title and text")),
    }
}

/// Returns the words of an element: of its name if it has one, else its own, else those of an attribute.
fn called(node: Node<'_, '_>) -> Option<String> {
    node.child("name")
        .and_then(Node::line)
        .or_else(|| node.attribute("literal"))
        .or_else(|| node.line())
        .or_else(|| {
            let code = node.attribute("qcode")?;
            code.split_once(':').map(|(_, code)| code.to_owned())
        })
}

fn g2(item: Node<'_, '_>) -> Option<Draft> {
    let meta = item.child("contentMeta");
    let management = item.child("itemMeta");
    let in_meta = |name: &str| meta.and_then(|meta| meta.child(name));
    let in_management = |name: &str| management.and_then(|management| management.child(name));
    let inline = item.first("inlineXML").or_else(|| item.first("inlineData"));
    let mut inner = inline.map(content).unwrap_or_default();
    let line = |node: Option<Node<'_, '_>>| node.and_then(Node::line);
    let title = line(in_meta("headline"))
        .or_else(|| inner.title.take())
        .or_else(|| line(in_management("title")))
        .or_else(|| line(in_meta("slugline")));
    // A picture or film is told by its description.
    if inner.content.is_empty()
        && let Some(description) = in_meta("description").and_then(Node::line)
    {
        inner.content = Content::Text(description, Wrap::Unknown);
    }
    if title.is_none() && inner.content.is_empty() {
        return None;
    }
    let date = [
        in_management("firstCreated"),
        in_meta("contentCreated"),
        in_management("versionCreated"),
    ]
    .into_iter()
    .find_map(line);
    // The first version tells when it was published, unless only the moment of this one is known.
    let houses: Vec<String> = [
        in_management("provider"),
        in_meta("infoSource"),
        item.first("copyrightHolder"),
        in_meta("creditline"),
    ]
    .into_iter()
    .filter_map(|node| node.and_then(called))
    .collect();
    // A name is better than the address of a site.
    let is_name = |house: &&String| house.contains(' ') || !house.contains('.');
    let provider = houses
        .iter()
        .find(is_name)
        .or_else(|| houses.first())
        .cloned();
    let writer = in_meta("creator").and_then(called).filter(|writer| {
        // The house, or the login of a member of the desk.
        let is_house = |house: &String| house.eq_ignore_ascii_case(writer);
        writer.contains(' ') && !houses.iter().any(is_house)
    });
    if let (Some(title), Content::Blocks(blocks)) = (&title, &mut inner.content) {
        blocks.leave_out_headline(title);
    }
    Some(Draft {
        title,
        date: date.and_then(RawDate::written).or(inner.date),
        source: provider.or(inner.source),
        section: in_meta("genre")
            .and_then(|genre| genre.child("name")?.line())
            .or(inner.section),
        byline: line(in_meta("by")).or(inner.byline).or(writer),
        place: line(in_meta("dateline"))
            .map(|dateline| super::sgml::place_of(&dateline))
            .filter(|place| !place.is_empty())
            .or(inner.place)
            .or_else(|| in_meta("located").and_then(called)),
        language: in_meta("language")
            .and_then(|language| language.attribute("tag"))
            .or_else(|| item.attribute("xml:lang")),
        url: item
            .attribute("guid")
            .filter(|guid| guid.starts_with("http"))
            .or(inner.url),
        content: inner.content,
        ..Draft::default()
    })
}

/// Reads what an envelope holds: NITF, XHTML, or text.
fn content(node: Node<'_, '_>) -> Draft {
    if node.first("nitf").is_some() || node.first("body.content").is_some() {
        return nitf::read(node).unwrap_or_default();
    }
    let markup = node.unwrapped();
    if !markup.contains('<') {
        return Draft {
            content: Content::Text(markup.into_owned(), Wrap::Unknown),
            ..Draft::default()
        };
    }
    if let Some(text) = nitf::wrapped_text(&markup) {
        return Draft {
            content: Content::Text(text, Wrap::Hard),
            ..Draft::default()
        };
    }
    let body = node
        .first("body")
        .map_or(markup.as_ref(), |body| body.inner());
    Draft {
        title: node.line_of("title").or_else(|| node.line_of("h1")),
        content: Content::Blocks(flatten(body)),
        ..Draft::default()
    }
}

fn one(item: Node<'_, '_>) -> Option<Draft> {
    let line = |name: &str| item.line_of(name);
    let mut inner = story(item);
    let title = line("HeadLine")
        .or_else(|| inner.title.take())
        .or_else(|| line("SlugLine"));
    if title.is_none() && inner.content.is_empty() {
        return None;
    }
    let date = line("FirstCreated")
        .or_else(|| line("DateAndTime"))
        .or_else(|| line("ThisRevisionCreated"))
        .or_else(|| line("DateId"));
    let party = |name: &str| {
        item.first(name)?
            .first("Party")
            .and_then(|party| party.attribute("FormalName"))
            .filter(|name| !name.is_empty())
    };
    Some(Draft {
        title,
        date: date.and_then(RawDate::written).or(inner.date),
        source: party("Source")
            .or_else(|| party("Provider"))
            .or_else(|| line("CreditLine"))
            .or(inner.source)
            .or_else(|| line("ProviderId").filter(|id| !id.contains('.'))),
        section: inner.section,
        byline: line("ByLine").or(inner.byline),
        place: line("DateLine")
            .map(|dateline| super::sgml::place_of(&dateline))
            .filter(|place| !place.is_empty())
            .or(inner.place)
            .or_else(|| city(item)),
        language: item
            .first("Language")
            .and_then(|language| language.attribute("FormalName"))
            .or_else(|| item.attribute("xml:lang")),
        url: inner.url,
        content: inner.content,
        ..Draft::default()
    })
}

/// Returns the city of the story, where it is a property of the item.
fn city(item: Node<'_, '_>) -> Option<String> {
    item.descendants()
        .filter(|node| node.tag().is("Property"))
        .filter(|node| {
            node.attribute("FormalName")
                .is_some_and(|name| name == "City")
        })
        .filter_map(|node| node.attribute("Value"))
        .find(|city| !city.trim().is_empty())
}

/// Returns the story of an item: the longest of its parts, with the lead where that is a part of its own.
fn story(item: Node<'_, '_>) -> Draft {
    let mut story = Draft::default();
    let mut lead = None;
    let mut last_lead = None;
    for data in item
        .descendants()
        .filter(|node| node.tag().is("DataContent"))
    {
        let component = data.parent().and_then(Node::parent);
        let role = component
            .and_then(|component| component.child("Role")?.attribute("FormalName"))
            .unwrap_or_default();
        let part = content(data);
        if role == "Lead" {
            last_lead = Some(part.content);
            continue;
        }
        if part.content.text().len() > story.content.text().len() {
            story = part;
            lead = if role == "Body" {
                last_lead.take()
            } else {
                None
            };
        }
    }
    if let Some(lead) = lead.or(last_lead.filter(|_| story.content.is_empty()))
        && !lead.is_empty()
        && !story.content.text().contains(lead.text().trim())
    {
        let mut blocks = blocks_of(lead);
        blocks.append(&blocks_of(story.content));
        story.content = Content::Blocks(blocks);
    }
    story
}

/// Returns content as blocks; text without markup is one for each paragraph.
fn blocks_of(content: Content) -> Blocks {
    if let Content::Blocks(blocks) = content {
        return blocks;
    }
    let mut blocks = Blocks::default();
    for paragraph in content.text().split("\n\n") {
        blocks.push(paragraph, ParagraphKind::Text);
    }
    blocks
}
