//! What is done without a screen: one file a command.
//!
//! Every command answers with [`FOUND`], [`NOTHING`] or a [`Failure`]. The answer goes to standard output and nothing
//! else does; messages go to standard error, cleaned.

mod annotate;
mod articles;
mod cite_check;
mod count;
mod export;
mod index;
mod list;
mod manual;
mod names;
mod output;
mod problems;
mod quotes;
mod row;
mod search;
mod show;
mod verify;

use super::{
    cli::{Asked, Command},
    folders::Folders,
};
use crate::{
    corpus::{Corpus, FieldMap},
    library::{Library, MarkLookup, Query, QueryError},
    text::{EntityKind, Shown},
    triage::{Ledger, Store, StoreError},
};
use index::Needs;
use output::Output;
use std::{
    fmt,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

/// Something was found.
pub const FOUND: u8 = 0;
/// Nothing was found.
pub const NOTHING: u8 = 1;
/// It could not be done.
pub const ERROR: u8 = 2;

/// Why a command could not finish.
#[derive(Debug)]
pub enum Failure {
    /// Nobody reads the answer any more: no reason to complain.
    Closed,
    /// The reason, in words for a person.
    Because(String),
}

impl From<io::Error> for Failure {
    /// For errors of writing the answer.
    fn from(error: io::Error) -> Self {
        if error.kind() == ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::Because(format!("cannot write the answer: {error}"))
        }
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        Self::Because(format!("the question is not clear:\n{error}"))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Because(error.to_string())
    }
}

impl Failure {
    fn because(why: impl fmt::Display) -> Self {
        Self::Because(why.to_string())
    }
}

/// The exit code, or why there is none.
type Answer = Result<u8, Failure>;

/// Says something to the person, on standard error, cleaned.
pub fn say(message: &str) {
    // Nobody can be told that nobody can be told.
    let _ = writeln!(io::stderr(), "reading-room: {}", Shown::text(message));
}

/// Says several things, one a line.
pub fn say_all(messages: &[String]) {
    for message in messages {
        say(message);
    }
}

/// Runs a command and returns its exit code.
///
/// `fields` is what unusual names in records mean.
pub fn run(command: Command, folders: &Folders, fields: &FieldMap) -> u8 {
    let error_code = match command {
        Command::Verify { .. } => verify::ERROR,
        _ => ERROR,
    };
    let mut out = Output::stdout();
    let answer = perform(command, folders, fields, &mut out).and_then(|code| {
        out.finish()?;
        Ok(code)
    });
    match answer {
        Ok(code) => code,
        Err(Failure::Closed) => FOUND,
        Err(Failure::Because(why)) => {
            say(&why);
            error_code
        }
    }
}

