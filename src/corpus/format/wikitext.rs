//! The markup of wikis: pages of Wikinews as files or in dumps of a whole wiki.

mod marks;

use super::Format;
use crate::corpus::{
    blocks::Blocks,
    draft::{Content, Draft, RawDate},
    input::{declared_encoding, to_text},
    out::Flow,
    records::{Elements, Record},
    tree::{Node, Tree},
};
use crate::text::ParagraphKind;
use marks::{clean, fields_of, without_comments, without_templates};

/// One page.
pub const WIKITEXT: Format = Format {
    name: "wikitext",
    looks: |head| {
        let text = head.text();
        let has = |sign: &str| text.contains(sign);
        let signs = [
            "{{date|",
            "{{byline",
            "{{publish}}",
            "[[Category:",
            "\n== ",
            "{{source|",
            "[[Image:",
            "[[File:",
        ];
        !text.trim_start().starts_with('<')
            && (head.is_named(&[".wiki", ".wikitext", ".mediawiki"])
                || (has("{{") && signs.iter().filter(|sign| has(sign)).count() >= 2))
    },
    read: |input, out| {
        let Some(text) = input.whole_text(out) else {
            return Flow::Continue(());
        };
        let draft = page(&text);
        if draft.content.is_empty() {
            return out.problem(None, "a wiki page without text");
        }
        out.article(draft)
    },
};

/// The dump of a wiki.
pub const MEDIAWIKI: Format = Format {
    name: "mediawiki",
    looks: |head| super::xml_roots(head.start()).any(|root| root.eq_ignore_ascii_case("mediawiki")),
    read: |input, out| {
        let declared = declared_encoding(&input.head.bytes);
        let mut pages = Elements::new(input.stream(), vec!["page"]);
        let mut site = None;
        loop {
            match pages.next() {
                Ok(Some(Record::Whole(offset, bytes))) => {
                    let site = site.get_or_insert_with(|| {
                        Site::read(&to_text(pages.head(), declared.as_deref()))
                    });
                    let text = to_text(&bytes, declared.as_deref());
                    if let Some(mut draft) = dumped(&text, site) {
                        draft.offset = offset;
                        out.article(draft)?;
                    }
                }
                Ok(Some(Record::TooBig(offset))) => out.too_big(offset)?,
                Ok(None) => return Flow::Continue(()),
                Err(error) => {
                    out.failed(&error);
                    return Flow::Continue(());
                }
            }
        }
    },
};

/// What a dump says of its wiki.
struct Site {
    name: Option<String>,
    /// What addresses of pages begin with.
    base: Option<String>,
    language: Option<String>,
}

impl Site {
    fn read(head: &str) -> Self {
        let tree = Tree::new(head);
        let line = |name: &str| tree.first(name).and_then(Node::line);
        Self {
            name: line("sitename"),
            base: line("base").and_then(|base| Some(base.rsplit_once('/')?.0.to_owned())),
            language: tree.root().and_then(|root| root.attribute("xml:lang")),
        }
    }
}

/// Reads one page of a dump; talk, templates, redirections and the like are none.
fn dumped(markup: &str, site: &Site) -> Option<Draft> {
    let tree = Tree::new(markup);
    let line = |name: &str| tree.first(name).and_then(Node::line);
    if line("ns").is_some_and(|space| space != "0") || tree.first("redirect").is_some() {
        return None;
    }
    // Of several revisions the last stands.
    let text = tree.all("text").last()?.text();
    if text.trim_start().to_lowercase().starts_with("#redirect") {
        return None;
    }
    let mut draft = page(&text);
    if draft.content.is_empty() {
        return None;
    }
    let title = line("title");
    draft.url = match (&site.base, &title) {
        (Some(base), Some(title)) => Some(format!("{base}/{}", title.replace(' ', "_"))),
        _ => None,
    };
    draft.title = title;
    draft.source = site.name.clone();
    draft.language = site.language.clone();
    Some(draft)
}

/// Headings whose sections are no part of the story.
const APPENDICES: [&str; 14] = [
    "sources",
    "source",
    "references",
    "external links",
    "related news",
    "related stories",
    "see also",
    "notes",
    "sister links",
    "further reading",
    "fontes",
    "quellen",
    "fuentes",
    "enlaces externos",
];

