//! The room as a running program: one loop that waits, changes the state, performs what is asked, and draws.
//!
//! ```text
//! input ─┐
//! signals ├─▶ one channel ─▶ update ─▶ effects ─▶ jobs · saver · programs · terminal
//! jobs ──┤                     └─▶ draw once, when all that waited is taken in
//! writer ┘
//! ```
//!
//! There is no tick: without a deadline the loop sleeps until something comes. What is asked of the world is done in
//! `deeds`.

mod deeds;

use super::{
    files,
    input::{Input, Reader},
    jobs::Jobs,
    panics,
    saver::Saver,
    screen::{Drawn, Screen},
    signals::{self, Signal},
    surroundings::{Refusal, Surroundings, Wishes},
    terminal::Terminal,
    watch,
};
use crate::{
    app::{self, Effect, Event, Key, Settings, State},
    corpus::{Corpus, FieldMap},
    library::Library,
    text::clean_line,
    view,
};
use std::{
    env,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::PathBuf,
    sync::{
        Arc,
        atomic::AtomicBool,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::{Duration, Instant},
};

/// The first frame waits so long for something to show.
const FIRST_FRAME_PATIENCE: Duration = Duration::from_millis(25);

/// Keys wait so long for the marks and the list, so that what is typed ahead meets them.
const KEYS_PATIENCE: Duration = Duration::from_millis(300);

/// While the window is being resized nothing is drawn until it rests for this time.
const RESIZE_REST: Duration = Duration::from_millis(25);

/// Messages taken in before the next frame.
const MAX_MESSAGES_AT_ONCE: usize = 1_000;

/// How long the terminal is given to answer before it is handed to someone else.
const ANSWER_PATIENCE: Duration = Duration::from_millis(300);

/// The exit code after the link was cut: that of the signal that tells of it.
const GONE: u8 = 129;

/// What can come to the room.
#[derive(Debug)]
pub enum Message {
    /// Something happened that concerns the state.
    Event(Event),
    /// The person did something.
    Input(Input),
    /// The terminal is gone.
    Gone,
    /// A frame was written, or could not be.
    Written(bool),
    /// A signal came.
    Signal(Signal),
    /// The settings file is another.
    SettingsChanged,
}

/// Reads the settings file again: the settings, or all that is wrong with them.
pub type ReadSettings = Arc<dyn Fn() -> Result<Settings, String> + Send + Sync>;

/// How the room is opened.
pub struct Opening {
    /// The articles.
    pub corpus: Corpus,
    /// The words for them (`seeds`, a path).
    pub corpus_name: String,
    /// What the person set.
    pub settings: Settings,
    /// What unusual names in records mean.
    pub fields: FieldMap,
    /// The file the settings come from, and how it is read again when it changes.
    pub settings_file: Option<(PathBuf, ReadSettings)>,
    /// What the person asked of the terminal.
    pub wishes: Wishes,
    /// Where the marks are kept; `None` keeps none.
    pub state_folder: Option<PathBuf>,
    /// Where libraries are kept; `None` keeps them in memory.
    pub cache_folder: Option<PathBuf>,
    /// What is to be said at once.
    pub notices: Vec<String>,
}

/// Opens the room and returns its exit code when it is left; an error says why it could not be opened.
pub fn open(opening: Opening) -> Result<u8, String> {
    if !Terminal::is_there() {
        return Err(Refusal::NoTerminal.to_string());
    }
    let variable = |name: &str| env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let surroundings =
        Surroundings::of(variable, opening.wishes).map_err(|refusal| refusal.to_string())?;
    let state_folder = opening.state_folder.clone();
    if let Some(folder) = &state_folder {
        // The saver says why, where this fails.
        let _ = files::private_folder(folder);
    }
    let terminal = Terminal::enter(opening.settings.mouse)
        .map_err(|error| format!("cannot open the room: the terminal does not obey: {error}"))?;
    let terminal = Arc::new(terminal);
    panics::install(&terminal, state_folder);
    let (code, n_unsaved) = match Room::enter(Arc::clone(&terminal), surroundings, opening) {
        Ok(mut room) => {
            let code = room.run();
            room.settle_terminal();
            terminal.leave();
            (code, room.saver.close())
        }
        Err(error) => {
            terminal.leave();
            return Err(format!("cannot open the room: {error}"));
        }
    };
    if n_unsaved > 0 {
        return Err(format!("{n_unsaved} changes of marks could not be saved"));
    }
    Ok(code)
}

/// How far the room has come in opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The marks are not there yet.
    Opening,
    /// The marks are there, or cannot be had.
    Recalled,
    /// The list is there too, or was waited for long enough: keys are heard.
    Ready,
}

