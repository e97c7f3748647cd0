//! Who is named and who is quoted, over all articles? What the library answers from its ledger.

use super::{
    ArticleId, Library, NoMarks,
    asking::Asking,
    finding::Names,
    fulltext::{self, Question},
    ledger::{
        EntityRow, QuoteFilter, QuoteRow, SpeakerRow,
        folding::{fold_short, follow},
        index::is_gathered,
        names::{Someone, join},
    },
    query::{
        Arrangement,
        tree::{Node, Pattern},
    },
    words::{folded, folded_words},
};
use crate::text::EntityKind;
use std::sync::Arc;

/// How many lists of names are kept in memory.
pub(super) const MAX_KEPT: usize = 6;

/// More quotations are not put into one table.
const MAX_QUOTES: usize = 100_000;

/// Which names are gathered, as of which state of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Gathering {
    what: Option<EntityKind>,
    generation: u64,
}

impl Library {
    /// Returns everyone who is quoted, most quoted first.
    pub fn speakers(&self) -> Vec<SpeakerRow> {
        let everyone = self.gathered(None);
        everyone
            .iter()
            .map(|someone| SpeakerRow {
                name: (!someone.name.is_empty()).then(|| someone.name.clone()),
                kind: someone.kind,
                aliases: someone.aliases.clone(),
                n_quotes: someone.n_times,
                n_articles: someone.n_articles,
            })
            .collect()
    }

    /// Returns the entities of one kind, most mentioned first. Dates, times and sums are not gathered.
    pub fn entities(&self, kind: EntityKind) -> Vec<EntityRow> {
        self.gathered(Some(kind))
            .iter()
            .map(|someone| EntityRow {
                name: someone.name.clone(),
                kind,
                aliases: someone.aliases.clone(),
                n_mentions: someone.n_times,
                n_articles: someone.n_articles,
            })
            .collect()
    }

    /// Returns the articles that mention an entity by this name, newest first.
    ///
    /// A full name means that someone alone; a part of a name everyone who is called so.
    pub fn mentioning(&self, kind: EntityKind, name: &str) -> Vec<ArticleId> {
        let catalogue = self.catalogue();
        let words = folded(name);
        let everyone = self.gathered(Some(kind));
        let names: Vec<_> = everyone
            .iter()
            .filter(|someone| someone.is_called(&words))
            .flat_map(|someone| someone.variants.clone())
            .collect();
        let names = if names.is_empty() {
            everyone
                .iter()
                .filter(|someone| {
                    holds_words(&someone.name, &words)
                        || someone.aliases.iter().any(|alias| folded(alias) == words)
                })
                .flat_map(|someone| someone.variants.clone())
                .collect()
        } else {
            names
        };
        let Some(mut rows) = self.heard(
            self.shelf()
                .ledger()
                .rows_naming(&names, catalogue.n_rows()),
        ) else {
            return Vec::new();
        };
        rows.intersect(&catalogue.present());
        self.ordered(&catalogue, Arrangement::default(), Some(&rows))
            .into_iter()
            .map(ArticleId)
            .collect()
    }

    /// Returns who said what, oldest first; quotations without a date last.
    pub fn quotes(&self, filter: &QuoteFilter) -> Vec<QuoteRow> {
        let catalogue = self.catalogue();
        let shelf = self.shelf();
        let ledger = shelf.ledger();
        let mut wanted = Vec::new();
        if filter.unknown_speaker {
            wanted.push(ledger.by_unknown());
        }
        if let Some(name) = filter
            .speaker
            .as_deref()
            .filter(|name| !name.trim().is_empty())
        {
            wanted.push(self.by_speaker(name));
        }
        if filter.from.is_some() || filter.to.is_some() || catalogue.len() != catalogue.n_rows() {
            let node = Node::Dated {
                from: filter.from,
                to: filter.to,
            };
            let node = if filter.from.is_some() || filter.to.is_some() {
                node
            } else {
                Node::All
            };
            wanted.push(fulltext::among(
                self.ask(&catalogue, &NoMarks, |asking| asking.rows(&node)),
            ));
        }
        if let Some(about) = &filter.about
            && !about.is_empty()
        {
            wanted.push(self.ask(&catalogue, &NoMarks, |asking| {
                about_question(asking, about.node())
            }));
        }
        let question = fulltext::all(wanted, Vec::new());
        let facts = self
            .heard(ledger.quotes(&*question, MAX_QUOTES))
            .unwrap_or_default();
        let mut rows: Vec<_> = facts
            .into_iter()
            .filter(|facts| (facts.row as usize) < catalogue.n_rows())
            .map(|facts| QuoteRow {
                article: ArticleId(facts.row),
                quote_idx: facts.quote_idx,
                date: catalogue.date(facts.row).get().map(|(at, _)| at),
                speaker: facts.speaker,
                kind: facts.kind,
                confidence: facts.confidence,
                words: facts.words,
                span: facts.span,
            })
            .collect();
        rows.sort_by_key(|row| (row.date.is_none(), row.date, row.article, row.quote_idx));
        rows
    }

