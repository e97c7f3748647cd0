//! Where panes lie on a screen of a given size.

use super::{Pane, Preview};
use ratatui::layout::Rect;

/// Below this many columns only one pane is shown.
pub const TWO_PANES_FROM_COLUMNS: u16 = 80;
/// Below this many rows panes do not stand above each other.
pub const STACKED_FROM_ROWS: u16 = 16;
/// The smallest screen that shows a pane.
pub const SMALLEST: (u16, u16) = (20, 5);
/// A list at least this wide shows an article on one row instead of two.
pub const ONE_ROW_FROM_COLUMNS: u16 = 66;
/// Cells left and right of the text of the reader; quotation marks of the margin stand in them.
pub const MARGIN: u16 = 3;

/// Where things lie; what is not shown has no place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Regions {
    /// The whole screen.
    pub screen: Rect,
    /// The list with its header line.
    pub list: Option<Rect>,
    /// The line between the panes.
    pub rule: Option<Rect>,
    /// The reader with its header line.
    pub reader: Option<Rect>,
    /// The last line.
    pub status: Rect,
}

impl Regions {
    /// Divides a screen.
    pub fn of(
        columns: u16,
        rows: u16,
        preview: Preview,
        list_percent: u16,
        zen: bool,
        focus: Pane,
    ) -> Self {
        let screen = Rect::new(0, 0, columns, rows);
        let mut regions = Self {
            screen,
            ..Self::default()
        };
        if regions.too_small() {
            regions.status = screen;
            return regions;
        }
        let body = Rect {
            height: rows - 1,
            ..screen
        };
        regions.status = Rect::new(0, rows - 1, columns, 1);
        let percent = u32::from(list_percent.clamp(10, 90));
        let share = |whole: u16| (u32::from(whole) * percent / 100) as u16;
        let stacked = preview == Preview::Below && rows >= STACKED_FROM_ROWS;
        let beside = preview == Preview::Right && columns >= TWO_PANES_FROM_COLUMNS;
        if zen || !(stacked || beside) {
            match focus {
                Pane::List if !zen => regions.list = Some(body),
                Pane::List | Pane::Reader => regions.reader = Some(body),
            }
        } else if stacked {
            let above = share(body.height).clamp(4, body.height - 6);
            regions.list = Some(Rect {
                height: above,
                ..body
            });
            regions.rule = Some(Rect {
                y: above,
                height: 1,
                ..body
            });
            regions.reader = Some(Rect {
                y: above + 1,
                height: body.height - above - 1,
                ..body
            });
        } else {
            let left = share(columns).clamp(24, columns - 40);
            regions.list = Some(Rect {
                width: left,
                ..body
            });
            regions.rule = Some(Rect {
                x: left,
                width: 1,
                ..body
            });
            regions.reader = Some(Rect {
                x: left + 1,
                width: columns - left - 1,
                ..body
            });
        }
        regions
    }

    /// Tells whether the screen shows only a line that says it is too small.
    pub fn too_small(&self) -> bool {
        self.screen.width < SMALLEST.0 || self.screen.height < SMALLEST.1
    }

    /// Returns how many lines of the list show articles.
    pub fn list_height(&self) -> usize {
        self.list
            .map_or(0, |area| area.height.saturating_sub(1) as usize)
    }

    /// Returns how many lines one article takes in the list.
    pub fn lines_per_article(&self) -> usize {
        if self
            .list
            .is_some_and(|area| area.width < ONE_ROW_FROM_COLUMNS)
        {
            2
        } else {
            1
        }
    }

    /// Returns how many articles the list shows at once.
    pub fn n_articles_shown(&self) -> usize {
        (self.list_height() / self.lines_per_article()).max(1)
    }

    /// Returns where the lines of the text stand, given the widest line the person wants.
    pub fn text(&self, measure: u16) -> Option<Rect> {
        let area = self.reader?;
        let inner = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        let room = inner.width.saturating_sub(2 * MARGIN);
        let width = room.min(measure);
        // A reader alone on a wide screen stands in its middle.
        let left = if self.list.is_none() {
            (room - width) / 2
        } else {
            0
        };
        Some(Rect {
            x: inner.x + MARGIN + left,
            width,
            ..inner
        })
    }

    /// Returns where a popup lies: centred, at most so wide and high.
    pub fn popup(&self, columns: u16, rows: u16) -> Rect {
        let room = Rect {
            height: self.screen.height.saturating_sub(1),
            ..self.screen
        };
        let width = columns.min(
            room.width
                .saturating_sub(if room.width > 64 { 4 } else { 0 }),
        );
        let height = rows.min(
            room.height
                .saturating_sub(if room.height > 22 { 2 } else { 0 }),
        );
        Rect {
            x: (room.width - width) / 2,
            y: (room.height - height) / 2,
            width,
            height,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_never_overlap_and_fill_the_screen() {
        for columns in 0..220 {
            for rows in 0..70 {
                for (_, preview) in Preview::ALL {
                    for focus in [Pane::List, Pane::Reader] {
                        let regions = Regions::of(columns, rows, preview, 38, false, focus);
                        if regions.too_small() {
                            continue;
                        }
                        let parts = [
                            regions.list,
                            regions.rule,
                            regions.reader,
                            Some(regions.status),
                        ];
                        let cells: u32 = parts.iter().flatten().map(|part| part.area()).sum();
                        assert_eq!(cells, regions.screen.area(), "{columns}×{rows} {preview:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn narrow_screens_show_one_pane() {
        let regions = Regions::of(60, 20, Preview::Right, 38, false, Pane::List);
        assert!(regions.list.is_some() && regions.reader.is_none());
        let regions = Regions::of(80, 24, Preview::Right, 38, false, Pane::List);
        assert!(regions.list.is_some() && regions.reader.is_some());
    }
}
