//! Where do quotation marks open and close? Every style, without ever pairing blindly.
//!
//! A straight mark says nothing by itself: its neighbours say whether it opens or closes, and only where they are
//! silent does the state decide. A mark that opens and never closes is kept as such ([`End::Open`]) and reaches no
//! further than its sentence, so that a lost mark costs one sentence and not the rest of the article. Where the
//! next paragraph opens again, the quotation goes on ([`End::Continues`]), as printers do with long speeches; so it does
//! where a paragraph soon after closes what it has not opened.

mod single;

use super::Span;
use single::singles;

/// A stretch of text between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The stretch with its marks.
    pub span: Span,
    /// The stretch without its marks.
    pub inner: Span,
    /// Whether the marks are single ones.
    pub single: bool,
    /// How many other quotations it stands in.
    pub depth: u8,
    /// How it ends.
    pub end: End,
    /// Whether it takes up a quotation that the paragraph before left open.
    pub resumes: bool,
}

/// How a stretch between marks ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With its closing mark.
    Closed,
    /// With its paragraph; the next paragraph opens again, or closes without having opened.
    Continues,
    /// Its closing mark is lost; the stretch is a guess that ends with the sentence.
    Open,
}

/// What one mark does, as far as it and its neighbours tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Opens,
    Closes,
    Either,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    at: usize,
    len: usize,
    turn: Turn,
}

/// Finds the quoted stretches of a text, paragraph by paragraph, in the order of their opening marks.
///
/// Takes time linear in the length of the text.
pub fn quoted(text: &str, paragraphs: &[Span]) -> Vec<Quoted> {
    let mut found: Vec<Quoted> = Vec::new();
    let mut runs_on = None;
    for (idx, paragraph) in paragraphs.iter().enumerate() {
        let first = found.len();
        let next = paragraphs.get(idx + 1).map_or("", |next| next.of(text));
        runs_on = doubles(text, &paragraphs[idx..], runs_on, &mut found);
        let outer: Vec<Quoted> = found[first..].to_vec();
        singles(text, *paragraph, next, &outer, &mut found);
        found[first..].sort_by_key(|quoted| (quoted.span.start, u32::MAX - quoted.span.end));
        nest(&mut found[first..]);
        let resumes = first
            .checked_sub(1)
            .map(|last| found[last])
            .is_some_and(|last| {
                last.end == End::Continues
                    && paragraphs[..idx]
                        .last()
                        .is_some_and(|before| before.end == last.span.end)
            });
        if resumes
            && let Some(opening) = found.get_mut(first)
            && opening.span.start == paragraph.start
        {
            opening.resumes = true;
        }
    }
    found
}

/// Counts, for stretches in order, how many others each stands in.
fn nest(stretches: &mut [Quoted]) {
    let mut open: Vec<u32> = Vec::new();
    for quoted in stretches {
        while open.last().is_some_and(|end| *end <= quoted.span.start) {
            open.pop();
        }
        quoted.depth = u8::try_from(open.len()).unwrap_or(u8::MAX);
        open.push(quoted.span.end);
    }
}

fn before(text: &str, at: usize) -> char {
    text[..at].chars().next_back().unwrap_or(' ')
}

fn after(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or(' ')
}

fn opens_after(c: char) -> bool {
    c.is_whitespace() || "([{—–-/‘'“\"«‹…".contains(c)
}

fn closes_before(c: char) -> bool {
    c.is_whitespace() || ".,;:!?)]}—–-…/’'”\"»›".contains(c)
}

/// Reads what a mark without a direction of its own does from its neighbours within the paragraph.
fn turn_of_straight(text: &str, paragraph: Span, at: usize, len: usize) -> Turn {
    let prev = if at == paragraph.start as usize {
        ' '
    } else {
        before(text, at)
    };
    let next = if at + len >= paragraph.end as usize {
        ' '
    } else {
        after(text, at + len)
    };
    let opens = opens_after(prev) && !next.is_whitespace();
    let closes = !prev.is_whitespace() && closes_before(next);
    match (opens, closes) {
        (true, false) => Turn::Opens,
        (false, true) => Turn::Closes,
        _ => Turn::Either,
    }
}

