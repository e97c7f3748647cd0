//! Who may be the source of a report? Noun phrases near the reporting word, weighed by a learned model.

use super::super::EntityKind;
use super::super::names::gazetteer::Clusters;
use super::super::perceptron::yes_no::YesNo;
use super::super::perceptron::{Features, feature};
use super::super::tag::Tag;
use super::super::token::{Token, TokenKind};
use super::super::words::{WordSet, word_hash};
use super::clues::Inside;
use super::cues::Subject;
use super::features::{class, class_at};
use super::grammar::Path;
use super::lexicon::Use;
use super::scene::Scene;
use super::tagger::{Label, Run, is_in_run};
use std::ops::Range;
use std::sync::LazyLock;

/// A noun phrase that may name a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The phrase as far as it would be shown.
    pub tokens: Range<usize>,
    /// The phrase with its titles and articles, for what stands beside it.
    pub phrase: Range<usize>,
    /// What its head is.
    head: u32,
}

static SHIPPED: LazyLock<Option<YesNo>> = LazyLock::new(|| {
    YesNo::from_bytes(&include_bytes!("../../../models/quote_sources.bin")[..]).ok()
});

/// Returns the model that comes with the program; nothing if its file is no model.
pub fn shipped() -> Option<&'static YesNo> {
    SHIPPED.as_ref()
}

/// Words that point back within the sentence; who they stand for is a candidate itself.
static RELATIVES: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new("who which that what whom whose it's itself himself herself themselves there")
});

static LINKS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new("of for from in at with inside within near behind"));

/// Tells whether a token points back within the sentence; *WHO* in capitals is an organisation.
fn is_relative(token: &Token) -> bool {
    RELATIVES.has(token.hash) && token.has_lower()
}

/// Finds the noun phrases of a sentence outside quotation marks.
pub fn candidates(scene: &Scene, sentence: Range<usize>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        let start = at;
        if owns(scene, at, sentence.end) {
            at += 1;
        } else if let Some(end) = pronoun(scene, at) {
            found.push(Candidate {
                tokens: at..end,
                phrase: at..end,
                head: scene.ground.tokens[at].hash,
            });
            at = end;
            continue;
        }
        let owned = at;
        while at < sentence.end
            && (is_part(scene, at) || modifies(scene, at, &sentence))
            && !(at > owned && restarts(scene, at))
        {
            at += 1;
        }
        if at == owned {
            at += 1;
            continue;
        }
        // *officials from Iran* are no Iran.
        let is_linked = |other: &Candidate| {
            start < other.phrase.end
                && scene.clues.of[other.phrase.start..start]
                    .iter()
                    .any(|clue| clue.usage.has(Use::ROLE))
        };
        let stands_apart = !found.last().is_some_and(is_linked);
        if stands_apart && let Some(candidate) = phrase(scene, start, at, &sentence) {
            found.push(candidate);
        }
    }
    found
}

/// Words that say whose somebody is: *his lawyer*.
pub static OWNERS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new("his her its their my our your whose"));

/// Tells whether a token says whose the noun right behind it is.
fn owns(scene: &Scene, at: usize, end: usize) -> bool {
    at + 1 < end
        && OWNERS.has(scene.ground.tokens[at].hash)
        && scene.clues.of[at].inside == Inside::No
        && (is_part(scene, at + 1) || modifies(scene, at + 1, &(at..end)))
        && scene.tags[at + 1] != Tag::Determiner
}

fn pronoun(scene: &Scene, at: usize) -> Option<usize> {
    const I: u32 = word_hash("i");
    let token = &scene.ground.tokens[at];
    // A small *i* is a word of another language: *Prawo i Sprawiedliwość*.
    if token.is(I) && token.has_lower() {
        return None;
    }
    let is = scene.tags[at] == Tag::Pronoun
        && !is_relative(token)
        && scene.clues.of[at].inside == Inside::No
        && scene.ground.tokens[at].is_word();
    is.then_some(at + 1)
}

fn is_part(scene: &Scene, at: usize) -> bool {
    let token = &scene.ground.tokens[at];
    if scene.clues.of[at].inside != Inside::No || is_relative(token) {
        return false;
    }
    match token.kind {
        TokenKind::Word => {
            matches!(
                scene.tags[at],
                Tag::Determiner | Tag::Adjective | Tag::Noun | Tag::Nouns | Tag::Name | Tag::Number
            ) || scene.kinds[at].is_some()
                || is_role_after_cut(scene, at)
        }
        TokenKind::Number | TokenKind::Address => true,
        TokenKind::Dash => !token.space_before(),
        TokenKind::Clitic => {
            matches!(token.text(scene.ground.text), "'s" | "’s")
                && !scene.tags[at].is_verb()
                && scene.tags[at] != Tag::Auxiliary
        }
        TokenKind::Punctuation => token.text(scene.ground.text) == "&",
        _ => false,
    }
}

