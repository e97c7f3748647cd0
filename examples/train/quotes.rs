//! Learns quotations from the annotated articles of `quotes/`: which words are content, reporting words and sources;
//! which source belongs to which report; and how far such quotations can be trusted.
//!
//! The last two learn from what the first says of articles that it has not seen: every article is read by models of
//! the other folds.

use crate::judge::{Claim, is_right};
use crate::said::{Article, Said, read};
use crate::{Failure, Folders};
use reading_room::text::entities::Who;
use reading_room::text::form::forms;
use reading_room::text::names::names;
use reading_room::text::perceptron::train::{Example, Options};
use reading_room::text::perceptron::{Features, field};
use reading_room::text::quote::assemble::assemble;
use reading_room::text::quote::confidence::{Signs, Trust, signs};
use reading_room::text::quote::features::extract;
use reading_room::text::quote::scene::Scene;
use reading_room::text::quote::sources::{N_ANSWERS, Question, Weigher, candidates};
use reading_room::text::quote::speaker::speakers;
use reading_room::text::quote::tagger::{Label, Run, Tagger, may_hold_report};
use reading_room::text::quote::{kind, pieces};
use reading_room::text::sentence::Ground;
use reading_room::text::tag::tags;
use reading_room::text::{Span, Speaker};
use std::ops::Range;

/// The files that may be learned from.
const FILES: [&str; 2] = ["newsroom", "wikinews_train"];
/// Parts the articles are dealt into.
const N_FOLDS: usize = 4;
/// How much less probable it becomes that a word is no part of a report: misses cost more than mistakes, which
/// confidence sorts out.
const FAVOUR: f32 = -0.6;

/// Learns all models of quotations and writes them.
pub fn train(folders: &Folders) -> Result<(), Failure> {
    let mut articles = Vec::new();
    for name in FILES {
        articles.extend(read(&folders.data(&format!("quotes/{name}.jsonl")))?);
    }
    let labelled: Vec<Vec<Example>> = articles
        .iter()
        .map(|article| on_scene(article, |scene, _| label_examples(scene, article)))
        .collect();
    let taggers: Vec<Tagger> = (0..N_FOLDS)
        .map(|fold| learn_tagger(&without(&labelled, fold)))
        .collect();
    let weighed: Vec<Vec<Example>> = articles
        .iter()
        .enumerate()
        .map(|(idx, article)| {
            on_scene(article, |scene, _| {
                let runs = taggers[idx % N_FOLDS].runs(scene);
                source_examples(scene, article, &runs)
            })
        })
        .collect();
    let weighers: Vec<Weigher> = (0..N_FOLDS)
        .map(|fold| learn_weigher(&without(&weighed, fold)))
        .collect();
    let mut trusted = Vec::new();
    let mut n_written = 0;
    for (idx, article) in articles.iter().enumerate() {
        let fold = idx % N_FOLDS;
        on_scene(article, |scene, who| {
            judge(
                scene,
                who,
                article,
                &taggers[fold],
                &weighers[fold],
                &mut trusted,
            );
        });
        if article.id.starts_with("newsroom/") {
            n_written = trusted.len();
        }
    }
    // Real news says how often such quotations are right; the written articles are harder on purpose.
    let real = trusted.split_off(n_written);
    let right = real.iter().filter(|(_, right)| *right).count();
    let gold: usize = articles
        .iter()
        .filter(|article| !article.id.starts_with("newsroom/"))
        .map(|article| article.quotes.len())
        .sum();
    println!(
        "  on articles not seen: {right} of {} quotations right with their full names, of {gold} annotated",
        real.len()
    );
    folders.write(
        "quotes.bin",
        &learn_tagger(&without(&labelled, N_FOLDS)).to_bytes(),
    )?;
    folders.write(
        "quote_sources.bin",
        &learn_weigher(&without(&weighed, N_FOLDS)).to_bytes(),
    )?;
    folders.write("quote_trust.bin", &Trust::learn(&real).to_bytes())
}

/// Reads an article up to where its reports are looked for.
fn on_scene<T>(article: &Article, what: impl FnOnce(&Scene, &Who) -> T) -> T {
    let ground = Ground::new(&article.body);
    let forms = forms(&ground);
    let tags = tags(&ground, &forms);
    let names = names(&ground, &forms, &tags);
    let who = Who::new(&ground, &tags, &names);
    what(
        &Scene::new(&ground, &tags, &who.mentions, &who.tokens),
        &who,
    )
}

