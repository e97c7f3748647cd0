//! The columns of up to 128 neighbouring articles as they lie in memory, in few bytes.
//!
//! ```text
//! keys     16 bytes each
//! numbers  the least of a column, and what each row has beyond it in as few bytes as the greatest needs
//! titles   in shorthand, where a table was learned
//! names    each name of the chunk once
//! ```
//!
//! About 75 bytes an article, of which half are its title. Where an article lies in its file is asked for seldom and
//! stays on disk.

use super::{
    Row,
    chunk::{Chunk, NameColumn, PackedDate},
    shorthand::{Scratch, Shorthand},
};
use crate::corpus::{ArticleKey, Place};
use std::{borrow::Cow, sync::Arc};

/// Columns that hold a name.
const N_NAME_COLUMNS: usize = 5;

/// The columns of neighbouring articles.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    keys: Box<[ArticleKey]>,
    /// Empty where they can be read from disk.
    places: Box<[Place]>,
    dates: Numbers,
    n_words: Numbers,
    title_ends: Numbers,
    name_ids: [Numbers; N_NAME_COLUMNS],
    name_ends: Numbers,
    /// What all columns of numbers have beyond their least.
    bytes: Box<[u8]>,
    /// A bit for each row whose title was made from its text.
    derived: [u64; 2],
    titles: Box<[u8]>,
    shorthand: Option<Arc<Shorthand>>,
    names: Box<str>,
    n_names: u16,
}

/// A column of numbers.
#[derive(Clone, Copy, Debug, Default)]
struct Numbers {
    least: u64,
    /// Where the first row stands.
    start: u32,
    n_bytes: u8,
}

/// Bytes behind the last number, so that each can be read as a whole word.
const PADDING: [u8; 8] = [0; 8];

impl Numbers {
    /// Appends a column to the bytes of all.
    fn pack(numbers: impl Iterator<Item = u64> + Clone, bytes: &mut Vec<u8>) -> Self {
        let least = numbers.clone().min().unwrap_or_default();
        let most = numbers.clone().max().unwrap_or_default();
        let n_bytes = (u64::BITS - (most - least).leading_zeros()).div_ceil(8);
        let start = bytes.len() as u32;
        for number in numbers {
            bytes.extend(&(number - least).to_le_bytes()[..n_bytes as usize]);
        }
        Self {
            least,
            start,
            n_bytes: n_bytes as u8,
        }
    }

    /// Returns the number of a row, which must be one of the column's.
    fn get(self, bytes: &[u8], idx: usize) -> u64 {
        let start = self.start as usize + idx * usize::from(self.n_bytes);
        let word = bytes
            .get(start..)
            .and_then(|rest| rest.first_chunk::<8>())
            .map_or(0, |word| u64::from_le_bytes(*word));
        let unused = u64::BITS - 8 * u32::from(self.n_bytes);
        self.least + (word & u64::MAX.checked_shr(unused).unwrap_or(0))
    }
}

