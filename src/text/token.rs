//! What are the words? Tokens of a text, as spans, with what their letters show.
//!
//! The cut follows the habits of the English Universal Dependencies: *do|n't*, *Gates|'s*, *London|-|based*, but
//! *U.S.*, *Mr.*, *5.7*, *11:30* and *AT&T* whole. Nothing is allocated for a single token.

use super::Span;
use super::words::{Hasher, WordSet, word_hash};
use std::sync::LazyLock;

/// One word, number or sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// The hash of its lower-case form, see [`super::words::word_hash`].
    pub hash: u32,
    /// What it is made of.
    pub kind: TokenKind,
    flags: u8,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, perhaps with digits, dots or apostrophes inside.
    Word,
    /// An ending written onto the word before: *'s*, *n't*, *'ll*.
    Clitic,
    /// Digits, perhaps with a point, commas, a colon, or a unit written on (*6am*, *5bn*).
    Number,
    /// A quotation mark of any kind, or an apostrophe that stands alone.
    Mark,
    /// A full stop, question mark, exclamation mark or ellipsis.
    Stop,
    /// A comma.
    Comma,
    /// A hyphen or dash.
    Dash,
    /// An opening or closing bracket.
    Bracket,
    /// Any other punctuation.
    Punctuation,
    /// A currency sign, a percent sign, an emoji, anything else.
    Symbol,
    /// An address of the web or of mail, a handle or a hashtag.
    Address,
}

const SPACE_BEFORE: u8 = 1;
const CAPITAL: u8 = 2;
const HAS_UPPER_INSIDE: u8 = 4;
const HAS_LOWER: u8 = 8;
const HAS_DIGIT: u8 = 16;
const LONE_LETTER: u8 = 32;

impl Token {
    /// Returns the words of the token.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        self.span.of(text)
    }

    /// Tells whether blank space (or the start of the paragraph) stands before it.
    pub fn space_before(&self) -> bool {
        self.flags & SPACE_BEFORE != 0
    }

    /// Tells whether its first letter is a capital.
    pub fn is_capital(&self) -> bool {
        self.flags & CAPITAL != 0
    }

    /// Tells whether it has a capital and no small letter: *US*, *A*, *U.N.*
    pub fn is_upper(&self) -> bool {
        self.flags & (CAPITAL | HAS_UPPER_INSIDE) != 0 && self.flags & HAS_LOWER == 0
    }

    /// Tells whether a capital stands behind its first letter: *eBay*, *NATO*.
    pub fn has_upper_inside(&self) -> bool {
        self.flags & HAS_UPPER_INSIDE != 0
    }

    /// Tells whether it has a small letter.
    pub fn has_lower(&self) -> bool {
        self.flags & HAS_LOWER != 0
    }

    /// Tells whether it has a digit.
    pub fn has_digit(&self) -> bool {
        self.flags & HAS_DIGIT != 0
    }

    /// Tells whether it is an initial, one capital with or without its dot.
    pub fn is_initial(&self) -> bool {
        self.flags & LONE_LETTER != 0 && self.is_capital()
    }

    /// Tells whether it is a number without letters: *12*, *5.7*, *11:30*.
    pub fn is_plain_number(&self) -> bool {
        self.kind == TokenKind::Number
            && !self.has_lower()
            && self.flags & (CAPITAL | HAS_UPPER_INSIDE) == 0
    }

    /// Tells whether it is a word of letters (not a clitic, number or sign).
    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// Tells whether it is the lower-case word with this hash.
    pub fn is(&self, hash: u32) -> bool {
        self.hash == hash
    }
}

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

struct Cutter<'t> {
    text: &'t str,
    bytes: &'t [u8],
}

