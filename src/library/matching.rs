//! Where in a text does a question match, and which passage shows it best?

use super::{
    query::tree::{Node, Pattern, TextField},
    words::words,
};
use crate::text::Span;
use std::borrow::Cow;

/// A snippet is about this long, in characters.
const SNIPPET_CHARS: usize = 180;

/// Characters of a snippet before its first match.
const SNIPPET_LEAD_CHARS: usize = 50;

/// More matches than this in one text are not told.
pub(crate) const MAX_MATCHES: usize = 1_000;

type Token<'t> = (Span, Cow<'t, str>);

/// Returns the places in `text` that the wanted parts of a question match, in order and not overlapping.
pub(crate) fn matches(node: &Node, text: &str) -> Vec<Span> {
    let tokens: Vec<_> = words(text).collect();
    let mut spans = Vec::new();
    node.visit_wanted(&mut |node| match node {
        Node::Text(TextField::Anywhere, pattern)
        | Node::Named(_, pattern)
        | Node::Said(pattern) => {
            spans.extend(pattern_spans(pattern, &tokens));
        }
        Node::Near {
            left,
            right,
            n_between,
            ..
        } => {
            spans.extend(near_spans(left, right, *n_between, &tokens));
        }
        _ => {}
    });
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut kept: Vec<Span> = Vec::with_capacity(spans.len().min(MAX_MATCHES));
    for span in spans {
        if kept.len() >= MAX_MATCHES {
            break;
        }
        if kept.last().is_none_or(|last| last.end <= span.start) {
            kept.push(span);
        }
    }
    kept
}

/// Tells whether a pattern stands in `text`.
pub(crate) fn holds(pattern: &Pattern, text: &str) -> bool {
    let tokens: Vec<_> = words(text).collect();
    (0..tokens.len()).any(|idx| match_len(pattern, &tokens[idx..]).is_some())
}

/// Tells whether two patterns stand in `text` with at most `n_between` words between them.
pub(crate) fn holds_near(left: &Pattern, right: &Pattern, n_between: u32, text: &str) -> bool {
    let tokens: Vec<_> = words(text).collect();
    !near_spans(left, right, n_between, &tokens).is_empty()
}

fn pattern_spans(pattern: &Pattern, tokens: &[Token]) -> Vec<Span> {
    places(pattern, tokens)
        .into_iter()
        .map(|(first, last)| span_of(tokens, first, last))
        .collect()
}

fn near_spans(left: &Pattern, right: &Pattern, n_between: u32, tokens: &[Token]) -> Vec<Span> {
    let lefts = places(left, tokens);
    let rights = places(right, tokens);
    let mut spans = Vec::new();
    let mut from = 0;
    for (left_first, left_last) in lefts {
        let reach = n_between as usize + 1;
        while rights
            .get(from)
            .is_some_and(|(_, last)| last + reach < left_first)
        {
            from += 1;
        }
        for (right_first, right_last) in &rights[from..] {
            if *right_first > left_last + reach {
                break;
            }
            let is_apart = *right_first > left_last || *right_last < left_first;
            if is_apart && *right_last + reach >= left_first {
                spans.push(span_of(tokens, left_first, left_last));
                spans.push(span_of(tokens, *right_first, *right_last));
            }
        }
    }
    spans
}

/// Returns the first and last token of each place where the pattern matches.
fn places(pattern: &Pattern, tokens: &[Token]) -> Vec<(usize, usize)> {
    (0..tokens.len())
        .filter_map(|idx| Some((idx, idx + match_len(pattern, &tokens[idx..])? - 1)))
        .collect()
}

fn span_of(tokens: &[Token], first: usize, last: usize) -> Span {
    Span {
        start: tokens[first].0.start,
        end: tokens[last].0.end,
    }
}

/// Returns how many of the first tokens the pattern matches.
fn match_len(pattern: &Pattern, tokens: &[Token]) -> Option<usize> {
    let same = |words: &[String]| {
        words.len() <= tokens.len()
            && words
                .iter()
                .zip(tokens)
                .all(|(word, (_, token))| word == token)
    };
    match pattern {
        Pattern::Words(words) => same(words).then_some(words.len()),
        Pattern::Prefix(words) => {
            let (last, before) = words.split_last()?;
            let is_match = same(before) && tokens.get(before.len())?.1.starts_with(last.as_str());
            is_match.then_some(words.len())
        }
        Pattern::Fuzzy(word, max) => {
            let token = &tokens.first()?.1;
            is_within(word, token, usize::from(*max)).then_some(1)
        }
    }
}

