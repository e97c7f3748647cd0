//! Who said what? Quotations, direct, indirect and mixed, with their reporting words and sources.
//!
//! ```text
//! marks ─┐
//! tags  ─┼─▶ clues ─▶ features ─▶ tagger ─▶ runs ─▶ assemble ─▶ reports ─▶ speakers ─▶ quotes
//! words ─┘
//! ```

pub mod assemble;
pub mod clues;
pub mod confidence;
pub mod cues;
pub mod features;
pub mod lexicon;
pub mod likely;
pub mod mend;
pub mod scene;
pub mod sources;
pub mod speaker;
pub mod tagger;
pub mod turns;

use super::Span;
use super::analysis::{Quote, QuoteKind, Speaker};
use super::entities::Who;
use super::sentence::Ground;
use super::tag::Tag;
use super::token::TokenKind;
use assemble::{Link, Report, assemble, within};
use confidence::{Trust, signs};
use cues::{CueModel, Cues};
use scene::Scene;
use sources::Weigher;
use speaker::Found;
use tagger::{Run, Tagger};

/// The share of turns of a conversation that are right.
const TURN_TRUST: f32 = 0.95;
/// What is right less often than this is not shown at all.
const LEAST_TRUST: f32 = 0.2;

/// What is learned of quotations.
#[derive(Clone, Copy, Debug)]
pub struct Models<'a> {
    /// Weighs which words report.
    pub cues: &'a CueModel,
    /// Finds content, reporting words and sources.
    pub tagger: &'a Tagger,
    /// Weighs who the source of a report is.
    pub weigher: &'a Weigher,
    /// Says how far a quotation can be trusted.
    pub trust: &'a Trust,
}

impl Models<'static> {
    /// Returns the models that come with the program; nothing if a file of theirs is damaged.
    pub fn shipped() -> Option<Self> {
        Some(Self {
            cues: CueModel::shipped()?,
            tagger: Tagger::shipped()?,
            weigher: Weigher::shipped()?,
            trust: Trust::shipped()?,
        })
    }
}

/// Finds who said what, in the order of the text.
pub fn quotes(ground: &Ground, tags: &[Tag], who: &Who) -> Vec<Quote> {
    let Some(models) = Models::shipped() else {
        return Vec::new();
    };
    models.quotes(&Scene::new(ground, tags, &who.mentions, &who.tokens), who)
}

impl Models<'_> {
    /// Finds who said what in a scene, in the order of the text.
    pub fn quotes(&self, scene: &Scene, who: &Who) -> Vec<Quote> {
        let cues = self.cues.cues(scene);
        let runs = self.tagger.runs(scene, &cues);
        let reports = reports(scene, who, &cues, &runs, self.weigher);
        let found = speaker::speakers(scene, who, &reports);
        let mut quotes: Vec<Quote> = reports
            .iter()
            .zip(found)
            .map(|(report, found)| quote(scene, report, found, self.trust))
            .filter(|quote| quote.confidence >= LEAST_TRUST)
            .collect();
        quotes.sort_by_key(|quote| quote.content.first().map(|span| span.start));
        quotes
    }
}

/// Finds the reports of a scene before it is known who their sources are.
pub fn reports(
    scene: &Scene,
    who: &Who,
    cues: &Cues,
    runs: &[Run],
    weigher: &Weigher,
) -> Vec<Report> {
    let mut reports = assemble(scene, runs, weigher);
    reports.extend(within(scene, cues, runs, weigher));
    reports.sort_by_key(|report| report.content.first().map(|tokens| tokens.start));
    for report in &mut reports {
        keep_to_marks(scene, report);
    }
    let headline = turns::headline(scene, who).into_iter();
    let told = headline.chain(turns::turns(scene)).collect();
    turns::join(reports, told)
}

/// Takes away what follows the reporting clause outside quotation marks where the words before it stand inside:
/// a quotation that begins in marks goes on in marks.
fn keep_to_marks(scene: &Scene, report: &mut Report) {
    let inside = |tokens: &std::ops::Range<usize>| {
        let (n_words, n_inside) = words_inside(scene, tokens.clone());
        n_words > 0 && n_inside == n_words
    };
    let outside = |tokens: &std::ops::Range<usize>| words_inside(scene, tokens.clone()).1 == 0;
    if report.content.first().is_some_and(inside) {
        report.content.retain(|tokens| !outside(tokens));
    }
}

