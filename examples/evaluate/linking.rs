//! Are short names and pronouns brought to the right full name? Asks the set's own scorer.

use crate::Row;
use reading_room::text::entities::Who;
use reading_room::text::sentence::Ground;
use reading_room::text::{Body, form, names, tag};
use serde::Deserialize;
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
}

/// Measures the set.
pub fn measure(data: &Path) -> Result<Vec<Row>, String> {
    let gold = data.join("linking/link_gum_news.dev.jsonl");
    let lines =
        std::fs::read_to_string(&gold).map_err(|why| format!("{}: {why}", gold.display()))?;
    let mut found = String::new();
    for line in lines.lines() {
        let line: Line =
            serde_json::from_str(line).map_err(|why| format!("{}: {why}", gold.display()))?;
        writeln!(found, "{}", chains(&line)).map_err(|why| why.to_string())?;
    }
    let answers =
        std::env::temp_dir().join(format!("reading-room-links-{}.jsonl", std::process::id()));
    std::fs::write(&answers, found).map_err(|why| format!("{}: {why}", answers.display()))?;
    let output = Command::new("python3")
        .arg(data.join("linking/link_score.py"))
        .arg(&gold)
        .arg(&answers)
        .output();
    let removed = std::fs::remove_file(&answers);
    let output = output.map_err(|why| format!("python3: {why}"))?;
    removed.map_err(|why| format!("{}: {why}", answers.display()))?;
    let table = String::from_utf8_lossy(&output.stdout);
    let row = |kind: &str, what: &str, others: Option<f64>| {
        // kind, gold, right, wrong, P, R, F1
        let line = table.lines().find(|line| line.starts_with(kind))?;
        let right: f64 = line.split_whitespace().nth(5)?.parse().ok()?;
        Some(Row::new(what, right, others))
    };
    let rows = [
        row("short", "GUM news: short names", Some(76.0)),
        row("full", "GUM news: full names", None),
        row("pron3", "GUM news: he, she", Some(60.0)),
    ];
    Ok(rows.into_iter().flatten().collect())
}

fn chains(line: &Line) -> serde_json::Value {
    let body = Body::plain(line.text.clone());
    let ground = Ground::new(&body);
    let forms = form::forms(&ground);
    let tags = tag::tags(&ground, &forms);
    let who = Who::new(&ground, &tags, &names::names(&ground, &forms, &tags));
    let chars = |byte: u32| line.text[..byte as usize].chars().count();
    let chains: Vec<_> = (0..)
        .zip(&who.entities)
        .map(|(id, entity)| {
            let names = who
                .mentions
                .iter()
                .filter(|mention| mention.entity.0 == id)
                .map(|mention| mention.span);
            let pronouns = who
                .pronouns
                .iter()
                .filter(|(_, entity)| entity.0 == id)
                .map(|(idx, _)| ground.tokens[*idx].span);
            let spans: Vec<_> = names
                .chain(pronouns)
                .map(|span| [chars(span.start), chars(span.end)])
                .collect();
            json!({"name": entity.name, "mentions": spans})
        })
        .collect();
    json!({"id": line.id, "chains": chains})
}
