//! Everything the room can ask the library.

use super::{Effect, Folds, Generation};
use crate::{
    library::{Arrangement, ArticleId, FinderQuery, Query, QuoteFilter, finder::Extra},
    text::{EntityKind, wording::Wording},
    triage::Ledger,
};
use std::sync::Arc;

/// A question to the library. Marks go with it as they are when it is asked.
#[derive(Clone, Debug)]
pub enum Question {
    /// An article, then its analysis.
    Article(ArticleId),
    /// The articles of the list, filtered and sorted.
    Rows {
        /// The filter.
        query: Query,
        /// The order.
        arrangement: Arrangement,
        /// Which copies have rows of their own.
        folds: Folds,
        /// What the filter may ask for.
        ledger: Arc<Ledger>,
    },
    /// Anything by a few letters.
    Anything {
        /// The letters.
        query: FinderQuery,
        /// What the room itself offers besides the library: tags and commands.
        extra: Vec<Extra>,
    },
    /// Who is quoted.
    Speakers {
        /// Names may have been corrected.
        ledger: Arc<Ledger>,
    },
    /// Who said what.
    Quotes {
        /// Which.
        filter: QuoteFilter,
        /// Names may have been corrected.
        ledger: Arc<Ledger>,
    },
    /// Who and what is named.
    Entities {
        /// The kind.
        kind: EntityKind,
        /// Names may have been corrected.
        ledger: Arc<Ledger>,
    },
    /// The passages of all texts that match.
    Hits {
        /// What they match.
        query: Query,
        /// What the query may ask for.
        ledger: Arc<Ledger>,
    },
    /// How much matches each of some queries.
    Counts {
        /// The queries.
        queries: Vec<Query>,
        /// What they may ask for.
        ledger: Arc<Ledger>,
    },
    /// Where a wording stands.
    Sources(Wording),
    /// Some words in all their contexts.
    Contexts(String),
    /// What some articles have in common.
    Facets(Vec<ArticleId>),
    /// Other articles on the matter of this one.
    Related(ArticleId),
    /// What two articles have in common.
    Comparison(ArticleId, ArticleId),
}

impl Question {
    /// Makes the effect that asks it.
    pub(super) fn asked(self, generation: Generation) -> Effect {
        Effect::Ask {
            generation,
            question: self,
        }
    }
}
