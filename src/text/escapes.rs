//! Characters written by their numbers, as JSON and many programs write them: `\u2019`.

use super::is_harmless;
use std::borrow::Cow;

/// Backslash, `u`, four digits.
const ESCAPE_BYTES: usize = 6;

/// Reads escapes that were escaped once more on their way, so that they came through as they are.
///
/// Only those of characters that a person would write: a text about programs keeps its control characters.
pub fn read_escapes(text: &str) -> Cow<'_, str> {
    let mut read = String::new();
    let mut done = 0;
    for (start, _) in text.match_indices("\\u") {
        if start >= done
            && let Some((c, end)) = character_at(text, start)
            && (is_written(c) || is_nothing(c))
        {
            read.push_str(&text[done..start]);
            read.extend((!is_nothing(c)).then_some(c));
            done = end;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    read.push_str(&text[done..]);
    Cow::Owned(read)
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

/// Tells whether a character is one of a text: no control, no sign that hides or turns what stands around it.
fn is_written(c: char) -> bool {
    matches!(c, '"' | '&' | '\'' | '<' | '>')
        || c >= '\u{a0}' && is_harmless(c.encode_utf8(&mut [0; 4]))
}

/// Tells whether a character is a mark of typesetting that nobody sees.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_by_number_are_read() {
        assert_eq!(
            read_escapes(r"Men\u2019s Health \u0026 Week"),
            "Men’s Health & Week"
        );
        assert_eq!(read_escapes(r"\ud83d\ude00 \u2060a"), "😀 a");
    }

    #[test]
    fn what_is_no_character_of_a_text_stays() {
        for text in [
            r"C:\users\u12",
            r"\u0000 \u001b \u000a \u009b \u202e",
            r"\ud83d alone",
            r"\u+123",
            "\\u",
            r"\u20é9",
        ] {
            assert_eq!(read_escapes(text), text);
        }
    }
}
