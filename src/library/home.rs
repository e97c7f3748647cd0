//! Where a library lives on disk, what stands in its manifest, and who may write.
//!
//! ```text
//! CACHE/<corpus>/manifest     what counts of all the others; replaced by a rename, so it is old or new, never half
//!               /rows         chunks of the catalogue, appended
//!               /texts        blocks of articles, appended
//!               /files-N      what is known of each file of the corpus, appended
//!               /habits       what the files of a folder have in common, for those that come later
//!               /sketches     samples of the texts, for finding copies, appended
//!               /copies       the groups of articles that say the same
//!               /by-date      the rows in order of their dates; likewise by-title, by-source, by-author, by-length
//!               /by-key       the rows in order of their keys
//!               /fulltext     the index of words
//!               /ledger       the index of quotations and names
//!               /lock         held by the one process that writes; the system lets go of it when the process ends
//! ```
//!
//! What was appended beyond the manifest's lengths does not count: a process that died in between left it.

use super::{catalogue::chunk::Chunk, packed::Place, texts::Block};
use crate::corpus::{Corpus, FieldMap, Problem};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// Changes whenever the form of anything in the folder changes.
const FORMAT: u32 = 4;

/// Changes whenever articles are read or analysed in another way.
const EDITION: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("READING_ROOM_EDITION"));

const MAGIC: [u8; 8] = *b"RDGROOM\0";

/// The folder of one library.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    folder: PathBuf,
    identity: String,
}

/// What counts of all files in the folder.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The corpus and the program that read it.
    pub(crate) identity: String,
    /// Grows with each commit.
    pub(crate) generation: u64,
    /// The full chunks of the catalogue.
    pub(crate) chunks: Vec<Place>,
    /// How many bytes of `rows` count.
    pub(crate) rows_len: u64,
    /// The rows after the last full chunk.
    pub(crate) tail: Chunk,
    /// The rows whose files are gone, as bits.
    pub(crate) gone: Vec<u64>,
    /// The blocks of articles.
    pub(crate) blocks: Vec<Block>,
    /// How many bytes of `texts` count.
    pub(crate) texts_len: u64,
    /// Where the samples of the texts lie, and how many bytes of `sketches` count.
    pub(crate) sketches: (Vec<Place>, u64),
    /// Which `files-N` counts, and how many bytes of it.
    pub(crate) files: (u32, u64),
    /// What could not be read.
    pub(crate) problems: Vec<Problem>,
    /// The corpus was read to its end.
    pub(crate) is_whole: bool,
}

/// What stands in place of a manifest.
#[derive(Debug)]
pub(crate) enum Found {
    /// A library that can be used.
    Usable(Box<Manifest>),
    /// Nothing yet.
    Nothing,
    /// A library that another version of the program made: nothing is wrong with it.
    Outdated,
    /// A library of another form, or damaged; the reason for a person.
    Unusable(String),
}

/// The right to write. Given back when dropped, and by the system when the process ends.
#[derive(Debug)]
pub(crate) struct WriteLock {
    _file: File,
}

impl Home {
    /// Names the folder of a corpus inside the folder of all libraries.
    pub(crate) fn of(corpus: &Corpus, fields: &FieldMap, cache: &Path) -> Self {
        let mut places = corpus.places();
        // With other names for its fields the same corpus says something else.
        places.extend(fields.written());
        let name = blake3::hash(places.join("\0").as_bytes()).to_hex();
        Self {
            folder: cache.join(&name[..16]),
            identity: format!("{EDITION}\n{}", places.join("\n")),
        }
    }

    /// Makes the folder where it is missing; nobody else may look into it.
    pub(crate) fn make(&self) -> io::Result<()> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn identity(&self) -> &str {
        &self.identity
    }

    /// Reads the manifest.
    pub(crate) fn manifest(&self) -> Found {
        match self.read_checked::<Manifest>("manifest") {
            Ok(None) => Found::Nothing,
            Ok(Some(manifest)) if manifest.identity == self.identity => {
                Found::Usable(Box::new(manifest))
            }
            Ok(Some(_)) => Found::Outdated,
            Err(why) => Found::Unusable(why),
        }
    }

    /// Replaces the manifest.
    pub(crate) fn write_manifest(&self, manifest: &Manifest) -> io::Result<()> {
        self.write_checked("manifest", manifest)
    }

    /// Reads a file that [`write_checked`](Self::write_checked) wrote; `None` where there is none.
    pub(crate) fn read_checked<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Option<T>, String> {
        let Some(bytes) = self.read_whole(name)? else {
            return Ok(None);
        };
        postcard::from_bytes(content_of(&bytes)?)
            .map(Some)
            .map_err(|_| damaged())
    }

    /// Replaces a file by a rename: whoever reads finds the old one or the new one.
    pub(crate) fn write_checked<T: Serialize>(&self, name: &str, value: &T) -> io::Result<()> {
        let content = postcard::to_stdvec(value).map_err(io::Error::other)?;
        self.write_whole(name, &content)
    }

