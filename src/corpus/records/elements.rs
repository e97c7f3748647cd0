//! Elements of markup, cut from a stream each from its start tag to its end tag.

use super::{Counted, MAX_RECORD_BYTES, Record};
use std::io::{self, BufRead};

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
