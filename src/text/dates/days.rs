//! Which days of the calendar are these? Everything is read against the day of the article.

use crate::text::words::word_hash;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Whether something lies behind or ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// *last*, *past*, *previous*: before today.
    Back,
    /// Nothing said: today or the last one before, as in news.
    Near,
    /// *next*, *coming*: after today.
    Ahead,
}

impl Direction {
    /// Reads the word before.
    pub fn of(word: u32) -> Self {
        const BACK: [u32; 3] = [word_hash("last"), word_hash("past"), word_hash("previous")];
        const AHEAD: [u32; 3] = [
            word_hash("next"),
            word_hash("coming"),
            word_hash("following"),
        ];
        if BACK.contains(&word) {
            Self::Back
        } else if AHEAD.contains(&word) {
            Self::Ahead
        } else {
            Self::Near
        }
    }
}

/// First and last day.
pub(super) type Days = Option<(Date, Date)>;

/// Returns the day so many days from today.
pub fn shifted(today: Option<Date>, days: i64) -> Days {
    let day = today?.checked_add(days.days()).ok()?;
    Some((day, day))
}

/// Returns the day of a weekday, 1 for Monday.
pub fn weekday(today: Option<Date>, weekday: u16, direction: Direction) -> Days {
    let today = today?;
    let weekday = Weekday::from_monday_one_offset(weekday as i8).ok()?;
    let day = match direction {
        Direction::Near if today.weekday() == weekday => today,
        Direction::Near | Direction::Back => today.nth_weekday(-1, weekday).ok()?,
        Direction::Ahead => today.nth_weekday(1, weekday).ok()?,
    };
    Some((day, day))
}

/// Returns the days of a month or some days of it; without a year the last such month that has begun.
pub fn month_days(
    today: Option<Date>,
    year: Option<i16>,
    month: u16,
    days: Option<(i8, i8)>,
) -> Days {
    let month = month as i8;
    let year = match (year, today) {
        (Some(year), _) => year,
        (None, Some(today)) => {
            // A date a few weeks ahead is more likely than one eleven months back.
            let ahead = month - today.month();
            let soon = days.is_some() && (0..=2).contains(&ahead);
            if ahead > 0 && !soon {
                today.year() - 1
            } else {
                today.year()
            }
        }
        (None, None) => return None,
    };
    let first = Date::new(year, month, days.map_or(1, |(first, _)| first)).ok()?;
    let last = match days {
        Some((_, last)) => Date::new(year, month, last).ok()?,
        None => first.last_of_month(),
    };
    (first <= last).then_some((first, last))
}

/// Returns the days of some years.
pub fn years(first: i16, last: i16) -> Days {
    let days = (Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?);
    (days.0 <= days.1).then_some(days)
}

/// Returns the days of so many units back: a day, or the week, month, year or decade that day lies in.
pub fn back(today: Option<Date>, count: i64, unit: &str) -> Days {
    let today = today?;
    let unit = unit.strip_suffix('s').unwrap_or(unit);
    let day = match unit {
        "day" => today.checked_sub(count.days()),
        "week" => today.checked_sub((count * 7).days()),
        "month" => today.checked_sub(i32::try_from(count).ok()?.months()),
        "year" => today.checked_sub(i32::try_from(count).ok()?.years()),
        _ => return None,
    };
    let day = day.ok()?;
    match unit {
        "day" => Some((day, day)),
        _ => span(Some(day), unit, Direction::Near),
    }
}

/// Returns the days of *last week*, *this month*, *next year*.
pub fn span(today: Option<Date>, word: &str, direction: Direction) -> Days {
    let today = today?;
    let step = match direction {
        Direction::Back => -1,
        Direction::Near => 0,
        Direction::Ahead => 1,
    };
    match word {
        "day" => shifted(Some(today), step),
        "week" => {
            let monday = today
                .checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days())
                .ok()?;
            let first = monday.checked_add((step * 7).days()).ok()?;
            Some((first, first.checked_add(6.days()).ok()?))
        }
        "month" => {
            let first = today.first_of_month().checked_add(step.months()).ok()?;
            Some((first, first.last_of_month()))
        }
        "year" => {
            let year = today.year() + step as i16;
            years(year, year)
        }
        _ => None,
    }
}
