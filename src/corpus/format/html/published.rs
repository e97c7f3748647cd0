//! When was a page published? What it says for machines, its address, what a reader sees near the headline.
//!
//! The order of trust follows htmldate (A. Barbaresi, *htmldate: A Python package to extract publication dates from web
//! pages*, JOSS 2020): meta tags, linked data, the address, elements named after dates, words such as *Published*; what
//! tells of the last change comes last, and the year of a copyright line never counts.

mod visible;

pub(super) use visible::said_at;

use super::{linked::Linked, meta::Meta};
use crate::corpus::{
    DateFrom, DayMonthOrder, Precision, Published,
    blocks::{flatten, inline},
    date,
    draft::RawDate,
    language::language_of,
    tree::{Node, Tree},
};
use std::cell::LazyCell;
use visible::{Marked, date_in, line_of_date, near_heading, said_published};

/// Names of meta tags that hold a date of publication, best first.
const NAMES: [&str; 64] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "article:published_date",
    "datepublished",
    "article:published",
    "article.published",
    "article:post_date",
    "og:article:published",
    "og:publish_date",
    "og:pubdate",
    "rnews:datepublished",
    "bt:pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "cxenseparse:recs:articlepublishtime",
    "mediator_published_time",
    "shareaholic:article_published_time",
    "vr:published_time",
    "published_time_telegram",
    "dcsext.articlefirstpublished",
    "publish-date",
    "publish_date",
    "publishdate",
    "published-date",
    "published_date",
    "publish-time",
    "publish_time",
    "published_at",
    "published",
    "pubdate",
    "pub_date",
    "pdate",
    "publication_date",
    "publication-date",
    "publicationdate",
    "article:publicationdate",
    "news:publication_date",
    "prism.publicationdate",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.available",
    "dc.date.published",
    "dcterms.created",
    "dc.date.created",
    "dc.created",
    "dcterms.date",
    "dc.date",
    "article_date_original",
    "date_published",
    "originalpublicationdate",
    "original_publish_date",
    "displaydate",
    "display_date",
    "article.created",
    "article:created_time",
    "rbpubdate",
    "release_date",
    "ptime",
];
/// Names of meta tags that hold some date, which is the date of publication where nothing better is there.
const LESSER_NAMES: [&str; 9] = [
    "date",
    "pagedate",
    "doc_date",
    "sort_date",
    "created",
    "createdate",
    "datecreated",
    "date-created",
    "post_date",
];
/// Names of meta tags that hold the date of the last change.
const CHANGED_NAMES: [&str; 11] = [
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "article:modified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "revised",
];

/// What is known of a page beside its markup.
pub(super) struct Surroundings<'a> {
    /// Its headline.
    pub(super) title: Option<&'a str>,
    /// What its titles say behind the headline: a house, a department, a day.
    pub(super) behind_title: &'a [String],
    /// Where it was published.
    pub(super) address: Option<&'a str>,
    /// How other pages of its folder write day and month.
    pub(super) order: DayMonthOrder,
}

