//! Which plain settings are there? One table: from it the file is read and the sample file is printed.

use super::{Letters, Settings, quoted};
use crate::{
    app::{Preview, ThemeName, keymap::Preset},
    library::SortKey,
};
use std::ops::RangeInclusive;
use toml::de::DeValue;

/// A plain setting.
pub(super) struct Field {
    /// Its name in the file.
    pub name: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    /// Writes its value as the file would set it.
    pub write: fn(&Settings) -> String,
    /// Takes a value, or says why it cannot be and what to write.
    pub set: fn(&mut Settings, &DeValue<'_>) -> Result<(), String>,
}

/// The widths a line of running text may have, in cells.
const WIDTHS: RangeInclusive<u16> = 30..=160;
/// The share of the width that the list may take, in percent.
const LIST_WIDTHS: RangeInclusive<u16> = 10..=90;
/// The longest citation pattern, in bytes.
const MAX_CITATION_BYTES: usize = 4_000;

const LETTERS: [(&str, Letters); 3] = [
    ("auto", Letters::Auto),
    ("ascii", Letters::Ascii),
    ("utf8", Letters::Utf8),
];

/// All plain settings, in the order of the sample file.
pub(super) const FIELDS: &[Field] = &[
    Field {
        name: "theme",
        about: "How things look: dark, light, sixteen (the terminal's own colours) or mono.",
        write: |settings| string(word_of(&ThemeName::ALL, &settings.room.theme)),
        set: |settings, value| {
            settings.room.theme = word(value, &ThemeName::ALL)?;
            Ok(())
        },
    },
    Field {
        name: "width",
        about: "The widest line of running text, in cells.",
        write: |settings| settings.room.measure.to_string(),
        set: |settings, value| {
            settings.room.measure = number(value, &WIDTHS)?;
            Ok(())
        },
    },
    Field {
        name: "list-width",
        about: "The share of the screen that the list takes beside the reader, in percent.",
        write: |settings| settings.room.list_percent.to_string(),
        set: |settings, value| {
            settings.room.list_percent = number(value, &LIST_WIDTHS)?;
            Ok(())
        },
    },
    Field {
        name: "preview",
        about: "Where the reader stands beside the list: right, below or off.",
        write: |settings| string(word_of(&Preview::ALL, &settings.room.preview)),
        set: |settings, value| {
            settings.room.preview = word(value, &Preview::ALL)?;
            Ok(())
        },
    },
    Field {
        name: "sort",
        about: "The order of the list at the start: date, title, source, author, length or relevance.",
        write: |settings| string(settings.room.arrangement.key.word()),
        set: |settings, value| {
            settings.room.arrangement.key =
                word(value, &SortKey::ALL.map(|key| (key.word(), key)))?;
            Ok(())
        },
    },
    Field {
        name: "reverse",
        about: "Whether the list starts the other way round.",
        write: |settings| settings.room.arrangement.reversed.to_string(),
        set: |settings, value| {
            settings.room.arrangement.reversed = truth(value)?;
            Ok(())
        },
    },
    Field {
        name: "mouse",
        about: "Whether the mouse is listened to; then the terminal cannot select text with it.",
        write: |settings| settings.room.mouse.to_string(),
        set: |settings, value| {
            settings.room.mouse = truth(value)?;
            Ok(())
        },
    },
    Field {
        name: "low-bandwidth",
        about: "Whether as little as possible is sent: for slow links.",
        write: |settings| settings.low_bandwidth.to_string(),
        set: |settings, value| {
            settings.low_bandwidth = truth(value)?;
            Ok(())
        },
    },
    Field {
        name: "letters",
        about: "Which signs are sent: auto (as the locale says), ascii or utf8.",
        write: |settings| string(word_of(&LETTERS, &settings.letters)),
        set: |settings, value| {
            settings.letters = word(value, &LETTERS)?;
            Ok(())
        },
    },
    Field {
        name: "keys-like",
        about: "Whose keys: own, or those that hands know from newsboat, mutt or less; [keys] below changes single ones.",
        write: |settings| string(settings.room.keymap.preset().name()),
        set: |settings, value| {
            let preset = word(value, &Preset::ALL)?;
            settings.room.keymap.take_over(preset);
            Ok(())
        },
    },
    Field {
        name: "sure-from",
        about: "A quotation whose confidence is lower is shown as a guess, 0 to 1.",
        write: |settings| settings.room.sure_from.to_string(),
        set: |settings, value| {
            settings.room.sure_from = share(value)?;
            Ok(())
        },
    },
    Field {
        name: "citation",
        about: "How a citation is written: {words} {speaker} {cue} {kind} {title} {source} {date} {path} {offset} {hash}.",
        write: |settings| string(&settings.room.citation),
        set: |settings, value| {
            let pattern = text(value)?;
            if pattern.len() > MAX_CITATION_BYTES {
                return Err(format!(
                    "it is longer than {MAX_CITATION_BYTES} bytes; shorten it"
                ));
            }
            pattern.clone_into(&mut settings.room.citation);
            Ok(())
        },
    },
    Field {
        name: "state-folder",
        about: "The folder of your marks and notes; empty: the usual one ($XDG_STATE_HOME/reading-room).",
        write: |settings| string(settings.state_folder.as_deref().unwrap_or_default()),
        set: |settings, value| {
            settings.state_folder = folder(value)?;
            Ok(())
        },
    },
    Field {
        name: "cache-folder",
        about: "The folder of what can be computed again; empty: the usual one ($XDG_CACHE_HOME/reading-room).",
        write: |settings| string(settings.cache_folder.as_deref().unwrap_or_default()),
        set: |settings, value| {
            settings.cache_folder = folder(value)?;
            Ok(())
        },
    },
];

fn word_of<T: PartialEq>(words: &[(&'static str, T)], value: &T) -> &'static str {
    words
        .iter()
        .find(|(_, known)| known == value)
        .map_or("", |(word, _)| word)
}

fn string(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn word<T: Copy>(value: &DeValue<'_>, words: &[(&'static str, T)]) -> Result<T, String> {
    let typed = text(value)?;
    let found = words.iter().find(|(known, _)| *known == typed);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let known = quoted(words.iter().map(|(known, _)| *known));
        format!("'{typed}' is not known; write one of {known}")
    })
}

fn text<'v>(value: &'v DeValue<'_>) -> Result<&'v str, String> {
    value.as_str().ok_or_else(|| {
        format!(
            "this is a {}; write it in quotation marks",
            value.type_str()
        )
    })
}

fn truth(value: &DeValue<'_>) -> Result<bool, String> {
    value
        .as_bool()
        .ok_or_else(|| format!("this is a {}; write true or false", value.type_str()))
}

fn number(value: &DeValue<'_>, range: &RangeInclusive<u16>) -> Result<u16, String> {
    let expected = format!("write a number from {} to {}", range.start(), range.end());
    let Some(number) = value.as_integer() else {
        return Err(format!("this is a {}; {expected}", value.type_str()));
    };
    u16::from_str_radix(number.as_str(), number.radix())
        .ok()
        .filter(|number| range.contains(number))
        .ok_or_else(|| format!("{number} is out of range; {expected}"))
}

fn share(value: &DeValue<'_>) -> Result<f32, String> {
    let written = match value {
        DeValue::Float(number) => number.as_str(),
        DeValue::Integer(number) => number.as_str(),
        _ => {
            let kind = value.type_str();
            return Err(format!("this is a {kind}; write a number from 0 to 1"));
        }
    };
    written
        .parse()
        .ok()
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| format!("{written} is out of range; write a number from 0 to 1"))
}

fn folder(value: &DeValue<'_>) -> Result<Option<String>, String> {
    let folder = text(value)?;
    if folder.is_empty() {
        return Ok(None);
    }
    if !folder.starts_with('/') {
        return Err(format!(
            "'{folder}' has no fixed place; write the whole path, from '/' on"
        ));
    }
    Ok(Some(folder.to_owned()))
}
