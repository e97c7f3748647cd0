//! Learns quotations from the annotated articles of `quotes/`: which words are content, reporting words and sources;
//! which source belongs to which report; and how far such quotations can be trusted.
//!
//! The last two learn from what the first says of articles that it has not seen: every article is read by models of
//! the other folds.

use crate::judge::{Claim, is_right};
use crate::said::{Article, Said, read};
use crate::{Failure, Folders};
use reading_room::text::dates::measures;
use reading_room::text::entities::Who;
use reading_room::text::form::forms;
use reading_room::text::names::names;
use reading_room::text::perceptron::field::{self, Restraint};
use reading_room::text::perceptron::train::{Example, Options};
use reading_room::text::perceptron::yes_no::{self, N_ANSWERS, YesNo};
use reading_room::text::perceptron::{Features, Perceptron, feature};
use reading_room::text::quote::assemble::{Link, Report};
use reading_room::text::quote::confidence::{Signs, Trust, signs};
use reading_room::text::quote::cues::{self, Cues};
use reading_room::text::quote::features::extract;
use reading_room::text::quote::scene::Scene;
use reading_room::text::quote::sources::{Question, candidates};
use reading_room::text::quote::speaker::speakers;
use reading_room::text::quote::tagger::{Label, Run, Tagger, may_hold_report};
use reading_room::text::quote::{kind, pieces, reports};
use reading_room::text::sentence::Ground;
use reading_room::text::tag::tags;
use reading_room::text::{Span, Speaker};
use std::ops::Range;
use std::path::Path;

/// The files that may be learned from.
const FILES: [&str; 2] = ["newsroom", "wikinews_train"];
/// Articles written to show words that report in one place and do not in another, further articles of Wikinews, and
/// further written ones.
const SOURCES: [&str; 3] = [
    "models/sources/contrasts.jsonl",
    "models/sources/wikinews.jsonl",
    "models/sources/newsroom.jsonl",
];
/// How much a mistake counts in an article that was written for this project, where one in a published article counts 1.
const WRITTEN_WEIGHT: f32 = 0.4;
/// Parts the articles are dealt into.
const N_FOLDS: usize = 4;
/// So many names of a hundred are hidden while learning: the names model has read the same articles, and misses more in
/// those it has not.
const MISSED: u32 = 12;
/// So many models of different seeds are averaged: one alone hits or misses some dozen quotations by chance.
const N_MODELS: u32 = 16;
/// The parts that are left out, one for each model; the last one leaves out none.
const FOLDS: [usize; N_FOLDS + 1] = [0, 1, 2, 3, N_FOLDS];

/// The models that read an article.
pub struct Reader {
    /// Weighs which words report.
    pub cues: YesNo,
    /// Finds content, reporting words and sources.
    pub tagger: Tagger,
    /// Weighs who the source of a report is.
    pub weigher: YesNo,
}

/// Learns all models of quotations and writes them.
pub fn train(folders: &Folders) -> Result<(), Failure> {
    let mut articles = Vec::new();
    for name in FILES {
        articles.extend(read(&folders.data(&format!("quotes/{name}.jsonl")))?);
    }
    for path in SOURCES {
        articles.extend(read(Path::new(path))?);
    }
    let readers = learn(&articles);
    let judged = judge_all(&articles, &readers);
    let right = judged.iter().filter(|(_, right)| *right).count();
    let gold: usize = articles
        .iter()
        .filter(|article| is_real(article))
        .map(|article| article.quotes.len())
        .sum();
    println!(
        "  on articles not seen: {right} of {} quotations right with their full names, of {gold} annotated",
        judged.len()
    );
    let trust = Trust::learn(&judged);
    let reader = &readers[N_FOLDS];
    folders.write("quote_cues.bin", &reader.cues.to_bytes())?;
    folders.write("quotes.bin", &reader.tagger.to_bytes())?;
    folders.write("quote_sources.bin", &reader.weigher.to_bytes())?;
    folders.write("quote_trust.bin", &trust.to_bytes())
}

/// Tells whether an article was published and annotated by hand alone: the written ones are harder on purpose.
fn is_real(article: &Article) -> bool {
    article.id.starts_with("wikinews/")
}

/// Lets mistakes in articles that nobody published count less.
fn weighed(mut examples: Vec<Example>, article: &Article) -> Vec<Example> {
    if article.id.starts_with("newsroom/") {
        for example in &mut examples {
            example.weight *= WRITTEN_WEIGHT;
        }
    }
    examples
}

/// Learns all models of quotations: those that have not seen a part of the articles, and last those that have seen all.
pub fn learn(articles: &[Article]) -> Vec<Reader> {
    let reporting = of_each(articles, |_, article| {
        on_scene(article, |scene, _| {
            weighed(cue_examples(scene, article), article)
        })
    });
    let cue_models = of_each(&FOLDS, |_, &fold| {
        YesNo::new(CUES.learn(&without(&reporting, fold)))
    });
    let labelled = of_each(articles, |idx, article| {
        on_scene(article, |scene, _| {
            let cues = cues::cues(&cue_models[idx % N_FOLDS], scene);
            weighed(label_examples(scene, article, &cues), article)
        })
    });
    let taggers = of_each(&FOLDS, |_, &fold| {
        Tagger::new(TAGGER.learn(&without(&labelled, fold)))
    });
    let asked = of_each(articles, |idx, article| {
        on_scene(article, |scene, _| {
            let cues = cues::cues(&cue_models[idx % N_FOLDS], scene);
            let runs = taggers[idx % N_FOLDS].runs(scene, &cues);
            weighed(source_examples(scene, article, &runs), article)
        })
    });
    let weighers = of_each(&FOLDS, |_, &fold| {
        YesNo::new(WEIGHER.learn(&without(&asked, fold)))
    });
    let parts = cue_models.into_iter().zip(taggers).zip(weighers);
    parts
        .map(|((cues, tagger), weigher)| Reader {
            cues,
            tagger,
            weigher,
        })
        .collect()
}

