//! When was it published: a date as far as the file tells it, with the string it was read from.

mod from;
mod scan;
mod words;

pub use from::DateFrom;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::{fmt, ops::Range};

/// A longer string is no date.
const MAX_RAW_BYTES: usize = 256;

/// A moment of publication, no finer than the file tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Local date and time at the publisher; parts finer than `precision` are at their lowest value.
    pub at: DateTime,
    /// Minutes east of UTC, where the file tells.
    pub offset_minutes: Option<i16>,
    /// How fine the date is.
    pub precision: Precision,
    /// The string in the file.
    pub raw: String,
}

/// How fine a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
    /// Day, hour and minute.
    Minute,
    /// To the second.
    Second,
}

/// In which order a source writes day and month in dates like `05/10/2017`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DayMonthOrder {
    /// Not known.
    #[default]
    Unknown,
    /// The day first, as in most of the world.
    DayFirst,
    /// The month first, as in the United States.
    MonthFirst,
}

impl DayMonthOrder {
    /// Returns the order a text in this language (ISO 639-1) goes by where its source does not tell.
    ///
    /// Of the languages that write both as numbers with the same mark, only English has houses of both kinds.
    #[must_use]
    pub fn in_language(self, language: Option<&str>) -> Self {
        const DAY_FIRST: [&str; 19] = [
            "de", "pt", "es", "fr", "it", "nl", "ca", "pl", "cs", "sk", "ro", "ru", "uk", "tr",
            "da", "nb", "no", "fi", "el",
        ];
        match (self, language) {
            (Self::Unknown, Some(language)) if DAY_FIRST.contains(&language) => Self::DayFirst,
            _ => self,
        }
    }
}

/// A date found inside a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// The date; its raw string is the part of the line that holds it.
    pub published: Published,
    /// The bytes of the line from the first part of the date to the last.
    pub range: Range<usize>,
    /// How many words of the line have nothing to do with a date.
    pub n_strange: usize,
}

/// Learns from all dates of one source in which order it writes day and month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderVotes {
    n_day_first: u32,
    n_month_first: u32,
}

/// Reads a date of any house and language, no finer than it is written.
///
/// `order` decides dates like `05/10/2017`; where nothing does, only their year is told. Returns `None` for what is not
/// a date, for a day that does not exist, and for a date without a year: the year is never guessed.
///
/// ```
/// use reading_room::corpus::date::{DayMonthOrder, parse};
/// let date = parse("24 de julio de 2015", DayMonthOrder::Unknown).unwrap();
/// assert_eq!(date.to_string(), "2015-07-24");
/// ```
pub fn parse(raw: &str, order: DayMonthOrder) -> Option<Published> {
    let raw = raw.trim();
    if raw.len() > MAX_RAW_BYTES {
        return None;
    }
    published(&scan::scan(raw, order)?, raw)
}

/// Finds a date inside a line, with its place.
pub fn find(line: &str, order: DayMonthOrder) -> Option<FoundDate> {
    if line.len() > MAX_RAW_BYTES {
        return None;
    }
    let scan = scan::scan(line, order)?;
    let range = scan.start..scan.end;
    Some(FoundDate {
        published: published(&scan, &line[range.clone()])?,
        range,
        n_strange: scan.n_strange,
    })
}

/// Returns the month (1–12) that a word names in one of many languages.
pub fn month_of(word: &str) -> Option<i8> {
    words::month(&word.to_lowercase())
}

/// Tells whether a word is a day of the week in one of many languages.
pub fn is_weekday(word: &str) -> bool {
    words::weekday(&word.to_lowercase()).is_some()
}

fn published(scan: &scan::Scan, raw: &str) -> Option<Published> {
    Some(Published {
        at: DateTime::new(
            scan.year,
            scan.month,
            scan.day,
            scan.hour,
            scan.minute,
            scan.second,
            scan.nanosecond,
        )
        .ok()?,
        offset_minutes: scan.offset_minutes,
        precision: scan.precision,
        raw: raw.to_owned(),
    })
}

impl OrderVotes {
    /// Takes note of one date of the source.
    pub fn note(&mut self, raw: &str) {
        if raw.len() > MAX_RAW_BYTES {
            return;
        }
        match scan::scan(raw.trim(), DayMonthOrder::Unknown).map(|scan| scan.order) {
            Some(DayMonthOrder::DayFirst) => self.n_day_first += 1,
            Some(DayMonthOrder::MonthFirst) => self.n_month_first += 1,
            Some(DayMonthOrder::Unknown) | None => {}
        }
    }

    /// Tells whether any date spoke for an order.
    pub fn is_heard(self) -> bool {
        self.n_day_first + self.n_month_first > 0
    }

    /// Returns the order the dates speak for, with hardly a voice against it.
    pub fn order(self) -> DayMonthOrder {
        let outvotes = |many: u32, few: u32| many > 0 && few <= many / 20;
        if outvotes(self.n_day_first, self.n_month_first) {
            DayMonthOrder::DayFirst
        } else if outvotes(self.n_month_first, self.n_day_first) {
            DayMonthOrder::MonthFirst
        } else {
            DayMonthOrder::Unknown
        }
    }
}

