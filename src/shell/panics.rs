//! What is said when the program itself is at fault: the terminal first, then one clean line, the details in a file.

use super::{files, terminal::Terminal};
use crate::text::clean_line;
use std::{
    backtrace::Backtrace,
    panic::{self, PanicHookInfo},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

/// The file in the state folder that keeps the details of the last panic.
const DETAILS_FILE: &str = "last-panic.txt";

/// Characters of a panic's message that are shown; the rest is in the file.
const MAX_SHOWN_CHARS: usize = 200;

/// Takes over what happens on a panic. Only the thread that owns the screen gives the terminal back and prints; what
/// another thread panics with is kept in the file, and whoever waits for it tells the room.
pub fn install(terminal: &Arc<Terminal>, state_folder: Option<PathBuf>) {
    let terminal = Arc::downgrade(terminal);
    panic::set_hook(Box::new(move |info| {
        let file = state_folder
            .as_deref()
            .and_then(|folder| keep(folder, info));
        let Some(terminal) = terminal.upgrade() else {
            report(info, file.as_deref());
            return;
        };
        if terminal.is_owner() {
            terminal.leave();
            report(info, file.as_deref());
        }
    }));
}

/// Returns what a panic said, cleaned and cut to a line.
pub fn message(payload: &(dyn std::any::Any + Send)) -> String {
    let raw = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason given");
    clean_line(raw).chars().take(MAX_SHOWN_CHARS).collect()
}

#[expect(
    clippy::print_stderr,
    reason = "the terminal is given back and nobody else is left to say it"
)]
fn report(info: &PanicHookInfo<'_>, file: Option<&Path>) {
    let place = info
        .location()
        .map(|place| format!(" at {}:{}", place.file(), place.line()))
        .unwrap_or_default();
    let details = file
        .map(|file| format!("; details are in {}", clean_line(&file.to_string_lossy())))
        .unwrap_or_default();
    let why = message(info.payload());
    eprintln!("reading-room: an error of the program itself{place}: {why}{details}");
}

/// Keeps the details in the state folder, readable by this person only.
fn keep(folder: &Path, info: &PanicHookInfo<'_>) -> Option<PathBuf> {
    let path = folder.join(DETAILS_FILE);
    let details = format!(
        "thread {}\n{info}\n\n{}\n",
        thread::current().name().unwrap_or("without a name"),
        Backtrace::force_capture(),
    );
    files::replace_private(&path, details.as_bytes()).ok()?;
    Some(path)
}
