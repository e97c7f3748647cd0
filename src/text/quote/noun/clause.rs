//! Where does the clause end that a noun reports? Each verb is given to the last clause that was begun and has none.

use crate::text::Span;
use crate::text::marks::Quoted;
use crate::text::quote::lexicon::Use;
use crate::text::quote::scene::Scene;
use crate::text::tag::Tag;
use crate::text::token::TokenKind;
use crate::text::words::WordSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Words that begin a clause with a verb of its own.
static OPENERS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "that which who whom whose what when where why how if whether because although though while until unless",
    )
});

/// Pronouns that are subjects.
static SUBJECTS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("i he she we they"));

/// Words that begin a clause before the subject of one: *since **the** price fell*.
static MAY_OPEN: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("since as after before than"));

/// What is known of a clause behind *that*.
pub struct Clause {
    /// Where it may end: at a comma or stop behind its verb, or where the range ends.
    pub cut: usize,
    /// The first word of a verb that is left over, as all clauses have theirs: that of the noun, if it is a subject.
    pub verb: Option<usize>,
}

/// Reads a clause that begins behind *that*; nothing if it has no subject (*a claim that **was** false*) or no verb.
pub fn clause(scene: &Scene, range: Range<usize>) -> Option<Clause> {
    if range.is_empty() || lacks_subject(scene, range.start) {
        return None;
    }
    let mut walk = Walk {
        scene,
        at: range.start,
        n_open: 1,
        has_verb: false,
        cut: None,
    };
    let mut verb = None;
    while walk.at < range.end && verb.is_none() {
        if let Some(stretch) = scene.clues.stretch(walk.at) {
            walk.pass_quotation(stretch);
            continue;
        }
        if walk.may_end() {
            walk.cut_at(walk.at);
        }
        walk.n_open += usize::from(begins(scene, walk.at, &range));
        if !walk.is_verb(range.start) {
            walk.at += 1;
        } else if walk.n_open == 0 {
            verb = Some(walk.at);
        } else if !walk.has_verb && lacks_object(scene, walk.at) {
            return None;
        } else {
            walk.pass_verb(range.end);
        }
    }
    walk.has_verb.then_some(Clause {
        cut: walk.cut.unwrap_or(range.end),
        verb,
    })
}

/// A walk through the words behind *that*.
struct Walk<'a> {
    scene: &'a Scene<'a>,
    at: usize,
    /// So many clauses were begun that have no verb yet.
    n_open: usize,
    has_verb: bool,
    /// The first place where the clause may end.
    cut: Option<usize>,
}

impl Walk<'_> {
    fn cut_at(&mut self, at: usize) {
        self.cut.get_or_insert(at);
    }

    /// Tells whether the clause may end here: at any stop, and once it has its verb at a comma, bracket or dash.
    fn may_end(&self) -> bool {
        let token = &self.scene.ground.tokens[self.at];
        match token.kind {
            TokenKind::Stop | TokenKind::Punctuation => true,
            TokenKind::Comma | TokenKind::Bracket => self.n_open == 0,
            TokenKind::Dash => self.n_open == 0 && token.space_before(),
            _ => false,
        }
    }

    /// Tells whether a verb stands here that belongs to a clause; where all have theirs it may look like a participle.
    fn is_verb(&self, first: usize) -> bool {
        let (scene, at) = (self.scene, self.at);
        let is_finite = at > first
            && !OPENERS.has(scene.ground.tokens[at].hash)
            && scene.tags[at].is_finite()
            && !is_remark(scene, at);
        is_finite || self.n_open == 0 && is_past(scene, at)
    }

    /// Gives a verb to the clause that was begun last.
    fn pass_verb(&mut self, end: usize) {
        self.has_verb = true;
        self.n_open -= 1;
        self.at = group_end(self.scene, self.at, end);
        self.n_open += usize::from(takes_clause(self.scene, self.at));
    }

    /// Passes words between marks: they may hold the verb, and their comma or stop ends the clause.
    fn pass_quotation(&mut self, stretch: &Quoted) {
        let (scene, from) = (self.scene, self.at);
        let within = |span: Span| {
            let tokens = scene.ground.tokens_in(span);
            tokens.start.max(from)..tokens.end.max(from)
        };
        let inner = within(stretch.inner);
        if inner.clone().any(|idx| scene.tags[idx].is_finite()) {
            self.has_verb = true;
            self.n_open = self.n_open.saturating_sub(1);
        }
        let is_closed = inner.end > from
            && matches!(
                scene.ground.tokens[inner.end - 1].kind,
                TokenKind::Comma | TokenKind::Stop
            );
        self.at = within(stretch.span).end.max(from + 1);
        if self.n_open == 0 && is_closed {
            self.cut_at(self.at);
        }
    }
}

