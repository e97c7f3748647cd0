//! Who stands behind *his statement*, *a report by the ministry*, *the study*? The author of what is cited.

use super::{Finder, Found, Step, plain_form};
use crate::text::EntityKind;
use crate::text::analysis::Speaker;
use crate::text::quote::lexicon::Use;
use crate::text::quote::sources::{Candidate, candidates};
use crate::text::tag::Tag;
use crate::text::token::TokenKind;
use crate::text::words::{WordSet, word_hash};
use std::ops::Range;
use std::sync::LazyLock;

/// What is written, published or counted, and says what its author says.
static WORKS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "statement statements report letter tweet post study survey poll polling paper release data figures \
         estimate estimates projection projections memo memorandum note email e-mail message document motion \
         lawsuit complaint filing affidavit indictment ruling verdict decision opinion judgment judgement petition \
         proclamation declaration announcement notice warning advisory bulletin summary communique communiqué website \
         account banner sign placard schedule testimony article blog editorial column obituary caption video resolution \
         research analysis findings review audit order directive",
    )
});

/// Works that one person may write or say.
static PERSONAL: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "statement statements letter tweet post email e-mail message note memo memorandum testimony article blog editorial column \
         video",
    )
});

/// Words before an author: *a report **by** the ministry*.
static BY: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("by from"));

/// What one does with a work of one's own.
static ISSUES: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "file files filed issue issues issued release releases released publish publishes published submit submits \
         submitted post posts posted write writes wrote written send sends sent circulate circulates circulated",
    )
});

/// So many words may stand between a subject and its verb,
const MAX_BEFORE_VERB: usize = 3;
/// and between a work and the word that leads to its author: *was filed on Monday by*.
const MAX_BEFORE_BY: usize = 5;

/// So many earlier mentions of the same work are looked at.
const MAX_BEFORE: usize = 6;
/// What was said so many sentences ago is not what *the statement* says.
const REACH: usize = 2;