/// Returns what spoke for each quotation found in real news not seen, which says how often such quotations are right,
/// and whether it was right.
pub fn judge_all(articles: &[Article], readers: &[Reader]) -> Vec<(Signs, bool)> {
    of_each(articles, |idx, article| {
        if !is_real(article) {
            return Vec::new();
        }
        let reader = &readers[idx % N_FOLDS];
        on_scene(article, |scene, who| {
            let cues = cues::cues(&reader.cues, scene);
            let runs = reader.tagger.runs(scene, &cues);
            let reports = reports(scene, who, &cues, &runs, &reader.weigher);
            judge(scene, who, article, &reports)
        })
    })
    .concat()
}

/// Does something with each of many things on all processors; the answers keep the order.
fn of_each<T: Sync, R: Send>(things: &[T], what: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    let n_threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let what = &what;
    let mut answers: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..n_threads)
            .map(|first| {
                scope.spawn(move || {
                    let mine = things.iter().enumerate().skip(first).step_by(n_threads);
                    mine.map(|(idx, thing)| (idx, what(idx, thing)))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("a worker only computes"))
            .collect()
    });
    answers.sort_by_key(|(idx, _)| *idx);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// Reads an article up to where its reports are looked for.
fn on_scene<T>(article: &Article, what: impl FnOnce(&Scene, &Who) -> T) -> T {
    let ground = Ground::new(&article.body);
    let forms = forms(&ground);
    let tags = tags(&ground, &forms);
    let names = names(&ground, &forms, &tags);
    let mut who = Who::new(&ground, &tags, &names);
    who.add_measures(&ground, measures(&ground, &tags, None));
    let mut scene = Scene::new(&ground, &tags, &who.mentions, &who.tokens);
    for (mention, tokens) in who.mentions.iter().zip(&who.tokens) {
        if feature(91, mention.span.start) % 100 < MISSED {
            scene.kinds[tokens.clone()].fill(None);
            scene.mention[tokens.clone()].fill(u32::MAX);
        }
    }
    what(&scene, &who)
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

/// How a model is learned.
struct Lesson {
    n_labels: usize,
    forbidden: &'static [(usize, usize)],
    n_epochs: usize,
    max_features: usize,
    seed: u64,
    decay: f32,
    drop: f32,
}

const CUES: Lesson = Lesson {
    n_labels: N_ANSWERS,
    forbidden: &[],
    n_epochs: 12,
    max_features: 200_000,
    seed: 5,
    decay: 0.0003,
    drop: 0.2,
};
const TAGGER: Lesson = Lesson {
    n_labels: Label::ALL.len(),
    forbidden: &Label::FORBIDDEN,
    n_epochs: 12,
    max_features: 120_000,
    seed: 7,
    decay: 0.0,
    drop: 0.4,
};
const WEIGHER: Lesson = Lesson {
    max_features: 100_000,
    seed: 3,
    drop: 0.0,
    ..CUES
};

impl Lesson {
    fn learn(&self, examples: &[Example]) -> Perceptron {
        let options = Options {
            n_labels: self.n_labels,
            n_epochs: self.n_epochs,
            min_count: 2,
            max_features: self.max_features,
            forbidden: self.forbidden.to_vec(),
            seed: self.seed,
        };
        let restraint = Restraint {
            decay: self.decay,
            drop: self.drop,
            n_models: N_MODELS,
        };
        field::train(examples, &options, restraint, |_, _| {})
    }
}

/// Asks of each word that may report whether it does.
fn cue_examples(scene: &Scene, article: &Article) -> Vec<Example> {
    let cues: Vec<Range<usize>> = article
        .quotes
        .iter()
        .flat_map(|quote| &quote.cue)
        .map(|span| scene.ground.tokens_in(*span))
        .collect();
    let mut examples = Vec::new();
    for sentence in &scene.ground.sentences {
        let candidates = cues::candidates(scene, sentence);
        for at in 0..candidates.len() {
            let mut features = Features::default();
            cues::describe(scene, sentence, &candidates, at, &mut features);
            let yes = cues.iter().any(|cue| cue.contains(&candidates[at]));
            examples.push(yes_no::example(features, yes));
        }
    }
    examples
}

/// Makes an example of each paragraph that may hold a report.
fn label_examples(scene: &Scene, article: &Article, cues: &Cues) -> Vec<Example> {
    let labels = labels(scene.ground, article);
    let mut examples = Vec::new();
    for (idx, paragraph) in scene.ground.paragraphs.iter().enumerate() {
        if !may_hold_report(scene, &paragraph.tokens) {
            continue;
        }
        let mut features = Features::default();
        extract(scene, cues, idx, &mut features);
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
        let candidates = candidates(scene, scene.around(&cue));
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
            examples.push(yes_no::example(features, yes));
        }
    }
    examples
}

/// Tells whether two phrases share at least half of the shorter one.
fn is_same(a: &Range<usize>, b: &Range<usize>) -> bool {
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    shared > 0 && shared * 2 >= a.len().min(b.len())
}

/// Returns what spoke for each quotation that was found, and whether it was right.
fn judge(scene: &Scene, who: &Who, article: &Article, reports: &[Report]) -> Vec<(Signs, bool)> {
    let mut judged = Vec::new();
    for (report, found) in reports.iter().zip(speakers(scene, who, reports)) {
        if report.link == Link::Turn {
            continue;
        }
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
        judged.push((signs(report, kind(scene, report), found.step), right));
    }
    judged
}
