//! Where do the articles of a file go? Each gets its place in the file; what could not be read is said.

use super::{
    Article, DayMonthOrder, OrderVotes, Origin, Problem,
    boilerplate::{self, LineCounts},
    draft::Draft,
    fields::FieldMap,
    habits::FolderHabits,
    prose::Spellings,
    read::Item,
};
use std::{io, ops::ControlFlow, path::Path};

/// Whether to go on reading.
pub type Flow = ControlFlow<()>;

/// What is known of a file before it is read.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The names of fields in records.
    pub fields: &'a FieldMap,
    /// The habits of its folder.
    pub folder: Option<&'a FolderHabits>,
    /// The habits of what lies in it, where it is a container.
    pub inside: Option<&'a FolderHabits>,
}

/// What a format writes its articles and problems to.
pub struct Out<'a> {
    path: &'a Path,
    inner: Option<String>,
    format: &'static str,
    known: Known<'a>,
    sink: &'a mut dyn FnMut(Item) -> Flow,
    index: u32,
    is_stopped: bool,
    /// How this file writes its dates, and drafts that wait until that is known.
    votes: OrderVotes,
    waiting: Vec<Draft>,
    n_waiting_bytes: usize,
    /// In how many articles of this file each line stands, and articles that wait until others have shown it.
    lines: LineCounts,
    held: Vec<Article>,
    n_held_bytes: usize,
}

/// How many drafts wait at most until the order of day and month is known.
const MAX_WAITING: usize = 256;
/// How many bytes of text they may hold.
const MAX_WAITING_BYTES: usize = 4 << 20;
/// How many articles are held at most until the lines are known that many of them share.
const MAX_HELD: usize = 64;
/// How many bytes of text they may hold.
const MAX_HELD_BYTES: usize = 1 << 20;

impl<'a> Out<'a> {
    /// Writes to `sink`, for the file at `path`.
    pub fn new(path: &'a Path, known: Known<'a>, sink: &'a mut dyn FnMut(Item) -> Flow) -> Self {
        Self {
            path,
            inner: None,
            format: "",
            known,
            sink,
            index: 0,
            is_stopped: false,
            votes: OrderVotes::default(),
            waiting: Vec::new(),
            n_waiting_bytes: 0,
            lines: LineCounts::default(),
            held: Vec::new(),
            n_held_bytes: 0,
        }
    }

