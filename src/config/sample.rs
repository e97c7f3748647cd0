//! What does a settings file look like? Every setting with its default, from the tables the file is read with.

use super::{Settings, fields::FIELDS};
use crate::app::{Action, Context};
use std::fmt::Write;

/// How wide the keys of the sample are filled, so that the comments stand in a column.
const BINDING_WIDTH: usize = 34;

/// Writes a settings file in which every setting stands at its default, as a comment.
pub fn sample() -> String {
    let settings = Settings::default();
    let mut text = String::from(
        "# Settings of the reading room. Every setting stands here at its default; take the '#' away to change it.\n\
         # 'reading-room --check-config' lists all problems of the file. A change counts as soon as it is saved.\n",
    );
    // Writing to a string cannot fail.
    for field in FIELDS {
        let value = (field.write)(&settings);
        let _ = write!(text, "\n# {}\n#{} = {value}\n", field.about, field.name);
    }
    text.push_str(
        "\n# What names of fields in JSON, CSV and other records mean: title, date, body, summary, source, section,\n\
         # byline, place, language or url. For example: \"Nachricht\" = \"body\"\n[fields]\n",
    );
    text.push_str(
        "\n# Which key does what, by the place where it holds. Keys are written 'a', 'gg', 'Ctrl-f', 'Enter', 'F5' or\n\
         # '] q'; false takes a key away. A key may also do lines of the command line, and ',' is free to begin yours:\n\
         # \",b\" = \":tag budget\"    \",d\" = [\":tag budget\", \":done\"]\n",
    );
    for (name, context) in Context::ALL {
        let _ = write!(text, "\n[keys.{name}]\n");
        let bindings = settings.room.keymap.bindings();
        for binding in bindings.filter(|binding| binding.context == context) {
            let Some(action) = binding.action() else {
                continue;
            };
            let keys = toml::Value::from(binding.keys_written());
            let line = format!("{keys} = \"{}\"", action.name());
            let _ = writeln!(text, "#{line:BINDING_WIDTH$} # {}", action.description());
        }
    }
    text.push_str("\n# Actions without a key:\n");
    let is_bound = |action: Action| {
        let mut bindings = settings.room.keymap.bindings();
        bindings.any(|binding| binding.action() == Some(action))
    };
    for action in Action::ALL.iter().filter(|action| !is_bound(**action)) {
        let _ = writeln!(text, "# {}: {}", action.name(), action.description());
    }
    text
}
