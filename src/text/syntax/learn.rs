//! How is the parser learned? The averaged perceptron with a dynamic oracle.
//!
//! Every move that loses no arc that can still be made is right, also behind a mistake (Goldberg and Nivre, "A Dynamic
//! Oracle for Arc-Eager Dependency Parsing", 2012): the parser learns from where its own mistakes lead it.

use super::super::perceptron::Features;
use super::super::perceptron::hashed::Lessons;
use super::super::perceptron::train::Dice;
use super::super::sentence::Ground;
use super::super::tag::Tag;
use super::features::{of_arc, of_move};
use super::moves::{Move, State};
use super::{N_MOVES, N_RELATIONS, NO_HEAD, Parser, Relation, Word, best, words};
use rayon::prelude::*;

/// A sentence whose arcs are known.
#[derive(Clone, Debug)]
pub struct Example {
    words: Vec<Word>,
    heads: Vec<u32>,
    relations: Vec<Relation>,
}

impl Example {
    /// Takes all tokens of a ground as one sentence, with the head of each ([`NO_HEAD`] for none) and its relation.
    /// Arcs that cross others are hung higher until they do not.
    pub fn new(
        ground: &Ground,
        tags: &[Tag],
        mut heads: Vec<u32>,
        relations: Vec<Relation>,
    ) -> Self {
        let mut seen = Vec::new();
        words(ground, tags, &(0..ground.tokens.len()), &mut seen);
        uncross(&mut heads);
        Self {
            words: seen,
            heads,
            relations,
        }
    }
}

/// Hangs the shortest of the arcs that cross others on the head of its head, until none crosses (Nivre and Nilsson,
/// "Pseudo-Projective Dependency Parsing", 2005).
fn uncross(heads: &mut [u32]) {
    loop {
        let crossing = (0..heads.len())
            .filter(|&at| heads[at] != NO_HEAD && crosses(heads, at))
            .min_by_key(|&at| (heads[at] as usize).abs_diff(at));
        match crossing {
            Some(at) => heads[at] = heads[heads[at] as usize],
            None => return,
        }
    }
}

/// Tells whether a word between a word and its head does not stand under that head.
fn crosses(heads: &[u32], at: usize) -> bool {
    let head = heads[at];
    let (low, high) = (at.min(head as usize), at.max(head as usize));
    (low + 1..high).any(|inner| {
        let mut above = heads[inner];
        // A loop ends too.
        for _ in 0..heads.len() {
            if above == head {
                return false;
            }
            if above == NO_HEAD {
                return true;
            }
            above = heads[above as usize];
        }
        true
    })
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How often the sentences are gone through.
    pub n_epochs: usize,
    /// The tables have two to the power of this many rows: that of moves, that of relations.
    pub bits: [u32; 2],
    /// Where the order of the sentences comes from.
    pub seed: u64,
}

/// So many parsers, each learned from the sentences in another order, are averaged: one alone gets some dozen arcs right
/// or wrong by chance.
const N_PARSERS: u64 = 4;

/// Learns a parser; `progress` hears the number of each epoch and the share of moves that the first of the averaged
/// parsers made right.
pub fn learn(
    examples: &[Example],
    options: Options,
    progress: impl Fn(usize, f64) + Sync,
) -> Parser {
    let learned: Vec<Learner> = (0..N_PARSERS)
        .into_par_iter()
        .map(|number| {
            let progress = (number == 0).then_some(&progress as &(dyn Fn(usize, f64) + Sync));
            one(examples, options, options.seed + number, progress)
        })
        .collect();
    let (moves, relations): (Vec<_>, Vec<_>) = learned
        .into_iter()
        .map(|learner| (learner.moves, learner.relations))
        .unzip();
    Parser {
        moves: Lessons::finish(&moves),
        relations: Lessons::finish(&relations),
    }
}

fn one(
    examples: &[Example],
    options: Options,
    seed: u64,
    progress: Option<&(dyn Fn(usize, f64) + Sync)>,
) -> Learner {
    let mut learner = Learner::new(options.bits);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut dice = Dice(seed);
    for epoch in 0..options.n_epochs {
        dice.shuffle(&mut order);
        let (mut right, mut all) = (0_usize, 0_usize);
        for &idx in &order {
            let (n_right, n_moves) = learner.learn(&examples[idx], epoch > 0, &mut dice);
            right += n_right;
            all += n_moves;
        }
        if let Some(progress) = progress {
            progress(epoch, right as f64 / all.max(1) as f64);
        }
    }
    learner
}

/// Of this many mistakes, the parser goes on from all but one.
const EXPLORED: u64 = 10;

struct Learner {
    moves: Lessons<N_MOVES>,
    relations: Lessons<N_RELATIONS>,
    state: State,
    features: Features,
}

impl Learner {
    fn new([moves, relations]: [u32; 2]) -> Self {
        Self {
            moves: Lessons::new(moves),
            relations: Lessons::new(relations),
            state: State::default(),
            features: Features::default(),
        }
    }

