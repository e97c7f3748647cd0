//! Which addresses does the story lead to? Those of its links, and those written out in it.

use super::{
    Effect, State, asking, cite,
    table::{Table, TableKind, TableRow, Target},
    tables,
};
use crate::{
    corpus::Article,
    text::{ParagraphKind, clean_line},
};
use regex::Regex;
use std::{collections::HashSet, sync::LazyLock};

/// Most addresses that are listed.
const MAX_LINKS: usize = 1_000;

/// So many words of a link tell what it is about.
const MAX_WORDS: usize = 6;

/// An address as it stands in text, Markdown or markup. Spaces, quotation marks, brackets and all that nobody sees end
/// it.
static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?i)\bhttps?://[^\s<>"'“”‘’\[\]{}|\\^`\p{C}]+"#).ok());

/// An address in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Link {
    /// Where in the reading text it leads from.
    at: usize,
    address: String,
    /// The words of the text that lead there, as far as they can be told.
    words: String,
}

/// Lists the addresses of the article.
pub(super) fn list(state: &mut State) -> Vec<Effect> {
    let Some(opened) = cite::opened(state) else {
        return asking::nothing_here(state, "no open article");
    };
    let article = &opened.article;
    let own = article.metadata.url.iter().map(|address| Link {
        at: 0,
        address: address.clone(),
        words: "this article".to_owned(),
    });
    let links = own.chain(found_in(article));
    let rows: Vec<TableRow> = links
        .map(|link| {
            let address = clean_line(&link.address);
            TableRow::new("", &*address, link.words, Target::Address(link.address))
        })
        .collect();
    if rows.is_empty() {
        return asking::nothing_here(state, "no address");
    }
    tables::show(
        state,
        Table::of_rows(TableKind::Links, "Links", false, rows),
    );
    Vec::new()
}

/// Returns the addresses in the story, each with the offset in the reading text from which it leads.
pub(super) fn links_of(article: &Article) -> impl Iterator<Item = (usize, String)> {
    found_in(article)
        .into_iter()
        .map(|link| (link.at, link.address))
}

/// Finds the addresses in the paragraphs of the story, each once. Menus and footers are left out.
fn found_in(article: &Article) -> Vec<Link> {
    let Some(address) = &*ADDRESS else {
        return Vec::new();
    };
    let body = &article.body;
    let mut seen = HashSet::new();
    let mut links = Vec::new();
    for paragraph in body.paragraphs() {
        if paragraph.kind == ParagraphKind::Boilerplate {
            continue;
        }
        let source = body.to_source(paragraph.span);
        for found in address.find_iter(source.of(&article.source)) {
            let address = trimmed(found.as_str()).replace("&amp;", "&");
            if !seen.insert(address.clone()) {
                continue;
            }
            if links.len() == MAX_LINKS {
                return links;
            }
            let at = body.to_reading(source.start as usize + found.start());
            let rest = body.text().get(at..paragraph.span.end as usize);
            let words: Vec<&str> = rest
                .unwrap_or_default()
                .split_whitespace()
                .take(MAX_WORDS)
                .collect();
            let words = words.join(" ");
            links.push(Link {
                at,
                words: if words.contains("://") {
                    String::new()
                } else {
                    words
                },
                address,
            });
        }
    }
    links
}

/// Returns an address without what follows it in a sentence: a full stop, a bracket that it did not open.
fn trimmed(address: &str) -> &str {
    let mut address = address;
    loop {
        let Some(last) = address.chars().next_back() else {
            return address;
        };
        let opens = address.matches('(').count();
        let closes = address.matches(')').count();
        if !(".,;:!?*_".contains(last) || last == ')' && closes > opens) {
            return address;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        for (written, meant) in [
            ("https://a.example/b.", "https://a.example/b"),
            ("https://a.example/b),", "https://a.example/b"),
            ("https://a.example/x_(y)", "https://a.example/x_(y)"),
            ("https://a.example/b**", "https://a.example/b"),
        ] {
            assert_eq!(trimmed(written), meant);
        }
    }
}
