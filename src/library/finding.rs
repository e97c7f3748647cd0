//! Anything by a few letters: articles, names and quotations of the library, and what the room adds.

use super::{
    ArticleId, Candidate, CandidateKind, Catalogue, Extra, FinderQuery, Found, Library,
    finder::{
        places,
        table::{List, Table, Texts},
        typos,
    },
    fulltext,
    ledger::names::Someone,
    query::{Arrangement, tree::Pattern},
    words::folded_words,
};
use crate::{corpus::Precision, text::EntityKind};
use std::{
    cmp::Reverse,
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

/// The kinds of names the finder knows.
const NAME_KINDS: [EntityKind; 4] = [
    EntityKind::Person,
    EntityKind::Organisation,
    EntityKind::Place,
    EntityKind::Other,
];

/// Quotations that hold the words and are then compared by letters.
const MAX_QUOTE_CANDIDATES: usize = 500;

/// A name may be found by several of its forms: so many more are looked for.
const FORMS_OF_A_NAME: usize = 3;

/// What the finder keeps between keys.
#[derive(Debug, Default)]
pub(super) struct Tables {
    titles: Mutex<Table>,
}

impl Tables {
    /// Forgets everything, as it belongs to another catalogue.
    pub(super) fn clear(&self) {
        *self.titles.lock().unwrap_or_else(PoisonError::into_inner) = Table::default();
    }

    /// Returns the table of all titles.
    fn titles(&self, titles: &Titles) -> Table {
        let mut table = self.titles.lock().unwrap_or_else(PoisonError::into_inner);
        if table.len() != titles.len() {
            *table = table.grown(titles);
        }
        table.clone()
    }
}

/// The names of one kind, each by all its forms.
#[derive(Debug)]
pub(super) struct Names {
    everyone: Arc<Vec<Someone>>,
    /// Whose form it is, and which: 0 is the name, then the aliases.
    forms: Vec<(u32, u32)>,
    table: Table,
}

impl Names {
    pub(super) fn of(everyone: Arc<Vec<Someone>>) -> Self {
        let forms = everyone
            .iter()
            .enumerate()
            .flat_map(|(idx, someone)| {
                (0..=someone.aliases.len()).map(move |form| (idx as u32, form as u32))
            })
            .collect();
        let names = Self {
            everyone,
            forms,
            table: Table::default(),
        };
        Self {
            table: names.table.grown(&names),
            ..names
        }
    }
}

impl Texts for Names {
    fn len(&self) -> usize {
        self.forms.len()
    }

    fn text(&self, idx: u32) -> &str {
        let Some((owner, form)) = self.forms.get(idx as usize) else {
            return "";
        };
        let someone = &self.everyone[*owner as usize];
        match form.checked_sub(1) {
            None => &someone.name,
            Some(alias) => &someone.aliases[alias as usize],
        }
    }

    fn rank(&self, idx: u32) -> u64 {
        self.forms
            .get(idx as usize)
            .map_or(0, |(owner, _)| u64::MAX - u64::from(*owner))
    }

    fn is_wanted(&self, _idx: u32) -> bool {
        true
    }
}

/// The titles of all articles.
struct Titles<'c>(&'c Catalogue);

impl Texts for Titles<'_> {
    fn len(&self) -> usize {
        self.0.n_rows()
    }

    fn text(&self, idx: u32) -> &str {
        self.0.title(idx)
    }

    fn rank(&self, idx: u32) -> u64 {
        self.0.date(idx).0
    }

    fn is_wanted(&self, idx: u32) -> bool {
        !self.0.is_gone(ArticleId(idx))
    }
}

/// A result before its text is made: how good it is, and what it is.
struct Scored {
    score: i64,
    found: Found,
}

