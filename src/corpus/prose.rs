//! What did the publisher mean? From a raw text to a body: characters repaired, words mended, lines joined to paragraphs.
//!
//! ```text
//! source ──▶ draft ──▶ characters ──▶ words ──▶ layout ──▶ Body
//! ```
//!
//! Each pass looks at the text as the passes before it left it and proposes changes; the draft keeps, for each
//! difference, the bytes of the source it stands for. What is certain is applied, a guess is applied and marked.

mod characters;
mod draft;
mod hyphen;
mod inline;
mod layout;
mod letters;
mod lexicon;
mod lines;
mod markup;
mod mojibake;
mod roles;
mod scan;
mod signoff;
mod spellings;
mod split;
mod tokens;
mod written;

pub(crate) use inline::inline_marks;
pub use lexicon::{Count, MAX_WORD_LEN};
pub use spellings::Spellings;
pub(super) use spellings::{OddWords, SpellingCounts};
pub use split::standing_words;

use crate::text::{Body, EditKind, ParagraphKind, Span};
use draft::{Changes, Draft};
use std::ops::Range;

/// What is known of a text before it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prose<'a> {
    /// Whether its lines were wrapped to a width.
    pub wrap: Wrap,
    /// Its language as an ISO 639-1 code.
    pub language: Option<&'a str>,
    /// What other articles of the archive write.
    pub spellings: Option<&'a Spellings>,
}

/// How a text uses line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wrap {
    /// Not known: the text itself must show it.
    #[default]
    Unknown,
    /// Lines were wrapped to a width: a line end may be no more than a space.
    Hard,
    /// Each line is a paragraph.
    Never,
}

impl Wrap {
    /// Tells how lines are used in a text from a time and place where lines had a width: mail, news groups, wires.
    ///
    /// A few lines that go on in small letters are enough there.
    pub fn of_lines(text: &str) -> Self {
        /// Lines that go on are no shorter, and no line is longer than [`MAX_CHARS`].
        const MIN_CHARS: usize = 45;
        const MAX_CHARS: usize = 100;
        let lines: Vec<_> = text.lines().collect();
        let n_chars = |line: &str| line.trim_end().chars().count();
        if lines.iter().any(|line| n_chars(line) > MAX_CHARS) {
            return Self::Unknown;
        }
        let mut n_inside = 0;
        let mut n_on = 0;
        for pair in lines.windows(2) {
            let next = pair[1].trim_start();
            if n_chars(pair[0]) >= MIN_CHARS && !next.is_empty() {
                n_inside += 1;
                n_on += usize::from(next.starts_with(char::is_lowercase));
            }
        }
        if n_on > 0 && n_on * 2 >= n_inside {
            Self::Hard
        } else {
            Self::Unknown
        }
    }
}

/// A part of a source that a format has told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The bytes of the source.
    pub span: Span,
    /// What they are.
    pub role: Role,
}

/// What a piece of a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Running text, whose paragraphs are to be found.
    Prose,
    /// One paragraph of this kind.
    Paragraph(ParagraphKind),
    /// Left out of the reading text, for this reason.
    Aside(EditKind),
}

/// Makes the reading text of a source that is nothing but text.
pub fn body_of(source: &str, prose: &Prose) -> Body {
    let whole = Piece {
        span: Span::new(0, source.len()),
        role: Role::Prose,
    };
    body_of_pieces(source, &[whole], prose)
}

/// Makes the reading text of a source of which a format has told the parts apart.
///
/// The pieces are in the order of the source and do not overlap; what lies between them is left out as markup.
pub fn body_of_pieces(source: &str, pieces: &[Piece], prose: &Prose) -> Body {
    body_of_marked(source, pieces, &|_| Vec::new(), prose)
}

/// The same, without the bytes that `marks` finds in the words of each piece: they are markup.
pub(crate) fn body_of_marked(
    source: &str,
    pieces: &[Piece],
    marks: &dyn Fn(&str) -> Vec<Range<usize>>,
    prose: &Prose,
) -> Body {
    let mut draft = Draft::new(source);
    let mut asides = Changes::default();
    let mut at = 0;
    for piece in pieces {
        let range = piece.span.range();
        asides.remove(at..range.start, EditKind::Markup, true);
        match piece.role {
            Role::Aside(kind) => asides.remove(range.clone(), kind, true),
            Role::Paragraph(ParagraphKind::Table) => {}
            Role::Prose | Role::Paragraph(_) => {
                for mark in marks(&source[range.clone()]) {
                    let mark = range.start + mark.start..range.start + mark.end;
                    asides.remove(mark, EditKind::Markup, true);
                }
            }
        }
        at = range.end;
    }
    asides.remove(at..source.len(), EditKind::Markup, true);
    draft.apply(&asides);
    repair(&mut draft, prose);
    let regions = layout::regions(&draft, source, pieces);
    layout::lay_out(draft, &regions, prose)
}

