//! Which characters are these bytes? From the bytes of a file to its text, whatever encoding they are in.
//!
//! ```text
//! BOM ─▶ NUL pattern ─▶ valid UTF-8 ─▶ declared ─▶ nearly UTF-8 ─▶ Mac Roman or what chardetng says
//! ```
//!
//! Never fails: bytes that mean nothing become U+FFFD and are counted.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_4, ISO_8859_10, ISO_8859_13, ISO_8859_16, MACINTOSH, UTF_8,
    UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257, WINDOWS_1258,
};
use std::borrow::Cow;

/// How many bytes from the front decide the encoding.
const SAMPLE_BYTES: usize = 64 * 1024;
/// Fewer letters that are not ASCII than this say nothing for an alphabet of few languages.
const MIN_RARE_LETTERS: usize = 8;
/// Encodings that a detector takes easily for cp1252.
const RARE_LATIN: [&Encoding; 9] = [
    ISO_8859_2,
    ISO_8859_4,
    ISO_8859_10,
    ISO_8859_13,
    ISO_8859_16,
    WINDOWS_1250,
    WINDOWS_1254,
    WINDOWS_1257,
    WINDOWS_1258,
];

/// The text of some bytes, and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text; borrowed where the bytes were UTF-8 already. A byte order mark is not part of it.
    pub text: Cow<'a, str>,
    /// The name of the encoding as the web spells it (`UTF-8`, `windows-1252`, `macintosh`).
    pub encoding: &'static str,
    /// How many places could not be read in that encoding.
    pub n_replaced: usize,
    /// How many bytes of a byte order mark were left out in front.
    pub bom_len: usize,
}

/// Reads `bytes` as text; `declared` is the label that a header or the file itself gives, believed where it fits.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, bom_len)) = Encoding::for_bom(bytes) {
        return read(&bytes[bom_len..], encoding, bom_len);
    }
    if let Some(encoding) = utf16_by_nul(bytes) {
        return read(bytes, encoding, 0);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let escapes = declared
            .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
            .filter(|encoding| !encoding.is_ascii_compatible() && text.contains('\u{1b}'));
        return match escapes {
            Some(encoding) => read(bytes, encoding, 0),
            None => Decoded {
                text: Cow::Borrowed(text),
                encoding: UTF_8.name(),
                n_replaced: 0,
                bom_len: 0,
            },
        };
    }
    if is_nearly_utf8(bytes) {
        return read_mixed(bytes);
    }
    let declared = declared
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .filter(|&encoding| encoding != UTF_8 && encoding.is_ascii_compatible());
    if let Some(encoding) = declared {
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        let is_mac = encoding == WINDOWS_1252 && looks_like_mac_roman(bytes);
        if !had_errors && !is_mac {
            return Decoded {
                text,
                encoding: encoding.name(),
                n_replaced: 0,
                bom_len: 0,
            };
        }
    }
    read(bytes, guess(bytes), 0)
}

fn read<'a>(bytes: &'a [u8], encoding: &'static Encoding, bom_len: usize) -> Decoded<'a> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let n_replaced = if had_errors {
        text.matches('\u{fffd}').count()
    } else {
        0
    };
    Decoded {
        text,
        encoding: encoding.name(),
        n_replaced,
        bom_len,
    }
}

/// Tells UTF-16 without a byte order mark by its zero bytes: text has them on one side of its pairs only.
fn utf16_by_nul(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES) & !1];
    if sample.len() < 4 || memchr::memchr(0, sample).is_none() {
        return None;
    }
    let mut n_zero = [0_usize; 2];
    for pair in sample.chunks_exact(2) {
        n_zero[0] += usize::from(pair[0] == 0);
        n_zero[1] += usize::from(pair[1] == 0);
    }
    let n_pairs = sample.len() / 2;
    let [first, second] = n_zero;
    // Latin text has a zero in nearly every pair; other scripts at least in their spaces and line ends.
    let enough = |n: usize, other: usize| n > n_pairs / 20 && other <= n / 20;
    let encoding = if enough(first, second) {
        UTF_16BE
    } else if enough(second, first) {
        UTF_16LE
    } else {
        return None;
    };
    (!encoding.decode_without_bom_handling(sample).1 || first.max(second) > n_pairs / 2)
        .then_some(encoding)
}

/// Tells whether most of what is not ASCII is good UTF-8, with a few strange bytes in it.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let mut n_good = 0;
    let mut n_bad = 0;
    for chunk in bytes[..bytes.len().min(SAMPLE_BYTES)].utf8_chunks() {
        n_good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_bad += chunk.invalid().len();
    }
    n_good > 4 * n_bad
}

