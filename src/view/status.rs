//! The last line: what happened and how to undo it, or the keys that matter here; and which-key hints.

use super::{Role, Theme, paint, popup};
use crate::{
    app::{Action, Pane, Showing, State, text_width},
    library::{Progress, Stage},
};
use ratatui::{buffer::Buffer, layout::Rect};
use std::time::Duration;

/// What the footer names in the list.
const LIST_HINTS: [(Action, &str); 9] = [
    (Action::Open, "read"),
    (Action::Help, "keys"),
    (Action::Done, "done"),
    (Action::Discard, "discard"),
    (Action::Star, "star"),
    (Action::Undo, "undo"),
    (Action::Speakers, "who said what"),
    (Action::FindArticle, "find"),
    (Action::Filter, "filter"),
];

/// What the footer names in the reader.
const READER_HINTS: [(Action, &str); 9] = [
    (Action::NextQuote, "quotation"),
    (Action::Help, "keys"),
    (Action::NextEntity, "name"),
    (Action::SpeakerHere, "their quotations"),
    (Action::Search, "search"),
    (Action::Done, "done"),
    (Action::Source, "source"),
    (Action::NextArticle, "next"),
    (Action::Back, "list"),
];

/// Draws the status line.
pub(super) fn draw(state: &State, theme: &Theme, line: Rect, buffer: &mut Buffer) {
    paint::fill(buffer, line, theme.style(Role::Text));
    let right = right_words(state, line.width);
    let right_role = if state.n_unsaved() > 0 {
        Role::Error
    } else {
        Role::Muted
    };
    let x = paint::words_right(buffer, line, &right, theme.style(right_role));
    let room = x.saturating_sub(line.x + 2);
    let status = &state.status;
    if !status.message.is_empty() {
        let role = if status.is_error {
            Role::Error
        } else {
            Role::Text
        };
        let sign = if status.is_error { "! " } else { "" };
        paint::words(
            buffer,
            line.x + 1,
            line.y,
            room,
            &format!("{sign}{}", status.message),
            theme.style(role),
        );
        return;
    }
    let hints: &[(Action, &str)] = match state.focus {
        Pane::List => &LIST_HINTS,
        Pane::Reader => &READER_HINTS,
    };
    let mut x = line.x + 1;
    for (action, what) in hints {
        let Some(key) = state.settings.keymap.key_for(&state.contexts(), *action) else {
            continue;
        };
        let width = (text_width(&key) + what.len() + 3) as u16;
        if x + width > line.x + room {
            break;
        }
        x = paint::words(buffer, x, line.y, width, &key, theme.style(Role::Key));
        x = paint::words(
            buffer,
            x,
            line.y,
            width,
            &format!(" {what}  "),
            theme.style(Role::Muted),
        );
    }
}

/// What stands at the right end of a line of `width` cells: keys typed so far, what is unsaved, how far reading has come.
fn right_words(state: &State, width: u16) -> String {
    let mut words = Vec::new();
    let pending = &state.pending;
    if pending.count.is_some() || !pending.keys.is_empty() {
        let count = pending
            .count
            .map_or_else(String::new, |count| count.to_string());
        words.push(format!(
            "{count}{}",
            crate::app::keys_written(&pending.keys)
        ));
    }
    if state.n_unsaved() > 0 {
        words.push(format!("{} not saved", state.n_unsaved()));
    }
    if state.reader.showing == Showing::Source && state.focus == Pane::Reader {
        words.push("SOURCE".to_owned());
    }
    if let Some(progress) = &state.progress {
        let n_taken: usize = words.iter().map(|word| text_width(word) + 3).sum();
        let n_left = match text_width(&state.status.message) {
            0 => usize::from(width) / 2,
            n_said => usize::from(width).saturating_sub(n_said + 4),
        };
        words.push(progress_words(progress, n_left.saturating_sub(n_taken)));
    }
    let n_problems = state.problems.len() + state.failures.len();
    if n_problems > 0 && state.progress.is_none() {
        let ending = if n_problems == 1 { "" } else { "s" };
        let n_problems = super::list::number(n_problems);
        words.push(format!("{n_problems} problem{ending}"));
    }
    if words.is_empty() {
        String::new()
    } else {
        format!("{} ", words.join(" · "))
    }
}

/// Says how far reading has come, in up to `n_cells` where the shortest way allows.
fn progress_words(progress: &Progress, n_cells: usize) -> String {
    let stage = match progress.stage {
        Stage::Looking => "looking",
        Stage::Reading => "reading",
        Stage::Analysing => "finding quotations",
    };
    let done = super::list::number(progress.n_done as usize);
    let Some(part) = progress.part() else {
        return format!("{stage} {done}");
    };
    let percent = format!("{}%", (part * 100.0) as u32);
    let left = progress
        .left
        .map_or_else(String::new, |left| format!(" · {} left", time_words(left)));
    let rate = progress
        .per_second
        .filter(|rate| *rate >= 1.0)
        .map_or_else(String::new, |rate| {
            format!(" · {}/s", super::list::number(rate as usize))
        });
    let mut ways = [
        format!("{stage} {done} · {percent}{rate}{left}"),
        format!("{stage} {percent}{left}"),
        format!("{stage} {percent}"),
    ]
    .into_iter();
    ways.find(|way| text_width(way) <= n_cells)
        .unwrap_or(percent)
}

/// Says how long something takes, in one unit.
fn time_words(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..100 => format!("{seconds} s"),
        seconds @ 100..6_000 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3_600)),
    }
}

/// Shows the keys that may follow the ones pressed.
pub(super) fn draw_hint(state: &State, theme: &Theme, buffer: &mut Buffer) {
    if !state.pending.hint {
        return;
    }
    let crate::app::keymap::Meaning::Prefix(bindings) = state
        .settings
        .keymap
        .meaning(&state.contexts(), &state.pending.keys)
    else {
        return;
    };
    let mut seen = std::collections::HashSet::new();
    let lines: Vec<(String, String)> = bindings
        .iter()
        .filter_map(|binding| {
            let keys = crate::app::keys_written(&binding.keys[state.pending.keys.len()..]);
            let deed = binding.deed.as_ref()?;
            seen.insert(keys.clone())
                .then(|| (keys, deed.description()))
        })
        .collect();
    let screen = state.regions().screen;
    let width = 48.min(screen.width);
    let height = (lines.len() as u16 + 2).min(screen.height.saturating_sub(1));
    let area = Rect {
        x: screen.width - width,
        y: screen.height.saturating_sub(height + 1),
        width,
        height,
    };
    let title = format!("{} …", crate::app::keys_written(&state.pending.keys));
    let inner = popup::frame(theme, area, &title, "", buffer);
    for (idx, (keys, what)) in lines.iter().take(usize::from(inner.height)).enumerate() {
        let y = inner.y + idx as u16;
        paint::words(buffer, inner.x, y, 6, keys, theme.style(Role::Key));
        paint::words(
            buffer,
            inner.x + 6,
            y,
            inner.width.saturating_sub(6),
            what,
            theme.style(Role::Text),
        );
    }
}
