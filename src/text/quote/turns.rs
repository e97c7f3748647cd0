//! Who speaks in a transcript, and in a headline? Words behind a label: *WALLACE: …*, *Q  …*, *Rush: …*.
//!
//! Each turn is one quotation, with a piece for each of its paragraphs. What looks like a label counts only where the
//! text holds a conversation: labels in capitals that come again, or one that begins with a title.

use super::super::entities::Who;
use super::super::names::lists::Hints;
use super::super::sentence::GroundParagraph;
use super::super::token::TokenKind;
use super::super::words::{WordSet, word_hash};
use super::super::{EntityId, EntityKind, Span};
use super::assemble::{Link, Report};
use super::clues::Inside;
use super::lexicon::Use;
use super::scene::Scene;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A label is at most so long, in bytes.
const MAX_LABEL_BYTES: usize = 48;
/// A text with so many labels is a conversation.
const MIN_LABELS: usize = 3;
/// A headline's label has at most so many words.
const MAX_HEADLINE_WORDS: usize = 4;

/// Words a label in capitals begins with if it names a person by title.
static TITLES: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "mr mr. mrs mrs. ms ms. dr dr. the president vice senator sen sen. representative rep rep. congressman \
         congresswoman governor gov gov. secretary minister prime chancellor king queen judge justice general gen gen. \
         admiral colonel captain lieutenant ambassador mayor chair chairman director administrator moderator operator \
         speaker professor prof prof. sir lord lady dame",
    )
});

/// The label at the beginning of a paragraph.
struct Label {
    /// Its words.
    tokens: Range<usize>,
    /// The first token behind it.
    behind: usize,
    /// Whether a quotation mark stands before it.
    quoted: bool,
    /// Whether it is in capitals and begins with a title.
    titled: bool,
}

/// Finds the turns of a conversation, in order; none where the text is no conversation.
pub fn turns(scene: &Scene) -> Vec<Report> {
    let paragraphs = &scene.ground.paragraphs;
    let labels: Vec<Option<Label>> = paragraphs
        .iter()
        .map(|paragraph| label(scene, paragraph))
        .collect();
    if !is_conversation(scene, &labels) {
        return Vec::new();
    }
    let mut turns: Vec<Report> = Vec::new();
    let mut quoted = None;
    for (paragraph, label) in paragraphs.iter().zip(&labels) {
        if let Some(label) = label {
            quoted = Some(label.quoted);
            let content = label.behind..paragraph.tokens.end;
            if !content.is_empty() {
                turns.push(turn(content, label.tokens.clone()));
            }
        } else if quoted.is_some_and(|quoted| goes_on(scene, paragraph, quoted)) {
            if let Some(turn) = turns.last_mut()
                && has_words_outside_brackets(scene, &paragraph.tokens)
            {
                turn.content.push(paragraph.tokens.clone());
            }
        } else {
            quoted = None;
        }
    }
    turns
}

fn turn(content: Range<usize>, source: Range<usize>) -> Report {
    Report {
        content: vec![content],
        cue: None,
        source: Some(source),
        link: Link::Turn,
        certainty: 1.0,
        mean_certainty: 1.0,
        source_certainty: 1.0,
    }
}

/// Reads a label in capitals, or *Q* and *A*.
fn label(scene: &Scene, paragraph: &GroundParagraph) -> Option<Label> {
    let ground = scene.ground;
    let mut first = paragraph.tokens.start;
    let quoted = ground.tokens[first].kind == TokenKind::Mark;
    first += usize::from(quoted);
    let start = ground.tokens[..paragraph.tokens.end].get(first)?.span.start as usize;
    let end = ground.tokens[paragraph.tokens.end - 1].span.end as usize;
    let text = &ground.text[start..end];
    let window_end = text
        .char_indices()
        .map(|(at, _)| at)
        .take_while(|at| *at <= MAX_LABEL_BYTES)
        .last()?;
    let window = &text[..window_end];
    let (label_end, behind) = match window.find(':') {
        Some(colon) if is_capitals(&window[..colon]) => (colon, colon + 1),
        _ => {
            // *Q    Mr. President, …*, *Q. Why?*
            let rest = window.strip_prefix(['Q', 'A'])?;
            let gap = rest.strip_prefix('.').unwrap_or(rest);
            let n_blank = gap.chars().take_while(|c| c.is_whitespace()).count();
            // *A* is a word of its own before a single blank.
            if n_blank == 0 || n_blank == 1 && gap == rest && window.starts_with('A') {
                return None;
            }
            (1, 1 + rest.len() - gap.len())
        }
    };
    let tokens = ground.tokens_in(Span::new(start, start + label_end));
    let behind = ground.tokens_in(Span::new(start + behind, end)).start;
    let titled = tokens.len() > 1 && TITLES.has(ground.tokens[tokens.start].hash);
    (!tokens.is_empty()).then_some(Label {
        tokens,
        behind: behind.max(first + 1),
        quoted,
        titled,
    })
}

