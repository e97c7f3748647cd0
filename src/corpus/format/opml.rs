//! OPML: lists of feeds. They hold no articles, and say so.

use super::Format;
use crate::corpus::{out::Flow, tree::Tree};

/// A list of feeds.
pub const OPML: Format = Format {
    name: "opml",
    looks: |head| super::xml_roots(head.start()).any(|root| root.eq_ignore_ascii_case("opml")),
    read: |input, out| {
        let Some(text) = input.whole_text(out) else {
            return Flow::Continue(());
        };
        let tree = Tree::new(&text);
        let n_feeds = tree
            .all("outline")
            .filter(|outline| outline.attribute("xmlUrl").is_some())
            .count();
        let what = if n_feeds == 1 { "feed" } else { "feeds" };
        out.problem(
            None,
            &format!("a list of {n_feeds} {what} (OPML): the addresses of feeds, no articles"),
        )
    },
};
