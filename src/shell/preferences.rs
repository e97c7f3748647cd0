//! Where do the settings come from? The file, then the command line, then what the terminal can show.

use super::{
    cli::Room,
    folders::Folders,
    surroundings::{Colours, Surroundings, Wishes},
};
use crate::{
    app::{ThemeName, keymap::Preset},
    config::{self, Letters, Settings},
    text::Shown,
};
use std::{
    env, fs,
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
};

/// The biggest settings file, in bytes.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// Settings, and what the person should know about them.
pub struct Preferences {
    /// What counts.
    pub settings: Settings,
    /// What is odd in the file and does no harm.
    pub warnings: Vec<String>,
    /// What is wrong in the file; it stands at its default.
    pub errors: Vec<String>,
}

/// Reads the settings file; a missing one sets nothing, unless it was named.
pub fn read(file: Option<&Path>, is_named: bool) -> Preferences {
    let mut preferences = Preferences {
        settings: Settings::default(),
        warnings: Vec::new(),
        errors: Vec::new(),
    };
    let Some(file) = file else {
        return preferences;
    };
    let text = match text_of(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound && !is_named => return preferences,
        Err(error) => {
            let why = format!("cannot read the settings {}: {error}", file.display());
            preferences.errors.push(why);
            return preferences;
        }
    };
    let (settings, problems) = config::read(&text);
    preferences.settings = settings;
    for problem in problems {
        let told = format!("{}: {problem}", file.display());
        if problem.is_warning {
            preferences.warnings.push(told);
        } else {
            preferences.errors.push(told);
        }
    }
    preferences
}

/// Sets what was asked for on the command line; an unknown name is an error.
pub fn overrule(settings: &mut Settings, room: &Room) -> Result<(), String> {
    if let Some(name) = &room.theme {
        settings.room.theme = known(name, "theme", &ThemeName::ALL)?;
    }
    if let Some(name) = &room.keys {
        let preset = known(name, "program whose keys are known", &Preset::ALL)?;
        settings.room.keymap.take_over(preset);
    }
    settings.room.mouse |= room.mouse;
    settings.low_bandwidth |= room.low_bandwidth;
    if room.ascii {
        settings.letters = Letters::Ascii;
    }
    if room.utf8 {
        settings.letters = Letters::Utf8;
    }
    Ok(())
}

/// Returns what a name stands for; an error lists the names there are.
fn known<T: Copy>(name: &str, what: &str, all: &[(&str, T)]) -> Result<T, String> {
    if let Some((_, value)) = all.iter().find(|(known, _)| *known == name) {
        return Ok(*value);
    }
    let known: Vec<_> = all.iter().map(|(known, _)| *known).collect();
    let name = Shown::line(name);
    Err(format!(
        "'{name}' is no {what}; there are {}",
        known.join(", ")
    ))
}

/// Returns what the settings ask of the terminal.
pub fn wishes(settings: &Settings) -> Wishes {
    Wishes {
        utf8: match settings.letters {
            Letters::Auto => None,
            Letters::Ascii => Some(false),
            Letters::Utf8 => Some(true),
        },
        sparing: settings.low_bandwidth,
        colours: None,
    }
}

/// Chooses a theme that the terminal can show where the one that is set has more colours.
pub fn fit_theme(settings: &mut Settings) {
    let variable = |name: &str| env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    if let Ok(surroundings) = Surroundings::of(variable, wishes(settings)) {
        settings.room.theme = fitting(settings.room.theme, surroundings.colours);
    }
}

/// Puts the folders of the settings in place of the usual ones.
pub fn place_folders(folders: &mut Folders, settings: &Settings) {
    if let Some(folder) = &settings.state_folder {
        folders.state = Some(PathBuf::from(folder));
    }
    if let Some(folder) = &settings.cache_folder {
        folders.cache = Some(PathBuf::from(folder));
    }
}

fn fitting(theme: ThemeName, colours: Colours) -> ThemeName {
    match (theme, colours) {
        (_, Colours::None) => ThemeName::Mono,
        (ThemeName::Dark | ThemeName::Light, Colours::Sixteen) => ThemeName::Sixteen,
        (theme, _) => theme,
    }
}

fn text_of(file: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    fs::File::open(file)?
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(io::Error::other("it is larger than 1 MiB"));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::other("it is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_never_has_more_colours_than_the_terminal() {
        for (theme, colours, expected) in [
            (ThemeName::Dark, Colours::True, ThemeName::Dark),
            (ThemeName::Light, Colours::Palette, ThemeName::Light),
            (ThemeName::Light, Colours::Sixteen, ThemeName::Sixteen),
            (ThemeName::Mono, Colours::Sixteen, ThemeName::Mono),
            (ThemeName::Dark, Colours::None, ThemeName::Mono),
        ] {
            assert_eq!(fitting(theme, colours), expected);
        }
    }

    #[test]
    fn a_missing_file_matters_only_where_it_was_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("config.toml");
        assert!(read(Some(&file), false).errors.is_empty());
        assert!(read(Some(&file), true).errors[0].contains("config.toml"));
        fs::write(&file, b"theme = '\xff'").expect("it can be written");
        assert!(read(Some(&file), false).errors[0].contains("UTF-8"));
        fs::write(&file, "theme = 'light'\nwidth = 1\nx = 2").expect("it can be written");
        let preferences = read(Some(&file), false);
        assert_eq!(
            (preferences.errors.len(), preferences.warnings.len()),
            (1, 1)
        );
        assert_eq!(preferences.settings.room.theme, ThemeName::Light);
    }
}
