//! What keys do: one action, or lines of the command line.

use crate::app::Action;

/// What a sequence of keys does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// This action.
    Action(Action),
    /// These lines of the command line, one after the other.
    Lines(Vec<String>),
}

impl Deed {
    /// Returns the action, if it is one.
    pub fn action(&self) -> Option<Action> {
        match self {
            Self::Action(action) => Some(*action),
            Self::Lines(_) => None,
        }
    }

    /// Says what it does, as the help shows it.
    pub fn description(&self) -> String {
        match self {
            Self::Action(action) => action.description().to_owned(),
            Self::Lines(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| format!(":{line}")).collect();
                lines.join("  ")
            }
        }
    }
}

impl From<Action> for Deed {
    fn from(action: Action) -> Self {
        Self::Action(action)
    }
}
