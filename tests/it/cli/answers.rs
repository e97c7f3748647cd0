//! Questions to a corpus: what each command answers, field by field.

use super::{Reader, exit_code, names, text};
use serde_json::json;

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
    assert!(
        answer.contains("\ndate found in: a field: '2024-03-05'\n"),
        "{answer}"
    );
    let (_, articles) = reader.ask_json(&["show", &key]);
    assert_eq!(articles[0]["key"], key);
    assert_eq!(articles[0]["paragraphs"][0]["kind"], "text");
    assert_eq!(articles[0]["date_from"], "a field");
    assert_eq!(articles[0]["date_raw"], "2024-03-05");
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
fn citations_hold_until_the_article_changes() {
    let reader = Reader::new();
    reader.write(
        "sea.txt",
        "The sea rose\n\nThe sea rose by two metres on Friday, and the pier was closed.\n",
    );
    let key = reader.ask_json(&["list", "pier"]).1[0]["key"].clone();
    let key = key.as_str().expect("it is a string");
    let notes = reader.home.path().join("notes.md");
    let check = |words: &str| {
        let citation = format!(
            "# Notes\n\n- {words} — nobody, in: The sea rose. /sea.txt, byte 14, sha {key}\n"
        );
        std::fs::write(&notes, citation).expect("it can be written");
        let (code, told) = reader.ask_json(&["cite-check", notes.to_str().expect("it is UTF-8")]);
        assert_eq!((told.len(), told[0]["line"].as_u64()), (1, Some(3)));
        (code, told[0].clone())
    };
    let whole = "the sea rose by two metres … the pier was closed";
    assert_eq!(check(whole), (0, check(whole).1));
    assert_eq!(check(whole).1["verdict"], "holds");
    let (code, told) = check("The sea rose by ten metres");
    assert_eq!((code, &told["verdict"]), (1, &json!("altered")));
    assert_eq!(told["difference"], "The sea rose by [-ten-] {+two+} metres");

    reader.write(
        "sea.txt",
        "The sea rose\n\nThe sea rose by two metres on Friday, and the pier was shut.\n",
    );
    let (code, told) = check("The sea rose by two metres");
    assert_eq!((code, &told["verdict"]), (1, &json!("elsewhere")));
    assert_ne!(told["found_key"], json!(null));
    let (code, told) = check("The pier was closed");
    assert_eq!((code, &told["verdict"]), (1, &json!("changed")));
    assert_eq!(told["difference"], "the pier was [-closed-]");

    std::fs::write(&notes, "nothing is cited").expect("it can be written");
    let nothing = reader.ask(&["cite-check", notes.to_str().expect("it is UTF-8")]);
    assert_eq!(nothing, (1, String::new()));
    assert_eq!(reader.ask(&["cite-check", "/no/such/notes"]).0, 2);
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
