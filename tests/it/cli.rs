//! The command line as a contract: answers, fields, exit codes, and nothing of an article that a terminal would obey.

mod answers;
mod surroundings;

use serde_json::{Value, json};
use std::{
    ffi::OsStr,
    fs,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

/// A reader with folders of their own, and a corpus of a few articles.
struct Reader {
    home: tempfile::TempDir,
}

impl Reader {
    fn new() -> Self {
        let reader = Self {
            home: tempfile::tempdir().expect("a folder"),
        };
        reader.write(
            "news.jsonl",
            [
                json!({
                    "title": "Rates rise again",
                    "date": "2024-03-05",
                    "source": "The Ledger",
                    "text": "The bank raised its rate on Tuesday.\n\n\"We will do what it takes,\" Mary Miller, the \
                             governor, said. She spoke in Oslo."
                }),
                json!({
                    "title": "Storm closes the harbour",
                    "date": "2023-11-20",
                    "source": "Coast Gazette",
                    "text": "The harbour of Bergen stayed closed on Monday.\n\nNo ship left."
                }),
            ]
            .map(|article| article.to_string())
            .join("\n"),
        );
        reader
    }

    fn corpus(&self) -> PathBuf {
        self.home.path().join("corpus")
    }

    fn write(&self, name: impl AsRef<OsStr>, content: impl AsRef<[u8]>) {
        let corpus = self.corpus();
        fs::create_dir_all(&corpus).expect("it can be made");
        fs::write(corpus.join(name.as_ref()), content).expect("it can be written");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reading-room"));
        command
            .args(arguments)
            .env("HOME", self.home.path())
            .env("XDG_STATE_HOME", self.home.path().join("state"))
            .env("XDG_CACHE_HOME", self.home.path().join("cache"))
            .env("XDG_CONFIG_HOME", self.home.path().join("config"))
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("it starts")
    }

    /// Runs a command on the own corpus: exit code and answer.
    fn ask(&self, arguments: &[&str]) -> (i32, String) {
        let corpus = self.corpus();
        let mut arguments = arguments.to_vec();
        arguments.extend(["--in", corpus.to_str().expect("it is UTF-8")]);
        let output = self.run(&arguments);
        (exit_code(&output), text(&output.stdout))
    }

    /// Runs a command on the own corpus: exit code and one object a line.
    fn ask_json(&self, arguments: &[&str]) -> (i32, Vec<Value>) {
        let mut arguments = arguments.to_vec();
        arguments.push("--json");
        let (code, answer) = self.ask(&arguments);
        (code, objects(&answer))
    }
}

fn exit_code(output: &Output) -> i32 {
    output.status.code().expect("it ended by itself")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it is UTF-8")
}

fn objects(answer: &str) -> Vec<Value> {
    answer
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is an object"))
        .collect()
}

fn names(object: &Value) -> Vec<&str> {
    let object = object.as_object().expect("it is an object");
    object.keys().map(String::as_str).collect()
}