/// Returns the double mark at `at`, if one stands there.
fn double_mark(text: &str, paragraph: Span, at: usize, c: char) -> Option<Mark> {
    let rest = &text[at..];
    let mark = |len, turn| Some(Mark { at, len, turn });
    match c {
        '"' => {
            let len = if rest.starts_with("\"\"") { 2 } else { 1 };
            mark(len, turn_of_straight(text, paragraph, at, len))
        }
        '\'' if rest.starts_with("''") => mark(2, turn_of_straight(text, paragraph, at, 2)),
        '`' if rest.starts_with("``") => mark(2, Turn::Opens),
        '\u{201e}' | '\u{201f}' => mark(c.len_utf8(), Turn::Opens),
        '\u{201c}' | '\u{201d}' | '«' | '»' | '\u{ff02}' => {
            // Curly marks are often the wrong way round; guillemets point either way by country. The neighbours
            // decide where they speak clearly, the shape where they do not.
            let shape = match c {
                '\u{201c}' | '«' => Turn::Opens,
                '\u{201d}' | '»' => Turn::Closes,
                _ => Turn::Either,
            };
            let turn = match turn_of_straight(text, paragraph, at, c.len_utf8()) {
                Turn::Either => shape,
                clear if shape == Turn::Either => clear,
                clear if clear == shape => shape,
                _ => Turn::Either,
            };
            mark(c.len_utf8(), turn)
        }
        _ => None,
    }
}

/// A quotation that opens in one paragraph may run through so many more before one closes it.
const MAX_RUN: usize = 3;

/// Tells whether the first double mark of the next paragraphs closes, and is of the style of one that is open.
fn closes_later(text: &str, open: Mark, paragraphs: &[Span]) -> bool {
    let style = |at: usize| match after(text, at) {
        '"' | '\u{ff02}' => 0,
        '\'' | '`' => 1,
        '«' | '»' => 2,
        _ => 3,
    };
    for paragraph in paragraphs.iter().take(MAX_RUN) {
        let mut marks = paragraph.of(text).char_indices();
        let first = marks.find_map(|(offset, c)| {
            double_mark(text, *paragraph, paragraph.start as usize + offset, c)
        });
        if let Some(mark) = first {
            let is_inch = before(text, mark.at).is_ascii_digit();
            return mark.turn == Turn::Closes && style(mark.at) == style(open.at) && !is_inch;
        }
    }
    false
}

/// Finds the stretches between double marks in the first paragraph, which may stand in a quotation from its beginning;
/// returns the mark of one that runs on into the next paragraph without opening again.
fn doubles(
    text: &str,
    paragraphs: &[Span],
    runs_on: Option<Mark>,
    found: &mut Vec<Quoted>,
) -> Option<Mark> {
    let paragraph = *paragraphs.first()?;
    let mut open = runs_on.map(|mark| Mark {
        at: paragraph.start as usize,
        len: 0,
        ..mark
    });
    let mut skip_to = 0;
    for (offset, c) in paragraph.of(text).char_indices() {
        let at = paragraph.start as usize + offset;
        if at < skip_to {
            continue;
        }
        let Some(mark) = double_mark(text, paragraph, at, c) else {
            continue;
        };
        skip_to = at + mark.len;
        match (open, mark.turn) {
            (None, Turn::Opens) => open = Some(mark),
            (None, Turn::Closes) => {}
            (None, Turn::Either) => {
                // After a digit it is an inch or a second of arc.
                if !before(text, at).is_ascii_digit() {
                    open = Some(mark);
                }
            }
            (Some(_), Turn::Closes | Turn::Either) => {
                if let Some(start) = open.take() {
                    found.push(stretch(start, skip_to, mark.len, End::Closed));
                }
            }
            (Some(start), Turn::Opens) => {
                // Two openings in a row: the first one has lost its end.
                found.push(unclosed(text, start, at));
                open = Some(mark);
            }
        }
    }
    if let Some(start) = open {
        let end = paragraph.end as usize;
        let next = paragraphs.get(1).map_or("", |next| next.of(text));
        let opening = runs_on.filter(|_| start.len == 0).unwrap_or(start);
        let reopens = next.starts_with(['"', '\u{201c}', '«', '\u{201e}', '`'])
            || next.starts_with("''")
            || (next.starts_with('»') && text[start.at..].starts_with('»'));
        if reopens {
            found.push(stretch(start, end, 0, End::Continues));
        } else if closes_later(text, opening, &paragraphs[1..]) {
            found.push(stretch(start, end, 0, End::Continues));
            return Some(opening);
        } else {
            found.push(unclosed(text, start, end));
        }
    }
    None
}

