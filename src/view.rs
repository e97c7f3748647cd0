//! What does the state look like? Draws it; changes nothing.

use crate::app::State;
use ratatui::Frame;

/// Draws the room.
pub fn draw(_state: &State, _frame: &mut Frame<'_>) {}