struct Room {
    state: State,
    terminal: Arc<Terminal>,
    surroundings: Surroundings,
    screen: Screen,
    reader: Reader,
    jobs: Jobs,
    saver: Saver,
    sender: Sender<Message>,
    messages: Receiver<Message>,
    corpus: Corpus,
    state_folder: Option<PathBuf>,
    read_settings: Option<ReadSettings>,
    /// A child program has the terminal: keys that make signals are meant for it.
    is_outside: Arc<AtomicBool>,
    began: Instant,
    /// Keys that came before the list.
    typed_ahead: Vec<Input>,
    phase: Phase,
    /// The state has changed since the last frame.
    is_stale: bool,
    /// Not before this time a frame is drawn.
    draw_from: Option<Instant>,
    /// When the room wants to be woken.
    wake_at: Option<Instant>,
    is_resized: bool,
    /// The room has stopped itself; the signal that ended that may still be on its way.
    has_stopped: bool,
    exit: Option<u8>,
    _signals: signals::Waiting,
    _watch: Option<watch::Watch>,
}

impl Room {
    fn enter(
        terminal: Arc<Terminal>,
        surroundings: Surroundings,
        opening: Opening,
    ) -> io::Result<Self> {
        let began = Instant::now();
        let (sender, messages) = channel();
        let is_outside = Arc::new(AtomicBool::new(false));
        let signals = {
            let sender = sender.clone();
            signals::wait(
                Arc::clone(&terminal),
                Arc::clone(&is_outside),
                move |signal| {
                    let _ = sender.send(Message::Signal(signal));
                },
            )?
        };
        let screen = {
            let sender = sender.clone();
            Screen::new(Arc::clone(&terminal), surroundings, move |result| {
                let _ = sender.send(Message::Written(result.is_ok()));
            })?
        };
        let reader = {
            let sender = sender.clone();
            Reader::start(move |input| {
                let _ = sender.send(input.map_or(Message::Gone, Message::Input));
            })?
        };
        let saver = Saver::start(opening.state_folder.clone(), sender.clone())?;
        let (library, notices) = Library::open_with(
            &opening.corpus,
            opening.fields,
            opening.cache_folder.as_deref(),
        );
        let jobs = Jobs::start(Arc::new(library), sender.clone())?;
        let settings_file = opening
            .settings_file
            .as_ref()
            .map(|(file, _)| file.as_path());
        let watch = watch::watch(
            opening.state_folder.as_deref(),
            settings_file,
            saver.nudge(),
            sender.clone(),
        );
        let mut state = State::new(clean_line(&opening.corpus_name), opening.settings);
        state.corpus_id = id_of(&opening.corpus);
        (state.columns, state.rows) = terminal.size();
        for notice in opening.notices {
            let _ = sender.send(Message::Event(Event::Failed(notice)));
        }
        // The library lists these among its problems.
        for notice in notices {
            let _ = sender.send(Message::Event(Event::Notice(notice)));
        }
        let mut room = Self {
            state,
            terminal,
            surroundings,
            screen,
            reader,
            jobs,
            saver,
            sender,
            messages,
            corpus: opening.corpus,
            state_folder: opening.state_folder,
            read_settings: opening.settings_file.map(|(_, read)| read),
            is_outside,
            began,
            typed_ahead: Vec::new(),
            phase: Phase::Opening,
            is_stale: true,
            draw_from: Some(began + FIRST_FRAME_PATIENCE),
            wake_at: None,
            is_resized: false,
            has_stopped: false,
            exit: None,
            _signals: signals,
            _watch: watch,
        };
        rehearsals::at_start(&room.jobs);
        room.perform(Effect::Refresh);
        Ok(room)
    }

    /// Runs until the room is left; returns the exit code.
    fn run(&mut self) -> u8 {
        loop {
            let drawn_by = self.draw();
            if let Some(code) = self.exit {
                return code;
            }
            self.wait(drawn_by);
            self.end_patience();
            if self.is_resized {
                self.resize();
            }
            if self.wake_at.is_some_and(|time| time <= Instant::now()) {
                self.wake_at = None;
                self.happened(Event::Woke);
            }
        }
    }

    /// Draws if there is something to draw; returns when to try again.
    fn draw(&mut self) -> Option<Instant> {
        if !self.is_stale || self.exit.is_some() {
            return None;
        }
        let now = Instant::now();
        if let Some(time) = self.draw_from {
            if now < time {
                return Some(time);
            }
            self.draw_from = None;
        }
        match self
            .screen
            .draw(now, |frame| view::draw(&self.state, frame))
        {
            Drawn::Now => {
                self.is_stale = false;
                None
            }
            Drawn::Later(time) => time,
        }
    }

