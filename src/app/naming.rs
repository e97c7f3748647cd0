//! Correcting names: two rows that are one somebody, a better name, a name that is none.

use super::{
    Action, Effect, Overlay, PromptKind, State, asking,
    prompt::Offer,
    reader::Point,
    table::{Table, TableKind, TableRow, Target},
    tables, verbs,
};
use crate::triage::{Change, Naming, Shown};

/// Most names that are offered.
const MAX_OFFERS: usize = 50;

/// Shows the name under the cursor as another one; without words asks for that.
pub(super) fn merge(state: &mut State, into: &str) -> Vec<Effect> {
    let Some(name) = named_here(state) else {
        return nothing_named(state);
    };
    let into = into.trim();
    if into.is_empty() {
        return asking::ask(state, PromptKind::Merge, "", 1);
    }
    if into == name {
        state.say(format!("'{name}' is called that already"));
        return Vec::new();
    }
    let naming = Naming::of(&state.ledger);
    // Whoever was merged into this one comes along; what was corrected about the other name itself is over.
    let mut changes = vec![Naming::change(&name, Some(Shown::As(into.to_owned())))];
    if naming.iter().any(|(corrected, _)| corrected == into) {
        changes.push(Naming::change(into, None));
    }
    let effects = verbs::make_step(state, &format!("'{name}' is now '{into}'"), changes);
    with_table_anew(state, effects)
}

/// Lists the name under the cursor no more.
pub(super) fn hide(state: &mut State) -> Vec<Effect> {
    let Some(name) = named_here(state) else {
        return nothing_named(state);
    };
    let changes = vec![Naming::change(&name, Some(Shown::Hidden))];
    let effects = verbs::make_step(state, &format!("'{name}' is hidden"), changes);
    with_table_anew(state, effects)
}

/// Takes back what was corrected about a name: the one given, or the one under the cursor.
pub(super) fn restore(state: &mut State, name: &str) -> Vec<Effect> {
    let name = match name.trim() {
        "" => named_here(state),
        name => Some(name.to_owned()),
    };
    let Some(name) = name else {
        return nothing_named(state);
    };
    // A row gathers all names that were merged into it: they all part.
    let naming = Naming::of(&state.ledger);
    let own = naming
        .iter()
        .filter(|(corrected, shown)| *corrected == name || **shown == Shown::As(name.clone()));
    let changes: Vec<_> = own.map(|(name, _)| Naming::change(name, None)).collect();
    if changes.is_empty() {
        state.say(format!("nothing was corrected about '{name}'"));
        return Vec::new();
    }
    let label = format!("'{name}' is as the texts have it");
    let effects = verbs::make_step(state, &label, changes);
    with_table_anew(state, effects)
}

/// Lists what was corrected.
pub(super) fn list(state: &mut State) -> Vec<Effect> {
    let naming = Naming::of(&state.ledger);
    let rows = naming
        .iter()
        .map(|(name, shown)| {
            let how = match shown {
                Shown::As(other) => format!("is {other}"),
                Shown::Hidden => "is hidden".to_owned(),
            };
            TableRow::new("", name, how, Target::Nothing)
        })
        .collect();
    let table = Table::of_rows(TableKind::Corrections, "Corrected names", false, rows);
    tables::show(state, table);
    Vec::new()
}

/// Returns the names that may be meant by what was typed, from the table on top.
pub(super) fn offers(state: &State, typed: &str) -> Vec<Offer> {
    let table = tables::on_top(state);
    let Some(table) = table.filter(|_| !typed.is_empty()) else {
        return Vec::new();
    };
    let names = table.rows.iter().filter(|row| is_name(&row.target));
    let ranked = tables::rank(typed, names.map(|row| (row, row.text.as_str())));
    ranked
        .into_iter()
        .take(MAX_OFFERS)
        .map(|row| Offer {
            text: row.text.clone(),
            detail: row.detail.clone(),
        })
        .collect()
}

/// Asks for the rows of the table on top again, after a change of names or of what was taken back.
pub(super) fn with_table_anew(state: &mut State, mut effects: Vec<Effect>) -> Vec<Effect> {
    let Some(position) = state
        .overlays
        .iter()
        .rposition(|overlay| matches!(overlay, Overlay::Table(_)))
    else {
        return effects;
    };
    let Overlay::Table(table) = &state.overlays[position] else {
        return effects;
    };
    if table.kind == TableKind::Corrections {
        let prompts = state.overlays.split_off(position + 1);
        state.overlays.pop();
        effects.extend(list(state));
        state.overlays.extend(prompts);
        return effects;
    }
    effects.extend(tables::renew(state));
    effects
}

/// Tells whether a step changed names.
pub(super) fn is_about_names(changes: &[(crate::corpus::ArticleKey, Change)]) -> bool {
    changes
        .iter()
        .any(|(_, change)| matches!(change, Change::Correction { .. }))
}

fn is_name(target: &Target) -> bool {
    matches!(target, Target::Speaker(Some(_)) | Target::Name(..))
}

/// The name under the cursor: of a row that is one, or pointed at in the reader.
fn named_here(state: &State) -> Option<String> {
    let table = tables::on_top(state);
    match table {
        Some(table) => match (&table.current()?.target, &table.kind) {
            (Target::Speaker(name), _) => name.clone(),
            (Target::Name(_, name), _) => Some(name.clone()),
            (_, TableKind::Corrections) => Some(table.current()?.text.clone()),
            _ => None,
        },
        None => match state.reader.point {
            Point::Mention(_) | Point::Quote(_) => asking::name_here(state),
            Point::Passage(_) | Point::Nothing => None,
        },
    }
}

fn nothing_named(state: &mut State) -> Vec<Effect> {
    let [speakers, people, next] = [Action::Speakers, Action::People, Action::NextEntity]
        .map(|action| state.typed_for(action));
    state.say(format!(
        "point at a name first: a row of {speakers} or {people}, or {next} in the reader"
    ));
    Vec::new()
}
