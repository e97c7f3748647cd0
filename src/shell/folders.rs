//! Where the reading room keeps things, by the habits of the system (XDG base directories).

use etcetera::{BaseStrategy, choose_base_strategy};
use std::path::PathBuf;

/// The name of the program's folder in each base folder.
const NAME: &str = "reading-room";

/// The folders of one reader; none of them is made here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    /// What the reader did: marks, notes, reading positions. `$XDG_STATE_HOME/reading-room`
    pub state: Option<PathBuf>,
    /// What can be computed again: the libraries. `$XDG_CACHE_HOME/reading-room`
    pub cache: Option<PathBuf>,
    /// The settings file. `$XDG_CONFIG_HOME/reading-room/config.toml`
    pub settings_file: Option<PathBuf>,
}

impl Folders {
    /// Returns the folders of the reader who runs the program; without a home directory there are none.
    pub fn of_reader() -> Self {
        let Ok(base) = choose_base_strategy() else {
            return Self::default();
        };
        Self {
            state: Some(
                base.state_dir()
                    .unwrap_or_else(|| base.data_dir())
                    .join(NAME),
            ),
            cache: Some(base.cache_dir().join(NAME)),
            settings_file: Some(base.config_dir().join(NAME).join("config.toml")),
        }
    }
}
