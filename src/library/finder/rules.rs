//! What the matcher gives for letters and where they stand: the scores of fuzzy-matcher's `SkimMatcherV2`.
//!
//! Bounds on a score must follow these rules exactly; the property tests hold them against the matcher itself.

/// For each letter.
pub(super) const MATCH: i32 = 16;

/// For a letter in the other case.
pub(super) const OTHER_CASE: i32 = -2;

/// For a letter at the beginning of the text or after a space; the most there is for a beginning.
pub(super) const AFTER_SPACE: i32 = 8;

/// For a letter after another sign.
pub(super) const AFTER_SIGN: i32 = 7;

/// For a capital after a small letter.
pub(super) const CAMEL: i32 = 6;

/// At least this for a letter right after the letter before.
pub(super) const SIDE_BY_SIDE: i32 = 4;

/// For a gap between two letters; [`IN_GAP`] comes on top for each letter in it.
pub(super) const GAP: i32 = -3;

/// For each letter in a gap.
pub(super) const IN_GAP: i32 = -1;

/// For letters before the first that fits, however many.
pub(super) const BEFORE_FIRST: i32 = -1;