/// Tells whether words are all capitals: *MS. JEAN-PIERRE*, *DR. O’HARA*; a remark in brackets may follow.
fn is_capitals(label: &str) -> bool {
    let label = label.split(['(', '[']).next().unwrap_or_default().trim();
    let n_upper = label.chars().filter(|c| c.is_uppercase()).count();
    let n_lower = label.chars().filter(|c| c.is_lowercase()).count();
    let is_plain = |c: char| c.is_alphabetic() || c == ' ' || ".'’-–".contains(c);
    n_upper >= 1
        && n_lower <= 1
        && (n_upper > 1 || matches!(label, "Q" | "A"))
        && label.chars().all(is_plain)
        && label.split_whitespace().count() <= 5
}

fn is_conversation(scene: &Scene, labels: &[Option<Label>]) -> bool {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut titled = false;
    for label in labels.iter().flatten() {
        let words = scene.ground.span(&label.tokens).of(scene.ground.text);
        *counts.entry(words).or_default() += 1;
        titled |= label.titled;
    }
    let n_labels: usize = counts.values().sum();
    titled || n_labels >= MIN_LABELS && counts.len() > 1 && counts.values().any(|n| *n > 1)
}

/// Tells whether a paragraph without a label still belongs to the turn before.
fn goes_on(scene: &Scene, paragraph: &GroundParagraph, quoted: bool) -> bool {
    let ground = scene.ground;
    let first = &ground.tokens[paragraph.tokens.start];
    if quoted {
        return first.kind == TokenKind::Mark;
    }
    // *2:30 P.M. EDT* and *END* close the transcript.
    let words = ground.span(&paragraph.tokens).of(ground.text);
    let is_close = words.chars().any(char::is_uppercase)
        && !words.chars().any(char::is_lowercase)
        && (first.has_digit() || first.is(word_hash("end")));
    !is_close
}

/// Tells whether a paragraph says more than *(Laughter.)*.
fn has_words_outside_brackets(scene: &Scene, tokens: &Range<usize>) -> bool {
    let words = scene.ground.span(tokens).of(scene.ground.text).trim();
    let is_aside = |open: char, close: char| words.starts_with(open) && words.ends_with(close);
    !(is_aside('(', ')') || is_aside('[', ']')) && words.chars().any(char::is_alphanumeric)
}

/// Finds what a headline reports: *Rush: Hillary asks …*, *Police: two held*.
pub fn headline(scene: &Scene, who: &Who) -> Option<Report> {
    let ground = scene.ground;
    let paragraph = ground.paragraphs.first()?;
    let tokens = paragraph.tokens.clone();
    let colon = tokens
        .clone()
        .take(MAX_HEADLINE_WORDS + 1)
        .find(|&idx| ground.word(idx) == ":")?;
    let source = tokens.start..colon;
    let mut end = tokens.end;
    while end > colon + 1 && ground.word(end - 1) == "." {
        end -= 1;
    }
    let one_sentence = ground.sentence_of(end - 1) <= ground.sentence_of(tokens.start) + 1;
    let content = colon + 1..end;
    if source.is_empty() || content.len() < 2 || !one_sentence || paragraph.sentences.len() > 2 {
        return None;
    }
    let all_capital = source.clone().all(|idx| ground.tokens[idx].is_capital());
    let is_person = scene.kinds[source.clone()]
        .iter()
        .all(|kind| *kind == Some(EntityKind::Person))
        || all_capital && by_name(who, ground.span(&source).of(ground.text)).is_some();
    let is_body = scene.kinds[source.clone()]
        .iter()
        .all(|kind| *kind == Some(EntityKind::Organisation));
    let is_source = source.len() == 1
        && (ground.tokens[source.start].is(word_hash("reports"))
            || scene.clues.of[source.start]
                .usage
                .has(Use::ROLE.and(Use::BODY)));
    (is_person || is_body || is_source).then(|| Report {
        link: Link::Beside,
        certainty: 0.9,
        mean_certainty: 0.9,
        ..turn(content, source)
    })
}

