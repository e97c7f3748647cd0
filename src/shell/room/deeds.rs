//! How is it done what the room asks of the world: copies, files, programs, the way out and back?

use super::{GONE, Room};
use crate::{
    app::{Effect, Event},
    corpus::Corpus,
    shell::{
        clipboard, files,
        programs::{self, Lent},
        signals,
    },
    text::clean_line,
};
use std::{
    env,
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

impl Room {
    /// Does what is asked.
    pub(super) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Ask {
                generation,
                question,
            } => self.jobs.ask(generation, question),
            Effect::Quit => self.exit = Some(0),
            Effect::Suspend => self.stop(),
            Effect::Redraw => {
                self.screen.forget();
                self.is_stale = true;
            }
            Effect::Wake { after_ms } => {
                self.wake_at = Some(Instant::now() + Duration::from_millis(after_ms));
            }
            Effect::Refresh => self.refresh(),
            Effect::CancelJobs => self.jobs.cancel(),
            Effect::Save { ticket, step } => self.saver.save(ticket, step),
            Effect::Remember { name, value } => self.saver.remember(name, value),
            Effect::Copy { text, what } => self.copy(text, what),
            Effect::Write { path, text, what } => self.write(path, text, what),
            Effect::Edit { name, text, line } => self.edit(&name, &text, line),
            Effect::Pipe { command, input } => self.pipe(command, input),
            Effect::Run { command } => self.run_command(&command),
            Effect::OpenUrl { url } => match programs::browser(&url) {
                Ok(browser) => self.run_in_front(browser, "the browser"),
                Err(why) => self.happened(Event::Notice(why)),
            },
        }
    }

    fn refresh(&mut self) {
        self.saver.nudge().nudge();
        let adopter = self.saver.adopter();
        self.jobs.refresh(move |places| adopter.adopt(places));
    }

    fn copy(&mut self, text: String, what: String) {
        if clipboard::is_in_tmux() {
            let folder = self.state_folder.clone();
            self.jobs.run("copy", move || {
                if clipboard::hand_to_tmux(&text) {
                    Event::Copied { what, file: None }
                } else {
                    keep_copy(&text, what, folder.as_deref())
                }
            });
            return;
        }
        let sequence = clipboard::sequence(&text, self.surroundings.multiplexer)
            .filter(|_| !self.surroundings.keeps_clipboard);
        let event = if let Some(sequence) = sequence {
            self.screen.send(sequence);
            Event::Copied { what, file: None }
        } else {
            keep_copy(&text, what, self.state_folder.as_deref())
        };
        self.happened(event);
    }

    fn write(&mut self, path: String, text: String, what: String) {
        let corpus = self.corpus.clone();
        self.jobs
            .run("write", move || match write_new(&path, &text, &corpus) {
                Ok(path) => Event::Written { what, path },
                Err(error) => {
                    Event::Failed(format!("cannot write '{}': {error}", clean_line(&path)))
                }
            });
    }

    fn pipe(&mut self, command: String, input: String) {
        self.jobs.run("pipe", move || {
            match programs::pipe(programs::shell(Some(&command)), input) {
                Ok((status, output)) => Event::Ran {
                    command,
                    output: Some(output),
                    status,
                },
                Err(error) => {
                    Event::Failed(format!("'{}' cannot be run: {error}", clean_line(&command)))
                }
            }
        });
    }

    fn edit(&mut self, name: &str, text: &str, line: usize) {
        let lent = programs::lend(self.state_folder.as_deref(), name, text);
        match lent
            .map_err(|error| error.to_string())
            .and_then(|lent: Lent| {
                let command = programs::editor(lent.path(), line)?;
                Ok((lent, command))
            }) {
            Ok((lent, command)) => {
                self.run_in_front(command, "the editor");
                drop(lent);
            }
            Err(why) => self.happened(Event::Failed(format!("cannot open the editor: {why}"))),
        }
    }

    /// Runs a program that takes the terminal until it ends.
    fn run_in_front(&mut self, mut command: Command, what: &str) {
        let result = self.outside(|| command.status());
        let program = command.get_program().to_string_lossy().into_owned();
        match result {
            Ok(status) if status.success() => {}
            Ok(status) => self.happened(Event::Failed(format!("{what} ended: {status}"))),
            Err(error) => self.happened(Event::Failed(format!(
                "cannot run {what} '{}': {error}",
                clean_line(&program)
            ))),
        }
    }

    /// Runs what the reader typed on the plain screen, or a shell where nothing was typed.
    fn run_command(&mut self, typed: &str) {
        let is_shell = typed.trim().is_empty();
        let mut command = programs::shell((!is_shell).then_some(typed));
        let result = self.outside(|| {
            if is_shell {
                return command.status();
            }
            let mut out = io::stdout();
            // What cannot be said here is not worth an error.
            let _ = writeln!(out, "$ {}", clean_line(typed));
            let status = command.status();
            let _ = write!(out, "\nEnter goes back to the room ");
            let _ = out.flush();
            let _ = io::stdin().lock().read_line(&mut String::new());
            status
        });
        self.happened(match result {
            Ok(status) => Event::Ran {
                command: typed.to_owned(),
                output: None,
                status: status.code(),
            },
            Err(error) => Event::Failed(format!("cannot run '{}': {error}", clean_line(typed))),
        });
    }

    /// Gives the terminal away while `work` is done.
    fn outside<T>(&mut self, work: impl FnOnce() -> T) -> T {
        self.settle_terminal();
        self.reader.pause();
        self.is_outside.store(true, Ordering::Release);
        self.terminal.leave();
        let result = work();
        self.is_outside.store(false, Ordering::Release);
        self.come_back();
        self.reader.resume();
        result
    }

    /// Stops, so that the shell the room was started from takes over; goes on when that says so.
    pub(super) fn stop(&mut self) {
        self.outside(signals::stop_here);
        self.has_stopped = true;
    }

    /// Takes the terminal over again after someone else had it.
    pub(super) fn come_back(&mut self) {
        if self.terminal.enter_again().is_err() {
            self.exit = Some(GONE);
        }
        self.screen.forget();
        self.is_stale = true;
        self.is_resized = true;
    }
}

