//! The lines of a text, and whether they were wrapped to a width.

use super::{Wrap, layout::Region};
use crate::text::ParagraphKind;
use std::ops::Range;

/// A tab takes as many columns.
const TAB_WIDTH: usize = 8;
/// Text is not wrapped to more than this many columns, nor to less than the other.
const MAX_WRAP: usize = 160;
/// See [`MAX_WRAP`].
const MIN_WRAP: usize = 30;
/// Of the lines that end inside a sentence, so many (in percent) must be as full as they can be.
const MIN_FULL_PERCENT: usize = 70;
/// A gap of so many columns stands between the cells of a row.
const MIN_GAP: usize = 2;

/// One line that is not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its words, without the space around them.
    pub at: Range<usize>,
    /// Columns before its first word.
    pub indent: usize,
    /// Columns from the margin to the end of its last word.
    pub width: usize,
    /// Columns of its first word.
    pub first_word: usize,
    /// No blank line and no other region stands between this line and the one before.
    pub follows: bool,
    /// How many `>` were before it.
    pub depth: usize,
    /// Whether cells stand in it with gaps between them.
    pub has_gap: bool,
    /// The kind of the region it lies in, where a format has told it.
    pub kind: Option<ParagraphKind>,
    /// The number of its region.
    pub region: usize,
    /// It is the rest of a longer line, and was as full as that.
    pub is_cut: bool,
}

/// Cuts the regions of a text into lines.
pub(super) fn lines_of(text: &str, regions: &[Region]) -> Vec<Line> {
    let mut lines = Vec::new();
    // Most texts have no gap anywhere: one look tells.
    let may_have_gaps = memchr::memchr(b'\t', text.as_bytes()).is_some() || text.contains("  ");
    for (region_idx, region) in regions.iter().enumerate() {
        let mut follows = false;
        let mut start = region.at.start;
        let part = text.get(region.at.clone()).unwrap_or_default();
        while start < region.at.end.min(text.len()) && !part.is_empty() {
            let len = memchr::memchr(b'\n', &text.as_bytes()[start..region.at.end])
                .unwrap_or(region.at.end - start);
            match line_at(text, start..start + len, region, region_idx) {
                Some(line) => {
                    let has_gap = may_have_gaps && has_gap(&text[line.at.clone()]);
                    lines.push(Line {
                        follows,
                        has_gap,
                        ..line
                    });
                    follows = true;
                }
                None => follows = false,
            }
            start += len + 1;
        }
    }
    lines
}

fn line_at(text: &str, at: Range<usize>, region: &Region, region_idx: usize) -> Option<Line> {
    let line = &text[at.clone()];
    let mut indent = 0;
    let mut depth = 0;
    let mut start = at.start;
    for c in line.chars() {
        match c {
            ' ' => indent += 1,
            '\t' => indent += TAB_WIDTH - indent % TAB_WIDTH,
            '>' if region.kind.is_none() => {
                depth += 1;
                indent = 0;
            }
            c if c.is_whitespace() => indent += 1,
            _ => break,
        }
        start += c.len_utf8();
    }
    let words = text[start..at.end].trim_end();
    if words.is_empty() {
        return None;
    }
    if depth > 0 && indent == 1 {
        indent = 0;
    }
    let columns = |part: &str| {
        if part.is_ascii() {
            part.len()
        } else {
            part.chars().count()
        }
    };
    let first_len = memchr::memchr(b' ', words.as_bytes()).unwrap_or(words.len());
    Some(Line {
        at: start..start + words.len(),
        indent,
        width: indent + columns(words),
        first_word: columns(&words[..first_len]),
        follows: false,
        depth,
        has_gap: false,
        kind: region.kind,
        region: region_idx,
        is_cut: region.starts_cut && at.start == region.at.start,
    })
}

