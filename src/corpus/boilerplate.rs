//! Which lines are no part of any story? Those that stand in many articles of one source.

use super::{Article, prose::ends_like_sentence};
use crate::text::{Body, Paragraph, ParagraphKind};
use std::collections::HashMap;

/// A line that stands in this many articles of one source is folded.
pub const MIN_ARTICLES: u32 = 3;
/// A line that is no prose is no longer, in bytes.
const MAX_LABEL_BYTES: usize = 80;
/// Prose that stands at the edge of this many articles is folded …
const MIN_ARTICLES_OF_SENTENCE: u32 = 5;
/// … if they are this share of all, in percent.
const MIN_SENTENCE_PERCENT: u64 = 20;
/// A longer line is prose, even where a source prints it often.
const MAX_LINE_CHARS: usize = 300;
/// Above and below a story stand no more lines that are no part of it.
const MAX_EDGE_LINES: usize = 4;
/// How many different lines are counted; what comes later is not.
const MAX_LINES: usize = 1 << 20;

/// Counts in how many articles of one source each line stands.
///
/// Feed it each article once; ask about a line at any time. Lines are compared without case, digits and punctuation.
#[derive(Clone, Debug, Default)]
pub struct LineCounts {
    lines: HashMap<u64, Seen>,
    n_articles: u32,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    n_articles: u32,
    last_article: u32,
}

impl LineCounts {
    /// Takes note of the paragraphs of one article.
    pub fn feed<'a>(&mut self, paragraphs: impl IntoIterator<Item = &'a str>) {
        self.n_articles += 1;
        for line in paragraphs {
            let Some(hash) = hash_of(line) else { continue };
            let is_full = self.lines.len() >= MAX_LINES;
            let article = self.n_articles;
            match self.lines.get_mut(&hash) {
                Some(seen) if seen.last_article != article => {
                    seen.n_articles += 1;
                    seen.last_article = article;
                }
                Some(_) => {}
                None if is_full => {}
                None => {
                    self.lines.insert(
                        hash,
                        Seen {
                            n_articles: 1,
                            last_article: article,
                        },
                    );
                }
            }
        }
    }

    /// Tells whether a line stands in so many articles that it is no part of a story.
    pub fn is_boilerplate(&self, line: &str) -> bool {
        self.n_articles_with(line) >= MIN_ARTICLES
    }

    /// Tells the same of a line that may be prose: what is said of many (`He was 84.`) must be said of very many.
    fn is_shared(&self, line: &str) -> bool {
        let n_articles = self.n_articles_with(line);
        let is_prose = line.len() > MAX_LABEL_BYTES
            || line.ends_with([':', ',', ';'])
            || ends_like_sentence(line);
        n_articles >= MIN_ARTICLES
            && (!is_prose
                || n_articles >= MIN_ARTICLES_OF_SENTENCE
                    && u64::from(n_articles) * 100
                        >= u64::from(self.n_articles) * MIN_SENTENCE_PERCENT)
    }

    fn n_articles_with(&self, line: &str) -> u32 {
        hash_of(line)
            .and_then(|hash| self.lines.get(&hash))
            .map_or(0, |seen| seen.n_articles)
    }
}

/// Returns the paragraphs at the edges of an article, among which such lines stand.
pub(super) fn edges(article: &Article) -> impl Iterator<Item = &str> {
    let paragraphs = article.body.paragraphs();
    let head = &paragraphs[..paragraphs.len().min(MAX_EDGE_LINES)];
    let tail = &paragraphs[head
        .len()
        .max(paragraphs.len().saturating_sub(MAX_EDGE_LINES))..];
    head.iter()
        .chain(tail)
        .map(|paragraph| article.body.slice(paragraph.span))
}

/// Sets the lines aside with which an article begins or ends and which stand in many articles.
///
/// A line inside a story stays whatever others print: what is said often is still said here.
pub(super) fn fold(article: &mut Article, counts: &LineCounts) {
    let body = &article.body;
    let mut paragraphs = body.paragraphs().to_vec();
    let is_folded = |paragraph: &Paragraph| {
        paragraph.kind == ParagraphKind::Boilerplate || counts.is_shared(body.slice(paragraph.span))
    };
    let n_head = paragraphs
        .iter()
        .take(MAX_EDGE_LINES)
        .take_while(|p| is_folded(p))
        .count();
    let n_tail = paragraphs
        .iter()
        .rev()
        .take(MAX_EDGE_LINES)
        .take_while(|p| is_folded(p))
        .count();
    let n_lines = paragraphs.len();
    // An article that is nothing but such lines is one of its own.
    if n_head + n_tail == 0 || n_head + n_tail >= n_lines {
        return;
    }
    let mut has_changed = false;
    for (idx, paragraph) in paragraphs.iter_mut().enumerate() {
        if (idx < n_head || idx >= n_lines - n_tail) && paragraph.kind != ParagraphKind::Boilerplate
        {
            paragraph.kind = ParagraphKind::Boilerplate;
            has_changed = true;
        }
    }
    if has_changed {
        article.body = Body::assemble(
            body.text().to_owned(),
            paragraphs,
            body.edits().to_vec(),
            body.context().clone(),
        );
    }
}

fn hash_of(line: &str) -> Option<u64> {
    if line.len() > 4 * MAX_LINE_CHARS {
        return None;
    }
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut n_chars = 0;
    for c in line.chars().filter(|c| c.is_alphabetic()) {
        for c in c.to_lowercase() {
            hash = (hash ^ u64::from(c as u32)).wrapping_mul(0x0100_0000_01b3);
        }
        n_chars += 1;
    }
    (1..=MAX_LINE_CHARS).contains(&n_chars).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_three_articles_is_boilerplate() {
        let mut counts = LineCounts::default();
        for n in 0..3 {
            assert!(!counts.is_boilerplate("Share this"));
            let story = format!("Story number {}.", ["one", "two", "three"][n]);
            counts.feed(["Share this", "share THIS!", story.as_str()]);
        }
        assert!(counts.is_boilerplate("Share this"));
        assert!(!counts.is_boilerplate("Story number one."));
        assert!(!counts.is_boilerplate(""));
    }

    #[test]
    fn prose_must_be_said_of_very_many() {
        let mut counts = LineCounts::default();
        for _ in 0..4 {
            counts.feed(["The Example Post", "He was 84.", "He named three goals:"]);
        }
        assert!(counts.is_shared("The Example Post"));
        assert!(!counts.is_shared("He was 84.") && !counts.is_shared("He named three goals:"));
        for _ in 0..5 {
            counts.feed(["Follow us for more."]);
        }
        assert!(counts.is_shared("Follow us for more."));
    }
}
