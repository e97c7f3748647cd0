//! Which single marks quote, and which are apostrophes? *'Yes,' he said. 'It's the dogs' dinner.'*

use super::{End, Mark, Quoted, Turn, after, before, closes_before, opens_after, stretch};
use crate::text::Span;

/// Words that begin with an apostrophe.
const ELISIONS: [&str; 17] = [
    "em", "til", "till", "tis", "twas", "twill", "twere", "cause", "bout", "round", "n", "cos",
    "coz", "neath", "tween", "nuff", "ere",
];

/// Finds the quotations between single marks of a paragraph, outside of those already found.
pub(super) fn singles(
    text: &str,
    paragraph: Span,
    next: &str,
    outer: &[Quoted],
    found: &mut Vec<Quoted>,
) {
    let bytes = paragraph.of(text);
    if !bytes.contains(['\'', '\u{2018}', '\u{201a}', '`', '‹']) {
        return;
    }
    let mut marks: Vec<(usize, char)> = Vec::new();
    let mut skip_to = 0;
    for (offset, c) in bytes.char_indices() {
        let at = paragraph.start as usize + offset;
        if at < skip_to {
            continue;
        }
        match c {
            '\'' if text[at..].starts_with("''") => skip_to = at + 2,
            '`' if text[at..].starts_with("``") => skip_to = at + 2,
            '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '‹' | '›' => {
                marks.push((at, c));
            }
            _ => {}
        }
    }
    // The innermost double quotation a position stands in; pairs never cross its marks.
    let home = |at: usize| {
        let idx = outer.partition_point(|quoted| quoted.span.start as usize <= at);
        idx.checked_sub(1)
            .filter(|idx| outer[*idx].inner.contains(at) || outer[*idx].inner.end as usize == at)
    };
    let mut idx = 0;
    while idx < marks.len() {
        let (at, c) = marks[idx];
        idx += 1;
        if !opens_single(text, paragraph, at, c) {
            continue;
        }
        let place = home(at);
        // The first mark that certainly closes; failing that, the last one that might (a plural possessive looks
        // the same). A second opening in between ends the search: this one has lost its end.
        let mut possible: Option<usize> = None;
        let mut certain: Option<usize> = None;
        for (ahead, &(other, mark)) in marks.iter().enumerate().skip(idx).take(64) {
            if home(other) != place {
                if place.is_some() {
                    break;
                }
                continue;
            }
            match closes_single(text, paragraph, other, mark) {
                Some(true) => {
                    certain = Some(ahead);
                    break;
                }
                Some(false) => possible = possible.or(Some(ahead)),
                None if opens_single(text, paragraph, other, mark) => break,
                None => {}
            }
        }
        let single = |start: usize, end: usize, closing: usize, how| Quoted {
            single: true,
            ..stretch(
                Mark {
                    at: start,
                    len: c.len_utf8(),
                    turn: Turn::Opens,
                },
                end,
                closing,
                how,
            )
        };
        if let Some(close) = certain.or(possible) {
            let (end, mark) = marks[close];
            found.push(single(
                at,
                end + mark.len_utf8(),
                mark.len_utf8(),
                End::Closed,
            ));
            // What stands between the two may hold no further single marks, but doubles with their own.
            idx = close + 1;
        } else if at == paragraph.start as usize
            && place.is_none()
            && c != '`'
            && next.starts_with(c)
        {
            found.push(single(at, paragraph.end as usize, 0, End::Continues));
        }
    }
}

fn opens_single(text: &str, paragraph: Span, at: usize, c: char) -> bool {
    if matches!(c, '\u{2019}' | '›') {
        return false;
    }
    let first = at == paragraph.start as usize;
    let next = after(text, at + c.len_utf8());
    let ahead = &text[at + c.len_utf8()..paragraph.end as usize];
    if !(first || opens_after(before(text, at))) || next.is_whitespace() || ahead.is_empty() {
        return false;
    }
    if !(next.is_alphanumeric() || "“\"«$£€¥(.…[¿¡".contains(next)) {
        return false;
    }
    let word = ahead
        .find(|c: char| !c.is_alphanumeric())
        .map_or(ahead, |end| &ahead[..end]);
    let decade = word.len() >= 2
        && word.as_bytes()[..2].iter().all(u8::is_ascii_digit)
        && matches!(&word[2..], "" | "s");
    !decade
        && !if c == '\'' || c == '\u{2018}' {
            {
                ELISIONS
                    .iter()
                    .any(|elision| word.eq_ignore_ascii_case(elision))
            }
        } else {
            false
        }
}

/// Tells whether a single mark closes: certainly, perhaps (it may as well be a possessive), or not at all.
fn closes_single(text: &str, paragraph: Span, at: usize, c: char) -> Option<bool> {
    if matches!(c, '\u{2018}' | '\u{201a}' | '‹' | '`') {
        return None;
    }
    let prev = before(text, at);
    let next_at = at + c.len_utf8();
    let next = if next_at >= paragraph.end as usize {
        ' '
    } else {
        after(text, next_at)
    };
    if prev.is_whitespace() || next.is_alphanumeric() {
        return None;
    }
    if !closes_before(next) {
        return None;
    }
    let possessive = matches!(prev, 's' | 'z' | 'x' | 'S' | 'n') && next == ' ';
    Some(!possessive || c == '›')
}
