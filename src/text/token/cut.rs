//! Where does a token end? Blanks, signs and endings; words have their own rules.

use super::{
    CAPITAL, HAS_DIGIT, HAS_LOWER, HAS_UPPER_INSIDE, LONE_LETTER, SPACE_BEFORE, Token, TokenKind,
};
use crate::text::Span;
use crate::text::words::Hasher;

/// Cuts `span` of `text` into tokens and puts them behind those already in `tokens`.
pub fn tokenize(text: &str, span: Span, tokens: &mut Vec<Token>) {
    let cutter = Cutter {
        text: &text[..span.end as usize],
        bytes: &text.as_bytes()[..span.end as usize],
    };
    let mut at = span.start as usize;
    let mut space = true;
    while at < cutter.bytes.len() {
        let skip = cutter.space(at);
        if skip > 0 {
            at += skip;
            space = true;
            continue;
        }
        let (end, kind) = cutter.token(at, space);
        tokens.push(cutter.make(at, end, kind, space));
        at = end;
        space = false;
    }
}

pub(super) struct Cutter<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
}

impl Cutter<'_> {
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    pub(super) fn char(&self, at: usize) -> char {
        let byte = self.byte(at);
        if byte < 0x80 {
            byte as char
        } else {
            self.text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .unwrap_or('\0')
        }
    }

    /// Returns the length of the blank character at `at`, or nothing.
    fn space(&self, at: usize) -> usize {
        let byte = self.bytes[at];
        if byte < 0x80 {
            return usize::from(byte <= b' ' || byte == 0x7f);
        }
        let c = self.char(at);
        if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') {
            c.len_utf8()
        } else {
            0
        }
    }

    /// Returns the length of the letter or digit at `at`, or nothing.
    pub(super) fn letter(&self, at: usize) -> usize {
        let byte = self.byte(at);
        if byte < 0x80 {
            return usize::from(byte.is_ascii_alphanumeric() || byte == b'_');
        }
        let c = self.char(at);
        if c.is_alphanumeric() || is_joined(c) {
            c.len_utf8()
        } else {
            0
        }
    }

    pub(super) fn is_digit(&self, at: usize) -> bool {
        self.byte(at).is_ascii_digit()
    }

    /// Returns the length of the apostrophe at `at`, or nothing.
    pub(super) fn apostrophe(&self, at: usize) -> usize {
        match self.byte(at) {
            b'\'' => 1,
            0xe2 if self.bytes[at..].starts_with("\u{2019}".as_bytes()) => 3,
            _ => 0,
        }
    }

    fn run(&self, at: usize, byte: u8) -> usize {
        self.bytes[at..].iter().take_while(|&&b| b == byte).count()
    }

    fn token(&self, at: usize, space: bool) -> (usize, TokenKind) {
        if self.letter(at) > 0 {
            return self.word(at);
        }
        match self.bytes[at] {
            b'\'' | 0xe2 if self.apostrophe(at) > 0 => {
                let mark = self.apostrophe(at);
                if !space && let Some(end) = self.clitic(at) {
                    return (end, TokenKind::Clitic);
                }
                if self.is_digit(at + mark)
                    && self.is_digit(at + mark + 1)
                    && !self.is_digit(at + mark + 2)
                {
                    return (self.letters(at + mark), TokenKind::Number);
                }
                if mark == 1 && self.byte(at + 1) == b'\'' {
                    return (at + 2, TokenKind::Mark);
                }
                (at + mark, TokenKind::Mark)
            }
            b'.' => (at + self.run(at, b'.'), TokenKind::Stop),
            b'!' | b'?' => {
                let more = self.bytes[at..]
                    .iter()
                    .take_while(|b| matches!(b, b'!' | b'?'))
                    .count();
                (at + more, TokenKind::Stop)
            }
            b'-' => (at + self.run(at, b'-'), TokenKind::Dash),
            b'`' => (at + self.run(at, b'`').min(2), TokenKind::Mark),
            b'"' => (at + 1, TokenKind::Mark),
            b',' => (at + 1, TokenKind::Comma),
            b'(' | b')' | b'[' | b']' | b'{' | b'}' => (at + 1, TokenKind::Bracket),
            b'@' | b'#' if self.letter(at + 1) > 0 && !self.is_digit(at + 1) => {
                (self.letters(at + 1), TokenKind::Address)
            }
            byte if byte.is_ascii_punctuation() => {
                let kind = match byte {
                    b':' | b';' | b'/' | b'&' | b'*' | b'_' | b'|' | b'\\' => {
                        TokenKind::Punctuation
                    }
                    _ => TokenKind::Symbol,
                };
                (at + 1, kind)
            }
            _ => {
                let c = self.char(at);
                let kind = match c {
                    '\u{2018}'..='\u{201f}' | '«' | '»' | '‹' | '›' => TokenKind::Mark,
                    '…' => TokenKind::Stop,
                    '\u{2010}'..='\u{2015}' | '−' => TokenKind::Dash,
                    '¡' | '¿' | '·' | '•' | '、' | '。' => TokenKind::Punctuation,
                    _ => TokenKind::Symbol,
                };
                (at + c.len_utf8(), kind)
            }
        }
    }

    /// Returns the end of the plain letters and digits at `at`.
    pub(super) fn letters(&self, mut at: usize) -> usize {
        loop {
            let step = self.letter(at);
            if step == 0 {
                return at;
            }
            at += step;
        }
    }

    /// Returns the end of the clitic whose apostrophe stands at `at`.
    pub(super) fn clitic(&self, at: usize) -> Option<usize> {
        let start = at + self.apostrophe(at);
        let end = self.letters(start);
        let lower = |i: usize| self.byte(start + i).to_ascii_lowercase();
        let is_clitic = match end - start {
            1 => matches!(lower(0), b's' | b'd' | b'm'),
            2 => matches!((lower(0), lower(1)), (b'l', b'l') | (b'r' | b'v', b'e')),
            _ => false,
        };
        is_clitic.then_some(end)
    }

    fn make(&self, start: usize, end: usize, kind: TokenKind, space: bool) -> Token {
        let bytes = &self.bytes[start..end];
        let mut hash = Hasher::START;
        let mut flags = u8::from(space) * SPACE_BEFORE;
        let mut letters = 0_u32;
        let mut i = 0;
        while i < bytes.len() {
            let byte = bytes[i];
            if byte < 0x80 {
                hash.byte(byte.to_ascii_lowercase());
                if byte.is_ascii_uppercase() {
                    flags |= if letters == 0 {
                        CAPITAL
                    } else {
                        HAS_UPPER_INSIDE
                    };
                    letters += 1;
                } else if byte.is_ascii_lowercase() {
                    flags |= HAS_LOWER;
                    letters += 1;
                } else if byte.is_ascii_digit() {
                    flags |= HAS_DIGIT;
                }
                i += 1;
            } else {
                let c = self.char(start + i);
                if c.is_uppercase() {
                    flags |= if letters == 0 {
                        CAPITAL
                    } else {
                        HAS_UPPER_INSIDE
                    };
                } else if c.is_lowercase() {
                    flags |= HAS_LOWER;
                }
                letters += u32::from(c.is_alphabetic());
                let mut left = c.len_utf8();
                while left > 0 {
                    let used = hash.wide(bytes, i).min(left);
                    i += used;
                    left -= used;
                }
            }
        }
        if letters == 1 && flags & HAS_DIGIT == 0 && kind == TokenKind::Word {
            flags |= LONE_LETTER;
        }
        Token {
            span: Span::new(start, end),
            hash: hash.finish(),
            kind,
            flags,
        }
    }
}

/// Signs that belong to the letter before them.
fn is_joined(c: char) -> bool {
    matches!(
        c,
        '\u{300}'
            ..='\u{36f}'
                | '\u{ad}'
                | '\u{200c}'
                | '\u{200d}'
                | '\u{2060}'
                | '\u{fe0e}'
                | '\u{fe0f}'
    )
}
