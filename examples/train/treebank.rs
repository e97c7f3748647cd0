//! What does a treebank say of our own tokens? Reads CoNLL-U and lays its tags and arcs over our cut of the same text.

use crate::{Failure, Folders, failed};
use flate2::read::GzDecoder;
use reading_room::text::sentence::Ground;
use reading_room::text::syntax::{NO_HEAD, Relation};
use reading_room::text::tag::Tag;
use reading_room::text::{Body, Span};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// A sentence: its text and what is known of spans of it.
#[derive(Default)]
pub struct Sentence {
    /// The words as they were written.
    pub text: String,
    /// The treebank's tokens.
    pub words: Vec<Word>,
}

/// A token of the treebank.
pub struct Word {
    span: Span,
    tag: Tag,
    /// The position of its head; nothing for the head of the sentence.
    head: Option<usize>,
    relation: Relation,
}

/// Reads the sentences to learn from.
pub fn training(folders: &Folders) -> Result<Vec<Sentence>, Failure> {
    let mut sentences = read(&folders.data("syntax/ewt_train.conllu.gz"))?;
    sentences.extend(read(&folders.data("syntax/gum_train.conllu.gz"))?);
    Ok(sentences)
}

/// Prints how many words of the sentences kept back are right, and of how many.
pub fn print_scores(
    folders: &Folders,
    what: [&str; 2],
    score: impl Fn(&Sentence, &mut Score),
) -> Result<(), Failure> {
    for name in ["ewt_dev", "gum_dev"] {
        let mut total = Score::default();
        for sentence in read(&folders.data(&format!("syntax/{name}.conllu.gz")))? {
            score(&sentence, &mut total);
        }
        let share = |right: u32| 100.0 * f64::from(right) / f64::from(total.n_words.max(1));
        println!(
            "  {name}: {} {:.2} %, {} {:.2} % of {} words",
            what[0],
            share(total.right),
            what[1],
            share(total.fully_right),
            total.n_words
        );
    }
    Ok(())
}

/// How many words are right.
#[derive(Default)]
pub struct Score {
    right: u32,
    fully_right: u32,
    n_words: u32,
}

impl Score {
    /// Counts one more word.
    pub fn count(&mut self, is_right: bool, is_fully_right: bool) {
        self.right += u32::from(is_right);
        self.fully_right += u32::from(is_fully_right);
        self.n_words += 1;
    }
}

/// Reads a file of sentences.
fn read(path: &Path) -> Result<Vec<Sentence>, Failure> {
    let file = File::open(path).map_err(|why| failed(path, &why))?;
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    // The last part of a word that is written in one (*don't*), and whether a blank follows it.
    let mut joined: Option<(usize, bool)> = None;
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line = line.map_err(|why| failed(path, &why))?;
        if line.is_empty() {
            if !sentence.words.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let &[number, form, _, upos, xpos, _, head, relation, _, misc] = columns.as_slice() else {
            continue;
        };
        let space = !misc.contains("SpaceAfter=No");
        if let Some((_, last)) = number.split_once('-') {
            joined = last.parse().ok().map(|last| (last, space));
            continue;
        }
        let Ok(number) = number.parse::<usize>() else {
            continue;
        };
        let start = sentence.text.len();
        sentence.text.push_str(form);
        sentence.words.push(Word {
            span: Span::new(start, sentence.text.len()),
            tag: Tag::of_treebank(upos, xpos),
            head: head
                .parse()
                .ok()
                .and_then(|head: usize| head.checked_sub(1)),
            relation: Relation::of_treebank(relation),
        });
        let blank = match joined {
            Some((last, _)) if number < last => false,
            Some((_, space)) => {
                joined = None;
                space
            }
            None => space,
        };
        if blank {
            sentence.text.push(' ');
        }
    }
    Ok(sentences)
}

impl Sentence {
    /// Returns the tag of each of our tokens: that of the treebank's token in which it ends.
    pub fn tags(&self, ground: &Ground) -> Vec<Tag> {
        ground
            .tokens
            .iter()
            .map(|token| {
                let at = self
                    .words
                    .partition_point(|word| word.span.end < token.span.end);
                self.words.get(at).map_or(Tag::Other, |word| word.tag)
            })
            .collect()
    }

    /// Returns the head and the relation of each of our tokens.
    ///
    /// A token that holds several of the treebank's hangs where the highest of them does; of several tokens that are one
    /// of the treebank's, the last one stands for all.
    pub fn arcs(&self, ground: &Ground) -> (Vec<u32>, Vec<Relation>) {
        let ends_before = |end: u32| self.words.partition_point(|word| word.span.end <= end);
        let token_of = |word: usize| {
            let end = self.words[word].span.end;
            let at = ground.tokens.partition_point(|token| token.span.end < end);
            (at < ground.tokens.len()).then_some(at as u32)
        };
        let arc = |token: Span| {
            let inside = ends_before(token.start)..ends_before(token.end);
            if inside.is_empty() {
                let whole = token_of(inside.start.min(self.words.len() - 1));
                return (whole.unwrap_or(NO_HEAD), Relation::Part);
            }
            let top = inside
                .clone()
                .find(|&word| {
                    self.words[word]
                        .head
                        .is_none_or(|head| !inside.contains(&head))
                })
                .unwrap_or(inside.start);
            let word = &self.words[top];
            let head = word
                .head
                .filter(|head| *head < self.words.len())
                .and_then(token_of);
            (head.unwrap_or(NO_HEAD), word.relation)
        };
        ground.tokens.iter().map(|token| arc(token.span)).unzip()
    }

    /// Returns the text as a body.
    pub fn body(&self) -> Body {
        Body::plain(self.text.replace('\n', " "))
    }
}