impl Finder<'_> {
    /// Somebody's or something's words: *Trump's statement*, *data from the ministry*, *the report*.
    pub(super) fn author(&self, source: &Range<usize>) -> Option<Found> {
        let head = self.work(source)?;
        let speaker = self
            .signed(source, head)
            .or_else(|| self.signed_before(source, head))?;
        let name = self.name(&speaker)?;
        Some(Found {
            how: format!("“{}” = {name}", self.words(source)),
            speaker,
            step: Step::Role,
        })
    }

    /// Returns the head of some words if it is a work and they are no name.
    fn work(&self, source: &Range<usize>) -> Option<usize> {
        let ground = self.scene.ground;
        let is_head = |idx: usize| {
            WORKS.has(ground.tokens[idx].hash)
                && self.scene.kinds[idx].is_none()
                && ground.tokens[idx].is_word()
        };
        // The first noun that no other noun follows: *report* of *report by the ministry*.
        source.clone().find(|&idx| {
            is_head(idx)
                && (idx + 1 == source.end
                    || !self.scene.tags[idx + 1].is_noun()
                        && ground.tokens[idx + 1].kind != TokenKind::Clitic)
        })
    }

    /// Finds the author in the words themselves.
    fn signed(&self, source: &Range<usize>, head: usize) -> Option<Speaker> {
        let ground = self.scene.ground;
        let scene = self.scene;
        // *its polling*, *his statement*
        let first = &ground.tokens[source.start];
        if scene.tags[source.start] == Tag::Pronoun || super::HIS_OR_HER.has(first.hash) {
            let pronoun = source.start..source.start + 1;
            if let Some(resolved) = self.who.resolve(ground.span(&pronoun), ground) {
                return Some(Speaker::Entity(resolved.entity));
            }
            let is_group = first.is(word_hash("its")) || first.is(word_hash("their"));
            return self
                .group_before(&pronoun)
                .filter(|_| is_group)
                .map(|found| found.speaker);
        }
        // *a report by the ministry*, *figures compiled by the committee*
        let by = (head + 1..source.end).find(|&idx| BY.has(ground.tokens[idx].hash));
        let is_time =
            |idx: usize| matches!(scene.kinds[idx], Some(EntityKind::Date | EntityKind::Time));
        if let Some(by) = by.filter(|by| by + 1 < source.end && !is_time(by + 1)) {
            return self.other(&(by + 1..source.end));
        }
        // *Trump's statement*, *an AEW report*
        let owns = (source.start..head).rev().find(|&idx| {
            matches!(
                ground.tokens[idx].text(ground.text),
                "'s" | "’s" | "'" | "’"
            )
        });
        let owner = source.start..owns.unwrap_or(head);
        if let Some(at) = self.who.mentions_in(ground.span(&owner)).next_back() {
            let mention = &self.who.mentions[at];
            let ends = self.who.tokens[at].end == owner.end;
            let is_author = match mention.kind {
                EntityKind::Person | EntityKind::Organisation => true,
                EntityKind::Place => owns.is_some(),
                _ => false,
            };
            if is_author && (ends || owns.is_none()) {
                return Some(Speaker::Entity(mention.entity));
            }
        }
        if !owner.is_empty()
            && (owns.is_some()
                || scene.clues.of[owner.end - 1].usage.has(Use::BODY)
                    && !WORKS.has(ground.tokens[owner.end - 1].hash))
        {
            return self.other(&owner);
        }
        // *the opinion of the Court*
        let of = head + 1;
        if of + 1 < source.end && ground.tokens[of].is(word_hash("of")) {
            let at = self
                .who
                .mentions_in(ground.span(&(of + 1..source.end)))
                .next()?;
            let mention = &self.who.mentions[at];
            return matches!(mention.kind, EntityKind::Person | EntityKind::Organisation)
                .then_some(Speaker::Entity(mention.entity));
        }
        None
    }

    /// Finds the author of *the statement* where it was mentioned before, or takes who spoke last.
    fn signed_before(&self, source: &Range<usize>, head: usize) -> Option<Speaker> {
        let ground = self.scene.ground;
        let definite = super::THE.has(ground.tokens[source.start].hash)
            || source.start > 0 && super::THE.has(ground.tokens[source.start - 1].hash);
        if !definite || source.len() > 3 || head + 1 < source.end {
            return None;
        }
        let word = ground.tokens[head].hash;
        let earlier = (0..source.start)
            .rev()
            .filter(|&idx| ground.tokens[idx].hash == word);
        for idx in earlier.take(MAX_BEFORE) {
            let sentence = ground.sentences[ground.sentence_of(idx)].clone();
            let phrases = candidates(self.scene, sentence.clone());
            let own = phrases
                .iter()
                .find(|phrase| phrase.phrase.contains(&idx))
                .and_then(|phrase| self.signed(&phrase.phrase, idx));
            if own.is_some() {
                return own;
            }
            if let Some(issuer) = self.issuer(&phrases, idx) {
                return Some(issuer);
            }
            // Who said something in that sentence said it there.
            let spoke = self
                .spoken
                .iter()
                .rev()
                .find(|(tokens, _)| sentence.contains(&tokens.start) && !tokens.contains(&idx));
            if let Some((_, speaker)) = spoke
                && self.may_issue(speaker, word)
            {
                return Some(speaker.clone());
            }
            // *The ministry issued a statement.*
            let subject = phrases.first().filter(|phrase| {
                phrase.phrase.end <= idx
                    && matches!(
                        self.scene.kinds[phrase.tokens.end - 1],
                        Some(EntityKind::Person | EntityKind::Organisation)
                    )
            });
            if let Some(subject) = subject {
                return self.other(&subject.tokens);
            }
        }
        let (last, speaker) = self.spoken.last()?;
        let near = ground.sentence_of(last.start) + REACH >= ground.sentence_of(source.start);
        (near && self.may_issue(speaker, word)).then(|| speaker.clone())
    }

    /// Finds who brought a work into the world: *sixteen states **filed** a motion*, *a motion was **filed by** them*.
    fn issuer(&self, phrases: &[Candidate], work: usize) -> Option<Speaker> {
        let at = phrases
            .iter()
            .position(|phrase| phrase.phrase.contains(&work))?;
        let phrase = &phrases[at].phrase;
        let ground = self.scene.ground;
        let is_issue = |idx: usize| ISSUES.has(ground.tokens[idx].hash);
        let verb = phrase.start.checked_sub(1).filter(|idx| is_issue(*idx));
        let subject = verb.and_then(|verb| {
            let subject = phrases[..at].last()?;
            // In *the blog posts | a report* the verb is taken for a part of the phrase.
            let between = verb.checked_sub(subject.phrase.end)?;
            (between <= MAX_BEFORE_VERB).then_some(subject)
        });
        let behind = || {
            let next = phrases.get(at + 1)?;
            let gap = phrase.end..next.phrase.start;
            let by = gap.clone().last()?;
            (gap.len() <= MAX_BEFORE_BY
                && ground.tokens[by].is(word_hash("by"))
                && gap.clone().any(is_issue))
            .then_some(next)
        };
        self.other(&subject.or_else(behind)?.tokens)
    }

    /// Tells whether a speaker may be who stands behind such a work: a person writes letters and statements; surveys and
    /// rulings are of an organisation.
    fn may_issue(&self, speaker: &Speaker, work: u32) -> bool {
        match speaker {
            Speaker::Entity(id) => {
                self.who.entity(*id).kind == EntityKind::Organisation || PERSONAL.has(work)
            }
            Speaker::Group(_) => PERSONAL.has(work),
            Speaker::Unknown(_) => false,
        }
    }

    /// Resolves an author that is named by other words.
    fn other(&self, words: &Range<usize>) -> Option<Speaker> {
        let found = self.find(words);
        match found.speaker {
            Speaker::Unknown(_) => None,
            Speaker::Group(name) => Some(Speaker::Group(plain_form(&name))),
            speaker @ Speaker::Entity(_) => Some(speaker),
        }
    }
}
