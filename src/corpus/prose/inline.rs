//! Marks inside a paragraph of Markdown: emphasis, code, links, pictures, escapes. Which bytes are no words?
//!
//! After `CommonMark` 0.31, chapter 6, without what news does not need: a run of stars or underscores closes the nearest
//! run of the same length that can open; brackets are a link only where an address or a reference follows them.

use std::ops::Range;

/// No more than so many marks wait for their other half.
const MAX_OPEN: usize = 64;
/// An address is no longer, in bytes.
const MAX_ADDRESS_BYTES: usize = 2_048;

/// A mark that waits for its other half.
struct Open {
    mark: u8,
    at: Range<usize>,
}

/// Returns the bytes of `text` that are marks and not words, in order.
pub(crate) fn inline_marks(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut marks: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        match byte {
            b'\n' if is_blank_line(&bytes[at + 1..]) => {
                open.clear();
                at += 1;
            }
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => {
                marks.push(at..at + 1);
                at += 2;
            }
            b'`' => at = code(bytes, at, &mut marks),
            b'*' | b'_' | b'~' => {
                let end = at + run_len(bytes, at);
                emphasis(text, at..end, &mut open, &mut marks);
                at = end;
            }
            b'!' if bytes.get(at + 1) == Some(&b'[') => {
                push(
                    &mut open,
                    Open {
                        mark: b'!',
                        at: at..at + 2,
                    },
                );
                at += 2;
            }
            b'[' => {
                push(
                    &mut open,
                    Open {
                        mark: b'[',
                        at: at..at + 1,
                    },
                );
                at += 1;
            }
            b']' => at = bracket(bytes, at, &mut open, &mut marks),
            b'<' => at = address(bytes, at, &mut marks),
            _ => at += 1,
        }
    }
    marks.sort_unstable_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
    let mut end = 0;
    marks.retain(|mark| {
        let is_apart = mark.start >= end;
        end = end.max(mark.end);
        is_apart
    });
    marks
}

fn push(open: &mut Vec<Open>, mark: Open) {
    if open.len() == MAX_OPEN {
        open.remove(0);
    }
    open.push(mark);
}

fn run_len(bytes: &[u8], at: usize) -> usize {
    let mark = bytes[at];
    bytes[at..].iter().take_while(|byte| **byte == mark).count()
}

fn is_blank_line(rest: &[u8]) -> bool {
    let first = rest
        .iter()
        .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    first == Some(&b'\n')
}

/// Passes over a span of code, whose marks alone go; returns where to go on.
fn code(bytes: &[u8], at: usize, marks: &mut Vec<Range<usize>>) -> usize {
    let len = run_len(bytes, at);
    let mut close = at + len;
    while let Some(found) = memchr::memchr2(b'`', b'\n', &bytes[close..]) {
        close += found;
        if bytes[close] == b'\n' {
            if is_blank_line(&bytes[close + 1..]) {
                break;
            }
            close += 1;
            continue;
        }
        let closing = run_len(bytes, close);
        if closing == len {
            marks.push(at..at + len);
            marks.push(close..close + len);
            return close + len;
        }
        close += closing;
    }
    at + len
}

/// Looks at a run of stars, underscores or tildes: it closes what was opened, opens, or is a character.
fn emphasis(text: &str, run: Range<usize>, open: &mut Vec<Open>, marks: &mut Vec<Range<usize>>) {
    let mark = text.as_bytes()[run.start];
    if run.len() > 3 || mark == b'~' && run.len() != 2 {
        return;
    }
    let before = text[..run.start].chars().next_back().unwrap_or(' ');
    let after = text[run.end..].chars().next().unwrap_or(' ');
    let is_mark = |c: char| c.is_ascii_punctuation() || matches!(c, '\u{2010}'..='\u{2027}');
    let opens =
        !after.is_whitespace() && (!is_mark(after) || before.is_whitespace() || is_mark(before));
    let closes =
        !before.is_whitespace() && (!is_mark(before) || after.is_whitespace() || is_mark(after));
    // Underscores inside a word are part of it.
    let inside = before.is_alphanumeric() && after.is_alphanumeric();
    let (opens, closes) = if mark == b'_' && inside {
        (false, false)
    } else {
        (opens, closes)
    };
    if closes {
        let own = |other: &Open| other.mark == mark && other.at.len() == run.len();
        if let Some(idx) = open.iter().rposition(own) {
            marks.push(open[idx].at.clone());
            marks.push(run);
            open.truncate(idx);
            return;
        }
    }
    if opens {
        push(open, Open { mark, at: run });
    }
}

