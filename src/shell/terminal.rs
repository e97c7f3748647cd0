//! The terminal as a device: made ours on entering, given back as it was on every way out.

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    stdio::{stdin, stdout},
    termios::{OptionalActions, QueueSelector, Termios},
};
use std::{
    io,
    sync::{Mutex, MutexGuard, PoisonError, TryLockError},
    thread::{self, ThreadId},
    time::{Duration, Instant},
};

/// How long giving the terminal back may wait for a terminal that does not read.
pub const LEAVE_LIMIT: Duration = Duration::from_millis(300);

/// The size taken where the terminal does not know its own (a serial line).
pub const DEFAULT_SIZE: (u16, u16) = (80, 24);

/// The largest size believed, columns and rows.
pub const MAX_SIZE: (u16, u16) = (1_000, 500);

/// Alternate screen; cursor hidden; paste in brackets. The first frame clears the screen.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h";
/// All of it taken back, after ending whatever was open: synchronised output, colours, the scroll region.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[m\x1b[r\x1b[?2004l\x1b[?25h\x1b[?1049l";
/// Buttons and wheel, in decimal coordinates.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";
/// Ends any sequence that was cut off.
const CANCEL: &[u8] = b"\x18";

/// The terminal on standard input and output, and how it was before.
///
/// Any thread may give it back; only what is written between entering and leaving reaches it.
#[derive(Debug)]
pub struct Terminal {
    before: Termios,
    owner: ThreadId,
    mouse: bool,
    /// Whether it is ours. Locked while bytes are on their way, so that nothing is written after leaving.
    is_ours: Mutex<bool>,
}

impl Terminal {
    /// Tells whether standard input and output are both a terminal.
    pub fn is_there() -> bool {
        rustix::termios::isatty(stdin()) && rustix::termios::isatty(stdout())
    }

    /// Takes the terminal over. The calling thread owns the screen: only its panics give the terminal back.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        let terminal = Self {
            before: rustix::termios::tcgetattr(stdin())?,
            owner: thread::current().id(),
            mouse,
            is_ours: Mutex::new(false),
        };
        terminal.enter_again()?;
        Ok(terminal)
    }

    /// Takes it over again after [`leave`](Self::leave), or after someone else has changed it.
    pub fn enter_again(&self) -> io::Result<()> {
        let mut is_ours = self.lock();
        let mut raw = self.before.clone();
        raw.make_raw();
        rustix::termios::tcsetattr(stdin(), OptionalActions::Now, &raw)?;
        *is_ours = true;
        write_all(ENTER)?;
        if self.mouse {
            write_all(MOUSE_ON)?;
        }
        Ok(())
    }

    /// Gives the terminal back as it was. Does nothing where that was done. Waits no longer than [`LEAVE_LIMIT`] for a
    /// terminal that does not read.
    pub fn leave(&self) {
        let Some(mut is_ours) = self.lock_within(LEAVE_LIMIT) else {
            // The writer hangs in the middle of a frame. What waits in the queue is dropped to make room.
            let _ = rustix::termios::tcflush(stdout(), QueueSelector::OFlush);
            if let Some(mut is_ours) = self.lock_within(LEAVE_LIMIT) {
                if is_writable(LEAVE_LIMIT) {
                    let _ = write_all(CANCEL);
                }
                self.give_back(&mut is_ours);
            } else {
                let _ = rustix::termios::tcsetattr(stdin(), OptionalActions::Now, &self.before);
            }
            return;
        };
        self.give_back(&mut is_ours);
    }

    fn give_back(&self, is_ours: &mut bool) {
        if !std::mem::take(is_ours) {
            return;
        }
        if is_writable(LEAVE_LIMIT) {
            if self.mouse {
                let _ = write_all(MOUSE_OFF);
            }
            let _ = write_all(LEAVE);
        }
        let _ = rustix::termios::tcsetattr(stdin(), OptionalActions::Now, &self.before);
    }

    /// Drops what the terminal has sent and nobody has read: answers that would become commands of the shell.
    pub fn forget_input(&self) {
        let _ = rustix::termios::tcflush(stdin(), QueueSelector::IFlush);
    }

    /// Tells whether the calling thread owns the screen.
    pub fn is_owner(&self) -> bool {
        thread::current().id() == self.owner
    }

    /// Writes a frame. Blocks as long as the terminal does not read; writes nothing while the terminal is not ours.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let is_ours = self.lock();
        if *is_ours { write_all(bytes) } else { Ok(()) }
    }

    /// Returns the size in columns and rows: what it says of itself, within reason.
    pub fn size(&self) -> (u16, u16) {
        let (columns, rows) = rustix::termios::tcgetwinsize(stdout())
            .map_or((0, 0), |size| (size.ws_col, size.ws_row));
        believed(columns, rows)
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.is_ours.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_within(&self, limit: Duration) -> Option<MutexGuard<'_, bool>> {
        let until = Instant::now() + limit;
        loop {
            match self.is_ours.try_lock() {
                Ok(guard) => return Some(guard),
                Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) if Instant::now() >= until => return None,
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(2)),
            }
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Returns the size to work with: nothing is 80 by 24, and no number is believed beyond [`MAX_SIZE`].
fn believed(columns: u16, rows: u16) -> (u16, u16) {
    if columns == 0 || rows == 0 {
        DEFAULT_SIZE
    } else {
        (columns.min(MAX_SIZE.0), rows.min(MAX_SIZE.1))
    }
}

fn is_writable(limit: Duration) -> bool {
    let mut fds = [PollFd::from_borrowed_fd(stdout(), PollFlags::OUT)];
    let limit = Timespec {
        tv_sec: 0,
        tv_nsec: i64::from(limit.subsec_nanos()),
    };
    matches!(poll(&mut fds, Some(&limit)), Ok(n) if n > 0)
        && fds[0].revents().contains(PollFlags::OUT)
}

fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(n_written) => bytes = &bytes[n_written..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                // Someone made the device non-blocking: wait as a blocking one would.
                let mut fds = [PollFd::from_borrowed_fd(stdout(), PollFlags::OUT)];
                let _ = poll(&mut fds, None);
            }
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_believed_within_reason() {
        assert_eq!(believed(0, 0), (80, 24));
        assert_eq!(believed(120, 0), (80, 24));
        assert_eq!(believed(1, 1), (1, 1));
        assert_eq!(believed(u16::MAX, u16::MAX), MAX_SIZE);
    }
}
