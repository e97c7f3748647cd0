//! When may the next frame go out? One is under way at a time, and no more than the link takes.

use std::time::{Duration, Instant};

/// A key that comes again within this time is being held down.
const REPEAT_GAP: Duration = Duration::from_millis(150);

/// From the third press in a row on a key counts as held down.
const REPEAT_PRESSES: u32 = 3;

/// Through a multiplexer, which swallows frames faster than the link, at most one frame in this time under key repeat.
const MULTIPLEXED_FRAME_EVERY: Duration = Duration::from_millis(250);

/// A frame that follows the last within this time asks the terminal to say when it has come to its end.
const FENCE_WITHIN: Duration = Duration::from_millis(500);

/// An answer that takes longer than this is not waited for.
const FENCE_LIMIT: Duration = Duration::from_secs(2);

/// The first answer is not waited for as long as that: there are terminals that never answer.
const FIRST_FENCE_LIMIT: Duration = Duration::from_secs(1);

/// Until the first answer, so much may be under way: half a second of a slow link.
const MAX_UNPROVEN_BYTES: usize = 4_096;

/// After so many questions without an answer no more are asked.
const MAX_UNANSWERED: u32 = 3;

/// What to do with a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Send it.
    Now,
    /// Ask again at this time, or earlier if something happens.
    At(Instant),
    /// Ask again when the last frame is written.
    WhenWritten,
}

/// The pace of the frames.
#[derive(Debug)]
pub(super) struct Pace {
    is_multiplexed: bool,
    is_writing: bool,
    last_sent: Option<Instant>,
    /// Since when an answer is waited for.
    fence: Option<Instant>,
    /// Bytes sent since then.
    n_bytes_since: usize,
    n_unanswered: u32,
    has_answered: bool,
    last_press: Option<(u64, Instant)>,
    n_presses: u32,
}

impl Pace {
    pub(super) fn new(is_multiplexed: bool) -> Self {
        Self {
            is_multiplexed,
            is_writing: false,
            last_sent: None,
            fence: None,
            n_bytes_since: 0,
            n_unanswered: 0,
            has_answered: false,
            last_press: None,
            n_presses: 0,
        }
    }

    /// Takes note of a key, told apart from others by `key`.
    pub(super) fn pressed(&mut self, key: u64, now: Instant) {
        let is_again = self.last_press.is_some_and(|(last, at)| {
            last == key && now.saturating_duration_since(at) <= REPEAT_GAP
        });
        self.n_presses = if is_again {
            self.n_presses.saturating_add(1)
        } else {
            1
        };
        self.last_press = Some((key, now));
    }

    /// Tells whether a frame may go out.
    pub(super) fn may_send(&mut self, now: Instant) -> Verdict {
        if self.is_writing {
            return Verdict::WhenWritten;
        }
        if let Some(asked) = self.fence {
            let until = asked
                + if self.has_answered {
                    FENCE_LIMIT
                } else {
                    FIRST_FENCE_LIMIT
                };
            if now >= until {
                // A terminal that has never answered is asked once.
                self.n_unanswered = if self.has_answered {
                    self.n_unanswered + 1
                } else {
                    MAX_UNANSWERED
                };
                self.fence = None;
            } else if self.has_answered || self.n_bytes_since > MAX_UNPROVEN_BYTES {
                return Verdict::At(until);
            }
        }
        if self.is_multiplexed
            && self.n_presses >= REPEAT_PRESSES
            && let Some(last_sent) = self.last_sent
        {
            let until = last_sent + MULTIPLEXED_FRAME_EVERY;
            if now < until {
                return Verdict::At(until);
            }
        }
        Verdict::Now
    }

    /// Takes note that a frame of so many bytes goes out. Tells whether it should end with the question.
    pub(super) fn sent(&mut self, n_bytes: usize, now: Instant) -> bool {
        let is_close = self
            .last_sent
            .is_some_and(|last| now.saturating_duration_since(last) <= FENCE_WITHIN);
        self.last_sent = Some(now);
        self.is_writing = true;
        if self.fence.is_some() {
            self.n_bytes_since += n_bytes;
            return false;
        }
        let asks = is_close && !self.is_multiplexed && self.n_unanswered < MAX_UNANSWERED;
        if asks {
            self.fence = Some(now);
            self.n_bytes_since = 0;
        }
        asks
    }

