//! Anything by a few letters: articles, names and quotations of the library, and what the room adds.

use super::{
    ArticleId, Candidate, CandidateKind, Catalogue, Extra, FinderQuery, Found, Library,
    finder::{Best, places},
    fulltext,
    ledger::names::Someone,
    query::{Arrangement, tree::Pattern},
    words::folded_words,
};
use crate::{corpus::Precision, text::EntityKind};

/// The kinds of names the finder knows.
const NAME_KINDS: [EntityKind; 4] = [
    EntityKind::Person,
    EntityKind::Organisation,
    EntityKind::Place,
    EntityKind::Other,
];

/// Quotations that hold the words and are then compared by letters.
const MAX_QUOTE_CANDIDATES: usize = 500;

/// What was found, before its text and places are made.
type Scored = (i64, Found);

impl Library {
    /// Finds anything by a few letters, best first; the newest articles first where no letters are given.
    ///
    /// `extra` is what can be found besides the library's own: tags, commands. When `is_stale` says that a newer
    /// question has been asked, the search ends with what it has.
    pub fn find(
        &self,
        query: &FinderQuery,
        extra: &[Extra],
        is_stale: &dyn Fn() -> bool,
    ) -> Vec<Found> {
        let catalogue = self.catalogue();
        if query.pattern.trim().is_empty() {
            return self.first_choices(&catalogue, query, extra);
        }
        let mut found: Vec<Scored> = Vec::new();
        found.extend(best_extra(query, extra));
        if wants(query, CandidateKind::Article) {
            let newest_first = self.order(&catalogue, Arrangement::default());
            found.extend(best_articles(&catalogue, &newest_first, query, is_stale));
        }
        for kind in NAME_KINDS {
            if wants(query, CandidateKind::Entity(kind)) && !is_stale() {
                found.extend(best_names(
                    &self.gathered(Some(kind)),
                    kind,
                    query,
                    is_stale,
                ));
            }
        }
        if wants(query, CandidateKind::Quote) && !is_stale() {
            found.extend(self.best_quotes(&catalogue, query));
        }
        found.sort_by(|(a, a_found), (b, b_found)| {
            b.cmp(a).then(a_found.text.len().cmp(&b_found.text.len()))
        });
        found.truncate(query.limit);
        found
            .into_iter()
            .map(|(score, mut found)| {
                found.matches = places(&query.pattern, &found.text);
                found.score = score;
                found
            })
            .collect()
    }

    /// Returns what is offered before a letter is typed.
    fn first_choices(
        &self,
        catalogue: &Catalogue,
        query: &FinderQuery,
        extra: &[Extra],
    ) -> Vec<Found> {
        let mut found = Vec::new();
        if wants(query, CandidateKind::Article) {
            let newest = self.order(catalogue, Arrangement::default());
            found.extend(
                newest
                    .iter()
                    .copied()
                    .take(query.limit)
                    .map(|row| article(catalogue, row)),
            );
        }
        // Without letters and without a kind the newest articles say more than the commonest names.
        if !query.kinds.is_empty() {
            for kind in NAME_KINDS
                .into_iter()
                .filter(|kind| wants(query, CandidateKind::Entity(*kind)))
            {
                let everyone = self.gathered(Some(kind));
                found.extend(
                    everyone
                        .iter()
                        .take(query.limit)
                        .map(|someone| name(someone, kind)),
                );
            }
        }
        found.extend(
            extra
                .iter()
                .filter(|extra| wants(query, kind_of(&extra.candidate)))
                .map(of_extra),
        );
        found.truncate(query.limit);
        found
    }

    fn best_quotes(&self, catalogue: &Catalogue, query: &FinderQuery) -> Vec<Scored> {
        let shelf = self.shelf();
        let ledger = shelf.ledger();
        let begun: Vec<_> = folded_words(&query.pattern)
            .into_iter()
            .map(|word| ledger.said(&Pattern::Prefix(vec![word])))
            .collect();
        if begun.is_empty() {
            return Vec::new();
        }
        let question = fulltext::all(begun, Vec::new());
        let facts = self
            .heard(ledger.quotes(&*question, MAX_QUOTE_CANDIDATES))
            .unwrap_or_default();
        let mut best = Best::new(&query.pattern, query.limit);
        for facts in facts
            .into_iter()
            .filter(|facts| !catalogue.is_gone(ArticleId(facts.row)))
        {
            let words = facts.words.clone();
            best.offer([words.as_str()], move || facts);
        }
        best.into_sorted()
            .into_iter()
            .map(|(score, facts)| {
                let date = date_words(catalogue, facts.row);
                let found = Found {
                    candidate: Candidate::Quote(ArticleId(facts.row), facts.quote_idx),
                    text: facts.words,
                    detail: joined([facts.speaker, date]),
                    matches: Vec::new(),
                    score: 0,
                };
                (score, found)
            })
            .collect()
    }
}

