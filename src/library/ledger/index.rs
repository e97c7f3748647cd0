//! Where the ledger is kept: a search index with one document for each quotation and one for the names of each article.
//!
//! The term dictionary is the list of all names with their counts; nothing else has to be gathered or merged.

mod documents;

use super::{
    super::{
        engine::{Effort, Engine},
        fulltext::{self, Question, pattern_query, text_options},
        query::tree::{NameField, Pattern},
        rowset::RowSet,
    },
    names::NameCount,
};
use crate::text::{Analysis, Body, EntityKind, QuoteKind, Span};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};
use tantivy::{
    DocAddress, DocId, DocSet, Score, SegmentOrdinal, SegmentReader, TERMINATED, TantivyDocument,
    TantivyError, Term,
    collector::{Collector, SegmentCollector},
    postings::Postings,
    query::{BooleanQuery, Query, TermQuery},
    schema::{
        FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value,
    },
};

/// Finding names and quotations takes many times longer than writing them down, and goes on beside a reader who also
/// needs memory.
const EFFORT: Effort = Effort {
    max_writers: 1,
    writer_bytes: 24 << 20,
};

/// Between the parts of a term; no name holds it.
const PART: char = '\u{1}';

/// The mark of a group or unnamed source in a term.
const GROUP: char = 'g';

/// The mark of an unknown speaker in a term.
const UNKNOWN: char = 'u';

/// The ledger of quotations and names. Shared between threads.
pub(crate) struct LedgerIndex {
    engine: Engine,
    fields: Fields,
}

#[derive(Clone, Copy)]
struct Fields {
    row: Field,
    /// A quotation's speaker, whole.
    speaker: Field,
    /// The words of all names of a quotation's speaker.
    speaker_words: Field,
    /// The words of a quotation.
    said: Field,
    /// The words of its sentences outside of it.
    around: Field,
    /// What a table shows of a quotation.
    facts: Field,
    /// The names in an article, whole, as often as they are mentioned.
    entity: Field,
    /// Name and other way of writing, whole.
    alias: Field,
    /// Who is quoted in an article, whole, once.
    spoke: Field,
    /// The words of all names, by kind.
    person: Field,
    organisation: Field,
    place: Field,
}

/// What is kept of a quotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct QuoteFacts {
    pub(crate) row: u32,
    pub(crate) quote_idx: u32,
    pub(crate) speaker: Option<String>,
    pub(crate) kind: QuoteKind,
    pub(crate) confidence: f32,
    pub(crate) words: String,
    pub(crate) span: Span,
}

impl std::fmt::Debug for LedgerIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LedgerIndex").finish_non_exhaustive()
    }
}

impl LedgerIndex {
    /// Makes an empty ledger in memory.
    pub(crate) fn in_memory() -> Result<Self, TantivyError> {
        let (schema, fields) = schema();
        Ok(Self {
            engine: Engine::in_memory(schema, EFFORT)?,
            fields,
        })
    }

    /// Opens the ledger in a folder; for writing, an empty one is made where there is none.
    pub(crate) fn open(folder: &Path, writes: bool) -> Result<Self, TantivyError> {
        let (schema, fields) = schema();
        Ok(Self {
            engine: Engine::open(folder, schema, EFFORT, writes)?,
            fields,
        })
    }

    /// Adds what was found in an article; asked for after the next [`commit`](Engine::commit).
    pub(crate) fn add(
        &self,
        row: u32,
        body: &Body,
        analysis: &Analysis,
    ) -> Result<(), TantivyError> {
        self.engine
            .add(documents::documents(self.fields, row, body, analysis))
    }

    /// Returns the search engine underneath.
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Returns everyone who is quoted, as written; the unknown under the empty name.
    pub(crate) fn speaker_counts(&self) -> Result<Vec<NameCount>, TantivyError> {
        let mut n_articles = HashMap::new();
        self.for_each_term(self.fields.spoke, "", false, |term, n_docs, _| {
            *n_articles.entry(term.to_owned()).or_default() += n_docs;
        })?;
        let mut counts: HashMap<String, u32> = HashMap::new();
        self.for_each_term(self.fields.speaker, "", false, |term, n_docs, _| {
            *counts.entry(term.to_owned()).or_default() += n_docs;
        })?;
        let mut rows = Vec::with_capacity(counts.len());
        for (term, n_times) in counts {
            let Some((kind, name)) = parts(&term) else {
                continue;
            };
            rows.push(NameCount {
                kind,
                name: name.to_owned(),
                n_times,
                n_articles: n_articles.get(&term).copied().unwrap_or_default(),
            });
        }
        Ok(rows)
    }

