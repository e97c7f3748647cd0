//! The few columns of every article that lists, sorts and filters need.
//!
//! ```text
//! row ──▶ chunk (128 rows) ──▶ columns: key · title · date · names · words
//! ```
//!
//! Columns are shared: a catalogue that is published while articles are still being read costs a list of pointers and
//! one unfinished chunk. A chunk that lies on disk is read when one of its rows is first asked for.

pub(crate) mod chunk;
mod columns;
pub(crate) mod keys;
mod shorthand;

pub(crate) use shorthand::Scratch;

use super::{
    duplicates::{Copies, grouping::Dated},
    packed::{Pieces, Place},
    rowset::RowSet,
};
use crate::corpus::{self, ArticleKey, Precision};
use chunk::{CHUNK_ROWS, Chunk, ChunkBuilder, NameColumn, NewRow, PackedDate};
use columns::Columns;
use jiff::civil::DateTime;
use keys::KeyOrder;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use shorthand::Learning;
use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Arc, OnceLock},
};

/// The position of an article in the [`Catalogue`]; good as long as the library is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArticleId(pub u32);

/// The columns of all articles. Published whole and never edited; a newer one replaces it.
///
/// Articles are only ever added: an id stays good. One whose file is gone keeps its row and is marked.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    chunks: Vec<Slot>,
    n_rows: usize,
    gone: Arc<RowSet>,
    n_gone: usize,
    copies: Arc<Copies>,
    by_key: Arc<KeyOrder>,
}

/// The columns of a chunk in memory, or the place to read them from.
#[derive(Clone, Debug)]
enum Slot {
    Ready(Arc<Columns>),
    Stored(Arc<Stored>),
}

#[derive(Debug)]
struct Stored {
    pieces: Arc<Pieces>,
    place: Place,
    learning: Arc<Learning>,
    columns: OnceLock<Columns>,
}

impl Stored {
    /// Reads the chunk; an empty one where it is damaged.
    fn read(&self) -> Chunk {
        let piece = self.pieces.get(self.place).unwrap_or_default();
        let chunk: Chunk = postcard::from_bytes(&piece).unwrap_or_default();
        if chunk.is_sound() {
            chunk
        } else {
            Chunk::default()
        }
    }
}

impl Slot {
    fn columns(&self) -> &Columns {
        match self {
            Self::Ready(columns) => columns,
            Self::Stored(stored) => stored
                .columns
                .get_or_init(|| columns_of(&stored.read(), &stored.learning, false)),
        }
    }

    fn places(&self) -> Vec<corpus::Place> {
        match self {
            Self::Ready(columns) => columns.places().to_vec(),
            Self::Stored(stored) => stored.read().places().to_vec(),
        }
    }
}

fn columns_of(chunk: &Chunk, learning: &Learning, with_places: bool) -> Columns {
    Columns::of(chunk, learning.table_for(chunk.titles()), with_places)
}

/// One article as a list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    /// Its name that survives runs.
    pub key: ArticleKey,
    /// The headline.
    pub title: Cow<'a, str>,
    /// The headline was made from the first words of the text.
    pub title_derived: bool,
    /// When it was published, in the publisher's time.
    pub date: Option<(DateTime, Precision)>,
    /// The publisher.
    pub source: Option<&'a str>,
    /// The part of the publication.
    pub section: Option<&'a str>,
    /// Who wrote it.
    pub byline: Option<&'a str>,
    /// The place of the date line.
    pub place: Option<&'a str>,
    /// The language as an ISO 639-1 code.
    pub language: Option<&'a str>,
    /// Words of the reading text.
    pub n_words: u32,
}

impl Catalogue {
    /// Returns how many articles there are, without those that are gone.
    pub fn len(&self) -> usize {
        self.n_rows - self.n_gone
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number above all ids: rows of articles that are gone count too.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Tells whether the article was there once and is there no more.
    pub fn is_gone(&self, id: ArticleId) -> bool {
        self.gone.contains(id.0)
    }

    /// Returns one article's columns.
    pub fn row(&self, id: ArticleId) -> Option<Row<'_>> {
        let (columns, idx) = self.position(id.0)?;
        columns.row(idx)
    }