    /// Waits for a message, at most until a deadline, and takes in all that are there.
    fn wait(&mut self, drawn_by: Option<Instant>) {
        let ready_by = (self.phase != Phase::Ready).then(|| self.began + KEYS_PATIENCE);
        let deadline = [drawn_by, self.wake_at, ready_by]
            .into_iter()
            .flatten()
            .min();
        let first = match deadline {
            // The room itself holds a sender: the channel does not end.
            None => self
                .messages
                .recv()
                .map_err(|_| RecvTimeoutError::Disconnected),
            Some(deadline) => self
                .messages
                .recv_timeout(deadline.saturating_duration_since(Instant::now())),
        };
        let Ok(first) = first else { return };
        self.take(first);
        for _ in 1..MAX_MESSAGES_AT_ONCE {
            if self.exit.is_some() {
                return;
            }
            match self.messages.try_recv() {
                Ok(message) => self.take(message),
                Err(_) => return,
            }
        }
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Event(event) => {
                if self.phase == Phase::Opening
                    && matches!(event, Event::Recalled { .. } | Event::Failed(_))
                {
                    self.phase = Phase::Recalled;
                }
                self.happened(event);
            }
            Message::Input(Input::Fence) => self.screen.answered(),
            Message::Input(input) if self.phase == Phase::Ready => self.input(input),
            Message::Input(input) => self.typed_ahead.push(input),
            Message::Gone => self.exit = Some(GONE),
            Message::Written(is_written) => self.written(is_written),
            Message::Signal(Signal::Leave(code)) => self.exit = Some(code),
            Message::Signal(Signal::Stop) => self.stop(),
            // After a stop of its own the room is back already.
            Message::Signal(Signal::Continue) if std::mem::take(&mut self.has_stopped) => {}
            Message::Signal(Signal::Continue) => self.come_back(),
            Message::Signal(Signal::Resize) => self.is_resized = true,
            Message::SettingsChanged => self.read_settings_again(),
        }
    }

    /// The first frame and the first keys wait for a list and the marks, but not for long.
    fn end_patience(&mut self) {
        if self.phase == Phase::Ready {
            return;
        }
        let is_shown = self.phase == Phase::Recalled && self.state.list.current().is_some();
        if is_shown && self.state.reader.opened.is_some() {
            self.draw_from = None;
        }
        if is_shown || self.began.elapsed() >= KEYS_PATIENCE {
            self.phase = Phase::Ready;
            for input in std::mem::take(&mut self.typed_ahead) {
                self.input(input);
            }
        }
    }

    fn input(&mut self, input: Input) {
        match input {
            Input::Key(key) => {
                rehearsals::at_key();
                self.screen.pressed(number_of(key), Instant::now());
                self.happened(Event::Key(key));
            }
            Input::Paste(text) => self.happened(Event::Paste(text)),
            Input::Mouse(mut mouse) => {
                mouse.column = mouse.column.min(self.state.columns.saturating_sub(1));
                mouse.row = mouse.row.min(self.state.rows.saturating_sub(1));
                self.happened(Event::Mouse(mouse));
            }
            Input::Fence => self.screen.answered(),
        }
    }

    fn happened(&mut self, event: Event) {
        self.is_stale = true;
        for effect in app::update(&mut self.state, event) {
            self.perform(effect);
        }
    }

    fn resize(&mut self) {
        self.is_resized = false;
        let (columns, rows) = self.terminal.size();
        if (columns, rows) != (self.state.columns, self.state.rows) {
            self.screen.resize(columns, rows);
            self.draw_from = Some(Instant::now() + RESIZE_REST);
            self.happened(Event::Resize { columns, rows });
        }
    }

    /// Waits for the frame under way and for an answer the terminal owes, so that neither meets whoever comes next.
    fn settle_terminal(&mut self) {
        let until = Instant::now() + ANSWER_PATIENCE;
        let mut others = Vec::new();
        while self.exit != Some(GONE) && self.screen.is_busy() {
            let left = until.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(Message::Written(is_written)) => self.written(is_written),
                Ok(Message::Input(Input::Fence)) => self.screen.answered(),
                Ok(other) => others.push(other),
                Err(_) => {
                    self.terminal.forget_input();
                    break;
                }
            }
        }
        // They are taken in when the terminal is back.
        for message in others {
            let _ = self.sender.send(message);
        }
    }

    fn written(&mut self, is_written: bool) {
        self.screen.written();
        if !is_written {
            self.exit = Some(GONE);
        }
    }

    fn read_settings_again(&mut self) {
        let Some(read) = self.read_settings.clone() else {
            return;
        };
        self.jobs.run("settings", move || match read() {
            Ok(settings) => Event::Settings(Box::new(settings)),
            Err(why) => Event::Failed(why),
        });
    }
}

/// Tells corpora apart in what is remembered; whoever reads that over somebody's shoulder learns no path.
fn id_of(corpus: &Corpus) -> String {
    let hash = blake3::hash(corpus.places().join("\0").as_bytes()).to_hex();
    hash[..16].to_owned()
}

/// Tells keys apart for the pace of frames.
fn number_of(key: Key) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Panics on demand, in debug builds: how the tests see that the terminal is given back.
mod rehearsals {
    use super::Jobs;

    const VARIABLE: &str = "READING_ROOM_REHEARSE_PANIC";

    fn is_wanted(place: &str) -> bool {
        cfg!(debug_assertions) && std::env::var(VARIABLE).is_ok_and(|wanted| wanted == place)
    }

    pub(super) fn at_start(jobs: &Jobs) {
        if is_wanted("worker") {
            jobs.run("rehearsal", || panic!("rehearsed \u{1b}[2J in a worker"));
        }
    }

    pub(super) fn at_key() {
        assert!(
            !is_wanted("main"),
            "rehearsed \u{1b}]52;c;AAAA\u{7} at a key"
        );
    }
}
