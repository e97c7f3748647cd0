//! How well are archives read? Prints figures over a folder of test data that is not part of the project.
//!
//! ```text
//! cargo run --release --example evaluate_corpus -- --data FOLDER [--show KIND]
//! ```
//!
//! `FOLDER/cleaning/dates.jsonl` holds `{"raw", "gold", "source"}`, `noise_repair.jsonl` holds
//! `{"kind", "raw" | "raw_b64", "expected"}`. Exact means the reading text equals the expected one, quotation marks
//! folded where the kind says so.

use base64::Engine as _;
use reading_room::corpus::{
    DayMonthOrder, OrderVotes, Prose, body_of, date, decode,
    format::plain::{Plain, read_plain},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, HashMap},
    error::Error,
    fs,
    path::{Path, PathBuf},
};

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let mut data = std::env::var_os("READING_ROOM_DATA").map(PathBuf::from);
    let mut show = None;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--data" => data = args.next().map(PathBuf::from),
            "--show" => show = args.next(),
            other => {
                return Err(
                    format!("'{other}' is not an option; there are --data and --show").into(),
                );
            }
        }
    }
    let data = data.ok_or("say where the data is: --data FOLDER")?;
    dates(&data, show.as_deref())?;
    noise(&data, show.as_deref())?;
    plain(&data, show.as_deref())?;
    Ok(())
}

fn records(path: &Path) -> Result<Vec<Value>, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?)
}

fn field<'v>(record: &'v Value, name: &str) -> &'v str {
    record[name].as_str().unwrap_or_default()
}

/// Dates: right, wrong (another day), unknown; each also with the order its source has taught.
fn dates(data: &Path, show: Option<&str>) -> Outcome {
    let records = records(&data.join("cleaning/dates.jsonl"))?;
    let mut votes: HashMap<&str, OrderVotes> = HashMap::new();
    for record in &records {
        votes
            .entry(field(record, "source"))
            .or_default()
            .note(field(record, "raw"));
    }
    for taught in [false, true] {
        let (mut n_right, mut n_wrong, mut n_unknown) = (0, 0, 0);
        for record in &records {
            let order = if taught {
                votes[field(record, "source")].order()
            } else {
                DayMonthOrder::Unknown
            };
            let gold = record["gold"]
                .as_str()
                .filter(|gold| !gold.starts_with("--"));
            let found = date::parse(field(record, "raw"), order);
            let day = found.as_ref().map(|found| {
                let day = found.at.date().to_string();
                let n = match found.precision {
                    reading_room::corpus::Precision::Year => 4,
                    reading_room::corpus::Precision::Month => 7,
                    _ => day.len(),
                };
                day[..n].to_owned()
            });
            match (gold, &day) {
                (None, None) => n_right += 1,
                (Some(gold), Some(day)) if gold == day => n_right += 1,
                (Some(gold), Some(day)) if gold.starts_with(day.as_str()) => n_unknown += 1,
                (Some(_), None) => n_unknown += 1,
                _ => n_wrong += 1,
            }
            if show == Some("dates") && gold != day.as_deref() {
                println!("  {:?}: {day:?}, not {gold:?}", field(record, "raw"));
            }
        }
        println!(
            "dates{}: {n_right} right, {n_wrong} wrong, {n_unknown} unknown or coarser, of {}",
            if taught {
                ", order learned per source"
            } else {
                ""
            },
            records.len()
        );
    }
    Ok(())
}

/// Repair of 38 kinds of damage: exact readings by kind.
fn noise(data: &Path, show: Option<&str>) -> Outcome {
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for record in records(&data.join("cleaning/noise_repair.jsonl"))? {
        let kind = field(&record, "kind").to_owned();
        let bytes = match record["raw_b64"].as_str() {
            Some(raw) => base64::engine::general_purpose::STANDARD.decode(raw)?,
            None => field(&record, "raw").as_bytes().to_vec(),
        };
        let decoded = decode(&bytes, None);
        let folds = field(&record, "note").contains("fold");
        let fold = |text: &str| {
            if folds {
                text.replace(['\u{201c}', '\u{201d}'], "\"")
                    .replace(['\u{2018}', '\u{2019}'], "'")
            } else {
                text.to_owned()
            }
        };
        let body = body_of(&decoded.text, &Prose::default());
        let (read, expected) = (fold(body.text()), fold(field(&record, "expected")));
        let (n, n_exact) = kinds.entry(kind.clone()).or_default();
        *n += 1;
        if read == expected {
            *n_exact += 1;
        } else if show.is_some_and(|show| kind.starts_with(show)) {
            println!("  {} {}:", kind, field(&record, "id"));
            differences(&read, &expected);
        }
        // The story reader must not lose anything of a text without a header either.
        let (metadata, body) = read_plain(&decoded.text, &Plain::default());
        let story = fold(body.text());
        let (n, n_exact) = kinds.entry("(as a story)".to_owned()).or_default();
        *n += 1;
        if story == expected {
            *n_exact += 1;
        } else if show == Some("story") && read == expected {
            println!(
                "  {} {}: title {:?}, date {:?}, place {:?}",
                kind,
                field(&record, "id"),
                metadata.title,
                metadata.published.map(|date| date.raw),
                metadata.place
            );
            differences(&story, &expected);
        }
    }
    let (mut n_all, mut n_all_exact) = (0, 0);
    for (kind, (n, n_exact)) in &kinds {
        println!("  {kind}: {n_exact} of {n}");
        if !kind.starts_with('(') {
            n_all += n;
            n_all_exact += n_exact;
        }
    }
    println!("noise repair: {n_all_exact} of {n_all} exact");
    Ok(())
}