/// Returns the examples of all articles but those of a fold.
fn without(examples: &[Vec<Example>], fold: usize) -> Vec<Example> {
    examples
        .iter()
        .enumerate()
        .filter(|(idx, _)| idx % N_FOLDS != fold)
        .flat_map(|(_, examples)| examples.iter().cloned())
        .collect()
}

fn learn_tagger(examples: &[Example]) -> Tagger {
    let options = Options {
        n_labels: Label::ALL.len(),
        n_epochs: 8,
        min_count: 2,
        max_features: 400_000,
        forbidden: Label::FORBIDDEN.to_vec(),
        seed: 7,
    };
    let mut model = field::train(examples, &options, 0.0, |_, _| {});
    model.favour(Label::Other as usize, FAVOUR);
    Tagger::new(model)
}

fn learn_weigher(examples: &[Example]) -> Weigher {
    let options = Options {
        n_labels: N_ANSWERS,
        n_epochs: 12,
        min_count: 2,
        max_features: 100_000,
        forbidden: Vec::new(),
        seed: 3,
    };
    Weigher::new(field::train(examples, &options, 0.0003, |_, _| {}))
}

/// Makes an example of each paragraph that may hold a report.
fn label_examples(scene: &Scene, article: &Article) -> Vec<Example> {
    let labels = labels(scene.ground, article);
    let mut examples = Vec::new();
    for (idx, paragraph) in scene.ground.paragraphs.iter().enumerate() {
        if !may_hold_report(scene, &paragraph.tokens) {
            continue;
        }
        let mut features = Features::default();
        extract(scene, idx, &mut features);
        examples.push(Example {
            allowed: vec![0; features.len()],
            features,
            labels: labels[paragraph.tokens.clone()].to_vec(),
            weight: 1.0,
        });
    }
    examples
}

/// Lays the annotation over the tokens; of quotations that stand in each other the outer one counts.
fn labels(ground: &Ground, article: &Article) -> Vec<u8> {
    let is_content = |label: &u8| *label == Label::Begin as u8 || *label == Label::Inside as u8;
    let mut labels = vec![Label::Other as u8; ground.tokens.len()];
    let mut quotes: Vec<&Said> = article.quotes.iter().collect();
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

/// Asks of each annotated report with a reporting word which noun phrase is its source.
fn source_examples(scene: &Scene, article: &Article, runs: &[Run]) -> Vec<Example> {
    let mut examples = Vec::new();
    for quote in &article.quotes {
        let tokens = |spans: &[Span]| {
            spans
                .first()
                .map(|span| scene.ground.tokens_in(*span))
                .filter(|tokens| !tokens.is_empty())
        };
        let (Some(cue), Some(content)) = (tokens(&quote.cue), tokens(&quote.content)) else {
            continue;
        };
        let candidates = candidates(scene, scene.sentences_of(&cue));
        let question = Question {
            scene,
            cue: &cue,
            content: &content,
            runs,
            candidates: &candidates,
        };
        for (at, candidate) in candidates.iter().enumerate() {
            if question.is_out(candidate) {
                continue;
            }
            let mut features = Features::default();
            question.features(at, &mut features);
            features.close();
            let yes = quote
                .source
                .iter()
                .any(|span| is_same(&scene.ground.tokens_in(*span), &candidate.tokens));
            examples.push(Example {
                features,
                allowed: vec![0],
                labels: vec![u8::from(yes)],
                weight: 1.0,
            });
        }
    }
    examples
}

/// Tells whether two phrases share at least half of the shorter one.
fn is_same(a: &Range<usize>, b: &Range<usize>) -> bool {
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    shared > 0 && shared * 2 >= a.len().min(b.len())
}

/// Adds what spoke for each quotation that was found, and whether it was right.
fn judge(
    scene: &Scene,
    who: &Who,
    article: &Article,
    tagger: &Tagger,
    weigher: &Weigher,
    trusted: &mut Vec<(Signs, bool)>,
) {
    let reports = assemble(scene, &tagger.runs(scene), weigher);
    for (report, found) in reports.iter().zip(speakers(scene, who, &reports)) {
        let name = match &found.speaker {
            Speaker::Entity(id) => Some(who.entity(*id).name.as_str()),
            Speaker::Group(name) => Some(name.as_str()),
            Speaker::Unknown(_) => None,
        };
        let source: Vec<Span> = report
            .source
            .iter()
            .map(|tokens| scene.ground.span(tokens))
            .collect();
        let content = pieces(scene, report);
        let claim = Claim {
            content: &content,
            source: &source,
            name,
        };
        let right = is_right(scene.ground.text, &article.quotes, &claim);
        trusted.push((signs(report, kind(scene, report), found.step), right));
    }
}
