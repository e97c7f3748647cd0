//! The program in a terminal of its own: keys in, every byte it writes out.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    io::{Read, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// So long without a byte, and the program is at rest.
const QUIET: Duration = Duration::from_millis(150);

/// The program in a terminal.
pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    slave: Option<Box<dyn SlavePty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    bytes: Receiver<Vec<u8>>,
    reading: Option<JoinHandle<()>>,
    must_let_go: Arc<AtomicBool>,
    /// All that was written so far.
    pub raw: Vec<u8>,
    terminal: vt100::Parser,
    termios_before: String,
    /// Home, state, cache and settings.
    pub home: TempDir,
}

impl Session {
    /// Opens the room in a terminal of 80 × 24.
    pub fn room(arguments: &[&str]) -> Self {
        Self::start(arguments, &[], 80, 24)
    }

    /// Runs the program with these arguments and more of the environment.
    pub fn start(
        arguments: &[&str],
        environment: &[(&str, &str)],
        columns: u16,
        rows: u16,
    ) -> Self {
        let program = env!("CARGO_BIN_EXE_reading-room");
        let command = std::iter::once(program).chain(arguments.iter().copied());
        Self::run(command, environment, columns, rows)
    }

    /// Runs any command line in a terminal.
    pub fn run<'a>(
        command: impl IntoIterator<Item = &'a str>,
        environment: &[(&str, &str)],
        columns: u16,
        rows: u16,
    ) -> Self {
        let home = tempfile::tempdir().expect("a home");
        let pair = native_pty_system()
            .openpty(PtySize {
                rows,
                cols: columns,
                ..PtySize::default()
            })
            .expect("a terminal");
        let mut words = command.into_iter();
        let mut builder = CommandBuilder::new(words.next().expect("a program"));
        builder.args(words);
        builder.env_clear();
        builder.cwd(home.path());
        builder.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        builder.env("HOME", home.path());
        for (name, folder) in [
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_CONFIG_HOME", "config"),
        ] {
            builder.env(name, home.path().join(folder));
        }
        builder.env("TERM", "xterm-256color");
        builder.env("LANG", "C.UTF-8");
        for (name, value) in environment {
            builder.env(name, value);
        }
        let termios_before = format!("{:?}", pair.master.get_termios());
        let child = pair.slave.spawn_command(builder).expect("it starts");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, bytes) = channel();
        let must_let_go = Arc::new(AtomicBool::new(false));
        let reading = thread::spawn({
            let must_let_go = Arc::clone(&must_let_go);
            move || {
                let mut buffer = vec![0; 65_536];
                while let Ok(n_read @ 1..) = reader.read(&mut buffer) {
                    if must_let_go.load(Ordering::Acquire)
                        || sender.send(buffer[..n_read].to_vec()).is_err()
                    {
                        return;
                    }
                }
            }
        });
        Self {
            child,
            writer: Some(pair.master.take_writer().expect("a writer")),
            master: Some(pair.master),
            slave: Some(pair.slave),
            bytes,
            reading: Some(reading),
            must_let_go,
            raw: Vec::new(),
            terminal: parser(columns, rows),
            termios_before,
            home,
        }
    }

    /// Types.
    pub fn send(&mut self, keys: &str) -> &mut Self {
        let writer = self.writer.as_mut().expect("the terminal is there");
        writer.write_all(keys.as_bytes()).expect("it is read");
        writer.flush().expect("it is read");
        self
    }

    /// Types, and waits until the program is at rest. Returns how many bytes it wrote.
    pub fn press(&mut self, keys: &str) -> usize {
        let n_before = self.raw.len();
        self.send(keys);
        self.rest();
        self.raw.len() - n_before
    }

    /// Waits until the program has written nothing for a while.
    pub fn rest(&mut self) -> &mut Self {
        while self.take(QUIET) {}
        self
    }

    /// Waits until the screen is as `wanted`.
    pub fn wait_for(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) -> &mut Self {
        let until = Instant::now() + PATIENCE;
        while !wanted(self.terminal.screen()) {
            assert!(
                Instant::now() < until,
                "never came: {what}\n{}",
                self.contents()
            );
            self.take(QUIET);
        }
        self
    }

    /// Waits until the room shows its articles.
    pub fn wait_for_articles(&mut self) -> &mut Self {
        // The list counts its articles and the reader shows one.
        let counted = regex::Regex::new(r"\b[1-9]\d*/[1-9]").expect("an expression");
        self.wait_for("the list", |screen| {
            let contents = screen.contents();
            let first = contents.lines().next().unwrap_or_default();
            screen.alternate_screen() && counted.is_match(first)
        });
        self.wait_for("the corpus read to its end", |screen| {
            let contents = screen.contents();
            let status = contents.lines().last().unwrap_or_default();
            let is_busy = ["looking", "reading", "finding"];
            status.contains(" done ") && !is_busy.iter().any(|word| status.contains(word))
        });
        self.wait_for("the article looked through", |screen| {
            let contents = screen.contents();
            let first = contents.lines().next().unwrap_or_default();
            first.contains(" quotation")
        })
        .rest()
    }

    /// Returns what the screen shows.
    pub fn contents(&self) -> String {
        self.screen().contents()
    }

    /// Returns the screen.
    pub fn screen(&self) -> &vt100::Screen {
        self.terminal.screen()
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("it runs");
    }

    /// Returns the number of the process.
    pub fn pid(&self) -> Pid {
        let pid = self.child.process_id().expect("it was started");
        Pid::from_raw(pid.cast_signed()).expect("not zero")
    }

    /// Changes the size of the terminal.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size = PtySize {
            rows,
            cols: columns,
            ..PtySize::default()
        };
        self.master
            .as_ref()
            .expect("the terminal is there")
            .resize(size)
            .expect("resized");
        let (columns, rows) = if columns == 0 || rows == 0 {
            (80, 24)
        } else {
            (columns, rows)
        };
        let size = |n: u16| n.try_into().expect("not zero");
        self.terminal
            .screen_mut()
            .set_size(size(rows), size(columns));
    }

    /// Cuts the link: no terminal any more.
    pub fn cut(&mut self) {
        // What reads the terminal lets go of it after the next bytes.
        self.must_let_go.store(true, Ordering::Release);
        self.send("\u{c}");
        if let Some(reading) = self.reading.take() {
            reading.join().expect("it lets go");
        }
        self.writer = None;
        self.slave = None;
        self.master = None;
    }

    /// Waits for the end and returns the exit code.
    pub fn end(&mut self) -> u32 {
        let until = Instant::now() + PATIENCE;
        loop {
            self.take(Duration::from_millis(5));
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                self.rest();
                return status.exit_code();
            }
            assert!(
                Instant::now() < until,
                "it does not end\n{}",
                self.contents()
            );
        }
    }

    /// Tells what of the terminal is not as it was before the program began.
    pub fn left_behind(&self) -> Vec<&'static str> {
        let screen = self.screen();
        let termios = format!(
            "{:?}",
            self.master.as_ref().and_then(|master| master.get_termios())
        );
        [
            (termios != self.termios_before, "the modes of the device"),
            (screen.alternate_screen(), "the alternate screen"),
            (screen.hide_cursor(), "the hidden cursor"),
            (screen.bracketed_paste(), "bracketed paste"),
            (
                screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None,
                "the mouse",
            ),
            (
                screen.bold() || screen.inverse() || screen.fgcolor() != vt100::Color::Default,
                "a colour",
            ),
        ]
        .into_iter()
        .filter_map(|(is_left, what)| is_left.then_some(what))
        .collect()
    }

    /// Writes a file below the home folder and returns its path.
    pub fn write(home: &Path, name: &str, content: &[u8]) -> String {
        let path = home.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(&path, content).expect("written");
        path.to_string_lossy().into_owned()
    }

    /// Takes what comes within a time. Tells whether something came.
    fn take(&mut self, limit: Duration) -> bool {
        match self.bytes.recv_timeout(limit) {
            Ok(bytes) => {
                self.terminal.process(&bytes);
                self.raw.extend_from_slice(&bytes);
                true
            }
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                thread::sleep(limit.min(Duration::from_millis(5)));
                false
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn parser(columns: u16, rows: u16) -> vt100::Parser {
    let size = |n: u16| n.try_into().expect("not zero");
    vt100::Parser::new(size(rows), size(columns), 0)
}
