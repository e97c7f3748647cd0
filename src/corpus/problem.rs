//! What could not be read: where, and why.

use serde::{Deserialize, Serialize};
use std::{fmt, path::PathBuf};

/// Something in the corpus that could not be read, or was set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The file or folder.
    #[serde(with = "super::raw_path")]
    pub path: PathBuf,
    /// The place inside it, where one can be named (`line 12`, `entry 2020/a.txt`).
    pub place: Option<String>,
    /// Why, in words for a person.
    pub why: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(place) = &self.place {
            write!(f, ", {place}")?;
        }
        write!(f, ": {}", self.why)
    }
}
