//! `quotes`: who said what.

use super::{Answer, Desk, FOUND, Failure, NOTHING, Output, row};
use crate::{
    library::{Query, QuoteFilter, QuoteRow},
    shell::cli::WhichQuotes,
};
use jiff::civil::Date;
use serde_json::{Value, json};

/// The cells of a speaker's name.
const SPEAKER_WIDTH: usize = 24;
/// The cells of the kind: `indirect` is the longest.
const KIND_WIDTH: usize = 8;

/// Reads the conditions; a date or question that is not clear is an error.
pub(super) fn filter(which: &WhichQuotes) -> Result<QuoteFilter, Failure> {
    let about = which.about.as_deref().map(Query::parse).transpose()?;
    Ok(QuoteFilter {
        speaker: which.speaker.clone(),
        unknown_speaker: which.unknown,
        about: about.filter(|query| !query.is_empty()),
        from: which.from.as_deref().map(first_day).transpose()?,
        to: which.to.as_deref().map(last_day).transpose()?,
    })
}

pub(super) fn quotes(
    desk: &Desk<'_>,
    filter: &QuoteFilter,
    limit: Option<usize>,
    json: bool,
    out: &mut Output,
) -> Answer {
    let rows = desk.library.quotes(filter);
    let limit = limit.unwrap_or(usize::MAX);
    for quote in rows.iter().take(limit) {
        if json {
            out.json(&fields(desk, quote))?;
        } else {
            let catalogue = desk.library.catalogue();
            let article = catalogue.row(quote.article);
            out.columns(&[
                (&day(quote), row::DATE_WIDTH),
                (quote.speaker.as_deref().unwrap_or("unknown"), SPEAKER_WIDTH),
                (quote.kind.word(), KIND_WIDTH),
                (&format!("{:.2}", quote.confidence), 4),
                (
                    &article.map_or_else(String::new, |row| row::short(row.key)),
                    row::KEY_DIGITS,
                ),
                (&quote.words, 0),
            ])?;
        }
    }
    Ok(if rows.is_empty() || limit == 0 {
        NOTHING
    } else {
        FOUND
    })
}

/// Writes the day on which the article of a quotation was published.
pub(super) fn day(quote: &QuoteRow) -> String {
    quote
        .date
        .map(|at| at.date().to_string())
        .unwrap_or_default()
}

/// Returns all that is known of a quotation.
pub(super) fn fields(desk: &Desk<'_>, quote: &QuoteRow) -> Value {
    let catalogue = desk.library.catalogue();
    let row = catalogue.row(quote.article);
    let article = desk.library.article(quote.article).ok();
    let span = article
        .as_ref()
        .and_then(|article| row::in_characters(article.body.text(), &[quote.span]).pop());
    json!({
        "date": row.as_ref().and_then(|row| row::date(row.date)),
        "speaker": quote.speaker,
        "kind": quote.kind.word(),
        "confidence": rounded(quote.confidence),
        "words": quote.words,
        "key": row.as_ref().map(|row| row.key.to_string()),
        "title": row.as_ref().map(|row| &row.title),
        "source": row.and_then(|row| row.source),
        "path": article.as_ref().map(|article| article.origin.path.to_string_lossy().into_owned()),
        "quote": quote.quote_idx,
        "start": span.map(|[start, _]| start),
        "end": span.map(|[_, end]| end),
    })
}

/// Rounds a share to what it means: three digits.
fn rounded(share: f32) -> f64 {
    (f64::from(share) * 1000.0).round() / 1000.0
}

fn first_day(text: &str) -> Result<Date, Failure> {
    days(text).map(|(first, _)| first)
}

fn last_day(text: &str) -> Result<Date, Failure> {
    days(text).map(|(_, last)| last)
}

/// Reads `2024-03-01`, `2024-03` or `2024` as its first and last day.
fn days(text: &str) -> Result<(Date, Date), Failure> {
    let not_clear = || {
        Failure::because(format_args!(
            "'{text}' is not a date; write it like 2024-03-01, 2024-03 or 2024"
        ))
    };
    let numbers: Vec<i16> = text
        .trim()
        .split('-')
        .map(|part| part.parse().map_err(|_| not_clear()))
        .collect::<Result<_, _>>()?;
    let day = |year, month, day| Date::new(year, month, day).map_err(|_| not_clear());
    let small = |number: i16| i8::try_from(number).map_err(|_| not_clear());
    match numbers[..] {
        [year] => Ok((day(year, 1, 1)?, day(year, 12, 31)?)),
        [year, month] => {
            let first = day(year, small(month)?, 1)?;
            Ok((first, first.last_of_month()))
        }
        [year, month, of_month] => {
            let only = day(year, small(month)?, small(of_month)?)?;
            Ok((only, only))
        }
        _ => Err(not_clear()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_far_as_they_go() {
        for (text, expected) in [
            ("2024-02-29", Some(("2024-02-29", "2024-02-29"))),
            ("2024-02", Some(("2024-02-01", "2024-02-29"))),
            ("2023", Some(("2023-01-01", "2023-12-31"))),
            ("2023-02-29", None),
            ("2023-13", None),
            ("yesterday", None),
            ("", None),
            ("2024-1-1-1", None),
        ] {
            let days = days(text)
                .ok()
                .map(|(first, last)| (first.to_string(), last.to_string()));
            let expected = expected.map(|(first, last)| (first.to_owned(), last.to_owned()));
            assert_eq!(days, expected, "{text}");
        }
    }
}
