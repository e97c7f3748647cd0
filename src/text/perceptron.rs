//! Which label does each token get? A sequence model of hashed features and label pairs, small and fast to ask.
//!
//! A feature is a 32-bit hash; a flat open-addressed table leads to a row of one byte per label for each feature that was
//! worth keeping. A token's scores are the sum of its rows; the best sequence is found by the Viterbi algorithm over
//! these sums and a table of label pairs. Trained by [`train::train`] (averaged structured perceptron: Collins,
//! "Discriminative Training Methods for Hidden Markov Models", 2002).

pub mod field;
pub(in crate::text) mod hashed;
mod rows;
pub mod train;
pub mod yes_no;

use rows::Rows;
use std::borrow::Cow;
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

/// Joins two things that were seen into one; the order counts.
pub const fn mix(a: u32, b: u32) -> u32 {
    feature(a ^ 0x5bd1_e995, b)
}

/// A trained model.
#[derive(Clone, Debug, PartialEq)]
pub struct Perceptron {
    n_labels: usize,
    /// How many of its steps make one unit of the trainer's weights.
    scale: f32,
    /// The score of each label behind each label; the last row is for the first token.
    pairs: Vec<i16>,
    rows: Rows,
}

/// The score of a label pair that never occurs.
const NEVER: i16 = i16::MIN;
/// Far below every score that can be reached, and far from the end of the type.
const LOST: i32 = i32::MIN / 4;

/// Why the bytes of a model cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadModel {
    /// They are of another version or no model at all.
    Kind,
    /// Their length does not fit their heading.
    Length,
}

impl fmt::Display for BadModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Kind => "this is no model of this version",
            Self::Length => "the model is cut short",
        })
    }
}

impl std::error::Error for BadModel {}

/// The first bytes of a model.
const MAGIC: &[u8; 4] = b"RRP2";
/// More labels than this cannot be told apart in a mask.
pub const MAX_LABELS: usize = 64;
/// The bytes of a model before its label pairs: what it is, the number of labels, the scale.
const HEADING: usize = 9;

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
        self.rows.sum(features, scores);
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
        scratch.turn(&self.pairs, n);
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
                let into = &scratch.pairs[label * (n + 1)..(label + 1) * (n + 1)];
                let mut best = LOST * 2;
                let mut best_before = 0;
                if idx == 0 {
                    best = into[n];
                } else {
                    for before in ones(before_mask) {
                        let score = scratch.paths[before] + into[before];
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

    /// Writes the model as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(self.n_labels as u8);
        bytes.extend_from_slice(&self.scale.to_le_bytes());
        bytes.extend(self.pairs.iter().flat_map(|pair| pair.to_le_bytes()));
        self.rows.write(&mut bytes);
        bytes
    }

    /// Reads a model; the bytes of one that comes with the program stay where they are.
    ///
    /// # Errors
    ///
    /// If the bytes are no model, or not all of one.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, BadModel> {
        let mut bytes: Cow<'static, [u8]> = bytes.into();
        if !bytes.starts_with(MAGIC) {
            return Err(BadModel::Kind);
        }
        let heading = bytes.get(MAGIC.len()..HEADING).ok_or(BadModel::Length)?;
        let n_labels = usize::from(heading[0]);
        let scale = f32::from_le_bytes([heading[1], heading[2], heading[3], heading[4]]);
        if n_labels == 0 || n_labels > MAX_LABELS {
            return Err(BadModel::Kind);
        }
        let end = HEADING + (n_labels + 1) * n_labels * 2;
        let pairs = bytes
            .get(HEADING..end)
            .ok_or(BadModel::Length)?
            .chunks_exact(2)
            .map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        bytes = match bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[end..]),
            Cow::Owned(bytes) => Cow::Owned(bytes[end..].to_vec()),
        };
        Ok(Self {
            n_labels,
            scale,
            pairs,
            rows: Rows::read(n_labels, bytes)?,
        })
    }
}

/// Memory that is used again from sequence to sequence.
#[derive(Debug, Default)]
pub struct Scratch {
    /// For each label, its score behind each other one; the last one is for the first token.
    pairs: Vec<i32>,
    sums: Vec<i32>,
    paths: Vec<i32>,
    next: Vec<i32>,
    back: Vec<u8>,
}

impl Scratch {
    /// Lays out label pairs by the second label.
    fn turn(&mut self, pairs: &[i16], n_labels: usize) {
        self.pairs.clear();
        for label in 0..n_labels {
            let into = (0..=n_labels).map(|before| match pairs[before * n_labels + label] {
                NEVER => LOST,
                score => i32::from(score),
            });
            self.pairs.extend(into);
        }
    }

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
