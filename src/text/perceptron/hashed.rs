//! Which of a few decisions is right? A linear model whose weights are found straight from the hash of a feature.
//!
//! There is no list of features: each falls into one row of a table of fixed size, and those that meet there share it
//! (the hash kernel: Shi et al. 2009; for parsers Bohnet 2010). One look in memory for each feature instead of three,
//! and nothing to keep but the rows; a little is lost where features meet.

use super::BadModel;
use std::borrow::Cow;

/// A trained model.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::text) struct Hashed<const N: usize> {
    bits: u32,
    /// A signed byte for each label of each row.
    weights: Cow<'static, [u8]>,
}

/// Tables of more rows than two to the power of this are none of ours.
const MAX_BITS: u32 = 24;

impl<const N: usize> Hashed<N> {
    /// Adds up the weights of the features for each label.
    pub(in crate::text) fn score(&self, features: &[u32]) -> [i32; N] {
        let mut sums = [0; N];
        let (rows, _) = self.weights.as_chunks::<N>();
        for hash in features {
            let row = &rows[(hash >> (u32::BITS - self.bits)) as usize];
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(*weight as i8);
            }
        }
        sums
    }

    /// Writes the model as bytes: the bits that count its rows, the rows.
    pub(in crate::text) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![self.bits as u8];
        bytes.extend_from_slice(&self.weights);
        bytes
    }

    /// Reads a model from the beginning of some bytes, where it stays; returns the bytes behind it too.
    ///
    /// # Errors
    ///
    /// If they are no model, or not all of one.
    pub(in crate::text) fn read(bytes: &'static [u8]) -> Result<(Self, &'static [u8]), BadModel> {
        let (&bits, rest) = bytes.split_first().ok_or(BadModel::Length)?;
        let bits = u32::from(bits);
        if bits == 0 || bits > MAX_BITS {
            return Err(BadModel::Kind);
        }
        let (weights, rest) = rest.split_at_checked(N << bits).ok_or(BadModel::Length)?;
        let model = Self {
            bits,
            weights: Cow::Borrowed(weights),
        };
        Ok((model, rest))
    }
}

/// The weights of a model while it is learned, one decision at a time; they are averaged over all steps at the end.
pub(in crate::text) struct Lessons<const N: usize> {
    bits: u32,
    weights: Vec<[f32; N]>,
    /// Each change times the step at which it was made.
    sums: Vec<[f64; N]>,
    step: f64,
}

impl<const N: usize> Lessons<N> {
    /// Begins with a table of two to the power of `bits` rows.
    pub(in crate::text) fn new(bits: u32) -> Self {
        Self {
            bits,
            weights: vec![[0.0; N]; 1 << bits],
            sums: vec![[0.0; N]; 1 << bits],
            step: 1.0,
        }
    }

    fn row(&self, hash: u32) -> usize {
        (hash >> (u32::BITS - self.bits)) as usize
    }

    /// Adds up the weights of the features for each label.
    pub(in crate::text) fn score(&self, features: &[u32]) -> [f32; N] {
        let mut scores = [0.0; N];
        for hash in features {
            for (score, weight) in scores.iter_mut().zip(&self.weights[self.row(*hash)]) {
                *score += weight;
            }
        }
        scores
    }

    /// Counts a decision; where it was wrong, makes the right label more likely for these features and the guess less.
    pub(in crate::text) fn learn(&mut self, features: &[u32], right: usize, guess: usize) {
        self.step += 1.0;
        if right == guess {
            return;
        }
        for hash in features {
            let row = self.row(*hash);
            for (label, by) in [(right, 1.0), (guess, -1.0)] {
                self.weights[row][label] += by;
                self.sums[row][label] += f64::from(by) * self.step;
            }
        }
    }

    /// Makes a model of the mean weights of several lessons.
    pub(in crate::text) fn finish(lessons: &[Self]) -> Hashed<N> {
        let bits = lessons.first().map_or(1, |one| one.bits);
        let mut means = vec![0.0; N << bits];
        for one in lessons {
            let weights = one.weights.iter().flatten().zip(one.sums.iter().flatten());
            for (mean, (weight, sum)) in means.iter_mut().zip(weights) {
                *mean += (f64::from(*weight) - sum / one.step) as f32;
            }
        }
        // A handful of outliers may be cut so that the many small weights keep their differences.
        let mut sizes: Vec<f32> = means.iter().map(|mean| mean.abs()).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let largest = sizes[sizes.len() - 1 - sizes.len() / OUTLIERS].max(f32::EPSILON);
        let scale = f32::from(i8::MAX) / largest;
        let step = |mean: &f32| (mean * scale).round().clamp(-127.0, 127.0) as i8 as u8;
        Hashed {
            bits,
            weights: means.iter().map(step).collect(),
        }
    }
}

/// One weight of so many may be cut.
const OUTLIERS: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::super::feature;
    use super::*;

    #[test]
    fn learns_from_mistakes() {
        let mut lessons = Lessons::<3>::new(8);
        let (dog, cat) = ([feature(1, 2), feature(2, 2)], [feature(1, 3)]);
        for _ in 0..4 {
            for (seen, right) in [(&dog[..], 2), (&cat[..], 1)] {
                let scores = lessons.score(seen);
                let guess = (0..3)
                    .rev()
                    .max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
                lessons.learn(seen, right, guess.unwrap_or(0));
            }
        }
        let model = Lessons::finish(&[lessons]);
        let sums = model.score(&dog);
        assert!(sums[2] > sums[0] && sums[2] > sums[1], "{sums:?}");
        let bytes: &'static [u8] = model.to_bytes().leak();
        let (same, rest) = Hashed::<3>::read(bytes).unwrap();
        assert_eq!((same, rest.len()), (model, 0));
    }

    #[test]
    fn refuses_bad_bytes() {
        let kind = |bytes: &'static [u8]| Hashed::<4>::read(bytes).err();
        assert_eq!(kind(b""), Some(BadModel::Length));
        assert_eq!(kind(&[3, 1, 2]), Some(BadModel::Length));
        assert_eq!(kind(&[0, 1, 2]), Some(BadModel::Kind));
        assert_eq!(kind(&[200, 1, 2]), Some(BadModel::Kind));
    }
}
