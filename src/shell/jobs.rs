//! Work that may take its time: questions to the library, reading the corpus, running a command.
//!
//! Each kind of question has a lane with a thread of its own. A newer question overtakes: what waits is dropped, what
//! runs is told that it is stale. A job that panics costs that job.

use super::{answers::answer, panics, room::Message};
use crate::{
    app::{Event, Generation, Question},
    corpus::{ArticleKey, Place},
    library::Library,
};
use std::{
    collections::VecDeque,
    io,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::Sender,
    },
    thread,
};

/// Articles that may wait to be fetched: one for the reader and one beside a table.
const MAX_WAITING_ARTICLES: usize = 2;

/// All that runs beside the room.
#[derive(Debug)]
pub struct Jobs {
    library: Arc<Library>,
    room: Sender<Message>,
    articles: Lane,
    list: Lane,
    finder: Lane,
    tables: Lane,
    is_refreshing: Arc<AtomicBool>,
    must_stop: Arc<AtomicBool>,
}

impl Jobs {
    /// Starts the lanes. The library may still be empty; [`refresh`](Self::refresh) fills it.
    pub fn start(library: Arc<Library>, room: Sender<Message>) -> io::Result<Self> {
        Ok(Self {
            articles: Lane::start("articles", MAX_WAITING_ARTICLES, room.clone())?,
            list: Lane::start("list", 1, room.clone())?,
            finder: Lane::start("finder", 1, room.clone())?,
            tables: Lane::start("tables", 1, room.clone())?,
            library,
            room,
            is_refreshing: Arc::default(),
            must_stop: Arc::default(),
        })
    }

    /// Takes a question to the library.
    pub fn ask(&self, generation: Generation, question: Question) {
        let lane = match &question {
            Question::Article(_) => &self.articles,
            Question::Rows { .. } => &self.list,
            Question::Anything { .. } => &self.finder,
            Question::Speakers { .. }
            | Question::Quotes { .. }
            | Question::Entities { .. }
            | Question::Hits { .. }
            | Question::Counts { .. }
            | Question::Sources(_)
            | Question::Contexts(_)
            | Question::Facets(_)
            | Question::Related(_)
            | Question::Comparison(..) => &self.tables,
        };
        let library = Arc::clone(&self.library);
        let room = self.room.clone();
        lane.ask(move |is_stale| {
            answer(&library, generation, question, is_stale, &mut |event| {
                tell(&room, event);
            });
        });
    }

