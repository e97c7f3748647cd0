//! What is kept of a text to tell whether another one says the same: a sample of its five-word runs and of its numbers.
//!
//! A run is named by a hash; a long text keeps the runs whose hash ends in so many zeros that few are left. Samples of
//! two texts so hold the same runs, and the part they share is that of the whole texts (Broder 1997, "mod m" sketches).

use super::super::words::words;
use std::io::{self, Read};

/// Words of a run.
const RUN_WORDS: usize = 5;

/// Runs kept of one text.
const MAX_RUNS: usize = 32;

/// Numbers kept of one text.
pub(crate) const MAX_NUMBERS: usize = 8;

/// An odd number with well mixed bits (the golden ratio), for mixing hashes by multiplication.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// A sample of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// Hashes of runs, in order, all divisible by two to the power of `level`.
    pub(crate) runs: Vec<u32>,
    /// The smallest hashes of the numbers in the text, in order.
    pub(crate) numbers: Vec<u16>,
    /// How thin the sample of runs is.
    pub(crate) level: u8,
}

impl Sketch {
    /// Takes a sample of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut sample = Sample::default();
        let mut numbers = Vec::new();
        let mut last = [0u64; RUN_WORDS];
        for (idx, (_, word)) in words(text).enumerate() {
            let hash = hash_of(word.as_bytes());
            if word.as_bytes()[0].is_ascii_digit() {
                numbers.push((hash >> 48) as u16);
            }
            last[idx % RUN_WORDS] = hash;
            if idx + 1 >= RUN_WORDS {
                let run = (1..=RUN_WORDS).fold(0u64, |run, back| {
                    (run.rotate_left(23) ^ last[(idx + back) % RUN_WORDS]).wrapping_mul(MIX)
                });
                sample.add((run >> 32) as u32);
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers.truncate(MAX_NUMBERS);
        Self {
            runs: sample.runs,
            numbers,
            level: sample.level,
        }
    }

    /// Appends the sketch as bytes.
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend([self.level, self.runs.len() as u8, self.numbers.len() as u8]);
        for run in &self.runs {
            bytes.extend(run.to_le_bytes());
        }
        for number in &self.numbers {
            bytes.extend(number.to_le_bytes());
        }
    }
}

/// The runs of a text, as thin a sample as must be.
#[derive(Default)]
struct Sample {
    /// In order, none twice.
    runs: Vec<u32>,
    level: u8,
}

impl Sample {
    fn add(&mut self, run: u32) {
        if run.trailing_zeros() < u32::from(self.level) {
            return;
        }
        let Err(at) = self.runs.binary_search(&run) else {
            return;
        };
        self.runs.insert(at, run);
        while self.runs.len() > MAX_RUNS {
            self.level += 1;
            let level = u32::from(self.level);
            self.runs.retain(|run| run.trailing_zeros() >= level);
        }
    }
}

fn hash_of(word: &[u8]) -> u64 {
    let mut hash = word.len() as u64;
    for part in word.chunks(8) {
        let number = match part.try_into() {
            Ok(whole) => u64::from_le_bytes(whole),
            // A loop of a few steps is quicker than copying so few bytes.
            Err(_) => part
                .iter()
                .rev()
                .fold(0, |number, &byte| number << 8 | u64::from(byte)),
        };
        hash = (hash.rotate_left(29) ^ number).wrapping_mul(MIX);
        hash ^= hash >> 32;
    }
    hash.wrapping_mul(MIX)
}

/// The sketches of many articles, side by side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sketches {
    runs: Vec<u32>,
    numbers: Vec<u16>,
    /// For each article: level, end of its runs, end of its numbers.
    ends: Vec<(u8, u32, u32)>,
}

/// A sketch among others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SketchRef<'s> {
    pub(crate) runs: &'s [u32],
    pub(crate) numbers: &'s [u16],
    pub(crate) level: u8,
    /// The position of its first run among all runs.
    pub(crate) first: usize,
}

