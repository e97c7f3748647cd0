//! How steps, marks and places are written into the tables and read from them.

use super::{Failure, Outcome, Place};
use crate::{
    corpus::ArticleKey,
    triage::{Change, Marks, Step, Verdict},
};
use rusqlite::{Connection, Transaction, params};
use std::{collections::HashMap, fmt};

/// Reads all marks.
pub(super) fn read_marks(connection: &Connection) -> Outcome<HashMap<ArticleKey, Marks>> {
    let mut statement = connection
        .prepare_cached("SELECT key, read, starred, verdict, tags, note, correction FROM mark")?;
    let mut rows = statement.query([])?;
    let mut marks = HashMap::new();
    while let Some(row) = rows.next()? {
        marks.insert(
            ArticleKey(u128::from_be_bytes(row.get(0)?)),
            row_marks(row, 1)?,
        );
    }
    Ok(marks)
}

/// Reads the columns `read, starred, verdict, tags, note, correction` from the column `first` on.
fn row_marks(row: &rusqlite::Row<'_>, first: usize) -> Outcome<Marks> {
    let verdict = match row.get_ref(first + 2)?.as_str_or_null().unwrap_or_default() {
        Some("done") => Some(Verdict::Done),
        Some("discarded") => Some(Verdict::Discarded),
        _ => None,
    };
    let tags = match row.get_ref(first + 3)?.as_str_or_null().unwrap_or_default() {
        Some(tags) => serde_json::from_str(tags)
            .map_err(|error| Failure::Other(format!("tags that cannot be read: {error}")))?,
        None => std::collections::BTreeSet::new(),
    };
    let correction = match row.get_ref(first + 5)?.as_str_or_null().unwrap_or_default() {
        Some(correction) => Some(serde_json::from_str(correction).map_err(|error| {
            Failure::Other(format!("a correction that cannot be read: {error}"))
        })?),
        None => None,
    };
    Ok(Marks {
        read: row.get(first)?,
        starred: row.get(first + 1)?,
        verdict,
        tags,
        note: row.get(first + 4)?,
        correction,
    })
}

/// Writes a step into the log and the marks. Returns the session, begun here where there was none.
pub(super) fn write_step(
    transaction: &Transaction<'_>,
    session: Option<i64>,
    now: i64,
    step: &Step,
) -> Outcome<i64> {
    let session = if let Some(session) = session {
        session
    } else {
        transaction.execute("INSERT INTO session (began) VALUES (?1)", [now])?;
        transaction.last_insert_rowid()
    };
    let mut read = transaction.prepare_cached(
        "SELECT read, starred, verdict, tags, note, correction FROM mark WHERE key = ?1",
    )?;
    let mut write = transaction.prepare_cached(
        "INSERT OR REPLACE INTO mark (key, read, starred, verdict, tags, note, correction)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut clear = transaction.prepare_cached("DELETE FROM mark WHERE key = ?1")?;
    let mut back = Vec::with_capacity(step.changes.len());
    for (key, change) in &step.changes {
        let blob = key.0.to_be_bytes();
        let mut rows = read.query([blob])?;
        let mut marks = match rows.next()? {
            Some(row) => row_marks(row, 0)?,
            None => Marks::NONE,
        };
        drop(rows);
        let Some(inverse) = marks.apply(change) else {
            continue;
        };
        back.push((*key, inverse));
        if marks.is_empty() {
            clear.execute([blob])?;
            continue;
        }
        let verdict = marks.verdict.map(|verdict| match verdict {
            Verdict::Done => "done",
            Verdict::Discarded => "discarded",
        });
        let tags = (!marks.tags.is_empty())
            .then(|| serde_json::to_string(&marks.tags).unwrap_or_default());
        let correction = marks
            .correction
            .as_ref()
            .map(|correction| serde_json::to_string(correction).unwrap_or_default());
        write.execute(params![
            blob,
            marks.read,
            marks.starred,
            verdict,
            tags,
            marks.note,
            correction
        ])?;
    }
    back.reverse();
    transaction
        .prepare_cached(
            "INSERT INTO step (session, at, label, changes, back) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            session,
            now,
            step.label,
            encode_changes(&step.changes),
            encode_changes(&back)
        ])?;
    Ok(session)
}

pub(super) fn read_news(
    connection: &Connection,
    seen: i64,
    own: Option<i64>,
) -> Outcome<Vec<Step>> {
    let mut statement = connection.prepare_cached(
        "SELECT session, label, changes FROM step WHERE seq > ?1 ORDER BY seq DESC",
    )?;
    let mut rows = statement.query([seen])?;
    let mut own_later: Vec<Step> = Vec::new();
    let mut news = Vec::new();
    // From the newest to the oldest, so that the own steps which overrule one are those already met.
    while let Some(row) = rows.next()? {
        let session: i64 = row.get(0)?;
        // One step that cannot be read must not hide all that come after it.
        let Ok(changes) = decode_changes(row.get_ref(2)?.as_str().unwrap_or_default()) else {
            continue;
        };
        let step = Step {
            label: row.get(1)?,
            changes,
        };
        if Some(session) == own {
            own_later.push(step);
        } else {
            let left = step.without(&own_later);
            if !left.changes.is_empty() {
                news.push(left);
            }
        }
    }
    news.reverse();
    Ok(news)
}

pub(super) fn read_places(connection: &Connection) -> Outcome<Vec<(Place, ArticleKey)>> {
    let mut statement = connection.prepare_cached("SELECT place, key FROM place")?;
    let mut rows = statement.query([])?;
    let mut places = Vec::new();
    while let Some(row) = rows.next()? {
        places.push((
            Place(u128::from_be_bytes(row.get(0)?)),
            ArticleKey(u128::from_be_bytes(row.get(1)?)),
        ));
    }
    Ok(places)
}

/// Remembers where the articles of a step lie: only of a marked article is it worth knowing.
pub(super) fn remember_places(
    connection: &Connection,
    places: &[(ArticleKey, Place)],
    step: &Step,
) -> Outcome<()> {
    let mut write =
        connection.prepare_cached("INSERT OR REPLACE INTO place (place, key) VALUES (?1, ?2)")?;
    let mut last = None;
    for (key, _) in &step.changes {
        if last.replace(*key) == Some(*key) {
            continue;
        }
        let first = places.partition_point(|(other, _)| other < key);
        let of_key = places[first..].iter().take_while(|(other, _)| other == key);
        for (_, place) in of_key {
            write.execute([place.0.to_be_bytes(), key.0.to_be_bytes()])?;
        }
    }
    Ok(())
}

fn encode_changes(changes: &[(ArticleKey, Change)]) -> String {
    let plain: Vec<(String, &Change)> = changes
        .iter()
        .map(|(key, change)| (key.to_string(), change))
        .collect();
    serde_json::to_string(&plain).unwrap_or_default()
}

pub(super) fn decode_changes(text: &str) -> Outcome<Vec<(ArticleKey, Change)>> {
    let unreadable =
        |why: &dyn fmt::Display| Failure::Other(format!("a step of the log cannot be read: {why}"));
    let plain: Vec<(String, Change)> =
        serde_json::from_str(text).map_err(|error| unreadable(&error))?;
    plain
        .into_iter()
        .map(|(key, change)| match key.parse() {
            Ok(key) => Ok((key, change)),
            Err(error) => Err(unreadable(&error)),
        })
        .collect()
}