    /// Finds an article by its key; of several equal ones the first that is still there.
    pub fn find(&self, key: ArticleKey) -> Option<ArticleId> {
        let sorted = self.by_key.find(key, |row| self.key(ArticleId(row)));
        let added = self.by_key.len() as u32..self.n_rows as u32;
        let mut rows = sorted.chain(added.filter(|row| self.key(ArticleId(*row)) == Some(key)));
        let first = rows.next().map(ArticleId)?;
        if !self.is_gone(first) {
            return Some(first);
        }
        rows.map(ArticleId)
            .find(|id| !self.is_gone(*id))
            .or(Some(first))
    }

    /// Returns the articles that say the same as this one (wire copies, later versions), itself among them, the oldest
    /// first; nothing where it stands alone.
    ///
    /// The groups do not overlap: each member answers with the same list, so its first one names the group and its
    /// length is the `9` of `×9`. They are found when the corpus has been read to its end; while it is being read, and
    /// for articles that came since, the answer is that of before. Members that are gone since are still in the list.
    /// Costs a few nanoseconds and touches no disk.
    pub fn copies(&self, id: ArticleId) -> &[ArticleId] {
        self.copies.group(id)
    }

    /// Walks over all articles that are there, in the order in which they were read.
    pub fn ids(&self) -> impl Iterator<Item = ArticleId> + '_ {
        (0..self.n_rows as u32)
            .map(ArticleId)
            .filter(|id| !self.is_gone(*id))
    }

    /// Walks over all articles that are there with their keys and where each lies: what stays the same when it is
    /// fetched again and its text differs a little. Reads the disk.
    pub fn places(&self) -> impl Iterator<Item = (corpus::Place, ArticleKey)> + '_ {
        let chunks = self.chunks.iter().enumerate();
        chunks.flat_map(move |(chunk_idx, slot)| {
            let places = slot.places().into_iter().enumerate();
            places.filter_map(move |(idx, place)| {
                let id = ArticleId((chunk_idx * CHUNK_ROWS + idx) as u32);
                let key = self.key(id).filter(|_| !self.is_gone(id))?;
                Some((place, key))
            })
        })
    }

    /// Returns the name of an article that survives runs; quicker than all columns.
    pub fn key(&self, id: ArticleId) -> Option<ArticleKey> {
        let (columns, idx) = self.position(id.0)?;
        columns.key(idx)
    }

    /// Returns when an article was published; quicker than all columns.
    pub fn published(&self, id: ArticleId) -> Option<(DateTime, Precision)> {
        self.date(id.0).get()
    }

    pub(crate) fn date(&self, row: u32) -> PackedDate {
        self.position(row)
            .map_or(PackedDate::default(), |(columns, idx)| columns.date(idx))
    }

    pub(crate) fn title(&self, row: u32) -> Cow<'_, str> {
        self.position(row)
            .map_or(Cow::Borrowed(""), |(columns, idx)| columns.title(idx))
    }

    /// Returns a title, written out where there is room for it: for going through many.
    pub(crate) fn title_in<'s>(&'s self, row: u32, scratch: &'s mut Scratch) -> &'s str {
        match self.position(row) {
            Some((columns, idx)) => columns.title_in(idx, scratch),
            None => "",
        }
    }

    pub(crate) fn n_words(&self, row: u32) -> u32 {
        self.position(row)
            .map_or(0, |(columns, idx)| columns.n_words(idx))
    }

    /// Returns how many rows are in the order of keys; those that came since are not.
    pub(crate) fn n_rows_by_key(&self) -> usize {
        self.by_key.len()
    }

    /// Returns the keys of all rows.
    pub(crate) fn keys(&self) -> Vec<ArticleKey> {
        let rows = 0..self.n_rows as u32;
        rows.map(|row| self.key(ArticleId(row)).unwrap_or(ArticleKey(0)))
            .collect()
    }

    /// Walks over all rows with what is needed to tell which say the same.
    pub(crate) fn dated(&self) -> impl Iterator<Item = Dated> + '_ {
        let epoch = jiff::civil::Date::ZERO;
        (0..self.n_rows as u32).map(move |row| {
            let day = self.date(row).get().and_then(|(at, precision)| {
                let is_known = !matches!(precision, Precision::Year | Precision::Month);
                let days = is_known.then(|| at.date().since(epoch).ok())??.get_days();
                Some(days)
            });
            Dated {
                day,
                key: self
                    .key(ArticleId(row))
                    .unwrap_or(ArticleKey(u128::from(row))),
            }
        })
    }

    /// Returns the rows that are there.
    pub(crate) fn present(&self) -> RowSet {
        let mut present = RowSet::all(self.n_rows);
        present.subtract(&self.gone);
        present
    }

    /// Returns the rows whose name in a column fulfils `test`; each different name is tested once a chunk.
    pub(crate) fn rows_named(&self, column: NameColumn, test: impl Fn(&str) -> bool) -> RowSet {
        let mut rows = RowSet::none(self.n_rows);
        for (chunk_idx, slot) in self.chunks.iter().enumerate() {
            let columns = slot.columns();
            let mut known: Vec<Option<bool>> = vec![None; usize::from(columns.n_names()) + 1];
            known[0] = Some(false);
            for idx in 0..columns.len() {
                let id = columns.name_id(idx, column);
                let holds = &mut known[usize::from(id)];
                if *holds.get_or_insert_with(|| test(columns.name_of_id(id))) {
                    rows.insert((chunk_idx * CHUNK_ROWS + idx) as u32);
                }
            }
        }
        rows
    }

    /// Returns the different names of a column, and for each row the position of its name from 1; 0 is *not known*.
    pub(crate) fn names(&self, column: NameColumn) -> (Vec<&str>, Vec<u32>) {
        let mut positions: HashMap<&str, u32> = HashMap::new();
        let mut names = Vec::new();
        let mut name_of = vec![0; self.n_rows];
        for (chunk_idx, slot) in self.chunks.iter().enumerate() {
            let columns = slot.columns();
            // Each name of the chunk is looked up once.
            let mut known = vec![0; usize::from(columns.n_names()) + 1];
            for idx in 0..columns.len() {
                let id = columns.name_id(idx, column);
                if id == 0 {
                    continue;
                }
                let position = &mut known[usize::from(id)];
                if *position == 0 {
                    let name = columns.name_of_id(id);
                    *position = *positions.entry(name).or_insert_with(|| {
                        names.push(name);
                        names.len() as u32
                    });
                }
                name_of[chunk_idx * CHUNK_ROWS + idx] = *position;
            }
        }
        (names, name_of)
    }

    fn position(&self, row: u32) -> Option<(&Columns, usize)> {
        let row = row as usize;
        let slot = self.chunks.get(row / CHUNK_ROWS)?;
        Some((slot.columns(), row % CHUNK_ROWS))
    }

    /// Reads all chunks; tells whether all of them are sound.
    pub(crate) fn load(&self) -> bool {
        let lens = self.chunks.par_iter().map(|slot| slot.columns().len());
        lens.sum::<usize>() == self.n_rows
    }

    /// Tells whether the groups of copies are those of this very catalogue.
    pub(crate) fn are_copies_known(&self) -> bool {
        self.copies.are_of(self.n_rows, self.n_gone)
    }

    /// Returns the rows that are gone.
    pub(crate) fn gone(&self) -> &RowSet {
        &self.gone
    }

    /// Returns how many rows are of articles that are gone.
    pub(crate) fn n_gone(&self) -> usize {
        self.n_gone
    }
}

