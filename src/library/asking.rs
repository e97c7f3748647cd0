//! Which articles answer a question, and in which order?
//!
//! ```text
//! Node ──▶ rows      a set of rows: index, columns and marks, joined bit by bit      lists, filters
//!     └──▶ question  one question to the index, scored; all else as conditions       search
//! ```

use super::{
    ArticleId,
    catalogue::{Catalogue, chunk::NameColumn, chunk::PackedDate},
    fulltext::{self, Fulltext, Question},
    ledger::index::LedgerIndex,
    matching,
    query::{
        MarkLookup, MarkTerm,
        tree::{Column, NameField, Node, Pattern, TextField},
    },
    rowset::RowSet,
    shelf::Shelf,
};
use crate::corpus::Article;
use jiff::civil::Date;
use rayon::prelude::*;
use std::{ops::Deref, sync::Arc};

/// All that a question may need to be answered.
pub(crate) struct Asking<'l> {
    pub(crate) catalogue: &'l Catalogue,
    pub(crate) fulltext: WhenAsked<'l, Fulltext>,
    pub(crate) ledger: WhenAsked<'l, LedgerIndex>,
    pub(crate) article: &'l (dyn Fn(u32) -> Option<Arc<Article>> + Sync),
    pub(crate) marks: &'l dyn MarkLookup,
    /// Hears why an index could not answer.
    pub(crate) trouble: &'l (dyn Fn(&tantivy::TantivyError) + Sync),
}

/// An index that is opened when it is first asked: a list without words needs none.
pub(crate) struct WhenAsked<'l, T> {
    pub(crate) shelf: &'l Shelf,
    pub(crate) open: fn(&'l Shelf) -> &'l T,
}

impl<T> Deref for WhenAsked<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        (self.open)(self.shelf)
    }
}