/// Returns how many words there are, and how many of them stand between quotation marks.
fn words_inside(scene: &Scene, tokens: std::ops::Range<usize>) -> (usize, usize) {
    let is_word = |idx: &usize| {
        matches!(
            scene.ground.tokens[*idx].kind,
            TokenKind::Word | TokenKind::Number | TokenKind::Clitic
        )
    };
    tokens.filter(is_word).fold((0, 0), |(words, inside), idx| {
        (
            words + 1,
            inside + usize::from(scene.clues.stretch(idx).is_some()),
        )
    })
}

fn quote(scene: &Scene, report: &Report, found: Found, trust: &Trust) -> Quote {
    let ground = scene.ground;
    let span = |tokens: &std::ops::Range<usize>| ground.span(tokens);
    let kind = kind(scene, report);
    let confidence = if report.link == Link::Turn {
        TURN_TRUST
    } else {
        trust.of(&signs(report, kind, found.step))
    };
    Quote {
        kind,
        content: pieces(scene, report),
        cue: report.cue.iter().map(span).collect(),
        source: report.source.iter().map(span).collect(),
        why: why(ground, report, &found),
        speaker: found.speaker,
        confidence,
    }
}

/// Returns the pieces of what was said as they are shown.
pub fn pieces(scene: &Scene, report: &Report) -> Vec<Span> {
    report
        .content
        .iter()
        .map(|tokens| scene.ground.span(tokens))
        .collect()
}

/// Tells how much of the content stands between quotation marks.
pub fn kind(scene: &Scene, report: &Report) -> QuoteKind {
    let (words, inside) = report
        .content
        .iter()
        .fold((0, 0), |(words, inside), tokens| {
            let (more_words, more_inside) = words_inside(scene, tokens.clone());
            (words + more_words, inside + more_inside)
        });
    if report.link == Link::Turn {
        QuoteKind::Direct
    } else if inside == 0 {
        QuoteKind::Indirect
    } else if inside * 20 >= words * 19 {
        QuoteKind::Direct
    } else {
        QuoteKind::Mixed
    }
}

