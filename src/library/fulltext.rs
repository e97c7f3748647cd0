//! Which articles hold these words, and which hold them best? The full-text index of a corpus.
//!
//! The questions of this program in the terms of the search engine; [`engine`](super::engine) keeps the index itself.

mod checked;
mod near;
#[cfg(test)]
mod tests;

use super::{
    engine::{Effort, Engine, TOKENIZER},
    query::tree::{Pattern, TextField},
    rowset::RowSet,
};
use checked::{Checked, MakeTest, Test};
use near::Near;
use std::{path::Path, sync::Arc};
use tantivy::{
    DocId, DocSet, SegmentReader, TantivyDocument, TantivyError, Term,
    collector::TopDocs,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery,
        MoreLikeThisQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query, TermQuery,
        doc_predicate_query::{DocPredicateQuery, FunctionPredicate},
    },
    schema::{FAST, Field, IndexRecordOption, OwnedValue, Schema, TextFieldIndexing, TextOptions},
};

/// More writing threads cost memory and bring little.
const EFFORT: Effort = Effort {
    max_writers: 3,
    writer_bytes: 96 << 20,
};

/// How much more a match in the title counts.
const TITLE_BOOST: f32 = 2.0;

/// A begun phrase is completed to at most so many.
const MAX_COMPLETIONS: u32 = 10_000;

/// A word that stands in one article of so many is common.
const COMMON_PART: u64 = 10;

/// In a small archive a word is not common before it stands in so many articles.
const MIN_COMMON: u64 = 5;

/// Of articles that hold several words the best are looked for among those that hold one, where each word stands in so
/// many: going through all that hold the rarest is quicker else.
const MIN_CHECKED: u32 = 5_000;

/// Shorter words say little of what a text is about.
const MIN_LIKE_BYTES: usize = 3;

/// So many of the most telling words of a text are looked for in others.
const MAX_LIKE_WORDS: usize = 40;

/// The full-text index. Shared between threads.
pub(crate) struct Fulltext {
    engine: Engine,
    fields: Fields,
}

#[derive(Clone, Copy)]
struct Fields {
    row: Field,
    title: Field,
    all: Field,
}

impl std::fmt::Debug for Fulltext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fulltext").finish_non_exhaustive()
    }
}

/// A question put together from parts; see the functions of [`Fulltext`] that make one.
pub(crate) type Question = Box<dyn Query>;

impl Fulltext {
    /// Makes an empty index in memory.
    pub(crate) fn in_memory() -> Result<Self, TantivyError> {
        let (schema, fields) = schema();
        let engine = Engine::in_memory(schema, EFFORT)?;
        Ok(Self { engine, fields })
    }

    /// Opens the index in a folder; for writing, an empty one is made where there is none.
    pub(crate) fn open(folder: &Path, writes: bool) -> Result<Self, TantivyError> {
        let (schema, fields) = schema();
        let engine = Engine::open(folder, schema, EFFORT, writes)?;
        Ok(Self { engine, fields })
    }

