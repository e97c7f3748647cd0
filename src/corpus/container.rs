//! What is packed in this file? Compressed streams and archives, unpacked as streams, with limits against bombs.

use super::{
    format::{self, FORMATS, sqlite},
    input::{Failing, Input, MAX_WHOLE_BYTES},
    out::{Flow, Out},
};
use flate2::bufread::GzDecoder;
use std::{
    cell::Cell,
    fs,
    io::{self, BufRead, BufReader, Cursor, Read, Seek},
    rc::Rc,
};
use zip::ZipArchive;

/// How many containers may lie in each other.
const MAX_DEPTH: usize = 5;
/// A container may always unpack to this much, in bytes …
const FREE_BYTES: u64 = 64 << 20;
/// … and beyond that only to this many times its own size.
const MAX_RATIO: u64 = 200;

/// A file in which one can jump.
pub enum Seekable {
    /// On disk.
    File(fs::File),
    /// In memory.
    Bytes(Cursor<Vec<u8>>),
}

impl Read for Seekable {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(into),
            Self::Bytes(bytes) => bytes.read(into),
        }
    }
}

impl Seek for Seekable {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Bytes(bytes) => bytes.seek(to),
        }
    }
}

/// What a stream is packed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    Zip,
    Tar,
    /// No container, but a file in which one must jump.
    Sqlite,
}

impl Packing {
    fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, 8, ..] => Some(Self::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Self::Zstd),
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31 | 0x17, ..] => Some(Self::Bzip2),
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Self::Zip),
            _ if head.starts_with(sqlite::MAGIC) => Some(Self::Sqlite),
            _ => (head.get(257..262) == Some(b"ustar")).then_some(Self::Tar),
        }
    }
}

/// Reads a file in which one can jump.
pub fn read_seekable(name: &str, mut file: Seekable, out: &mut Out<'_>) {
    let mut magic = Vec::new();
    let read = (&mut file).take(16).read_to_end(&mut magic);
    let packing = read.ok().and_then(|_| Packing::of(&magic));
    if let Err(error) = file.rewind() {
        out.failed(&error);
        return;
    }
    let _ = match packing {
        Some(Packing::Zip) => zip(file, out, 0),
        Some(Packing::Sqlite) => database(file, out),
        _ => layer(name, Box::new(file), out, 0),
    };
}

/// Reads a stream, whatever it is packed in.
pub fn read(name: &str, stream: Box<dyn Read + '_>, out: &mut Out<'_>) {
    let _ = layer(name, stream, out, 0);
}

/// Looks at the front of a stream and unpacks it, or hands it to its format.
fn layer(name: &str, mut stream: Box<dyn Read + '_>, out: &mut Out<'_>, depth: usize) -> Flow {
    let mut head = Vec::new();
    let mut failed = stream.by_ref().take(512).read_to_end(&mut head).err();
    if head.is_empty()
        && let Some(error) = failed.take()
    {
        out.failed(&error);
        return Flow::Continue(());
    }
    let packing = Packing::of(&head);
    let stream = Cursor::new(head).chain(Failing(failed)).chain(stream);
    let Some(packing) = packing else {
        return plain(name, stream, out);
    };
    if depth == MAX_DEPTH {
        return out.problem(None, "packed in more containers than are opened");
    }
    let packed = Rc::new(Cell::new(0));
    let counted = Counted {
        inner: stream,
        n_bytes: Rc::clone(&packed),
    };
    let unpacked = |stream| -> Box<dyn Read + '_> {
        Box::new(Capped {
            inner: stream,
            packed,
            n_bytes: 0,
        })
    };
    let name = inner_name(name);
    match packing {
        Packing::Gzip => {
            let stream: Box<dyn Read> = Box::new(Members::new(counted));
            layer(&name, unpacked(stream), out, depth + 1)
        }
        Packing::Zstd => match zstd::stream::read::Decoder::new(counted) {
            Ok(stream) => layer(&name, unpacked(Box::new(stream)), out, depth + 1),
            Err(error) => out.problem(None, &error.to_string()),
        },
        Packing::Bzip2 => {
            let stream: Box<dyn Read> = Box::new(bzip2::read::MultiBzDecoder::new(counted));
            layer(&name, unpacked(stream), out, depth + 1)
        }
        Packing::Xz => {
            let stream: Box<dyn Read> =
                Box::new(liblzma::read::XzDecoder::new_multi_decoder(counted));
            layer(&name, unpacked(stream), out, depth + 1)
        }
        Packing::Tar => tar(counted, out, depth),
        Packing::Zip => match in_memory(counted, "a zip archive", out) {
            Ok(bytes) => zip(bytes, out, depth),
            Err(flow) => flow,
        },
        Packing::Sqlite => match in_memory(counted, "an SQLite database", out) {
            Ok(bytes) => database(bytes, out),
            Err(flow) => flow,
        },
    }
}

