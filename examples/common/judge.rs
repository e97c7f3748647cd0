//! Is a quotation right? Content, source and full name against the annotation.

use crate::said::Said;
use reading_room::text::Span;

/// What is judged.
pub struct Claim<'a> {
    /// The content.
    pub content: &'a [Span],
    /// The words that name the source.
    pub source: &'a [Span],
    /// The full name.
    pub name: Option<&'a str>,
}

/// Tells whether a claim shares at least half of its content with an annotated quotation and has its source and name.
pub fn is_right(text: &str, gold: &[Said], claim: &Claim) -> bool {
    gold.iter()
        .filter(|said| iou(text, &said.content, claim.content) >= 0.5)
        .any(|said| {
            if said.source.is_empty() {
                return claim.source.is_empty();
            }
            let shared = common(text, &said.source, claim.source);
            let least = letters(text, &said.source).min(letters(text, claim.source));
            shared > 0
                && shared * 2 >= least
                && said.name.as_deref().is_none_or(|name| {
                    claim
                        .name
                        .is_some_and(|claimed| is_full_name(name, claimed))
                })
        })
}

fn iou(text: &str, a: &[Span], b: &[Span]) -> f64 {
    let both = common(text, a, b);
    let any = letters(text, a) + letters(text, b) - both;
    both as f64 / any.max(1) as f64
}

fn letters(text: &str, spans: &[Span]) -> usize {
    spans
        .iter()
        .map(|span| {
            span.of(text)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .count()
        })
        .sum()
}

fn common(text: &str, a: &[Span], b: &[Span]) -> usize {
    a.iter()
        .flat_map(|one| b.iter().filter_map(|other| one.intersection(*other)))
        .map(|span| letters(text, &[span]))
        .sum()
}

/// Words before a name that are no part of it.
const TITLES: [&str; 24] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "lord",
    "lady",
    "prof",
    "professor",
    "rev",
    "sen",
    "senator",
    "rep",
    "gov",
    "governor",
    "president",
    "judge",
    "secretary",
    "minister",
    "gen",
    "general",
    "captain",
    "the",
];

/// Tells whether a name has all the words of the annotated one and the same last word.
fn is_full_name(gold: &str, name: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.to_lowercase()
            .replace("'s", "")
            .replace("’s", "")
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 1 && !TITLES.contains(word))
            .map(str::to_owned)
            .collect()
    };
    let (gold, name) = (words(gold), words(name));
    !gold.is_empty() && gold.last() == name.last() && gold.iter().all(|word| name.contains(word))
}
