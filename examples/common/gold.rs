//! Texts with their names marked by hand, read from JSON lines.

use reading_room::text::{EntityKind, Span};
use serde::Deserialize;
use std::path::Path;

/// A text and what stands in it.
#[derive(Debug)]
pub struct Document {
    /// Its name in its set.
    pub id: String,
    /// The text.
    pub text: String,
    /// The names in it, in the order of the text.
    pub names: Vec<Marked>,
    /// Its day, where known.
    pub date: Option<jiff::civil::Date>,
}

/// A name that is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Where.
    pub span: Span,
    /// What kind.
    pub kind: EntityKind,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    entities: Option<Vec<LineEntity>>,
    date: Option<String>,
}

#[derive(Deserialize)]
struct LineEntity {
    start: usize,
    end: usize,
    label: String,
}

/// Reads a file of texts, plain or packed with zstd; those whose names nobody has marked are left out.
pub fn read(path: &Path) -> Result<Vec<Document>, String> {
    let failed = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    let mut bytes = std::fs::read(path).map_err(|why| failed(&why))?;
    if path.extension().is_some_and(|extension| extension == "zst") {
        bytes = zstd::decode_all(bytes.as_slice()).map_err(|why| failed(&why))?;
    }
    let text = String::from_utf8(bytes).map_err(|why| failed(&why))?;
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).map_err(|why| failed(&why)))
        .filter_map(|line: Result<Line, String>| line.map(document).transpose())
        .collect()
}

fn document(line: Line) -> Option<Document> {
    let entities = line.entities?;
    // The marks count characters, the program counts bytes.
    let mut bytes: Vec<usize> = line.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(line.text.len());
    let last = bytes.len() - 1;
    let mut names: Vec<Marked> = entities
        .iter()
        .filter_map(|entity| {
            let kind = EntityKind::ALL
                .into_iter()
                .find(|kind| kind.label() == entity.label)?;
            let span = Span::new(bytes[entity.start.min(last)], bytes[entity.end.min(last)]);
            Some(Marked { span, kind })
        })
        .collect();
    names.sort_by_key(|name| (name.span, name.kind));
    Some(Document {
        date: line.date.and_then(|date| date.parse().ok()),
        id: line.id,
        text: line.text,
        names,
    })
}