impl Columns {
    /// Packs a chunk that is sound, its titles with this table.
    pub(crate) fn of(chunk: &Chunk, shorthand: Option<Arc<Shorthand>>, with_places: bool) -> Self {
        let mut bytes = Vec::new();
        let rows = 0..chunk.len();
        let dates = Numbers::pack(rows.clone().map(|idx| chunk.date(idx).0), &mut bytes);
        let n_words = Numbers::pack(
            rows.clone().map(|idx| u64::from(chunk.n_words(idx))),
            &mut bytes,
        );
        let name_ids = NameColumn::ALL.map(|column| {
            let ids = rows
                .clone()
                .map(|idx| u64::from(chunk.name_id(idx, column)));
            Numbers::pack(ids, &mut bytes)
        });
        let (mut titles, mut ends) = (Vec::new(), Vec::with_capacity(chunk.len()));
        for idx in rows.clone() {
            match &shorthand {
                Some(shorthand) => titles.extend(shorthand.shorten(chunk.title(idx))),
                None => titles.extend(chunk.title(idx).as_bytes()),
            }
            ends.push(titles.len() as u64);
        }
        let title_ends = Numbers::pack(ends.iter().copied(), &mut bytes);
        let (mut names, mut ends) = (String::new(), Vec::new());
        for id in 1..=chunk.n_names() {
            names.push_str(chunk.name_of_id(id));
            ends.push(names.len() as u64);
        }
        let name_ends = Numbers::pack(ends.iter().copied(), &mut bytes);
        bytes.extend(PADDING);
        let mut derived = [0; 2];
        for idx in rows.clone().filter(|idx| chunk.is_derived(*idx)) {
            derived[idx / 64] |= 1 << (idx % 64);
        }
        let places = rows.clone().filter(|_| with_places);
        Self {
            keys: rows.filter_map(|idx| chunk.key(idx)).collect(),
            places: places.filter_map(|idx| chunk.place(idx)).collect(),
            dates,
            n_words,
            title_ends,
            name_ids,
            name_ends,
            bytes: bytes.into(),
            derived,
            titles: titles.into(),
            shorthand,
            names: names.into(),
            n_names: chunk.n_names(),
        }
    }

