//! How sure is a sequence model? A conditional random field: learned by likelihood, asked for probabilities.
//!
//! Lafferty, `McCallum` and Pereira, "Conditional Random Fields" (2001), over the same features and label pairs as the
//! perceptron, so that both make the same kind of model. Learned by averaged stochastic gradient steps (Bottou, "Large-Scale
//! Machine Learning with Stochastic Gradient Descent", 2010).

use super::train::{DICE_BITS, Dice, Example, GAP, Options, each_row, number_features, pack};
use super::{Features, MAX_LABELS, NEVER, Perceptron, ones};

/// How far a weight goes along its gradient in the first epoch.
const STEP: f32 = 0.03;
/// The sides of the dice that say which features are left out.
const DICE_SIDES: f32 = (1_u32 << DICE_BITS) as f32;
/// What a label is off by less than this is as good as right.
const LEAST: f32 = 1e-4;
/// How fast the steps shorten from epoch to epoch.
const FALL: f32 = 0.2;

/// How the weights are held back from learning the examples by heart.
#[derive(Clone, Copy, Debug)]
pub struct Restraint {
    /// Pulls every weight towards nothing at each step, as a share of the step.
    pub decay: f32,
    /// The share of features, 0 to 1, left out at random each time an example is seen, so that none relies on others
    /// (Srivastava and others, "Dropout", 2014).
    pub drop: f32,
    /// So many models are learned from different seeds; their weights are averaged.
    pub n_models: u32,
}

impl Restraint {
    /// Holds back by a pull alone.
    pub const fn pull(decay: f32) -> Self {
        Self {
            decay,
            drop: 0.0,
            n_models: 1,
        }
    }
}

/// Learns a model by likelihood; `progress` hears the number of each epoch and the mean log-likelihood of a token.
///
/// Only labels that [`Example::allowed`] and [`Options::forbidden`] let stand are weighed against each other.
pub fn train(
    examples: &[Example],
    options: &Options,
    restraint: Restraint,
    mut progress: impl FnMut(usize, f64),
) -> Perceptron {
    let n = options.n_labels;
    let index = number_features(examples, options.min_count);
    let numbered: Vec<Vec<u32>> = examples
        .iter()
        .map(|example| {
            let mut flat = Vec::new();
            for idx in 0..example.features.len() {
                let known = example.features.of(idx).iter();
                flat.extend(known.filter_map(|hash| index.get(hash)));
                flat.push(GAP);
            }
            flat
        })
        .collect();
    let mut forbidden = vec![false; (n + 1) * n];
    for &(before, label) in &options.forbidden {
        forbidden[before * n + label] = true;
    }
    let task = Task {
        examples,
        numbered: &numbered,
        n_features: index.len(),
        options,
        restraint,
        forbidden: &forbidden,
    };
    let mut weights = vec![0.0; index.len() * n];
    let mut pairs = vec![0.0; (n + 1) * n];
    let share = 1.0 / restraint.n_models as f32;
    for model in 0..restraint.n_models {
        let (more_weights, more_pairs) = task.learn(options.seed + u64::from(model), &mut progress);
        // All features are there when the model is asked: each counts for as much as it did while it was learned.
        add(&mut weights, &more_weights, share * (1.0 - restraint.drop));
        add(&mut pairs, &more_pairs, share);
    }
    pack(&index, &weights, &pairs, &forbidden, options)
}

fn add(sums: &mut [f32], more: &[f32], times: f32) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more * times;
    }
}

/// What is learned, and how.
struct Task<'a> {
    examples: &'a [Example],
    /// The features of each example by their numbers, with a gap behind each token.
    numbered: &'a [Vec<u32>],
    n_features: usize,
    options: &'a Options,
    restraint: Restraint,
    forbidden: &'a [bool],
}

