//! What can a parser do next, and what does it know? The arc-eager system.

use super::{NO_HEAD, Relation};

/// A step of the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Move {
    /// The next word goes onto the stack.
    Shift,
    /// The word on top of the stack, whose head is known, is taken off.
    Reduce,
    /// The word on top depends on the next one and is taken off.
    Left,
    /// The next word depends on the one on top and goes onto it.
    Right,
}

impl Move {
    pub(super) const ALL: [Self; 4] = [Self::Shift, Self::Reduce, Self::Left, Self::Right];

    pub(super) fn mask(self) -> u8 {
        1 << self as u8
    }

    /// Returns the only move of a mask.
    pub(super) fn from_mask(mask: u8) -> Self {
        Self::ALL
            .into_iter()
            .find(|one| one.mask() == mask)
            .unwrap_or(Self::Shift)
    }
}

/// What is known of a word of the sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    head: u32,
    relation: Relation,
    /// Its first and its last dependent so far, on either side of it.
    pub(super) leftmost: u32,
    pub(super) rightmost: u32,
    pub(super) n_left: u8,
    pub(super) n_right: u8,
    /// The relations of its dependents so far on the left and on the right, one bit each.
    pub(super) relations_left: u32,
    pub(super) relations_right: u32,
}

const BARE: Node = Node {
    head: NO_HEAD,
    relation: Relation::Root,
    leftmost: NO_HEAD,
    rightmost: NO_HEAD,
    n_left: 0,
    n_right: 0,
    relations_left: 0,
    relations_right: 0,
};

/// Where a parser stands in a sentence; words are counted from its beginning.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) stack: Vec<u32>,
    pub(super) next: usize,
    pub(super) nodes: Vec<Node>,
}

impl State {
    /// Begins a sentence.
    pub(super) fn begin(&mut self, n_words: usize) {
        self.stack.clear();
        self.next = 0;
        self.nodes.clear();
        self.nodes.resize(n_words, BARE);
    }

    /// Tells whether all words were read.
    pub(super) fn is_done(&self) -> bool {
        self.next >= self.nodes.len()
    }

    /// Returns the word on top of the stack.
    pub(super) fn top(&self) -> Option<usize> {
        self.stack.last().map(|top| *top as usize)
    }

    /// Returns the head of a word.
    pub(super) fn head(&self, at: usize) -> Option<usize> {
        let head = self.nodes[at].head;
        (head != NO_HEAD).then_some(head as usize)
    }

    /// Returns how a word depends on its head.
    pub(super) fn relation(&self, at: usize) -> Relation {
        self.nodes[at].relation
    }

    /// Returns the mask of the moves that may be made; there is always one.
    pub(super) fn legal(&self) -> u8 {
        let with_top = match self.top() {
            None => 0,
            Some(top) if self.head(top).is_some() => Move::Reduce.mask() | Move::Right.mask(),
            Some(_) => Move::Left.mask() | Move::Right.mask(),
        };
        Move::Shift.mask() | with_top
    }

    /// Returns the head and the dependent of the arc that a move makes.
    pub(super) fn arc_of(&self, chosen: Move) -> Option<(usize, usize)> {
        let top = self.top()?;
        match chosen {
            Move::Left => Some((self.next, top)),
            Move::Right => Some((top, self.next)),
            Move::Shift | Move::Reduce => None,
        }
    }

    /// Makes a move.
    pub(super) fn make(&mut self, chosen: Move, relation: Relation) {
        if let Some((head, dependent)) = self.arc_of(chosen) {
            self.add_arc(head, dependent, relation);
        }
        match chosen {
            Move::Left | Move::Reduce => {
                self.stack.pop();
            }
            Move::Shift | Move::Right => {
                self.stack.push(self.next as u32);
                self.next += 1;
            }
        }
    }

    fn add_arc(&mut self, head: usize, dependent: usize, relation: Relation) {
        self.nodes[dependent].head = head as u32;
        self.nodes[dependent].relation = relation;
        let node = &mut self.nodes[head];
        let bit = 1 << relation as u32;
        if dependent < head {
            // Dependents on the left are found from the nearest to the farthest.
            node.leftmost = dependent as u32;
            node.n_left = node.n_left.saturating_add(1);
            node.relations_left |= bit;
        } else {
            node.rightmost = dependent as u32;
            node.n_right = node.n_right.saturating_add(1);
            node.relations_right |= bit;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_make_a_tree() {
        let mut state = State::default();
        state.begin(3);
        // "He said so": both depend on the verb.
        assert_eq!(state.legal(), Move::Shift.mask());
        state.make(Move::Shift, Relation::Root);
        assert_eq!(state.arc_of(Move::Left), Some((1, 0)));
        state.make(Move::Left, Relation::Subject);
        state.make(Move::Shift, Relation::Root);
        state.make(Move::Right, Relation::Object);
        assert!(state.is_done());
        assert_eq!(state.head(0), Some(1));
        assert_eq!(state.head(1), None);
        assert_eq!(state.head(2), Some(1));
        assert_eq!(state.relation(2), Relation::Object);
        assert_eq!((state.nodes[1].n_left, state.nodes[1].n_right), (1, 1));
    }

    #[test]
    fn only_a_word_with_a_head_is_taken_off() {
        let mut state = State::default();
        state.begin(3);
        state.make(Move::Shift, Relation::Root);
        assert_eq!(state.legal() & Move::Reduce.mask(), 0);
        state.make(Move::Right, Relation::Object);
        assert_ne!(state.legal() & Move::Reduce.mask(), 0);
        assert_eq!(state.legal() & Move::Left.mask(), 0);
    }
}
