//! What is left out for speed changes no answer: the best are those of going through everything.

use super::*;

/// Articles in several segments; enough for the ways that are taken only where words are common.
const N_ARTICLES: u32 = 14_000;

/// From common to rare.
const WORDS: [&str; 6] = ["the", "of", "bank", "rate", "cut", "owl"];

/// A number below `n`, by chance but always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % n
    }

    fn text(&mut self, max_words: u64) -> String {
        let n_words = 1 + self.below(max_words);
        let words = (0..n_words).map(|_| {
            let rarity = self.below(100);
            let idx = (0..WORDS.len()).find(|idx| rarity >= 50 >> idx);
            WORDS[idx.unwrap_or(WORDS.len() - 1)]
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

fn fulltext() -> Fulltext {
    let fulltext = Fulltext::in_memory().unwrap();
    let mut chance = Chance(1);
    for row in 0..N_ARTICLES {
        let (title, text) = (chance.text(4), chance.text(24));
        fulltext.add(row, &title, &text).unwrap();
        if row + 1 == N_ARTICLES / 2 || row + 1 == N_ARTICLES {
            fulltext.engine().commit(row + 1).unwrap();
        }
    }
    fulltext
}

fn word(text: &str) -> Pattern {
    Pattern::Words(vec![text.to_owned()])
}

/// Asks for a word so that everything is gone through.
fn plainly(fulltext: &Fulltext, text: &str) -> Question {
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, pattern_query(fulltext.fields.all, &word(text))),
        (
            Occur::Should,
            Box::new(BoostQuery::new(
                pattern_query(fulltext.fields.title, &word(text)),
                TITLE_BOOST,
            )),
        ),
    ]))
}

/// Checks that two questions have the same answers with the same scores, the best of them and all of them.
#[track_caller]
fn check(fulltext: &Fulltext, quick: &Question, plain: &Question) {
    let len = N_ARTICLES as usize;
    assert_eq!(
        fulltext.rows(&**quick, len).unwrap(),
        fulltext.rows(&**plain, len).unwrap()
    );
    let mut all = fulltext.best(&**plain, len).unwrap();
    let by_row = |a: &(f32, u32), b: &(f32, u32)| a.1.cmp(&b.1);
    for limit in [1, 10, 50, len] {
        let best = fulltext.best(&**quick, limit).unwrap();
        assert_eq!(best.len(), limit.min(all.len()));
        for (one, other) in best.iter().zip(&all) {
            assert!(
                (one.0 - other.0).abs() < 1e-4,
                "{one:?} {other:?} of {limit}"
            );
        }
        if limit == len {
            let mut best = best;
            best.sort_by(by_row);
            all.sort_by(by_row);
            for (one, other) in best.iter().zip(&all) {
                assert!(one.1 == other.1 && (one.0 - other.0).abs() < 1e-4);
            }
        }
    }
}

#[test]
fn the_best_are_those_of_going_through_everything() {
    let fulltext = fulltext();
    let all_field = fulltext.fields.all;
    for (left, right) in [
        ("the", "of"),
        ("of", "the"),
        ("rate", "the"),
        ("cut", "owl"),
        ("of", "no"),
    ] {
        for n_between in [0, 1, 5] {
            let phrase = |first, second| -> Question {
                let terms = [first, second].map(|word| Term::from_field_text(all_field, word));
                let mut phrase = PhraseQuery::new(terms.into());
                phrase.set_slop(n_between);
                Box::new(phrase)
            };
            let (first, second) = (word(left), word(right));
            let near = fulltext.near(TextField::Anywhere, &first, &second, n_between);
            check(
                &fulltext,
                &near.unwrap(),
                &any(vec![phrase(left, right), phrase(right, left)]),
            );
        }
        let both = || vec![plainly(&fulltext, left), plainly(&fulltext, right)];
        check(
            &fulltext,
            &fulltext.all_words(&[left, right]),
            &all(both(), Vec::new()),
        );
        let either = [left, right].map(|text| fulltext.words_or(TextField::Anywhere, &word(text)));
        let either = || {
            any(either
                .iter()
                .flatten()
                .map(|part| part.box_clone())
                .collect())
        };
        check(&fulltext, &either(), &any(both()));
        let some = RowSet::of(N_ARTICLES as usize, |row| row % 3 == 1);
        check(
            &fulltext,
            &only_among(some.clone(), either()),
            &all(vec![any(both()), among(some)], Vec::new()),
        );
    }
    check(
        &fulltext,
        &fulltext.words(TextField::Anywhere, &word("bank")),
        &plainly(&fulltext, "bank"),
    );
}
