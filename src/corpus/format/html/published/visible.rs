//! The date that a reader sees: in an element near the headline, behind a word such as *Published*, on a line of its own.

use super::{ancestors, value_of};
use crate::corpus::format::html::headline;
use crate::corpus::{
    DayMonthOrder, Precision,
    blocks::{Blocks, flatten},
    date,
    prose::line_of,
    tree::{Node, Tree},
};

/// How an element or a line says that a date is in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Marked {
    /// It is called after publication.
    AsPublished,
    /// It is called after dates, is a `time` element, or a short line.
    AsDate,
}

/// How many elements called after dates are looked at.
const MAX_ELEMENTS: usize = 80;
/// An element with more markup inside holds more than a date, in bytes.
const MAX_INNER_BYTES: usize = 2_000;
/// A line with a date is no longer, in bytes.
const MAX_LINE_BYTES: usize = 160;

/// Returns the date in the element that stands nearest to the headline, if its name says that it holds one.
pub(super) fn near_heading(
    tree: &Tree<'_>,
    page: &str,
    (title, order): (Option<&str>, DayMonthOrder),
    marked: Marked,
) -> Option<String> {
    let heading = headline::heading(tree, title);
    let heading_at = heading.map_or(0, Node::start);
    let named: Vec<Dated> = tree
        .elements()
        .filter(|node| is_marked(*node, marked))
        .take(MAX_ELEMENTS)
        .filter(|node| !is_quoted(*node))
        .filter_map(|node| {
            Some(Dated {
                raw: dated(node, order)?,
                called: node.attribute("class").unwrap_or_default(),
                // What stands before the headline is mostly the day on which the page was called.
                away: match node.start().checked_sub(heading_at) {
                    Some(after) => after,
                    None => 8 * (heading_at - node.start()),
                },
            })
        })
        .collect();
    let nearest = named
        .iter()
        .filter(|one| one.away <= BESIDE_BYTES || !is_listed(one, &named))
        .min_by_key(|one| one.away);
    if let Some(nearest) = nearest {
        return Some(nearest.raw.clone());
    }
    if marked == Marked::AsPublished || page.is_empty() {
        return None;
    }
    lines_near(page, heading?, order)
}

/// An element that holds a date.
struct Dated {
    raw: String,
    /// Its class.
    called: String,
    /// How far it stands from the headline, in bytes; farther if before.
    away: usize,
}

/// A date so near to the headline is that of its story, in bytes.
const BESIDE_BYTES: usize = 1_500;
/// So many elements of one class with different dates are those of other stories, or of what readers have said.
const MIN_LISTED: usize = 3;

/// Tells whether a date is one of a list: there are others in elements of the same class.
fn is_listed(one: &Dated, all: &[Dated]) -> bool {
    let same = all.iter().filter(|other| other.called == one.called);
    let mut raws: Vec<&str> = same.map(|other| other.raw.as_str()).collect();
    raws.sort_unstable();
    raws.dedup();
    raws.len() >= MIN_LISTED
}

/// Tells whether an element stands in something that a story shows of others, such as a message of a network.
fn is_quoted(node: Node<'_, '_>) -> bool {
    ancestors(node).any(|parent| parent.tag().is("blockquote"))
}

fn is_marked(node: Node<'_, '_>, marked: Marked) -> bool {
    const PUBLISHED: [&str; 8] = [
        "publish",
        "pubdate",
        "pub-date",
        "posted",
        "entry-date",
        "post-date",
        "article-date",
        "publica",
    ];
    const CHANGED: [&str; 4] = ["updated", "modified", "last-mod", "changed"];
    const DATED: [&str; 14] = [
        "date",
        "timestamp",
        "datum",
        "fecha",
        "data",
        "time",
        "byline",
        "meta",
        "info",
        "dateline",
        "submitted",
        "author",
        "created",
        "day",
    ];
    let tag = node.tag();
    let is_time = tag.is("time") || tag.is("abbr");
    if tag.is("meta") || tag.is("html") || tag.is("body") || tag.attributes.len() > 600 {
        return false;
    }
    if tag.attributes.is_empty() {
        return is_time && marked == Marked::AsDate;
    }
    if is_time && tag.attributes.contains("pubdate") {
        return true;
    }
    let mut is_dated = is_time && !tag.is("abbr");
    for key in ["class", "id", "data-testid"] {
        let Some(value) = node.attribute(key) else {
            continue;
        };
        let value = value.to_lowercase();
        if CHANGED.iter().any(|word| value.contains(word)) {
            return false;
        }
        if PUBLISHED.iter().any(|word| value.contains(word)) {
            return true;
        }
        is_dated |= DATED.iter().any(|word| value.contains(word));
    }
    marked == Marked::AsDate && is_dated
}

/// Returns the date that an element holds.
fn dated(node: Node<'_, '_>, order: DayMonthOrder) -> Option<String> {
    if node.inner().len() > MAX_INNER_BYTES {
        return None;
    }
    let value = value_of(node)?;
    if let Some(raw) = date_in(&value, order) {
        return Some(raw);
    }
    // Microformats keep the date for machines in the title of the element.
    node.attribute("title")
        .and_then(|title| date_in(&title, order))
}

