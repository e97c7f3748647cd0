//! How good are names, dates and sums?

use crate::Row;
use crate::gold::{self, Document, Marked};
use crate::names_score::{Score, score};
use reading_room::text::{Body, Context, EntityKind, analyse};
use std::path::Path;

const NAMES: [EntityKind; 3] = [
    EntityKind::Person,
    EntityKind::Organisation,
    EntityKind::Place,
];

/// The sets of news that are only measured, with what the best other program reaches.
const SETS: [(&str, f64); 5] = [
    ("ewn", 71.2),
    ("reu20", 74.6),
    ("ieer", 79.1),
    ("men", 53.9),
    ("pudnews", 71.1),
];

/// Measures all sets.
pub fn measure(data: &Path) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    let mut sum = 0.0;
    for (set, others) in SETS {
        let documents = gold::read(&data.join(format!("entities/{set}.dev.jsonl")))?;
        let found = found(&documents);
        let three = total(&documents, &found, &NAMES).f1();
        sum += three;
        rows.push(Row::new(format!("{set}: PER ORG LOC"), three, Some(others)));
        if set == "ieer" {
            let dates = total(&documents, &found, &[EntityKind::Date]);
            let sums = total(&documents, &found, &[EntityKind::Money]);
            rows.push(Row::new(
                "ieer: DATE, overlap",
                dates.overlap_f1(),
                Some(77.0),
            ));
            rows.push(Row::new("ieer: MONEY", sums.f1(), Some(75.0)));
        }
    }
    rows.push(Row::new(
        "mean of the five",
        sum / SETS.len() as f64,
        Some(70.0),
    ));
    let documents = gold::read(&data.join("entities/wikinews_dev.jsonl"))?;
    let found = found(&documents);
    for kind in EntityKind::ALL {
        let others = match kind {
            EntityKind::Person => Some(81.8),
            EntityKind::Organisation => Some(57.7),
            EntityKind::Place => Some(84.9),
            EntityKind::Other => Some(60.3),
            EntityKind::Date => Some(74.0),
            EntityKind::Time | EntityKind::Money | EntityKind::Percent => None,
        };
        let one = total(&documents, &found, &[kind]).f1();
        rows.push(Row::new(format!("Wikinews: {}", kind.label()), one, others));
    }
    rows.push(Row::new(
        "Wikinews: PER ORG LOC",
        total(&documents, &found, &NAMES).f1(),
        Some(75.0),
    ));
    rows.push(Row::new(
        "Wikinews: all kinds",
        total(&documents, &found, &EntityKind::ALL).f1(),
        Some(72.0),
    ));
    Ok(rows)
}

fn found(documents: &[Document]) -> Vec<Vec<Marked>> {
    documents
        .iter()
        .map(|document| {
            let body = Body::plain(document.text.clone()).with_context(Context {
                date: document.date,
                language: None,
            });
            let mentions = analyse(&body).mentions;
            mentions
                .iter()
                .map(|mention| Marked {
                    span: mention.span,
                    kind: mention.kind,
                })
                .collect()
        })
        .collect()
}

fn total(documents: &[Document], found: &[Vec<Marked>], kinds: &[EntityKind]) -> Score {
    let mut sum = Score::default();
    for (document, found) in documents.iter().zip(found) {
        for kind in kinds {
            sum.add(score(&document.text, &document.names, found, *kind));
        }
    }
    sum
}
