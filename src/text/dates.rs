//! When, how much? Dates, times, sums and shares by rules over tokens; dates as calendar days where the text tells.

/// Makes a set of words that is built when it is first asked.
macro_rules! words {
    ($name:ident, $list:expr) => {
        static $name: LazyLock<WordSet> = LazyLock::new(|| WordSet::new($list));
    };
}

mod days;
mod sums;

use super::EntityKind;
use super::sentence::Ground;
use super::tag::Tag;
use super::token::{Token, TokenKind};
use super::words::{WordMap, WordSet, word_hash};
use jiff::civil::Date;
use std::ops::Range;
use std::sync::LazyLock;

/// A date, time, sum or share in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Which of the four.
    pub kind: EntityKind,
    /// Of a date: its first and last day, as far as the text and the article's date tell.
    pub days: Option<(Date, Date)>,
}

/// Finds all measures, in the order of the text; they never overlap. `today` is the day of the article.
pub fn measures(ground: &Ground, tags: &[Tag], today: Option<Date>) -> Vec<Measure> {
    let mut found = Vec::new();
    for sentence in &ground.sentences {
        let scan = Scan {
            ground,
            tags,
            sentence: sentence.clone(),
            today,
        };
        let mut idx = sentence.start;
        while idx < sentence.end {
            match scan.measure_at(idx) {
                Some(measure) => {
                    idx = measure.tokens.end;
                    found.push(measure);
                }
                None => idx += 1,
            }
        }
    }
    found
}

/// Tells whether a word, by its hash, is the name of a day of the week.
pub fn is_weekday(word: u32) -> bool {
    WEEKDAYS.get(word).is_some()
}

/// One sentence to look through.
struct Scan<'g> {
    ground: &'g Ground<'g>,
    tags: &'g [Tag],
    sentence: Range<usize>,
    today: Option<Date>,
}

static MONTHS: LazyLock<WordMap> = LazyLock::new(|| {
    number(&[
        "january jan jan.",
        "february feb feb.",
        "march mar.",
        "april apr apr.",
        "may",
        "june jun.",
        "july jul.",
        "august aug aug.",
        "september sept sept. sep.",
        "october oct oct.",
        "november nov nov.",
        "december dec dec.",
    ])
});
static WEEKDAYS: LazyLock<WordMap> = LazyLock::new(|| {
    number(&[
        "monday mondays mon.",
        "tuesday tuesdays tues. tue.",
        "wednesday wednesdays wed.",
        "thursday thursdays thurs. thu.",
        "friday fridays fri.",
        "saturday saturdays sat.",
        "sunday sundays",
    ])
});
static NUMBERS: LazyLock<WordMap> = LazyLock::new(|| {
    number(&[
        "one a an",
        "two couple",
        "three few",
        "four several",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ])
});

/// Numbers the words of some lists from 1.
fn number(lists: &[&str]) -> WordMap {
    let mut map = WordMap::with_room(lists.len() * 3);
    for (list, number) in lists.iter().zip(1..) {
        for word in list.split_ascii_whitespace() {
            *map.entry(word_hash(word)) = number;
        }
    }
    map
}

words!(PARTS_OF_DAY, "morning afternoon evening night");
words!(
    SPANS,
    "week month year day weekend decade century season quarter summer winter spring autumn fall semester"
);
words!(
    COUNTED,
    "days weeks months years decades centuries day week month year decade century hours hour minutes"
);
words!(SEASONS, "spring summer autumn fall winter");
words!(
    POINTERS,
    "last next this past previous coming following same earlier"
);
words!(
    ZONES,
    "utc gmt bst est edt et ist cet cest pst pdt pt ct cst cdt aest aedt jst msk eat wat"
);
words!(
    BEFORE_YEAR,
    "in since by of from until till during before after between and through to late early mid circa around for ( - – — spring summer autumn fall winter the election , on year"
);
words!(
    BEFORE_MONTH,
    "in of since by from until till during before after between last next this late early mid to and on through past"
);
words!(CLOCK, "noon midnight midday");
words!(HALVES, "a.m. p.m. a.m p.m am pm");
words!(EXTENTS, "early late mid earlier later");
words!(DAY_NAMES, "christmas easter thanksgiving halloween");

