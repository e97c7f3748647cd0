//! Which files are looked at before the reading, and what is seen in them?

use super::{FolderHabits, Habits, hash_of, hash_of_bytes, hash_of_name, is_date_name};
use crate::{
    corpus::{
        Article, FieldMap, File, Item,
        boilerplate::{self, Edge},
        prose::OddWords,
        read_file_knowing,
    },
    text::ParagraphKind,
};
use std::{
    collections::{BTreeMap, BinaryHeap, HashMap},
    ops::ControlFlow,
    os::unix::ffi::OsStrExt,
    path::Path,
};

/// A folder with fewer files, folders below it included, goes with the folder above it.
const MIN_FILES: usize = 16;
/// Of one folder no more files are looked at.
const MAX_FILES_OF_FOLDER: usize = 512;
/// In all, one file in so many is looked at …
const ONE_FILE_IN: usize = 32;
/// … but so many at least …
const MIN_BUDGET_FILES: usize = 256;
/// … and no more than so many.
const MAX_BUDGET_FILES: usize = 8_192;
/// The bytes that are looked at: as many parts of the whole as of the files …
const MIN_BUDGET_BYTES: u64 = 8 << 20;
/// … and no more than so many.
const MAX_BUDGET_BYTES: u64 = 64 << 20;
/// A file costs no more of them: of one with many articles only the first are looked at.
const MAX_COST_OF_FILE: u64 = 256 << 10;
/// Articles that are looked at in a survey of few files with many of them …
const ARTICLES: usize = 512;
/// … and in each file at least.
const MIN_ARTICLES_OF_FILE: usize = 8;
/// An article's lines stand for it only with text of some length, in bytes.
const MIN_STORY_BYTES: usize = 40;

/// A file of the corpus.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Where it lies.
    pub path: &'a Path,
    /// Its size in bytes.
    pub len: u64,
    /// Whether it is still to be read.
    pub is_new: bool,
}

/// The files that are to be looked at.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    pub(super) groups: Vec<Group>,
    n_articles_of_file: usize,
}

/// A folder and the sample of its files.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) key: u64,
    pub(super) files: Vec<File>,
    pub(super) is_whole: bool,
}

/// What one article shows of the habits of its folder.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    pub(super) story: u64,
    pub(super) lines: Vec<u64>,
    pub(super) title: Option<u64>,
    pub(super) words: OddWords,
    pub(super) date: Option<String>,
    pub(super) publisher: Option<u64>,
    pub(super) is_inside: bool,
}

impl Habits {
    /// Chooses what is to be looked at, out of all files of a corpus: a sample of each folder that has new files and
    /// whose habits may still change. Nothing where no file is new.
    ///
    /// The sample of a folder is spread over its files by a hash of their names: the same files give the same sample, and
    /// a file more changes little of it.
    pub fn survey(&self, files: &[Seen<'_>]) -> Survey {
        if !files.iter().any(|file| file.is_new) {
            return Survey::default();
        }
        let n_budget = (files.len() / ONE_FILE_IN).clamp(MIN_BUDGET_FILES, MAX_BUDGET_FILES);
        // So large that the sample of each folder is no smaller than a folder may be.
        let min_files = MIN_FILES.max(MIN_FILES * files.len() / n_budget);
        let folders = Folders::of(files, min_files);
        let mut groups: BTreeMap<u64, Gathered<'_>> = BTreeMap::new();
        for file in files {
            let folder = folders.group_of(file.path);
            let group = groups.entry(hash_of(folder)).or_default();
            group.n_files += 1;
            group.has_new |= file.is_new;
            group
                .sample
                .push((hash_of_end(file.path), file.path, file.len));
            if group.sample.len() > MAX_FILES_OF_FOLDER {
                group.sample.pop();
            }
        }
        groups.retain(|key, group| {
            let known = self.folders.get(key);
            group.has_new && !known.is_some_and(FolderHabits::is_settled)
        });
        let n_bytes: u64 = files.iter().map(|file| file.len).sum();
        let budget_bytes = (n_bytes / ONE_FILE_IN as u64).clamp(MIN_BUDGET_BYTES, MAX_BUDGET_BYTES);
        let groups = share_out(groups, n_budget, budget_bytes);
        let n_chosen: usize = groups.iter().map(|group| group.files.len()).sum();
        Survey {
            groups,
            n_articles_of_file: (ARTICLES / n_chosen.max(1)).max(MIN_ARTICLES_OF_FILE),
        }
    }
}

impl Survey {
    /// Walks over the files, in the order in which what was observed in them is to be given back.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.groups.iter().flat_map(|group| &group.files)
    }

