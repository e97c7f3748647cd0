//! What did the annotators mark? Reads articles with their quotations.

use reading_room::text::{Body, Span};
use serde::Deserialize;
use std::path::Path;

/// An annotated article.
pub struct Article {
    /// Its name in the file.
    pub id: String,
    /// Its text, just as it is.
    pub body: Body,
    /// The quotations of speech.
    pub quotes: Vec<Said>,
}

/// An annotated quotation.
pub struct Said {
    /// What was said.
    pub content: Vec<Span>,
    /// The words that report it.
    pub cue: Vec<Span>,
    /// The words that name who said it.
    pub source: Vec<Span>,
    /// Who that is.
    pub name: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    quotes: Vec<Quote>,
}

#[derive(Deserialize)]
struct Quote {
    content: Vec<(usize, usize)>,
    cue: Option<Vec<(usize, usize)>>,
    speaker: Option<Vec<(usize, usize)>>,
    speaker_name: Option<String>,
    class: Option<String>,
}

/// Reads a file of articles, one JSON object a line, with offsets in characters.
pub fn read(path: &Path) -> Result<Vec<Article>, String> {
    let text = std::fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))?;
    text.lines()
        .enumerate()
        .map(|(idx, line)| {
            let line: Line = serde_json::from_str(line)
                .map_err(|why| format!("{}: line {}: {why}", path.display(), idx + 1))?;
            Ok(article(line))
        })
        .collect()
}

fn article(line: Line) -> Article {
    let mut offsets: Vec<usize> = line.text.char_indices().map(|(at, _)| at).collect();
    offsets.push(line.text.len());
    let at = |chars: usize| offsets[chars.min(offsets.len() - 1)];
    let spans = |pairs: Option<Vec<(usize, usize)>>| {
        pairs
            .unwrap_or_default()
            .into_iter()
            .map(|(start, end)| Span::new(at(start), at(end)))
            .collect()
    };
    let quotes = line
        .quotes
        .into_iter()
        .filter(|quote| quote.class.as_deref().is_none_or(|class| class == "speech"))
        .map(|quote| Said {
            content: spans(Some(quote.content)),
            cue: spans(quote.cue),
            source: spans(quote.speaker),
            name: quote.speaker_name,
        })
        .collect();
    Article {
        id: line.id,
        body: Body::plain(line.text),
        quotes,
    }
}
