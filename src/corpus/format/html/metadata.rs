//! What does a page say about itself? Linked data, meta tags, microdata, and what a reader would see.

use crate::corpus::{
    DayMonthOrder, Precision,
    blocks::{Blocks, inline},
    date,
    draft::{Draft, RawDate, byline_of},
    prose::line_of,
    tree::{Node, Tree, plain_text},
};
use crate::text::ParagraphKind;
use serde_json::Value;

/// What a page says about itself.
pub(super) struct Page {
    /// The fields.
    pub(super) draft: Draft,
    /// What its linked data says.
    pub(super) linked: Option<Linked>,
}

/// An article in linked data (JSON-LD).
#[derive(Default)]
pub(super) struct Linked {
    title: Option<String>,
    date: Option<String>,
    byline: Option<String>,
    source: Option<String>,
    section: Option<String>,
    language: Option<String>,
    place: Option<String>,
    url: Option<String>,
    /// The story, where the page repeats it there.
    pub(super) body: Option<String>,
}

/// Names of meta tags that hold a date of publication, best first.
const DATE_NAMES: [&str; 32] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "publish-date",
    "publish_date",
    "publishdate",
    "published-date",
    "pubdate",
    "publication_date",
    "publication-date",
    "publicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "article_date_original",
    "date_published",
    "originalpublicationdate",
    "displaydate",
    "article.created",
    "ptime",
    "date",
    "last-modified",
];
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

/// Reads what a page says about itself; `url` is where it was fetched from, if known.
pub(super) fn read(tree: &Tree<'_>, page: &str, url: Option<&str>) -> Page {
    let metas = metas(tree);
    let meta = |names: &[&str]| {
        names.iter().find_map(|name| {
            metas
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, content)| content.clone())
        })
    };
    let linked = linked(tree);
    let empty = Linked::default();
    let said = linked.as_ref().unwrap_or(&empty);

    let document_title = tree.first("title").and_then(Node::line);
    let headings: Vec<String> = tree
        .all("h1")
        .take(8)
        .map(|node| inline(node.inner()))
        .filter(|line| !line.is_empty())
        .collect();
    let item_title = item(tree, "headline");
    let (title, named_source) = title(
        said.title
            .clone()
            .or_else(|| meta(&TITLE_NAMES))
            .or(item_title),
        document_title.as_deref(),
        &headings,
    );
    let source = said
        .source
        .clone()
        .or_else(|| meta(&SOURCE_NAMES[..1]))
        .or(named_source)
        .or_else(|| meta(&SOURCE_NAMES[1..6]));
    let title = title.map(|title| without_site(&title, source.as_deref()));

    let address = said
        .url
        .clone()
        .filter(|url| url.starts_with("http"))
        .or_else(|| canonical(tree))
        .or_else(|| meta(&["og:url"]).filter(|url| url.starts_with("http")))
        .or_else(|| url.map(str::to_owned))
        .or_else(|| saved_from(page));
    let dates = [
        said.date.clone(),
        meta(&DATE_NAMES[..DATE_NAMES.len() - 2]),
        item(tree, "datePublished"),
        time(tree),
        item(tree, "dateCreated"),
        meta(&["date"]),
        near_heading(tree, page),
        address.as_deref().and_then(date_of_url),
    ];
    let date = dates
        .into_iter()
        .flatten()
        .filter_map(RawDate::written)
        .find(|date| {
            date.read(DayMonthOrder::DayFirst)
                .is_some_and(|published| published.precision >= Precision::Day)
        });
    let byline = said
        .byline
        .clone()
        .or_else(|| meta(&BYLINE_NAMES))
        .filter(|name| !name.starts_with("http"))
        .or_else(|| item(tree, "author"))
        .or_else(|| visible_byline(tree));
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

