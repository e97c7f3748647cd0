//! What the files of the corpus have in common is learned before they are read, and kept for those that come later.

use super::{
    Library, Progress, Stage,
    files::KnownFile,
    pace::Teller,
    reading::Plan,
    shelf::{Shelf, ShelfError},
};
use crate::corpus::{File, Habits, habits::Seen};
use rayon::prelude::*;
use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Files that are looked at before it is asked whether to stop.
const LOOKED_AT_ONCE: usize = 64;

impl Library {
    /// Learns the habits of the folders in which something is new, from a sample of their files. Files that were read
    /// before and would be read differently now join the plan. `None` where that was interrupted.
    pub(super) fn learn_habits(
        &self,
        shelf: &Shelf,
        plan: &mut Plan,
        teller: &mut Teller,
    ) -> Result<Option<Arc<Habits>>, ShelfError> {
        let before = shelf.habits();
        if plan.to_read.is_empty() {
            return Ok(Some(before));
        }
        let gone: HashSet<&Path> = plan.gone.iter().map(PathBuf::as_path).collect();
        let new: HashSet<&Path> = plan
            .to_read
            .iter()
            .map(|(file, _)| file.path.as_path())
            .collect();
        let survey = shelf.with_files(|files| {
            let known = files
                .iter()
                .filter(|(path, _)| !new.contains(path.as_path()) && !gone.contains(path.as_path()))
                .map(|(path, file)| Seen {
                    path,
                    len: file.len,
                    is_new: false,
                });
            let new = plan.to_read.iter().map(|(file, _)| Seen {
                path: &file.path,
                len: file.len,
                is_new: true,
            });
            before.survey(&known.chain(new).collect::<Vec<_>>())
        });
        if survey.is_empty() {
            return Ok(Some(before));
        }
        let mut habits = Habits::clone(&before);
        let is_learned = habits.learn(&survey, &mut |files, habits| {
            let mut observed = Vec::with_capacity(files.len());
            for files in files.chunks(LOOKED_AT_ONCE) {
                let look = |file: &&File| survey.look(file, &self.fields, habits);
                observed.par_extend(files.par_iter().map(look));
                let told = teller.tell(|| Progress {
                    stage: Stage::Looking,
                    n_done: plan.to_read.len() as u64,
                    ..Progress::default()
                });
                if told.is_break() {
                    return None;
                }
            }
            Some(observed)
        });
        if !is_learned {
            return Ok(None);
        }
        if habits == *before {
            return Ok(Some(before));
        }
        let changed = shelf.with_files(|files| {
            let is_changed = |path: &Path| {
                !new.contains(path) && !gone.contains(path) && before.would_change(path, &habits)
            };
            let mut changed: Vec<_> = files
                .iter()
                .filter(|(path, _)| is_changed(path))
                .map(|(path, known)| to_read_again(path, known))
                .collect();
            changed.sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));
            changed
        });
        plan.to_read.extend(changed);
        shelf.keep_habits(Arc::new(habits)).map(Some)
    }
}

/// Plans to read a file that has not changed.
fn to_read_again(path: &Path, known: &KnownFile) -> (File, Option<KnownFile>) {
    let file = File {
        path: path.to_path_buf(),
        len: known.len,
        modified_ns: known.modified_ns,
    };
    let known = KnownFile {
        // No file has it: the bytes are not taken for read.
        hash: [0; 32],
        ..known.clone()
    };
    (file, Some(known))
}
