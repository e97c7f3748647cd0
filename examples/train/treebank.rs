//! What does a treebank say of our own tokens? Reads CoNLL-U and lays its tags over our cut of the same text.

use crate::{Failure, failed};
use flate2::read::GzDecoder;
use reading_room::text::sentence::Ground;
use reading_room::text::tag::Tag;
use reading_room::text::{Body, Span};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// A sentence: its text and the tags of spans of it.
#[derive(Default)]
pub struct Sentence {
    /// The words as they were written.
    pub text: String,
    /// The treebank's tokens.
    pub words: Vec<(Span, Tag)>,
}

/// Reads a file of sentences.
pub fn read(path: &Path) -> Result<Vec<Sentence>, Failure> {
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
        let &[number, form, _, upos, xpos, .., misc] = columns.as_slice() else {
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
        sentence.words.push((
            Span::new(start, sentence.text.len()),
            Tag::of_treebank(upos, xpos),
        ));
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
                    .partition_point(|(span, _)| span.end < token.span.end);
                self.words.get(at).map_or(Tag::Other, |(_, tag)| *tag)
            })
            .collect()
    }

    /// Returns the text as a body.
    pub fn body(&self) -> Body {
        Body::plain(self.text.replace('\n', " "))
    }
}
