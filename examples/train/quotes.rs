//! Learns which words are content, which report, and which name the source, from annotated articles of `quotes/`.

use crate::said::{Article, read};
use crate::{Failure, Folders};
use reading_room::text::form::forms;
use reading_room::text::perceptron::Features;
use reading_room::text::perceptron::train::{Example, Options, train as learn};
use reading_room::text::quote::clues::Clues;
use reading_room::text::quote::features::{Scene, extract};
use reading_room::text::quote::tagger::{Label, Tagger, may_hold_report};
use reading_room::text::sentence::Ground;
use reading_room::text::tag::tags;

/// The files that may be learned from.
const FILES: [&str; 2] = ["newsroom", "wikinews_train"];

/// Learns the tagger of quotations and writes `quotes.bin`.
pub fn train(folders: &Folders) -> Result<(), Failure> {
    let mut examples = Vec::new();
    for name in FILES {
        for article in read(&folders.data(&format!("quotes/{name}.jsonl")))? {
            add_examples(&article, &mut examples);
        }
    }
    let options = Options {
        n_labels: Label::ALL.len(),
        n_epochs: 12,
        min_count: 2,
        max_features: 400_000,
        forbidden: Label::FORBIDDEN.to_vec(),
        seed: 7,
    };
    let model = learn(&examples, &options, |epoch, right| {
        println!(
            "  epoch {epoch}: {:.2} % of the training tokens",
            100.0 * right
        );
    });
    folders.write("quotes.bin", &Tagger::new(model).to_bytes())
}

/// Adds an example for each paragraph that may hold a report.
fn add_examples(article: &Article, examples: &mut Vec<Example>) {
    let ground = Ground::new(&article.body);
    let tags = tags(&ground, &forms(&ground));
    let clues = Clues::new(&ground, &tags);
    let scene = Scene {
        ground: &ground,
        tags: &tags,
        clues: &clues,
    };
    let labels = labels(&ground, article);
    for (idx, paragraph) in ground.paragraphs.iter().enumerate() {
        if !may_hold_report(&scene, &paragraph.tokens) {
            continue;
        }
        let mut features = Features::default();
        extract(&scene, idx, &mut features);
        examples.push(Example {
            allowed: vec![0; features.len()],
            features,
            labels: labels[paragraph.tokens.clone()].to_vec(),
            weight: 1.0,
        });
    }
}

/// Lays the annotation over the tokens; of quotations that stand in each other the outer one counts.
fn labels(ground: &Ground, article: &Article) -> Vec<u8> {
    let is_content = |label: &u8| *label == Label::Begin as u8 || *label == Label::Inside as u8;
    let mut labels = vec![Label::Other as u8; ground.tokens.len()];
    let mut quotes: Vec<_> = article.quotes.iter().collect();
    quotes.sort_by_key(|quote| {
        let length: usize = quote.content.iter().map(|span| span.len()).sum();
        std::cmp::Reverse(length)
    });
    for quote in quotes {
        let pieces: Vec<_> = quote
            .content
            .iter()
            .map(|span| ground.tokens_in(*span))
            .collect();
        if pieces
            .iter()
            .any(|piece| labels[piece.clone()].iter().any(is_content))
        {
            continue;
        }
        for piece in pieces {
            labels[piece.clone()].fill(Label::Inside as u8);
            if let Some(first) = labels.get_mut(piece.start) {
                *first = Label::Begin as u8;
            }
        }
        for (spans, label) in [(&quote.cue, Label::Cue), (&quote.source, Label::Source)] {
            for idx in spans.iter().flat_map(|span| ground.tokens_in(*span)) {
                if labels[idx] == Label::Other as u8 {
                    labels[idx] = label as u8;
                }
            }
        }
    }
    for paragraph in &ground.paragraphs {
        let first = &mut labels[paragraph.tokens.start];
        if *first == Label::Inside as u8 {
            *first = Label::Begin as u8;
        }
    }
    labels
}
