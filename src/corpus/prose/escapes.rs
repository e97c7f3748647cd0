//! Characters written by their numbers, as JSON and many programs write them: `\u2019`.

use super::Changes;
use crate::text::EditKind;
use memchr::memchr_iter;

/// Backslash, `u`, four digits.
const ESCAPE_BYTES: usize = 6;

/// Proposes to read escapes that were escaped once more, so that they came through as they are.
///
/// Only those of characters that a person would write: a text about programs keeps its control characters.
pub(super) fn json_escapes(text: &str) -> Changes {
    let mut changes = Changes::default();
    for start in memchr_iter(b'\\', text.as_bytes()) {
        if start >= changes.end()
            && let Some((c, end)) = character_at(text, start)
            && is_written(c)
        {
            let read = c.encode_utf8(&mut [0; 4]).to_owned();
            changes.replace(start..end, &read, EditKind::CharacterReference, true);
        }
    }
    changes
}

/// Returns the character and where its escape ends; a pair of surrogates is one.
fn character_at(text: &str, start: usize) -> Option<(char, usize)> {
    let first = unit_at(text, start)?;
    let after = start + ESCAPE_BYTES;
    if let Some(c) = char::from_u32(u32::from(first)) {
        return Some((c, after));
    }
    let second = unit_at(text, after)?;
    let c = char::decode_utf16([first, second]).next()?.ok()?;
    Some((c, after + ESCAPE_BYTES))
}

/// Returns the UTF-16 unit of the escape at this place.
fn unit_at(text: &str, start: usize) -> Option<u16> {
    let digits = text.get(start..start + ESCAPE_BYTES)?.strip_prefix("\\u")?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
}

fn is_written(c: char) -> bool {
    matches!(c, '"' | '&' | '\'' | '<' | '>') || c >= '\u{a0}'
}

#[cfg(test)]
mod tests {
    use super::{super::draft::Draft, *};

    fn check(text: &str, expected: &str) {
        let mut draft = Draft::new(text);
        draft.apply(&json_escapes(text));
        assert_eq!(draft.text(), expected);
    }

    #[test]
    fn characters_by_number_are_read() {
        check(r"Men\u2019s Health \u0026 Week", "Men’s Health & Week");
        check(r"\ud83d\ude00", "😀");
    }

    #[test]
    fn what_is_no_character_stays() {
        for text in [
            r"C:\users\u12",
            r"\u0000 \u001b \u000a",
            r"\ud83d alone",
            r"\u+123",
            "\\",
            r"\u20é9",
        ] {
            check(text, text);
        }
    }
}
