//! Every place where some words stand, each with the words around it (keyword in context).
//!
//! Luhn (1960), *Keyword-in-context index for technical literature*.

use super::{ArticleId, Library, NoMarks, Query, QueryError, matching};
use crate::text::Span;

/// Articles that are looked through, the best hits of the words.
const MAX_ARTICLES: usize = 500;
/// Lines in all.
const MAX_LINES: usize = 5_000;
/// How far the context reaches at either side, in bytes of the reading text; it may end at a paragraph before.
const CONTEXT: usize = 120;

/// A place where the words stand, on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextLine {
    /// The article.
    pub article: ArticleId,
    /// Where the words stand in its reading text.
    pub span: Span,
    /// What stands before, up to the words.
    pub left: String,
    /// The words as they are written here.
    pub words: String,
    /// What comes after.
    pub right: String,
}

impl Library {
    /// Finds every place of some words, article by article, the best hits first. Stops early where `is_stale`.
    pub fn concordance(
        &self,
        words: &str,
        is_stale: &dyn Fn() -> bool,
    ) -> Result<Vec<ContextLine>, QueryError> {
        let query = Query::parse(&format!("\"{}\"", words.replace('"', " ")))?;
        let mut lines = Vec::new();
        for hit in self.search(&query, MAX_ARTICLES, &NoMarks) {
            if is_stale() || lines.len() >= MAX_LINES {
                break;
            }
            let Ok(article) = self.article(hit.article) else {
                continue;
            };
            let text = article.body.text();
            for span in query.matches(text) {
                lines.push(line(hit.article, text, span));
            }
        }
        lines.truncate(MAX_LINES);
        Ok(lines)
    }
}

impl Query {
    /// Returns the places in a text that the wanted words of the question match, in order and not overlapping.
    pub fn matches(&self, text: &str) -> Vec<Span> {
        matching::matches(self.node(), text)
    }
}

fn line(article: ArticleId, text: &str, span: Span) -> ContextLine {
    let (start, end) = (span.start as usize, span.end as usize);
    let mut from = start.saturating_sub(CONTEXT);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = (end + CONTEXT).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    let left = &text[from..start];
    let right = &text[end..to];
    // What stands in another paragraph is no context.
    let left = left.rsplit('\n').next().unwrap_or(left);
    let right = right.split('\n').next().unwrap_or(right);
    ContextLine {
        article,
        span,
        left: left.to_owned(),
        words: text[start..end].to_owned(),
        right: right.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_ends_with_the_paragraph_and_between_characters() {
        let text = "First.\nThe wall – “the wall” – stands.\nLast.";
        let at = text.find("wall").expect("it is there");
        let line = line(ArticleId(1), text, Span::new(at, at + 4));
        assert_eq!(
            (line.left.as_str(), line.words.as_str(), line.right.as_str()),
            ("The ", "wall", " – “the wall” – stands.")
        );
        let long = format!("{}wall{}", "–".repeat(100), "–".repeat(100));
        let at = long.find("wall").expect("it is there");
        let line = self::line(ArticleId(1), &long, Span::new(at, at + 4));
        assert!(line.left.len() >= CONTEXT && line.left.len() < CONTEXT + 3);
        assert!(line.right.len() >= CONTEXT && line.right.len() < CONTEXT + 3);
    }
}
