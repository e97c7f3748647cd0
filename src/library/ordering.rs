//! In which order do articles stand in a list?

use super::{
    Arrangement, Catalogue, Library, SortKey,
    catalogue::chunk::NameColumn,
    rowset::RowSet,
    shelf::{Shelf, ShelfError},
};
use rayon::prelude::*;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// A part of the catalogue smaller than one in so many rows is sorted by itself.
const SMALL_PART: usize = 16;

/// How many orders are kept in memory.
const MAX_ORDERS: usize = 3;

/// The orders of the whole catalogue that were asked for lately.
#[derive(Debug, Default)]
pub(super) struct Orders {
    kept: Mutex<Vec<Order>>,
}

#[derive(Clone, Debug)]
struct Order {
    n_rows: usize,
    n_gone: usize,
    arrangement: Arrangement,
    rows: Arc<Vec<u32>>,
}

impl Orders {
    /// Forgets all orders, as they belong to another catalogue.
    pub(super) fn clear(&self) {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    fn get(&self, catalogue: &Catalogue, arrangement: Arrangement) -> Option<Arc<Vec<u32>>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let order = kept.iter().find(|order| {
            order.n_rows == catalogue.n_rows()
                && order.n_gone == catalogue.n_gone()
                && order.arrangement == arrangement
        })?;
        Some(Arc::clone(&order.rows))
    }

    fn put(
        &self,
        catalogue: &Catalogue,
        arrangement: Arrangement,
        rows: Vec<u32>,
    ) -> Arc<Vec<u32>> {
        let rows = Arc::new(rows);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|order| order.n_rows == catalogue.n_rows() && order.arrangement != arrangement);
        if kept.len() >= MAX_ORDERS {
            kept.remove(0);
        }
        kept.push(Order {
            n_rows: catalogue.n_rows(),
            n_gone: catalogue.n_gone(),
            arrangement,
            rows: Arc::clone(&rows),
        });
        rows
    }
}

impl Library {
    /// Returns all articles, or those of a part, in order.
    pub(super) fn ordered(
        &self,
        catalogue: &Catalogue,
        arrangement: Arrangement,
        part: Option<&RowSet>,
    ) -> Vec<u32> {
        let Some(part) = part else {
            return self.order(catalogue, arrangement).to_vec();
        };
        if part.count() < catalogue.n_rows() / SMALL_PART {
            return arrange(catalogue, part, arrangement);
        }
        let order = self.order(catalogue, arrangement);
        order
            .iter()
            .copied()
            .filter(|row| part.contains(*row))
            .collect()
    }

    /// Returns all articles in order; sorted once for each state of the catalogue.
    pub(super) fn order(&self, catalogue: &Catalogue, arrangement: Arrangement) -> Arc<Vec<u32>> {
        if let Some(order) = self.orders.get(catalogue, arrangement) {
            return order;
        }
        if arrangement == Arrangement::default()
            && let Some(by_date) = self.shelf().kept_by_date()
            && by_date.len() == catalogue.len()
        {
            return self.orders.put(catalogue, arrangement, by_date);
        }
        let rows = arrange(catalogue, &catalogue.present(), arrangement);
        self.orders.put(catalogue, arrangement, rows)
    }

    /// Keeps the order by date on disk, so that the first list after opening costs no sorting.
    pub(super) fn keep_by_date(&self, shelf: &Shelf) -> Result<(), ShelfError> {
        let catalogue = shelf.catalogue();
        let rows = self.order(&catalogue, Arrangement::default());
        shelf.keep_by_date(&rows)
    }
}

