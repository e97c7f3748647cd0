//! Is this wording in the archive: word for word, altered, or not at all?

use super::{
    Action, Effect, Generation, Overlay, Question, State, asking, passage,
    reader::{Arrival, Point},
    table::{Table, TableKind, TableRow, Target},
    tables,
};
use crate::{
    library::{Source, Verdict},
    text::wording::Wording,
};

/// Asks where a wording stands.
pub(super) fn verify(state: &mut State, words: &str) -> Vec<Effect> {
    let wording = Wording::of(words);
    if wording.is_empty() {
        state.say("verify what? :verify and the words");
        return Vec::new();
    }
    let generation = state.generation.renew();
    let table = Table::awaiting(TableKind::Sources, "Looking for it", false, generation);
    tables::show(state, table);
    vec![Question::Sources(wording).asked(generation)]
}

/// Asks where the quotation that is pointed at stands, or the passage that is chosen.
pub(super) fn verify_here(state: &mut State) -> Vec<Effect> {
    if let Some(words) = passage::words(state) {
        return verify(state, &words);
    }
    let Point::Quote(idx) = state.reader.point else {
        let next = state.typed_for(Action::NextQuote);
        return asking::nothing_here(
            state,
            &format!("point at a quotation with {next}, or :verify and the words; nothing"),
        );
    };
    let words = state.reader.analysis().and_then(|analysis| {
        let content = &analysis.quotes.get(idx)?.content;
        let pieces: Vec<_> = content
            .iter()
            .map(|span| state.reader.opened_slice(*span))
            .collect();
        Some(pieces.join(" "))
    });
    match words {
        Some(words) => verify(state, &words),
        None => asking::nothing_here(state, "no quotation"),
    }
}

/// Shows where the wording stands.
pub(super) fn show(state: &mut State, generation: Generation, sources: &[Source]) -> Vec<Effect> {
    let title = match Verdict::of(sources) {
        Verdict::Exact => "Exact: these very words",
        Verdict::Altered => "Altered: [-asked for-] {+in the source+}",
        Verdict::NotFound => "Not found",
    };
    let waits = |overlay: &&mut Overlay| matches!(overlay, Overlay::Table(table) if table.awaited == Some(generation));
    if let Some(Overlay::Table(table)) = state.overlays.iter_mut().find(waits) {
        table.title = title.to_owned();
    }
    tables::fill(state, generation, |state| {
        sources.iter().map(|source| row(state, source)).collect()
    })
}

fn row(state: &State, source: &Source) -> TableRow {
    let article = state.catalogue.row(source.article);
    let date = article
        .as_ref()
        .and_then(|row| row.date)
        .map_or_else(|| "no date".to_owned(), |(at, _)| at.date().to_string());
    let publisher = article.and_then(|row| row.source);
    let place = Arrival::Offset(source.passage.span.start as usize);
    TableRow::new(
        date,
        source.difference(),
        publisher.unwrap_or("source unknown"),
        Target::Article(source.article, Some(place)),
    )
}
