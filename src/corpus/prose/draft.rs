//! A text on its way from the source to the reading text, with every difference between the two.

use crate::text::{Edit, EditKind, Span};
use std::{borrow::Cow, ops::Range};

/// A text under repair: where it differs from its source, an edit says how.
#[derive(Clone, Debug)]
pub(super) struct Draft<'s> {
    text: Cow<'s, str>,
    edits: Vec<Edit>,
}

/// Changes that one pass wants, in the order of the text; they do not overlap.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    list: Vec<Change>,
    words: String,
}

#[derive(Clone, Debug)]
struct Change {
    at: Range<usize>,
    with: Range<usize>,
    kind: EditKind,
    sure: bool,
}

impl Changes {
    /// Tells whether nothing is to change.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns where the last change ends.
    pub(super) fn end(&self) -> usize {
        self.list.last().map_or(0, |change| change.at.end)
    }

    /// Wants `with` in place of the bytes `at`, which lie behind all changes so far.
    pub(super) fn replace(&mut self, at: Range<usize>, with: &str, kind: EditKind, sure: bool) {
        if at.is_empty() && with.is_empty() {
            return;
        }
        debug_assert!(at.start >= self.end(), "changes come in order");
        let start = self.words.len();
        self.words.push_str(with);
        self.list.push(Change {
            at,
            with: start..self.words.len(),
            kind,
            sure,
        });
    }

    /// Wants the bytes `at` gone.
    pub(super) fn remove(&mut self, at: Range<usize>, kind: EditKind, sure: bool) {
        self.replace(at, "", kind, sure);
    }
}

impl<'s> Draft<'s> {
    /// Begins with the source as it is.
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            text: Cow::Borrowed(source),
            edits: Vec::new(),
        }
    }

    /// Returns the text so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Gives up the text and the differences from the source.
    pub(super) fn into_parts(self) -> (String, Vec<Edit>) {
        (self.text.into_owned(), self.edits)
    }

    /// Maps an offset of the source to the first offset of the text that does not lie before it.
    pub(super) fn at_source(&self, offset: usize) -> usize {
        let next = self
            .edits
            .partition_point(|edit| (edit.source.end as usize) < offset);
        match self.edits.get(next) {
            Some(edit) if (edit.source.start as usize) < offset => edit.reading.end as usize,
            _ => match next.checked_sub(1).map(|idx| self.edits[idx]) {
                Some(edit) => edit.reading.end as usize + (offset - edit.source.end as usize),
                None => offset,
            },
        }
    }

    /// Carries the changes out and folds them into the differences from the source.
    pub(super) fn apply(&mut self, changes: &Changes) {
        if changes.is_empty() {
            return;
        }
        let old = &self.text;
        let mut text = String::with_capacity(old.len() + changes.words.len());
        let mut edits = Vec::with_capacity(self.edits.len() + changes.list.len());
        let mut earlier = self.edits.iter().copied().peekable();
        let mut wanted = changes.list.iter().peekable();
        // How far the old text has been used, and how far the source is ahead of it there.
        let mut at = 0_usize;
        let mut shift = 0_isize;
        loop {
            // The next thing that happens, and everything that is tangled up with it.
            let next_earlier = earlier.peek().map(|edit| edit.reading.range());
            let next_wanted = wanted.peek().map(|change| change.at.clone());
            let mut span = match (&next_earlier, &next_wanted) {
                (None, None) => break,
                (Some(a), None) => a.clone(),
                (None, Some(b)) => b.clone(),
                (Some(a), Some(b)) => {
                    if (a.start, a.end) <= (b.start, b.end) {
                        a.clone()
                    } else {
                        b.clone()
                    }
                }
            };
            let start = span.start;
            text.push_str(&old[at..start]);
            at = start;
            let reading_start = text.len();
            let source_start = start.saturating_add_signed(shift);
            let mut kind = None;
            let mut own_kind = None;
            let mut sure = true;
            let mut first = true;
            loop {
                let a = earlier
                    .peek()
                    .map(|edit| edit.reading.range())
                    .filter(|a| (first && *a == span) || tangled(&span, a));
                let b = wanted
                    .peek()
                    .map(|change| change.at.clone())
                    .filter(|b| (first && a.is_none() && *b == span) || tangled(&span, b));
                // An edit that stands at the very place of a change goes first, so that both orders agree.
                match (a, b) {
                    (Some(a), b) if b.as_ref().is_none_or(|b| a.start <= b.start) => {
                        let Some(edit) = earlier.next() else { break };
                        span.end = span.end.max(a.end);
                        shift += edit.source.len() as isize - edit.reading.len() as isize;
                        own_kind.get_or_insert(edit.kind);
                        sure &= edit.sure;
                    }
                    (_, Some(b)) => {
                        let Some(change) = wanted.next() else { break };
                        span.end = span.end.max(b.end);
                        text.push_str(&old[at..b.start]);
                        text.push_str(&changes.words[change.with.clone()]);
                        at = b.end;
                        kind.get_or_insert(change.kind);
                        sure &= change.sure;
                    }
                    (_, None) => break,
                }
                first = false;
            }
            text.push_str(&old[at..span.end]);
            at = span.end;
            push_edit(
                &mut edits,
                Edit {
                    reading: Span::new(reading_start, text.len()),
                    source: Span::new(source_start, at.saturating_add_signed(shift)),
                    kind: kind.or(own_kind).unwrap_or(EditKind::Space),
                    sure,
                },
            );
        }
        text.push_str(&old[at..]);
        self.text = Cow::Owned(text);
        self.edits = edits;
    }
}

/// Tells whether `other` cannot be told apart from what happens in `span`.
fn tangled(span: &Range<usize>, other: &Range<usize>) -> bool {
    if span.is_empty() || other.is_empty() {
        let (empty, full) = if span.is_empty() {
            (span, other)
        } else {
            (other, span)
        };
        return full.start < empty.start && empty.start < full.end;
    }
    span.start < other.end && other.start < span.end
}

/// Adds an edit; neighbours of one kind become one, so that a stripped header is one thing and not ninety.
fn push_edit(edits: &mut Vec<Edit>, edit: Edit) {
    if let Some(last) = edits.last_mut()
        && last.reading.end == edit.reading.start
        && last.source.end == edit.source.start
        && last.kind == edit.kind
        && last.sure == edit.sure
    {
        last.reading.end = edit.reading.end;
        last.source.end = edit.source.end;
        return;
    }
    edits.push(edit);
}
