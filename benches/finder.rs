//! How fast and how good is the finder? Beside plain fuzzy-matcher and nucleo, in one run.
//!
//! `cargo bench --bench finder -- [HEADLINES]`: 2,000 made-up headlines without a number. Three things are told:
//!
//! * the best hundred are those of plain fuzzy-matcher that scores every headline (a difference ends the run);
//! * CPU time for each key while queries are typed, here and with the crate `nucleo` (one worker, all matches kept
//!   from key to key, as it is meant to be used);
//! * where the wanted headline stands: the mean reciprocal rank over queries with a known target.

#[path = "synthetic/archive.rs"]
#[expect(dead_code, reason = "only its chance is used here")]
mod archive;
#[path = "finder/headlines.rs"]
mod headlines;
#[path = "finder/measure.rs"]
mod measure;

use fuzzy_matcher::{FuzzyMatcher, skim::SkimMatcherV2};
use measure::{cpu_time, tell};
use nucleo::{
    Config, Nucleo,
    pattern::{CaseMatching, Normalization},
};
use reading_room::{
    corpus::Corpus,
    library::{Candidate, CandidateKind, FinderQuery, Library, Stage},
};
use std::{cmp::Reverse, ops::ControlFlow, path::Path, sync::Arc};

/// How many results are wanted.
const LIMIT: usize = 100;

/// Keystrokes that are compared with plain fuzzy-matcher; it is slow.
const MAX_COMPARED_LETTERS: usize = 400_000;

fn main() {
    let n_titles = std::env::args()
        .skip(1)
        .find_map(|word| word.parse().ok())
        .unwrap_or(2_000);
    let titles = headlines::make(n_titles);
    let folder = tempfile::tempdir().expect("a folder can be made");
    let library = library_of(&titles, folder.path());
    let keys: Vec<&str> = headlines::QUERIES
        .iter()
        .flat_map(|(query, _)| (1..=query.len()).map(|end| &query[..end]))
        .collect();
    println!("{} headlines, {} keys", titles.len(), keys.len());

    compare(&library, &titles, &keys);
    race(&library, &titles, &keys);
    println!(
        "mean reciprocal rank of {} targets: {:.3}",
        headlines::QUERIES.len(),
        mean_reciprocal_rank(&library)
    );
}

/// Reads articles of these headlines; their texts are of no interest.
fn library_of(titles: &[String], folder: &Path) -> Library {
    let lines: Vec<_> = titles
        .iter()
        .map(|title| serde_json::json!({ "title": title, "text": "." }).to_string())
        .collect();
    let corpus = folder.join("corpus");
    std::fs::create_dir(&corpus).expect("a folder can be made");
    std::fs::write(corpus.join("all.jsonl"), lines.join("\n")).expect("the file can be written");
    let (library, _) = Library::open(&Corpus::Paths(vec![corpus]), Some(&folder.join("cache")));
    library.refresh(&mut |progress| {
        if progress.stage == Stage::Analysing {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    library
}

fn find(library: &Library, pattern: &str) -> Vec<(i64, String)> {
    let query = FinderQuery {
        pattern: pattern.to_owned(),
        kinds: vec![CandidateKind::Article],
        limit: LIMIT,
    };
    library
        .find(&query, &[], &|| false, &mut |_| {})
        .into_iter()
        .filter(|found| matches!(found.candidate, Candidate::Article(_)))
        .map(|found| (found.score, found.text))
        .collect()
}

/// Scores every headline with nothing but the matcher: each word must match, the scores are added.
///
/// A fresh matcher for each headline, because one that has seen others scores doubled letters by chance.
fn plain(titles: &[String], pattern: &str) -> Vec<(i64, String)> {
    let mut all: Vec<_> = titles
        .iter()
        .filter_map(|title| {
            let matcher = SkimMatcherV2::default();
            let scores = pattern
                .split_whitespace()
                .map(|term| matcher.fuzzy_match(title, term));
            Some((Reverse(scores.sum::<Option<i64>>()?), title.len(), title))
        })
        .collect();
    all.sort();
    all.truncate(LIMIT);
    all.into_iter()
        .map(|(score, _, title)| (score.0, title.clone()))
        .collect()
}

fn compare(library: &Library, titles: &[String], keys: &[&str]) {
    let n_compared = (MAX_COMPARED_LETTERS / titles.len()).clamp(4, keys.len());
    let step = keys.len() / n_compared;
    let mut n_matching = 0;
    for key in keys.iter().step_by(step.max(1)) {
        let expected = plain(titles, key);
        if expected.is_empty() {
            // Nothing fits as typed: here the finder forgives, plain fuzzy-matcher does not.
            continue;
        }
        let mut found = find(library, key);
        found.sort_by(|a, b| (Reverse(a.0), a.1.len(), &a.1).cmp(&(Reverse(b.0), b.1.len(), &b.1)));
        let mut expected = expected;
        expected
            .sort_by(|a, b| (Reverse(a.0), a.1.len(), &a.1).cmp(&(Reverse(b.0), b.1.len(), &b.1)));
        let scores = |list: &[(i64, String)]| -> Vec<_> {
            list.iter()
                .map(|(score, title)| (*score, title.len()))
                .collect()
        };
        assert_eq!(scores(&found), scores(&expected), "the best for '{key}'");
        // Headlines of one score and length at the end of the list may be others of their kind.
        let last = expected.last().map(|(score, title)| (*score, title.len()));
        let sure = |list: Vec<(i64, String)>| -> Vec<_> {
            list.into_iter()
                .filter(|(score, title)| Some((*score, title.len())) != last)
                .collect()
        };
        assert_eq!(sure(found), sure(expected), "the best for '{key}'");
        n_matching += 1;
    }
    println!("the same best {LIMIT} as plain fuzzy-matcher for {n_matching} keys");
}

/// Types all queries here and with nucleo, in turns.
fn race(library: &Library, titles: &[String], keys: &[&str]) {
    let mut nucleo: Nucleo<u32> = Nucleo::new(Config::DEFAULT, Arc::new(|| ()), Some(1), 1);
    let injector = nucleo.injector();
    for (idx, title) in titles.iter().enumerate() {
        injector.push(idx as u32, |_, columns| columns[0] = title.as_str().into());
    }
    while nucleo.tick(1_000).running {}
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut before = "";
    for key in keys {
        let start = cpu_time();
        std::hint::black_box(find(library, key));
        ours.push(cpu_time().saturating_sub(start));

        let start = cpu_time();
        nucleo.pattern.reparse(
            0,
            key,
            CaseMatching::Smart,
            Normalization::Smart,
            key.starts_with(before) && !before.is_empty(),
        );
        while nucleo.tick(1_000).running {}
        let snapshot = nucleo.snapshot();
        let n_shown = snapshot.matched_item_count().min(LIMIT as u32);
        std::hint::black_box(snapshot.matched_items(..n_shown).count());
        theirs.push(cpu_time().saturating_sub(start));
        before = key;
    }
    let sum = |times: &[std::time::Duration]| times.iter().sum::<std::time::Duration>();
    let ratio = sum(&ours).as_secs_f64() / sum(&theirs).as_secs_f64();
    tell("finder, cpu for a key", ours);
    tell("nucleo, cpu for a key", theirs);
    println!("ratio to nucleo: {ratio:.2}");
}

fn mean_reciprocal_rank(library: &Library) -> f64 {
    let ranks = headlines::QUERIES.iter().map(|(query, target)| {
        let found = find(library, query);
        let rank = found.iter().position(|(_, title)| title == target);
        rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64)
    });
    ranks.sum::<f64>() / headlines::QUERIES.len() as f64
}
