//! Where in a text is anything unusual? Fast steps over what is plain ASCII.

/// How many bytes are looked at together.
const STRIDE: usize = 32;

/// Returns the offset of the first byte from `from` on that is not ASCII.
pub(super) fn next_non_ascii(text: &str, from: usize) -> Option<usize> {
    next_where(text, from, <[u8]>::is_ascii, u8::is_ascii)
}

/// Returns the offset of the first byte from `from` on that is a control other than a line feed, or not ASCII.
pub(super) fn next_unusual(text: &str, from: usize) -> Option<usize> {
    let usual = |byte: &u8| (0x20..0x7f).contains(byte) || *byte == b'\n';
    next_where(
        text,
        from,
        |chunk| chunk.iter().fold(true, |all, byte| all & usual(byte)),
        usual,
    )
}

fn next_where(
    text: &str,
    from: usize,
    all_plain: impl Fn(&[u8]) -> bool,
    plain: impl Fn(&u8) -> bool,
) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let end = (at + STRIDE).min(bytes.len());
        if !all_plain(&bytes[at..end])
            && let Some(idx) = bytes[at..end].iter().position(|byte| !plain(byte))
        {
            return Some(at + idx);
        }
        at = end;
    }
    None
}

/// Returns the character at `at`, which is on a boundary.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// Returns the character before `at`, which is on a boundary.
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}