impl Library {
    /// Finds anything by a few letters, best first; the newest articles first where no letters are given.
    ///
    /// The words of the pattern must all match, in any order. Where nothing does, a few wrong letters are forgiven.
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
        let found = self.find_typed(&catalogue, query, extra, is_stale);
        if !found.is_empty() || is_stale() {
            return best_of(found, query.limit, |text| places(&query.pattern, text));
        }
        let found = self.find_meant(&catalogue, query, extra, is_stale);
        best_of(found, query.limit, |text| {
            typos::places(&query.pattern, text)
        })
    }

    /// Makes ready what the finder needs, so that the first key is answered as quickly as the next.
    pub(super) fn warm_finder(&self) {
        let catalogue = self.catalogue();
        self.tables.titles(&Titles(&catalogue));
    }

    fn find_typed(
        &self,
        catalogue: &Catalogue,
        query: &FinderQuery,
        extra: &[Extra],
        is_stale: &dyn Fn() -> bool,
    ) -> Vec<Scored> {
        let (pattern, limit) = (query.pattern.as_str(), query.limit);
        let mut found = Vec::new();
        let extra: Vec<_> = extra
            .iter()
            .filter(|extra| wants(query, kind_of(&extra.candidate)))
            .collect();
        let list = List(extra.iter().map(|extra| extra.text.as_str()).collect());
        for ranked in Table::default()
            .grown(&list)
            .best(&list, pattern, limit, is_stale)
        {
            found.push(Scored {
                score: ranked.score,
                found: of_extra(extra[ranked.idx() as usize]),
            });
        }
        if wants(query, CandidateKind::Article) {
            let titles = Titles(catalogue);
            for ranked in self
                .tables
                .titles(&titles)
                .best(&titles, pattern, limit, is_stale)
            {
                found.push(Scored {
                    score: ranked.score,
                    found: article(catalogue, ranked.idx()),
                });
            }
        }
        for kind in NAME_KINDS {
            if !wants(query, CandidateKind::Entity(kind)) || is_stale() {
                continue;
            }
            let names = self.names(kind);
            let best = names
                .table
                .best(&*names, pattern, limit * FORMS_OF_A_NAME, is_stale);
            push_names(
                &mut found,
                &names,
                kind,
                best.into_iter().map(|ranked| (ranked.score, ranked.idx())),
                limit,
            );
        }
        if wants(query, CandidateKind::Quote) && !is_stale() {
            found.extend(self.best_quotes(catalogue, query, is_stale));
        }
        found
    }

    fn find_meant(
        &self,
        catalogue: &Catalogue,
        query: &FinderQuery,
        extra: &[Extra],
        is_stale: &dyn Fn() -> bool,
    ) -> Vec<Scored> {
        let (pattern, limit) = (query.pattern.as_str(), query.limit);
        let mut found = Vec::new();
        let extra: Vec<_> = extra
            .iter()
            .filter(|extra| wants(query, kind_of(&extra.candidate)))
            .collect();
        let list = List(extra.iter().map(|extra| extra.text.as_str()).collect());
        for (score, idx) in typos::best(&list, pattern, limit, is_stale) {
            found.push(Scored {
                score,
                found: of_extra(extra[idx as usize]),
            });
        }
        if wants(query, CandidateKind::Article) {
            for (score, idx) in typos::best(&Titles(catalogue), pattern, limit, is_stale) {
                found.push(Scored {
                    score,
                    found: article(catalogue, idx),
                });
            }
        }
        for kind in NAME_KINDS {
            if wants(query, CandidateKind::Entity(kind)) && !is_stale() {
                let names = self.names(kind);
                let best = typos::best(&*names, pattern, limit * FORMS_OF_A_NAME, is_stale);
                push_names(&mut found, &names, kind, best, limit);
            }
        }
        found
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
                    .take(query.limit)
                    .map(|row| article(catalogue, *row)),
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

    fn best_quotes(
        &self,
        catalogue: &Catalogue,
        query: &FinderQuery,
        is_stale: &dyn Fn() -> bool,
    ) -> Vec<Scored> {
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
        let mut facts = self
            .heard(ledger.quotes(&*question, MAX_QUOTE_CANDIDATES))
            .unwrap_or_default();
        facts.retain(|facts| !catalogue.is_gone(ArticleId(facts.row)));
        let list = List(facts.iter().map(|facts| facts.words.as_str()).collect());
        let best = Table::default()
            .grown(&list)
            .best(&list, &query.pattern, query.limit, is_stale);
        best.into_iter()
            .map(|ranked| {
                let facts = &facts[ranked.idx() as usize];
                let found = Found {
                    candidate: Candidate::Quote(ArticleId(facts.row), facts.quote_idx),
                    text: facts.words.clone(),
                    detail: joined([facts.speaker.clone(), date_words(catalogue, facts.row)]),
                    matches: Vec::new(),
                    score: 0,
                };
                Scored {
                    score: ranked.score,
                    found,
                }
            })
            .collect()
    }
}

/// Puts results of all kinds into one order and marks the letters that match.
fn best_of(
    mut found: Vec<Scored>,
    limit: usize,
    places: impl Fn(&str) -> Vec<crate::text::Span>,
) -> Vec<Found> {
    found.sort_by_key(|scored| (Reverse(scored.score), scored.found.text.len()));
    found.truncate(limit);
    found
        .into_iter()
        .map(|scored| Found {
            matches: places(&scored.found.text),
            score: scored.score,
            ..scored.found
        })
        .collect()
}

/// Adds the names that were found by any of their forms, each once.
fn push_names(
    found: &mut Vec<Scored>,
    names: &Names,
    kind: EntityKind,
    best: impl IntoIterator<Item = (i64, u32)>,
    limit: usize,
) {
    let mut seen = HashSet::new();
    for (score, idx) in best {
        let owner = names.forms[idx as usize].0;
        if seen.len() < limit && seen.insert(owner) {
            found.push(Scored {
                score,
                found: name(&names.everyone[owner as usize], kind),
            });
        }
    }
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
