//! Which content belongs to which reporting word and which source? Runs of the tagger put together to reports.

use super::super::EntityKind;
use super::super::perceptron::Features;
use super::super::perceptron::field::Lattice;
use super::super::tag::Tag;
use super::super::token::TokenKind;
use super::super::words::{WordSet, word_hash};
use super::clues::{Inside, NONE};
use super::cues::{Cues, Subject};
use super::lexicon::Use;
use super::mend::is_cut;
use super::scene::Scene;
use super::sources::{Candidate, OWNERS, Question, Weigher, candidates};
use super::tagger::{Label, Run};
use std::ops::Range;
use std::sync::LazyLock;

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
    fn new(run: &Run, cue: Option<Range<usize>>, source: Option<Weighed>, link: Link) -> Self {
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
        self.content.push(run.tokens.clone());
        self.certainty = self.certainty.min(run.certainty);
        self.mean_certainty = self.mean_certainty.min(run.mean_certainty);
    }
}

/// A source and how probable it is.
#[derive(Clone, Debug)]
struct Weighed {
    tokens: Range<usize>,
    certainty: f32,
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
pub fn assemble(scene: &Scene, runs: &[Run], weigher: &Weigher) -> Vec<Report> {
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

/// Finds what somebody is said to have said inside of what another one said: *Ann said Bo denied it*.
pub fn within(scene: &Scene, cues: &Cues, runs: &[Run], weigher: &Weigher) -> Vec<Report> {
    let mut found = Vec::new();
    for run in runs.iter().filter(|run| run.label == Label::Begin) {
        for number in cues.of_sentence(&run.tokens) {
            let at = cues.at[number] as usize;
            if cues.level[number] < SURE {
                continue;
            }
            let sentence = &scene.ground.sentences[scene.ground.sentence_of(at)];
            let subject = Subject::of(scene, sentence, at);
            if !subject.head.is_some_and(|head| run.tokens.contains(&head)) {
                continue;
            }
            let mut from = at + 1;
            // *told reporters that …*
            while from < run.tokens.end
                && scene.clues.of[at].usage.has(Use::TELL)
                && is_addressed(scene, from)
            {
                from += 1;
            }
            // *announced earlier on Friday that …*
            let that = (from..run.tokens.end.min(from + MAX_TIME + 1))
                .find(|&idx| scene.ground.tokens[idx].is(word_hash("that")));
            from = that.map_or(from, |that| that + 1);
            let end = run.tokens.end.min(sentence.end);
            if end < from + 2 || scene.ground.tokens[from].kind == TokenKind::Comma {
                continue;
            }
            let inner = Run {
                label: Label::Begin,
                tokens: from..end,
                ..run.clone()
            };
            let cue = at..at + 1;
            let source = weigh_sources(scene, runs, &cue, &inner.tokens, weigher);
            let inside = |source: &Weighed| {
                run.tokens.start <= source.tokens.start && source.tokens.end <= run.tokens.end
            };
            if let Some(source) = source.filter(inside) {
                found.push(Report::new(&inner, Some(cue), Some(source), Link::Within));
            }
        }
    }
    found
}

/// A word that reports inside of what was said must be so probable.
const SURE: u8 = 3;

/// So many words on when something was said may stand before *that*.
const MAX_TIME: usize = 3;

/// Tells whether a token may be part of who is told something.
fn is_addressed(scene: &Scene, idx: usize) -> bool {
    matches!(
        scene.tags[idx],
        Tag::Determiner | Tag::Adjective | Tag::Noun | Tag::Nouns | Tag::Name | Tag::Pronoun
    ) && !scene.ground.tokens[idx].is(word_hash("that"))
}

fn in_paragraph(
    scene: &Scene,
    paragraph: &Range<usize>,
    runs: &[Run],
    weigher: &Weigher,
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
            if let Some(report) = reports[first_report..]
                .iter_mut()
                .find(|report| report.cue.as_ref() == Some(&cue_tokens))
            {
                report.add(run);
                continue;
            }
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

/// A source less probable than this is none.
const LEAST: f32 = 0.03;

/// Finds the most probable source of a reporting word among the noun phrases of its sentence.
fn weigh_sources(
    scene: &Scene,
    runs: &[Run],
    cue: &Range<usize>,
    content: &Range<usize>,
    weigher: &Weigher,
) -> Option<Weighed> {
    let candidates = candidates(scene, scene.sentences_of(cue));
    let question = Question {
        scene,
        cue,
        content,
        runs,
        candidates: &candidates,
    };
    let mut features = Features::default();
    let mut lattice = Lattice::default();
    let mut best: Option<(f32, &Candidate)> = None;
    for (at, candidate) in candidates.iter().enumerate() {
        if question.is_out(candidate) {
            continue;
        }
        features.clear();
        question.features(at, &mut features);
        features.close();
        let weight = if is_absolute(scene, cue, candidate) {
            1.0
        } else {
            weigher.weigh(&features, &mut lattice)
        };
        if weight > best.map_or(LEAST, |(most, _)| most) {
            best = Some((weight, candidate));
        }
    }
    let (certainty, candidate) = best?;
    let candidate = person_of(scene, &candidates, candidate);
    Some(Weighed {
        tokens: joined(scene, &candidates, cue, candidate)
            .unwrap_or_else(|| widen(scene, runs, candidate)),
        certainty,
    })
}

/// Takes the person where a phrase only says more of one: *the El Paso mayor, Dee Margo, …*, *Ann Smith of the bank*.
fn person_of<'a>(
    scene: &Scene,
    candidates: &'a [Candidate],
    found: &'a Candidate,
) -> &'a Candidate {
    let ground = scene.ground;
    let kind = |candidate: &Candidate| scene.kinds[candidate.tokens.end - 1];
    let is_person = |candidate: &&Candidate| kind(candidate) == Some(EntityKind::Person);
    let token = |at: usize| ground.tokens.get(at);
    let is_cut = |at: usize| {
        token(at).is_none_or(|token| {
            matches!(
                token.kind,
                TokenKind::Comma | TokenKind::Stop | TokenKind::Bracket | TokenKind::Mark
            )
        })
    };
    let is_comma = |at: usize| token(at).is_some_and(|token| token.kind == TokenKind::Comma);
    // *the El Paso mayor, Dee Margo,*
    if kind(found) != Some(EntityKind::Person)
        && is_office(scene, found)
        && is_comma(found.phrase.end)
        && let Some(named) = candidates
            .iter()
            .filter(is_person)
            .find(|named| named.tokens.start == found.phrase.end + 1)
        && is_cut(named.phrase.end)
    {
        return named;
    }
    // *Ann Smith of the bank*
    if matches!(
        kind(found),
        Some(EntityKind::Organisation | EntityKind::Place)
    ) && let Some(link) = found.phrase.start.checked_sub(1)
        && OF.has(ground.tokens[link].hash)
        && let Some(named) = candidates
            .iter()
            .filter(is_person)
            .find(|named| named.phrase.end == link)
    {
        return named;
    }
    found
}

/// Tells whether a phrase is what somebody is called by: *the mayor of the town*, *her brother*.
fn is_office(scene: &Scene, candidate: &Candidate) -> bool {
    let ground = scene.ground;
    let head = candidate
        .tokens
        .clone()
        .find(|&idx| idx > candidate.tokens.start && OF.has(ground.tokens[idx].hash))
        .unwrap_or(candidate.tokens.end)
        - 1;
    scene.kinds[head].is_none()
        && scene.tags[head] == Tag::Noun
        && !scene.clues.of[head].usage.has(Use::BODY.and(Use::TEXT))
}

/// Words between somebody and whom they belong to.
static OF: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("of from at with for in"));

