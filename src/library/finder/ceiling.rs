//! How well could these letters fit that text? Told from the text in one pass, many times quicker than the matcher.
//!
//! The scores are those of the matcher (`rules.rs`); a beginning counts twice for the first letter of the text. Only the
//! columns where a letter of the term stands are looked at, from left to right (sparse dynamic programming over an
//! alignment with affine gaps: O. Gotoh, "An improved algorithm for matching biological sequences", 1982).
//!
//! The matcher keeps two rows of its table and reuses them. So an alignment may go on from the row two letters up, at
//! the column before the first place of a letter ([`Row::begin`]); that is counted. Where a letter stands twice in a row
//! its score depends on what it saw before; there the most it may give is counted.

use super::rules::{
    AFTER_SIGN, AFTER_SPACE, BEFORE_FIRST, CAMEL, GAP, MATCH, OTHER_CASE, SIDE_BY_SIDE,
};

/// A word of a pattern, made ready for telling its ceiling.
#[derive(Clone, Debug)]
pub(super) struct Ceiling {
    /// For each ASCII character where it stands in the term, a bit each.
    plain: Box<[u64; 128]>,
    /// Where other characters stand in the term.
    wide: Vec<(char, u64)>,
    /// The term itself; bits go no further than its first 64 characters.
    letters: Vec<char>,
    case_counts: bool,
}

/// The most that memory may add where a letter stands twice in a row.
const REMEMBERED: i32 = 2 * AFTER_SPACE;

/// Low enough that nothing makes up for it.
const NEVER: i32 = i32::MIN / 4;

/// How high alignments of a term with a text get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Height {
    /// The best score of the whole term.
    pub(super) end: i32,
    /// The best score of the term or of letters it begins with: more letters add no more to it than they are worth.
    pub(super) reach: i32,
}

impl Height {
    const UNKNOWN: Self = Self {
        end: i32::MAX / 1_024,
        reach: i32::MAX / 1_024,
    };
}

impl std::iter::Sum for Height {
    fn sum<I: Iterator<Item = Self>>(heights: I) -> Self {
        heights.fold(Self { end: 0, reach: 0 }, |sum, height| Self {
            end: sum.end.saturating_add(height.end),
            reach: sum.reach.saturating_add(height.reach),
        })
    }
}

/// Terms of so many letters need little memory; longer ones get [`MANY`].
const FEW: usize = 12;

/// Letters of a term that are looked at one by one.
const MANY: usize = u64::BITS as usize;

/// The best alignment that ends with a letter of the term.
#[derive(Clone, Copy)]
struct Row {
    /// The last column where the letter stands.
    column: i32,
    /// The best score that ends there.
    score: i32,
    /// Of the columns before: the best of score plus column, so that each column of a gap costs one.
    earlier: i32,
}

/// What a character is for the beginnings of words.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Start,
    Upper,
    Lower,
    Digit,
    Space,
    Sign,
}

impl Ceiling {
    pub(super) fn of(term: &str) -> Self {
        let letters: Vec<char> = term.chars().collect();
        let case_counts = term.bytes().any(|byte| byte.is_ascii_uppercase());
        let mut plain = Box::new([0; 128]);
        let mut wide: Vec<(char, u64)> = Vec::new();
        for (idx, letter) in letters.iter().enumerate().take(MANY) {
            let bit = 1u64 << idx;
            if !letter.is_ascii() {
                match wide.iter_mut().find(|(c, _)| c == letter) {
                    Some((_, bits)) => *bits |= bit,
                    None => wide.push((*letter, bit)),
                }
            } else if case_counts {
                plain[*letter as usize] |= bit;
            } else {
                plain[letter.to_ascii_lowercase() as usize] |= bit;
                if letter.is_ascii_lowercase() {
                    plain[letter.to_ascii_uppercase() as usize] |= bit;
                }
            }
        }
        Self {
            plain,
            wide,
            letters,
            case_counts,
        }
    }

    /// Returns the most that the matcher gives the text; `None` where it does not match.
    pub(super) fn over(&self, text: &str) -> Option<Height> {
        let is_short = self.letters.len() <= FEW;
        match (text.is_ascii(), is_short) {
            (true, true) => self.align::<FEW>(text.bytes().map(char::from)),
            (true, false) => self.align::<MANY>(text.bytes().map(char::from)),
            (false, true) => self.align::<FEW>(text.chars()),
            (false, false) => self.align::<MANY>(text.chars()),
        }
    }

