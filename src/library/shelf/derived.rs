//! What is worked out of the whole catalogue when the corpus has been read: orders, and which articles say the same.

use super::{OpenBlock, Shelf, ShelfError};
use crate::library::{
    catalogue::keys::KeyOrder,
    duplicates::{
        grouping::{self, Dated},
        sketch::{Sketch, Sketches},
    },
};

/// Samples that are taken anew are kept in pieces of this size.
const SAMPLES_AT_ONCE_BYTES: usize = 8 << 20;

impl Shelf {
    /// Returns the rows that are there in an order as it was kept with the last commit, if it was.
    pub(crate) fn kept_order(&self, name: &str) -> Option<Vec<u32>> {
        let (generation, rows) = self.disk.as_ref()?.home.read_rows(name)?;
        let n_rows = self.catalogue().n_rows() as u32;
        let is_sound = generation == self.generation() && rows.iter().all(|row| *row < n_rows);
        is_sound.then_some(rows)
    }

    /// Tells whether anything is kept beyond the end of the process.
    pub(crate) fn is_on_disk(&self) -> bool {
        self.disk.is_some()
    }

    /// Keeps the rows that are there in an order.
    pub(crate) fn keep_order(&self, name: &str, rows: &[u32]) -> Result<(), ShelfError> {
        if let Some(disk) = &self.disk {
            disk.home.write_rows(name, self.generation(), rows)?;
        }
        Ok(())
    }

    /// Keeps the rows in order of their keys, for finding an article by its key, where they are not kept yet.
    pub(crate) fn keep_by_key(&self) -> Result<(), ShelfError> {
        let catalogue = self.catalogue();
        if catalogue.n_rows_by_key() == catalogue.n_rows() {
            return Ok(());
        }
        let keys = catalogue.keys();
        let order = KeyOrder::make(&keys, self.disk.as_ref().map(|disk| &disk.home))?;
        self.adding().catalogue.set_key_order(order);
        self.publish()
    }

    /// Returns the samples of all texts; none where they are damaged.
    fn sketches(&self) -> Sketches {
        let adding = self.adding();
        let mut sketches = Sketches::default();
        for place in &adding.sketch_places {
            let piece = adding.sketches.get(*place);
            let added = piece.and_then(|piece| sketches.add(&piece).ok());
            if added.is_none() {
                return Sketches::default();
            }
        }
        sketches
    }

    /// Takes samples of all texts anew.
    fn sample_again(&self, n_rows: u32) -> Result<(), ShelfError> {
        let mut block: Option<OpenBlock> = None;
        let mut places = Vec::new();
        let mut bytes = Vec::new();
        for row in 0..n_rows {
            if block.as_ref().is_none_or(|block| !block.holds(row)) {
                block = self.open_block(row);
            }
            let article = block.as_ref().and_then(|block| block.get(row));
            let sketch = article.map(|article| Sketch::of(article.body.text()));
            sketch.unwrap_or_default().write(&mut bytes);
            if bytes.len() >= SAMPLES_AT_ONCE_BYTES || row + 1 == n_rows {
                places.push(self.adding().sketches.push(&bytes)?);
                bytes.clear();
            }
        }
        let mut adding = self.adding();
        adding.sketch_places = places;
        self.write_manifest(&mut adding)
    }

    /// Finds out which articles say the same, where that is not known yet, and shows it.
    pub(crate) fn group_copies(&self) -> Result<(), ShelfError> {
        let catalogue = self.catalogue();
        if catalogue.are_copies_known() {
            return Ok(());
        }
        let mut sketches = self.sketches();
        if sketches.len() != catalogue.n_rows() {
            self.sample_again(catalogue.n_rows() as u32)?;
            sketches = self.sketches();
        }
        let dated: Vec<Dated> = catalogue.dated().collect();
        let copies = grouping::group(&sketches, &dated, catalogue.gone());
        if let Some(disk) = &self.disk {
            disk.home.write_checked("copies", copies.kept())?;
        }
        self.adding().catalogue.set_copies(copies);
        self.publish()
    }
}
