//! Measures the text analysis on the development sets and prints one table beside what others reach.
//!
//! ```text
//! cargo run --release --example evaluate -- --data DIR
//! ```
//!
//! DIR is a folder with the data described in `models/README.md`. Where a set has its own scorer, that is asked.

#[path = "common/gold.rs"]
#[allow(dead_code, reason = "the other examples use the rest")]
mod gold;
#[path = "common/judge.rs"]
mod judge;
#[path = "evaluate/linking.rs"]
mod linking;
#[path = "evaluate/names.rs"]
mod names;
#[path = "common/names_score.rs"]
#[allow(dead_code, reason = "the other examples use the rest")]
mod names_score;
#[path = "evaluate/quotes.rs"]
mod quotes;
#[path = "common/said.rs"]
#[allow(dead_code, reason = "the other examples use the rest")]
mod said;
#[path = "evaluate/speed.rs"]
mod speed;
#[path = "evaluate/trust.rs"]
mod trust;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// One line of the table.
pub struct Row {
    /// What is measured.
    pub what: String,
    /// What this program reaches.
    pub ours: f64,
    /// What the best other program measured reaches, where known.
    pub others: Option<f64>,
}

impl Row {
    /// Makes a line.
    pub fn new(what: impl Into<String>, ours: f64, others: Option<f64>) -> Self {
        Self {
            what: what.into(),
            ours,
            others,
        }
    }
}

type Measure = fn(&Path) -> Result<Vec<Row>, String>;

/// What is measured, in the order of the table.
const MEASURES: &[(&str, Measure)] = &[
    // First, while the models are not loaded yet.
    ("speed", speed::measure),
    ("names, F1", names::measure),
    ("who is who, recall", linking::measure),
    ("quotations, F1", quotes::measure),
    ("quotations that are right", trust::measure),
];

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let data = match (args.next().as_deref(), args.next()) {
        (Some("--data"), Some(data)) => PathBuf::from(data),
        _ => {
            eprintln!("usage: evaluate --data DIR");
            return ExitCode::from(2);
        }
    };
    println!("{:<44} {:>8} {:>8}", "", "ours", "others");
    for (title, measure) in MEASURES {
        println!("{title}");
        match measure(&data) {
            Ok(rows) => {
                for row in rows {
                    let others = row
                        .others
                        .map_or(String::new(), |others| format!("{others:.1}"));
                    println!("  {:<42} {:>8.1} {others:>8}", row.what, row.ours);
                }
            }
            Err(why) => println!("  not measured: {why}"),
        }
    }
    ExitCode::SUCCESS
}
