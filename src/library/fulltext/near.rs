//! Which articles hold two words near one another, in any order?
//!
//! A document is scored as for a phrase of the two words, in each order, that may be that loose; how often the words
//! meet is counted as the search engine counts it for such a phrase. To count, the positions of both words must be
//! unpacked, which is dear. So of the documents that hold both only those are looked at that could be among the best:
//!
//! ```text
//! words meet no oftener than the rarer of them stands there   ⇒   score ≤ 2 · (score for both words)
//! ```

use super::{all, term};
use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, Term,
    fieldnorm::FieldNormReader,
    postings::{Postings, SegmentPostings},
    query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::IndexRecordOption,
};

/// What a bound is raised by, so that rounding never makes it too low.
const ROUNDING: Score = 1.000_1;

/// Asks for two different words near one another.
#[derive(Clone, Debug)]
pub(super) struct Near {
    /// The words, both of one field.
    pub(super) terms: [Term; 2],
    /// Words between them, at most.
    pub(super) n_between: u32,
}

impl Query for Near {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scores = match scoring {
            EnableScoring::Enabled {
                statistics_provider,
                ..
            } => {
                let both = all(self.terms.iter().cloned().map(term).collect(), Vec::new());
                Some(Scores {
                    meeting: Bm25Weight::for_terms(statistics_provider, &self.terms)?,
                    both: both.weight(scoring)?,
                })
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(NearWeight {
            near: self.clone(),
            scores,
        }))
    }
}

/// What a document is worth.
struct Scores {
    /// For words that meet.
    meeting: Bm25Weight,
    /// For holding both words.
    both: Box<dyn Weight>,
}

struct NearWeight {
    near: Near,
    scores: Option<Scores>,
}

impl NearWeight {
    /// Returns the words as they stand in a segment, before the first document; `None` where one is not there.
    fn pair(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<Pair>> {
        let field = self.near.terms[0].field();
        let index = reader.inverted_index(field)?;
        let read = |term| index.read_postings(term, IndexRecordOption::WithFreqsAndPositions);
        let [Some(left), Some(right)] = [read(&self.near.terms[0])?, read(&self.near.terms[1])?]
        else {
            return Ok(None);
        };
        let lens = reader.fieldnorms_readers().get_field(field)?;
        let scores = self.scores.as_ref();
        // The rarer word leads; of two that are as common the first of the phrase.
        let leads = [
            left.doc_freq() <= right.doc_freq(),
            right.doc_freq() <= left.doc_freq(),
        ];
        Ok(Some(Pair {
            sides: [left, right],
            leads,
            n_between: self.near.n_between,
            lens: lens.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
            meeting: scores.map(|scores| scores.meeting.boost_by(boost)),
            positions: Default::default(),
            n_meetings: [0; 2],
        }))
    }
}

impl Weight for NearWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(mut pair) = self.pair(reader, boost)? else {
            return Ok(Box::new(EmptyScorer));
        };
        pair.find_from(0);
        Ok(Box::new(pair))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut pair = self.pair(reader, 1.0)?;
        let is_near = pair.as_mut().is_some_and(|pair| pair.meet_in(doc));
        let score = pair
            .filter(|_| is_near)
            .map_or(0.0, |mut pair| pair.score());
        Ok(Explanation::new("two words near one another", score))
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let (Some(mut pair), Some(scores)) = (self.pair(reader, 1.0)?, &self.scores) else {
            return Ok(());
        };
        let mut threshold = threshold;
        let wanted = |threshold: Score| threshold / (2.0 * ROUNDING);
        scores
            .both
            .for_each_pruning(wanted(threshold), reader, &mut |doc, _| {
                if pair.may_score_above(threshold, doc) && pair.meet_in(doc) {
                    let score = pair.score();
                    if score > threshold {
                        threshold = callback(doc, score);
                    }
                }
                wanted(threshold)
            })
    }
}

/// Two words in the documents of a segment; at the document where both stood last.
struct Pair {
    sides: [SegmentPostings; 2],
    /// For each order of the words, whether its first word is the one that leads when meetings are counted.
    leads: [bool; 2],
    n_between: u32,
    lens: FieldNormReader,
    meeting: Option<Bm25Weight>,
    positions: [Vec<u32>; 2],
    n_meetings: [u32; 2],
}

