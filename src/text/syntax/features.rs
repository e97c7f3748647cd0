//! What does the parser look at? The words around the top of the stack and the next word, after Zhang and Nivre
//! ("Transition-based Dependency Parsing with Rich Non-local Features", 2011), with groups of words alike in meaning.

use super::super::perceptron::{Features, feature, mix};
use super::moves::State;
use super::{NO_HEAD, Relation, Word};

/// A place outside of the sentence.
const OUTSIDE: Word = Word {
    hash: 0x0b5e_55ed,
    fine: 0,
    middle: 0,
    tag: 0,
};

fn reach(distance: usize) -> u32 {
    match distance {
        0..=4 => distance as u32,
        5..=6 => 5,
        7..=10 => 6,
        _ => 7,
    }
}

/// A word of the sentence with what depends on it so far.
struct Place {
    word: Word,
    relation: u32,
}

impl Place {
    fn of(state: &State, words: &[Word], at: u32) -> Self {
        let word = words.get(at as usize).copied().unwrap_or(OUTSIDE);
        let relation = if at == NO_HEAD {
            Relation::ALL.len() as u32
        } else {
            state.relation(at as usize) as u32
        };
        Self { word, relation }
    }

    fn tag(&self) -> u32 {
        u32::from(self.word.tag)
    }
}

/// Adds the features of where a parser stands, as one token.
pub(super) fn of_move(state: &State, words: &[Word], features: &mut Features) {
    let next = state.next;
    let ahead = |by: usize| words.get(next + by).copied().unwrap_or(OUTSIDE);
    let (n0, n1, n2) = (ahead(0), ahead(1), ahead(2));
    let (n0t, n1t, n2t) = (u32::from(n0.tag), u32::from(n1.tag), u32::from(n2.tag));
    let mut put = |about: u32, seen: u32| features.add(feature(300 + about, seen));
    put(0, 0);
    put(1, n0.hash);
    put(2, n0t);
    put(3, mix(n0.hash, n0t));
    put(4, n1.hash);
    put(5, mix(n1.hash, n1t));
    put(6, n0t << 8 | n1t);
    put(7, n0t << 16 | n1t << 8 | n2t);
    put(8, u32::from(n0.fine));
    put(9, u32::from(n1.fine));
    if let Some(top) = state.top() {
        let s0 = words[top];
        let s0t = u32::from(s0.tag);
        let node = &state.nodes[top];
        let before = state.head(top).map_or(NO_HEAD, |head| head as u32);
        let head = Place::of(state, words, before);
        let left = Place::of(state, words, node.leftmost);
        let right = Place::of(state, words, node.rightmost);
        let below = state.stack.len().checked_sub(2);
        let below = Place::of(state, words, below.map_or(NO_HEAD, |at| state.stack[at]));
        let own = state.relation(top) as u32 + u32::from(before != NO_HEAD);
        let next_node = &state.nodes[next];
        let next_left = Place::of(state, words, next_node.leftmost);
        let far = reach(next - top - 1);
        let has_head = u32::from(before != NO_HEAD);
        let pair = s0t << 8 | n0t;
        put(10, s0t << 1 | has_head);
        put(11, mix(s0.hash, s0t << 5 | own));
        put(12, mix(mix(s0.hash, s0t), n0t));
        put(13, mix(s0t, mix(n0.hash, n0t)));
        put(14, pair << 1 | has_head);
        put(15, pair << 8 | n1t);
        put(16, pair << 8 | head.tag());
        put(17, pair << 8 | left.tag());
        put(18, pair << 8 | right.tag());
        put(19, pair << 8 | next_left.tag());
        put(20, mix(s0.hash, far));
        put(21, s0t << 4 | far);
        put(22, mix(n0.hash, far));
        put(23, n0t << 4 | far);
        put(24, pair << 4 | far);
        let valence = |n: u8| u32::from(n.min(4));
        put(25, s0t << 4 | valence(node.n_right));
        put(26, mix(s0.hash, valence(node.n_left)));
        put(27, s0t << 4 | valence(node.n_left));
        put(28, n0t << 4 | valence(next_node.n_left));
        put(29, head.word.hash);
        put(30, head.tag() << 5 | own);
        put(31, own << 8 | n0t);
        put(32, mix(left.word.hash, left.tag() << 5 | left.relation));
        put(33, left.tag() << 5 | left.relation);
        put(34, mix(right.word.hash, right.tag() << 5 | right.relation));
        put(35, right.tag() << 5 | right.relation);
        put(36, mix(next_left.word.hash, next_left.tag()));
        put(37, next_left.tag() << 5 | next_left.relation);
        put(38, mix(s0t, node.relations_right));
        put(39, mix(pair, node.relations_right));
        put(40, mix(s0t, node.relations_left));
        put(41, mix(pair, node.relations_left));
        put(42, mix(n0t, next_node.relations_left));
        put(43, mix(pair, next_node.relations_left));
        put(44, u32::from(s0.fine) << 1 | has_head);
        put(45, u32::from(s0.middle) << 8 | u32::from(n0.middle));
        put(46, mix(below.tag() << 8 | below.relation, pair));
        put(47, mix(pair, between(words, top, next)));
    }
    features.close();
}

