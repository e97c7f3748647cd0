//! Does a text hold this wording? The nearest passage, and word by word what differs.
//!
//! Words are compared without case, punctuation and the style of apostrophes. The nearest passage is found by the
//! alignment of Sellers (1980, *The theory and computation of evolutionary distances*): an edit distance over words
//! that may begin and end anywhere in the text.

use super::Span;
use unicode_normalization::UnicodeNormalization;

/// The most words of a wording that are compared; the rest is left out.
pub const MAX_WORDS: usize = 1_000;

/// Words to be looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    words: Vec<Word>,
}

/// The passage of a text that is nearest to a wording.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// From its first to its last word.
    pub span: Span,
    /// How many words must be put in, taken out or replaced to come from the wording to the passage.
    pub n_edits: usize,
    /// 1 for the same words, 0 for none in common.
    pub similarity: f32,
    /// What differs, in order.
    pub pieces: Vec<Piece>,
}

/// A run of words of a comparison, as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where they stand.
    pub side: Side,
    /// The words.
    pub words: String,
}

/// Where words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In both.
    Both,
    /// Only in the wording that was looked for.
    Wording,
    /// Only in the passage.
    Passage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    span: Span,
    written: String,
    compared: String,
}

impl Wording {
    /// Takes the words of a text.
    pub fn of(text: &str) -> Self {
        let mut words = words(text);
        words.truncate(MAX_WORDS);
        Self { words }
    }

    /// Tells whether there is no word in it.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns the words as they are compared.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.compared.as_str())
    }

    /// Finds the passage of `text` that is nearest; the first of equals. `None` where no word fits.
    pub fn nearest(&self, text: &str) -> Option<Passage> {
        let text_words = words(text);
        let (start, end, n_edits) = window(&self.words, &text_words)?;
        let passage = &text_words[start..end];
        let longest = self.words.len().max(passage.len());
        Some(Passage {
            span: Span::new(
                passage.first()?.span.start as usize,
                passage.last()?.span.end as usize,
            ),
            n_edits,
            similarity: 1.0 - n_edits as f32 / longest as f32,
            pieces: compare(&self.words, passage),
        })
    }
}

/// Finds the window of `text` with the fewest edits: first word, word after the last, edits.
fn window(wording: &[Word], text: &[Word]) -> Option<(usize, usize, usize)> {
    if wording.is_empty() {
        return None;
    }
    // One column of the alignment: for each beginning of the wording, the fewest edits that end at this word of the
    // text, and where that passage begins.
    let mut column: Vec<(usize, usize)> = (0..=wording.len()).map(|n| (n, 0)).collect();
    let mut best: Option<(usize, usize, usize)> = None;
    for (idx, word) in text.iter().enumerate() {
        let mut diagonal = column[0];
        column[0] = (0, idx + 1);
        for n in 1..=wording.len() {
            let is_same = wording[n - 1].compared == word.compared;
            let replaced = (diagonal.0 + usize::from(!is_same), diagonal.1);
            let added = (column[n].0 + 1, column[n].1);
            let removed = (column[n - 1].0 + 1, column[n - 1].1);
            diagonal = column[n];
            column[n] = [replaced, added, removed]
                .into_iter()
                .min_by_key(|(n_edits, _)| *n_edits)?;
        }
        let (n_edits, start) = column[wording.len()];
        if start <= idx
            && n_edits < wording.len()
            && best.is_none_or(|(_, _, fewest)| n_edits < fewest)
        {
            best = Some((start, idx + 1, n_edits));
        }
    }
    best
}

/// Compares two runs of words from end to end.
fn compare(wording: &[Word], passage: &[Word]) -> Vec<Piece> {
    let key = |words: &[Word]| -> Vec<String> {
        words.iter().map(|word| word.compared.clone()).collect()
    };
    let (old, new) = (key(wording), key(passage));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |side: Side, words: &[Word]| {
        for word in words {
            match pieces.last_mut().filter(|piece| piece.side == side) {
                Some(piece) => {
                    piece.words.push(' ');
                    piece.words.push_str(&word.written);
                }
                None => pieces.push(Piece {
                    side,
                    words: word.written.clone(),
                }),
            }
        }
    };
    for edit in similar::capture_diff_slices(similar::Algorithm::Myers, &old, &new) {
        let (tag, old_range, new_range) = edit.as_tag_tuple();
        if tag == similar::DiffTag::Equal {
            push(Side::Both, &passage[new_range]);
        } else {
            push(Side::Wording, &wording[old_range]);
            push(Side::Passage, &passage[new_range]);
        }
    }
    pieces
}

