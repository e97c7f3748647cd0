//! What does a word look like? Its affixes and shape as hashes, made once for all taggers.

use super::sentence::Ground;
use super::token::{Token, TokenKind};
use super::words::Hasher;

/// The looks of one token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The hash of its lower-case form.
    pub word: u32,
    /// Its first one to three letters, lower-case.
    pub prefixes: [u32; 3],
    /// Its last one to four letters, lower-case.
    pub suffixes: [u32; 4],
    /// Which kinds of signs follow each other, *Xx* for *Gates*, *X.X.* for *U.S.*, with whether a blank stands before.
    pub shape: u32,
}

/// Returns the looks of all tokens.
pub fn forms(ground: &Ground) -> Vec<Form> {
    ground
        .tokens
        .iter()
        .map(|token| Form::of(ground.text, token))
        .collect()
}

/// Longest run of signs that counts for a shape.
const MAX_SHAPE: usize = 6;

impl Form {
    fn of(text: &str, token: &Token) -> Self {
        let bytes = token.text(text).as_bytes();
        let lower = |at: usize| bytes[at].to_ascii_lowercase();
        let mut form = Self {
            word: token.hash,
            shape: shape(token, bytes),
            ..Self::default()
        };
        let mut hash = Hasher::START;
        for (n, prefix) in form.prefixes.iter_mut().enumerate() {
            if n < bytes.len() {
                hash.byte(lower(n));
            }
            *prefix = hash.finish();
        }
        let mut hash = Hasher::START;
        for (n, suffix) in form.suffixes.iter_mut().enumerate() {
            if n < bytes.len() {
                hash.byte(lower(bytes.len() - 1 - n));
            }
            *suffix = hash.finish();
        }
        form
    }
}

fn shape(token: &Token, bytes: &[u8]) -> u32 {
    let mut hash = Hasher::START;
    let (mut last, mut runs) = (0, 0);
    for &byte in bytes {
        let kind = match byte {
            b'A'..=b'Z' => b'X',
            b'a'..=b'z' => b'x',
            b'0'..=b'9' => b'9',
            // Letters with accents count as small ones: capitals among them are rare.
            0x80.. if token.kind == TokenKind::Word => b'x',
            other => other,
        };
        if kind != last {
            hash.byte(kind);
            last = kind;
            runs += 1;
            if runs == MAX_SHAPE {
                break;
            }
        }
    }
    hash.byte(bytes.len().min(3) as u8);
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::super::Body;
    use super::*;

    #[test]
    fn sees_affixes_and_shapes() {
        let body = Body::plain("Gates gates U.S. U.N. Mates 12 $");
        let forms = forms(&Ground::new(&body));
        assert_eq!(forms[0].word, forms[1].word);
        assert_eq!(forms[0].suffixes, forms[1].suffixes);
        assert_ne!(forms[0].shape, forms[1].shape);
        assert_eq!(forms[2].shape, forms[3].shape);
        assert_eq!(forms[0].shape, forms[4].shape);
        assert_eq!(forms[0].suffixes[3], forms[4].suffixes[3]);
        assert_ne!(forms[0].prefixes[0], forms[4].prefixes[0]);
    }
}
