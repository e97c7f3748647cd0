//! When, how much? Dates, times, sums and shares by rules over tokens; dates as calendar days where the text tells.

/// Makes a set of words that is built when it is first asked.
macro_rules! words {
    ($name:ident, $list:expr) => {
        static $name: LazyLock<WordSet> = LazyLock::new(|| WordSet::new($list));
    };
}

mod calendar;
mod days;
mod relative;
mod sums;

use super::EntityKind;
use super::sentence::Ground;
use super::tag::Tag;
use super::token::{Token, TokenKind};
use super::words::{WordMap, WordSet, word_hash};
use days::Days;
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

impl Measure {
    /// Tells whether this is a sum of money that these tokens are part of.
    pub fn is_sum_of(&self, tokens: &Range<usize>) -> bool {
        self.kind == EntityKind::Money
            && self.tokens.start <= tokens.start
            && tokens.end <= self.tokens.end
    }
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
    POINTERS,
    "last next this past previous coming following same earlier"
);
words!(
    ZONES,
    "utc gmt bst est edt et ist cet cest pst pdt pt ct cst cdt aest aedt jst msk eat wat"
);
words!(CLOCK, "noon midnight midday");
words!(HALVES, "a.m. p.m. a.m p.m am pm");

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
    fn date(&self, idx: usize) -> Option<(usize, Days)> {
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
            &[
                "DATE 1990s = 1990-01-01..1999-12-31",
                "DATE two years ago = 2010-01-01..2010-12-31",
            ],
        );
        check("They may march in the street.", &[]);
        check("About 2000 people came.", &[]);
    }

    #[test]
    fn parts_of_a_year_are_dates() {
        check(
            "They met in August last year and in June of this year.",
            &[
                "DATE August last year = 2011-08-01..2011-08-31",
                "DATE June of this year = 2012-06-01..2012-06-30",
            ],
        );
        check(
            "Results came early on Friday, three days ago and early today.",
            &[
                "DATE early on Friday = 2012-10-05",
                "DATE three days ago = 2012-10-03",
                "DATE early today = 2012-10-06",
            ],
        );
        check(
            "Over the last four years and in the last quarter of 2011, until the end of January.",
            &[
                "DATE last four years",
                "DATE last quarter of 2011",
                "DATE end of January",
            ],
        );
        check(
            "In the seventies, the nineteenth century and the 21st Century.",
            &[
                "DATE seventies",
                "DATE nineteenth century",
                "DATE 21st Century",
            ],
        );
        check(
            "It opens in the fall; the fall of Rome took long.",
            &["DATE fall"],
        );
        check(
            "It fell on Friday the 13th.",
            &["DATE Friday the 13th = 2012-10-05"],
        );
        check(
            "The March results were good.",
            &["DATE March = 2012-03-01..2012-03-31"],
        );
    }

    #[test]
    fn what_looks_like_a_date_is_none() {
        check(
            "He is in his early 50s and works for 20th Century Fox.",
            &[],
        );
        check("NO PART OF IT MAY BE USED.", &[]);
        check("She runs Fox 2000, a studio.", &[]);
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
            "It costs between $5 and $7 billion, an $8-billion loss.",
            &["MONEY $5 and $7 billion", "MONEY $8-billion"],
        );
        check(
            "They lost hundreds of millions of dollars and SEK9 million.",
            &[
                "MONEY hundreds of millions of dollars",
                "MONEY SEK9 million",
            ],
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
