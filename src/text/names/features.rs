//! What is seen at each token that may be part of a name, and which labels it may have.

use super::context::{N_BITS, shown};
use super::gazetteer::{Cluster, Clusters, organisation_at, place_at};
use super::labels::{N_LABELS, OUTSIDE, Part, label};
use super::lists::Hints;
use crate::text::form::Form;
use crate::text::perceptron::{Features, feature};
use crate::text::sentence::Ground;
use crate::text::tag::Tag;
use crate::text::token::{Token, TokenKind};
use crate::text::words::{WordMap, WordSet};
use std::ops::Range;
use std::sync::LazyLock;

const ALL: u64 = (1 << N_LABELS) - 1;
const OUT: u64 = 1 << OUTSIDE;
const INSIDE: u64 = parts(Part::Inside);
const LAST: u64 = parts(Part::Last);
const FIRST: u64 = parts(Part::First);

const fn parts(part: Part) -> u64 {
    let mut mask = 0;
    let mut kind = 0;
    while kind < 4 {
        mask |= 1 << label(kind, part);
        kind += 1;
    }
    mask
}

/// Small words that stand inside names.
pub static CONNECTORS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "of the and for de la le du del della da di dos das do van von der den to in on at a an with from y e & - – ' ’ / : . as by or",
    )
});

/// Small words that begin names.
static PARTICLES: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new("al el de van von bin ibn der du da di le la del ul abu bint ten ter den")
});

/// What is known of the tokens of a body before any label is given.
#[derive(Debug)]
pub struct Sights<'g> {
    ground: &'g Ground<'g>,
    forms: &'g [Form],
    tags: &'g [Tag],
    hints: Vec<Hints>,
    clusters: Vec<Cluster>,
    /// The class of the place name a token is part of and where it stands in it; 0 for none.
    places: Vec<u8>,
    /// The kind of the organisation a token is part of by its name and where it stands in it; 0 for none.
    organisations: Vec<u8>,
    /// What the whole text shows of each capitalised word, by its hash.
    document: WordMap,
}

impl<'g> Sights<'g> {
    /// Looks at a body.
    pub fn new(ground: &'g Ground<'g>, forms: &'g [Form], tags: &'g [Tag]) -> Self {
        let clusters = Clusters::get();
        let tokens = &ground.tokens;
        let hints: Vec<Hints> = tokens.iter().map(|token| Hints::of(token.hash)).collect();
        let mut sights = Self {
            ground,
            forms,
            tags,
            clusters: tokens.iter().map(|token| clusters.of(token.hash)).collect(),
            places: vec![0; tokens.len()],
            organisations: vec![0; tokens.len()],
            document: shown(ground, &hints),
            hints,
        };
        for sentence in &ground.sentences {
            sights.find_known(sentence);
        }
        sights
    }

    fn find_known(&mut self, sentence: &Range<usize>) {
        let mark = |marks: &mut [u8], class: u8| {
            let many = marks.len() > 1;
            for (at, mark) in marks.iter_mut().enumerate() {
                *mark = class * 4 + if many { 1 + u8::from(at > 0) } else { 0 };
            }
        };
        let (mut place_end, mut organisation_end) = (0, 0);
        for idx in sentence.clone() {
            if !self.ground.tokens[idx].is_capital() {
                continue;
            }
            if idx >= place_end
                && let Some((class, end)) = place_at(self.ground, sentence, idx)
            {
                mark(&mut self.places[idx..end], class);
                place_end = end;
            }
            if idx >= organisation_end
                && let Some((class, end)) = organisation_at(self.ground, sentence, idx)
            {
                mark(&mut self.organisations[idx..end], class);
                organisation_end = end;
            }
        }
    }

    /// Writes what is seen at each token of a sentence, and which labels it may have.
    pub fn extract(
        &self,
        sentence: &Range<usize>,
        features: &mut Features,
        allowed: &mut Vec<u64>,
    ) {
        features.clear();
        allowed.clear();
        let tokens = &self.ground.tokens[sentence.clone()];
        let loud = is_loud(tokens);
        let mut run = Run::default();
        for idx in sentence.clone() {
            if idx >= run.tokens.end {
                run = self.run_at(sentence, idx);
            }
            let mask = self.may_be(sentence, idx);
            if mask != OUT {
                self.observe(sentence, idx, &run, loud, features);
            }
            features.close();
            allowed.push(mask);
        }
    }

    /// Tells whether a token may be part of a name by itself.
    fn is_candidate(&self, sentence: &Range<usize>, idx: usize) -> bool {
        let token = &self.ground.tokens[idx];
        match token.kind {
            TokenKind::Word => {
                token.is_capital()
                    || token.has_upper_inside()
                    || PARTICLES.has(token.hash) && self.is_capital_near(sentence, idx + 1)
                    || token.has_digit()
                    || self.is_hyphenated(sentence, idx)
            }
            TokenKind::Number => {
                self.is_capital_near(sentence, idx + 1)
                    || idx > sentence.start && self.ground.tokens[idx - 1].is_capital()
                    || idx > sentence.start + 1
                        && self.ground.tokens[idx - 1].kind == TokenKind::Dash
                        && !self.ground.tokens[idx - 1].space_before()
                        && self.ground.tokens[idx - 2].is_capital()
                    || self.ground.tokens[idx].is_capital()
                    || self.ground.tokens[idx].has_upper_inside()
            }
            _ => false,
        }
    }