    /// Reads a list of rows and the number it was kept with; `None` where there is none or it is damaged.
    pub(crate) fn read_rows(&self, name: &str) -> Option<(u64, Vec<u32>)> {
        let bytes = self.read_whole(name).ok()??;
        let (number, rows) = content_of(&bytes).ok()?.split_first_chunk::<8>()?;
        let (rows, rest) = rows.as_chunks::<4>();
        rest.is_empty().then(|| {
            let rows = rows.iter().map(|row| u32::from_le_bytes(*row)).collect();
            (u64::from_le_bytes(*number), rows)
        })
    }

    /// Keeps a list of rows with a number that tells what it belongs to.
    pub(crate) fn write_rows(&self, name: &str, number: u64, rows: &[u32]) -> io::Result<()> {
        let mut content = Vec::with_capacity(8 + 4 * rows.len());
        content.extend(number.to_le_bytes());
        rows.iter()
            .for_each(|row| content.extend(row.to_le_bytes()));
        self.write_whole(name, &content)
    }

    fn read_whole(&self, name: &str) -> Result<Option<Vec<u8>>, String> {
        match fs::read(self.folder.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    fn write_whole(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let new = self.folder.join(format!("{name}.new"));
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&new)?;
        file.write_all(&MAGIC)?;
        file.write_all(&FORMAT.to_le_bytes())?;
        file.write_all(blake3::hash(content).as_bytes())?;
        file.write_all(content)?;
        drop(file);
        fs::rename(new, self.folder.join(name))
    }

    /// Opens a file that is only appended to; for writing, what lies beyond `len` is cut off first.
    pub(crate) fn open_appended(&self, name: &str, len: u64, writes: bool) -> io::Result<File> {
        let path = self.folder.join(name);
        if !writes {
            return File::open(path);
        }
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)?;
        if file.metadata()?.len() < len {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                format!("'{name}' is shorter than it was"),
            ));
        }
        file.set_len(len)?;
        Ok(file)
    }

    /// Takes the right to write; `None` while another process has it.
    pub(crate) fn lock(&self) -> io::Result<Option<WriteLock>> {
        let path = self.folder.join("lock");
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(WriteLock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Removes everything but the lock, which the caller must hold.
    pub(crate) fn clear(&self, _lock: &WriteLock) -> io::Result<()> {
        // The manifest goes first: without it nothing else counts.
        for entry in [self.folder.join("manifest")]
            .into_iter()
            .map(Ok)
            .chain(fs::read_dir(&self.folder)?.map(|entry| entry.map(|entry| entry.path())))
        {
            let path = entry?;
            if path.file_name().is_some_and(|name| name == "lock") {
                continue;
            }
            let removed = if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            };
            match removed {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

fn damaged() -> String {
    "it is damaged".to_owned()
}

/// Returns what stands behind the head of a file, if the head is right.
fn content_of(bytes: &[u8]) -> Result<&[u8], String> {
    let rest = bytes.strip_prefix(&MAGIC).ok_or_else(damaged)?;
    let (format, rest) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
    if u32::from_le_bytes(*format) != FORMAT {
        return Err("it has the form of another version".to_owned());
    }
    let (sum, content) = rest.split_first_chunk::<32>().ok_or_else(damaged)?;
    if blake3::hash(content).as_bytes() != sum {
        return Err(damaged());
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> (tempfile::TempDir, Home) {
        let cache = tempfile::tempdir().unwrap();
        let home = Home::of(&Corpus::Seeds, &FieldMap::default(), cache.path());
        home.make().unwrap();
        (cache, home)
    }

    #[test]
    fn a_manifest_comes_back_or_its_damage_is_told() {
        let (_cache, home) = home();
        assert!(matches!(home.manifest(), Found::Nothing));
        let manifest = Manifest {
            identity: home.identity().to_owned(),
            generation: 7,
            ..Manifest::default()
        };
        home.write_manifest(&manifest).unwrap();
        assert!(matches!(home.manifest(), Found::Usable(found) if found.generation == 7));
        let path = home.folder().join("manifest");
        let bytes = fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            fs::write(&path, &damaged).unwrap();
            assert!(matches!(home.manifest(), Found::Unusable(_)), "byte {at}");
            fs::write(&path, &bytes[..at]).unwrap();
            assert!(matches!(home.manifest(), Found::Unusable(_)), "cut at {at}");
        }
        fs::write(&path, &bytes).unwrap();
        assert!(matches!(home.manifest(), Found::Usable(_)));
        let other = "what another version wrote".to_owned();
        home.write_manifest(&Manifest {
            identity: other,
            ..manifest
        })
        .unwrap();
        assert!(matches!(home.manifest(), Found::Outdated));
    }

    #[test]
    fn one_writes() {
        let (_cache, home) = home();
        let lock = home.lock().unwrap().unwrap();
        assert!(home.lock().unwrap().is_none());
        home.clear(&lock).unwrap();
        drop(lock);
        assert!(home.lock().unwrap().is_some());
    }
}
