//! Draws pictures of the screen from the program's own cells, for the README: `cargo run --example picture`.
//!
//! Each picture is an SVG made by pressing keys in a room of the two seeds, so that it never shows what the program
//! does not.

#[path = "../tests/it/harness.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod harness;

use harness::Room;
use ratatui::{
    Terminal,
    backend::TestBackend,
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};
use std::{fmt::Write, fs, io, path::Path};

/// Width and height of a cell in the picture, in pixels.
const CELL: (f32, f32) = (8.4, 18.0);
/// Pixels of the letters.
const FONT_SIZE: f32 = 14.0;

/// The pictures: file name, columns, rows, keys.
const PICTURES: [(&str, u16, u16, &str); 3] = [
    ("reading", 110, 30, "j<Enter>]q]q"),
    ("who-said-what", 110, 30, "wgates<Enter>jj"),
    ("finder", 110, 24, "<Ctrl-p>venez"),
];

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    fs::create_dir_all(&folder)?;
    for (name, columns, rows, keys) in PICTURES {
        let mut room = Room::of_seeds();
        room.state.corpus_name = "seeds".to_owned();
        room.size(columns, rows).keys(keys);
        let path = folder.join(format!("{name}.svg"));
        fs::write(&path, svg(&cells(&room)))?;
        println!("{}\n{}", path.display(), room.screen());
    }
    Ok(())
}

fn cells(room: &Room) -> Buffer {
    let backend = TestBackend::new(room.state.columns, room.state.rows);
    let mut terminal = Terminal::new(backend).expect("a terminal in memory cannot fail");
    terminal
        .draw(|frame| reading_room::view::draw(&room.state, frame))
        .expect("drawing in memory cannot fail");
    terminal.backend().buffer().clone()
}

fn svg(buffer: &Buffer) -> String {
    let (width, height) = (
        f32::from(buffer.area.width) * CELL.0,
        f32::from(buffer.area.height) * CELL.1,
    );
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" font-size=\"{FONT_SIZE}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"#1b1d23\"/>\n"
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let first = &buffer[(x, y)];
            let mut end = x;
            let mut words = String::new();
            while end < buffer.area.width && looks(&buffer[(end, y)]) == looks(first) {
                words.push_str(buffer[(end, y)].symbol());
                end += 1;
            }
            run(&mut out, first, &words, x, y, end - x);
            x = end;
        }
    }
    out.push_str("</svg>\n");
    out
}

fn looks(cell: &Cell) -> (Color, Color, Modifier) {
    (cell.fg, cell.bg, cell.modifier)
}

fn run(out: &mut String, cell: &Cell, words: &str, x: u16, y: u16, n_cells: u16) {
    let (left, top) = (f32::from(x) * CELL.0, f32::from(y) * CELL.1);
    let width = f32::from(n_cells) * CELL.0;
    if let Some(colour) = rgb(cell.bg) {
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{colour}\"/>",
            CELL.1
        );
    }
    if words.trim().is_empty() {
        return;
    }
    let mut style = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.6\""),
    ] {
        if cell.modifier.contains(modifier) {
            style.push_str(attribute);
        }
    }
    let colour = rgb(cell.fg).unwrap_or_else(|| "#d7dae0".to_owned());
    let escaped = words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let baseline = top + CELL.1 * 0.75;
    let _ = writeln!(
        out,
        "<text x=\"{left:.1}\" y=\"{baseline:.1}\" fill=\"{colour}\"{style} textLength=\"{width:.1}\" \
         lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">{escaped}</text>"
    );
}

/// The colour of the palette of 256, as terminals agree on it.
fn rgb(colour: Color) -> Option<String> {
    let Color::Indexed(n) = colour else {
        return None;
    };
    let (r, g, b) = match n {
        0..=15 => return None,
        16..=231 => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let n = n - 16;
            (level(n / 36), level(n / 6 % 6), level(n % 6))
        }
        232..=255 => {
            let grey = 8 + 10 * (n - 232);
            (grey, grey, grey)
        }
    };
    Some(format!("#{r:02x}{g:02x}{b:02x}"))
}