/// Prints where two texts part.
fn differences(read: &str, expected: &str) {
    let diff = similar::TextDiff::from_words(expected, read);
    for change in diff
        .iter_all_changes()
        .filter(|change| change.tag() != similar::ChangeTag::Equal)
        .take(12)
    {
        println!("    {} {:?}", change.tag(), change.value());
    }
}

/// Plain stories made from one set of articles: title, date, place, and paragraphs.
fn plain(data: &Path, show: Option<&str>) -> Outcome {
    let gold: HashMap<String, Value> = records(&data.join("formats/gold.jsonl"))?
        .into_iter()
        .map(|record| (field(&record, "id").to_owned(), record))
        .collect();
    for (folder, has_title, has_date, has_place) in [
        ("txt-plain", true, true, false),
        ("txt-wire-dump", false, true, true),
        ("txt-bbc-print", true, true, false),
        ("txt-crlf-cp1252", true, false, false),
    ] {
        let mut sums = [0_usize; 5];
        let mut f1 = 0.0;
        let mut n = 0;
        let mut paths: Vec<PathBuf> = fs::read_dir(data.join("formats").join(folder))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        paths.sort();
        for path in paths {
            let id = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let Some(gold) = gold.get(&id) else { continue };
            let bytes = fs::read(&path)?;
            let decoded = decode(&bytes, None);
            let (metadata, body) = read_plain(&decoded.text, &Plain::default());
            let paragraphs: Vec<&str> = body
                .paragraphs()
                .iter()
                .filter(|paragraph| {
                    paragraph.kind != reading_room::text::ParagraphKind::Boilerplate
                })
                .map(|paragraph| body.slice(paragraph.span))
                .collect();
            let expected: Vec<String> = gold["paras"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect();
            let title = !metadata.title.derived && metadata.title.text == field(gold, "title");
            let derived = metadata.title.derived;
            let date = metadata
                .published
                .as_ref()
                .map(|date| date.at.date().to_string());
            let place = metadata.place.as_deref() == gold["dateline"].as_str();
            let byline = metadata.byline.as_deref() == gold["byline"].as_str();
            let oks = [
                if has_title { title } else { derived },
                if has_date {
                    date.as_deref() == Some(field(gold, "date"))
                } else {
                    date.is_none()
                },
                if has_place {
                    place
                } else {
                    metadata.place.is_none()
                },
                folder != "txt-plain" || byline,
            ];
            for (sum, ok) in sums.iter_mut().zip(oks) {
                *sum += usize::from(ok);
            }
            let score = ends_f1(&expected, &paragraphs);
            f1 += score;
            n += 1;
            if show == Some(folder) && (oks.contains(&false) || score < 1.0) {
                println!(
                    "  {id} {oks:?} {score:.3} {:?} {date:?} {:?} {:?}",
                    metadata.title, metadata.place, metadata.byline
                );
                let read = paragraphs.join("\n\n");
                differences(&read, &expected.join("\n\n"));
            }
        }
        let percent = |n_ok: usize| 100.0 * n_ok as f64 / n as f64;
        println!(
            "{folder}: title {:.1} %, date {:.1} %, place {:.1} %, byline {:.1} %, paragraph ends F1 {:.3} ({n} stories)",
            percent(sums[0]),
            percent(sums[1]),
            percent(sums[2]),
            percent(sums[3]),
            f1 / n as f64
        );
    }
    Ok(())
}

/// F1 of the places where paragraphs end, each told by the letters before it.
fn ends_f1(expected: &[String], read: &[&str]) -> f64 {
    const N_LETTERS: usize = 24;
    let ends = |paragraphs: &mut dyn Iterator<Item = &str>| {
        paragraphs
            .map(|paragraph| {
                paragraph
                    .chars()
                    .rev()
                    .filter(|c| c.is_alphanumeric())
                    .take(N_LETTERS)
                    .collect::<String>()
            })
            .collect::<std::collections::BTreeSet<String>>()
    };
    let expected = ends(&mut expected.iter().map(String::as_str));
    let read = ends(&mut read.iter().copied());
    let n_both = expected.intersection(&read).count() as f64;
    2.0 * n_both / (expected.len() + read.len()).max(1) as f64
}