fn keep_copy(text: &str, what: String, folder: Option<&Path>) -> Event {
    let kept = match folder {
        Some(folder) => clipboard::keep(text, folder).map_err(|error| error.to_string()),
        None => Err("there is no folder to keep it in".to_owned()),
    };
    match kept {
        Ok(file) => Event::Copied {
            what,
            file: Some(file),
        },
        Err(why) => Event::Failed(format!("cannot copy {what}: {why}")),
    }
}

/// Writes a new file, never below the corpus.
fn write_new(path: &str, text: &str, corpus: &Corpus) -> io::Result<PathBuf> {
    let path = match path.strip_prefix("~/") {
        Some(rest) => PathBuf::from(env::var_os("HOME").unwrap_or_default()).join(rest),
        None => PathBuf::from(path),
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.canonicalize()?,
        _ => env::current_dir()?,
    };
    if let Corpus::Paths(roots) = corpus {
        let is_below = |root: &PathBuf| {
            root.canonicalize()
                .is_ok_and(|root| folder.starts_with(root))
        };
        if roots.iter().any(is_below) {
            return Err(io::Error::other(
                "nothing is written below the corpus; name another folder",
            ));
        }
    }
    let mut file = files::create_new_private(&path)?;
    file.write_all(text.as_bytes())?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_new_and_never_below_the_corpus() {
        let place = tempfile::tempdir().expect("a folder");
        let corpus = place.path().join("corpus");
        std::fs::create_dir_all(corpus.join("2010")).expect("made");
        let roots = Corpus::Paths(vec![corpus.clone()]);
        let path = |name: &str| place.path().join(name).to_string_lossy().into_owned();
        assert!(write_new(&path("a.md"), "text", &roots).is_ok());
        assert!(write_new(&path("a.md"), "text", &roots).is_err());
        assert!(write_new(&path("corpus/b.md"), "text", &roots).is_err());
        assert!(write_new(&path("corpus/2010/../c.md"), "text", &roots).is_err());
        assert!(write_new(&path("missing/d.md"), "text", &roots).is_err());
    }
}