/// Tells whether a phrase and a reporting word stand together behind *with*: *with one neighbour saying …*.
fn is_absolute(scene: &Scene, cue: &Range<usize>, candidate: &Candidate) -> bool {
    scene.clues.of[cue.start].usage.has(Use::ING)
        && candidate.phrase.end == cue.start
        && candidate.phrase.start > 0
        && scene.ground.tokens[candidate.phrase.start - 1].is(word_hash("with"))
}

/// Takes two names that speak together, *Marn and Tessia have said*: the first one begins the sentence or follows a cut.
fn joined(
    scene: &Scene,
    candidates: &[Candidate],
    cue: &Range<usize>,
    found: &Candidate,
) -> Option<Range<usize>> {
    let ground = scene.ground;
    let before = candidates.iter().find(|first| {
        first.phrase.end + 1 == found.phrase.start && first.tokens.end == first.phrase.end
    });
    let behind = candidates
        .iter()
        .find(|last| found.phrase.end + 1 == last.phrase.start && last.phrase.end <= cue.start);
    let (first, last) = match (before, behind) {
        (Some(first), _) => (first, found),
        (None, Some(last)) => (found, last),
        (None, None) => return None,
    };
    let lead = first.phrase.start.checked_sub(1);
    let opens = scene.sentences_of(&first.phrase).start == first.phrase.start
        || lead.is_some_and(|lead| is_cut(scene, lead) || BEFORE.has(ground.tokens[lead].hash));
    let is_named = |candidate: &Candidate| {
        let usage = scene.clues.of[candidate.tokens.end - 1].usage;
        scene.kinds[candidate.tokens.end - 1].is_some() || usage.has(Use::BODY)
    };
    (ground.tokens[first.phrase.end].is(word_hash("and"))
        && is_named(first)
        && is_named(last)
        && opens)
        .then_some(first.tokens.start..last.tokens.end)
}