/// Looks at a closing bracket: the words of a link stay, a picture and a note go.
fn bracket(bytes: &[u8], at: usize, open: &mut Vec<Open>, marks: &mut Vec<Range<usize>>) -> usize {
    let Some(idx) = open
        .iter()
        .rposition(|open| matches!(open.mark, b'[' | b'!'))
    else {
        return at + 1;
    };
    let start = open[idx].at.clone();
    let is_picture = open[idx].mark == b'!';
    open.remove(idx);
    let inner = &bytes[start.end..at];
    if inner.first() == Some(&b'^') && !inner.contains(&b' ') {
        marks.push(start.start..at + 1);
        return at + 1;
    }
    let Some(end) = target_end(bytes, at + 1) else {
        return at + 1;
    };
    if is_picture {
        marks.push(start.start..end);
    } else {
        marks.push(start);
        marks.push(at..end);
    }
    end
}

/// Returns where the address or reference ends that begins at `at`, if there is one.
fn target_end(bytes: &[u8], at: usize) -> Option<usize> {
    let (open, close) = match bytes.get(at)? {
        b'(' => (b'(', b')'),
        b'[' => (b'[', b']'),
        _ => return None,
    };
    let mut depth = 0_usize;
    for (idx, byte) in bytes[at..].iter().enumerate().take(MAX_ADDRESS_BYTES) {
        if *byte == open {
            depth += 1;
        } else if *byte == close {
            depth -= 1;
            if depth == 0 {
                return Some(at + idx + 1);
            }
        } else if *byte == b'\n' && is_blank_line(&bytes[at + idx + 1..]) {
            return None;
        }
    }
    None
}

/// Takes the brackets off an address (`<https://example.org>`); returns where to go on.
fn address(bytes: &[u8], at: usize, marks: &mut Vec<Range<usize>>) -> usize {
    let rest = &bytes[at + 1..bytes.len().min(at + MAX_ADDRESS_BYTES)];
    let is_address = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| rest.starts_with(scheme.as_bytes()));
    let close = rest
        .iter()
        .position(|byte| *byte == b'>' || byte.is_ascii_whitespace());
    match close {
        Some(len) if is_address && rest[len] == b'>' => {
            marks.push(at..at + 1);
            marks.push(at + 1 + len..at + 2 + len);
            at + 2 + len
        }
        _ => at + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        let mut read = text.to_owned();
        for mark in inline_marks(text).into_iter().rev() {
            read.replace_range(mark, "");
        }
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn marks_go_and_words_stay() {
        check(
            "The **dam** *opened* on __Saturday__, _he_ said.",
            "The dam opened on Saturday, he said.",
        );
        check(
            "a **bold\nline** and ***both*** and ~~gone~~",
            "a bold\nline and both and gone",
        );
        check(
            "see [the\nreport](https://x.example/a_(b) \"t\"), [it][1]",
            "see the\nreport, it",
        );
        check("![A dam](dam.jpg) opens[^1]", " opens");
        check("[![A dam](dam.jpg)](x) opens", " opens");
        check("run `a * b` and `` c`d ``", "run a * b and  c`d ");
        check(r"5 \* 3 \[sic\]", "5 * 3 [sic]");
        check("<https://x.example/a_b>", "https://x.example/a_b");
    }

    #[test]
    fn what_is_no_mark_stays() {
        for text in [
            "5 * 3 * 2",
            "snake_case_name",
            "He said [sic] that (it) was",
            "a price* that holds",
            "**open\n\nend**",
            "a < b > c",
            "* * *",
            "C:\\dir ~5",
        ] {
            check(text, text);
        }
    }

    proptest! {
        #[test]
        fn marks_are_in_order_and_apart(text in "[a-z*_~`!\\[\\]()<>\\\\ \n^é:/]{0,80}") {
            let mut end = 0;
            for mark in inline_marks(&text) {
                prop_assert!(mark.start >= end && mark.end > mark.start);
                prop_assert!(text.get(mark.clone()).is_some());
                end = mark.end;
            }
        }
    }
}
