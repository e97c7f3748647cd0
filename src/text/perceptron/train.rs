//! How is a model learned? The averaged structured perceptron, the same for the same input on every machine.

use super::rows::Rows;
use super::{Features, LOST, MAX_LABELS, NEVER, Perceptron, Scratch};
use std::collections::HashMap;

/// A sequence whose labels are known.
#[derive(Clone, Debug, Default)]
pub struct Example {
    /// What is seen at each token.
    pub features: Features,
    /// Which labels may stand at each token; empty where any.
    pub allowed: Vec<u64>,
    /// What is right.
    pub labels: Vec<u8>,
    /// How much a mistake here counts, 1 for text labelled by hand.
    pub weight: f32,
}

/// How to learn.
#[derive(Clone, Debug)]
pub struct Options {
    /// The number of labels, at most [`MAX_LABELS`].
    pub n_labels: usize,
    /// How often the examples are gone through.
    pub n_epochs: usize,
    /// Features seen at fewer tokens are left out.
    pub min_count: u32,
    /// The number of features that are kept at most; the lightest go.
    pub max_features: usize,
    /// Pairs of labels that never follow each other; `n_labels` as the first means the start of a sequence.
    pub forbidden: Vec<(usize, usize)>,
    /// Where the order of the examples comes from.
    pub seed: u64,
}

/// Learns a model from examples; `progress` hears the number of each epoch and the share of tokens it got right.
///
/// # Panics
///
/// If there are more labels than [`MAX_LABELS`].
pub fn train(
    examples: &[Example],
    options: &Options,
    mut progress: impl FnMut(usize, f64),
) -> Perceptron {
    assert!(options.n_labels <= MAX_LABELS, "too many labels for a mask");
    let index = number_features(examples, options.min_count);
    let numbered: Vec<Vec<u32>> = examples
        .iter()
        .map(|example| {
            // The features of each token, then a gap; unknown ones are left out.
            let mut flat =
                Vec::with_capacity(example.features.hashes.len() + example.features.len());
            for idx in 0..example.features.len() {
                flat.extend(
                    example
                        .features
                        .of(idx)
                        .iter()
                        .filter_map(|hash| index.get(hash)),
                );
                flat.push(GAP);
            }
            flat
        })
        .collect();
    let mut learner = Learner::new(index.len(), options);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut dice = Dice(options.seed);
    for epoch in 0..options.n_epochs {
        dice.shuffle(&mut order);
        let (mut right, mut all) = (0_usize, 0_usize);
        for &idx in &order {
            right += learner.learn(&examples[idx], &numbered[idx]);
            all += examples[idx].labels.len();
        }
        progress(epoch, right as f64 / all.max(1) as f64);
    }
    learner.finish(&index, options)
}

/// Ends the features of a token in a flat list.
pub(super) const GAP: u32 = u32::MAX;

/// Does something with the weights of each feature of an example, in the order of its tokens.
pub(super) fn each_row(
    flat: &[u32],
    n_labels: usize,
    weights: &[f32],
    mut with: impl FnMut(usize, &[f32]),
) {
    let mut idx = 0;
    for &number in flat {
        if number == GAP {
            idx += 1;
        } else {
            let at = number as usize * n_labels;
            with(idx, &weights[at..at + n_labels]);
        }
    }
}

pub(super) fn number_features(examples: &[Example], min_count: u32) -> HashMap<u32, u32> {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for hash in examples.iter().flat_map(|example| &example.features.hashes) {
        *counts.entry(*hash).or_default() += 1;
    }
    let mut kept: Vec<u32> = counts
        .into_iter()
        .filter(|&(_, count)| count >= min_count)
        .map(|(hash, _)| hash)
        .collect();
    kept.sort_unstable();
    kept.into_iter().zip(0..).collect()
}