    /// Returns the names of one kind, as written.
    pub(crate) fn name_counts(&self, kind: EntityKind) -> Result<Vec<NameCount>, TantivyError> {
        let mut counts: HashMap<String, (u32, u32)> = HashMap::new();
        self.for_each_term(
            self.fields.entity,
            &prefix(Some(kind)),
            true,
            |term, n_docs, n_times| {
                let count = counts.entry(term.to_owned()).or_default();
                count.0 += n_times;
                count.1 += n_docs;
            },
        )?;
        Ok(counts
            .into_iter()
            .filter_map(|(term, (n_times, n_articles))| {
                let (kind, name) = parts(&term)?;
                Some(NameCount {
                    kind,
                    name: name.to_owned(),
                    n_times,
                    n_articles,
                })
            })
            .collect())
    }

    /// Returns the names of one kind with another way of writing, and in how many articles it is used.
    pub(crate) fn aliases(
        &self,
        kind: EntityKind,
    ) -> Result<Vec<(String, String, u32)>, TantivyError> {
        let mut aliases: BTreeMap<(String, String), u32> = BTreeMap::new();
        self.for_each_term(
            self.fields.alias,
            &prefix(Some(kind)),
            false,
            |term, n_docs, _| {
                if let Some((_, names)) = parts(term)
                    && let Some((name, alias)) = names.split_once(PART)
                {
                    *aliases
                        .entry((name.to_owned(), alias.to_owned()))
                        .or_default() += n_docs;
                }
            },
        )?;
        Ok(aliases
            .into_iter()
            .map(|((name, alias), n)| (name, alias, n))
            .collect())
    }

    /// Returns the articles that name one of these.
    pub(crate) fn rows_naming(
        &self,
        names: &[(Option<EntityKind>, String)],
        len: usize,
    ) -> Result<RowSet, TantivyError> {
        self.rows(&*Self::whole_terms(self.fields.entity, names), len)
    }

    /// Returns the articles that name someone by these words.
    pub(crate) fn rows_named(
        &self,
        field: NameField,
        pattern: &Pattern,
        len: usize,
    ) -> Result<RowSet, TantivyError> {
        let field = match field {
            NameField::Person => self.fields.person,
            NameField::Organisation => self.fields.organisation,
            NameField::Place => self.fields.place,
            NameField::Speaker => self.fields.speaker_words,
        };
        self.rows(&*pattern_query(field, pattern), len)
    }

    /// Returns the articles in which someone says these words.
    pub(crate) fn rows_said(&self, pattern: &Pattern, len: usize) -> Result<RowSet, TantivyError> {
        self.rows(&*self.said(pattern), len)
    }

    /// Asks for quotations that hold these words.
    pub(crate) fn said(&self, pattern: &Pattern) -> Question {
        pattern_query(self.fields.said, pattern)
    }

    /// Asks for quotations that hold these words, or whose sentence does.
    pub(crate) fn about(&self, pattern: &Pattern) -> Question {
        fulltext::any(vec![
            self.said(pattern),
            pattern_query(self.fields.around, pattern),
        ])
    }

    /// Asks for quotations of a speaker with these words in one of the names.
    pub(crate) fn by_words(&self, pattern: &Pattern) -> Question {
        pattern_query(self.fields.speaker_words, pattern)
    }

    /// Asks for quotations of speakers written exactly so.
    pub(crate) fn by_names(&self, names: &[(Option<EntityKind>, String)]) -> Question {
        Self::whole_terms(self.fields.speaker, names)
    }

    /// Asks for quotations of unknown speakers.
    pub(crate) fn by_unknown(&self) -> Question {
        let term = Term::from_field_text(self.fields.speaker, &format!("{UNKNOWN}{PART}"));
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }

    /// Returns the quotations that answer a question, at most `limit`, in the order of the index.
    pub(crate) fn quotes(
        &self,
        question: &dyn Query,
        limit: usize,
    ) -> Result<Vec<QuoteFacts>, TantivyError> {
        let searcher = self.engine.searcher();
        let mut addresses = searcher.search(question, &AddressCollector)?;
        addresses.truncate(limit);
        let mut quotes = Vec::with_capacity(addresses.len());
        for address in addresses {
            let document: TantivyDocument = searcher.doc(address)?;
            let facts = document
                .get_first(self.fields.facts)
                .and_then(|value| value.as_bytes());
            if let Some(facts) = facts.and_then(|bytes| postcard::from_bytes(bytes).ok()) {
                quotes.push(facts);
            }
        }
        Ok(quotes)
    }

