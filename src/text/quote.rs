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
mod follow;
mod lead;
pub mod lexicon;
pub mod likely;
pub mod mend;
mod origin;
pub mod scene;
pub mod sources;
pub mod speaker;
mod split;
pub mod tagger;
pub mod turns;
mod within;

use super::Span;
use super::analysis::{Quote, QuoteKind, Speaker};
use super::entities::Who;
use super::perceptron::yes_no::YesNo;
use super::sentence::Ground;
use super::tag::Tag;
use super::token::TokenKind;
use super::words::word_hash;
use assemble::{Link, Report, assemble};
use confidence::{Trust, signs};
use cues::Cues;
use scene::Scene;
use speaker::Found;
use tagger::{Run, Tagger};
use within::within;

/// The share of turns of a conversation that are right.
const TURN_TRUST: f32 = 0.95;
/// What is right less often than this is not shown at all.
const LEAST_TRUST: f32 = 0.2;
/// The same for words that only point at something told before.
const LEAST_TRUST_OF_POINTERS: f32 = 0.4;

/// What is learned of quotations.
#[derive(Clone, Copy, Debug)]
pub struct Models<'a> {
    /// Weighs which words report.
    pub cues: &'a YesNo,
    /// Finds content, reporting words and sources.
    pub tagger: &'a Tagger,
    /// Weighs who the source of a report is.
    pub weigher: &'a YesNo,
    /// Says how far a quotation can be trusted.
    pub trust: &'a Trust,
}