impl Pair {
    /// Goes to a document, which must not lie before this one; tells whether both words stand in it.
    fn stand_in(&mut self, doc: DocId) -> bool {
        self.sides.iter_mut().all(|side| {
            let is_before = side.doc() < doc;
            (if is_before {
                side.seek(doc)
            } else {
                side.doc()
            }) == doc
        })
    }

    /// Goes to a document that holds both words; tells whether they may meet often enough for such a score.
    fn may_score_above(&mut self, threshold: Score, doc: DocId) -> bool {
        if !self.stand_in(doc) {
            return false;
        }
        let most = self.sides[0].term_freq().min(self.sides[1].term_freq());
        let len = self.lens.fieldnorm_id(doc);
        let score = |meeting: &Bm25Weight| 2.0 * meeting.score(len, most);
        self.meeting.as_ref().map_or(0.0, score) * ROUNDING > threshold
    }

    /// Goes to a document and counts how often the words meet in it; tells whether they do.
    fn meet_in(&mut self, doc: DocId) -> bool {
        if !self.stand_in(doc) {
            return false;
        }
        for (side, positions) in self.sides.iter_mut().zip(&mut self.positions) {
            side.positions(positions);
        }
        let [left, right] = &self.positions;
        self.n_meetings = [
            n_meetings(left, right, self.n_between, self.leads[0]),
            n_meetings(right, left, self.n_between, self.leads[1]),
        ];
        self.n_meetings != [0; 2]
    }

    /// Goes to the first document from here on in which the words meet.
    fn find_from(&mut self, start: DocId) -> DocId {
        let mut doc = start.max(self.sides[0].doc());
        loop {
            let mut furthest = doc;
            for side in &mut self.sides {
                let at = if side.doc() < furthest {
                    side.seek(furthest)
                } else {
                    side.doc()
                };
                furthest = furthest.max(at);
            }
            if furthest >= TERMINATED {
                return TERMINATED;
            }
            if furthest == doc {
                if self.meet_in(doc) {
                    return doc;
                }
                furthest += 1;
            }
            doc = furthest;
        }
    }
}

/// Counts how often `second` follows `first` with so few words between, each word once.
///
/// As the search engine does it for a loose phrase: the words may also stand the other way round, a little nearer. Which
/// of the two leads decides which of several neighbours is taken.
fn n_meetings(first: &[u32], second: &[u32], n_between: u32, first_leads: bool) -> u32 {
    let follows = |position: &u32| position + 1;
    if first_leads {
        n_close(first.iter().map(follows), second.iter().copied(), n_between)
    } else {
        n_close(second.iter().copied(), first.iter().map(follows), n_between)
    }
}

fn n_close(
    left: impl Iterator<Item = u32>,
    right: impl Iterator<Item = u32>,
    n_between: u32,
) -> u32 {
    let (mut left, mut right) = (left.peekable(), right.peekable());
    let mut n = 0;
    while let (Some(&l), Some(&r)) = (left.peek(), right.peek()) {
        if l.abs_diff(r) <= n_between {
            // The nearest before it counts, if one follows that is nearer.
            left.next();
            while left.next_if(|next| *next <= r).is_some() {}
            right.next();
            n += 1;
        } else if l < r {
            left.next();
        } else {
            right.next();
        }
    }
    n
}

impl DocSet for Pair {
    fn advance(&mut self) -> DocId {
        match self.doc() {
            TERMINATED => TERMINATED,
            doc => self.find_from(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        self.find_from(target)
    }

    fn doc(&self) -> DocId {
        self.sides[0].doc().max(self.sides[1].doc())
    }

    fn size_hint(&self) -> u32 {
        self.sides[0].size_hint().min(self.sides[1].size_hint()) / 10
    }

    fn cost(&self) -> u64 {
        // Unpacking positions costs more than going on.
        20 * u64::from(self.sides[0].size_hint().min(self.sides[1].size_hint()))
    }
}

impl Scorer for Pair {
    fn score(&mut self) -> Score {
        let len = self.lens.fieldnorm_id(self.sides[0].doc());
        self.meeting.as_ref().map_or(1.0, |meeting| {
            let [forth, back] = self.n_meetings.map(|n| meeting.score(len, n));
            forth + back
        })
    }
}