/// Describes what stands between two words: whether a verb, and how many commas and other cuts.
fn between(words: &[Word], from: usize, to: usize) -> u32 {
    use super::super::tag::Tag;
    let (mut verbs, mut cuts) = (0_u32, 0_u32);
    for word in &words[from + 1..to] {
        verbs += u32::from(word.tag > Tag::Base as u8 || word.tag == Tag::Auxiliary as u8 + 1);
        cuts += u32::from(word.tag == Tag::Punctuation as u8 + 1);
    }
    verbs.min(3) << 2 | cuts.min(3)
}

/// Adds the features of an arc that is about to be made, as one token.
pub(super) fn of_arc(
    state: &State,
    words: &[Word],
    head: usize,
    dependent: usize,
    features: &mut Features,
) {
    let (h, d) = (words[head], words[dependent]);
    let (ht, dt) = (u32::from(h.tag), u32::from(d.tag));
    let side = u32::from(dependent < head);
    let by = |at: usize, offset: isize| {
        at.checked_add_signed(offset)
            .and_then(|at| words.get(at))
            .copied()
            .unwrap_or(OUTSIDE)
    };
    let node = &state.nodes[dependent];
    let first = Place::of(state, words, node.leftmost);
    let above = &state.nodes[head];
    let far = reach(head.abs_diff(dependent));
    let pair = side << 16 | ht << 8 | dt;
    let mut put = |about: u32, seen: u32| features.add(feature(400 + about, seen));
    put(0, side);
    put(1, pair);
    put(2, mix(pair, far));
    put(3, mix(h.hash, dt << 1 | side));
    put(4, mix(d.hash, ht << 1 | side));
    put(5, mix(h.hash, mix(d.hash, side)));
    put(6, mix(d.hash, side));
    put(7, mix(h.hash, side));
    put(8, mix(pair, u32::from(by(dependent, -1).tag)));
    put(9, mix(pair, u32::from(by(dependent, 1).tag)));
    put(10, mix(pair, by(dependent, -1).hash));
    put(11, mix(pair, first.word.hash));
    put(12, mix(pair, first.tag() << 5 | first.relation));
    put(13, mix(pair, node.relations_left));
    put(14, mix(pair, above.relations_left));
    put(15, mix(pair, above.relations_right));
    put(16, mix(h.hash, mix(dt, above.relations_right << 1 | side)));
    put(17, mix(u32::from(h.fine), dt << 1 | side));
    put(18, mix(u32::from(d.fine), ht << 1 | side));
    put(
        19,
        mix(u32::from(h.middle) << 8 | u32::from(d.middle), side),
    );
    put(20, mix(pair, u32::from(by(head, -1).tag)));
    put(21, mix(pair, u32::from(by(head, 1).tag)));
    put(22, mix(pair, by(head, -1).hash));
    put(
        23,
        mix(
            pair,
            between(words, head.min(dependent), head.max(dependent)),
        ),
    );
    put(24, mix(u32::from(d.middle), mix(pair, first.word.hash)));
    put(
        25,
        mix(node.relations_left, mix(pair, above.relations_left)),
    );
    features.close();
}
