//! Which signals came? One thread that waits for them; a signal that ends the program restores the terminal first.

use super::terminal::Terminal;
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH},
    iterator::{Handle, Signals},
};
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// How long the room may take to leave in order before it is left for it.
const ORDERLY_LIMIT: Duration = Duration::from_millis(400);

/// What a signal means to the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Leave, with this exit code.
    Leave(u8),
    /// Stop, as by Ctrl-Z.
    Stop,
    /// The room goes on after it was stopped; the terminal may have been changed.
    Continue,
    /// The terminal has another size.
    Resize,
}

/// The thread that waits for signals; it ends when this is dropped.
#[derive(Debug)]
pub struct Waiting {
    handle: Handle,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.handle.close();
    }
}

/// Starts waiting. `take` is called from the waiting thread. Should the room not leave on its own after a signal to
/// leave, the terminal is given back and the program ended from here.
///
/// While `is_outside`, a child program has the terminal, and what the keys Ctrl-C, Ctrl-\\ and Ctrl-Z send to the whole
/// group is meant for it; with Ctrl-Z the room stops too, so that the shell takes over from both.
pub fn wait(
    terminal: Arc<Terminal>,
    is_outside: Arc<AtomicBool>,
    take: impl Fn(Signal) + Send + 'static,
) -> io::Result<Waiting> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    let handle = signals.handle();
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for number in signals.forever() {
                let signal = meaning(number);
                if is_outside.load(Ordering::Acquire) {
                    match number {
                        SIGINT | SIGQUIT => continue,
                        SIGTSTP => {
                            stop_here();
                            continue;
                        }
                        _ => {}
                    }
                }
                take(signal);
                if let Signal::Leave(code) = signal {
                    thread::sleep(ORDERLY_LIMIT);
                    terminal.leave();
                    std::process::exit(i32::from(code));
                }
            }
        })?;
    Ok(Waiting { handle })
}

/// Stops this process until it is told to go on.
///
/// SIGTSTP would be lost in a group of processes that no shell looks after; SIGSTOP never is.
pub fn stop_here() {
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP);
}

fn meaning(number: i32) -> Signal {
    match number {
        SIGTSTP => Signal::Stop,
        SIGCONT => Signal::Continue,
        SIGWINCH => Signal::Resize,
        // The habit of shells: 128 and the number of the signal.
        number => Signal::Leave(128 + number as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_that_end_the_program_have_their_exit_codes() {
        assert_eq!(meaning(SIGHUP), Signal::Leave(129));
        assert_eq!(meaning(SIGINT), Signal::Leave(130));
        assert_eq!(meaning(SIGQUIT), Signal::Leave(131));
        assert_eq!(meaning(SIGTERM), Signal::Leave(143));
        assert_eq!(meaning(SIGTSTP), Signal::Stop);
    }
}
