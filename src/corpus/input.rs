//! What does a format get to read? A stream whose beginning is known, decoded where its encoding needs it.

use super::out::Out;
use encoding_rs::{Decoder, Encoding, UTF_16BE, UTF_16LE};
use std::{
    borrow::Cow,
    cell::OnceCell,
    io::{self, BufRead, BufReader, Read},
};

/// How much of a file is looked at to recognise its format, in bytes.
const HEAD_BYTES: usize = 64 << 10;
/// The biggest file of a format that must be read as a whole, in bytes.
pub const MAX_WHOLE_BYTES: usize = 64 << 20;

/// A file to be read as articles: its name, its beginning, and the stream of all its bytes.
pub struct Input<'r> {
    /// The beginning.
    pub head: Head,
    stream: Box<dyn BufRead + 'r>,
    /// Whether the bytes of the stream are those of the file.
    pub is_verbatim: bool,
}

/// The name and the beginning of a file: what a format is recognised by.
pub struct Head {
    /// The name of the file in lower case, without folders.
    pub name: String,
    /// The first bytes.
    pub bytes: Vec<u8>,
    /// Whether these are all bytes.
    pub is_all: bool,
    text: OnceCell<String>,
}

impl Head {
    /// Makes the head of a file with this name.
    pub fn new(name: &str, bytes: Vec<u8>, is_all: bool) -> Self {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        Self {
            name: name.to_lowercase(),
            bytes,
            is_all,
            text: OnceCell::new(),
        }
    }

    /// Returns the first bytes as text; bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let text = match std::str::from_utf8(&self.bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => String::from_utf8_lossy(&self.bytes),
            };
            text.trim_start_matches('\u{feff}').to_owned()
        })
    }

    /// Returns the text without white space in front.
    pub fn start(&self) -> &str {
        self.text().trim_start()
    }

    /// Tells whether the name ends like one of these.
    pub fn is_named(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.name.ends_with(ending))
    }

    /// Tells whether the text (white space in front left out) begins like this, upper and lower case alike.
    pub fn starts_with(&self, prefix: &str) -> bool {
        self.start()
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    }
}

impl<'r> Input<'r> {
    /// Begins to read a stream; its encoding is looked at, and UTF-16 and UTF-32 become UTF-8 on the way.
    pub fn new(name: &str, mut stream: impl Read + 'r) -> io::Result<Self> {
        let mut bytes = Vec::new();
        let mut failed = fill(&mut stream, &mut bytes, HEAD_BYTES).err();
        if bytes.is_empty()
            && let Some(error) = failed.take()
        {
            return Err(error);
        }
        // An error is met again where it was met, after the bytes before it.
        let stream = Failing(failed).chain(stream);
        if let Some(wide) = Wide::of(&bytes) {
            let raw = io::Cursor::new(bytes).chain(stream);
            let mut utf8 = Transcoded::new(raw, wide);
            let mut bytes = Vec::new();
            fill(&mut utf8, &mut bytes, HEAD_BYTES)?;
            return Ok(Self::begun(name, bytes, utf8, false));
        }
        Ok(Self::begun(name, bytes, stream, true))
    }

    fn begun(name: &str, bytes: Vec<u8>, rest: impl Read + 'r, is_verbatim: bool) -> Self {
        let is_all = bytes.len() < HEAD_BYTES;
        let stream =
            io::Cursor::new(bytes.clone()).chain(BufReader::with_capacity(HEAD_BYTES, rest));
        Self {
            head: Head::new(name, bytes, is_all),
            stream: Box::new(stream),
            is_verbatim,
        }
    }