/// Puts the reports that labels tell beside those of the tagger: the latter stay where they lie outside, or are told
/// by somebody else inside a turn.
pub fn join(mut reports: Vec<Report>, told: Vec<Report>) -> Vec<Report> {
    if told.is_empty() {
        return reports;
    }
    let covers = |range: &Range<usize>| {
        let after = told.partition_point(|turn| {
            turn.content
                .last()
                .is_none_or(|last| last.end <= range.start)
        });
        told.get(after).filter(|turn| {
            turn.content
                .iter()
                .any(|piece| piece.start < range.end && range.start < piece.end)
        })
    };
    reports.retain(|report| {
        let Some(turn) = report.content.iter().find_map(covers) else {
            return true;
        };
        let inside = |range: &Range<usize>| {
            turn.content
                .iter()
                .any(|piece| piece.start <= range.start && range.end <= piece.end)
        };
        let starts = turn.content.first().is_some_and(|first| {
            report
                .content
                .iter()
                .any(|piece| piece.start <= first.start)
        });
        turn.link == Link::Turn
            && report.link == Link::Cue
            && !starts
            && report.source.as_ref().is_some_and(inside)
            && report.cue.as_ref().is_some_and(inside)
            && report.content.iter().all(inside)
    });
    reports.extend(told);
    reports.sort_by_key(|report| report.content.first().map(|piece| piece.start));
    reports
}

/// Finds the person whom a label names: *MS. JEAN-PIERRE* is *Karine Jean-Pierre*, *THE PRESIDENT* who stands behind
/// *President* elsewhere.
pub fn labelled(scene: &Scene, who: &Who, label: &Range<usize>) -> Option<EntityId> {
    let words = scene.ground.span(label).of(scene.ground.text);
    // *Q    Karine, …* is asked of Karine by nobody knows whom.
    if matches!(words, "Q" | "A") {
        return None;
    }
    by_name(who, words).or_else(|| by_office(scene, who, words))
}

/// Returns the words of a label without titles, as they are compared.
fn bare(label: &str) -> Vec<String> {
    let words: Vec<String> = label.split_whitespace().map(str::to_lowercase).collect();
    let n_titles = words
        .iter()
        .take_while(|word| TITLES.has(word_hash(word)))
        .count();
    words[n_titles..].to_vec()
}

fn by_name(who: &Who, label: &str) -> Option<EntityId> {
    let wanted = bare(label);
    if wanted.is_empty() {
        return None;
    }
    let found = who.entities.iter().position(|entity| {
        let name: Vec<String> = entity
            .name
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        entity.kind == EntityKind::Person && name.len() > wanted.len() && name.ends_with(&wanted)
    })?;
    Some(EntityId(found as u32))
}

/// Finds who holds the office that a label tells: the first person named right behind it.
fn by_office(scene: &Scene, who: &Who, label: &str) -> Option<EntityId> {
    let office: Vec<String> = label
        .split_whitespace()
        .map(str::to_lowercase)
        .filter(|word| word != "the")
        .collect();
    let office: Vec<u32> = office.iter().map(|word| word_hash(word)).collect();
    let at = (0..who.mentions.len()).find(|&at| {
        let start = who.tokens[at].start;
        let before = start.saturating_sub(office.len())..start;
        who.mentions[at].kind == EntityKind::Person
            && before.len() == office.len()
            && before
                .clone()
                .zip(&office)
                .all(|(idx, word)| scene.ground.tokens[idx].hash == *word)
            // *Vice President Harris* is not *the President*.
            && (before.start == 0 || !scene.ground.tokens[before.start - 1].is(word_hash("vice")))
            && scene.clues.of[start].inside == Inside::No
    })?;
    (!office.is_empty()).then(|| who.mentions[at].entity)
}

