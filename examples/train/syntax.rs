//! Learns which word depends on which from the treebanks of `syntax/`.

use crate::treebank::{self, Score, Sentence};
use crate::{Failure, Folders, in_time};
use reading_room::text::form::forms;
use reading_room::text::sentence::Ground;
use reading_room::text::syntax::learn::{Example, Options, learn};
use reading_room::text::syntax::{self, Parser, Relation};
use reading_room::text::tag::tags;

const OPTIONS: Options = Options {
    n_epochs: 10,
    bits: [18, 15],
    seed: 6,
};

/// Learns the parser, says how good it is, and writes `arcs.bin`.
pub fn train(folders: &Folders) -> Result<(), Failure> {
    let sentences = treebank::training(folders)?;
    let examples: Vec<Example> = sentences.iter().map(example).collect();
    let parser = learn(&examples, OPTIONS, |epoch, right| {
        println!(
            "  epoch {epoch}: {:.2} % of the moves in training",
            100.0 * right
        );
    });
    let bytes = parser.to_bytes().leak();
    let parser = Parser::from_bytes(bytes).map_err(|why| why.to_string())?;
    treebank::print_scores(folders, ["heads", "with relations"], |sentence, total| {
        score(&parser, sentence, total);
    })?;
    folders.write("arcs.bin", bytes)?;
    in_time(syntax::adopt(bytes))
}

fn example(sentence: &Sentence) -> Example {
    let body = sentence.body();
    let ground = Ground::new(&body);
    let tags = tags(&ground, &forms(&ground));
    let (heads, relations) = sentence.arcs(&ground);
    Example::new(&ground, &tags, heads, relations)
}

/// Counts the words with the right head, and with the right relation too; punctuation does not count.
fn score(parser: &Parser, sentence: &Sentence, total: &mut Score) {
    let body = sentence.body();
    let mut ground = Ground::new(&body);
    // The treebank's sentence, however we would cut it.
    let whole = 0..ground.tokens.len();
    ground.sentences = std::iter::once(whole).collect();
    let tags = tags(&ground, &forms(&ground));
    let tree = parser.tree(&ground, &tags, |_| true);
    let (heads, relations) = sentence.arcs(&ground);
    for idx in 0..ground.tokens.len() {
        if relations[idx] != Relation::Punctuation {
            let is_head = tree.heads[idx] == heads[idx];
            total.count(is_head, is_head && tree.relations[idx] == relations[idx]);
        }
    }
}
