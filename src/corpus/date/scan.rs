//! Finds a date in a string: tokens first, then the shapes that houses of many languages give to a date.

mod clock;
mod numeric;
mod tokens;

use super::{DayMonthOrder, Precision, words};
use clock::{set_time, time, zone_after};
use jiff::{Timestamp, civil::Date, tz::Offset};
use numeric::numeric;
use tokens::{Kind, Token, is_year, number, take, tokens_of, touches, word};

/// The years that news can be from.
const YEARS: std::ops::RangeInclusive<i16> = 1500..=2199;

/// A date that was found, in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scan {
    pub year: i16,
    pub month: i8,
    pub day: i8,
    pub hour: i8,
    pub minute: i8,
    pub second: i8,
    pub nanosecond: i32,
    pub offset_minutes: Option<i16>,
    pub precision: Precision,
    /// Where the parts of the date begin in the string, and where they end.
    pub start: usize,
    /// See `start`.
    pub end: usize,
    /// How many words stand there that have nothing to do with a date.
    pub n_strange: usize,
    /// What the string says about the order of its two small numbers, whatever was asked for.
    pub order: DayMonthOrder,
}

/// Finds the first whole date of `raw`.
pub(super) fn scan(raw: &str, order: DayMonthOrder) -> Option<Scan> {
    if !raw.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut tokens = tokens_of(raw);
    if tokens
        .iter()
        .any(|token| matches!(&token.kind, Kind::Word(word) if words::is_relative(word)))
        && !tokens.iter().any(|token| is_year(&token.kind))
    {
        return None;
    }
    if let Some(scan) = epoch(&tokens) {
        return Some(scan);
    }
    let mut scan = Scan {
        year: 0,
        month: 1,
        day: 1,
        hour: 0,
        minute: 0,
        second: 0,
        nanosecond: 0,
        offset_minutes: None,
        precision: Precision::Day,
        start: 0,
        end: 0,
        n_strange: 0,
        order: DayMonthOrder::Unknown,
    };
    compact(&mut tokens, &mut scan);
    time(&mut tokens, &mut scan);
    if scan.year == 0 {
        with_month_name(&mut tokens, &mut scan)
            .or_else(|| ideographs(&mut tokens, &mut scan))
            .or_else(|| numeric(&mut tokens, &mut scan, order))
            .or_else(|| year_alone(&mut tokens, &mut scan))?;
    }
    if !YEARS.contains(&scan.year) || Date::new(scan.year, scan.month, scan.day).is_err() {
        return None;
    }
    if scan.precision < Precision::Day {
        (scan.hour, scan.minute, scan.second, scan.nanosecond) = (0, 0, 0, 0);
        scan.offset_minutes = None;
    }
    let first = tokens.iter().find(|token| token.used)?;
    let last = tokens.iter().rfind(|token| token.used)?;
    (scan.start, scan.end) = (first.start, last.end);
    scan.n_strange = tokens
        .iter()
        .filter(|token| !token.used)
        .filter(|token| match &token.kind {
            Kind::Word(word) => {
                !words::is_label(word)
                    && !words::is_filler(word)
                    && words::weekday(word).is_none()
                    && words::zone(word).is_none()
            }
            Kind::Number { .. } => token.start < scan.start,
            Kind::Mark(_) => false,
        })
        .count();
    Some(scan)
}

/// Seconds, milliseconds or microseconds since 1970, where the string is nothing else.
fn epoch(tokens: &[Token]) -> Option<Scan> {
    let (value, n_digits) = match tokens {
        [token] => number(std::slice::from_ref(token), 0)?,
        // A number that some program wrote as a decimal fraction.
        [_, dot, rest] if dot.kind == Kind::Mark('.') && number(tokens, 2).is_some() => {
            let whole = number(tokens, 0)?;
            if whole.1 < 9 || rest.start != dot.end {
                return None;
            }
            whole
        }
        _ => return None,
    };
    let timestamp = match n_digits {
        9 | 10 => Timestamp::from_second(value),
        12 | 13 if compact_date(value, n_digits).is_none() => Timestamp::from_millisecond(value),
        15 | 16 => Timestamp::from_microsecond(value),
        _ => return None,
    }
    .ok()?;
    let at = Offset::UTC.to_datetime(timestamp);
    Some(Scan {
        year: at.year(),
        month: at.month(),
        day: at.day(),
        hour: at.hour(),
        minute: at.minute(),
        second: at.second(),
        nanosecond: 0,
        offset_minutes: Some(0),
        precision: Precision::Second,
        start: tokens[0].start,
        end: tokens[tokens.len() - 1].end,
        n_strange: 0,
        order: DayMonthOrder::Unknown,
    })
}

