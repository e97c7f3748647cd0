//! Which content belongs to which reporting word and which source? Runs of the tagger put together to reports.

use super::super::perceptron::yes_no::YesNo;
use super::super::token::TokenKind;
use super::clues::{Inside, NONE};
use super::lexicon::Use;
use super::origin::{Weighed, weigh_sources};
use super::scene::Scene;
use super::sources::candidates;
use super::tagger::{Label, Run, is_in_run, runs_in};
use std::ops::Range;

/// A report before it is known who the source is.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The pieces of what was said, as tokens.
    pub content: Vec<Range<usize>>,
    /// The words that report it.
    pub cue: Option<Range<usize>>,
    /// The words that name who said it.
    pub source: Option<Range<usize>>,
    /// How the source was found.
    pub link: Link,
    /// How probable the least probable word of the content is, 0 to 1.
    pub certainty: f32,
    /// How probable the words of the content are on average.
    pub mean_certainty: f32,
    /// How probable the source is for the reporting word.
    pub source_certainty: f32,
}

impl Report {
    pub(super) fn new(
        run: &Run,
        cue: Option<Range<usize>>,
        source: Option<Weighed>,
        link: Link,
    ) -> Self {
        Self {
            content: vec![run.tokens.clone()],
            cue,
            link,
            certainty: run.certainty,
            mean_certainty: run.mean_certainty,
            source_certainty: source.as_ref().map_or(0.5, |source| source.certainty),
            source: source.map(|source| source.tokens),
        }
    }

    fn add(&mut self, run: &Run) {
        match self.content.last_mut() {
            // Nothing stands between the pieces.
            Some(last) if last.end == run.tokens.start => last.end = run.tokens.end,
            _ => self.content.push(run.tokens.clone()),
        }
        self.certainty = self.certainty.min(run.certainty);
        self.mean_certainty = self.mean_certainty.min(run.mean_certainty);
    }
}

/// How a source was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It stands at the reporting word.
    Cue,
    /// It stands at a word that only may report.
    Likely,
    /// It stands beside the content without a reporting word (`Rush: …`).
    Beside,
    /// It stands inside what somebody else said.
    Within,
    /// The quotation goes on from the one before.
    GoesOn,
    /// There is none.
    Nobody,
    /// It is the label of a turn in a conversation.
    Turn,
}

/// Puts runs together to reports, in the order of their content.
pub fn assemble(scene: &Scene, runs: &[Run], weigher: &YesNo) -> Vec<Report> {
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
            in_paragraph(
                scene,
                &paragraph.tokens,
                &runs[first..at],
                weigher,
                &mut reports,
            );
        }
    }
    reports
}

