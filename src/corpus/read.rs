//! From files to articles: each file is unpacked, recognised and read as a stream; its own damage costs it alone.

use super::{
    Article, Corpus, Problem,
    container::{self, Seekable},
    fields::FieldMap,
    habits::Habits,
    out::{Flow, Known, Out},
    walk::{self, File, Step},
};
use std::{
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

/// What comes out of reading.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// An article.
    Article(Box<Article>),
    /// Something that could not be read.
    Problem(Problem),
}

/// Gathers what a reading gives: the articles, and what could not be read. For files whose articles fit into memory.
pub fn gathered(
    read: impl FnOnce(&mut dyn FnMut(Item) -> Flow) -> Flow,
) -> (Vec<Article>, Vec<Problem>) {
    let mut articles = Vec::new();
    let mut problems = Vec::new();
    // The receiver never stops.
    let _ = read(&mut |item| {
        match item {
            Item::Article(article) => articles.push(*article),
            Item::Problem(problem) => problems.push(problem),
        }
        Flow::Continue(())
    });
    (articles, problems)
}

/// The articles that are built into the program: their names and bytes.
const SEEDS: [(&str, &[u8]); 2] = [
    (
        "seeds/000_9b4f7893b58e6a4a.txt",
        include_bytes!("../../seeds/000_9b4f7893b58e6a4a.txt"),
    ),
    (
        "seeds/004_0f2fd64015c354df.txt",
        include_bytes!("../../seeds/004_0f2fd64015c354df.txt"),
    ),
];

/// Reads every article of a corpus.
pub fn read_all(corpus: &Corpus, sink: &mut dyn FnMut(Item) -> Flow) {
    if *corpus == Corpus::Seeds {
        read_seeds(sink);
        return;
    }
    walk::walk(corpus, &mut |step| match step {
        Step::File(file) => read_file(&file, sink),
        Step::Problem(problem) => sink(Item::Problem(problem)),
    });
}

/// Reads the articles that are built in.
pub fn read_seeds(sink: &mut dyn FnMut(Item) -> Flow) {
    let fields = FieldMap::default();
    for (path, bytes) in SEEDS {
        if read_stream(Path::new(path), bytes, &fields, sink).is_break() {
            return;
        }
    }
}

/// Reads the articles of one file; returns whether the receiver wants more.
///
/// Memory does not grow with the file: records are read one by one, each of them capped.
pub fn read_file(file: &File, sink: &mut dyn FnMut(Item) -> Flow) -> Flow {
    read_file_with(file, &FieldMap::default(), sink)
}

/// Reads the articles of one file, finding the fields of its records by the names in `fields`.
pub fn read_file_with(file: &File, fields: &FieldMap, sink: &mut dyn FnMut(Item) -> Flow) -> Flow {
    read_file_knowing(file, fields, &Habits::default(), sink)
}

/// Reads the articles of one file, knowing the habits of the folder it lies in.
pub fn read_file_knowing(
    file: &File,
    fields: &FieldMap,
    habits: &Habits,
    sink: &mut dyn FnMut(Item) -> Flow,
) -> Flow {
    let known = Known {
        fields,
        folder: habits.of(&file.path, false),
        inside: habits.of(&file.path, true),
    };
    match open(&file.path) {
        Ok(opened) => guarded(&file.path, known, sink, |out, name| {
            container::read_seekable(name, Seekable::File(opened), out);
        }),
        Err(error) => sink(Item::Problem(Problem {
            path: file.path.clone(),
            place: None,
            why: walk::reason(&error),
        })),
    }
}

/// Reads the articles of a stream that is called `path`, such as standard input.
pub fn read_stream(
    path: &Path,
    stream: impl io::Read,
    fields: &FieldMap,
    sink: &mut dyn FnMut(Item) -> Flow,
) -> Flow {
    let known = Known {
        fields,
        folder: None,
        inside: None,
    };
    guarded(path, known, sink, |out, name| {
        container::read(name, Box::new(stream), out);
    })
}

/// Reads one file so that a defect of a parser costs that file and no more.
fn guarded(
    path: &Path,
    known: Known<'_>,
    sink: &mut dyn FnMut(Item) -> Flow,
    read: impl FnOnce(&mut Out<'_>, &str),
) -> Flow {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut out = Out::new(path, known, sink);
    let outcome = catch_unwind(AssertUnwindSafe(|| read(&mut out, &name)));
    if outcome.is_err() {
        out.note(
            None,
            "reading it failed inside the program; this is a defect worth reporting",
        );
    }
    if out.is_stopped() {
        Flow::Break(())
    } else {
        Flow::Continue(())
    }
}

/// Opens a regular file, without ever waiting for a pipe that took its place.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<fs::File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = fs::File::from(rustix::fs::open(path, flags, Mode::empty())?);
    regular(file)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<fs::File> {
    regular(fs::File::open(path)?)
}

fn regular(file: fs::File) -> io::Result<fs::File> {
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::other("not a regular file; not read"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn articles(corpus: &Corpus) -> Vec<Article> {
        let read = |sink: &mut dyn FnMut(Item) -> Flow| {
            read_all(corpus, sink);
            Flow::Continue(())
        };
        gathered(read).0
    }

    #[test]
    fn the_seeds_are_two_articles() {
        let seeds = articles(&Corpus::Seeds);
        assert_eq!(seeds.len(), 2);
        assert_eq!(
            seeds[0].origin.path,
            Path::new("seeds/000_9b4f7893b58e6a4a.txt")
        );
        assert!(seeds[1].body.text().contains("Mr Gates was speaking"));
    }

    #[test]
    fn the_reader_may_stop() {
        let mut n_items = 0;
        read_seeds(&mut |_| {
            n_items += 1;
            Flow::Break(())
        });
        assert_eq!(n_items, 1);
    }
}
