//! The command line as a contract: answers, fields, exit codes, and nothing of an article that a terminal would obey.

use serde_json::{Value, json};
use std::{
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::ffi::OsStrExt,
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

#[test]
fn articles_are_listed() {
    let reader = Reader::new();
    let (code, answer) = reader.ask(&["list"]);
    let lines: Vec<Vec<&str>> = answer
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(code, 0);
    assert_eq!(
        lines[0][1..],
        ["2024-03-05", "The Ledger", "Rates rise again"]
    );
    assert_eq!(
        lines[1][1..],
        ["2023-11-20", "Coast Gazette", "Storm closes the harbour"]
    );
    let (code, articles) =
        reader.ask_json(&["list", "--sort", "title", "--reverse", "--limit", "1"]);
    assert_eq!((code, articles.len()), (0, 1));
    assert_eq!(articles[0]["title"], "Storm closes the harbour");
    assert_eq!(
        names(&articles[0]),
        [
            "key",
            "title",
            "title_derived",
            "date",
            "date_precision",
            "source",
            "section",
            "byline",
            "place",
            "language",
            "words"
        ]
    );
    assert_eq!(reader.ask(&["list", "harbour"]).1.lines().count(), 1);
    assert_eq!(reader.ask(&["list", "volcano"]), (1, String::new()));
}

#[test]
fn one_article_is_shown() {
    let reader = Reader::new();
    let key = reader.ask_json(&["list", "rate"]).1[0]["key"]
        .as_str()
        .expect("it is a string")
        .to_owned();
    let (code, answer) = reader.ask(&["show", &key[..8]]);
    assert_eq!(code, 0);
    assert!(
        answer.starts_with("title: Rates rise again\ndate: 2024-03-05\n"),
        "{answer}"
    );
    assert!(
        answer.contains("\nThe bank raised its rate on Tuesday.\n"),
        "{answer}"
    );
    let (_, articles) = reader.ask_json(&["show", &key]);
    assert_eq!(articles[0]["key"], key);
    assert_eq!(articles[0]["paragraphs"][0]["kind"], "text");
    assert!(
        reader
            .ask(&["show", "--raw", &key])
            .1
            .contains("We will do what it takes")
    );
    assert_eq!(reader.ask(&["show", "00000000"]).0, 1);
    assert_eq!(reader.ask(&["show", "no key"]).0, 2);
}

#[test]
fn the_full_text_is_searched() {
    let reader = Reader::new();
    let (code, hits) = reader.ask_json(&["search", "harbour closed"]);
    assert_eq!((code, hits.len()), (0, 1));
    assert_eq!(hits[0]["title"], "Storm closes the harbour");
    let snippet = hits[0]["snippet"].as_str().expect("it is a string");
    let matches = hits[0]["snippet_matches"].as_array().expect("it is a list");
    let marked: Vec<String> = matches
        .iter()
        .map(|span| {
            let at = |n: usize| span[n].as_u64().expect("it is a number") as usize;
            snippet.chars().skip(at(0)).take(at(1) - at(0)).collect()
        })
        .collect();
    assert!(
        marked.contains(&"harbour".to_owned()),
        "{snippet} {marked:?}"
    );
    assert_eq!(reader.ask(&["search", "volcano"]).0, 1);
    let corpus = reader.corpus();
    let output = reader.run(&[
        "search",
        "(rate OR",
        "--in",
        corpus.to_str().expect("it is UTF-8"),
    ]);
    let complaint = text(&output.stderr);
    assert_eq!(exit_code(&output), 2);
    assert!(
        complaint.contains('^') && complaint.contains("expected"),
        "{complaint}"
    );
    assert!(output.stdout.is_empty());
}

#[test]
fn quotations_are_listed() {
    let reader = Reader::new();
    let (code, quotes) = reader.ask_json(&["quotes", "--speaker", "miller"]);
    assert_eq!(code, 0, "{quotes:?}");
    assert_eq!(quotes[0]["speaker"], "Mary Miller");
    assert_eq!(quotes[0]["kind"], "direct");
    assert!(
        quotes[0]["words"]
            .as_str()
            .expect("it is a string")
            .contains("do what it takes")
    );
    assert_eq!(
        names(&quotes[0]),
        [
            "date",
            "speaker",
            "kind",
            "confidence",
            "words",
            "key",
            "title",
            "source",
            "path",
            "quote",
            "start",
            "end"
        ]
    );
    for (condition, expected) in [
        (["--from", "2024-03-06"], 1),
        (["--from", "2024"], 0),
        (["--to", "2023"], 1),
        (["--to", "2024-03"], 0),
        (["--to", "soon"], 2),
        (["--about", "takes"], 0),
        (["--about", "volcano"], 1),
    ] {
        let code = reader
            .ask(&[
                "quotes",
                "--speaker",
                "Mary Miller",
                condition[0],
                condition[1],
            ])
            .0;
        assert_eq!(code, expected, "{condition:?}");
    }
}

#[test]
fn names_are_listed() {
    let reader = Reader::new();
    for (command, kind, expected) in [
        ("people", "PER", "Mary Miller"),
        ("places", "LOC", "Bergen"),
    ] {
        let (code, rows) = reader.ask_json(&[command]);
        assert_eq!(code, 0);
        let row = rows
            .iter()
            .find(|row| row["name"] == expected)
            .expect(expected);
        assert_eq!(row["kind"], kind);
        assert_eq!(
            names(row),
            ["name", "kind", "mentions", "articles", "aliases"]
        );
    }
}

#[test]
fn wordings_are_verified() {
    let reader = Reader::new();
    for (wording, expected, verdict) in [
        ("we will DO what it takes", 0, "exact"),
        ("we shall do what it takes", 1, "altered"),
        ("nobody ever wrote this sentence here", 2, "not found"),
        ("…", 3, ""),
    ] {
        let (code, answer) = reader.ask(&["verify", wording]);
        assert_eq!(code, expected, "{wording}");
        assert_eq!(
            answer.lines().next().unwrap_or_default(),
            verdict,
            "{wording}"
        );
    }
    let (_, sources) = reader.ask_json(&["verify", "we shall do what it takes"]);
    assert_eq!(sources[0]["words"], "We will do what it takes");
    assert_eq!(
        sources[0]["diff"][1],
        json!({"in": "asked", "words": "shall"})
    );
    assert_eq!(
        sources[0]["diff"][2],
        json!({"in": "source", "words": "will"})
    );
}

#[test]
fn exports_are_written_for_other_programs() {
    let reader = Reader::new();
    reader.write(
        "formula.jsonl",
        json!({"title": "=1+1", "text": "A | b and *c*."}).to_string(),
    );
    let (code, csv) = reader.ask(&["export", "--format", "csv"]);
    assert_eq!(code, 0);
    assert!(
        csv.starts_with("key,date,source,section,byline,place,title,path,text\r\n"),
        "{csv}"
    );
    assert!(csv.contains(",\"'=1+1\","), "{csv}");
    let (_, markdown) = reader.ask(&["export", "formula OR and", "--format", "md"]);
    assert!(markdown.contains("A \\| b and \\*c\\*."), "{markdown}");
    let (_, objects) = reader.ask_json(&["export", "--what", "quotes", "takes"]);
    assert_eq!(objects[0]["speaker"], "Mary Miller");
    assert_eq!(reader.ask(&["export", "--what", "notes"]).0, 1);
}

#[test]
fn articles_are_counted() {
    let reader = Reader::new();
    for (arguments, expected) in [
        (vec!["count"], (0, "2\n")),
        (vec!["count", "unread"], (0, "2\n")),
        (vec!["count", "starred"], (1, "0\n")),
        (vec!["count", "source:ledger"], (0, "1\n")),
    ] {
        let (code, answer) = reader.ask(&arguments);
        assert_eq!((code, answer.as_str()), expected, "{arguments:?}");
    }
    assert!(
        !reader.home.path().join("state").exists(),
        "asking makes no marks"
    );
}

#[test]
fn marks_are_counted_and_exported() {
    use reading_room::{
        corpus::ArticleKey,
        triage::{Change, Step, Store},
    };
    let reader = Reader::new();
    let key = reader.ask_json(&["list", "harbour"]).1[0]["key"].clone();
    let key: ArticleKey = key
        .as_str()
        .expect("it is a string")
        .parse()
        .expect("it is a key");
    let mut store = Store::open(&reader.home.path().join("state/reading-room")).expect("it opens");
    let step = Step {
        label: "starred 1".to_owned(),
        changes: vec![
            (key, Change::Starred(true)),
            (key, Change::Note(Some("ask the *port*".to_owned()))),
        ],
    };
    store.save(&step).expect("it is saved");
    assert_eq!(reader.ask(&["count", "starred"]), (0, "1\n".to_owned()));
    let (code, notes) = reader.ask_json(&["export", "--what", "notes"]);
    assert_eq!((code, notes.len()), (0, 1));
    assert_eq!(notes[0]["note"], "ask the *port*");
    let (_, markdown) = reader.ask(&["export", "--what", "notes"]);
    assert!(markdown.contains("ask the \\*port\\*"), "{markdown}");
}

#[test]
fn a_library_is_built_and_refreshed() {
    let reader = Reader::new();
    let corpus = reader.corpus();
    let corpus = corpus.to_str().expect("it is UTF-8");
    let output = reader.run(&["index", corpus, "--json"]);
    assert_eq!(exit_code(&output), 0);
    let summary = &objects(&text(&output.stdout))[0];
    assert_eq!(
        (&summary["articles"], &summary["new"]),
        (&json!(2), &json!(2))
    );
    let output = reader.run(&["index", corpus, "--json"]);
    assert_eq!(objects(&text(&output.stdout))[0]["new"], 0);
    assert_eq!(exit_code(&reader.run(&["index"])), 2);
}

#[test]
fn what_cannot_be_read_is_told() {
    let reader = Reader::new();
    assert_eq!(reader.ask(&["problems"]).0, 1);
    reader.write(
        "broken.jsonl",
        "{\"title\": \"a\", \"text\": \"b c d\"}\n{\"title\": \"cut off\n",
    );
    let (code, problems) = reader.ask_json(&["problems"]);
    assert_eq!(code, 0);
    assert_eq!(names(&problems[0]), ["path", "place", "why"]);
    let output = reader.run(&["list", "--in", "/there/is/nothing"]);
    assert_eq!(exit_code(&output), 2);
    assert!(text(&output.stderr).contains("/there/is/nothing"));
}

#[test]
fn texts_are_annotated() {
    let reader = Reader::new();
    let mut child = reader
        .command(&["annotate"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let lines = "{\"id\": 7, \"text\": \"\\\"We go,\\\" Ann Lee said.\"}\nnonsense\n";
    let mut input = child.stdin.take().expect("it is a pipe");
    input.write_all(lines.as_bytes()).expect("it listens");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(exit_code(&output), 2);
    let answers = objects(&text(&output.stdout));
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0]["id"], 7);
    assert_eq!(objects(&text(&output.stderr))[0]["line"], 2);
}

#[test]
fn the_built_in_articles_are_there_without_a_corpus() {
    let reader = Reader::new();
    let output = reader.run(&["list", "--json"]);
    assert_eq!(exit_code(&output), 0);
    assert_eq!(objects(&text(&output.stdout)).len(), 2);
    let output = reader.run(&["quotes", "--speaker", "gates", "--json"]);
    assert_eq!(exit_code(&output), 0);
    for quote in objects(&text(&output.stdout)) {
        assert_eq!(quote["speaker"], "Robert Gates");
    }
}

#[test]
fn help_version_completions_and_manual_are_made() {
    let reader = Reader::new();
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["list", "--help"],
        &["verify", "-h"],
        &["completions", "bash"],
        &["completions", "zsh"],
        &["completions", "fish"],
        &["man"],
        &["man", "search"],
        &["--print-config"],
    ] {
        let output = reader.run(arguments);
        assert_eq!(exit_code(&output), 0, "{arguments:?}");
        assert!(
            !output.stdout.is_empty() && output.stderr.is_empty(),
            "{arguments:?}"
        );
    }
    for arguments in [
        &["list", "--colour"][..],
        &["man", "nothing"],
        &["completions", "c"],
    ] {
        let output = reader.run(arguments);
        assert_eq!(exit_code(&output), 2, "{arguments:?}");
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{arguments:?}"
        );
    }
}