impl fmt::Display for Published {
    /// Writes RFC 3339 where time and offset are known, else as much of it as is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at;
        match self.precision {
            Precision::Year => return write!(f, "{:04}", at.year()),
            Precision::Month => return write!(f, "{:04}-{:02}", at.year(), at.month()),
            Precision::Day => return write!(f, "{}", at.date()),
            Precision::Minute | Precision::Second => {
                write!(
                    f,
                    "{}T{:02}:{:02}:{:02}",
                    at.date(),
                    at.hour(),
                    at.minute(),
                    at.second()
                )?;
            }
        }
        match self.offset_minutes {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DayMonthOrder::*, *};
    use proptest::prelude::*;

    fn check(raw: &str, order: DayMonthOrder, expected: &str) {
        let date = parse(raw, order).map_or_else(String::new, |date| date.to_string());
        assert_eq!(date, expected, "{raw}");
    }

    #[test]
    fn dates_of_many_houses_are_read() {
        for (raw, expected) in [
            ("Tue, 02 Mar 2021 08:30:05 +0000", "2021-03-02T08:30:05Z"),
            ("20 Apr 93 18:55:20 -0600", "1993-04-20T18:55:20-06:00"),
            ("13-MAR-1987 03:47:18.26", "1987-03-13T03:47:18"),
            ("2023-02-24 17:02:00-05:00", "2023-02-24T17:02:00-05:00"),
            ("2012-10-06", "2012-10-06"),
            ("20130731T1200+0200", "2013-07-31T12:00:00+02:00"),
            ("20130731", "2013-07-31"),
            ("1472713234000", "2016-09-01T07:00:34Z"),
            ("1472713234", "2016-09-01T07:00:34Z"),
            ("Sat Oct 21, 2006 8:11pm EDT", "2006-10-21T20:11:00-04:00"),
            ("Thu Apr 15 18:01:27 EDT 1993", "1993-04-15T18:01:27-04:00"),
            ("15 April 10 09:29 GMT", "2010-04-15T09:29:00Z"),
            (
                "1 September 2005, 09:03 GMT 10:03 UK",
                "2005-09-01T09:03:00Z",
            ),
            ("March 20, 2018 Tuesday  16:51:31", "2018-03-20T16:51:31"),
            (
                "Posted: 07/24/2015 5:36 am EDT",
                "2015-07-24T05:36:00-04:00",
            ),
            ("24.07.2015, 14.30 Uhr", "2015-07-24T14:30:00"),
            ("24. Juli 2015", "2015-07-24"),
            ("24 июля 2015 г.", "2015-07-24"),
            ("2015年7月24日", "2015-07-24"),
            ("2015. 7. 24.", "2015-07-24"),
            ("Sept. 15, 2015", "2015-09-15"),
            ("March 2015", "2015-03"),
            ("2015-03", "2015-03"),
            ("2015", "2015"),
            ("Monday 04/05/2015", "2015-05-04"),
            ("Monday 05/04/2015", "2015-05-04"),
        ] {
            check(raw, Unknown, expected);
        }
    }

    #[test]
    fn a_missing_or_impossible_part_is_never_made_up() {
        for raw in [
            "",
            "Oct 6",
            "WASHINGTON, March 17 -",
            "5 years ago",
            "yesterday",
            "31 February 2015",
            "2015-13-01",
            "0",
            "12:30",
            "99/99/9999",
            "0000-00-00",
            "Route 66",
        ] {
            check(raw, Unknown, "");
        }
    }

    #[test]
    fn day_and_month_are_told_apart_by_the_source() {
        check("05/10/2017", DayFirst, "2017-10-05");
        check("05/10/2017", MonthFirst, "2017-05-10");
        check("05/10/2017", Unknown, "2017");
        check("10/10/2017", Unknown, "2017-10-10");
        check("05.10.2017", Unknown, "2017-10-05");
        check("25/10/2017", MonthFirst, "2017-10-25");
        let mut votes = OrderVotes::default();
        votes.note("05/10/2017");
        assert_eq!(votes.order(), Unknown);
        votes.note("15/10/2017");
        assert_eq!(votes.order(), DayFirst);
    }

    #[test]
    fn a_date_is_found_in_its_line() {
        let found = find("By Ann Lee, 24 July 2015", Unknown).unwrap();
        assert_eq!(
            (found.published.raw.as_str(), found.range),
            ("24 July 2015", 12..24)
        );
    }

    proptest! {
        #[test]
        fn any_string_is_survived(raw in ".{0,80}", digits in "[0-9 ./:+-]{0,40}") {
            for raw in [&raw, &digits] {
                for order in [Unknown, DayFirst, MonthFirst] {
                    if let Some(date) = parse(raw, order) {
                        prop_assert_eq!(raw.trim(), date.raw);
                    }
                    find(raw, order);
                }
            }
        }
    }
}
