//! From a key to the cells of the next frame: `cargo bench --bench room`.
//!
//! Articles are made up; the room runs without a terminal, so that what is measured is this program and no other.

#[path = "../tests/it/harness.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod harness;

use divan::{Bencher, black_box, counter::BytesCount};
use harness::{Room, article};
use ratatui::{Terminal, backend::TestBackend};
use reading_room::{
    app::{Event, Key, update, wrap},
    text::{Body, Span, analyse, clean_text},
    view,
};

/// Articles in the long list; few where the benchmarks are only tried out as tests.
const N_ARTICLES: usize = if cfg!(debug_assertions) { 50 } else { 100_000 };
/// Words of the long article.
const N_WORDS: usize = if cfg!(debug_assertions) { 500 } else { 100_000 };

fn main() {
    divan::main();
}

/// A room of many short articles, on a screen of 80 × 24.
fn long_list() -> Room {
    let articles = (0..N_ARTICLES).map(|n| {
        let day = format!("20{:02}-{:02}-{:02}", n % 20, n % 12 + 1, n % 28 + 1);
        let title = format!("Report {n} on the harbour");
        article(&title, "Coast Courier", &day, "The council met. It voted.")
    });
    Room::of(&articles.collect::<Vec<_>>())
}

/// Running text of so many words, in paragraphs of eighty.
fn prose(n_words: usize) -> String {
    const WORDS: [&str; 12] = [
        "the", "council", "voted", "to", "raise", "harbour", "walls", "after", "a", "storm", "in",
        "March",
    ];
    let mut text = String::new();
    for n in 0..n_words {
        text.push_str(WORDS[(n * 7 + n / 12) % WORDS.len()]);
        text.push_str(if n % 80 == 79 { ".\n\n" } else { " " });
    }
    text
}

/// A room in which one long article is open.
fn long_article() -> Room {
    let mut room = Room::of(&[article(
        "A long one",
        "Coast Courier",
        "2021-01-01",
        &prose(N_WORDS),
    )]);
    room.keys("<Enter>");
    room
}

fn screen(room: &Room) -> Terminal<TestBackend> {
    let backend = TestBackend::new(room.state.columns, room.state.rows);
    Terminal::new(backend).expect("a terminal in memory cannot fail")
}

/// Presses a key and draws, as the loop does.
fn key_to_frame(room: &mut Room, terminal: &mut Terminal<TestBackend>, key: &str) {
    let key: Key = key.parse().expect("a key of the table");
    black_box(update(&mut room.state, Event::Key(key)));
    terminal
        .draw(|frame| view::draw(&room.state, frame))
        .expect("drawing in memory cannot fail");
}

#[divan::bench(args = ["j", "Ctrl-f", "G", "Space"])]
fn key_in_a_long_list(bencher: Bencher<'_, '_>, key: &str) {
    let mut room = long_list();
    let mut terminal = screen(&room);
    bencher.bench_local(|| key_to_frame(&mut room, &mut terminal, key));
}

#[divan::bench(args = ["j", "Space", "G", "Home"])]
fn key_in_a_long_article(bencher: Bencher<'_, '_>, key: &str) {
    let mut room = long_article();
    let mut terminal = screen(&room);
    bencher.bench_local(|| key_to_frame(&mut room, &mut terminal, key));
}

#[divan::bench]
fn search_in_a_long_article(bencher: Bencher<'_, '_>) {
    let mut room = long_article();
    bencher.bench_local(|| {
        room.keys("/storm<Enter><Esc>");
    });
}

#[divan::bench]
fn wrapping(bencher: Bencher<'_, '_>) {
    let text = prose(N_WORDS);
    let paragraphs = Body::plain(text.as_str()).paragraphs().to_vec();
    let mut lines: Vec<Span> = Vec::new();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        lines.clear();
        for paragraph in &paragraphs {
            wrap(&text, paragraph.span, 72, &mut lines);
        }
        black_box(lines.len())
    });
}

#[divan::bench(args = ["ascii", "curly", "hostile"])]
fn cleaning(bencher: Bencher<'_, '_>, kind: &str) {
    let text = match kind {
        "curly" => prose(N_WORDS).replace("council", "“Rathaus” café"),
        "hostile" => prose(N_WORDS).replace("council", "\u{1b}[2J\u{202e}council"),
        _ => prose(N_WORDS),
    };
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| black_box(clean_text(&text)));
}

#[divan::bench]
fn analysis_of_the_seeds(bencher: Bencher<'_, '_>) {
    let articles = harness::seeds();
    let n_bytes: usize = articles
        .iter()
        .map(|article| article.body.text().len())
        .sum();
    bencher.counter(BytesCount::new(n_bytes)).bench_local(|| {
        for article in &articles {
            black_box(analyse(&article.body));
        }
    });
}
