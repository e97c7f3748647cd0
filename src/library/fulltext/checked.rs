//! The best answers to a question of which not all parts can be told from the scores: each is checked as it comes.
//!
//! The search engine leaves out whole blocks of documents that cannot be among the best (block-max WAND: Ding and Suel,
//! "Faster top-k document retrieval using block-max indexes", 2011), but only for plain unions and intersections of
//! words. So the best of a wider question that is one are looked for, and a document that does not answer the question
//! itself is passed over.

use std::{fmt, sync::Arc};
use tantivy::{
    DocId, Score, SegmentReader, TantivyError,
    query::{EnableScoring, Explanation, Query, Scorer, Weight},
};

/// Tells whether a document answers; asked for documents in order.
pub(super) type Test = Box<dyn FnMut(DocId) -> bool>;

/// Makes the test for a segment; `None` where going through all that answer is quicker.
pub(super) type MakeTest =
    Arc<dyn Fn(&SegmentReader) -> Result<Option<Test>, TantivyError> + Send + Sync>;

/// A question, and a wider one that gives its answers the same scores.
#[derive(Clone)]
pub(super) struct Checked {
    /// The question itself.
    pub(super) whole: Arc<dyn Query>,
    /// The wider question.
    pub(super) wider: Arc<dyn Query>,
    /// Tells the answers of the question among those of the wider one.
    pub(super) test: MakeTest,
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Checked").field(&self.whole).finish()
    }
}

impl Query for Checked {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(CheckedWeight {
            whole: self.whole.weight(scoring)?,
            wider: self.wider.weight(scoring)?,
            test: Arc::clone(&self.test),
        }))
    }
}

struct CheckedWeight {
    whole: Box<dyn Weight>,
    wider: Box<dyn Weight>,
    test: MakeTest,
}

impl Weight for CheckedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.whole.scorer(reader, boost)
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.whole.explain(reader, doc)
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let Some(mut test) = (self.test)(reader)? else {
            return self.whole.for_each_pruning(threshold, reader, callback);
        };
        let mut threshold = threshold;
        self.wider
            .for_each_pruning(threshold, reader, &mut |doc, score| {
                if test(doc) {
                    threshold = callback(doc, score);
                }
                threshold
            })
    }
}
