//! Makes `models/lexicon.bin`, the word counts that split words are mended with, from texts on standard input.
//!
//! The file in the project was made from texts free to use: 1,500 White House statements (public domain), Wikinews
//! articles (CC BY 2.5) and the training parts of the Universal Dependencies treebanks EWT (CC BY-SA 4.0) and GUM (its
//! CC BY and CC BY-SA genres). It holds counts of single words only.
//!
//! ```text
//! cat TEXT… | cargo run --release --example make_lexicon > models/lexicon.bin
//! ```

use reading_room::corpus::prose::{Count, MAX_WORD_LEN, standing_words};
use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
};

fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for word in standing_words(&text).filter(|word| word.len() <= MAX_WORD_LEN) {
        let (n_lower, n_upper) = counts.entry(word.to_ascii_lowercase()).or_default();
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            *n_lower += 1;
        } else {
            *n_upper += 1;
        }
    }
    let n_words: u64 = counts.values().map(|(lower, upper)| lower + upper).sum();
    let mut out = Vec::new();
    let mut before = String::new();
    for (word, (n_lower, n_upper)) in &counts {
        let n_shared = word
            .bytes()
            .zip(before.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        out.push(n_shared as u8);
        out.extend_from_slice(&word.as_bytes()[n_shared..]);
        out.push(0x80 | Count::of(*n_lower, *n_upper).to_byte());
        before.clone_from(word);
    }
    eprintln!(
        "{} words, log2 {:.1} of all seen, {} bytes",
        counts.len(),
        (n_words as f64).log2(),
        out.len()
    );
    io::stdout().write_all(&out)
}
