//! Learns the names from the texts of `entities/` and from text that another program has labelled.

use crate::gold::{self, Document, Marked};
use crate::names_score::{Score, score};
use crate::{Failure, Folders};
use reading_room::text::form::forms;
use reading_room::text::names::features::{N_LABELS, OUTSIDE, Part, Sights, forbidden, label};
use reading_room::text::names::{KINDS, names_by};
use reading_room::text::perceptron::train::{Example, Options, train as learn};
use reading_room::text::perceptron::{Features, Perceptron, Scratch};
use reading_room::text::sentence::Ground;
use reading_room::text::tag::tags;
use reading_room::text::{Body, EntityKind};
use std::path::Path;

/// A set of texts to learn from.
struct Set {
    file: &'static str,
    /// How much a mistake in it counts.
    weight: f32,
    /// Whether it marks nationalities, events and works.
    has_others: bool,
}

const SETS: &[Set] = &[
    Set {
        file: "entities/newsroom.jsonl",
        weight: 1.0,
        has_others: true,
    },
    Set {
        file: "entities/wikinews_train.jsonl",
        weight: 1.0,
        has_others: true,
    },
    Set {
        file: "entities/wikigold_train.jsonl",
        weight: 1.0,
        has_others: true,
    },
    Set {
        file: "entities/gum_train.jsonl",
        weight: 1.0,
        has_others: false,
    },
    Set {
        file: "entities/uner_ewt_train.jsonl",
        weight: 1.0,
        has_others: false,
    },
];

/// Text labelled by a program, beside this file's models.
const LABELLED: &str = "models/sources/labelled.jsonl.zst";
/// How much a mistake in it counts.
const LABELLED_WEIGHT: f32 = 0.4;

/// What the model is looked at with while it is made; never learned from.
const DEV: &[&str] = &[
    "wikinews_dev",
    "ewn.dev",
    "reu20.dev",
    "ieer.dev",
    "men.dev",
    "pudnews.dev",
];

fn options(n_epochs: usize) -> Options {
    Options {
        n_labels: N_LABELS,
        n_epochs,
        min_count: 2,
        max_features: 360_000,
        forbidden: forbidden(),
        seed: 7,
    }
}

/// Learns the names, says how good they are, and writes `names.bin`.
pub fn train(folders: &Folders) -> Result<(), Failure> {
    let mut full = Vec::new();
    let mut part = Vec::new();
    for set in SETS {
        for document in gold::read(&folders.data(set.file))? {
            let examples = if set.has_others { &mut full } else { &mut part };
            examples.extend(examples_of(&document, set.weight));
        }
    }
    for document in gold::read(Path::new(LABELLED))? {
        full.extend(examples_of(&document, LABELLED_WEIGHT));
    }
    // Sets that leave out the fourth kind would teach that nationalities are no names: a first model fills them in.
    let first = learn(&full, &options(3), |_, _| {});
    for example in &mut part {
        fill_in(&first, example);
    }
    full.append(&mut part);
    let model = learn(&full, &options(5), |epoch, right| {
        println!(
            "  epoch {epoch}: {:.2} % of the training tokens",
            100.0 * right
        );
    });
    for name in DEV {
        let documents = gold::read(&folders.data(&format!("entities/{name}.jsonl")))?;
        println!("  {name}: {}", report(&model, &documents));
    }
    folders.write("names.bin", &model.to_bytes())
}

fn examples_of(document: &Document, weight: f32) -> Vec<Example> {
    let body = Body::plain(document.text.clone());
    let ground = Ground::new(&body);
    let (forms, labels) = (forms(&ground), labels(&ground, &document.names));
    let tags = tags(&ground, &forms);
    let sights = Sights::new(&ground, &forms, &tags);
    let mut features = Features::default();
    let mut examples = Vec::new();
    for sentence in &ground.sentences {
        let mut allowed = Vec::new();
        sights.extract(sentence, &mut features, &mut allowed);
        let labels = labels[sentence.clone()].to_vec();
        for (mask, label) in allowed.iter_mut().zip(&labels) {
            *mask |= 1 << label;
        }
        examples.push(Example {
            features: features.clone(),
            allowed,
            labels,
            weight,
        });
    }
    examples
}

fn labels(ground: &Ground, names: &[Marked]) -> Vec<u8> {
    let mut labels = vec![OUTSIDE; ground.tokens.len()];
    for name in names {
        let Some(kind) = KINDS.iter().position(|kind| *kind == name.kind) else {
            continue;
        };
        let mut tokens = ground.tokens_in(name.span);
        // No name runs on into the next sentence.
        if !tokens.is_empty() {
            tokens.end = tokens
                .end
                .min(ground.sentences[ground.sentence_of(tokens.start)].end);
        }
        for idx in tokens.clone() {
            let part = match (idx == tokens.start, idx + 1 == tokens.end) {
                (true, true) => Part::Only,
                (true, false) => Part::First,
                (false, true) => Part::Last,
                (false, false) => Part::Inside,
            };
            labels[idx] = label(kind as u8, part);
        }
    }
    labels
}

/// Labels with the fourth kind what a model finds of it in an example that marks the other three.
fn fill_in(model: &Perceptron, example: &mut Example) {
    const OTHER: u8 = 3;
    let others: u64 = [Part::First, Part::Inside, Part::Last, Part::Only]
        .map(|part| 1 << label(OTHER, part))
        .iter()
        .sum();
    let masks: Vec<u64> = example
        .labels
        .iter()
        .zip(&example.allowed)
        .map(|(&label, &allowed)| {
            if label == OUTSIDE {
                allowed & (others | 1)
            } else {
                1 << label
            }
        })
        .collect();
    let mut found = Vec::new();
    model.decode(
        &example.features,
        &masks,
        &mut Scratch::default(),
        &mut found,
    );
    example.labels = found;
}

/// Returns the scores of a model on a set, by kind and together.
fn report(model: &Perceptron, documents: &[Document]) -> String {
    let mut scores = [Score::default(); KINDS.len()];
    for document in documents {
        let body = Body::plain(document.text.clone());
        let ground = Ground::new(&body);
        let forms = forms(&ground);
        let found: Vec<Marked> = names_by(model, &ground, &forms, &tags(&ground, &forms))
            .into_iter()
            .map(|name| Marked {
                span: ground.span(&name.tokens),
                kind: name.kind,
            })
            .collect();
        for (kind, sum) in KINDS.into_iter().zip(&mut scores) {
            sum.add(score(&document.text, &document.names, &found, kind));
        }
    }
    let mut three = Score::default();
    let mut line = String::new();
    for (kind, score) in KINDS.into_iter().zip(scores) {
        if kind != EntityKind::Other {
            three.add(score);
        }
        line += &format!("{} {:.1}  ", kind.label(), score.f1());
    }
    let mut four = three;
    four.add(scores[3]);
    format!(
        "{line}PER ORG LOC {:.2}, with MISC {:.2}",
        three.f1(),
        four.f1()
    )
}
