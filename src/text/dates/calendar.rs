//! Which day, month or year is written? Weekdays, months, days of months, years, decades and centuries.

use super::days::{self, Days, Direction};
use super::{HALVES, MONTHS, PARTS_OF_DAY, POINTERS, Scan, WEEKDAYS};
use crate::text::tag::Tag;
use crate::text::token::{Token, TokenKind};
use crate::text::words::{WordSet, word_hash};
use jiff::civil::Date;
use std::sync::LazyLock;

words!(
    BEFORE_YEAR,
    "in since by of from until till during before after between and through to late early mid circa around for ( - – — \
     spring summer autumn fall winter the election , on year"
);
words!(
    BEFORE_MONTH,
    "in of since by from until till during before after between last next this late early mid to and on through past end"
);

words!(UNSURE, "may march mar. jan dec august april june");
words!(ERAS, "b.c. bc bce ce ad");

impl Scan<'_> {
    /// *May* and *March* are months only where they look like it.
    pub(super) fn is_month(&self, idx: usize) -> bool {
        let token = &self.ground.tokens[idx];
        if !token.is_capital() {
            return false;
        }
        if !UNSURE.has(token.hash) {
            return true;
        }
        // *the March results*, *March sales rose*
        let tells = !self.is(idx, "may") || self.before(idx) == word_hash("the");
        let opens = idx == self.sentence.start || self.before(idx) == word_hash("the");
        let noun_follows = self.token(idx + 1).is_some_and(|next| {
            !next.is_capital() && matches!(self.tags[idx + 1], Tag::Noun | Tag::Nouns)
        });
        if opens && tells && noun_follows && token.has_lower() {
            return true;
        }
        let next_is_number = self
            .token(idx + 1)
            .is_some_and(|next| next.kind == TokenKind::Number);
        let before_is_number =
            idx > self.sentence.start && self.ground.tokens[idx - 1].kind == TokenKind::Number;
        let alone = !self
            .token(idx + 1)
            .is_some_and(|next| next.is_capital() && next.is_word());
        next_is_number || before_is_number || BEFORE_MONTH.has(self.before(idx)) && alone
    }

    pub(super) fn weekday(&self, idx: usize, weekday: u16) -> (usize, Days) {
        let mut end = idx + 1;
        let mut days = days::weekday(self.today, weekday, Direction::of(self.before(idx)));
        // *Saturday, Oct. 6, 2012*
        let month_at = if self.token(end).is_some_and(|t| t.kind == TokenKind::Comma) {
            end + 1
        } else {
            end
        };
        if let Some(month) = MONTHS.get(self.hash(month_at))
            && self
                .token(month_at + 1)
                .is_some_and(|t| t.kind == TokenKind::Number)
            && self.token(month_at).is_some_and(Token::is_capital)
        {
            return self.month(month_at, month);
        }
        if self
            .token(month_at)
            .is_some_and(|t| t.kind == TokenKind::Number)
            && let Some((day_end, day_days)) = self.day_month(month_at)
        {
            return (day_end, day_days);
        }
        if PARTS_OF_DAY.has(self.hash(end)) {
            end += 1;
        } else if self.is(end, "the") && self.day(end + 1).is_some() && self.word(end + 1).len() > 2
        {
            end += 2;
        }
        if self.word(idx).ends_with("days") {
            days = None;
        }
        (end, days)
    }

    /// *October*, *October 2012*, *October 6*, *October 6, 2012*, *October 6 to 8*.
    pub(super) fn month(&self, idx: usize, month: u16) -> (usize, Days) {
        let mut end = idx + 1;
        if let Some(day) = self.day(end) {
            end += 1;
            let mut last = day;
            if (self.token(end).is_some_and(|t| t.kind == TokenKind::Dash) || self.is(end, "to"))
                && let Some(upto) = self.day(end + 1)
            {
                last = upto;
                end += 2;
            }
            let comma = usize::from(self.token(end).is_some_and(|t| t.kind == TokenKind::Comma));
            let year = self.year(end + comma);
            if year.is_some() {
                end += comma + 1;
            }
            return (
                end,
                days::month_days(self.today, year, month, Some((day, last))),
            );
        }
        let of = usize::from(
            self.is(end, "of") || self.token(end).is_some_and(|t| t.kind == TokenKind::Comma),
        );
        let year = self.year(end + of);
        if year.is_some() {
            end += of + 1;
        } else {
            // *June of this year*, *August last year*
            let pointer = end + usize::from(self.is(end, "of"));
            if POINTERS.has(self.hash(pointer)) && self.is(pointer + 1, "year") {
                let pointed = days::span(self.today, "year", Direction::of(self.hash(pointer)));
                let year = pointed.map(|(first, _)| first.year());
                let days = year.and_then(|year| days::month_days(None, Some(year), month, None));
                return (pointer + 2, days);
            }
        }
        (end, days::month_days(self.today, year, month, None))
    }

    pub(super) fn day(&self, idx: usize) -> Option<i8> {
        let token = self.token(idx)?;
        if token.kind != TokenKind::Number {
            return None;
        }
        let word = self.word(idx);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let ending = word[digits..].to_ascii_lowercase();
        let day = word[..digits].parse::<i8>().ok()?;
        let is_time = HALVES.has(self.hash(idx + 1));
        ((1..=31).contains(&day)
            && matches!(ending.as_str(), "" | "st" | "nd" | "rd" | "th")
            && !is_time)
            .then_some(day)
    }

    pub(super) fn year(&self, idx: usize) -> Option<i16> {
        let token = self.token(idx)?;
        let word = self.word(idx);
        if !token.is_plain_number() || word.len() != 4 {
            return None;
        }
        word.parse::<i16>()
            .ok()
            .filter(|year| (1500..2100).contains(year))
    }

    /// *6 October*, *6 and 7 October*, *6th of October 2012*.
    pub(super) fn day_month(&self, idx: usize) -> Option<(usize, Days)> {
        let first = self.day(idx)?;
        let mut last = first;
        let mut at = idx + 1;
        if (self.is(at, "and")
            || self.is(at, "to")
            || self.token(at).is_some_and(|t| t.kind == TokenKind::Dash))
            && let Some(day) = self.day(at + 1)
        {
            last = day;
            at += 2;
        }
        at += usize::from(self.is(at, "of"));
        let month = MONTHS
            .get(self.hash(at))
            .filter(|_| self.token(at).is_some_and(Token::is_capital))?;
        let mut end = at + 1;
        let comma = usize::from(self.token(end).is_some_and(|t| t.kind == TokenKind::Comma));
        let year = self.year(end + comma);
        if year.is_some() {
            end += comma + 1;
        }
        Some((
            end,
            days::month_days(self.today, year, month, Some((first, last))),
        ))
    }

    pub(super) fn number_date(&self, idx: usize) -> Option<(usize, Days)> {
        if let Some(found) = self.day_month(idx) {
            return Some(found);
        }
        let word = self.word(idx);
        if let Ok(day) = word.parse::<Date>() {
            return (word.len() == 10).then_some((idx + 1, Some((day, day))));
        }
        if word.split('/').count() == 3 {
            return Some((idx + 1, None));
        }
        // *1990s*, *'90s*
        let stem = word.trim_start_matches(['\'', '\u{2019}']);
        if let Some(decade) = stem.strip_suffix('s')
            && decade.ends_with('0')
            && matches!(decade.len(), 2 | 4)
            && decade.bytes().all(|b| b.is_ascii_digit())
            && !self.is_age(idx)
        {
            let year = decade
                .parse::<i16>()
                .ok()
                .filter(|year| (1000..2100).contains(year));
            return Some((idx + 1, year.and_then(|year| days::years(year, year + 9))));
        }
        // *19th century*, *21st-century*
        let ordinal = ["st", "nd", "rd", "th"]
            .iter()
            .any(|end| word.ends_with(end));
        let joined = usize::from(self.is_hyphen(idx + 1));
        if ordinal && self.is(idx + 1 + joined, "century") && !self.is_name_of(idx + 1 + joined) {
            return Some((idx + 2 + joined, None));
        }
        if let Some(ago) = self.ago(idx) {
            return Some(ago);
        }
        let year = self.year(idx)?;
        let behind = self.token(idx + 1);
        let counts = behind.is_some_and(|_| self.tags[idx + 1] == Tag::Nouns)
            && !BEFORE_YEAR.has(self.before(idx));
        let opens = idx == self.sentence.start;
        let known = BEFORE_YEAR.has(self.before(idx))
            || !counts && year >= 1900 && !opens && !self.is_number_of_name(idx);
        if !known
            || behind.is_some_and(|t| {
                matches!(self.ground.word(idx + 1), "%" | "percent" | "UTC" | "GMT")
                    || t.is(word_hash("people"))
            })
        {
            return None;
        }
        // *2012–2014*, *2012-13*
        if behind.is_some_and(|t| t.kind == TokenKind::Dash && !t.space_before())
            && let Some(upto) = self
                .token(idx + 2)
                .filter(|t| t.is_plain_number() && !t.space_before())
        {
            let last = upto.text(self.ground.text).parse::<i16>().ok()?;
            let last = if last < 100 {
                year - year % 100 + last
            } else {
                last
            };
            return Some((idx + 3, days::years(year, last)));
        }
        // *2000 B.C.*
        if ERAS.has(self.hash(idx + 1)) && self.token(idx + 1).is_some_and(Token::is_upper) {
            return Some((idx + 2, None));
        }
        Some((idx + 1, days::years(year, year)))
    }

    /// *in his early 50s*
    fn is_age(&self, idx: usize) -> bool {
        static WHOSE: LazyLock<WordSet> =
            LazyLock::new(|| WordSet::new("his her their my our your"));
        let before = self.ground.tokens[self.sentence.start..idx].iter().rev();
        before.take(3).any(|token| WHOSE.has(token.hash))
    }

    /// *20th Century Fox*
    fn is_name_of(&self, idx: usize) -> bool {
        let is_capital = |idx| {
            self.token(idx)
                .is_some_and(|t: &Token| t.is_capital() && t.is_word())
        };
        is_capital(idx) && is_capital(idx + 1)
    }

    /// *Fox 2000*, *Agenda 2030*: a number right behind a name.
    fn is_number_of_name(&self, idx: usize) -> bool {
        if idx < self.sentence.start + 2 {
            return false;
        }
        let before = &self.ground.tokens[idx - 1];
        before.is_word()
            && before.is_capital()
            && MONTHS.get(before.hash).is_none()
            && WEEKDAYS.get(before.hash).is_none()
    }

    pub(super) fn is_hyphen(&self, idx: usize) -> bool {
        self.token(idx)
            .is_some_and(|token| token.kind == TokenKind::Dash && !token.space_before())
    }
}
