//! Pages saved from Nexis and Factiva: many stories on one page.

use crate::corpus::{
    DayMonthOrder, Precision,
    blocks::{Blocks, flatten, inline},
    date,
    draft::{Content, Draft, RawDate},
    tree::{Node, Tree},
};
use crate::text::ParagraphKind;

/// How many stories are looked for on a page.
const MAX_STORIES: usize = 500;
/// How many elements of a story are looked at.
const MAX_ELEMENTS: usize = 20_000;

/// Returns the stories of a page if it is one of these.
pub(super) fn read(page: &str) -> Option<Vec<Draft>> {
    let has = |sign: &str| memchr::memmem::find(page.as_bytes(), sign.as_bytes()).is_some();
    let drafts = if has("articleParagraph") || has("enArticle") {
        factiva(page)
    } else if (has("DOC NUMBER") || has("DOCFULL")) && has("DOCUMENTS") {
        nexis(page)
    } else {
        return None;
    };
    (!drafts.is_empty()).then_some(drafts)
}

/// Factiva: each story in an element of the class `article`, its fields in elements without names, in a fixed order.
fn factiva(page: &str) -> Vec<Draft> {
    let tree = Tree::new(page);
    let has_class = |node: Node<'_, '_>, wanted: &str| {
        node.attribute("class").is_some_and(|class| {
            class
                .split_whitespace()
                .any(|class| class.ends_with(wanted))
        })
    };
    tree.all("div")
        .filter(|node| {
            has_class(*node, "article")
                || has_class(*node, "enArticle")
                || node
                    .attribute("id")
                    .is_some_and(|id| id.starts_with("article-"))
        })
        .take(MAX_STORIES)
        // The innermost of the elements that stand for one story.
        .filter(|node| {
            node.descendants()
                .any(|inner| has_class(inner, "articleParagraph"))
                && !node.descendants().any(|inner| {
                    inner.tag().is("div")
                        && (has_class(inner, "article") || has_class(inner, "enArticle"))
                })
        })
        .map(|story| {
            let mut draft = Draft::default();
            let mut blocks = Blocks::default();
            for node in story.descendants().take(MAX_ELEMENTS) {
                let is_field = node.tag().is("div")
                    && !node
                        .descendants()
                        .any(|inner| inner.tag().is("div") || inner.tag().is("p"));
                if has_class(node, "Headline") || node.attribute("id").is_some_and(|id| id == "hd")
                {
                    draft.title = draft.title.or_else(|| node.line());
                } else if node.tag().is("p") {
                    blocks.push(&inline(node.inner()), ParagraphKind::Text);
                } else if is_field && let Some(line) = node.line() {
                    factiva_field(&mut draft, &line);
                }
            }
            draft.content = Content::Blocks(blocks);
            draft
        })
        .filter(|draft| !draft.content.is_empty())
        .collect()
}

fn factiva_field(draft: &mut Draft, line: &str) {
    let is_date = date::find(line, DayMonthOrder::DayFirst)
        .is_some_and(|found| found.n_strange == 0 && found.published.precision >= Precision::Day);
    if is_date {
        draft.date = draft.date.take().or_else(|| RawDate::written(line));
    } else if line.to_lowercase().ends_with(" words")
        || line.starts_with("Copyright")
        || line.starts_with('©')
    {
        // Neither counts nor rights are told.
    } else if draft.date.is_some() {
        // After the date come time, source, its code, page and language.
        if draft.source.is_none() && line.len() > 3 && !line.contains(':') {
            draft.source = Some(line.to_owned());
        } else if draft.language.is_none() {
            draft.language = crate::corpus::draft::language_code(line).map(|_| line.to_owned());
        }
    } else if draft.title.is_some() && draft.byline.is_none() {
        draft.byline = Some(line.to_owned());
    }
}

/// Nexis: stories between anchors, laid out like its plain text.
fn nexis(page: &str) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let starts: Vec<usize> = memchr::memmem::find_iter(page.as_bytes(), b"<DOC NUMBER")
        .chain(memchr::memmem::find_iter(
            page.as_bytes(),
            b"<A NAME=\"DOC_ID",
        ))
        .collect();
    for (idx, start) in starts.iter().enumerate() {
        let end = starts.get(idx + 1).copied().unwrap_or(page.len());
        let Some(story) = page.get(*start..end) else {
            continue;
        };
        let blocks = flatten(story);
        let text = blocks
            .iter()
            .map(|(text, _)| text)
            .collect::<Vec<_>>()
            .join("\n\n");
        if let Some(draft) = super::lexis::story(&text, false) {
            drafts.push(draft);
        }
    }
    drafts
}