/// Splits `20130731`, `201307311200` or `20130731120000` into a date and the digits after it.
fn compact_date(value: i64, n_digits: usize) -> Option<(Date, i64)> {
    let scale = match n_digits {
        8 => 1,
        12 => 10_000,
        14 => 1_000_000,
        _ => return None,
    };
    let (date, rest) = (value / scale, value % scale);
    let year = i16::try_from(date / 10_000).ok()?;
    let date = Date::new(year, (date / 100 % 100) as i8, (date % 100) as i8).ok()?;
    YEARS.contains(&year).then_some((date, rest))
}

fn set_date(scan: &mut Scan, date: Date) {
    (scan.year, scan.month, scan.day) = (date.year(), date.month(), date.day());
    scan.precision = scan.precision.max(Precision::Day);
}

/// `20130731T1200`, `20130731`, `20130731120000`.
fn compact(tokens: &mut [Token], scan: &mut Scan) {
    for idx in 0..tokens.len() {
        let Some((value, n_digits)) = number(tokens, idx) else {
            continue;
        };
        let Some((date, rest)) = compact_date(value, n_digits) else {
            continue;
        };
        set_date(scan, date);
        take(tokens, idx..idx + 1);
        if n_digits > 8 {
            let rest = if n_digits == 12 { rest * 100 } else { rest };
            set_time(scan, rest / 10_000, rest / 100 % 100, Some(rest % 100));
            zone_after(tokens, scan, idx + 1);
            return;
        }
        let time_idx = if word(tokens, idx + 1) == Some("t") {
            idx + 2
        } else {
            idx + 1
        };
        if touches(tokens, time_idx)
            && let Some((value, n_digits @ (4 | 6))) = number(tokens, time_idx)
        {
            let value = if n_digits == 4 { value * 100 } else { value };
            let second = (n_digits == 6).then_some(value % 100);
            if set_time(scan, value / 10_000, value / 100 % 100, second) {
                take(tokens, idx..time_idx + 1);
                zone_after(tokens, scan, time_idx + 1);
            }
        }
        return;
    }
}

fn skip_small(tokens: &[Token], mut idx: usize) -> usize {
    while let Some(token) = tokens.get(idx) {
        let small = match &token.kind {
            Kind::Mark(c) => matches!(
                c,
                ',' | '.' | '-' | '/' | '\u{2013}' | '\'' | '\u{2019}' | '_' | '('
            ),
            Kind::Word(word) => words::is_filler(word) || words::weekday(word).is_some(),
            Kind::Number { .. } => false,
        };
        if !small || token.used {
            break;
        }
        idx += 1;
    }
    idx
}

fn skip_small_back(tokens: &[Token], idx: usize) -> Option<usize> {
    let mut idx = idx.checked_sub(1)?;
    loop {
        let token = tokens.get(idx)?;
        let small = match &token.kind {
            Kind::Mark(c) => matches!(c, '.' | '-' | '/' | '\u{2013}' | ',' | '_'),
            Kind::Word(word) => words::is_filler(word),
            Kind::Number { .. } => false,
        };
        if !small || token.used {
            return Some(idx);
        }
        idx = idx.checked_sub(1)?;
    }
}

fn day_at(tokens: &[Token], idx: usize) -> Option<i8> {
    let (value, n_digits) = number(tokens, idx)?;
    (!tokens[idx].used && n_digits <= 2 && (1..=31).contains(&value)).then_some(value as i8)
}

/// Returns the year at `idx`; two digits count as one where `short` allows it.
fn year_at(tokens: &[Token], idx: usize, short: bool) -> Option<i16> {
    let (value, n_digits) = number(tokens, idx)?;
    if tokens[idx].used {
        return None;
    }
    match n_digits {
        4 if YEARS.contains(&(value as i16)) => Some(value as i16),
        2 if short => Some(century(value)),
        _ => None,
    }
}

