//! What this reader did goes to disk on a thread of its own, in order, and is confirmed only when it is there.

use super::room::Message;
use crate::{
    app::Event,
    corpus::{ArticleKey, Place},
    triage::{Ledger, Step, Store, StoreError},
};
use std::{
    collections::VecDeque,
    io,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread::{self, JoinHandle},
    time::Duration,
};

/// How long after a failure the same is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// Steps of earlier rooms that can be taken back.
const MAX_PAST_STEPS: usize = crate::triage::ledger::MAX_UNDO_STEPS;

/// What the thread is asked.
#[derive(Debug)]
enum Order {
    Save {
        ticket: u64,
        step: Step,
    },
    Remember {
        name: String,
        value: String,
    },
    /// Someone wrote to the database.
    LookForNews,
    /// Where the articles lie.
    Adopt(Vec<(Place, ArticleKey)>),
    /// Try once more, then end.
    Close,
}

/// The thread that saves.
#[derive(Debug)]
pub struct Saver {
    orders: Sender<Order>,
    thread: Option<JoinHandle<usize>>,
}

/// Asks the saver to look for the marks of other rooms.
#[derive(Clone, Debug)]
pub struct Nudge(Sender<Order>);

impl Nudge {
    /// Asks.
    pub fn nudge(&self) {
        let _ = self.0.send(Order::LookForNews);
    }
}

/// Tells the saver where the articles lie.
#[derive(Clone, Debug)]
pub struct Adopter(Sender<Order>);

impl Adopter {
    /// Carries marks over to articles that changed at their place.
    pub fn adopt(&self, places: Vec<(Place, ArticleKey)>) {
        let _ = self.0.send(Order::Adopt(places));
    }
}

impl Saver {
    /// Starts the thread: it opens the database in `folder`, tells what is in it, and then saves. Without a folder
    /// nothing is kept, and that is said.
    pub fn start(folder: Option<PathBuf>, room: Sender<Message>) -> io::Result<Self> {
        let (orders, ordered) = channel();
        let thread = thread::Builder::new()
            .name("saver".to_owned())
            .spawn(move || Saving::begin(folder.as_deref(), room).run(&ordered))?;
        Ok(Self {
            orders,
            thread: Some(thread),
        })
    }

    /// Saves a step; [`Event::Saved`] says when it is on disk.
    pub fn save(&self, ticket: u64, step: Step) {
        let _ = self.orders.send(Order::Save { ticket, step });
    }

    /// Remembers a value.
    pub fn remember(&self, name: String, value: String) {
        let _ = self.orders.send(Order::Remember { name, value });
    }

    /// Returns what tells where the articles lie.
    pub fn adopter(&self) -> Adopter {
        Adopter(self.orders.clone())
    }

    /// Returns what lets others ask for a look at the database.
    pub fn nudge(&self) -> Nudge {
        Nudge(self.orders.clone())
    }

    /// Waits until everything is on disk. Returns how many steps could not be saved.
    pub fn close(mut self) -> usize {
        let _ = self.orders.send(Order::Close);
        self.thread
            .take()
            .and_then(|thread| thread.join().ok())
            .unwrap_or_default()
    }
}