/// Reads UTF-8 in which single bytes of another encoding stand: text that was glued together.
fn read_mixed(bytes: &[u8]) -> Decoded<'_> {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 64);
    let mut n_replaced = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            n_replaced += 1;
            text.push('\u{fffd}');
        }
    }
    Decoded {
        text: Cow::Owned(text),
        encoding: UTF_8.name(),
        n_replaced,
        bom_len: 0,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if looks_like_mac_roman(bytes) {
        return MACINTOSH;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    // With a handful of letters to go by, a rare Latin alphabet is a poor guess for what is most often Western.
    let n_letters = sample.iter().filter(|byte| **byte >= 0xc0).count();
    if RARE_LATIN.contains(&guessed) && n_letters < MIN_RARE_LETTERS {
        return WINDOWS_1252;
    }
    guessed
}

/// Tells Mac Roman from cp1252 by where the high bytes stand: `nationÕs` is no word, `nation’s` is.
fn looks_like_mac_roman(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let n_high = sample.iter().filter(|byte| !byte.is_ascii()).count();
    // A text in which such bytes are common is in another script.
    if n_high * 5 > sample.len() {
        return false;
    }
    let mut mac = 0_i32;
    let mut western = 0_i32;
    for (idx, &byte) in sample.iter().enumerate().filter(|(_, b)| !b.is_ascii()) {
        let before = idx.checked_sub(1).map_or(b' ', |idx| sample[idx]);
        let after = sample.get(idx + 1).copied().unwrap_or(b' ');
        mac += fit(mac_class(byte), before, after);
        western += fit(western_class(byte), before, after);
    }
    mac > western + 1
}

/// What a byte means in an encoding, as far as it matters for its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    Apostrophe,
    Opening,
    Closing,
    Dash,
    Space,
    Symbol,
    Nothing,
}

fn mac_class(byte: u8) -> Class {
    match byte {
        0x80..=0x86 | 0xae | 0xaf | 0xcb..=0xce | 0xd9 | 0xe5..=0xef | 0xf1..=0xf4 => Class::Upper,
        0x87..=0x9f | 0xa7 | 0xbe | 0xbf | 0xcf | 0xd8 | 0xde | 0xdf | 0xf5 => Class::Lower,
        0xd0 | 0xd1 => Class::Dash,
        0xd2 | 0xd4 | 0xc7 | 0xe2 | 0xe3 => Class::Opening,
        0xd3 | 0xc8 => Class::Closing,
        0xd5 => Class::Apostrophe,
        0xca => Class::Space,
        _ => Class::Symbol,
    }
}

fn western_class(byte: u8) -> Class {
    match byte {
        0x8a | 0x8c | 0x8e | 0x9f | 0xc0..=0xd6 | 0xd8..=0xde => Class::Upper,
        0x83 | 0x9a | 0x9c | 0x9e | 0xdf..=0xf6 | 0xf8..=0xff => Class::Lower,
        0x96 | 0x97 => Class::Dash,
        0x82 | 0x84 | 0x91 | 0x93 | 0xab => Class::Opening,
        0x94 | 0xbb => Class::Closing,
        0x92 => Class::Apostrophe,
        0xa0 => Class::Space,
        0x81 | 0x8d | 0x8f | 0x90 | 0x9d => Class::Nothing,
        _ => Class::Symbol,
    }
}

/// Scores how well a character of this class stands between two bytes.
fn fit(class: Class, before: u8, after: u8) -> i32 {
    let lower = |byte: u8| byte.is_ascii_lowercase();
    let letter = |byte: u8| byte.is_ascii_alphabetic();
    let open = |byte: u8| byte.is_ascii_whitespace() || b"(\"'-[".contains(&byte);
    match class {
        Class::Lower if letter(before) || lower(after) => 2,
        Class::Upper if lower(before) => -3,
        Class::Upper if letter(after) || letter(before) => 1,
        Class::Apostrophe if letter(before) => 2,
        Class::Opening if open(before) && !open(after) => 2,
        Class::Closing if !before.is_ascii_whitespace() && !letter(after) => 2,
        Class::Dash if open(before) == open(after) => 1,
        Class::Symbol if open(before) || open(after) => 0,
        Class::Space => 0,
        Class::Nothing => -4,
        _ => -1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(bytes: &[u8], declared: Option<&str>, text: &str, encoding: &str) {
        let decoded = decode(bytes, declared);
        assert_eq!(
            (decoded.text.as_ref(), decoded.encoding),
            (text, encoding),
            "{bytes:?}"
        );
    }

    #[test]
    fn the_encoding_is_found() {
        check(b"plain", None, "plain", "UTF-8");
        check(b"", None, "", "UTF-8");
        check("na\u{ef}ve \u{2019}".as_bytes(), None, "naïve ’", "UTF-8");
        check(b"\xef\xbb\xbfLima", None, "Lima", "UTF-8");
        check(b"\xff\xfeL\0i\0m\0a\0", None, "Lima", "UTF-16LE");
        check(b"\xfe\xff\0L\0i\0m\0a", None, "Lima", "UTF-16BE");
        check(b"L\0i\0m\0a\0", None, "Lima", "UTF-16LE");
        check(b"\0L\0i\0m\0a", None, "Lima", "UTF-16BE");
        check(
            b"the nation\x92s \x93plan\x94 \x96 na\xefve",
            None,
            "the nation’s “plan” – naïve",
            "windows-1252",
        );
        check(
            b"the nation\xd5s \xd2plan\xd3 \xd0 caf\x8e",
            None,
            "the nation’s “plan” – café",
            "macintosh",
        );
        check(b"caf\xe9", Some("iso-8859-1"), "café", "windows-1252");
        check("café".as_bytes(), Some("iso-8859-1"), "café", "UTF-8");
        let koi8 = encoding_rs::KOI8_R
            .encode("Президент подписал указ о новых правилах торговли.")
            .0;
        assert_eq!(decode(&koi8, None).encoding, "KOI8-U");
    }

    proptest! {
        #[test]
        fn any_bytes_become_text(bytes: Vec<u8>, declared: Option<String>) {
            decode(&bytes, declared.as_deref());
        }
    }
}
