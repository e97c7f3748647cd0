//! Which keys did the person give another meaning?

use super::{Name, Reading, nearest};
use crate::app::{Action, Context, Deed, Key, check_command};
use toml::de::{DeTable, DeValue};

/// The most keys of a sequence.
const MAX_KEYS: usize = 4;

/// Keys that do not arrive, or not as themselves, and why.
const TAKEN: [(&str, &str); 6] = [
    ("Ctrl-i", "cannot be told from Tab by most terminals"),
    ("Ctrl-m", "cannot be told from Enter by most terminals"),
    ("Ctrl-h", "cannot be told from Backspace by many terminals"),
    ("Ctrl-[", "cannot be told from Esc by most terminals"),
    ("Ctrl-s", "stops the output of some terminals"),
    ("Ctrl-q", "is taken by the flow control of some terminals"),
];

/// How names of modifiers begin that people write in other programs.
const MODIFIERS: [&str; 10] = [
    "ctrl", "control", "alt", "meta", "shift", "super", "cmd", "c-", "m-", "<",
];

impl Reading<'_> {
    /// Takes `[keys.list]` and its like.
    pub(super) fn take_keys(&mut self, contexts: &DeTable<'_>) {
        for (name, bindings) in contexts {
            let at = name.span().start;
            let context = Context::ALL
                .iter()
                .find(|(known, _)| *known == name.get_ref().as_ref());
            let (Some((_, context)), DeValue::Table(bindings)) = (context, bindings.get_ref())
            else {
                let what = format!(
                    "there are no keys of '{}'; write [keys.list], [keys.reader], [keys.article] or [keys.room]",
                    name.get_ref()
                );
                self.error(at, what);
                continue;
            };
            for (keys, action) in bindings {
                self.take_key(*context, keys, action.get_ref());
            }
        }
    }

    fn take_key(&mut self, context: Context, name: Name<'_, '_>, value: &DeValue<'_>) {
        let at = name.span().start;
        let written = name.get_ref().as_ref();
        let Some(keys) = sequence(written) else {
            let what = format!(
                "'{written}' is not a key; write it like 'a', 'gg', 'Ctrl-f', 'Enter' or 'F5'"
            );
            return self.error(at, what);
        };
        let deed = match deed(value) {
            Ok(deed) => deed,
            Err(Some(what)) => return self.error(at, what),
            Err(None) => {
                let what = format!(
                    "'{written}' needs an action; write it like \"{written}\" = \"done\", or false to take the key away"
                );
                return self.error(at, what);
            }
        };
        if let Some(why) = keys.iter().find_map(taken) {
            self.warning(at, format!("{why}; choose another key"));
        }
        let before = self.settings.room.keymap.conflicts();
        self.settings.room.keymap.bind(context, keys, deed);
        for conflict in self.settings.room.keymap.conflicts() {
            if !before.contains(&conflict) {
                self.warning(at, conflict);
            }
        }
    }
}

/// Reads what keys do: an action, `":tag budget"`, several of them in a list, or `false` for nothing. An error without
/// words is a value of another kind.
fn deed(value: &DeValue<'_>) -> Result<Option<Deed>, Option<String>> {
    match value {
        DeValue::Boolean(false) => Ok(None),
        DeValue::String(line) if line.starts_with(':') => {
            Ok(Some(Deed::Lines(vec![command(line)?])))
        }
        DeValue::String(name) => Action::named(name)
            .map(|action| Some(Deed::Action(action)))
            .ok_or_else(|| Some(no_action(name))),
        DeValue::Array(lines) if !lines.is_empty() => {
            let lines: Result<Vec<String>, Option<String>> = lines
                .iter()
                .map(|line| command(line.get_ref().as_str().ok_or(None)?))
                .collect();
            Ok(Some(Deed::Lines(lines?)))
        }
        _ => Err(None),
    }
}

fn no_action(name: &str) -> String {
    let mut hint = nearest(name, Action::ALL.iter().map(|action| action.name()));
    if hint.is_empty() {
        "; 'reading-room --print-config' lists them all".clone_into(&mut hint);
    }
    format!("'{name}' is no action{hint}")
}

/// Reads a line of the command line.
fn command(line: &str) -> Result<String, Option<String>> {
    let line = line.trim_start_matches(':').trim();
    check_command(line).map_err(Some)?;
    Ok(line.to_owned())
}

/// Reads a sequence of keys; what looks like a name of another program is none.
fn sequence(written: &str) -> Option<Vec<Key>> {
    let foreign = written.split(' ').any(|word| {
        let plain = word.to_lowercase();
        word.chars().count() > 1
            && word.parse::<Key>().is_err()
            && MODIFIERS.iter().any(|modifier| plain.starts_with(modifier))
    });
    if foreign {
        return None;
    }
    let keys = Key::sequence(written).ok()?;
    (keys.len() <= MAX_KEYS).then_some(keys)
}

fn taken(key: &Key) -> Option<String> {
    let written = key.to_string();
    TAKEN
        .iter()
        .find(|(taken, _)| *taken == written)
        .map(|(taken, why)| format!("'{taken}' {why}"))
}