/// What a reader of heads takes out of a text before it is laid out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cut {
    /// The bytes of the repaired text that became metadata, in order.
    pub lines: Vec<Range<usize>>,
    /// Where the story goes on in the middle of a line.
    pub within: Option<usize>,
}

/// Makes the reading text of a source without the parts that `head` names when it is shown the repaired text.
pub(crate) fn body_without(source: &str, prose: &Prose, head: &mut dyn FnMut(&str) -> Cut) -> Body {
    let mut draft = Draft::new(source);
    repair(&mut draft, prose);
    let cut = head(draft.text());
    let mut changes = Changes::default();
    for line in &cut.lines {
        changes.remove(line.clone(), EditKind::Header, true);
    }
    let n_before = |at: usize| -> usize {
        cut.lines
            .iter()
            .filter(|line| line.end <= at)
            .map(Range::len)
            .sum()
    };
    let within = cut.within.map(|at| at - n_before(at));
    draft.apply(&changes);
    let len = draft.text().len();
    let whole = |at: Range<usize>, starts_cut| layout::Region {
        at,
        kind: None,
        starts_cut,
    };
    let regions = match within {
        Some(at) => vec![whole(0..at, false), whole(at..len, true)],
        None => vec![whole(0..len, false)],
    };
    layout::lay_out(draft, &regions, prose)
}

/// Tells whether a line ends where a sentence can end.
pub(crate) fn ends_like_sentence(line: &str) -> bool {
    lines::ends_sentence(line)
}

/// Tells whether a text that ends with a stop ends with a short form (`Gen.`).
pub(crate) fn ends_with_short_form(text: &str) -> bool {
    text.ends_with('.') && !lines::ends_sentence(text)
}

/// Returns the steps of a path through a site (`BBC Home > BBC News > Americas`), the outermost first.
pub(crate) fn steps_of_path(line: &str) -> Option<Vec<&str>> {
    roles::steps(line)
}

/// Tells whether a line belongs to the frame of a page: navigation, sharing, rights.
pub(crate) fn is_frame_line(line: &str) -> bool {
    roles::is_frame(line)
}

/// Returns how long the mark of a list item is that a line begins with, if it does.
pub(crate) fn list_marker_len(line: &str) -> Option<usize> {
    roles::list_marker(line)
}

/// Looks at a text and says what should change.
type Pass = fn(&str) -> Changes;

/// What another format left, in the order in which it wraps the text.
const MARKUP: &[Pass] = &[markup::quoted_printable, markup::tags, markup::references];
/// Words and marks, when all characters are right.
const WORDS: &[Pass] = &[
    tokens::untokenise,
    tokens::quotation_marks,
    tokens::missing_spaces,
];

/// Checks what is left of a text after one pass.
#[cfg(test)]
fn check_pass(pass: Pass, text: &str, expected: &str) {
    let mut draft = Draft::new(text);
    draft.apply(&pass(text));
    assert_eq!(draft.text(), expected, "{text:?}");
}

/// Repairs all that does not depend on lines.
fn repair(draft: &mut Draft, prose: &Prose) {
    for pass in MARKUP {
        draft.apply(&pass(draft.text()));
    }
    for _ in 0..mojibake::MAX_ROUNDS {
        let changes = mojibake::reread(draft.text());
        if changes.is_empty() {
            break;
        }
        draft.apply(&changes);
    }
    draft.apply(&characters::clean(draft.text()));
    for pass in WORDS {
        draft.apply(&pass(draft.text()));
    }
    draft.apply(&split::mend(draft.text(), prose.spellings));
}

/// Cleans a short field (a title, a name) into one line, repaired like a body.
pub fn line_of(raw: &str) -> String {
    let line = raw.trim();
    if is_plain_line(line)
        && WORDS.iter().all(|pass| pass(line).is_empty())
        && split::mend(line, None).is_empty()
    {
        return line.to_owned();
    }
    body_of(
        raw,
        &Prose {
            wrap: Wrap::Hard,
            ..Prose::default()
        },
    )
    .text()
    .split_whitespace()
    .collect::<Vec<_>>()
    .join(" ")
}

/// Tells whether no pass but those over words could find anything to change in a line.
fn is_plain_line(line: &str) -> bool {
    let is_plain = |byte: &u8| {
        matches!(byte, b' '..=b'~') && !matches!(byte, b'<' | b'>' | b'&' | b'=' | b'`')
    };
    line.as_bytes().iter().all(is_plain) && !line.contains("  ")
}
