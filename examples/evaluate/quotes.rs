//! How well are quotations and their speakers found? The scorer of `quotes/` is asked.

use crate::Row;
use crate::said::{Article, read};
use reading_room::text::{Span, analyse};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// The sets, and what the best other program reaches: cover, half overlap, strict, speaker of those found, end to end
/// by source (cover; half overlap on our own set) and by full name.
const SETS: [(&str, [Option<f64>; 6]); 3] = [
    (
        "polnear_dev",
        [
            Some(79.0),
            Some(67.0),
            Some(47.0),
            Some(90.8),
            Some(69.0),
            Some(39.0),
        ],
    ),
    ("gum_news_dev", [None, None, None, None, Some(73.5), None]),
    (
        "wikinews_dev",
        [
            Some(77.2),
            Some(64.4),
            Some(46.9),
            Some(86.9),
            Some(57.0),
            Some(39.0),
        ],
    ),
];

/// Whether the *that* before a clause counts as said. `PolNeAR` and GUM count it, this project does not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum That {
    Counts,
    Leads,
}

/// Measures all sets.
pub fn measure(data: &Path) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for (name, others) in SETS {
        let gold = data.join(format!("quotes/{name}.jsonl"));
        let articles = read(&gold)?;
        let report = ask(data, &gold, &answers(&articles, That::Leads))?;
        let share =
            |path: &str| 100.0 * report.pointer(path).and_then(Value::as_f64).unwrap_or(0.0);
        let e2e = if name == "wikinews_dev" {
            "iou50"
        } else {
            "cover"
        };
        let paths = [
            ("cover", "/detection/cover/all/f1".to_owned()),
            ("half overlap", "/detection/iou50/all/f1".to_owned()),
            ("strict", STRICT.to_owned()),
            (
                "speaker of those found",
                "/attribution/cover/mention/all/acc".to_owned(),
            ),
            ("end to end, source", format!("/e2e/{e2e}/mention/all/f1")),
            ("end to end, full name", format!("/e2e/{e2e}/full/all/f1")),
        ];
        for ((what, path), others) in paths.iter().zip(others) {
            rows.push(Row::new(format!("{name}: {what}"), share(path), others));
        }
        if name != "wikinews_dev" {
            let report = ask(data, &gold, &answers(&articles, That::Counts))?;
            let strict = 100.0
                * report
                    .pointer(STRICT)
                    .and_then(Value::as_f64)
                    .unwrap_or(0.0);
            rows.push(Row::new(
                format!("{name}: strict, with the that"),
                strict,
                None,
            ));
        }
    }
    Ok(rows)
}

/// Where the scorer's report has the share that is found to the letter.
const STRICT: &str = "/detection/strict/all/f1";

fn answers(articles: &[Article], that: That) -> String {
    let lines: Vec<String> = articles
        .iter()
        .map(|article| format!("{}\n", answer(article, that)))
        .collect();
    lines.concat()
}

/// Takes the *that* before a piece into it.
fn with_that(text: &str, span: Span) -> Span {
    let lead = text[..span.start as usize].trim_end();
    let lead = lead.strip_suffix(',').unwrap_or(lead);
    match lead.strip_suffix("that") {
        Some(rest) if !rest.ends_with(char::is_alphanumeric) => {
            Span::new(rest.len(), span.end as usize)
        }
        _ => span,
    }
}

/// Writes the quotations of an article as the scorer wants them.
fn answer(article: &Article, that: That) -> Value {
    let text = article.body.text();
    let chars = |at: u32| text[..at as usize].chars().count();
    let list = |spans: &[Span]| -> Value {
        spans
            .iter()
            .map(|span| json!([chars(span.start), chars(span.end)]))
            .collect()
    };
    let analysis = analyse(&article.body);
    let quotes: Vec<Value> = analysis
        .quotes
        .iter()
        .map(|quote| {
            let mut content = quote.content.clone();
            if that == That::Counts
                && let Some(first) = content.first_mut()
            {
                *first = with_that(text, *first);
            }
            json!({
                "content": list(&content),
                "speaker": if quote.source.is_empty() { Value::Null } else { list(&quote.source) },
                "speaker_name": analysis.speaker_name(quote),
            })
        })
        .collect();
    json!({"id": article.id, "quotes": quotes})
}

fn ask(data: &Path, gold: &Path, found: &str) -> Result<Value, String> {
    let name = |kind: &str| {
        std::env::temp_dir().join(format!(
            "reading-room-quotes-{kind}-{}.json",
            std::process::id()
        ))
    };
    let (answers, report) = (name("found"), name("report"));
    std::fs::write(&answers, found).map_err(|why| format!("{}: {why}", answers.display()))?;
    let output = Command::new("python3")
        .arg(data.join("quotes/quote_score.py"))
        .arg(gold)
        .arg(&answers)
        .arg("--json")
        .arg(&report)
        .output()
        .map_err(|why| format!("python3: {why}"))?;
    let read = std::fs::read_to_string(&report);
    let removed = std::fs::remove_file(&answers).and_then(|()| std::fs::remove_file(&report));
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let read = read.map_err(|why| format!("{}: {why}", report.display()))?;
    removed.map_err(|why| format!("{}: {why}", answers.display()))?;
    serde_json::from_str(&read).map_err(|why| format!("{}: {why}", report.display()))
}