/// Writes a label as a name: *MS. PSAKI* is *Psaki*, *ACTING SECRETARY SU* is *Su*; *THE PRESIDENT* stays what it is.
pub fn plain_name(label: &str) -> String {
    let mut words: Vec<&str> = label.split_whitespace().collect();
    let titles = words.iter().take_while(|word| is_title(word)).count();
    // *MR. SPEAKER* is *Speaker*, *PRESIDENT OF THE SENATE* nobody's name.
    let civil = words
        .iter()
        .take_while(|word| CIVIL.has(word_hash(word)))
        .count();
    let is_linked = words
        .get(titles)
        .is_none_or(|word| LINKS.has(word_hash(word)));
    let lead = if is_linked { civil } else { titles };
    words.drain(..lead.min(words.len().saturating_sub(1)));
    let capital = |word: &str| -> String {
        let mut start = true;
        word.chars()
            .flat_map(|c| {
                let cased: Vec<char> = if start {
                    vec![c]
                } else {
                    c.to_lowercase().collect()
                };
                start = !c.is_alphabetic();
                cased
            })
            .collect()
    };
    let words: Vec<String> = words.into_iter().map(capital).collect();
    words.join(" ")
}

/// Words that only address somebody.
static CIVIL: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new("mr mr. mrs mrs. ms ms. miss dr dr."));

/// Words that say of what somebody is president.
static LINKS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("of for from and at to"));

/// Tells whether a word stands before a name and is no part of it.
fn is_title(word: &str) -> bool {
    static MORE: LazyLock<WordSet> =
        LazyLock::new(|| WordSet::new("first second gentleman under assistant national"));
    let hash = word_hash(word);
    TITLES.has(hash) || MORE.has(hash) || Hints::of(hash).any(Hints::TITLE)
}

#[cfg(test)]
mod tests {
    use super::plain_name;
    use crate::text::{Body, analyse};

    #[test]
    fn a_label_is_written_as_a_name_without_titles() {
        for (label, name) in [
            ("MS. PSAKI", "Psaki"),
            ("ACTING SECRETARY SU", "Su"),
            ("ADMIRAL GAUTIER", "Gautier"),
            ("VICE PRESIDENT HARRIS", "Harris"),
            ("SECOND GENTLEMAN EMHOFF", "Emhoff"),
            ("DR. McKAY-SMITH", "Mckay-Smith"),
            ("THE PRESIDENT", "The President"),
            ("MR. SPEAKER", "Speaker"),
            ("MODERATOR", "Moderator"),
            ("AUDIENCE MEMBER", "Audience Member"),
            (
                "SENIOR ADMINISTRATION OFFICIAL",
                "Senior Administration Official",
            ),
            ("PRESIDENT OF THE SENATE", "President Of The Senate"),
        ] {
            assert_eq!(plain_name(label), name, "{label}");
        }
    }

    /// Writes each turn as `speaker: first words / first words of the next piece`.
    fn check(text: &str, expected: &[&str]) {
        let analysis = analyse(&Body::plain(text));
        let found: Vec<String> = analysis
            .quotes
            .iter()
            .filter(|quote| quote.cue.is_empty() && !quote.source.is_empty())
            .map(|quote| {
                let pieces: Vec<&str> = quote.content.iter().map(|span| span.of(text)).collect();
                let name = analysis.speaker_name(quote).unwrap_or("?");
                format!("{name}: {}", pieces.join(" / "))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn each_turn_of_a_briefing_is_a_quotation_of_the_person_in_full() {
        check(
            "Press Briefing by Press Secretary Jen Psaki\n\nMS. PSAKI:  Good afternoon.\n\nWe begin.\n\n\
             (Laughter.)\n\nQ    Thank you, Jen. Why?\n\nMS. PSAKI:  It is late.\n\n2:30 P.M. EDT",
            &[
                "Jen Psaki: Good afternoon. / We begin.",
                "?: Thank you, Jen. Why?",
                "Jen Psaki: It is late.",
            ],
        );
    }

    #[test]
    fn a_question_that_begins_with_a_name_is_not_asked_by_its_bearer() {
        check(
            "Press Briefing by Press Secretary Jen Psaki\n\nMS. PSAKI:  Good afternoon.\n\nQ    Jen, why?\n\n\
             MS. PSAKI:  It is late.\n\nQ    Is it?",
            &[
                "Jen Psaki: Good afternoon.",
                "?: Jen, why?",
                "Jen Psaki: It is late.",
                "?: Is it?",
            ],
        );
    }

    #[test]
    fn an_office_is_brought_to_its_holder() {
        check(
            "Remarks by President Ann Lee\n\nTHE PRESIDENT:  Good evening.\n\nAUDIENCE:  Four more years!",
            &["Ann Lee: Good evening.", "Audience: Four more years!"],
        );
    }

    #[test]
    fn a_label_alone_makes_no_conversation() {
        check("NOTE: The shop is closed.\n\nUPDATE: It is open.", &[]);
        check("A  dog barked.\n\nIt was late.", &[]);
    }
}
