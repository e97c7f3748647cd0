//! Which content belongs to which reporting word and which source? Runs of the tagger put together to reports.

use super::super::token::TokenKind;
use super::features::Scene;
use super::tagger::{Label, Run};
use std::ops::Range;

/// A report before it is known who the source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The pieces of what was said, as tokens.
    pub content: Vec<Range<usize>>,
    /// The words that report it.
    pub cue: Option<Range<usize>>,
    /// The words that name who said it.
    pub source: Option<Range<usize>>,
    /// How the source was found.
    pub link: Link,
}

/// How a source was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It stands at the reporting word.
    Cue,
    /// It stands beside the content without a reporting word (`Rush: …`).
    Beside,
    /// The quotation goes on from the one before.
    GoesOn,
    /// There is none.
    Nobody,
}

/// Puts runs together to reports, in the order of their content.
pub fn assemble(scene: &Scene, runs: &[Run]) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    let mut at = 0;
    for paragraph in &scene.ground.paragraphs {
        let first = at;
        while runs
            .get(at)
            .is_some_and(|run| run.tokens.start < paragraph.tokens.end)
        {
            at += 1;
        }
        if at > first {
            in_paragraph(scene, &paragraph.tokens, &runs[first..at], &mut reports);
        }
    }
    reports
}

fn in_paragraph(scene: &Scene, paragraph: &Range<usize>, runs: &[Run], reports: &mut Vec<Report>) {
    let first_report = reports.len();
    for (idx, run) in runs.iter().enumerate() {
        if run.label != Label::Begin {
            continue;
        }
        let cue = best_cue(scene, runs, idx);
        if let Some(cue) = cue {
            let cue_tokens = runs[cue].tokens.clone();
            // A second piece with the same reporting word: a split quotation.
            if let Some(report) = reports[first_report..]
                .iter_mut()
                .find(|report| report.cue.as_ref() == Some(&cue_tokens))
            {
                report.content.push(run.tokens.clone());
                continue;
            }
            let source = best_source(scene, runs, cue);
            reports.push(Report {
                content: vec![run.tokens.clone()],
                cue: Some(cue_tokens),
                link: if source.is_some() {
                    Link::Cue
                } else {
                    Link::Nobody
                },
                source,
            });
            continue;
        }
        let quoted = is_quoted(scene, &run.tokens);
        // *Name: "…"*, or a source that stands alone in the same sentence.
        let beside = nearest_source(scene, runs, idx);
        let goes_on = quoted && follows_on(scene, run, paragraph, reports.last());
        if goes_on && beside.is_none() && reports.len() > first_report {
            if let Some(report) = reports.last_mut() {
                report.content.push(run.tokens.clone());
            }
            continue;
        }
        let resumes = scene
            .clues
            .stretch(run.tokens.start)
            .is_some_and(|stretch| stretch.resumes);
        if resumes
            && beside.is_none()
            && let Some(report) = reports.last_mut()
        {
            report.content.push(run.tokens.clone());
            continue;
        }
        let (source, link) = match beside {
            Some(source) => (Some(source), Link::Beside),
            None if quoted => match reports.last() {
                Some(before) if near(scene, before, run) => (before.source.clone(), Link::GoesOn),
                _ => (None, Link::Nobody),
            },
            None => (None, Link::Nobody),
        };
        reports.push(Report {
            content: vec![run.tokens.clone()],
            cue: None,
            source,
            link,
        });
    }
}

/// Tells whether a run stands between quotation marks, wholly or nearly so.
pub fn is_quoted(scene: &Scene, tokens: &Range<usize>) -> bool {
    let (mut words, mut inside) = (0, 0);
    for idx in tokens.clone() {
        if matches!(
            scene.ground.tokens[idx].kind,
            TokenKind::Word | TokenKind::Number
        ) {
            words += 1;
            inside += usize::from(scene.clues.of[idx].stretch != super::clues::NONE);
        }
    }
    words > 0 && inside * 20 >= words * 19
}

