//! The tables of the room: how each is filled, narrowed and driven.

use super::{
    Code, Effect, Generation, Key, Overlay, Row, State, going, keys, memory,
    reader::Arrival,
    table::{RowSort, Table, TableKind, TableRow, Target},
    update::grouped,
};
use crate::{
    library::{ArticleId, EntityRow, Hit, QuoteRow, SpeakerRow, finder::Best},
    text::Span,
};

/// The widest and highest a popup gets, in cells.
pub const POPUP_COLUMNS: u16 = 110;
/// The highest a popup gets, in cells.
pub const POPUP_ROWS: u16 = 48;
/// Most rows that letters leave in a table.
const MAX_RANKED: usize = 10_000;
/// Most characters of a quotation that are shown in a row.
const MAX_ROW_CHARS: usize = 400;

/// Puts a table on top.
pub(super) fn show(state: &mut State, table: Table) {
    state.overlays.push(Overlay::Table(Box::new(table)));
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
        return rank(
            pattern,
            rows.iter().map(|row| row.text.as_str()).enumerate(),
        );
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
    best.into_sorted()
        .into_iter()
        .map(|(_, item)| item)
        .collect()
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
        Target::Nothing | Target::Speaker(_) | Target::Name(..) | Target::Entity(_) => None,
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

/// Makes rows of speakers; those nobody knows stand last.
pub(super) fn of_speakers(rows: &[SpeakerRow]) -> Vec<TableRow> {
    let (known, unknown): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.name.is_some());
    known
        .into_iter()
        .chain(unknown)
        .map(|row| {
            let name = row.name.clone().unwrap_or_else(|| "unknown".to_owned());
            let articles = counted(row.n_articles, "article");
            let also = if row.aliases.is_empty() {
                String::new()
            } else {
                format!("{} · ", row.aliases.join(", "))
            };
            let sort = row.kind.map_or(RowSort::Plain, RowSort::Name);
            let target = Target::Speaker(row.name.clone());
            TableRow {
                sort,
                ..TableRow::new(
                    grouped(row.n_quotes.into()),
                    name,
                    format!("{also}{articles}"),
                    target,
                )
            }
        })
        .collect()
}

/// Makes rows of quotations.
pub(super) fn of_quotes(state: &State, rows: &[QuoteRow]) -> Vec<TableRow> {
    let of_one_speaker = matches!(
        state.overlays.last(),
        Some(Overlay::Table(table))
            if matches!(&table.kind, TableKind::Quotes(filter) if filter.speaker.is_some() || filter.unknown_speaker)
    );
    rows.iter()
        .map(|row| {
            let date = row
                .date
                .map_or_else(|| "no date".to_owned(), |at| at.date().to_string());
            let source = state
                .catalogue
                .row(row.article)
                .and_then(|article| article.source);
            let source = source.unwrap_or("source unknown");
            let detail = if of_one_speaker {
                format!("{source} · {}", row.kind.word())
            } else {
                row.speaker.clone().unwrap_or_else(|| "unknown".to_owned())
            };
            let is_guess = row.confidence < state.settings.sure_from;
            TableRow {
                sort: RowSort::Quote(row.kind, is_guess),
                ..TableRow::new(
                    date,
                    cut(&row.words),
                    detail,
                    Target::Quote(row.article, row.quote_idx),
                )
            }
        })
        .collect()
}

/// Makes rows of names.
pub(super) fn of_entities(rows: &[EntityRow]) -> Vec<TableRow> {
    rows.iter()
        .map(|row| {
            let also = if row.aliases.is_empty() {
                String::new()
            } else {
                format!("{} · ", row.aliases.join(", "))
            };
            let detail = format!("{also}{}", counted(row.n_articles, "article"));
            let target = Target::Name(row.kind, row.name.clone());
            TableRow {
                sort: RowSort::Name(row.kind),
                ..TableRow::new(
                    grouped(row.n_mentions.into()),
                    row.name.clone(),
                    detail,
                    target,
                )
            }
        })
        .collect()
}

/// Makes rows of full-text hits.
pub(super) fn of_hits(state: &State, hits: &[Hit]) -> Vec<TableRow> {
    hits.iter()
        .map(|hit| {
            let row = state.catalogue.row(hit.article);
            let date = row
                .and_then(|row| row.date)
                .map_or_else(String::new, |(at, _)| at.date().to_string());
            let title = row.map(|row| row.title.to_owned()).unwrap_or_default();
            let arrival = hit
                .matches
                .first()
                .map(|span| Arrival::Offset(span.start as usize));
            TableRow {
                matches: hit.snippet_matches.clone(),
                ..TableRow::new(
                    date,
                    hit.snippet.clone(),
                    title,
                    Target::Article(hit.article, arrival),
                )
            }
        })
        .collect()
}

