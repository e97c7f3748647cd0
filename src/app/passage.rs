//! Which passage of the text is chosen? Sentences in a row, to be copied, cited, noted, or looked for.

use super::{
    Effect, Pane, State, asking,
    motion::point_at,
    reader::{Passage, Point, Showing},
    tables,
};
use crate::text::{Analysis, Span};

/// Begins a passage at what is pointed at, or at the first sentence in view; ends the one there is.
pub(super) fn turn(state: &mut State) -> Vec<Effect> {
    if matches!(state.reader.point, Point::Passage(_)) {
        state.reader.point = Point::Nothing;
        return Vec::new();
    }
    if state.reader.showing == Showing::Source {
        state.reader.toggle_source();
    }
    let from = pointed(state).unwrap_or_else(|| {
        let at = state.reader.offset_at_top().unwrap_or(0);
        Span::empty(at)
    });
    let Some(analysis) = state.reader.analysis() else {
        return asking::nothing_here(state, "still looking for sentences; no passage");
    };
    let sentences = &analysis.sentences;
    let Some(last_idx) = sentences.len().checked_sub(1) else {
        return asking::nothing_here(state, "no sentence");
    };
    let anchor = if from.is_empty() {
        sentences.partition_point(|sentence| sentence.start < from.start)
    } else {
        sentences.partition_point(|sentence| sentence.end <= from.start)
    };
    let anchor = anchor.min(last_idx);
    let end = sentences.partition_point(|sentence| sentence.end < from.end);
    let passage = Passage {
        anchor,
        end: end.clamp(anchor, last_idx),
    };
    choose(state, passage);
    Vec::new()
}

/// Returns the passage, where the text hears the keys.
fn chosen(state: &State) -> Option<Passage> {
    match state.reader.point {
        Point::Passage(passage) if state.focus == Pane::Reader && state.overlays.is_empty() => {
            Some(passage)
        }
        _ => None,
    }
}

/// Moves the end of the passage by so many sentences; tells whether there is a passage.
pub(super) fn step(state: &mut State, by: isize) -> bool {
    let Some(passage) = chosen(state) else {
        return false;
    };
    let n_sentences = state
        .reader
        .analysis()
        .map_or(0, |analysis| analysis.sentences.len());
    let end = passage
        .end
        .saturating_add_signed(by)
        .min(n_sentences.saturating_sub(1));
    choose(state, Passage { end, ..passage });
    true
}

/// Moves the end of the passage to the end of a paragraph, or to the beginning of one; tells whether there is a passage.
pub(super) fn step_paragraph(state: &mut State, forward: bool) -> bool {
    let Some(passage) = chosen(state) else {
        return false;
    };
    let end = end_by_paragraph(state, passage.end, forward).unwrap_or(passage.end);
    choose(state, Passage { end, ..passage });
    true
}

fn end_by_paragraph(state: &State, now: usize, forward: bool) -> Option<usize> {
    let opened = state.reader.opened.as_ref()?;
    let sentences = &state.reader.analysis()?.sentences;
    let paragraphs = opened.article.body.paragraphs();
    let paragraph_of = |idx: usize| {
        let at = sentences.get(idx)?.start;
        Some(paragraphs.partition_point(|paragraph| paragraph.span.end <= at))
    };
    // One step further, so that a second press goes on from the edge.
    let next = if forward {
        now + 1
    } else {
        now.checked_sub(1)?
    };
    let here = paragraph_of(next)?;
    let mut in_it = (0..sentences.len()).filter(|idx| paragraph_of(*idx) == Some(here));
    if forward {
        in_it.next_back()
    } else {
        in_it.next()
    }
}

fn choose(state: &mut State, passage: Passage) {
    let end = state
        .reader
        .analysis()
        .and_then(|analysis| analysis.sentences.get(passage.end).copied());
    if let Some(end) = end {
        point_at(state, Point::Passage(passage), end);
    }
}

/// Returns the place of the quotation or name that is pointed at.
fn pointed(state: &State) -> Option<Span> {
    let analysis = state.reader.analysis()?;
    match state.reader.point {
        Point::Quote(idx) => {
            let content = &analysis.quotes.get(idx)?.content;
            Some(content.first()?.to(*content.last()?))
        }
        Point::Mention(idx) => Some(analysis.mentions.get(idx)?.span),
        Point::Passage(_) | Point::Nothing => None,
    }
}

/// Returns the words of the passage on one line.
pub(super) fn words(state: &State) -> Option<String> {
    // A table lies over the text: what is meant is its row.
    if tables::on_top(state).is_some() || asking::subject(state) != state.reader.wanted {
        return None;
    }
    let words = state.reader.opened_slice(state.reader.passage()?);
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Says in one line how long the passage is, and what can be done with it.
pub(super) fn described(state: &State) -> Option<String> {
    let n_words = words(state)?.split(' ').count();
    let ending = if n_words == 1 { "" } else { "s" };
    Some(format!(
        "passage of {n_words} word{ending} · j k · yy copy · Y cite · c note · Esc"
    ))
}

impl Passage {
    /// Returns where the passage lies in the text that was analysed.
    pub fn span(self, analysis: &Analysis) -> Option<Span> {
        let first = analysis.sentences.get(self.anchor.min(self.end))?;
        let last = analysis.sentences.get(self.anchor.max(self.end))?;
        Some(first.to(*last))
    }
}
