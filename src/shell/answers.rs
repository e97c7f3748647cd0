//! What the library answers to what the room asks.

use crate::{
    app::{Comparison, Effect, Event, ViewCount},
    library::{Arrangement, ArticleId, Library, Query},
    triage::{Ledger, Naming},
};

/// Hits of a full-text question that are fetched.
const MAX_HITS: usize = 1_000;

/// Answers a question to the library, in one event or several; an effect that is no question has no answer.
///
/// Where `is_stale` says that nobody waits any more, the rest of the answer may be left out.
pub fn answer(
    library: &Library,
    question: Effect,
    is_stale: &dyn Fn() -> bool,
    tell: &mut dyn FnMut(Event),
) {
    match question {
        Effect::LoadArticle { generation, id } => {
            let article = library.article(id);
            let is_there = article.is_ok();
            tell(Event::Article {
                generation,
                id,
                article,
            });
            if is_there && !is_stale() {
                let analysis = library.analysis(id);
                tell(Event::Analysed { id, analysis });
            }
        }
        Effect::Arrange {
            generation,
            query,
            arrangement,
            folds,
            ledger,
        } => {
            let rows = library.select(&query, arrangement, &*ledger);
            let rows = folds.fold(rows, &library.catalogue());
            tell(Event::Arranged { generation, rows });
        }
        Effect::Find {
            generation,
            query,
            extra,
        } => {
            let found = library.find(&query, &extra, is_stale);
            if !is_stale() {
                tell(Event::Found { generation, found });
            }
        }
        Effect::Speakers { generation, ledger } => {
            let rows = Naming::of(&ledger).speakers(library);
            tell(Event::Speakers { generation, rows });
        }
        Effect::Quotes {
            generation,
            filter,
            ledger,
        } => {
            let rows = Naming::of(&ledger).quotes(library, &filter);
            tell(Event::Quotes { generation, rows });
        }
        Effect::Entities {
            generation,
            kind,
            ledger,
        } => {
            let rows = Naming::of(&ledger).entities(library, kind);
            tell(Event::Entities {
                generation,
                kind,
                rows,
            });
        }
        Effect::Search {
            generation,
            query,
            ledger,
        } => {
            let hits = library.search(&query, MAX_HITS, &*ledger);
            tell(Event::Hits { generation, hits });
        }
        Effect::CountViews {
            generation,
            queries,
            ledger,
        } => {
            let counts = queries
                .iter()
                .map_while(|query| (!is_stale()).then(|| count(library, query, &ledger)))
                .collect();
            tell(Event::ViewsCounted { generation, counts });
        }
        Effect::Verify {
            generation,
            wording,
        } => {
            let sources = library.sources(&wording).unwrap_or_default();
            tell(Event::Verified {
                generation,
                sources,
            });
        }
        Effect::Concordance { generation, words } => {
            let lines = library.concordance(&words, is_stale).unwrap_or_default();
            tell(Event::Concordance { generation, lines });
        }
        Effect::Compare {
            generation,
            pair: (a, b),
        } => {
            let both = library
                .article(a)
                .and_then(|a| Ok((a, library.article(b)?)));
            let comparison = both.map(|(a, b)| Box::new(Comparison::of(&a, &b)));
            tell(Event::Compared {
                generation,
                comparison,
            });
        }
        _ => {}
    }
}

/// Counts the articles that match a question, and those of them not read yet.
fn count(library: &Library, query: &Query, ledger: &Ledger) -> ViewCount {
    let catalogue = library.catalogue();
    let rows = library.select(query, Arrangement::default(), ledger);
    let is_unread = |id: &&ArticleId| {
        catalogue
            .row(**id)
            .is_some_and(|row| !ledger.marks(row.key).read)
    };
    ViewCount {
        n_articles: rows.len() as u64,
        n_unread: rows.iter().filter(is_unread).count() as u64,
    }
}
