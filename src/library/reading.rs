//! From the corpus to the shelf: reading what is new, then finding names and quotations.

use super::{Library, Progress, Stage};
use rayon::prelude::*;
use std::{
    ops::ControlFlow,
    sync::Arc,
    time::{Duration, Instant},
};

/// Progress is told no more often than this.
const PROGRESS_EVERY_MS: u64 = 100;

/// Articles analysed at once before they go into the ledger.
const ANALYSED_AT_ONCE: u32 = 256;

/// The ledger shows what it has after so long at first; then ever more rarely, as each time costs more.
const FIRST_COMMIT_MS: u64 = 500;

/// How much longer each time.
const COMMIT_SLOWER: f64 = 1.5;

/// Tells when something is due again.
pub(super) struct Pace {
    last: Instant,
    every: Duration,
    slower: f64,
}

impl Pace {
    /// Is due at once and then every [`PROGRESS_EVERY_MS`].
    pub(super) fn of_progress() -> Self {
        let every = Duration::from_millis(PROGRESS_EVERY_MS);
        Self {
            last: Instant::now(),
            every,
            slower: 1.0,
        }
    }

    pub(super) fn of_commits() -> Self {
        Self {
            last: Instant::now(),
            every: Duration::from_millis(FIRST_COMMIT_MS),
            slower: COMMIT_SLOWER,
        }
    }

    pub(super) fn is_due(&mut self) -> bool {
        let is_due = self.last.elapsed() >= self.every;
        if is_due {
            self.last = Instant::now();
            self.every = self.every.mul_f64(self.slower);
        }
        is_due
    }
}

impl Library {
    /// Takes the names and quotations of all articles that are not in the ledger yet.
    pub(super) fn analyse_rest(&self, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) {
        let n_total = self.catalogue().n_rows() as u32;
        let mut telling = Pace::of_progress();
        let mut commits = Pace::of_commits();
        loop {
            let first = self.shelf.n_analysed();
            if first >= n_total {
                break;
            }
            let rows = first..(first + ANALYSED_AT_ONCE).min(n_total);
            let analysed: Vec<_> = rows
                .into_par_iter()
                .map(|row| {
                    let article = self.shelf.article(row).map(Arc::new);
                    let analysis = article
                        .as_ref()
                        .map(|article| Arc::new(crate::text::analyse(&article.body)));
                    article.zip(analysis)
                })
                .collect();
            if let Err(error) = self.shelf.add_analyses(&analysed) {
                self.note_trouble(&error.to_string());
                break;
            }
            if commits.is_due() {
                self.commit_ledger();
            }
            if telling.is_due() {
                let told = progress(Progress {
                    stage: Stage::Analysing,
                    n_done: u64::from(self.shelf.n_analysed()),
                    n_total: Some(u64::from(n_total)),
                    n_bytes: 0,
                });
                if told.is_break() {
                    break;
                }
            }
        }
        self.commit_ledger();
    }

    fn commit_ledger(&self) {
        if let Err(error) = self.shelf.ledger().commit() {
            self.note_trouble(&error.to_string());
        }
    }
}
