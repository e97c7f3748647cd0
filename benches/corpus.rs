//! How fast do bytes become articles? Decoding, repair and layout of plain text, in bytes a second on one core.

use divan::{Bencher, counter::BytesCount};
use reading_room::corpus::{
    Prose, body_of, date, decode,
    format::plain::{Plain, read_plain},
};

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
