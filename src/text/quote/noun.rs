//! What does *Lee's claim that the town is broke* say, and who says it? Nouns that report, inside of a clause of their own.

mod clause;

use super::super::syntax::Relation;
use super::super::tag::Tag;
use super::super::token::TokenKind;
use super::super::words::{WordSet, word_hash};
use super::assemble::{Link, Report};
use super::clues::Inside;
use super::lexicon::Use;
use super::origin::Weighed;
use super::scene::Scene;
use super::sources::{Candidate, OWNERS, candidates};
use super::tagger::{Label, Run};
use clause::clause;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// So many tokens may stand between a noun and *that*: *a claim **by the mayor of Halden** that …*.
const MAX_LINK: usize = 8;
/// How probable a report is that is read from its noun alone, as the tagger would say.
const CERTAINTY: f32 = 0.9;

/// Words behind which stands whose noun it is: *an accusation **by** Brazil*.
static LINKS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("by from"));

/// Nouns for what was said or written, where a clause follows that says what it was: no *belief* and no *order*.
static SAYINGS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "claim claims statement statements announcement allegation allegations warning warnings accusation accusations \
         promise promises remark remarks comment comments assertion assertions suggestion suggestions argument arguments \
         denial denials charge charges complaint complaints threat threats pledge pledges vow vows prediction \
         predictions response reply answer admission confession declaration observation explanation contention \
         insistence assurance assurances acknowledgement acknowledgment conclusion finding findings revelation report \
         reports",
    )
});

/// Ends what a noun reports where the verb begins whose subject the noun is, and takes whose noun it is for the source.
pub fn bound(scene: &Scene, report: &mut Report) {
    let Some(cue) = report.cue.as_ref().filter(|cue| is_noun(scene, cue)) else {
        return;
    };
    let [content] = report.content.as_mut_slice() else {
        return;
    };
    let Some(that) = leads_to(scene, cue).filter(|that| that + 1 == content.start) else {
        return;
    };
    if is_subject(scene, cue)
        && let Some(clause) = clause(scene, content.clone())
        && let Some(verb) = clause.verb
    {
        content.end = verb.min(clause.cut);
    }
    if let Some((source, _)) = owner(scene, cue, that) {
        report.source = Some(source);
        report.link = Link::Cue;
    }
}

/// What a noun reports whose owner is named: *Lee's warning that the dam may burst*.
struct Owned {
    content: Range<usize>,
    cue: Range<usize>,
    source: Range<usize>,
    /// The words that say whose it is, with their titles and articles.
    phrase: Range<usize>,
}

/// Adds what nouns report whose owner is named, and takes the owner for the source of what was found of it already.
pub fn add_owned(scene: &Scene, reports: &mut Vec<Report>) {
    let owned = owned(scene);
    let starts = reports.iter().enumerate().rev();
    let known: HashMap<usize, usize> = starts
        .filter_map(|(at, report)| Some((report.content.first()?.start, at)))
        .collect();
    for noun in &owned {
        match known.get(&noun.content.start) {
            Some(at) => take(scene, &mut reports[*at], noun),
            None => reports.push(noun.report()),
        }
    }
    // In *rejected his claim* nothing is said but what the claim is: *his* was not rejected.
    reports.retain(|report| {
        let is_owner = |piece: &Range<usize>| {
            let upto = owned.partition_point(|noun| noun.phrase.start <= piece.start);
            upto > 0 && piece.end <= owned[upto - 1].phrase.end
        };
        !report.content.iter().all(is_owner)
    });
}

