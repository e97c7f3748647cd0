//! What a paragraph is for: headings, list items, captions, and lines that are no part of the story.

use super::{
    lines::{Line, ends_sentence},
    signoff::is_sign_off,
};
use crate::text::{Paragraph, ParagraphKind};

/// A heading is no longer.
const MAX_HEADING_CHARS: usize = 90;
/// Of all paragraphs, no more than this share (in percent) are headings.
const MAX_HEADINGS_PERCENT: usize = 45;
/// A caption or a line of a page's frame is no longer.
const MAX_FRAME_CHARS: usize = 160;

/// Returns how long the mark of a list item is that the line begins with, if it does.
pub(super) fn list_marker(line: &str) -> Option<usize> {
    let mut chars = line.chars();
    let first = chars.next()?;
    if matches!(
        first,
        '-' | '*' | '\u{2022}' | '\u{25cf}' | '\u{25aa}' | '\u{b7}' | '\u{25e6}' | '\u{2023}' | '+'
    ) {
        return (chars.next() == Some(' ')
            && chars.next().is_some_and(|c| !c.is_whitespace() && c != '-'))
        .then_some(first.len_utf8() + 1);
    }
    let inner = line.strip_prefix('(').unwrap_or(line);
    let n_digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let n = if (1..=2).contains(&n_digits) {
        n_digits
    } else if inner.starts_with(|c: char| c.is_ascii_lowercase()) && inner.len() > 1 {
        1
    } else {
        return None;
    };
    let rest = &inner[n..];
    let closed = match rest.chars().next()? {
        ')' => true,
        '.' => n_digits > 0 && inner.len() == line.len(),
        _ => false,
    };
    (closed && rest[1..].starts_with(' ')).then_some(line.len() - rest.len() + 2)
}

/// Gives each paragraph of running text its kind.
pub(super) fn assign(
    text: &str,
    lines: &[Line],
    paragraphs: &mut [Paragraph],
    first_lines: &[usize],
) {
    let ends: Vec<usize> = first_lines
        .iter()
        .skip(1)
        .copied()
        .chain([lines.len()])
        .collect();
    let mut headings = Vec::new();
    let n = paragraphs.len();
    for idx in 0..n {
        let paragraph = &mut paragraphs[idx];
        let first = &lines[first_lines[idx]];
        if paragraph.kind != ParagraphKind::Text || first.kind.is_some() {
            continue;
        }
        let n_lines = ends[idx] - first_lines[idx];
        let words = &text[first.at.clone()];
        if n_lines == 1 && is_frame(words) {
            paragraph.kind = ParagraphKind::Boilerplate;
        } else if is_caption(words) && n_lines <= 3 {
            paragraph.kind = ParagraphKind::Caption;
        } else if list_marker(words).is_some() {
            paragraph.kind = ParagraphKind::List;
        } else if n_lines == 1 && looks_like_heading(words) {
            headings.push(idx);
        }
    }
    // Lines of verse and lists of names look like headings, but there is nothing under them.
    let long = |idx: usize| {
        idx < n && {
            let line = &lines[first_lines[idx]];
            ends[idx] - first_lines[idx] > 1
                || line.width > MAX_HEADING_CHARS
                || ends_sentence(&text[line.at.clone()])
                || list_marker(&text[line.at.clone()]).is_some()
        }
    };
    if headings.len() * 100 > n * MAX_HEADINGS_PERCENT {
        return;
    }
    for idx in headings {
        let stands_apart = !lines[first_lines[idx]].follows
            && lines.get(ends[idx]).is_some_and(|next| !next.follows);
        if stands_apart && long(idx + 1) {
            paragraphs[idx].kind = ParagraphKind::Heading;
        }
    }
}

/// Tells whether a line could head what follows it: short, begins with a capital, and does not end like a sentence.
pub(super) fn looks_like_heading(line: &str) -> bool {
    if line.len() > 4 * MAX_HEADING_CHARS {
        return false;
    }
    let n_chars = line.chars().count();
    let starts = line
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| !c.is_lowercase());
    let last = line.chars().next_back().unwrap_or(' ');
    (2..=MAX_HEADING_CHARS).contains(&n_chars)
        && starts
        && !matches!(
            last,
            '.' | ',' | ';' | ':' | '\u{2026}' | '-' | '\u{2014}' | '"' | '\u{201d}' | '\''
        )
        && line.chars().any(char::is_alphabetic)
}

/// Tells whether a line is the words under a picture.
fn is_caption(line: &str) -> bool {
    const BEGINNINGS: [&str; 13] = [
        "image caption",
        "media caption",
        "image source",
        "photo:",
        "photo by",
        "(photo",
        "caption:",
        "file photo",
        "picture:",
        "image:",
        "[photo",
        "photograph:",
        "(file photo",
    ];
    line.len() <= 4 * MAX_FRAME_CHARS
        && BEGINNINGS
            .iter()
            .any(|beginning| starts_with_ignoring_case(line, beginning))
}

