//! What is known of each file of the corpus: is it new, changed, gone; which rows came from it?

use super::home::Home;
use crate::corpus::Problem;
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    ffi::OsStr,
    fs::File,
    io::{self, Read, Write},
    os::unix::{ffi::OsStrExt, fs::FileExt},
    path::{Path, PathBuf},
};

/// The log is written anew when it has so many times more records than there are files.
const MAX_LOG_GROWTH: usize = 3;

/// What is known of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KnownFile {
    /// Its size in bytes.
    pub(crate) len: u64,
    /// When it was changed, in nanoseconds since 1970.
    pub(crate) modified_ns: i64,
    /// The hash of its bytes.
    pub(crate) hash: [u8; 32],
    /// Its rows as ranges: first row, number of rows.
    pub(crate) rows: Vec<(u32, u32)>,
    /// What could not be read in it.
    pub(crate) problems: Vec<Problem>,
}

impl KnownFile {
    /// Adds a row that was read from the file.
    pub(crate) fn push_row(&mut self, row: u32) {
        match self.rows.last_mut() {
            Some((first, n)) if *first + *n == row => *n += 1,
            _ => self.rows.push((row, 1)),
        }
    }

    /// Walks over the rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        self.rows
            .iter()
            .flat_map(|(first, n)| *first..first.saturating_add(*n))
    }
}

/// All files that were read, and the log in which that is kept.
#[derive(Debug, Default)]
pub(crate) struct KnownFiles {
    files: HashMap<PathBuf, KnownFile>,
    pending: Vec<u8>,
    n_logged: usize,
}

/// One entry of the log: a path and what is known of it now; `None` where it is gone.
type Entry<'e> = (&'e [u8], Option<KnownFile>);

impl KnownFiles {
    /// Reads the log up to `len`.
    pub(crate) fn read(file: &File, len: u64) -> io::Result<Self> {
        let mut bytes = vec![0; usize::try_from(len).map_err(io::Error::other)?];
        file.read_exact_at(&mut bytes, 0)?;
        let mut known = Self::default();
        let mut rest = bytes.as_slice();
        while let Some((header, after)) = rest.split_first_chunk::<8>() {
            let (len, sum) = header.split_at(4);
            let len = u32::from_le_bytes([len[0], len[1], len[2], len[3]]) as usize;
            let damaged =
                || io::Error::new(io::ErrorKind::InvalidData, "the list of files is damaged");
            let content = after.get(..len).ok_or_else(damaged)?;
            if blake3::hash(content).as_bytes()[..4] != *sum {
                return Err(damaged());
            }
            let (path, file): Entry = postcard::from_bytes(content).map_err(|_| damaged())?;
            let path = PathBuf::from(OsStr::from_bytes(path));
            match file {
                Some(file) => known.files.insert(path, file),
                None => known.files.remove(&path),
            };
            known.n_logged += 1;
            rest = &after[len..];
        }
        Ok(known)
    }

    pub(crate) fn get(&self, path: &Path) -> Option<&KnownFile> {
        self.files.get(path)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&PathBuf, &KnownFile)> {
        self.files.iter()
    }

    /// Takes up what is known of a file now.
    pub(crate) fn put(&mut self, path: PathBuf, file: KnownFile) {
        self.log(&path, Some(file.clone()));
        self.files.insert(path, file);
    }

    /// Forgets a file that is gone.
    pub(crate) fn remove(&mut self, path: &Path) -> Option<KnownFile> {
        let file = self.files.remove(path)?;
        self.log(path, None);
        Some(file)
    }

    /// Appends what is new to the log, of which `len` bytes count; returns the new length.
    pub(crate) fn append(&mut self, log: &File, len: u64) -> io::Result<u64> {
        log.write_all_at(&self.pending, len)?;
        let len = len + self.pending.len() as u64;
        self.pending.clear();
        Ok(len)
    }

    /// Tells whether most of the log is out of date.
    pub(crate) fn is_overgrown(&self) -> bool {
        self.n_logged > MAX_LOG_GROWTH * (self.files.len() + 100)
    }

    /// Writes a new log of what counts; returns its length.
    pub(crate) fn rewrite(&mut self, home: &Home, name: &str) -> io::Result<u64> {
        self.pending.clear();
        self.n_logged = 0;
        let files = std::mem::take(&mut self.files);
        for (path, file) in &files {
            self.log(path, Some(file.clone()));
        }
        self.files = files;
        let mut log = home.open_appended(name, 0, true)?;
        log.write_all(&self.pending)?;
        let len = self.pending.len() as u64;
        self.pending.clear();
        Ok(len)
    }

    fn log(&mut self, path: &Path, file: Option<KnownFile>) {
        let entry: Entry = (path.as_os_str().as_bytes(), file);
        let Ok(content) = postcard::to_stdvec(&entry) else {
            return;
        };
        self.pending.extend((content.len() as u32).to_le_bytes());
        self.pending.extend(&blake3::hash(&content).as_bytes()[..4]);
        self.pending.extend(content);
        self.n_logged += 1;
    }
}

/// Returns the hash of a file's bytes.
pub(crate) fn hash_of(path: &Path) -> io::Result<[u8; 32]> {
    let mut file = File::open(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 256 * 1_024];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(*hasher.finalize().as_bytes()),
            Ok(n) => {
                hasher.update(&buffer[..n]);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(len: u64) -> KnownFile {
        KnownFile {
            len,
            modified_ns: 1,
            hash: [7; 32],
            rows: Vec::new(),
            problems: Vec::new(),
        }
    }

    #[test]
    fn the_log_tells_what_counts() {
        let log = tempfile::tempfile().unwrap();
        let mut files = KnownFiles::default();
        files.put("a".into(), known(1));
        files.put("b".into(), known(2));
        let len = files.append(&log, 0).unwrap();
        files.put("a".into(), known(3));
        files.remove(Path::new("b"));
        let end = files.append(&log, len).unwrap();
        let back = KnownFiles::read(&log, end).unwrap();
        assert_eq!(back.get(Path::new("a")), Some(&known(3)));
        assert_eq!(back.get(Path::new("b")), None);
        assert_eq!(
            KnownFiles::read(&log, len).unwrap().get(Path::new("b")),
            Some(&known(2))
        );
        assert!(KnownFiles::read(&log, end + 1).is_err());
        log.write_all_at(b"x", len + 9).unwrap();
        assert!(KnownFiles::read(&log, end).is_err());
    }

    #[test]
    fn rows_are_kept_as_ranges() {
        let mut file = known(0);
        for row in [3, 4, 5, 9] {
            file.push_row(row);
        }
        assert_eq!(file.rows, [(3, 3), (9, 1)]);
        assert_eq!(file.rows().collect::<Vec<_>>(), [3, 4, 5, 9]);
    }
}