/// Finds what nouns report whose owner is named, in the order of the text.
fn owned(scene: &Scene) -> Vec<Owned> {
    let is_noun = |idx: &usize| {
        SAYINGS.has(scene.ground.tokens[*idx].hash)
            && scene.clues.of[*idx].inside == Inside::No
            && (!scene.tags[*idx].is_verb() || is_owned(scene, *idx))
    };
    let owned = |idx: usize| {
        let cue = idx..idx + 1;
        let that = leads_to(scene, &cue)?;
        let (source, whole) = owner(scene, &cue, that)?;
        Some(Owned {
            content: reported(scene, &cue, that)?,
            phrase: whole.start..idx.max(whole.end),
            source,
            cue,
        })
    };
    let mut found: Vec<Owned> = (0..scene.ground.tokens.len())
        .filter(is_noun)
        .filter_map(owned)
        .collect();
    found.sort_by_key(|noun| noun.phrase.start);
    found
}

impl Owned {
    fn report(&self) -> Report {
        let run = Run {
            label: Label::Begin,
            tokens: self.content.clone(),
            certainty: CERTAINTY,
            mean_certainty: CERTAINTY,
        };
        let source = Weighed {
            tokens: self.source.clone(),
            certainty: CERTAINTY,
        };
        Report::new(&run, Some(self.cue.clone()), Some(source), Link::Cue)
    }
}

/// Takes a noun and its owner for what reports something that was found already.
fn take(scene: &Scene, report: &mut Report, noun: &Owned) {
    if report.cue.as_ref() != Some(&noun.cue) {
        // *said **in** his statement that …*
        let is_medium =
            |before: usize| matches!(scene.ground.word(before), "in" | "of" | "during" | "with");
        if noun.phrase.start.checked_sub(1).is_some_and(is_medium) {
            return;
        }
        // *came* reports nothing in *Lee's warning that the dam may burst came on Friday*.
        *report = noun.report();
        return;
    }
    if let [content] = report.content.as_mut_slice() {
        content.end = content.end.max(noun.content.end);
    }
    report.source = Some(noun.source.clone());
    report.link = Link::Cue;
    report.certainty = report.certainty.max(CERTAINTY);
    report.mean_certainty = report.mean_certainty.max(CERTAINTY);
    report.source_certainty = report.source_certainty.max(CERTAINTY);
}

/// Returns the clause behind *that*, up to the verb of the noun or to the end of the clause.
fn reported(scene: &Scene, cue: &Range<usize>, that: usize) -> Option<Range<usize>> {
    if scene.tags[that] == Tag::Determiner {
        return None;
    }
    let start = that + 1;
    let clause = clause(scene, start..scene.sentences_of(cue).end)?;
    let verb = clause.verb.filter(|_| is_subject(scene, cue));
    let end = verb.map_or(clause.cut, |verb| verb.min(clause.cut));
    (start < end).then_some(start..end)
}

fn is_noun(scene: &Scene, cue: &Range<usize>) -> bool {
    cue.len() == 1
        && (matches!(scene.tags[cue.start], Tag::Noun | Tag::Nouns)
            || cue.start > 0 && OWNERS.has(scene.ground.tokens[cue.start - 1].hash))
        && scene.clues.of[cue.start]
            .usage
            .has(Use::NOUN.and(Use::TEXT))
}

/// Tells whether a word stands behind whose it is, as only a noun does, whatever it looks like.
fn is_owned(scene: &Scene, idx: usize) -> bool {
    idx.checked_sub(1)
        .is_some_and(|before| OWNERS.has(scene.ground.tokens[before].hash) || owns(scene, before))
}

/// Finds the *that* a noun leads to: right behind it, or behind whose noun it is and to whom it was said.
fn leads_to(scene: &Scene, cue: &Range<usize>) -> Option<usize> {
    let that = word_hash("that");
    let tokens = &scene.ground.tokens;
    if tokens.get(cue.end)?.is(that) {
        return Some(cue.end);
    }
    let links = |idx: &usize| {
        tokens[*idx].kind == TokenKind::Word
            && !scene.tags[*idx].is_finite()
            && !tokens[*idx].is(that)
    };
    let until = scene.sentences_of(cue).end.min(cue.end + MAX_LINK);
    let end = cue.end + (cue.end..until).take_while(links).count();
    // *her claim to the land that her father bought* claims no clause.
    let is_somebody = scene.tags[end - 1] == Tag::Name
        || scene.tags[end - 1] == Tag::Pronoun
        || scene.clues.of[end - 1].usage.has(Use::ROLE.and(Use::BODY));
    let links =
        LINKS.has(tokens[cue.end].hash) || tokens[cue.end].is(word_hash("to")) && is_somebody;
    let is_led = scene.tags[end - 1] == Tag::Preposition;
    (end < until && links && tokens[end].is(that) && !is_led).then_some(end)
}

