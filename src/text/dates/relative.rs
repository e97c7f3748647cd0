//! Which day is meant from today? *yesterday*, *last week*, *two years ago*, *early on Friday*, and seasons.

use super::days::{self, Days, Direction};
use super::{MONTHS, NUMBERS, PARTS_OF_DAY, POINTERS, Scan, WEEKDAYS};
use crate::text::token::{Token, TokenKind};
use crate::text::words::{WordSet, word_hash};
use std::sync::LazyLock;

words!(
    SPANS,
    "week month year day weekend decade century season quarter summer winter spring autumn fall semester"
);
words!(
    COUNTED,
    "days weeks months years decades centuries day week month year decade century"
);
words!(MANY, "days weeks months years decades centuries");
words!(
    WHOLES,
    "day week month year weekend summer winter spring autumn fall"
);
words!(SEASONS, "spring summer autumn fall winter");
words!(
    BEFORE_SEASON,
    "the this that last next each every in by since until during over recent late early mid previous past"
);
words!(EXTENTS, "early late mid earlier later");
words!(EDGES, "beginning start middle end");
words!(
    DECADES,
    "twenties thirties forties fifties sixties seventies eighties nineties"
);
words!(
    ORDINALS,
    "first second third fourth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth \
     sixteenth seventeenth eighteenth nineteenth twentieth"
);
words!(VAGUE, "few several couple");
words!(HOLIDAYS, "christmas easter thanksgiving halloween");