impl Task<'_> {
    /// Learns one model; returns its weights and those of the label pairs.
    fn learn(&self, seed: u64, mut progress: impl FnMut(usize, f64)) -> (Vec<f32>, Vec<f32>) {
        let n = self.options.n_labels;
        let mut weights = Weights::new(self.n_features * n);
        let mut pairs = Weights::new((n + 1) * n);
        let mut order: Vec<usize> = (0..self.examples.len()).collect();
        let mut dice = Dice(seed);
        let mut lattice = Lattice::default();
        let mut gradient = vec![0.0; n];
        let mut step = 1.0;
        let mut seen: Vec<u32> = Vec::new();
        let drop = (self.restraint.drop * DICE_SIDES) as u64;
        for epoch in 0..self.options.n_epochs {
            dice.shuffle(&mut order);
            let (mut likelihood, mut n_tokens) = (0.0, 0);
            let rate = STEP / (1.0 + epoch as f32 * FALL);
            for &at in &order {
                let example = &self.examples[at];
                if example.labels.is_empty() {
                    continue;
                }
                seen.clear();
                let numbers = self.numbered[at].iter();
                seen.extend(
                    numbers.filter(|&&number| number == GAP || drop == 0 || dice.roll() >= drop),
                );
                lattice.fit(example.labels.len(), n, &example.allowed);
                self.expect(&seen, &weights, &pairs, &mut lattice);
                likelihood += lattice.likelihood(n, &example.labels);
                n_tokens += example.labels.len();
                step += 1.0;
                let mut idx = 0;
                lattice.gradient(n, 0, &example.labels, &mut gradient);
                for &number in &seen {
                    if number == GAP {
                        idx += 1;
                        if idx < example.labels.len() {
                            lattice.gradient(n, idx, &example.labels, &mut gradient);
                        }
                        continue;
                    }
                    for (label, &by) in gradient.iter().enumerate() {
                        if by.abs() > LEAST {
                            let at = number as usize * n + label;
                            let by =
                                by * example.weight - self.restraint.decay * weights.values[at];
                            weights.step(at, rate * by, step);
                        }
                    }
                }
                for (at, forbidden) in self.forbidden.iter().enumerate() {
                    let by = lattice.pair_sums[at];
                    if !forbidden && by != 0.0 {
                        pairs.step(at, rate * by as f32 * example.weight, step);
                    }
                }
            }
            progress(epoch, likelihood / n_tokens.max(1) as f64);
        }
        (weights.mean(step), pairs.mean(step))
    }

    /// Finds the probabilities of all labels under the weights.
    fn expect(&self, seen: &[u32], weights: &Weights, pairs: &Weights, lattice: &mut Lattice) {
        let n = self.options.n_labels;
        each_row(seen, n, &weights.values, |idx, row| {
            for (score, weight) in lattice.scores[idx * n..(idx + 1) * n].iter_mut().zip(row) {
                *score += f64::from(*weight);
            }
        });
        lattice.run(n, |before, label| {
            if self.forbidden[before * n + label] {
                f64::NEG_INFINITY
            } else {
                f64::from(pairs.values[before * n + label])
            }
        });
    }
}

/// Weights, and each change times the step at which it came, so that the mean over all steps can be had at the end.
struct Weights {
    values: Vec<f32>,
    sums: Vec<f64>,
}

impl Weights {
    fn new(n: usize) -> Self {
        Self {
            values: vec![0.0; n],
            sums: vec![0.0; n],
        }
    }

    fn step(&mut self, at: usize, by: f32, step: f64) {
        self.values[at] += by;
        self.sums[at] += f64::from(by) * step;
    }

    fn mean(self, steps: f64) -> Vec<f32> {
        self.values
            .into_iter()
            .zip(self.sums)
            .map(|(value, sum)| (f64::from(value) - sum / steps) as f32)
            .collect()
    }
}

/// The scores and probabilities of the labels of one sequence.
#[derive(Clone, Debug, Default)]
pub struct Lattice {
    /// The score of each label of each token; after the run its exponential, up to a factor for each token.
    scores: Vec<f64>,
    ahead: Vec<f64>,
    behind: Vec<f64>,
    /// What the forward values of each token summed up to before they were brought to one.
    sizes: Vec<f64>,
    pairs: Vec<f64>,
    /// Which labels may stand at each token.
    masks: Vec<u64>,
    /// What is right less what is expected, for each pair of labels.
    pair_sums: Vec<f64>,
}