    /// Adds the words of an article; found after the next [`commit`](Engine::commit).
    pub(crate) fn add(&self, row: u32, title: &str, text: &str) -> Result<(), TantivyError> {
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.row, u64::from(row));
        document.add_text(self.fields.title, title);
        document.add_text(self.fields.all, title);
        document.add_text(self.fields.all, text);
        self.engine.add(vec![document])
    }

    /// Returns the search engine underneath.
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Asks for words.
    pub(crate) fn words(&self, field: TextField, pattern: &Pattern) -> Question {
        any(self.words_or(field, pattern))
    }

    /// Asks for articles that hold words, whatever they score.
    pub(crate) fn holding(&self, field: TextField, pattern: &Pattern) -> Question {
        pattern_query(self.field(field), pattern)
    }

    /// Asks for words by questions of which one must be answered; plain ones can be joined with more of their kind.
    ///
    /// The title stands in `all` too: where it answers, both do.
    pub(crate) fn words_or(&self, field: TextField, pattern: &Pattern) -> Vec<Question> {
        let in_title = pattern_query(self.fields.title, pattern);
        match field {
            TextField::Title => vec![in_title],
            TextField::Anywhere => vec![
                pattern_query(self.fields.all, pattern),
                Box::new(BoostQuery::new(in_title, TITLE_BOOST)),
            ],
        }
    }

    /// Asks for articles that hold all of these words anywhere.
    pub(crate) fn all_words(&self, words: &[&str]) -> Question {
        let parts = words.iter().map(|word| {
            let pattern = Pattern::Words(vec![(*word).to_owned()]);
            self.words_or(TextField::Anywhere, &pattern)
        });
        let parts: Vec<Vec<Question>> = parts.collect();
        let all_parts = parts.iter().flatten();
        let wider = any(all_parts.map(|part| part.box_clone()).collect());
        let whole = all(parts.into_iter().map(any).collect(), Vec::new());
        let terms = words
            .iter()
            .map(|word| Term::from_field_text(self.fields.all, word));
        let terms: Vec<_> = terms.collect();
        let test: MakeTest = Arc::new(move |segment| hold_all(segment, &terms));
        Box::new(Checked {
            whole: whole.into(),
            wider: wider.into(),
            test,
        })
    }

    /// Asks for two words near one another; `None` where the index alone cannot tell.
    pub(crate) fn near(
        &self,
        field: TextField,
        left: &Pattern,
        right: &Pattern,
        n_between: u32,
    ) -> Option<Question> {
        let (Pattern::Words(left), Pattern::Words(right)) = (left, right) else {
            return None;
        };
        let ([left], [right]) = (left.as_slice(), right.as_slice()) else {
            return None;
        };
        if left == right {
            return None;
        }
        let field = self.field(field);
        let terms = [left, right].map(|word| Term::from_field_text(field, word));
        Some(Box::new(Near { terms, n_between }))
    }

    /// Returns the articles that answer a question, among `len` rows.
    pub(crate) fn rows(&self, question: &dyn Query, len: usize) -> Result<RowSet, TantivyError> {
        self.engine.rows(question, len)
    }

    /// Returns the rows that answer a question best, with their scores.
    pub(crate) fn best(
        &self,
        question: &dyn Query,
        limit: usize,
    ) -> Result<Vec<(f32, u32)>, TantivyError> {
        let searcher = self.engine.searcher();
        let top = searcher.search(
            question,
            &TopDocs::with_limit(limit.max(1)).order_by_score(),
        )?;
        let mut rows = Vec::with_capacity(top.len());
        for (score, address) in top {
            let segment = searcher.segment_reader(address.segment_ord);
            let column = segment.fast_fields().u64("row")?;
            if let Some(row) = column.first(address.doc_id) {
                rows.push((score, row as u32));
            }
        }
        Ok(rows)
    }

    /// Returns the articles whose words are most like these, the best first, with their scores.
    ///
    /// Words that stand in many of the `n_articles`, or in one alone, say nothing of the matter.
    pub(crate) fn like(
        &self,
        title: &str,
        text: &str,
        n_articles: u64,
        limit: usize,
    ) -> Result<Vec<(f32, u32)>, TantivyError> {
        let words = [title, text].map(|words| OwnedValue::Str(words.to_owned()));
        let like = MoreLikeThisQuery::builder()
            .with_min_doc_frequency(2)
            .with_max_doc_frequency((n_articles / COMMON_PART).max(MIN_COMMON))
            .with_min_word_length(MIN_LIKE_BYTES)
            .with_max_query_terms(MAX_LIKE_WORDS)
            .with_boost_factor(1.0)
            .with_document_fields(vec![(self.fields.all, words.into())]);
        self.best(&like, limit)
    }

    fn field(&self, field: TextField) -> Field {
        match field {
            TextField::Anywhere => self.fields.all,
            TextField::Title => self.fields.title,
        }
    }
}

