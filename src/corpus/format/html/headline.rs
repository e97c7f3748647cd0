//! Which words are the headline of a page, and where do they stand?

use crate::corpus::{
    blocks::inline,
    tree::{Node, Tree},
};

/// Headings shorter than this are told from parts of other titles by being the only ones, in bytes.
const MIN_SURE_BYTES: usize = 9;
/// How many headings of a page are looked at.
const MAX_HEADINGS: usize = 40;
/// What stands between a headline and the name of its site.
const SEPARATORS: [char; 14] = [
    '-', '|', '–', '—', ':', '：', '·', '•', '«', '»', '‹', '›', '｜', '/',
];
/// The name of a site is no longer, in bytes.
const MAX_SITE_BYTES: usize = 60;

/// The headline of a page, without the name of its site.
pub(super) struct Headline {
    /// The headline.
    pub(super) title: Option<String>,
    /// The name of the site, where a title is the headline and that name.
    pub(super) site: Option<String>,
    /// What the titles of the page say behind the headline: a house, a department, a day.
    pub(super) behind: Vec<String>,
}

impl Headline {
    /// Chooses the headline: `said` is what the page says for machines, `document` the title of its window.
    pub(super) fn of(tree: &Tree<'_>, said: Option<String>, document: Option<&str>) -> Self {
        let said = said.map(|title| inline(&title));
        let headings: Vec<String> = tree
            .all("h1")
            .take(8)
            .map(|node| inline(node.inner()))
            .filter(|line| !line.is_empty())
            .collect();
        let begun = document.and_then(|document| {
            let headings = headings
                .iter()
                .chain(said.iter().filter(|said| !is_template(said)));
            headings
                .filter(|heading| heading.len() >= MIN_SURE_BYTES)
                .filter(|heading| document.starts_with(heading.as_str()))
                .max_by_key(|heading| (heading.len() < document.len(), heading.len()))
        });
        let site = begun
            .and_then(|heading| site_behind(document?, heading))
            .map(str::to_owned);
        let only_heading = (headings.len() == 1).then(|| headings[0].clone());
        let said_title = said
            .as_ref()
            .filter(|said| !is_template(said))
            .filter(|said| !begun.is_some_and(|_| is_of_else(said, document.unwrap_or_default())));
        let title = said_title
            .map(|said| without_frame(said, &headings).to_owned())
            .or_else(|| begun.cloned())
            .or(only_heading)
            .or_else(|| document.map(|title| longest_part(title).to_owned()))
            .or_else(|| headings.first().cloned());
        let title = title.filter(|title| !title.is_empty());
        let behind = [said.as_deref(), document]
            .into_iter()
            .flatten()
            .filter_map(|whole| whole.strip_prefix(title.as_deref()?))
            .filter(|rest| rest.trim_start().starts_with(SEPARATORS))
            .map(str::to_owned)
            .collect();
        Self {
            title,
            site,
            behind,
        }
    }
}

/// Returns the heading that is the headline: the one that begins or ends the title of the page, else the first of the
/// highest rank.
pub(super) fn heading<'t, 's>(tree: &'t Tree<'s>, title: Option<&str>) -> Option<Node<'t, 's>> {
    const RANKS: [&str; 4] = ["h1", "h2", "h3", "h4"];
    let is_of_title = |node: &Node<'_, '_>| {
        let line = inline(node.inner());
        line.len() >= MIN_SURE_BYTES
            && title.is_some_and(|title| title.starts_with(&line) || title.ends_with(&line))
    };
    RANKS
        .iter()
        .find_map(|rank| tree.all(rank).take(MAX_HEADINGS).find(is_of_title))
        .or_else(|| tree.first("h1"))
        .or_else(|| tree.first("h2"))
}

/// Returns the name of the site that follows the headline in the title of a window.
fn site_behind<'d>(document: &'d str, heading: &str) -> Option<&'d str> {
    let rest = document.strip_prefix(heading)?.trim();
    let names = rest.trim_start_matches(SEPARATORS).trim();
    if rest.len() == names.len() || names.len() > MAX_SITE_BYTES {
        return None;
    }
    let name = names.split(['|', '–', '—']).next_back()?.trim();
    (!name.is_empty()).then_some(name)
}

/// Tells whether a title is what a script was to fill in.
fn is_template(title: &str) -> bool {
    title.contains("{{") || title.contains("<%")
}

/// Tells whether `said` has no word of the title of the window: it describes something else.
fn is_of_else(said: &str, document: &str) -> bool {
    let words = |line: &str| -> Vec<String> {
        line.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() >= 4)
            .map(str::to_lowercase)
            .collect()
    };
    let of_document = words(document);
    !words(said).iter().any(|word| of_document.contains(word))
}