impl Scan<'_> {
    /// Finds the end of *two years ago*, *3 days later*, and the days of the former.
    pub(super) fn ago(&self, idx: usize) -> Option<(usize, Days)> {
        let mut at = idx + 1;
        at += usize::from(self.is(at, "of"));
        if !COUNTED.has(self.hash(at)) {
            return None;
        }
        if self.is(at + 1, "ago") {
            let count = NUMBERS
                .get(self.hash(idx))
                .map_or_else(|| self.word(idx).parse().ok(), |n| Some(i64::from(n)));
            // *several months ago* is no month of the calendar.
            let count = count.filter(|_| !VAGUE.has(self.hash(idx)));
            let days = count.and_then(|count| days::back(self.today, count, self.word(at)));
            return Some((at + 2, days));
        }
        (self.is(at + 1, "earlier") || self.is(at + 1, "later")).then_some((at + 2, None))
    }

    /// Finds a date that begins with a word.
    pub(super) fn relative(&self, idx: usize) -> Option<(usize, Days)> {
        let hash = self.hash(idx);
        if let Some(day) = self.near_day(idx) {
            return Some(day);
        }
        if POINTERS.has(hash) || self.is(idx, "that") {
            return self.pointed(idx);
        }
        if EXTENTS.has(hash) {
            // *early October*, *late Tuesday night*, *early on Friday*, *mid-May*
            let mut at = idx + 1;
            at += usize::from(
                self.is(at, "on") || self.token(at).is_some_and(|t| t.kind == TokenKind::Dash),
            );
            return self.near_day(at).or_else(|| self.named(at));
        }
        if EDGES.has(hash) && self.is(idx + 1, "of") {
            return self.edge(idx + 2);
        }
        if SEASONS.has(hash) {
            return self.season(idx);
        }
        // *over the weekend*
        if self.is(idx, "weekend") && self.before(idx) == word_hash("the") {
            return Some((idx + 1, None));
        }
        if self.is(idx, "some") && MANY.has(self.hash(idx + 1)) && self.is(idx + 2, "ago") {
            return Some((idx + 3, None));
        }
        if HOLIDAYS.has(hash) && self.token(idx).is_some_and(Token::is_capital) {
            let part = self.is(idx + 1, "day") || self.is(idx + 1, "eve");
            return Some((idx + 1 + usize::from(part), None));
        }
        let the = self.before(idx) == word_hash("the");
        if DECADES.has(hash) && the {
            return Some((idx + 1, None));
        }
        if ORDINALS.has(hash) {
            let joined = usize::from(self.is_hyphen(idx + 1));
            let unit = idx + 1 + joined;
            if self.is(unit, "century") {
                return Some((unit + 1, None));
            }
            let quarter = self.is(unit, "quarter");
            let part = quarter || self.is(unit, "half");
            let whole = self.of_year(unit + 1).filter(|_| part);
            // *in the third quarter*, *fourth-quarter profit*, but not that of a match.
            let alone = quarter && (joined == 1 || !self.is(unit + 1, "of"));
            return whole.or_else(|| alone.then_some((unit + 1, None)));
        }
        if NUMBERS.get(hash).is_some() {
            return self.ago(idx);
        }
        None
    }

    /// *today*, *yesterday morning*
    fn near_day(&self, idx: usize) -> Option<(usize, Days)> {
        let hash = self.hash(idx);
        let (_, shift) = [
            ("today", 0),
            ("tonight", 0),
            ("yesterday", -1),
            ("tomorrow", 1),
        ]
        .into_iter()
        .find(|(word, _)| hash == word_hash(word))?;
        let part = usize::from(PARTS_OF_DAY.has(self.hash(idx + 1)));
        Some((idx + 1 + part, days::shifted(self.today, shift)))
    }

    /// A month or a day of the week with its capital.
    fn named(&self, idx: usize) -> Option<(usize, Days)> {
        if !self.token(idx)?.is_capital() {
            return None;
        }
        if let Some(month) = MONTHS.get(self.hash(idx)) {
            return Some(self.month(idx, month));
        }
        let weekday = WEEKDAYS.get(self.hash(idx))?;
        Some(self.weekday(idx, weekday))
    }

    /// *last Tuesday*, *this past October*, *earlier this year*, *the last four years*, *that night*
    fn pointed(&self, idx: usize) -> Option<(usize, Days)> {
        let mut at = idx + 1;
        if POINTERS.has(self.hash(at)) {
            at += 1;
        }
        let direction = Direction::of(self.hash(at - 1));
        if self.is(idx, "that") {
            let part = PARTS_OF_DAY.has(self.hash(at)) || WHOLES.has(self.hash(at));
            let goes_on = self.is_hyphen(at + 1);
            return (part && !goes_on).then_some((at + 1, None));
        }
        if self.is(idx, "same") && !self.is(at, "day") {
            return None;
        }
        if let Some((end, days)) = self.named(at) {
            let days = match WEEKDAYS.get(self.hash(at)) {
                Some(weekday) => days::weekday(self.today, weekday, direction),
                None => days,
            };
            return Some((end, days));
        }
        if PARTS_OF_DAY.has(self.hash(at)) && (self.is(idx, "last") || self.is(idx, "this")) {
            let shift = if self.is(idx, "last") { -1 } else { 0 };
            return Some((at + 1, days::shifted(self.today, shift)));
        }
        if SPANS.has(self.hash(at)) {
            if let Some(whole) = self.of_year(at + 1) {
                return Some(whole);
            }
            return Some((at + 1, days::span(self.today, self.word(at), direction)));
        }
        let counted = NUMBERS.get(self.hash(at)).is_some()
            || self.token(at).is_some_and(Token::is_plain_number);
        (counted && MANY.has(self.hash(at + 1))).then_some((at + 2, None))
    }

    /// *end of January*, *the end of the year*
    fn edge(&self, idx: usize) -> Option<(usize, Days)> {
        if let Some((end, _)) = self.named(idx) {
            return Some((end, None));
        }
        let at = idx + usize::from(self.is(idx, "the") || POINTERS.has(self.hash(idx)));
        let whole = ["day", "week", "month", "year", "decade", "century"];
        (at > idx && whole.iter().any(|unit| self.is(at, unit))).then_some((at + 1, None))
    }

    /// *the second quarter **of 2024***: the end of it.
    fn of_year(&self, idx: usize) -> Option<(usize, Days)> {
        self.year(idx + 1).filter(|_| self.is(idx, "of"))?;
        Some((idx + 2, None))
    }

    /// *spring of 2004*, *summer 2012*, *in the fall*; but *the fall of Rome* is none.
    fn season(&self, idx: usize) -> Option<(usize, Days)> {
        let of = usize::from(self.is(idx + 1, "of"));
        if self.year(idx + 1 + of).is_some() {
            return Some((idx + 2 + of, None));
        }
        let goes_on = of == 1
            || self.is(idx + 1, "in")
            || self
                .token(idx + 1)
                .is_some_and(|next| next.is_word() && self.tags[idx + 1].is_noun());
        let small = self.token(idx).is_some_and(|token| !token.is_capital());
        (small && self.tags[idx].is_noun() && BEFORE_SEASON.has(self.before(idx)) && !goes_on)
            .then_some((idx + 1, None))
    }
}
