//! A room without a terminal: keys in, screen out, every effect performed at once and in memory.

use ratatui::{Terminal, backend::TestBackend, buffer::Cell, style::Modifier};
use reading_room::{
    app::{Effect, Event, Key, Settings, State, update},
    corpus::{Article, Corpus, read},
    library::Library,
    shell::answers::answer,
    triage::{Ledger, Step},
    view,
};
use std::{
    collections::VecDeque,
    ops::ControlFlow,
    sync::{Arc, LazyLock},
};

/// A room without a terminal.
pub struct Room {
    pub state: State,
    library: Arc<Library>,
    /// What was to be done in the world and cannot be in memory: copies, files, programs.
    pub wishes: Vec<Effect>,
    /// Steps that were saved, in order.
    pub saved: Vec<Step>,
    /// While false, saved steps are not confirmed.
    pub disk_answers: bool,
    /// While false, questions to the library wait for [`answer`](Self::answer).
    pub library_answers: bool,
    /// Questions that wait.
    pub waiting: Vec<Effect>,
    /// What was remembered.
    pub memory: Vec<(String, String)>,
    /// Whether the room was left.
    pub left: bool,
}

impl Room {
    /// Enters a room of these articles on a screen of 80 × 24.
    pub fn of(articles: &[Article]) -> Self {
        let library = Arc::new(Library::of_articles(articles));
        Self::with(library, Settings::default(), Vec::new())
    }

    /// Enters a room of a library with settings and what was remembered.
    pub fn with(library: Arc<Library>, settings: Settings, memory: Vec<(String, String)>) -> Self {
        let mut room = Self {
            state: State::new("test", settings),
            library,
            wishes: Vec::new(),
            saved: Vec::new(),
            disk_answers: true,
            library_answers: true,
            waiting: Vec::new(),
            memory: Vec::new(),
            left: false,
        };
        room.event(Event::Resize {
            columns: 80,
            rows: 24,
        });
        room.event(Event::Recalled {
            ledger: Ledger::default(),
            memory,
        });
        let catalogue = room.library.catalogue();
        room.event(Event::Catalogue(catalogue));
        room
    }

    /// Enters a room of the two seeds.
    pub fn of_seeds() -> Self {
        static LIBRARY: LazyLock<Arc<Library>> =
            LazyLock::new(|| Arc::new(Library::of_articles(&seeds())));
        Self::with(Arc::clone(&LIBRARY), Settings::default(), Vec::new())
    }

    /// Enters a room of five articles on the harbour of an invented town.
    pub fn of_harbour() -> Self {
        Self::with(harbour_library(), Settings::default(), Vec::new())
    }

    /// Changes the size of the screen.
    pub fn size(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.event(Event::Resize { columns, rows });
        self
    }

    /// Presses keys: characters one by one, names in angle brackets (`/storm<Enter>`).
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let (key, used) = match rest
                .strip_prefix('<')
                .and_then(|named| named.split_once('>'))
            {
                Some((name, _)) if name.parse::<Key>().is_ok() => {
                    (name.parse().expect("it was just read"), name.len() + 2)
                }
                _ => (Key::char(c), c.len_utf8()),
            };
            self.event(Event::Key(key));
            rest = &rest[used..];
        }
        self
    }

    /// Lets something happen, and all that follows from it.
    pub fn event(&mut self, event: Event) -> &mut Self {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in update(&mut self.state, event) {
                events.extend(self.perform(effect));
            }
        }
        self
    }

    /// Answers the questions that wait, and all that come.
    pub fn answer(&mut self) -> &mut Self {
        self.library_answers = true;
        for question in std::mem::take(&mut self.waiting) {
            for event in self.perform(question) {
                self.event(event);
            }
        }
        self
    }

    fn perform(&mut self, effect: Effect) -> Vec<Event> {
        match effect {
            Effect::Save { ticket, step } => {
                self.saved.push(step);
                if self.disk_answers {
                    vec![Event::Saved { ticket }]
                } else {
                    Vec::new()
                }
            }
            Effect::Remember { name, value } => {
                self.memory.push((name, value));
                Vec::new()
            }
            Effect::Quit => {
                self.left = true;
                Vec::new()
            }
            Effect::Ask { .. } if !self.library_answers => {
                self.waiting.push(effect);
                Vec::new()
            }
            Effect::Ask {
                generation,
                question,
            } => {
                let mut answers = Vec::new();
                answer(
                    &self.library,
                    generation,
                    question,
                    &|| false,
                    &mut |event| answers.push(event),
                );
                answers
            }
            other => {
                self.wishes.push(other);
                Vec::new()
            }
        }
    }

    /// Returns the screen as lines of text.
    pub fn screen(&self) -> String {
        self.draw(|_, _| None)
    }

    /// Returns the screen with styles visible: bold `*`, dim `~`, italic `/`, underlined `_`, reversed `^`, and coloured
    /// `'`, each before and after the run it holds.
    pub fn styled(&self) -> String {
        self.draw(|before, cell| {
            let (was, is) = (before.map(signs).unwrap_or_default(), signs(cell));
            (was != is).then(|| {
                if is.is_empty() {
                    format!("⟨/{was}⟩")
                } else {
                    format!("⟨{is}⟩")
                }
            })
        })
    }

    fn draw(&self, mark: impl Fn(Option<&Cell>, &Cell) -> Option<String>) -> String {
        let backend = TestBackend::new(self.state.columns, self.state.rows);
        let mut terminal = Terminal::new(backend).expect("a terminal in memory cannot fail");
        terminal
            .draw(|frame| view::draw(&self.state, frame))
            .expect("drawing in memory cannot fail");
        let buffer = terminal.backend().buffer();
        let mut screen = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut before: Option<&Cell> = None;
            let mut x = 0;
            while x < buffer.area.width {
                let cell = &buffer[(x, y)];
                if let Some(mark) = mark(before, cell) {
                    line.push_str(&mark);
                }
                line.push_str(cell.symbol());
                x += (reading_room::app::text_width(cell.symbol()) as u16).max(1);
                before = Some(cell);
            }
            screen.push_str(line.trim_end());
            screen.push('\n');
        }
        screen
    }

    /// Returns the last line of the screen.
    pub fn status(&self) -> String {
        self.screen()
            .lines()
            .last()
            .unwrap_or_default()
            .trim()
            .to_owned()
    }

    /// Fails with the screen if it does not hold these words.
    #[track_caller]
    pub fn shows(&self, words: &str) -> &Self {
        let screen = self.screen();
        assert!(
            screen.contains(words),
            "'{words}' is not on the screen:\n{screen}"
        );
        self
    }

    /// Fails with the screen if it holds these words.
    #[track_caller]
    pub fn hides(&self, words: &str) -> &Self {
        let screen = self.screen();
        assert!(
            !screen.contains(words),
            "'{words}' is on the screen:\n{screen}"
        );
        self
    }
}

