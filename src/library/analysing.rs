//! Names and quotations of all articles, block by block, with all cores.

use super::{
    Library, Progress, Stage,
    pace::{Pace, Teller},
    shelf::{Shelf, ShelfError},
    texts::OpenBlock,
};
use crate::{
    corpus,
    text::{Analysis, analyse, analyse_under},
};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Texts analysed at once before they go into the ledger.
const ANALYSED_AT_ONCE_BYTES: usize = 2 << 20;

/// Articles analysed at once.
const ANALYSED_AT_ONCE: usize = 512;

impl Library {
    /// Takes the names and quotations of all articles that are not in the ledger yet.
    pub(super) fn analyse_rest(
        &self,
        shelf: &Shelf,
        teller: &mut Teller,
    ) -> Result<(), ShelfError> {
        let catalogue = shelf.catalogue();
        let n_total = catalogue.n_rows() as u32;
        if shelf.n_analysed() >= n_total || teller.tell_stage(Stage::Analysing).is_break() {
            return Ok(());
        }
        let mut commits = Pace::of_commits();
        let mut block: Option<OpenBlock> = None;
        while shelf.n_analysed() < n_total {
            let mut articles = Vec::new();
            let mut n_bytes = 0;
            for row in shelf.n_analysed()..n_total {
                if block.as_ref().is_none_or(|block| !block.holds(row)) {
                    block = shelf.open_block(row);
                }
                let is_gone = catalogue.is_gone(super::ArticleId(row));
                let article = block
                    .as_ref()
                    .filter(|_| !is_gone)
                    .and_then(|block| block.get(row));
                n_bytes += article
                    .as_ref()
                    .map_or(0, |article| article.body.text().len());
                articles.push(article);
                if n_bytes >= ANALYSED_AT_ONCE_BYTES || articles.len() >= ANALYSED_AT_ONCE {
                    break;
                }
            }
            let analysed: Vec<_> = articles
                .into_par_iter()
                .map(|article| {
                    let article = article?;
                    let analysis = self.analyse_guarded(&article);
                    Some((article, analysis))
                })
                .collect();
            shelf.add_analyses(&analysed)?;
            if commits.is_due() {
                shelf.commit_ledger()?;
            }
            let told = teller.tell(|| Progress {
                stage: Stage::Analysing,
                n_done: u64::from(shelf.n_analysed()),
                n_total: Some(u64::from(n_total)),
                ..Progress::default()
            });
            if told.is_break() {
                break;
            }
        }
        shelf.commit_ledger()?;
        shelf.ledger().engine().rest();
        Ok(())
    }

    /// Analyses an article; should the analysis fail on it, that article has none and the rest goes on.
    pub(super) fn analyse_guarded(&self, article: &corpus::Article) -> Analysis {
        let title = &article.metadata.title;
        let analysed = catch_unwind(AssertUnwindSafe(|| {
            if title.derived {
                analyse(&article.body)
            } else {
                analyse_under(&title.text, &article.body)
            }
        }));
        analysed.unwrap_or_else(|_| {
            self.note_trouble(&format!("the analysis of '{}' failed", title.text));
            Analysis::default()
        })
    }
}
