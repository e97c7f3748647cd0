//! How is the world touched? Event loop, terminal, input, signals, jobs, command line.
//!
//! ```text
//! arguments ──▶ cli ──▶ commands   one file a command, no screen
//!                 └───▶ room       the loop: events in, frames out
//! ```

pub mod annotate;
pub mod answers;
pub mod articles;
pub mod cli;
pub mod clipboard;
pub mod commands;
mod files;
pub mod folders;
pub mod input;
mod jobs;
pub mod panics;
pub mod preferences;
pub mod programs;
pub mod room;
mod saver;
pub mod screen;
pub mod signals;
pub mod surroundings;
pub mod terminal;
mod watch;

use clap::{CommandFactory, Parser};
use cli::{Cli, Files};
use commands::{ERROR, FOUND, say, say_all};
use folders::Folders;
use preferences::Preferences;
use std::{
    ffi::OsStr,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

/// Runs the program.
pub fn main() -> ExitCode {
    ExitCode::from(match Cli::try_parse() {
        Ok(cli) => run(cli),
        Err(error) => refuse(&error),
    })
}

fn run(cli: Cli) -> u8 {
    let Files {
        config,
        state,
        cache,
        no_cache,
    } = &cli.files;
    let mut folders = Folders::of_reader();
    if let Some(file) = config {
        folders.settings_file = Some(file.clone());
    }
    let preferences = preferences::read(folders.settings_file.as_deref(), config.is_some());
    preferences::place_folders(&mut folders, &preferences.settings);
    if let Some(folder) = state {
        folders.state = Some(folder.clone());
    }
    if let Some(folder) = cache {
        folders.cache = Some(folder.clone());
    }
    if *no_cache {
        folders.cache = None;
    }
    if cli.room.print_config {
        return print_sample();
    }
    if cli.room.check_config {
        return check(&preferences, &folders);
    }
    match cli.command {
        Some(_) if !cli.corpus.is_empty() => {
            say("a corpus before a command is not read; name it with --in after the command");
            ERROR
        }
        Some(command) => {
            say_all(&preferences.errors);
            commands::run(command, &folders, &preferences.settings.fields)
        }
        None => open_room(&cli, preferences, folders),
    }
}

/// Opens the room over the corpus that was named.
fn open_room(cli: &Cli, preferences: Preferences, folders: Folders) -> u8 {
    let Preferences {
        mut settings,
        warnings,
        mut errors,
    } = preferences;
    errors.extend(preferences::overrule(&mut settings, &cli.room).err());
    let corpus = commands::corpus_of(&cli.corpus)
        .map_err(|why| errors.push(format!("{why}{}", meant(&cli.corpus))));
    let Ok(corpus) = corpus else {
        say_all(&errors);
        return ERROR;
    };
    if !errors.is_empty() {
        say_all(&errors);
        return ERROR;
    }
    preferences::fit_theme(&mut settings);
    let asked = cli.room.clone();
    let read_again = move |file: &Path| {
        let Preferences {
            mut settings,
            errors,
            ..
        } = preferences::read(Some(file), false);
        if !errors.is_empty() {
            return Err(errors.join("; "));
        }
        preferences::overrule(&mut settings, &asked)?;
        preferences::fit_theme(&mut settings);
        Ok(settings.room)
    };
    let settings_file = folders.settings_file.map(|file| {
        let again = file.clone();
        let read: room::ReadSettings = Arc::new(move || read_again(&again));
        (file, read)
    });
    let opening = room::Opening {
        corpus,
        corpus_name: name_of(&cli.corpus),
        wishes: preferences::wishes(&settings),
        fields: settings.fields,
        settings: settings.room,
        settings_file,
        state_folder: folders.state,
        cache_folder: folders.cache,
        notices: warnings,
    };
    room::open(opening).unwrap_or_else(|why| {
        say(&why);
        ERROR
    })
}

/// Lists all that is wrong or odd in the settings file.
fn check(preferences: &Preferences, folders: &Folders) -> u8 {
    say_all(&preferences.errors);
    say_all(&preferences.warnings);
    if !preferences.errors.is_empty() {
        return ERROR;
    }
    let file = folders.settings_file.as_deref();
    match file.filter(|file| file.exists()) {
        Some(file) if preferences.warnings.is_empty() => {
            say(&format!("{}: nothing is wrong", file.display()));
        }
        Some(_) => {}
        None => say("there is no settings file; 'reading-room --print-config' prints one"),
    }
    FOUND
}

fn print_sample() -> u8 {
    // A closed pipe is no reason to complain.
    let _ = io::stdout().write_all(crate::config::sample().as_bytes());
    FOUND
}

/// Returns `; did you mean the command 'search'?` where the first path looks like a command that was mistyped.
fn meant(paths: &[PathBuf]) -> String {
    /// Names less like what was typed are another matter.
    const MIN_LIKENESS: f32 = 0.7;
    let Some(typed) = paths.first().and_then(|path| path.to_str()) else {
        return String::new();
    };
    let program = Cli::command();
    let likeness = |name: &str| similar::TextDiff::from_chars(typed, name).ratio();
    let best = program
        .get_subcommands()
        .map(|command| (likeness(command.get_name()), command.get_name()))
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match best {
        Some((likeness, name)) if likeness >= MIN_LIKENESS => {
            format!("; did you mean the command '{name}'?")
        }
        _ => String::new(),
    }
}

/// Names a corpus in a few words.
fn name_of(paths: &[PathBuf]) -> String {
    let last = |path: &PathBuf| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        OsStr::to_string_lossy(name).into_owned()
    };
    match paths {
        [] => "the built-in articles".to_owned(),
        [path] => last(path),
        [first, others @ ..] => format!("{} and {} more", last(first), others.len()),
    }
}

/// Shows help and version as they are, and a complaint without anything that was typed reaching the terminal raw.
fn refuse(error: &clap::Error) -> u8 {
    if error.use_stderr() {
        let complaint = error.render().to_string();
        say(complaint.trim_start_matches("error: ").trim_end());
    } else {
        // A closed pipe is no reason to complain.
        let _ = error.print();
    }
    u8::try_from(error.exit_code()).unwrap_or(ERROR)
}
