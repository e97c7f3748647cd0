//! What the person set, as plain values.

use super::keymap::Keymap;

/// The settings of the room.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// How things look.
    pub theme: ThemeName,
    /// The widest line of running text, in cells.
    pub measure: u16,
    /// Share of the width the list takes beside the reader, in percent.
    pub list_percent: u16,
    /// Where the reader stands beside the list.
    pub preview: Preview,
    /// The order of the list at the start.
    pub arrangement: crate::library::Arrangement,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// Below this confidence a quotation is shown as a guess, 0 to 1.
    pub sure_from: f32,
    /// How a citation is written.
    pub citation: String,
    /// Which key does what.
    pub keymap: Keymap,
}

/// A theme by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// For dark backgrounds.
    #[default]
    Dark,
    /// For light backgrounds.
    Light,
    /// The terminal's own sixteen colours.
    Sixteen,
    /// No colour at all.
    Mono,
}

impl ThemeName {
    /// All themes with their names.
    pub const ALL: [(&'static str, Self); 4] = [
        ("dark", Self::Dark),
        ("light", Self::Light),
        ("sixteen", Self::Sixteen),
        ("mono", Self::Mono),
    ];
}

/// Where the reader stands beside the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preview {
    /// To the right of the list.
    #[default]
    Right,
    /// Below the list.
    Below,
    /// Nowhere: one pane at a time.
    Off,
}

impl Preview {
    /// All places with their names.
    pub const ALL: [(&'static str, Self); 3] = [
        ("right", Self::Right),
        ("below", Self::Below),
        ("off", Self::Off),
    ];
}

/// The citation written by `Y`: names in braces are replaced.
pub const DEFAULT_CITATION: &str =
    "{words} — {speaker}{cue}, in: {title}, {source}, {date}. {path}, byte {offset}, sha {hash}";

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeName::Dark,
            measure: 72,
            list_percent: 38,
            preview: Preview::Right,
            arrangement: crate::library::Arrangement::default(),
            mouse: false,
            sure_from: 0.6,
            citation: DEFAULT_CITATION.to_owned(),
            keymap: Keymap::default(),
        }
    }
}
