//! How well do these letters fit that text, and where do they lie? Just what the matcher says, told from the text in one
//! pass and many times quicker.
//!
//! The scores are those of the matcher (`rules.rs`); a beginning counts twice for the first letter of the text. Only the
//! columns where a letter of the term stands are looked at, from left to right (sparse dynamic programming over an
//! alignment with affine gaps: O. Gotoh, "An improved algorithm for matching biological sequences", 1982).
//!
//! The matcher keeps two rows of its table and reuses them. So an alignment may go on from the row two letters up, at
//! the column before the first place of a letter ([`Row::begin`]); that is counted. What it keeps from texts before
//! can change the score of a letter that stands twice in a row; here each text is the first.

use super::rules::{
    AFTER_SIGN, AFTER_SPACE, BEFORE_FIRST, CAMEL, GAP, MATCH, OTHER_CASE, SIDE_BY_SIDE,
};

/// A word of a pattern, made ready for laying it over texts.
#[derive(Clone, Debug)]
pub(super) struct Aligner {
    /// For each ASCII character where it stands in the term, a bit each.
    plain: Box<[u64; 128]>,
    /// Where other characters stand in the term.
    wide: Vec<(char, u64)>,
    /// The term itself.
    letters: Vec<char>,
    case_counts: bool,
}

/// Low enough that nothing makes up for it.
const NEVER: i32 = i32::MIN / 4;

/// How well a term fits a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// The best score of the whole term.
    pub(super) score: i32,
    /// The best score of the term or of letters it begins with: more letters add no more to it than they are worth.
    pub(super) reach: i32,
}

impl std::iter::Sum for Fit {
    fn sum<I: Iterator<Item = Self>>(fits: I) -> Self {
        let nothing = Self { score: 0, reach: 0 };
        fits.fold(nothing, |sum, fit| Self {
            score: sum.score.saturating_add(fit.score),
            reach: sum.reach.saturating_add(fit.reach),
        })
    }
}

/// Terms of so many letters need little memory; longer ones get [`MANY`].
const FEW: usize = 12;

/// A bit for each letter of a term.
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

