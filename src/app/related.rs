//! Other articles on the same matter.

use super::{
    Effect, Generation, Question, State, asking, rows,
    table::{Table, TableKind},
    tables,
};
use crate::library::ArticleId;

/// Asks for the articles on the matter of this one.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    let Some(id) = asking::subject(state) else {
        return asking::nothing_here(state, "no article");
    };
    let generation = state.generation.renew();
    let table = Table::awaiting(TableKind::Related, "On the same matter", false, generation);
    tables::show(state, table);
    vec![Question::Related(id).asked(generation)]
}

/// Shows them, the nearest first.
pub(super) fn show(
    state: &mut State,
    generation: Generation,
    articles: &[ArticleId],
) -> Vec<Effect> {
    tables::fill(state, generation, |state| {
        let rows = articles.iter();
        rows.filter_map(|id| rows::article_row(state, *id, None))
            .collect()
    })
}