/// Adds articles to a catalogue.
#[derive(Debug, Default)]
pub(crate) struct CatalogueBuilder {
    pieces: Arc<Pieces>,
    learning: Arc<Learning>,
    full: Vec<Slot>,
    places: Vec<Place>,
    last: ChunkBuilder,
    gone: RowSet,
    copies: Arc<Copies>,
    by_key: Arc<KeyOrder>,
}

impl CatalogueBuilder {
    /// Goes on with a catalogue whose full chunks lie at `places`.
    pub(crate) fn of(pieces: Pieces, places: Vec<Place>, tail: Chunk, gone: Vec<u64>) -> Self {
        let mut builder = Self {
            pieces: Arc::new(pieces),
            last: ChunkBuilder::of(tail),
            ..Self::default()
        };
        builder.full = places
            .iter()
            .map(|place| builder.stored(*place, OnceLock::new()))
            .collect();
        builder.places = places;
        builder.gone = RowSet::of_words(gone, builder.n_rows());
        builder
    }

    /// Adds a row and returns its position.
    pub(crate) fn push(&mut self, row: &NewRow) -> std::io::Result<u32> {
        let n_rows = self.n_rows();
        self.last.push(row);
        if self.last.is_full() {
            let full = std::mem::take(&mut self.last);
            let is_kept = self.pieces.are_in_file();
            let columns = columns_of(full.chunk(), &self.learning, !is_kept);
            let slot = if is_kept {
                let piece = postcard::to_stdvec(full.chunk()).map_err(std::io::Error::other)?;
                let place = self.pieces.push(&piece)?;
                self.places.push(place);
                self.stored(place, OnceLock::from(columns))
            } else {
                Slot::Ready(Arc::new(columns))
            };
            self.full.push(slot);
        }
        Ok(n_rows as u32)
    }