/// Leaves out what a title has beside one of the headings, where a separator stands between.
fn without_frame<'t>(title: &'t str, headings: &[String]) -> &'t str {
    // A colon belongs to many headlines.
    let is_mark = |c: char| SEPARATORS.contains(&c) && c != ':';
    let n_words = |line: &str| line.split_whitespace().count();
    let part = |heading: &String| {
        let len = heading.len();
        let behind = title.strip_prefix(heading.as_str());
        if len >= MIN_SURE_BYTES
            && n_words(heading) >= 2
            && behind.is_some_and(|rest| {
                rest.starts_with(char::is_whitespace) && rest.trim_start().starts_with(is_mark)
            })
        {
            return Some(&title[..len]);
        }
        // In front stands the name of a site, which has fewer words than a headline.
        let before = title.strip_suffix(heading.as_str())?;
        let is_name = before.ends_with(char::is_whitespace)
            && before.trim_end().ends_with(is_mark)
            && before.len() <= MAX_SITE_BYTES
            && n_words(heading) >= n_words(before);
        is_name.then(|| &title[title.len() - len..])
    };
    headings.iter().find_map(part).unwrap_or(title)
}

/// Returns the headline of the title of a window such as `Headline | Site` or `Site: Headline`.
fn longest_part(title: &str) -> &str {
    for separator in [" | ", " :: ", " » ", " « ", " › ", " ‹ ", " · ", " • "] {
        if title.contains(separator) {
            let n_words = |part: &str| part.split_whitespace().count();
            let longest = title.split(separator).reduce(|best, part| {
                if n_words(part) > n_words(best) {
                    part
                } else {
                    best
                }
            });
            return longest.unwrap_or(title).trim();
        }
    }
    for separator in [" — ", " – ", " - "] {
        if let Some((first, _)) = title.rsplit_once(separator)
            && first.split_whitespace().count() >= 3
        {
            return first.trim();
        }
    }
    title
}

/// Leaves out the name of the site at the end of a title.
pub(super) fn without_site(title: &str, site: Option<&str>) -> String {
    let Some(site) = site else {
        return title.to_owned();
    };
    let stem = title
        .strip_suffix(site)
        .map(|stem| stem.trim_end_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c)))
        .filter(|stem| !stem.is_empty() && stem.len() + site.len() < title.len());
    stem.unwrap_or(title).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, said: Option<&str>, title: &str, site: Option<&str>) {
        let tree = Tree::new(page);
        let document = tree.first("title").and_then(Node::line);
        let headline = Headline::of(&tree, said.map(str::to_owned), document.as_deref());
        assert_eq!(headline.title.as_deref(), Some(title), "{page}");
        assert_eq!(headline.site.as_deref(), site, "{page}");
    }

    #[test]
    fn a_headline_is_told_from_the_name_of_its_site() {
        let site = Some("The Harbour News");
        check(
            "<title>Dam breaks at Lund - The Harbour News</title><h1>Dam breaks at Lund</h1>",
            None,
            "Dam breaks at Lund",
            site,
        );
        check(
            "<title>Dam breaks at Lund - The Harbour News</title><h1>Dam breaks at Lund</h1>",
            Some("Dam breaks at Lund - The Harbour News"),
            "Dam breaks at Lund",
            site,
        );
        check(
            "<title>Harbour News | Dam breaks at Lund</title><h1>Dam breaks at Lund</h1>",
            Some("Harbour News | Dam breaks at Lund"),
            "Dam breaks at Lund",
            None,
        );
        check(
            "<title>Dam at Lund - Encyclopedia</title><h1>Dam at Lund</h1>",
            Some("construction that holds water"),
            "Dam at Lund",
            Some("Encyclopedia"),
        );
        check(
            "<title>{{ story.title }}</title><h1>Dam breaks at Lund</h1>",
            Some("{{ story.title }}"),
            "Dam breaks at Lund",
            None,
        );
        check(
            "<title>Dam breaks at Lund ‹ Harbour News</title><h1>We write what we see</h1><h1>Menu</h1>",
            None,
            "Dam breaks at Lund",
            None,
        );
        // A colon belongs to many headlines.
        check(
            "<title>Dam at Lund: what we know</title><h1>Dam at Lund</h1>",
            Some("Dam at Lund: what we know"),
            "Dam at Lund: what we know",
            Some("what we know"),
        );
    }

    #[test]
    fn a_title_may_end_with_the_day() {
        let page = "<title>Dam breaks at Lund | HN | 10.06.2013</title><h1>Dam breaks at Lund</h1>";
        let headline = Headline::of(
            &Tree::new(page),
            None,
            Some("Dam breaks at Lund | HN | 10.06.2013"),
        );
        assert_eq!(headline.behind, [" | HN | 10.06.2013"]);
    }

    #[test]
    fn the_heading_of_a_story_has_the_words_of_its_title() {
        let page = "<h1>We write what we see</h1><h3>Dam breaks at Lund</h3><h3>Weather</h3>";
        let tree = Tree::new(page);
        let found = |title| heading(&tree, title).map(|node| inline(node.inner()));
        assert_eq!(
            found(Some("Dam breaks at Lund ‹ Harbour News")).as_deref(),
            Some("Dam breaks at Lund")
        );
        assert_eq!(found(None).as_deref(), Some("We write what we see"));
    }
}