/// Takes from the story what the page does not say elsewhere: the byline and the date above the first paragraph.
pub(super) fn from_story(page: &mut Page, blocks: &mut Blocks) {
    let draft = &mut page.draft;
    let mut n_seen = 0;
    *blocks = blocks.filtered(|text, kind| {
        n_seen += 1;
        if n_seen > 4 || text.len() > 160 || kind == ParagraphKind::Heading {
            return true;
        }
        let line = line_of(text);
        let found = date::find(&line, DayMonthOrder::DayFirst)
            .filter(|found| found.published.precision >= Precision::Day && found.n_strange <= 6);
        if draft.date.is_none()
            && let Some(found) = &found
        {
            draft.date = RawDate::written(found.published.raw.clone());
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
        !(is_byline || found.is_some_and(|found| found.n_strange <= 2))
    });
}

/// Returns the name in a line like `By Maria Alvarez | 15 January 2021`.
fn byline_in(line: &str) -> Option<String> {
    let start = line.get(..3)?;
    if !start.eq_ignore_ascii_case("by ") || line.len() > 120 {
        return None;
    }
    let name = line[3..].split(['|', '•', '·', '–']).next()?.trim();
    let name = match date::find(name, DayMonthOrder::DayFirst) {
        Some(found) => name[..found.range.start].trim_end_matches([',', ' ', '-', '(']),
        None => name,
    };
    let is_name = name.split_whitespace().count() <= 12
        && name.chars().next().is_some_and(char::is_uppercase)
        && !name.ends_with(['.', ':', '?', '!']);
    is_name.then(|| name.to_owned())
}

/// Returns all meta tags: their names in lower case and their contents.
fn metas(tree: &Tree<'_>) -> Vec<(String, String)> {
    tree.all("meta")
        .take(400)
        .filter_map(|node| {
            let name = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .find_map(|key| node.attribute(key))?;
            let content = node.attribute("content")?;
            Some((name.to_lowercase(), content))
        })
        .collect()
}

/// Chooses the headline, and finds the name of the site where the title of the document ends with it.
fn title(
    said: Option<String>,
    document: Option<&str>,
    headings: &[String],
) -> (Option<String>, Option<String>) {
    let said = said.map(|title| inline(&title));
    let mut source = None;
    let mut heading = None;
    if let Some(document) = document {
        // A heading that begins the title of the document is the headline; what follows names the site.
        heading = headings
            .iter()
            .chain(&said)
            .filter(|heading| heading.len() > 8 && document.starts_with(heading.as_str()))
            .max_by_key(|heading| heading.len())
            .cloned();
        if let Some(heading) = &heading {
            let rest = document[heading.len()..].trim();
            let name = rest
                .trim_start_matches(['-', '|', '–', '—', ':', '·', '«', '»'])
                .trim();
            let is_name = rest.len() > name.len() && (1..=60).contains(&name.len());
            source = is_name
                .then(|| {
                    name.split(['|', '–', '—'])
                        .next_back()
                        .unwrap_or(name)
                        .trim()
                        .to_owned()
                })
                .filter(|name| !name.is_empty());
        }
    }
    let only_heading = (headings.len() == 1).then(|| headings[0].clone());
    let title = said
        .or(heading)
        .or(only_heading)
        .or_else(|| document.map(|title| title_part(title).to_owned()))
        .or_else(|| headings.first().cloned());
    (title.filter(|title| !title.is_empty()), source)
}

/// Returns the headline of a document title such as `Headline | Site` or `Site: Headline`.
fn title_part(title: &str) -> &str {
    for separator in [" | ", " — ", " – ", " - ", " « ", " » ", " :: "] {
        if let Some((first, _)) = title.rsplit_once(separator)
            && first.split_whitespace().count() >= 3
        {
            return first.trim();
        }
    }
    title
}

/// Leaves out the name of the site at the end of a title.
fn without_site(title: &str, source: Option<&str>) -> String {
    let Some(source) = source else {
        return title.to_owned();
    };
    let stem = title
        .strip_suffix(source)
        .map(|stem| stem.trim_end_matches(|c: char| c.is_whitespace() || "-|–—:·«»".contains(c)))
        .filter(|stem| !stem.is_empty() && stem.len() + source.len() < title.len());
    stem.unwrap_or(title).to_owned()
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

/// Returns the first date in a `time` element that does not stand beside the story.
fn time(tree: &Tree<'_>) -> Option<String> {
    let is_aside = |node: Node<'_, '_>| {
        let mut parent = node.parent();
        for _ in 0..32 {
            let Some(node) = parent else { break };
            if ["aside", "nav", "footer"]
                .iter()
                .any(|name| node.tag().is(name))
            {
                return true;
            }
            parent = node.parent();
        }
        false
    };
    let dates: Vec<_> = tree
        .all("time")
        .take(40)
        .filter(|node| !is_aside(*node))
        .filter_map(|node| {
            let raw = node.attribute("datetime").or_else(|| node.line())?;
            Some((node.tag().attributes.contains("pubdate"), raw))
        })
        .collect();
    dates
        .iter()
        .find(|(is_published, _)| *is_published)
        .or_else(|| dates.first())
        .map(|(_, raw)| raw.clone())
}

/// How much markup around the headline is searched for a date, in bytes.
const NEAR_BYTES: usize = 6_000;

/// Returns a date that stands in a short line near the headline, or in an element that is called after it.
fn near_heading(tree: &Tree<'_>, page: &str) -> Option<String> {
    let dated = |line: &str| {
        if line.len() > 120 {
            return None;
        }
        let found = date::find(line, DayMonthOrder::DayFirst)?;
        (found.published.precision >= Precision::Day && found.n_strange <= 6)
            .then_some(found.published.raw)
    };
    let named = tree.elements().filter(|node| {
        let attributes = node.tag().attributes;
        !attributes.is_empty()
            && attributes.len() < 400
            && ["class", "id"].iter().any(|key| {
                node.attribute(key).is_some_and(|value| {
                    let value = value.to_lowercase();
                    [
                        "date",
                        "publish",
                        "posted",
                        "timestamp",
                        "byline",
                        "meta",
                        "datum",
                        "fecha",
                    ]
                    .iter()
                    .any(|word| value.contains(word))
                })
            })
    });
    for node in named.take(60) {
        if node.inner().len() < 2_000
            && let Some(raw) = dated(&inline(node.inner()))
        {
            return Some(raw);
        }
    }
    let heading = tree.first("h1").or_else(|| tree.first("h2"))?;
    let mut start = heading.start().saturating_sub(NEAR_BYTES / 4);
    let mut end = (heading.end() + NEAR_BYTES).min(page.len());
    while !page.is_char_boundary(start) {
        start -= 1;
    }
    while !page.is_char_boundary(end) {
        end -= 1;
    }
    let after = crate::corpus::blocks::flatten(&page[heading.end().min(end)..end]);
    let before = crate::corpus::blocks::flatten(&page[start..heading.start()]);
    after
        .iter()
        .take(12)
        .chain(before.iter())
        .find_map(|(line, _)| dated(&line_of(line)))
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
        .and_then(|line| byline_in(&line).or(Some(line)))
}

/// Returns the day in an address like `…/2019/01/04/…`.
fn date_of_url(url: &str) -> Option<String> {
    let parts: Vec<_> = url.split(['/', '-', '_', '.', '?', '=']).collect();
    parts.windows(3).find_map(|window| {
        let [year, month, day] = [window[0], window[1], window[2]].map(|part| {
            (part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
        });
        let (year, month, day) = (year?, month?, day?);
        let fits = window[0].len() == 4
            && (1990..2100).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day);
        fits.then(|| format!("{year:04}-{month:02}-{day:02}"))
    })
}

/// Finds the article in the linked data of a page.
fn linked(tree: &Tree<'_>) -> Option<Linked> {
    let scripts = tree.all("script").filter(|node| {
        node.attribute("type")
            .is_some_and(|kind| kind.to_lowercase().contains("ld+json"))
    });
    let mut best: Option<Linked> = None;
    for script in scripts.take(20) {
        let Some(value) = lenient_json(script.inner()) else {
            continue;
        };
        let mut found = Vec::new();
        articles(&value, 6, &mut found);
        for object in found {
            let linked = read_linked(object);
            let is_better = best.as_ref().is_none_or(|best| {
                (best.title.is_none() && linked.title.is_some())
                    || (best.date.is_none() && linked.date.is_some())
            });
            if is_better {
                best = Some(linked);
            }
        }
    }
    best
}

/// Reads JSON as it stands in pages: with comments around it, and line ends inside strings.
fn lenient_json(raw: &str) -> Option<Value> {
    let raw = raw.trim();
    if let Ok(value) = serde_json::from_str(raw) {
        return Some(value);
    }
    let start = raw.find(['{', '['])?;
    let end = raw.rfind(['}', ']'])?;
    let cut = raw.get(start..=end)?;
    let flat: String = cut
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    serde_json::from_str(&flat)
        .ok()
        .or_else(|| serde_json::from_str(&plain_text(&flat)).ok())
}

fn articles<'v>(value: &'v Value, depth: usize, found: &mut Vec<&'v Value>) {
    match value {
        Value::Array(members) if depth > 0 => {
            for member in members {
                articles(member, depth - 1, found);
            }
        }
        Value::Object(object) => {
            let is_kind = |kind: &str| {
                [
                    "Article",
                    "BlogPosting",
                    "Report",
                    "LiveBlogPosting",
                    "SocialMediaPosting",
                ]
                .iter()
                .any(|name| kind.ends_with(name))
            };
            let is_article = match object.get("@type") {
                Some(Value::String(kind)) => is_kind(kind),
                Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_kind),
                _ => false,
            };
            if is_article {
                found.push(value);
            } else if depth > 0 {
                for name in [
                    "@graph",
                    "mainEntity",
                    "mainEntityOfPage",
                    "itemListElement",
                    "item",
                ] {
                    if let Some(member) = object.get(name) {
                        articles(member, depth - 1, found);
                    }
                }
            }
        }
        _ => {}
    }
}

fn read_linked(value: &Value) -> Linked {
    let words = |name: &str| {
        let words = super::super::json::words(value.get(name)?)?;
        let words = inline(&words);
        (!words.is_empty()).then_some(words)
    };
    let address = |name: &str| match value.get(name)? {
        Value::String(url) => Some(url.clone()),
        Value::Object(object) => object
            .get("@id")
            .or_else(|| object.get("url"))
            .and_then(Value::as_str)
            .map(str::to_owned),
        _ => None,
    };
    Linked {
        title: words("headline").or_else(|| words("name")),
        date: words("datePublished").or_else(|| words("dateCreated")),
        byline: words("author").or_else(|| words("creator")),
        source: words("publisher").or_else(|| words("sourceOrganization")),
        section: words("articleSection"),
        language: words("inLanguage"),
        place: words("dateline").or_else(|| words("locationCreated")),
        url: address("url").or_else(|| address("mainEntityOfPage")),
        body: value
            .get("articleBody")
            .and_then(Value::as_str)
            .map(str::to_owned),
    }
}