impl Scan<'_> {
    fn token(&self, idx: usize) -> Option<&Token> {
        (self.sentence.contains(&idx)).then(|| &self.ground.tokens[idx])
    }

    fn hash(&self, idx: usize) -> u32 {
        self.token(idx).map_or(0, |token| token.hash)
    }

    fn is(&self, idx: usize, word: &str) -> bool {
        self.hash(idx) == word_hash(word)
    }

    fn word(&self, idx: usize) -> &str {
        self.token(idx)
            .map_or("", |token| token.text(self.ground.text))
    }

    fn before(&self, idx: usize) -> u32 {
        idx.checked_sub(1).map_or(0, |before| self.hash(before))
    }

    fn measure_at(&self, idx: usize) -> Option<Measure> {
        let token = self.token(idx)?;
        let numeric = token.has_digit()
            || token.kind == TokenKind::Symbol
            || NUMBERS.get(token.hash).is_some();
        let (kind, end, days) = if let Some(end) = self.money(idx) {
            (EntityKind::Money, end, None)
        } else if let Some(end) = numeric.then(|| self.percent(idx)).flatten() {
            (EntityKind::Percent, end, None)
        } else if let Some(end) = self.time(idx) {
            (EntityKind::Time, end, None)
        } else {
            let (end, days) = self.date(idx)?;
            (EntityKind::Date, end, days)
        };
        Some(Measure {
            tokens: idx..end,
            kind,
            days,
        })
    }

    /// Finds the end of a time of day.
    fn time(&self, idx: usize) -> Option<usize> {
        let token = self.token(idx)?;
        if CLOCK.has(token.hash) && !self.token(idx + 1).is_some_and(Token::is_capital) {
            return Some(idx + 1);
        }
        if self.is(idx + 1, "o'clock") && (token.has_digit() || NUMBERS.get(token.hash).is_some()) {
            return Some(idx + 2);
        }
        if token.kind != TokenKind::Number {
            return None;
        }
        let word = self.word(idx);
        let digits = word
            .bytes()
            .take_while(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'))
            .count();
        let ending = &word[digits..];
        let clock = word.contains(':') && ending.is_empty() && word.len() <= 8;
        let written_on = ending.eq_ignore_ascii_case("am") || ending.eq_ignore_ascii_case("pm");
        let mut end = idx + 1;
        if HALVES.has(self.hash(end)) && ending.is_empty() && digits <= 5 {
            end += 1;
        } else if !(written_on || clock && self.looks_like_clock(idx)) {
            let military = word.len() == 4 && ending.is_empty() && ZONES.has(self.hash(idx + 1));
            return (military && self.token(idx + 1).is_some_and(Token::is_upper))
                .then_some(idx + 2);
        }
        if self.token(end).is_some_and(Token::is_upper) && ZONES.has(self.hash(end)) {
            end += 1;
        } else if self.is(end, "local") && self.is(end + 1, "time") {
            end += 2;
        }
        Some(end)
    }

    /// *11:30* but not the score or the verse *3:16*: two digits behind the colon and an hour before it.
    fn looks_like_clock(&self, idx: usize) -> bool {
        let word = self.word(idx);
        let Some((hour, minute)) = word.split_once(':') else {
            return false;
        };
        let minute = minute.split(':').next().unwrap_or_default();
        hour.parse::<u8>().is_ok_and(|hour| hour < 24)
            && minute.len() == 2
            && minute.parse::<u8>().is_ok_and(|m| m < 60)
    }

    /// Finds a date: its end and its days.
    fn date(&self, idx: usize) -> Option<(usize, Option<(Date, Date)>)> {
        let token = self.token(idx)?;
        if let Some(weekday) = WEEKDAYS.get(token.hash)
            && token.is_capital()
        {
            return Some(self.weekday(idx, weekday));
        }
        if let Some(month) = MONTHS.get(token.hash)
            && self.is_month(idx)
        {
            return Some(self.month(idx, month));
        }
        if token.kind == TokenKind::Number {
            return self.number_date(idx);
        }
        if token.kind != TokenKind::Word {
            return None;
        }
        self.relative(idx)
    }

    /// *May* and *March* are months only where they look like it.
    fn is_month(&self, idx: usize) -> bool {
        let token = &self.ground.tokens[idx];
        if !token.is_capital() {
            return false;
        }
        if !matches!(
            self.word(idx),
            "May" | "March" | "Mar." | "Jan" | "Dec" | "August" | "April" | "June"
        ) {
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

    fn weekday(&self, idx: usize, weekday: u16) -> (usize, Option<(Date, Date)>) {
        let mut end = idx + 1;
        let mut days = days::weekday(self.today, weekday, days::Direction::of(self.before(idx)));
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
        }
        if self.word(idx).ends_with("days") {
            days = None;
        }
        (end, days)
    }

    /// *October*, *October 2012*, *October 6*, *October 6, 2012*, *October 6 to 8*.
    fn month(&self, idx: usize, month: u16) -> (usize, Option<(Date, Date)>) {
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
        } else if self.is(end, "of") && POINTERS.has(self.hash(end + 1)) && self.is(end + 2, "year")
        {
            end += 3;
        }
        (end, days::month_days(self.today, year, month, None))
    }

    fn day(&self, idx: usize) -> Option<i8> {
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

    fn year(&self, idx: usize) -> Option<i16> {
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
    fn day_month(&self, idx: usize) -> Option<(usize, Option<(Date, Date)>)> {
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

    fn number_date(&self, idx: usize) -> Option<(usize, Option<(Date, Date)>)> {
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
        {
            let year = decade
                .parse::<i16>()
                .ok()
                .filter(|year| (1000..2100).contains(year));
            return Some((idx + 1, year.and_then(|year| days::years(year, year + 9))));
        }
        // *19th century*
        if self.is(idx + 1, "century") && word.ends_with("th") {
            return Some((idx + 2, None));
        }
        if let Some(ago) = self.ago(idx) {
            return Some((ago, None));
        }
        let year = self.year(idx)?;
        let behind = self.token(idx + 1);
        let counts = behind.is_some_and(|_| self.tags[idx + 1] == Tag::Nouns)
            && !BEFORE_YEAR.has(self.before(idx));
        let opens = idx == self.sentence.start;
        let known = BEFORE_YEAR.has(self.before(idx)) || !counts && year >= 1900 && !opens;
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
        Some((idx + 1, days::years(year, year)))
    }

    /// *two years ago*, *3 days later*
    fn ago(&self, idx: usize) -> Option<usize> {
        let mut at = idx + 1;
        at += usize::from(self.is(at, "of"));
        if !COUNTED.has(self.hash(at)) {
            return None;
        }
        (self.is(at + 1, "ago") || self.is(at + 1, "earlier") || self.is(at + 1, "later"))
            .then_some(at + 2)
    }

    fn relative(&self, idx: usize) -> Option<(usize, Option<(Date, Date)>)> {
        let hash = self.hash(idx);
        for (word, shift) in [
            ("today", 0),
            ("tonight", 0),
            ("yesterday", -1),
            ("tomorrow", 1),
        ] {
            if hash == word_hash(word) {
                let part = usize::from(PARTS_OF_DAY.has(self.hash(idx + 1)));
                return Some((idx + 1 + part, days::shifted(self.today, shift)));
            }
        }
        if POINTERS.has(hash) || self.is(idx, "that") {
            let mut at = idx + 1;
            // *this past October*, *earlier this year*
            if POINTERS.has(self.hash(at)) {
                at += 1;
            }
            let pointer = self.hash(at - 1);
            if self.is(idx, "that") {
                return self.is(at, "night").then_some((at + 1, None));
            }
            if self.is(idx, "same") && !self.is(at, "day") {
                return None;
            }
            if let Some(weekday) = WEEKDAYS
                .get(self.hash(at))
                .filter(|_| self.token(at).is_some_and(Token::is_capital))
            {
                let (end, _) = self.weekday(at, weekday);
                return Some((
                    end,
                    days::weekday(self.today, weekday, days::Direction::of(pointer)),
                ));
            }
            if let Some(month) = MONTHS
                .get(self.hash(at))
                .filter(|_| self.token(at).is_some_and(Token::is_capital))
            {
                let (end, days) = self.month(at, month);
                return Some((end, days));
            }
            let is_night = PARTS_OF_DAY.has(self.hash(at));
            if is_night
                && matches!(
                    self.word(idx).to_ascii_lowercase().as_str(),
                    "last" | "this"
                )
            {
                let shift = if self.is(idx, "last") { -1 } else { 0 };
                return Some((at + 1, days::shifted(self.today, shift)));
            }
            if SPANS.has(self.hash(at)) {
                return Some((
                    at + 1,
                    days::span(self.today, self.word(at), days::Direction::of(pointer)),
                ));
            }
            return None;
        }
        // *early October*, *late Tuesday night*
        if EXTENTS.has(hash) {
            let at = idx
                + 1
                + usize::from(
                    self.token(idx + 1)
                        .is_some_and(|t| t.kind == TokenKind::Dash),
                );
            if let Some(month) = MONTHS
                .get(self.hash(at))
                .filter(|_| self.token(at).is_some_and(Token::is_capital))
            {
                return Some(self.month(at, month));
            }
            if let Some(weekday) = WEEKDAYS
                .get(self.hash(at))
                .filter(|_| self.token(at).is_some_and(Token::is_capital))
            {
                return Some(self.weekday(at, weekday));
            }
            return None;
        }
        if SEASONS.has(hash) {
            let at = idx + 1 + usize::from(self.is(idx + 1, "of"));
            return self.year(at).map(|_| (at + 1, None));
        }
        if DAY_NAMES.has(hash) && self.token(idx).is_some_and(Token::is_capital) {
            let part = self.is(idx + 1, "day") || self.is(idx + 1, "eve");
            return Some((idx + 1 + usize::from(part), None));
        }
        if NUMBERS.get(hash).is_some() {
            return self.ago(idx).map(|end| (end, None));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Body, form, tag};
    use super::*;

    /// Writes each measure as `KIND words` and the days behind an equals sign.
    fn check(text: &str, expected: &[&str]) {
        let body = Body::plain(text);
        let ground = Ground::new(&body);
        let tags = tag::tags(&ground, &form::forms(&ground));
        let today = Some(jiff::civil::date(2012, 10, 6));
        let found: Vec<String> = measures(&ground, &tags, today)
            .iter()
            .map(|measure| {
                let days = measure.days.map_or(String::new(), |(first, last)| {
                    if first == last {
                        format!(" = {first}")
                    } else {
                        format!(" = {first}..{last}")
                    }
                });
                format!(
                    "{} {}{days}",
                    measure.kind.label(),
                    ground.span(&measure.tokens).of(text)
                )
            })
            .collect();
        assert_eq!(found, expected, "of {text:?}");
    }

    #[test]
    fn dates_become_days() {
        check(
            "They agreed on Saturday to meet.",
            &["DATE Saturday = 2012-10-06"],
        );
        check(
            "He came on Friday night.",
            &["DATE Friday night = 2012-10-05"],
        );
        check(
            "It began yesterday and ends tomorrow.",
            &["DATE yesterday = 2012-10-05", "DATE tomorrow = 2012-10-07"],
        );
        check(
            "On January 4, 2019, he left.",
            &["DATE January 4, 2019 = 2019-01-04"],
        );
        check(
            "On 6 October 2010 and 15 April.",
            &[
                "DATE 6 October 2010 = 2010-10-06",
                "DATE 15 April = 2012-04-15",
            ],
        );
        check(
            "It was in December.",
            &["DATE December = 2011-12-01..2011-12-31"],
        );
        check(
            "He was born in 1956.",
            &["DATE 1956 = 1956-01-01..1956-12-31"],
        );
        check(
            "They met last year.",
            &["DATE last year = 2011-01-01..2011-12-31"],
        );
        check(
            "In the 1990s it was two years ago.",
            &["DATE 1990s = 1990-01-01..1999-12-31", "DATE two years ago"],
        );
        check("They may march in the street.", &[]);
        check("About 2000 people came.", &[]);
    }

    #[test]
    fn finds_times_sums_and_shares() {
        check(
            "At 11:30 UTC or 6 a.m. local time, or 7pm.",
            &["TIME 11:30 UTC", "TIME 6 a.m. local time", "TIME 7pm"],
        );
        check(
            "It cost $5.7 billion or £3.3bn.",
            &["MONEY $5.7 billion", "MONEY £3.3bn"],
        );
        check(
            "It cost one million rubles and RM1.2 million.",
            &["MONEY one million rubles", "MONEY RM1.2 million"],
        );
        check(
            "He paid US$45,000, or 20 cents.",
            &["MONEY US$45,000", "MONEY 20 cents"],
        );
        check(
            "It rose 12% and five percent, then 3 to 4 per cent.",
            &[
                "PERCENT 12%",
                "PERCENT five percent",
                "PERCENT 3 to 4 per cent",
            ],
        );
        check("", &[]);
    }
}