/// Tells whether a noun that reports begins a clause, so that a verb must follow, or is the subject of one in the tree.
fn is_subject(scene: &Scene, cue: &Range<usize>) -> bool {
    if matches!(
        scene.tree.relations[cue.start],
        Relation::Subject | Relation::PassiveSubject
    ) {
        return true;
    }
    let sentence = scene.sentences_of(cue);
    let is_part = |idx: &usize| {
        let token = &scene.ground.tokens[*idx];
        scene.tags[*idx].is_noun()
            || matches!(
                scene.tags[*idx],
                Tag::Determiner | Tag::Adjective | Tag::Number
            )
            || owns(scene, *idx)
            || OWNERS.has(token.hash)
    };
    let start = (sentence.start..cue.start)
        .rev()
        .take_while(is_part)
        .last()
        .unwrap_or(cue.start);
    start == sentence.start
        || scene.tags[start - 1] == Tag::And
        || scene.ground.tokens[start - 1].kind == TokenKind::Comma
        || takes_only_clauses(scene.clues.of[start - 1].usage)
}

/// Tells whether a clause may follow a verb, and no noun: *say*, *think*.
fn takes_only_clauses(usage: Use) -> bool {
    usage.has(Use::SAY.and(Use::THINK)) && !usage.has(Use::PHRASE)
}

/// Tells whether a token ends whose something is: *Lee**'s***, *the critics**'***.
fn owns(scene: &Scene, idx: usize) -> bool {
    let token = &scene.ground.tokens[idx];
    let Some(before) = idx.checked_sub(1).filter(|_| !token.space_before()) else {
        return false;
    };
    match token.kind {
        TokenKind::Clitic => {
            let is_s = token.is(word_hash("'s")) || token.is(word_hash("’s"));
            is_s && scene.tags[before] != Tag::Pronoun
        }
        TokenKind::Mark => scene.ground.word(before).ends_with('s'),
        _ => false,
    }
}

/// Finds whose noun it is, as it would be shown and with titles and articles: ***Lee**'s claim*, ***his** claim*, *a
/// claim by **Lee***.
fn owner(scene: &Scene, cue: &Range<usize>, that: usize) -> Option<(Range<usize>, Range<usize>)> {
    let whole = |phrase: Candidate| {
        let start = phrase.tokens.start.min(phrase.phrase.start);
        (phrase.tokens, start..phrase.phrase.end)
    };
    if cue.end < that && LINKS.has(scene.ground.tokens[cue.end].hash) {
        let phrase = candidates(scene, cue.end + 1..that).into_iter().next()?;
        return (phrase.phrase.start == cue.end + 1).then(|| whole(phrase));
    }
    // *Lee's **oft-repeated** claim*
    let modifies = |idx: &usize| match scene.ground.tokens[*idx].kind {
        TokenKind::Word | TokenKind::Number => matches!(
            scene.tags[*idx],
            Tag::Adjective | Tag::Adverb | Tag::Number | Tag::Participle
        ),
        kind => kind == TokenKind::Dash,
    };
    let sentence = scene.sentences_of(cue);
    let modifiers = (sentence.start..cue.start).rev().take_while(modifies);
    let before = (cue.start - modifiers.count()).checked_sub(1)?;
    if OWNERS.has(scene.ground.tokens[before].hash) {
        return Some((before..before + 1, before..before + 1));
    }
    let phrase = candidates(scene, sentence.start..before).pop()?;
    (owns(scene, before) && phrase.phrase.end == before).then(|| whole(phrase))
}
