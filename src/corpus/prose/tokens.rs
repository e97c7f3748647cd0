//! Text that went through a tokeniser or a typewriter: `do n't`, `-LRB-`, ``` ``quotes'' ```, `one.Two`.

use super::{
    Changes,
    lexicon::LEXICON,
    scan::{char_at, char_before},
};
use crate::text::EditKind;
use memchr::{memchr, memchr2_iter, memchr3_iter, memmem};

/// So many marks with a space before them make a text tokenised …
const MIN_SPACED: usize = 2;
/// … if they are this share of all, in percent.
const MIN_SPACED_PERCENT: usize = 80;
/// A mark is looked for in this many bytes to tell.
const SAMPLE_BYTES: usize = 64 * 1024;

/// A lone opening mark has its closing one within this many bytes.
const MAX_QUOTED_BYTES: usize = 512;

/// Titles that are followed by a name.
const TITLES: &[&[u8]] = &[
    b"Mr", b"Mrs", b"Ms", b"Dr", b"Rep", b"Sen", b"Gov", b"Gen", b"Lt", b"Col", b"Prof", b"Rev",
    b"Sgt", b"Capt", b"Maj", b"Adm",
];

/// Bracket tokens of the Penn Treebank, and what they stand for.
const BRACKETS: [(&str, &str); 8] = [
    ("-LRB-", "("),
    ("-RRB-", ")"),
    ("-LSB-", "["),
    ("-RSB-", "]"),
    ("-LCB-", "{"),
    ("-RCB-", "}"),
    ("-lrb-", "("),
    ("-rrb-", ")"),
];
/// Countries before the sign of their dollar.
const CURRENCIES: [&str; 6] = [" US ", " A ", " C ", " NZ ", " HK ", " AU "];
/// Second halves that belong to the word before.
const CLITICS: [&str; 8] = ["'s", "n't", "'re", "'ve", "'ll", "'m", "'d", "'"];

/// Proposes typographic marks for those made of several (``` ``so'' ```).
pub(super) fn quotation_marks(text: &str) -> Changes {
    let mut changes = Changes::default();
    if memchr(b'`', text.as_bytes()).is_none() {
        return changes;
    }
    let has_double = text.contains("``");
    let bytes = text.as_bytes();
    for start in memchr2_iter(b'`', b'\'', bytes) {
        if start < changes.end() {
            continue;
        }
        let next = bytes.get(start + 1).copied();
        match (bytes[start], next) {
            (b'`', Some(b'`')) => {
                changes.replace(start..start + 2, "\u{201c}", EditKind::QuotationMark, true);
            }
            (b'\'', Some(b'\'')) if has_double => {
                changes.replace(start..start + 2, "\u{201d}", EditKind::QuotationMark, true);
            }
            (b'`', Some(_)) => {
                // A lone mark is an opening one only before a word; between words it may be code.
                let opens = char_before(text, start)
                    .is_none_or(|c| c.is_whitespace() || "(\"\u{201c}[".contains(c));
                let word = char_at(text, start + 1).is_some_and(char::is_alphanumeric);
                let window = &bytes[start + 1..bytes.len().min(start + MAX_QUOTED_BYTES)];
                let line = memchr(b'\n', window).map_or(window, |len| &window[..len]);
                let closes = memchr(b'\'', line);
                let coded = memchr(b'`', line);
                if opens
                    && word
                    && closes.is_some()
                    && coded.is_none_or(|coded| closes < Some(coded))
                {
                    changes.replace(start..start + 1, "\u{2018}", EditKind::QuotationMark, true);
                }
            }
            _ => {}
        }
    }
    changes
}