impl Cutter<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn char(&self, at: usize) -> char {
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
    fn letter(&self, at: usize) -> usize {
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

    fn is_digit(&self, at: usize) -> bool {
        self.byte(at).is_ascii_digit()
    }

    /// Returns the length of the apostrophe at `at`, or nothing.
    fn apostrophe(&self, at: usize) -> usize {
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
    fn letters(&self, mut at: usize) -> usize {
        loop {
            let step = self.letter(at);
            if step == 0 {
                return at;
            }
            at += step;
        }
    }

    /// Returns the end of the clitic whose apostrophe stands at `at`.
    fn clitic(&self, at: usize) -> Option<usize> {
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

    fn word(&self, at: usize) -> (usize, TokenKind) {
        if let Some(end) = self.negation(at) {
            return (end, TokenKind::Clitic);
        }
        if let Some(end) = self.url(at) {
            return (end, TokenKind::Address);
        }
        let mut end = at;
        let mut segment = at;
        let mut address = false;
        loop {
            let stop = self.letters(end);
            // *didn't* ends before its *n't*.
            if self.byte(stop.wrapping_sub(1)).eq_ignore_ascii_case(&b'n')
                && stop - at > 1
                && self.negation(stop - 1).is_some()
            {
                return (stop - 1, TokenKind::Word);
            }
            end = stop;
            let next = self.byte(end);
            let follows = self.letter(end + 1) > 0;
            let digits = self.is_digit(end - 1) && self.is_digit(end + 1);
            match next {
                b'.' if digits => end += 1,
                b'.' if end - segment == self.first_len(segment) && self.is_alpha(segment) => {
                    // One letter and a dot: *U.S.*, *J.*
                    if !follows {
                        let known = segment > at || self.char(segment).is_uppercase();
                        return (
                            end + usize::from(known && !self.ends_list_letter(at, end)),
                            TokenKind::Word,
                        );
                    }
                    end += 1;
                }
                b'.' if follows && !address && self.is_inner_dot(segment, end) => end += 1,
                b'.' if follows && address => end += 1,
                b'.' => {
                    let whole = is_abbreviation(&self.text[at..end]);
                    end += usize::from(whole && self.byte(end + 1) != b'.');
                    break;
                }
                b',' | b':' if digits && self.groups(end) => end += 1,
                b'-' | b'/' if digits && self.is_numeric_date(at, end, next) => end += 1,
                b'&' if follows
                    && self.byte(end - 1).is_ascii_uppercase()
                    && self.byte(end + 1).is_ascii_uppercase() =>
                {
                    end += 1;
                }
                b'@' if follows => {
                    address = true;
                    end += 1;
                }
                b'-' | b'+' if address && follows => end += 1,
                _ => {
                    let mark = self.apostrophe(end);
                    let joins = mark > 0
                        && self.letter(end + mark) > 0
                        && self.clitic(end).is_none()
                        && self.is_alpha(end + mark);
                    if !joins {
                        break;
                    }
                    end += mark;
                }
            }
            segment = end;
        }
        let kind = if address {
            TokenKind::Address
        } else if self.is_digit(at) {
            TokenKind::Number
        } else {
            TokenKind::Word
        };
        (end, kind)
    }

    fn first_len(&self, at: usize) -> usize {
        self.letter(at)
    }

    fn is_alpha(&self, at: usize) -> bool {
        let byte = self.byte(at);
        byte.is_ascii_alphabetic() || byte >= 0x80
    }

    /// Tells whether a lone letter with a dot is the end of a sentence rather than an initial: *Plan B.* at a line end.
    fn ends_list_letter(&self, at: usize, end: usize) -> bool {
        end - at <= 4
            && self.bytes[end + 1..].iter().all(u8::is_ascii_whitespace)
            && self.byte(at + 1) == b'.'
            && end - at == 1
    }

    /// Returns the end of the *n't* whose *n* stands at `at`.
    fn negation(&self, at: usize) -> Option<usize> {
        if !self.byte(at).eq_ignore_ascii_case(&b'n') {
            return None;
        }
        let mark = self.apostrophe(at + 1);
        let t = at + 1 + mark;
        (mark > 0 && self.byte(t).eq_ignore_ascii_case(&b't') && self.letter(t + 1) == 0)
            .then_some(t + 1)
    }

    /// A dot inside a word that is no sentence end: *igourmet.com*, *Ph.D*.
    fn is_inner_dot(&self, segment: usize, end: usize) -> bool {
        let after = self.char(end + 1);
        after.is_lowercase() && self.letters(end + 1) - (end + 1) <= 6
            || self.is_digit(end + 1) && !self.is_digit(segment) && end - segment < 3
            || after.is_uppercase() && end - segment <= 3 && self.letters(end + 1) == end + 2
    }

    /// *1,000* and *11:30*, but not *20,21* or *3:4:...* of other shapes.
    fn groups(&self, at: usize) -> bool {
        let digits = self.bytes[at + 1..]
            .iter()
            .take(4)
            .take_while(|b| b.is_ascii_digit())
            .count();
        if self.bytes[at] == b',' {
            digits == 3
        } else {
            digits == 2 || digits == 1
        }
    }

    /// *2012-10-06* and *6/10/2012* stay whole; *2019-20* does not.
    fn is_numeric_date(&self, at: usize, end: usize, sign: u8) -> bool {
        let window = &self.bytes[at..self.bytes.len().min(end + 9)];
        let date = window
            .iter()
            .take_while(|&&b| b.is_ascii_digit() || b == sign)
            .count();
        let two_signs = window[..date].split(|&b| b == sign).count() == 3;
        two_signs && (6..=10).contains(&date)
    }

    fn url(&self, at: usize) -> Option<usize> {
        let rest = &self.bytes[at..];
        let starts = rest.starts_with(b"http://")
            || rest.starts_with(b"https://")
            || rest.starts_with(b"www.");
        if !starts {
            return None;
        }
        let mut end = at
            + rest
                .iter()
                .take_while(|&&b| {
                    b > b' ' && b < 0x7f && !matches!(b, b'"' | b'<' | b'>' | b'(' | b')' | b'\'')
                })
                .count();
        while end > at && matches!(self.bytes[end - 1], b'.' | b',' | b';' | b':' | b'!' | b'?') {
            end -= 1;
        }
        Some(end)
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

/// Words that are written with a dot at their end.
fn is_abbreviation(word: &str) -> bool {
    /// *messrs*
    const LONGEST: usize = 6;
    word.len() <= LONGEST && ABBREVIATIONS.has(word_hash(word))
}

/// Words that are common without a dot (*no*, *art*, *fig*) are left out.
static ABBREVIATIONS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "adm ala apr ariz assn asst atty aug ave blvd brig bros calif capt cmdr co col colo conn corp cpl dec \
        dept det dist dr esq est feb fla fr ft gen gov hon hwy ill inc insp jan jr jul jun kan ky lt ltd maj \
        mass md messrs mich minn mo mont mr mrs ms mt neb nev nov oct okla ont ore pa penn ph pres prof pt \
        pvt rep reps rev rs sec sen sens sept sgt sr st supt tenn tex univ va vol vs vt wash wis wyo",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        tokens.iter().map(|token| token.text(text)).collect()
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(words(text).join("|"), expected, "of {text:?}");
    }

    #[test]
    fn cuts_words() {
        check("Mr. Gates didn't go.", "Mr.|Gates|did|n't|go|.");
        check("Gates’s visit, he’ll say", "Gates|’s|visit|,|he|’ll|say");
        check("the U.S. and U.N. studies", "the|U.S.|and|U.N.|studies");
        check("London-based AT&T", "London|-|based|AT&T");
        check("at 11:30 on 2012-10-06", "at|11:30|on|2012-10-06");
        check("$5.7bn (£3.3bn), 1,000", "$|5.7bn|(|£|3.3bn|)|,|1,000");
        check("12% of O'Brien's", "12|%|of|O'Brien|'s");
        check("J. K. Rowling wrote it.", "J.|K.|Rowling|wrote|it|.");
        check("``No,'' he said...", "``|No|,|''|he|said|...");
        check(
            "see www.example.com, or a.b@c.org.",
            "see|www.example.com|,|or|a.b@c.org|.",
        );
        check("It ended.The next", "It|ended|.|The|next");
        check("can't won't 'em '90s", "ca|n't|wo|n't|'|em|'90s");
        check("the boys' school", "the|boys|'|school");
        check("“Go!” — Élysée…", "“|Go|!|”|—|Élysée|…");
        check("2019-20 and/or @name #tag", "2019|-|20|and|/|or|@name|#tag");
        check("in the 1990s, 20th", "in|the|1990s|,|20th");
        check("", "");
    }

    #[test]
    fn hashes_without_case() {
        let text = "PANETTA Panetta Élysée élysée don’t";
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        assert_eq!(tokens[0].hash, tokens[1].hash);
        assert_eq!(tokens[2].hash, tokens[3].hash);
        assert_eq!(tokens[1].hash, word_hash("panetta"));
        assert_eq!(tokens[5].hash, word_hash("n't"));
    }

    #[test]
    fn sees_the_shape() {
        let text = "NATO McCain eBay A. a 5bn";
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        assert!(tokens[0].is_upper() && tokens[0].is_capital());
        assert!(tokens[1].has_upper_inside() && tokens[1].has_lower());
        assert!(!tokens[2].is_capital());
        assert!(tokens[3].is_initial() && !tokens[4].is_initial());
        assert_eq!(tokens[5].kind, TokenKind::Number);
    }

    proptest::proptest! {
        #[test]
        fn covers_everything_but_blanks(text in "\\PC{0,60}") {
            let mut tokens = Vec::new();
            tokenize(&text, Span::new(0, text.len()), &mut tokens);
            let mut at = 0;
            for token in &tokens {
                assert!(token.span.start as usize >= at && !token.span.is_empty());
                assert!(text[at..token.span.start as usize].chars().all(|c| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}')));
                at = token.span.end as usize;
            }
        }
    }
}