#[test]
fn the_settings_file_is_checked() {
    let reader = Reader::new();
    assert_eq!(exit_code(&reader.run(&["--check-config"])), 0);
    let folder = reader.home.path().join("config/reading-room");
    fs::create_dir_all(&folder).expect("it can be made");
    let file = folder.join("config.toml");
    fs::write(&file, "theme = 'light'\n\n[keys.list]\n'ctrl+' = 'done'\n")
        .expect("it can be written");
    let output = reader.run(&["--check-config"]);
    let complaint = text(&output.stderr);
    assert_eq!(exit_code(&output), 2);
    assert!(
        complaint.contains("config.toml: settings line 4: 'ctrl+' is not a key"),
        "{complaint}"
    );
    let sample = reader.run(&["--print-config"]).stdout;
    fs::write(&file, sample).expect("it can be written");
    assert_eq!(exit_code(&reader.run(&["--check-config"])), 0);
    fs::write(&file, "colour = 1").expect("it can be written");
    let output = reader.run(&["--check-config"]);
    assert_eq!(exit_code(&output), 0, "an unknown setting is a warning");
    assert!(text(&output.stderr).contains("'colour' is no setting"));
}

#[test]
fn unusual_names_of_fields_are_mapped() {
    let reader = Reader::new();
    let record =
        json!({"zq1": "Harbour reopens", "zq2": "2024-05-06", "zq3": "Ships leave again."});
    reader.write("odd.jsonl", record.to_string());
    let settings = "[fields]\nzq1 = 'title'\nzq2 = 'date'\nzq3 = 'body'\n";
    let file = reader.home.path().join("odd.toml");
    fs::write(&file, settings).expect("it can be written");
    let file = file.to_str().expect("it is UTF-8");
    let (_, articles) = reader.ask_json(&["list", "reopens", "--config", file]);
    assert_eq!(articles[0]["title"], "Harbour reopens");
    assert_eq!(articles[0]["date"], "2024-05-06");
    assert_eq!(reader.ask(&["list", "title:reopens"]).0, 1);
    let odd = reader.corpus().join("odd.jsonl");
    let odd = odd.to_str().expect("it is UTF-8");
    let output = reader.run(&["articles", odd, "--json", "--config", file]);
    assert_eq!(
        objects(&text(&output.stdout))[0]["title"],
        "Harbour reopens"
    );
}