/// A place of a letter of the term in the text.
#[derive(Clone, Copy, Debug)]
struct Place {
    column: i32,
    /// The best score that ends there.
    score: i32,
    /// Which place of the letter before it goes on from.
    from: usize,
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

impl Aligner {
    /// Returns nothing for a term of more letters than it can count.
    pub(super) fn of(term: &str) -> Option<Self> {
        let letters: Vec<char> = term.chars().collect();
        if letters.len() > MANY {
            return None;
        }
        let case_counts = term.bytes().any(|byte| byte.is_ascii_uppercase());
        let mut plain = Box::new([0; 128]);
        let mut wide: Vec<(char, u64)> = Vec::new();
        for (idx, letter) in letters.iter().enumerate() {
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
        Some(Self {
            plain,
            wide,
            letters,
            case_counts,
        })
    }

    /// Returns how well the term fits; `None` where its letters do not stand in the text in this order.
    pub(super) fn over(&self, text: &str) -> Option<Fit> {
        let is_short = self.letters.len() <= FEW;
        match (text.is_ascii(), is_short) {
            (true, true) => self.align::<FEW>(text.bytes().map(char::from)),
            (true, false) => self.align::<MANY>(text.bytes().map(char::from)),
            (false, true) => self.align::<FEW>(text.chars()),
            (false, false) => self.align::<MANY>(text.chars()),
        }
    }

    fn align<const N: usize>(&self, text: impl Iterator<Item = char>) -> Option<Fit> {
        let mut rows = [Row::EMPTY; N];
        let last = self.letters.len().checked_sub(1)?;
        let mut fit = Fit {
            score: NEVER,
            reach: NEVER,
        };
        let mut before = '\0';
        // A letter can lie only where the letter before it has a place already.
        let mut open = 1;
        for (column, c) in (0..).zip(text) {
            let mut bits = self.bits(c) & open;
            if bits != 0 {
                let head = head_bonus(before, c) * if column == 0 { 2 } else { 1 };
                while bits != 0 {
                    // From the last letter to the first: each looks at the row above as it was one column ago.
                    let idx = 63 - bits.leading_zeros() as usize;
                    bits &= !(1 << idx);
                    let score = self.score(&rows, idx, column, head, c);
                    open |= (1 << idx) << 1;
                    if rows[idx].column < 0 && idx > 0 {
                        let two_up = idx.checked_sub(2).map(|two_up| rows[two_up]);
                        rows[idx].begin(two_up, column);
                        if let Some(two_up) = two_up.filter(|_| idx == last) {
                            fit.score = fit.score.max(two_up.score_at(column - 1));
                        }
                    }
                    rows[idx].note(column, score);
                    fit.reach = fit.reach.max(score);
                    if idx == last {
                        fit.score = fit.score.max(score);
                    }
                }
            }
            before = c;
        }
        (fit.score > NEVER / 2).then_some(fit)
    }

    /// Returns the best score of an alignment that ends with this letter of the term in this column.
    fn score(&self, rows: &[Row], idx: usize, column: i32, head: i32, c: char) -> i32 {
        let letter = self.letter(idx, c);
        let Some(above) = idx.checked_sub(1).map(|above| rows[above]) else {
            return letter + head + BEFORE_FIRST;
        };
        let is_beside = above.column == column - 1;
        let mut earlier = above.earlier;
        let mut beside = NEVER;
        if is_beside {
            beside = above.score + head.max(SIDE_BY_SIDE);
        } else {
            earlier = earlier.max(above.score + above.column);
        }
        letter + beside.max(earlier + GAP - (column - 1) + head)
    }

    /// Returns the positions of the characters on which the letters lie best, in order; none where the term does not fit.
    pub(super) fn columns(&self, text: &str) -> Vec<usize> {
        let mut rows: Vec<Vec<Place>> = Vec::with_capacity(self.letters.len());
        for idx in 0..self.letters.len() {
            let row = self.row(idx, rows.last().map(Vec::as_slice), text);
            rows.push(row);
        }
        let last = rows.last().into_iter().flatten();
        let mut place = last.max_by_key(|place| place.score).copied();
        let mut columns = Vec::with_capacity(rows.len());
        for above in rows.iter().rev().skip(1).map(Some).chain([None]) {
            let Some(found) = place else { break };
            columns.push(found.column as usize);
            place = above.and_then(|above| above.get(found.from)).copied();
        }
        columns.reverse();
        columns
    }

    /// Returns all places of a letter with the best alignment that ends there.
    fn row(&self, idx: usize, above: Option<&[Place]>, text: &str) -> Vec<Place> {
        let mut row = Vec::new();
        let mut before = '\0';
        // Of the row above: how many lie before the column, but for a neighbour, and which of them is best after a gap.
        let (mut n_passed, mut earlier) = (0, None::<(i32, usize)>);
        for (column, c) in (0..).zip(text.chars()) {
            let head = head_bonus(before, c) * if column == 0 { 2 } else { 1 };
            before = c;
            if self.bits(c) >> idx & 1 == 0 {
                continue;
            }
            let Some(above) = above else {
                let score = self.letter(idx, c) + head + BEFORE_FIRST;
                row.push(Place {
                    column,
                    score,
                    from: 0,
                });
                continue;
            };
            while let Some(place) = above
                .get(n_passed)
                .filter(|place| place.column < column - 1)
            {
                earlier = earlier.max(Some((place.score + place.column, n_passed)));
                n_passed += 1;
            }
            let after_gap = earlier.map(|(reach, from)| (reach + GAP - (column - 1) + head, from));
            let neighbour = above
                .get(n_passed)
                .filter(|place| place.column == column - 1);
            let beside = neighbour.map(|place| (place.score + head.max(SIDE_BY_SIDE), n_passed));
            if let Some((score, from)) = after_gap.max(beside) {
                let score = score + self.letter(idx, c);
                row.push(Place {
                    column,
                    score,
                    from,
                });
            }
        }
        row
    }

    /// Returns what a letter is given for lying on a character.
    fn letter(&self, idx: usize, c: char) -> i32 {
        if self.letters[idx] == c || self.case_counts {
            MATCH
        } else {
            MATCH + OTHER_CASE
        }
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
    /// Of the ASCII characters.
    const OF: [Self; 128] = {
        let mut all = [Self::Lower; 128];
        let mut code = 0;
        while code < 128 {
            all[code] = match code as u8 {
                b' ' | b'/' | b'\\' | b'|' | b'(' | b')' | b'[' | b']' | b'{' | b'}' => Self::Space,
                b'0'..=b'9' => Self::Digit,
                b'A'..=b'Z' => Self::Upper,
                0 => Self::Start,
                sign if sign.is_ascii_punctuation() => Self::Sign,
                _ => Self::Lower,
            };
            code += 1;
        }
        all
    };

    fn of(c: char) -> Self {
        *Self::OF.get(c as usize).unwrap_or(&Self::Lower)
    }
}

/// Returns what a letter is given for standing after another.
fn head_bonus(before: char, c: char) -> i32 {
    match Class::of(before) {
        Class::Start | Class::Space => AFTER_SPACE,
        Class::Sign => AFTER_SIGN,
        Class::Lower | Class::Digit if Class::of(c) == Class::Upper => CAMEL,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{rules::IN_GAP, skim},
        *,
    };
    use proptest::prelude::*;

    fn score(text: &str, term: &str) -> Option<i64> {
        let fit = Aligner::of(term)?.over(text)?;
        assert!(fit.reach >= fit.score);
        Some(i64::from(fit.score))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn it_says_what_the_matcher_says(text in "[A-Ea-e0-1éж .,(-]{1,24}", term in "[A-Ca-e0 .éж]{1,6}") {
            prop_assert_eq!(score(&text, &term), skim::score(&text, &term));
        }

        #[test]
        fn also_over_long_gaps(text in "([a-e]|[x-z ]{1,30}){1,12}", term in "[a-e]{1,7}") {
            prop_assert_eq!(score(&text, &term), skim::score(&text, &term));
        }

        #[test]
        fn also_of_long_words(text in "[a-b ]{1,90}", term in "[a-b]{10,64}") {
            prop_assert_eq!(score(&text, &term), skim::score(&text, &term));
        }

        #[test]
        fn no_letters_lie_better(text in "[A-Da-d .]{1,9}", term in "[a-d]{1,4}") {
            let aligner = Aligner::of(&term).expect("the term is short");
            let columns = aligner.columns(&text);
            let all = alignments(&text.chars().collect::<Vec<_>>(), &term.chars().collect::<Vec<_>>(), 0);
            let best = all.iter().map(|columns| worth(&aligner, &text, columns)).max();
            prop_assert_eq!(columns.is_empty(), all.is_empty());
            if !columns.is_empty() {
                prop_assert_eq!(Some(worth(&aligner, &text, &columns)), best);
                prop_assert!(all.contains(&columns));
            }
        }
    }

    /// Returns every way to lay the term over the text from a column on.
    fn alignments(text: &[char], term: &[char], from: usize) -> Vec<Vec<usize>> {
        let Some((letter, others)) = term.split_first() else {
            return vec![Vec::new()];
        };
        let fits = |column: &usize| text[*column].eq_ignore_ascii_case(letter);
        let begun = (from..text.len()).filter(fits).flat_map(|column| {
            let ends = alignments(text, others, column + 1);
            ends.into_iter()
                .map(move |end| [vec![column], end].concat())
        });
        begun.collect()
    }

    /// Returns what one way to lay the term over the text is worth, by the rules alone.
    fn worth(aligner: &Aligner, text: &str, columns: &[usize]) -> i32 {
        let text: Vec<char> = text.chars().collect();
        let mut worth = BEFORE_FIRST;
        for (idx, column) in columns.iter().enumerate() {
            let before = column.checked_sub(1).map_or('\0', |before| text[before]);
            let head = head_bonus(before, text[*column]) * if *column == 0 { 2 } else { 1 };
            let n_between = idx.checked_sub(1).map(|above| column - columns[above] - 1);
            worth += aligner.letter(idx, text[*column]);
            worth += match n_between {
                None => head,
                Some(0) => head.max(SIDE_BY_SIDE),
                Some(n_between) => head + GAP + IN_GAP * n_between as i32,
            };
        }
        worth
    }
}
