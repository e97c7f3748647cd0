//! What a character does to a terminal: prints, joins, marks, breaks the line, or harms.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// What becomes of a character when text is cleaned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// It prints and takes a place of its own.
    Base,
    /// It stands on the character before it.
    Mark,
    /// It chooses the emoji form of the character before it.
    Selector,
    /// It joins its neighbours.
    Joiner,
    /// It ends the line.
    Break,
    /// It is a tab.
    Tab,
    /// It is a control that has a picture, or a C1 control.
    Control,
    /// It prints nothing, or turns the direction of what follows.
    Drop,
    /// It has no meaning that all share: private use, noncharacter, unassigned.
    Nothing,
}

/// Sorts a character.
#[expect(
    clippy::match_same_arms,
    reason = "each arm is one reason, the frequent ones first"
)]
pub(super) fn class(c: char) -> Class {
    match c {
        ' '..='~' => Class::Base,
        '\t' => Class::Tab,
        '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Break,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Class::Control,
        '\u{ad}' => Class::Drop,
        // Latin, Cyrillic, kana, Han and Hangul syllables in one step: nearly all text there is.
        '\u{a0}'..='\u{2ff}'
        | '\u{400}'..='\u{482}'
        | '\u{48a}'..='\u{52f}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a0}'..='\u{30ff}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => Class::Base,
        '\u{200c}' | '\u{200d}' => Class::Joiner,
        '\u{fe0f}' => Class::Selector,
        // Marks and letters that are made to be invisible: grapheme joiner, Hangul fillers, Khmer inherent vowels,
        // Mongolian and standardised variation selectors, the ideographic ones, and the selector of the text form, on
        // whose width not even the tables agree.
        '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0e}'
        | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}' => Class::Drop,
        // Arabic and Kaithi number signs are format characters that print.
        '\u{600}'..='\u{605}'
        | '\u{6dd}'
        | '\u{70f}'
        | '\u{890}'
        | '\u{891}'
        | '\u{8e2}'
        | '\u{110bd}'
        | '\u{110cd}' => Class::Base,
        _ => by_category(c),
    }
}

fn by_category(c: char) -> Class {
    match c.general_category() {
        GeneralCategory::Format => Class::Drop,
        GeneralCategory::NonspacingMark
        | GeneralCategory::SpacingMark
        | GeneralCategory::EnclosingMark => Class::Mark,
        GeneralCategory::Unassigned | GeneralCategory::PrivateUse | GeneralCategory::Surrogate => {
            Class::Nothing
        }
        GeneralCategory::Control => Class::Control,
        GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator => Class::Break,
        _ => Class::Base,
    }
}

/// Tag characters of the longest region (`gbeng`, and one to spare).
const MAX_TAGS: usize = 6;

/// Returns the length in bytes of the flag of a region at the start of `text`: a black flag, tags, and the cancel tag.
/// Tags anywhere else are hidden text.
pub(super) fn is_tag_sequence(text: &str) -> Option<usize> {
    let tags = text.strip_prefix('\u{1f3f4}')?;
    let n_tags = tags
        .chars()
        .take_while(|c| matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}'))
        .count();
    // Each tag character is four bytes long, like the flag and the cancel tag.
    let end = 4 * n_tags;
    let is_whole = (1..=MAX_TAGS).contains(&n_tags) && tags[end..].starts_with('\u{e007f}');
    is_whole.then_some(4 + end + 4)
}
