//! Labels on what is in view: typing one goes to its name, its quotation or its address.

use super::{
    Effect, Pane, State, asking, cite,
    key::{Code, Key},
    links,
    motion::point_at,
    outline::RowKind,
    reader::{Point, Showing},
};
use crate::{
    corpus::ArticleKey,
    text::{EntityKind, Span},
};

/// The letters of labels: those under the fingers first.
const LETTERS: &[u8; 26] = b"asdfghjklqwertyuiopzxcvbnm";

/// The labels that are shown, and what was typed of one.
#[derive(Clone, Debug)]
pub struct Hints {
    /// From the top down.
    all: Vec<Hint>,
    typed: String,
    /// The article they are of.
    key: ArticleKey,
}

/// A label in the text.
#[derive(Clone, Debug)]
pub struct Hint {
    label: String,
    /// The offset in the reading text at which it stands.
    at: usize,
    leads_to: Goal,
}

#[derive(Clone, Debug)]
enum Goal {
    Point(Point, Span),
    Address(String),
}

impl Hints {
    /// Returns where labels stand that can still be meant, each with the letters that are left to type.
    pub fn within(&self, row: Span) -> impl Iterator<Item = (usize, &str)> {
        self.all
            .iter()
            .filter(move |hint| row.contains(hint.at))
            .filter_map(|hint| Some((hint.at, hint.label.strip_prefix(&self.typed)?)))
    }
}

/// Puts labels on the names, quotations and addresses in view.
pub(super) fn show(state: &mut State) -> Vec<Effect> {
    if state.reader.showing == Showing::Source {
        return asking::nothing_here(state, "x goes back to the reading text; no label");
    }
    let Some(key) = state.reader.opened.as_ref().map(|opened| opened.key) else {
        return asking::nothing_here(state, "no open article");
    };
    let goals = goals_in_view(state);
    if goals.is_empty() {
        return asking::nothing_here(state, "no name, quotation or address in view");
    }
    let all = labels(goals.len())
        .zip(goals)
        .map(|(label, (at, leads_to))| Hint {
            label,
            at,
            leads_to,
        })
        .collect();
    state.focus = Pane::Reader;
    state.reader.hints = Some(Hints {
        all,
        typed: String::new(),
        key,
    });
    state.say("type a label to go to its name, quotation or address; Esc: none");
    Vec::new()
}

/// Takes a letter of a label; any other key ends them.
pub(super) fn press(state: &mut State, mut hints: Hints, key: Key) -> Vec<Effect> {
    match key.code {
        Code::Char(c) if !key.ctrl && c.is_ascii_alphabetic() => {
            hints.typed.push(c.to_ascii_lowercase());
        }
        Code::Backspace if hints.typed.pop().is_some() => {}
        _ => return Vec::new(),
    }
    let is_of = state.reader.opened.as_ref().map(|opened| opened.key) == Some(hints.key);
    let mut meant = hints
        .all
        .iter()
        .filter(|hint| hint.label.starts_with(&hints.typed))
        .peekable();
    match meant.peek().filter(|_| is_of) {
        None => state.say(format!("no label {}", hints.typed)),
        Some(hint) if hint.label == hints.typed => match hint.leads_to.clone() {
            Goal::Point(point, span) => point_at(state, point, span),
            Goal::Address(address) => return cite::open_address(state, address),
        },
        Some(_) => state.reader.hints = Some(hints),
    }
    Vec::new()
}

/// Returns what is in view, each at the offset where its label stands, no two on one spot.
fn goals_in_view(state: &State) -> Vec<(usize, Goal)> {
    /// So many bytes apart no label covers another.
    const MIN_APART: usize = 3;
    let rows = state.reader.visible(state.reader_height());
    let shown: Vec<Span> = rows
        .iter()
        .filter(|row| matches!(row.kind, RowKind::Body(_)))
        .map(|row| row.span)
        .collect();
    let is_shown = |at: usize| shown.iter().any(|row| row.contains(at));
    let mut goals: Vec<(usize, Goal)> = Vec::new();
    if let Some(analysis) = state.reader.analysis() {
        for (idx, mention) in analysis.mentions.iter().enumerate() {
            if is_name(mention.kind) {
                let goal = Goal::Point(Point::Mention(idx), mention.span);
                goals.push((mention.span.start as usize, goal));
            }
        }
        for (idx, quote) in analysis.quotes.iter().enumerate() {
            if let Some(span) = quote.content.first() {
                let goal = Goal::Point(Point::Quote(idx), *span);
                goals.push((span.start as usize, goal));
            }
        }
    }
    if let Some(opened) = &state.reader.opened {
        let links = links::links_of(&opened.article);
        goals.extend(links.map(|(at, address)| (at, Goal::Address(address))));
    }
    goals.retain(|(at, _)| is_shown(*at));
    // Of two things on one spot the first counts: a name before the quotation that begins with it.
    goals.sort_by_key(|(at, _)| *at);
    goals.dedup_by(|later, kept| later.0 < kept.0 + MIN_APART);
    goals
}

fn is_name(kind: EntityKind) -> bool {
    matches!(
        kind,
        EntityKind::Person | EntityKind::Organisation | EntityKind::Place | EntityKind::Other
    )
}

/// Makes so many labels, none the beginning of another: of one letter where they suffice.
fn labels(n: usize) -> impl Iterator<Item = String> {
    let letter = |idx: usize| char::from(LETTERS[idx % LETTERS.len()]);
    let is_short = n <= LETTERS.len();
    (0..n.min(LETTERS.len() * LETTERS.len())).map(move |idx| {
        if is_short {
            letter(idx).to_string()
        } else {
            [letter(idx / LETTERS.len()), letter(idx)].iter().collect()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::labels;
    use std::collections::HashSet;

    #[test]
    fn no_label_begins_another() {
        for n in [1, 26, 27, 300, 1_000] {
            let all: HashSet<String> = labels(n).collect();
            assert_eq!(all.len(), n.min(676), "{n}");
            let lengths: HashSet<usize> = all.iter().map(String::len).collect();
            assert_eq!(lengths.len(), 1, "{n}");
        }
    }
}
