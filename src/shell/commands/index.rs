//! `index`: builds or refreshes the library of a corpus; a bar on a terminal, plain lines otherwise.

use super::{Answer, FOUND, Failure, Folders, NOTHING, Output, corpus_of, say, say_all};
use crate::{
    corpus::FieldMap,
    library::{Library, Progress, Query, Stage, Summary},
};
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use std::{
    io::{self, IsTerminal},
    ops::ControlFlow,
    path::PathBuf,
    time::{Duration, Instant},
};

/// A refresh that is over sooner shows nothing.
const QUIET_FOR: Duration = Duration::from_millis(500);
/// The time between two plain lines.
const LINE_EVERY: Duration = Duration::from_secs(5);

pub(super) fn index(
    paths: &[PathBuf],
    folders: &Folders,
    fields: &FieldMap,
    json: bool,
    out: &mut Output,
) -> Answer {
    let corpus = corpus_of(paths).map_err(Failure::Because)?;
    if folders.cache.is_none() {
        say("without a cache folder the library is not kept");
    }
    let (library, messages) = Library::open_with(&corpus, fields.clone(), folders.cache.as_deref());
    say_all(&messages);
    let summary = refreshed(&library, Needs::Everything, true);
    let n_articles = library.catalogue().len();
    if json {
        out.json(&json!({
            "articles": n_articles,
            "new": summary.n_new,
            "gone": summary.n_gone,
            "problems": summary.n_problems,
        }))?;
    } else {
        out.line(&format!(
            "{n_articles} articles, {} new, {} gone, {} problems",
            summary.n_new, summary.n_gone, summary.n_problems
        ))?;
    }
    Ok(if n_articles > 0 { FOUND } else { NOTHING })
}

/// What must be up to date for an answer. The rest is made up for by who needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// What the articles say.
    Texts,
    /// Who is named and who said what, too: in a large archive that takes its time.
    Everything,
}

impl Needs {
    /// Returns what the answer to a question needs; one that cannot be read needs no more to say so.
    pub(super) fn of(question: &str) -> Self {
        match Query::parse(question) {
            Ok(query) if query.asks_analysis() => Self::Everything,
            _ => Self::Texts,
        }
    }
}

/// Brings a library up to date before it is asked; a person at a terminal sees why it takes long.
pub(super) fn refresh(library: &Library, needs: Needs) -> Summary {
    refreshed(library, needs, false)
}

fn refreshed(library: &Library, needs: Needs, with_lines: bool) -> Summary {
    let is_terminal = io::stderr().is_terminal();
    let begun = Instant::now();
    let mut bar = None;
    let mut last_line = (None, begun);
    let summary = library.refresh(&mut |progress| {
        if needs == Needs::Texts && progress.stage == Stage::Analysing {
            return ControlFlow::Break(());
        }
        if is_terminal {
            if begun.elapsed() >= QUIET_FOR {
                draw(bar.get_or_insert_with(new_bar), progress);
            }
        } else if with_lines
            && (last_line.0 != Some(progress.stage) || last_line.1.elapsed() >= LINE_EVERY)
        {
            last_line = (Some(progress.stage), Instant::now());
            say(&line(progress));
        }
        ControlFlow::Continue(())
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    summary
}

fn new_bar() -> ProgressBar {
    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
}

fn draw(bar: &ProgressBar, progress: Progress) {
    let (done, total) = match (progress.n_total, progress.n_total_bytes) {
        (None, Some(n_total_bytes)) => (progress.n_bytes, Some(n_total_bytes)),
        (n_total, _) => (progress.n_done, n_total),
    };
    let template = match total {
        Some(_) => "{msg} {wide_bar} {percent}%, {eta} left",
        None => "{msg} {spinner}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    if let Some(total) = total {
        bar.set_length(total);
    }
    let n_done = HumanCount(progress.n_done);
    let rate = progress.per_second.map_or_else(String::new, |rate| {
        format!(", {} a second", HumanCount(rate as u64))
    });
    bar.set_message(format!("{} {n_done}{rate}", word(progress.stage)));
    bar.set_position(done);
}

fn line(progress: Progress) -> String {
    let stage = word(progress.stage);
    match (progress.n_total, progress.part()) {
        (Some(n_total), _) => format!("{stage}: {} of {n_total}", progress.n_done),
        (None, Some(part)) => {
            let percent = (part * 100.0) as u32;
            format!("{stage}: {}, {percent} % of the bytes", progress.n_done)
        }
        (None, None) => format!("{stage}: {}", progress.n_done),
    }
}

fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::Looking => "looking for changes",
        Stage::Reading => "reading",
        Stage::Analysing => "finding names and quotations",
    }
}
