//! How is the world touched? Event loop, terminal, input, signals, jobs, command line.

pub mod annotate;

use std::process::ExitCode;

/// Runs the program.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
