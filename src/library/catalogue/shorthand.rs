//! How are titles kept short in memory, each readable by itself? The only file that names the compressor.
//!
//! FSST replaces strings of up to eight bytes that occur often by one byte each, after a table learned from a sample
//! (Boncz, Neumann, Leis, "FSST: Fast Random Access String Compression", 2020). A title takes about half its bytes.

use fsst::{Compressor, Symbol};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// So many titles are taken from each chunk for the sample.
const SAMPLED_OF_A_CHUNK: usize = 3;

/// The table is learned from so many titles; until then titles are kept as they are, so a small library never pays.
const MAX_SAMPLE: usize = 768;

/// The byte after which the next byte stands for itself.
const ESCAPE: u8 = 255;

/// A string and its length in bytes.
type Piece = ([u8; 8], u8);

/// A table of strings that occur often in titles.
pub(crate) struct Shorthand {
    compressor: Compressor,
    pieces: Box<[Piece; 256]>,
}

impl std::fmt::Debug for Shorthand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shorthand").finish_non_exhaustive()
    }
}

/// Memory into which titles are written out, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    bytes: Vec<u8>,
}

impl Scratch {
    /// Returns at least so many bytes that may be overwritten.
    fn room(&mut self, n_bytes: usize) -> &mut [u8] {
        if self.bytes.len() < n_bytes {
            self.bytes.resize(n_bytes, 0);
        }
        &mut self.bytes
    }
}

impl Shorthand {
    fn learned_from(titles: &[String]) -> Self {
        let titles: Vec<_> = titles.iter().map(String::as_bytes).collect();
        let compressor = Compressor::train(&titles);
        let mut pieces = Box::new([([0; 8], 0); 256]);
        let symbols = compressor.symbol_table().iter();
        for (piece, (symbol, len)) in pieces
            .iter_mut()
            .zip(symbols.zip(compressor.symbol_lengths()))
        {
            *piece = (Symbol::to_u64(*symbol).to_le_bytes(), *len);
        }
        Self { compressor, pieces }
    }

    /// Writes a title short.
    pub(crate) fn shorten(&self, title: &str) -> Vec<u8> {
        self.compressor.compress(title.as_bytes())
    }

    /// Writes a shortened title out; nothing where the bytes are not those of a title.
    pub(crate) fn write_out<'s>(&self, short: &[u8], scratch: &'s mut Scratch) -> &'s str {
        // Each piece is stored as eight bytes, of which the next overwrites those beyond its length.
        let room = scratch.room(8 * (short.len() + 1));
        let mut len = 0;
        let mut codes = short.iter();
        while let Some(&code) = codes.next() {
            if code == ESCAPE {
                room[len] = codes.next().copied().unwrap_or_default();
                len += 1;
                continue;
            }
            let (piece, piece_len) = self.pieces[usize::from(code)];
            room[len..len + 8].copy_from_slice(&piece);
            len += usize::from(piece_len);
        }
        std::str::from_utf8(&scratch.bytes[..len]).unwrap_or_default()
    }
}

/// The one table of a catalogue, learned as soon as there is enough to learn from. Shared between threads.
#[derive(Debug, Default)]
pub(crate) struct Learning {
    learned: OnceLock<Arc<Shorthand>>,
    sample: Mutex<Vec<String>>,
}

impl Learning {
    /// Returns the table for the titles of a chunk; `None` as long as more titles must be seen.
    pub(crate) fn table_for<'t>(
        &self,
        titles: impl Iterator<Item = &'t str>,
    ) -> Option<Arc<Shorthand>> {
        if let Some(learned) = self.learned.get() {
            return Some(Arc::clone(learned));
        }
        let mut sample = self.sample.lock().unwrap_or_else(PoisonError::into_inner);
        sample.extend(titles.take(SAMPLED_OF_A_CHUNK).map(str::to_owned));
        if sample.len() < MAX_SAMPLE {
            return None;
        }
        let learned = self.learned.get_or_init(|| {
            let learned = Shorthand::learned_from(&sample);
            Arc::new(learned)
        });
        sample.clear();
        Some(Arc::clone(learned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn learned() -> Shorthand {
        let titles: Vec<_> = (0..300)
            .map(|n| format!("The government of {n} said on Tuesday that it would not"))
            .collect();
        Shorthand::learned_from(&titles)
    }

    #[test]
    fn titles_like_those_of_the_sample_take_half_the_bytes() {
        let title = "The government said on Tuesday that 17 would not";
        assert!(learned().shorten(title).len() * 2 < title.len());
    }

    #[test]
    fn a_table_is_learned_when_enough_was_seen() {
        let learning = Learning::default();
        let mut n_chunks = 0;
        while learning
            .table_for(["One", "Two", "Three", "Four"].into_iter())
            .is_none()
        {
            n_chunks += 1;
        }
        assert_eq!(n_chunks, MAX_SAMPLE / SAMPLED_OF_A_CHUNK - 1);
        assert!(learning.table_for(std::iter::empty()).is_some());
    }

    proptest! {
        // Learning takes a while.
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn what_was_shortened_comes_back(titles in prop::collection::vec("(?s)(The |government |.){0,40}", 1..20)) {
            let mut scratch = Scratch::default();
            for shorthand in [learned(), Shorthand::learned_from(&titles)] {
                for title in &titles {
                    prop_assert_eq!(shorthand.write_out(&shorthand.shorten(title), &mut scratch), title);
                }
            }
        }

        #[test]
        fn any_bytes_can_be_written_out(short in prop::collection::vec(0u8..=255, 0..80)) {
            learned().write_out(&short, &mut Scratch::default());
        }
    }
}