struct Learner {
    n_labels: usize,
    weights: Vec<f32>,
    pairs: Vec<f32>,
    /// Each weight times the step at which it changed, so that the mean over all steps can be had at the end.
    weight_sums: Vec<f64>,
    pair_sums: Vec<f64>,
    forbidden: Vec<bool>,
    step: f64,
    sums: Vec<f32>,
    paths: Vec<f32>,
    next: Vec<f32>,
    scratch: Scratch,
}

impl Learner {
    fn new(n_features: usize, options: &Options) -> Self {
        let n = options.n_labels;
        let mut forbidden = vec![false; (n + 1) * n];
        for &(before, label) in &options.forbidden {
            forbidden[before * n + label] = true;
        }
        Self {
            n_labels: n,
            weights: vec![0.0; n_features * n],
            pairs: vec![0.0; (n + 1) * n],
            weight_sums: vec![0.0; n_features * n],
            pair_sums: vec![0.0; (n + 1) * n],
            forbidden,
            step: 1.0,
            sums: Vec::new(),
            paths: vec![0.0; n],
            next: vec![0.0; n],
            scratch: Scratch::default(),
        }
    }

    /// Learns from one example; returns how many of its tokens were right before.
    fn learn(&mut self, example: &Example, flat: &[u32]) -> usize {
        let n_tokens = example.labels.len();
        if n_tokens == 0 {
            return 0;
        }
        let guess = self.guess(example, flat);
        let right = guess
            .iter()
            .zip(&example.labels)
            .filter(|(a, b)| a == b)
            .count();
        if right < n_tokens {
            self.update(&example.labels, &guess, flat, example.weight);
        }
        self.step += 1.0;
        right
    }

    fn guess(&mut self, example: &Example, flat: &[u32]) -> Vec<u8> {
        let n = self.n_labels;
        let n_tokens = example.labels.len();
        self.sums.clear();
        self.sums.resize(n_tokens * n, 0.0);
        let sums = &mut self.sums;
        each_row(flat, n, &self.weights, |idx, row| {
            for (sum, weight) in sums[idx * n..(idx + 1) * n].iter_mut().zip(row) {
                *sum += weight;
            }
        });
        self.scratch.fit(n_tokens, n);
        let all = u64::MAX >> (MAX_LABELS - n);
        let lost = LOST as f32;
        let mut before_mask = 0;
        for idx in 0..n_tokens {
            let mask = match example.allowed.get(idx).copied().unwrap_or(0) & all {
                0 => all,
                mask => mask,
            };
            for label in super::ones(mask) {
                let (mut best, mut best_before) = (lost * 2.0, 0);
                if idx == 0 {
                    best = self.pair(n, label);
                } else {
                    for before in super::ones(before_mask) {
                        let score = self.paths[before] + self.pair(before, label);
                        if score > best {
                            (best, best_before) = (score, before);
                        }
                    }
                }
                self.next[label] = best.max(lost) + self.sums[idx * n + label];
                self.scratch.back[idx * n + label] = best_before as u8;
            }
            std::mem::swap(&mut self.paths, &mut self.next);
            before_mask = mask;
        }
        let mut label = super::ones(before_mask)
            .reduce(|a, b| if self.paths[b] > self.paths[a] { b } else { a })
            .unwrap_or(0);
        let mut guess = vec![0; n_tokens];
        for idx in (0..n_tokens).rev() {
            guess[idx] = label as u8;
            label = usize::from(self.scratch.back[idx * n + label]);
        }
        guess
    }

    fn pair(&self, before: usize, label: usize) -> f32 {
        let at = before * self.n_labels + label;
        if self.forbidden[at] {
            LOST as f32
        } else {
            self.pairs[at]
        }
    }