/// Says in words for a person why this is a quotation and whose.
fn why(ground: &Ground, report: &Report, found: &Found) -> String {
    let words = |tokens: &std::ops::Range<usize>| {
        ground
            .span(tokens)
            .of(ground.text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut parts = Vec::new();
    match (&report.cue, report.link) {
        (Some(cue), _) => parts.push(format!("cue “{}”", words(cue))),
        (None, Link::GoesOn) => {
            parts.push("goes on from the quotation before".to_owned());
        }
        (None, Link::Turn) => parts.push("a turn of the conversation".to_owned()),
        (None, Link::Beside) => parts.push("the source stands beside it".to_owned()),
        (None, _) => parts.push("no reporting words".to_owned()),
    }
    if let Some(source) = &report.source {
        if found.how.is_empty() {
            parts.push(format!("source “{}”", words(source)));
        } else {
            parts.push(format!("source {}", found.how));
        }
    }
    if let Speaker::Unknown(reason) = &found.speaker {
        parts.push(reason.clone());
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use crate::text::{Body, Speaker, analyse};

    /// Writes each quotation as `content … content | cue | source | speaker`.
    fn said(text: &str) -> Vec<String> {
        let body = Body::plain(text);
        let analysis = analyse(&body);
        let join = |spans: &[crate::text::Span]| {
            let words: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
            words.join(" … ")
        };
        analysis
            .quotes
            .iter()
            .map(|quote| {
                let name = match &quote.speaker {
                    Speaker::Unknown(_) => "?",
                    _ => analysis.speaker_name(quote).unwrap_or("?"),
                };
                format!(
                    "{} | {} | {} | {name}",
                    join(&quote.content),
                    join(&quote.cue),
                    join(&quote.source)
                )
            })
            .collect()
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(said(text), expected, "{text}");
    }

    #[test]
    fn direct_speech_has_its_speaker() {
        check(
            "\"We face a challenge,\" Robert Gates said on Monday. Later he added: \"It is large.\"",
            &[
                "\"We face a challenge,\" | said | Robert Gates | Robert Gates",
                "\"It is large.\" | added | he | Robert Gates",
            ],
        );
    }

    #[test]
    fn indirect_speech_has_its_speaker() {
        check(
            "Maria Lopez said the bridge would open in May.",
            &["the bridge would open in May | said | Maria Lopez | Maria Lopez"],
        );
    }

    /// Holds that the text has a quotation that begins so, by this speaker.
    fn has(text: &str, begin: &str, speaker: &str) {
        let body = Body::plain(text);
        let analysis = analyse(&body);
        let found = analysis.quotes.iter().find(|quote| {
            let words = quote.content[0].of(text);
            words
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .starts_with(begin)
        });
        let name = found.and_then(|quote| analysis.speaker_name(quote));
        assert_eq!(name, Some(speaker), "{begin}");
    }

    /// Holds that no quotation of the text begins so.
    fn has_not(text: &str, begin: &str) {
        let analysis = analyse(&Body::plain(text));
        let found = analysis
            .quotes
            .iter()
            .any(|quote| quote.content[0].of(text).starts_with(begin));
        assert!(!found, "{begin}");
    }

    #[test]
    fn what_was_said_ends_where_a_remark_on_it_begins() {
        check(
            "Maria Lopez said the bridge was safe - a claim the town denies.",
            &["the bridge was safe | said | Maria Lopez | Maria Lopez"],
        );
    }

    #[test]
    fn sources_are_named_with_the_names_in_them_in_full() {
        check(
            "Maria Lopez left. A spokesman for Lopez said the bridge would open in May.",
            &[
                "the bridge would open in May | said | A spokesman for Lopez | spokesman for Maria Lopez",
            ],
        );
        check(
            "Germany and France said the bridge would open in May.",
            &["the bridge would open in May | said | Germany and France | Germany and France"],
        );
    }

    #[test]
    fn quoted_words_are_introduced_in_the_paragraph_before() {
        check(
            "Maria Lopez wrote from her account:\n\n\"The bridge will open in May.\"",
            &["\"The bridge will open in May.\" | wrote | Maria Lopez | Maria Lopez"],
        );
    }

    #[test]
    fn quoted_words_are_signed_behind_a_dash() {
        check(
            "Readers wrote in.\n\n\"We have had enough of this.\" — Maria Lopez",
            &["\"We have had enough of this.\" |  | Maria Lopez | Maria Lopez"],
        );
    }

    #[test]
    fn a_headline_names_its_speaker() {
        check(
            "Lopez: Bridge will open in May\n\nMaria Lopez spoke in the town hall on Monday.",
            &["Bridge will open in May |  | Lopez | Maria Lopez"],
        );
    }

    #[test]
    fn the_seeds_say_who_said_what() {
        let peru = include_str!("../../seeds/000_9b4f7893b58e6a4a.txt");
        has(peru, "\"The principle thrust", "Leon Panetta");
        has(peru, "U.S. strategy was not aimed", "Leon Panetta");
        has(peru, "\"The United States is part", "Leon Panetta");
        has(peru, "Humala needs more effective", "Critics");
        has(peru, "providing security to Peruvians", "Leon Panetta");
        has(peru, "\"In order to improve", "Leon Panetta");
        has(peru, "\"Our country will do", "Leon Panetta");
        let gates = include_str!("../../seeds/004_0f2fd64015c354df.txt");
        has(gates, "\"They face similar", "Robert Gates");
        has(gates, "his tour was not designed", "Robert Gates");
        has(gates, "\"These arrangements", "Robert Gates");
        has(gates, "the accord did not mean", "Both sides");
        has(gates, "the accord was aimed", "Both sides");
        has(gates, "it could destabilise", "Hugo Chavez");
        has(gates, "he did not regard Venezuela", "Robert Gates");
        has(gates, "\"The Russians are", "Robert Gates");
        has(gates, "\"My guess is", "Robert Gates");
        has_not(gates, "a major arms deal");
        has_not(gates, "arms deals worth");
        has_not(gates, "it could destabilise the region - a claim");
    }

    #[test]
    fn what_nobody_says_is_no_quotation() {
        check("The ship sailed on Monday. It carried grain.", &[]);
        check("He drove a red \"Beetle\" to the harbour.", &[]);
        check("", &[]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_gives_spans_inside_it(text in "([A-Za-z]{1,6}|said|told|that|\"|“|”|'|’|,|\\.|:| |\n|é|He|X){0,60}") {
            let body = Body::plain(text.clone());
            for quote in analyse(&body).quotes {
                for span in quote.content.iter().chain(&quote.cue).chain(&quote.source) {
                    assert!(text.get(span.range()).is_some());
                }
                assert!((0.0..=1.0).contains(&quote.confidence));
            }
        }
    }
}
