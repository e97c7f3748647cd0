//! What of the drawn cells may be sent here: the guard, the plain and the ASCII form, the colours there are.

use super::pen::{SEEN_ON_BLANKS, sixteenth};
use crate::{
    shell::surroundings::{Colours, Letters, Surroundings},
    text::{is_harmless, plain},
};
use ratatui::{
    buffer::{Buffer, Cell, CellWidth},
    style::{Color, Modifier},
};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The sign of a cell that another, wider one covers.
pub(super) const COVERED: &str = "";

/// Makes the drawn cells ready to be sent: each harmless, of its width, in a form this terminal can show. Cells that
/// look the same become equal.
pub(super) fn reduce(cells: &mut Buffer, surroundings: Surroundings) {
    let columns = usize::from(cells.area.width);
    if columns == 0 {
        return;
    }
    for row in cells.content.chunks_exact_mut(columns) {
        let mut x = 0;
        while x < columns {
            let width = reduce_cell(&mut row[x], columns - x, surroundings);
            let (cell, covered) = row[x..x + width].split_first_mut().unwrap_or_else(|| {
                unreachable!("a cell is at least one column wide and ends within the row")
            });
            // What was narrower after reducing leaves blanks in its style.
            let is_wide = usize::from(cell.cell_width()) == width;
            for other in covered {
                other.clone_from(cell);
                other.set_symbol(if is_wide { COVERED } else { " " });
                if !is_wide {
                    quieten_blank(other);
                }
            }
            x += width;
        }
    }
}

/// Reduces one cell with `n_left` columns before the edge; returns the columns it takes.
fn reduce_cell(cell: &mut Cell, n_left: usize, surroundings: Surroundings) -> usize {
    reduce_colours(cell, surroundings.colours);
    let symbol = cell.symbol();
    if let [b' '..=b'~'] = symbol.as_bytes() {
        quieten_blank(cell);
        return 1;
    }
    debug_assert!(is_harmless(symbol), "{symbol:?} was drawn without cleaning");
    let width = usize::from(symbol.cell_width()).max(1);
    if !is_harmless(symbol) || width > n_left || symbol.cell_width() == 0 {
        cell.set_symbol("?");
        return 1;
    }
    match surroundings.letters {
        Letters::Ascii => {
            let ascii = ascii(symbol, width);
            cell.set_symbol(&ascii);
        }
        Letters::Plain => {
            if let Cow::Owned(plain) = plain(symbol) {
                let fits = 1..=width;
                cell.set_symbol(match usize::from(plain.cell_width()) {
                    0 => " ",
                    plain_width if fits.contains(&plain_width) => &plain,
                    _ => "?",
                });
            }
        }
        Letters::All => {}
    }
    quieten_blank(cell);
    width
}

/// A blank has no colour of letters and no weight.
fn quieten_blank(cell: &mut Cell) {
    if cell.symbol() == " " {
        cell.modifier &= SEEN_ON_BLANKS;
        if cell.modifier.is_empty() {
            cell.fg = Color::Reset;
        }
    }
}

/// Returns ASCII letters, at most `width` of them, that stand for a cluster.
fn ascii(cluster: &str, width: usize) -> String {
    let Some(first) = cluster.chars().next() else {
        return " ".to_owned();
    };
    let stand_in = match first {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2500}'
        | '\u{2501}'
        | '\u{2504}'
        | '\u{2505}'
        | '\u{2550}' => '-',
        '\u{2502}'
        | '\u{2503}'
        | '\u{2506}'..='\u{250b}'
        | '\u{2551}'
        | '\u{2589}'..='\u{2590}'
        | '\u{2595}' => '|',
        '\u{250c}'..='\u{254f}' | '\u{2552}'..='\u{257f}' => '+',
        '\u{2580}'..='\u{2588}' | '\u{2593}' | '\u{25a0}' => '#',
        '\u{2591}' | '\u{2592}' => ':',
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2039}' | '\u{203a}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2022}' | '\u{b7}' | '\u{25cf}' | '\u{2605}' | '\u{2606}' | '\u{25c6}' => '*',
        '\u{2190}' | '\u{25c0}' | '\u{25c2}' => '<',
        '\u{2192}' | '\u{25b6}' | '\u{25b8}' | '\u{276f}' => '>',
        '\u{2191}' | '\u{25b2}' | '\u{25b4}' => '^',
        '\u{2193}' | '\u{25bc}' | '\u{25be}' => 'v',
        '\u{d7}' | '\u{2713}'..='\u{2717}' => 'x',
        '\u{25cb}' | '\u{25e6}' | '\u{d8}' | '\u{f8}' => 'o',
        '\u{2026}' => '.',
        '\u{df}' => 's',
        '\u{c6}' | '\u{e6}' => 'a',
        '\u{141}' | '\u{142}' => 'l',
        '\u{20ac}' => 'E',
        '\u{a3}' => 'L',
        _ => {
            let mut letters = cluster
                .nfkd()
                .filter(|c| matches!(c, ' '..='~'))
                .take(width)
                .collect::<String>();
            if letters.is_empty() {
                letters.push('?');
            }
            return letters;
        }
    };
    stand_in.to_string()
}

