//! Where a paragraph breaks into lines of a given width, with the place of each line in the text.

use crate::text::Span;
use textwrap::{
    WordSeparator,
    core::{Fragment, Word},
    wrap_algorithms::wrap_first_fit,
};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The widest a cluster may be, in cells, whatever its table says.
const MAX_CLUSTER_CELLS: usize = 2;

/// Returns how many cells a grapheme cluster takes on the screen.
pub fn cluster_width(cluster: &str) -> usize {
    match cluster.as_bytes() {
        [_] => 1,
        _ => cluster.width().min(MAX_CLUSTER_CELLS),
    }
}

/// Returns how many cells a text takes on one line.
pub fn text_width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.graphemes(true).map(cluster_width).sum()
    }
}

/// Part of a paragraph that is not broken.
#[derive(Debug)]
struct Piece {
    span: Span,
    width: usize,
    space: usize,
}

impl Fragment for Piece {
    fn width(&self) -> f64 {
        self.width as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.space as f64
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// Breaks the part `span` of `text`, which holds no line end, into lines of at most `width` cells.
///
/// Lines begin and end without spaces where the text is broken; a word wider than a line is cut between clusters.
/// An empty span is one empty line.
pub fn wrap(text: &str, span: Span, width: usize, lines: &mut Vec<Span>) {
    let width = width.max(MAX_CLUSTER_CELLS);
    let paragraph = span.of(text);
    let base = span.start as usize;
    if paragraph.is_ascii() && paragraph.len() <= width {
        lines.push(span);
        return;
    }
    let separator = if paragraph.is_ascii() {
        WordSeparator::AsciiSpace
    } else {
        WordSeparator::UnicodeBreakProperties
    };
    let mut pieces = Vec::new();
    let mut at = base;
    for word in separator.find_words(paragraph) {
        push_word(&word, at, width, &mut pieces);
        at += word.word.len() + word.whitespace.len();
    }
    if pieces.is_empty() {
        lines.push(span);
        return;
    }
    for line in wrap_first_fit(&pieces, &[width as f64]) {
        if let (Some(first), Some(last)) = (line.first(), line.last()) {
            lines.push(Span {
                start: first.span.start,
                end: last.span.end,
            });
        }
    }
}

fn push_word(word: &Word<'_>, at: usize, width: usize, pieces: &mut Vec<Piece>) {
    let space = word.whitespace.len();
    let word_width = text_width(word.word);
    if word_width <= width {
        pieces.push(Piece {
            span: Span::new(at, at + word.word.len()),
            width: word_width,
            space,
        });
        return;
    }
    let mut start = at;
    let mut end = at;
    let mut filled = 0;
    for cluster in word.word.graphemes(true) {
        let cells = cluster_width(cluster);
        if filled + cells > width {
            pieces.push(Piece {
                span: Span::new(start, end),
                width: filled,
                space: 0,
            });
            start = end;
            filled = 0;
        }
        end += cluster.len();
        filled += cells;
    }
    pieces.push(Piece {
        span: Span::new(start, end),
        width: filled,
        space,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, width: usize) -> Vec<&str> {
        let mut lines = Vec::new();
        wrap(text, Span::new(0, text.len()), width, &mut lines);
        lines.into_iter().map(|line| line.of(text)).collect()
    }

    #[test]
    fn words_go_to_the_next_line() {
        assert_eq!(lines("the quick brown fox", 10), ["the quick", "brown fox"]);
        assert_eq!(lines("", 10), [""]);
        assert_eq!(lines("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(
            lines("新聞記者が記事を読む", 8),
            ["新聞記者", "が記事を", "読む"]
        );
        assert_eq!(lines("say “yes”, then", 10), ["say “yes”,", "then"]);
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_and_no_line_too_wide(text in "[^\\n]{0,200}", width in 1usize..120) {
            let mut spans = Vec::new();
            wrap(&text, Span::new(0, text.len()), width, &mut spans);
            let mut at = 0;
            for span in &spans {
                prop_assert!(text[at..span.start as usize].chars().all(char::is_whitespace));
                prop_assert!(text_width(span.of(&text)) <= width.max(2));
                at = span.end as usize;
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
