//! How good are the names? Strict and overlapping matches after the habits of different sets are evened out.
//!
//! The same rules as the sets' own scorer: a leading article, a civil title before a person, a possessive ending, and
//! quotation marks, brackets and commas around a name do not count.

use crate::gold::Marked;
use reading_room::text::{EntityKind, Span};
use std::collections::BTreeSet;

/// Hits, marked names and found names, for one kind or several.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Found with the same span and kind.
    pub strict: usize,
    /// Found with the same kind and at least one letter in common.
    pub overlap: usize,
    /// Marked by hand.
    pub gold: usize,
    /// Found.
    pub found: usize,
}

impl Score {
    /// Adds another score.
    pub fn add(&mut self, other: Self) {
        self.strict += other.strict;
        self.overlap += other.overlap;
        self.gold += other.gold;
        self.found += other.found;
    }

    /// Returns the harmonic mean of precision and recall, in percent.
    pub fn f1(&self) -> f64 {
        f1(self.strict, self.gold, self.found)
    }

    /// Returns the same for overlapping matches.
    pub fn overlap_f1(&self) -> f64 {
        f1(self.overlap, self.gold, self.found)
    }
}

fn f1(hits: usize, gold: usize, found: usize) -> f64 {
    if gold + found == 0 {
        return 0.0;
    }
    200.0 * hits as f64 / (gold + found) as f64
}

/// Compares the names of one kind in one text.
pub fn score(text: &str, gold: &[Marked], found: &[Marked], kind: EntityKind) -> Score {
    let spans = |names: &[Marked]| -> BTreeSet<Span> {
        names
            .iter()
            .filter(|name| name.kind == kind)
            .map(|name| core(text, name.span, kind))
            .collect()
    };
    let (gold, found) = (spans(gold), spans(found));
    let mut pairs: Vec<(usize, Span, Span)> = gold
        .iter()
        .flat_map(|&g| {
            found
                .iter()
                .filter_map(move |&f| g.intersection(f).map(|both| (both.len(), g, f)))
        })
        .collect();
    pairs.sort_by_key(|&(shared, g, f)| (std::cmp::Reverse(shared), g, f));
    let (mut used_gold, mut used_found) = (BTreeSet::new(), BTreeSet::new());
    let mut overlap = 0;
    for (_, g, f) in pairs {
        if !used_gold.contains(&g) && !used_found.contains(&f) {
            used_gold.insert(g);
            used_found.insert(f);
            overlap += 1;
        }
    }
    Score {
        strict: gold.intersection(&found).count(),
        overlap,
        gold: gold.len(),
        found: found.len(),
    }
}

const EDGES: &[char] = &[
    ' ', '\t', '\n', '\r', '\u{a0}', '"', '\'', '“', '”', '‘', '’', '`', '(', ')', '[', ']', '{',
    '}', ',', ';', ':',
];
const ARTICLES: &[&str] = &["the", "a", "an"];
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "rev",
    "sen",
    "sens",
    "rep",
    "reps",
    "gov",
    "gen",
    "lt",
    "col",
    "capt",
    "sgt",
    "maj",
    "cpl",
    "adm",
    "pres",
    "president",
];

/// Returns what is left of a name when the habits of its set are taken away.
fn core(text: &str, span: Span, kind: EntityKind) -> Span {
    let whole = span.of(text);
    let mut left = whole;
    loop {
        let before = left;
        left = left.trim_matches(EDGES);
        if let Some(rest) = without_first(left, ARTICLES, false) {
            left = rest;
        }
        if kind == EntityKind::Person
            && let Some(rest) = without_first(left, TITLES, true)
        {
            left = rest;
        }
        for ending in ["'s", "’s", "'", "’"] {
            if let Some(rest) = left.strip_suffix(ending)
                && !rest.is_empty()
            {
                left = rest;
                break;
            }
        }
        if left == before {
            break;
        }
    }
    if left.is_empty() {
        return span;
    }
    let start = span.start as usize + (left.as_ptr() as usize - whole.as_ptr() as usize);
    Span::new(start, start + left.len())
}

fn without_first<'t>(text: &'t str, words: &[&str], dot: bool) -> Option<&'t str> {
    let (first, rest) = text.split_once(char::is_whitespace)?;
    let first = if dot {
        first.strip_suffix('.').unwrap_or(first)
    } else {
        first
    };
    let rest = rest.trim_start();
    let known = words.iter().any(|word| word.eq_ignore_ascii_case(first));
    (known && !rest.is_empty()).then_some(rest)
}
