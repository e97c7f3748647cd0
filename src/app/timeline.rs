//! The listed articles by month, or by year: when was how much written?

use super::{
    Effect, State, asking,
    table::{Table, TableKind, TableRow, Target},
    tables, update,
};
use std::collections::BTreeMap;

/// Above so many months the rows are years.
const MAX_MONTHS: usize = 60;

/// The longest bar, in cells.
const MAX_BAR: usize = 40;

/// Lists how many of the articles shown were published when.
pub(super) fn show(state: &mut State) -> Vec<Effect> {
    let months = months(state);
    if months.is_empty() {
        return asking::nothing_here(state, "no dated article");
    }
    let by_year = months.len() > MAX_MONTHS;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for ((year, month), n) in months {
        let when = if by_year {
            format!("{year:04}")
        } else {
            format!("{year:04}-{month:02}")
        };
        *counts.entry(when).or_default() += n;
    }
    let highest = counts.values().copied().max().unwrap_or(1);
    let rows = counts
        .into_iter()
        .map(|(when, n)| {
            let bar = "█".repeat((n * MAX_BAR).div_ceil(highest));
            let count = update::grouped(n as u64);
            TableRow::new(
                when.clone(),
                format!("{bar} {count}"),
                "",
                Target::Narrow(format!("date:{when}")),
            )
        })
        .collect();
    let table = Table::of_rows(
        TableKind::Timeline,
        "When the listed articles appeared",
        false,
        rows,
    );
    tables::show(state, table);
    Vec::new()
}

fn months(state: &State) -> BTreeMap<(i16, i8), usize> {
    let mut months = BTreeMap::new();
    for id in &state.list.rows {
        let date = state.catalogue.published(*id);
        if let Some((at, _)) = date {
            *months.entry((at.year(), at.month())).or_default() += 1;
        }
    }
    months
}