    /// *moon* in *Ban Ki-moon*, but *based* in *London-based* as well.
    fn is_hyphenated(&self, sentence: &Range<usize>, idx: usize) -> bool {
        let tokens = &self.ground.tokens;
        idx > sentence.start + 1
            && !tokens[idx].space_before()
            && tokens[idx - 1].kind == TokenKind::Dash
            && !tokens[idx - 1].space_before()
            && tokens[idx - 2].is_capital()
    }

    fn is_capital_near(&self, sentence: &Range<usize>, idx: usize) -> bool {
        let is_capital = |idx: usize| idx < sentence.end && self.ground.tokens[idx].is_capital();
        let is_hyphen =
            |idx: usize| idx < sentence.end && self.ground.tokens[idx].kind == TokenKind::Dash;
        is_capital(idx)
            || is_hyphen(idx) && is_capital(idx + 1)
            || idx < sentence.end
                && PARTICLES.has(self.ground.tokens[idx].hash)
                && is_capital(idx + 1)
    }

    fn may_be(&self, sentence: &Range<usize>, idx: usize) -> u64 {
        let token = &self.ground.tokens[idx];
        let at_end = idx + 1 == sentence.end;
        let mask = if self.is_candidate(sentence, idx) {
            ALL
        } else if token.kind == TokenKind::Clitic
            && idx > sentence.start
            && self.is_candidate(sentence, idx - 1)
        {
            OUT | INSIDE | LAST
        } else if CONNECTORS.has(token.hash) && self.is_between(sentence, idx) {
            OUT | INSIDE
        } else if self.hints[idx].any(Hints::BODY | Hints::SITE)
            && idx > sentence.start
            && self.ground.tokens[idx - 1].is_capital()
            && self.is_candidate(sentence, idx - 1)
        {
            // *Labour party*, *Waterloo station*
            OUT | LAST
        } else {
            OUT
        };
        if at_end {
            mask & !(FIRST | INSIDE)
        } else {
            mask
        }
    }

    /// Tells whether a name may go on over a small word.
    fn is_between(&self, sentence: &Range<usize>, idx: usize) -> bool {
        /// *Department of the Interior*
        const MAX_SMALL_WORDS: usize = 3;
        let candidate_before = (sentence.start..idx)
            .rev()
            .take(MAX_SMALL_WORDS)
            .find(|&at| {
                !CONNECTORS.has(self.ground.tokens[at].hash) || self.ground.tokens[at].is_capital()
            })
            .is_some_and(|at| {
                self.is_candidate(sentence, at) || self.ground.tokens[at].kind == TokenKind::Clitic
            });
        let candidate_behind = (idx + 1..sentence.end)
            .take(MAX_SMALL_WORDS)
            .find(|&at| {
                !CONNECTORS.has(self.ground.tokens[at].hash) || self.ground.tokens[at].is_capital()
            })
            .is_some_and(|at| self.is_candidate(sentence, at));
        candidate_before && candidate_behind
    }

    /// Finds the run of capitalised words that the token at `idx` is part of, or a run of that token alone.
    fn run_at(&self, sentence: &Range<usize>, idx: usize) -> Run {
        let tokens = &self.ground.tokens;
        let capital = |at: usize| {
            tokens[at].is_capital()
                && (tokens[at].is_word() || tokens[at].kind == TokenKind::Number)
        };
        let mut end = idx + 1;
        if capital(idx) {
            while end < sentence.end {
                if capital(end) {
                    end += 1;
                } else if end + 1 < sentence.end
                    && capital(end + 1)
                    && CONNECTORS.has(tokens[end].hash)
                    && tokens[end].kind != TokenKind::Stop
                    && self.tags[end] != Tag::And
                {
                    end += 2;
                } else {
                    break;
                }
            }
        }
        Run { tokens: idx..end }
    }

