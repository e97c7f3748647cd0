//! What does an article say, read under its headline?
//!
//! A headline often gives the full name of someone who is but *Ms Jean-Pierre* below, and it tells what *the bank* is.
//! So the body is read with its headline in front, as readers do; what is found still lies in the body alone.

use super::{
    Analysis, Body, EntityId, Paragraph, ParagraphKind, Span, Speaker, analyse,
    names::lists::Hints, read_escapes, words::word_hash,
};

/// What stands between the headline and the body.
const BREAK: &str = "\n\n";

/// A shorter part of a word is no word that lost its space: `DeSantis`, `McCarthy`.
const MIN_PART_BYTES: usize = 3;

/// Finds names, who is who, and who said what in a body that stands under a headline.
///
/// As [`analyse`]; all spans are those of the body, and what only the headline says is left out.
pub fn analyse_under(headline: &str, body: &Body) -> Analysis {
    let headline = read_escapes(headline.trim());
    if headline.is_empty() || body.text().starts_with(&*headline) {
        return analyse(body);
    }
    let headline = with_lost_spaces(&headline, body.text());
    let n_bytes = headline.len() + BREAK.len();
    let mut paragraphs = vec![Paragraph {
        span: Span::new(0, headline.len()),
        kind: ParagraphKind::Text,
    }];
    paragraphs.extend(body.paragraphs().iter().map(|paragraph| Paragraph {
        span: Span::new(
            paragraph.span.start as usize + n_bytes,
            paragraph.span.end as usize + n_bytes,
        ),
        kind: paragraph.kind,
    }));
    let text = [&headline, BREAK, body.text()].concat();
    let whole = Body::assemble(text, paragraphs, Vec::new(), body.context().clone());
    below(analyse(&whole), n_bytes as u32)
}

/// Returns what was found after the first `n_bytes`, as if the text began there.
fn below(mut analysis: Analysis, n_bytes: u32) -> Analysis {
    let lower = |span: &Span| {
        let start = span.start.checked_sub(n_bytes)?;
        Some(Span {
            start,
            end: span.end - n_bytes,
        })
    };
    let all_lower = |spans: &mut Vec<Span>| *spans = spans.iter().filter_map(lower).collect();
    all_lower(&mut analysis.sentences);
    analysis.mentions.retain_mut(|mention| {
        let lower = lower(&mention.span);
        mention.span = lower.unwrap_or_default();
        lower.is_some()
    });
    analysis.quotes.retain_mut(|quote| {
        all_lower(&mut quote.content);
        all_lower(&mut quote.cue);
        all_lower(&mut quote.source);
        !quote.content.is_empty()
    });
    without_strangers(analysis)
}

/// Leaves out entities that are neither mentioned nor speak.
fn without_strangers(mut analysis: Analysis) -> Analysis {
    let mut now: Vec<Option<EntityId>> = vec![None; analysis.entities.len()];
    let speakers = analysis
        .quotes
        .iter()
        .filter_map(|quote| match quote.speaker {
            Speaker::Entity(id) => Some(id),
            _ => None,
        });
    let mentioned = analysis.mentions.iter().map(|mention| mention.entity);
    for id in speakers.chain(mentioned) {
        now[id.0 as usize] = Some(id);
    }
    for (n_kept, id) in now.iter_mut().flatten().enumerate() {
        *id = EntityId(n_kept as u32);
    }
    let mut is_kept = now.iter().map(Option::is_some);
    analysis.entities.retain(|_| is_kept.next().unwrap_or(true));
    let renumber = |id: &mut EntityId| *id = now[id.0 as usize].unwrap_or(*id);
    for mention in &mut analysis.mentions {
        renumber(&mut mention.entity);
    }
    for quote in &mut analysis.quotes {
        if let Speaker::Entity(id) = &mut quote.speaker {
            renumber(id);
        }
    }
    analysis
}

