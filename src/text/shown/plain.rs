//! The plain form of a cluster: only what every terminal and multiplexer measures alike.

use super::{
    PLACEHOLDER,
    classes::{Class, class},
};
use std::borrow::Cow;

const ZERO_WIDTH_JOINER: char = '\u{200d}';
const KEYCAP: char = '\u{20e3}';

/// Reduces text to clusters on whose width terminals of the last years agree.
///
/// No variation selector, no keycap, no skin tone, no tags; of emoji joined to one only the first; characters that came
/// after Unicode 13 become a placeholder, marks go. The result may be narrower than what it stands for, never wider.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    // The last character that was kept, and whether an emoji that was joined to another is being left out.
    let mut last = None;
    let mut is_leaving_out = false;
    for c in text.chars() {
        if c == ZERO_WIDTH_JOINER {
            is_leaving_out = is_leaving_out || last.is_some_and(is_pictograph);
            if !is_leaving_out {
                out.push(c);
            }
            continue;
        }
        if is_extending(c) || (is_skin_tone(c) && last.is_some()) {
            continue;
        }
        if is_leaving_out {
            // The character after the joiner goes with it; one after that stands for itself again.
            is_leaving_out = false;
            continue;
        }
        let kept = match is_newer_than_13(c) {
            // A newer mark goes: a placeholder would take a place of its own.
            true if class(c) == Class::Mark => continue,
            true => PLACEHOLDER,
            false => c,
        };
        out.push(kept);
        last = Some(kept);
    }
    Cow::Owned(out)
}

/// Tells whether all terminals give the cluster the same width, so that the cursor is where it should be after it.
pub fn is_agreed(cluster: &str) -> bool {
    cluster.is_ascii()
        || cluster
            .chars()
            .all(|c| is_plain(c) && c != ZERO_WIDTH_JOINER)
}

fn is_plain(c: char) -> bool {
    c < '\u{558}'
        || !(c == ZERO_WIDTH_JOINER || is_extending(c) || is_skin_tone(c) || is_newer_than_13(c))
}

/// Variation selectors, the keycap, and tags: they change the look and, in some terminals, the width.
fn is_extending(c: char) -> bool {
    matches!(
        c,
        '\u{fe0e}' | '\u{fe0f}' | KEYCAP | '\u{e0020}'..='\u{e007f}'
    )
}

fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

fn is_newer_than_13(c: char) -> bool {
    let c = u32::from(c);
    let at = NEWER_THAN_13.partition_point(|(_, last)| *last < c);
    NEWER_THAN_13.get(at).is_some_and(|(first, _)| *first <= c)
}

/// Code points assigned after Unicode 13 (as of Unicode 18); the gaps between them hold unassigned ones only.
/// From `DerivedAge.txt` of the Unicode Character Database.
const NEWER_THAN_13: [(u32, u32); 106] = [
    (0x558, 0x558),
    (0x58b, 0x58c),
    (0x5c8, 0x5c9),
    (0x61d, 0x61d),
    (0x870, 0x89f),
    (0x8b5, 0x8b5),
    (0x8c8, 0x8d2),
    (0xb53, 0xb54),
    (0xc3c, 0xc3c),
    (0xc5c, 0xc5d),
    (0xcdc, 0xcdd),
    (0xcf3, 0xcf3),
    (0xece, 0xece),
    (0x170d, 0x170d),
    (0x1715, 0x171f),
    (0x180f, 0x180f),
    (0x1ac1, 0x1af0),
    (0x1b4c, 0x1b4f),
    (0x1b7d, 0x1b7f),
    (0x1c89, 0x1c8a),
    (0x1dfa, 0x1dfa),
    (0x208f, 0x208f),
    (0x209d, 0x209f),
    (0x20c0, 0x20c4),
    (0x2427, 0x2429),
    (0x2b96, 0x2b96),
    (0x2c2f, 0x2c2f),
    (0x2c5f, 0x2c5f),
    (0x2e53, 0x2e63),
    (0x2ffc, 0x2fff),
    (0x31e4, 0x31ef),
    (0x9ffd, 0x9fff),
    (0xa7c0, 0xa7c1),
    (0xa7cb, 0xa7f4),
    (0xab6c, 0xab6d),
    (0xfbc2, 0xfbd2),
    (0xfd40, 0xfd4f),
    (0xfd90, 0xfd91),
    (0xfdc8, 0xfdcf),
    (0xfdfe, 0xfdff),
    (0x10570, 0x105f3),
    (0x10780, 0x107bf),
    (0x10940, 0x10959),
    (0x10d40, 0x10d8f),
    (0x10ec2, 0x10eff),
    (0x10f70, 0x10f89),
    (0x11070, 0x11075),
    (0x110c2, 0x110c2),
    (0x1123f, 0x11241),
    (0x11380, 0x113e2),
    (0x116b9, 0x116b9),
    (0x116d0, 0x116e3),
    (0x11740, 0x11746),
    (0x11ab0, 0x11abf),
    (0x11b00, 0x11bf9),
    (0x11db0, 0x11df1),
    (0x11f00, 0x11f5a),
    (0x1246f, 0x1246f),
    (0x12475, 0x1247f),
    (0x12550, 0x12ff2),
    (0x1342f, 0x1342f),
    (0x13439, 0x143fa),
    (0x16100, 0x16139),
    (0x16a70, 0x16ac9),
    (0x16d40, 0x16d79),
    (0x16ea0, 0x16ed3),
    (0x16ff2, 0x16ff6),
    (0x187f8, 0x187ff),
    (0x18cd6, 0x18cff),
    (0x18d09, 0x1affe),
    (0x1b11f, 0x1b132),
    (0x1b155, 0x1b155),
    (0x1b168, 0x1b168),
    (0x1cc00, 0x1cfc3),
    (0x1d127, 0x1d128),
    (0x1d1e9, 0x1d1ff),
    (0x1d250, 0x1d2d3),
    (0x1d6a6, 0x1d6a6),
    (0x1db00, 0x1dfff),
    (0x1e030, 0x1e08f),
    (0x1e290, 0x1e2ae),
    (0x1e4d0, 0x1e7fe),
    (0x1f1ae, 0x1f1ae),
    (0x1f6d8, 0x1f6df),
    (0x1f774, 0x1f77f),
    (0x1f7d9, 0x1f7db),
    (0x1f7f0, 0x1f7ff),
    (0x1f8b2, 0x1f8d8),
    (0x1f979, 0x1f979),
    (0x1f9cc, 0x1f9cc),
    (0x1fa54, 0x1fa57),
    (0x1fa75, 0x1fa77),
    (0x1fa7b, 0x1fa7c),
    (0x1fa87, 0x1fa8f),
    (0x1faa9, 0x1faaf),
    (0x1fab7, 0x1fabf),
    (0x1fac3, 0x1facf),
    (0x1fad7, 0x1fafa),
    (0x1fbcb, 0x1fbef),
    (0x1fbfa, 0x1fbfa),
    (0x2a6de, 0x2a6df),
    (0x2b735, 0x2b73f),
    (0x2b81e, 0x2b81e),
    (0x2cea2, 0x2cead),
    (0x2ebf0, 0x2ee5d),
    (0x31350, 0x3fc3f),
];