/// Tells whether a word for people that looks like a verb begins a part of the sentence: *On Saturday, **representatives**
/// from Iran said*.
fn is_role_after_cut(scene: &Scene, at: usize) -> bool {
    let is_comma = |at: usize| scene.ground.tokens[at].kind == TokenKind::Comma;
    let usage = scene.clues.of[at].usage;
    scene.tags[at] == Tag::ThirdPerson
        && usage.has(Use::ROLE)
        && !usage.has(Use::REPORTS)
        && at.checked_sub(1).is_some_and(is_comma)
}

/// Tells whether a token that looks like a verb stands before the noun it belongs to: *his **surviving** father*,
/// *according to **state** television*.
fn modifies(scene: &Scene, at: usize, sentence: &Range<usize>) -> bool {
    let Some(before) = at.checked_sub(1).filter(|at| *at >= sentence.start) else {
        return false;
    };
    let ground = scene.ground;
    let is_led = matches!(scene.tags[before], Tag::Determiner | Tag::Adjective)
        || OWNERS.has(ground.tokens[before].hash)
        || before > sentence.start
            && ground.tokens[before].is(word_hash("to"))
            && ground.tokens[before - 1].is(word_hash("according"));
    is_led
        && scene.tags[at].is_verb()
        && scene.clues.of[at].inside == Inside::No
        && !is_relative(&ground.tokens[before])
        && at + 1 < sentence.end
        && matches!(scene.tags[at + 1], Tag::Noun | Tag::Nouns)
}

/// Tells whether a noun phrase begins right behind another one: *a few days later | the administration*.
fn restarts(scene: &Scene, at: usize) -> bool {
    let ground = scene.ground;
    ground.tokens[at].is(word_hash("the"))
        && !BEFORE_THE.has(ground.tokens[at - 1].hash)
        && ground.tokens[at - 1].kind == TokenKind::Word
        && (scene.kinds[at].is_none() || scene.mention[at] != scene.mention[at - 1])
}

/// Words that stand before the article of a noun phrase and belong to it.
static BEFORE_THE: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new("all both half such quite what"));

/// Words that may stand behind the noun they count.
static FLOATING: LazyLock<WordSet> = LazyLock::new(|| WordSet::new("all both each"));

/// Makes a candidate of the noun phrase `start..end`, with what is linked to it by *of* or *for*.
fn phrase(scene: &Scene, start: usize, end: usize, sentence: &Range<usize>) -> Option<Candidate> {
    // *the board last night*: nobody is called by a day.
    let is_time = |at: usize| matches!(scene.kinds[at], Some(EntityKind::Date | EntityKind::Time));
    // *Miller and Smith both*
    let floats = |at: usize| at > start && FLOATING.has(scene.ground.tokens[at].hash);
    let head = (start..end).rev().find(|&at| {
        !is_time(at)
            && !floats(at)
            && (scene.tags[at].is_noun()
                || scene.kinds[at].is_some()
                || scene.ground.tokens[at].is_capital()
                || scene.clues.of[at].usage.has(Use::ROLE))
    })?;
    let end = head + 1;
    let mut upto = end;
    // *a spokesman for the ministry*; a name needs nothing more.
    if scene.kinds[head].is_none() {
        for _ in 0..2 {
            // *researchers mostly from …*
            let adverb = upto + 1 < sentence.end && scene.tags[upto] == Tag::Adverb;
            let link = upto + usize::from(adverb);
            // *a study in the journal | from March*
            let linked = link + 1 < sentence.end
                && !is_time(link + 1)
                && scene.clues.of[link].inside == Inside::No
                && LINKS.has(scene.ground.tokens[link].hash);
            if !linked {
                break;
            }
            let mut more = link + 1;
            while more < sentence.end && is_part(scene, more) {
                more += 1;
            }
            if more == link + 1 {
                break;
            }
            upto = more;
        }
        if upto > end && scene.clues.of[head].usage.has(Use::ROLE.and(Use::BODY)) {
            upto = and_another(scene, upto, sentence.end);
        }
    }
    // A name is shown without titles and articles.
    let mut from = start;
    if scene.kinds[head].is_some() {
        from = head;
        while from > start && scene.mention[from - 1] == scene.mention[head] {
            from -= 1;
        }
    }
    let usage = scene.clues.of[head].usage;
    let kind = match scene.kind(head) {
        0 if usage.has(Use::ROLE) => 10,
        0 if usage.has(Use::BODY) => 11,
        0 if usage.has(Use::TEXT.and(Use::NOUN)) => 12,
        0 => 13,
        kind => kind,
    };
    Some(Candidate {
        tokens: from..upto,
        phrase: start..upto,
        head: kind,
    })
}