fn in_paragraph(
    scene: &Scene,
    paragraph: &Range<usize>,
    runs: &[Run],
    weigher: &YesNo,
    reports: &mut Vec<Report>,
) {
    let first_report = reports.len();
    for (idx, run) in runs.iter().enumerate() {
        if run.label != Label::Begin {
            continue;
        }
        let cue = best_cue(scene, runs, idx);
        if let Some(cue) = cue {
            let cue_tokens = runs[cue].tokens.clone();
            // A second piece with the same reporting word: a split quotation.
            let near = reports.len().saturating_sub(MAX_NEAR).max(first_report);
            let known = reports[near..]
                .iter_mut()
                .find(|report| report.cue.as_ref() == Some(&cue_tokens));
            let own = known
                .as_ref()
                .and_then(|report| own_cue(scene, report, &run.tokens));
            if let Some(report) = known
                && own.is_none()
            {
                report.add(run);
                continue;
            }
            let cue_tokens = own.unwrap_or(cue_tokens);
            let source = weigh_sources(scene, runs, &cue_tokens, &run.tokens, weigher);
            let link = if source.is_some() {
                Link::Cue
            } else {
                Link::Nobody
            };
            reports.push(Report::new(run, Some(cue_tokens), source, link));
            continue;
        }
        let quoted = is_quoted(scene, &run.tokens);
        let alone = stands_alone(scene, &run.tokens);
        if !alone && let Some((cue, reports_speech)) = likely_cue(scene, &run.tokens) {
            let source = weigh_sources(scene, runs, &cue, &run.tokens, weigher);
            if source.is_some() {
                let cue = reports_speech.then_some(cue);
                reports.push(Report::new(run, cue, source, Link::Likely));
                continue;
            }
        }
        if quoted
            && alone
            && let Some(cue) = introduction(scene, &run.tokens)
        {
            let source = weigh_sources(scene, runs, &cue, &run.tokens, weigher);
            if source.is_some() {
                reports.push(Report::new(run, Some(cue), source, Link::Cue));
                continue;
            }
        }
        // *Name: "…"*, or a source that stands alone in the same sentence.
        let beside = signature(scene, &run.tokens).or_else(|| nearest_source(scene, runs, idx));
        let goes_on = quoted && follows_on(scene, run, paragraph, reports.last());
        if goes_on && beside.is_none() && reports.len() > first_report {
            if let Some(report) = reports.last_mut() {
                report.add(run);
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
            report.add(run);
            continue;
        }
        let (source, link) = match beside {
            Some(tokens) => (
                Some(Weighed {
                    tokens,
                    certainty: 0.5,
                }),
                Link::Beside,
            ),
            None if quoted => match reports.last() {
                Some(before) if near(scene, before, run) => (
                    before.source.clone().map(|tokens| Weighed {
                        tokens,
                        certainty: before.source_certainty,
                    }),
                    Link::GoesOn,
                ),
                _ => (None, Link::Nobody),
            },
            None => (None, Link::Nobody),
        };
        reports.push(Report::new(run, None, source, link));
    }
}

/// A further reporting word stands so close before its words.
const CLOSE: usize = 6;

/// Finds the reporting word that a later piece has for itself: *“It is safe,” she said, **asking** residents to “be
/// patient”*.
fn own_cue(scene: &Scene, report: &Report, piece: &Range<usize>) -> Option<Range<usize>> {
    const SPEAKS: Use = Use::SAY
        .and(Use::TELL)
        .and(Use::URGE)
        .and(Use::PHRASE)
        .and(Use::CALL)
        .and(Use::ACCUSE)
        .and(Use::ASK);
    let left = scene.clues.of[piece.start].left;
    let at = left as usize;
    let behind = report
        .content
        .last()
        .into_iter()
        .chain(&report.cue)
        .map(|tokens| tokens.end)
        .max()?;
    let is_own = left != NONE
        && at >= behind
        && piece.start - at <= CLOSE
        && scene.tags[at].is_verb()
        && scene.clues.of[at].usage.has(SPEAKS);
    is_own.then(|| at..at + 1)
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
            inside += usize::from(scene.clues.of[idx].stretch != NONE);
        }
    }
    words > 0 && inside * 20 >= words * 19
}

/// Tells whether the sentences of a piece have no words outside of it.
fn stands_alone(scene: &Scene, piece: &Range<usize>) -> bool {
    let sentences = scene.sentences_of(piece);
    (sentences.start..piece.start)
        .chain(piece.end..sentences.end)
        .all(|idx| scene.ground.tokens[idx].kind != TokenKind::Word)
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
            && !is_in_run(runs, idx, Label::Source)
    })
    .count()
}

/// A second piece with the same reporting word comes after no more reports than these.
const MAX_NEAR: usize = 100;

/// A reporting word is looked for so many runs before and behind its content.
const MAX_RUNS: usize = 24;

/// What a run of another report in between costs.
const CROSSING: usize = 12;

