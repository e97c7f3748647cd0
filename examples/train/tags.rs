//! Learns the parts of speech from the treebanks of `syntax/`.

use crate::treebank::{self, Score, Sentence};
use crate::{Failure, Folders, in_time};
use reading_room::text::form::forms;
use reading_room::text::perceptron::Features;
use reading_room::text::perceptron::train::{Example, Options, train as learn};
use reading_room::text::sentence::Ground;
use reading_room::text::tag::{self, Lexicon, Tag, Tagger, extract};
use reading_room::text::token::TokenKind;
use std::collections::BTreeMap;

/// A word is known if it was seen this often.
const KNOWN_COUNT: u32 = 12;
/// Tags of a known word that are rarer than this are mistakes or jokes.
const KNOWN_SHARE: f64 = 0.004;

/// Learns the tagger, says how good it is, and writes `tags.bin`.
pub fn train(folders: &Folders) -> Result<(), Failure> {
    let sentences = treebank::training(folders)?;
    let lexicon = lexicon(&sentences);
    let examples: Vec<Example> = sentences
        .iter()
        .map(|sentence| example(sentence, &lexicon))
        .collect();
    let options = Options {
        n_labels: Tag::ALL.len(),
        n_epochs: 8,
        min_count: 2,
        max_features: 180_000,
        forbidden: Vec::new(),
        seed: 4,
    };
    let model = learn(&examples, &options, |epoch, right| {
        println!(
            "  epoch {epoch}: {:.2} % of the training tokens",
            100.0 * right
        );
    });
    let tagger = Tagger::new(model, lexicon);
    let what = ["parts of speech", "with forms and numbers"];
    treebank::print_scores(folders, what, |sentence, total| {
        score(&tagger, sentence, total);
    })?;
    let bytes = tagger.to_bytes().leak();
    folders.write("tags.bin", bytes)?;
    in_time(tag::adopt(bytes))
}

fn lexicon(sentences: &[Sentence]) -> Lexicon {
    let mut counts: BTreeMap<u32, BTreeMap<u8, u32>> = BTreeMap::new();
    for sentence in sentences {
        let body = sentence.body();
        let ground = Ground::new(&body);
        for (token, tag) in ground.tokens.iter().zip(sentence.tags(&ground)) {
            if token.kind != TokenKind::Number {
                *counts
                    .entry(token.hash)
                    .or_default()
                    .entry(tag as u8)
                    .or_default() += 1;
            }
        }
    }
    let entries = counts.into_iter().filter_map(|(hash, tags)| {
        let all: u32 = tags.values().sum();
        let often = |count: u32| {
            f64::from(count) >= KNOWN_SHARE * f64::from(all) && (count > 1 || all < 40)
        };
        let mask = tags
            .iter()
            .filter(|(_, count)| often(**count))
            .map(|(tag, _)| 1_u32 << tag)
            .sum();
        (all >= KNOWN_COUNT && mask != 0).then_some((hash, mask))
    });
    Lexicon::new(entries.collect())
}

fn example(sentence: &Sentence, lexicon: &Lexicon) -> Example {
    let body = sentence.body();
    let ground = Ground::new(&body);
    let forms = forms(&ground);
    let mut example = Example {
        labels: sentence
            .tags(&ground)
            .into_iter()
            .map(|tag| tag as u8)
            .collect(),
        weight: 1.0,
        ..Example::default()
    };
    let mut features = Features::default();
    let whole = 0..ground.tokens.len();
    extract(
        &ground,
        &forms,
        &whole,
        lexicon,
        &mut features,
        &mut example.allowed,
    );
    example.features = features;
    for (mask, label) in example.allowed.iter_mut().zip(&example.labels) {
        *mask |= 1 << label;
    }
    example
}

/// Counts the tokens with the right part of speech, and with the right tag.
fn score(tagger: &Tagger, sentence: &Sentence, total: &mut Score) {
    let body = sentence.body();
    let ground = Ground::new(&body);
    let found = tagger.tags(&ground, &forms(&ground));
    for (found, gold) in found.into_iter().zip(sentence.tags(&ground)) {
        total.count(found.upos() == gold.upos(), found == gold);
    }
}