/// Tells whether a quoted run goes on with the report before it in the same paragraph.
fn follows_on(scene: &Scene, run: &Run, paragraph: &Range<usize>, before: Option<&Report>) -> bool {
    let Some(last) = before.and_then(|before| before.content.last()) else {
        return false;
    };
    if !paragraph.contains(&last.start) {
        return false;
    }
    // Nothing but the reporting clause lies between: at most the rest of the sentence of the piece before.
    let sentence = scene.ground.sentence_of(last.end - 1);
    let here = scene.ground.sentence_of(run.tokens.start);
    here <= sentence + 1 || {
        let between = scene.ground.sentences[sentence].end..scene.ground.sentences[here].start;
        between.is_empty()
    }
}

/// Tells whether a run stands in the paragraph of the report before or the next one.
fn near(scene: &Scene, before: &Report, run: &Run) -> bool {
    before.content.last().is_some_and(|last| {
        scene.ground.paragraph_of(run.tokens.start) <= scene.ground.paragraph_of(last.end - 1) + 1
    })
}

/// The tokens of a gap that keep two runs apart: not those of a source, not commas and marks.
fn apart(scene: &Scene, runs: &[Run], gap: Range<usize>) -> usize {
    gap.filter(|&idx| {
        let token = &scene.ground.tokens[idx];
        !matches!(token.kind, TokenKind::Comma | TokenKind::Mark)
            && token.text(scene.ground.text) != ":"
            && !runs
                .iter()
                .any(|run| run.label == Label::Source && run.tokens.contains(&idx))
    })
    .count()
}

/// What a run of another report in between costs.
const CROSSING: usize = 12;

fn best_cue(scene: &Scene, runs: &[Run], content: usize) -> Option<usize> {
    let piece = &runs[content].tokens;
    let first = scene.ground.sentence_of(piece.start);
    let last = scene.ground.sentence_of(piece.end - 1);
    let reach = scene.ground.sentences[first].start..scene.ground.sentences[last].end;
    runs.iter()
        .enumerate()
        .filter(|(_, run)| run.label == Label::Cue && reach.contains(&run.tokens.start))
        .map(|(idx, run)| {
            let (between, gap) = if idx < content {
                (&runs[idx + 1..content], run.tokens.end..piece.start)
            } else {
                (&runs[content + 1..idx], piece.end..run.tokens.start)
            };
            let crossed = between
                .iter()
                .filter(|run| run.label != Label::Source)
                .count();
            let mut cost = apart(scene, runs, gap.start.min(gap.end)..gap.end) + CROSSING * crossed;
            if idx > content {
                // Ahead it must stand in the clause right behind the content.
                cost += 1;
            }
            (cost, idx)
        })
        .min()
        .map(|(_, idx)| idx)
}

fn best_source(scene: &Scene, runs: &[Run], cue: usize) -> Option<Range<usize>> {
    let at = &runs[cue].tokens;
    let sentence = scene.ground.sentences[scene.ground.sentence_of(at.start)].clone();
    runs.iter()
        .enumerate()
        .filter(|(_, run)| run.label == Label::Source && sentence.contains(&run.tokens.start))
        .map(|(idx, run)| {
            let between = if idx < cue {
                &runs[idx + 1..cue]
            } else {
                &runs[cue + 1..idx]
            };
            let crossed = between.iter().filter(|run| run.label == Label::Cue).count();
            let pieces = between
                .iter()
                .filter(|run| run.label == Label::Begin)
                .count();
            let gap = if idx < cue {
                at.start - run.tokens.end.min(at.start)
            } else {
                run.tokens.start - at.end.min(run.tokens.start) + 2
            };
            (gap + CROSSING * (crossed + pieces), run.tokens.clone())
        })
        .min_by_key(|(cost, tokens)| (*cost, tokens.start))
        .map(|(_, tokens)| tokens)
}

/// A source in the same sentence that no reporting word claims.
fn nearest_source(scene: &Scene, runs: &[Run], content: usize) -> Option<Range<usize>> {
    let piece = &runs[content].tokens;
    let sentence = scene.ground.sentence_of(piece.start);
    runs.iter()
        .filter(|run| {
            run.label == Label::Source && scene.ground.sentence_of(run.tokens.start) == sentence
        })
        .min_by_key(|run| {
            if run.tokens.start < piece.start {
                piece.start - run.tokens.end.min(piece.start)
            } else {
                run.tokens.start - piece.end.min(run.tokens.start)
            }
        })
        .map(|run| run.tokens.clone())
}