    fn by_speaker(&self, name: &str) -> Question {
        let words = folded_words(name);
        let called = words.join(" ");
        if words.len() > 1 {
            let names: Vec<_> = self
                .gathered(None)
                .iter()
                .filter(|someone| someone.is_called(&called))
                .flat_map(|someone| someone.variants.clone())
                .collect();
            if !names.is_empty() {
                return self.shelf().ledger().by_names(&names);
            }
        }
        self.shelf().ledger().by_words(&Pattern::Words(words))
    }

    /// Returns everyone of a kind, or all speakers; gathered once for each state of the ledger.
    pub(super) fn gathered(&self, what: Option<EntityKind>) -> Arc<Vec<Someone>> {
        let gathering = Gathering {
            what,
            generation: self.shelf().ledger().engine().generation(),
        };
        if let Some(gathered) = self.everyone.get(gathering) {
            return gathered;
        }
        let shelf = self.shelf();
        let ledger = shelf.ledger();
        let everyone = match what {
            None => self.heard(ledger.speaker_counts()).map(|counts| {
                let people = self.gathered(Some(EntityKind::Person));
                follow(join(counts), &people)
            }),
            Some(kind) if is_gathered(kind) => self.heard(ledger.name_counts(kind)).map(|counts| {
                let mut everyone = fold_short(join(counts));
                self.add_aliases(kind, &mut everyone);
                everyone
            }),
            Some(_) => None,
        };
        self.everyone.put(gathering, everyone.unwrap_or_default())
    }

    /// Returns the names of a kind as the finder needs them.
    pub(super) fn names(&self, kind: EntityKind) -> Arc<Names> {
        let gathering = Gathering {
            what: Some(kind),
            generation: self.shelf().ledger().engine().generation(),
        };
        match self.names.get(gathering) {
            Some(names) => names,
            None => self
                .names
                .put(gathering, Names::of(self.gathered(Some(kind)))),
        }
    }

    fn add_aliases(&self, kind: EntityKind, everyone: &mut [Someone]) {
        let mut aliases = self
            .heard(self.shelf().ledger().aliases(kind))
            .unwrap_or_default();
        aliases.sort_by_key(|(_, _, n_articles)| std::cmp::Reverse(*n_articles));
        let mut idx_of = std::collections::HashMap::new();
        for (idx, someone) in everyone.iter().enumerate() {
            for (_, name) in &someone.variants {
                idx_of.insert(name.clone(), idx);
            }
        }
        for (name, alias, _) in aliases {
            if let Some(idx) = idx_of.get(&name) {
                everyone[*idx].add_alias(&alias);
            }
        }
    }

    pub(super) fn heard<T>(&self, answer: Result<T, tantivy::TantivyError>) -> Option<T> {
        answer
            .map_err(|error| self.note_trouble(&error.to_string()))
            .ok()
    }
}

fn holds_words(name: &str, words: &str) -> bool {
    let name = format!(" {} ", folded(name));
    name.contains(&format!(" {words} "))
}

/// Asks for quotations that a question is about: its words stand in them or in their sentences.
fn about_question(asking: &Asking, node: &Node) -> Question {
    match node {
        Node::And(nodes) => fulltext::all(
            nodes
                .iter()
                .map(|node| about_question(asking, node))
                .collect(),
            Vec::new(),
        ),
        Node::Or(nodes) => fulltext::any(
            nodes
                .iter()
                .map(|node| about_question(asking, node))
                .collect(),
        ),
        Node::Not(node) => fulltext::all(Vec::new(), vec![about_question(asking, node)]),
        Node::Text(_, pattern) => asking.ledger.about(pattern),
        Node::Said(pattern) => asking.ledger.said(pattern),
        Node::Near { left, right, .. } => fulltext::all(
            vec![asking.ledger.about(left), asking.ledger.about(right)],
            Vec::new(),
        ),
        Node::Named(super::query::tree::NameField::Speaker, pattern) => {
            asking.ledger.by_words(pattern)
        }
        Node::All | Node::Column(..) | Node::Dated { .. } | Node::Named(..) | Node::Mark(_) => {
            fulltext::among(asking.rows(node))
        }
    }
}
