//! Which label does each token get? A sequence model of hashed features and label pairs, small and fast to ask.
//!
//! A feature is a 32-bit hash; a flat open-addressed table keeps a row of one byte per label for each feature that was
//! worth keeping. A token's scores are the sum of its rows; the best sequence is found by the Viterbi algorithm over
//! these sums and a table of label pairs. Trained by [`train::train`] (averaged structured perceptron: Collins,
//! "Discriminative Training Methods for Hidden Markov Models", 2002).

pub mod field;
pub mod train;
pub mod yes_no;

use std::fmt;

/// The features of the tokens of one sequence, flat.
#[derive(Clone, Debug, Default)]
pub struct Features {
    hashes: Vec<u32>,
    ends: Vec<u32>,
}

impl Features {
    /// Forgets all tokens, keeping the memory.
    pub fn clear(&mut self) {
        self.hashes.clear();
        self.ends.clear();
    }

    /// Adds a feature to the token that is open.
    pub fn add(&mut self, hash: u32) {
        self.hashes.push(hash);
    }

    /// Ends the open token, with or without features.
    pub fn close(&mut self) {
        self.ends.push(self.hashes.len() as u32);
    }

    /// Returns the number of tokens.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the features of a token.
    pub fn of(&self, token_idx: usize) -> &[u32] {
        let start = token_idx
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        &self.hashes[start..self.ends[token_idx] as usize]
    }
}

/// Makes the hash of a feature from what it is about (a small number) and what was seen there.
pub const fn feature(about: u32, seen: u32) -> u32 {
    let mut h = seen ^ about.wrapping_mul(0x9e37_79b9);
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    h ^= h >> 12;
    h = h.wrapping_mul(0x297a_2d39);
    h ^ (h >> 15)
}

/// A trained model.
#[derive(Clone, Debug, PartialEq)]
pub struct Perceptron {
    n_labels: usize,
    /// How many of its steps make one unit of the trainer's weights.
    scale: f32,
    /// The score of each label behind each label; the last row is for the first token.
    pairs: Vec<i16>,
    /// The lower half of the hash of the feature in each slot, 0 where empty.
    tags: Vec<u16>,
    /// A row of `n_labels` for each slot.
    rows: Vec<i8>,
}

/// The score of a label pair that never occurs.
const NEVER: i16 = i16::MIN;
/// Far below every score that can be reached, and far from the end of the type.
const LOST: i32 = i32::MIN / 4;

/// Why the bytes of a model cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadModel {
    /// They cannot be unpacked.
    Packed,
    /// They are of another version or no model at all.
    Kind,
    /// Their length does not fit their heading.
    Length,
}

impl fmt::Display for BadModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Packed => "the model cannot be unpacked",
            Self::Kind => "this is no model of this version",
            Self::Length => "the model is cut short",
        })
    }
}

impl std::error::Error for BadModel {}

/// The first bytes of an unpacked model.
const MAGIC: &[u8; 4] = b"RRP1";
/// More labels than this cannot be told apart in a mask.
pub const MAX_LABELS: usize = 64;
/// Slots are counted with this many bits at most.
const MAX_BITS: u8 = 22;

impl Perceptron {
    /// Returns the number of labels.
    pub fn n_labels(&self) -> usize {
        self.n_labels
    }

    /// Returns the number of score steps in one unit of training, to compare margins between versions of a model.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// Adds up the scores of all labels for one token.
    pub fn score(&self, features: &[u32], scores: &mut [i32]) {
        scores.fill(0);
        for &hash in features {
            if let Some(row) = self.row(hash) {
                for (score, &weight) in scores.iter_mut().zip(row) {
                    *score += i32::from(weight);
                }
            }
        }
    }

    fn row(&self, hash: u32) -> Option<&[i8]> {
        let (mut slot, tag) = self.place(hash);
        loop {
            match self.tags[slot] {
                0 => return None,
                found if found == tag => {
                    return Some(&self.rows[slot * self.n_labels..(slot + 1) * self.n_labels]);
                }
                _ => slot = (slot + 1) & (self.tags.len() - 1),
            }
        }
    }

    fn place(&self, hash: u32) -> (usize, u16) {
        let bits = self.tags.len().trailing_zeros();
        let slot = hash.checked_shr(32 - bits).unwrap_or(0) as usize;
        (slot, ((hash & 0xffff) as u16).max(1))
    }

    /// Returns the score of `label` behind `before`.
    fn pair(&self, before: usize, label: usize) -> i32 {
        match self.pairs[before * self.n_labels + label] {
            NEVER => LOST,
            score => i32::from(score),
        }
    }