    /// Takes the stream.
    pub fn stream(&mut self) -> Box<dyn BufRead + 'r> {
        std::mem::replace(&mut self.stream, Box::new(io::empty()))
    }

    /// Reads all bytes, or says why not. What a cut-off file still holds is returned.
    pub fn whole(&mut self, out: &mut Out<'_>) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut stream = self.stream().take(MAX_WHOLE_BYTES as u64 + 1);
        match stream.read_to_end(&mut bytes) {
            Ok(_) if bytes.len() > MAX_WHOLE_BYTES => {
                let why = format!(
                    "larger than {} MiB, which is too much for one {} document",
                    MAX_WHOLE_BYTES >> 20,
                    out.format()
                );
                out.note(None, &why);
                None
            }
            Ok(_) => Some(bytes),
            Err(error) => {
                out.failed(&error);
                // What came before the damage is still worth reading, unless there was too much of it.
                let is_bomb = error.kind() == io::ErrorKind::FileTooLarge;
                (!is_bomb && !bytes.is_empty()).then_some(bytes)
            }
        }
    }

    /// Reads all bytes as text.
    pub fn whole_text(&mut self, out: &mut Out<'_>) -> Option<String> {
        let bytes = self.whole(out)?;
        Some(into_text(bytes, None))
    }
}

/// Decodes bytes that are at hand, without copying where they are UTF-8 already.
pub fn into_text(bytes: Vec<u8>, declared: Option<&str>) -> String {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            return match text.strip_prefix('\u{feff}') {
                Some(text) => text.to_owned(),
                None => text,
            };
        }
        Err(error) => error.into_bytes(),
    };
    super::decode::decode(&bytes, declared).text.into_owned()
}

/// Decodes bytes that are kept elsewhere.
pub fn to_text<'b>(bytes: &'b [u8], declared: Option<&str>) -> Cow<'b, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text.trim_start_matches('\u{feff}')),
        Err(_) => super::decode::decode(bytes, declared).text,
    }
}

/// Returns the encoding that a document declares in its first lines: `encoding="…"` of XML, `charset=…` of HTML.
pub fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let declared = |mark: &str, within: &str| {
        let at = within.find(mark)? + mark.len();
        let rest = within[at..].trim_start_matches([' ', '=', '"', '\'']);
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)))
            .unwrap_or(rest.len());
        (end > 0).then(|| rest[..end].to_owned())
    };
    let xml = head
        .trim_start()
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split("?>").next())
        .and_then(|rest| declared("encoding", rest));
    xml.or_else(|| declared("charset", &head))
}

/// Reads until there are `n_bytes` or the stream ends; what was read before an error stays in `into`.
fn fill(stream: &mut impl Read, into: &mut Vec<u8>, n_bytes: usize) -> io::Result<()> {
    stream.by_ref().take(n_bytes as u64).read_to_end(into)?;
    Ok(())
}

/// A stream that is nothing but an error, or nothing at all.
pub(super) struct Failing(pub(super) Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _into: &mut [u8]) -> io::Result<usize> {
        match self.0.take() {
            Some(error) => Err(error),
            None => Ok(0),
        }
    }
}

/// Encodings of two or four bytes for each character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wide {
    Utf16(&'static Encoding),
    Utf32 { is_big: bool },
}

impl Wide {
    /// Recognises them by the byte order mark, or by where the zero bytes stand.
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xFE, 0, 0, ..] => return Some(Self::Utf32 { is_big: false }),
            [0, 0, 0xFE, 0xFF, ..] => return Some(Self::Utf32 { is_big: true }),
            [0xFF, 0xFE, ..] => return Some(Self::Utf16(UTF_16LE)),
            [0xFE, 0xFF, ..] => return Some(Self::Utf16(UTF_16BE)),
            _ => {}
        }
        let sample = &bytes[..bytes.len().min(4096) / 4 * 4];
        if sample.len() < 8 {
            return None;
        }
        let mut zeros = [0usize; 4];
        for group in sample.chunks_exact(4) {
            for (n_zeros, byte) in zeros.iter_mut().zip(group) {
                *n_zeros += usize::from(*byte == 0);
            }
        }
        let n_groups = sample.len() / 4;
        let full = |column: usize| zeros[column] * 10 >= n_groups * 9;
        let most = |column: usize| zeros[column] * 10 >= n_groups * 7;
        let few = |column: usize| zeros[column] * 10 <= n_groups;
        if full(0) && full(1) && few(3) {
            Some(Self::Utf32 { is_big: true })
        } else if full(2) && full(3) && few(0) {
            Some(Self::Utf32 { is_big: false })
        } else if most(0) && most(2) && few(1) && few(3) {
            Some(Self::Utf16(UTF_16BE))
        } else if most(1) && most(3) && few(0) && few(2) {
            Some(Self::Utf16(UTF_16LE))
        } else {
            None
        }
    }
}