    fn rows(&self, question: &dyn Query, len: usize) -> Result<RowSet, TantivyError> {
        self.engine.rows(question, len)
    }

    fn whole_terms(field: Field, names: &[(Option<EntityKind>, String)]) -> Question {
        let terms = names.iter().map(|(kind, name)| -> Question {
            let term = Term::from_field_text(field, &format!("{}{name}", prefix(*kind)));
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        });
        Box::new(BooleanQuery::union(terms.collect()))
    }

    /// Walks over the terms of a field that begin with `prefix`, with documents and, where asked, occurrences.
    fn for_each_term(
        &self,
        field: Field,
        prefix: &str,
        counts_times: bool,
        mut visit: impl FnMut(&str, u32, u32),
    ) -> Result<(), TantivyError> {
        for segment in self.engine.searcher().segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
            while stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                if !term.starts_with(prefix) {
                    break;
                }
                let info = stream.value();
                let alive = segment.alive_bitset();
                if !counts_times && alive.is_none() {
                    visit(term, info.doc_freq, info.doc_freq);
                    continue;
                }
                let mut postings =
                    inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                let (mut n_docs, mut n_times) = (0, 0);
                while postings.doc() != TERMINATED {
                    if alive.is_none_or(|alive| alive.is_alive(postings.doc())) {
                        n_docs += 1;
                        n_times += postings.term_freq();
                    }
                    postings.advance();
                }
                if n_docs > 0 {
                    visit(term, n_docs, n_times);
                }
            }
        }
        Ok(())
    }
}

fn schema() -> (Schema, Fields) {
    let whole = |option| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(option)
                .set_fieldnorms(false),
        )
    };
    let mut builder = Schema::builder();
    let fields = Fields {
        row: builder.add_u64_field("row", FAST),
        speaker: builder.add_text_field("speaker", whole(IndexRecordOption::Basic)),
        speaker_words: builder.add_text_field("speaker_words", text_options()),
        said: builder.add_text_field("said", text_options()),
        around: builder.add_text_field("around", text_options()),
        facts: builder.add_bytes_field("facts", STORED),
        entity: builder.add_text_field("entity", whole(IndexRecordOption::WithFreqs)),
        alias: builder.add_text_field("alias", whole(IndexRecordOption::Basic)),
        spoke: builder.add_text_field("spoke", whole(IndexRecordOption::Basic)),
        person: builder.add_text_field("person", text_options()),
        organisation: builder.add_text_field("organisation", text_options()),
        place: builder.add_text_field("place", text_options()),
    };
    (builder.build(), fields)
}

/// Tells whether names of this kind are gathered over all articles; dates and sums are not.
pub(crate) fn is_gathered(kind: EntityKind) -> bool {
    matches!(
        kind,
        EntityKind::Person | EntityKind::Organisation | EntityKind::Place | EntityKind::Other
    )
}

fn prefix(kind: Option<EntityKind>) -> String {
    let mark = match kind {
        None => GROUP,
        Some(EntityKind::Person) => 'P',
        Some(EntityKind::Organisation) => 'O',
        Some(EntityKind::Place) => 'L',
        Some(EntityKind::Other) => 'M',
        Some(EntityKind::Date) => 'D',
        Some(EntityKind::Time) => 'T',
        Some(EntityKind::Money) => 'S',
        Some(EntityKind::Percent) => 'C',
    };
    format!("{mark}{PART}")
}

/// Takes a term apart again.
fn parts(term: &str) -> Option<(Option<EntityKind>, &str)> {
    let (mark, name) = term.split_once(PART)?;
    let kind = EntityKind::ALL
        .into_iter()
        .find(|kind| prefix(Some(*kind)).strip_suffix(PART) == Some(mark));
    Some((kind, name))
}

/// Gathers the places of all matching documents, in order.
struct AddressCollector;

struct SegmentAddresses {
    ordinal: SegmentOrdinal,
    addresses: Vec<DocAddress>,
}

impl Collector for AddressCollector {
    type Fruit = Vec<DocAddress>;
    type Child = SegmentAddresses;

    fn for_segment(
        &self,
        ordinal: SegmentOrdinal,
        _segment: &SegmentReader,
    ) -> tantivy::Result<SegmentAddresses> {
        Ok(SegmentAddresses {
            ordinal,
            addresses: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<DocAddress>>) -> tantivy::Result<Vec<DocAddress>> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentAddresses {
    type Fruit = Vec<DocAddress>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        self.addresses.push(DocAddress::new(self.ordinal, doc));
    }

    fn harvest(self) -> Vec<DocAddress> {
        self.addresses
    }
}
