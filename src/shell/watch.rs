//! Which files of the reader changed? The database of the marks and the settings file, told by the system, never polled.

use super::{room::Message, saver::Nudge};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    sync::mpsc::Sender,
};

/// The beginning of the names of the database's files.
const DATABASE: &str = "marks.sqlite";

/// Watches as long as it lives.
#[derive(Debug)]
pub struct Watch {
    _watcher: RecommendedWatcher,
}

/// Watches the folder of the marks and that of the settings file, as far as they are there. `None` where the system
/// watches nothing; then another room's marks are seen when the corpus is read again.
pub fn watch(
    state_folder: Option<&Path>,
    settings_file: Option<&Path>,
    nudge: Nudge,
    room: Sender<Message>,
) -> Option<Watch> {
    let settings_file: Option<PathBuf> = settings_file.map(Path::to_owned);
    let settings_folder = settings_file
        .as_deref()
        .and_then(Path::parent)
        .map(Path::to_owned);
    let settings_name = settings_file
        .as_deref()
        .and_then(Path::file_name)
        .map(OsStr::to_owned);
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let Ok(event) = event else { return };
        if matches!(event.kind, EventKind::Access(_) | EventKind::Other) {
            return;
        }
        let names = || event.paths.iter().filter_map(|path| path.file_name());
        if names().any(|name| name.to_string_lossy().starts_with(DATABASE)) {
            nudge.nudge();
        }
        if names().any(|name| Some(name) == settings_name.as_deref()) {
            // A room that has ended hears nothing.
            let _ = room.send(Message::SettingsChanged);
        }
    })
    .ok()?;
    let folders = state_folder.into_iter().chain(settings_folder.as_deref());
    let n_watched = folders
        .filter(|folder| watcher.watch(folder, RecursiveMode::NonRecursive).is_ok())
        .count();
    (n_watched > 0).then_some(Watch { _watcher: watcher })
}
