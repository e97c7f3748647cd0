//! Which words name the source of a report? The most probable noun phrase, with what belongs to it.

use super::super::EntityKind;
use super::super::names::lists::Hints;
use super::super::perceptron::Features;
use super::super::perceptron::field::Lattice;
use super::super::perceptron::yes_no::YesNo;
use super::super::syntax::Relation;
use super::super::tag::Tag;
use super::super::token::TokenKind;
use super::super::words::{WordSet, word_hash};
use super::lexicon::Use;
use super::mend::is_cut;
use super::scene::Scene;
use super::sources::{Candidate, OWNERS, Question, candidates};
use super::tagger::{Label, Run, runs_in};
use std::ops::Range;
use std::sync::LazyLock;

/// A source and how probable it is.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    /// Its words.
    pub(super) tokens: Range<usize>,
    /// How probable they are, 0 to 1.
    pub(super) certainty: f32,
}

/// A source less probable than this is none.
const LEAST: f32 = 0.03;

/// Finds the most probable source of a reporting word among the noun phrases of its sentence.
pub(super) fn weigh_sources(
    scene: &Scene,
    runs: &[Run],
    cue: &Range<usize>,
    content: &Range<usize>,
    weigher: &YesNo,
) -> Option<Weighed> {
    let candidates = candidates(scene, scene.around(cue));
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
            weigher.certainty(&features, &mut lattice)
        };
        if weight > best.map_or(LEAST, |(most, _)| most) {
            best = Some((weight, candidate));
        }
    }
    let (certainty, candidate) = best?;
    let candidate = author_of(scene, &candidates, candidate);
    let candidate = person_of(scene, &candidates, candidate);
    let candidate = holder_of(scene, &candidates, candidate);
    Some(Weighed {
        tokens: joined(scene, &candidates, cue, candidate)
            .unwrap_or_else(|| widen(scene, runs, candidate)),
        certainty,
    })
}

/// Takes the author where a phrase is what was published: *a statement released **by the court***.
fn author_of<'a>(
    scene: &Scene,
    candidates: &'a [Candidate],
    found: &'a Candidate,
) -> &'a Candidate {
    let ground = scene.ground;
    let head = found.tokens.end - 1;
    let mut at = found.phrase.end;
    if scene.kinds[head].is_some()
        || !scene.clues.of[head].usage.has(Use::TEXT.and(Use::NOUN))
        || at >= ground.tokens.len()
        || !scene.tags[at].is_verb()
    {
        return found;
    }
    at += 1;
    while at < ground.tokens.len()
        && at < found.phrase.end + MAX_BEFORE_BY
        && (scene.tags[at] == Tag::Adverb
            || matches!(scene.kinds[at], Some(EntityKind::Date | EntityKind::Time))
            || ground.tokens[at].is(word_hash("on")))
    {
        at += 1;
    }
    let is_by = ground
        .tokens
        .get(at)
        .is_some_and(|token| token.is(word_hash("by")));
    let author = candidates
        .iter()
        .find(|author| author.phrase.start == at + 1);
    author.filter(|_| is_by).unwrap_or(found)
}

/// So many words may stand between what was published and *by*.
const MAX_BEFORE_BY: usize = 5;

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
    // *Joseph R. Biden, Jr. declared*
    let suffix = found.tokens.end - 1;
    if found.tokens.len() == 1
        && Hints::of(ground.tokens[suffix].hash).any(Hints::SUFFIX)
        && let Some(named) = candidates
            .iter()
            .filter(is_person)
            .find(|named| named.phrase.end + 1 == suffix && is_comma(named.phrase.end))
    {
        return named;
    }
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
    // *Ann Smith, a botanist and professor at Bern, who …*
    let behind = found.phrase.end;
    let closes = is_comma(behind) || token(behind).is_some_and(|token| token.is(word_hash("who")));
    if kind(found) != Some(EntityKind::Person) && closes {
        let near = candidates.iter().filter(is_person).rev().find(|named| {
            named.phrase.end < found.phrase.start && found.phrase.start - named.phrase.end <= NEAR
        });
        if let Some(named) = near
            && is_comma(named.phrase.end)
            && (named.phrase.end + 1..found.phrase.end).all(|at| {
                !scene.tags[at].is_verb()
                    && !matches!(
                        scene.tags[at],
                        Tag::Auxiliary | Tag::Pronoun | Tag::Subordinator
                    )
                    && (at == named.phrase.end || !is_cut(at))
            })
        {
            return named;
        }
    }
    found
}

/// Takes the person on whom a place or a house hangs in the tree: *Ann Smith, who teaches at the University of Bern,* is
/// no university.
fn holder_of<'a>(
    scene: &Scene,
    candidates: &'a [Candidate],
    found: &'a Candidate,
) -> &'a Candidate {
    let kind = |candidate: &Candidate| scene.kinds[candidate.tokens.end - 1];
    let hangs = [
        Relation::NounModifier,
        Relation::Apposition,
        Relation::Part,
        Relation::Other,
    ];
    if !matches!(
        kind(found),
        Some(EntityKind::Organisation | EntityKind::Place)
    ) {
        return found;
    }
    let mut at = found.tokens.end - 1;
    for _ in 0..MAX_STEPS {
        if !hangs.contains(&scene.tree.relations[at]) {
            break;
        }
        let Some(head) = scene.tree.head(at) else {
            break;
        };
        at = head;
        let holder = candidates.iter().find(|other| other.phrase.contains(&at));
        if let Some(holder) = holder
            && kind(holder) == Some(EntityKind::Person)
            && holder.phrase.end < found.phrase.start
        {
            return holder;
        }
    }
    found
}

/// So many steps up the tree are taken from a house to the person it belongs to.
const MAX_STEPS: usize = 4;

/// What says more of a person stands so near.
const NEAR: usize = 12;

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
    LazyLock::new(|| WordSet::new("both after before when as while because that though although"));

/// Words between two clauses.
static BETWEEN: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new("though although while whereas because"));

/// Takes the tagger's reading of a source where it holds the candidate and more: *Biden and Sanders*.
fn widen(scene: &Scene, runs: &[Run], candidate: &Candidate) -> Range<usize> {
    let found = runs_in(runs, &candidate.tokens).iter().find(|run| {
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
    // *Miller and Smith both*
    let ends = |idx: usize| foreign(idx) || scene.tags[idx] == Tag::Determiner;
    while tokens.end > candidate.tokens.end && ends(tokens.end - 1) {
        tokens.end -= 1;
    }
    // *All supported the plan though | Pierce*: that is another clause.
    let parts = |idx: usize| BETWEEN.has(scene.ground.tokens[idx].hash);
    if (tokens.start..candidate.tokens.start).any(parts) {
        tokens.start = candidate.tokens.start;
    }
    // Two phrases beside each other without a link are not one: *on television | he*.
    if !is_linked(scene, tokens.start..candidate.tokens.start, true) {
        tokens.start = candidate.tokens.start;
    }
    // *Ann Smith | on television*: a name is whole without what a preposition adds, but for *of*.
    let adds = tokens.end > candidate.tokens.end
        && scene.kinds[candidate.tokens.end - 1].is_some()
        && scene.tags[candidate.tokens.end] == Tag::Preposition
        && !scene.ground.tokens[candidate.tokens.end].is(word_hash("of"));
    if adds || !is_linked(scene, candidate.tokens.end..tokens.end, false) {
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
