//! The columns of up to 128 neighbouring articles as they lie on disk, and while they are being filled.

use crate::corpus::{Article, ArticleKey, Place, Precision};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Rows of a full chunk. All chunks but the last are full. Few, because a screen of a list by date may have to read as
/// many chunks as it has lines.
pub(crate) const CHUNK_ROWS: usize = 128;

/// Longer titles are cut, so that one mad title cannot fill the memory.
const MAX_TITLE_BYTES: usize = 1_000;

/// Longer names of publishers, sections, authors and places are cut.
const MAX_NAME_BYTES: usize = 300;

/// The columns that hold a name out of the chunk's own list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameColumn {
    Source,
    Section,
    Byline,
    Place,
    Language,
}

impl NameColumn {
    /// All of them, in the order of their positions.
    pub(crate) const ALL: [Self; 5] = [
        Self::Source,
        Self::Section,
        Self::Byline,
        Self::Place,
        Self::Language,
    ];
}

/// The columns of neighbouring articles.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Chunk {
    keys: Vec<ArticleKey>,
    places: Vec<Place>,
    dates: Vec<PackedDate>,
    titles: String,
    title_ends: Vec<u32>,
    derived: Vec<bool>,
    n_words: Vec<u32>,
    /// Positions in `names`, one for each [`NameColumn`]; 0 is *not known*.
    name_ids: Vec<[u16; 5]>,
    names: String,
    name_ends: Vec<u32>,
}

/// A date with its precision in one number that sorts by time; 0 is *not known*.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct PackedDate(pub(crate) u64);

impl PackedDate {
    pub(crate) fn of(date: Option<(DateTime, Precision)>) -> Self {
        let Some((at, precision)) = date else {
            return Self(0);
        };
        let precision = match precision {
            Precision::Year => 0,
            Precision::Month => 1,
            Precision::Day => 2,
            Precision::Minute => 3,
            Precision::Second => 4,
        };
        let fields = [
            ((at.year() + 10_000) as u64, 15),
            (at.month() as u64, 4),
            (at.day() as u64, 5),
            (at.hour() as u64, 5),
            (at.minute() as u64, 6),
            (at.second() as u64, 6),
            (precision, 3),
        ];
        Self(
            fields
                .iter()
                .fold(0, |packed, (value, bits)| packed << bits | value),
        )
    }

    /// Returns the first moment of a day, for comparing.
    pub(crate) fn start_of(day: jiff::civil::Date) -> Self {
        Self::of(Some((day.at(0, 0, 0, 0), Precision::Year)))
    }

    pub(crate) fn is_known(self) -> bool {
        self.0 != 0
    }

    /// Returns the day as a number that grows by one from day to day within a month, for grouping.
    pub(crate) fn get(self) -> Option<(DateTime, Precision)> {
        if self.0 == 0 {
            return None;
        }
        let mut rest = self.0;
        let mut take = |bits: u32| {
            let value = rest & ((1 << bits) - 1);
            rest >>= bits;
            value as i8
        };
        let precision = match take(3) {
            0 => Precision::Year,
            1 => Precision::Month,
            2 => Precision::Day,
            3 => Precision::Minute,
            _ => Precision::Second,
        };
        let second = take(6);
        let minute = take(6);
        let hour = take(5);
        let day = take(5);
        let month = take(4);
        let year = rest as i16 - 10_000;
        DateTime::new(year, month, day, hour, minute, second, 0)
            .ok()
            .map(|at| (at, precision))
    }
}

impl Chunk {
    /// Returns how many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn key(&self, idx: usize) -> Option<ArticleKey> {
        self.keys.get(idx).copied()
    }

    pub(crate) fn place(&self, idx: usize) -> Option<Place> {
        self.places.get(idx).copied()
    }

    /// Returns where all articles lie in their files.
    pub(crate) fn places(&self) -> &[Place] {
        &self.places
    }

    pub(crate) fn date(&self, idx: usize) -> PackedDate {
        self.dates.get(idx).copied().unwrap_or_default()
    }

    pub(crate) fn n_words(&self, idx: usize) -> u32 {
        self.n_words.get(idx).copied().unwrap_or_default()
    }

    pub(crate) fn title(&self, idx: usize) -> &str {
        piece(&self.titles, &self.title_ends, idx)
    }

    /// Tells whether the title was made from the first words of the text.
    pub(crate) fn is_derived(&self, idx: usize) -> bool {
        self.derived.get(idx).copied().unwrap_or_default()
    }

    /// Walks over all titles.
    pub(crate) fn titles(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|idx| self.title(idx))
    }

    /// Returns the position of a row's name in this chunk's list of names; 0 is *not known*.
    pub(crate) fn name_id(&self, idx: usize, column: NameColumn) -> u16 {
        self.name_ids.get(idx).map_or(0, |ids| ids[column as usize])
    }

    /// Returns the name at a position from 1.
    pub(crate) fn name_of_id(&self, id: u16) -> &str {
        piece(&self.names, &self.name_ends, usize::from(id) - 1)
    }

    /// Returns how many names the chunk's list holds.
    pub(crate) fn n_names(&self) -> u16 {
        self.name_ends.len() as u16
    }

    /// Tells whether the columns fit one another; a chunk from a damaged file may not.
    pub(crate) fn is_sound(&self) -> bool {
        let n_rows = self.keys.len();
        n_rows <= CHUNK_ROWS
            && self.places.len() == n_rows
            && self.dates.len() == n_rows
            && self.title_ends.len() == n_rows
            && self.derived.len() == n_rows
            && self.n_words.len() == n_rows
            && self.name_ids.len() == n_rows
            && self
                .name_ids
                .iter()
                .flatten()
                .all(|id| usize::from(*id) <= self.name_ends.len())
    }
}

