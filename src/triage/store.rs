//! Where the marks are kept: a database per reader.
//!
//! ```text
//! session   id, began                        a room, or another program that saved something
//! step      seq, session, at, label, changes, back    the log: what was done, in the order in which it was saved
//! mark      key, read, starred, …            what the log comes to, for a quick start
//! place     place, key                       where a marked article was last seen
//! memory    key, value                       reading positions, the last view
//! ```
//!
//! A step is in the log and in the marks, or in neither. Order is by `seq`, never by clock. This file and its
//! folder alone name the database engine.

use super::{
    Marks, Past, Step,
    folder::{make_private_file, make_private_folder},
};
use crate::corpus::{ArticleKey, Place};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior, params};
use std::{
    collections::{HashMap, HashSet},
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

mod failure;
mod steps;
mod tables;

pub use failure::StoreError;
use failure::{Failure, Outcome};
use steps::{decode_changes, read_marks, read_news, read_places, remember_places, write_step};
use tables::prepare;

/// The name of the database in the reader's folder.
const FILE_NAME: &str = "marks.sqlite";
/// How long a save waits for the saves of others.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// The wait before a lock that the engine does not wait for is tried again.
const BUSY_PAUSE: Duration = Duration::from_millis(20);
/// How many damaged databases of one second are kept apart.
const MAX_SET_ASIDE: u32 = 1_000;
/// How many changes the way back may hold when it is read again after a restart.
const MAX_HISTORY_CHANGES: usize = 200_000;

/// The reader's database.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// Device and inode of the file that is open.
    identity: (u64, u64),
    /// Given by the database with the first save.
    session: Option<i64>,
    /// The last step that was read or that `news` told.
    seen: i64,
    /// Where the articles of the corpus lie, in order of the key.
    places: Vec<(ArticleKey, Place)>,
    notices: Vec<String>,
}

