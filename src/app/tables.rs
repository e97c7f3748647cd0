//! The tables of the room: how each is filled, narrowed and driven.

use super::{
    Code, Effect, Generation, Key, Outline, Overlay, Row, State, going, keys,
    reader::Arrival,
    rows,
    table::{Table, TableKind, TableRow, Target},
};
use crate::{library::finder::Best, text::Span};

/// The widest and highest a popup gets, in cells.
pub const POPUP_COLUMNS: u16 = 110;

/// The highest a popup gets, in cells.
pub const POPUP_ROWS: u16 = 48;

/// Most rows that letters leave in a table.
const MAX_RANKED: usize = 10_000;

/// Puts a table on top.
pub(super) fn show(state: &mut State, table: Table) {
    state.overlays.push(Overlay::Table(Box::new(table)));
}

/// Returns the topmost table, whatever lies over it.
pub(super) fn on_top(state: &State) -> Option<&Table> {
    state
        .overlays
        .iter()
        .rev()
        .find_map(|overlay| match overlay {
            Overlay::Table(table) => Some(&**table),
            _ => None,
        })
}

/// Asks for the rows of the table on top again, where they come from the library.
pub(super) fn renew(state: &mut State) -> Vec<Effect> {
    let generation = state.generation.renew();
    let on_top = state
        .overlays
        .iter_mut()
        .rev()
        .find_map(|overlay| match overlay {
            Overlay::Table(table) => Some(table),
            _ => None,
        });
    let Some(table) = on_top else {
        return Vec::new();
    };
    let Some(question) = rows::question(&table.kind, &state.ledger) else {
        return Vec::new();
    };
    table.awaited = Some(generation);
    vec![question.asked(generation)]
}

/// Tells whether the table on top waits for nothing and stands as the library gave it.
pub(super) fn may_renew(state: &State) -> bool {
    on_top(state).is_some_and(|table| table.awaited.is_none() && table.sorted_by.is_none())
}

/// Fills the table that waits for this answer.
pub(super) fn fill(
    state: &mut State,
    generation: Generation,
    rows: impl FnOnce(&State) -> Vec<TableRow>,
) -> Vec<Effect> {
    let waits = |overlay: &Overlay| matches!(overlay, Overlay::Table(table) if table.awaited == Some(generation));
    if let Some(position) = state.overlays.iter().position(waits) {
        let rows = rows(state);
        if let Overlay::Table(table) = &mut state.overlays[position] {
            table.take_rows(rows);
        }
    }
    Vec::new()
}

/// Returns the rows that match what was typed: best first, or in their order.
pub(super) fn matching(rows: &[TableRow], pattern: &str, keeps_order: bool) -> Vec<usize> {
    if !keeps_order {
        let mut best = Best::new(pattern, MAX_RANKED);
        for (idx, row) in rows.iter().enumerate() {
            let names = std::iter::once(&row.text).chain(&row.also);
            best.offer(names.map(String::as_str), || idx);
        }
        return in_order(best);
    }
    let words: Vec<String> = pattern.split_whitespace().map(str::to_lowercase).collect();
    let holds = |row: &TableRow| {
        let text = format!("{} {} {}", row.lead, row.text, row.detail).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    rows.iter()
        .enumerate()
        .filter(|(_, row)| holds(row))
        .map(|(idx, _)| idx)
        .collect()
}

/// Returns what fits the letters typed, best first.
pub(super) fn rank<'t, T>(pattern: &str, items: impl Iterator<Item = (T, &'t str)>) -> Vec<T> {
    let mut best = Best::new(pattern, MAX_RANKED);
    for (item, text) in items {
        best.offer([text], || item);
    }
    in_order(best)
}

fn in_order<T>(best: Best<T>) -> Vec<T> {
    let sorted = best.into_sorted().into_iter();
    sorted.map(|(_, item)| item).collect()
}