impl Lattice {
    /// Makes room; `allowed` is as for [`Perceptron::decode`], or empty where any label may stand everywhere.
    fn fit(&mut self, n_tokens: usize, n: usize, allowed: &[u64]) {
        for values in [&mut self.scores, &mut self.ahead, &mut self.behind] {
            values.clear();
            values.resize(n_tokens * n, 0.0);
        }
        self.sizes.clear();
        self.sizes.resize(n_tokens, 0.0);
        self.pair_sums.clear();
        self.pair_sums.resize((n + 1) * n, 0.0);
        let all = u64::MAX >> (MAX_LABELS - n);
        self.masks.clear();
        self.masks.extend(
            (0..n_tokens).map(|idx| match allowed.get(idx).unwrap_or(&0) & all {
                0 => all,
                mask => mask,
            }),
        );
    }

    /// Runs forwards and backwards; afterwards `ahead * behind` are the probabilities of the labels.
    fn run(&mut self, n: usize, pair: impl Fn(usize, usize) -> f64) {
        let n_tokens = self.sizes.len();
        self.pairs.clear();
        for before in 0..=n {
            self.pairs
                .extend((0..n).map(|label| pair(before, label).exp()));
        }
        for idx in 0..n_tokens {
            let here = idx * n..(idx + 1) * n;
            let mask = self.masks[idx];
            let most = ones(mask).fold(f64::NEG_INFINITY, |most, label| {
                most.max(self.scores[here.start + label])
            });
            for label in ones(mask) {
                let score = &mut self.scores[here.start + label];
                *score = (*score - most).exp();
                let arriving = match idx.checked_sub(1) {
                    None => self.pairs[n * n + label],
                    Some(last) => ones(self.masks[last])
                        .map(|before| {
                            self.ahead[last * n + before] * self.pairs[before * n + label]
                        })
                        .sum(),
                };
                self.ahead[here.start + label] = arriving * self.scores[here.start + label];
            }
            let size = self.ahead[here.clone()]
                .iter()
                .sum::<f64>()
                .max(f64::MIN_POSITIVE);
            for value in &mut self.ahead[here] {
                *value /= size;
            }
            self.sizes[idx] = size;
        }
        self.behind[(n_tokens - 1) * n..].fill(1.0);
        for idx in (0..n_tokens - 1).rev() {
            for before in ones(self.masks[idx]) {
                let mut sum = 0.0;
                for label in ones(self.masks[idx + 1]) {
                    let through = self.pairs[before * n + label]
                        * self.scores[(idx + 1) * n + label]
                        * self.behind[(idx + 1) * n + label]
                        / self.sizes[idx + 1];
                    sum += through;
                    self.pair_sums[before * n + label] -= self.ahead[idx * n + before] * through;
                }
                self.behind[idx * n + before] = sum;
            }
        }
        for label in 0..n {
            self.pair_sums[n * n + label] -= self.ahead[label] * self.behind[label];
        }
    }

    /// Returns the probability of a label at a token.
    fn probability(&self, n: usize, idx: usize, label: usize) -> f64 {
        self.ahead[idx * n + label] * self.behind[idx * n + label]
    }

    /// Returns the probability of a label at a token after a run.
    pub fn certainty(&self, n: usize, idx: usize, label: usize) -> f32 {
        self.probability(n, idx, label) as f32
    }

    /// Adds the right pairs to the sums and returns the log-likelihood of the right labels.
    fn likelihood(&mut self, n: usize, labels: &[u8]) -> f64 {
        let mut sum = 0.0;
        let mut before = n;
        for (idx, &label) in labels.iter().enumerate() {
            let pair = before * n + usize::from(label);
            self.pair_sums[pair] += 1.0;
            let value = self.scores[idx * n + usize::from(label)] * self.pairs[pair];
            sum += value.max(f64::MIN_POSITIVE).ln() - self.sizes[idx].ln();
            before = usize::from(label);
        }
        sum
    }

    /// Writes what is right less what is expected for each label of a token.
    fn gradient(&self, n: usize, idx: usize, labels: &[u8], gradient: &mut [f32]) {
        for (label, by) in gradient.iter_mut().enumerate() {
            let right = f64::from(u8::from(usize::from(labels[idx]) == label));
            *by = (right - self.probability(n, idx, label)) as f32;
        }
    }
}