fn stretch(start: Mark, end: usize, closing: usize, how: End) -> Quoted {
    Quoted {
        span: Span::new(start.at, end),
        inner: Span::new(
            start.at + start.len,
            (end - closing).max(start.at + start.len),
        ),
        single: false,
        depth: 0,
        end: how,
        resumes: false,
    }
}

/// Guesses the stretch of a mark that never closes: up to the end of its sentence, at most to `limit`.
fn unclosed(text: &str, start: Mark, limit: usize) -> Quoted {
    let from = (start.at + start.len).min(limit);
    let mut end = limit;
    let mut chars = text[from..limit].char_indices().peekable();
    let mut stop = false;
    while let Some((offset, c)) = chars.next() {
        if stop && c.is_whitespace() {
            if chars.peek().is_some_and(|(_, next)| !next.is_lowercase()) {
                end = from + offset;
                break;
            }
            stop = false;
        } else {
            stop = matches!(c, '.' | '!' | '?') || (stop && matches!(c, '\'' | '’' | ')' | ']'));
        }
    }
    let end = from + text[from..end].trim_end().len();
    stretch(start, end, 0, End::Open)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> Vec<Span> {
        let mut at = 0;
        let mut spans = Vec::new();
        for line in text.split_inclusive('\n') {
            let line_text = line.trim_end_matches('\n');
            if !line_text.is_empty() {
                spans.push(Span::new(at, at + line_text.len()));
            }
            at += line.len();
        }
        spans
    }

    fn check(text: &str, expected: &[(&str, End, u8)]) {
        let found: Vec<(&str, End, u8)> = quoted(text, &paragraphs(text))
            .iter()
            .map(|quoted| (quoted.inner.of(text), quoted.end, quoted.depth))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn every_style_of_marks_is_read() {
        use End::Closed;
        check("He said \"no\" to me.", &[("no", Closed, 0)]);
        check("He said “no” to me.", &[("no", Closed, 0)]);
        check("He said ``no'' to me.", &[("no", Closed, 0)]);
        check("He said ''no'' to me.", &[("no", Closed, 0)]);
        check("He said «no» to me.", &[("no", Closed, 0)]);
        check("He said »no« to me.", &[("no", Closed, 0)]);
        check("He said „no“ to me.", &[("no", Closed, 0)]);
        check("He said „no” to me.", &[("no", Closed, 0)]);
        check("He said 'no' to me.", &[("no", Closed, 0)]);
        check("He said ‘no’ to me.", &[("no", Closed, 0)]);
        check("\" no , \" he said", &[(" no , ", Closed, 0)]);
        check("\"We—\" he began.", &[("We—", Closed, 0)]);
    }

    #[test]
    fn a_quotation_may_close_in_a_later_paragraph() {
        use End::{Closed, Continues, Open};
        check(
            "He said, \"It was a day.\nIt was cold.\" He left.",
            &[("It was a day.", Continues, 0), ("It was cold.", Closed, 0)],
        );
        check(
            "He said, “It was a day.\nIt was cold.\nIt rained.” He left.",
            &[
                ("It was a day.", Continues, 0),
                ("It was cold.", Continues, 0),
                ("It rained.", Closed, 0),
            ],
        );
        // A mark of another style, or one that opens, closes nothing.
        check(
            "He said, \"No.\nIt was cold.” He left.",
            &[("No.", Open, 0)],
        );
        check(
            "He said, \"No.\nShe said \"yes\" to it.",
            &[("No.", Open, 0), ("yes", Closed, 0)],
        );
        check("He said, \"No.\n1\n2\n3\n4\" of rain.", &[("No.", Open, 0)]);
        // An inch is no mark that closes.
        check("He said, \"No.\nA pipe of 6\" burst.", &[("No.", Open, 0)]);
    }

    #[test]
    fn an_inch_opens_nothing() {
        check(
            "A pipe of 6\" burst. He said \"no\" to me.",
            &[("no", End::Closed, 0)],
        );
    }

    #[test]
    fn an_apostrophe_is_no_quotation_mark() {
        use End::Closed;
        check("The workers' union and the drivers' club don't agree.", &[]);
        check("Back in the '90s, rock 'n' roll and the dogs' bowls.", &[]);
        check("Tell ’em it’s the teachers’ day.", &[]);
        check(
            "‘The workers’ union won’t go,’ she said.",
            &[("The workers’ union won’t go,", Closed, 0)],
        );
        check(
            "'It's the firm's fault,' said the workers' union.",
            &[("It's the firm's fault,", Closed, 0)],
        );
        check(
            "Lido users accuse council of 'betrayal' over vote",
            &[("betrayal", Closed, 0)],
        );
    }

    #[test]
    fn quotations_stand_in_quotations() {
        use End::Closed;
        check(
            "\"He asked, 'Are you well?' and left,\" she said.",
            &[
                ("He asked, 'Are you well?' and left,", Closed, 0),
                ("Are you well?", Closed, 1),
            ],
        );
        check(
            "‘He said “no” to me,’ she said.",
            &[("He said “no” to me,", Closed, 0), ("no", Closed, 1)],
        );
        check(
            "“and he told my mother: ‘We threw it.’”",
            &[
                ("and he told my mother: ‘We threw it.’", Closed, 0),
                ("We threw it.", Closed, 1),
            ],
        );
    }

    #[test]
    fn a_long_speech_reopens_in_each_paragraph() {
        check(
            "\"One.\n\"Two.\n\"Three,\" he said.",
            &[
                ("One.", End::Continues, 0),
                ("Two.", End::Continues, 0),
                ("Three,", End::Closed, 0),
            ],
        );
        let text = "“One.\n“Two,” he said.\n“Other.”";
        let resumes: Vec<bool> = quoted(text, &paragraphs(text))
            .iter()
            .map(|q| q.resumes)
            .collect();
        assert_eq!(resumes, [false, true, false]);
    }

    #[test]
    fn a_lost_mark_costs_one_sentence() {
        use End::{Closed, Open};
        check(
            "\"We will go. He left at five. He ate.\nNo marks here.",
            &[("We will go.", Open, 0)],
        );
        check(
            "\"We will go. Then \"they\" came.",
            &[("We will go.", Open, 0), ("they", Closed, 0)],
        );
        check("We will go,\" he said. \"Soon.\"", &[("Soon.", Closed, 0)]);
        check("A 5\" pipe and a 6\" pipe.", &[]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_stretches_inside_it(text in "[a-c \n\"'“”‘’«»„`.,0-9é]{0,80}") {
            for quoted in quoted(&text, &paragraphs(&text)) {
                assert!(text.get(quoted.span.range()).is_some());
                assert!(text.get(quoted.inner.range()).is_some());
                assert!(quoted.span.covers(quoted.inner));
            }
        }
    }
}
