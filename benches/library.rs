//! How fast is the library? Figures one by one, on a synthetic archive.
//!
//! `cargo bench --bench library -- [ARTICLES] [--bytes N] [--keep FOLDER] [--searchable]`: reads the archive (1,000
//! articles of 3,000 bytes where nothing else is said), opens it again, and asks it. With `--keep` the archive and its
//! library stay and are used again; with `--searchable` the names and quotations are left out. Each line says what was
//! measured; times are wall-clock, `cpu` is the time of all threads.

#[path = "synthetic/archive.rs"]
mod archive;

use archive::Archive;
use reading_room::{
    corpus::Corpus,
    library::{Arrangement, FinderQuery, Library, NoMarks, Query, QuoteFilter, SortKey, Stage},
    text::EntityKind,
};
use std::{
    ops::ControlFlow,
    path::Path,
    time::{Duration, Instant},
};

/// Questions of each kind.
const N_QUESTIONS: usize = 60;

const BYTES_PER_ARTICLE: usize = 3_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| {
        let idx = words.iter().position(|word| word == name)?;
        words.get(idx + 1)
    };
    let n_articles = words
        .first()
        .and_then(|word| word.parse().ok())
        .unwrap_or(1_000);
    let text_len = after("--bytes")
        .and_then(|word| word.parse().ok())
        .unwrap_or(BYTES_PER_ARTICLE);
    let kept = after("--keep");
    let with_analysis = !words.iter().any(|word| word == "--searchable");
    let temporary = tempfile::tempdir().expect("a folder for the archive can be made");
    let root = kept.map_or(temporary.path(), |folder| Path::new(folder));
    let (folder, cache) = (
        root.join(format!("archive-{n_articles}")),
        root.join("cache"),
    );
    if !folder.exists() {
        Archive::new(1)
            .write(&folder, n_articles, 10_000, text_len)
            .expect("the archive can be written");
    }
    let corpus = Corpus::Paths(vec![folder.clone()]);
    let n_bytes = size_of(&folder);
    read(&corpus, &cache, n_bytes, with_analysis);
    println!(
        "on disk: {:.2} of the text",
        size_of(&cache) as f64 / n_bytes as f64
    );
    ask(&corpus, &cache);
}

