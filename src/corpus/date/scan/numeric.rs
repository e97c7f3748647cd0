//! Dates of numbers alone: which is the day, which the month?

use super::super::{DayMonthOrder, Precision, words};
use super::tokens::{Token, mark, number, take, word};
use super::{Scan, century, set_date};
use jiff::civil::Date;

/// Three numbers with one kind of mark between them, or two of which one is a year.
pub(super) fn numeric(tokens: &mut [Token], scan: &mut Scan, order: DayMonthOrder) -> Option<()> {
    for idx in 0..tokens.len() {
        let Some((first, n_first)) = number(tokens, idx).filter(|_| !tokens[idx].used) else {
            continue;
        };
        let Some(sep) = mark(tokens, idx + 1)
            .filter(|c| matches!(c, '-' | '/' | '.' | '\u{2010}' | '\u{2013}' | '_'))
        else {
            continue;
        };
        let Some((second, n_second)) = number(tokens, idx + 2).filter(|_| !tokens[idx + 2].used)
        else {
            continue;
        };
        let third = (mark(tokens, idx + 3) == Some(sep))
            .then(|| number(tokens, idx + 4))
            .flatten()
            .filter(|_| !tokens[idx + 4].used);
        let Some((third, n_third)) = third else {
            // Year and month, where nothing else is there.
            let (year, month) = match (n_first, n_second) {
                (4, 1 | 2) => (first, second),
                (1 | 2, 4) => (second, first),
                _ => continue,
            };
            if tokens.len() > idx + 3 || idx > 0 || !(1..=12).contains(&month) {
                continue;
            }
            (scan.year, scan.month) = (year as i16, month as i8);
            scan.precision = Precision::Month;
            take(tokens, idx..idx + 3);
            return Some(());
        };
        if n_second > 2 {
            continue;
        }
        let weekday = (0..tokens.len()).find_map(|at| word(tokens, at).and_then(words::weekday));
        let date = if n_first == 4 && n_third <= 2 {
            Date::new(first as i16, second as i8, third as i8).ok()
        } else if n_first <= 2 && (n_third == 4 || n_third == 2) {
            let year = if n_third == 4 {
                third as i16
            } else {
                century(third)
            };
            let day_first = Date::new(year, second as i8, first as i8).ok();
            let month_first = Date::new(year, first as i8, second as i8).ok();
            let clock = scan.order;
            scan.order = match (day_first, month_first) {
                (Some(a), Some(b)) if a == b => DayMonthOrder::Unknown,
                (Some(a), Some(b)) => by_weekday(a, b, weekday),
                (Some(_), None) => DayMonthOrder::DayFirst,
                (None, Some(_)) => DayMonthOrder::MonthFirst,
                (None, None) => DayMonthOrder::Unknown,
            };
            match (day_first, month_first) {
                (Some(a), Some(b)) if a == b => Some(a),
                (Some(a), Some(b)) => {
                    let shape = Shape {
                        sep,
                        clock,
                        padded: n_first == 2 && n_second == 2,
                        short_year: n_third == 2,
                        offset: scan.offset_minutes,
                    };
                    let decided = [scan.order, order, shape.order()]
                        .into_iter()
                        .find(|order| *order != DayMonthOrder::Unknown);
                    match decided {
                        Some(DayMonthOrder::DayFirst) => Some(a),
                        Some(DayMonthOrder::MonthFirst) => Some(b),
                        _ => {
                            // Neither is known to be right: the year is all that can be said.
                            scan.year = year;
                            scan.precision = Precision::Year;
                            take(tokens, idx..idx + 5);
                            return Some(());
                        }
                    }
                }
                (one, other) => one.or(other),
            }
        } else if n_first == 2 && n_third <= 2 && first > 31 {
            Date::new(century(first), second as i8, third as i8).ok()
        } else {
            None
        };
        if let Some(date) = date {
            set_date(scan, date);
            take(tokens, idx..idx + 5);
            return Some(());
        }
    }
    None
}

fn by_weekday(day_first: Date, month_first: Date, weekday: Option<i8>) -> DayMonthOrder {
    let Some(weekday) = weekday else {
        return DayMonthOrder::Unknown;
    };
    let matches = |date: Date| date.weekday().to_monday_one_offset() == weekday;
    match (matches(day_first), matches(month_first)) {
        (true, false) => DayMonthOrder::DayFirst,
        (false, true) => DayMonthOrder::MonthFirst,
        _ => DayMonthOrder::Unknown,
    }
}

/// What the look of a date tells about the order of its numbers.
struct Shape {
    sep: char,
    clock: DayMonthOrder,
    padded: bool,
    short_year: bool,
    offset: Option<i16>,
}

impl Shape {
    fn order(&self) -> DayMonthOrder {
        if self.sep == '.' {
            return DayMonthOrder::DayFirst;
        }
        if let Some(offset) = self.offset.filter(|offset| *offset != 0) {
            return if (-600..=-240).contains(&offset) {
                DayMonthOrder::MonthFirst
            } else {
                DayMonthOrder::DayFirst
            };
        }
        if self.clock != DayMonthOrder::Unknown {
            return self.clock;
        }
        // `9/6/17`: unpadded with slashes and a short year is how Americans write.
        if self.sep == '/' && !self.padded && self.short_year {
            return DayMonthOrder::MonthFirst;
        }
        DayMonthOrder::Unknown
    }
}
