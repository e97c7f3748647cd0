//! From an analysis to what the index takes in: a document for each quotation, and one for the names of the article.

use super::{Fields, PART, QuoteFacts, UNKNOWN, is_gathered, prefix};
use crate::text::{Analysis, Body, EntityKind, Span, Speaker};
use std::collections::BTreeSet;
use tantivy::TantivyDocument;

/// Mentions of one name in one article beyond this do not count further.
const MAX_MENTIONS_COUNTED: usize = 200;

/// Makes the documents of an article: one for each quotation, and one for its names.
pub(super) fn documents(
    fields: Fields,
    row: u32,
    body: &Body,
    analysis: &Analysis,
) -> Vec<TantivyDocument> {
    let mut names = TantivyDocument::default();
    names.add_u64(fields.row, u64::from(row));
    let mut aliases: Vec<BTreeSet<String>> = vec![BTreeSet::new(); analysis.entities.len()];
    let mut n_mentions = vec![0; analysis.entities.len()];
    for mention in &analysis.mentions {
        let id = mention.entity.0 as usize;
        if let Some(entity) = analysis.entities.get(id)
            && is_gathered(entity.kind)
        {
            n_mentions[id] += 1;
            let written = one_line(body.slice(mention.span));
            if written != entity.name && !written.is_empty() {
                aliases[id].insert(written);
            }
        }
    }
    for (id, entity) in analysis.entities.iter().enumerate() {
        if !is_gathered(entity.kind) || entity.name.is_empty() {
            continue;
        }
        let name = one_line(&entity.name);
        let prefix = prefix(Some(entity.kind));
        for _ in 0..n_mentions[id].clamp(1, MAX_MENTIONS_COUNTED) {
            names.add_text(fields.entity, format!("{prefix}{name}"));
        }
        let words_field = match entity.kind {
            EntityKind::Person => Some(fields.person),
            EntityKind::Organisation => Some(fields.organisation),
            EntityKind::Place => Some(fields.place),
            _ => None,
        };
        for written in std::iter::once(&name).chain(&aliases[id]) {
            if let Some(field) = words_field {
                names.add_text(field, written);
            }
            if *written != name {
                names.add_text(fields.alias, format!("{prefix}{name}{PART}{written}"));
            }
        }
    }
    let mut documents = Vec::with_capacity(analysis.quotes.len() + 1);
    let mut spoke = BTreeSet::new();
    for (quote_idx, quote) in analysis.quotes.iter().enumerate() {
        let mut document = TantivyDocument::default();
        document.add_u64(fields.row, u64::from(row));
        let speaker = match &quote.speaker {
            Speaker::Entity(id) => analysis.entities.get(id.0 as usize).map(|entity| {
                for written in &aliases[id.0 as usize] {
                    document.add_text(fields.speaker_words, written);
                }
                (prefix(Some(entity.kind)), one_line(&entity.name))
            }),
            Speaker::Group(name) => Some((prefix(None), one_line(name))),
            Speaker::Unknown(_) => None,
        };
        let term = match &speaker {
            Some((prefix, name)) => {
                document.add_text(fields.speaker_words, name);
                format!("{prefix}{name}")
            }
            None => format!("{UNKNOWN}{PART}"),
        };
        document.add_text(fields.speaker, &term);
        spoke.insert(term);
        let contents: Vec<_> = quote
            .content
            .iter()
            .map(|span| one_line(body.slice(*span)))
            .collect();
        for content in &contents {
            document.add_text(fields.said, content);
        }
        for words in around(body, analysis, &quote.content) {
            document.add_text(fields.around, words);
        }
        let facts = QuoteFacts {
            row,
            quote_idx: quote_idx as u32,
            speaker: speaker.map(|(_, name)| name),
            kind: quote.kind,
            confidence: quote.confidence,
            words: contents.join(" … "),
            span: quote.content.first().copied().unwrap_or_default(),
        };
        if let Ok(facts) = postcard::to_stdvec(&facts) {
            document.add_bytes(fields.facts, &facts);
        }
        documents.push(document);
    }
    for term in spoke {
        names.add_text(fields.spoke, term);
    }
    documents.push(names);
    documents
}

/// Returns what stands in the sentences of a quotation outside of it.
fn around<'b>(body: &'b Body, analysis: &Analysis, content: &[Span]) -> Vec<&'b str> {
    let mut pieces = Vec::new();
    let (Some(first), Some(last)) = (content.first(), content.last()) else {
        return pieces;
    };
    let from = analysis
        .sentences
        .partition_point(|sentence| sentence.end <= first.start);
    for sentence in analysis.sentences[from..]
        .iter()
        .take_while(|sentence| sentence.start < last.end)
    {
        let mut start = sentence.start;
        for span in content.iter().filter(|span| span.overlaps(*sentence)) {
            if span.start > start {
                pieces.push(body.slice(Span {
                    start,
                    end: span.start,
                }));
            }
            start = span.end.max(start);
        }
        if sentence.end > start {
            pieces.push(body.slice(Span {
                start,
                end: sentence.end,
            }));
        }
    }
    pieces
}

/// Puts words on one line; no control character can split a term.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
