//! Where does a word end? Dots, apostrophes, dates and addresses inside of it.

use super::TokenKind;
use super::cut::Cutter;
use crate::text::words::{WordSet, word_hash};
use std::sync::LazyLock;

impl Cutter<'_> {
    /// Returns the end of the word or number at `at`, and which of them it is.
    pub(super) fn word(&self, at: usize) -> (usize, TokenKind) {
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