fn has_gap(words: &str) -> bool {
    words.contains('\t')
        || memchr::memmem::find_iter(words.as_bytes(), b"  ").any(|at| {
            // Two spaces after a stop are how typists end a sentence.
            let before = words.as_bytes()[at - 1];
            !matches!(before, b'.' | b'?' | b'!' | b':' | b'"' | b')')
                || words[at..].len() - words[at..].trim_start().len() > MIN_GAP
        })
}

/// How the lines of a text were wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wrapping {
    /// The columns they were wrapped to.
    pub width: usize,
    /// Every line is as full as it can be: one that is not ends a paragraph.
    pub is_exact: bool,
    /// How many columns may be left over on a line that goes on.
    pub slack: usize,
}

/// Finds out whether the lines were wrapped, and to which width.
///
/// A line that was wrapped is full: the first word of the next would not have fitted. So each line that ends inside a
/// sentence names the widths it agrees with; the width that most of them agree on is it.
pub(super) fn wrapping_of(text: &str, lines: &[Line], wrap: Wrap) -> Option<Wrapping> {
    if wrap == Wrap::Never {
        return None;
    }
    let mut marks: Vec<(usize, i32)> = Vec::new();
    let mut n_inside = 0;
    let mut n_pairs = 0;
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        if !next.follows || next.depth != line.depth || next.kind.is_some() || line.is_cut {
            continue;
        }
        n_pairs += 1;
        if ends_sentence(&text[line.at.clone()]) && !starts_lower(&text[next.at.clone()]) {
            continue;
        }
        n_inside += 1;
        marks.push((line.width, 1));
        marks.push((line.width + 1 + next.first_word, -1));
    }
    if n_inside == 0 {
        return (wrap == Wrap::Hard).then_some(Wrapping {
            width: lines.iter().map(|line| line.width).max().unwrap_or(0),
            is_exact: false,
            slack: 0,
        });
    }
    marks.sort_unstable_by_key(|&(width, step)| (width, step));
    let mut n_open = 0;
    let mut n_best = 0;
    let mut width = 0;
    for (at, step) in marks {
        n_open += step;
        if n_open > n_best {
            n_best = n_open;
            width = at;
        }
    }
    let n_full = n_best as usize;
    let looks_wrapped = (MIN_WRAP..=MAX_WRAP).contains(&width)
        && n_full * 100 >= n_inside * MIN_FULL_PERCENT
        // Few lines agree on some width by chance; lower case goes on says more.
        && (n_inside >= 4 && n_inside * 5 >= n_pairs * 2
            || n_inside * 2 >= n_pairs && goes_on(text, lines, n_inside));
    if !looks_wrapped && wrap != Wrap::Hard {
        return None;
    }
    let mut left: Vec<usize> = lines
        .windows(2)
        .filter(|pair| {
            pair[1].follows
                && starts_lower(&text[pair[1].at.clone()])
                && !ends_sentence(&text[pair[0].at.clone()])
        })
        .map(|pair| width.saturating_sub(pair[0].width + pair[1].first_word))
        .collect();
    left.sort_unstable();
    let is_exact = n_full * 100 >= n_inside * 96;
    let slack = if is_exact {
        0
    } else {
        left.get(left.len() * 9 / 10).copied().unwrap_or(0)
    };
    Some(Wrapping {
        width,
        is_exact,
        slack,
    })
}

/// Tells whether most lines that end inside a sentence go on in lower case, and are long enough for prose.
fn goes_on(text: &str, lines: &[Line], n_inside: usize) -> bool {
    let n_lower = lines
        .windows(2)
        .filter(|pair| {
            pair[1].follows && starts_lower(&text[pair[1].at.clone()]) && pair[0].width >= MIN_WRAP
        })
        .count();
    n_lower * 10 >= n_inside * 6
}

/// Tells whether a line begins in lower case.
pub(super) fn starts_lower(line: &str) -> bool {
    line.chars().next().is_some_and(char::is_lowercase)
}