impl Asking<'_> {
    /// Returns the articles that are there and answer.
    pub(crate) fn rows(&self, node: &Node) -> RowSet {
        let mut rows = self.catalogue.present();
        self.narrow(node, &mut rows);
        rows
    }

    /// Returns the best answers with their scores, best first.
    pub(crate) fn best(&self, node: &Node, limit: usize) -> Vec<(f32, u32)> {
        let mut question = self.question(node);
        if self.catalogue.n_rows() != self.catalogue.len() {
            question = fulltext::only_among(self.catalogue.present(), question);
        }
        self.fulltext
            .best(&*question, limit)
            .unwrap_or_else(|error| {
                (self.trouble)(&error);
                Vec::new()
            })
    }

    fn len(&self) -> usize {
        self.catalogue.n_rows()
    }

    /// Keeps those of `rows` that answer.
    fn narrow(&self, node: &Node, rows: &mut RowSet) {
        match node {
            Node::All => {}
            Node::And(nodes) => {
                // What is cheap to ask comes first, so that what is asked article by article has few left.
                let mut nodes: Vec<_> = nodes.iter().collect();
                nodes.sort_by_key(|node| cost(node));
                for node in nodes {
                    if rows.is_empty() {
                        break;
                    }
                    self.narrow(node, rows);
                }
            }
            Node::Or(nodes) => {
                let mut any = RowSet::none(self.len());
                for node in nodes {
                    let mut some = rows.clone();
                    self.narrow(node, &mut some);
                    any.unite(&some);
                }
                *rows = any;
            }
            Node::Not(node) => {
                let mut some = rows.clone();
                self.narrow(node, &mut some);
                rows.subtract(&some);
            }
            Node::Mark(term) => self.narrow_marked(term, rows),
            Node::Near {
                field,
                left,
                right,
                n_between,
            } => {
                if let Some(question) = self.fulltext.near(*field, left, right, *n_between) {
                    rows.intersect(&self.indexed(&question));
                    return;
                }
                rows.intersect(&self.indexed(&self.fulltext.holding(*field, left)));
                rows.intersect(&self.indexed(&self.fulltext.holding(*field, right)));
                let near: Vec<u32> = rows
                    .iter()
                    .collect::<Vec<_>>()
                    .into_par_iter()
                    .filter(|row| self.is_near(*row, node))
                    .collect();
                *rows = RowSet::none(self.len());
                near.into_iter().for_each(|row| rows.insert(row));
            }
            Node::Text(field, pattern) => {
                rows.intersect(&self.indexed(&self.fulltext.holding(*field, pattern)));
            }
            Node::Column(column, pattern) => rows.intersect(&self.in_column(*column, pattern)),
            Node::Dated { from, to } => rows.intersect(&self.dated(*from, *to)),
            Node::Named(field, pattern) => {
                let mut named = self.heard(self.ledger.rows_named(*field, pattern, self.len()));
                if *field == NameField::Place {
                    named.unite(&self.named(NameColumn::Place, pattern));
                }
                rows.intersect(&named);
            }
            Node::Said(pattern) => {
                rows.intersect(&self.heard(self.ledger.rows_said(pattern, self.len())));
            }
        }
    }

    /// Makes one question to the full-text index of it all.
    fn question(&self, node: &Node) -> Question {
        match node {
            Node::All => fulltext::everything(),
            Node::And(nodes) => {
                if let Some(words) = plain_words(nodes) {
                    return self.fulltext.all_words(&words);
                }
                let (unwanted, wanted): (Vec<_>, Vec<_>) =
                    nodes.iter().partition(|node| matches!(node, Node::Not(_)));
                fulltext::all(
                    wanted.into_iter().map(|node| self.question(node)).collect(),
                    unwanted
                        .into_iter()
                        .filter_map(|node| match node {
                            Node::Not(node) => Some(self.question(node)),
                            _ => None,
                        })
                        .collect(),
                )
            }
            Node::Or(nodes) => {
                let parts = nodes.iter().map(|node| match node {
                    Node::Text(field, pattern) => self.fulltext.words_or(*field, pattern),
                    node => vec![self.question(node)],
                });
                fulltext::any(parts.flatten().collect())
            }
            Node::Not(node) => fulltext::all(Vec::new(), vec![self.question(node)]),
            Node::Text(field, pattern) => self.fulltext.words(*field, pattern),
            Node::Near {
                field,
                left,
                right,
                n_between,
            } => self
                .fulltext
                .near(*field, left, right, *n_between)
                .unwrap_or_else(|| self.question_of_rows(node)),
            Node::Column(..)
            | Node::Dated { .. }
            | Node::Named(..)
            | Node::Said(_)
            | Node::Mark(_) => self.question_of_rows(node),
        }
    }

    fn question_of_rows(&self, node: &Node) -> Question {
        let mut rows = self.catalogue.present();
        self.narrow(node, &mut rows);
        fulltext::among(rows)
    }

    fn narrow_marked(&self, term: &MarkTerm, rows: &mut RowSet) {
        let unmarked: Vec<u32> = rows
            .iter()
            .filter(|row| {
                self.catalogue
                    .key(ArticleId(*row))
                    .is_none_or(|key| !self.marks.holds(key, term))
            })
            .collect();
        let mut without = RowSet::none(self.len());
        unmarked.into_iter().for_each(|row| without.insert(row));
        rows.subtract(&without);
    }

    fn is_near(&self, row: u32, node: &Node) -> bool {
        let Node::Near {
            field,
            left,
            right,
            n_between,
        } = node
        else {
            return false;
        };
        let Some(article) = (self.article)(row) else {
            return false;
        };
        let is_in = |text: &str| matching::holds_near(left, right, *n_between, text);
        is_in(&article.metadata.title.text)
            || *field == super::query::tree::TextField::Anywhere && is_in(article.body.text())
    }

    fn in_column(&self, column: Column, pattern: &Pattern) -> RowSet {
        let column = match column {
            Column::Source => NameColumn::Source,
            Column::Section => NameColumn::Section,
            Column::Byline => NameColumn::Byline,
            Column::Language => NameColumn::Language,
        };
        self.named(column, pattern)
    }

    fn named(&self, column: NameColumn, pattern: &Pattern) -> RowSet {
        self.catalogue
            .rows_named(column, |name| matching::holds(pattern, name))
    }

    fn dated(&self, from: Option<Date>, to: Option<Date>) -> RowSet {
        let from = from.map(PackedDate::start_of);
        let until = to
            .and_then(|day| day.tomorrow().ok())
            .map(PackedDate::start_of);
        RowSet::of(self.len(), |row| {
            let date = self.catalogue.date(row);
            date.is_known()
                && from.is_none_or(|from| date >= from)
                && until.is_none_or(|until| date < until)
        })
    }

    fn indexed(&self, question: &Question) -> RowSet {
        self.heard(self.fulltext.rows(&**question, self.len()))
    }

    fn heard(&self, answer: Result<RowSet, tantivy::TantivyError>) -> RowSet {
        answer.unwrap_or_else(|error| {
            (self.trouble)(&error);
            RowSet::none(self.len())
        })
    }
}

/// Returns the words where nothing but words anywhere are asked for.
fn plain_words(nodes: &[Node]) -> Option<Vec<&str>> {
    let words = nodes.iter().map(|node| match node {
        Node::Text(TextField::Anywhere, Pattern::Words(words)) => match words.as_slice() {
            [word] => Some(word.as_str()),
            _ => None,
        },
        _ => None,
    });
    words.collect()
}

/// How dear a part of a question is, for asking the cheap ones first.
fn cost(node: &Node) -> u32 {
    match node {
        Node::All => 0,
        Node::Text(..) => 1,
        Node::Named(..) | Node::Said(_) => 2,
        Node::Column(..) | Node::Dated { .. } => 3,
        Node::Not(node) => cost(node),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().map(cost).max().unwrap_or_default(),
        Node::Mark(_) => 4,
        Node::Near {
            left: Pattern::Words(left),
            right: Pattern::Words(right),
            ..
        } if left.len() == 1 && right.len() == 1 => 2,
        Node::Near { .. } => 5,
    }
}
