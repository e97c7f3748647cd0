//! Where does a paragraph begin and end? From lines to paragraphs, headings, lists, tables.

use super::{
    Draft, Piece, Prose, Role,
    lines::{
        Line, Wrapping, ends_sentence, is_opening, lines_of, starts_like_paragraph, starts_lower,
        wrapping_of,
    },
    roles,
    written::Written,
};
use crate::text::{Body, Context, ParagraphKind};
use std::ops::Range;

/// A paragraph that is indented as a whole stands at least so far from the margin.
const MIN_QUOTE_INDENT: usize = 2;
/// Deeper than this, an indent is no paragraph's.
const MAX_FIRST_INDENT: usize = 12;
/// A line that leaves so much of the width free (in percent) is no full line, whatever follows.
const SHORT_PERCENT: usize = 30;
/// Rows of a table in a row, at least.
const MIN_ROWS: usize = 3;

/// A part of the draft: running text, or one paragraph of a known kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub at: Range<usize>,
    pub kind: Option<ParagraphKind>,
    /// Its first line is the rest of a longer one.
    pub starts_cut: bool,
}

/// Maps the pieces of a source to the draft.
pub(super) fn regions(draft: &Draft, source: &str, pieces: &[Piece]) -> Vec<Region> {
    pieces
        .iter()
        .filter_map(|piece| {
            let kind = match piece.role {
                Role::Prose => None,
                Role::Paragraph(kind) => Some(kind),
                Role::Aside(_) => return None,
            };
            let at = draft.at_source(piece.span.start as usize)
                ..draft.at_source(piece.span.end as usize);
            let before = source.as_bytes()[..piece.span.start as usize].last();
            (at.start < at.end).then_some(Region {
                at,
                kind,
                starts_cut: kind.is_none() && before.is_some_and(|byte| *byte != b'\n'),
            })
        })
        .collect()
}

/// What stands between a line and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// They are one paragraph; the line end is no more than a space.
    Join { sure: bool },
    /// They are rows of one paragraph; the line end stays.
    Row,
    /// A new paragraph begins.
    Break { sure: bool },
}

/// Lays the regions out as paragraphs.
pub(super) fn lay_out(mut draft: Draft, regions: &[Region], prose: &Prose) -> Body {
    let mut written = Written::default();
    {
        let text = draft.text();
        let lines = lines_of(text, regions);
        let wrapping = wrapping_of(text, &lines, prose.wrap);
        let joints = joints_of(text, &lines, wrapping);
        for (idx, line) in lines.iter().enumerate() {
            written.line(text, line, joints[idx], &lines[..idx], wrapping.is_some());
        }
        written.finish(text);
        roles::assign(text, &lines, &mut written.paragraphs, &written.first_lines);
    }
    draft.apply(&written.changes);
    let (text, edits) = draft.into_parts();
    let context = Context {
        date: None,
        language: prose.language.map(str::to_owned),
    };
    Body::assemble(text, written.paragraphs, edits, context)
}

/// Decides for each line how it goes on from the one before.
fn joints_of(text: &str, lines: &[Line], wrapping: Option<Wrapping>) -> Vec<Joint> {
    let mut joints = vec![Joint::Break { sure: true }; lines.len()];
    let rows = rows_of(text, lines);
    let margins = Margins::of(lines);
    for idx in 1..lines.len() {
        let (line, next) = (&lines[idx - 1], &lines[idx]);
        if next.kind.is_some() && next.region == line.region {
            joints[idx] = if next.kind == Some(ParagraphKind::Table) {
                Joint::Row
            } else {
                Joint::Join { sure: true }
            };
            continue;
        }
        if !next.follows || next.depth != line.depth {
            continue;
        }
        if rows[idx - 1] && rows[idx] {
            joints[idx] = Joint::Row;
            continue;
        }
        if let Some(wrapping) = wrapping
            && rows[idx - 1] == rows[idx]
        {
            joints[idx] = wrapped_joint(text, line, next, wrapping, &margins);
        }
    }
    if let Some(wrapping) = wrapping {
        settle_doubts(text, lines, wrapping, &mut joints);
    }
    joints
}

