//! How the terminal's pen gets from one style to the next in the fewest bytes.

use ratatui::{
    buffer::Cell,
    style::{Color, Modifier},
};
use std::fmt::Write as _;

/// Colours and attributes with which the terminal prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pen {
    pub(super) fg: Color,
    pub(super) bg: Color,
    pub(super) modifier: Modifier,
}

/// Attributes that are seen on a blank.
pub(super) const SEEN_ON_BLANKS: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);

/// Each attribute with the parameter that turns it on and the one that turns it off. Bold and dim share theirs.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Pen {
    /// The pen after a reset.
    pub(super) const DEFAULT: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        modifier: Modifier::empty(),
    };

    /// Returns the pen that prints a cell.
    pub(super) fn of(cell: &Cell) -> Self {
        Self {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// Tells whether a blank of the style `wanted` looks the same printed with this pen.
    pub(super) fn blanks_like(self, wanted: Self) -> bool {
        self.bg == wanted.bg
            && (self.modifier & SEEN_ON_BLANKS) == (wanted.modifier & SEEN_ON_BLANKS)
            && (self.fg == wanted.fg || (wanted.modifier & SEEN_ON_BLANKS).is_empty())
    }

    /// Writes the shortest sequence that turns this pen into `next`; nothing where they are the same.
    pub(super) fn change_to(self, next: Self, out: &mut Vec<u8>) {
        if self == next {
            return;
        }
        let mut steps = String::new();
        self.steps_to(next, &mut steps);
        let mut afresh = String::new();
        Self::DEFAULT.steps_to(next, &mut afresh);
        let parameters = if afresh.is_empty() {
            // An empty list resets.
            afresh
        } else if afresh.len() + 2 < steps.len() {
            format!("0;{afresh}")
        } else {
            steps
        };
        out.extend_from_slice(b"\x1b[");
        out.extend_from_slice(parameters.as_bytes());
        out.push(b'm');
    }

    fn steps_to(self, next: Self, parameters: &mut String) {
        let mut step = |parameter: std::fmt::Arguments<'_>| {
            if !parameters.is_empty() {
                parameters.push(';');
            }
            // Writing to a string cannot fail.
            let _ = parameters.write_fmt(parameter);
        };
        let gone = self.modifier - next.modifier;
        let mut n_off_last = 0;
        let mut still_on = self.modifier;
        for (attribute, _, off) in ATTRIBUTES {
            if gone.contains(attribute) && off != n_off_last {
                step(format_args!("{off}"));
                n_off_last = off;
            }
            if gone.contains(attribute) {
                // Turning one off turns off those that share its parameter.
                for (other, _, other_off) in ATTRIBUTES {
                    if other_off == off {
                        still_on.remove(other);
                    }
                }
            }
        }
        for (attribute, on, _) in ATTRIBUTES {
            if next.modifier.contains(attribute) && !still_on.contains(attribute) {
                step(format_args!("{on}"));
            }
        }
        if self.fg != next.fg {
            colour(next.fg, 30, &mut step);
        }
        if self.bg != next.bg {
            colour(next.bg, 40, &mut step);
        }
    }
}

/// Names a colour; `base` is 30 for letters and 40 for the ground.
fn colour(colour: Color, base: u8, step: &mut impl FnMut(std::fmt::Arguments<'_>)) {
    let extended = base + 8;
    match sixteenth(colour) {
        Some(n @ 0..=7) => step(format_args!("{}", base + n)),
        Some(n) => step(format_args!("{}", base + 60 + n - 8)),
        None => match colour {
            Color::Indexed(n) => step(format_args!("{extended};5;{n}")),
            Color::Rgb(r, g, b) => step(format_args!("{extended};2;{r};{g};{b}")),
            _ => step(format_args!("{}", base + 9)),
        },
    }
}

/// Returns the number of a colour among the terminal's own sixteen.
pub(super) fn sixteenth(colour: Color) -> Option<u8> {
    Some(match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(n @ 0..=15) => n,
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pen(fg: Color, bg: Color, modifier: Modifier) -> Pen {
        Pen { fg, bg, modifier }
    }

    #[test]
    fn changes_are_short() {
        let check = |from: Pen, to: Pen, expected: &str| {
            let mut out = Vec::new();
            from.change_to(to, &mut out);
            assert_eq!(String::from_utf8_lossy(&out), expected);
        };
        let none = Modifier::empty();
        let red = pen(Color::Red, Color::Reset, none);
        check(red, red, "");
        check(red, Pen::DEFAULT, "\x1b[m");
        check(Pen::DEFAULT, red, "\x1b[31m");
        check(
            red,
            pen(Color::White, Color::Indexed(4), Modifier::BOLD),
            "\x1b[1;97;44m",
        );
        check(
            pen(Color::Red, Color::Reset, Modifier::BOLD | Modifier::DIM),
            pen(Color::Red, Color::Reset, Modifier::BOLD),
            "\x1b[22;1m",
        );
        check(
            pen(Color::Rgb(1, 2, 3), Color::Indexed(200), Modifier::BOLD),
            red,
            "\x1b[0;31m",
        );
        check(
            pen(Color::Rgb(1, 2, 3), Color::Indexed(200), none),
            pen(Color::Rgb(1, 2, 3), Color::Indexed(201), none),
            "\x1b[48;5;201m",
        );
    }

    #[test]
    fn blanks_need_no_letters_colour() {
        let red = pen(Color::Red, Color::Reset, Modifier::BOLD);
        assert!(red.blanks_like(Pen::DEFAULT));
        let reversed = pen(Color::Red, Color::Reset, Modifier::REVERSED);
        assert!(!reversed.blanks_like(Pen::DEFAULT));
        assert!(!pen(Color::Blue, Color::Reset, Modifier::REVERSED).blanks_like(reversed));
    }
}
