//! UTF-8 that was read as another encoding (`â€™` for `’`): read again where nothing else can be meant.

use super::{
    Changes,
    scan::{char_at, char_before, next_non_ascii},
};
use crate::text::EditKind;
use encoding_rs::{
    Encoding, KOI8_R, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254,
};
use std::{collections::HashMap, sync::LazyLock};

/// A text can have been misread that many times.
pub(super) const MAX_ROUNDS: usize = 3;

/// The encodings that UTF-8 is misread as, the most frequent first.
static ALPHABETS: LazyLock<Vec<Alphabet>> = LazyLock::new(|| {
    [
        (WINDOWS_1252, true),
        (MACINTOSH, true),
        (WINDOWS_1251, false),
        (WINDOWS_1250, true),
        (WINDOWS_1254, true),
        (KOI8_R, false),
    ]
    .into_iter()
    .map(|(encoding, is_latin)| Alphabet::of(encoding, is_latin))
    .collect()
});

/// Which byte a character stands for in an encoding.
struct Alphabet {
    bytes: HashMap<char, u8>,
    is_latin: bool,
}

impl Alphabet {
    fn of(encoding: &'static Encoding, is_latin: bool) -> Self {
        let mut bytes = HashMap::new();
        for byte in 0x80..=0xff_u8 {
            let one = [byte];
            let (text, had_errors) = encoding.decode_without_bom_handling(&one);
            if !had_errors && let Some(c) = text.chars().next() {
                bytes.insert(c, byte);
            }
        }
        // Programs pass bytes without a meaning through as controls, and some read all of latin-1 so.
        if is_latin && encoding != MACINTOSH {
            for byte in 0x80..=0x9f_u8 {
                bytes.entry(char::from(byte)).or_insert(byte);
            }
        }
        Self { bytes, is_latin }
    }

    fn byte(&self, c: char) -> Option<u8> {
        self.bytes.get(&c).copied()
    }

    /// Reads the character whose misread bytes begin at `at`; also returns where they end.
    fn read(&self, text: &str, at: usize) -> Option<(char, usize)> {
        let mut chars = text[at..].chars();
        let first = chars.next()?;
        let lead = self.byte(first)?;
        let n_more = match lead {
            0xc2..=0xdf => 1,
            0xe0..=0xef => 2,
            0xf0..=0xf4 => 3,
            _ => return None,
        };
        let mut bytes = [lead, 0, 0, 0];
        let mut end = at + first.len_utf8();
        for byte in &mut bytes[1..=n_more] {
            let c = chars.next()?;
            *byte = self.byte(c).filter(|byte| (0x80..0xc0).contains(byte))?;
            end += c.len_utf8();
        }
        let read = std::str::from_utf8(&bytes[..=n_more]).ok()?;
        Some((read.chars().next()?, end))
    }
}

/// How sure a misreading is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Belief {
    /// Nothing else can be meant.
    Certain,
    /// Only in a text that has certain ones.
    WithOthers,
}

/// Proposes to read misread characters again.
pub(super) fn reread(text: &str) -> Changes {
    let mut found: Vec<(std::ops::Range<usize>, char, Belief)> = Vec::new();
    let mut n_pairs_elsewhere = 0_usize;
    let mut at = 0;
    while let Some(start) = next_non_ascii(text, at) {
        let Some(c) = char_at(text, start) else { break };
        at = start + c.len_utf8();
        if !may_lead(c) {
            n_pairs_elsewhere += usize::from(c.is_alphabetic());
            continue;
        }
        let read = ALPHABETS.iter().find_map(|alphabet| {
            let (read, end) = alphabet.read(text, start)?;
            let belief = belief(alphabet, text, start, end, read)?;
            Some((read, end, belief))
        });
        if let Some((read, end, belief)) = read {
            found.push((start..end, read, belief));
            at = end;
        } else if let Some(end) = cut_quote(text, start) {
            found.push((start..end, '\u{201d}', Belief::WithOthers));
            at = end;
        } else {
            n_pairs_elsewhere += usize::from(c.is_alphabetic());
        }
    }
    let n_certain = found
        .iter()
        .filter(|(_, _, belief)| *belief == Belief::Certain)
        .count();
    // Cyrillic pairs look like words; only where hardly anything else is there are they misread.
    let all = n_certain > 0 || (found.len() > 3 && n_pairs_elsewhere * 5 < found.len());
    let mut changes = Changes::default();
    for (range, read, belief) in found {
        if belief == Belief::Certain || all {
            let mut room = [0; 4];
            let is_cut = read == '\u{201d}' && text[range.clone()].chars().count() == 2;
            changes.replace(
                range,
                read.encode_utf8(&mut room),
                EditKind::Mojibake,
                !is_cut,
            );
        }
    }
    changes
}

/// `â€` whose third character was lost was nearly always a closing quotation mark.
fn cut_quote(text: &str, start: usize) -> Option<usize> {
    let rest = text[start..].strip_prefix("â€")?;
    let next = rest.chars().next();
    next.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | '\u{fffd}'))
        .then_some(start + "â€".len())
}