fn starts_with_ignoring_case(line: &str, beginning: &str) -> bool {
    let is_first = |one: Option<&u8>, other: Option<&u8>| {
        one.map(u8::to_ascii_lowercase) == other.map(u8::to_ascii_lowercase)
    };
    // Of the many beginnings that are asked for, most have another first letter.
    is_first(line.as_bytes().first(), beginning.as_bytes().first())
        && line
            .get(..beginning.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

/// Tells whether a line belongs to the frame of a page: navigation, sharing, advertising, rights, end marks.
pub(super) fn is_frame(line: &str) -> bool {
    const WHOLE: &[&str] = &[
        "share this",
        "share",
        "share this page",
        "share this article",
        "share this story",
        "share this with",
        "print",
        "print this",
        "email",
        "e-mail",
        "email this",
        "e-mail this",
        "e-mail this to a friend",
        "printable version",
        "advertisement",
        "advertising",
        "sponsored",
        "related",
        "related stories",
        "related articles",
        "related links",
        "related topics",
        "related internet links",
        "related content",
        "related bbc sites",
        "read more",
        "more on this story",
        "see also",
        "top stories",
        "most read",
        "most popular",
        "most viewed",
        "trending",
        "comments",
        "leave a comment",
        "post a comment",
        "back to top",
        "go to top",
        "continue reading",
        "continue reading the main story",
        "story continues below",
        "story continues below advertisement",
        "article continues below",
        "sign up",
        "sign in",
        "log in",
        "subscribe",
        "subscribe now",
        "newsletter",
        "follow us",
        "copy link",
        "save",
        "tweet",
        "facebook",
        "twitter",
        "whatsapp",
        "next story",
        "previous story",
        "home",
        "menu",
        "search",
        "skip to content",
        "skip to main content",
        "xxx",
        "more to come",
        "news home",
        "video",
        "listen",
        "elsewhere on the bbc",
    ];
    const BEGINNINGS: &[&str] = &[
        "copyright ",
        "\u{a9} ",
        "(c) ",
        "all rights reserved",
        "follow us on",
        "sign up for our",
        "sign up to our",
        "subscribe to our",
        "click here to",
        "click here for",
        "download our app",
        "the bbc is not responsible",
        "this material may not be published",
        "this story was originally published",
        "for more information, visit www",
        "continue reading the main story",
        "like us on facebook",
        "read more:",
        "read also:",
        "also read:",
        "see also:",
        "bbc \u{a9}",
        "you may also like",
        "enable javascript",
        "please enable javascript",
        "we use cookies",
        "this website uses cookies",
        "terms of use",
        "terms of service",
        "privacy policy",
        "contact us",
    ];
    /// None of them is longer.
    const MAX_WHOLE_BYTES: usize = 40;
    if line.len() > 2 * MAX_FRAME_CHARS {
        return false;
    }
    let core = line.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '.' | ':' | '>' | '\u{bb}' | '|' | '*' | '[' | ']' | '\u{2022}'
            )
    });
    if core.is_empty() {
        return true;
    }
    if core
        .bytes()
        .all(|byte| matches!(byte, b'#' | b'-' | b'=' | b'_' | b'~' | b' ' | b'+'))
    {
        return true;
    }
    core.len() <= MAX_WHOLE_BYTES && WHOLE.iter().any(|whole| whole.eq_ignore_ascii_case(core))
        || BEGINNINGS
            .iter()
            .any(|beginning| starts_with_ignoring_case(core, beginning))
            && line.chars().count() <= MAX_FRAME_CHARS
        || is_sign_off(line)
        || is_breadcrumb(line)
}

/// Tells whether a line is a path through a site (`BBC Home > BBC News > Americas`).
pub(super) fn is_breadcrumb(line: &str) -> bool {
    steps(line).is_some()
}

/// Returns the steps of a path through a site, the outermost first.
pub(super) fn steps(line: &str) -> Option<Vec<&str>> {
    if line.len() > MAX_FRAME_CHARS || ends_sentence(line) {
        return None;
    }
    let separator = [" > ", " \u{bb} ", " \u{203a} ", " / ", " | ", " \u{2192} "]
        .into_iter()
        .find(|separator| line.contains(separator))?;
    let steps: Vec<&str> = line.split(separator).map(str::trim).collect();
    let short = steps.iter().all(|step| {
        !step.is_empty() && step.split(' ').count() <= 4 && step.contains(char::is_alphabetic)
    });
    let begins = steps
        .iter()
        .all(|step| step.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    let home = steps[0].to_lowercase().contains("home");
    (short
        && begins
        && steps.len() >= 2
        && (steps.len() >= 3 || home || separator != " | " && separator != " / "))
        .then_some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_tell_what_they_are() {
        for (line, marker) in [
            ("- cut costs", Some(2)),
            ("\u{2022} hire", Some(4)),
            ("1. First", Some(3)),
            ("(a) one", Some(4)),
            ("12) twelve", Some(4)),
            ("2015. That was", None),
            ("- - -", None),
            ("a claim", None),
            ("-30-", None),
        ] {
            assert_eq!(list_marker(line), marker, "{line}");
        }
        for line in [
            "Share this",
            "Related BBC sites",
            "BBC Home > BBC News > Americas",
            "###",
            "Copyright 2010 Example Ltd",
            "* * *",
        ] {
            assert!(is_frame(line), "{line}");
        }
        for line in [
            "Brazilian deal",
            "The share of this grew.",
            "He won 3 > 2",
            "Home is where they live, he said.",
        ] {
            assert!(!is_frame(line), "{line}");
        }
        for (line, heading) in [
            ("Brazilian deal", true),
            ("He left.", false),
            ("and so on", false),
            ("\"Yes,\"", false),
        ] {
            assert_eq!(looks_like_heading(line), heading, "{line}");
        }
    }
}
