//! From the corpus to the shelf: which files are new, reading them with all cores.
//!
//! ```text
//! walk ──▶ plan ──▶ habits ──▶ workers: file ──▶ articles ──▶ prepared   one queue a file, taken in the order of the plan
//!                                                     │
//!                                                     ▼
//!                                   this thread: shelf.add · publish · commit · progress
//! ```

use super::{
    ArticleId, Library, Progress, Stage, Summary,
    files::{KnownFile, hash_of},
    ordering::keep_derived,
    pace::{Pace, Teller},
    shelf::{Prepared, Shelf, ShelfError},
    texts::OpenBlock,
};
use crate::corpus::{self, ArticleKey, Corpus, FieldMap, File, Habits, Item, Problem, Step};
use std::{
    collections::{HashMap, HashSet},
    ops::ControlFlow,
    path::PathBuf,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
};

/// Articles of one file that may wait to be taken in.
const MAX_WAITING_ARTICLES: usize = 64;

/// Files that may be read ahead of the one that is taken in, for each worker.
const FILES_AHEAD: usize = 16;

/// What has to be done to bring the shelf up to date.
pub(super) struct Plan {
    pub(super) to_read: Vec<(File, Option<KnownFile>)>,
    pub(super) gone: Vec<PathBuf>,
}

/// What a worker says of a file.
enum Message {
    Article(Box<Prepared>),
    Problem(Problem),
    /// The file changed its time, not its bytes.
    Same,
    /// The file was read to its end; the hash of its bytes, where it could be read again.
    End(Option<[u8; 32]>),
}

/// Rows that an article read again may turn out to be.
#[derive(Default)]
struct Candidates {
    rows: HashMap<ArticleKey, Vec<u32>>,
    block: Option<OpenBlock>,
}

impl Candidates {
    fn of(shelf: &Shelf, rows: impl Iterator<Item = u32>) -> Self {
        let catalogue = shelf.catalogue();
        let mut candidates = Self::default();
        for row in rows {
            if let Some(key) = catalogue.key(ArticleId(row)) {
                candidates.rows.entry(key).or_default().push(row);
            }
        }
        candidates
    }

    /// Takes the row that holds this very article.
    fn take(&mut self, shelf: &Shelf, article: &Prepared) -> Option<u32> {
        let rows = self.rows.get_mut(&article.row.key())?;
        let mut found = None;
        for (idx, row) in rows.iter().enumerate() {
            if self.block.as_ref().is_none_or(|block| !block.holds(*row)) {
                self.block = shelf.open_block(*row);
            }
            if self.block.as_ref().and_then(|block| block.encoded(*row)) == Some(&article.encoded) {
                found = Some(idx);
                break;
            }
        }
        found.map(|idx| rows.swap_remove(idx))
    }

    /// Returns the rows that nothing turned out to be.
    fn left(self) -> Vec<u32> {
        self.rows.into_values().flatten().collect()
    }
}