impl Store {
    /// Opens the database in `folder`, making both where they are missing, for this reader alone.
    ///
    /// A damaged database is set aside under another name, what can still be read of it is taken over, and
    /// [`notices`](Self::take_notices) says so.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(FILE_NAME);
        Self::open_or_set_aside(folder, &path).map_err(|failure| failure.at(&path, "open"))
    }

    /// Tells whether `folder` holds a database, without making anything.
    pub fn is_in(folder: &Path) -> bool {
        folder.join(FILE_NAME).is_file()
    }

    /// Returns the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what the reader should know about the opening, once.
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Reads all marks.
    pub fn marks(&mut self) -> Result<HashMap<ArticleKey, Marks>, StoreError> {
        let (marks, last) = self.attempt("read", |store| {
            let transaction = store.connection.transaction()?;
            Ok((read_marks(&transaction)?, last_seq(&transaction)?))
        })?;
        self.seen = last;
        Ok(marks)
    }

    /// Reads the last steps, oldest first, for [`Ledger::of_history`](super::Ledger::of_history).
    pub fn history(&mut self, limit: usize) -> Result<Vec<Past>, StoreError> {
        self.attempt("read", |store| {
            let mut statement = store
                .connection
                .prepare("SELECT label, changes, back FROM step ORDER BY seq DESC LIMIT ?1")?;
            let mut rows = statement.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
            let mut past = Vec::new();
            let mut n_changes = 0;
            while let Some(row) = rows.next()? {
                let label: String = row.get(0)?;
                let changes = |column| -> Outcome<_> {
                    decode_changes(row.get_ref(column)?.as_str().unwrap_or_default())
                };
                // Behind a step that cannot be read there is no way back.
                let (Ok(made), Ok(back)) = (changes(1), changes(2)) else {
                    break;
                };
                let step = |changes| Step {
                    label: label.clone(),
                    changes,
                };
                let (made, back) = (step(made), step(back));
                n_changes += made.changes.len();
                if n_changes > MAX_HISTORY_CHANGES && !past.is_empty() {
                    break;
                }
                past.push(Past { made, back });
            }
            past.reverse();
            Ok(past)
        })
    }

    /// Saves a step; when it returns, the step is on disk.
    pub fn save(&mut self, step: &Step) -> Result<(), StoreError> {
        let session = self.attempt("save to", |store| {
            let now = now_ms();
            let transaction = store
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            let session = write_step(&transaction, store.session, now, step)?;
            remember_places(&transaction, &store.places, step)?;
            transaction.commit()?;
            Ok(session)
        })?;
        self.session = Some(session);
        Ok(())
    }

    /// Returns the steps that others have saved since the last call, in the order in which they were saved.
    ///
    /// What own later steps have changed since is left out, so that the marks in memory come to the same as on disk.
    pub fn news(&mut self) -> Result<Vec<Step>, StoreError> {
        let (steps, last) = self.attempt("read", |store| {
            let transaction = store.connection.transaction()?;
            let others: bool = transaction
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM step WHERE seq > ?1 AND session IS NOT ?2)",
                )?
                .query_row(params![store.seen, store.session], |row| row.get(0))?;
            let last = last_seq(&transaction)?;
            let steps = if others {
                read_news(&transaction, store.seen, store.session)?
            } else {
                Vec::new()
            };
            Ok((steps, last))
        })?;
        self.seen = last;
        Ok(steps)
    }

    /// Tells where the articles of the corpus lie now, and carries marks over.
    ///
    /// Where a marked article has vanished and another stands at its place (the file was fetched again and its text
    /// differs a little), the new one takes over its marks, as one step that can be taken back. A place that more
    /// than one article claims proves nothing and is left out. Returns the step, saved already.
    pub fn adopt(&mut self, articles: &[(Place, ArticleKey)]) -> Result<Option<Step>, StoreError> {
        self.places = articles.iter().map(|(place, key)| (*key, *place)).collect();
        self.places.sort_unstable();
        let now_at = unambiguous(articles);
        let step = self.attempt("read", |store| {
            let transaction = store.connection.transaction()?;
            let marks = read_marks(&transaction)?;
            let known = read_places(&transaction)?;
            let present: HashSet<ArticleKey> = articles.iter().map(|(_, key)| *key).collect();
            let mut moved: Vec<_> = known
                .into_iter()
                .filter(|(_, old)| !present.contains(old))
                .filter_map(|(place, old)| Some((marks.get(&old)?, *now_at.get(&place)?)))
                .filter(|(_, new)| !marks.contains_key(new))
                .collect();
            moved.sort_unstable_by_key(|(_, new)| *new);
            moved.dedup_by_key(|(_, new)| *new);
            let changes = moved
                .iter()
                .flat_map(|(old, new)| old.changes().into_iter().map(move |change| (*new, change)));
            Ok(Step {
                label: format!("carried over the marks of {}", moved.len()),
                changes: changes.collect(),
            })
        })?;
        if step.changes.is_empty() {
            return Ok(None);
        }
        self.save(&step)?;
        Ok(Some(step))
    }

    /// Returns a remembered value (a reading position, the last view).
    pub fn recall(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        self.attempt("read", |store| {
            Ok(store
                .connection
                .prepare_cached("SELECT value FROM memory WHERE key = ?1")?
                .query_row([key], |row| row.get(0))
                .optional()?)
        })
    }

    /// Returns everything that is remembered, by name.
    pub fn memory(&mut self) -> Result<Vec<(String, String)>, StoreError> {
        self.attempt("read", |store| {
            let mut statement = store
                .connection
                .prepare("SELECT key, value FROM memory ORDER BY key")?;
            let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(pairs.collect::<Result<_, _>>()?)
        })
    }

    /// Remembers a value.
    pub fn remember(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        self.attempt("save to", |store| {
            store
                .connection
                .prepare_cached("INSERT OR REPLACE INTO memory (key, value) VALUES (?1, ?2)")?
                .execute([key, value])?;
            Ok(())
        })
    }

    /// Runs `work` on the file that was opened, again where a lock was in the way.
    fn attempt<T>(
        &mut self,
        what: &'static str,
        mut work: impl FnMut(&mut Self) -> Outcome<T>,
    ) -> Result<T, StoreError> {
        let path = self.path.clone();
        let done = self
            .is_in_place()
            .and_then(|()| patiently(|| work(&mut *self)));
        done.map_err(|failure| failure.at(&path, what))
    }

    /// A file that was deleted or moved while open takes every write and keeps none where it will be looked for.
    fn is_in_place(&self) -> Outcome<()> {
        match identity(&self.path) {
            Ok(identity) if identity == self.identity => Ok(()),
            _ => Err(Failure::Other(
                "it was moved or deleted while it was open; put it back, or start again".to_owned(),
            )),
        }
    }

    fn open_or_set_aside(folder: &Path, path: &Path) -> Outcome<Self> {
        make_private_folder(folder)?;
        match Self::open_file(path) {
            Err(failure) if failure.is_damage() => {}
            opened => return opened,
        }
        // Of several programs that meet the damage at once, one sets the file aside; the others then find it sound.
        let guard = fs::File::open(folder)?;
        rustix::fs::flock(&guard, rustix::fs::FlockOperation::LockExclusive)
            .map_err(std::io::Error::from)?;
        match Self::open_file(path) {
            Err(failure) if failure.is_damage() => {}
            opened => return opened,
        }
        let aside = set_aside(path)?;
        let mut store = Self::open_file(path)?;
        let n_saved = store.take_over(&aside)?;
        store.notices.push(format!(
            "your marks in {} were damaged; the file was set aside as {} and {} taken over from it",
            path.display(),
            aside.display(),
            match n_saved {
                0 => "nothing could be".to_owned(),
                1 => "one step was".to_owned(),
                n => format!("{n} steps were"),
            }
        ));
        Ok(store)
    }

    fn open_file(path: &Path) -> Outcome<Self> {
        make_private_file(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        patiently(|| prepare(&mut connection, path))?;
        let seen = last_seq(&connection)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            identity: identity(path)?,
            session: None,
            seen,
            places: Vec::new(),
            notices: Vec::new(),
        })
    }

    /// Saves again what can still be read of a damaged database. Returns how many steps that were.
    fn take_over(&mut self, aside: &Path) -> Outcome<usize> {
        let Ok(damaged) = Connection::open(aside) else {
            return Ok(0);
        };
        let Ok(mut statement) = damaged.prepare("SELECT label, changes FROM step ORDER BY seq")
        else {
            return Ok(0);
        };
        let readable = statement
            .query_map([], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })?
            .map_while(Result::ok)
            .filter_map(|(label, changes)| {
                let changes = decode_changes(&changes).ok()?;
                Some(Step { label, changes })
            });
        let transaction = self.connection.transaction()?;
        let mut session = None;
        let mut n_saved = 0;
        for step in readable {
            session = Some(write_step(&transaction, session, now_ms(), &step)?);
            n_saved += 1;
        }
        transaction.commit()?;
        self.session = session;
        self.seen = last_seq(&self.connection)?;
        Ok(n_saved)
    }
}