    #[allow(
        clippy::similar_names,
        reason = "one letter and a number say best which neighbour is meant"
    )]
    fn observe(
        &self,
        sentence: &Range<usize>,
        idx: usize,
        run: &Run,
        loud: bool,
        features: &mut Features,
    ) {
        /// What stands before the first and behind the last word.
        const EDGE: Form = Form {
            word: 1,
            prefixes: [1; 3],
            suffixes: [1; 4],
            shape: 1,
        };
        let at = |offset: isize| {
            idx.checked_add_signed(offset)
                .filter(|at| sentence.contains(at))
        };
        let form = |offset: isize| at(offset).map_or(&EDGE, |at| &self.forms[at]);
        let tag = |offset: isize| at(offset).map_or(63, |at| self.tags[at] as u32);
        let cluster = |offset: isize| at(offset).map_or(Cluster::default(), |at| self.clusters[at]);
        let hints = |offset: isize| at(offset).map_or(0x8000, |at| u32::from(self.hints[at].0));
        let place = |offset: isize| at(offset).map_or(0, |at| u32::from(self.places[at]));
        let organisation =
            |offset: isize| at(offset).map_or(0, |at| u32::from(self.organisations[at]));
        let mut about = 0;
        let mut add = |seen: u32| {
            features.add(feature(about, seen));
            about += 1;
        };
        let pair = |a: u32, b: u32| a.rotate_left(9) ^ b.wrapping_mul(0x85eb_ca6b);

        let (f0, before, after) = (form(0), form(-1), form(1));
        let (c0, c_before, c_after) = (cluster(0), cluster(-1), cluster(1));
        let loud = u32::from(loud);
        add(loud);
        add(f0.word);
        add(pair(f0.word, f0.shape));
        add(before.word);
        add(after.word);
        add(form(-2).word);
        add(form(2).word);
        add(pair(before.word, f0.word));
        add(pair(f0.word, after.word));
        add(f0.prefixes[1]);
        add(f0.prefixes[2]);
        add(f0.suffixes[1]);
        add(f0.suffixes[2]);
        add(f0.suffixes[3]);
        add(pair(f0.shape, loud));
        add(pair(before.shape, f0.shape));
        add(pair(f0.shape, after.shape));
        add(pair(pair(before.shape, f0.shape), after.shape));
        add(pair(tag(0), f0.shape));
        add(pair(tag(-1), tag(0)));
        add(pair(tag(0), tag(1)));
        add(pair(pair(tag(-1), tag(0)), tag(1)));
        add(u32::from(c0.fine));
        add(u32::from(c0.middle));
        add(pair(u32::from(c0.coarse), f0.shape));
        add(u32::from(c_before.fine));
        add(u32::from(c_after.fine));
        add(u32::from(c_before.coarse));
        add(u32::from(c_after.coarse));
        add(pair(u32::from(c_before.coarse), u32::from(c0.coarse)));
        add(pair(u32::from(c0.coarse), u32::from(c_after.coarse)));
        add(u32::from(cluster(-2).middle));
        add(u32::from(cluster(2).middle));
        add(hints(0));
        add(hints(-1));
        add(hints(1));
        add(pair(hints(-1), hints(0)));
        add(pair(hints(0), hints(1)));
        add(pair(hints(-1), f0.shape));
        add(place(0));
        add(pair(place(0), place(1)));
        add(pair(place(-1), place(0)));
        add(pair(place(0), hints(0)));
        add(organisation(0));
        add(pair(organisation(0), place(0)));
        add(pair(organisation(0), after.word));
        add(pair(organisation(1), before.shape));

        // The run of capitals this word is in: how long, where in it, what ends it, what stands around it.
        let place_in_run = (idx - run.tokens.start).min(3) as u32;
        let left_in_run = (run.tokens.end - 1 - idx).min(3) as u32;
        let last = run.tokens.end - 1;
        let outer = |at: Option<usize>| at.filter(|at| sentence.contains(at));
        let ahead = outer(run.tokens.start.checked_sub(1));
        let behind = outer(Some(run.tokens.end));
        let word_at = |at: Option<usize>| at.map_or(1, |at| self.forms[at].word);
        let cluster_at = |at: Option<usize>| at.map_or(0, |at| u32::from(self.clusters[at].middle));
        let position = place_in_run * 4 + left_in_run;
        let starts =
            u32::from(idx == sentence.start) + 2 * u32::from(run.tokens.start == sentence.start);
        add(position);
        add(pair(position, starts));
        add(pair(self.forms[last].word, position));
        add(pair(u32::from(self.hints[last].0), position));
        add(pair(u32::from(self.clusters[last].middle), position));
        add(pair(self.forms[run.tokens.start].word, position));
        add(pair(u32::from(self.hints[run.tokens.start].0), position));
        add(pair(word_at(ahead), left_in_run));
        add(pair(word_at(behind), left_in_run));
        add(pair(cluster_at(ahead), position));
        add(pair(cluster_at(behind), position));
        add(pair(starts, f0.word));
        add(pair(starts, u32::from(c0.middle)));

        // What the rest of the text shows of this word.
        let document = self.document.get(f0.word).unwrap_or(0);
        for bit in 0..N_BITS {
            let seen = u32::from(document >> bit & 1);
            add(pair(seen, starts));
        }
        add(u32::from(document));
        add(pair(u32::from(document), u32::from(c0.coarse)));
        add(pair(u32::from(document), place(0)));
    }
}

/// A run of capitalised words, small words between them included.
#[derive(Clone, Debug, Default)]
struct Run {
    tokens: Range<usize>,
}

/// Tells whether a sentence is written in capitals or in title case, so that a capital says little.
fn is_loud(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|token| token.is_word());
    let (mut all, mut capitals) = (0_usize, 0_usize);
    for word in words {
        all += 1;
        capitals += usize::from(word.is_capital());
    }
    all >= 4 && capitals * 4 >= all * 3
}
