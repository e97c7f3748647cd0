//! Which values of a record are its story, headline and date, where their names mean nothing?

use crate::corpus::{DayMonthOrder, Precision, date};

/// A value whose name means nothing is a story from this length on, in bytes, if it has so many words.
const MIN_STORY_BYTES: usize = 100;
/// See [`MIN_STORY_BYTES`].
const MIN_STORY_WORDS: usize = 12;
/// A headline is no longer, in bytes.
const MAX_TITLE_BYTES: usize = 200;

/// Finds the story, and what of headline and date is not known, among values whose names mean nothing.
///
/// Returns the positions of the values: the longest text; the first short one of several words; the first date.
pub fn guess(values: &[&str]) -> Option<Guess> {
    let is_story = |value: &&str| {
        value.len() >= MIN_STORY_BYTES
            && value.split_whitespace().take(MIN_STORY_WORDS).count() == MIN_STORY_WORDS
    };
    let (body, _) = values
        .iter()
        .enumerate()
        .filter(|(_, value)| is_story(value))
        .max_by_key(|(_, value)| value.len())?;
    let day = |value: &str| {
        date::parse(value, DayMonthOrder::DayFirst)
            .is_some_and(|published| published.precision >= Precision::Day)
    };
    let date = values
        .iter()
        .position(|value| value.bytes().filter(u8::is_ascii_digit).count() >= 3 && day(value));
    let title = values.iter().position(|value| {
        value.len() <= MAX_TITLE_BYTES
            && value.trim().contains(' ')
            && !value.contains("://")
            && value.chars().any(char::is_alphabetic)
            && !day(value)
    });
    Some(Guess { body, title, date })
}

/// Which of some values are the parts of an article, by what they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The story.
    pub body: usize,
    /// The headline.
    pub title: Option<usize>,
    /// The date.
    pub date: Option<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_tell_what_they_are_where_names_do_not() {
        let story = "The harbour board said on Thursday that it would close two of its five piers for repairs put off since spring.";
        let found = guess(&[
            "17",
            "2019-01-04",
            "Two piers to close",
            story,
            "https://x.example/a b",
        ]);
        let expected = Guess {
            body: 3,
            title: Some(2),
            date: Some(1),
        };
        assert_eq!(found, Some(expected));
        assert_eq!(guess(&["17", "Two piers to close"]), None);
    }
}
