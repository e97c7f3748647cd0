//! Values of JSON, cut from a stream without being read.

use super::{Counted, MAX_RECORD_BYTES, Record};
use std::io::{self, BufRead};

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