    /// Reads a sentence and learns from each mistake; returns how many moves were right, of how many.
    fn learn(&mut self, example: &Example, explores: bool, dice: &mut Dice) -> (usize, usize) {
        let (mut n_right, mut n_moves) = (0, 0);
        self.state.begin(example.words.len());
        while !self.state.is_done() {
            let legal = self.state.legal();
            let right = right_moves(&self.state, &example.heads);
            let mut chosen = Move::Shift;
            if !legal.is_power_of_two() {
                self.features.clear();
                of_move(&self.state, &example.words, &mut self.features);
                let scores = self.moves.score(self.features.of(0));
                let guess = best(&scores, legal);
                chosen = best(&scores, right);
                n_moves += 1;
                let is_right = guess.mask() & right != 0;
                n_right += usize::from(is_right);
                if is_right {
                    chosen = guess;
                }
                self.moves
                    .learn(self.features.of(0), chosen as usize, guess as usize);
                if !is_right && explores && !dice.roll().is_multiple_of(EXPLORED) {
                    chosen = guess;
                }
            }
            let relation = match self.state.arc_of(chosen) {
                Some((head, dependent)) => self.name(example, head, dependent),
                None => Relation::Root,
            };
            self.state.make(chosen, relation);
        }
        (n_right, n_moves)
    }

    /// Names an arc, and learns its name where the arc is right.
    fn name(&mut self, example: &Example, head: usize, dependent: usize) -> Relation {
        self.features.clear();
        of_arc(
            &self.state,
            &example.words,
            head,
            dependent,
            &mut self.features,
        );
        let guess = Relation::best(&self.relations.score(self.features.of(0)));
        if example.heads[dependent] as usize == head {
            let right = example.relations[dependent];
            self.relations
                .learn(self.features.of(0), right as usize, guess as usize);
        }
        guess
    }
}

/// Returns the mask of the moves that lose no arc that could still be made; the least bad ones where all lose some.
fn right_moves(state: &State, heads: &[u32]) -> u8 {
    let legal = state.legal();
    let mut least = usize::MAX;
    let mut mask = 0;
    for one in Move::ALL {
        if legal & one.mask() == 0 {
            continue;
        }
        let lost = lost_by(state, heads, one);
        if lost < least {
            least = lost;
            mask = 0;
        }
        if lost == least {
            mask |= one.mask();
        }
    }
    mask
}

/// Counts the arcs that a move makes impossible.
fn lost_by(state: &State, heads: &[u32], chosen: Move) -> usize {
    let next = state.next;
    let hangs = |at: usize, head: usize| heads[at] as usize == head && heads[at] != NO_HEAD;
    let ahead = next + 1..heads.len();
    let in_stack = || state.stack.iter().map(|at| *at as usize);
    let free = |at: &usize| state.head(*at).is_none();
    match (chosen, state.top()) {
        (Move::Shift, _) | (_, None) => {
            let head = in_stack().filter(|&at| hangs(next, at)).count();
            head + in_stack()
                .filter(free)
                .filter(|&at| hangs(at, next))
                .count()
        }
        (Move::Reduce, Some(top)) => (next..heads.len()).filter(|&at| hangs(at, top)).count(),
        (Move::Left, Some(top)) => {
            let own = usize::from(!hangs(top, next) && !is_past(heads[top], next));
            own + (next..heads.len()).filter(|&at| hangs(at, top)).count()
        }
        (Move::Right, Some(top)) => {
            let own = if hangs(next, top) {
                0
            } else {
                let below = in_stack().any(|at| hangs(next, at));
                let behind = ahead.clone().any(|at| hangs(next, at));
                usize::from(below || behind || heads[next] == NO_HEAD)
            };
            own + in_stack()
                .filter(|at| *at != top)
                .filter(free)
                .filter(|&at| hangs(at, next))
                .count()
                + usize::from(free(&top) && hangs(top, next))
        }
    }
}

/// Tells whether a head stands before the next word: it is lost already, or it is the arc that another move would make.
fn is_past(head: u32, next: usize) -> bool {
    head != NO_HEAD && (head as usize) < next
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: u32 = NO_HEAD;

    /// Reads a sentence by the first of the right moves each time; returns the heads that were found.
    fn follow(heads: &[u32]) -> Vec<u32> {
        let mut state = State::default();
        state.begin(heads.len());
        while !state.is_done() {
            let right = right_moves(&state, heads);
            let chosen = Move::ALL.into_iter().find(|one| one.mask() & right != 0);
            state.make(chosen.unwrap(), Relation::Other);
        }
        (0..heads.len())
            .map(|at| state.head(at).map_or(ROOT, |head| head as u32))
            .collect()
    }

    #[test]
    fn right_moves_make_the_tree_that_is_known() {
        for heads in [
            &[ROOT][..],
            &[1, ROOT],
            &[ROOT, 0],
            &[1, ROOT, 1],
            // "She said the bridge was safe."
            &[1, ROOT, 3, 5, 5, 1, 1],
            // A chain, and a fan.
            &[ROOT, 0, 1, 2, 3],
            &[4, 4, 4, 4, ROOT, 4, 4],
        ] {
            assert_eq!(follow(heads), heads);
        }
    }

    #[test]
    fn behind_a_mistake_what_can_still_be_made_is_right() {
        // "He said so", where *said* was hung on *He*: *so* can still go to its head.
        let heads = [1, ROOT, 1];
        let mut state = State::default();
        state.begin(3);
        state.make(Move::Shift, Relation::Root);
        state.make(Move::Right, Relation::Object);
        assert_eq!(right_moves(&state, &heads), Move::Right.mask());
    }

    #[test]
    fn arcs_that_cross_are_hung_higher() {
        // The arc from 3 to 1 runs over 2, which is not under 3.
        let mut heads = vec![2, 3, ROOT, 2];
        assert!(crosses(&heads, 1) && !crosses(&heads, 0));
        uncross(&mut heads);
        assert!((0..heads.len()).all(|at| heads[at] == ROOT || !crosses(&heads, at)));
        assert_eq!(heads, [2, 2, ROOT, 2]);
        let mut plain = vec![1, ROOT, 3, 1];
        uncross(&mut plain);
        assert_eq!(plain, [1, ROOT, 3, 1]);
    }
}
