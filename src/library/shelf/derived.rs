//! What is worked out of the whole catalogue when the corpus has been read: orders, and which articles say the same.

use super::{Shelf, ShelfError};
use crate::library::{
    catalogue::keys::KeyOrder,
    duplicates::{
        grouping::{self, Dated},
        sketch::Sketches,
    },
};

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

    /// Finds out which articles say the same, where that is not known yet, and shows it.
    pub(crate) fn group_copies(&self) -> Result<(), ShelfError> {
        let catalogue = self.catalogue();
        if catalogue.are_copies_known() {
            return Ok(());
        }
        let mut bytes = Vec::new();
        let adding = self.adding();
        for place in &adding.sketch_places {
            let damaged = ShelfError::Damaged("the samples of the texts cannot be read");
            bytes.extend(adding.sketches.get(*place).ok_or(damaged)?);
        }
        drop(adding);
        let sketches = Sketches::read(&bytes)?;
        drop(bytes);
        if sketches.len() != catalogue.n_rows() {
            return Err(ShelfError::Damaged("samples of texts are missing"));
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
