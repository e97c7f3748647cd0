//! `show`: one article, its reading text or the original.

use super::{Answer, Desk, FOUND, Failure, NOTHING, Output, row};
use crate::{
    corpus::Article,
    text::{ParagraphKind, Shown},
};
use serde_json::{Value, json};

pub(super) fn show(desk: &Desk<'_>, key: &str, raw: bool, json: bool, out: &mut Output) -> Answer {
    let Some(id) = row::find(desk, key)? else {
        return Ok(NOTHING);
    };
    let article = desk.library.article(id).map_err(Failure::because)?;
    if raw {
        if out.is_terminal() {
            for line in article.source.lines() {
                out.verbatim(Shown::source(line).as_str())?;
                out.verbatim("\n")?;
            }
        } else {
            out.verbatim(&article.source)?;
        }
    } else if json {
        out.json(&fields(&article))?;
    } else {
        for (name, value) in heading(&article) {
            out.line(&format!("{name}: {value}"))?;
        }
        for paragraph in article.body.paragraphs() {
            if paragraph.kind != ParagraphKind::Boilerplate {
                out.verbatim("\n")?;
                out.text(article.body.slice(paragraph.span))?;
            }
        }
    }
    Ok(FOUND)
}

fn heading(article: &Article) -> Vec<(&'static str, String)> {
    let metadata = &article.metadata;
    let title = if metadata.title.derived {
        ("title (from the text)", metadata.title.text.clone())
    } else {
        ("title", metadata.title.text.clone())
    };
    let mut heading = vec![title];
    let known = [
        ("date", metadata.published.as_ref().map(ToString::to_string)),
        ("date found in", found_in(article)),
        ("source", metadata.source.clone()),
        ("section", metadata.section.clone()),
        ("byline", metadata.byline.clone()),
        ("place", metadata.place.clone()),
        ("address", metadata.url.clone()),
    ];
    heading.extend(
        known
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    heading.push(("file", place(article)));
    heading
}

/// Writes where the date stands, and what stands there.
fn found_in(article: &Article) -> Option<String> {
    let metadata = &article.metadata;
    let (from, published) = metadata
        .date_from
        .as_ref()
        .zip(metadata.published.as_ref())?;
    Some(format!("{from}: '{}'", published.raw))
}

/// Writes where an article was found.
pub(super) fn place(article: &Article) -> String {
    let origin = &article.origin;
    let file = origin.path.display();
    let inner = origin.inner.as_ref().map(|inner| format!(": {inner}"));
    let number = (origin.index > 0).then(|| format!(" (article {})", origin.index + 1));
    format!(
        "{file}{}{}",
        inner.unwrap_or_default(),
        number.unwrap_or_default()
    )
}

/// Returns all that is known of an article, with its text.
pub(super) fn fields(article: &Article) -> Value {
    let metadata = &article.metadata;
    let paragraphs: Vec<_> = article
        .body
        .paragraphs()
        .iter()
        .map(|paragraph| {
            json!({
                "kind": paragraph.kind,
                "text": article.body.slice(paragraph.span),
            })
        })
        .collect();
    json!({
        "key": article.key.to_string(),
        "title": metadata.title.text,
        "title_derived": metadata.title.derived,
        "date": metadata.published.as_ref().map(ToString::to_string),
        "date_precision": metadata.published.as_ref().map(|published| published.precision),
        "date_from": metadata.date_from.as_ref().map(ToString::to_string),
        "date_raw": metadata.published.as_ref().map(|published| &published.raw),
        "source": metadata.source,
        "section": metadata.section,
        "byline": metadata.byline,
        "place": metadata.place,
        "language": metadata.language,
        "url": metadata.url,
        "path": article.origin.path.to_string_lossy(),
        "inner": article.origin.inner,
        "index": article.origin.index,
        "format": article.origin.format,
        "paragraphs": paragraphs,
        "text": article.body.text(),
    })
}