fn piece<'t>(text: &'t str, ends: &[u32], idx: usize) -> &'t str {
    let start = match idx.checked_sub(1) {
        Some(before) => ends.get(before).copied().unwrap_or_default(),
        None => 0,
    };
    let end = ends.get(idx).copied().unwrap_or_default();
    text.get(start as usize..end as usize).unwrap_or_default()
}

/// What the catalogue keeps of one article.
#[derive(Clone, Debug)]
pub(crate) struct NewRow {
    key: ArticleKey,
    place: Place,
    title: String,
    title_derived: bool,
    date: PackedDate,
    names: [Option<String>; 5],
    n_words: u32,
}

impl NewRow {
    /// Returns the name that survives runs.
    pub(crate) fn key(&self) -> ArticleKey {
        self.key
    }

    /// Takes the columns out of an article.
    pub(crate) fn of(article: &Article) -> Self {
        let metadata = &article.metadata;
        let name = |name: &Option<String>| {
            name.as_deref()
                .map(|name| cut(name.trim(), MAX_NAME_BYTES).to_owned())
                .filter(|name| !name.is_empty())
        };
        Self {
            key: article.key,
            place: Place::of(
                &article.origin.path,
                article.origin.inner.as_deref(),
                &metadata.title.text,
            ),
            title: cut(&metadata.title.text, MAX_TITLE_BYTES).to_owned(),
            title_derived: metadata.title.derived,
            date: PackedDate::of(
                metadata
                    .published
                    .as_ref()
                    .map(|published| (published.at, published.precision)),
            ),
            names: [
                name(&metadata.source),
                name(&metadata.section),
                name(&metadata.byline),
                name(&metadata.place),
                name(&metadata.language),
            ],
            n_words: n_words(article.body.text()),
        }
    }
}

/// Counts words as people do: runs without spaces.
fn n_words(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut n_words = 0;
    let mut is_in_word = false;
    let mut at = 0;
    // Nearly all characters are a byte each.
    while let Some(&byte) = bytes.get(at) {
        let c = if byte.is_ascii() {
            char::from(byte)
        } else {
            text[at..].chars().next().unwrap_or(' ')
        };
        let is_space = c.is_whitespace();
        n_words += u32::from(!is_space && !is_in_word);
        is_in_word = !is_space;
        at += c.len_utf8();
    }
    n_words
}

fn cut(text: &str, max: usize) -> &str {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Fills a chunk row by row.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChunkBuilder {
    chunk: Chunk,
    ids: HashMap<String, u16>,
}

impl ChunkBuilder {
    /// Goes on with a chunk that is not full.
    pub(crate) fn of(chunk: Chunk) -> Self {
        let ids = (1..=chunk.n_names())
            .map(|id| (chunk.name_of_id(id).to_owned(), id))
            .collect();
        Self { chunk, ids }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.chunk.len() >= CHUNK_ROWS
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.chunk.len() == 0
    }

    pub(crate) fn len(&self) -> usize {
        self.chunk.len()
    }

    pub(crate) fn push(&mut self, row: &NewRow) {
        let chunk = &mut self.chunk;
        chunk.keys.push(row.key);
        chunk.places.push(row.place);
        chunk.dates.push(row.date);
        chunk.titles.push_str(&row.title);
        chunk.title_ends.push(chunk.titles.len() as u32);
        chunk.derived.push(row.title_derived);
        chunk.n_words.push(row.n_words);
        let mut ids = [0; 5];
        for (id, name) in ids.iter_mut().zip(&row.names) {
            let Some(name) = name else { continue };
            *id = match self.ids.get(name) {
                Some(id) => *id,
                None => {
                    chunk.names.push_str(name);
                    chunk.name_ends.push(chunk.names.len() as u32);
                    let id = chunk.name_ends.len() as u16;
                    self.ids.insert(name.clone(), id);
                    id
                }
            };
        }
        chunk.name_ids.push(ids);
    }

    /// Returns the chunk as it is now.
    pub(crate) fn chunk(&self) -> &Chunk {
        &self.chunk
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;
    use proptest::prelude::*;

    #[test]
    fn dates_survive_packing_and_sort_by_time() {
        let dates = [
            (datetime(2010, 4, 15, 9, 29, 0, 0), Precision::Minute),
            (datetime(2012, 10, 6, 0, 0, 0, 0), Precision::Day),
            (datetime(2012, 10, 6, 23, 59, 59, 0), Precision::Second),
            (datetime(2013, 1, 1, 0, 0, 0, 0), Precision::Year),
        ];
        for date in dates {
            assert_eq!(PackedDate::of(Some(date)).get(), Some(date));
        }
        let packed = dates.map(|date| PackedDate::of(Some(date)));
        assert!(packed.is_sorted());
        assert_eq!(PackedDate::of(None).get(), None);
    }

    proptest! {
        #[test]
        fn words_are_runs_without_spaces(text in "(?s)([a-zé北\u{1f600}]{0,3}[ \t\n\u{b}\u{a0}\u{2003}\u{3000}]{0,2}|.){0,20}") {
            prop_assert_eq!(n_words(&text) as usize, text.split_whitespace().count());
        }
    }
}
