//! Database files of `SQLite`, read page by page and never written: one row an article.
//!
//! `SQLite` itself wants a path, beside which it may write, or all of the file in memory; here a database may be of any
//! size, lie in an archive, and be damaged. Pages are as "Database File Format" on sqlite.org says; what a write-ahead log
//! beside the file holds is not seen.

use super::{sql::columns_of, table::Table};
use crate::corpus::{
    container::Seekable,
    decode::decode,
    out::{Flow, Out},
    records::MAX_RECORD_BYTES,
};
use std::{
    collections::HashSet,
    io::{self, Read, Seek, SeekFrom},
};

/// What such a file begins with.
pub const MAGIC: &[u8] = b"SQLite format 3\0";

/// How deep a tree of pages may be.
const MAX_DEPTH: usize = 24;
/// The names of so many tables are told where none holds articles.
const MAX_TOLD: usize = 8;

/// Reads the articles of all tables.
pub fn read(file: Seekable, out: &mut Out<'_>) -> Flow {
    out.set_format("sqlite");
    match Database::open(file).and_then(|mut database| {
        let tables = database.tables()?;
        Ok((database, tables))
    }) {
        Ok((mut database, tables)) => articles(&mut database, &tables, out),
        Err(error) => out.problem(None, &format!("an SQLite database; {error}")),
    }
}

fn articles(database: &mut Database, tables: &[Made], out: &mut Out<'_>) -> Flow {
    for made in tables {
        let table = Table::new(&made.columns, out.fields());
        let mut rows = Rows::new(made.root);
        loop {
            match rows.next(database) {
                Ok(Some(cells)) => {
                    if let Some(draft) = table.draft(&cells) {
                        out.article(draft)?;
                    }
                }
                Ok(None) => break,
                Err(error) => {
                    out.problem(Some(format!("table {}", made.name)), &error.to_string())?;
                    break;
                }
            }
        }
    }
    if out.n_articles() > 0 || out.has_waiting() {
        return Flow::Continue(());
    }
    let mut told: Vec<_> = tables
        .iter()
        .take(MAX_TOLD)
        .map(|made| made.name.as_str())
        .collect();
    if tables.len() > MAX_TOLD {
        told.push("…");
    }
    let why = match told.len() {
        0 => "an SQLite database without tables".to_owned(),
        _ => format!(
            "an SQLite database without articles; its tables are {}",
            told.join(", ")
        ),
    };
    out.problem(None, &why)
}

/// A table as the schema tells it.
struct Made {
    name: String,
    root: u32,
    columns: Vec<String>,
}

struct Database {
    file: Seekable,
    page_len: usize,
    /// The bytes of a page that hold anything.
    used_len: usize,
    n_pages: u32,
    encoding: Option<&'static str>,
}