    /// Tells whether there is nothing to look at.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Looks at one file with the habits that are known; any thread can.
    pub fn look(&self, file: &File, fields: &FieldMap, habits: &Habits) -> Vec<Observed> {
        let mut observed = Vec::new();
        // A file that ends early has shown enough.
        let _ = read_file_knowing(file, fields, habits, &mut |item| {
            if let Item::Article(article) = item {
                observed.push(Observed::of(&article));
            }
            if observed.len() < self.n_articles_of_file {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        observed
    }
}

impl Observed {
    fn of(article: &Article) -> Self {
        let body = &article.body;
        let longest = body
            .paragraphs()
            .iter()
            .filter(|paragraph| paragraph.kind != ParagraphKind::Boilerplate)
            .map(|paragraph| body.slice(paragraph.span))
            .max_by_key(|text| text.len())
            .unwrap_or_default();
        let metadata = &article.metadata;
        let title = Some(&metadata.title).filter(|title| !title.derived);
        // Of an article without a story nobody can say what is no part of it.
        let lines = if longest.len() < MIN_STORY_BYTES {
            Vec::new()
        } else {
            boilerplate::edges(article).collect()
        };
        Self {
            story: hash_of_bytes(longest.as_bytes()),
            lines,
            title: title.and_then(|title| boilerplate::hash_of(&title.text, Edge::Head)),
            words: OddWords::of(body.text()),
            date: metadata.published.as_ref().map(|date| date.raw.clone()),
            publisher: metadata.source.as_deref().map(hash_of_name),
            is_inside: article.origin.inner.is_some(),
        }
    }
}

/// The files of one folder, of which those with the lowest hashes are the sample.
#[derive(Default)]
struct Gathered<'a> {
    n_files: usize,
    has_new: bool,
    sample: BinaryHeap<(u64, &'a Path, u64)>,
}

/// Gives each folder the same share of what may be looked at, until nothing is left of it.
fn share_out(
    gathered: BTreeMap<u64, Gathered<'_>>,
    n_budget: usize,
    mut budget_bytes: u64,
) -> Vec<Group> {
    let mut waiting: Vec<_> = gathered
        .into_iter()
        .map(|(key, gathered)| {
            let group = Group {
                key,
                files: Vec::new(),
                is_whole: false,
            };
            (group, gathered.n_files, gathered.sample.into_sorted_vec())
        })
        .collect();
    let mut n_left = n_budget;
    for rank in 0..MAX_FILES_OF_FOLDER {
        for (group, _, sample) in &mut waiting {
            let Some((_, path, len)) = sample.get(rank) else {
                continue;
            };
            let cost = (*len).min(MAX_COST_OF_FILE);
            if n_left > 0 && cost <= budget_bytes {
                n_left -= 1;
                budget_bytes -= cost;
                group.files.push(File {
                    path: path.to_path_buf(),
                    len: *len,
                    modified_ns: 0,
                });
            }
        }
    }
    waiting
        .into_iter()
        .filter(|(group, ..)| !group.files.is_empty())
        .map(|(group, n_files, _)| Group {
            is_whole: group.files.len() == n_files,
            ..group
        })
        .collect()
}

/// How many files lie below each folder.
struct Folders<'a> {
    n_files: HashMap<&'a Path, usize>,
    n_all: usize,
    min_files: usize,
}

impl<'a> Folders<'a> {
    fn of(files: &[Seen<'a>], min_files: usize) -> Self {
        let mut own: HashMap<&Path, usize> = HashMap::new();
        for file in files {
            *own.entry(parent_of(file.path)).or_default() += 1;
        }
        let mut n_files: HashMap<&Path, usize> = HashMap::new();
        for (folder, n) in own {
            for above in folder.ancestors() {
                *n_files.entry(above).or_default() += n;
            }
        }
        Self {
            n_files,
            n_all: files.len(),
            min_files,
        }
    }

    /// Returns the folder whose habits a file has: the nearest that has files enough and is no part of a date, or the
    /// one that holds them all.
    fn group_of<'p>(&self, path: &'p Path) -> &'p Path {
        let n_below = |folder: &Path| self.n_files.get(folder).copied().unwrap_or(0);
        let mut folder = parent_of(path);
        while n_below(folder) < self.n_all
            && (n_below(folder) < self.min_files || is_part_of_date(folder))
        {
            let Some(above) = folder.parent() else { break };
            folder = above;
        }
        folder
    }
}

/// Returns the folder a file lies in.
pub(super) fn parent_of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

fn is_part_of_date(folder: &Path) -> bool {
    folder
        .file_name()
        .and_then(|name| name.to_str())
        .is_some_and(is_date_name)
}

/// Returns a hash of the end of a path, so that a corpus gives the same sample wherever it lies.
fn hash_of_end(path: &Path) -> u64 {
    const N_PARTS: usize = 3;
    let mut parts = path.iter().rev().take(N_PARTS);
    let mut bytes = Vec::with_capacity(64);
    for part in &mut parts {
        bytes.extend_from_slice(part.as_bytes());
        bytes.push(0);
    }
    hash_of_bytes(&bytes)
}