impl Library {
    /// Reads what is new or changed in the corpus. Blocks; the answers of the other calls grow meanwhile.
    ///
    /// `progress` is called at most ten times a second; when it breaks, the refresh stops and keeps what it has.
    /// While another process reads the same corpus, this one shows what that one has and waits for its turn.
    pub fn refresh(&self, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Summary {
        let mut teller = Teller::new(progress);
        let mut summary = Summary::default();
        if self.begin_writing(&mut teller) {
            let shelf = self.shelf();
            let read = match &self.whole_corpus {
                Corpus::Seeds => self.read_seeds(&shelf, &mut summary),
                corpus @ Corpus::Paths(_) => {
                    self.read_files(&shelf, corpus, &mut teller, &mut summary)
                }
            };
            self.warm_finder();
            let done = read.and_then(|()| self.analyse_rest(&shelf, &mut teller));
            if let Err(error) = done {
                self.note_trouble(&error.to_string());
            }
            shelf.end_writing();
        }
        summary.n_problems = self.problems().len() as u64;
        summary
    }

    fn read_seeds(&self, shelf: &Shelf, summary: &mut Summary) -> Result<(), ShelfError> {
        if !self.catalogue().is_empty() {
            return Ok(());
        }
        let mut articles = Vec::new();
        corpus::read_seeds(&mut |item| {
            match item {
                Item::Article(article) => articles.push(Prepared::of(&article)),
                Item::Problem(problem) => shelf.add_problem(problem),
            }
            ControlFlow::Continue(())
        });
        for article in &articles {
            shelf.add(article)?;
            summary.n_new += 1;
        }
        shelf.publish()?;
        shelf.finish_reading()?;
        shelf.group_copies()
    }

    fn read_files(
        &self,
        shelf: &Shelf,
        corpus: &Corpus,
        teller: &mut Teller,
        summary: &mut Summary,
    ) -> Result<(), ShelfError> {
        let Some(mut plan) = look(shelf, corpus, teller) else {
            return Ok(());
        };
        if plan.to_read.is_empty() && plan.gone.is_empty() && shelf.is_whole() {
            return keep_derived(shelf);
        }
        let Some(habits) = self.learn_habits(shelf, &mut plan, teller)? else {
            return Ok(());
        };
        let mut orphans = Candidates::of(shelf, orphan_rows(shelf).into_iter());
        let mut gone: Vec<u32> = Vec::new();
        shelf.with_files(|files| {
            for path in &plan.gone {
                gone.extend(files.remove(path).iter().flat_map(KnownFile::rows));
            }
        });
        let n_total_bytes = plan.to_read.iter().map(|(file, _)| file.len).sum();
        let mut reading = Reading {
            shelf,
            teller,
            progress: Progress {
                stage: Stage::Reading,
                n_total_bytes: Some(n_total_bytes),
                ..Progress::default()
            },
            showing: Pace::of_progress(),
            commits: Pace::of_commits(),
            gone: &mut gone,
            orphans: &mut orphans,
            n_new: 0,
        };
        let flow = read_all(plan.to_read, &self.fields, &habits, &mut reading);
        summary.n_new = reading.n_new;
        let flow = flow?;
        shelf.publish()?;
        if flow.is_break() {
            return shelf.commit();
        }
        gone.extend(orphans.left());
        summary.n_gone = gone.len() as u64;
        shelf.add_gone(&gone)?;
        shelf.publish()?;
        shelf.finish_reading()?;
        keep_derived(shelf)
    }
}

/// Finds out which files are new, changed or gone; `None` where that was interrupted.
fn look(shelf: &Shelf, corpus: &Corpus, teller: &mut Teller) -> Option<Plan> {
    shelf.clear_problems();
    let mut plan = Plan {
        to_read: Vec::new(),
        gone: Vec::new(),
    };
    let mut seen = HashSet::new();
    let mut is_stopped = false;
    corpus::walk(corpus, &mut |step| {
        match step {
            Step::File(file) => {
                let known = shelf.with_files(|files| files.get(&file.path).cloned());
                seen.insert(file.path.clone());
                match known {
                    Some(known)
                        if known.len == file.len && known.modified_ns == file.modified_ns =>
                    {
                        known
                            .problems
                            .into_iter()
                            .for_each(|problem| shelf.add_problem(problem));
                    }
                    known => plan.to_read.push((file, known)),
                }
            }
            Step::Problem(problem) => shelf.add_problem(problem),
        }
        let told = teller.tell(|| Progress {
            stage: Stage::Looking,
            n_done: seen.len() as u64,
            ..Progress::default()
        });
        is_stopped = told.is_break();
        told
    });
    if is_stopped {
        return None;
    }
    plan.gone = shelf.with_files(|files| {
        files
            .iter()
            .map(|(path, _)| path)
            .filter(|path| !seen.contains(*path))
            .cloned()
            .collect()
    });
    Some(plan)
}

/// Returns the rows that no file accounts for: their file was not read to its end before the process died.
fn orphan_rows(shelf: &Shelf) -> Vec<u32> {
    let mut present = shelf.catalogue().present();
    let mut owned = super::rowset::RowSet::none(shelf.catalogue().n_rows());
    shelf.with_files(|files| {
        files
            .iter()
            .flat_map(|(_, file)| file.rows())
            .for_each(|row| owned.insert(row));
    });
    present.subtract(&owned);
    present.iter().collect()
}

/// The receiving end of the workers.
struct Reading<'r, 'p> {
    shelf: &'r Shelf,
    teller: &'r mut Teller<'p>,
    progress: Progress,
    showing: Pace,
    commits: Pace,
    gone: &'r mut Vec<u32>,
    orphans: &'r mut Candidates,
    n_new: u64,
}

/// Reads files with all cores and takes them in one after the other.
fn read_all(
    to_read: Vec<(File, Option<KnownFile>)>,
    fields: &FieldMap,
    habits: &Habits,
    reading: &mut Reading,
) -> Result<ControlFlow<()>, ShelfError> {
    let n_workers = std::thread::available_parallelism().map_or(1, usize::from);
    let n_files = to_read.len();
    let is_stopped = AtomicBool::new(false);
    let (queue, files) = sync_channel(n_workers * FILES_AHEAD);
    let to_read = Mutex::new((to_read.into_iter(), queue));
    std::thread::scope(|scope| {
        for _ in 0..n_workers {
            scope.spawn(|| work(&to_read, (fields, habits), &is_stopped));
        }
        let flow = reading.take_in_all(n_files, &files);
        is_stopped.store(true, Ordering::Relaxed);
        // Workers that wait to hand something over end when nobody will take it.
        drop(files);
        flow
    })
}

type Queued = (File, Option<KnownFile>, Receiver<Message>);
type ToRead = (
    std::vec::IntoIter<(File, Option<KnownFile>)>,
    SyncSender<Queued>,
);

/// Reads one file after the other until there is none left.
fn work(to_read: &Mutex<ToRead>, knowing: (&FieldMap, &Habits), is_stopped: &AtomicBool) {
    loop {
        let (file, known_hash, sender) = {
            let mut to_read = to_read.lock().unwrap_or_else(PoisonError::into_inner);
            let Some((file, known)) = to_read.0.next() else {
                return;
            };
            let (sender, receiver) = sync_channel(MAX_WAITING_ARTICLES);
            let known_hash = known.as_ref().map(|known| known.hash);
            // The order of the plan is the order of the queue, because the list is held until the file is queued.
            if to_read.1.send((file.clone(), known, receiver)).is_err() {
                return;
            }
            (file, known_hash, sender)
        };
        if is_stopped.load(Ordering::Relaxed) {
            return;
        }
        read_one(&file, knowing, known_hash, &sender, is_stopped);
    }
}

fn read_one(
    file: &File,
    (fields, habits): (&FieldMap, &Habits),
    known_hash: Option<[u8; 32]>,
    sender: &SyncSender<Message>,
    is_stopped: &AtomicBool,
) {
    let hash = known_hash.and_then(|_| hash_of(&file.path).ok());
    if hash.is_some() && hash == known_hash {
        // Where nobody listens any more, nothing is lost.
        let _ = sender.send(Message::Same);
        return;
    }
    let mut flow = ControlFlow::Continue(());
    let _ = corpus::read_file_knowing(file, fields, habits, &mut |item| {
        let message = match item {
            Item::Article(article) => Message::Article(Box::new(Prepared::of(&article))),
            Item::Problem(problem) => Message::Problem(problem),
        };
        if sender.send(message).is_err() || is_stopped.load(Ordering::Relaxed) {
            flow = ControlFlow::Break(());
        }
        flow
    });
    if flow.is_continue() {
        let hash = hash.or_else(|| hash_of(&file.path).ok());
        let _ = sender.send(Message::End(hash));
    }
}

impl Reading<'_, '_> {
    /// Takes in all files of the queue, or stops where the teller says so.
    fn take_in_all(
        &mut self,
        n_files: usize,
        files: &Receiver<Queued>,
    ) -> Result<ControlFlow<()>, ShelfError> {
        let mut n_bytes_before = 0;
        for _ in 0..n_files {
            let Ok((file, known, messages)) = files.recv() else {
                break;
            };
            if self
                .take_in(&file, known, &messages, n_bytes_before)?
                .is_break()
            {
                return Ok(ControlFlow::Break(()));
            }
            n_bytes_before += file.len;
        }
        Ok(ControlFlow::Continue(()))
    }