fn broken(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

impl Database {
    fn open(mut file: Seekable) -> io::Result<Self> {
        let len = file.seek(SeekFrom::End(0))?;
        file.rewind()?;
        let mut head = [0; 100];
        file.read_exact(&mut head)
            .map_err(|_| broken("it ends too early"))?;
        let page_len = match number(&head[16..18]) {
            1 => 65536,
            len => len as usize,
        };
        let used_len = page_len.saturating_sub(usize::from(head[20]));
        if !page_len.is_power_of_two() || page_len < 512 || used_len < 480 {
            return Err(broken("its first page is damaged"));
        }
        Ok(Self {
            file,
            page_len,
            used_len,
            n_pages: u32::try_from(len.div_ceil(page_len as u64)).unwrap_or(u32::MAX),
            encoding: match head[59] {
                2 => Some("utf-16le"),
                3 => Some("utf-16be"),
                _ => None,
            },
        })
    }

    fn page(&mut self, page: u32) -> io::Result<Vec<u8>> {
        if page == 0 || page > self.n_pages {
            return Err(broken("a page is missing"));
        }
        let at = u64::from(page - 1) * self.page_len as u64;
        self.file.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::with_capacity(self.page_len);
        (&mut self.file)
            .take(self.page_len as u64)
            .read_to_end(&mut bytes)?;
        bytes.resize(self.page_len, 0);
        Ok(bytes)
    }

    /// Returns the tables of the schema that have rows of their own, in the order in which they were made.
    fn tables(&mut self) -> io::Result<Vec<Made>> {
        let mut rows = Rows::new(1);
        let mut tables = Vec::new();
        while let Some(cells) = rows.next(self)? {
            let [kind, name, _, root, statement, ..] = &cells[..] else {
                continue;
            };
            let root = root.parse().unwrap_or(0);
            if kind == "table" && root > 0 && !name.starts_with("sqlite_") {
                tables.push(Made {
                    name: name.clone(),
                    root,
                    columns: columns_of(statement),
                });
            }
        }
        Ok(tables)
    }

    /// Returns the bytes of a record whose beginning stands on a page: what does not fit there is on pages of its own.
    fn payload(&mut self, page: &[u8], at: usize, len: usize) -> io::Result<Vec<u8>> {
        let max_local = self.used_len - 35;
        let end = |n_bytes: usize| page.get(at..at.saturating_add(n_bytes));
        if len <= max_local {
            return end(len)
                .map(<[u8]>::to_vec)
                .ok_or_else(|| broken("a row is cut off"));
        }
        if len > MAX_RECORD_BYTES {
            return Err(broken("a row is too big"));
        }
        let min_local = (self.used_len - 12) * 32 / 255 - 23;
        let local = min_local + (len - min_local) % (self.used_len - 4);
        let local = if local <= max_local { local } else { min_local };
        let mut bytes = end(local)
            .ok_or_else(|| broken("a row is cut off"))?
            .to_vec();
        let mut next = end(local + 4).map_or(0, |all| number(&all[local..]) as u32);
        while bytes.len() < len {
            let more = self.page(next)?;
            let n_bytes = (len - bytes.len()).min(self.used_len - 4);
            bytes.extend_from_slice(&more[4..4 + n_bytes]);
            next = number(&more[..4]) as u32;
        }
        Ok(bytes)
    }

    /// Returns the values of a record as text; numbers are written out, what is `NULL` or no text is empty.
    fn cells(&self, record: &[u8]) -> Option<Vec<String>> {
        let (head_len, mut at) = varint(record)?;
        let mut value_at = usize::try_from(head_len).ok()?;
        let head = record.get(..value_at)?;
        let mut cells = Vec::new();
        while at < head.len() {
            let (kind, n_bytes) = varint(&head[at..])?;
            at += n_bytes;
            let len = match kind {
                0 | 8 | 9 => 0,
                1..=4 => kind as usize,
                5 => 6,
                6 | 7 => 8,
                _ => usize::try_from(kind.saturating_sub(12) / 2).ok()?,
            };
            let bytes = record.get(value_at..value_at.checked_add(len)?)?;
            value_at += len;
            cells.push(match kind {
                8 => "0".to_owned(),
                9 => "1".to_owned(),
                1..=6 => signed(bytes).to_string(),
                7 => f64::from_bits(number(bytes)).to_string(),
                13.. if kind % 2 == 1 => self.text(bytes),
                _ => String::new(),
            });
        }
        Some(cells)
    }

    fn text(&self, bytes: &[u8]) -> String {
        match (self.encoding, std::str::from_utf8(bytes)) {
            (None, Ok(text)) => text.to_owned(),
            (encoding, _) => decode(bytes, encoding).text.into_owned(),
        }
    }
}

fn signed(bytes: &[u8]) -> i64 {
    let shift = 64 - 8 * bytes.len().clamp(1, 8);
    ((number(bytes) << shift) as i64) >> shift
}

/// Reads a number of one to nine bytes; what comes second is how many.
fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut sum = 0;
    for (idx, byte) in bytes.iter().take(9).enumerate() {
        if idx == 8 {
            return Some((sum << 8 | u64::from(*byte), 9));
        }
        sum = sum << 7 | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some((sum, idx + 1));
        }
    }
    None
}

/// The rows of a table, in order.
struct Rows {
    /// Pages from the root down, each with the number of its next cell.
    open: Vec<(Vec<u8>, usize, usize)>,
    root: Option<u32>,
    /// A page that was seen is not read again, however damaged the tree is.
    seen: HashSet<u32>,
}

impl Rows {
    fn new(root: u32) -> Self {
        Self {
            open: Vec::new(),
            root: Some(root),
            seen: HashSet::new(),
        }
    }

    fn enter(&mut self, database: &mut Database, page: u32) -> io::Result<()> {
        if self.open.len() == MAX_DEPTH || !self.seen.insert(page) {
            return Err(broken("its pages are in disorder"));
        }
        let bytes = database.page(page)?;
        let head = if page == 1 { 100 } else { 0 };
        self.open.push((bytes, head, 0));
        Ok(())
    }

    fn next(&mut self, database: &mut Database) -> io::Result<Option<Vec<String>>> {
        if let Some(root) = self.root.take() {
            self.enter(database, root)?;
        }
        loop {
            let Some((page, head, idx)) = self.open.last_mut() else {
                return Ok(None);
            };
            let n_cells = number(&page[*head + 3..*head + 5]) as usize;
            let kind = page[*head];
            let pointers = *head + if kind == 5 { 12 } else { 8 };
            let this = *idx;
            *idx += 1;
            let cell_at = || {
                let at = pointers + 2 * this;
                page.get(at..at + 2).map(|bytes| number(bytes) as usize)
            };
            match kind {
                // A page of other pages.
                5 if this <= n_cells => {
                    let child = if this == n_cells {
                        page.get(*head + 8..*head + 12)
                    } else {
                        cell_at().and_then(|at| page.get(at..at + 4))
                    };
                    let child = child.map_or(0, |bytes| number(bytes) as u32);
                    self.enter(database, child)?;
                }
                13 if this < n_cells => {
                    let found = cell_at().and_then(|at| {
                        let (len, n_len) = varint(page.get(at..)?)?;
                        let (_, n_key) = varint(page.get(at + n_len..)?)?;
                        Some((at + n_len + n_key, usize::try_from(len).ok()?))
                    });
                    let Some((at, len)) = found else {
                        return Err(broken("a row is cut off"));
                    };
                    let page = page.clone();
                    let record = database.payload(&page, at, len)?;
                    match database.cells(&record) {
                        Some(cells) => return Ok(Some(cells)),
                        None => return Err(broken("a row is damaged")),
                    }
                }
                5 | 13 => {
                    self.open.pop();
                }
                // A table that is kept as an index, without numbers for its rows.
                2 | 10 => return Ok(None),
                _ => return Err(broken("a page is damaged")),
            }
        }
    }
}