/// Returns the test whether a document holds all of these words; `None` where few do.
fn hold_all(segment: &SegmentReader, terms: &[Term]) -> Result<Option<Test>, TantivyError> {
    let mut words = Vec::new();
    for term in terms {
        let index = segment.inverted_index(term.field())?;
        let Some(postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
            return Ok(None);
        };
        if postings.doc_freq() < MIN_CHECKED {
            return Ok(None);
        }
        words.push(postings);
    }
    Ok(Some(Box::new(move |doc| {
        words.iter_mut().all(|word| {
            let is_before = word.doc() < doc;
            (if is_before {
                word.seek(doc)
            } else {
                word.doc()
            }) == doc
        })
    })))
}

/// Asks the same of documents whose row is in a set.
pub(crate) fn only_among(rows: RowSet, question: Question) -> Question {
    let whole = all(vec![question.box_clone(), among(rows.clone())], Vec::new());
    let rows = Arc::new(rows);
    let test: MakeTest = Arc::new(move |segment| {
        let column = segment
            .fast_fields()
            .u64("row")?
            .first_or_default_col(u64::MAX);
        let rows = Arc::clone(&rows);
        let test: Test = Box::new(move |doc| rows.contains(column.get_val(doc) as u32));
        Ok(Some(test))
    });
    Box::new(Checked {
        whole: whole.into(),
        wider: question.into(),
        test,
    })
}

/// Asks for documents whose row is in a set; adds nothing to the score.
pub(crate) fn among(rows: RowSet) -> Question {
    let rows = Arc::new(rows);
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let column = segment
            .fast_fields()
            .u64("row")?
            .first_or_default_col(u64::MAX);
        let rows = Arc::clone(&rows);
        Ok(move |doc: DocId| rows.contains(column.get_val(doc) as u32))
    });
    Box::new(ConstScoreQuery::new(
        Box::new(DocPredicateQuery::from(predicate)),
        0.0,
    ))
}

/// Asks for everything.
pub(crate) fn everything() -> Question {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

/// Asks for what answers one of the questions.
pub(crate) fn any(questions: Vec<Question>) -> Question {
    Box::new(BooleanQuery::union(questions))
}

/// Asks for what answers all of the wanted and none of the unwanted questions.
pub(crate) fn all(wanted: Vec<Question>, unwanted: Vec<Question>) -> Question {
    let mut parts: Vec<(Occur, Question)> = wanted
        .into_iter()
        .map(|question| (Occur::Must, question))
        .collect();
    if parts.is_empty() {
        parts.push((Occur::Must, everything()));
    }
    parts.extend(
        unwanted
            .into_iter()
            .map(|question| (Occur::MustNot, question)),
    );
    Box::new(BooleanQuery::new(parts))
}

/// Asks for a word.
fn term(term: Term) -> Question {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

pub(crate) fn pattern_query(field: Field, pattern: &Pattern) -> Question {
    let term_of = |word: &String| Term::from_field_text(field, word);
    match pattern {
        Pattern::Words(words) => match words.as_slice() {
            [] => Box::new(EmptyQuery),
            [word] => term(term_of(word)),
            words => Box::new(PhraseQuery::new(words.iter().map(term_of).collect())),
        },
        Pattern::Prefix(words) => match words.as_slice() {
            [] => Box::new(EmptyQuery),
            [word] => Box::new(FuzzyTermQuery::new_prefix(term_of(word), 0, true)),
            words => {
                let mut phrase = PhrasePrefixQuery::new(words.iter().map(term_of).collect());
                phrase.set_max_expansions(MAX_COMPLETIONS);
                Box::new(phrase)
            }
        },
        Pattern::Fuzzy(word, distance) => {
            Box::new(FuzzyTermQuery::new(term_of(word), *distance, true))
        }
    }
}

pub(crate) fn text_options() -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    )
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        row: builder.add_u64_field("row", FAST),
        title: builder.add_text_field("title", text_options()),
        all: builder.add_text_field("all", text_options()),
    };
    (builder.build(), fields)
}