/// Goes on over a second house behind the first: *researchers from the University of Bern (UB) **and Apex***.
fn and_another(scene: &Scene, upto: usize, end: usize) -> usize {
    let ground = scene.ground;
    let is_bracket = |at: usize| at < end && ground.tokens[at].kind == TokenKind::Bracket;
    let mut at = upto;
    if is_bracket(at) {
        let Some(close) = (at + 1..end.min(at + MAX_BRACKET)).find(|&at| is_bracket(at)) else {
            return upto;
        };
        at = close + 1;
    }
    if at >= end || !ground.tokens[at].is(word_hash("and")) {
        return upto;
    }
    at += 1;
    if at < end && ground.tokens[at].is(word_hash("the")) {
        at += 1;
    }
    if at >= end || scene.kinds[at] != Some(EntityKind::Organisation) {
        return upto;
    }
    let mention = scene.mention[at];
    while at < end && scene.mention[at] == mention {
        at += 1;
    }
    at
}

/// Returns the token of a phrase that depends on one outside of it.
fn top(scene: &Scene, phrase: &Range<usize>) -> usize {
    let hangs_outside = |at: &usize| {
        let head = scene.tree.head(*at);
        head.is_none_or(|head| !phrase.contains(&head))
    };
    phrase
        .clone()
        .rev()
        .filter(|at| scene.tags[*at].is_noun() || scene.tags[*at] == Tag::Pronoun)
        .find(hangs_outside)
        .or_else(|| phrase.clone().rev().find(hangs_outside))
        .unwrap_or(phrase.end - 1)
}

/// What stands in brackets behind a name is an acronym, so short.
pub const MAX_BRACKET: usize = 6;

/// What is asked: which candidate is the source of this reporting word, with this content?
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What the features are read from.
    pub scene: &'a Scene<'a>,
    /// The tokens of the reporting word.
    pub cue: &'a Range<usize>,
    /// The first piece of content.
    pub content: &'a Range<usize>,
    /// What the tagger found.
    pub runs: &'a [Run],
    /// All candidates of the sentence.
    pub candidates: &'a [Candidate],
}

fn mix(a: u32, b: u32) -> u32 {
    feature(a ^ 0x85eb_ca6b, b)
}