fn signs(cell: &Cell) -> String {
    let mut signs = String::new();
    let modifier = cell.modifier;
    for (bit, sign) in [
        (Modifier::BOLD, 'b'),
        (Modifier::DIM, 'd'),
        (Modifier::ITALIC, 'i'),
        (Modifier::UNDERLINED, 'u'),
        (Modifier::REVERSED, 'r'),
    ] {
        if modifier.contains(bit) {
            signs.push(sign);
        }
    }
    for (colour, lead) in [(cell.fg, ""), (cell.bg, "on ")] {
        if let ratatui::style::Color::Indexed(n) = colour {
            if !signs.is_empty() {
                signs.push(' ');
            }
            signs.push_str(&format!("{lead}{n}"));
        }
    }
    signs
}

/// The two seeds, read as the program reads them.
pub fn seeds() -> Vec<Article> {
    let mut articles = Vec::new();
    read::read_all(&Corpus::Seeds, &mut |item| {
        if let read::Item::Article(article) = item {
            articles.push(*article);
        }
        ControlFlow::Continue(())
    });
    articles
}

/// Writes an article for a test: title, source, day, text.
pub fn article(title: &str, source: &str, day: &str, text: &str) -> Article {
    use reading_room::{
        corpus::{ArticleKey, Metadata, Origin, Precision, Published, Title},
        text::Body,
    };
    let published = day.parse().ok().map(|date: jiff::civil::Date| Published {
        at: date.at(0, 0, 0, 0),
        offset_minutes: None,
        precision: Precision::Day,
        raw: day.to_owned(),
    });
    Article {
        key: ArticleKey::of(title, text),
        metadata: Metadata {
            title: Title {
                text: title.to_owned(),
                derived: false,
            },
            published,
            source: Some(source.to_owned()),
            ..Metadata::default()
        },
        body: Body::plain(text),
        source: text.to_owned(),
        origin: Origin {
            path: format!("{}.txt", title.to_lowercase().replace(' ', "-")).into(),
            inner: None,
            index: 0,
            format: "plain".to_owned(),
            offset: 0,
            verbatim: true,
        },
    }
}

/// The library of [`harbour`], made once: a library is only ever read here.
pub fn harbour_library() -> Arc<Library> {
    static LIBRARY: LazyLock<Arc<Library>> =
        LazyLock::new(|| Arc::new(Library::of_articles(&harbour())));
    Arc::clone(&LIBRARY)
}

/// Five articles on the harbour of an invented town.
pub fn harbour() -> Vec<Article> {
    vec![
        article(
            "Harbour wall to be raised",
            "Coast Courier",
            "2021-03-05",
            "The town council voted on Friday to raise the harbour wall by two metres.\n\n\
             \"We cannot wait for the next storm,\" Mayor Ingrid Halvorsen said.\n\n\
             She said the work would cost $4.2 million.",
        ),
        article(
            "Storm floods the old town",
            "Coast Courier",
            "2021-02-11",
            "A storm flooded forty houses in the old town on Thursday.\n\n\
             \"I have never seen the water so high,\" said Ole Brandt, a fisherman.",
        ),
        article(
            "Ferry timetable for the spring",
            "Harbour Office",
            "2021-03-01",
            "The ferry sails at eight.",
        ),
        article(
            "Fish prices fall again",
            "Market Daily",
            "2021-01-20",
            "Prices fell by 12 percent.",
        ),
        article(
            "Lighthouse keeper retires",
            "Coast Courier",
            "2020-12-31",
            "After forty years the keeper retires.",
        ),
    ]
}
