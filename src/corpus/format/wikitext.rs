//! The markup of wikis: pages of Wikinews as files or in dumps of a whole wiki.

use super::Format;
use crate::corpus::{
    blocks::{Blocks, inline},
    draft::{Content, Draft, RawDate},
    input::{declared_encoding, to_text},
    markup::{Token, Tokens, unescape},
    out::Flow,
    records::{Elements, Record},
    tree::{Node, Tree},
};
use crate::text::ParagraphKind;

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

fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("<!--") {
        kept.push_str(&rest[..start]);
        match rest[start..].find("-->") {
            Some(end) => rest = &rest[start + end + 3..],
            None => return kept,
        }
    }
    kept.push_str(rest);
    kept
}

/// Leaves out `{{templates}}` and `{|tables|}`, however they nest; each outermost template is shown to `seen`.
fn without_templates(text: &str, seen: &mut dyn FnMut(&str)) -> String {
    let bytes = text.as_bytes();
    let mut kept = String::with_capacity(text.len());
    let mut depth = 0usize;
    let mut outer = 0;
    let mut copied = 0;
    let mut at = 0;
    while let Some(next) = memchr::memchr2(b'{', b'}', &bytes[at..]).map(|next| at + next) {
        let pair = &bytes[next..bytes.len().min(next + 2)];
        let before_bar = next > 0 && bytes[next - 1] == b'|';
        match pair {
            b"{{" | b"{|" => {
                if depth == 0 {
                    kept.push_str(&text[copied..next]);
                    outer = next;
                }
                depth += 1;
                at = next + 2;
            }
            b"}}" if depth > 0 => {
                depth -= 1;
                at = next + 2;
                if depth == 0 {
                    seen(&text[outer + 2..next]);
                    // Some templates stand for their words.
                    kept.push_str(shown(&text[outer + 2..next]));
                    copied = at;
                }
            }
            _ if before_bar && bytes[next] == b'}' && depth > 0 => {
                depth -= 1;
                at = next + 1;
                if depth == 0 {
                    copied = at;
                }
            }
            _ => at = next + 1,
        }
    }
    if depth == 0 {
        kept.push_str(&text[copied..]);
    } else {
        // A template that never ends: keep what follows its line.
        let rest = &text[outer..];
        kept.push_str(rest.find('\n').map_or("", |line| &rest[line..]));
    }
    kept
}

/// Returns the words a template stands for in a running text: `{{w|Barack Obama|Obama}}`, `{{lang|de|Spiegel}}`.
fn shown(template: &str) -> &str {
    let (name, rest) = template.split_once('|').unwrap_or((template, ""));
    match name.trim().to_lowercase().as_str() {
        "w" | "wikipedia" | "lang" | "nowrap" | "small" | "haveyoursay" => {
            let words = rest
                .rsplit('|')
                .find(|part| !part.contains('='))
                .unwrap_or_default();
            if name.eq_ignore_ascii_case("haveyoursay") {
                ""
            } else {
                words
            }
        }
        _ => "",
    }
}

/// Cuts a template into its name and its fields; fields without names are numbered from 1.
fn fields_of(template: &str) -> (String, Vec<(String, String)>) {
    let mut parts = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in template.char_indices() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                parts.push(&template[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&template[start..]);
    let mut parts = parts.into_iter();
    let name = parts.next().unwrap_or_default().trim().to_owned();
    let mut n_unnamed = 0;
    let fields = parts
        .map(|part| match part.split_once('=') {
            Some((key, value)) if key.trim().chars().all(|c| c.is_alphanumeric() || c == '_') => {
                (key.trim().to_owned(), without_links(value.trim()))
            }
            _ => {
                n_unnamed += 1;
                (n_unnamed.to_string(), without_links(part.trim()))
            }
        })
        .collect();
    (name, fields)
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

/// Takes away the marks inside a line: links, bold and italic, references, tags.
fn clean(raw: &str) -> String {
    let mut text = without_links(raw);
    if text.contains("''") {
        text = text
            .replace("'''''", "")
            .replace("'''", "")
            .replace("''", "");
    }
    if text.contains("<ref") {
        text = without_references(&text);
    }
    if text.contains('<') {
        text = inline(&text);
    } else if text.contains('&') {
        text = unescape(&text).into_owned();
    }
    for word in ["__NOTOC__", "__NOEDITSECTION__", "__TOC__"] {
        text = text.replace(word, "");
    }
    text
}

/// Leaves out `<ref>…</ref>` and `<ref …/>`.
fn without_references(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut in_reference = false;
    for (token, span) in Tokens::new(text) {
        match token {
            Token::Open(tag) if tag.is("ref") => in_reference = !tag.is_closed,
            Token::Close(name) if name.eq_ignore_ascii_case("ref") => in_reference = false,
            _ if !in_reference => kept.push_str(&text[span]),
            _ => {}
        }
    }
    kept
}

/// Replaces links by their words; pictures and categories by nothing.
fn without_links(raw: &str) -> String {
    const NOT_SHOWN: [&str; 9] = [
        "category:",
        "image:",
        "file:",
        "categoria:",
        "kategorie:",
        "categoría:",
        "datei:",
        "archivo:",
        "imagem:",
    ];
    if !raw.contains('[') {
        return raw.to_owned();
    }
    let ends = link_ends(raw);
    let mut kept = String::with_capacity(raw.len());
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'[', &raw.as_bytes()[at..]).map(|found| at + found) {
        kept.push_str(&raw[at..start]);
        let rest = &raw[start..];
        if let Some(end) = ends
            .binary_search_by_key(&start, |(open, _)| *open)
            .ok()
            .map(|idx| ends[idx].1)
        {
            let link = &raw[start + 2..end];
            at = end + 2;
            let target = link.trim_start_matches(':');
            let is_shown = link.starts_with(':')
                || !NOT_SHOWN.iter().any(|space| {
                    target
                        .get(..space.len())
                        .is_some_and(|start| start.to_lowercase() == *space)
                });
            if is_shown {
                let words = link.rsplit('|').next().unwrap_or(link);
                kept.push_str(words.trim_start_matches(':'));
            }
            continue;
        }
        let is_web = ["[http://", "[https://", "[//"]
            .iter()
            .any(|mark| rest.starts_with(mark));
        let window = &rest.as_bytes()[..rest.len().min(MAX_LINK_BYTES)];
        match memchr::memchr(b']', window) {
            Some(end) if is_web => {
                let inside = &rest[1..end];
                kept.push_str(inside.split_once(' ').map_or("", |(_, words)| words));
                at = start + end + 1;
            }
            _ => {
                kept.push('[');
                at = start + 1;
            }
        }
    }
    kept.push_str(&raw[at..]);
    kept
}

/// How far the end of a link to the web is looked for, in bytes.
const MAX_LINK_BYTES: usize = 2_000;

/// Returns where links begin and end (`[[` and `]]`), in the order of their beginnings.
fn link_ends(raw: &str) -> Vec<(usize, usize)> {
    let bytes = raw.as_bytes();
    let mut open = Vec::new();
    let mut ends = Vec::new();
    let mut at = 0;
    while let Some(next) = memchr::memchr2(b'[', b']', &bytes[at..]).map(|found| at + found) {
        match bytes.get(next..next + 2) {
            Some(b"[[") => {
                open.push(next);
                at = next + 2;
            }
            Some(b"]]") => {
                if let Some(start) = open.pop() {
                    ends.push((start, next));
                }
                at = next + 2;
            }
            _ => at = next + 1,
        }
    }
    ends.sort_unstable();
    ends
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
