//! What the library answers to what the room asks.

use crate::{
    app::{Comparison, Event, Generation, Question, ViewCount},
    library::{Arrangement, ArticleId, Library, Query},
    triage::{Ledger, Naming},
};

/// Hits of a full-text question that are fetched.
const MAX_HITS: usize = 1_000;

/// Answers a question to the library, in one event or several.
///
/// Where `is_stale` says that nobody waits any more, the rest of the answer may be left out.
pub fn answer(
    library: &Library,
    generation: Generation,
    question: Question,
    is_stale: &dyn Fn() -> bool,
    tell: &mut dyn FnMut(Event),
) {
    match question {
        Question::Article(id) => {
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
        Question::Rows {
            query,
            arrangement,
            folds,
            ledger,
        } => {
            let rows = library.select(&query, arrangement, &*ledger);
            let rows = folds.fold(rows, &library.catalogue());
            tell(Event::Arranged { generation, rows });
        }
        Question::Anything { query, extra } => {
            let found = library.find(&query, &extra, is_stale, &mut |found| {
                tell(Event::Found {
                    generation,
                    found,
                    is_all: false,
                });
            });
            if !is_stale() {
                tell(Event::Found {
                    generation,
                    found,
                    is_all: true,
                });
            }
        }
        Question::Speakers { ledger } => {
            let rows = Naming::of(&ledger).speakers(library);
            tell(Event::Speakers { generation, rows });
        }
        Question::Quotes { filter, ledger } => {
            let rows = Naming::of(&ledger).quotes(library, &filter);
            tell(Event::Quotes { generation, rows });
        }
        Question::Entities { kind, ledger } => {
            let rows = Naming::of(&ledger).entities(library, kind);
            tell(Event::Entities {
                generation,
                kind,
                rows,
            });
        }
        Question::Hits { query, ledger } => {
            let hits = library.search(&query, MAX_HITS, &*ledger);
            tell(Event::Hits { generation, hits });
        }
        Question::Counts { queries, ledger } => {
            let counts = queries
                .iter()
                .map_while(|query| (!is_stale()).then(|| count(library, query, &ledger)))
                .collect();
            tell(Event::ViewsCounted { generation, counts });
        }
        Question::Sources(wording) => {
            let sources = library.sources(&wording).unwrap_or_default();
            tell(Event::Verified {
                generation,
                sources,
            });
        }
        Question::Contexts(words) => {
            let lines = library.concordance(&words, is_stale).unwrap_or_default();
            tell(Event::Concordance { generation, lines });
        }
        Question::Facets(ids) => {
            let facets = library.facets(&ids, is_stale);
            tell(Event::Facets { generation, facets });
        }
        Question::Related(id) => {
            let articles = library.related(id);
            tell(Event::Related {
                generation,
                articles,
            });
        }
        Question::Comparison(a, b) => {
            let both = library
                .article(a)
                .and_then(|a| Ok((a, library.article(b)?)));
            let comparison = both.map(|(a, b)| Box::new(Comparison::of(&a, &b)));
            tell(Event::Compared {
                generation,
                comparison,
            });
        }
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
