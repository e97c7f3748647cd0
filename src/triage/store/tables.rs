//! Which tables the database has, and how a file becomes one of ours.

use super::{super::folder::is_remote, Failure, Outcome};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// The finished form of the tables below; a newer program counts up.
const SCHEMA: i64 = 2;
/// `RdRm`: tells this database from any other.
const APPLICATION_ID: i64 = 0x5264_526d;

const TABLES: &str = "
    CREATE TABLE session (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        began INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE step (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        session INTEGER NOT NULL,
        at INTEGER NOT NULL,
        label TEXT NOT NULL,
        changes TEXT NOT NULL,
        back TEXT NOT NULL
    ) STRICT;
    CREATE TABLE mark (
        key BLOB PRIMARY KEY,
        read INTEGER NOT NULL,
        starred INTEGER NOT NULL,
        verdict TEXT,
        tags TEXT,
        note TEXT,
        correction TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE place (
        place BLOB PRIMARY KEY,
        key BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE memory (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
";

/// Sets up an opened database and checks that it is ours, sound and not from the future.
pub(super) fn prepare(connection: &mut Connection, path: &Path) -> Outcome<()> {
    let folder = path.parent().unwrap_or(path);
    // On another machine's disk neither shared memory nor the order of writes can be trusted.
    let (journal, synchronous) = if is_remote(folder) {
        ("delete", "extra")
    } else {
        ("wal", "full")
    };
    connection.pragma_update_and_check(None, "journal_mode", journal, |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "fullfsync", true)?;
    if is_blank(connection)? {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have been quicker.
        if is_blank(&transaction)? {
            transaction.execute_batch(TABLES)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", SCHEMA)?;
            transaction.commit()?;
            return Ok(());
        }
    }
    if number(connection, "application_id")? != APPLICATION_ID {
        return Err(Failure::Other(
            "it is a database of another program; move it away".to_owned(),
        ));
    }
    let schema = number(connection, "user_version")?;
    if schema > SCHEMA {
        return Err(Failure::Other(format!(
            "it was written by a newer version of this program (form {schema}, known is {SCHEMA}); \
             use that version, or another folder with XDG_STATE_HOME"
        )));
    }
    if schema < SCHEMA {
        bring_up(connection)?;
    }
    let verdict: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(Failure::Engine(rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
        Some(verdict),
    )))
}

/// Tells whether nobody has written anything yet.
fn is_blank(connection: &Connection) -> Outcome<bool> {
    let n_tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(n_tables == 0
        && number(connection, "application_id")? == 0
        && number(connection, "user_version")? == 0)
}

fn number(connection: &Connection, pragma: &str) -> Outcome<i64> {
    Ok(connection.pragma_query_value(None, pragma, |row| row.get(0))?)
}

/// Brings the tables of an older version up to date; nothing is lost on the way.
fn bring_up(connection: &mut Connection) -> Outcome<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have been quicker.
    if number(&transaction, "user_version")? < 2 {
        transaction.execute_batch("ALTER TABLE mark ADD COLUMN correction TEXT")?;
        transaction.pragma_update(None, "user_version", SCHEMA)?;
    }
    transaction.commit()?;
    Ok(())
}