fn reduce_colours(cell: &mut Cell, colours: Colours) {
    cell.fg = nearest(cell.fg, colours);
    cell.bg = nearest(cell.bg, colours);
    cell.modifier -= Modifier::HIDDEN;
}

/// Returns the nearest colour that is sent here.
fn nearest(colour: Color, colours: Colours) -> Color {
    match (colour, colours) {
        (Color::Reset, _) | (_, Colours::None) => Color::Reset,
        (Color::Rgb(r, g, b), Colours::Palette) => Color::Indexed(nearest_of_palette([r, g, b])),
        (_, Colours::True | Colours::Palette) => colour,
        (_, Colours::Sixteen) => {
            let rgb = match colour {
                _ if sixteenth(colour).is_some() => return colour,
                Color::Rgb(r, g, b) => [r, g, b],
                Color::Indexed(n) => of_palette(n),
                _ => return colour,
            };
            Color::Indexed(nearest_of(rgb, 0..16))
        }
    }
}

/// The sixteen as most terminals show them.
const SIXTEEN: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// Returns red, green and blue of a colour of the palette: the sixteen, a cube of six, a ladder of greys.
fn of_palette(n: u8) -> [u8; 3] {
    let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
    match n {
        0..=15 => SIXTEEN[usize::from(n)],
        16..=231 => {
            let n = n - 16;
            [level(n / 36), level(n / 6 % 6), level(n % 6)]
        }
        232..=255 => [8 + 10 * (n - 232); 3],
    }
}

fn nearest_of_palette(rgb: [u8; 3]) -> u8 {
    // The sixteen look different in every terminal: a colour meant exactly is not one of them.
    nearest_of(rgb, 16..=255)
}

fn nearest_of(rgb: [u8; 3], candidates: impl Iterator<Item = u8>) -> u8 {
    let distance = |n: &u8| {
        std::iter::zip(of_palette(*n), rgb)
            .map(|(a, b)| u32::from(a.abs_diff(b)).pow(2))
            .sum::<u32>()
    };
    candidates.min_by_key(distance).unwrap_or(7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::{layout::Rect, style::Style};

    fn symbols(line: &str, surroundings: Surroundings) -> Vec<String> {
        let mut cells = Buffer::with_lines([line]);
        reduce(&mut cells, surroundings);
        cells
            .content
            .iter()
            .map(|cell| cell.symbol().to_owned())
            .collect()
    }

    #[test]
    fn forms() {
        let check = |line: &str, surroundings: Surroundings, expected: &[&str]| {
            assert_eq!(symbols(line, surroundings), expected, "{line:?}");
        };
        let plain = Surroundings {
            letters: Letters::Plain,
            ..Surroundings::RICH
        };
        let ascii = Surroundings {
            letters: Letters::Ascii,
            ..Surroundings::RICH
        };
        check("a漢b", Surroundings::RICH, &["a", "漢", "", "b"]);
        check(
            "\u{2764}\u{fe0f}!",
            Surroundings::RICH,
            &["\u{2764}\u{fe0f}", "", "!"],
        );
        check("\u{2764}\u{fe0f}!", plain, &["\u{2764}", " ", "!"]);
        check("\u{1f44d}\u{1f3fd}!", plain, &["\u{1f44d}", "", "!"]);
        check(
            "é“漢”—│┌",
            ascii,
            &["e", "\"", "?", " ", "\"", "-", "|", "+"],
        );
        check("\u{fb01}x", ascii, &["f", "x"]);
    }

    #[test]
    #[cfg_attr(debug_assertions, should_panic(expected = "without cleaning"))]
    fn the_guard_lets_nothing_harmful_through() {
        let mut cells = Buffer::empty(Rect::new(0, 0, 2, 1));
        cells.content[0].set_symbol("\u{1b}[2J");
        reduce(&mut cells, Surroundings::RICH);
        assert_eq!(cells.content[0].symbol(), "?");
    }

    #[test]
    fn a_wide_letter_at_the_edge_is_cut() {
        let mut cells = Buffer::empty(Rect::new(0, 0, 2, 1));
        cells.content[1].set_symbol("漢");
        reduce(&mut cells, Surroundings::RICH);
        assert_eq!(cells.content[1].symbol(), "?");
    }

    #[test]
    fn blanks_that_look_the_same_are_the_same() {
        let mut cells = Buffer::empty(Rect::new(0, 0, 2, 1));
        cells.content[0].set_style(Style::new().fg(Color::Red).add_modifier(Modifier::BOLD));
        reduce(&mut cells, Surroundings::RICH);
        assert_eq!(cells.content[0], cells.content[1]);
    }

    #[test]
    fn colours() {
        let check = |colour, colours, expected| assert_eq!(nearest(colour, colours), expected);
        let orange = Color::Rgb(255, 135, 0);
        check(orange, Colours::True, orange);
        check(orange, Colours::Palette, Color::Indexed(208));
        check(Color::Indexed(208), Colours::Sixteen, Color::Indexed(3));
        check(Color::Rgb(250, 5, 5), Colours::Sixteen, Color::Indexed(9));
        check(Color::Cyan, Colours::Sixteen, Color::Cyan);
        check(Color::Cyan, Colours::None, Color::Reset);
    }
}
