//! What does a page say about itself? Linked data, meta tags, microdata, and what a reader would see.

use super::{
    headline::{Headline, without_site},
    linked::{self, Linked},
    meta::Meta,
    published,
};
use crate::corpus::{
    DateFrom, DayMonthOrder, Precision,
    blocks::{Blocks, inline},
    date,
    draft::{Draft, RawDate, byline_of},
    prose::line_of,
    tree::{Node, Tree},
};
use crate::text::ParagraphKind;

/// What a page says about itself.
pub(super) struct Page {
    /// The fields.
    pub(super) draft: Draft,
    /// What its linked data says.
    pub(super) linked: Option<Linked>,
}

const TITLE_NAMES: [&str; 9] = [
    "og:title",
    "headline",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "article:title",
    "title",
];
const SOURCE_NAMES: [&str; 7] = [
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "source",
    "application-name",
    "copyright",
];
const BYLINE_NAMES: [&str; 9] = [
    "author",
    "article:author",
    "byl",
    "byline",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
];
const SECTION_NAMES: [&str; 5] = [
    "article:section",
    "parsely-section",
    "section",
    "cxenseparse:category",
    "category",
];

/// Reads what a page says about itself; `story` is the page without what stands around its story, `url` is where it was
/// fetched from, if known, `order` how other pages write day and month.
pub(super) fn read(
    tree: &Tree<'_>,
    page: &str,
    story: (&Tree<'_>, &str),
    (url, order): (Option<&str>, DayMonthOrder),
) -> Page {
    let tags = Meta::of(tree);
    let meta = |names: &[&str]| tags.first(names);
    let document_title = tree.first("title").and_then(Node::line);
    let linked = linked::read(tree, document_title.as_deref());
    let empty = Linked::default();
    let said = linked.as_ref().unwrap_or(&empty);

    let said_title = said
        .title
        .clone()
        .or_else(|| meta(&TITLE_NAMES))
        .or_else(|| item(tree, "headline"));
    let Headline {
        title,
        site: named_source,
        behind,
    } = Headline::of(tree, said_title, document_title.as_deref());
    let source = said
        .source
        .clone()
        .or_else(|| meta(&SOURCE_NAMES[..1]))
        .or(named_source)
        .or_else(|| meta(&SOURCE_NAMES[1..6]))
        .map(|source| host_of(&source).map_or_else(|| source.clone(), str::to_owned));
    let title = title.map(|title| without_site(&title, source.as_deref()));

    let address = said
        .url
        .clone()
        .filter(|url| url.starts_with("http"))
        .or_else(|| canonical(tree))
        .or_else(|| meta(&["og:url"]).filter(|url| url.starts_with("http")))
        .or_else(|| url.map(str::to_owned))
        .or_else(|| saved_from(page));
    let published = published::read(
        tree,
        story,
        &tags,
        linked.as_ref(),
        &published::Surroundings {
            title: title.as_deref(),
            behind_title: &behind,
            address: address.as_deref(),
            order,
        },
    );
    let (date, date_from) = published.unzip();
    let byline = said
        .byline
        .clone()
        .or_else(|| meta(&BYLINE_NAMES))
        .filter(|name| !name.starts_with("http"))
        .or_else(|| item(tree, "author"))
        .or_else(|| visible_byline(story.0));
    let language = tree
        .first("html")
        .and_then(|html| {
            html.attribute("lang")
                .or_else(|| html.attribute("xml:lang"))
        })
        .or_else(|| said.language.clone())
        .or_else(|| meta(&["og:locale", "content-language", "language"]));
    Page {
        draft: Draft {
            title,
            date,
            date_from,
            source,
            section: said.section.clone().or_else(|| meta(&SECTION_NAMES)),
            byline,
            place: said.place.clone(),
            language,
            url: address,
            ..Draft::default()
        },
        linked,
    }
}

/// A line above the story that tells who wrote it and when is no longer, in bytes.
const MAX_HEAD_BYTES: usize = 160;
/// A word above the story that names its subject (`Politics`) is no longer, in bytes.
const MAX_KICKER_BYTES: usize = 24;

/// Takes from the story what the page does not say elsewhere: the byline and the date above the first paragraph.
pub(super) fn from_story(page: &mut Page, blocks: &mut Blocks) {
    let draft = &mut page.draft;
    let mut n_seen = 0;
    let mut in_head = true;
    *blocks = blocks.filtered(|text, kind| {
        n_seen += 1;
        in_head &= n_seen <= 4 && text.len() <= MAX_HEAD_BYTES;
        if n_seen > 4 || text.len() > MAX_HEAD_BYTES || kind == ParagraphKind::Heading {
            return true;
        }
        let whole = line_of(text);
        // On pages without paragraphs the headline stands in one block with what follows it.
        let after_title = draft
            .title
            .as_deref()
            .and_then(|title| whole.strip_prefix(title));
        let line = after_title.unwrap_or(&whole).trim().to_owned();
        let found = date::find(&line, DayMonthOrder::DayFirst)
            .filter(|found| found.published.precision >= Precision::Day && found.n_strange <= 6);
        if draft.date.is_none()
            && let Some(found) = &found
        {
            draft.date = RawDate::written(found.published.raw.clone());
            draft.date_from = Some(DateFrom::Line);
        }
        let mut is_byline = false;
        if let Some(name) = byline_in(&line) {
            is_byline = true;
            draft.byline.get_or_insert(name);
        } else if draft
            .byline
            .as_deref()
            .and_then(byline_of)
            .is_some_and(|byline| byline == line)
        {
            is_byline = true;
        }
        let is_kicker = in_head
            && line.len() <= MAX_KICKER_BYTES
            && kind == ParagraphKind::Text
            && line.ends_with(char::is_alphabetic);
        !(is_byline
            || is_kicker
            || is_ago(&line)
            || after_title.is_some() && found.is_some()
            || found.is_some_and(|found| found.n_strange <= 2))
    });
}

/// Tells whether a line is how long ago a page was published (`2 days ago`), as pages write it for the day.
fn is_ago(line: &str) -> bool {
    let lower = line.to_lowercase();
    let is_counted = lower.starts_with(|c: char| c.is_ascii_digit()) && lower.ends_with(" ago")
        || lower.starts_with("vor ") && lower.len() < MAX_KICKER_BYTES
        || lower.starts_with("há ") && lower.len() < MAX_KICKER_BYTES;
    is_counted && lower.split_whitespace().count() <= 4
}

/// Words before the name of who wrote it, in the languages of many houses.
const BYLINE_WORDS: [&str; 6] = ["by ", "von ", "por ", "par ", "door ", "di "];

/// Returns the name in a line like `By Maria Alvarez | 15 January 2021`.
fn byline_in(line: &str) -> Option<String> {
    let word = BYLINE_WORDS.iter().find(|word| {
        line.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    })?;
    if line.len() > MAX_HEAD_BYTES {
        return None;
    }
    let name = name_in(&line[word.len()..])?;
    let is_name = name.split_whitespace().count() <= 12
        && name.chars().next().is_some_and(char::is_uppercase)
        && !name.ends_with(['.', ':', '?', '!']);
    is_name.then(|| name.to_owned())
}

/// Returns the name at the front of a line, before a date or what says when a page was published.
fn name_in(line: &str) -> Option<&str> {
    let name = line.split(['|', '•', '·', '–']).next()?.trim();
    // `Ana Pérez Veröffentlicht am 4. Januar`: what says when begins behind the name.
    let name = &name[..published::said_at(name).unwrap_or(name.len())];
    let name = match date::find(name, DayMonthOrder::DayFirst) {
        Some(found) => &name[..found.range.start],
        None => name,
    };
    let name = name.trim_end_matches([',', ' ', '-', '(']);
    (!name.is_empty()).then_some(name)
}

/// Returns the host of an address without `www.`, where a page names its house by an address.
fn host_of(source: &str) -> Option<&str> {
    let rest = source.strip_prefix("http")?;
    let host = rest.trim_start_matches('s').strip_prefix("://")?;
    let host = host.split(['/', ':', '?', '#']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

fn canonical(tree: &Tree<'_>) -> Option<String> {
    tree.all("link")
        .find(|node| {
            node.attribute("rel")
                .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
        })
        .and_then(|node| node.attribute("href"))
        .filter(|url| url.starts_with("http"))
}

/// Returns the address in the comments that browsers put at the front of saved pages.
fn saved_from(page: &str) -> Option<String> {
    let mut end = page.len().min(4096);
    while !page.is_char_boundary(end) {
        end -= 1;
    }
    let head = &page[..end];
    ["saved from url=", "url: ", "Mirrored from "]
        .iter()
        .find_map(|mark| {
            let comment = head.find("<!--")?;
            let at = comment + head[comment..].find(mark)? + mark.len();
            let rest =
                head[at..].trim_start_matches(|c: char| c == '(' || c.is_ascii_digit() || c == ')');
            let url = rest
                .split(|c: char| c.is_whitespace() || c == '>')
                .next()?
                .trim_end_matches("--");
            url.starts_with("http").then(|| url.to_owned())
        })
}

/// Returns the value of a property in microdata.
fn item(tree: &Tree<'_>, property: &str) -> Option<String> {
    let wanted = property.to_lowercase();
    let node = tree.elements().find(|node| {
        let attributes = node.tag().attributes;
        attributes.contains("itemprop")
            && node
                .attribute("itemprop")
                .is_some_and(|name| name.to_lowercase() == wanted)
    })?;
    node.attribute("content")
        .or_else(|| node.attribute("datetime"))
        .or_else(|| {
            let line = inline(node.inner());
            (!line.is_empty() && line.len() < 300).then_some(line)
        })
}

fn visible_byline(tree: &Tree<'_>) -> Option<String> {
    tree.elements()
        .filter(|node| {
            let attributes = node.tag().attributes;
            attributes.contains("author") || attributes.contains("byline")
        })
        .take(20)
        .filter(|node| {
            node.attribute("rel").is_some_and(|rel| rel == "author")
                || ["class", "id"].iter().any(|key| {
                    node.attribute(key).is_some_and(|value| {
                        let value = value.to_lowercase();
                        value.contains("byline") || value.contains("author")
                    })
                })
        })
        .map(|node| inline(node.inner()))
        .find(|line| (3..=80).contains(&line.len()) && line.contains(' '))
        .and_then(|line| byline_in(&line).or_else(|| name_in(&line).map(str::to_owned)))
}