/// Tries again where the engine does not wait by itself.
fn patiently<T>(mut work: impl FnMut() -> Outcome<T>) -> Outcome<T> {
    let begun = Instant::now();
    loop {
        match work() {
            Err(failure)
                if begun.elapsed() < BUSY_TIMEOUT
                    && failure.is(&[ErrorCode::DatabaseBusy, ErrorCode::DatabaseLocked]) =>
            {
                thread::sleep(BUSY_PAUSE);
            }
            done => return done,
        }
    }
}

fn identity(path: &Path) -> std::io::Result<(u64, u64)> {
    fs::metadata(path).map(|metadata| (metadata.dev(), metadata.ino()))
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}

/// Renames the database and its side files; the side files first, so that a new database never meets old ones.
fn set_aside(path: &Path) -> std::io::Result<PathBuf> {
    let with = |path: &Path, ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let stamp = now_ms() / 1000;
    let aside = (0..MAX_SET_ASIDE)
        .map(|n| with(path, &format!(".damaged-{stamp}-{n}")))
        .find(|aside| !aside.exists())
        .unwrap_or_else(|| with(path, ".damaged"));
    for ending in ["-wal", "-shm", "-journal"] {
        let side = with(path, ending);
        if side.exists() {
            fs::rename(side, with(&aside, ending))?;
        }
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}

fn last_seq(connection: &Connection) -> Outcome<i64> {
    Ok(connection
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM step")?
        .query_row([], |row| row.get(0))?)
}

/// Returns the places that one article alone claims.
fn unambiguous(articles: &[(Place, ArticleKey)]) -> HashMap<Place, ArticleKey> {
    let mut by_place = articles.to_vec();
    by_place.sort_unstable();
    by_place.dedup();
    by_place
        .chunk_by(|one, other| one.0 == other.0)
        .filter_map(|claims| match claims {
            [claim] => Some(*claim),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests;