/// Does what a key means while letters are typed into a table.
pub(super) fn press_typing(state: &mut State, key: Key) -> Vec<Effect> {
    let page = rows_seen(state) as isize;
    let Some(Overlay::Table(table)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    match (key.ctrl, key.code) {
        _ if keys::closes(key) => {
            // The first Esc ends the typing where that was begun with `/`, the next one closes.
            let began_typing = matches!(
                table.kind,
                TableKind::Speakers | TableKind::Names(_) | TableKind::Bindings
            );
            if began_typing || table.input.value().is_empty() {
                if began_typing {
                    state.overlays.pop();
                } else {
                    table.typing = false;
                }
            } else {
                table.input = tui_input::Input::default();
                table.typing = false;
                table.narrow();
            }
        }
        (false, Code::Enter) => {
            let target = table.current().map(|row| row.target.clone());
            if !matches!(table.kind, TableKind::Speakers | TableKind::Names(_)) {
                table.typing = false;
            }
            return target.map_or_else(Vec::new, |target| going::go_to(state, target));
        }
        (false, Code::Down) | (true, Code::Char('n')) => table.step(1),
        (false, Code::Up) | (true, Code::Char('p')) => table.step(-1),
        (false, Code::PageDown) => table.step(page),
        (false, Code::PageUp) => table.step(-page),
        (false, Code::Tab) => table.typing = false,
        _ => {
            if keys::edit(&mut table.input, key) {
                table.narrow();
            }
        }
    }
    Vec::new()
}

/// Keeps the cursor of the top table in view and fetches the article it points to.
pub(super) fn settle(state: &mut State) -> Vec<Effect> {
    let height = rows_seen(state);
    let Some(Overlay::Table(table)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    table.fit(height);
    if !table.has_preview() {
        return Vec::new();
    }
    let wanted = table.current().and_then(|row| match row.target {
        Target::Quote(id, _) | Target::Article(id, _) => Some(id),
        Target::Nothing
        | Target::Speaker(_)
        | Target::Name(..)
        | Target::Entity(_)
        | Target::View(_)
        | Target::Address(_)
        | Target::Narrow(_) => None,
    });
    state.peek_at(wanted)
}

/// Returns the height of the part of a table that lists rows, and of its preview, in a popup so high.
pub fn table_heights(popup_height: u16, has_preview: bool) -> (u16, u16) {
    let inner = popup_height.saturating_sub(3);
    if has_preview && inner >= 9 {
        let preview = (inner / 3).clamp(4, 12);
        (inner - preview - 1, preview)
    } else {
        (inner, 0)
    }
}

/// Returns how many rows the topmost popup shows at once.
pub(super) fn rows_seen(state: &State) -> usize {
    let popup = state.regions().popup(POPUP_COLUMNS, POPUP_ROWS);
    let has_preview =
        matches!(state.overlays.last(), Some(Overlay::Table(table)) if table.has_preview());
    table_heights(popup.height, has_preview).0 as usize
}

/// Returns the words that are looked at in the article shown beside a table: where a quotation or a hit stands.
pub fn peek_span(state: &State) -> Option<Span> {
    let Some(Overlay::Table(table)) = state.overlays.last() else {
        return None;
    };
    let opened = state.peek.opened.as_ref()?;
    match &table.current()?.target {
        Target::Quote(id, idx) if opened.id == *id => opened
            .analysis
            .as_ref()?
            .quotes
            .get(*idx as usize)?
            .content
            .first()
            .copied(),
        Target::Article(id, Some(Arrival::Offset(offset) | Arrival::Found { offset, .. }))
            if opened.id == *id =>
        {
            Some(Span::empty(*offset))
        }
        _ => None,
    }
}

/// Lays out the rows of the article beside a table, `height` of them around a place.
pub fn peek_rows(state: &State, width: u16, height: u16) -> Vec<Row> {
    let Some(opened) = &state.peek.opened else {
        return Vec::new();
    };
    let Some(span) = peek_span(state) else {
        return Vec::new();
    };
    let outline = Outline::of_reading(&opened.article, width, true, None);
    let first = outline.row_of(span.start as usize);
    let top = first.saturating_sub(usize::from(height) / 3);
    outline
        .rows
        .into_iter()
        .skip(top)
        .take(height.into())
        .collect()
}
