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

/// A rate is told when a stage has gone on for so long; before that it says little.
const MIN_RATED: Duration = Duration::from_secs(1);

/// Tells progress at a bearable rate.
pub(super) struct Teller<'p> {
    tell: &'p mut dyn FnMut(Progress) -> ControlFlow<()>,
    pace: Pace,
    /// What was first told of the stage, and when.
    first: (Progress, Instant),
    is_stopped: bool,
}

impl<'p> Teller<'p> {
    pub(super) fn new(tell: &'p mut dyn FnMut(Progress) -> ControlFlow<()>) -> Self {
        Self {
            tell,
            pace: Pace::of_progress(),
            first: (Progress::default(), Instant::now()),
            is_stopped: false,
        }
    }

    /// Tells progress if it is due; breaks once the receiver has had enough.
    pub(super) fn tell(&mut self, progress: impl FnOnce() -> Progress) -> ControlFlow<()> {
        if !self.is_stopped && self.pace.is_due() {
            let progress = self.rated(progress());
            self.is_stopped = (self.tell)(progress).is_break();
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

    /// Adds how fast the stage goes, and how long it will take.
    fn rated(&mut self, progress: Progress) -> Progress {
        let (first, begun) = self.first;
        if progress.stage != first.stage || progress.n_done < first.n_done {
            self.first = (progress, Instant::now());
            return progress;
        }
        at_rate(progress, first, begun.elapsed())
    }

    fn flow(&self) -> ControlFlow<()> {
        if self.is_stopped {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

/// Adds what follows from how far a stage has come since something was first told of it.
fn at_rate(progress: Progress, first: Progress, elapsed: Duration) -> Progress {
    if elapsed < MIN_RATED {
        return progress;
    }
    let seconds = elapsed.as_secs_f64();
    let left = progress.part().zip(first.part()).and_then(|(now, then)| {
        let left = (1.0 - now) / (now - then) * seconds;
        Duration::try_from_secs_f64(left).ok()
    });
    Progress {
        per_second: Some((progress.n_done - first.n_done) as f64 / seconds),
        left,
        ..progress
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(n_done: u64, n_bytes: u64) -> Progress {
        Progress {
            stage: Stage::Reading,
            n_done,
            n_bytes,
            n_total_bytes: Some(1_000),
            ..Progress::default()
        }
    }

    #[test]
    fn the_rate_counts_from_where_the_stage_began() {
        let seconds = Duration::from_secs;
        let rated = at_rate(progress(50, 600), progress(10, 200), seconds(4));
        assert_eq!(rated.per_second, Some(10.0));
        assert_eq!(rated.left, Some(seconds(4)));
        // Nothing is told of a time that nobody can know.
        let resting = at_rate(progress(10, 200), progress(10, 200), seconds(4));
        assert_eq!((resting.per_second, resting.left), (Some(0.0), None));
        let young = at_rate(
            progress(50, 600),
            progress(10, 200),
            Duration::from_millis(900),
        );
        assert_eq!((young.per_second, young.left), (None, None));
    }
}
