//! How much of 60 articles is found again in each of 23 formats? Scores against `formats/gold.jsonl` below the folder
//! named by `READING_ROOM_DATA`, and counts what is read of the peers' own test files in `fixtures/`.
//!
//! `cargo run --example evaluate_formats [format…]`; with `--wrong` every difference is printed. `--speed FILE` tells how
//! fast one file is read. `--pages DIR` reads the web pages of a folder (`NAME.html`) that have their story beside them
//! (`NAME.txt`), as the test suites of page readers do.

use reading_room::{
    corpus::{Article, Corpus, File, Item, Step, gathered, read_file, walk},
    text::ParagraphKind,
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, HashMap},
    env,
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// One article as it should be found.
struct Gold {
    id: String,
    fields: BTreeMap<&'static str, String>,
    body: HashMap<String, usize>,
}

/// The fields that are scored.
const FIELDS: [&str; 6] = ["title", "date", "url", "source", "byline", "place"];

/// How often a field was right, wrong and not found.
#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    none: usize,
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [mode, path] = arguments.as_slice()
        && mode == "--speed"
    {
        speed(Path::new(path));
        return;
    }
    if let [mode, path] = arguments.as_slice()
        && mode == "--pages"
    {
        pages(Path::new(path));
        return;
    }
    let Some(data) = env::var_os("READING_ROOM_DATA").map(PathBuf::from) else {
        println!("skipped: READING_ROOM_DATA is not set");
        return;
    };
    let is_loud = arguments.iter().any(|argument| argument == "--wrong");
    let wanted: Vec<_> = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let formats = data.join("formats");
    let gold = gold(&formats.join("gold.jsonl"));
    println!(
        "{:<38} {:>4} {:>5}  body F1   title  date   url    source byline place  (right, of those found)",
        "file or folder", "n", "ms"
    );
    for (name, files) in groups(&formats) {
        if wanted.is_empty() || wanted.iter().any(|wanted| name.contains(wanted.as_str())) {
            score(&name, &files, &gold, is_loud);
        }
    }
    if wanted.is_empty() {
        for folder in [
            "feeds-feed-rs-mit",
            "feeds-feedparser-encoding-bsd2",
            "feeds-feedparser-illformed-bsd2",
            "mail-stalwart-apache-mit",
            "newsml-g2-ccby4",
            "ninjs-mit",
            "warc-warcio-apache2",
        ] {
            fixtures(&data.join("fixtures").join(folder));
        }
    }
}

fn gold(path: &Path) -> Vec<Gold> {
    let text = std::fs::read_to_string(path).expect("the gold file can be read");
    text.lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).expect("gold is JSON");
            let field = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
            let paragraphs: Vec<_> = value["paras"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            Gold {
                id: field("id"),
                fields: [
                    ("title", field("title")),
                    ("date", field("date")),
                    ("url", field("url")),
                    ("source", field("source")),
                    ("byline", field("byline")),
                    ("place", field("dateline")),
                ]
                .into(),
                body: tokens(&paragraphs.join("\n")),
            }
        })
        .collect()
}

fn tokens(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for token in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty())
    {
        *counts.entry(token.to_lowercase()).or_default() += 1;
    }
    counts
}

fn f1(found: &HashMap<String, usize>, gold: &HashMap<String, usize>) -> f64 {
    let shared: usize = found
        .iter()
        .map(|(token, n)| gold.get(token).copied().unwrap_or(0).min(*n))
        .sum();
    let total: usize = found.values().sum::<usize>() + gold.values().sum::<usize>();
    if total == 0 {
        1.0
    } else {
        2.0 * shared as f64 / total as f64
    }
}

/// Groups the files: a folder of single articles is one group, a file of many is one of its own.
fn groups(folder: &Path) -> BTreeMap<String, Vec<File>> {
    let mut groups: BTreeMap<String, Vec<File>> = BTreeMap::new();
    walk(&Corpus::Paths(vec![folder.to_path_buf()]), &mut |step| {
        if let Step::File(file) = step {
            let stem = file
                .path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let is_single = stem.len() == 6 && (stem.starts_with("wn-") || stem.starts_with("wh-"));
            let relative = file.path.strip_prefix(folder).unwrap_or(&file.path);
            let name = if is_single {
                relative.parent().unwrap_or(relative).display().to_string()
            } else {
                relative.display().to_string()
            };
            if name != "README.md" && name != "gold.jsonl" {
                groups.entry(name).or_default().push(file);
            }
        }
        ControlFlow::Continue(())
    });
    groups
}

fn read(file: &File) -> (Vec<Article>, Vec<String>) {
    let (articles, problems) = gathered(|sink| read_file(file, sink));
    (articles, problems.iter().map(ToString::to_string).collect())
}

fn reading_text(article: &Article) -> String {
    article
        .body
        .paragraphs()
        .iter()
        .filter(|paragraph| paragraph.kind != ParagraphKind::Boilerplate)
        .map(|paragraph| article.body.slice(paragraph.span))
        .collect::<Vec<_>>()
        .join("\n")
}