/// Reads one page.
fn page(text: &str) -> Draft {
    let mut draft = Draft::default();
    let plain = without_comments(text);
    let mut sources = Vec::new();
    let stripped = without_templates(&plain, &mut |template| {
        let (name, fields) = fields_of(template);
        let named = |wanted: &str| {
            fields
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(wanted))
                .map(|(_, value)| value.clone())
                .filter(|value| !value.is_empty())
        };
        match name.to_lowercase().as_str() {
            "date" | "data" | "datum" | "fecha" => {
                let first = fields
                    .iter()
                    .find(|(key, _)| key == "1")
                    .map(|(_, value)| value.clone());
                draft.date = draft
                    .date
                    .take()
                    .or_else(|| first.and_then(RawDate::written));
            }
            "byline" | "dateline" => {
                draft.place = draft.place.take().or_else(|| named("location"));
                draft.date = draft
                    .date
                    .take()
                    .or_else(|| named("date").and_then(RawDate::written));
            }
            "source" | "source-pr" | "quelle" | "fuente" | "fonte" => {
                sources.push(["title", "url", "author", "pub", "date"].map(named));
            }
            _ => {}
        }
    });
    // A page with a single source of its own day reproduces it: what the source is called, the page is called.
    if let [[title, url, author, publisher, date]] = sources.as_slice() {
        let day = |raw: &RawDate| {
            raw.read(crate::corpus::DayMonthOrder::Unknown)
                .and_then(|published| crate::corpus::draft::day(&published))
        };
        let own_day = draft.date.as_ref().and_then(day);
        let its_day = date
            .clone()
            .and_then(RawDate::written)
            .as_ref()
            .and_then(day);
        if own_day.is_some() && own_day == its_day {
            draft.title = title.clone();
            draft.url = url.clone();
            draft.byline = author.clone();
            draft.source = publisher.clone();
        }
    }
    draft.content = Content::Blocks(blocks(&stripped));
    draft
}

fn blocks(text: &str) -> Blocks {
    let mut blocks = Blocks::default();
    let mut paragraph = String::new();
    let mut in_appendix = false;
    for line in text.lines().chain([""]) {
        let line = line.trim_end();
        let mark = line.chars().next();
        let heading = line
            .trim()
            .strip_prefix("==")
            .and_then(|rest| rest.strip_suffix("=="))
            .map(|rest| rest.trim_matches('=').trim());
        let is_special =
            heading.is_some() || line.is_empty() || matches!(mark, Some('*' | '#' | ':' | ';'));
        if is_special {
            push(&mut blocks, &paragraph, ParagraphKind::Text, in_appendix);
            paragraph.clear();
        }
        if let Some(heading) = heading {
            let heading = clean(heading);
            in_appendix = APPENDICES.contains(&heading.to_lowercase().as_str());
            push(&mut blocks, &heading, ParagraphKind::Heading, in_appendix);
        } else if let Some(mark @ ('*' | '#' | ':' | ';')) = mark {
            let words = line.trim_start_matches(['*', '#', ':', ';', ' ']);
            let kind = if mark == ':' {
                ParagraphKind::Quote
            } else {
                ParagraphKind::List
            };
            push(&mut blocks, words, kind, in_appendix);
        } else if !line.is_empty() {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim_start());
        }
    }
    blocks
}

fn push(blocks: &mut Blocks, raw: &str, kind: ParagraphKind, in_appendix: bool) {
    let kind = if in_appendix {
        ParagraphKind::Boilerplate
    } else {
        kind
    };
    blocks.push(&clean(raw), kind);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_inside_a_line_are_taken_away() {
        let check = |raw: &str, expected: &str| assert_eq!(clean(raw), expected, "{raw}");
        check("'''Bold''' and ''italic''", "Bold and italic");
        check("[[Peru|the country]] and [[Lima]]", "the country and Lima");
        check("[[File:x.jpg|thumb|A [[Lima]] view]]Text", "Text");
        check("see [http://example.org the site] [1]", "see the site [1]");
        check("said<ref name=a>note</ref>.", "said.");
        check("[[cut", "[[cut");
    }

    #[test]
    fn templates_are_left_out_however_they_nest() {
        let check = |text: &str, expected: &str, n_seen: usize| {
            let mut seen = 0;
            assert_eq!(
                without_templates(text, &mut |_| seen += 1),
                expected,
                "{text}"
            );
            assert_eq!(seen, n_seen, "{text}");
        };
        check("a{{b|{{c}}}}d", "ad", 1);
        check("{{w|Barack Obama|Obama}} said", "Obama said", 1);
        check("a{|\n|x\n|}b", "ab", 0);
        check("{{never closed\nnext", "\nnext", 0);
        check("}} a }", "}} a }", 0);
    }

    #[test]
    fn a_page_tells_its_date_place_and_story() {
        let draft = page(
            "{{date|January 5, 2019}}\n{{byline|location=Lima}}\nOne.\n\n== Sources ==\n*{{source|url=http://a|title=b}}\n*x\n[[Category:Peru]]",
        );
        assert_eq!(draft.place.as_deref(), Some("Lima"));
        assert_eq!(draft.date.unwrap().raw(), "January 5, 2019");
        let Content::Blocks(blocks) = draft.content else {
            panic!()
        };
        let kinds: Vec<_> = blocks.iter().collect();
        assert_eq!(kinds[0], ("One.", ParagraphKind::Text));
        assert!(
            kinds[1..]
                .iter()
                .all(|(_, kind)| *kind == ParagraphKind::Boilerplate)
        );
    }
}