    fn stored(&self, place: Place, columns: OnceLock<Columns>) -> Slot {
        Slot::Stored(Arc::new(Stored {
            pieces: Arc::clone(&self.pieces),
            place,
            learning: Arc::clone(&self.learning),
            columns,
        }))
    }

    /// Marks rows as gone.
    pub(crate) fn add_gone(&mut self, rows: impl IntoIterator<Item = u32>) {
        self.gone = std::mem::take(&mut self.gone).resized(self.n_rows());
        rows.into_iter().for_each(|row| self.gone.insert(row));
    }

    /// Takes up which articles say the same.
    pub(crate) fn set_copies(&mut self, copies: Copies) {
        self.copies = Arc::new(copies);
    }

    /// Takes up the order of the keys.
    pub(crate) fn set_key_order(&mut self, order: KeyOrder) {
        self.by_key = Arc::new(order);
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.full.len() * CHUNK_ROWS + self.last.len()
    }

    /// Returns the catalogue as it is now.
    pub(crate) fn snapshot(&self) -> Catalogue {
        let mut chunks = self.full.clone();
        if !self.last.is_empty() {
            let columns = Columns::of(self.last.chunk(), None, true);
            chunks.push(Slot::Ready(Arc::new(columns)));
        }
        let n_rows = self.n_rows();
        let gone = self.gone.clone().resized(n_rows);
        Catalogue {
            chunks,
            n_rows,
            n_gone: gone.count(),
            gone: Arc::new(gone),
            copies: Arc::clone(&self.copies),
            by_key: Arc::clone(&self.by_key),
        }
    }

    /// Returns what a manifest says of the catalogue: places, bytes that count, unfinished chunk, rows that are gone.
    pub(crate) fn kept(&self) -> (Vec<Place>, u64, Chunk, Vec<u64>) {
        let gone = self.gone.clone().resized(self.n_rows());
        let gone = if gone.is_empty() {
            Vec::new()
        } else {
            gone.words().to_vec()
        };
        (
            self.places.clone(),
            self.pieces.len(),
            self.last.chunk().clone(),
            gone,
        )
    }

    /// Waits until everything is on the disk.
    pub(crate) fn sync(&self) -> std::io::Result<()> {
        self.pieces.sync()
    }
}
