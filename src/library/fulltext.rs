//! Which articles hold these words, and which hold them best? The full-text index of a corpus.
//!
//! The only file that names the search engine for articles; [`ledger`](super::ledger) names it for quotations.

use super::{
    query::tree::{Pattern, TextField},
    rowset::RowSet,
    words::{Words, words},
};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::{
    DocId, Index, IndexReader, IndexWriter, ReloadPolicy, Score, SegmentOrdinal, SegmentReader,
    TantivyDocument, TantivyError, Term,
    collector::{Collector, SegmentCollector, TopDocs},
    columnar::Column,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur,
        PhrasePrefixQuery, PhraseQuery, Query, TermQuery,
        doc_predicate_query::{DocPredicateQuery, FunctionPredicate},
    },
    schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer},
};

/// The name under which the index knows [`words`].
const TOKENIZER: &str = "words";

/// Memory of one indexing thread before it writes a segment.
const WRITER_BYTES: usize = 48 << 20;

/// How much more a match in the title counts.
const TITLE_BOOST: f32 = 2.0;

/// A begun phrase is completed to at most so many.
const MAX_COMPLETIONS: u32 = 10_000;

/// The full-text index. Shared between threads.
pub(crate) struct Fulltext {
    index: Index,
    fields: Fields,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
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
        Self::of(Index::create_in_ram(schema), fields)
    }

    fn of(index: Index, fields: Fields) -> Result<Self, TantivyError> {
        register_words(&index);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            index,
            fields,
            reader,
            writer: Mutex::new(None),
        })
    }

    /// Adds the words of an article; found after the next [`commit`](Self::commit).
    pub(crate) fn add(&self, row: u32, title: &str, text: &str) -> Result<(), TantivyError> {
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.row, u64::from(row));
        document.add_text(self.fields.title, title);
        document.add_text(self.fields.all, title);
        document.add_text(self.fields.all, text);
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if writer.is_none() {
            *writer = Some(self.index.writer_with_num_threads(1, WRITER_BYTES)?);
        }
        if let Some(writer) = writer.as_ref() {
            writer.add_document(document)?;
        }
        Ok(())
    }

    /// Makes everything that was added findable.
    pub(crate) fn commit(&self) -> Result<(), TantivyError> {
        if let Some(writer) = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_mut()
        {
            writer.commit()?;
            self.reader.reload()?;
        }
        Ok(())
    }

    /// Gives back the memory of writing.
    pub(crate) fn rest(&self) {
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(writer) = writer {
            // A merge that fails leaves the smaller segments, which answer just as well.
            let _ = writer.wait_merging_threads();
            let _ = self.reader.reload();
        }
    }

    /// Asks for words.
    pub(crate) fn words(&self, field: TextField, pattern: &Pattern) -> Question {
        match field {
            TextField::Title => pattern_query(self.fields.title, pattern),
            TextField::Anywhere => Box::new(BooleanQuery::new(vec![
                (Occur::Must, pattern_query(self.fields.all, pattern)),
                (
                    Occur::Should,
                    Box::new(BoostQuery::new(
                        pattern_query(self.fields.title, pattern),
                        TITLE_BOOST,
                    )),
                ),
            ])),
        }
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
        let phrase = |first: &str, second: &str| -> Question {
            let terms = [first, second].map(|word| Term::from_field_text(field, word));
            let mut phrase = PhraseQuery::new(terms.into());
            phrase.set_slop(n_between);
            Box::new(phrase)
        };
        Some(any(vec![phrase(left, right), phrase(right, left)]))
    }

    /// Returns the articles that answer a question, among `len` rows.
    pub(crate) fn rows(&self, question: &dyn Query, len: usize) -> Result<RowSet, TantivyError> {
        self.reader
            .searcher()
            .search(question, &RowCollector { len })
    }

    /// Returns the rows that answer a question best, with their scores.
    pub(crate) fn best(
        &self,
        question: &dyn Query,
        limit: usize,
    ) -> Result<Vec<(f32, u32)>, TantivyError> {
        let searcher = self.reader.searcher();
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

    fn field(&self, field: TextField) -> Field {
        match field {
            TextField::Anywhere => self.fields.all,
            TextField::Title => self.fields.title,
        }
    }
}

/// Teaches an index how texts are cut into words.
pub(crate) fn register_words(index: &Index) {
    index
        .tokenizers()
        .register(TOKENIZER, TextAnalyzer::from(WordsTokenizer::default()));
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

pub(crate) fn pattern_query(field: Field, pattern: &Pattern) -> Question {
    let term = |word: &String| Term::from_field_text(field, word);
    match pattern {
        Pattern::Words(words) => match words.as_slice() {
            [] => Box::new(EmptyQuery),
            [word] => Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs)),
            words => Box::new(PhraseQuery::new(words.iter().map(term).collect())),
        },
        Pattern::Prefix(words) => match words.as_slice() {
            [] => Box::new(EmptyQuery),
            [word] => Box::new(FuzzyTermQuery::new_prefix(term(word), 0, true)),
            words => {
                let mut phrase = PhrasePrefixQuery::new(words.iter().map(term).collect());
                phrase.set_max_expansions(MAX_COMPLETIONS);
                Box::new(phrase)
            }
        },
        Pattern::Fuzzy(word, distance) => {
            Box::new(FuzzyTermQuery::new(term(word), *distance, true))
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

/// Gathers the rows of all matching documents.
pub(crate) struct RowCollector {
    /// How many rows there are.
    pub(crate) len: usize,
}

/// Gathers the rows of one segment.
pub(crate) struct SegmentRows {
    column: Column<u64>,
    rows: RowSet,
}

impl Collector for RowCollector {
    type Fruit = RowSet;
    type Child = SegmentRows;

    fn for_segment(
        &self,
        _ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentRows> {
        Ok(SegmentRows {
            column: segment.fast_fields().u64("row")?,
            rows: RowSet::none(self.len),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<RowSet>) -> tantivy::Result<RowSet> {
        let mut rows = RowSet::none(self.len);
        for fruit in fruits {
            rows.unite(&fruit);
        }
        Ok(rows)
    }
}

impl SegmentCollector for SegmentRows {
    type Fruit = RowSet;

    fn collect(&mut self, doc: DocId, _score: Score) {
        if let Some(row) = self.column.first(doc) {
            self.rows.insert(row as u32);
        }
    }

    fn harvest(self) -> RowSet {
        self.rows
    }
}

/// Cuts texts for the index just as questions are cut.
#[derive(Clone, Default)]
struct WordsTokenizer {
    token: Token,
}

struct WordsStream<'a> {
    words: Words<'a>,
    token: &'a mut Token,
}

impl Tokenizer for WordsTokenizer {
    type TokenStream<'a> = WordsStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordsStream<'a> {
        self.token.reset();
        WordsStream {
            words: words(text),
            token: &mut self.token,
        }
    }
}

impl TokenStream for WordsStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((span, word)) = self.words.next() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(&word);
        self.token.offset_from = span.start as usize;
        self.token.offset_to = span.end as usize;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
