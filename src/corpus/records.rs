//! Where does one record end and the next begin? Lines, elements and JSON values cut from a stream, none too big.

use super::out::{Flow, Out};
use std::io::{self, BufRead};

/// The biggest single record that is read, in bytes.
pub const MAX_RECORD_BYTES: usize = 32 << 20;

/// One record of a stream.
#[derive(Debug, PartialEq, Eq)]
pub enum Record {
    /// The bytes and the offset at which they begin.
    Whole(u64, Vec<u8>),
    /// A record of more than [`MAX_RECORD_BYTES`], left out.
    TooBig(u64),
}

/// Hands each record of a stream to `with`, with the offset at which it begins; says which were too big, and where the
/// stream failed.
pub fn each(
    mut next: impl FnMut() -> io::Result<Option<Record>>,
    out: &mut Out<'_>,
    mut with: impl FnMut(u64, &[u8], &mut Out<'_>) -> Flow,
) -> Flow {
    loop {
        match next() {
            Ok(Some(Record::Whole(offset, bytes))) => with(offset, &bytes, out)?,
            Ok(Some(Record::TooBig(offset))) => out.too_big(offset)?,
            Ok(None) => return Flow::Continue(()),
            Err(error) => {
                out.failed(&error);
                return Flow::Continue(());
            }
        }
    }
}

/// A stream that knows how many bytes were taken from it.
pub struct Counted<R> {
    inner: R,
    position: u64,
}

impl<R: BufRead> Counted<R> {
    /// Begins to count at 0.
    pub fn new(inner: R) -> Self {
        Self { inner, position: 0 }
    }

    /// Returns the number of bytes taken so far.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Appends one line with its line end to `line`; returns false at the end of the stream.
    ///
    /// Of a line that would make `line` longer than `max` only the beginning is kept, so that its length is `max`.
    pub fn line(&mut self, line: &mut Vec<u8>, max: usize) -> io::Result<bool> {
        let mut any = false;
        loop {
            let chunk = match self.inner.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                return Ok(any);
            }
            any = true;
            let end = memchr::memchr(b'\n', chunk).map(|at| at + 1);
            let taken = end.unwrap_or(chunk.len());
            let room = max.saturating_sub(line.len()).min(taken);
            line.extend_from_slice(&chunk[..room]);
            self.inner.consume(taken);
            self.position += taken as u64;
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    /// Reads exactly `len` bytes, or as many as there are.
    pub fn take(&mut self, len: usize, into: &mut Vec<u8>) -> io::Result<()> {
        self.span(len as u64, |bytes| into.extend_from_slice(bytes))
    }

    /// Passes over `len` bytes, or as many as there are.
    pub fn skip(&mut self, len: u64) -> io::Result<()> {
        self.span(len, |_| ())
    }

    fn span(&mut self, mut len: u64, mut with: impl FnMut(&[u8])) -> io::Result<()> {
        while len > 0 {
            let chunk = match self.inner.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                break;
            }
            let taken = chunk.len().min(usize::try_from(len).unwrap_or(usize::MAX));
            with(&chunk[..taken]);
            self.inner.consume(taken);
            self.position += taken as u64;
            len -= taken as u64;
        }
        Ok(())
    }

    /// Returns the next bytes, as many as are at hand; none at the end of the stream.
    pub fn chunk(&mut self) -> io::Result<&[u8]> {
        loop {
            match self.inner.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.inner.fill_buf()
    }

    /// Passes over bytes that were seen.
    pub fn consume(&mut self, n_bytes: usize) {
        self.inner.consume(n_bytes);
        self.position += n_bytes as u64;
    }
}

/// The lines of a stream, without empty ones.
pub struct Lines<R>(Counted<R>);

impl<R: BufRead> Lines<R> {
    /// Begins at the front of the stream.
    pub fn new(stream: R) -> Self {
        Self(Counted::new(stream))
    }

    /// Returns the next line that is not empty, without its line end.
    pub fn next(&mut self) -> io::Result<Option<Record>> {
        loop {
            let start = self.0.position();
            let mut line = Vec::new();
            if !self.0.line(&mut line, MAX_RECORD_BYTES + 1)? {
                return Ok(None);
            }
            if line.len() > MAX_RECORD_BYTES {
                return Ok(Some(Record::TooBig(start)));
            }
            let trimmed = line.trim_ascii_end().len();
            line.truncate(trimmed);
            if !line.is_empty() {
                return Ok(Some(Record::Whole(start, line)));
            }
        }
    }
}

/// The elements of one or more names in a stream of markup, each from its start tag to its end tag.
///
/// Elements of these names do not nest. Text between them is passed over; the text before the first one is kept.
pub struct Elements<R> {
    stream: Counted<R>,
    names: Vec<String>,
    window: Vec<u8>,
    /// Where the window begins in the stream.
    base: u64,
    /// The text before the first element, at most [`HEAD_BYTES`] of it.
    head: Option<Vec<u8>>,
}

const CHUNK_BYTES: usize = 64 << 10;
const HEAD_BYTES: usize = 256 << 10;

impl<R: BufRead> Elements<R> {
    /// Looks for elements of these names (upper and lower case alike).
    pub fn new(stream: R, names: Vec<impl Into<String>>) -> Self {
        Self {
            stream: Counted::new(stream),
            names: names.into_iter().map(Into::into).collect(),
            window: Vec::new(),
            base: 0,
            head: None,
        }
    }

    /// Returns what stood before the first element; complete once an element was returned.
    pub fn head(&self) -> &[u8] {
        self.head.as_deref().unwrap_or_default()
    }

    /// Returns the next element.
    pub fn next(&mut self) -> io::Result<Option<Record>> {
        let Some(name) = self.seek()? else {
            return Ok(None);
        };
        let start = self.base;
        let mut from = name.len() + 1;
        loop {
            if let Some(end) = self.end_tag(&name, from) {
                let record = self.window[..end].to_vec();
                self.drop(end);
                return Ok(Some(Record::Whole(start, record)));
            }
            from = self.window.len().saturating_sub(name.len() + 3).max(from);
            if self.window.len() > MAX_RECORD_BYTES {
                self.skip_past(&name)?;
                return Ok(Some(Record::TooBig(start)));
            }
            if !self.fill()? {
                // Cut off: what is there is still worth reading.
                let record = std::mem::take(&mut self.window);
                return Ok(Some(Record::Whole(start, record)));
            }
        }
    }

    /// Moves the window to the next start tag.
    fn seek(&mut self) -> io::Result<Option<String>> {
        loop {
            if let Some((at, name)) = self.start_tag(0) {
                self.keep_head(at);
                if self.head.is_none() {
                    self.head = Some(Vec::new());
                }
                self.drop(at);
                return Ok(Some(name));
            }
            // A start tag may be cut by the end of the window.
            let keep = self.window.len().min(64);
            let passed = self.window.len() - keep;
            self.keep_head(passed);
            self.drop(passed);
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    fn keep_head(&mut self, passed: usize) {
        if self.base < HEAD_BYTES as u64 && passed > 0 {
            let head = self.head.get_or_insert_with(Vec::new);
            // Only text from the very front belongs to the head.
            if head.len() as u64 == self.base {
                let room = HEAD_BYTES - head.len();
                head.extend_from_slice(&self.window[..passed.min(room)]);
            }
        }
    }

    fn start_tag(&self, from: usize) -> Option<(usize, String)> {
        for at in memchr::memchr_iter(b'<', &self.window[from..]) {
            let at = from + at;
            let rest = &self.window[at + 1..];
            for name in &self.names {
                if starts_with_name(rest, name) {
                    return Some((at, name.clone()));
                }
            }
        }
        None
    }

    /// Returns the offset after the end tag.
    fn end_tag(&self, name: &str, from: usize) -> Option<usize> {
        for at in memchr::memchr_iter(b'<', &self.window[from..]) {
            let at = from + at;
            let rest = &self.window[at + 1..];
            if rest.first() == Some(&b'/') && starts_with_name(&rest[1..], name) {
                let close = memchr::memchr(b'>', rest)?;
                return Some(at + 1 + close + 1);
            }
        }
        None
    }

    fn skip_past(&mut self, name: &str) -> io::Result<()> {
        loop {
            if let Some(end) = self.end_tag(name, 0) {
                self.drop(end);
                return Ok(());
            }
            let keep = self.window.len().min(64);
            self.drop(self.window.len() - keep);
            if !self.fill()? {
                self.window.clear();
                return Ok(());
            }
        }
    }

    fn drop(&mut self, n_bytes: usize) {
        self.window.drain(..n_bytes);
        self.base += n_bytes as u64;
    }

    fn fill(&mut self) -> io::Result<bool> {
        let before = self.window.len();
        self.stream.take(CHUNK_BYTES, &mut self.window)?;
        Ok(self.window.len() > before)
    }
}

fn starts_with_name(rest: &[u8], name: &str) -> bool {
    rest.len() > name.len()
        && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes())
        && matches!(rest[name.len()], b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n')
}

/// The values of a JSON stream: each member of a top-level array, or each value of a sequence.
pub struct JsonValues<R> {
    stream: Counted<R>,
    in_array: bool,
}

impl<R: BufRead> JsonValues<R> {
    /// Begins at the front of the stream.
    pub fn new(stream: R) -> Self {
        Self {
            stream: Counted::new(stream),
            in_array: false,
        }
    }

    /// Returns the next object, array or scalar.
    pub fn next(&mut self) -> io::Result<Option<Record>> {
        loop {
            let in_array = self.in_array;
            let chunk = self.stream.chunk()?;
            let Some(&byte) = chunk.first() else {
                return Ok(None);
            };
            match byte {
                b'[' if !in_array => {
                    self.in_array = true;
                    self.stream.consume(1);
                }
                b']' if in_array => {
                    self.in_array = false;
                    self.stream.consume(1);
                }
                b',' | b']' | b'}' | 0xEF | 0xBB | 0xBF | 0x1E => self.stream.consume(1),
                byte if byte.is_ascii_whitespace() => self.stream.consume(1),
                _ => return self.value().map(Some),
            }
        }
    }

    fn value(&mut self) -> io::Result<Record> {
        let start = self.stream.position();
        let mut value = Vec::new();
        let mut is_too_big = false;
        let mut depth = 0usize;
        let mut in_string = false;
        let mut escaped = false;
        loop {
            let chunk = self.stream.chunk()?;
            if chunk.is_empty() {
                break;
            }
            let mut at = 0;
            let mut done = false;
            while at < chunk.len() {
                if in_string && !escaped {
                    match memchr::memchr2(b'"', b'\\', &chunk[at..]) {
                        Some(next) => at += next,
                        None => {
                            at = chunk.len();
                            break;
                        }
                    }
                }
                let byte = chunk[at];
                if in_string {
                    if escaped {
                        escaped = false;
                    } else if byte == b'\\' {
                        escaped = true;
                    } else {
                        in_string = false;
                        if depth == 0 {
                            at += 1;
                            done = true;
                            break;
                        }
                    }
                } else {
                    match byte {
                        b'"' => in_string = true,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' if depth > 1 => depth -= 1,
                        b'}' | b']' if depth == 1 => {
                            at += 1;
                            done = true;
                            break;
                        }
                        b'}' | b']' | b',' | b'\n' if depth == 0 => {
                            done = true;
                            break;
                        }
                        _ => {}
                    }
                }
                at += 1;
            }
            if is_too_big || value.len() + at > MAX_RECORD_BYTES {
                is_too_big = true;
                value = Vec::new();
            } else {
                value.extend_from_slice(&chunk[..at]);
            }
            self.stream.consume(at);
            if done {
                break;
            }
        }
        Ok(if is_too_big {
            Record::TooBig(start)
        } else {
            Record::Whole(start, value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collect(mut next: impl FnMut() -> io::Result<Option<Record>>) -> Vec<(u64, String)> {
        let mut records = Vec::new();
        while let Some(record) = next().unwrap() {
            match record {
                Record::Whole(at, bytes) => {
                    records.push((at, String::from_utf8_lossy(&bytes).into_owned()));
                }
                Record::TooBig(at) => records.push((at, "too big".to_owned())),
            }
        }
        records
    }

    fn owned(records: &[(u64, &str)]) -> Vec<(u64, String)> {
        records
            .iter()
            .map(|(at, text)| (*at, (*text).to_owned()))
            .collect()
    }

    #[test]
    fn lines_know_their_offsets() {
        let mut lines = Lines::new("a\r\n\n  \nb\n c".as_bytes());
        assert_eq!(
            collect(|| lines.next()),
            owned(&[(0, "a"), (7, "b"), (9, " c")])
        );
    }

    #[test]
    fn a_line_without_end_costs_no_memory() {
        let big = io::repeat(b'x');
        let stream = io::Read::take(big, (MAX_RECORD_BYTES + 10) as u64);
        let stream = io::Read::chain(stream, "\nnext".as_bytes());
        let mut lines = Lines::new(io::BufReader::new(stream));
        assert_eq!(lines.next().unwrap(), Some(Record::TooBig(0)));
        assert!(matches!(lines.next().unwrap(), Some(Record::Whole(_, line)) if line == b"next"));
    }

    #[test]
    fn elements_are_cut_out() {
        let check = |markup: &str, expected: &[(u64, &str)]| {
            let mut elements = Elements::new(markup.as_bytes(), vec!["item", "entry"]);
            assert_eq!(collect(|| elements.next()), owned(expected), "{markup}");
        };
        check(
            "<r><item>1</item >x<ITEM a='2'/></Item></r>",
            &[(3, "<item>1</item >"), (19, "<ITEM a='2'/></Item>")],
        );
        check("<items>no</items>", &[]);
        check("<entry>cut", &[(0, "<entry>cut")]);
        check("", &[]);
    }

    #[test]
    fn what_stands_before_the_first_element_is_kept() {
        let mut elements = Elements::new("<a>head<item>1</item>".as_bytes(), vec!["item"]);
        elements.next().unwrap();
        assert_eq!(elements.head(), b"<a>head");
    }

    #[test]
    fn json_values_are_cut_out() {
        let check = |json: &str, expected: &[(u64, &str)]| {
            // A tiny buffer meets every boundary.
            let mut values = JsonValues::new(io::BufReader::with_capacity(3, json.as_bytes()));
            assert_eq!(collect(|| values.next()), owned(expected), "{json}");
        };
        check(
            r#"[{"a":"]}\""}, {"b":[1,2]}]"#,
            &[(1, r#"{"a":"]}\""}"#), (15, r#"{"b":[1,2]}"#)],
        );
        check(
            "{\"a\":1}\n{\"b\":\n2}",
            &[(0, "{\"a\":1}"), (8, "{\"b\":\n2}")],
        );
        check("[1, \"two\", 3]", &[(1, "1"), (4, "\"two\""), (11, "3")]);
        check("{\"cut", &[(0, "{\"cut")]);
        check("]]]]", &[]);
    }
}