fn perform(command: Command, folders: &Folders, fields: &FieldMap, out: &mut Output) -> Answer {
    let desk = |asked: &Asked, needs| Desk::open(&asked.corpus, folders, fields, needs);
    match command {
        Command::List {
            query,
            asked,
            sort,
            reverse,
            limit,
        } => {
            let desk = desk(&asked, Needs::of(query.as_deref().unwrap_or_default()))?;
            list::list(
                &desk,
                query.as_deref(),
                sort,
                reverse,
                limit,
                asked.json,
                out,
            )
        }
        Command::Show { key, raw, asked } => {
            let desk = desk(&asked, Needs::Texts)?;
            show::show(&desk, &key, raw, asked.json, out)
        }
        Command::Search {
            query,
            asked,
            limit,
        } => {
            let desk = desk(&asked, Needs::of(&query))?;
            search::search(&desk, &query, limit, asked.json, out)
        }
        Command::Quotes {
            which,
            asked,
            limit,
        } => {
            let filter = quotes::filter(&which)?;
            let desk = desk(&asked, Needs::Everything)?;
            quotes::quotes(&desk, &filter, limit, asked.json, out)
        }
        Command::People(names) => names::names(EntityKind::Person, &names, folders, fields, out),
        Command::Places(names) => names::names(EntityKind::Place, &names, folders, fields, out),
        Command::Organisations(names) => {
            names::names(EntityKind::Organisation, &names, folders, fields, out)
        }
        Command::Verify { wording, asked } => {
            let desk = desk(&asked, Needs::Texts)?;
            verify::verify(&desk, &wording, asked.json, out)
        }
        Command::CiteCheck { file, asked } => {
            let desk = desk(&asked, Needs::Texts)?;
            cite_check::cite_check(&desk, &file, asked.json, out)
        }
        Command::Export {
            query,
            what,
            format,
            asked,
        } => {
            let desk = desk(&asked, Needs::Everything)?;
            export::export(&desk, query.as_deref(), what, format, asked.json, out)
        }
        Command::Count { query, asked } => {
            let desk = desk(&asked, Needs::of(query.as_deref().unwrap_or_default()))?;
            count::count(&desk, query.as_deref(), asked.json, out)
        }
        Command::Index { corpus, json } => index::index(&corpus, folders, fields, json, out),
        Command::Problems { asked } => {
            let desk = desk(&asked, Needs::Texts)?;
            problems::problems(&desk, asked.json, out)
        }
        Command::Annotate { file, threads } => annotate::annotate_file(file.as_deref(), threads),
        Command::Articles { file, json } => articles::articles_of(&file, fields, json, out),
        Command::Completions { shell } => manual::completions(shell, out),
        Command::Man { command } => manual::page(command.as_deref(), out),
    }
}

/// Returns the corpus that was named: the built-in articles where none was, an error where a path is not there.
pub fn corpus_of(paths: &[PathBuf]) -> Result<Corpus, String> {
    if paths.is_empty() {
        return Ok(Corpus::Seeds);
    }
    for path in paths {
        if let Err(error) = path.metadata() {
            return Err(format!("cannot read {}: {error}", path.display()));
        }
    }
    Ok(Corpus::Paths(paths.to_vec()))
}

/// A library that is up to date, and the reader's marks where a question asks for them.
struct Desk<'f> {
    library: Library,
    folders: &'f Folders,
}

impl<'f> Desk<'f> {
    fn open(
        paths: &[PathBuf],
        folders: &'f Folders,
        fields: &FieldMap,
        needs: Needs,
    ) -> Result<Self, Failure> {
        let corpus = corpus_of(paths).map_err(Failure::Because)?;
        let (library, messages) =
            Library::open_with(&corpus, fields.clone(), folders.cache.as_deref());
        say_all(&messages);
        index::refresh(&library, needs);
        Ok(Self { library, folders })
    }

    fn question(&self, raw: Option<&str>) -> Result<(Query, Ledger), Failure> {
        let raw = raw.unwrap_or_default();
        if is_a_corpus(raw) {
            say(&format!(
                "'{raw}' is taken as words to look for; to ask that file or folder, write --in {raw}"
            ));
        }
        let query = Query::parse(raw)?;
        let marks = if query.asks_marks() {
            self.marks()?
        } else {
            Ledger::default()
        };
        Ok((query, marks))
    }

    /// Reads the reader's marks; where there are none yet, nothing is made.
    fn marks(&self) -> Result<Ledger, Failure> {
        let Some(folder) = &self.folders.state else {
            return Ok(Ledger::default());
        };
        if !Store::is_in(folder) {
            return Ok(Ledger::default());
        }
        let mut store = Store::open(folder)?;
        say_all(&store.take_notices());
        Ok(Ledger::of_marks(store.marks()?))
    }

    fn select(&self, query: &Query, marks: &dyn MarkLookup) -> Vec<crate::library::ArticleId> {
        self.library
            .select(query, crate::library::Arrangement::default(), marks)
    }
}

/// Tells whether a question looks like a slip: the path of something that is there.
fn is_a_corpus(question: &str) -> bool {
    question.contains(['/', '.']) && Path::new(question).exists()
}
