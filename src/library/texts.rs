//! The articles themselves, in compressed blocks of neighbours.
//!
//! ```text
//! block = n · lengths · article, article, …      rows of a block are consecutive
//! ```

mod encoding;

pub(crate) use encoding::encode;

use super::packed::{Pieces, Place};
use crate::corpus::Article;
use serde::{Deserialize, Serialize};
use std::{
    io,
    sync::{Arc, PoisonError, RwLock},
};

/// A block is closed when its articles are this long together. Larger ones compress a little better, but each article
/// that is read, as for a snippet, costs unpacking its whole block.
const BLOCK_BYTES: usize = 40 * 1_024;

/// Articles in compressed blocks, by row. Shared between threads; one of them appends.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pieces: Pieces,
    blocks: RwLock<Vec<Block>>,
}

/// A block by its first row.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Block {
    first: u32,
    place: Place,
}

/// An unpacked block, for reading neighbours one after the other.
#[derive(Clone, Debug)]
pub(crate) struct OpenBlock {
    first: u32,
    bytes: Arc<Vec<u8>>,
}

impl Texts {
    /// Takes up blocks that were written before.
    pub(crate) fn of(pieces: Pieces, blocks: Vec<Block>) -> Self {
        Self {
            pieces,
            blocks: RwLock::new(blocks),
        }
    }

    /// Returns one article; `None` where it is not there or the block is damaged.
    pub(crate) fn get(&self, row: u32) -> Option<Article> {
        self.open(row)?.get(row)
    }

    /// Unpacks the block of a row.
    pub(crate) fn open(&self, row: u32) -> Option<OpenBlock> {
        let block = {
            let blocks = self.blocks.read().unwrap_or_else(PoisonError::into_inner);
            let idx = blocks
                .partition_point(|block| block.first <= row)
                .checked_sub(1)?;
            blocks[idx]
        };
        Some(OpenBlock {
            first: block.first,
            bytes: Arc::new(self.pieces.get(block.place)?),
        })
    }

    /// Packs what was gathered as the block that begins with the row `first`.
    pub(crate) fn push(&self, first: u32, builder: &mut BlockBuilder) -> io::Result<()> {
        let Some(bytes) = builder.take() else {
            return Ok(());
        };
        let place = self.pieces.push(&bytes)?;
        self.blocks
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Block { first, place });
        Ok(())
    }

    /// Returns where the blocks lie and how many bytes of the file count.
    pub(crate) fn blocks(&self) -> (Vec<Block>, u64) {
        (
            self.blocks
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
            self.pieces.len(),
        )
    }

    /// Waits until everything is on the disk.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.pieces.sync()
    }
}

impl OpenBlock {
    /// Tells whether the row lies in this block.
    pub(crate) fn holds(&self, row: u32) -> bool {
        row.checked_sub(self.first)
            .is_some_and(|idx| (idx as usize) < n_articles_in(&self.bytes))
    }

    /// Returns an article of the block as [`encode`] made it.
    pub(crate) fn encoded(&self, row: u32) -> Option<&[u8]> {
        encoded_in(&self.bytes, row.checked_sub(self.first)? as usize)
    }

    /// Returns one article of the block.
    pub(crate) fn get(&self, row: u32) -> Option<Article> {
        encoding::decode(self.encoded(row)?)
    }
}

/// Gathers articles into a block.
#[derive(Debug, Default)]
pub(crate) struct BlockBuilder {
    lens: Vec<u32>,
    bytes: Vec<u8>,
}

impl BlockBuilder {
    /// Adds one article, as [`encode`] made it.
    pub(crate) fn push(&mut self, encoded: &[u8]) {
        self.bytes.extend_from_slice(encoded);
        self.lens.push(encoded.len() as u32);
    }

    pub(crate) fn len(&self) -> usize {
        self.lens.len()
    }

    /// Tells whether it is time to pack.
    pub(crate) fn is_full(&self) -> bool {
        self.bytes.len() >= BLOCK_BYTES
    }

    /// Returns the block and begins anew; `None` where nothing was gathered.
    fn take(&mut self) -> Option<Vec<u8>> {
        if self.lens.is_empty() {
            return None;
        }
        let mut block = Vec::with_capacity(self.bytes.len() + 4 * self.lens.len() + 4);
        block.extend((self.lens.len() as u32).to_le_bytes());
        for len in self.lens.drain(..) {
            block.extend(len.to_le_bytes());
        }
        block.append(&mut self.bytes);
        Some(block)
    }
}

fn n_articles_in(block: &[u8]) -> usize {
    number(block, 0).map_or(0, |n| n as usize)
}

fn encoded_in(block: &[u8], idx: usize) -> Option<&[u8]> {
    let n_articles = n_articles_in(block);
    if idx >= n_articles {
        return None;
    }
    let mut start = 4 + 4 * n_articles;
    for before in 0..idx {
        start += number(block, before + 1)? as usize;
    }
    let len = number(block, idx + 1)? as usize;
    block.get(start..start.checked_add(len)?)
}

fn number(block: &[u8], idx: usize) -> Option<u32> {
    let bytes = block.get(4 * idx..4 * idx + 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::article;

    #[test]
    fn articles_come_back_as_they_went() {
        let articles: Vec<_> = (0..5)
            .map(|n| article(&format!("Title {n}"), &"text. ".repeat(n * 10)))
            .collect();
        let mut builder = BlockBuilder::default();
        let texts = Texts::default();
        for (row, article) in articles.iter().enumerate() {
            builder.push(&encode(article));
            if row == 2 {
                texts.push(0, &mut builder).unwrap();
            }
        }
        texts.push(3, &mut builder).unwrap();
        texts.push(5, &mut builder).unwrap();
        for (row, article) in articles.iter().enumerate() {
            assert_eq!(texts.get(row as u32).as_ref(), Some(article));
        }
        assert_eq!(texts.get(5), None);
        assert!(texts.open(1).unwrap().holds(2) && !texts.open(1).unwrap().holds(3));
    }
}