/// Proposes to put tokenised text together again.
pub(super) fn untokenise(text: &str) -> Changes {
    let mut changes = Changes::default();
    if !is_tokenised(text) {
        return changes;
    }
    let bytes = text.as_bytes();
    let mut glue_next = false;
    let mut straight_open = false;
    let mut at = 0;
    for start in memchr3_iter(b' ', b'\n', b'\t', bytes).chain([bytes.len()]) {
        // The token that ends here, and the gap before it.
        let token_at = at;
        let token = &text[at..start];
        at = (start + 1).min(bytes.len());
        if token.is_empty() {
            continue;
        }
        let on_line = token_at > 0 && bytes[token_at - 1] == b' ';
        let quote = token == "\"";
        let closes = matches!(
            token,
            "," | "."
                | ";"
                | ":"
                | "?"
                | "!"
                | "%"
                | ")"
                | "]"
                | "}"
                | "..."
                | "\u{2026}"
                | "''"
                | "\u{201d}"
                | "\u{2019}"
                | "-RRB-"
                | "-RSB-"
                | "-RCB-"
                | "-rrb-"
                | "\u{2019}s"
                | "n\u{2019}t"
                | "\u{2019}re"
                | "\u{2019}ve"
                | "\u{2019}ll"
                | "\u{2019}m"
                | "\u{2019}d"
        ) || CLITICS.contains(&token)
            || token == "na" && text[..token_at].ends_with("gon ")
            || token == "not" && ends_with_can(&bytes[..token_at])
            || token.starts_with('$')
                && CURRENCIES
                    .iter()
                    .any(|name| text[..token_at].ends_with(name))
            || quote && straight_open;
        let opens = matches!(
            token,
            "(" | "["
                | "{"
                | "$"
                | "\u{a3}"
                | "#"
                | "``"
                | "\u{201c}"
                | "\u{2018}"
                | "-LRB-"
                | "-LSB-"
                | "-LCB-"
                | "-lrb-"
        ) || quote && !straight_open;
        if quote {
            straight_open = !straight_open;
        }
        if on_line && (closes || glue_next) && token_at > changes.end() {
            changes.remove(token_at - 1..token_at, EditKind::Token, true);
        }
        if let Some((_, with)) = BRACKETS.iter().find(|(name, _)| *name == token) {
            changes.replace(token_at..start, with, EditKind::Token, true);
        }
        glue_next = opens;
        if bytes.get(start) == Some(&b'\n') {
            glue_next = false;
            straight_open = false;
        }
    }
    changes
}

fn ends_with_can(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(5)..];
    tail.eq_ignore_ascii_case(b" can ")
}

/// Tells whether nearly all commas and stops stand apart, as tokenisers write them.
fn is_tokenised(text: &str) -> bool {
    let bytes = &text.as_bytes()[..text.len().min(SAMPLE_BYTES)];
    if memmem::find(bytes, b" ,").is_none() && memmem::find(bytes, b" .").is_none() {
        return false;
    }
    let mut n_marks = 0;
    let mut n_spaced = 0;
    for idx in memchr2_iter(b',', b'.', bytes) {
        let before = idx.checked_sub(1).map_or(b'\n', |idx| bytes[idx]);
        let after = bytes.get(idx + 1).copied().unwrap_or(b'\n');
        // Stops inside and after short forms stay with them: only commas and last stops tell.
        let is_end = after == b'\n' || idx + 1 == bytes.len();
        if after.is_ascii_whitespace() && (bytes[idx] == b',' || is_end || before == b' ') {
            n_marks += 1;
            n_spaced += usize::from(before == b' ');
        }
    }
    n_spaced >= MIN_SPACED && n_spaced * 100 >= n_marks * MIN_SPACED_PERCENT
}

