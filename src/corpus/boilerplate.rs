//! Which lines are no part of any story? Those that stand in many articles of one source.

use std::collections::HashMap;

/// A line that stands in this many articles of one source is folded.
pub const MIN_ARTICLES: u32 = 3;
/// A longer line is prose, even where a source prints it often.
const MAX_LINE_CHARS: usize = 300;
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
        hash_of(line)
            .and_then(|hash| self.lines.get(&hash))
            .is_some_and(|seen| seen.n_articles >= MIN_ARTICLES)
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
}
