//! EPUB: the chapters of a book or an issue, each an article.

use super::Package;
use crate::corpus::{
    blocks::{Blocks, flatten},
    container::{Seekable, part},
    draft::{Content, Draft, RawDate},
    input::into_text,
    out::{Flow, Out},
    tree::{Node, Tree},
};
use crate::text::ParagraphKind;
use std::collections::HashMap;
use zip::ZipArchive;

/// Electronic books and issues.
pub const EPUB: Package = Package {
    name: "epub",
    part: "META-INF/container.xml",
    read,
};

/// A chapter shorter than this is a cover or a list of contents, in bytes.
const MIN_CHAPTER_BYTES: usize = 200;
/// How many chapters are read.
const MAX_CHAPTERS: usize = 10_000;

fn read(archive: &mut ZipArchive<Seekable>, out: &mut Out<'_>) -> Flow {
    let text = |archive: &mut ZipArchive<Seekable>, name: &str| {
        part(archive, name).map(|bytes| into_text(bytes, None))
    };
    let container = match text(archive, EPUB.part) {
        Ok(container) => container,
        Err(error) => return out.problem(None, &error.to_string()),
    };
    let root = Tree::new(&container)
        .first("rootfile")
        .and_then(|node| node.attribute("full-path"));
    let Some(root) = root else {
        return out.problem(None, "an EPUB that does not say where its contents are");
    };
    let package = match text(archive, &root) {
        Ok(package) => package,
        Err(error) => return out.problem(Some(root), &error.to_string()),
    };
    let package = Tree::new(&package);
    let line = |name: &str| package.first(name).and_then(Node::line);
    let items: HashMap<String, String> = package
        .all("item")
        .filter_map(|item| Some((item.attribute("id")?, item.attribute("href")?)))
        .collect();
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut n_chapters = 0;
    for reference in package.all("itemref").take(MAX_CHAPTERS) {
        let Some(href) = reference.attribute("idref").and_then(|id| items.get(&id)) else {
            continue;
        };
        let path = joined(folder, href);
        let chapter = match text(archive, &path) {
            Ok(chapter) => chapter,
            Err(error) => {
                out.problem(Some(path), &error.to_string())?;
                continue;
            }
        };
        if let Some(mut draft) = chapter_draft(&chapter) {
            draft.source = line("title");
            draft.date = line("date").and_then(RawDate::written);
            draft.language = line("language");
            draft.byline = draft.byline.or_else(|| line("creator"));
            n_chapters += 1;
            out.article(draft)?;
        }
    }
    if n_chapters == 0 {
        return out.problem(None, "an EPUB without chapters of text");
    }
    Flow::Continue(())
}

fn chapter_draft(chapter: &str) -> Option<Draft> {
    let tree = Tree::new(chapter);
    let body = tree.first("body").map_or(chapter, Node::inner);
    let all = flatten(body);
    let mut title = None;
    let mut blocks = Blocks::default();
    for (text, kind) in all.iter() {
        if title.is_none() && kind == ParagraphKind::Heading {
            title = Some(text.to_owned());
        } else {
            blocks.push(text, kind);
        }
    }
    (blocks.text.len() >= MIN_CHAPTER_BYTES).then(|| Draft {
        title: title.or_else(|| tree.first("title").and_then(Node::line)),
        content: Content::Blocks(blocks),
        ..Draft::default()
    })
}

/// Joins a path of the package with one that is relative to it.
fn joined(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or(href);
    let mut parts: Vec<String> = folder
        .split('/')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    for part in href.split('/') {
        match part {
            ".." => _ = parts.pop(),
            "" | "." => {}
            part => parts.push(unquoted(part)),
        }
    }
    parts.join("/")
}

/// Decodes `%20` and the like.
fn unquoted(part: &str) -> String {
    let bytes = part.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| part.get(at + 1..at + 3))
            .flatten()
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        match code {
            Some(code) => {
                plain.push(code);
                at += 3;
            }
            None => {
                plain.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}