    fn update(&mut self, gold: &[u8], guess: &[u8], flat: &[u32], by: f32) {
        let n = self.n_labels;
        let mut idx = 0;
        for &number in flat {
            if number == GAP {
                idx += 1;
                continue;
            }
            let (right, wrong) = (gold[idx], guess[idx]);
            if right != wrong {
                for (label, change) in [(right, by), (wrong, -by)] {
                    let at = number as usize * n + usize::from(label);
                    self.weights[at] += change;
                    self.weight_sums[at] += f64::from(change) * self.step;
                }
            }
        }
        for (labels, change) in [(gold, by), (guess, -by)] {
            let mut before = n;
            for &label in labels {
                let at = before * n + usize::from(label);
                self.pairs[at] += change;
                self.pair_sums[at] += f64::from(change) * self.step;
                before = usize::from(label);
            }
        }
    }

    fn finish(self, index: &HashMap<u32, u32>, options: &Options) -> Perceptron {
        let mean = |weights: Vec<f32>, sums: Vec<f64>| -> Vec<f32> {
            weights
                .into_iter()
                .zip(sums)
                .map(|(weight, sum)| (f64::from(weight) - sum / self.step) as f32)
                .collect()
        };
        let weights = mean(self.weights, self.weight_sums);
        let pairs = mean(self.pairs, self.pair_sums);
        pack(index, &weights, &pairs, &self.forbidden, options)
    }
}

/// Keeps the heaviest features and brings all weights to the small steps of a [`Perceptron`].
pub(super) fn pack(
    index: &HashMap<u32, u32>,
    weights: &[f32],
    pairs: &[f32],
    forbidden: &[bool],
    options: &Options,
) -> Perceptron {
    let n = options.n_labels;
    let mut heavy: Vec<(f32, u32, usize)> = index
        .iter()
        .map(|(&hash, &number)| {
            let at = number as usize * n;
            let most = weights[at..at + n]
                .iter()
                .fold(0.0_f32, |most, w| most.max(w.abs()));
            (most, hash, at)
        })
        .collect();
    heavy.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    heavy.truncate(options.max_features);
    // A handful of outliers may be cut so that the many small weights keep their differences.
    let largest = heavy
        .get(heavy.len() / 2000)
        .map_or(1.0, |heaviest| heaviest.0.max(f32::EPSILON));
    let scale = f32::from(i8::MAX) / largest;
    let step = |weight: f32| (weight * scale).round().clamp(-127.0, 127.0) as i8;
    heavy.retain(|&(most, _, _)| step(most) != 0);
    // Of two features that cannot be told apart the heavier one, which comes first, stays.
    let features: Vec<(u32, Vec<i8>)> = heavy
        .iter()
        .map(|&(_, hash, at)| {
            (
                hash,
                weights[at..at + n].iter().copied().map(step).collect(),
            )
        })
        .collect();
    Perceptron {
        n_labels: n,
        scale,
        pairs: (0..pairs.len())
            .map(|at| {
                if forbidden[at] {
                    NEVER
                } else {
                    (pairs[at] * scale).round().clamp(-32_000.0, 32_000.0) as i16
                }
            })
            .collect(),
        rows: Rows::new(n, &features),
    }
}

/// The bits of a roll of the dice.
pub(super) const DICE_BITS: u32 = 20;