    fn take_in(
        &mut self,
        file: &File,
        known: Option<KnownFile>,
        messages: &Receiver<Message>,
        n_bytes_before: u64,
    ) -> Result<ControlFlow<()>, ShelfError> {
        let mut now = KnownFile {
            len: file.len,
            modified_ns: file.modified_ns,
            hash: [0; 32],
            rows: Vec::new(),
            problems: Vec::new(),
        };
        let mut before = Candidates::of(self.shelf, known.iter().flat_map(KnownFile::rows));
        loop {
            match messages.recv() {
                Ok(Message::Article(article)) => {
                    let row = match before.take(self.shelf, &article) {
                        Some(row) => row,
                        None => match self.orphans.take(self.shelf, &article) {
                            Some(row) => row,
                            None => {
                                self.n_new += 1;
                                self.shelf.add(&article)?
                            }
                        },
                    };
                    now.push_row(row);
                    self.progress.n_done += 1;
                    self.progress.n_bytes = n_bytes_before + article.offset.min(file.len);
                }
                Ok(Message::Problem(problem)) => {
                    self.shelf.add_problem(problem.clone());
                    now.problems.push(problem);
                }
                Ok(Message::Same) => {
                    let mut same = known.unwrap_or(now);
                    same.len = file.len;
                    same.modified_ns = file.modified_ns;
                    same.problems
                        .iter()
                        .cloned()
                        .for_each(|problem| self.shelf.add_problem(problem));
                    self.shelf
                        .with_files(|files| files.put(file.path.clone(), same));
                    break;
                }
                Ok(Message::End(hash)) => {
                    self.gone.extend(before.left());
                    // A file that cannot be opened is tried again each time: its rights may change without a trace.
                    match hash {
                        Some(hash) => {
                            now.hash = hash;
                            self.shelf
                                .with_files(|files| files.put(file.path.clone(), now));
                        }
                        None => self.gone.extend(now.rows()),
                    }
                    break;
                }
                // The worker ended before the file did.
                Err(_) => return Ok(ControlFlow::Break(())),
            }
            if self.show()?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        self.show()
    }

    /// Shows and keeps what was taken in, at a bearable rate.
    fn show(&mut self) -> Result<ControlFlow<()>, ShelfError> {
        if self.commits.is_due() {
            self.shelf.publish()?;
            self.shelf.commit()?;
        } else if self.showing.is_due() {
            self.shelf.publish()?;
        }
        let progress = self.progress;
        Ok(self.teller.tell(|| progress))
    }
}
