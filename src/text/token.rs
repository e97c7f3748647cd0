//! What are the words? Tokens of a text, as spans, with what their letters show.
//!
//! The cut follows the habits of the English Universal Dependencies: *do|n't*, *Gates|'s*, *London|-|based*, but
//! *U.S.*, *Mr.*, *5.7*, *11:30* and *AT&T* whole. Nothing is allocated for a single token.

mod cut;
mod word;

use super::Span;
pub use cut::tokenize;

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

#[cfg(test)]
mod tests {
    use super::super::words::word_hash;
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