/// Puts spaces back that a headline lost where its lines were joined: `Secretary of EducationMiguel Cardona`.
///
/// Only where one of the two is a title or an office, or the text below has both words, and never the two as one.
fn with_lost_spaces(headline: &str, text: &str) -> String {
    let mut mended = String::with_capacity(headline.len() + 4);
    let mut done = 0;
    let mut before = ' ';
    for (at, c) in headline.char_indices() {
        if before.is_lowercase() && c.is_uppercase() {
            let edge = |c: char| !c.is_alphanumeric();
            let left = headline[done..at].rsplit(edge).next().unwrap_or_default();
            let right = headline[at..].split(edge).next().unwrap_or_default();
            let is_long = left.len() >= MIN_PART_BYTES && right.len() >= MIN_PART_BYTES;
            let is_office = is_title(left) || is_title(right);
            if is_long
                && (is_office || holds_word(text, left) && holds_word(text, right))
                && !text.contains(&headline[at - left.len()..at + right.len()])
            {
                mended.push_str(&headline[done..at]);
                mended.push(' ');
                done = at;
            }
        }
        before = c;
    }
    mended.push_str(&headline[done..]);
    mended
}

fn is_title(word: &str) -> bool {
    Hints::of(word_hash(word)).any(Hints::TITLE)
}

fn holds_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        is_edge(text[..at].chars().next_back()) && is_edge(text[at + word.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn speakers(headline: &str, text: &str) -> Vec<String> {
        let body = Body::plain(text);
        let analysis = analyse_under(headline, &body);
        let names = analysis
            .quotes
            .iter()
            .map(|quote| analysis.speaker_name(quote).unwrap_or("?").to_owned());
        names.collect()
    }

    #[test]
    fn the_headline_gives_the_full_name() {
        let text = "MS. HALVORSEN:  Good afternoon, everyone.  We have news on the budget.";
        assert_eq!(speakers("", text), ["Halvorsen"]);
        assert_eq!(
            speakers("Press Briefing by Press Secretary Ingrid Halvorsen", text),
            ["Ingrid Halvorsen"]
        );
    }

    #[test]
    fn what_only_the_headline_says_is_left_out() {
        let body = Body::plain("The river rose again on Monday, Maria Keller said.");
        let analysis = analyse_under("Tom Brandt: \u{201c}We will rebuild\u{201d}", &body);
        assert!(
            analysis
                .entities
                .iter()
                .all(|entity| !entity.name.contains("Brandt"))
        );
        assert_eq!(analysis.quotes.len(), 1);
        assert_eq!(
            analysis.speaker_name(&analysis.quotes[0]),
            Some("Maria Keller")
        );
    }

    #[test]
    fn a_headline_that_stands_in_the_body_is_read_once() {
        let body = Body::plain("Floods in Marl\n\nThe mayor, Maria Keller, said it was over.");
        assert_eq!(analyse_under("Floods in Marl", &body), analyse(&body));
    }

    #[test]
    fn spaces_lost_where_lines_were_joined_come_back() {
        let text = "Education is close to Miguel Cardona. Governor DeSantis and YouTube; you and the Tube.";
        let check = |headline: &str, expected: &str| {
            assert_eq!(with_lost_spaces(headline, text), expected);
        };
        check(
            "Secretary of EducationMiguel Cardona",
            "Secretary of Education Miguel Cardona",
        );
        check("DeSantis on YouTube", "DeSantis on YouTube");
        check("HealthMiguel", "HealthMiguel");
        check("Labor SecretaryJulie Su", "Labor Secretary Julie Su");
    }

    proptest! {
        #[test]
        fn everything_found_lies_in_the_body(
            headline in "(?s)[A-Za-z:\u{201c}\u{201d}é ]{0,40}",
            text in "(?s)([A-Z][a-zé]{1,8} (said|told) |\u{201c}|\u{201d}|[a-z]{1,9} |\\. |\n\n){0,30}",
        ) {
            let body = Body::plain(text);
            let analysis = analyse_under(&headline, &body);
            for mention in &analysis.mentions {
                prop_assert!(body.text().get(mention.span.range()).is_some());
                prop_assert!(analysis.entities.get(mention.entity.0 as usize).is_some());
            }
            for quote in &analysis.quotes {
                for span in quote.content.iter().chain(&quote.cue).chain(&quote.source) {
                    prop_assert!(body.text().get(span.range()).is_some());
                }
                if let Speaker::Entity(id) = &quote.speaker {
                    prop_assert!(analysis.entities.get(id.0 as usize).is_some());
                }
            }
        }
    }
}
