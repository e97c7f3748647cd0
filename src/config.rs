//! What did the person set? Takes the text of a settings file, gives settings and all its problems together.
//!
//! ```text
//! text ──▶ toml, with places ──▶ fields   one line of a table for each plain setting
//!                          ├───▶ keys     [keys.list], [keys.reader], …: keys and the actions they do
//!                          └───▶ [fields] names of unusual records
//! ```
//!
//! What is wrong stays at its default and everything else counts. Never touches the disk or the terminal.

mod fields;
mod keys;
mod sample;

pub use sample::sample;

use crate::{app, corpus::FieldMap};
use std::fmt;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// What the person set.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The room's own settings.
    pub room: app::Settings,
    /// Whether as little as possible is sent to the terminal.
    pub low_bandwidth: bool,
    /// Which signs are sent to the terminal.
    pub letters: Letters,
    /// The folder of marks and notes, where it is not the usual one.
    pub state_folder: Option<String>,
    /// The folder of what can be computed again, where it is not the usual one.
    pub cache_folder: Option<String>,
    /// What unusual names of fields in records mean.
    pub fields: FieldMap,
}

/// Which signs are sent to the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Letters {
    /// Those the locale allows.
    #[default]
    Auto,
    /// Only ASCII.
    Ascii,
    /// All, whatever the locale says.
    Utf8,
}

/// Something in a settings file that is not right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1, where one can be named.
    pub line: Option<usize>,
    /// What is wrong, and what to do.
    pub what: String,
    /// Whether everything that was set counts all the same.
    pub is_warning: bool,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "settings line {line}: {}", self.what),
            None => write!(f, "settings: {}", self.what),
        }
    }
}

/// Reads the text of a settings file.
pub fn read(text: &str) -> (Settings, Vec<Problem>) {
    let mut reading = Reading {
        text,
        settings: Settings::default(),
        problems: Vec::new(),
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        let message = error.message().trim().replace('\n', "; ");
        reading.error(at, format!("this is not TOML: {message}"));
    }
    reading.take(table.get_ref());
    reading.problems.sort_by_key(|problem| problem.line);
    (reading.settings, reading.problems)
}

/// A settings file while it is read.
struct Reading<'t> {
    text: &'t str,
    settings: Settings,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn take(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            let at = name.span().start;
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("keys", DeValue::Table(contexts)) => self.take_keys(contexts),
                ("fields", DeValue::Table(names)) => self.take_names(names),
                (table @ ("keys" | "fields"), _) => {
                    self.error(at, format!("'{table}' is a table; write it like [{table}]"));
                }
                (name, value) => self.take_field(name, value, at),
            }
        }
    }

    fn take_field(&mut self, name: &str, value: &DeValue<'_>, at: usize) {
        let Some(field) = fields::FIELDS.iter().find(|field| field.name == name) else {
            let known = fields::FIELDS.iter().map(|field| field.name);
            let hint = nearest(name, known.chain(["keys", "fields"]));
            self.warning(at, format!("'{name}' is no setting{hint}"));
            return;
        };
        if let Err(why) = (field.set)(&mut self.settings, value) {
            self.error(at, format!("{name}: {why}"));
        }
    }

    fn take_names(&mut self, names: &DeTable<'_>) {
        for (name, field) in names {
            let at = name.span().start;
            let name = name.get_ref();
            let Some(field) = field.get_ref().as_str() else {
                let what = format!("'{name}' needs a word; write it like \"{name}\" = \"title\"");
                self.error(at, what);
                continue;
            };
            if let Err(known) = self.settings.fields.insert(name, field) {
                let what = format!(
                    "'{field}' is no part of an article; write one of {}",
                    quoted(known)
                );
                self.error(at, what);
            }
        }
    }

    fn error(&mut self, at: usize, what: String) {
        self.note(at, what, false);
    }

    fn warning(&mut self, at: usize, what: String) {
        self.note(at, what, true);
    }

    fn note(&mut self, at: usize, what: String, is_warning: bool) {
        let before = self.text.get(..at).unwrap_or_default();
        let line = 1 + before.matches('\n').count();
        self.problems.push(Problem {
            line: Some(line),
            what,
            is_warning,
        });
    }
}

