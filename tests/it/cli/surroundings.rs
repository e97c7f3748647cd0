//! Everything around the answers: files, settings, terminals, pipes, and what an article may not do.

use super::{Reader, exit_code, names, objects, text};
use serde_json::json;
use std::{
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::ffi::OsStrExt,
    process::Stdio,
};

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

#[test]
fn a_path_in_place_of_a_question_is_told() {
    let reader = Reader::new();
    let corpus = reader.corpus();
    let output = reader.run(&["count", corpus.to_str().expect("it is UTF-8")]);
    let told = text(&output.stderr);
    assert!(told.contains("is taken as words to look for"), "{told}");
    let (_, quiet) = reader.ask(&["count", "a/b"]);
    assert_eq!(quiet, "0\n");
}
