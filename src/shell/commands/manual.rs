//! `completions` and `man`: made from the definitions of the command line.

use super::{Answer, FOUND, Failure, Output};
use crate::shell::cli::Cli;
use clap::CommandFactory;

pub(super) fn completions(shell: clap_complete::Shell, out: &mut Output) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "reading-room", &mut script);
    out.verbatim(&String::from_utf8_lossy(&script))?;
    Ok(FOUND)
}

pub(super) fn page(name: Option<&str>, out: &mut Output) -> Answer {
    let mut program = Cli::command();
    program.build();
    let command = match name {
        None => program,
        Some(name) => {
            let Some(command) = program.find_subcommand(name) else {
                return Err(Failure::because(format_args!(
                    "there is no command '{name}'"
                )));
            };
            command.clone()
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(Failure::because)?;
    out.verbatim(&String::from_utf8_lossy(&page))?;
    Ok(FOUND)
}