/// Tells whether a clause with a verb of its own begins at a token.
fn begins(scene: &Scene, idx: usize, range: &Range<usize>) -> bool {
    let tokens = &scene.ground.tokens;
    let is_subject = |at: usize| tokens.get(at).is_some_and(|next| SUBJECTS.has(next.hash));
    let is_first = idx == range.start;
    scene.tags[idx] == Tag::Subordinator
        || OPENERS.has(tokens[idx].hash)
        // *the town **he** knew*
        || !is_first && is_subject(idx) && scene.tags[idx - 1].is_noun()
        || MAY_OPEN.has(tokens[idx].hash)
            && (is_subject(idx + 1) || scene.tags.get(idx + 1) == Some(&Tag::Determiner))
        || !is_first && scene.tags[idx] == Tag::And && joins_verb(scene, idx + 1..range.end)
}

/// Tells whether a verb only begins a remark: *the fort, **built** in 1900, had fallen*.
fn is_remark(scene: &Scene, verb: usize) -> bool {
    scene.tags[verb] == Tag::Past && scene.ground.tokens[verb - 1].kind == TokenKind::Comma
}

/// Tells whether *that* is the subject itself: *a claim that **was false***. A noun may look like a verb: *that taxes
/// would rise*.
fn lacks_subject(scene: &Scene, first: usize) -> bool {
    let is_auxiliary = |idx: usize| scene.tags.get(idx) == Some(&Tag::Auxiliary);
    scene.ground.tokens[first].kind == TokenKind::Comma
        || scene.tags[first].is_finite() && (is_auxiliary(first) || !is_auxiliary(first + 1))
}

/// Tells whether *that* is the object itself: *the promise that he **made** in May*.
fn lacks_object(scene: &Scene, verb: usize) -> bool {
    static GIVEN: LazyLock<WordSet> = LazyLock::new(|| {
        WordSet::new(
            "made make makes gave give gives got received filed issued wrote published released sent levied brought \
             signed delivered put cites cited read heard",
        )
    });
    let next = scene.tags.get(verb + 1);
    GIVEN.has(scene.ground.tokens[verb].hash)
        && next.is_none_or(|tag| {
            matches!(
                tag,
                Tag::Preposition | Tag::Punctuation | Tag::Auxiliary | Tag::Past | Tag::ThirdPerson
            )
        })
}

/// Tells whether a word that looks like a participle has an object, as only a verb in the past has, or stands right behind
/// a verb: ***surprised** the council*, *will fall **proved** wrong*.
fn is_past(scene: &Scene, idx: usize) -> bool {
    let looks_past = scene.tags[idx] == Tag::Participle
        || scene.tags[idx] == Tag::Adjective && scene.ground.word(idx).ends_with("ed");
    let follows_verb = scene.tags[idx] == Tag::Participle && scene.tags[idx - 1].is_verb();
    let next = scene.tags.get(idx + 1);
    looks_past
        && (follows_verb
            || next.is_some_and(|tag| matches!(tag, Tag::Determiner | Tag::Noun | Tag::Nouns)))
}

/// Returns where the verbs end that make one predicate: *has not been kept |*.
fn group_end(scene: &Scene, start: usize, end: usize) -> usize {
    let mut last = start;
    let is_light = |tag| matches!(tag, Tag::Auxiliary | Tag::Adverb | Tag::Particle);
    while last + 1 < end && !scene.tags[last].is_verb() && is_light(scene.tags[last + 1]) {
        last += 1;
    }
    let is_bare = |tag| matches!(tag, Tag::Base | Tag::Participle | Tag::Gerund);
    if last + 1 < end && !scene.tags[last].is_verb() && is_bare(scene.tags[last + 1]) {
        last += 1;
    }
    last + 1
}

/// Tells whether the verb before `end` may have a clause without *that* for its object: *he **believes** the town is
/// broke*.
fn takes_clause(scene: &Scene, end: usize) -> bool {
    let usage = scene.clues.of[end - 1].usage;
    usage.has(Use::SAY.and(Use::THINK))
        && scene
            .tags
            .get(end)
            .is_some_and(|tag| matches!(tag, Tag::Determiner | Tag::Pronoun) || tag.is_noun())
}

/// Tells whether a verb follows right behind *and*, or a pronoun and a verb.
fn joins_verb(scene: &Scene, rest: Range<usize>) -> bool {
    let is_light =
        |idx: &usize| matches!(scene.tags[*idx], Tag::Adverb | Tag::Particle | Tag::Pronoun);
    let verb = rest.clone().find(|idx| !is_light(idx));
    verb.is_some_and(|idx| scene.tags[idx].is_finite())
}