/// Cuts a text into words: letters and digits, with apostrophes and hyphens between them.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut start = None;
    while let Some((at, c)) = chars.next() {
        let next_is_inner = chars.peek().is_some_and(|(_, next)| is_inner(*next));
        let belongs = is_inner(c) || (start.is_some() && is_joint(c) && next_is_inner);
        if belongs {
            start.get_or_insert(at);
        } else if let Some(start) = start.take() {
            words.push(word(text, start, at));
        }
    }
    if let Some(start) = start {
        words.push(word(text, start, text.len()));
    }
    words
}

fn word(text: &str, start: usize, end: usize) -> Word {
    let written = &text[start..end];
    let compared = written
        .nfc()
        .flat_map(char::to_lowercase)
        .map(|c| {
            if matches!(c, '\u{2019}' | '\u{2bc}') {
                '\''
            } else {
                c
            }
        })
        .collect();
    Word {
        span: Span::new(start, end),
        written: written.to_owned(),
        compared,
    }
}

fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

fn is_joint(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2019}' | '\u{2bc}' | '-' | '\u{2010}' | '\u{2011}' | '.' | ','
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Writes the comparison: `[-only in the wording-]`, `{+only in the passage+}`.
    fn check(wording: &str, text: &str, expected: Option<(&str, &str)>) {
        let found = Wording::of(wording).nearest(text);
        let written = found.as_ref().map(|passage| {
            let pieces: Vec<_> = passage
                .pieces
                .iter()
                .map(|piece| match piece.side {
                    Side::Both => piece.words.clone(),
                    Side::Wording => format!("[-{}-]", piece.words),
                    Side::Passage => format!("{{+{}+}}", piece.words),
                })
                .collect();
            (passage.span.of(text), pieces.join(" "))
        });
        let written = written.as_ref().map(|(span, diff)| (*span, diff.as_str()));
        assert_eq!(written, expected, "{wording} in {text}");
    }

    #[test]
    fn the_nearest_passage_is_found_and_compared() {
        let text = "He paused. “We can’t do it,” she said, “not this year.” They can do it now.";
        check(
            "we can't do it",
            text,
            Some(("We can’t do it", "We can’t do it")),
        );
        check(
            "We cannot do it",
            text,
            Some(("We can’t do it", "We [-cannot-] {+can’t+} do it")),
        );
        check(
            "they can do it right now",
            text,
            Some(("They can do it now", "They can do it [-right-] now")),
        );
        check("entirely different words", text, None);
        check("", text, None);
        check("we can", "", None);
        check(
            "3.5 million",
            "some 3.5 million.",
            Some(("3.5 million", "3.5 million")),
        );
        check(
            "CHÁVEZ",
            "Cha\u{301}vez left",
            Some(("Cha\u{301}vez", "Cha\u{301}vez")),
        );
    }

    #[test]
    fn of_equal_passages_the_first_is_taken() {
        let found = Wording::of("rates rise").nearest("Rates rise. Rates rise.");
        let found = found.expect("it is there");
        assert_eq!((found.span, found.n_edits), (Span::new(0, 10), 0));
        assert!(found.similarity >= 1.0);
    }

    proptest! {
        #[test]
        fn any_passage_of_a_text_is_exact(text in "[a-d ,.'’\u{301}é]{1,80}", a in 0usize..20, b in 0usize..20) {
            let all = words(&text);
            let (start, end) = (a.min(b), a.max(b).min(all.len()));
            if start < end {
                let cut = Span { start: all[start].span.start, end: all[end - 1].span.end };
                let found = Wording::of(cut.of(&text)).nearest(&text);
                prop_assert_eq!(found.map(|passage| passage.n_edits), Some(0));
            }
        }

        #[test]
        fn nothing_panics(wording in ".{0,60}", text in ".{0,200}") {
            if let Some(passage) = Wording::of(&wording).nearest(&text) {
                prop_assert!(!passage.span.of(&text).is_empty());
                prop_assert!((0.0..=1.0).contains(&passage.similarity));
            }
        }
    }
}