/// A name with its place in the file.
type Name<'a, 'i> = &'a Spanned<std::borrow::Cow<'i, str>>;

/// Writes words in single quotation marks, with commas.
fn quoted<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("'{word}'")).collect();
    words.join(", ")
}

/// Returns `; did you mean 'theme'?` where one of the names is near enough to what was typed.
fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    /// Names less like what was typed are another matter.
    const MIN_LIKENESS: f32 = 0.6;
    let plain = typed.to_lowercase().replace(['_', ' '], "-");
    let likeness = |name: &str| similar::TextDiff::from_chars(plain.as_str(), name).ratio();
    let best = known
        .into_iter()
        .map(|name| (likeness(name), name))
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match best {
        Some((likeness, name)) if likeness >= MIN_LIKENESS => format!("; did you mean '{name}'?"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{Action, Context, Preview, ThemeName},
        library::SortKey,
    };

    fn check(text: &str, expected: &[&str]) -> Settings {
        let (settings, problems) = read(text);
        let written: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(written, expected, "{text}");
        settings
    }

    #[test]
    fn settings_are_taken() {
        let settings = check(
            "theme = 'light'\nwidth = 80\nlist-width = 30\npreview = 'below'\nsort = 'source'\n\
             reverse = true\nmouse = true\nlow-bandwidth = true\nsure-from = 0.75\n\
             letters = 'ascii'\nstate-folder = '/srv/marks'\ncitation = '{title}'\n",
            &[],
        );
        let room = &settings.room;
        assert_eq!(room.theme, ThemeName::Light);
        assert_eq!((room.measure, room.list_percent), (80, 30));
        assert_eq!(room.preview, Preview::Below);
        assert_eq!(room.arrangement.key, SortKey::Source);
        assert!(room.arrangement.reversed && room.mouse && settings.low_bandwidth);
        assert!((room.sure_from - 0.75).abs() < 1e-6);
        assert_eq!(room.citation, "{title}");
        assert_eq!(settings.letters, Letters::Ascii);
        assert_eq!(settings.state_folder.as_deref(), Some("/srv/marks"));
    }

    #[test]
    fn all_problems_are_told_together_and_the_rest_counts() {
        let settings = check(
            "theme = 'purple'\nwidth = 9000\nmouse = 'yes'\n\nthem = 'dark'\nsort = 'title'\nsure-from = 2\n",
            &[
                "settings line 1: theme: 'purple' is not known; write one of 'dark', 'light', 'sixteen', 'mono'",
                "settings line 2: width: 9000 is out of range; write a number from 30 to 160",
                "settings line 3: mouse: this is a string; write true or false",
                "settings line 5: 'them' is no setting; did you mean 'theme'?",
                "settings line 7: sure-from: 2 is out of range; write a number from 0 to 1",
            ],
        );
        assert_eq!(settings.room.arrangement.key, SortKey::Title);
        assert_eq!(settings.room.theme, ThemeName::Dark);
    }

    #[test]
    fn a_broken_line_is_named() {
        let (settings, problems) = read("theme = 'light'\nwidth = = 3\nmouse = true\n");
        assert_eq!(problems[0].line, Some(2));
        assert!(problems[0].what.starts_with("this is not TOML"));
        assert!(settings.room.mouse);
    }

    #[test]
    fn keys_are_bound_and_taken_away() {
        let settings = check(
            "[keys.list]\n'x' = 'done'\n'g z' = 'star'\n[keys.article]\n'd' = false\n",
            &[],
        );
        let contexts = [Context::List, Context::Article, Context::Room];
        let meaning = |keys: &str| {
            let keys = app::Key::sequence(keys).expect("these are keys");
            settings.room.keymap.meaning(&contexts, &keys)
        };
        assert_eq!(meaning("x"), app::keymap::Meaning::Action(Action::Done));
        assert_eq!(meaning("gz"), app::keymap::Meaning::Action(Action::Star));
        assert_eq!(meaning("d"), app::keymap::Meaning::Nothing);
    }

    #[test]
    fn keys_may_do_lines_of_the_command_line() {
        let settings = check(
            "[keys.list]\n',b' = [':tag budget', 'done']\n',c' = ':star'\n",
            &[],
        );
        let keys = app::Key::sequence(",b").expect("these are keys");
        let lines = ["tag budget", "done"].map(str::to_owned).to_vec();
        assert_eq!(
            settings.room.keymap.meaning(&[Context::List], &keys),
            app::keymap::Meaning::Lines(lines)
        );
        check(
            "[keys.list]\n',b' = [':tga budget', 'done']\n',c' = ':star now'\n',d' = ':note'\n',e' = []\n\
             ',f' = ':rename'\n',g' = [7]\n",
            &[
                "settings line 2: 'tga' is not a command",
                "settings line 3: 'star' takes no words",
                "settings line 5: ',e' needs an action; write it like \",e\" = \"done\", or false to take the key away",
                "settings line 6: 'rename' needs words",
                "settings line 7: ',g' needs an action; write it like \",g\" = \"done\", or false to take the key away",
            ],
        );
    }

    #[test]
    fn keys_that_are_none_are_told() {
        check(
            "[keys.list]\n'ctrl+' = 'done'\n'Escape' = 'quit'\nx = 'zzz'\ny = 7\n[keys.finder]\nx = 'done'\n\
             [keys.room]\n'Ctrl-i' = 'done'\n",
            &[
                "settings line 2: 'ctrl+' is not a key; write it like 'a', 'gg', 'Ctrl-f', 'Enter' or 'F5'",
                "settings line 3: 'Escape' is not a key; write it like 'a', 'gg', 'Ctrl-f', 'Enter' or 'F5'",
                "settings line 4: 'zzz' is no action; 'reading-room --print-config' lists them all",
                "settings line 5: 'y' needs an action; write it like \"y\" = \"done\", or false to take the key away",
                "settings line 6: there are no keys of 'finder'; write [keys.list], [keys.reader], [keys.article] or \
                 [keys.room]",
                "settings line 9: 'Ctrl-i' cannot be told from Tab by most terminals; choose another key",
            ],
        );
    }

    #[test]
    fn a_key_that_hides_others_is_told() {
        let (_, problems) = read("[keys.article]\n']' = 'done'\n");
        assert!(problems.iter().all(|problem| problem.is_warning));
        let written = problems.iter().map(ToString::to_string).collect::<String>();
        assert!(
            written.contains("settings line 2: ']u' cannot be reached"),
            "{written}"
        );
    }

    #[test]
    fn names_of_records_are_mapped() {
        let settings = check(
            "[fields]\nUeberschrift1 = 'title'\nzeit = 'when'\n",
            &[
                "settings line 3: 'when' is no part of an article; write one of 'title', 'date', 'body', 'summary', \
             'source', 'section', 'byline', 'place', 'language', 'url'",
            ],
        );
        assert!(settings.fields.field_of("ueberschrift1").is_some());
    }

    #[test]
    fn the_sample_sets_every_setting_to_its_default() {
        let sample = sample();
        let set: String = sample
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(line) if !line.starts_with([' ', '#']) => format!("{line}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let settings = check(&set, &[]);
        let defaults = app::Settings::default();
        let contexts = [
            Context::List,
            Context::Reader,
            Context::Article,
            Context::Room,
        ];
        for binding in defaults.keymap.bindings() {
            assert_eq!(
                settings
                    .room
                    .keymap
                    .meaning(&[binding.context], &binding.keys),
                defaults.keymap.meaning(&[binding.context], &binding.keys),
                "{}",
                binding.keys_written()
            );
        }
        assert!(
            settings
                .room
                .keymap
                .key_for(&contexts, Action::Done)
                .is_some()
        );
        let room = app::Settings {
            keymap: defaults.keymap.clone(),
            ..settings.room
        };
        assert_eq!(room, defaults);
        check(&sample, &[]);
    }

    #[test]
    fn nothing_panics() {
        for text in [
            "\u{0}",
            "[",
            "[[keys]]",
            "keys = 1",
            "fields = []",
            "a.b.c = 1",
            "[keys]\nlist = 3",
            "=\n=\n",
        ] {
            let _ = read(text);
        }
    }
}