impl Models<'static> {
    /// Returns the models that come with the program; nothing if a file of theirs is damaged.
    pub fn shipped() -> Option<Self> {
        Some(Self {
            cues: cues::shipped()?,
            tagger: Tagger::shipped()?,
            weigher: sources::shipped()?,
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
        let cues = cues::cues(self.cues, scene);
        let runs = self.tagger.runs(scene, &cues);
        let reports = reports(scene, who, &cues, &runs, self.weigher);
        let found = speaker::speakers(scene, who, &reports);
        let mut quotes: Vec<Quote> = reports
            .iter()
            .zip(found)
            .map(|(report, found)| quote(scene, report, found, self.trust))
            .filter(|quote| quote.confidence >= least_trust(scene, quote))
            .collect();
        quotes.sort_by_key(|quote| quote.content.first().map(|span| span.start));
        quotes
    }
}

/// Returns how sure a quotation must be to be shown: *the agreement* alone tells nothing of what was said.
fn least_trust(scene: &Scene, quote: &Quote) -> f32 {
    let [piece] = quote.content.as_slice() else {
        return LEAST_TRUST;
    };
    let tokens = scene.ground.tokens_in(*piece);
    let first = scene.ground.tokens[tokens.start].hash;
    let points = [word_hash("the"), word_hash("this"), word_hash("that")].contains(&first);
    if quote.kind == QuoteKind::Indirect && tokens.len() <= 2 && points {
        LEAST_TRUST_OF_POINTERS
    } else {
        LEAST_TRUST
    }
}

/// Finds the reports of a scene before it is known who their sources are.
pub fn reports(
    scene: &Scene,
    who: &Who,
    cues: &Cues,
    runs: &[Run],
    weigher: &YesNo,
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

    /// Holds that a text has just these quotations, each by how it begins, how it ends and who said it.
    fn check_all(text: &str, expected: &[(&str, &str, &str)]) {
        let analysis = analyse(&Body::plain(text));
        let line = |span: &crate::text::Span| {
            let words: Vec<&str> = span.of(text).split_whitespace().collect();
            words.join(" ")
        };
        let found: Vec<(String, &str)> = analysis
            .quotes
            .iter()
            .map(|quote| {
                let pieces: Vec<String> = quote.content.iter().map(line).collect();
                let name = analysis.speaker_name(quote).unwrap_or("?");
                (pieces.join(" … "), name)
            })
            .collect();
        let fits = found.iter().zip(expected).all(|((words, name), expected)| {
            words.starts_with(expected.0) && words.ends_with(expected.1) && *name == expected.2
        });
        assert!(fits && found.len() == expected.len(), "{found:#?}");
    }

    #[test]
    fn the_seeds_say_who_said_what() {
        const GATES: &str = "Robert Gates";
        const PANETTA: &str = "Leon Panetta";
        check_all(
            include_str!("../../seeds/000_9b4f7893b58e6a4a.txt"),
            &[
                ("\"The principle thrust", "in this region,\"", PANETTA),
                ("U.S. strategy was not aimed", "for their citizens", PANETTA),
                (
                    "\"The United States is part",
                    "drug trafficking,\"",
                    PANETTA,
                ),
                (
                    "stamp out a ragtag band",
                    "cocaine traffickers",
                    "Ollanta Humala",
                ),
                (
                    "Peru is virtually tied",
                    "coca producer",
                    "U.S. and U.N. studies",
                ),
                ("Humala needs more effective", "to rebu ild", "Critics"),
                ("providing security to Peruvians", "fight poverty", PANETTA),
                ("\"In order to improve", "their security,\"", PANETTA),
                ("\"Our country will do", "is necessary,\"", PANETTA),
            ],
        );
        check_all(
            include_str!("../../seeds/004_0f2fd64015c354df.txt"),
            &[
                ("The US is seeking deeper", "Latin American allies", GATES),
                ("\"They face similar", "important opportunity,\"", GATES),
                ("his tour was not designed to send", "in the region", GATES),
                ("\"These arrangements", "anybody else,\"", GATES),
                ("the accord did not mean", "Brazilian bases", "Both sides"),
                (
                    "the accord was aimed",
                    "Colombian sovereignty",
                    "Both sides",
                ),
                (
                    "it could destabilise the region",
                    "the region",
                    "Hugo Chavez",
                ),
                ("he did not regard Venezuela", "military threat", GATES),
                ("\"The Russians are", "they're buying,\"", GATES),
                ("\"My guess is", "its own people.\"", GATES),
            ],
        );
    }

    #[test]
    fn who_wrote_a_statement_says_what_it_says() {
        check(
            "The ministry met on Monday. Maria Lopez’s statement said the bridge would open in May.",
            &["the bridge would open in May | said | Maria Lopez’s statement | Maria Lopez"],
        );
    }

    #[test]
    fn what_another_one_said_is_told_inside() {
        check(
            "The Daily Post reported on Monday that Maria Lopez had said the bridge would open in May.",
            &[
                "Maria Lopez had said the bridge would open in May | reported | The Daily Post | Daily Post",
                "the bridge would open in May | said | Maria Lopez | Maria Lopez",
            ],
        );
    }

    #[test]
    fn reports_that_follow_each_other_are_told_apart() {
        check(
            "Maria Lopez said the bridge was safe, adding it would open in May.",
            &[
                "the bridge was safe | said | Maria Lopez | Maria Lopez",
                "it would open in May | adding | Maria Lopez | Maria Lopez",
            ],
        );
        check(
            "\"It is safe,\" Maria Lopez said, asking residents to \"be patient.\"",
            &[
                "\"It is safe,\" | said | Maria Lopez | Maria Lopez",
                "\"be patient.\" | asking | Maria Lopez | Maria Lopez",
            ],
        );
    }

    #[test]
    fn what_stands_behind_a_name_is_no_source() {
        check(
            "President Joseph R. Biden, Jr. declared that an emergency exists in Tennessee.",
            &["an emergency exists in Tennessee | declared | Joseph R. Biden | Joseph R. Biden"],
        );
    }

    #[test]
    fn a_source_is_known_by_what_is_said_of_it_elsewhere() {
        check(
            "Recep Tayyip Erdo\u{11f}an came on Monday. Erdogan said the bridge would open in May.",
            &["the bridge would open in May | said | Erdogan | Recep Tayyip Erdo\u{11f}an"],
        );
        check(
            "According to a statement released by the Supreme Court, the bridge would open in May.",
            &["the bridge would open in May | According to | Supreme Court | Supreme Court"],
        );
        check(
            "The bridge will open in May, according to state television.",
            &["The bridge will open in May | according to | state television | state television"],
        );
        check(
            "Researchers from the University of Bern (UB) and the University of Genoa reported the bridge was safe. \
             The researchers said it would open in May.",
            &[
                "the bridge was safe | reported | Researchers from the University of Bern (UB) and the University of Genoa | Researchers from the University of Bern (UB) and the University of Genoa",
                "it would open in May | said | The researchers | Researchers from the University of Bern (UB) and the University of Genoa",
            ],
        );
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
