//! From the sketches of all articles to groups of those that say the same.
//!
//! ```text
//! runs of all articles ──▶ those that recur from day to day are left out
//! articles by date ──▶ window of the last two days ──▶ the one that shares most ──▶ its group
//! ```

use super::{
    Copies,
    sketch::{SketchRef, Sketches},
};
use crate::{corpus::ArticleKey, library::rowset::RowSet};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasherDefault, Hasher},
};

/// The part of the shorter text's runs that the longer must hold.
const MIN_CONTAINMENT: f64 = 0.5;

/// Days between two copies, and between the oldest and the newest of a group, at most.
const MAX_DAYS_APART: i32 = 2;

/// A run that stands in articles of so many days is a form. Copies of one story stand on one day more than
/// [`MAX_DAYS_APART`] at most.
const MIN_DAYS_OF_A_FORM: usize = MAX_DAYS_APART as usize + 2;

/// Texts with fewer runs that can be compared say nothing, unless they are equal.
const MIN_RUNS: usize = 8;

/// The same for the sample of a long text, of which each run stands for several.
const MIN_SAMPLED_RUNS: usize = 4;

/// Texts with so many numbers each must share half of them.
const MIN_NUMBERS: usize = 4;

/// Articles with one run that are compared with the next one that has it, the newest of them.
const MAX_HOLDERS: usize = 16;

/// Runs that are kept of the last days; older ones go first, whatever their date.
const MAX_WINDOW_RUNS: usize = 8 << 20;

/// The runs are counted in so many portions, one after the other, so that counting needs little memory.
const N_PORTIONS: u32 = 16;

/// What is known of an article besides its sketch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dated {
    /// The day it appeared as days since any fixed day, where the day is known.
    pub(crate) day: Option<i32>,
    /// Equal for equal texts.
    pub(crate) key: ArticleKey,
}

/// Finds the groups among the articles that are not gone. `articles` holds one entry for each row.
pub(crate) fn group(sketches: &Sketches, articles: &[Dated], gone: &RowSet) -> Copies {
    let mut order: Vec<u32> = (0..articles.len() as u32)
        .filter(|row| !gone.contains(*row))
        .collect();
    order.sort_by_key(|row| articles[*row as usize].day);
    let forms = forms(sketches, articles, gone);
    let mut groups = Groups::new(articles);
    let mut window = Window::default();
    let mut shared: BTreeMap<u32, usize> = BTreeMap::new();
    let mut equals: HashMap<ArticleKey, u32, BuildHasherDefault<Given>> = HashMap::default();
    for row in order {
        let article = articles[row as usize];
        if let Some(equal) = equals.insert(article.key, row)
            && groups.join(equal, row)
        {
            continue;
        }
        let Some(day) = article.day else { continue };
        let sketch = sketches.get(row);
        window.move_to(day);
        shared.clear();
        for run in own_runs(sketch, &forms) {
            for holder in window.holders(run) {
                *shared.entry(holder).or_default() += 1;
            }
        }
        let mut best: Option<(f64, u32)> = None;
        for (other, n_shared) in &shared {
            let alike = containment(sketch, sketches.get(*other), &forms, *n_shared);
            if alike.is_some_and(|alike| best.is_none_or(|(best, _)| alike > best))
                && groups.may_join(*other, row)
            {
                best = alike.map(|alike| (alike, *other));
            }
        }
        if let Some((_, other)) = best {
            groups.join(other, row);
        }
        window.push(row, day, own_runs(sketch, &forms));
    }
    Copies::of_groups(groups.lists(), articles.len(), gone.count())
}

fn own_runs<'s>(sketch: SketchRef<'s>, forms: &'s RowSet) -> impl Iterator<Item = u32> + 's {
    let runs = sketch.runs.iter().enumerate();
    runs.filter(move |(idx, _)| !forms.contains((sketch.first + idx) as u32))
        .map(|(_, run)| *run)
}

/// Returns the part of the shorter text that the longer holds; `None` where that is too little or cannot be told.
fn containment(
    one: SketchRef<'_>,
    other: SketchRef<'_>,
    forms: &RowSet,
    n_shared: usize,
) -> Option<f64> {
    // Of the finer sample only what is in the coarser one too can be compared.
    let level = u32::from(one.level.max(other.level));
    let n_comparable = |sketch: SketchRef<'_>| {
        own_runs(sketch, forms)
            .filter(|run| run.trailing_zeros() >= level)
            .count()
    };
    let n_runs = n_comparable(one).min(n_comparable(other));
    let min_runs = if level == 0 {
        MIN_RUNS
    } else {
        MIN_SAMPLED_RUNS
    };
    let part = n_shared as f64 / n_runs.max(1) as f64;
    (n_runs >= min_runs && part >= MIN_CONTAINMENT && !have_other_facts(one, other)).then_some(part)
}