/// Puts rows into the order of a list.
///
/// Unknown dates, publishers and authors stand last, whichever way round. Rows that are equal keep the order in which
/// they were read.
pub(crate) fn arrange(catalogue: &Catalogue, rows: &RowSet, arrangement: Arrangement) -> Vec<u32> {
    let mut rows: Vec<u32> = rows.iter().collect();
    let newest_first = |row: u32| u64::MAX - catalogue.date(row).0;
    match arrangement.key {
        SortKey::Relevance => {
            if arrangement.reversed {
                rows.reverse();
            }
            rows
        }
        SortKey::Date => by_keys(rows, arrangement.reversed, |row| {
            catalogue.date(row).is_known().then(|| newest_first(row))
        }),
        SortKey::Length => by_keys(rows, arrangement.reversed, |row| {
            Some(u32::MAX - catalogue.n_words(row))
        }),
        SortKey::Source => by_name(catalogue, rows, NameColumn::Source, arrangement.reversed),
        SortKey::Author => by_name(catalogue, rows, NameColumn::Byline, arrangement.reversed),
        SortKey::Title => by_title(catalogue, rows, arrangement.reversed),
    }
}

/// Sorts by a key that may be unknown.
fn by_keys<K: Ord + Send + Copy>(
    rows: Vec<u32>,
    reversed: bool,
    key: impl Fn(u32) -> Option<K> + Sync,
) -> Vec<u32> {
    let (mut known, mut unknown) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        match key(row) {
            Some(key) => known.push((key, row)),
            None => unknown.push(row),
        }
    }
    known.par_sort_unstable();
    let mut sorted: Vec<u32> = known.into_iter().map(|(_, row)| row).collect();
    if reversed {
        sorted.reverse();
    }
    sorted.append(&mut unknown);
    sorted
}

fn by_name(catalogue: &Catalogue, rows: Vec<u32>, column: NameColumn, reversed: bool) -> Vec<u32> {
    let mut ranks: HashMap<&str, u32> = HashMap::new();
    let mut name_of: Vec<&str> = vec![""; catalogue.n_rows()];
    catalogue.for_each_name(column, |row, name| {
        if let Some(name) = name {
            ranks.entry(name).or_default();
            name_of[row as usize] = name;
        }
    });
    let mut names: Vec<_> = ranks.keys().map(|name| (sort_key(name), *name)).collect();
    names.sort_unstable();
    for (rank, (_, name)) in names.iter().enumerate() {
        ranks.insert(name, rank as u32);
    }
    by_keys(rows, reversed, |row| {
        let rank = ranks.get(name_of[row as usize])?;
        // Within one name the newest stays first, whichever way round.
        let date = catalogue.date(row).0;
        Some((*rank, if reversed { date } else { u64::MAX - date }))
    })
}

fn by_title(catalogue: &Catalogue, rows: Vec<u32>, reversed: bool) -> Vec<u32> {
    // The first letters decide most comparisons without touching the titles again.
    let mut keyed: Vec<(u64, u32)> = rows
        .into_par_iter()
        .map(|row| (first_letters(catalogue.title(row)), row))
        .collect();
    keyed.par_sort_unstable_by(|(a, a_row), (b, b_row)| {
        a.cmp(b)
            .then_with(|| {
                sort_letters(catalogue.title(*a_row)).cmp(sort_letters(catalogue.title(*b_row)))
            })
            .then(a_row.cmp(b_row))
    });
    if reversed {
        keyed.reverse();
    }
    keyed.into_iter().map(|(_, row)| row).collect()
}

fn sort_letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars()
        .skip_while(|c| !c.is_alphanumeric())
        .flat_map(char::to_lowercase)
}

fn sort_key(text: &str) -> String {
    sort_letters(text).collect()
}

/// Packs the first letters of a title into a number that sorts as they do.
fn first_letters(text: &str) -> u64 {
    let mut letters = [0; 8];
    let mut len = 0;
    for c in sort_letters(text) {
        let mut buffer = [0; 4];
        let bytes = c.encode_utf8(&mut buffer).as_bytes();
        if len + bytes.len() > letters.len() {
            break;
        }
        letters[len..len + bytes.len()].copy_from_slice(bytes);
        len += bytes.len();
    }
    u64::from_be_bytes(letters)
}
