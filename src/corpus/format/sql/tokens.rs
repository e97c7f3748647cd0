//! The words, names, strings and signs of SQL, cut from a stream.

use crate::corpus::{
    format::table::cell,
    records::{Counted, MAX_RECORD_BYTES},
};
use std::io::{self, BufRead};

/// A part of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A keyword, a number, or a name without quotation marks.
    Word(String),
    /// A name in quotation marks.
    Name(String),
    /// A string.
    Text(String),
    /// A bracket, a comma, a semicolon.
    Sign(u8),
}

impl Token {
    /// Tells whether this is a keyword.
    pub(super) fn is(&self, keyword: &str) -> bool {
        matches!(self, Self::Word(word) if word.eq_ignore_ascii_case(keyword))
    }
}

/// The tokens of a stream, without comments.
pub(super) struct Tokens<R> {
    stream: Counted<R>,
    /// Whether a backslash in a string changes what follows.
    has_escapes: bool,
    encoding: Option<&'static str>,
    waiting: Option<Token>,
}

impl<R: BufRead> Tokens<R> {
    pub(super) fn new(stream: R, has_escapes: bool, encoding: Option<&'static str>) -> Self {
        Self {
            stream: Counted::new(stream),
            has_escapes,
            encoding,
            waiting: None,
        }
    }

    /// Returns how many bytes were read.
    pub(super) fn position(&self) -> u64 {
        self.stream.position()
    }

    /// Gives a token back, to be the next one.
    pub(super) fn give_back(&mut self, token: Token) {
        self.waiting = Some(token);
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.stream.chunk()?.first().copied())
    }

    fn skip(&mut self, n_bytes: usize) {
        self.stream.consume(n_bytes);
    }

    /// Passes over bytes up to the first of which this is not true, keeping them where there is room.
    fn take_while(
        &mut self,
        kept: &mut Vec<u8>,
        goes_on: impl Fn(&u8) -> bool,
    ) -> io::Result<Option<u8>> {
        loop {
            let room = MAX_RECORD_BYTES.saturating_sub(kept.len());
            let chunk = self.stream.chunk()?;
            let n_bytes = chunk.iter().take_while(|byte| goes_on(byte)).count();
            kept.extend_from_slice(&chunk[..n_bytes.min(room)]);
            let next = chunk.get(n_bytes).copied();
            let is_end = chunk.is_empty();
            self.skip(n_bytes);
            if next.is_some() || is_end {
                return Ok(next);
            }
        }
    }

    /// Returns the next token.
    pub(super) fn next(&mut self) -> io::Result<Option<Token>> {
        if let Some(token) = self.waiting.take() {
            return Ok(Some(token));
        }
        loop {
            let Some(byte) = self.take_while(&mut Vec::new(), u8::is_ascii_whitespace)? else {
                return Ok(None);
            };
            match byte {
                b'\'' => return self.text(self.has_escapes).map(Some),
                b'`' | b'"' => return self.quoted(byte, byte).map(Some),
                b'[' => return self.quoted(byte, b']').map(Some),
                b'(' | b')' | b',' | b';' | b'|' => {
                    self.skip(1);
                    return Ok(Some(Token::Sign(byte)));
                }
                b'#' => self.skip_line()?,
                b'-' | b'/' => {
                    self.skip(1);
                    match (byte, self.peek()?) {
                        (b'-', Some(b'-')) => self.skip_line()?,
                        (b'/', Some(b'*')) => self.skip_comment()?,
                        _ => return self.word(vec![byte]).map(Some),
                    }
                }
                _ => return self.word(Vec::new()).map(Some),
            }
        }
    }

    /// Passes over what is left of the line.
    pub(super) fn skip_line(&mut self) -> io::Result<()> {
        self.take_while(&mut Vec::new(), |byte| *byte != b'\n')?;
        Ok(())
    }

    fn skip_comment(&mut self) -> io::Result<()> {
        self.skip(1);
        loop {
            if self
                .take_while(&mut Vec::new(), |byte| *byte != b'*')?
                .is_none()
            {
                return Ok(());
            }
            self.skip(1);
            if self.peek()? == Some(b'/') {
                self.skip(1);
                return Ok(());
            }
        }
    }

    /// Reads a word; one that stands right before a string tells how the string is written (`N'…'`, `E'…'`).
    fn word(&mut self, mut kept: Vec<u8>) -> io::Result<Token> {
        let goes_on = |byte: &u8| {
            !byte.is_ascii_whitespace()
                && !matches!(
                    byte,
                    b'(' | b')' | b',' | b';' | b'|' | b'\'' | b'"' | b'`' | b'['
                )
        };
        let next = self.take_while(&mut kept, goes_on)?;
        if next == Some(b'\'') && kept.len() <= 12 {
            let has_escapes = self.has_escapes || kept.eq_ignore_ascii_case(b"e");
            return self.text(has_escapes);
        }
        // A sign that begins no token stands alone.
        if kept.is_empty() && next.is_some() {
            self.skip(1);
        }
        Ok(Token::Word(cell(&kept, self.encoding)))
    }

    /// Reads a name in quotation marks; a string in double ones is told by where it stands.
    fn quoted(&mut self, open: u8, close: u8) -> io::Result<Token> {
        let bytes = self.until(close, open == b'"' && self.has_escapes)?;
        Ok(Token::Name(cell(&bytes, self.encoding)))
    }

    fn text(&mut self, has_escapes: bool) -> io::Result<Token> {
        let bytes = self.until(b'\'', has_escapes)?;
        Ok(Token::Text(cell(&bytes, self.encoding)))
    }

    /// Reads what stands from the opening mark to the closing one; a mark that is written twice is part of it.
    fn until(&mut self, close: u8, has_escapes: bool) -> io::Result<Vec<u8>> {
        self.skip(1);
        let mut kept = Vec::new();
        loop {
            let is_inner = |byte: &u8| *byte != close && !(has_escapes && *byte == b'\\');
            let Some(byte) = self.take_while(&mut kept, is_inner)? else {
                return Ok(kept);
            };
            self.skip(1);
            let next = self.peek()?;
            if byte == b'\\' && byte != close {
                kept.extend(next.map(unescaped));
                self.skip(usize::from(next.is_some()));
            } else if next == Some(close) {
                kept.push(close);
                self.skip(1);
            } else {
                return Ok(kept);
            }
        }
    }

    /// Reads one line as it stands, without its line end; `None` at the end of the stream.
    pub(super) fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        if self.peek()?.is_none() {
            return Ok(None);
        }
        let mut kept = Vec::new();
        let end = self.take_while(&mut kept, |byte| *byte != b'\n')?;
        self.skip(usize::from(end.is_some()));
        if kept.last() == Some(&b'\r') {
            kept.pop();
        }
        Ok(Some(kept))
    }

    /// Returns the text of a cell of a line: a tab-separated value with its escapes.
    pub(super) fn value(&self, raw: &[u8]) -> String {
        if raw == b"\\N" {
            return String::new();
        }
        let mut bytes = Vec::with_capacity(raw.len());
        let mut rest = raw.iter();
        while let Some(byte) = rest.next() {
            match byte {
                b'\\' => bytes.extend(rest.next().copied().map(unescaped)),
                byte => bytes.push(*byte),
            }
        }
        cell(&bytes, self.encoding)
    }
}

/// Returns what a character after a backslash stands for.
fn unescaped(byte: u8) -> u8 {
    match byte {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'0' => b' ',
        b'b' | b'Z' | b'f' | b'v' => b' ',
        byte => byte,
    }
}