    /// Takes note that the last frame has left this machine.
    pub(super) fn written(&mut self) {
        self.is_writing = false;
    }

    /// Takes note that the terminal has come to the end of a frame.
    pub(super) fn answered(&mut self) {
        self.fence = None;
        self.has_answered = true;
        self.n_unanswered = 0;
    }

    /// Tells whether a frame is under way or the terminal still owes an answer.
    pub(super) fn is_busy(&self) -> bool {
        self.is_writing || self.fence.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn a_single_key_is_drawn_at_once_without_a_question() {
        let start = Instant::now();
        for is_multiplexed in [false, true] {
            let mut pace = Pace::new(is_multiplexed);
            for n in 0..10 {
                let now = start + ms(700) * n;
                pace.pressed(1, now);
                assert_eq!(pace.may_send(now), Verdict::Now);
                assert!(!pace.sent(100, now));
                assert_eq!(pace.may_send(now), Verdict::WhenWritten);
                pace.written();
            }
        }
    }

    #[test]
    fn frames_wait_for_a_terminal_that_answers() {
        let start = Instant::now();
        let mut pace = Pace::new(false);
        assert!(!pace.sent(100, start));
        pace.written();
        assert!(pace.sent(100, start + ms(30)));
        pace.written();
        // Nothing is known of it yet: it may be one that never answers.
        assert_eq!(pace.may_send(start + ms(60)), Verdict::Now);
        pace.answered();
        assert!(pace.sent(100, start + ms(60)));
        pace.written();
        assert_eq!(
            pace.may_send(start + ms(90)),
            Verdict::At(start + ms(2_060))
        );
        pace.answered();
        assert_eq!(pace.may_send(start + ms(90)), Verdict::Now);
    }

    #[test]
    fn until_the_first_answer_little_is_under_way() {
        let start = Instant::now();
        let mut pace = Pace::new(false);
        pace.sent(1_000, start);
        pace.written();
        assert!(pace.sent(1_000, start));
        pace.written();
        let mut n_sent = 0;
        while pace.may_send(start) == Verdict::Now {
            assert!(!pace.sent(1_000, start));
            pace.written();
            n_sent += 1;
        }
        assert_eq!(n_sent, 5);
        // One that never answers is believed to be deaf.
        let later = start + ms(1_000);
        assert_eq!(pace.may_send(later), Verdict::Now);
        assert!(!pace.sent(1_000, later));
    }

    #[test]
    fn a_terminal_that_stops_answering_is_asked_no_more() {
        let mut now = Instant::now();
        let mut pace = Pace::new(false);
        pace.sent(100, now);
        pace.answered();
        let mut n_asked = 0;
        for _ in 0..100 {
            pace.written();
            if let Verdict::At(later) = pace.may_send(now) {
                now = later;
            }
            assert_eq!(pace.may_send(now), Verdict::Now);
            n_asked += u32::from(pace.sent(100, now));
            now += ms(10);
        }
        assert_eq!(n_asked, MAX_UNANSWERED);
    }

    #[test]
    fn held_keys_are_thinned_out_in_a_multiplexer() {
        let start = Instant::now();
        let mut pace = Pace::new(true);
        let mut n_frames = 0;
        for n in 0..150 {
            let now = start + ms(33) * n;
            pace.pressed(7, now);
            if pace.may_send(now) == Verdict::Now {
                assert!(!pace.sent(100, now));
                pace.written();
                n_frames += 1;
            }
        }
        assert!(
            (18..=24).contains(&n_frames),
            "{n_frames} frames in five seconds"
        );
        // Another key is no repeat.
        let now = start + ms(33) * 150;
        pace.pressed(8, now);
        assert_eq!(pace.may_send(now), Verdict::Now);
    }
}
