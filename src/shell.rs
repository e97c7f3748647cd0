//! How is the world touched? Event loop, terminal, input, signals, jobs, command line.

pub mod annotate;
pub mod clipboard;
mod files;
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

use std::process::ExitCode;

/// Runs the program.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
