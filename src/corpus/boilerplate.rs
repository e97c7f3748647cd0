//! Which lines are no part of any story? Those that stand in many articles of one source.

use super::{Article, prose::ends_like_sentence};
use crate::text::{Body, Paragraph, ParagraphKind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// A line that stands in this many articles of one source may be folded …
const MIN_ARTICLES: u32 = 3;
/// … if they are this share of all, in percent: above a story, where lines tell its place, its column or its kind …
const MIN_HEAD_PERCENT: u64 = 20;
/// … and below it.
const MIN_TAIL_PERCENT: u64 = 5;
/// A line that is no prose is no longer, in bytes.
const MAX_LABEL_BYTES: usize = 80;
/// Prose that stands at the edge of this many articles is folded …
const MIN_ARTICLES_OF_SENTENCE: u32 = 5;
/// … if they are this share of all, in percent.
const MIN_SENTENCE_PERCENT: u64 = 20;
/// Of fewer articles it must be this share, and have so many words: `He was 84.` is said of many.
const MIN_FEW_PERCENT: u64 = 60;
/// See [`MIN_FEW_PERCENT`].
const MIN_WORDS_OF_FEW: usize = 6;
/// A longer line is part of a story, even where a source prints it often.
const MAX_LINE_CHARS: usize = 300;
/// Above and below a story stand no more lines that are no part of it.
const MAX_EDGE_LINES: usize = 4;
/// How many different lines are counted; what comes later is not.
const MAX_LINES: usize = 1 << 20;
/// How many shared lines of one source are kept, the commonest first.
const MAX_KEPT_LINES: usize = 1 << 12;

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// Above the story.
    Head,
    /// Below it.
    Tail,
}

/// Counts in how many articles of one source each line stands.
///
/// Feed it each article once; ask about a line at any time. Lines are compared without case and punctuation. Digits
/// count: a time or a day is a line of its own.
#[derive(Clone, Debug, Default)]
pub(super) struct LineCounts {
    lines: HashMap<u64, Seen>,
    n_articles: u32,
    /// Some line stands in so many articles that it may be shared.
    has_shared: bool,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    n_articles: u32,
    last_article: u32,
}