/// Where paragraphs stand from the margin.
#[derive(Clone, Copy, Debug, Default)]
struct Margins {
    /// The indent of most lines.
    base: usize,
    /// Whether paragraphs begin with a deeper one.
    has_first_indent: bool,
}

impl Margins {
    fn of(lines: &[Line]) -> Self {
        let mut counts = [0_usize; 64];
        for line in lines.iter().filter(|line| line.depth == 0) {
            counts[line.indent.min(63)] += 1;
        }
        let base = (0..64)
            .max_by_key(|&indent| (counts[indent], 63 - indent))
            .unwrap_or(0);
        // First lines: deeper than the line after them, which is back at the margin.
        let n_first = lines
            .windows(2)
            .filter(|pair| is_first(&pair[0], &pair[1], base))
            .count();
        Self {
            base,
            has_first_indent: n_first >= 2,
        }
    }
}

fn is_first(line: &Line, next: &Line, base: usize) -> bool {
    line.indent > base
        && line.indent <= base + MAX_FIRST_INDENT
        && next.follows
        && next.indent == base
}

/// Decides about two lines of wrapped text.
fn wrapped_joint(
    text: &str,
    line: &Line,
    next: &Line,
    wrapping: Wrapping,
    margins: &Margins,
) -> Joint {
    let (words, next_words) = (&text[line.at.clone()], &text[next.at.clone()]);
    let left = if line.is_cut {
        0
    } else {
        wrapping.width.saturating_sub(line.width + next.first_word)
    };
    let is_full = left <= wrapping.slack || line.is_cut;
    let ends = ends_sentence(words);
    if roles::list_marker(next_words).is_some()
        && !(is_full && !ends && !words.ends_with(':') && !is_item(text, line))
    {
        return Joint::Break { sure: true };
    }
    if is_item(text, line) && next.indent > line.indent {
        return Joint::Join { sure: true };
    }
    if margins.has_first_indent {
        let deeper = next.indent > line.indent.min(margins.base)
            && next.indent <= margins.base + MAX_FIRST_INDENT
            && next.indent > margins.base;
        return if deeper && line.indent <= next.indent {
            Joint::Break { sure: true }
        } else if left * 100 > wrapping.width * SHORT_PERCENT && !starts_lower(next_words) {
            Joint::Break { sure: false }
        } else {
            Joint::Join { sure: true }
        };
    }
    if next.indent > line.indent
        && next.indent >= margins.base + MIN_QUOTE_INDENT
        && !starts_lower(next_words)
    {
        return Joint::Break { sure: true };
    }
    if starts_lower(next_words) {
        let short = left * 100 > wrapping.width * 2 * SHORT_PERCENT;
        return if short && ends {
            Joint::Break { sure: false }
        } else {
            Joint::Join { sure: true }
        };
    }
    if is_full {
        return Joint::Join {
            sure: !(ends && starts_like_paragraph(next_words)),
        };
    }
    if ends && starts_like_paragraph(next_words) {
        return Joint::Break {
            sure: wrapping.is_exact,
        };
    }
    if wrapping.is_exact || left * 100 > wrapping.width * SHORT_PERCENT {
        return Joint::Break { sure: false };
    }
    Joint::Join { sure: true }
}

fn is_item(text: &str, line: &Line) -> bool {
    roles::list_marker(&text[line.at.clone()]).is_some()
}

