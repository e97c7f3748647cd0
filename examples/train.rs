//! Learns the models in `models/` again from their data.
//!
//! ```text
//! cargo run --release --example train -- TASK --data DIR [--out models]
//! ```
//!
//! DIR is a folder with the data described in `models/README.md`. The same data always make the same models.

#[path = "common/gold.rs"]
#[allow(dead_code, reason = "the other examples use the rest")]
mod gold;
#[path = "common/judge.rs"]
mod judge;
#[path = "train/names.rs"]
mod names;
#[path = "common/names_score.rs"]
#[allow(dead_code, reason = "the other examples use the rest")]
mod names_score;
#[path = "train/quotes.rs"]
mod quotes;
#[path = "common/said.rs"]
mod said;
#[path = "train/syntax.rs"]
mod syntax;
#[path = "train/tags.rs"]
mod tags;
#[path = "train/treebank.rs"]
mod treebank;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where the data lie and where the models go.
pub struct Folders {
    /// The data.
    pub data: PathBuf,
    /// The models.
    pub out: PathBuf,
}

impl Folders {
    /// Returns a file or folder of the data.
    pub fn data(&self, name: &str) -> PathBuf {
        self.data.join(name)
    }

    /// Writes a model and says how large it is.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.out.join(name);
        std::fs::write(&path, bytes).map_err(|why| failed(&path, &why))?;
        println!("{}: {} bytes", path.display(), bytes.len());
        Ok(())
    }
}

/// Says that a model came too late for what is learned after it, where it did.
pub fn in_time(was_adopted: bool) -> Result<(), Failure> {
    was_adopted
        .then_some(())
        .ok_or_else(|| "the model that comes with the program was used already".into())
}

/// Why a task ended: what, where, why.
pub type Failure = String;

/// Says that a file could not be used.
pub fn failed(path: &Path, why: &dyn std::fmt::Display) -> Failure {
    format!("{}: {why}", path.display())
}

type Task = fn(&Folders) -> Result<(), Failure>;

/// What can be learned, in the order in which one stands on the other.
const TASKS: &[(&str, Task)] = &[
    ("tags", tags::train),
    ("syntax", syntax::train),
    ("names", names::train),
    ("quotes", quotes::train),
];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("train: {failure}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let names: Vec<&str> = TASKS.iter().map(|(name, _)| *name).collect();
    let usage = || {
        format!(
            "usage: train {}|all --data DIR [--out DIR]",
            names.join("|")
        )
    };
    let wanted = args.next().ok_or_else(usage)?;
    let mut folders = Folders {
        data: PathBuf::new(),
        out: PathBuf::from("models"),
    };
    while let Some(option) = args.next() {
        let value = args.next().ok_or_else(usage)?;
        match option.as_str() {
            "--data" => folders.data = value.into(),
            "--out" => folders.out = value.into(),
            _ => return Err(usage()),
        }
    }
    let tasks: Vec<_> = TASKS
        .iter()
        .filter(|(name, _)| wanted == *name || wanted == "all")
        .collect();
    if tasks.is_empty() || folders.data.as_os_str().is_empty() {
        return Err(usage());
    }
    for (name, task) in tasks {
        println!("{name}");
        task(&folders)?;
    }
    Ok(())
}