    /// Begins the part of a container with this path inside it.
    pub fn within(&mut self, inner: Option<String>) -> Out<'_> {
        Out {
            path: self.path,
            inner,
            format: self.format,
            known: self.known,
            sink: self.sink,
            index: 0,
            is_stopped: self.is_stopped,
            votes: OrderVotes::default(),
            waiting: Vec::new(),
            n_waiting_bytes: 0,
            lines: LineCounts::default(),
            held: Vec::new(),
            n_held_bytes: 0,
        }
    }

    /// Says which format is being read.
    pub fn set_format(&mut self, name: &'static str) {
        self.format = name;
    }

    /// Returns the name of the format that is being read.
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// Returns the path inside the container, if there is one.
    pub fn inner(&self) -> Option<&str> {
        self.inner.as_deref()
    }

    /// Returns the names of fields in records.
    pub fn fields(&self) -> &'a FieldMap {
        self.known.fields
    }

    /// Returns what other files of the folder, or of the container, have shown.
    pub fn habits(&self) -> Option<&'a FolderHabits> {
        match self.inner {
            Some(_) => self.known.inside,
            None => self.known.folder,
        }
    }

    /// Returns the words that other files write.
    pub fn spellings(&self) -> Option<&'a Spellings> {
        self.habits().map(FolderHabits::spellings)
    }

    /// Returns the order of day and month: what this file shows, else what others of its publisher or folder have shown.
    pub fn order(&self, publisher: Option<&str>) -> DayMonthOrder {
        match (self.votes.order(), self.habits()) {
            (DayMonthOrder::Unknown, Some(habits)) => habits.order(publisher),
            (order, _) => order,
        }
    }

    /// Returns the name of the file for a person.
    pub fn file_name(&self) -> String {
        let name = self.inner.as_deref().map_or_else(
            || {
                self.path
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned())
            },
            |inner| Some(inner.to_owned()),
        );
        name.unwrap_or_default()
    }

    /// Returns how many articles have come so far.
    pub fn n_articles(&self) -> u32 {
        self.index
    }

    /// Tells whether articles wait to be finished.
    pub fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Returns the problem of a record that is too big.
    pub fn too_big(&mut self, offset: u64) -> Flow {
        let why = format!(
            "a record of more than {} MiB was left out",
            super::records::MAX_RECORD_BYTES >> 20
        );
        self.problem(Some(format!("byte {offset}")), &why)
    }

    /// Finishes an article and hands it on. Articles with dates like `05/10/2017` wait for others of the same file to
    /// show in which order it writes day and month.
    pub fn article(&mut self, draft: Draft) -> Flow {
        let mut is_open = false;
        if let Some(date) = &draft.date {
            self.votes.note(date.raw());
            is_open = self.order(draft.source.as_deref()) == DayMonthOrder::Unknown
                && date.is_ambiguous();
        }
        if !is_open && self.waiting.is_empty() {
            return self.finish_one(draft);
        }
        self.n_waiting_bytes += draft.content.text().len();
        self.waiting.push(draft);
        let is_known = self.votes.order() != DayMonthOrder::Unknown;
        if is_known || self.waiting.len() >= MAX_WAITING || self.n_waiting_bytes > MAX_WAITING_BYTES
        {
            return self.finish();
        }
        self.flow()
    }

    /// Hands on what still waits; to be called when the file ends.
    pub fn finish(&mut self) -> Flow {
        self.n_waiting_bytes = 0;
        for draft in std::mem::take(&mut self.waiting) {
            self.finish_one(draft)?;
        }
        if self.index > 1 {
            return self.release();
        }
        // A file of one article has nothing in common with itself.
        self.hand_on()
    }

    /// Hands on the articles that are held, without the lines that many of this file share.
    fn release(&mut self) -> Flow {
        for article in &self.held {
            self.lines.feed(boilerplate::edges(article));
        }
        self.hand_on()
    }

    fn hand_on(&mut self) -> Flow {
        self.n_held_bytes = 0;
        for mut article in std::mem::take(&mut self.held) {
            let habits = self.habits();
            boilerplate::fold(&mut article, &|line, edge| {
                self.lines.is_shared(line, edge)
                    || habits.is_some_and(|habits| habits.is_shared(line, edge))
            });
            self.send(Item::Article(Box::new(article)))?;
        }
        self.flow()
    }

    fn flow(&self) -> Flow {
        if self.is_stopped {
            Flow::Break(())
        } else {
            Flow::Continue(())
        }
    }

    fn finish_one(&mut self, draft: Draft) -> Flow {
        let origin = Origin {
            path: self.path.to_path_buf(),
            inner: self.inner.clone(),
            index: self.index,
            format: draft.format.unwrap_or(self.format).to_owned(),
            offset: draft.offset,
            verbatim: draft.verbatim,
        };
        let order = self.order(draft.source.as_deref());
        let spellings = self.spellings();
        self.whole_article(draft.finish(order, spellings, origin))
    }

    /// Hands on an article that is finished.
    pub fn whole_article(&mut self, article: Article) -> Flow {
        self.index += 1;
        self.n_held_bytes += article.source.len() + article.body.text().len();
        self.held.push(article);
        if self.held.len() >= MAX_HELD || self.n_held_bytes > MAX_HELD_BYTES {
            return self.release();
        }
        self.flow()
    }

    /// Returns the origin of the next article, for a format that finishes its articles by itself.
    pub fn origin(&self, offset: u64, verbatim: bool) -> Origin {
        Origin {
            path: self.path.to_path_buf(),
            inner: self.inner.clone(),
            index: self.index,
            format: self.format.to_owned(),
            offset,
            verbatim,
        }
    }

    /// Says what could not be read and why.
    pub fn problem(&mut self, place: Option<String>, why: &str) -> Flow {
        // What was read before it comes before it.
        self.release()?;
        let place = match (&self.inner, place) {
            (Some(inner), Some(place)) => Some(format!("{inner}, {place}")),
            (Some(inner), None) => Some(inner.clone()),
            (None, place) => place,
        };
        self.send(Item::Problem(Problem {
            path: self.path.to_path_buf(),
            place,
            why: why.to_owned(),
        }))
    }

    /// Says what could not be read; whether to go on is asked at the next article.
    pub fn note(&mut self, place: Option<String>, why: &str) {
        let _ = self.problem(place, why);
    }

    /// Says that the stream failed.
    pub fn failed(&mut self, error: &io::Error) {
        let why = match error.kind() {
            io::ErrorKind::UnexpectedEof => "cut off: the data ends too early".to_owned(),
            _ => super::walk::reason(error),
        };
        self.note(None, &why);
    }

    /// Tells whether the receiver wants no more.
    pub fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    fn send(&mut self, item: Item) -> Flow {
        if self.is_stopped {
            return Flow::Break(());
        }
        let flow = (self.sink)(item);
        self.is_stopped = flow.is_break();
        flow
    }
}
