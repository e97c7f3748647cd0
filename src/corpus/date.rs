//! When was it published: a date as far as the file tells it, with the string it was read from.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::fmt;

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