/// Lists the names of the article that is open.
pub(super) fn names_here(state: &mut State) -> Vec<Effect> {
    let Some(analysis) = state.reader.analysis() else {
        state.say("no article is open, or it is still being looked through");
        return Vec::new();
    };
    let mut counts = vec![0u32; analysis.entities.len()];
    for mention in &analysis.mentions {
        counts[mention.entity.0 as usize] += 1;
    }
    let mut order: Vec<usize> = (0..counts.len()).filter(|idx| counts[*idx] > 0).collect();
    order.sort_by_key(|idx| {
        (
            analysis.entities[*idx].kind,
            std::cmp::Reverse(counts[*idx]),
        )
    });
    let rows = order
        .into_iter()
        .map(|idx| {
            let entity = &analysis.entities[idx];
            let target = Target::Entity(crate::text::EntityId(idx as u32));
            let row = TableRow::new(
                counts[idx].to_string(),
                entity.name.clone(),
                entity.kind.word(),
                target,
            );
            TableRow {
                sort: RowSort::Name(entity.kind),
                ..row
            }
        })
        .collect();
    show(
        state,
        Table::of_rows(TableKind::NamesHere, "Names in this article", false, rows),
    );
    Vec::new()
}

/// Lists the articles that were read.
pub(super) fn history(state: &mut State) -> Vec<Effect> {
    let visits = memory::visits(state);
    let ids = visits
        .into_iter()
        .filter_map(|key| state.catalogue.find(key));
    let rows = ids.filter_map(|id| article_row(state, id, None)).collect();
    show(
        state,
        Table::of_rows(TableKind::History, "Read, latest first", false, rows),
    );
    Vec::new()
}

/// Lists the marks that are set.
pub(super) fn marks(state: &mut State) -> Vec<Effect> {
    let marks = memory::all_marks(state);
    let rows = marks
        .into_iter()
        .filter_map(|(letter, id, offset)| {
            let row = article_row(state, id, Some(Arrival::Offset(offset)))?;
            Some(TableRow {
                lead: letter.to_string(),
                ..row
            })
        })
        .collect();
    show(
        state,
        Table::of_rows(TableKind::Marks, "Marks", false, rows),
    );
    Vec::new()
}

/// Lists the notes that were written.
pub(super) fn notes(state: &mut State) -> Vec<Effect> {
    let catalogue = std::sync::Arc::clone(&state.catalogue);
    let rows = (0..catalogue.len() as u32)
        .map(ArticleId)
        .filter_map(|id| {
            let row = catalogue.row(id)?;
            let note = state.ledger.marks(row.key).note.clone()?;
            let date = row
                .date
                .map_or_else(String::new, |(at, _)| at.date().to_string());
            Some(TableRow::new(
                date,
                note,
                row.title,
                Target::Article(id, None),
            ))
        })
        .collect();
    show(
        state,
        Table::of_rows(TableKind::Notes, "Notes", false, rows),
    );
    Vec::new()
}

/// Lists what could not be read.
pub(super) fn problems(state: &mut State) -> Vec<Effect> {
    let read = state.problems.iter().map(|problem| {
        let place = problem.place.clone().unwrap_or_default();
        let path = problem.path.display().to_string();
        TableRow::new(
            "",
            format!("{path}: {}", problem.why),
            place,
            Target::Nothing,
        )
    });
    let room = state
        .failures
        .iter()
        .map(|why| TableRow::new("room", why.clone(), "", Target::Nothing));
    let rows = read.chain(room).collect();
    show(
        state,
        Table::of_rows(TableKind::Problems, "What could not be read", false, rows),
    );
    Vec::new()
}

/// Lists which key does what.
pub(super) fn bindings(state: &mut State) -> Vec<Effect> {
    let rows = state
        .settings
        .keymap
        .bindings()
        .filter_map(|binding| {
            let action = binding.action?;
            let origin = if binding.from_settings {
                "settings"
            } else {
                "default"
            };
            let context = super::Context::ALL
                .iter()
                .find(|(_, c)| *c == binding.context)
                .map_or("", |(name, _)| name);
            let text = format!("{} — {}", action.name(), action.description());
            Some(TableRow::new(
                binding.keys_written(),
                text,
                format!("{context} · {origin}"),
                Target::Nothing,
            ))
        })
        .collect();
    show(
        state,
        Table::of_rows(TableKind::Bindings, "Which key does what", true, rows),
    );
    Vec::new()
}

fn article_row(state: &State, id: ArticleId, arrival: Option<Arrival>) -> Option<TableRow> {
    let row = state.catalogue.row(id)?;
    let date = row
        .date
        .map_or_else(String::new, |(at, _)| at.date().to_string());
    Some(TableRow::new(
        date,
        row.title,
        row.source.unwrap_or_default(),
        Target::Article(id, arrival),
    ))
}

fn counted(n: u32, word: &str) -> String {
    format!(
        "{} {word}{}",
        grouped(n.into()),
        if n == 1 { "" } else { "s" }
    )
}

fn cut(words: &str) -> String {
    match words.char_indices().nth(MAX_ROW_CHARS) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
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
        Target::Article(id, Some(Arrival::Offset(offset))) if opened.id == *id => {
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
    let outline = super::Outline::of_reading(&opened.article, width, true);
    let first = outline.row_of(span.start as usize);
    let top = first.saturating_sub(usize::from(height) / 3);
    outline
        .rows
        .into_iter()
        .skip(top)
        .take(height.into())
        .collect()
}