/// Decides about full lines that end with a sentence: the paragraph may end there by chance.
///
/// The last line of a paragraph is full about as often as a sentence inside a paragraph ends at a line end, so what
/// counts is how many sentences a paragraph has, as the sure breaks tell, and what begins the next line.
fn settle_doubts(text: &str, lines: &[Line], wrapping: Wrapping, joints: &mut [Joint]) {
    let has_blank_lines = lines.iter().skip(1).filter(|line| !line.follows).count() >= 2;
    let doubts = |joints: &[Joint]| {
        joints
            .iter()
            .filter(|joint| **joint == Joint::Join { sure: false })
            .count()
    };
    if doubts(joints) == 0 {
        return;
    }
    let sentences: Vec<f32> = lines
        .iter()
        .map(|line| n_sentences(&text[line.at.clone()]))
        .collect();
    let n_breaks = joints
        .iter()
        .filter(|joint| matches!(joint, Joint::Break { .. }))
        .count() as f32;
    let all: f32 = sentences.iter().sum();
    let width = wrapping.width.max(1) as f32;
    let chance_full = (6.7 / width).clamp(0.05, 0.2);
    // Some paragraphs hide behind full lines: there are more than the breaks tell.
    let per_paragraph = (all / (n_breaks * (1.0 + chance_full)).max(1.0)).max(1.05);
    let mut so_far = 0.0;
    for idx in 0..lines.len() {
        if matches!(joints[idx], Joint::Break { .. }) {
            so_far = 0.0;
        }
        if joints[idx] == (Joint::Join { sure: false }) && idx > 0 {
            let (words, next_words) = (
                &text[lines[idx - 1].at.clone()],
                &text[lines[idx].at.clone()],
            );
            let ahead = sentences_ahead(&sentences, joints, idx);
            let mut odds = 1.0 / (per_paragraph - 1.0);
            let quote = next_words.starts_with(['"', '\u{201c}']);
            let quote_ends = words.ends_with(['"', '\u{201d}']);
            if quote {
                odds *= if quote_ends { 4.0 } else { 2.0 };
            } else if quote_ends {
                odds *= 1.5;
            }
            // A paragraph much longer than the others is two.
            odds *= ((so_far + ahead) / per_paragraph).powf(1.5) / 2.0_f32.powf(1.5) * 1.2;
            if so_far >= per_paragraph {
                odds *= 1.3;
            }
            if has_blank_lines {
                odds *= 0.02;
            }
            if odds > 1.0 {
                joints[idx] = Joint::Break { sure: false };
                so_far = 0.0;
            }
        }
        so_far += sentences[idx];
    }
}

fn sentences_ahead(sentences: &[f32], joints: &[Joint], from: usize) -> f32 {
    /// Looking further than this says nothing.
    const MAX_AHEAD: usize = 40;
    let n_lines = joints[from + 1..]
        .iter()
        .take(MAX_AHEAD)
        .take_while(|joint| !matches!(joint, Joint::Break { .. }))
        .count();
    sentences[from..=from + n_lines].iter().sum()
}

/// Counts the ends of sentences in a line.
fn n_sentences(line: &str) -> f32 {
    let bytes = line.as_bytes();
    let inside = memchr::memchr3_iter(b'.', b'?', b'!', bytes)
        .filter(|&at| {
            let mut rest = line[at + 1..]
                .trim_start_matches(super::lines::is_closing)
                .chars();
            rest.next() == Some(' ')
                && rest
                    .next()
                    .is_some_and(|c| c.is_uppercase() || is_opening(c))
                && ends_sentence(&line[..=at])
        })
        .count();
    inside as f32 + f32::from(u8::from(ends_sentence(line)))
}

/// Finds the lines that are rows of a table.
fn rows_of(text: &str, lines: &[Line]) -> Vec<bool> {
    let mut rows = vec![false; lines.len()];
    let mut start = 0;
    for idx in 0..=lines.len() {
        let goes_on = lines.get(idx).is_some_and(|line| {
            line.has_gap && line.kind.is_none() && (line.follows || idx == start)
        });
        if goes_on {
            continue;
        }
        if idx - start >= MIN_ROWS && are_aligned(text, &lines[start..idx]) {
            rows[start..idx].fill(true);
        }
        start = match lines.get(idx) {
            Some(line) if line.has_gap && line.kind.is_none() => idx,
            _ => idx + 1,
        };
    }
    rows
}

/// Tells whether some column begins at the same place in most lines.
fn are_aligned(text: &str, lines: &[Line]) -> bool {
    let mut counts = [0_usize; 256];
    let mut n_tabs = 0;
    for line in lines {
        let words = &text[line.at.clone()];
        n_tabs += usize::from(words.contains('\t'));
        let mut n_spaces = 0;
        for (column, c) in (line.indent..).zip(words.chars()) {
            if c == ' ' {
                n_spaces += 1;
            } else {
                if n_spaces >= 2
                    && let Some(count) = counts.get_mut(column)
                {
                    *count += 1;
                }
                n_spaces = 0;
            }
        }
    }
    n_tabs == lines.len() || counts.iter().any(|&count| count * 3 >= lines.len() * 2)
}