fn best_cue(scene: &Scene, runs: &[Run], content: usize) -> Option<usize> {
    let piece = &runs[content].tokens;
    let first = scene.ground.sentence_of(piece.start);
    let last = scene.ground.sentence_of(piece.end - 1);
    let reach = scene.ground.sentences[first].start..scene.ground.sentences[last].end;
    let from = runs.partition_point(|run| run.tokens.start < reach.start);
    let upto = runs.partition_point(|run| run.tokens.start < reach.end);
    (from.max(content.saturating_sub(MAX_RUNS))..upto.min(content + MAX_RUNS))
        .map(|idx| (idx, &runs[idx]))
        .filter(|(_, run)| run.label == Label::Cue)
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

/// A verb so far from the content may still report it where the tagger saw none.
const FAR: usize = 8;

/// Finds what may report a piece for which the tagger saw no reporting word: the nearest that could, else any verb.
fn likely_cue(scene: &Scene, piece: &Range<usize>) -> Option<(Range<usize>, bool)> {
    let left = scene.clues.of[piece.start].left;
    let right = scene.clues.of[piece.end - 1].right;
    let near = |cue: u32| {
        let at = cue as usize;
        let distance = if at < piece.start {
            piece.start - at
        } else {
            at - piece.end + 1
        };
        (cue != NONE && distance <= FAR).then_some((distance, at))
    };
    if let Some((_, at)) = near(left).into_iter().chain(near(right)).min() {
        return Some((at..at + 1, true));
    }
    let sentence = scene.sentences_of(piece);
    let verb = |at: &usize| scene.clues.of[*at].inside == Inside::No && scene.tags[*at].is_verb();
    let before = piece.start.saturating_sub(FAR).max(sentence.start)..piece.start;
    let behind = piece.end..(piece.end + FAR).min(sentence.end);
    let at = before
        .rev()
        .find(verb)
        .or_else(|| behind.clone().find(verb))?;
    Some((at..at + 1, false))
}

/// What introduces quoted words that begin a paragraph: the last word that may report in a paragraph before that ends
/// with a colon.
fn introduction(scene: &Scene, piece: &Range<usize>) -> Option<Range<usize>> {
    let ground = scene.ground;
    let paragraph = ground.paragraph_of(piece.start);
    let before = &ground.paragraphs[paragraph.checked_sub(1)?];
    let colon = before.tokens.end - 1;
    if piece.start > ground.paragraphs[paragraph].tokens.start || ground.word(colon) != ":" {
        return None;
    }
    let next = |cue: u32| (cue != NONE).then_some(cue as usize);
    let cues = std::iter::successors(next(scene.clues.of[colon].left), |&cue| {
        next(scene.clues.of[cue].left)
    });
    // *tweeted from her account:*: the verb, if there is one.
    let cue = cues
        .clone()
        .find(|&cue| scene.tags[cue].is_verb())
        .or(cues.clone().next())?;
    Some(cue..cue + 1)
}

/// Who signs quoted words behind a dash: *“Enough.” — Ann Smith*, in the same paragraph or the next one.
fn signature(scene: &Scene, piece: &Range<usize>) -> Option<Range<usize>> {
    const MAX_WORDS: usize = 12;
    let ground = scene.ground;
    if !is_quoted(scene, piece) {
        return None;
    }
    let paragraph = ground.paragraph_of(piece.end - 1);
    let mut end = ground.paragraphs[paragraph].tokens.end;
    let mut dash = piece.end;
    while dash < end && matches!(ground.tokens[dash].kind, TokenKind::Stop | TokenKind::Mark) {
        dash += 1;
    }
    if dash == end {
        let next = ground.paragraphs.get(paragraph + 1)?;
        (dash, end) = (next.tokens.start, next.tokens.end);
    }
    let is_signed = ground.tokens[dash].kind == TokenKind::Dash && end - dash <= MAX_WORDS;
    let name = is_signed.then(|| candidates(scene, dash + 1..end).into_iter().next())??;
    (name.phrase.start == dash + 1 && scene.kinds[name.tokens.start].is_some())
        .then_some(name.tokens)
}

/// A source in the same sentence that no reporting word claims.
fn nearest_source(scene: &Scene, runs: &[Run], content: usize) -> Option<Range<usize>> {
    let piece = &runs[content].tokens;
    let sentence = &scene.ground.sentences[scene.ground.sentence_of(piece.start)];
    runs_in(runs, sentence)
        .iter()
        .filter(|run| run.label == Label::Source && sentence.contains(&run.tokens.start))
        .min_by_key(|run| {
            if run.tokens.start < piece.start {
                piece.start - run.tokens.end.min(piece.start)
            } else {
                run.tokens.start - piece.end.min(run.tokens.start)
            }
        })
        .map(|run| run.tokens.clone())
}
