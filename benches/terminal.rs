//! What a frame costs on the way to the terminal, in time and in bytes: `cargo bench --bench terminal`.
//!
//! The bytes of each kind of step are told before the times.

#[path = "../tests/it/harness.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod harness;

use divan::{Bencher, black_box};
use harness::{Room, article};
use reading_room::{
    app::{Event, Preview, Settings, update},
    library::Library,
    shell::{
        screen::Picture,
        surroundings::{Colours, Letters, Surroundings},
    },
    view,
};
use std::sync::Arc;

const SURROUNDINGS: Surroundings = Surroundings {
    colours: Colours::Palette,
    letters: Letters::Plain,
    keeps_clipboard: false,
    sparing: false,
    multiplexer: None,
};

/// Articles in the list; few where the benchmarks are only tried out as tests.
const N_ARTICLES: usize = if cfg!(debug_assertions) { 40 } else { 100 };
/// Words of each article.
const N_WORDS: usize = if cfg!(debug_assertions) { 400 } else { 4_000 };

/// The sizes of the screen, in columns and rows.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

/// A step: its name, the keys that lead to it, the keys that are the step and undo it in turn.
type Step = (&'static str, &'static str, [&'static str; 2]);

const STEPS: [Step; 5] = [
    ("selection down, no reader", "", ["j", "k"]),
    ("selection down, with reader", "P", ["j", "k"]),
    ("line down, beside the list", "Pl<Ctrl-d>", ["j", "k"]),
    ("line down, reader only", "l<Ctrl-d>", ["j", "k"]),
    (
        "half a page down, reader only",
        "l<Ctrl-d>",
        ["<Ctrl-d>", "<Ctrl-u>"],
    ),
];

fn main() {
    for (columns, rows) in SIZES {
        println!("bytes of a frame at {columns} x {rows}");
        println!(
            "{:>8}  first frame",
            Drawing::new((columns, rows), "").n_first_bytes
        );
        for (name, before, [there, back]) in STEPS {
            let mut drawing = Drawing::new((columns, rows), before);
            let n_there = drawing.press(there);
            println!("{:>8}  {name}", n_there.max(drawing.press(back)));
        }
        println!();
    }
    divan::main();
}

/// A room of articles that fill the screen, and the picture of it.
struct Drawing {
    room: Room,
    picture: Picture,
    n_first_bytes: usize,
}

impl Drawing {
    fn new((columns, rows): (u16, u16), keys: &str) -> Self {
        let settings = Settings {
            preview: Preview::Off,
            ..Settings::default()
        };
        let articles = (0..N_ARTICLES).map(|n| {
            let day = format!("2010-{:02}-{:02}", n % 12 + 1, n % 28 + 1);
            let title = format!("Report {n}: the council of Port {} votes again", n * 7 % 31);
            article(&title, "Coast Courier", &day, &text(n))
        });
        let library = Arc::new(Library::of_articles(&articles.collect::<Vec<_>>()));
        let mut room = Room::with(library, settings, Vec::new());
        room.size(columns, rows);
        room.keys(keys);
        let mut drawing = Self {
            room,
            picture: Picture::new(columns, rows, SURROUNDINGS),
            n_first_bytes: 0,
        };
        drawing.n_first_bytes = drawing.draw();
        drawing
    }

    fn press(&mut self, keys: &str) -> usize {
        self.room.keys(keys);
        self.draw()
    }

    fn draw(&mut self) -> usize {
        let state = &self.room.state;
        self.picture.draw(|frame| view::draw(state, frame)).len()
    }
}

/// An article longer than any screen, in which no two lines are alike.
fn text(seed: usize) -> String {
    const WORDS: [&str; 16] = [
        "harbour", "council", "voted", "against", "the", "wall", "that", "Anna", "Berg", "had",
        "promised", "in", "Lima", "after", "last", "storm",
    ];
    let mut text = String::new();
    let mut n = seed;
    for idx in 0..N_WORDS {
        n = (n * 1_103 + 12_345) % 65_521;
        text.push_str(WORDS[n % WORDS.len()]);
        text.push_str(if idx % 70 == 69 { ".\n\n" } else { " " });
    }
    text
}

#[divan::bench(args = SIZES)]
fn first_frame(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut drawing = Drawing::new(size, "P");
    bencher.bench_local(|| {
        drawing.picture.forget();
        black_box(drawing.draw())
    });
}

#[divan::bench(args = SIZES)]
fn nothing_changed(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut drawing = Drawing::new(size, "P");
    bencher.bench_local(|| black_box(drawing.draw()));
}

#[divan::bench(args = SIZES)]
fn line_down(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut drawing = Drawing::new(size, "Pl<Ctrl-d>");
    let mut is_down = false;
    bencher.bench_local(|| {
        is_down = !is_down;
        black_box(drawing.press(if is_down { "j" } else { "k" }))
    });
}

#[divan::bench]
fn resized(bencher: Bencher<'_, '_>) {
    let mut drawing = Drawing::new((80, 24), "P");
    let mut idx = 0;
    bencher.bench_local(|| {
        idx += 1;
        let (columns, rows) = SIZES[idx % SIZES.len()];
        drawing.picture.resize(columns, rows);
        black_box(update(
            &mut drawing.room.state,
            Event::Resize { columns, rows },
        ));
        black_box(drawing.draw())
    });
}