impl Question<'_> {
    /// Tells whether a candidate lies in the content, or is the reporting word itself.
    pub fn is_out(&self, candidate: &Candidate) -> bool {
        let overlaps = |range: &Range<usize>| {
            candidate.tokens.start < range.end && range.start < candidate.tokens.end
        };
        overlaps(self.cue) || overlaps(self.content)
    }

    /// Adds the features of a candidate.
    pub fn features(&self, at: usize, features: &mut Features) {
        let candidate = &self.candidates[at];
        let scene = self.scene;
        let before = candidate.phrase.start < self.cue.start;
        let side = u32::from(before);
        let gap = if before {
            candidate.phrase.end..self.cue.start.max(candidate.phrase.end)
        } else {
            self.cue.end..candidate.phrase.start.max(self.cue.end)
        };
        let (mut cuts, mut verbs, mut cues, mut content) = (0_u32, 0_u32, 0_u32, 0_u32);
        for idx in gap.clone() {
            if self.content.contains(&idx) {
                content = 1;
                continue;
            }
            let kind = scene.ground.tokens[idx].kind;
            cuts += u32::from(matches!(
                kind,
                TokenKind::Comma | TokenKind::Dash | TokenKind::Bracket
            ));
            verbs += u32::from(scene.tags[idx].is_verb());
            cues += u32::from(self.is(idx, Label::Cue));
        }
        let others = self
            .candidates
            .iter()
            .filter(|other| gap.contains(&other.phrase.start) && !self.is_out(other))
            .count() as u32;
        let marked = candidate
            .phrase
            .clone()
            .filter(|&idx| self.is(idx, Label::Source))
            .count();
        let marked = match marked {
            0 => 0,
            n if n * 2 < candidate.tokens.len() => 1,
            _ => 2,
        };
        let cue_clue = &scene.clues.of[self.cue.start];
        let usage = cue_clue.usage.without_form().bits();
        let form = cue_clue.usage.bits() >> 14;
        let word = scene.ground.tokens[self.cue.start].hash;
        let next = class_at(scene, self.cue.end);
        let behind = candidate
            .phrase
            .start
            .checked_sub(1)
            .map_or(61, |at| class_at(scene, at));
        let ahead = class_at(scene, candidate.phrase.end);
        let led = self.content.start < self.cue.start;
        let near =
            others.min(3) << 6 | cuts.min(3) << 4 | verbs.min(3) << 2 | cues.min(1) << 1 | content;
        let place = side << 1 | u32::from(led);
        let tag = if scene.tags[self.cue.start].is_verb() {
            scene.tags[self.cue.start] as u32
        } else {
            63
        };
        let mut put = |about: u32, seen: u32| features.add(feature(about, seen));
        put(101, mix(near, place));
        put(102, mix(marked, place));
        put(103, mix(mix(marked, candidate.head), place));
        put(104, mix(mix(usage, place), near));
        put(105, mix(mix(tag, place), near));
        put(106, mix(mix(candidate.head, place), others.min(2)));
        put(107, mix(mix(word, place), others.min(1)));
        put(108, mix(mix(behind, ahead), place));
        put(109, mix(mix(next, place), mix(others.min(2), verbs.min(2))));
        put(110, mix(mix(form, place), near));
        put(111, mix(marked, near));
        put(112, mix(behind, mix(candidate.head, side)));
        put(113, mix(candidate.head, mix(tag, near)));
        put(114, mix(others.min(5), mix(marked, side)));
        if gap.len() <= 4 {
            let mut path = place;
            for idx in gap.clone() {
                path = mix(path, class(scene, idx));
            }
            put(115, path);
            put(116, mix(path, tag));
            put(117, mix(path, candidate.head));
        } else {
            put(118, mix(gap.len().min(20) as u32 / 4, place));
        }
        let mut who = 0;
        for idx in gap {
            let hash = scene.ground.tokens[idx].hash;
            if [
                word_hash("who"),
                word_hash("which"),
                word_hash("and"),
                word_hash("but"),
            ]
            .contains(&hash)
            {
                who = mix(who, hash);
            }
        }
        put(119, mix(who, mix(place, verbs.min(3))));
        // Is it what the reporting word's clause begins with?
        let sentence = scene.sentences_of(self.cue);
        let subject = Subject::of(scene, &sentence, self.cue.start);
        let is_subject = match subject.head {
            Some(head) if candidate.phrase.contains(&head) => 2,
            Some(_) => 1,
            None => 0,
        };
        let aux = mix(subject.aux, is_subject);
        put(120, mix(is_subject, place));
        put(121, mix(is_subject, mix(candidate.head, tag)));
        put(122, mix(aux, place));
        put(123, mix(is_subject, mix(near, place)));
        // What its last word is, and what leads up to it.
        let last = candidate.phrase.end - 1;
        let last = (candidate.phrase.clone())
            .rev()
            .find(|&at| scene.tags[at].is_noun() || scene.kinds[at].is_some())
            .unwrap_or(last);
        let group = Clusters::get().of(scene.ground.tokens[last].hash);
        let lead = candidate
            .phrase
            .start
            .checked_sub(1)
            .filter(|at| *at >= sentence.start)
            .map_or(0, |at| scene.ground.tokens[at].hash);
        put(124, mix(scene.ground.tokens[last].hash, side));
        put(125, mix(u32::from(group.fine), side));
        put(126, mix(u32::from(group.middle), mix(side, is_subject)));
        put(127, mix(lead, place));
        put(128, mix(lead, mix(is_subject, candidate.head)));
        put(129, mix(aux, mix(lead, side)));
        // Its place among the candidates, and whether the reporting word stands right behind quoted words.
        let order = self.candidates[..at]
            .iter()
            .filter(|other| !self.is_out(other))
            .count()
            .min(4) as u32;
        let at_cue = self
            .cue
            .start
            .checked_sub(1)
            .map_or(61, |at| class_at(scene, at));
        put(130, mix(order, mix(place, tag)));
        put(131, mix(at_cue, mix(place, others.min(2))));
        put(132, mix(at_cue, mix(next, mix(place, is_subject))));
        put(
            133,
            mix(at_cue, mix(candidate.head, mix(side, others.min(2)))),
        );
        // How it hangs together with the reporting word.
        let path = Path::of(scene, top(scene, &candidate.phrase), self.cue.start);
        let path = path.map_or(0, Path::bits);
        put(134, mix(path, place));
        put(135, mix(path, mix(candidate.head, place)));
        put(136, mix(path, mix(tag, form)));
        put(137, mix(path, mix(others.min(3), is_subject)));
        put(138, mix(path, mix(usage, place)));
        put(139, mix(path, marked));
    }

    fn is(&self, idx: usize, label: Label) -> bool {
        is_in_run(self.runs, idx, label)
    }
}