#[test]
fn the_room_needs_a_terminal() {
    let reader = Reader::new();
    let output = reader.run(&[]);
    assert_eq!(exit_code(&output), 2);
    assert!(output.stdout.is_empty());
    assert!(text(&output.stderr).contains("terminal"));
    let output = reader.run(&["serch", "harbour"]);
    assert_eq!(exit_code(&output), 2);
    assert!(text(&output.stderr).contains("did you mean the command 'search'?"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let reader = Reader::new();
    // More than a pipe holds, in titles alone.
    let many: Vec<String> = (0..300)
        .map(|n| json!({"title": format!("Number {n} {}", "long ".repeat(100)), "text": "Short."}))
        .map(|article| article.to_string())
        .collect();
    reader.write("many.jsonl", many.join("\n"));
    let corpus = reader.corpus();
    let corpus = corpus.to_str().expect("it is UTF-8");
    for arguments in [
        ["export", "--format", "json", "--in", corpus],
        ["list", "--sort", "title", "--in", corpus],
    ] {
        let mut child = reader
            .command(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut first = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("it is a pipe"));
        output.read_line(&mut first).expect("it can be read");
        drop(output);
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(exit_code(&output), 0, "{arguments:?}");
        assert_eq!(text(&output.stderr), "", "{arguments:?}");
    }
}

#[test]
fn nothing_of_an_article_or_a_file_name_is_obeyed() {
    const HOSTILE: &str = "\u{1b}]52;c;ZXZpbA==\u{7}\u{9b}31m\u{202e}\u{0}\u{85}\r\u{8}";
    let reader = Reader::new();
    let article = json!({
        "title": format!("Title {HOSTILE}"),
        "source": format!("Source {HOSTILE}"),
        "byline": HOSTILE,
        "text": format!("Harbour {HOSTILE} text. \"We {HOSTILE} go,\" Ann {HOSTILE} Lee said in Oslo."),
    });
    let name = OsStr::from_bytes(b"evil \x1b]0;title\x07 \xff\n.jsonl");
    reader.write(name, format!("{article}\n{{\"broken\n"));
    let key = reader.ask_json(&["list", "text", "--limit", "1"]).1[0]["key"].clone();
    let key = key.as_str().expect("it is a string");
    for arguments in [
        &["list"][..],
        &["list", "--json"],
        &["show", key],
        &["show", key, "--json"],
        &["search", "harbour"],
        &["search", "harbour", "--json"],
        &["quotes"],
        &["quotes", "--json"],
        &["people"],
        &["people", "--json"],
        &["places"],
        &["organisations"],
        &["problems"],
        &["problems", "--json"],
        &["verify", "harbour text"],
        &["verify", "harbour text", "--json"],
        &["export", "--format", "md"],
        &["export", "--format", "csv"],
        &["export", "--format", "json"],
        &["export", "--what", "quotes", "--format", "csv"],
        &["count", HOSTILE_QUESTION],
        &["list", HOSTILE_QUESTION],
        &["show", HOSTILE_QUESTION],
    ] {
        let corpus = reader.corpus();
        let mut arguments = arguments.to_vec();
        arguments.extend(["--in", corpus.to_str().expect("it is UTF-8")]);
        let output = reader.run(&arguments);
        for stream in [&output.stdout, &output.stderr] {
            let written = String::from_utf8_lossy(stream);
            let obeyed = written.chars().find(|c| {
                c.is_control() && !matches!(c, '\n' | '\t' | '\r')
                    || matches!(c, '\u{202a}'..='\u{202e}')
            });
            assert_eq!(obeyed, None, "{arguments:?}");
        }
    }
    let output = reader.run(&["\u{1b}[31mno such file"]);
    assert!(!output.stderr.contains(&0x1b));
    let output = reader.run(&["--\u{1b}[31m"]);
    assert!(!output.stderr.contains(&0x1b));
}

const HOSTILE_QUESTION: &str = "\u{1b}[31m\" (";