/// Tells whether a line begins like a paragraph: with a capital, a mark of quotation, a number, or without letter case.
pub(super) fn starts_like_paragraph(line: &str) -> bool {
    let mut chars = line.trim_start_matches(is_opening).chars();
    chars
        .next()
        .is_some_and(|c| !c.is_lowercase() && (c.is_alphanumeric() || !c.is_ascii()) || c == '$')
}

/// Tells whether a character opens a quotation or a bracket.
pub(super) fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '('
            | '['
            | '\u{201c}'
            | '\u{2018}'
            | '\u{201e}'
            | '\u{ab}'
            | '`'
            | '\u{bf}'
            | '\u{a1}'
    )
}

/// Tells whether a character closes a quotation or a bracket.
pub(super) fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | ')' | ']' | '\u{201d}' | '\u{2019}' | '\u{bb}' | '*'
    )
}

/// Tells whether a line ends where a sentence can end.
pub(super) fn ends_sentence(line: &str) -> bool {
    let core = line.trim_end_matches(is_closing);
    match core.chars().next_back() {
        Some('.') => !is_short_form(core),
        Some('?' | '!' | '\u{2026}' | '\u{3002}' | '\u{ff01}' | '\u{ff1f}' | '\u{964}') => true,
        _ => false,
    }
}

/// Tells whether the last word with a stop is one that is mostly followed by more (`Gen.`, `U.S.`, `J.`).
fn is_short_form(line: &str) -> bool {
    let word = line
        .rsplit([' ', '\u{a0}', '(', '\u{201c}', '"'])
        .next()
        .unwrap_or(line);
    let stem = word.trim_end_matches('.');
    // Initials and names made of them; a single capital before a stop is rarely the end.
    let is_initial =
        |part: &str| part.len() == 1 && part.starts_with(|c: char| c.is_ascii_uppercase());
    if stem.split('.').all(is_initial) {
        return true;
    }
    matches!(
        stem,
        "Mr" | "Mrs"
            | "Ms"
            | "Dr"
            | "Prof"
            | "Gen"
            | "Lt"
            | "Col"
            | "Sgt"
            | "Capt"
            | "Cmdr"
            | "Adm"
            | "Maj"
            | "Rep"
            | "Reps"
            | "Sen"
            | "Sens"
            | "Gov"
            | "Rev"
            | "Hon"
            | "St"
            | "No"
            | "Nos"
            | "vs"
            | "Jan"
            | "Feb"
            | "Aug"
            | "Sept"
            | "Oct"
            | "Nov"
            | "Dec"
            | "e.g"
            | "i.e"
            | "Messrs"
            | "Mt"
            | "Ft"
            | "Sec"
            | "Supt"
            | "Atty"
            | "Pres"
            | "Fr"
            | "Sr"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapping(text: &str) -> Option<usize> {
        let regions = [Region {
            at: 0..text.len(),
            kind: None,
            starts_cut: false,
        }];
        wrapping_of(text, &lines_of(text, &regions), Wrap::Unknown).map(|wrapping| wrapping.width)
    }

    #[test]
    fn wrapped_lines_are_told_from_paragraphs() {
        let wrapped = "The ministers of the two countries agreed on\n\
             Saturday to update an agreement that is sixty\n\
             years old and deepens the ties of their\n\
             armies, after a year of talks in the capital.";
        assert!(wrapping(wrapped).is_some());
        for text in [
            "Two roads diverged in a wood, and I—\nI took the one less traveled by,\nAnd that has made all the difference.",
            "He named three goals:\n- cut costs\n- hire staff\n- open in Lima",
            "A first paragraph, which ends here.\nA second one, which is a little longer, ends here.\nA third.",
            "One line.",
            "",
        ] {
            assert_eq!(wrapping(text), None, "{text}");
        }
    }

    #[test]
    fn the_end_of_a_sentence_is_no_short_form() {
        for (line, ends) in [
            ("he said.", true),
            ("he said.\"", true),
            ("for the U.S.", false),
            ("said Gen.", false),
            ("and then,", false),
            ("Really?)", true),
        ] {
            assert_eq!(ends_sentence(line), ends, "{line}");
        }
    }
}
