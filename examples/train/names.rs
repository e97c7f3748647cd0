//! Learns the names from the texts of `entities/` and from text that another program has labelled.

use crate::gold::{self, Document, Marked};
use crate::names_score::{Score, score};
use crate::{Failure, Folders, in_time};
use reading_room::text::form::forms;
use reading_room::text::names::features::Sights;
use reading_room::text::names::labels::{N_LABELS, OUTSIDE, Part, forbidden, label, of_label};
use reading_room::text::names::{self, KINDS, names_by};
use reading_room::text::perceptron::field::{self, Restraint};
use reading_room::text::perceptron::train::{Example, Options};
use reading_room::text::perceptron::{Features, Perceptron, Scratch};
use reading_room::text::sentence::Ground;
use reading_room::text::tag::tags;
use reading_room::text::{Body, EntityKind};
use std::path::Path;

/// A set of texts to learn from.
struct Set {
    file: &'static str,
    /// How much a mistake in it counts; news after this project's own guide counts most.
    weight: f32,
    /// Whether it marks nationalities, events and works.
    has_others: bool,
}

const SETS: &[Set] = &[
    Set {
        file: "entities/newsroom.jsonl",
        weight: 1.4,
        has_others: true,
    },
    Set {
        file: "entities/wikinews_train.jsonl",
        weight: 1.4,
        has_others: true,
    },
    Set {
        file: "entities/wikigold_train.jsonl",
        weight: 0.7,
        has_others: true,
    },
    Set {
        file: "entities/gum_train.jsonl",
        weight: 0.7,
        has_others: false,
    },
    Set {
        file: "entities/uner_ewt_train.jsonl",
        weight: 0.7,
        has_others: false,
    },
];

/// Further articles, after this project's own guide, beside this file's models; some of them have their names marked.
const ARTICLES: &str = "models/sources/wikinews.jsonl";
/// How much a mistake in them counts.
const ARTICLES_WEIGHT: f32 = 0.7;
/// Text labelled by a program, there too.
const LABELLED: &str = "models/sources/labelled.jsonl.zst";
/// How much a mistake in it counts.
const LABELLED_WEIGHT: f32 = 0.14;
/// How strongly all weights are pulled towards nothing.
const DECAY: f32 = 0.000_07;

/// How the model that counts is held back. One alone hits or misses some dozen names by chance.
const RESTRAINT: Restraint = Restraint {
    decay: DECAY,
    drop: 0.0,
    n_models: 6,
};

/// The number of the fourth kind.
const OTHER: u8 = 3;

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
        min_count: 4,
        max_features: 360_000,
        forbidden: forbidden(),
        seed: 7,
    }
}

/// Learns the names, says how good they are, and writes `names.bin`.
pub fn train(folders: &Folders) -> Result<(), Failure> {
    let mut full = Vec::new();
    let mut part = Vec::new();
    let mut labelled = Vec::new();
    for set in SETS {
        for document in gold::read(&folders.data(set.file))? {
            let examples = examples_of(&document, set.weight);
            if set.has_others {
                full.extend(examples);
            } else {
                part.push(examples);
            }
        }
    }
    for document in gold::read(Path::new(ARTICLES))? {
        full.extend(examples_of(&document, ARTICLES_WEIGHT));
    }
    for document in gold::read(Path::new(LABELLED))? {
        labelled.extend(examples_of(&document, LABELLED_WEIGHT));
    }
    // Texts that leave out the fourth kind, or name a pandemic nothing, would teach that these are no names: a first
    // model fills them in.
    let first = field::train(&full, &options(5), Restraint::pull(DECAY), |_, _| {});
    let n_all = part.len();
    part.retain(|examples| is_whole(&first, examples));
    println!("  {} of {n_all} texts are left out", n_all - part.len());
    let mut part = part.concat();
    for example in part.iter_mut().chain(&mut labelled) {
        fill_in(&first, example);
    }
    full.append(&mut part);
    full.append(&mut labelled);
    let model = field::train(&full, &options(6), RESTRAINT, |epoch, likelihood| {
        println!("  epoch {epoch}: {likelihood:.5} log-likelihood of a token");
    });
    for name in DEV {
        let documents = gold::read(&folders.data(&format!("entities/{name}.jsonl")))?;
        println!("  {name}: {}", report(&model, &documents));
    }
    let bytes = model.to_bytes().leak();
    folders.write("names.bin", bytes)?;
    in_time(names::adopt(bytes))
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

/// Tells whether a text marks at least two thirds as many names as a model finds: a few are marked in part only.
fn is_whole(model: &Perceptron, examples: &[Example]) -> bool {
    /// Of fewer names half will do.
    const ENOUGH: usize = 20;
    let count = |labels: &[u8]| {
        let is_start = |label: &u8| {
            of_label(*label).is_some_and(|(kind, part)| {
                kind != OTHER && matches!(part, Part::First | Part::Only)
            })
        };
        labels.iter().filter(|label| is_start(label)).count()
    };
    let (mut n_marked, mut n_found) = (0, 0);
    let (mut scratch, mut found) = (Scratch::default(), Vec::new());
    for example in examples {
        model.decode(
            &example.features,
            &example.allowed,
            &mut scratch,
            &mut found,
        );
        n_marked += count(&example.labels);
        n_found += count(&found);
    }
    n_marked * 3 >= n_found * 2 || n_found < ENOUGH && n_marked * 2 >= n_found
}

/// Labels with the fourth kind what a model finds of it where an example marks nothing.
///
/// What the model takes for one of the other three there stays unmarked: the set has left it out with intent.
fn fill_in(model: &Perceptron, example: &mut Example) {
    let masks: Vec<u64> = example
        .labels
        .iter()
        .zip(&example.allowed)
        .map(|(&label, &allowed)| {
            if label == OUTSIDE {
                allowed
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
    for (label, found) in example.labels.iter_mut().zip(found) {
        if *label == OUTSIDE && of_label(found).is_some_and(|(kind, _)| kind == OTHER) {
            *label = found;
        }
    }
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
