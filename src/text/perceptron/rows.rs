//! Where are the weights of a feature? A table of half hashes in buckets of four, and behind it a row for each feature.
//!
//! The rows lie as they are in the file of the model, close together in the order of the buckets: nothing is unpacked
//! and nothing copied but the half hashes. All four of a bucket are compared at once (the carry trick of Mycroft, 1987),
//! and whether one was found is added up rather than asked: most features are unknown, and guessing wrong costs more.

use super::BadModel;
use std::borrow::Cow;

/// The rows of weights of all features.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rows {
    n_labels: usize,
    buckets: Vec<Bucket>,
    /// The row of the first feature of each bucket; apart, since only those that are found ask for it.
    firsts: Vec<u32>,
    /// A signed byte for each label of each feature.
    weights: Cow<'static, [u8]>,
}

/// Up to four features whose hashes begin alike, or that found no room in the bucket before.
///
/// The lower halves of the hashes lie in four lanes, filled from the lowest; 0 where empty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Bucket(u64);

/// The features of a bucket.
const LANES: usize = 4;
/// The bits of a lane.
const LANE_BITS: u32 = 16;
/// A one in each lane.
const ONES: u64 = 0x0001_0001_0001_0001;
/// The highest bit of each lane.
const TOPS: u64 = 0x8000_8000_8000_8000;
/// Buckets are counted with this many bits at most.
const MAX_BITS: u32 = 20;
/// So many rows are added up at once.
const AT_ONCE: usize = 128;

impl Bucket {
    /// Returns which lane holds a half hash.
    fn lane(self, half: u16) -> Option<u32> {
        let found = self.found(half);
        (found != 0).then(|| found.trailing_zeros() / LANE_BITS)
    }

    /// Returns a number whose lowest one lies in the lane that holds a half hash; 0 if none does.
    fn found(self, half: u16) -> u64 {
        let apart = self.0 ^ (u64::from(half) * ONES);
        apart.wrapping_sub(ONES) & !apart & TOPS
    }

    fn is_full(self) -> bool {
        self.0 >> (LANE_BITS * (LANES as u32 - 1)) != 0
    }

    fn len(self) -> u32 {
        (u64::BITS - self.0.leading_zeros()).div_ceil(LANE_BITS)
    }
}

impl Rows {
    /// Lays out features, each with the weights of its labels; of two that cannot be told apart the first one stays.
    pub(super) fn new(n_labels: usize, features: &[(u32, Vec<i8>)]) -> Self {
        let n_buckets = (features.len() * 2 / LANES + 2).next_power_of_two();
        let mut rows = Self {
            n_labels,
            buckets: vec![Bucket::default(); n_buckets],
            firsts: Vec::new(),
            weights: Cow::default(),
        };
        let mut kept: Vec<Vec<&[i8]>> = vec![Vec::new(); n_buckets];
        for (hash, weights) in features {
            let (mut at, half) = rows.place(*hash);
            while rows.buckets[at].lane(half).is_none() && rows.buckets[at].is_full() {
                at = (at + 1) % n_buckets;
            }
            let bucket = &mut rows.buckets[at];
            if bucket.lane(half).is_none() {
                bucket.0 |= u64::from(half) << (LANE_BITS * bucket.len());
                kept[at].push(weights);
            }
        }
        let weights = kept.iter().flatten().flat_map(|row| row.iter());
        rows.weights = weights.map(|weight| *weight as u8).collect();
        rows.firsts = number(&rows.buckets).0;
        rows
    }

    /// Returns the bucket where the search for a hash begins, and what stands there for it.
    fn place(&self, hash: u32) -> (usize, u16) {
        let bits = self.buckets.len().trailing_zeros();
        let at = hash.checked_shr(u32::BITS - bits).unwrap_or(0) as usize;
        (at, ((hash & 0xffff) as u16).max(1))
    }

    /// Finds the place of a feature that is not in the full bucket where it belongs.
    fn find_behind(&self, mut at: usize, half: u16) -> Option<u32> {
        loop {
            at = (at + 1) & (self.buckets.len() - 1);
            let bucket = self.buckets[at];
            match bucket.lane(half) {
                Some(lane) => return Some(at as u32 * LANES as u32 + lane),
                None if bucket.is_full() => {}
                None => return None,
            }
        }
    }

