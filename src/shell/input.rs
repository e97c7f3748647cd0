//! What does the person do? A thread that reads the terminal and can be told to leave it to someone else for a while.
//!
//! It sleeps until something comes: no tick, no time-out but for what has begun and not ended.

mod parser;

pub use parser::{Input, Parser};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    stdio::stdin,
};
use std::{
    io::{self, PipeReader, PipeWriter, Read, Write},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::Duration,
};

/// Bytes read at once.
const READ_BYTES: usize = 4_096;

const PAUSE: u8 = b'p';
const RESUME: u8 = b'r';

/// The thread that reads the terminal.
#[derive(Debug)]
pub struct Reader {
    orders: PipeWriter,
    paused: Receiver<()>,
}

impl Reader {
    /// Starts reading. `take` is called from the reading thread with everything that comes, and with `None` once, when
    /// the terminal is gone.
    pub fn start(take: impl Fn(Option<Input>) + Send + 'static) -> io::Result<Self> {
        let (to_take, orders) = io::pipe()?;
        let (pausing, paused) = channel();
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || read(to_take, &pausing, &take))?;
        Ok(Self { orders, paused })
    }

    /// Stops reading and returns when nothing is read any more.
    pub fn pause(&mut self) {
        if self.orders.write_all(&[PAUSE]).is_ok() {
            // An error means that the thread has ended: nothing reads then either.
            let _ = self.paused.recv();
        }
    }

    /// Goes on reading.
    pub fn resume(&mut self) {
        let _ = self.orders.write_all(&[RESUME]);
    }
}

fn read(mut orders: PipeReader, pausing: &Sender<()>, take: &impl Fn(Option<Input>)) {
    let mut parser = Parser::default();
    let mut bytes = [0; READ_BYTES];
    loop {
        match wait(&orders, parser.patience()) {
            Ready::Silence => parser.silence(&mut |input| take(Some(input))),
            Ready::Order => {
                let mut order = [0];
                if !matches!(orders.read(&mut order), Ok(1)) {
                    return;
                }
                if order == [PAUSE] {
                    parser.silence(&mut |input| take(Some(input)));
                    let _ = pausing.send(());
                    if !matches!(orders.read(&mut order), Ok(1)) {
                        return;
                    }
                }
            }
            Ready::Bytes => match rustix::io::read(stdin(), &mut bytes) {
                Ok(n_read) if n_read > 0 => {
                    parser.feed(&bytes[..n_read], &mut |input| take(Some(input)));
                }
                Err(Errno::INTR | Errno::AGAIN) => {}
                // The end of the file, or EIO: nobody is there.
                Ok(_) | Err(_) => break,
            },
            Ready::Gone => break,
        }
    }
    take(None);
}

enum Ready {
    Bytes,
    Order,
    Silence,
    Gone,
}

fn wait(orders: &PipeReader, patience: Option<Duration>) -> Ready {
    let limit = patience.map(|patience| Timespec {
        tv_sec: patience.as_secs() as i64,
        tv_nsec: i64::from(patience.subsec_nanos()),
    });
    loop {
        let mut fds = [
            PollFd::new(orders, PollFlags::IN),
            PollFd::from_borrowed_fd(stdin(), PollFlags::IN),
        ];
        match poll(&mut fds, limit.as_ref()) {
            Ok(0) => return Ready::Silence,
            Err(Errno::INTR) => continue,
            Err(_) => return Ready::Gone,
            Ok(_) => {}
        }
        let [order, terminal] = [fds[0].revents(), fds[1].revents()];
        if !order.is_empty() {
            return Ready::Order;
        }
        // What was sent before the link was cut is read first.
        if terminal.contains(PollFlags::IN) {
            return Ready::Bytes;
        }
        if !terminal.is_empty() {
            return Ready::Gone;
        }
    }
}
