//! The numbers, words and marks of a string in which a date is looked for.

use super::YEARS;

/// A string is not searched further than this.
const MAX_TOKENS: usize = 64;

/// A number, a word or a mark, and whether it was found to be part of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) used: bool,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number { value: i64, n_digits: usize },
    Word(String),
    Mark(char),
}

pub(super) fn tokens_of(raw: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = raw.char_indices().peekable();
    while let Some(&(start, c)) = chars.peek() {
        if tokens.len() == MAX_TOKENS {
            break;
        }
        if let Some(digit) = c.to_digit(10) {
            let mut value = i64::from(digit);
            let mut n_digits = 1;
            let mut end = start + 1;
            chars.next();
            while let Some(&(at, c)) = chars.peek() {
                let Some(digit) = c.to_digit(10) else { break };
                value = value.saturating_mul(10).saturating_add(i64::from(digit));
                n_digits += 1;
                end = at + 1;
                chars.next();
            }
            tokens.push(Token {
                kind: Kind::Number { value, n_digits },
                start,
                end,
                used: false,
            });
        } else if c.is_alphabetic() || matches!(c, 'º' | 'ª' | '°') {
            let mut word = String::new();
            let mut end = start;
            let ideograph = is_ideograph(c);
            while let Some(&(at, c)) = chars.peek() {
                let goes_on = c.is_alphabetic() || is_mark(c) || matches!(c, 'º' | 'ª' | '°');
                if !goes_on || (is_ideograph(c) != ideograph) || (ideograph && at > start) {
                    break;
                }
                word.extend(c.to_lowercase());
                end = at + c.len_utf8();
                chars.next();
            }
            tokens.push(Token {
                kind: Kind::Word(word),
                start,
                end,
                used: false,
            });
        } else {
            chars.next();
            if !c.is_whitespace() && c != '\u{feff}' {
                tokens.push(Token {
                    kind: Kind::Mark(c),
                    start,
                    end: start + c.len_utf8(),
                    used: false,
                });
            }
        }
    }
    tokens
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

pub(super) fn is_year(kind: &Kind) -> bool {
    matches!(kind, Kind::Number { value, n_digits: 4 } if YEARS.contains(&(*value as i16)))
}

pub(super) fn number(tokens: &[Token], idx: usize) -> Option<(i64, usize)> {
    match tokens.get(idx)?.kind {
        Kind::Number { value, n_digits } => Some((value, n_digits)),
        _ => None,
    }
}

pub(super) fn word(tokens: &[Token], idx: usize) -> Option<&str> {
    match &tokens.get(idx)?.kind {
        Kind::Word(word) => Some(word),
        _ => None,
    }
}

pub(super) fn mark(tokens: &[Token], idx: usize) -> Option<char> {
    match tokens.get(idx)?.kind {
        Kind::Mark(c) => Some(c),
        _ => None,
    }
}

pub(super) fn touches(tokens: &[Token], idx: usize) -> bool {
    idx > 0 && idx < tokens.len() && tokens[idx - 1].end == tokens[idx].start
}

pub(super) fn take(tokens: &mut [Token], range: std::ops::Range<usize>) {
    for token in &mut tokens[range] {
        token.used = true;
    }
}
