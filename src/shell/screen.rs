//! The screen: what is drawn goes to the terminal, harmless and in few bytes, one frame at a time.
//!
//! ```text
//! draw ──cells──▶ reduce ──what can be shown here──▶ encode ──bytes──▶ writer thread ──▶ terminal
//!                   guard, plain or ASCII form,        differences       one frame
//!                   colours there are                  only              under way
//! ```
//!
//! The cells are taken over before ratatui compares them with its own last frame: comparing is this module's work, with
//! what the terminal really shows.

mod encode;
mod pace;
mod pen;
mod picture;
mod reduce;
mod scroll;

use super::{surroundings::Surroundings, terminal::Terminal};
pub use picture::Picture;

use pace::{Pace, Verdict};
use ratatui::Frame;
use std::{
    io,
    sync::{
        Arc,
        mpsc::{Sender, channel},
    },
    thread,
    time::Instant,
};

/// Asks the terminal to say when it has come so far.
const FENCE: &[u8] = b"\x1b[5n";

/// The screen of one terminal.
#[derive(Debug)]
pub struct Screen {
    picture: Picture,
    pace: Pace,
    parcels: Sender<Parcel>,
}

/// What the writer is given.
#[derive(Debug, PartialEq, Eq)]
enum Parcel {
    /// A frame; its end is reported.
    Frame(Vec<u8>),
    /// Something that is not part of the picture.
    Aside(Vec<u8>),
}

/// Whether a frame went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// It did, or there was nothing to send.
    Now,
    /// It did not: draw again when the last one is written, or at this time.
    Later(Option<Instant>),
}

impl Screen {
    /// Sets up the screen of a terminal, and the thread that writes to it. `written` is called from that thread after
    /// each frame.
    pub fn new(
        terminal: Arc<Terminal>,
        surroundings: Surroundings,
        written: impl Fn(io::Result<()>) + Send + 'static,
    ) -> io::Result<Self> {
        let (parcels, to_write) = channel();
        let size = terminal.size();
        thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || {
                for parcel in to_write {
                    match parcel {
                        Parcel::Frame(bytes) => written(terminal.write(&bytes)),
                        // Where this fails the next frame fails too, and says so.
                        Parcel::Aside(bytes) => drop(terminal.write(&bytes)),
                    }
                }
            })?;
        Ok(Self::with_writer(size, surroundings, parcels))
    }

    fn with_writer(
        (columns, rows): (u16, u16),
        surroundings: Surroundings,
        parcels: Sender<Parcel>,
    ) -> Self {
        Self {
            picture: Picture::new(columns, rows, surroundings),
            pace: Pace::new(surroundings.multiplexer.is_some() || surroundings.sparing),
            parcels,
        }
    }

    /// Draws, if the terminal is ready for another frame; `render` is not called otherwise.
    pub fn draw(&mut self, now: Instant, render: impl FnOnce(&mut Frame<'_>)) -> Drawn {
        match self.pace.may_send(now) {
            Verdict::Now => {}
            Verdict::At(time) => return Drawn::Later(Some(time)),
            Verdict::WhenWritten => return Drawn::Later(None),
        }
        let mut bytes = self.picture.draw(render);
        if !bytes.is_empty() {
            if self.pace.sent(bytes.len(), now) {
                bytes.extend_from_slice(FENCE);
            }
            // Where the writer is gone, so is the terminal; the input says so too.
            let _ = self.parcels.send(Parcel::Frame(bytes));
        }
        Drawn::Now
    }

    /// Takes the size of the terminal; the next frame draws everything.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.picture.resize(columns, rows);
    }

    /// Forgets what the terminal shows: the next frame draws everything.
    pub fn forget(&mut self) {
        self.picture.forget();
    }

    /// Takes note of a key, told apart from others by `key`: held keys are drawn less often through a multiplexer.
    pub fn pressed(&mut self, key: u64, now: Instant) {
        self.pace.pressed(key, now);
    }

    /// Takes note that the last frame was written.
    pub fn written(&mut self) {
        self.pace.written();
    }

    /// Takes note that the terminal has come to the end of a frame.
    pub fn answered(&mut self) {
        self.pace.answered();
    }

    /// Sends a sequence that is not part of the picture, after the frame under way.
    pub fn send(&mut self, sequence: Vec<u8>) {
        let _ = self.parcels.send(Parcel::Aside(sequence));
    }

    /// Tells whether a frame is under way, or an answer that would meet whoever has the terminal next.
    pub fn is_busy(&self) -> bool {
        self.pace.is_busy()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::surroundings::{Colours, Letters};
    use std::{sync::mpsc::Receiver, time::Duration};

    fn screen() -> (Screen, Receiver<Parcel>) {
        let surroundings = Surroundings {
            colours: Colours::Sixteen,
            letters: Letters::Plain,
            keeps_clipboard: false,
            sparing: false,
            multiplexer: None,
        };
        let (frames, written) = channel();
        (Screen::with_writer((20, 3), surroundings, frames), written)
    }

    #[test]
    fn one_frame_at_a_time_and_the_latest_wins() {
        let (mut screen, frames) = screen();
        let now = Instant::now();
        let show = |screen: &mut Screen, text: &str| {
            screen.draw(now, |frame| frame.render_widget(text, frame.area()))
        };
        assert_eq!(show(&mut screen, "one"), Drawn::Now);
        assert_eq!(show(&mut screen, "two"), Drawn::Later(None));
        screen.written();
        assert_eq!(show(&mut screen, "three"), Drawn::Now);
        screen.written();
        assert_eq!(show(&mut screen, "three"), Drawn::Now);
        let sent: Vec<_> = frames
            .try_iter()
            .map(|parcel| match parcel {
                Parcel::Frame(bytes) | Parcel::Aside(bytes) => {
                    String::from_utf8(bytes).expect("text")
                }
            })
            .collect();
        assert_eq!(sent, ["\x1b[m\x1b[H\x1b[2Jone", "\rthree\x1b[5n"]);
    }

    #[test]
    fn after_a_resize_everything_is_drawn() {
        let (mut screen, frames) = screen();
        let now = Instant::now();
        for (columns, rows) in [(20, 3), (1, 1), (0, 0), (300, 100), (20, 3)] {
            screen.resize(columns, rows);
            let drawn = screen.draw(now + Duration::from_secs(9), |frame| {
                frame.render_widget("text", frame.area());
            });
            assert_eq!(drawn, Drawn::Now);
            screen.written();
        }
        assert!(frames.try_iter().count() >= 4);
    }
}
