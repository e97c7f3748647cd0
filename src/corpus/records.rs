//! Where does one record end and the next begin? Lines, elements and JSON values cut from a stream, none too big.

mod elements;
mod values;

pub use elements::Elements;
pub use values::JsonValues;

use super::{
    draft::Draft,
    out::{Flow, Out},
};
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

/// Hands on the article that each record of a stream is; of one that is none, `without` says what it is.
pub fn each_article(
    next: impl FnMut() -> io::Result<Option<Record>>,
    out: &mut Out<'_>,
    article: impl Fn(&[u8]) -> Option<Draft>,
    without: &str,
) -> Flow {
    each(next, out, |offset, bytes, out| match article(bytes) {
        Some(mut draft) => {
            draft.offset = offset;
            out.article(draft)
        }
        None => out.problem(Some(format!("byte {offset}")), without),
    })
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
