//! Characters that are no part of a text: terminal sequences, controls, invisible and bidirectional signs, ligatures.

use super::{
    Changes,
    scan::{char_at, char_before, next_unusual},
};
use crate::text::EditKind;

/// No terminal sequence is longer; what goes on beyond is text.
const MAX_SEQUENCE_BYTES: usize = 4_096;

/// Proposes to take out what cannot be read, and to write each line end as a line feed.
pub(super) fn clean(text: &str) -> Changes {
    let mut changes = Changes::default();
    let mut at = 0;
    while let Some(start) = next_unusual(text, at) {
        let Some(c) = char_at(text, start) else { break };
        let after = start + c.len_utf8();
        at = after;
        match c {
            '\t' => {}
            '\r' => {
                // `\r\r\n` is a line end that went through two conversions.
                let run = 1 + usize::from(text[after..].starts_with('\r'));
                if text[start + run..].starts_with('\n') {
                    at = start + run;
                    changes.remove(start..at, EditKind::Space, true);
                } else {
                    changes.replace(start..after, "\n", EditKind::Space, true);
                }
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' => {
                changes.replace(start..after, "\n", EditKind::Space, true);
            }
            '\u{b}' | '\u{c}' => {
                let alone = |c: Option<char>| c.is_none_or(|c| matches!(c, '\n' | '\r'));
                if alone(char_before(text, start)) || alone(char_at(text, after)) {
                    changes.replace(start..after, "\n", EditKind::Space, true);
                } else {
                    changes.remove(start..after, EditKind::Control, true);
                }
            }
            '\u{1b}' | '\u{90}' | '\u{98}' | '\u{9b}' | '\u{9d}'..='\u{9f}' => {
                at = sequence_end(text, start, c);
                changes.remove(start..at, EditKind::Control, true);
            }
            c if c.is_control() => changes.remove(start..after, EditKind::Control, true),
            c => {
                if let Some(plain) = ligature(c) {
                    changes.replace(start..after, plain, EditKind::Ligature, true);
                } else if is_invisible(c) && !is_needed(c, text, start, after) {
                    changes.remove(start..after, EditKind::Control, true);
                }
            }
        }
    }
    changes
}

/// Returns where the terminal sequence that begins at `start` ends (ECMA-48).
fn sequence_end(text: &str, start: usize, first: char) -> usize {
    let body = start + first.len_utf8();
    let (kind, body) = match first {
        '\u{1b}' => match char_at(text, body) {
            Some(c @ ('[' | ']' | 'P' | 'X' | '^' | '_')) => (c, body + 1),
            Some(' '..='/') => {
                let rest = text[body..].trim_start_matches(|c| matches!(c, ' '..='/'));
                let end = text.len() - rest.len();
                return match char_at(text, end) {
                    Some('0'..='~') => end + 1,
                    _ => body,
                };
            }
            Some('0'..='~') => return body + 1,
            _ => return body,
        },
        '\u{9b}' => ('[', body),
        _ => (']', body),
    };
    if kind == '[' {
        let rest = text[body..].trim_start_matches(|c| matches!(c, '0'..='?'));
        let rest = rest.trim_start_matches(|c| matches!(c, ' '..='/'));
        let end = text.len() - rest.len();
        return match char_at(text, end) {
            Some('@'..='~') => end + 1,
            _ => end,
        };
    }
    // A string: it ends with BEL or ST. One that does not end on its line never was one.
    for (idx, c) in text[body..].char_indices() {
        let at = body + idx;
        match c {
            '\u{7}' | '\u{9c}' => return at + c.len_utf8(),
            '\u{1b}' if text[at + 1..].starts_with('\\') => return at + 2,
            '\n' | '\u{1b}' | '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => break,
            _ if idx > MAX_SEQUENCE_BYTES => break,
            _ => {}
        }
    }
    body
}

fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Tells whether an invisible character does its work here: joiners inside emoji and in scripts that join letters,
/// direction marks beside letters that run from right to left, the tags of a flag.
fn is_needed(c: char, text: &str, start: usize, after: usize) -> bool {
    let before = char_before(text, start);
    let next = char_at(text, after);
    match c {
        '\u{200c}' | '\u{200d}' => {
            let joins = |c: Option<char>| {
                c.is_some_and(|c| {
                    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}'
                        | '\u{1780}'..='\u{18af}' | '\u{fb50}'..='\u{feff}')
                })
            };
            let pictures = |c: Option<char>| {
                c.is_some_and(|c| {
                    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
                })
            };
            joins(before) && joins(next) || c == '\u{200d}' && pictures(before) && pictures(next)
        }
        '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            let rtl = |c: Option<char>| {
                c.is_some_and(|c| {
                    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
                })
            };
            rtl(before) || rtl(next)
        }
        '\u{e0020}'..='\u{e007f}' => {
            matches!(before, Some('\u{1f3f4}' | '\u{e0020}'..='\u{e007e}'))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::prose::Draft;

    fn check(text: &str, expected: &str) {
        let mut draft = Draft::new(text);
        draft.apply(&clean(text));
        assert_eq!(draft.text(), expected, "{text:?}");
    }

    #[test]
    fn what_cannot_be_read_goes() {
        check(
            "a\r\nb\rc\r\r\nd\u{85}e\u{2028}f\r\r",
            "a\nb\nc\nd\ne\nf\n\n",
        );
        check("a\u{1b}[31mb\u{1b}[0m \u{9b}31mc", "ab c");
        check(
            "a\u{1b}]8;;http://x.example/\u{1b}\\b\u{1b}]0;t\u{7}c\u{1b}_Gi=1;A\u{1b}\\d",
            "abcd",
        );
        check("a\u{1b}cb \u{1b}[?1049hc \u{1b}(Bd", "ab c d");
        check("a\u{1b}]no end\nb", "ano end\nb");
        check(
            "la\u{ad}st Pe\u{2060}nn \u{feff}x\u{202e}y\u{0}z",
            "last Penn xyz",
        );
        check("o\u{fb03}ce \u{fb01}ght", "office fight");
        check("para\u{c}graph\n\u{c}\nend", "paragraph\n\n\nend");
    }

    #[test]
    fn what_is_needed_stays() {
        for text in [
            "👨\u{200d}👩\u{200d}👧 🏳\u{fe0f}\u{200d}🌈",
            "می\u{200c}خواهم",
            "Cafe\u{301}\tnaïve",
            "\u{5d0}\u{200f}!",
        ] {
            check(text, text);
        }
    }
}