/// Proposes the space that is missing between two sentences.
pub(super) fn missing_spaces(text: &str) -> Changes {
    let mut changes = Changes::default();
    let bytes = text.as_bytes();
    for idx in memchr3_iter(b'.', b'!', b'?', bytes) {
        let Some(&after) = bytes.get(idx + 1) else {
            break;
        };
        if !after.is_ascii_uppercase() || idx == 0 {
            continue;
        }
        let left = letters_before(bytes, idx);
        let right = letters_after(bytes, idx + 1);
        let right_end = idx + 1 + right.len();
        let rest = &bytes[right_end.min(bytes.len())..];
        // An address goes on with a stop, a slash or a sign; a name like `Node.JS` is in capitals.
        let address = rest.first().is_some_and(|byte| b"/@_:=&".contains(byte))
            || rest.first() == Some(&b'.') && rest.get(1).is_some_and(u8::is_ascii_alphanumeric)
            || matches!(right, b"Com" | b"Org" | b"Net" | b"Gov" | b"Edu");
        let pronoun = matches!(right, b"A" | b"I") && rest.first() == Some(&b' ');
        let right_is_word = pronoun
            || right.len() >= 2
                && right[1..].iter().all(u8::is_ascii_lowercase)
                && !LEXICON.count(right).is_zero();
        let left_is_word = left.len() >= 2
            && left[1..].iter().all(u8::is_ascii_lowercase)
            && !is_short_form(left)
            && !LEXICON.count(left).is_zero()
            && idx.checked_sub(left.len() + 1).is_none_or(|at| {
                bytes[at].is_ascii_whitespace()
                    || b"(\"'-".contains(&bytes[at])
                    || !bytes[at].is_ascii()
            });
        // After anything but an initial, where a common word begins; after a title, where a name does.
        let common_right =
            rest.first() == Some(&b' ') && left.len() != 1 && LEXICON.count(right).is_common(true);
        let titled = TITLES.contains(&left) && right.len() >= 2 && right[1].is_ascii_lowercase();
        if !address && (left_is_word && right_is_word || common_right || titled) {
            changes.replace(idx + 1..idx + 1, " ", EditKind::Space, true);
        }
    }
    changes
}

/// Short forms that are written together with what follows (`St.Louis`, `Ph.D`).
fn is_short_form(word: &[u8]) -> bool {
    matches!(
        word,
        b"Ph"
            | b"St"
            | b"No"
            | b"Inc"
            | b"Mr"
            | b"Mrs"
            | b"Ms"
            | b"Dr"
            | b"vs"
            | b"www"
            | b"Jr"
            | b"Sr"
    )
}

fn letters_before(bytes: &[u8], at: usize) -> &[u8] {
    let n = bytes[..at]
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    &bytes[at - n..at]
}

fn letters_after(bytes: &[u8], at: usize) -> &[u8] {
    let n = bytes[at..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    &bytes[at..at + n]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::prose::check_pass as check;

    #[test]
    fn typewriter_marks_become_quotation_marks() {
        check(
            quotation_marks,
            "He said ``we won''. The `plan' is ``good.''",
            "He said “we won”. The ‘plan’ is “good.”"
                .replace('’', "'")
                .as_str(),
        );
        for text in ["5'' of rain", "run `ls` now", "it's 'so'"] {
            check(quotation_marks, text, text);
        }
    }

    #[test]
    fn tokenised_text_is_put_together() {
        check(
            untokenise,
            "He said , `` I do n't know -LRB- yet -RRB- . '' It 's $ 5 , 10 % more .",
            "He said, ``I don't know (yet).'' It's $5, 10% more.",
        );
        check(
            untokenise,
            "Today , he said \" no \" .\nToday , he left .",
            "Today, he said \"no\".\nToday, he left.",
        );
        for text in [
            "One, two, and three . But, not so.",
            "Il a dit : non !",
            "a . b",
        ] {
            check(untokenise, text, text);
        }
    }

    #[test]
    fn sentences_get_their_space() {
        check(
            missing_spaces,
            "That is the way.They know it.I do.",
            "That is the way. They know it. I do.",
        );
        for text in [
            "Node.JS",
            "see www.Example.com",
            "the U.S.Army",
            "St.Louis",
            "file.Txt",
            "over.The/x",
            "at Racing.Com Park",
        ] {
            check(missing_spaces, text, text);
        }
    }
}