/// Tells whether the numbers of two texts are mostly different.
fn have_other_facts(one: SketchRef<'_>, other: SketchRef<'_>) -> bool {
    // A full list ends at its greatest number: beyond that nothing is known of the text.
    let end = |numbers: &[u16]| match numbers.last() {
        Some(last) if numbers.len() >= super::sketch::MAX_NUMBERS => *last,
        _ => u16::MAX,
    };
    let end = end(one.numbers).min(end(other.numbers));
    let known = |numbers: &[u16]| numbers.iter().take_while(|number| **number <= end).count();
    let n_numbers = known(one.numbers).min(known(other.numbers));
    let shared = one.numbers.iter().filter(|number| **number <= end);
    let n_shared = shared
        .filter(|number| other.numbers.contains(number))
        .count();
    n_numbers >= MIN_NUMBERS && 2 * n_shared < n_numbers
}

/// Finds the runs that recur from day to day, by their positions among all runs.
fn forms(sketches: &Sketches, articles: &[Dated], gone: &RowSet) -> RowSet {
    let portions: Vec<Vec<u32>> = (0..N_PORTIONS)
        .into_par_iter()
        .map(|portion| {
            // Run, day, position.
            let mut found: Vec<(u32, i32, u32)> = Vec::new();
            for (row, article) in articles.iter().enumerate() {
                let Some(day) = article.day.filter(|_| !gone.contains(row as u32)) else {
                    continue;
                };
                let sketch = sketches.get(row as u32);
                // The runs are in order, so those of a portion stand together.
                let start = sketch
                    .runs
                    .partition_point(|run| portion_of(*run) < portion);
                for (idx, run) in sketch.runs.iter().enumerate().skip(start) {
                    if portion_of(*run) != portion {
                        break;
                    }
                    found.push((*run, day, (sketch.first + idx) as u32));
                }
            }
            found.sort_unstable();
            let holders_of_one_run = found.chunk_by(|a, b| a.0 == b.0);
            holders_of_one_run
                .filter(|holders| holders.chunk_by(|a, b| a.1 == b.1).count() >= MIN_DAYS_OF_A_FORM)
                .flatten()
                .map(|(_, _, position)| *position)
                .collect()
        })
        .collect();
    let mut forms = RowSet::none(sketches.n_runs());
    portions
        .into_iter()
        .flatten()
        .for_each(|position| forms.insert(position));
    forms
}

fn portion_of(run: u32) -> u32 {
    run / (u32::MAX / N_PORTIONS + 1)
}

/// The groups as they grow.
struct Groups<'a> {
    articles: &'a [Dated],
    /// The group of each row, from 1; 0 is none yet.
    group_of: Vec<u32>,
    lists: Vec<Vec<u32>>,
}

impl<'a> Groups<'a> {
    fn new(articles: &'a [Dated]) -> Self {
        Self {
            articles,
            group_of: vec![0; articles.len()],
            lists: Vec::new(),
        }
    }

    /// Tells whether a row is near enough in time to the oldest of another's group.
    fn may_join(&self, other: u32, row: u32) -> bool {
        let group = self.group_of[other as usize] as usize;
        let oldest = group.checked_sub(1).map_or(other, |idx| self.lists[idx][0]);
        match (
            self.articles[oldest as usize].day,
            self.articles[row as usize].day,
        ) {
            (Some(oldest), Some(day)) => day.abs_diff(oldest) <= MAX_DAYS_APART as u32,
            (None, None) => true,
            _ => false,
        }
    }

    /// Puts a row, which is in no group, into the group of another, if it is near enough; tells whether it was.
    fn join(&mut self, other: u32, row: u32) -> bool {
        let may_join = self.may_join(other, row);
        if may_join {
            if self.group_of[other as usize] == 0 {
                self.lists.push(vec![other]);
                self.group_of[other as usize] = self.lists.len() as u32;
            }
            let group = self.group_of[other as usize];
            self.lists[group as usize - 1].push(row);
            self.group_of[row as usize] = group;
        }
        may_join
    }

    fn lists(self) -> Vec<Vec<u32>> {
        self.lists
    }
}

/// Which articles of the last days hold a run.
#[derive(Default)]
struct Window {
    /// The newest holder of each run, as a position in `holders`.
    newest: HashMap<u32, u32, BuildHasherDefault<Given>>,
    /// A row, and the position from 1 of the holder before it.
    holders: Vec<(u32, u32)>,
    /// The articles in the window with their day and their runs, the oldest first.
    articles: std::collections::VecDeque<(u32, i32, Vec<u32>)>,
    /// Runs of the articles that are still in the window.
    n_live: usize,
}

impl Window {
    /// Forgets what is too old for an article of this day.
    fn move_to(&mut self, day: i32) {
        while let Some((_, oldest, runs)) = self.articles.front()
            && (day - *oldest > MAX_DAYS_APART || self.n_live > MAX_WINDOW_RUNS)
        {
            self.n_live -= runs.len();
            self.articles.pop_front();
        }
        if self.holders.len() > 2 * self.n_live + 1_024 {
            self.newest.clear();
            self.holders.clear();
            let articles = std::mem::take(&mut self.articles);
            for (row, _, runs) in &articles {
                self.insert(*row, runs);
            }
            self.articles = articles;
        }
    }