impl Sketches {
    /// Adds sketches as [`Sketch::write`] wrote them, to the end of the bytes.
    pub(crate) fn add(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let mut head = [0; 3];
            bytes.read_exact(&mut head)?;
            for _ in 0..head[1] {
                let mut run = [0; 4];
                bytes.read_exact(&mut run)?;
                self.runs.push(u32::from_le_bytes(run));
            }
            for _ in 0..head[2] {
                let mut number = [0; 2];
                bytes.read_exact(&mut number)?;
                self.numbers.push(u16::from_le_bytes(number));
            }
            self.ends
                .push((head[0], self.runs.len() as u32, self.numbers.len() as u32));
        }
        Ok(())
    }

    /// Returns for how many articles there is one.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns how many runs all articles have together.
    pub(crate) fn n_runs(&self) -> usize {
        self.runs.len()
    }

    /// Returns the sketch of an article; an empty one where there is none.
    pub(crate) fn get(&self, row: u32) -> SketchRef<'_> {
        let idx = row as usize;
        let (level, runs_end, numbers_end) = self.ends.get(idx).copied().unwrap_or_default();
        let (_, runs_start, numbers_start) = idx
            .checked_sub(1)
            .and_then(|before| self.ends.get(before).copied())
            .unwrap_or_default();
        let runs = (runs_start as usize).min(runs_end as usize)..runs_end as usize;
        let numbers = (numbers_start as usize).min(numbers_end as usize)..numbers_end as usize;
        SketchRef {
            first: runs.start,
            runs: &self.runs[runs],
            numbers: &self.numbers[numbers],
            level,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(from: usize, to: usize) -> String {
        let words: Vec<_> = (from..to).map(|n| format!("Word{n}")).collect();
        words.join(" ")
    }

    #[test]
    fn a_short_text_keeps_all_its_runs_and_a_long_one_a_sample() {
        assert_eq!(Sketch::of("").runs.len(), 0);
        assert_eq!(Sketch::of("one two three four").runs.len(), 0);
        let short = Sketch::of(&text(0, 30));
        assert_eq!((short.runs.len(), short.level), (26, 0));
        let long = Sketch::of(&text(0, 5_000));
        assert!(long.runs.len() <= MAX_RUNS && long.runs.len() >= MAX_RUNS / 4);
        assert!(long.level > 5);
        // Case, accents and points make no difference.
        assert_eq!(
            Sketch::of("The café, on Tuesday: the END of it."),
            Sketch::of("the cafe on tuesday the end of it")
        );
    }

    #[test]
    fn samples_share_what_the_texts_share() {
        let (one, other) = (Sketch::of(&text(0, 3_000)), Sketch::of(&text(1_500, 4_500)));
        let shared = one
            .runs
            .iter()
            .filter(|run| other.runs.contains(run))
            .count();
        let part = shared as f64 / one.runs.len().min(other.runs.len()) as f64;
        assert!((0.25..0.75).contains(&part), "{part}");
    }

    #[test]
    fn sketches_come_back_as_they_were_written() {
        let all = [
            Sketch::of(""),
            Sketch::of(&text(0, 100)),
            Sketch::of("In 1990 it was 12 of 500, in 1991 it was 13."),
        ];
        let mut bytes = Vec::new();
        all.iter().for_each(|sketch| sketch.write(&mut bytes));
        let mut sketches = Sketches::default();
        sketches.add(&bytes).expect("whole");
        assert_eq!(sketches.len(), 3);
        for (row, sketch) in all.iter().enumerate() {
            let back = sketches.get(row as u32);
            assert_eq!((back.runs, back.numbers), (&*sketch.runs, &*sketch.numbers));
            assert_eq!(back.level, sketch.level);
        }
        assert_eq!(sketches.get(2).numbers.len(), 5);
        assert_eq!(sketches.get(7).runs, [0u32; 0]);
        assert!(sketches.add(&bytes[..bytes.len() - 1]).is_err());
    }

    proptest! {
        #[test]
        fn a_sample_is_as_thin_as_must_be_in_any_order(
            runs in prop::collection::vec((0..u32::MAX, 0..20u32).prop_map(|(run, n)| run << n), 0..200),
        ) {
            let mut sample = Sample::default();
            runs.iter().for_each(|run| sample.add(*run));
            let thinned = |level: u8| {
                let mut thinned: Vec<_> = runs
                    .iter()
                    .copied()
                    .filter(|run| run.trailing_zeros() >= u32::from(level))
                    .collect();
                thinned.sort_unstable();
                thinned.dedup();
                thinned
            };
            prop_assert_eq!(&sample.runs, &thinned(sample.level));
            prop_assert!(sample.runs.len() <= MAX_RUNS);
            if let Some(thicker) = sample.level.checked_sub(1) {
                prop_assert!(thinned(thicker).len() > MAX_RUNS);
            }
        }
    }
}
