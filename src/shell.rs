//! How is the world touched? Event loop, terminal, input, signals, jobs, command line.
//!
//! ```text
//! arguments ──▶ cli ──▶ commands   one file a command, no screen
//!                 └───▶ room       the loop: events in, frames out
//! ```

pub mod annotate;
pub mod articles;
pub mod cli;
pub mod clipboard;
pub mod commands;
mod files;
pub mod folders;
pub mod input;
mod jobs;
pub mod panics;
pub mod programs;
pub mod room;
mod saver;
pub mod screen;
pub mod signals;
pub mod surroundings;
pub mod terminal;
mod watch;

use clap::Parser;
use cli::{Cli, Files};
use commands::{ERROR, say};
use folders::Folders;
use std::process::ExitCode;

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let folders = chosen(&cli.files);
    match cli.command {
        Some(_) if !cli.corpus.is_empty() => {
            say("a corpus before a command is not read; name it with --in after the command");
            ExitCode::from(ERROR)
        }
        Some(command) => ExitCode::from(commands::run(command, &folders)),
        None => match commands::corpus_of(&cli.corpus) {
            Ok(_) => {
                say("the room cannot be opened by this build; the commands work, see --help");
                ExitCode::from(ERROR)
            }
            Err(why) => {
                say(&why);
                ExitCode::from(ERROR)
            }
        },
    }
}

/// Shows help and version as they are, and a complaint without anything that was typed reaching the terminal raw.
fn refuse(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        let complaint = error.render().to_string();
        let complaint = complaint.trim_start_matches("error: ");
        say(complaint.trim_end());
    } else {
        // A closed pipe is no reason to complain.
        let _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(ERROR))
}

/// Returns the reader's folders, with those that were named on the command line.
fn chosen(files: &Files) -> Folders {
    let usual = Folders::of_reader();
    Folders {
        state: files.state.clone().or(usual.state),
        cache: match &files.cache {
            _ if files.no_cache => None,
            Some(cache) => Some(cache.clone()),
            None => usual.cache,
        },
        settings_file: files.config.clone().or(usual.settings_file),
    }
}
