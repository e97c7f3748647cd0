//! How sure is a quotation? The share of quotations with such evidence that were right, by logistic regression.

use super::super::analysis::QuoteKind;
use super::assemble::{Link, Report};
use super::speaker::Step;
use std::sync::LazyLock;

/// The number of things that are weighed.
pub const N_SIGNS: usize = 19;

/// What speaks for and against a quotation.
pub type Signs = [f32; N_SIGNS];

/// Returns what speaks for and against a quotation.
pub fn signs(report: &Report, kind: QuoteKind, step: Step) -> Signs {
    let is = |yes: bool| f32::from(u8::from(yes));
    let odds = |share: f32| {
        let share = share.clamp(0.01, 0.99);
        (share / (1.0 - share)).ln()
    };
    [
        1.0,
        odds(report.certainty),
        odds(report.mean_certainty),
        odds(report.source_certainty),
        is(report.link == Link::Cue),
        is(report.link == Link::Likely),
        is(report.link == Link::Beside),
        is(report.link == Link::GoesOn),
        is(report.link == Link::Within),
        is(report.link == Link::Nobody),
        is(kind == QuoteKind::Direct),
        is(kind == QuoteKind::Mixed),
        is(step == Step::Name),
        is(step == Step::Pronoun),
        is(step == Step::Plural),
        is(step == Step::Role),
        is(step == Step::Plain),
        is(report.content.len() > 1),
        is(report
            .content
            .iter()
            .map(std::ops::Range::len)
            .sum::<usize>()
            < 4),
    ]
}

/// The weights of the signs.
#[derive(Clone, Debug, PartialEq)]
pub struct Trust([f32; N_SIGNS]);

static TRUST: LazyLock<Option<Trust>> =
    LazyLock::new(|| Trust::from_bytes(include_bytes!("../../../models/quote_trust.bin")));

/// How strongly weights are pulled towards nothing when they are learned.
const PULL: f64 = 0.002;
/// Rounds of learning; the sum of so few signs settles long before.
const ROUNDS: usize = 4000;

impl Trust {
    /// Returns the weights that come with the program; nothing if their file is damaged.
    pub fn shipped() -> Option<&'static Self> {
        TRUST.as_ref()
    }

    /// Unpacks weights.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut weights = [0.0; N_SIGNS];
        if bytes.len() != N_SIGNS * 4 {
            return None;
        }
        for (weight, four) in weights.iter_mut().zip(bytes.chunks_exact(4)) {
            *weight = f32::from_le_bytes([four[0], four[1], four[2], four[3]]);
        }
        Some(Self(weights))
    }

    /// Packs the weights.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0
            .iter()
            .flat_map(|weight| weight.to_le_bytes())
            .collect()
    }

    /// Returns the share of quotations with these signs that are right, 0 to 1.
    pub fn of(&self, signs: &Signs) -> f32 {
        let sum: f32 = self.0.iter().zip(signs).map(|(a, b)| a * b).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// Learns the weights from quotations and whether they were right.
    pub fn learn(examples: &[(Signs, bool)]) -> Self {
        let mut weights = [0.0_f64; N_SIGNS];
        let n = examples.len().max(1) as f64;
        for _ in 0..ROUNDS {
            let mut slope = [0.0; N_SIGNS];
            for (signs, right) in examples {
                let sum: f64 = weights
                    .iter()
                    .zip(signs)
                    .map(|(a, b)| a * f64::from(*b))
                    .sum();
                let off = f64::from(u8::from(*right)) - 1.0 / (1.0 + (-sum).exp());
                for (slope, sign) in slope.iter_mut().zip(signs) {
                    *slope += off * f64::from(*sign) / n;
                }
            }
            for (weight, slope) in weights.iter_mut().zip(slope) {
                *weight += 0.3 * (slope - PULL * *weight);
            }
        }
        Self(weights.map(|weight| weight as f32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learned_shares_are_those_of_the_examples() {
        let mut strong = [0.0; N_SIGNS];
        strong[0] = 1.0;
        let mut weak = strong;
        weak[1] = -1.0;
        let mut examples = Vec::new();
        for n in 0..100 {
            examples.push((strong, n % 10 != 0));
            examples.push((weak, n % 2 == 0));
        }
        let trust = Trust::learn(&examples);
        assert!((trust.of(&strong) - 0.9).abs() < 0.03);
        assert!((trust.of(&weak) - 0.5).abs() < 0.03);
        assert_eq!(Trust::from_bytes(&trust.to_bytes()), Some(trust));
        assert_eq!(Trust::from_bytes(&[0]), None);
    }

    #[test]
    fn the_weights_fit() {
        assert!(Trust::shipped().is_some());
    }
}