/// A small generator of numbers (xorshift64*, Vigna 2016): training must not depend on a crate's version.
pub(in crate::text) struct Dice(pub(in crate::text) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.max(1);
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Returns a number below two to the power of [`DICE_BITS`].
    pub(in crate::text) fn roll(&mut self) -> u64 {
        self.next() >> (u64::BITS - DICE_BITS)
    }

    pub(in crate::text) fn shuffle(&mut self, order: &mut [usize]) {
        for idx in (1..order.len()).rev() {
            let other = (self.next() >> 33) as usize % (idx + 1);
            order.swap(idx, other);
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{BadModel, feature};
    use super::*;

    /// Labels: 0 small, 1 a name's first word, 2 its further words.
    pub(in super::super) fn example(words: &[(&str, u8)]) -> Example {
        let mut example = Example {
            weight: 1.0,
            ..Example::default()
        };
        for (idx, (word, label)) in words.iter().enumerate() {
            let seen = crate::text::words::word_hash(word);
            let before = idx
                .checked_sub(1)
                .map_or(0, |i| crate::text::words::word_hash(words[i].0));
            example.features.add(feature(1, seen));
            example.features.add(feature(2, before));
            example.features.close();
            example.labels.push(*label);
            example.allowed.push(0);
        }
        example
    }

    fn examples() -> Vec<Example> {
        vec![
            example(&[
                ("the", 0),
                ("new", 1),
                ("york", 2),
                ("times", 2),
                ("said", 0),
            ]),
            example(&[("a", 0), ("new", 0), ("law", 0)]),
            example(&[("new", 1), ("york", 2), ("said", 0), ("a", 0), ("law", 0)]),
        ]
    }

    fn options() -> Options {
        Options {
            n_labels: 3,
            n_epochs: 10,
            min_count: 1,
            max_features: 1000,
            forbidden: vec![(3, 2), (0, 2)],
            seed: 1,
        }
    }

    fn labels(model: &Perceptron, example: &Example) -> Vec<u8> {
        let mut labels = Vec::new();
        model.decode(
            &example.features,
            &example.allowed,
            &mut Scratch::default(),
            &mut labels,
        );
        labels
    }

    #[test]
    fn learns_and_packs() {
        let model = train(&examples(), &options(), |_, _| {});
        for example in examples() {
            assert_eq!(labels(&model, &example), example.labels);
        }
        let bytes = model.to_bytes();
        assert_eq!(Perceptron::from_bytes(bytes).unwrap(), model);
        assert_eq!(
            train(&examples(), &options(), |_, _| {}),
            model,
            "training is deterministic"
        );
    }

    #[test]
    fn keeps_to_what_is_allowed() {
        let model = train(&examples(), &options(), |_, _| {});
        let mut example = example(&[("new", 0), ("york", 0)]);
        assert_eq!(labels(&model, &example), [1, 2]);
        example.allowed = vec![1, 0];
        assert_ne!(
            labels(&model, &example)[1],
            2,
            "no name goes on that has not begun"
        );
        example.allowed = vec![1, 4];
        assert_eq!(
            labels(&model, &example),
            [0, 2],
            "a single label stands, whatever its score"
        );
        assert!(labels(&model, &Example::default()).is_empty());
    }

    #[test]
    fn refuses_bad_bytes() {
        let bytes = train(&examples(), &options(), |_, _| {}).to_bytes();
        let read = |bytes: &[u8]| Perceptron::from_bytes(bytes.to_vec()).map(|_| ());
        assert_eq!(read(&bytes), Ok(()));
        assert_eq!(read(b"no model"), Err(BadModel::Kind));
        for n_bytes in 4..bytes.len() {
            assert_eq!(read(&bytes[..n_bytes]), Err(BadModel::Length), "{n_bytes}");
        }
        let longer = [&bytes[..], b"!"].concat();
        assert_eq!(read(&longer), Err(BadModel::Length));
        let no_labels = [&bytes[..4], &[0], &bytes[5..]].concat();
        assert_eq!(read(&no_labels), Err(BadModel::Kind));
        // One label, two buckets, both full; then a lane left out.
        let table = |lanes: [u64; 2], n_rows: usize| {
            let lanes = lanes.map(u64::to_le_bytes).concat();
            [
                &b"RRP2\x01\0\0\0\0\0\0\0\0\x01"[..],
                &lanes,
                &vec![0; n_rows],
            ]
            .concat()
        };
        let full = 0x0004_0003_0002_0001;
        assert_eq!(read(&table([full, 0], 4)), Ok(()));
        assert_eq!(read(&table([full, full], 8)), Err(BadModel::Kind));
        assert_eq!(read(&table([full, 0x0002_0000], 6)), Err(BadModel::Kind));
    }
}
