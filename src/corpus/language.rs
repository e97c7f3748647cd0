//! Which language is an article in? Unknown where it is too short or not clear.

use whatlang::{Lang, detect};

/// Fewer letters than this say nothing certain.
const MIN_LETTERS: usize = 60;
/// More than this says nothing new.
const MAX_BYTES: usize = 2_000;
/// So many words are enough to tell English.
const MAX_WORDS: usize = 120;
/// Of the words of English, so many (in percent) are on the list of the commonest.
const MIN_COMMON_PERCENT: usize = 20;
/// How sure the detector must be of a language that shares its script with others.
const MIN_CONFIDENCE: f64 = 0.6;

/// Returns the language of `text` as an ISO 639-1 code, where it is clear.
pub fn language_of(text: &str) -> Option<&'static str> {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    if is_english(sample) {
        return Some("en");
    }
    let n_letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let info = detect(sample)?;
    // Scripts with one language need few letters: a Chinese or Korean sentence is short.
    let wide = matches!(
        info.lang(),
        Lang::Cmn
            | Lang::Jpn
            | Lang::Kor
            | Lang::Ell
            | Lang::Heb
            | Lang::Tha
            | Lang::Kat
            | Lang::Hye
    );
    if n_letters < if wide { MIN_LETTERS / 6 } else { MIN_LETTERS } {
        return None;
    }
    if !wide && info.confidence() < MIN_CONFIDENCE {
        return None;
    }
    code(info.lang())
}

/// The commonest words of English, as [`packed`] packs them; *the* and *of* come first.
const COMMON: [u32; 32] = [
    packed(b"the"),
    packed(b"of"),
    packed(b"and"),
    packed(b"to"),
    packed(b"a"),
    packed(b"in"),
    packed(b"that"),
    packed(b"is"),
    packed(b"was"),
    packed(b"for"),
    packed(b"on"),
    packed(b"with"),
    packed(b"said"),
    packed(b"by"),
    packed(b"has"),
    packed(b"have"),
    packed(b"it"),
    packed(b"as"),
    packed(b"are"),
    packed(b"he"),
    packed(b"from"),
    packed(b"at"),
    packed(b"be"),
    packed(b"an"),
    packed(b"his"),
    packed(b"this"),
    packed(b"not"),
    packed(b"but"),
    packed(b"had"),
    packed(b"they"),
    packed(b"will"),
    packed(b"were"),
];

/// Packs a word of at most four ASCII letters, in lower case, into one number; longer words all give 0.
const fn packed(word: &[u8]) -> u32 {
    if word.len() > 4 {
        return 0;
    }
    let mut number = 0;
    let mut at = 0;
    while at < word.len() {
        number = number << 8 | word[at].to_ascii_lowercase() as u32;
        at += 1;
    }
    number
}

/// Tells English by its commonest words, of which no other language has *the* and *of*; much faster than the detector.
fn is_english(sample: &str) -> bool {
    let mut n_words = 0;
    let mut n_common = 0;
    let mut n_the = 0;
    for word in words_of(sample).take(MAX_WORDS) {
        n_words += 1;
        n_common += usize::from(COMMON.contains(&word));
        n_the += usize::from(COMMON[..2].contains(&word));
    }
    n_words >= MAX_WORDS / 4
        && n_the * 33 >= n_words
        && n_common * 100 >= n_words * MIN_COMMON_PERCENT
}

/// Returns the runs of letters and digits of a text, as [`packed`] packs them.
fn words_of(text: &str) -> impl Iterator<Item = u32> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let mut start = None;
        while let Some(byte) = bytes.get(at) {
            let (is_word, len) = if byte.is_ascii() {
                (byte.is_ascii_alphanumeric(), 1)
            } else {
                let c = text[at..].chars().next()?;
                (c.is_alphanumeric(), c.len_utf8())
            };
            match (is_word, start) {
                (true, None) => start = Some(at),
                (false, Some(_)) => break,
                _ => {}
            }
            at += len;
        }
        start.map(|start| packed(&bytes[start..at]))
    })
}

fn code(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, language: Option<&str>) {
        assert_eq!(language_of(text), language, "{text}");
    }

    #[test]
    fn a_clear_language_is_told() {
        check(
            "The ministers agreed on Saturday to update their defence agreement, which is sixty years old.",
            Some("en"),
        );
        check(
            "Die Minister haben sich am Samstag darauf geeinigt, ihr Abkommen zu erneuern, das sechzig Jahre alt ist.",
            Some("de"),
        );
        check(
            "Os ministros concordaram no sábado em atualizar o acordo de defesa, que tem sessenta anos de idade.",
            Some("pt"),
        );
        check(
            "대통령은 “준비됐다”고 말했다. 회의는 내일 다시 열린다.",
            Some("ko"),
        );
        check("Lima", None);
        check("", None);
    }
}
