//! Asking: lines to type into, tables to fill, and what a question is about.

use super::{
    Effect, Overlay, Pane, Prompt, PromptKind, Question, State, memory, passage,
    reader::Point,
    table::{Table, TableKind, Target},
    tables, update,
};
use crate::{
    library::{ArticleId, Query, QuoteFilter},
    text::EntityKind,
};
use std::sync::Arc;

/// Opens a line to type into.
pub(super) fn ask(state: &mut State, kind: PromptKind, text: &str, count: usize) -> Vec<Effect> {
    let needs_article = matches!(
        kind,
        PromptKind::Tag
            | PromptKind::Untag
            | PromptKind::Note
            | PromptKind::Export
            | PromptKind::Pipe
    );
    if needs_article && subject(state).is_none() {
        return nothing_here(state, "no article");
    }
    let origin = match state.focus {
        Pane::List => state.list.cursor,
        Pane::Reader => state.reader.top,
    };
    state.overlays.push(Overlay::Prompt(Box::new(Prompt {
        count,
        ..Prompt::new(kind, text, origin)
    })));
    super::prompt::offer(state);
    Vec::new()
}

/// Opens the search of the pane or the table.
pub(super) fn search_prompt(state: &mut State) -> Vec<Effect> {
    if let Some(Overlay::Table(table)) = state.overlays.last_mut() {
        table.typing = true;
        return Vec::new();
    }
    ask(state, PromptKind::Search, "", 1)
}

/// Asks all texts and shows the hits.
pub(super) fn full_text(state: &mut State, question: &str) -> Vec<Effect> {
    match Query::parse(question) {
        Ok(query) => {
            let generation = state.generation.renew();
            let title = format!("Search: {question}");
            tables::show(
                state,
                Table::awaiting(
                    TableKind::Hits(question.to_owned()),
                    title,
                    false,
                    generation,
                ),
            );
            let ledger = Arc::clone(&state.ledger);
            vec![Question::Hits { query, ledger }.asked(generation)]
        }
        Err(error) => {
            state.complain(format!(
                "expected {} at character {}",
                error.expected,
                error.at + 1
            ));
            Vec::new()
        }
    }
}

/// Lists all names of a kind.
pub(super) fn names(state: &mut State, kind: EntityKind, title: &str) -> Vec<Effect> {
    let generation = state.generation.renew();
    tables::show(
        state,
        Table::awaiting(TableKind::Names(kind), title, true, generation),
    );
    let ledger = Arc::clone(&state.ledger);
    vec![Question::Entities { kind, ledger }.asked(generation)]
}

/// Lists the quotations of a speaker; `None` is the unknown.
pub(super) fn quotes_of(state: &mut State, speaker: Option<String>) -> Vec<Effect> {
    let title = speaker
        .clone()
        .unwrap_or_else(|| "Unknown speakers".to_owned());
    let filter = QuoteFilter {
        unknown_speaker: speaker.is_none(),
        speaker,
        ..QuoteFilter::default()
    };
    quotes(state, filter, &title)
}

/// Lists quotations.
pub(super) fn quotes(state: &mut State, filter: QuoteFilter, title: &str) -> Vec<Effect> {
    let generation = state.generation.renew();
    tables::show(
        state,
        Table::awaiting(TableKind::Quotes(filter.clone()), title, false, generation),
    );
    let ledger = Arc::clone(&state.ledger);
    vec![Question::Quotes { filter, ledger }.asked(generation)]
}

