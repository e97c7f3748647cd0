//! The articles themselves, in compressed blocks of neighbours.
//!
//! ```text
//! block = zstd( n · lengths · article, article, … )      rows of a block are consecutive
//! ```

use crate::corpus::Article;
use std::sync::Arc;

/// A block is closed when its articles are this long together.
const BLOCK_BYTES: usize = 64 * 1_024;

/// Fast enough to keep up with reading; neighbours of one house compress well anyway.
const ZSTD_LEVEL: i32 = 1;

/// No block unpacks to more than this.
const MAX_UNPACKED_BYTES: usize = 1 << 30;

/// Articles in compressed blocks, by row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    blocks: Vec<(u32, Arc<[u8]>)>,
}

impl Texts {
    /// Returns one article; `None` where it is not there or the block is damaged.
    pub(crate) fn get(&self, row: u32) -> Option<Article> {
        let idx = self
            .blocks
            .partition_point(|(first, _)| *first <= row)
            .checked_sub(1)?;
        let (first, packed) = &self.blocks[idx];
        article_in(&unpack(packed)?, (row - first) as usize)
    }

    /// Adds a block whose first article has the row `first`.
    pub(crate) fn push(&mut self, first: u32, packed: Vec<u8>) {
        self.blocks.push((first, packed.into()));
    }
}

/// Gathers articles into a block.
#[derive(Debug, Default)]
pub(crate) struct BlockBuilder {
    lens: Vec<u32>,
    bytes: Vec<u8>,
}

impl BlockBuilder {
    /// Adds one article.
    pub(crate) fn push(&mut self, article: &Article) {
        let before = self.bytes.len();
        let bytes = std::mem::take(&mut self.bytes);
        // Writing to memory cannot fail; should it ever, the article is empty and says so when it is read.
        self.bytes = postcard::to_extend(article, bytes).unwrap_or_default();
        self.lens
            .push(self.bytes.len().saturating_sub(before) as u32);
    }

    pub(crate) fn len(&self) -> usize {
        self.lens.len()
    }

    /// Tells whether it is time to pack.
    pub(crate) fn is_full(&self) -> bool {
        self.bytes.len() >= BLOCK_BYTES
    }

    /// Packs what was gathered and begins anew; `None` where there is nothing.
    pub(crate) fn pack(&mut self) -> Option<Vec<u8>> {
        if self.lens.is_empty() {
            return None;
        }
        let mut block = Vec::with_capacity(self.bytes.len() + 4 * self.lens.len() + 4);
        block.extend((self.lens.len() as u32).to_le_bytes());
        for len in self.lens.drain(..) {
            block.extend(len.to_le_bytes());
        }
        block.append(&mut self.bytes);
        zstd::bulk::compress(&block, ZSTD_LEVEL).ok()
    }
}

/// Unpacks a block; `None` where it is damaged.
pub(crate) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let size = zstd::bulk::Decompressor::upper_bound(packed)?;
    if size > MAX_UNPACKED_BYTES {
        return None;
    }
    zstd::bulk::decompress(packed, size).ok()
}

/// Returns how many articles an unpacked block holds.
pub(crate) fn n_articles_in(block: &[u8]) -> usize {
    number(block, 0).map_or(0, |n| n as usize)
}

/// Returns the article at a position of an unpacked block.
pub(crate) fn article_in(block: &[u8], idx: usize) -> Option<Article> {
    let n_articles = n_articles_in(block);
    if idx >= n_articles {
        return None;
    }
    let mut start = 4 + 4 * n_articles;
    for before in 0..idx {
        start += number(block, before + 1)? as usize;
    }
    let len = number(block, idx + 1)? as usize;
    postcard::from_bytes(block.get(start..start.checked_add(len)?)?).ok()
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
        let mut texts = Texts::default();
        for (row, article) in articles.iter().enumerate() {
            builder.push(article);
            if row == 2 {
                texts.push(0, builder.pack().unwrap());
            }
        }
        texts.push(3, builder.pack().unwrap());
        for (row, article) in articles.iter().enumerate() {
            assert_eq!(texts.get(row as u32).as_ref(), Some(article));
        }
        assert_eq!(texts.get(5), None);
        assert!(builder.pack().is_none());
    }

    #[test]
    fn damage_is_noticed_not_fatal() {
        let mut builder = BlockBuilder::default();
        builder.push(&article("Title", "Some text."));
        let packed = builder.pack().unwrap();
        for at in 0..packed.len() {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x55;
            if let Some(block) = unpack(&damaged) {
                let _ = article_in(&block, 0);
            }
            let _ = unpack(&packed[..at]);
        }
    }
}