impl Drop for Saver {
    /// A room that ends by a panic saves what it was told to.
    fn drop(&mut self) {
        let _ = self.orders.send(Order::Close);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the thread holds.
struct Saving {
    store: Option<Store>,
    room: Sender<Message>,
    /// Steps that are not on disk yet, oldest first.
    waiting: VecDeque<(u64, Step)>,
    /// The failure that was told last, so that it is told once.
    told: Option<String>,
}

impl Saving {
    fn begin(folder: Option<&Path>, room: Sender<Message>) -> Self {
        let mut saving = Self {
            store: None,
            room,
            waiting: VecDeque::new(),
            told: None,
        };
        match folder.map(Self::open) {
            Some(Ok((mut store, recalled))) => {
                for notice in store.take_notices() {
                    saving.tell(Event::Failed(notice));
                }
                saving.store = Some(store);
                saving.tell(recalled);
            }
            Some(Err(error)) => {
                saving.tell(Event::Failed(format!("marks are not kept: {error}")));
            }
            None => saving.tell(Event::Failed(
                "marks are not kept: there is no home folder; name one with --state".to_owned(),
            )),
        }
        saving
    }

    fn open(folder: &Path) -> Result<(Store, Event), StoreError> {
        let mut store = Store::open(folder)?;
        let marks = store.marks()?;
        let past = store.history(MAX_PAST_STEPS)?;
        let recalled = Event::Recalled {
            ledger: Ledger::of_history(marks, past),
            memory: store.memory()?,
        };
        Ok((store, recalled))
    }

    /// Works until told to end. Returns how many steps are not on disk.
    fn run(mut self, orders: &Receiver<Order>) -> usize {
        loop {
            let order = if self.waiting.is_empty() {
                orders.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                orders.recv_timeout(RETRY_AFTER)
            };
            match order {
                Ok(Order::Save { ticket, step }) => {
                    self.waiting.push_back((ticket, step));
                    self.save_waiting();
                }
                Ok(Order::Remember { name, value }) => {
                    if let Some(store) = &mut self.store
                        && let Err(error) = store.remember(&name, &value)
                    {
                        self.tell_once(error.to_string());
                    }
                }
                Ok(Order::LookForNews) => self.look_for_news(),
                Ok(Order::Adopt(places)) => self.adopt(&places),
                Err(RecvTimeoutError::Timeout) => self.save_waiting(),
                Ok(Order::Close) | Err(RecvTimeoutError::Disconnected) => {
                    self.save_waiting();
                    return self.waiting.len();
                }
            }
        }
    }

    fn save_waiting(&mut self) {
        while let Some((ticket, step)) = self.waiting.pop_front() {
            let saved = match &mut self.store {
                Some(store) => store.save(&step).map_err(|error| error.to_string()),
                None => Err("there is no database".to_owned()),
            };
            match saved {
                Ok(()) => {
                    self.told = None;
                    self.tell(Event::Saved { ticket });
                }
                Err(why) => {
                    self.waiting.push_front((ticket, step));
                    // Everything behind it waits too, and is said to.
                    if self.told.as_ref() != Some(&why) {
                        self.told = Some(why.clone());
                        self.tell(Event::SaveFailed { ticket, why });
                    }
                    return;
                }
            }
        }
    }

    fn look_for_news(&mut self) {
        let Some(store) = &mut self.store else { return };
        match store.news() {
            Ok(steps) if steps.is_empty() => {}
            Ok(steps) => self.tell(Event::News(steps)),
            Err(error) => self.tell_once(error.to_string()),
        }
    }

    fn adopt(&mut self, places: &[(Place, ArticleKey)]) {
        let Some(store) = &mut self.store else { return };
        match store.adopt(places) {
            Ok(None) => {}
            Ok(Some(step)) => {
                let label = step.label.clone();
                self.tell(Event::News(vec![step]));
                self.tell(Event::Notice(label));
            }
            Err(error) => self.tell_once(error.to_string()),
        }
    }

    fn tell_once(&mut self, why: String) {
        if self.told.as_ref() != Some(&why) {
            self.told = Some(why.clone());
            self.tell(Event::Failed(why));
        }
    }

    fn tell(&self, event: Event) {
        // A room that has ended hears nothing.
        let _ = self.room.send(Message::Event(event));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::Change;

    fn step(n: u128) -> Step {
        Step {
            label: format!("star {n}"),
            changes: vec![(ArticleKey(n), Change::Starred(true))],
        }
    }

    fn next(messages: &Receiver<Message>) -> Event {
        match messages
            .recv_timeout(Duration::from_secs(20))
            .expect("a message")
        {
            Message::Event(event) => event,
            other => panic!("not an event: {other:?}"),
        }
    }

    #[test]
    fn steps_are_confirmed_when_they_are_on_disk_and_seen_by_others() {
        let place = tempfile::tempdir().expect("a folder");
        let (sender, heard) = channel();
        let saver = Saver::start(Some(place.path().to_owned()), sender).expect("started");
        assert!(matches!(next(&heard), Event::Recalled { .. }));
        let (sender, heard_by_other) = channel();
        let other = Saver::start(Some(place.path().to_owned()), sender).expect("started");
        assert!(matches!(next(&heard_by_other), Event::Recalled { .. }));

        saver.save(7, step(1));
        assert!(matches!(next(&heard), Event::Saved { ticket: 7 }));
        saver.remember("view".to_owned(), "x".to_owned());
        other.nudge().nudge();
        let Event::News(steps) = next(&heard_by_other) else {
            panic!("no news")
        };
        assert_eq!(steps[0].changes, step(1).changes);
        assert_eq!(saver.close(), 0);
        assert_eq!(other.close(), 0);

        let (sender, heard) = channel();
        let again = Saver::start(Some(place.path().to_owned()), sender).expect("started");
        let Event::Recalled { ledger, memory } = next(&heard) else {
            panic!("nothing recalled")
        };
        assert!(ledger.marks(ArticleKey(1)).starred);
        assert_eq!(memory, [("view".to_owned(), "x".to_owned())]);
        drop(again);
    }

    #[test]
    fn without_a_folder_nothing_is_said_to_be_saved() {
        let (sender, heard) = channel();
        let saver = Saver::start(None, sender).expect("started");
        assert!(matches!(next(&heard), Event::Failed(_)));
        saver.save(1, step(1));
        assert!(matches!(next(&heard), Event::SaveFailed { ticket: 1, .. }));
        assert_eq!(saver.close(), 1);
    }
}