    /// Finds the best sequence of labels and writes it into `labels`.
    ///
    /// `allowed` is one mask of labels for each token. A token with a single label needs no features. Where a mask is
    /// empty, any label may stand.
    pub fn decode(
        &self,
        features: &Features,
        allowed: &[u64],
        scratch: &mut Scratch,
        labels: &mut Vec<u8>,
    ) {
        let n_tokens = features.len();
        let n = self.n_labels;
        labels.clear();
        labels.resize(n_tokens, 0);
        if n_tokens == 0 {
            return;
        }
        scratch.fit(n_tokens, n);
        let all = u64::MAX >> (MAX_LABELS - n);
        let mut before_mask = 0;
        for (idx, &mask) in allowed.iter().enumerate().take(n_tokens) {
            let mask = match mask & all {
                0 => all,
                mask => mask,
            };
            if mask.is_power_of_two() {
                scratch.sums.fill(0);
            } else {
                self.score(features.of(idx), &mut scratch.sums);
            }
            for label in ones(mask) {
                let mut best = LOST * 2;
                let mut best_before = 0;
                if idx == 0 {
                    best = self.pair(n, label);
                } else {
                    for before in ones(before_mask) {
                        let score = scratch.paths[before] + self.pair(before, label);
                        if score > best {
                            best = score;
                            best_before = before;
                        }
                    }
                }
                scratch.next[label] = best.max(LOST) + scratch.sums[label];
                scratch.back[idx * n + label] = best_before as u8;
            }
            std::mem::swap(&mut scratch.paths, &mut scratch.next);
            before_mask = mask;
        }
        let mut label = ones(before_mask)
            .max_by_key(|&label| (scratch.paths[label], std::cmp::Reverse(label)))
            .unwrap_or(0);
        for idx in (0..n_tokens).rev() {
            labels[idx] = label as u8;
            label = usize::from(scratch.back[idx * n + label]);
        }
    }

    /// Packs the model into bytes.
    ///
    /// # Panics
    ///
    /// Never: packing memory into memory has no reason to fail.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut raw = Vec::with_capacity(self.rows.len() + self.tags.len() * 2);
        raw.extend_from_slice(MAGIC);
        raw.push(self.n_labels as u8);
        raw.push(self.tags.len().trailing_zeros() as u8);
        raw.extend_from_slice(&self.scale.to_le_bytes());
        for pair in &self.pairs {
            raw.extend_from_slice(&pair.to_le_bytes());
        }
        for tag in &self.tags {
            raw.extend_from_slice(&tag.to_le_bytes());
        }
        for label in 0..self.n_labels {
            // Column by column: the bytes of one label are alike and pack well.
            for (slot, _) in self.tags.iter().enumerate().filter(|(_, tag)| **tag != 0) {
                raw.push(self.rows[slot * self.n_labels + label] as u8);
            }
        }
        zstd::bulk::compress(&raw, PACK_LEVEL).expect("compressing memory into memory cannot fail")
    }

    /// Unpacks a model.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadModel> {
        let raw =
            zstd::bulk::decompress(bytes, MAX_UNPACKED_BYTES).map_err(|_| BadModel::Packed)?;
        let mut rest = raw.strip_prefix(MAGIC).ok_or(BadModel::Kind)?;
        let mut take = |n_bytes: usize| -> Result<&[u8], BadModel> {
            let (taken, left) = rest.split_at_checked(n_bytes).ok_or(BadModel::Length)?;
            rest = left;
            Ok(taken)
        };
        let heading = take(6)?;
        let n_labels = usize::from(heading[0]);
        let bits = heading[1];
        let scale = f32::from_le_bytes([heading[2], heading[3], heading[4], heading[5]]);
        if n_labels == 0 || n_labels > MAX_LABELS || bits == 0 || bits > MAX_BITS {
            return Err(BadModel::Kind);
        }
        let n_slots = 1_usize << bits;
        let pairs = take((n_labels + 1) * n_labels * 2)?
            .chunks_exact(2)
            .map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        let tags: Vec<u16> = take(n_slots * 2)?
            .chunks_exact(2)
            .map(|tag| u16::from_le_bytes([tag[0], tag[1]]))
            .collect();
        let used: Vec<usize> = (0..n_slots).filter(|&slot| tags[slot] != 0).collect();
        // A full table would be searched for ever.
        if used.len() == n_slots {
            return Err(BadModel::Kind);
        }
        let mut rows = vec![0; n_slots * n_labels];
        for label in 0..n_labels {
            for (&slot, &weight) in used.iter().zip(take(used.len())?) {
                rows[slot * n_labels + label] = weight as i8;
            }
        }
        Ok(Self {
            n_labels,
            scale,
            pairs,
            tags,
            rows,
        })
    }
}

/// How hard a model is packed; it is done once.
const PACK_LEVEL: i32 = 19;
/// No model is larger.
const MAX_UNPACKED_BYTES: usize = 64 << 20;

/// Memory that is used again from sequence to sequence.
#[derive(Debug, Default)]
pub struct Scratch {
    sums: Vec<i32>,
    paths: Vec<i32>,
    next: Vec<i32>,
    back: Vec<u8>,
}

impl Scratch {
    fn fit(&mut self, n_tokens: usize, n_labels: usize) {
        self.sums.resize(n_labels, 0);
        self.paths.resize(n_labels, 0);
        self.next.resize(n_labels, 0);
        if self.back.len() < n_tokens * n_labels {
            self.back.resize(n_tokens * n_labels, 0);
        }
    }
}

/// The positions of the ones of a mask, lowest first.
fn ones(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        if mask == 0 {
            return None;
        }
        let label = mask.trailing_zeros() as usize;
        mask &= mask - 1;
        Some(label)
    })
}