impl Perceptron {
    /// Finds how probable each given label is, for a model that was learned by likelihood.
    pub fn certainties(
        &self,
        features: &Features,
        labels: &[u8],
        lattice: &mut Lattice,
        certainties: &mut Vec<f32>,
    ) {
        self.weigh(features, lattice);
        certainties.clear();
        certainties.extend(
            labels
                .iter()
                .enumerate()
                .map(|(idx, &label)| lattice.certainty(self.n_labels, idx, usize::from(label))),
        );
    }

    /// Finds the sequence with the most probable labels, each by itself: the greatest sum of certainties, each times
    /// the worth of its label, among the sequences without forbidden pairs. Finds more than the most probable sequence
    /// where many readings of one place share what speaks for it.
    pub fn decode_expected(
        &self,
        features: &Features,
        worths: &[f32],
        lattice: &mut Lattice,
        labels: &mut Vec<u8>,
    ) {
        let n = self.n_labels;
        let n_tokens = features.len();
        labels.clear();
        labels.resize(n_tokens, 0);
        if n_tokens == 0 {
            return;
        }
        self.weigh(features, lattice);
        let mut back = vec![0_u8; n_tokens * n];
        let mut paths = vec![f32::NEG_INFINITY; n];
        let mut next = paths.clone();
        for idx in 0..n_tokens {
            for label in 0..n {
                let allowed = |before: &usize| self.pairs[before * n + label] != NEVER;
                let best = if idx == 0 {
                    allowed(&n).then_some((0, 0.0))
                } else {
                    (0..n)
                        .filter(allowed)
                        .map(|before| (before, paths[before]))
                        .reduce(|a, b| if b.1 > a.1 { b } else { a })
                };
                let (before, sum) = best.unwrap_or((0, f32::NEG_INFINITY));
                next[label] = sum + worths[label] * lattice.certainty(n, idx, label);
                back[idx * n + label] = before as u8;
            }
            std::mem::swap(&mut paths, &mut next);
        }
        let mut label = (0..n)
            .reduce(|a, b| if paths[b] > paths[a] { b } else { a })
            .unwrap_or(0);
        for idx in (0..n_tokens).rev() {
            labels[idx] = label as u8;
            label = usize::from(back[idx * n + label]);
        }
    }

    /// Finds the probability of every label at every token.
    fn weigh(&self, features: &Features, lattice: &mut Lattice) {
        let n = self.n_labels;
        let n_tokens = features.len();
        lattice.fit(n_tokens, n, &[]);
        if n_tokens == 0 {
            return;
        }
        let mut sums = [0; MAX_LABELS];
        let unit = 1.0 / f64::from(self.scale);
        for idx in 0..n_tokens {
            self.score(features.of(idx), &mut sums[..n]);
            for (score, &sum) in lattice.scores[idx * n..(idx + 1) * n].iter_mut().zip(&sums) {
                *score = f64::from(sum) * unit;
            }
        }
        lattice.run(n, |before, label| match self.pairs[before * n + label] {
            NEVER => f64::NEG_INFINITY,
            score => f64::from(score) * unit,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::train::tests::example;
    use super::*;

    #[test]
    fn the_sequence_of_most_probable_labels_keeps_to_what_is_allowed() {
        let options = Options {
            n_labels: 3,
            n_epochs: 200,
            min_count: 1,
            max_features: 1000,
            forbidden: vec![(3, 2), (0, 2)],
            seed: 1,
        };
        let restraint = Restraint {
            decay: 0.0,
            drop: 0.1,
            n_models: 2,
        };
        let examples = [
            example(&[("new", 1), ("york", 2), ("said", 0)]),
            example(&[("a", 0), ("law", 0)]),
        ];
        let model = train(&examples, &options, restraint, |_, _| {});
        assert_eq!(
            train(&examples, &options, restraint, |_, _| {}),
            model,
            "training is deterministic"
        );
        let decode = |example: &Example| {
            let (mut lattice, mut labels) = (Lattice::default(), Vec::new());
            model.decode_expected(&example.features, &[1.0; 3], &mut lattice, &mut labels);
            labels
        };
        for example in &examples {
            assert_eq!(decode(example), example.labels);
        }
        let cut = decode(&example(&[("york", 2), ("said", 0)]));
        assert_ne!(cut[0], 2, "no name goes on that has not begun");
        assert!(decode(&Example::default()).is_empty());
    }
}