    fn align<const N: usize>(&self, text: impl Iterator<Item = char>) -> Option<Height> {
        if self.letters.len() > N {
            return Some(Height::UNKNOWN);
        }
        let mut rows = [Row::EMPTY; N];
        let last = self.letters.len().checked_sub(1)?;
        let mut height = Height {
            end: NEVER,
            reach: NEVER,
        };
        let mut before = '\0';
        for (column, c) in (0..).zip(text) {
            let mut bits = self.bits(c);
            if bits != 0 {
                let head = head_bonus(before, c) * if column == 0 { 2 } else { 1 };
                while bits != 0 {
                    // From the last letter to the first: each looks at the row above as it was one column ago.
                    let idx = 63 - bits.leading_zeros() as usize;
                    bits &= !(1 << idx);
                    let score = self.score(&rows, idx, column, head, c);
                    if score < NEVER / 2 {
                        continue;
                    }
                    if rows[idx].column < 0 && idx > 0 {
                        let two_up = idx.checked_sub(2).map(|two_up| rows[two_up]);
                        rows[idx].begin(two_up, column);
                        if let Some(two_up) = two_up.filter(|_| idx == last) {
                            height.end = height.end.max(two_up.score_at(column - 1));
                        }
                    }
                    rows[idx].note(column, score);
                    height.reach = height.reach.max(score);
                    if idx == last {
                        height.end = height.end.max(score);
                    }
                }
            }
            before = c;
        }
        (height.end > NEVER / 2).then_some(height)
    }

    /// Returns the best score of an alignment that ends with this letter of the term in this column.
    fn score(&self, rows: &[Row], idx: usize, column: i32, head: i32, c: char) -> i32 {
        let letter = if self.letters[idx] == c || self.case_counts {
            MATCH
        } else {
            MATCH + OTHER_CASE
        };
        let Some(above) = idx.checked_sub(1).map(|above| rows[above]) else {
            return letter + head + BEFORE_FIRST;
        };
        let is_beside = above.column == column - 1;
        let mut earlier = above.earlier;
        let mut beside = NEVER;
        if is_beside {
            let is_doubled = rows[idx].column == column - 1;
            let remembered = if is_doubled { REMEMBERED } else { SIDE_BY_SIDE };
            beside = above.score + head.max(remembered);
        } else {
            earlier = earlier.max(above.score + above.column);
        }
        letter + beside.max(earlier + GAP - (column - 1) + head)
    }

    fn bits(&self, c: char) -> u64 {
        if let Some(bits) = self.plain.get(c as usize) {
            return *bits;
        }
        let found = self.wide.iter().find(|(letter, _)| *letter == c);
        found.map_or(0, |(_, bits)| *bits)
    }
}

impl Row {
    const EMPTY: Self = Self {
        column: NEVER,
        score: NEVER,
        earlier: NEVER,
    };

    /// Takes over what the matcher finds in its reused row at the first place of a letter.
    fn begin(&mut self, two_up: Option<Self>, column: i32) {
        self.earlier = match two_up {
            Some(two_up) => two_up.earlier.max(two_up.score + two_up.column),
            None => 2 * BEFORE_FIRST - GAP + column,
        };
    }

    /// Returns the score of an alignment that ends in just this column.
    fn score_at(&self, column: i32) -> i32 {
        if self.column == column {
            self.score
        } else {
            NEVER
        }
    }

    fn note(&mut self, column: i32, score: i32) {
        if self.column >= 0 {
            self.earlier = self.earlier.max(self.score + self.column);
        }
        self.column = column;
        self.score = score;
    }
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            ' ' | '/' | '\\' | '|' | '(' | ')' | '[' | ']' | '{' | '}' => Self::Space,
            '0'..='9' => Self::Digit,
            'A'..='Z' => Self::Upper,
            '\0' => Self::Start,
            c if c.is_ascii_punctuation() => Self::Sign,
            _ => Self::Lower,
        }
    }
}

/// Returns what a letter is given for standing after another.
fn head_bonus(before: char, c: char) -> i32 {
    match (Class::of(before), Class::of(c)) {
        (Class::Start | Class::Space, _) => AFTER_SPACE,
        (Class::Sign, _) => AFTER_SIGN,
        (Class::Lower | Class::Digit, Class::Upper) => CAMEL,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{signature::has_doubled_letter, skim::Matcher},
        *,
    };
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn the_matcher_gives_no_more(text in "[A-Ea-e0-1éж .,(-]{1,24}", term in "[A-Ca-e0 .éж]{1,6}") {
            let score = Matcher::new().score(&text, &term);
            let ceiling = Ceiling::of(&term).over(&text).map(|height| i64::from(height.end));
            prop_assert_eq!(score.is_some(), ceiling.is_some());
            prop_assert!(score <= ceiling, "{score:?} > {ceiling:?}");
            if !has_doubled_letter(&text, &term) {
                prop_assert_eq!(score, ceiling);
            }
        }

        #[test]
        fn nor_over_long_gaps(text in "([a-e]|[x-z ]{1,30}){1,12}", term in "[a-e]{1,7}") {
            let score = Matcher::new().score(&text, &term);
            let ceiling = Ceiling::of(&term).over(&text).map(|height| i64::from(height.end));
            prop_assert!(score <= ceiling, "{score:?} > {ceiling:?}");
            if !has_doubled_letter(&text, &term) {
                prop_assert_eq!(score, ceiling);
            }
        }
    }
}