fn score(name: &str, files: &[File], gold: &[Gold], is_loud: bool) {
    let mut tallies: BTreeMap<&str, Tally> = FIELDS
        .iter()
        .map(|field| (*field, Tally::default()))
        .collect();
    let mut sum = 0.0;
    let mut n_articles = 0;
    let mut spent = Duration::ZERO;
    let mut format = String::new();
    for file in files {
        let started = Instant::now();
        let (articles, problems) = read(file);
        spent += started.elapsed();
        for problem in &problems {
            println!("    ! {problem}");
        }
        let stem = file
            .path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for article in &articles {
            n_articles += 1;
            format.clone_from(&article.origin.format);
            let found = tokens(&reading_text(article));
            let inner = article.origin.inner.clone().unwrap_or_default();
            let own = gold
                .iter()
                .find(|gold| gold.id == stem || (!inner.is_empty() && inner.contains(&gold.id)))
                .filter(|_| files.len() > 1 || !inner.is_empty())
                .or_else(|| {
                    gold.iter()
                        .max_by(|a, b| f1(&found, &a.body).total_cmp(&f1(&found, &b.body)))
                });
            let Some(own) = own else { continue };
            let likeness = f1(&found, &own.body);
            sum += likeness;
            if is_loud && likeness < 0.98 {
                println!("    body {likeness:.3} of {}", own.id);
            }
            let metadata = &article.metadata;
            let values = [
                (!metadata.title.derived).then(|| metadata.title.text.clone()),
                metadata.published.as_ref().map(ToString::to_string),
                metadata.url.clone(),
                metadata.source.clone(),
                metadata.byline.clone(),
                metadata.place.clone(),
            ];
            for (field, value) in FIELDS.iter().zip(values) {
                let tally = tallies.get_mut(field).expect("every field has a tally");
                let wanted = &own.fields[field];
                match value {
                    None => tally.none += 1,
                    Some(value) if is_same(field, &value, wanted) => tally.right += 1,
                    Some(value) => {
                        tally.wrong += 1;
                        if is_loud {
                            println!("    {field} of {}: '{value}' is not '{wanted}'", own.id);
                        }
                    }
                }
            }
        }
    }
    let fields: Vec<_> = FIELDS
        .iter()
        .map(|field| {
            let tally = &tallies[field];
            format!("{:>2}/{:<3}", tally.right, tally.right + tally.wrong)
        })
        .collect();
    println!(
        "{:<38} {n_articles:>4} {:>5}  {:.4}  {}  {format}",
        name,
        spent.as_millis(),
        sum / f64::from(n_articles.max(1)),
        fields.join(" ")
    );
}

fn is_same(field: &str, value: &str, wanted: &str) -> bool {
    let plain = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    match field {
        "date" => value.starts_with(wanted),
        "url" => value == wanted,
        _ => plain(value) == plain(wanted),
    }
}

/// Tells how fast one file is read.
fn speed(path: &Path) {
    let file = File {
        path: path.to_path_buf(),
        len: std::fs::metadata(path).map_or(0, |metadata| metadata.len()),
        modified_ns: 0,
    };
    let started = Instant::now();
    let (mut n_articles, mut n_problems) = (0, 0);
    let _ = read_file(&file, &mut |item| {
        match item {
            Item::Article(_) => n_articles += 1,
            Item::Problem(problem) => {
                n_problems += 1;
                if n_problems < 4 {
                    println!("{problem}");
                }
            }
        }
        ControlFlow::Continue(())
    });
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{n_articles} articles, {n_problems} problems, {:.1} MB in {seconds:.2} s: {:.1} MB/s",
        file.len as f64 / 1e6,
        file.len as f64 / 1e6 / seconds
    );
}

/// Compares the stories of web pages with what stands beside them.
fn pages(folder: &Path) {
    /// So many of the worst are named.
    const N_WORST: usize = 5;
    let mut scores: Vec<(f64, String)> = Vec::new();
    let mut time = Duration::ZERO;
    walk(&Corpus::Paths(vec![folder.to_path_buf()]), &mut |step| {
        if let Step::File(file) = step
            && file.path.extension().is_some_and(|ending| ending == "html")
            && let Ok(story) = std::fs::read_to_string(file.path.with_extension("txt"))
        {
            let started = Instant::now();
            let (articles, _) = read(&file);
            time += started.elapsed();
            let found = articles.first().map(reading_text).unwrap_or_default();
            let name = file.path.file_name().unwrap_or_default().to_string_lossy();
            scores.push((f1(&tokens(&found), &tokens(&story)), name.into_owned()));
        }
        ControlFlow::Continue(())
    });
    if scores.is_empty() {
        println!("no page with its story beside it");
        return;
    }
    let mean = scores.iter().map(|(f1, _)| f1).sum::<f64>() / scores.len() as f64;
    let ms = time.as_secs_f64() * 1e3 / scores.len() as f64;
    println!(
        "{} pages: body F1 {mean:.4}, {ms:.1} ms a page; the worst:",
        scores.len()
    );
    scores.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    for (f1, name) in scores.iter().take(N_WORST) {
        println!("{f1:.3} {name}");
    }
}

/// Counts the files of a folder that give at least one article.
fn fixtures(folder: &Path) {
    let mut n_files = 0;
    let mut n_read = 0;
    let mut n_articles = 0;
    walk(&Corpus::Paths(vec![folder.to_path_buf()]), &mut |step| {
        if let Step::File(file) = step {
            let is_expectation = file.path.to_string_lossy().ends_with(".serde.json")
                || (folder.ends_with("mail-stalwart-apache-mit")
                    && file.path.extension().is_some_and(|ext| ext == "json"));
            if !is_expectation {
                let (articles, problems) = read(&file);
                n_files += 1;
                n_read += usize::from(!articles.is_empty());
                n_articles += articles.len();
                if articles.is_empty() {
                    println!(
                        "    ! {}",
                        problems
                            .first()
                            .map_or("nothing found", |why| why.rsplit('/').next().unwrap_or(why))
                    );
                }
            }
        }
        ControlFlow::Continue(())
    });
    println!(
        "{}: {n_read} of {n_files} files, {n_articles} articles",
        folder.file_name().unwrap_or_default().to_string_lossy()
    );
}