/// Words before the first of two who speak together.
static BEFORE: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new("both after before when as while because that"));

/// Takes the tagger's reading of a source where it holds the candidate and more: *Biden and Sanders*.
fn widen(scene: &Scene, runs: &[Run], candidate: &Candidate) -> Range<usize> {
    let found = runs.iter().find(|run| {
        run.label == Label::Source
            && run.tokens.start <= candidate.tokens.start
            && candidate.tokens.end <= run.tokens.end
    });
    let Some(run) = found else {
        return candidate.tokens.clone();
    };
    let foreign = |idx: usize| {
        let tag = scene.tags[idx];
        let is_time = matches!(scene.kinds[idx], Some(EntityKind::Date | EntityKind::Time));
        tag.is_verb()
            || is_time
            || matches!(
                tag,
                Tag::Auxiliary
                    | Tag::Adverb
                    | Tag::Punctuation
                    | Tag::And
                    | Tag::Subordinator
                    | Tag::Particle
                    | Tag::Preposition
            )
    };
    let mut tokens = run.tokens.clone();
    while tokens.start < candidate.tokens.start && foreign(tokens.start) {
        tokens.start += 1;
    }
    while tokens.end > candidate.tokens.end && foreign(tokens.end - 1) {
        tokens.end -= 1;
    }
    // Two phrases beside each other without a link are not one: *on television | he*.
    if !is_linked(scene, tokens.start..candidate.tokens.start, true) {
        tokens.start = candidate.tokens.start;
    }
    if !is_linked(scene, candidate.tokens.end..tokens.end, false) {
        tokens.end = candidate.tokens.end;
    }
    tokens
}

/// Tells whether more words before or behind a noun phrase belong to it: by *and*, *of*, an apostrophe or a comma.
fn is_linked(scene: &Scene, mut more: Range<usize>, before: bool) -> bool {
    let Some(edge) = (if before {
        more.next_back()
    } else {
        more.next()
    }) else {
        return true;
    };
    let token = &scene.ground.tokens[edge];
    match token.kind {
        TokenKind::Clitic | TokenKind::Comma | TokenKind::Mark => true,
        TokenKind::Dash => !token.space_before(),
        TokenKind::Punctuation => token.text(scene.ground.text) == "&",
        TokenKind::Word => {
            // *figures compiled by the committee*
            let by = || {
                more.clone()
                    .any(|idx| scene.ground.tokens[idx].is(word_hash("by")))
            };
            matches!(
                scene.tags[edge],
                Tag::And | Tag::Preposition | Tag::Adjective
            ) || !before && scene.tags[edge].is_verb() && by()
                || before && (scene.tags[edge] == Tag::Determiner || OWNERS.has(token.hash))
        }
        _ => false,
    }
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
