//! The text narrowed to the paragraphs that hold some words.

use super::{Action, Effect, State, page};

/// Shows only the paragraphs that hold what was typed, and marks it in them; all again where nothing was typed.
pub(super) fn show_only(state: &mut State, pattern: &str) -> Vec<Effect> {
    if pattern.is_empty() {
        let was_narrowed = state.reader.narrowed.is_some();
        state.reader.narrow("");
        state.say(if was_narrowed {
            "all paragraphs again"
        } else {
            ""
        });
        return Vec::new();
    }
    let from = state.reader.offset_at_top().unwrap_or(0);
    state.reader.search(pattern, from);
    if state.reader.narrow(pattern) {
        let n_places = state
            .reader
            .search
            .as_ref()
            .map_or(0, |search| search.matches.len());
        let ending = if n_places == 1 { "" } else { "s" };
        let cancel = state.typed_for(Action::Cancel);
        state.say(format!(
            "only what holds {pattern}: {n_places} place{ending} · {cancel} shows all"
        ));
    } else {
        state.say(page::search_words(state));
    }
    Vec::new()
}
