//! In which order do articles stand in a list?

use super::{
    Arrangement, Catalogue, Library, SortKey,
    catalogue::chunk::NameColumn,
    rowset::RowSet,
    shelf::{Shelf, ShelfError},
};
use rayon::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

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
        let kept = kept_as(arrangement.key)
            .and_then(|name| self.shelf().kept_order(name))
            .filter(|rows| rows.len() == catalogue.len())
            .and_then(|rows| turned(catalogue, rows, arrangement));
        let rows = kept.unwrap_or_else(|| arrange(catalogue, &catalogue.present(), arrangement));
        self.orders.put(catalogue, arrangement, rows)
    }
}

/// Keeps what is worked out of the whole catalogue, where that has not been done for this one yet.
pub(super) fn keep_derived(shelf: &Shelf) -> Result<(), ShelfError> {
    shelf.group_copies()?;
    let is_sorted =
        kept_as(SortKey::default()).is_some_and(|name| shelf.kept_order(name).is_some());
    if shelf.is_on_disk() && !is_sorted {
        keep_orders(shelf)?;
    }
    shelf.keep_by_key()
}

/// Keeps all orders on disk, so that no list costs any sorting.
fn keep_orders(shelf: &Shelf) -> Result<(), ShelfError> {
    let catalogue = shelf.catalogue();
    let present = catalogue.present();
    for key in SortKey::ALL {
        let Some(name) = kept_as(key) else { continue };
        let arrangement = Arrangement {
            key,
            reversed: false,
        };
        shelf.keep_order(name, &arrange(&catalogue, &present, arrangement))?;
    }
    Ok(())
}

/// Returns the name of the file that keeps an order.
fn kept_as(key: SortKey) -> Option<&'static str> {
    match key {
        SortKey::Relevance => None,
        SortKey::Date => Some("by-date"),
        SortKey::Title => Some("by-title"),
        SortKey::Source => Some("by-source"),
        SortKey::Author => Some("by-author"),
        SortKey::Length => Some("by-length"),
    }
}

/// Turns an order round where that is asked for; `None` where it takes more than that.
fn turned(catalogue: &Catalogue, mut rows: Vec<u32>, arrangement: Arrangement) -> Option<Vec<u32>> {
    if !arrangement.reversed {
        return Some(rows);
    }
    match arrangement.key {
        SortKey::Title | SortKey::Length => rows.reverse(),
        SortKey::Date => {
            let n_known = rows.partition_point(|row| catalogue.date(*row).is_known());
            rows[..n_known].reverse();
        }
        // Within one name the newest stays first, whichever way round.
        SortKey::Source | SortKey::Author | SortKey::Relevance => return None,
    }
    Some(rows)
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
    let (names, name_of) = catalogue.names(column);
    let mut sorted: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(idx, name)| (sort_key(name), *name, idx))
        .collect();
    sorted.sort_unstable();
    let mut ranks = vec![0; names.len()];
    for (rank, (.., idx)) in sorted.iter().enumerate() {
        ranks[*idx] = rank as u32;
    }
    by_keys(rows, reversed, |row| {
        let name = name_of[row as usize].checked_sub(1)?;
        // Within one name the newest stays first, whichever way round.
        let date = catalogue.date(row).0;
        let date = if reversed { date } else { u64::MAX - date };
        Some((ranks[name as usize], date))
    })
}

fn by_title(catalogue: &Catalogue, rows: Vec<u32>, reversed: bool) -> Vec<u32> {
    // The first letters decide most comparisons without touching the titles again.
    let mut keyed: Vec<(u128, u32)> = rows
        .into_par_iter()
        .map(|row| (first_letters(&catalogue.title(row)), row))
        .collect();
    keyed.par_sort_unstable_by(|(a, a_row), (b, b_row)| {
        a.cmp(b)
            .then_with(|| {
                let (a, b) = (catalogue.title(*a_row), catalogue.title(*b_row));
                sort_letters(&a).cmp(sort_letters(&b))
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
fn first_letters(text: &str) -> u128 {
    let mut letters = [0; 16];
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
    u128::from_be_bytes(letters)
}