fn best_extra(query: &FinderQuery, extra: &[Extra]) -> Vec<Scored> {
    let mut best = Best::new(&query.pattern, query.limit);
    for extra in extra
        .iter()
        .filter(|extra| wants(query, kind_of(&extra.candidate)))
    {
        best.offer([extra.text.as_str()], || extra);
    }
    best.into_sorted()
        .into_iter()
        .map(|(score, extra)| (score, of_extra(extra)))
        .collect()
}

fn best_articles(
    catalogue: &Catalogue,
    newest_first: &[u32],
    query: &FinderQuery,
    is_stale: &dyn Fn() -> bool,
) -> Vec<Scored> {
    let mut best = Best::new(&query.pattern, query.limit);
    for row in newest_first.iter().copied() {
        if best.is_due() && is_stale() {
            break;
        }
        best.offer([catalogue.title(row)], || row);
    }
    best.into_sorted()
        .into_iter()
        .map(|(score, row)| (score, article(catalogue, row)))
        .collect()
}

fn best_names(
    everyone: &[Someone],
    kind: EntityKind,
    query: &FinderQuery,
    is_stale: &dyn Fn() -> bool,
) -> Vec<Scored> {
    let mut best = Best::new(&query.pattern, query.limit);
    for someone in everyone {
        if best.is_due() && is_stale() {
            break;
        }
        let names = std::iter::once(&someone.name).chain(&someone.aliases);
        best.offer(names.map(String::as_str), || someone);
    }
    best.into_sorted()
        .into_iter()
        .map(|(score, someone)| (score, name(someone, kind)))
        .collect()
}

fn wants(query: &FinderQuery, kind: CandidateKind) -> bool {
    query.kinds.is_empty() || query.kinds.contains(&kind)
}

fn kind_of(candidate: &Candidate) -> CandidateKind {
    match candidate {
        Candidate::Article(_) => CandidateKind::Article,
        Candidate::Entity(kind, _) => CandidateKind::Entity(*kind),
        Candidate::Quote(..) => CandidateKind::Quote,
        Candidate::Tag(_) => CandidateKind::Tag,
        Candidate::Command(_) => CandidateKind::Command,
    }
}

fn article(catalogue: &Catalogue, row: u32) -> Found {
    let source = catalogue
        .row(ArticleId(row))
        .and_then(|row| row.source)
        .map(str::to_owned);
    Found {
        candidate: Candidate::Article(ArticleId(row)),
        text: catalogue.title(row).to_owned(),
        detail: joined([date_words(catalogue, row), source]),
        matches: Vec::new(),
        score: 0,
    }
}

fn name(someone: &Someone, kind: EntityKind) -> Found {
    let articles = if someone.n_articles == 1 {
        "article"
    } else {
        "articles"
    };
    Found {
        candidate: Candidate::Entity(kind, someone.name.clone()),
        text: someone.name.clone(),
        detail: format!("{}, {} {articles}", kind.word(), someone.n_articles),
        matches: Vec::new(),
        score: 0,
    }
}

fn of_extra(extra: &Extra) -> Found {
    Found {
        candidate: extra.candidate.clone(),
        text: extra.text.clone(),
        detail: extra.detail.clone(),
        matches: Vec::new(),
        score: 0,
    }
}

/// Writes the date of an article as far as it is known.
fn date_words(catalogue: &Catalogue, row: u32) -> Option<String> {
    let (at, precision) = catalogue.date(row).get()?;
    let date = at.date();
    Some(match precision {
        Precision::Year => format!("{:04}", date.year()),
        Precision::Month => format!("{:04}-{:02}", date.year(), date.month()),
        Precision::Day | Precision::Minute | Precision::Second => date.to_string(),
    })
}

fn joined(parts: [Option<String>; 2]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