/// Returns the date of a short line, the first where it tells when the page was published and when it was changed.
pub(super) fn date_in(line: &str, order: DayMonthOrder) -> Option<String> {
    if line.len() > MAX_LINE_BYTES {
        return None;
    }
    let published = published_part(line);
    let found = date::find(published, order)?;
    (found.published.precision >= Precision::Day && found.n_strange <= 8)
        .then_some(found.published.raw)
}

/// Words that stand before the day of the last change.
const CHANGED_WORDS: [&str; 8] = [
    "updated",
    "last modified",
    "modified",
    "aktualisiert",
    "atualizado",
    "actualizado",
    "mis à jour",
    "aggiornato",
];
/// Words that stand before the day of publication.
const PUBLISHED_WORDS: [&str; 14] = [
    "published",
    "posted",
    "first published",
    "veröffentlicht",
    "erstellt",
    "stand:",
    "publicado",
    "publicada",
    "publié",
    "pubblicato",
    "gepubliceerd",
    "date:",
    "created",
    "opublikowano",
];

/// Returns where in a line it begins to say when a page was published or changed.
pub(in crate::corpus::format::html) fn said_at(line: &str) -> Option<usize> {
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return None;
    }
    PUBLISHED_WORDS
        .iter()
        .chain(&CHANGED_WORDS)
        .filter_map(|word| lower.find(word))
        .min()
        // Small letters may take other bytes than large ones.
        .filter(|at| line.is_char_boundary(*at))
}

/// Returns the part of a line that tells of the publication: what is behind such a word, and before the last change.
fn published_part(line: &str) -> &str {
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return line;
    }
    let start = PUBLISHED_WORDS
        .iter()
        .filter_map(|word| lower.find(word))
        .min();
    let changed = CHANGED_WORDS
        .iter()
        .filter_map(|word| lower.find(word))
        .min();
    let part = match (start, changed) {
        (Some(start), Some(changed)) if start < changed => line.get(start..changed),
        (Some(start), _) => line.get(start..),
        (None, Some(changed)) => line
            .get(..changed)
            .filter(|before| date::find(before, DayMonthOrder::DayFirst).is_some()),
        (None, None) => None,
    };
    part.unwrap_or(line)
}

/// How much markup around the headline is searched for a date, in bytes.
const NEAR_BYTES: usize = 6_000;

/// Returns a date that stands in a short line after the headline, or before it.
fn lines_near(page: &str, heading: Node<'_, '_>, order: DayMonthOrder) -> Option<String> {
    let floor = |mut at: usize| {
        while !page.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let heading_end = heading.end().min(page.len());
    let start = floor(heading.start().saturating_sub(NEAR_BYTES / 4));
    let end = floor((heading_end + NEAR_BYTES).min(page.len()));
    let after = flatten(page.get(heading_end..end)?);
    let before = flatten(page.get(start..heading.start())?);
    after
        .iter()
        .take(12)
        .chain(before.iter())
        .filter(|(line, _)| !is_sentence(line))
        .find_map(|(line, _)| date_in(&line_of(line), order))
}

/// A block in which a page may say when it was published is no longer, in bytes.
const MAX_BLOCK_BYTES: usize = 400;
/// A date stands no further behind the word that announces it, in bytes.
const MAX_AWAY_BYTES: usize = 60;

/// Returns the date behind a word such as *Posted*, wherever in the story it stands.
pub(super) fn said_published(blocks: &Blocks, order: DayMonthOrder) -> Option<String> {
    let short = blocks
        .iter()
        .filter(|(text, _)| text.len() <= MAX_BLOCK_BYTES);
    short
        .flat_map(|(text, _)| text.split('\n'))
        .find_map(|line| {
            let at = said_at(line)?;
            let mut end = line.len().min(at + MAX_AWAY_BYTES);
            while !line.is_char_boundary(end) {
                end -= 1;
            }
            date_in(line.get(at..end)?, order)
        })
}

/// How many blocks from the top of a story may be the line with its date.
const MAX_TOP_BLOCKS: usize = 30;
/// How many words beside the date such a line may have.
const MAX_STRANGE: usize = 4;

/// Returns the date of the first line of a story that is hardly more than a date.
pub(super) fn line_of_date(blocks: &Blocks, order: DayMonthOrder) -> Option<String> {
    let lines = blocks
        .iter()
        .take(MAX_TOP_BLOCKS)
        .filter(|(text, _)| text.len() <= MAX_LINE_BYTES);
    lines
        .filter(|(line, _)| !is_sentence(line))
        .filter_map(|(line, _)| date::find(line, order))
        .find_map(|found| {
            (found.published.precision >= Precision::Day && found.n_strange <= MAX_STRANGE)
                .then_some(found.published.raw)
        })
}

/// Tells whether a line is a sentence of a story, which may tell of any day.
fn is_sentence(line: &str) -> bool {
    const MIN_WORDS: usize = 7;
    line.ends_with(['.', '!', '?']) && line.split_whitespace().count() >= MIN_WORDS
}
