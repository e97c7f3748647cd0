//! Rows that only moved: which part of the screen to scroll, and how far.

use ratatui::buffer::{Buffer, Cell};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

/// A part of the screen, full width, that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    /// The first row of the part.
    pub(super) top: u16,
    /// The last row of the part.
    pub(super) bottom: u16,
    /// How many rows what it shows goes up; down where negative.
    pub(super) up: i16,
}

/// Cells that must come right by scrolling before it is worth a try.
const MIN_GAIN_CELLS: i64 = 40;

/// The farthest shift that is looked for.
const MAX_DISTANCE_ROWS: usize = 100;

/// On a screen of more cells nothing is looked for: that would take longer than printing it.
const MAX_SEARCHED_CELLS: usize = 40_000;

/// Finds the shift that puts the most cells in their place, counting those it takes out of theirs.
pub(super) fn best(from: &Buffer, to: &Buffer) -> Option<Shift> {
    let columns = usize::from(to.area.width);
    let rows = usize::from(to.area.height);
    if columns == 0 || rows < 3 || from.area != to.area || rows * columns > MAX_SEARCHED_CELLS {
        return None;
    }
    let hash = |cells: &[Cell]| -> Vec<u64> {
        let hasher = BuildHasherDefault::<DefaultHasher>::default();
        // Blanks come right by erasing, which costs next to nothing.
        let hash = |cell: &Cell| {
            if cell.symbol() == " " {
                0
            } else {
                hasher.hash_one(cell)
            }
        };
        cells.iter().map(hash).collect()
    };
    let (from, to) = (hash(&from.content), hash(&to.content));
    let row = |y: usize| y * columns..(y + 1) * columns;
    // What scrolling row `source` of `from` to row `y` wins and loses, in cells.
    let gain = |y: usize, source: usize| -> i64 {
        let wanted = &to[row(y)];
        let moved = &from[row(source)];
        let still = &from[row(y)];
        wanted
            .iter()
            .zip(moved)
            .zip(still)
            .map(|((wanted, moved), still)| {
                let matters = i64::from(*wanted != 0 || *moved != 0);
                matters * (i64::from(wanted == moved) - i64::from(wanted == still))
            })
            .sum()
    };
    let mut best: Option<(i64, Shift)> = None;
    for distance in 1..(rows - 1).min(MAX_DISTANCE_ROWS) {
        for is_up in [true, false] {
            // The stretch of target rows with the greatest sum (Kadane's algorithm).
            let n_targets = rows - distance;
            let (mut sum, mut start) = (0, 0);
            for idx in 0..n_targets {
                let (y, source) = if is_up {
                    (idx, idx + distance)
                } else {
                    (idx + distance, idx)
                };
                if sum <= 0 {
                    (sum, start) = (0, idx);
                }
                sum += gain(y, source);
                if sum >= MIN_GAIN_CELLS && best.is_none_or(|(most, _)| sum > most) {
                    let up = distance as i16;
                    let shift = Shift {
                        top: start as u16,
                        bottom: (idx + distance) as u16,
                        up: if is_up { up } else { -up },
                    };
                    best = Some((sum, shift));
                }
            }
        }
    }
    best.map(|(_, shift)| shift)
}

/// Returns what the screen shows after the shift: rows that came in are blank.
pub(super) fn apply(from: &Buffer, shift: Shift) -> Buffer {
    let mut shifted = from.clone();
    let columns = usize::from(from.area.width);
    let part = usize::from(shift.top) * columns..(usize::from(shift.bottom) + 1) * columns;
    let n_cells = usize::from(shift.up.unsigned_abs()) * columns;
    let part = &mut shifted.content[part];
    if shift.up > 0 {
        part.rotate_left(n_cells);
        let n_kept = part.len() - n_cells;
        part[n_kept..].fill(Cell::EMPTY);
    } else {
        part.rotate_right(n_cells);
        part[..n_cells].fill(Cell::EMPTY);
    }
    shifted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: &[&str], to: &[&str], expected: Option<(u16, u16, i16)>) {
        let lines = |lines: &[&str]| {
            Buffer::with_lines(lines.iter().map(|line| format!("{:40}", line.repeat(10))))
        };
        let found = best(&lines(from), &lines(to)).map(|shift| (shift.top, shift.bottom, shift.up));
        assert_eq!(found, expected, "{from:?} {to:?}");
    }

    #[test]
    fn shifts() {
        check(&["ab", "cd", "ef", "gh"], &["ab", "cd", "ef", "gh"], None);
        check(
            &["ab", "cd", "ef", "gh"],
            &["cd", "ef", "gh", "ij"],
            Some((0, 3, 1)),
        );
        check(
            &["ab", "cd", "ef", "gh"],
            &["xy", "ab", "cd", "ef"],
            Some((0, 3, -1)),
        );
        check(
            &["head", "ab", "cd", "ef", "gh", "foot"],
            &["head", "cd", "ef", "gh", "ij", "foot"],
            Some((1, 4, 1)),
        );
        check(
            &["head", "ab", "cd", "ef", "gh", "foot"],
            &["head", "xy", "zw", "ab", "cd", "foot"],
            Some((1, 4, -2)),
        );
        check(&["ab", "cd", "ef"], &["uv", "wx", "yz"], None);
    }
}
