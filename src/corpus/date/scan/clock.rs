//! The time of day beside a date, and its zone.

use super::{
    Scan,
    tokens::{Token, mark, number, take, touches, word},
};
use crate::corpus::{DayMonthOrder, Precision, date::words};

pub(super) fn set_time(scan: &mut Scan, hour: i64, minute: i64, second: Option<i64>) -> bool {
    // A leap second is kept as the second before it.
    let second_value = second.unwrap_or(0).min(59);
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) || second.is_some_and(|s| s > 60) {
        return false;
    }
    (scan.hour, scan.minute, scan.second) = (hour as i8, minute as i8, second_value as i8);
    scan.precision = if second.is_some() {
        Precision::Second
    } else {
        Precision::Minute
    };
    true
}

/// The first time of day: `09:03 GMT`, `8:11pm EDT`, `16:51:31`, `14.30 Uhr`, `20h15`, `3 p.m.`, `1812 GMT`.
pub(super) fn time(tokens: &mut [Token], scan: &mut Scan) {
    if scan.precision > Precision::Day {
        return;
    }
    for idx in 0..tokens.len() {
        if tokens[idx].used {
            continue;
        }
        let Some((mut hour, n_digits)) = number(tokens, idx) else {
            continue;
        };
        let mut next = idx + 1;
        let mut minute = 0;
        let mut second = None;
        let mut sure = false;
        let minutes_at = |tokens: &[Token], next: usize| {
            number(tokens, next)
                .filter(|(value, n_digits)| *n_digits == 2 && *value < 60)
                .map(|(value, _)| value)
        };
        if n_digits <= 2
            && mark(tokens, next) == Some(':')
            && let Some(value) = minutes_at(tokens, next + 1)
        {
            minute = value;
            sure = true;
            next += 2;
            if mark(tokens, next) == Some(':')
                && let Some(value) = number(tokens, next + 1).filter(|(v, n)| *n == 2 && *v <= 60)
            {
                second = Some(value.0);
                next += 2;
                if matches!(mark(tokens, next), Some('.' | ',' | ':'))
                    && touches(tokens, next)
                    && touches(tokens, next + 1)
                    && number(tokens, next + 1).is_some()
                {
                    next += 2;
                }
            }
        } else if n_digits <= 2 && matches!(word(tokens, next), Some("h")) && touches(tokens, next)
        {
            sure = true;
            next += 1;
            if touches(tokens, next)
                && let Some(value) = minutes_at(tokens, next)
            {
                minute = value;
                next += 1;
            }
        } else if n_digits <= 2
            && mark(tokens, next) == Some('.')
            && touches(tokens, next)
            && touches(tokens, next + 1)
            && let Some(value) = minutes_at(tokens, next + 1)
            && mark(tokens, next + 2) != Some('.')
        {
            minute = value;
            next += 2;
        } else if n_digits == 4
            && !touches(tokens, idx)
            && word(tokens, next).is_some_and(|word| {
                word == "hrs" || word == "hours" || word == "gmt" || word == "utc"
            })
            && hour % 100 < 60
            && hour < 2400
        {
            minute = hour % 100;
            hour /= 100;
            sure = true;
        }
        let (half, after) = half_of_day(tokens, next);
        match half {
            Some(_) if hour > 12 && n_digits <= 2 && !sure => continue,
            Some(true) if (1..12).contains(&hour) => hour += 12,
            Some(false) if hour == 12 => hour = 0,
            None if !sure => {
                if word(tokens, next) != Some("uhr") {
                    continue;
                }
                next += 1;
            }
            _ => {}
        }
        if !set_time(scan, hour, minute, second) {
            continue;
        }
        // An American clock speaks for the American order of day and month.
        if half.is_some() && scan.order == DayMonthOrder::Unknown {
            scan.order = DayMonthOrder::MonthFirst;
        }
        take(tokens, idx..after.max(next));
        zone_after(tokens, scan, after.max(next));
        return;
    }
}

/// Returns whether `a.m.` (false) or `p.m.` (true) stands here, and where it ends.
fn half_of_day(tokens: &[Token], idx: usize) -> (Option<bool>, usize) {
    match word(tokens, idx) {
        Some("am") => (Some(false), idx + 1),
        Some("pm") => (Some(true), idx + 1),
        Some(half @ ("a" | "p"))
            if mark(tokens, idx + 1) == Some('.') && word(tokens, idx + 2) == Some("m") =>
        {
            let end = idx + 3 + usize::from(mark(tokens, idx + 3) == Some('.'));
            (Some(half == "p"), end)
        }
        _ => (None, idx),
    }
}

/// Reads `Z`, `GMT`, `+0200`, `-05:00`, `UTC+2` or `(EDT)` at `idx`.
pub(super) fn zone_after(tokens: &mut [Token], scan: &mut Scan, idx: usize) {
    let mut at = idx;
    if mark(tokens, at) == Some('(') {
        at += 1;
    }
    let mut found = false;
    if let Some(minutes) = word(tokens, at).and_then(words::zone) {
        scan.offset_minutes = Some(minutes);
        at += 1;
        found = true;
        if minutes != 0 || !touches(tokens, at) {
            take(tokens, idx..at);
            return;
        }
    }
    if let Some(sign) = mark(tokens, at).filter(|c| matches!(c, '+' | '-' | '\u{2212}'))
        && touches(tokens, at + 1)
        && let Some((value, n_digits)) = number(tokens, at + 1)
    {
        let with_colon = mark(tokens, at + 2) == Some(':');
        let minutes = match (n_digits, with_colon) {
            (2, true) => number(tokens, at + 3).map(|(m, _)| (value * 60 + m, at + 4)),
            (4, false) => Some((value / 100 * 60 + value % 100, at + 2)),
            (1 | 2, false) => Some((value * 60, at + 2)),
            _ => None,
        };
        if let Some((minutes, end)) = minutes.filter(|(minutes, _)| *minutes <= 16 * 60) {
            let minutes = minutes as i16;
            scan.offset_minutes = Some(if sign == '+' { minutes } else { -minutes });
            take(tokens, idx..end);
            return;
        }
    }
    if found {
        take(tokens, idx..at);
    }
}
