//! Who said what? Quotations, direct, indirect and mixed, with their reporting words and sources.
//!
//! ```text
//! marks ─┐
//! tags  ─┼─▶ clues ─▶ features ─▶ tagger ─▶ runs ─▶ assemble ─▶ reports ─▶ speakers ─▶ quotes
//! words ─┘
//! ```

mod aside;
pub mod assemble;
pub mod clues;
pub mod confidence;
pub mod cues;
pub mod features;
mod follow;
mod grammar;
mod lead;
pub mod lexicon;
pub mod likely;
pub mod mend;
mod noun;
mod origin;
pub mod scene;
pub mod sources;
pub mod speaker;
mod split;
pub mod tagger;
pub mod turns;
mod within;
mod works;

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
    noun::add_owned(scene, &mut reports);
    reports.sort_by_key(|report| report.content.first().map(|tokens| tokens.start));
    for report in &mut reports {
        keep_to_marks(scene, report);
        aside::leave_out(scene, report);
        noun::bound(scene, report);
        mend::begin_behind_adverb(scene, report);
        mend::trim(scene, report);
    }
    works::leave_out_names(scene, &mut reports);
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
mod tests;
