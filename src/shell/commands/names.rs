//! `people`, `places`, `organisations`: who and what is named, with counts.

use super::{Answer, Desk, FOUND, Folders, NOTHING, Output, index::Needs};
use crate::{corpus::FieldMap, shell::cli::Names, text::EntityKind};
use serde_json::json;

/// The cells of a count.
const COUNT_WIDTH: usize = 7;

pub(super) fn names(
    kind: EntityKind,
    names: &Names,
    folders: &Folders,
    fields: &FieldMap,
    out: &mut Output,
) -> Answer {
    let desk = Desk::open(&names.asked.corpus, folders, fields, Needs::Everything)?;
    let rows = desk.library.entities(kind);
    let limit = names.limit.unwrap_or(usize::MAX);
    for row in rows.iter().take(limit) {
        if names.asked.json {
            out.json(&json!({
                "name": row.name,
                "kind": row.kind.label(),
                "mentions": row.n_mentions,
                "articles": row.n_articles,
                "aliases": row.aliases,
            }))?;
        } else {
            out.columns(&[
                (&format!("{:>COUNT_WIDTH$}", row.n_mentions), COUNT_WIDTH),
                (&format!("{:>COUNT_WIDTH$}", row.n_articles), COUNT_WIDTH),
                (&row.name, 0),
            ])?;
        }
    }
    Ok(if rows.is_empty() || limit == 0 {
        NOTHING
    } else {
        FOUND
    })
}
