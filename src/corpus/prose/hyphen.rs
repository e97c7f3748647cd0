//! What a line end inside a paragraph stands for: a space, nothing, or a hyphen that was only there to divide a word.

use super::{
    lexicon::LEXICON,
    scan::{char_at, char_before},
};

/// The same word is looked for in this many bytes before and after.
const NEARBY_BYTES: usize = 16 * 1024;

/// What a line end stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// A space.
    Space,
    /// Nothing: what is before it belongs to what is after it as it is.
    Nothing,
    /// The hyphen before it was put there to divide a word, and goes with it.
    Hyphen {
        /// Whether the whole word is known.
        sure: bool,
    },
}

/// Decides about the line end between the words that end at `end` and those that start at `start`.
pub(super) fn at_line_end(text: &str, end: usize, start: usize) -> LineEnd {
    let (Some(before), Some(after)) = (char_before(text, end), char_at(text, start)) else {
        return LineEnd::Space;
    };
    match before {
        '-' | '\u{2010}' => {}
        // Where words are not set apart, a line end is nothing.
        _ if is_wide(before) && is_wide(after) => return LineEnd::Nothing,
        _ => return LineEnd::Space,
    }
    let stem_end = end - before.len_utf8();
    let first = word_before(text, stem_end);
    let second = word_after(text, start);
    if first.is_empty() || !after.is_alphanumeric() {
        // `--`, or a dash between spaces.
        return if text[..stem_end].ends_with('-') {
            LineEnd::Nothing
        } else {
            LineEnd::Space
        };
    }
    if !after.is_lowercase() || second.is_empty() || first.ends_with(|c: char| c.is_ascii_digit()) {
        return LineEnd::Nothing;
    }
    // `mid- and long-term`: a hyphen that stands for a word left out.
    if matches!(second, "and" | "or" | "to") {
        return LineEnd::Space;
    }
    let whole = format!("{first}{second}");
    let compound = format!("{first}-{second}");
    let hyphens_before = text[..stem_end - first.len()].ends_with('-');
    let nearby = nearby(text, end);
    if nearby.contains(&compound) {
        return LineEnd::Nothing;
    }
    let is_known = whole.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !LEXICON.count(whole.as_bytes()).is_zero();
    if !hyphens_before && (is_known || nearby.contains(&whole)) {
        return LineEnd::Hyphen { sure: true };
    }
    let is_word = |part: &str| {
        part.len() >= 2
            && LEXICON
                .count(part.as_bytes())
                .log2()
                .is_some_and(|log| log > 3.0)
    };
    // `newly-refurbished`: adverbs are not parts of longer words.
    let is_adverb = first.len() > 4 && first.ends_with("ly") && is_word(first);
    if hyphens_before || is_adverb || is_word(first) && is_word(second) || PREFIXES.contains(&first)
    {
        return LineEnd::Nothing;
    }
    LineEnd::Hyphen { sure: false }
}

/// Beginnings that keep their hyphen.
const PREFIXES: &[&str] = &[
    "co", "non", "pre", "ex", "anti", "multi", "semi", "mid", "self", "post", "pro", "vice",
    "well", "neo", "re", "cross",
];

fn nearby(text: &str, at: usize) -> &str {
    let mut start = at.saturating_sub(NEARBY_BYTES);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (at + NEARBY_BYTES).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[start..end]
}

fn word_before(text: &str, end: usize) -> &str {
    let stem = text[..end].trim_end_matches(char::is_alphanumeric);
    &text[stem.len()..end]
}

fn word_after(text: &str, start: usize) -> &str {
    let rest = text[start..].trim_start_matches(char::is_alphabetic);
    &text[start..text.len() - rest.len()]
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: LineEnd) {
        let end = text.find('\n').unwrap();
        assert_eq!(at_line_end(text, end, end + 1), expected, "{text}");
    }

    #[test]
    fn hyphens_at_line_ends_are_told_apart() {
        check("the min-\nister said", LineEnd::Hyphen { sure: true });
        check(
            "Jake Sul-\nlivan said. Mr. Sullivan left",
            LineEnd::Hyphen { sure: true },
        );
        check("a long-\nterm plan", LineEnd::Nothing);
        check("the Anglo-\nSaxon way", LineEnd::Nothing);
        check("state-of-\nthe-art", LineEnd::Nothing);
        check("mid-\nand long-term", LineEnd::Space);
        check("the plan -\nif there is one", LineEnd::Space);
        check("the plan\nsaid", LineEnd::Space);
        check("首相は問題\nないと述べた", LineEnd::Nothing);
    }
}
