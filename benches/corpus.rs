//! How fast do bytes become articles? Whole files of four kinds, and the decoding, repair and layout of plain text, in
//! bytes a second on one core.

use divan::{Bencher, counter::BytesCount};
use reading_room::corpus::{
    FieldMap, Item, Prose, body_of, date, decode,
    format::plain::{Plain, read_plain},
    read_stream,
};
use std::{ops::ControlFlow, path::Path};

const WIRE: &str = include_str!("../seeds/000_9b4f7893b58e6a4a.txt");
const PAGE: &str = include_str!("../seeds/004_0f2fd64015c354df.txt");
/// How many stories one run reads.
const N_STORIES: usize = 200;

fn main() {
    divan::main();
}

/// Stories as archives hold them: hard-wrapped from a wire, pages in one line for each paragraph.
fn stories(name: &str) -> Vec<Vec<u8>> {
    let story = match name {
        "wrapped" => WIRE.as_bytes().to_vec(),
        "page" => PAGE.as_bytes().to_vec(),
        "curly" => PAGE
            .replace('"', "\u{201d}")
            .replace('\'', "\u{2019}")
            .into_bytes(),
        _ => encoding_rs::WINDOWS_1252
            .encode(&PAGE.replace('\'', "\u{2019}"))
            .0
            .into_owned(),
    };
    vec![story; N_STORIES]
}

fn n_bytes(stories: &[Vec<u8>]) -> BytesCount {
    BytesCount::new(stories.iter().map(Vec::len).sum::<usize>())
}

/// A file of this kind with the same story many times.
fn file(kind: &str) -> Vec<u8> {
    let paragraphs: Vec<&str> = PAGE.lines().filter(|line| line.len() > 80).collect();
    let text = paragraphs.join("\n\n");
    let record = serde_json::json!({
        "title": "US eyes deeper security co-operation in Latin America",
        "date": "2010-04-15",
        "source": "Example News",
        "url": "https://news.example.org/2010/04/15/security",
        "text": text,
    });
    let page = format!(
        "<!DOCTYPE html><html lang=en><head><title>US eyes deeper co-operation</title></head><body><nav><a>Home</a></nav>\
         <h1>US eyes deeper co-operation</h1><p class=date>15 April 2010</p><p>{}</p></body></html>",
        paragraphs.join("</p><p>")
    );
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let capture = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example.org/a\r\n\
         WARC-Date: 2010-04-15T09:29:00Z\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    );
    match kind {
        "text" => text.into_bytes(),
        "json lines" => format!("{record}\n").repeat(N_STORIES).into_bytes(),
        "html" => page.into_bytes(),
        _ => capture.repeat(N_STORIES / 10).into_bytes(),
    }
}

#[divan::bench(args = ["text", "json lines", "html", "warc"])]
fn file_to_articles(bencher: Bencher, kind: &str) {
    let bytes = file(kind);
    let fields = FieldMap::default();
    bencher.counter(BytesCount::new(bytes.len())).bench(|| {
        let mut n_articles = 0;
        let _ = read_stream(
            Path::new("archive"),
            bytes.as_slice(),
            &fields,
            &mut |item| {
                n_articles += usize::from(matches!(item, Item::Article(_)));
                ControlFlow::Continue(())
            },
        );
        assert!(n_articles > 0, "the file is read");
        n_articles
    });
}

#[divan::bench(args = ["wrapped", "page", "curly", "cp1252"])]
fn bytes_to_story(bencher: Bencher, name: &str) {
    let stories = stories(name);
    bencher.counter(n_bytes(&stories)).bench(|| {
        for story in &stories {
            let decoded = decode(story, None);
            divan::black_box(read_plain(&decoded.text, &Plain::default()));
        }
    });
}

#[divan::bench(args = ["wrapped", "page", "curly"])]
fn text_to_body(bencher: Bencher, name: &str) {
    let stories = stories(name);
    let texts: Vec<String> = stories
        .iter()
        .map(|story| String::from_utf8_lossy(story).into_owned())
        .collect();
    bencher.counter(n_bytes(&stories)).bench(|| {
        for text in &texts {
            divan::black_box(body_of(text, &Prose::default()));
        }
    });
}

#[divan::bench(args = ["2012-10-06", "Sat, 06 Oct 2012 09:29:00 +0000", "24 de julio de 2015"])]
fn a_date(raw: &str) -> Option<reading_room::corpus::Published> {
    date::parse(raw, reading_room::corpus::DayMonthOrder::Unknown)
}
