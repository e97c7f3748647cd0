//! What the listed articles have in common, with counts: publishers, sections, places, authors.

use super::{
    Effect, Generation, Question, State, asking,
    table::{Table, TableKind, TableRow, Target},
    tables,
    update::grouped,
};
use crate::library::{Facet, FacetKind};

/// Asks what the listed articles have in common.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    if state.list.rows.is_empty() {
        return asking::nothing_here(state, "no article");
    }
    let generation = state.generation.renew();
    let title = "What the listed articles have in common";
    let table = Table::awaiting(TableKind::Facets, title, false, generation);
    tables::show(state, table);
    vec![Question::Facets(state.list.rows.clone()).asked(generation)]
}

/// Shows it; a row narrows the list to its articles.
pub(super) fn show(state: &mut State, generation: Generation, facets: &[Facet]) -> Vec<Effect> {
    tables::fill(state, generation, |_| facets.iter().map(row).collect())
}

fn row(facet: &Facet) -> TableRow {
    let kinds = FacetKind::ALL;
    let field = kinds.iter().find(|(_, kind)| *kind == facet.kind);
    let field = field.map_or("", |(field, _)| field);
    // A question has no way to write a quotation mark; its words are found without.
    let name = facet.name.replace('"', " ");
    TableRow::new(
        grouped(facet.n_articles as u64),
        facet.name.clone(),
        field,
        Target::Narrow(format!("{field}:\"{}\"", name.trim())),
    )
}

/// Shows only the listed articles that match one more term; a date takes the place of another.
pub(super) fn narrow(state: &mut State, term: &str) -> Vec<Effect> {
    state.overlays.clear();
    let raw = state.list.filter.raw();
    let is_date = |term: &str| term.starts_with("date:");
    let question = if is_date(term) {
        let others = raw.split(' ').filter(|other| !is_date(other));
        others.collect::<Vec<_>>().join(" ")
    } else {
        raw.to_owned()
    };
    asking::filter_by(state, format!("{question} {term}").trim())
}
