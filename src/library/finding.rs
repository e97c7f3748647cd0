//! Anything by a few letters: articles, names and quotations of the library, and what the room adds.

mod found;

use super::{
    ArticleId, CandidateKind, Catalogue, Extra, FinderQuery, Found, Library,
    catalogue::Scratch,
    finder::{
        Marker,
        table::{List, Ranked, Table, Texts},
        typos,
    },
    fulltext,
    ledger::{index::QuoteFacts, names::Someone},
    query::{Arrangement, tree::Pattern},
    words::folded_words,
};
use crate::text::EntityKind;
use found::{article, kind_of, name, of_extra, quotation};
use std::{
    cmp::Reverse,
    collections::HashSet,
    ops::ControlFlow,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
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

    fn text<'t>(&'t self, idx: u32, _scratch: &'t mut Scratch) -> &'t str {
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

    fn text<'t>(&'t self, idx: u32, scratch: &'t mut Scratch) -> &'t str {
        self.0.title_in(idx, scratch)
    }

    fn rank(&self, idx: u32) -> u64 {
        self.0.date(idx).0
    }

    fn is_wanted(&self, idx: u32) -> bool {
        !self.0.is_gone(ArticleId(idx))
    }
}

/// What was found is told so often while the search goes on.
const TELL_EVERY: Duration = Duration::from_millis(25);

/// A result and how good it is.
#[derive(Clone)]
struct Scored {
    score: i64,
    found: Found,
}

impl Library {
    /// Finds anything by a few letters, best first; the newest articles first where no letters are given.
    ///
    /// The words of the pattern must all match, in any order. Where nothing does, a few wrong letters are forgiven.
    /// `extra` is what can be found besides the library's own: tags, commands. When `is_stale` says that a newer
    /// question has been asked, the search ends with what it has. A search that takes long tells `so_far` what it has
    /// every few hundredths of a second.
    pub fn find(
        &self,
        query: &FinderQuery,
        extra: &[Extra],
        is_stale: &dyn Fn() -> bool,
        so_far: &mut dyn FnMut(Vec<Found>),
    ) -> Vec<Found> {
        let catalogue = self.catalogue();
        if query.pattern.trim().is_empty() {
            return self.first_choices(&catalogue, query, extra);
        }
        let marker = Marker::of(&query.pattern);
        let places = |text: &str| marker.places(text);
        let mut told_at = Instant::now();
        let mut pause = |found: &dyn Fn() -> Vec<Scored>| {
            if is_stale() {
                return ControlFlow::Break(());
            }
            if told_at.elapsed() >= TELL_EVERY {
                so_far(best_of(found(), query.limit, places));
                told_at = Instant::now();
            }
            ControlFlow::Continue(())
        };
        let found = self.find_typed(&catalogue, query, extra, &mut pause);
        if !found.is_empty() || is_stale() {
            return best_of(found, query.limit, places);
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
        pause: &mut Hearing<'_>,
    ) -> Vec<Scored> {
        let limit = query.limit;
        let mut search = Search {
            pattern: &query.pattern,
            found: Vec::new(),
            pause,
            is_over: false,
        };
        let extra: Vec<_> = extra
            .iter()
            .filter(|extra| wants(query, kind_of(&extra.candidate)))
            .collect();
        let list = List(extra.iter().map(|extra| extra.text.as_str()).collect());
        search.through(&Table::default().grown(&list), &list, limit, &|best| {
            scored(best, |idx| of_extra(extra[idx as usize]))
        });
        if wants(query, CandidateKind::Article) {
            let titles = Titles(catalogue);
            search.through(&self.tables.titles(&titles), &titles, limit, &|best| {
                scored(best, |row| article(catalogue, row))
            });
        }
        for kind in NAME_KINDS {
            if wants(query, CandidateKind::Entity(kind)) && !search.is_over {
                let names = self.names(kind);
                let n_forms = limit * FORMS_OF_A_NAME;
                search.through(&names.table, &*names, n_forms, &|best| {
                    let forms = best.into_iter().map(|form| (form.score, form.idx()));
                    each_once(&names, kind, forms, limit)
                });
            }
        }
        if wants(query, CandidateKind::Quote) && !search.is_over {
            let facts = self.quotes_with_words_of(catalogue, query);
            let list = List(facts.iter().map(|facts| facts.words.as_str()).collect());
            search.through(&Table::default().grown(&list), &list, limit, &|best| {
                scored(best, |idx| quotation(catalogue, &facts[idx as usize]))
            });
        }
        search.found
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
        let table = Table::default().grown(&list);
        for (score, idx) in typos::best(&table, &list, pattern, limit, is_stale) {
            found.push(Scored {
                score,
                found: of_extra(extra[idx as usize]),
            });
        }
        if wants(query, CandidateKind::Article) {
            let titles = Titles(catalogue);
            let table = self.tables.titles(&titles);
            for (score, idx) in typos::best(&table, &titles, pattern, limit, is_stale) {
                found.push(Scored {
                    score,
                    found: article(catalogue, idx),
                });
            }
        }
        for kind in NAME_KINDS {
            if wants(query, CandidateKind::Entity(kind)) && !is_stale() {
                let names = self.names(kind);
                let best = typos::best(
                    &names.table,
                    &*names,
                    pattern,
                    limit * FORMS_OF_A_NAME,
                    is_stale,
                );
                found.extend(each_once(&names, kind, best, limit));
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

    /// Returns quotations that hold words which begin like those of the pattern.
    fn quotes_with_words_of(&self, catalogue: &Catalogue, query: &FinderQuery) -> Vec<QuoteFacts> {
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
        facts
    }
}

/// Hears what was found so far, and says whether to go on.
type Hearing<'h> = dyn FnMut(&dyn Fn() -> Vec<Scored>) -> ControlFlow<()> + 'h;

/// One search through several tables.
struct Search<'s> {
    pattern: &'s str,
    found: Vec<Scored>,
    pause: &'s mut Hearing<'s>,
    /// Nobody waits for it any more.
    is_over: bool,
}

impl Search<'_> {
    /// Adds the best texts of a table, each made a result by `scored`.
    fn through(
        &mut self,
        table: &Table,
        texts: &impl Texts,
        limit: usize,
        scored: &dyn Fn(Vec<Ranked>) -> Vec<Scored>,
    ) {
        if self.is_over {
            return;
        }
        let best = table.best(texts, self.pattern, limit, &mut |best| {
            let so_far = || [self.found.clone(), scored(best())].concat();
            let goes_on = (self.pause)(&so_far);
            self.is_over = goes_on.is_break();
            goes_on
        });
        self.found.extend(scored(best));
    }
}

fn scored(best: Vec<Ranked>, found: impl Fn(u32) -> Found) -> Vec<Scored> {
    best.into_iter()
        .map(|ranked| Scored {
            score: ranked.score,
            found: found(ranked.idx()),
        })
        .collect()
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

/// Returns the names that were found by any of their forms, each once.
fn each_once(
    names: &Names,
    kind: EntityKind,
    best: impl IntoIterator<Item = (i64, u32)>,
    limit: usize,
) -> Vec<Scored> {
    let mut seen = HashSet::new();
    best.into_iter()
        .map(|(score, form)| (score, names.forms[form as usize].0))
        .filter(|(_, owner)| seen.insert(*owner))
        .take(limit)
        .map(|(score, owner)| Scored {
            score,
            found: name(&names.everyone[owner as usize], kind),
        })
        .collect()
}

fn wants(query: &FinderQuery, kind: CandidateKind) -> bool {
    query.kinds.is_empty() || query.kinds.contains(&kind)
}
