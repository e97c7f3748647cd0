//! Which days are meant? `2024`, `2024-03`, `2024-03-15`, ranges of them, and times ago (`2w`).

use super::fields::FieldKind;
use jiff::{
    ToSpan,
    civil::{Date, date},
};

/// The first and the last day of a range; `None` is an open end.
type Days = (Option<Date>, Option<Date>);

/// Reads a day, month or year, or a range of them; either end may be left open.
///
/// An error tells at which byte something else was expected, and what.
pub(super) fn range(raw: &str) -> Result<Days, (usize, &'static str)> {
    let wrong = |offset: usize| (offset, FieldKind::Date.value_wanted());
    let Some((first, last)) = raw.split_once("..") else {
        let (from, to) = days_of(raw).ok_or_else(|| wrong(0))?;
        return Ok((Some(from), Some(to)));
    };
    if first.is_empty() && last.is_empty() {
        return Err(wrong(0));
    }
    let from = match first {
        "" => None,
        first => Some(days_of(first).ok_or_else(|| wrong(0))?.0),
    };
    let to = match last {
        "" => None,
        last => Some(days_of(last).ok_or_else(|| wrong(first.len() + 2))?.1),
    };
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err((first.len() + 2, "a day after the first one"));
    }
    Ok((from, to))
}

/// Reads `2d`, `1w`, `3m`, `1y`: the day so long ago. An error tells what was expected.
pub(super) fn ago(raw: &str, today: Option<Date>) -> Result<Date, &'static str> {
    let wrong = || FieldKind::Older.value_wanted();
    let today = today.ok_or("a fixed date instead (date:..2024-03), as today is not known here")?;
    let unit = raw.chars().last().ok_or_else(wrong)?;
    let number = &raw[..raw.len() - unit.len_utf8()];
    let number: i32 = number.parse().map_err(|_| wrong())?;
    if !(0..=9_999).contains(&number) {
        return Err(wrong());
    }
    let span = match unit {
        'd' => number.days(),
        'w' => number.weeks(),
        'm' => number.months(),
        'y' => number.years(),
        _ => return Err(wrong()),
    };
    today.checked_sub(span).map_err(|_| wrong())
}

/// Returns the first and the last day of `2024`, `2024-03` or `2024-03-15`.
fn days_of(raw: &str) -> Option<(Date, Date)> {
    let mut parts = raw.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?;
    let number = |raw: Option<&str>| -> Option<Option<i16>> {
        match raw {
            None => Some(None),
            Some(raw) if raw.len() <= 2 && raw.bytes().all(|b| b.is_ascii_digit()) => {
                raw.parse().ok().map(Some)
            }
            Some(_) => None,
        }
    };
    let month = number(parts.next())?;
    let day = number(parts.next())?;
    if parts.next().is_some() || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    Some(match (month, day) {
        (None, _) => (date(year, 1, 1), date(year, 12, 31)),
        (Some(month), None) => {
            let first = Date::new(year, month as i8, 1).ok()?;
            (first, first.last_of_month())
        }
        (Some(month), Some(day)) => {
            let day = Date::new(year, month as i8, day as i8).ok()?;
            (day, day)
        }
    })
}