/// Tells whether a character stands for a leading byte of UTF-8 in any of the alphabets; false for nearly all.
fn may_lead(c: char) -> bool {
    matches!(c,
        '\u{c2}'..='\u{f4}'
        // Mac Roman.
        | '¬' | '√' | 'ƒ' | '≈' | '«' | '»' | '…' | '–' | '—' | '“' | '”' | '‘' | '’' | '◊' | '⁄' | '€' | '‹' | '›' | 'ﬁ'
        | 'ﬂ' | '‡' | '·' | '‚' | '„' | '‰' | '\u{f8ff}' | '∆' | 'Œ' | 'œ' | '÷' | 'Ÿ'
        // Central European and Turkish.
        | '\u{100}'..='\u{17f}'
        // Cyrillic.
        | '\u{410}'..='\u{44f}')
}

fn belief(alphabet: &Alphabet, text: &str, start: usize, end: usize, read: char) -> Option<Belief> {
    let n_chars = text[start..end].chars().count();
    // A control stands for a byte that is still misread, and says nothing alone.
    if matches!(read, '\u{80}'..='\u{9f}') && alphabet.is_latin {
        return Some(Belief::WithOthers);
    }
    if !is_plausible(read) {
        return None;
    }
    if n_chars >= 3 {
        // Three letters of one alphabet in a row can be a word; a sign among them cannot.
        let signs = text[start..end]
            .chars()
            .skip(1)
            .filter(|c| !c.is_alphabetic())
            .count();
        return Some(if signs > 0 || alphabet.is_latin {
            Belief::Certain
        } else {
            Belief::WithOthers
        });
    }
    let first = char_at(text, start)?;
    let last = char_before(text, end)?;
    // A capital before closing punctuation is how a word in capitals ends (`AMANHÃ”`).
    let is_punctuation = matches!(last, '\u{2010}'..='\u{2039}' | '«' | '»' | '\'' | '\u{a0}');
    let certain = alphabet.is_latin
        && matches!(first, 'Ã' | 'Â' | '√' | '¬' | 'Ä' | 'Å' | 'Ă' | 'Ĺ')
        && !is_punctuation
        && !last.is_ascii_alphanumeric();
    Some(if certain {
        Belief::Certain
    } else {
        Belief::WithOthers
    })
}

/// Tells whether a character is one that texts are full of.
fn is_plausible(c: char) -> bool {
    matches!(c,
        '\u{a0}'..='\u{17f}' | '\u{218}'..='\u{21b}' | '\u{2c6}' | '\u{2dc}' | '\u{391}'..='\u{3c9}' | '\u{400}'..='\u{45f}'
        | '\u{490}' | '\u{491}' | '\u{5d0}'..='\u{5ea}' | '\u{60c}'..='\u{64a}' | '\u{1e00}'..='\u{1eff}'
        | '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20bf}' | '\u{2100}'..='\u{22ff}' | '\u{2500}'..='\u{27bf}'
        | '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{fb00}'..='\u{fb06}'
        | '\u{fe0f}' | '\u{feff}' | '\u{ff01}'..='\u{ff5e}' | '\u{fffd}' | '\u{1f1e6}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::prose::Draft;

    fn check(text: &str, expected: &str) {
        let mut draft = Draft::new(text);
        for _ in 0..MAX_ROUNDS {
            let changes = reread(draft.text());
            if changes.is_empty() {
                break;
            }
            draft.apply(&changes);
        }
        assert_eq!(draft.text(), expected, "{text:?}");
    }

    #[test]
    fn misread_characters_are_read_again() {
        check(
            "the nationâ€™s â€œplanâ€\u{9d} â€“ cafÃ©, Â£3",
            "the nation’s “plan” – café, £3",
        );
        check(
            "itâ\u{80}\u{99}s â\u{80}\u{94} na\u{c3}\u{af}ve",
            "it’s — naïve",
        );
        check("the nationÃ¢â‚¬â„¢s", "the nation’s");
        check(
            "the nation‚Äôs ‚Äúplan‚Äù caf√©",
            "the nation’s “plan” café",
        );
        check("the nationвЂ™s вЂ“ plan", "the nation’s – plan");
        check("РџСЂРёРІРµС‚, РјРёСЂ", "Привет, мир");
        check("he saidâ€ and â€™", "he said” and ’");
    }

    #[test]
    fn what_was_read_well_stays() {
        for text in [
            "The Ã key and the € sign; café â la carte.",
            "« L’Été », dit-il, à Noël : « ça va ? »",
            "Zażółć gęślą jaźń, powiedział poseł.",
            "A REUNIÃO É AMANHÃ” disse. NÃO!",
            "Сім років тому. Рёбра и Рим, їжак.",
            "Thủ tướng nói “sẵn sàng”.",
            "Straße, Ärzte „Guten Tag“, sagte er. – Ja.",
            "首相は「問題ない」と述べた。",
            "√2 ≈ 1.414 and 5¬3",
        ] {
            check(text, text);
        }
    }
}