    fn push(&mut self, row: u32, day: i32, runs: impl Iterator<Item = u32>) {
        let runs: Vec<u32> = runs.collect();
        self.insert(row, &runs);
        self.n_live += runs.len();
        self.articles.push_back((row, day, runs));
    }

    fn insert(&mut self, row: u32, runs: &[u32]) {
        for run in runs {
            let newest = self.newest.entry(*run).or_default();
            self.holders.push((row, *newest));
            *newest = self.holders.len() as u32;
        }
    }

    /// Walks over the newest articles that hold a run; some may be too old.
    fn holders(&self, run: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = self.newest.get(&run).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let (row, before) = *self.holders.get((at as usize).checked_sub(1)?)?;
            at = before;
            Some(row)
        })
        .take(MAX_HOLDERS)
    }
}

/// Takes what is a hash already as it is.
#[derive(Default)]
struct Given(u64);

impl Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u32(&mut self, number: u32) {
        // The zeros at the end of a sampled run must not all fall into one place.
        self.0 = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_u128(&mut self, number: u128) {
        self.0 = number as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sketch::Sketch, *};

    /// Articles as day and text; the groups as lists of positions.
    #[track_caller]
    fn check(articles: &[(Option<i32>, String)], expected: &[&[u32]]) {
        let mut bytes = Vec::new();
        articles
            .iter()
            .for_each(|(_, text)| Sketch::of(text).write(&mut bytes));
        let mut sketches = Sketches::default();
        sketches.add(&bytes).expect("whole");
        let dated: Vec<Dated> = articles
            .iter()
            .map(|(day, text)| Dated {
                day: *day,
                key: ArticleKey::of("", text),
            })
            .collect();
        let copies = group(&sketches, &dated, &RowSet::none(articles.len()));
        let lists: Vec<Vec<u32>> = articles
            .iter()
            .enumerate()
            .filter_map(|(row, _)| {
                let list: Vec<u32> = copies
                    .group(super::super::ArticleId(row as u32))
                    .iter()
                    .map(|id| id.0)
                    .collect();
                (list.first() == Some(&(row as u32))).then_some(list)
            })
            .collect();
        assert_eq!(lists, expected);
    }

    /// Running text of the words `from..to` of a language of numbers.
    fn words(from: usize, to: usize) -> String {
        let words: Vec<_> = (from..to).map(|n| format!("w{n}")).collect();
        words.join(" ") + " "
    }

    #[test]
    fn half_of_the_shorter_is_enough_and_less_is_not() {
        let short = words(0, 24);
        check(
            &[(Some(1), short.clone()), (Some(2), words(10, 44))],
            &[&[0, 1]],
        );
        check(&[(Some(1), short), (Some(2), words(12, 44))], &[]);
        check(
            &[(Some(1), words(0, 9_000)), (Some(2), words(1_000, 9_900))],
            &[&[0, 1]],
        );
        check(
            &[(Some(1), words(0, 9_000)), (Some(2), words(8_000, 16_000))],
            &[],
        );
    }

    #[test]
    fn copies_lie_within_two_days_of_the_first() {
        let text = |n: usize| words(0, 400 + n);
        check(
            &[(Some(1), text(0)), (Some(3), text(1)), (Some(4), text(2))],
            &[&[0, 1]],
        );
        check(&[(Some(9), text(0)), (Some(7), text(1))], &[&[1, 0]]);
        check(
            &[(None, text(0)), (None, text(1)), (None, text(0))],
            &[&[0, 2]],
        );
        check(&[(Some(1), text(0)), (None, text(0))], &[]);
    }

    #[test]
    fn a_story_may_be_printed_by_many() {
        let copy = |n: usize| words(0, 400) + &words(1_000 * n, 1_000 * n + 40);
        let articles: Vec<_> = (1..=20).map(|n| (Some(n as i32 % 3), copy(n))).collect();
        let rows: Vec<u32> = [
            3, 6, 9, 12, 15, 18, 1, 4, 7, 10, 13, 16, 19, 2, 5, 8, 11, 14, 17, 20,
        ]
        .map(|n| n - 1)
        .to_vec();
        check(&articles, &[&rows]);
    }

    #[test]
    fn forms_with_new_facts_are_not_the_same() {
        // A form of three hundred words around ten new ones, day after day.
        let daily = |n: usize| words(0, 150) + &words(1_000 * n, 1_000 * n + 10) + &words(200, 350);
        let articles: Vec<_> = (1..=6).map(|n| (Some(n as i32), daily(n))).collect();
        check(&articles, &[]);
        // Only two of them, but with other numbers.
        let note = |n: usize| {
            format!(
                "{} {n} {}1 {}2 {}3 {}",
                words(0, 30),
                n,
                n,
                n,
                words(40, 70)
            )
        };
        check(&[(Some(1), note(51)), (Some(2), note(63))], &[]);
        check(
            &[(Some(1), note(51)), (Some(2), note(51) + "more")],
            &[&[0, 1]],
        );
    }
}
