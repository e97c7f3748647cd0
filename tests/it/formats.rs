//! Every format gives its articles with what its publisher said of them, and no damage to a file does more than cost it.

mod containers;
mod damage;
mod databases;
mod kinds;
mod pages;
mod samples;
mod wires;

use reading_room::corpus::{Article, FieldMap, Item, gathered, read_stream};
use reading_room::text::ParagraphKind;
use samples::{STORY, Sample, TITLE, samples};
use std::{fmt::Write as _, ops::ControlFlow, path::Path};

/// Two paragraphs that stand in files of all kinds.
const SAID: &str = "The harbour board said on Thursday that it would close two of its five piers for repairs put off since spring.";
const ADDED: &str = "Shipping lines were told to expect delays of up to three days, a spokesman added, and ferries will leave from the north.";

fn read(name: &str, bytes: &[u8]) -> (Vec<Article>, Vec<String>) {
    let fields = FieldMap::default();
    let (articles, problems) = gathered(|sink| read_stream(Path::new(name), bytes, &fields, sink));
    (articles, problems.iter().map(ToString::to_string).collect())
}

/// The reading text without what is set aside.
fn reading(article: &Article) -> String {
    article
        .body
        .paragraphs()
        .iter()
        .filter(|paragraph| paragraph.kind != ParagraphKind::Boilerplate)
        .map(|paragraph| article.body.slice(paragraph.span))
        .collect::<Vec<_>>()
        .join(" ")
        .replace(['“', '”'], "\"")
}

fn check(sample: &Sample) {
    let name = sample.name;
    let (articles, problems) = read(name, &sample.bytes);
    assert_eq!(articles.len(), 1, "{name}: {problems:?}");
    let article = &articles[0];
    assert_eq!(article.origin.format, sample.format, "{name}");
    let text = reading(article);
    for paragraph in STORY {
        assert!(
            text.contains(paragraph),
            "{name}: '{paragraph}' is not in\n{text}"
        );
    }
    let metadata = &article.metadata;
    let found = [
        Some(metadata.title.text.clone()).filter(|_| !metadata.title.derived),
        metadata
            .published
            .as_ref()
            .map(|published| published.at.date().to_string()),
        metadata.source.clone(),
        metadata.byline.clone(),
        metadata.place.clone(),
        metadata.url.clone(),
    ];
    for ((field, found), wanted) in ["title", "date", "source", "byline", "place", "url"]
        .iter()
        .zip(found)
        .zip(sample.fields)
    {
        if !wanted.is_empty() {
            assert_eq!(found.as_deref(), Some(wanted), "{name}: {field}");
        }
    }
    check_mapping(article, name);
}

/// Every letter of the reading text outside the edits stands in the source where the mapping says.
fn check_mapping(article: &Article, name: &str) {
    let edits = article.body.edits();
    let text = article.body.text();
    let mut at = 0;
    for edit in edits
        .iter()
        .map(|edit| edit.reading)
        .chain([reading_room::text::Span::empty(text.len())])
    {
        let start = edit.start as usize;
        if at < start {
            let span = reading_room::text::Span::new(at, start);
            let source = article.body.to_source(span);
            assert_eq!(source.of(&article.source), &text[at..start], "{name}");
        }
        at = edit.end as usize;
    }
}

#[test]
fn every_format_gives_its_article() {
    for sample in samples() {
        check(&sample);
    }
}

#[test]
fn what_is_no_article_is_told_for_what_it_is() {
    for (name, bytes, words) in [
        (
            "a.png",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            "a PNG picture",
        ),
        ("a.db", b"SQLite format 3\0".to_vec(), "an SQLite database"),
        ("empty.txt", Vec::new(), "empty"),
        (
            "schema.xml",
            b"<?xml version='1.0'?><xs:schema><xs:element/></xs:schema>".to_vec(),
            "'xs:schema'",
        ),
        (
            "answer",
            b"<results>\n<result><id>7</id></result>\n<status code=\"10\"/>\n</results>\n".to_vec(),
            "'results'",
        ),
        (
            "list.opml",
            b"<opml><body><outline xmlUrl='http://a'/></body></opml>".to_vec(),
            "a list of 1 feed",
        ),
        (
            "a.json",
            b"{\"id\": 1, \"user\": 2}".to_vec(),
            "its fields are id, user",
        ),
        ("b.json", b"{\"title\": \"cut".to_vec(), "it ends too early"),
        (
            "noise.bin",
            (0..4096u32)
                .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
                .collect(),
            "no format",
        ),
    ] {
        let (articles, problems) = read(name, &bytes);
        assert!(articles.is_empty(), "{name}");
        assert!(
            problems.iter().any(|problem| problem.contains(words)),
            "{name}: {problems:?}"
        );
    }
}

#[test]
fn dates_are_read_in_the_order_of_their_own_file() {
    let rows = |dates: [&str; 3]| {
        dates
            .iter()
            .fold("title,date,text\n".to_owned(), |mut table, date| {
                let _ = writeln!(table, "{TITLE},{date},\"{}\"", STORY[0]);
                table
            })
    };
    let days = |dates| -> Vec<String> {
        read("a.csv", rows(dates).as_bytes())
            .0
            .iter()
            .map(|article| {
                article
                    .metadata
                    .published
                    .as_ref()
                    .map_or_else(String::new, ToString::to_string)
            })
            .collect()
    };
    assert_eq!(
        days(["05/10/2017", "06/10/2017", "25/10/2017"]),
        ["2017-10-05", "2017-10-06", "2017-10-25"]
    );
    assert_eq!(
        days(["05/10/2017", "06/10/2017", "10/25/2017"]),
        ["2017-05-10", "2017-06-10", "2017-10-25"]
    );
}

#[test]
fn a_reader_may_name_the_fields() {
    let mut fields = FieldMap::default();
    fields.insert("kop_x", "title").unwrap();
    fields.insert("q17", "body").unwrap();
    let record = format!("{{\"kop_x\":\"{TITLE}\",\"q17\":\"{}\"}}", STORY[0]);
    let mut titles = Vec::new();
    let _ = read_stream(
        Path::new("a.json"),
        record.as_bytes(),
        &fields,
        &mut |item| {
            if let Item::Article(article) = item {
                titles.push(article.metadata.title.text);
            }
            ControlFlow::Continue(())
        },
    );
    assert_eq!(titles, [TITLE]);
}