/// Two-digit years up to 49 are of this century.
fn century(value: i64) -> i16 {
    if value < 50 {
        2000 + value as i16
    } else {
        1900 + value as i16
    }
}

/// `24 July 2015`, `July 24, 2015`, `24-JUL-15`, `24 de julio de 2015`, `2015. július 24.`, `July 2015`.
fn with_month_name(tokens: &mut [Token], scan: &mut Scan) -> Option<()> {
    for idx in 0..tokens.len() {
        let Some(month) = word(tokens, idx).and_then(words::month) else {
            continue;
        };
        let before = skip_small_back(tokens, idx);
        let after = skip_small(tokens, idx + 1);
        let day_before = before.and_then(|before| day_at(tokens, before).map(|day| (before, day)));
        let year_before =
            before.and_then(|before| year_at(tokens, before, false).map(|year| (before, year)));
        let day_after = day_at(tokens, after);
        let after_day = skip_small(tokens, after + 1);
        let late_year = || {
            (after..tokens.len())
                .find(|&idx| year_at(tokens, idx, false).is_some())
                .map(|idx| (idx, year_at(tokens, idx, false).unwrap_or_default()))
        };
        // Month, day, year: a four-digit year settles which number is the day.
        let found = if let Some(day) = day_after
            && let Some(year) = year_at(tokens, after_day, false)
        {
            Some((year, day, idx, after_day))
        } else if let Some((first, day)) = day_before
            && let Some(year) = year_at(tokens, after, true)
        {
            Some((year, day, first, after))
        } else if let Some((first, year)) = year_before
            && let Some(day) = day_after
        {
            Some((year, day, first, after))
        } else if let Some(day) = day_after
            && let Some(year) = year_at(tokens, after_day, true)
            && after_day > after + 1
        {
            Some((year, day, idx, after_day))
        } else if let Some(day) = day_after
            && let Some((last, year)) = late_year()
        {
            Some((year, day, idx, last))
        } else if let Some((first, day)) = day_before
            && let Some((last, year)) = late_year()
        {
            Some((year, day, first, last))
        } else {
            None
        };
        if let Some((year, day, first, last)) = found {
            if Date::new(year, month, day).is_err() {
                continue;
            }
            (scan.year, scan.month, scan.day) = (year, month, day);
            take(tokens, first..last + 1);
            return Some(());
        }
        if day_before.is_none() {
            if let Some(year) = year_at(tokens, after, false) {
                (scan.year, scan.month) = (year, month);
                scan.precision = Precision::Month;
                take(tokens, idx..after + 1);
                return Some(());
            }
            if let Some((first, year)) = year_before {
                (scan.year, scan.month) = (year, month);
                scan.precision = Precision::Month;
                take(tokens, first..idx + 1);
                return Some(());
            }
        }
    }
    None
}

/// `2015年7月24日`, `2015년 7월 24일`.
fn ideographs(tokens: &mut [Token], scan: &mut Scan) -> Option<()> {
    let idx = (0..tokens.len()).find(|&idx| {
        is_year(&tokens[idx].kind) && matches!(word(tokens, idx + 1), Some("年" | "년"))
    })?;
    scan.year = year_at(tokens, idx, false)?;
    let mut end = idx + 2;
    scan.precision = Precision::Year;
    if let Some((month, _)) = number(tokens, end)
        && matches!(word(tokens, end + 1), Some("月" | "월"))
    {
        scan.month = i8::try_from(month).ok()?;
        scan.precision = Precision::Month;
        end += 2;
        if let Some(day) = day_at(tokens, end)
            && matches!(word(tokens, end + 1), Some("日" | "일"))
        {
            scan.day = day;
            scan.precision = Precision::Day;
            end += 2;
        }
    }
    take(tokens, idx..end);
    Some(())
}

/// A year, where the string holds nothing else.
fn year_alone(tokens: &mut [Token], scan: &mut Scan) -> Option<()> {
    let [token] = tokens else { return None };
    if !is_year(&token.kind) {
        return None;
    }
    scan.year = number(tokens, 0)?.0 as i16;
    scan.precision = Precision::Year;
    take(tokens, 0..1);
    Some(())
}
