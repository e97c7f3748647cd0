//! Is it so? A model with the answers *no* and *yes*, asked how probable *yes* is.

use super::field::Lattice;
use super::train::Example;
use super::{BadModel, Features, Perceptron};
use std::borrow::Cow;

/// The number of answers.
pub const N_ANSWERS: usize = 2;
/// The label of *yes*.
const YES: usize = 1;

/// A trained model of two answers.
#[derive(Debug)]
pub struct YesNo {
    model: Perceptron,
}

impl YesNo {
    /// Makes one of a model with the labels *no* and *yes*.
    pub fn new(model: Perceptron) -> Self {
        Self { model }
    }

    /// Reads one.
    ///
    /// # Errors
    ///
    /// If the bytes are no model, or one of other labels.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, BadModel> {
        let model = Perceptron::from_bytes(bytes)?;
        if model.n_labels() == N_ANSWERS {
            Ok(Self::new(model))
        } else {
            Err(BadModel::Kind)
        }
    }

    /// Writes it as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.model.to_bytes()
    }

    /// Returns how probable *yes* is for a single token with these features, 0 to 1.
    pub fn certainty(&self, features: &Features, lattice: &mut Lattice) -> f32 {
        let mut certainties = Vec::new();
        self.model
            .certainties(features, &[YES as u8], lattice, &mut certainties);
        certainties.first().copied().unwrap_or_default()
    }
}

/// Makes an example of the features of one token and the right answer.
pub fn example(features: Features, yes: bool) -> Example {
    Example {
        features,
        allowed: vec![0],
        labels: vec![u8::from(yes)],
        weight: 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::feature;
    use super::super::field::{Restraint, train};
    use super::super::train::Options;
    use super::*;

    fn seen(word: u32) -> Features {
        let mut features = Features::default();
        features.add(feature(1, word));
        features.close();
        features
    }

    #[test]
    fn says_how_probable_yes_is() {
        let options = Options {
            n_labels: N_ANSWERS,
            n_epochs: 100,
            min_count: 1,
            max_features: 100,
            forbidden: Vec::new(),
            seed: 1,
        };
        let examples: Vec<Example> = (0..8)
            .map(|at| example(seen(at % 4), at % 4 == 1))
            .collect();
        let model = YesNo::new(train(&examples, &options, Restraint::pull(0.0), |_, _| {}));
        let certainty = |word| model.certainty(&seen(word), &mut Lattice::default());
        assert!(certainty(1) > 0.5 && certainty(2) < 0.5);
        let same = YesNo::from_bytes(model.to_bytes()).unwrap();
        let again = same.certainty(&seen(1), &mut Lattice::default());
        assert_eq!(again.to_bits(), certainty(1).to_bits());
    }

    #[test]
    fn refuses_models_of_other_labels() {
        let options = Options {
            n_labels: 3,
            n_epochs: 1,
            min_count: 1,
            max_features: 10,
            forbidden: Vec::new(),
            seed: 1,
        };
        let other = train(
            &[example(seen(1), true)],
            &options,
            Restraint::pull(0.0),
            |_, _| {},
        );
        assert_eq!(
            YesNo::from_bytes(other.to_bytes()).err(),
            Some(BadModel::Kind)
        );
    }
}