/// Finds the date of publication, and where it stands. `tree` is the whole page, `story` the page without what stands
/// around its story.
pub(super) fn read(
    tree: &Tree<'_>,
    story: (&Tree<'_>, &str),
    meta: &Meta,
    linked: Option<&Linked>,
    around: &Surroundings<'_>,
) -> Option<(RawDate, DateFrom)> {
    let (story_tree, story_page) = story;
    let blocks = LazyCell::new(|| flatten(story_page));
    let order = order_of(tree, meta, around, || {
        let text: String = blocks.iter().flat_map(|(text, _)| [text, "\n"]).collect();
        language_of(&text)
    });
    let usable = |(from, raw): (DateFrom, String)| -> Option<(RawDate, DateFrom)> {
        let raw = RawDate::written(raw)?;
        // What a date looks like (`04.01.2019`) tells more than that its page is in English.
        let by_look = (order == DayMonthOrder::MonthFirst)
            .then(|| raw.clone().read(around.order))
            .flatten()
            .filter(|published| published.precision >= Precision::Day);
        let published = by_look.or_else(|| raw.read(order))?;
        (published.precision >= Precision::Day && is_of_the_web(&published))
            .then_some((RawDate::Read(published), from))
    };
    let named = |names: &[&str]| {
        let (name, raw) = meta.first_named(names)?;
        Some((DateFrom::Meta(name), raw))
    };
    let property = |name: &str| Some((DateFrom::Microdata(name.to_owned()), item(tree, name)?));
    let near = |story, page, marked| {
        let raw = near_heading(story, page, (around.title, order), marked)?;
        Some((DateFrom::Element, raw))
    };
    let ways: [&dyn Fn() -> Option<(DateFrom, String)>; 15] = [
        &|| Some((DateFrom::LinkedData, linked?.date.clone()?)),
        &|| named(&NAMES),
        &|| property("datePublished"),
        &|| Some((DateFrom::Script, in_scripts(tree)?)),
        &|| near(story_tree, story_page, Marked::AsPublished),
        &|| Some((DateFrom::Address, date_of_address(around.address?)?)),
        &|| {
            let mut behind = around.behind_title.iter();
            Some((
                DateFrom::Title,
                behind.find_map(|line| date_in(line, order))?,
            ))
        },
        &|| near(story_tree, story_page, Marked::AsDate),
        &|| property("dateCreated").or_else(|| named(&LESSER_NAMES)),
        &|| Some((DateFrom::Line, said_published(&blocks, order)?)),
        &|| near(tree, "", Marked::AsPublished),
        &|| near(tree, "", Marked::AsDate),
        &|| Some((DateFrom::Line, line_of_date(&blocks, order)?)),
        &|| {
            let changed = linked
                .and_then(|linked| linked.changed.clone())
                .or_else(|| meta.first(&CHANGED_NAMES))
                .or_else(|| item(tree, "dateModified"))?;
            Some((DateFrom::Changed, changed))
        },
        &|| Some((DateFrom::Picture, day_of_picture(story_tree, meta)?)),
    ];
    ways.iter().find_map(|way| way().and_then(usable))
}

/// Tells whether there can have been a page on that day.
fn is_of_the_web(published: &Published) -> bool {
    (1990..=2199).contains(&published.at.year())
}

/// Finds out in which order a page writes day and month; `detected` tells the language of its story.
fn order_of(
    tree: &Tree<'_>,
    meta: &Meta,
    around: &Surroundings<'_>,
    detected: impl FnOnce() -> Option<&'static str>,
) -> DayMonthOrder {
    let learned = around.order;
    let language = tree
        .first("html")
        .and_then(|html| {
            html.attribute("lang")
                .or_else(|| html.attribute("xml:lang"))
        })
        .or_else(|| meta.first(&["og:locale", "content-language"]))
        .map(|language| language.to_lowercase().replace('_', "-"))
        .or_else(|| detected().map(str::to_owned))
        .unwrap_or_default();
    match language.as_str() {
        "" | "en" if learned != DayMonthOrder::Unknown => learned,
        "" | "en" if around.address.is_some_and(is_of_a_country) => DayMonthOrder::DayFirst,
        // Pages in English that do not say from where are mostly from the United States.
        "" | "en" | "en-us" | "en-ph" => DayMonthOrder::MonthFirst,
        _ => DayMonthOrder::DayFirst,
    }
}

/// Tells whether an address is of a country that writes the day first.
fn is_of_a_country(address: &str) -> bool {
    /// Top-level domains that say nothing of a country, or of one that writes the month first.
    const OTHERS: [&str; 14] = [
        "us", "ph", "co", "tv", "io", "ai", "me", "fm", "ly", "cc", "ws", "to", "gl", "ca",
    ];
    let host = address
        .split_once("//")
        .map_or(address, |(_, rest)| rest)
        .split(['/', ':', '?', '#'])
        .next()
        .unwrap_or_default();
    host.rsplit_once('.').is_some_and(|(_, top)| {
        let top = top.to_ascii_lowercase();
        top.len() == 2
            && top.bytes().all(|b| b.is_ascii_lowercase())
            && !OTHERS.contains(&top.as_str())
    })
}

/// Returns the value of a property in microdata that does not belong to a comment.
fn item(tree: &Tree<'_>, property: &str) -> Option<String> {
    tree.elements()
        .filter(|node| {
            node.tag().attributes.contains("itemprop")
                && node
                    .attribute("itemprop")
                    .is_some_and(|name| name.eq_ignore_ascii_case(property))
        })
        .find(|node| {
            !ancestors(*node).any(|parent| {
                parent
                    .attribute("itemtype")
                    .is_some_and(|kind| kind.ends_with("Comment"))
            })
        })
        .and_then(value_of)
}

/// Returns what an element says: an attribute for machines, else its words.
fn value_of(node: Node<'_, '_>) -> Option<String> {
    [
        "content",
        "datetime",
        "data-datetime",
        "data-date",
        "data-published",
        "data-time",
        "data-timestamp",
        "data-utime",
    ]
    .iter()
    .find_map(|key| node.attribute(key))
    .map(|value| seconds(&value).unwrap_or(value))
    .or_else(|| {
        let line = inline(node.inner());
        (!line.is_empty() && line.len() < 300).then_some(line)
    })
}

/// Writes a number of seconds or milliseconds since 1970 as a date.
fn seconds(value: &str) -> Option<String> {
    let is_count = matches!(value.len(), 10 | 13) && value.bytes().all(|b| b.is_ascii_digit());
    let number: f64 = is_count.then(|| value.parse().ok()).flatten()?;
    let published = RawDate::Epoch(number, value.to_owned()).read(DayMonthOrder::Unknown)?;
    Some(published.to_string())
}

fn ancestors<'t, 's>(node: Node<'t, 's>) -> impl Iterator<Item = Node<'t, 's>> {
    /// Elements nested deeper have no parent worth asking.
    const MAX_ANCESTORS: usize = 40;
    std::iter::successors(node.parent(), |node| node.parent()).take(MAX_ANCESTORS)
}

/// Returns a date of publication from data for scripts that cannot be read as linked data.
fn in_scripts(tree: &Tree<'_>) -> Option<String> {
    const KEYS: [&str; 7] = [
        "\"datePublished\"",
        "\"publishedAt\"",
        "\"publishDate\"",
        "\"publish_date\"",
        "\"published_at\"",
        "\"firstPublished\"",
        "\"datePublication\"",
    ];
    let scripts: Vec<&str> = tree.all("script").take(80).map(Node::inner).collect();
    KEYS.iter().find_map(|key| {
        scripts.iter().find_map(|script| {
            let at = memchr::memmem::find(script.as_bytes(), key.as_bytes())?;
            let value = script[at + key.len()..].trim_start().strip_prefix(':')?;
            let value = value.trim_start().strip_prefix('"')?;
            let value = value.split('"').next()?;
            (value.len() <= 40).then(|| value.to_owned())
        })
    })
}

/// Returns the day in the address of the picture that stands for a page: houses file them by day.
fn day_of_picture(tree: &Tree<'_>, meta: &Meta) -> Option<String> {
    let shown = tree
        .all("img")
        .take(10)
        .filter_map(|node| node.attribute("src"));
    meta.first(&["og:image", "twitter:image"])
        .into_iter()
        .chain(shown)
        .find_map(|address| date_of_address(&address))
}

/// Returns the day in an address like `…/2019/01/04/…` or `…-20190104.html`.
pub(super) fn date_of_address(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?;
    let date_of = |year: &str, month: &str, day: &str| {
        let number = |part: &str| part.parse::<u16>().ok();
        let month = match month.parse::<u16>() {
            Ok(month) => month,
            Err(_) => u16::try_from(date::month_of(month)?).ok()?,
        };
        let (year, day) = (number(year)?, number(day)?);
        ((1990..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day))
            .then(|| format!("{year:04}-{month:02}-{day:02}"))
    };
    let parts: Vec<&str> = path.split(['/', '-', '_', '.', '=']).collect();
    let is_day =
        |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let separate = parts.windows(3).find_map(|window| {
        let [year, month, day] = [window[0], window[1], window[2]];
        let is_month =
            is_day(month) || month.len() == 3 && month.bytes().all(|b| b.is_ascii_lowercase());
        (year.len() == 4 && is_month && is_day(day))
            .then(|| date_of(year, month, day))
            .flatten()
    });
    separate.or_else(|| {
        let together = |part: &&&str| part.len() == 8 && part.bytes().all(|b| b.is_ascii_digit());
        let part = parts.iter().find(together)?;
        date_of(&part[..4], &part[4..6], &part[6..])
    })
}

#[cfg(test)]
mod tests;
