//! Learns which word depends on which from the treebanks of `syntax/`.

use crate::treebank::{Sentence, read};
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
    let mut sentences = read(&folders.data("syntax/ewt_train.conllu.gz"))?;
    sentences.extend(read(&folders.data("syntax/gum_train.conllu.gz"))?);
    let examples: Vec<Example> = sentences.iter().map(example).collect();
    let parser = learn(&examples, OPTIONS, |epoch, right| {
        println!(
            "  epoch {epoch}: {:.2} % of the moves in training",
            100.0 * right
        );
    });
    let bytes = parser.to_bytes().leak();
    let parser = Parser::from_bytes(bytes).map_err(|why| why.to_string())?;
    for name in ["ewt_dev", "gum_dev"] {
        let dev = read(&folders.data(&format!("syntax/{name}.conllu.gz")))?;
        println!("  {name}: {}", accuracy(&parser, &dev));
    }
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

/// Says how many words have the right head, and how many the right relation too; punctuation does not count.
fn accuracy(parser: &Parser, sentences: &[Sentence]) -> String {
    let (mut heads, mut both, mut all) = (0_u32, 0_u32, 0_u32);
    for sentence in sentences {
        let body = sentence.body();
        let mut ground = Ground::new(&body);
        // The treebank's sentence, however we would cut it.
        let whole = 0..ground.tokens.len();
        ground.sentences = std::iter::once(whole).collect();
        let tags = tags(&ground, &forms(&ground));
        let tree = parser.tree(&ground, &tags, |_| true);
        let (gold_heads, gold_relations) = sentence.arcs(&ground);
        for idx in 0..ground.tokens.len() {
            if gold_relations[idx] == Relation::Punctuation {
                continue;
            }
            let is_head = tree.heads[idx] == gold_heads[idx];
            heads += u32::from(is_head);
            both += u32::from(is_head && tree.relations[idx] == gold_relations[idx]);
            all += 1;
        }
    }
    let share = |right: u32| 100.0 * f64::from(right) / f64::from(all.max(1));
    format!(
        "heads {:.2} %, with relations {:.2} % of {all} words",
        share(heads),
        share(both)
    )
}