fn read(corpus: &Corpus, cache: &Path, n_bytes: u64, with_analysis: bool) {
    let (library, messages) = Library::open(corpus, Some(cache));
    messages.iter().for_each(|message| println!("{message}"));
    let (start, cpu) = (Instant::now(), cpu_time());
    let mut ready = None;
    library.refresh(&mut |progress| {
        if progress.stage == Stage::Analysing && ready.is_none() {
            ready = Some((start.elapsed(), cpu_time().checked_sub(cpu).unwrap()));
        }
        if ready.is_some() && !with_analysis {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    let whole = (start.elapsed(), cpu_time().checked_sub(cpu).unwrap());
    for (name, (wall, cpu)) in [
        ("searchable", ready.unwrap_or(whole)),
        ("with analysis", whole),
    ] {
        println!(
            "read {} articles, {name}: {wall:.2?}, cpu {cpu:.2?}, {:.1} MB per cpu second",
            library.catalogue().len(),
            n_bytes as f64 / 1e6 / cpu.as_secs_f64()
        );
    }
    println!("memory at most: {} MiB", memory_kib("VmHWM") / 1_024);
}

fn ask(corpus: &Corpus, cache: &Path) {
    let start = Instant::now();
    let (library, _) = Library::open(corpus, Some(cache));
    let first = library.select(&Query::default(), Arrangement::default(), &NoMarks);
    let catalogue = library.catalogue();
    let shown = first
        .iter()
        .take(60)
        .filter_map(|id| catalogue.row(*id))
        .count();
    println!(
        "open and show {shown} of {} rows: {:.2?}",
        first.len(),
        start.elapsed()
    );
    let query = FinderQuery {
        pattern: "a".to_owned(),
        limit: 100,
        ..FinderQuery::default()
    };
    time("finder, first key ever", || {
        library.find(&query, &[], &|| false, &mut |_| {})
    });
    tell_memory("with the list and the finder's tables");

    for (name, key) in [
        ("title", SortKey::Title),
        ("source", SortKey::Source),
        ("length", SortKey::Length),
    ] {
        let arrangement = Arrangement {
            key,
            reversed: false,
        };
        time(&format!("sort by {name}, first time"), || {
            library.select(&Query::default(), arrangement, &NoMarks)
        });
        time(&format!("sort by {name}, again"), || {
            library.select(&Query::default(), arrangement, &NoMarks)
        });
    }
    for question in [
        "date:2010..2012",
        "is:unread",
        "source:wire",
        "government -source:wire date:2010",
    ] {
        let query = Query::parse(question).expect("the question is right");
        time(&format!("filter {question}"), || {
            library.select(&query, Arrangement::default(), &NoMarks)
        });
    }

    let mut archive = Archive::new(7);
    for (name, n_words, joined) in [
        ("one word", 1, " "),
        ("two words", 2, " "),
        ("one of two", 2, " OR "),
        ("near", 2, " NEAR/5 "),
    ] {
        let mut times = Vec::new();
        for _ in 0..N_QUESTIONS {
            let words: Vec<_> = (0..n_words).map(|_| archive.word()).collect();
            let Ok(query) = Query::parse(&words.join(joined)) else {
                continue;
            };
            let start = Instant::now();
            std::hint::black_box(library.search(&query, 50, &NoMarks));
            times.push(start.elapsed());
        }
        tell(&format!("search, {name}, 50 with snippets"), times);
    }

    time("people, first time", || {
        library.entities(EntityKind::Person)
    });
    time("people, again", || library.entities(EntityKind::Person));
    time("speakers, first time", || library.speakers());
    let speaker = library.speakers().into_iter().find_map(|row| row.name);
    if let Some(speaker) = speaker {
        let filter = QuoteFilter {
            speaker: Some(speaker),
            ..QuoteFilter::default()
        };
        println!(
            "{} quotations of the most quoted",
            library.quotes(&filter).len()
        );
        time("their quotations", || library.quotes(&filter));
    }

    let mut times = Vec::new();
    for _ in 0..20 {
        let pattern = format!("{} {}", archive.word(), archive.word());
        for end in 1..=pattern.len().min(12) {
            let query = FinderQuery {
                pattern: pattern[..end].to_owned(),
                limit: 100,
                ..FinderQuery::default()
            };
            let start = Instant::now();
            std::hint::black_box(library.find(&query, &[], &|| false, &mut |_| {}));
            times.push(start.elapsed());
        }
    }
    tell("finder, one key", times);
    tell_memory("after all questions");

    drop(library);
    let (library, _) = Library::open(corpus, Some(cache));
    let start = Instant::now();
    let mut known = None;
    let summary = library.refresh(&mut |progress| {
        if progress.stage == Stage::Analysing {
            known.get_or_insert(start.elapsed());
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    let known = known.unwrap_or(start.elapsed());
    println!(
        "{} new, {} gone: known after {known:.2?}",
        summary.n_new, summary.n_gone
    );
}

fn time<T>(name: &str, run: impl FnOnce() -> T) {
    let start = Instant::now();
    std::hint::black_box(run());
    println!("{name}: {:.2?}", start.elapsed());
}

fn tell(name: &str, mut times: Vec<Duration>) {
    times.sort();
    if let (Some(median), Some(worst)) = (
        times.get(times.len() / 2),
        times.get(times.len() * 99 / 100),
    ) {
        println!("{name}: median {median:.2?}, p99 {worst:.2?}");
    }
}

/// Tells what this process alone holds, and with it the pages of files that the system may take back.
fn tell_memory(when: &str) {
    println!(
        "memory {when}: {} MiB, with mapped files {} MiB",
        memory_kib("RssAnon") / 1_024,
        memory_kib("VmRSS") / 1_024
    );
}

fn size_of(path: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(path) else {
        return std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    };
    entries.flatten().map(|entry| size_of(&entry.path())).sum()
}

/// The time all threads of this process have worked, as Linux counts it.
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<_> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |idx: usize| {
        fields
            .get(idx)
            .and_then(|field| field.parse::<u64>().ok())
            .unwrap_or(0)
    };
    Duration::from_millis((ticks(11) + ticks(12)) * 10)
}

fn memory_kib(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with(name))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}