    /// Finds the places of those of some features that are known, all lanes counted; returns how many there are.
    fn find(&self, features: &[u32], places: &mut [u32; AT_ONCE]) -> usize {
        let mut n_found = 0;
        for &hash in features.iter().take(AT_ONCE) {
            let (at, half) = self.place(hash);
            let bucket = self.buckets[at];
            let found = bucket.found(half);
            places[n_found] = at as u32 * LANES as u32 + found.trailing_zeros() / LANE_BITS;
            n_found += usize::from(found != 0);
            if found == 0
                && bucket.is_full()
                && let Some(place) = self.find_behind(at, half)
            {
                places[n_found] = place;
                n_found += 1;
            }
        }
        n_found
    }

    /// Adds up the weights of some features for each label.
    pub(super) fn sum(&self, features: &[u32], sums: &mut [i32]) {
        // Sums of a number known beforehand stay in registers: once for each number of labels that is in use.
        match self.n_labels {
            2 => self.sum_of::<2>(features, sums),
            5 => self.sum_of::<5>(features, sums),
            17 => self.sum_of::<17>(features, sums),
            23 => self.sum_of::<23>(features, sums),
            n => {
                sums.fill(0);
                self.each(features, |row| {
                    add(sums, &self.weights[row * n..(row + 1) * n]);
                });
            }
        }
    }

    fn sum_of<const N: usize>(&self, features: &[u32], sums: &mut [i32]) {
        let mut all = [0; N];
        let (rows, _) = self.weights.as_chunks::<N>();
        self.each(features, |row| add(&mut all, &rows[row]));
        sums.copy_from_slice(&all);
    }

    fn each(&self, features: &[u32], mut with: impl FnMut(usize)) {
        let mut places = [0; AT_ONCE];
        for features in features.chunks(AT_ONCE) {
            let n_found = self.find(features, &mut places);
            for &place in &places[..n_found] {
                let place = place as usize;
                with(self.firsts[place / LANES] as usize + place % LANES);
            }
        }
    }

    /// Writes the table: the bits that count its buckets, the half hashes, the rows.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(self.buckets.len().trailing_zeros() as u8);
        let lanes = self.buckets.iter().map(|bucket| bucket.0);
        bytes.extend(lanes.flat_map(u64::to_le_bytes));
        bytes.extend_from_slice(&self.weights);
    }

    /// Reads a table that goes on to the end of the bytes.
    pub(super) fn read(n_labels: usize, bytes: Cow<'static, [u8]>) -> Result<Self, BadModel> {
        let bits = u32::from(*bytes.first().ok_or(BadModel::Length)?);
        if bits == 0 || bits > MAX_BITS {
            return Err(BadModel::Kind);
        }
        let first_row = 1 + (1 << bits) * size_of::<u64>();
        let lanes = bytes.get(1..first_row).ok_or(BadModel::Length)?;
        let buckets: Vec<Bucket> = lanes
            .as_chunks()
            .0
            .iter()
            .map(|lanes| Bucket(u64::from_le_bytes(*lanes)))
            .collect();
        let (firsts, n_rows) = number(&buckets);
        // A lane left out would lead to a row of another bucket; a full table would be searched for ever.
        let has_gap = |bucket: &Bucket| {
            let empty = bucket.found(0);
            empty != 0 && empty.trailing_zeros() / LANE_BITS < bucket.len()
        };
        if buckets.iter().any(has_gap) || buckets.iter().all(|bucket| bucket.is_full()) {
            return Err(BadModel::Kind);
        }
        let weights = match bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[first_row..]),
            Cow::Owned(bytes) => Cow::Owned(bytes[first_row..].to_vec()),
        };
        if weights.len() != n_rows * n_labels {
            return Err(BadModel::Length);
        }
        Ok(Self {
            n_labels,
            buckets,
            firsts,
            weights,
        })
    }
}

fn add(sums: &mut [i32], row: &[u8]) {
    for (sum, &weight) in sums.iter_mut().zip(row) {
        *sum += i32::from(weight as i8);
    }
}

/// Numbers the rows of all buckets; returns the first one of each, and how many there are.
fn number(buckets: &[Bucket]) -> (Vec<u32>, usize) {
    let mut n_rows = 0;
    let firsts = buckets
        .iter()
        .map(|bucket| {
            let first = n_rows;
            n_rows += bucket.len();
            first
        })
        .collect();
    (firsts, n_rows as usize)
}
