//! Which articles say the same: wire copies, rewrites and later versions of one text.
//!
//! Two articles are near-duplicates when at least half of the five-word runs of the shorter stand in the longer and
//! they appeared within two days of one another. Paragraphs that also stand in several articles of other days are left
//! out first: they are footers, or the form of a note that recurs with new facts, and such notes are not the same.

use super::{
    ArticleId, Catalogue, Library, NoMarks,
    fulltext::{self, Question},
    query::tree::{Node, Pattern, TextField},
    rowset::RowSet,
    words::folded_words,
};
use crate::corpus::Article;
use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

/// Words of a run.
const RUN_WORDS: usize = 5;

/// The part of the shorter text's runs that the longer must hold.
const MIN_CONTAINMENT: f64 = 0.5;

/// Days between the two at most.
const MAX_DAYS_APART: i64 = 2;

/// A paragraph that stands in so many articles of other days is left out.
const MIN_RECURRENCES: usize = 3;

/// Fewer runs say nothing.
const MIN_RUNS: usize = 8;

/// Words of a paragraph that are looked up to see whether it recurs.
const PARAGRAPH_WORDS: usize = 8;

/// Paragraphs of one article that are looked up.
const MAX_PARAGRAPHS: usize = 60;

/// Runs that are looked up to find candidates.
const N_PROBES: usize = 24;

/// Candidates that are compared.
const MAX_CANDIDATES: usize = 60;

impl Library {
    /// Returns the near-duplicates of an article that are in the library, the oldest first, without itself.
    ///
    /// Articles without a date have none but those with the very same words.
    pub fn duplicates_of(&self, id: ArticleId) -> Vec<ArticleId> {
        let catalogue = self.catalogue();
        let Ok(article) = self.article(id) else {
            return Vec::new();
        };
        let near = self.rows_near(&catalogue, id);
        let runs = self.own_runs(&article, &near);
        let mut found: Vec<ArticleId> = self
            .duplicate_candidates(&article, &near)
            .into_iter()
            .map(ArticleId)
            .filter(|candidate| *candidate != id && !catalogue.is_gone(*candidate))
            .filter(|candidate| {
                let Ok(other) = self.article(*candidate) else {
                    return false;
                };
                other.key == article.key || {
                    let other_runs = self.own_runs(&other, &self.rows_near(&catalogue, *candidate));
                    are_alike(&runs, &other_runs)
                }
            })
            .collect();
        found.sort_by_key(|id| (catalogue.date(id.0), *id));
        found
    }

    /// Returns the articles that appeared about when this one did.
    fn rows_near(&self, catalogue: &Catalogue, id: ArticleId) -> RowSet {
        let Some((at, _)) = catalogue.date(id.0).get() else {
            return RowSet::of(catalogue.n_rows(), |row| !catalogue.date(row).is_known());
        };
        let days = jiff::Span::new().days(MAX_DAYS_APART);
        let node = Node::Dated {
            from: at.date().checked_sub(days).ok(),
            to: at.date().checked_add(days).ok(),
        };
        self.ask(catalogue, &NoMarks, |asking| asking.rows(&node))
    }

    /// Returns the runs of an article without the paragraphs that recur on other days.
    fn own_runs(&self, article: &Article, near: &RowSet) -> HashSet<u64> {
        let shelf = self.shelf();
        let mut runs = HashSet::new();
        for (idx, paragraph) in article.body.paragraphs().iter().enumerate() {
            let words = folded_words(article.body.slice(paragraph.span));
            let recurs = idx < MAX_PARAGRAPHS && words.len() >= 2 && {
                let begin = words[..words.len().min(PARAGRAPH_WORDS)].to_vec();
                let question = shelf
                    .fulltext()
                    .words(TextField::Anywhere, &Pattern::Words(begin));
                let rows = self.heard(shelf.fulltext().rows(&*question, self.catalogue().n_rows()));
                rows.is_some_and(|mut rows| {
                    rows.subtract(near);
                    rows.count() >= MIN_RECURRENCES
                })
            };
            if !recurs {
                runs.extend(words.windows(RUN_WORDS).map(hash_of));
            }
        }
        runs
    }

    /// Returns articles of about the same day that share some run with this one, those that share most first.
    fn duplicate_candidates(&self, article: &Arc<Article>, near: &RowSet) -> Vec<u32> {
        let words = folded_words(article.body.text());
        let n_runs = words.len().saturating_sub(RUN_WORDS - 1);
        if n_runs == 0 {
            return Vec::new();
        }
        let step = n_runs.div_ceil(N_PROBES).max(1);
        let shelf = self.shelf();
        let probes: Vec<Question> = words
            .windows(RUN_WORDS)
            .step_by(step)
            .map(|run| {
                shelf
                    .fulltext()
                    .words(TextField::Anywhere, &Pattern::Words(run.to_vec()))
            })
            .collect();
        let question = fulltext::all(
            vec![fulltext::any(probes), fulltext::among(near.clone())],
            Vec::new(),
        );
        let best = self
            .heard(shelf.fulltext().best(&*question, MAX_CANDIDATES))
            .unwrap_or_default();
        best.into_iter().map(|(_, row)| row).collect()
    }
}

fn are_alike(one: &HashSet<u64>, other: &HashSet<u64>) -> bool {
    let (shorter, longer) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if shorter.len() < MIN_RUNS {
        return false;
    }
    let n_shared = shorter.iter().filter(|run| longer.contains(run)).count();
    n_shared as f64 >= MIN_CONTAINMENT * shorter.len() as f64
}

fn hash_of(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{article, dated},
        *,
    };
    use jiff::civil::date;

    const STORY: &str = "The river rose four metres in one night and broke the dam above the old mill, officials said.\n\n\
        Two hundred people were brought to the school on the hill, where they were given blankets and hot soup.\n\n\
        The mayor promised that the dam would be rebuilt before the next winter, higher and of better stone.";

    fn note(gold: &str) -> String {
        format!(
            "The stock exchange closed after a day of quiet trade with these final figures for the main index.\n\n\
            Gold stood at {gold} in the evening.\n\n\
            Prices are given without warranty and may be delayed by up to fifteen minutes for some exchanges."
        )
    }

    fn library() -> Library {
        let mut articles = vec![
            dated(article("Dam breaks", STORY), date(2024, 3, 1), "Wire"),
            dated(
                article(
                    "Old dam gives way",
                    &format!("{STORY}\n\nA reader sent this picture."),
                ),
                date(2024, 3, 2),
                "Post",
            ),
            dated(
                article("Dam breaks, a year later", STORY),
                date(2025, 3, 1),
                "Wire",
            ),
        ];
        for day in 1..9 {
            let gold = format!(
                "{} crowns and {} cents an ounce",
                1_900 + 7 * i32::from(day),
                3 * day
            );
            articles.push(dated(
                article(&format!("Markets {day}"), &note(&gold)),
                date(2024, 5, day),
                "Wire",
            ));
        }
        Library::of_articles(&articles)
    }

    #[test]
    fn copies_fold_and_recurring_notes_do_not() {
        let library = library();
        assert_eq!(library.duplicates_of(ArticleId(0)), [ArticleId(1)]);
        assert_eq!(library.duplicates_of(ArticleId(1)), [ArticleId(0)]);
        assert_eq!(library.duplicates_of(ArticleId(2)), []);
        for row in 3..11 {
            assert_eq!(library.duplicates_of(ArticleId(row)), [], "row {row}");
        }
    }
}