/// A stream of UTF-16 or UTF-32 as one of UTF-8.
struct Transcoded<R> {
    inner: R,
    kind: Wide,
    decoder: Decoder,
    ready: Vec<u8>,
    at: usize,
    pending: Vec<u8>,
    is_done: bool,
}

impl<R: Read> Transcoded<R> {
    fn new(inner: R, kind: Wide) -> Self {
        let encoding = match kind {
            Wide::Utf16(encoding) => encoding,
            Wide::Utf32 { .. } => encoding_rs::UTF_8,
        };
        Self {
            inner,
            kind,
            decoder: encoding.new_decoder_with_bom_removal(),
            ready: Vec::new(),
            at: 0,
            pending: Vec::new(),
            is_done: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut chunk = std::mem::take(&mut self.pending);
        let n_before = chunk.len();
        let wanted = (16 << 10) - n_before as u64;
        self.inner.by_ref().take(wanted).read_to_end(&mut chunk)?;
        self.is_done = chunk.len() == n_before || chunk.len() < 16 << 10;
        self.ready.clear();
        self.at = 0;
        match self.kind {
            Wide::Utf16(_) => {
                let mut text = String::new();
                let most = self
                    .decoder
                    .max_utf8_buffer_length(chunk.len())
                    .unwrap_or(chunk.len() * 3 + 16);
                text.reserve(most);
                let _ = self
                    .decoder
                    .decode_to_string(&chunk, &mut text, self.is_done);
                self.ready = text.into_bytes();
            }
            Wide::Utf32 { is_big } => {
                let whole = chunk.len() / 4 * 4;
                let mut text = String::with_capacity(chunk.len());
                for group in chunk[..whole].chunks_exact(4) {
                    let bytes = [group[0], group[1], group[2], group[3]];
                    let number = if is_big {
                        u32::from_be_bytes(bytes)
                    } else {
                        u32::from_le_bytes(bytes)
                    };
                    text.push(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                self.pending = chunk[whole..].to_vec();
                self.ready = text.trim_start_matches('\u{feff}').as_bytes().to_vec();
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() {
            if self.is_done {
                return Ok(0);
            }
            self.refill()?;
        }
        let n_bytes = into.len().min(self.ready.len() - self.at);
        into[..n_bytes].copy_from_slice(&self.ready[self.at..self.at + n_bytes]);
        self.at += n_bytes;
        Ok(n_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, is_big: bool, mark: bool) -> Vec<u8> {
        let mark = if mark { "\u{feff}" } else { "" };
        format!("{mark}{text}")
            .encode_utf16()
            .flat_map(|unit| {
                if is_big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn wide_encodings_are_read_as_text() {
        let text = "The minister said “no” to the plan. ".repeat(2_000);
        let check = |bytes: Vec<u8>| {
            let mut input = Input::new("a.txt", bytes.as_slice()).unwrap();
            assert!(!input.is_verbatim);
            assert!(input.head.text().starts_with("The minister said “no”"));
            let mut read = String::new();
            input.stream().read_to_string(&mut read).unwrap();
            assert_eq!(read, text);
        };
        for is_big in [false, true] {
            check(utf16(&text, is_big, true));
            check(utf16(&text, is_big, false));
            let utf32 = |c: char| {
                if is_big {
                    (c as u32).to_be_bytes()
                } else {
                    (c as u32).to_le_bytes()
                }
            };
            check(text.chars().flat_map(utf32).collect());
        }
    }

    #[test]
    fn other_bytes_are_left_alone() {
        for bytes in [&b"plain"[..], b"", b"\0\0\0\0\0\0\0\0\0\0\0\0", b"a\0b\0c"] {
            let mut input = Input::new("x", bytes).unwrap();
            let mut read = Vec::new();
            input.stream().read_to_end(&mut read).unwrap();
            assert_eq!(read, bytes);
        }
    }
}
