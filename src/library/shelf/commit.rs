//! When is what was added safe on the disk, and in which order?
//!
//! The manifest goes first: the index may then be behind, never ahead, and is completed from the texts.

use super::{Adding, Manifest, OpenBlock, Shelf, ShelfError};
use std::{io, sync::atomic::Ordering};

impl Shelf {
    /// Keeps what was added and makes it findable.
    pub(crate) fn commit(&self) -> Result<(), ShelfError> {
        let mut adding = self.adding();
        self.close_block(&mut adding)?;
        self.write_manifest(&mut adding)?;
        let n_rows = adding.catalogue.n_rows() as u32;
        drop(adding);
        self.fulltext().engine().commit(n_rows)?;
        Ok(())
    }

    /// Keeps the names and quotations that were added.
    pub(crate) fn commit_ledger(&self) -> Result<(), ShelfError> {
        Ok(self.ledger().engine().commit(self.n_analysed())?)
    }

    /// Ends a reading: the corpus was read to its end, everything is on the disk, the memory of writing is free.
    pub(crate) fn finish_reading(&self) -> Result<(), ShelfError> {
        self.adding().is_whole = true;
        self.commit()?;
        self.commit_ledger()?;
        if let Some(disk) = &self.disk {
            let mut adding = self.adding();
            if adding.files.is_overgrown() {
                let next = adding.files_place.0 + 1;
                let name = files_name(next);
                let len = adding.files.rewrite(&disk.home, &name)?;
                let old = files_name(adding.files_place.0);
                adding.files_log = Some(disk.home.open_appended(&name, len, true)?);
                adding.files_place = (next, len);
                self.write_manifest(&mut adding)?;
                // A log that cannot be removed is only in the way.
                let _ = std::fs::remove_file(disk.home.folder().join(old));
            }
            adding.catalogue.sync()?;
            self.texts.sync()?;
        }
        self.fulltext().engine().rest();
        Ok(())
    }

    /// Brings the indexes into line with the catalogue after a process died between two commits.
    pub(crate) fn complete_indexes(&self) -> Result<(), ShelfError> {
        let n_rows = self.catalogue().n_rows() as u32;
        let mut first = self.fulltext().engine().n_rows();
        if first > n_rows {
            self.fulltext().engine().clear()?;
            first = 0;
        }
        if self.n_analysed() > n_rows {
            self.ledger().engine().clear()?;
            self.n_analysed.store(0, Ordering::Release);
        }
        if first == n_rows {
            return Ok(());
        }
        let mut block: Option<OpenBlock> = None;
        for row in first..n_rows {
            if block.as_ref().is_none_or(|block| !block.holds(row)) {
                block = self.open_block(row);
            }
            let article = block.as_ref().and_then(|block| block.get(row));
            let article = article.ok_or(ShelfError::Damaged("an article cannot be read"))?;
            self.fulltext()
                .add(row, &article.metadata.title.text, article.body.text())?;
        }
        Ok(self.fulltext().engine().commit(n_rows)?)
    }

    /// Puts the samples of what was added behind the others.
    fn keep_sketches(adding: &mut Adding) -> io::Result<()> {
        if !adding.new_sketches.is_empty() {
            let place = adding.sketches.push(&adding.new_sketches)?;
            adding.sketch_places.push(place);
            adding.new_sketches.clear();
        }
        Ok(())
    }

    pub(super) fn write_manifest(&self, adding: &mut Adding) -> Result<(), ShelfError> {
        Self::keep_sketches(adding)?;
        let Some(disk) = &self.disk else {
            self.generation.fetch_add(1, Ordering::Release);
            return Ok(());
        };
        if let Some(log) = &adding.files_log {
            adding.files_place.1 = adding.files.append(log, adding.files_place.1)?;
        }
        let (chunks, rows_len, tail, gone) = adding.catalogue.kept();
        let (blocks, texts_len) = self.texts.blocks();
        let manifest = Manifest {
            identity: disk.home.identity().to_owned(),
            generation: self.generation() + 1,
            chunks,
            rows_len,
            tail,
            gone,
            blocks,
            texts_len,
            sketches: (adding.sketch_places.clone(), adding.sketches.len()),
            files: adding.files_place,
            problems: self.problems(),
            is_whole: adding.is_whole,
        };
        disk.home.write_manifest(&manifest)?;
        self.generation
            .store(manifest.generation, Ordering::Release);
        Ok(())
    }
}

/// Names a log of what is known of the files.
pub(super) fn files_name(number: u32) -> String {
    format!("files-{number}")
}