/// Returns the person under the cursor: pointed at, or speaking, or the first one in view.
pub(super) fn speaker_here(state: &State) -> Option<String> {
    if let Some(Overlay::Table(table)) = state.overlays.last() {
        let row = table.current()?;
        return match (&row.target, &table.kind) {
            (Target::Speaker(name), _) => name.clone(),
            (Target::Name(EntityKind::Person, name), _) => Some(name.clone()),
            (Target::Quote(..), TableKind::Quotes(filter)) if filter.speaker.is_some() => {
                filter.speaker.clone()
            }
            (Target::Quote(..), _) => Some(row.detail.clone()),
            (
                Target::Name(..)
                | Target::Entity(_)
                | Target::View(_)
                | Target::Address(_)
                | Target::Narrow(_)
                | Target::Article(..)
                | Target::Nothing,
                _,
            ) => None,
        };
    }
    let analysis = state.reader.analysis()?;
    match state.reader.point {
        Point::Mention(idx) => Some(
            analysis
                .entity(analysis.mentions.get(idx)?.entity)
                .name
                .clone(),
        ),
        Point::Quote(idx) => analysis
            .speaker_name(analysis.quotes.get(idx)?)
            .map(str::to_owned),
        Point::Passage(_) => None,
        Point::Nothing => {
            let from = state.reader.offset_at_top().unwrap_or(0);
            let mut people = analysis
                .mentions
                .iter()
                .filter(|mention| mention.kind == EntityKind::Person);
            let person = people.find(|mention| mention.span.start as usize >= from)?;
            Some(analysis.entity(person.entity).name.clone())
        }
    }
}

/// Returns the name under the cursor, or the words of the passage that is chosen.
pub(super) fn name_here(state: &State) -> Option<String> {
    if let Some(Overlay::Table(table)) = state.overlays.last() {
        return table.current().map(|row| row.text.clone());
    }
    let analysis = state.reader.analysis()?;
    match state.reader.point {
        Point::Mention(idx) => Some(
            analysis
                .entity(analysis.mentions.get(idx)?.entity)
                .name
                .clone(),
        ),
        Point::Passage(_) => passage::words(state),
        Point::Quote(_) | Point::Nothing => speaker_here(state),
    }
}

/// Returns the article that a verb acts on where no row is selected.
pub(super) fn subject(state: &State) -> Option<ArticleId> {
    if let Some(table) = tables::on_top(state) {
        return match table.current()?.target {
            Target::Quote(id, _) | Target::Article(id, _) => Some(id),
            _ => None,
        };
    }
    match state.focus {
        Pane::List => state.list.current(),
        Pane::Reader => state.reader.wanted,
    }
}

/// Filters the list by a question.
pub(super) fn filter_by(state: &mut State, question: &str) -> Vec<Effect> {
    match Query::parse(question) {
        Ok(query) => {
            state.list.filter = query;
            state.list.clear_selection();
            state.zen = false;
            state.focus = Pane::List;
            let mut effects = update::arrange(state);
            effects.extend(memory::remember_view(state));
            effects
        }
        Err(error) => {
            state.complain(format!(
                "expected {} at character {}",
                error.expected,
                error.at + 1
            ));
            Vec::new()
        }
    }
}

/// Lists only unread articles, or all again.
pub(super) fn unread_only(state: &mut State) -> Vec<Effect> {
    const TERM: &str = "is:unread";
    let raw = state.list.filter.raw().to_owned();
    let question = if raw.split_whitespace().any(|word| word == TERM) {
        raw.split_whitespace()
            .filter(|word| *word != TERM)
            .collect::<Vec<_>>()
            .join(" ")
    } else {
        format!("{raw} {TERM}").trim().to_owned()
    };
    filter_by(state, &question)
}

/// Says that there is nothing to act on.
pub(super) fn nothing_here(state: &mut State, what: &str) -> Vec<Effect> {
    state.say(format!("{what} here"));
    Vec::new()
}

/// Opens the filter of the list, or of the table.
pub(super) fn filter_here(state: &mut State) -> Vec<Effect> {
    if matches!(state.overlays.last(), Some(Overlay::Table(_))) {
        return search_prompt(state);
    }
    let filter = state.list.filter.raw().to_owned();
    ask(state, PromptKind::Filter, &filter, 1)
}