/// Tells whether at most `max` letters have to be changed, left out, put in or swapped with their neighbour.
///
/// Optimal string alignment distance (Wikipedia, *Damerau–Levenshtein distance*).
pub(crate) fn is_within(left: &str, right: &str, max: usize) -> bool {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    if left.len().abs_diff(right.len()) > max {
        return false;
    }
    let mut before_last = vec![0; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for i in 1..=left.len() {
        let mut row = vec![i; right.len() + 1];
        for j in 1..=right.len() {
            let is_other = usize::from(left[i - 1] != right[j - 1]);
            row[j] = (last[j] + 1)
                .min(row[j - 1] + 1)
                .min(last[j - 1] + is_other);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[right.len()] <= max
}

/// Returns a passage on one line around the best group of matches, with the places of the matches in it.
///
/// Without matches it is the beginning of the text.
pub(crate) fn snippet(text: &str, matches: &[Span]) -> (String, Vec<Span>) {
    let best = best_match(text, matches);
    let anchor = best.map_or(0, |idx| matches[idx].start as usize);
    let start = step_back(text, anchor, SNIPPET_LEAD_CHARS);
    let mut line = String::new();
    if start > 0 {
        line.push('…');
    }
    let mut spans = Vec::new();
    let mut next = matches.partition_point(|span| (span.start as usize) < start);
    let mut n_chars = 0;
    let mut open: Option<(usize, usize)> = None;
    let mut was_space = true;
    let mut is_cut = false;
    for (offset, c) in text[start..].char_indices() {
        let at = start + offset;
        if let Some((from, end)) = open
            && at >= end
        {
            spans.push(Span::new(from, line.trim_end().len().max(from)));
            open = None;
        }
        // A match is never cut; otherwise the line ends with a word.
        if n_chars >= SNIPPET_CHARS
            && open.is_none()
            && (c.is_whitespace() || n_chars > SNIPPET_CHARS + 40)
        {
            is_cut = true;
            break;
        }
        if open.is_none()
            && let Some(span) = matches.get(next)
            && at >= span.start as usize
        {
            open = Some((line.len(), span.end as usize));
            next += 1;
        }
        if c.is_whitespace() {
            if !was_space {
                line.push(' ');
                n_chars += 1;
            }
            was_space = true;
        } else {
            line.push(c);
            n_chars += 1;
            was_space = false;
        }
    }
    if let Some((from, _)) = open {
        spans.push(Span::new(from, line.trim_end().len().max(from)));
    }
    line.truncate(line.trim_end().len());
    if is_cut {
        line.push('…');
    }
    (line, spans)
}

/// Returns the match whose neighbourhood holds the most different matched words.
fn best_match(text: &str, matches: &[Span]) -> Option<usize> {
    let mut best = None;
    let mut best_n = 0;
    for (idx, first) in matches.iter().enumerate() {
        let reach = first.start as usize + SNIPPET_CHARS - SNIPPET_LEAD_CHARS;
        let mut seen: Vec<&str> = Vec::new();
        for span in matches[idx..]
            .iter()
            .take_while(|span| (span.end as usize) <= reach)
            .take(16)
        {
            let words = span.of(text);
            if !seen.iter().any(|other| other.eq_ignore_ascii_case(words)) {
                seen.push(words);
            }
        }
        if seen.len() > best_n || best.is_none() {
            best_n = seen.len();
            best = Some(idx);
        }
    }
    best
}

/// Returns an offset about `n_chars` before `at`, at the beginning of a word where there is one near.
fn step_back(text: &str, at: usize, n_chars: usize) -> usize {
    let mut start = at;
    for (n, (offset, c)) in text[..at].char_indices().rev().enumerate() {
        if c == '\n' && n > 0 {
            break;
        }
        if n >= n_chars && c.is_whitespace() || n >= n_chars + 30 {
            break;
        }
        start = offset;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Query;
    use proptest::prelude::*;

    /// Checks a question against a text whose expected matches stand in `[ ]`.
    #[track_caller]
    fn check(question: &str, marked: &str) {
        let text = marked.replace(['[', ']'], "");
        let query = Query::parse(question).unwrap();
        let mut shown = text.clone();
        for span in matches(query.node(), &text).iter().rev() {
            shown.insert(span.end as usize, ']');
            shown.insert(span.start as usize, '[');
        }
        assert_eq!(shown, marked, "{question}");
    }

    #[test]
    fn matches_are_found() {
        check("rate", "The [rate] cut, the [Rate].");
        check("\"rate cut\"", "The [rate cut], the rate.");
        check("\"rate cut\" rate", "The [rate cut], the [rate].");
        check("cut*", "The [cuts] and [cut] axe");
        check("chavez", "Hugo [Chávez]");
        check("gatse~", "Robert [Gates]");
        check("rate -cut", "The [rate] cut.");
        check("rate NEAR/1 bank", "The [bank] set [rate] and a rate.");
        check("rate NEAR/0 bank", "The bank set rate.");
        check(
            "\"central bank\" NEAR/2 cut",
            "A [cut] by the [central bank]",
        );
        check("title:rate", "The rate");
        check("source:bbc", "The bbc");
    }

    #[test]
    fn typing_errors_are_counted() {
        for (left, right, n) in [
            ("abc", "abc", 0),
            ("abc", "acb", 1),
            ("abc", "ab", 1),
            ("abc", "xbcd", 2),
        ] {
            assert!(is_within(left, right, n));
            assert!(n == 0 || !is_within(left, right, n - 1));
        }
    }

    #[test]
    fn a_snippet_is_one_line_around_the_match() {
        let text = format!(
            "{}\n\nThe central\nbank cut its rate. {}",
            "Before. ".repeat(30),
            "After. ".repeat(60)
        );
        let query = Query::parse("\"central bank\" rate").unwrap();
        let (line, spans) = snippet(&text, &matches(query.node(), &text));
        assert!(
            line.starts_with("…The central bank cut its rate. After.")
                || line.contains("The central bank cut"),
            "{line}"
        );
        assert!(line.ends_with('…') && !line.contains('\n'));
        let found: Vec<_> = spans.iter().map(|span| span.of(&line)).collect();
        assert_eq!(found, ["central bank", "rate"]);
    }

    proptest! {
        #[test]
        fn a_snippet_of_anything_holds_its_matches(text in "(a|b|é|\\n| |\u{3000}|—){0,400}") {
            let query = Query::parse("a OR aé*").unwrap();
            let found = matches(query.node(), &text);
            let (line, spans) = snippet(&text, &found);
            prop_assert!(!line.contains('\n'));
            for span in spans {
                prop_assert!(line.get(span.range()).is_some(), "{line:?} {span:?}");
            }
        }
    }
}
