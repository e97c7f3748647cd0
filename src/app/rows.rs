//! The rows of each table: what stands left, what is read, what stands right, where Enter leads.

use super::{
    Effect, Overlay, Question, State, memory,
    reader::Arrival,
    sightings,
    table::{RowSort, Table, TableKind, TableRow, Target},
    tables::show,
    update::grouped,
};
use crate::{
    library::{ArticleId, EntityRow, Hit, QuoteRow, SpeakerRow},
    text::read_escapes,
    triage::Ledger,
};
use std::sync::Arc;

/// Most characters of a quotation that are shown in a row.
const MAX_ROW_CHARS: usize = 400;

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
                also: row.aliases.clone(),
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
    sightings::folded(rows)
        .into_iter()
        .map(|sighted| {
            let row = sighted.row;
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
            let detail = match sighted.everywhere.len() {
                0 => detail,
                n => format!("×{n} · {detail}"),
            };
            let is_guess = row.confidence < state.settings.sure_from;
            TableRow {
                sort: RowSort::Quote(row.kind, is_guess),
                sightings: sighted.everywhere,
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

/// Makes the row of one of the places where the same words stand.
pub(super) fn sighting(state: &State, id: ArticleId, quote: u32, words: &str) -> Option<TableRow> {
    let row = article_row(state, id, None)?;
    let detail = if row.detail.is_empty() {
        row.text
    } else {
        format!("{} · {}", row.detail, row.text)
    };
    Some(TableRow::new(
        row.lead,
        words,
        detail,
        Target::Quote(id, quote),
    ))
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
                also: row.aliases.clone(),
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
    let question = state
        .overlays
        .iter()
        .rev()
        .find_map(|overlay| match overlay {
            Overlay::Table(table) => match &table.kind {
                TableKind::Hits(question) => Some(question.clone()),
                _ => None,
            },
            _ => None,
        });
    let question = question.unwrap_or_default();
    hits.iter()
        .map(|hit| {
            let row = state.catalogue.row(hit.article);
            let date = row
                .as_ref()
                .and_then(|row| row.date)
                .map_or_else(String::new, |(at, _)| at.date().to_string());
            let title = row.map_or_else(String::new, |row| read_escapes(&row.title).into_owned());
            let arrival = hit.matches.first().map(|span| Arrival::Found {
                question: question.clone(),
                offset: span.start as usize,
            });
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

/// Returns the question whose answer fills a table of this kind; `None` where nothing need be asked.
pub(super) fn question(kind: &TableKind, ledger: &Arc<Ledger>) -> Option<Question> {
    let ledger = Arc::clone(ledger);
    match kind {
        TableKind::Speakers => Some(Question::Speakers { ledger }),
        TableKind::Quotes(filter) => Some(Question::Quotes {
            filter: filter.clone(),
            ledger,
        }),
        TableKind::Names(kind) => Some(Question::Entities {
            kind: *kind,
            ledger,
        }),
        _ => None,
    }
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
    let catalogue = Arc::clone(&state.catalogue);
    let rows = catalogue
        .ids()
        .filter_map(|id| {
            let note = state.ledger.marks(catalogue.key(id)?).note.clone()?;
            let row = catalogue.row(id)?;
            let date = row
                .date
                .map_or_else(String::new, |(at, _)| at.date().to_string());
            Some(TableRow::new(
                date,
                note,
                read_escapes(&row.title),
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
            let deed = binding.deed.as_ref()?;
            let origin = binding.origin.name();
            let context = super::Context::ALL
                .iter()
                .find(|(_, c)| *c == binding.context)
                .map_or("", |(name, _)| name);
            let text = match deed.action() {
                Some(action) => format!("{} — {}", action.name(), action.description()),
                None => deed.description(),
            };
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

pub(super) fn article_row(
    state: &State,
    id: ArticleId,
    arrival: Option<Arrival>,
) -> Option<TableRow> {
    let row = state.catalogue.row(id)?;
    let date = row
        .date
        .map_or_else(String::new, |(at, _)| at.date().to_string());
    Some(TableRow::new(
        date,
        read_escapes(&row.title),
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