/// Reads what must be jumped in into memory, or says why not.
fn in_memory(stream: impl Read, what: &str, out: &mut Out<'_>) -> Result<Seekable, Flow> {
    let mut bytes = Vec::new();
    let mut stream = stream.take(MAX_WHOLE_BYTES as u64 + 1);
    if let Err(error) = stream.read_to_end(&mut bytes) {
        out.failed(&error);
    }
    if bytes.len() > MAX_WHOLE_BYTES {
        let why = format!(
            "{what} of more than {} MiB inside another container or stream; unpack it first",
            MAX_WHOLE_BYTES >> 20
        );
        return Err(out.problem(None, &why));
    }
    Ok(Seekable::Bytes(Cursor::new(bytes)))
}

fn database(file: Seekable, out: &mut Out<'_>) -> Flow {
    let flow = sqlite::read(file, out);
    if flow.is_break() { flow } else { out.finish() }
}

/// Recognises the format of a stream and reads it.
fn plain(name: &str, stream: impl Read, out: &mut Out<'_>) -> Flow {
    let mut input = match Input::new(name, stream) {
        Ok(input) => input,
        Err(error) => {
            out.failed(&error);
            return Flow::Continue(());
        }
    };
    if input.head.bytes.iter().all(u8::is_ascii_whitespace) && input.head.is_all {
        return out.problem(None, "empty");
    }
    for format in FORMATS {
        if (format.looks)(&input.head) {
            out.set_format(format.name);
            let flow = (format.read)(&mut input, out);
            return if flow.is_break() { flow } else { out.finish() };
        }
    }
    out.problem(None, &format::unknown(&input.head))
}

fn tar(stream: impl Read, out: &mut Out<'_>, depth: usize) -> Flow {
    let mut archive = tar::Archive::new(stream);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return out.problem(None, &error.to_string()),
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                out.failed(&error);
                break;
            }
        };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if is_left_out(&path) {
            continue;
        }
        let inner = joined(out, &path);
        layer(
            &path,
            Box::new(entry),
            &mut out.within(Some(inner)),
            depth + 1,
        )?;
    }
    Flow::Continue(())
}

fn zip(file: Seekable, out: &mut Out<'_>, depth: usize) -> Flow {
    let mut archive = match ZipArchive::new(file) {
        Ok(archive) => archive,
        Err(error) => {
            return out.problem(
                None,
                &format!("a zip archive that cannot be opened: {error}"),
            );
        }
    };
    for package in format::PACKAGES {
        if archive.index_for_name(package.part).is_some() {
            out.set_format(package.name);
            let flow = (package.read)(&mut archive, out);
            return if flow.is_break() { flow } else { out.finish() };
        }
    }
    for idx in 0..archive.len() {
        let entry = match archive.by_index(idx) {
            Ok(entry) => entry,
            Err(error) => {
                let place = format!("entry {}", idx + 1);
                out.problem(Some(place), &error.to_string())?;
                continue;
            }
        };
        let path = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if !entry.is_file() || is_left_out(&path) {
            continue;
        }
        let packed = Rc::new(Cell::new(entry.compressed_size()));
        let inner = joined(out, &path);
        let stream = Capped {
            inner: entry,
            packed,
            n_bytes: 0,
        };
        layer(
            &path,
            Box::new(stream),
            &mut out.within(Some(inner)),
            depth + 1,
        )?;
    }
    Flow::Continue(())
}

