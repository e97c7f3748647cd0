//! How often is progress told, and how often is what was read kept?

use super::{Progress, Stage};
use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

/// Progress is told, and what was read is shown, no more often than this.
const PROGRESS_EVERY_MS: u64 = 100;

/// What was read is made findable after so long at first; then ever more rarely, as each time costs more.
const FIRST_COMMIT_MS: u64 = 400;

/// How much longer each time.
const COMMIT_SLOWER: f64 = 1.6;

/// The longest time between commits.
const MAX_COMMIT_MS: u64 = 20_000;

/// Tells when something is due again.
pub(super) struct Pace {
    last: Instant,
    every: Duration,
    slower: f64,
}

impl Pace {
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
            self.every = self
                .every
                .mul_f64(self.slower)
                .min(Duration::from_millis(MAX_COMMIT_MS));
        }
        is_due
    }
}

/// Tells progress at a bearable rate.
pub(super) struct Teller<'p> {
    tell: &'p mut dyn FnMut(Progress) -> ControlFlow<()>,
    pace: Pace,
    is_stopped: bool,
}

impl<'p> Teller<'p> {
    pub(super) fn new(tell: &'p mut dyn FnMut(Progress) -> ControlFlow<()>) -> Self {
        Self {
            tell,
            pace: Pace::of_progress(),
            is_stopped: false,
        }
    }

    /// Tells progress if it is due; breaks once the receiver has had enough.
    pub(super) fn tell(&mut self, progress: impl FnOnce() -> Progress) -> ControlFlow<()> {
        if !self.is_stopped && self.pace.is_due() {
            self.is_stopped = (self.tell)(progress()).is_break();
        }
        self.flow()
    }

    /// Tells of a new stage at once.
    pub(super) fn tell_stage(&mut self, stage: Stage) -> ControlFlow<()> {
        if !self.is_stopped {
            let progress = Progress {
                stage,
                ..Progress::default()
            };
            self.is_stopped = (self.tell)(progress).is_break();
        }
        self.flow()
    }

    fn flow(&self) -> ControlFlow<()> {
        if self.is_stopped {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}