    /// Reads what is new in the corpus, on a thread of its own. `placed` is given where every article lies, at the
    /// end. Does nothing while that is going on.
    pub fn refresh(&self, placed: impl FnOnce(Vec<(Place, ArticleKey)>) + Send + 'static) {
        if self.is_refreshing.swap(true, Ordering::AcqRel) {
            return;
        }
        self.must_stop.store(false, Ordering::Release);
        let library = Arc::clone(&self.library);
        let room = self.room.clone();
        let must_stop = Arc::clone(&self.must_stop);
        let is_refreshing = Arc::clone(&self.is_refreshing);
        let started = run_apart("refresh", self.room.clone(), move || {
            let finished = Finished(is_refreshing);
            let mut shown = library.catalogue();
            if !shown.is_empty() {
                tell(&room, Event::Catalogue(Arc::clone(&shown)));
            }
            let mut show_news = || {
                let now = library.catalogue();
                if !Arc::ptr_eq(&now, &shown) {
                    shown = now;
                    tell(&room, Event::Catalogue(Arc::clone(&shown)));
                }
            };
            let summary = library.refresh(&mut |progress| {
                show_news();
                tell(&room, Event::Progress(progress));
                if must_stop.load(Ordering::Acquire) {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            show_news();
            let problems = library.problems();
            tell(&room, Event::Refreshed { summary, problems });
            if summary.n_new > 0 || summary.n_gone > 0 {
                placed(places(&library));
            }
            drop(finished);
        });
        if let Err(error) = started {
            self.is_refreshing.store(false, Ordering::Release);
            tell(
                &self.room,
                Event::Failed(format!("cannot read the corpus: {error}")),
            );
        }
    }

    /// Stops reading the corpus, and drops what is being asked.
    pub fn cancel(&self) {
        self.must_stop.store(true, Ordering::Release);
        for lane in [&self.finder, &self.tables] {
            lane.cancel();
        }
    }

    /// Runs some work on a thread of its own and tells the room what comes of it.
    pub fn run(&self, name: &'static str, work: impl FnOnce() -> Event + Send + 'static) {
        let room = self.room.clone();
        let started = run_apart(name, self.room.clone(), move || tell(&room, work()));
        if let Err(error) = started {
            tell(
                &self.room,
                Event::Failed(format!("cannot start a thread: {error}")),
            );
        }
    }
}

/// Says that the corpus is read, also where a panic ended it.
struct Finished(Arc<AtomicBool>);

impl Drop for Finished {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// Returns where every article lies, for marks to follow a text that was changed at its place.
fn places(library: &Library) -> Vec<(Place, ArticleKey)> {
    library.catalogue().places().collect()
}

fn tell(room: &Sender<Message>, event: Event) {
    // A room that has ended hears nothing.
    let _ = room.send(Message::Event(event));
}

/// Runs `work` on a thread of its own; a panic becomes an event.
fn run_apart(
    name: &'static str,
    room: Sender<Message>,
    work: impl FnOnce() + Send + 'static,
) -> io::Result<()> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || guarded(name, &room, work))
        .map(drop)
}

/// Runs `work`; a panic becomes an event.
fn guarded(name: &str, room: &Sender<Message>, work: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(work)) {
        let why = panics::message(&*payload);
        tell(
            room,
            Event::Failed(format!("an error of the program itself ({name}): {why}")),
        );
    }
}

type Job = Box<dyn FnOnce(&dyn Fn() -> bool) + Send>;

/// A thread that works on the newest questions of its kind.
#[derive(Debug)]
struct Lane {
    queue: Arc<Queue>,
}

struct Queue {
    waiting: Mutex<Waiting>,
    is_there_work: Condvar,
    /// How many questions were asked, or dropped, so far.
    n_asked: AtomicU64,
    capacity: usize,
}

#[derive(Default)]
struct Waiting {
    jobs: VecDeque<(u64, Job)>,
    is_over: bool,
}

impl std::fmt::Debug for Queue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Queue")
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

impl Lane {
    fn start(name: &'static str, capacity: usize, room: Sender<Message>) -> io::Result<Self> {
        let queue = Arc::new(Queue {
            waiting: Mutex::default(),
            is_there_work: Condvar::new(),
            n_asked: AtomicU64::new(0),
            capacity,
        });
        let lane = Self {
            queue: Arc::clone(&queue),
        };
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                while let Some((number, job)) = queue.next() {
                    let is_stale =
                        || queue.n_asked.load(Ordering::Acquire) >= number + queue.capacity as u64;
                    guarded(name, &room, || job(&is_stale));
                }
            })?;
        Ok(lane)
    }

    fn ask(&self, job: impl FnOnce(&dyn Fn() -> bool) + Send + 'static) {
        let mut waiting = self.queue.lock();
        let number = self.queue.n_asked.fetch_add(1, Ordering::AcqRel) + 1;
        while waiting.jobs.len() >= self.queue.capacity {
            waiting.jobs.pop_front();
        }
        waiting.jobs.push_back((number, Box::new(job)));
        drop(waiting);
        self.queue.is_there_work.notify_one();
    }

    fn cancel(&self) {
        let mut waiting = self.queue.lock();
        waiting.jobs.clear();
        self.queue
            .n_asked
            .fetch_add(self.queue.capacity as u64, Ordering::AcqRel);
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.cancel();
        self.queue.lock().is_over = true;
        self.queue.is_there_work.notify_all();
    }
}

impl Queue {
    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the next job; `None` when the lane is over.
    fn next(&self) -> Option<(u64, Job)> {
        let waiting = self.lock();
        let mut waiting = self
            .is_there_work
            .wait_while(waiting, |waiting| {
                waiting.jobs.is_empty() && !waiting.is_over
            })
            .unwrap_or_else(PoisonError::into_inner);
        if waiting.is_over {
            None
        } else {
            waiting.jobs.pop_front()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{sync::mpsc::channel, time::Duration};

    const PATIENCE: Duration = Duration::from_secs(20);

    #[test]
    fn the_newest_question_overtakes() {
        let (room, _heard) = channel();
        let lane = Lane::start("test", 1, room).expect("started");
        let (done, results) = channel();
        let (start, started) = channel();
        let (go_on, wait) = channel::<()>();
        let first = done.clone();
        lane.ask(move |is_stale| {
            let _ = start.send(());
            let _ = wait.recv_timeout(PATIENCE);
            let _ = first.send((1, is_stale()));
        });
        started.recv_timeout(PATIENCE).expect("it runs");
        for n in 2..=4 {
            let done = done.clone();
            lane.ask(move |is_stale| {
                let _ = done.send((n, is_stale()));
            });
        }
        go_on.send(()).expect("it waits");
        assert_eq!(results.recv_timeout(PATIENCE), Ok((1, true)));
        assert_eq!(results.recv_timeout(PATIENCE), Ok((4, false)));
        drop(lane);
        drop(done);
        assert!(results.recv_timeout(PATIENCE).is_err());
    }

    #[test]
    fn a_panic_costs_one_job() {
        let (room, heard) = channel();
        let lane = Lane::start("test", 1, room).expect("started");
        lane.ask(|_| panic!("what the article said: \u{1b}[2J"));
        let Ok(Message::Event(Event::Failed(why))) = heard.recv_timeout(PATIENCE) else {
            panic!("nothing was said");
        };
        assert!(
            why.contains('\u{241b}') && !why.contains('\u{1b}'),
            "{why:?}"
        );
        let (done, results) = channel();
        lane.ask(move |_| {
            let _ = done.send(());
        });
        assert_eq!(results.recv_timeout(PATIENCE), Ok(()));
    }
}