impl LineCounts {
    /// Takes note of the lines of one article, by what [`hash_of`] makes of them.
    pub(super) fn feed(&mut self, lines: impl IntoIterator<Item = u64>) {
        self.n_articles += 1;
        for hash in lines {
            let is_full = self.lines.len() >= MAX_LINES;
            let article = self.n_articles;
            match self.lines.get_mut(&hash) {
                Some(seen) if seen.last_article != article => {
                    seen.n_articles += 1;
                    seen.last_article = article;
                    self.has_shared |= seen.n_articles >= MIN_ARTICLES;
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
    pub(super) fn is_shared(&self, line: &str, edge: Edge) -> bool {
        if !self.has_shared {
            return false;
        }
        let seen = hash_of(line, edge).and_then(|hash| self.lines.get(&hash));
        seen.is_some_and(|seen| is_frame(line, edge, seen.n_articles, self.n_articles))
    }

    /// Keeps what is needed to tell the shared lines.
    pub(super) fn shared(&self) -> SharedLines {
        let mut lines: Vec<(u64, u32)> = self
            .lines
            .iter()
            .filter(|(_, seen)| seen.n_articles >= MIN_ARTICLES)
            .map(|(hash, seen)| (*hash, seen.n_articles))
            .collect();
        lines.sort_unstable_by_key(|&(hash, n)| (std::cmp::Reverse(n), hash));
        lines.truncate(MAX_KEPT_LINES);
        SharedLines {
            n_articles: self.n_articles,
            lines: lines.into_iter().collect(),
        }
    }
}

/// The lines that many articles of one source share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SharedLines {
    n_articles: u32,
    /// By the hash of the line, in how many articles it stands.
    lines: BTreeMap<u64, u32>,
}

impl SharedLines {
    /// Tells whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Tells whether a line is no part of a story, like [`LineCounts::is_shared`].
    pub(super) fn is_shared(&self, line: &str, edge: Edge) -> bool {
        if self.lines.is_empty() {
            return false;
        }
        let n_with = hash_of(line, edge).and_then(|hash| self.lines.get(&hash));
        n_with.is_some_and(|n_with| is_frame(line, edge, *n_with, self.n_articles))
    }
}

/// Tells whether a line that stands in `n_with` of `n_articles` articles is no part of any. What may be prose must stand
/// in more of them.
fn is_frame(line: &str, edge: Edge, n_with: u32, n_articles: u32) -> bool {
    let is_share = |percent: u64| u64::from(n_with) * 100 >= u64::from(n_articles) * percent;
    let is_prose =
        line.len() > MAX_LABEL_BYTES || line.ends_with([':', ',', ';']) || ends_like_sentence(line);
    if n_with < MIN_ARTICLES {
        return false;
    }
    if !is_prose {
        return is_share(match edge {
            Edge::Head => MIN_HEAD_PERCENT,
            Edge::Tail => MIN_TAIL_PERCENT,
        });
    }
    if n_with >= MIN_ARTICLES_OF_SENTENCE {
        return is_share(MIN_SENTENCE_PERCENT);
    }
    is_share(MIN_FEW_PERCENT) && line.split_whitespace().count() >= MIN_WORDS_OF_FEW
}

/// Returns the hashes of the lines at the edges of an article, among which such lines stand.
pub(super) fn edges(article: &Article) -> impl Iterator<Item = u64> {
    let body = &article.body;
    let paragraphs = body.paragraphs();
    let n = paragraphs.len();
    let at_edges = paragraphs
        .iter()
        .enumerate()
        .filter_map(move |(idx, paragraph)| {
            let (is_head, is_tail) = (idx < MAX_EDGE_LINES, idx + MAX_EDGE_LINES >= n);
            if !is_head && !is_tail {
                return None;
            }
            let hash = hash_of_words(body.slice(paragraph.span))?;
            let at = |is_there: bool, edge| is_there.then(|| at_edge(hash, edge));
            Some([at(is_head, Edge::Head), at(is_tail, Edge::Tail)])
        });
    at_edges.flatten().flatten()
}

/// Sets the lines aside with which an article begins or ends and which stand in many articles.
///
/// A line inside a story stays whatever others print: what is said often is still said here.
pub(super) fn fold(article: &mut Article, is_shared: &dyn Fn(&str, Edge) -> bool) {
    let body = &article.body;
    let mut paragraphs = body.paragraphs().to_vec();
    let is_folded = |paragraph: &Paragraph, edge| {
        paragraph.kind == ParagraphKind::Boilerplate || is_shared(body.slice(paragraph.span), edge)
    };
    let n_head = paragraphs
        .iter()
        .take(MAX_EDGE_LINES)
        .take_while(|p| is_folded(p, Edge::Head))
        .count();
    let n_tail = paragraphs
        .iter()
        .rev()
        .take(MAX_EDGE_LINES)
        .take_while(|p| is_folded(p, Edge::Tail))
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

/// Returns the hash of a line at an edge; `None` for one that is too long or has no words.
pub(super) fn hash_of(line: &str, edge: Edge) -> Option<u64> {
    Some(at_edge(hash_of_words(line)?, edge))
}

fn at_edge(hash: u64, edge: Edge) -> u64 {
    match edge {
        Edge::Head => hash,
        Edge::Tail => !hash,
    }
}

/// Returns the hash of the letters and digits with which a line begins and ends: a line is known by them, and all
/// paragraphs at the edges of all articles are asked for it.
fn hash_of_words(line: &str) -> Option<u64> {
    /// So many letters and digits from each end.
    const N_CHARS: usize = 48;
    let is_ascii = line.is_ascii();
    if line.len()
        > if is_ascii {
            MAX_LINE_CHARS
        } else {
            4 * MAX_LINE_CHARS
        }
    {
        return None;
    }
    let mut has_letters = false;
    let mut hash = 0;
    let mut add = |c: u32| hash = (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
    if is_ascii {
        let words = |byte: &&u8| byte.is_ascii_alphanumeric();
        let bytes = line.as_bytes();
        let begin = bytes.iter().filter(words).take(N_CHARS);
        for byte in begin.chain(bytes.iter().rev().filter(words).take(N_CHARS)) {
            has_letters |= byte.is_ascii_alphabetic();
            add(u32::from(byte.to_ascii_lowercase()));
        }
    } else {
        let words = |c: &char| c.is_alphanumeric();
        let begin = line.chars().filter(words).take(N_CHARS);
        for c in begin.chain(line.chars().rev().filter(words).take(N_CHARS)) {
            has_letters |= c.is_alphabetic();
            c.to_lowercase().for_each(|c| add(u32::from(c)));
        }
    }
    has_letters.then_some(hash ^ hash >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts articles each of which has these lines above or below its story.
    fn counts(edge: Edge, articles: &[&[&str]]) -> LineCounts {
        let mut counts = LineCounts::default();
        for lines in articles {
            counts.feed(lines.iter().filter_map(|line| hash_of(line, edge)));
        }
        counts
    }

    #[test]
    fn a_line_of_three_articles_is_no_part_of_a_story() {
        let article: &[&str] = &["Share this", "share THIS!"];
        let (two, three) = (
            counts(Edge::Tail, &[article; 2]),
            counts(Edge::Tail, &[article; 3]),
        );
        assert!(!two.is_shared("Share this", Edge::Tail));
        assert!(three.is_shared("Share this", Edge::Tail));
        assert!(
            !three.is_shared("Share this", Edge::Head),
            "it stands below"
        );
        assert!(!three.is_shared("Share that", Edge::Tail));
        assert!(!three.is_shared("", Edge::Tail));
        assert!(three.shared().is_shared("Share this", Edge::Tail));
    }

    #[test]
    fn case_and_marks_make_no_other_line() {
        let check = |one: &str, other: &str, is_same: bool| {
            let (one_hash, other_hash) = (hash_of_words(one), hash_of_words(other));
            assert_eq!(one_hash == other_hash, is_same, "{one} / {other}");
        };
        check("Share this", "\u{2022} SHARE THIS \u{2026}", true);
        check("Straße 7", "* straße, 7", true);
        check("Page 1", "Page 2", false);
        check("Share this", "Share these", false);
        check("ÉTÉ", "été", true);
        for none in ["", "12:30", &"word ".repeat(100), &"ж".repeat(700)] {
            assert_eq!(hash_of_words(none), None, "{none}");
        }
    }

    #[test]
    fn what_few_articles_of_many_share_tells_something_of_them() {
        let mut articles: Vec<&[&str]> = vec![&["The Example Post"]; 70];
        articles.extend([["East Room"].as_slice(); 10]);
        articles.extend([["12:04 P.M. EDT"].as_slice(), &["11:30 P.M. EDT"]]);
        let head = counts(Edge::Head, &articles);
        assert!(head.is_shared("The Example Post", Edge::Head));
        assert!(!head.is_shared("East Room", Edge::Head));
        assert!(!head.is_shared("12:04 P.M. EDT", Edge::Head));
        let tail = counts(Edge::Tail, &articles);
        assert!(tail.is_shared("East Room", Edge::Tail));
    }

    #[test]
    fn prose_must_be_said_of_very_many() {
        let lines: &[&str] = &[
            "The Example Post",
            "He was 84.",
            "He named three goals:",
            "Follow us for more news from the valley.",
        ];
        let few = counts(Edge::Tail, &[lines; 4]);
        let is_shared = |counts: &LineCounts, line| counts.is_shared(line, Edge::Tail);
        assert!(is_shared(&few, lines[0]) && is_shared(&few, lines[3]));
        assert!(!is_shared(&few, lines[1]) && !is_shared(&few, lines[2]));
        let nothing: &[&str] = &[];
        let many = counts(
            Edge::Tail,
            &[[lines; 5].as_slice(), &[nothing; 20]].concat(),
        );
        assert!(is_shared(&many, lines[1]));
        let more = counts(
            Edge::Tail,
            &[[lines; 5].as_slice(), &[nothing; 21]].concat(),
        );
        assert!(!is_shared(&more, lines[1]) && !is_shared(&more, lines[3]));
    }
}