    /// Returns how many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Returns one row.
    pub(crate) fn row(&self, idx: usize) -> Option<Row<'_>> {
        Some(Row {
            key: self.key(idx)?,
            title: self.title(idx),
            title_derived: self.derived[idx / 64] >> (idx % 64) & 1 == 1,
            date: self.date(idx).get(),
            source: self.name(idx, NameColumn::Source),
            section: self.name(idx, NameColumn::Section),
            byline: self.name(idx, NameColumn::Byline),
            place: self.name(idx, NameColumn::Place),
            language: self.name(idx, NameColumn::Language),
            n_words: self.n_words(idx),
        })
    }

    pub(crate) fn key(&self, idx: usize) -> Option<ArticleKey> {
        self.keys.get(idx).copied()
    }

    /// Returns where all articles lie in their files; nothing where that is to be read from disk.
    pub(crate) fn places(&self) -> &[Place] {
        &self.places
    }

    pub(crate) fn date(&self, idx: usize) -> PackedDate {
        PackedDate(self.number(self.dates, idx))
    }

    pub(crate) fn n_words(&self, idx: usize) -> u32 {
        self.number(self.n_words, idx) as u32
    }

    pub(crate) fn title(&self, idx: usize) -> Cow<'_, str> {
        match &self.shorthand {
            Some(shorthand) => {
                let mut scratch = Scratch::default();
                let title = shorthand.write_out(self.title_bytes(idx), &mut scratch);
                Cow::Owned(title.to_owned())
            }
            None => Cow::Borrowed(self.plain_title(idx)),
        }
    }

    /// Returns a title, written out where there is room for it.
    pub(crate) fn title_in<'s>(&'s self, idx: usize, scratch: &'s mut Scratch) -> &'s str {
        match &self.shorthand {
            Some(shorthand) => shorthand.write_out(self.title_bytes(idx), scratch),
            None => self.plain_title(idx),
        }
    }

    fn plain_title(&self, idx: usize) -> &str {
        std::str::from_utf8(self.title_bytes(idx)).unwrap_or_default()
    }

    fn title_bytes(&self, idx: usize) -> &[u8] {
        let range = self.piece(self.title_ends, idx);
        if idx < self.len() {
            self.titles.get(range).unwrap_or_default()
        } else {
            &[]
        }
    }

    fn name(&self, idx: usize, column: NameColumn) -> Option<&str> {
        match self.name_id(idx, column) {
            0 => None,
            id => Some(self.name_of_id(id)),
        }
    }

    /// Returns the position of a row's name in this chunk's list of names; 0 is *not known*.
    pub(crate) fn name_id(&self, idx: usize, column: NameColumn) -> u16 {
        self.number(self.name_ids[column as usize], idx) as u16
    }

    /// Returns the name at a position from 1 to [`n_names`](Self::n_names).
    pub(crate) fn name_of_id(&self, id: u16) -> &str {
        let range = self.piece(self.name_ends, usize::from(id) - 1);
        self.names.get(range).unwrap_or_default()
    }

    /// Returns how many names the chunk's list holds.
    pub(crate) fn n_names(&self) -> u16 {
        self.n_names
    }

    /// Returns a number of a row; 0 beyond the last.
    fn number(&self, column: Numbers, idx: usize) -> u64 {
        if idx < self.len() {
            column.get(&self.bytes, idx)
        } else {
            0
        }
    }

    fn piece(&self, ends: Numbers, idx: usize) -> std::ops::Range<usize> {
        let start = idx
            .checked_sub(1)
            .map_or(0, |before| ends.get(&self.bytes, before));
        start as usize..ends.get(&self.bytes, idx) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            chunk::{CHUNK_ROWS, ChunkBuilder, NewRow},
            shorthand::Learning,
        },
        *,
    };
    use crate::library::tests::{article, dated};
    use jiff::civil::date;
    use proptest::prelude::*;

    fn chunk(titles: &[String]) -> Chunk {
        let mut builder = ChunkBuilder::default();
        for (idx, title) in titles.iter().enumerate() {
            let mut one = article(title, &"word ".repeat(idx * idx * 10));
            if idx % 3 > 0 {
                let day = date(1990 + (idx % 60) as i16, 3, 1 + (idx % 28) as i8);
                one = dated(one, day, &format!("Source {}", idx % 7));
            }
            one.metadata.title.derived = idx % 5 == 0;
            one.metadata.section = (idx % 2 == 0).then(|| "World".to_owned());
            builder.push(&NewRow::of(&one));
        }
        builder.chunk().clone()
    }

    /// Checks that columns say what the chunk says that they were made of.
    fn check(chunk: &Chunk, columns: &Columns) {
        let mut scratch = Scratch::default();
        assert_eq!(columns.len(), chunk.len());
        assert_eq!(columns.n_names(), chunk.n_names());
        for idx in 0..chunk.len() + 3 {
            assert_eq!(columns.key(idx), chunk.key(idx));
            assert_eq!(columns.date(idx), chunk.date(idx));
            assert_eq!(columns.n_words(idx), chunk.n_words(idx));
            assert_eq!(columns.title(idx), chunk.title(idx));
            assert_eq!(columns.title_in(idx, &mut scratch), chunk.title(idx));
            let row = columns.row(idx);
            assert_eq!(row.is_some(), idx < chunk.len());
            assert!(row.is_none_or(|row| row.title_derived == chunk.is_derived(idx)));
            for column in NameColumn::ALL {
                let id = columns.name_id(idx, column);
                assert_eq!(id, chunk.name_id(idx, column));
                assert!(id == 0 || columns.name_of_id(id) == chunk.name_of_id(id));
            }
        }
    }

    proptest! {
        // Learning takes a while.
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn they_say_what_the_chunk_says(titles in prop::collection::vec("(?s)(The |é|.){0,30}", 0..CHUNK_ROWS)) {
            let chunk = chunk(&titles);
            check(&chunk, &Columns::of(&chunk, None, true));
            let learning = Learning::default();
            let table = (0..1_000).find_map(|n| learning.table_for([format!("The {n}").as_str()].into_iter()));
            let columns = Columns::of(&chunk, table, false);
            check(&chunk, &columns);
            prop_assert!(columns.places().is_empty());
        }

        #[test]
        fn numbers_come_back(numbers in prop::collection::vec((0u64..=u64::MAX, 0u32..64).prop_map(|(n, by)| n >> by), 0..40)) {
            let mut bytes = vec![7; 3];
            let column = Numbers::pack(numbers.iter().copied(), &mut bytes);
            bytes.extend(PADDING);
            for (idx, number) in numbers.iter().enumerate() {
                prop_assert_eq!(column.get(&bytes, idx), *number);
            }
        }
    }
}