/// Reads one part of a zip package into memory, as far as the limit allows.
pub fn part(archive: &mut ZipArchive<Seekable>, name: &str) -> io::Result<Vec<u8>> {
    let entry = archive.by_name(name).map_err(io::Error::other)?;
    let packed = Rc::new(Cell::new(entry.compressed_size()));
    let mut stream = Capped {
        inner: entry,
        packed,
        n_bytes: 0,
    }
    .take(MAX_WHOLE_BYTES as u64 + 1);
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    if bytes.len() > MAX_WHOLE_BYTES {
        return Err(io::Error::other(format!(
            "the part {name} unpacks to more than {} MiB",
            MAX_WHOLE_BYTES >> 20
        )));
    }
    Ok(bytes)
}

/// Returns the path of an entry inside the containers that are open already.
fn joined(out: &Out<'_>, path: &str) -> String {
    match out.inner() {
        Some(outer) => format!("{outer}/{path}"),
        None => path.to_owned(),
    }
}

/// Returns the name of what a compressed file holds.
fn inner_name(name: &str) -> String {
    let lower = name.to_lowercase();
    for (ending, inner) in [
        (".gz", ""),
        (".zst", ""),
        (".bz2", ""),
        (".xz", ""),
        (".tgz", ".tar"),
        (".tbz2", ".tar"),
        (".txz", ".tar"),
    ] {
        if lower.ends_with(ending) {
            let stem = &lower[..lower.len() - ending.len()];
            return format!("{stem}{inner}");
        }
    }
    lower
}

/// Tells whether an entry is hidden or a leaving of an archiver.
fn is_left_out(path: &str) -> bool {
    path.split(['/', '\\'])
        .any(|part| (part.starts_with('.') && part != "." && part != "..") || part == "__MACOSX")
}

/// A gzip stream of one member or many, as web archives are.
struct Members<R> {
    member: Option<GzDecoder<BufReader<R>>>,
}

impl<R: Read> Members<R> {
    fn new(stream: R) -> Self {
        Self {
            member: Some(GzDecoder::new(BufReader::new(stream))),
        }
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let n_bytes = member.read(into)?;
            if n_bytes > 0 || into.is_empty() {
                return Ok(n_bytes);
            }
            let Some(done) = self.member.take() else {
                break;
            };
            let mut rest = done.into_inner();
            // Tapes and disks fill up with zero bytes.
            let next = loop {
                let chunk = rest.fill_buf()?;
                let n_zeros = chunk.iter().take_while(|byte| **byte == 0).count();
                if chunk.is_empty() || n_zeros < chunk.len() {
                    break chunk.get(n_zeros).copied();
                }
                rest.consume(n_zeros);
            };
            match next {
                None => {}
                Some(0x1F) => self.member = Some(GzDecoder::new(rest)),
                Some(_) => {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        "what follows the packed data is left out: it is no gzip",
                    ));
                }
            }
        }
        Ok(0)
    }
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    n_bytes: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.inner.read(into)?;
        self.n_bytes.set(self.n_bytes.get() + n_bytes as u64);
        Ok(n_bytes)
    }
}

/// Ends with an error when far more comes out than went in.
struct Capped<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    n_bytes: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.inner.read(into)?;
        self.n_bytes += n_bytes as u64;
        let limit = FREE_BYTES.max(self.packed.get().saturating_mul(MAX_RATIO));
        if self.n_bytes > limit {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!(
                    "unpacks to more than {} MiB and {MAX_RATIO} times its size; left out",
                    FREE_BYTES >> 20
                ),
            ));
        }
        Ok(n_bytes)
    }
}
