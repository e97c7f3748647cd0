//! Which key does what: the one table from which the room, the help and the footer read.

mod deed;
mod presets;

pub use deed::Deed;
pub use presets::Preset;

use super::{Action, Key, key::written};

/// Where a key means something. The narrower context is asked first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// The list of articles and every table of results.
    List,
    /// The reader.
    Reader,
    /// Wherever articles are at hand: the list, the reader, the tables.
    Article,
    /// Everywhere but where text is typed.
    Room,
}

impl Context {
    /// All contexts with the names settings know them by, the narrowest first.
    pub const ALL: [(&'static str, Self); 4] = [
        ("list", Self::List),
        ("reader", Self::Reader),
        ("article", Self::Article),
        ("room", Self::Room),
    ];
}

/// One line of the key table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where it holds.
    pub context: Context,
    /// The keys, pressed one after the other.
    pub keys: Vec<Key>,
    /// What they do; `None` takes a default away.
    pub deed: Option<Deed>,
    /// Who says so.
    pub origin: Origin,
}

/// Who says what a key does; the later wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The room itself.
    Default,
    /// The keys of another program.
    Preset(Preset),
    /// The person's settings.
    Settings,
}

impl Origin {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Preset(preset) => preset.name(),
            Self::Settings => "settings",
        }
    }
}

impl Binding {
    /// Returns the action they do, if they do just one.
    pub fn action(&self) -> Option<Action> {
        self.deed.as_ref().and_then(Deed::action)
    }

    /// Returns the keys as the help shows them.
    pub fn keys_written(&self) -> String {
        written(&self.keys)
    }
}

/// Which key does what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    preset: Preset,
    bindings: Vec<Binding>,
}

/// What a sequence of keys means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This.
    Action(Action),
    /// These lines of the command line.
    Lines(Vec<String>),
    /// It is the beginning of these.
    Prefix(Vec<Binding>),
    /// Nothing.
    Nothing,
}

use Action as A;
use Context::{Article, List, Reader, Room};

/// The default keys.
const DEFAULTS: &[(Context, &str, Action)] = &[
    // Movement.
    (Article, "j", A::Down),
    (Article, "k", A::Up),
    (Article, "Down", A::Down),
    (Article, "Up", A::Up),
    (Article, "gg", A::First),
    (Article, "G", A::Last),
    (Article, "Home", A::First),
    (Article, "End", A::Last),
    (Article, "Ctrl-d", A::HalfPageDown),
    (Article, "Ctrl-u", A::HalfPageUp),
    (Article, "Ctrl-f", A::PageDown),
    (Article, "Ctrl-b", A::PageUp),
    (Article, "PgDn", A::PageDown),
    (Article, "PgUp", A::PageUp),
    (Article, "b", A::PageUp),
    (Article, "}", A::NextParagraph),
    (Article, "{", A::PreviousParagraph),
    (Article, "h", A::Left),
    (Article, "l", A::Right),
    (Article, "Left", A::Left),
    (Article, "Right", A::Right),
    (Article, "Enter", A::Open),
    (Article, "Backspace", A::Back),
    (Article, "/", A::Search),
    (Article, "n", A::NextMatch),
    (Article, "N", A::PreviousMatch),
    (Article, "]u", A::NextUnread),
    (Article, "[u", A::PreviousUnread),
    (Article, "]d", A::NextCopied),
    (Article, "[d", A::PreviousCopied),
    (Article, "]q", A::NextQuote),
    (Article, "[q", A::PreviousQuote),
    (Article, "]e", A::NextEntity),
    (Article, "[e", A::PreviousEntity),
    (Article, "]m", A::NextMention),
    (Article, "[m", A::PreviousMention),
    (Article, ";", A::Hints),
    (Article, "m", A::SetMark),
    (Article, "'", A::GoToMark),
    (Article, "`", A::GoToMark),
    (Article, "zz", A::Centre),
    (Article, "zt", A::ToTop),
    (Article, "zb", A::ToBottom),
    (Article, "za", A::Fold),
    // Verbs.
    (Article, "a", A::Done),
    (Article, "M", A::DoneAll),
    (Article, "d", A::Discard),
    (Article, "f", A::Star),
    (Article, "r", A::ToggleRead),
    (Article, "t", A::Tag),
    (Article, "T", A::Untag),
    (Article, "c", A::Note),
    (Article, "s", A::Export),
    (Article, "yy", A::CopyRow),
    (Article, "yq", A::CopyQuote),
    (Article, "yt", A::CopyTitle),
    (Article, "yp", A::CopyPath),
    (Article, "yu", A::CopyUrl),
    (Article, "Y", A::CopyCitation),
    (Article, "|", A::Pipe),
    (Article, "e", A::Edit),
    (Article, "o", A::OpenUrl),
    (Article, "J", A::NextArticle),
    (Article, "K", A::PreviousArticle),
    (Article, "i", A::Info),
    (Article, "E", A::Entities),
    (Article, "W", A::SpeakerHere),
    (Article, "*", A::SearchHere),
    (Article, "C", A::Concordance),
    // The list and the tables.
    (List, "Space", A::Select),
    (List, "v", A::SelectRange),
    (List, "V", A::SelectAll),
    (List, "\\", A::Filter),
    (List, "F", A::Filter),
    (List, "=", A::Sort),
    (List, "~", A::Reverse),
    (List, "U", A::UnreadOnly),
    (List, "D", A::Compare),
    (List, "zd", A::FoldCopies),
    (List, "<", A::Narrower),
    (List, ">", A::Wider),
    // The reader.
    (Reader, "Space", A::PageOrNext),
    (Reader, "+", A::Wider),
    (Reader, "-", A::Narrower),
    (Reader, "v", A::SelectRange),
    (Reader, "x", A::Source),
    (Reader, "X", A::Why),
    (Reader, "&", A::ShowOnly),
    (Reader, "%", A::Percent),
    // Everywhere.
    (Room, "P", A::Preview),
    (Room, "Z", A::Zen),
    (Room, "?", A::Help),
    (Room, "F1", A::Help),
    (Room, ":", A::Command),
    (Room, "Ctrl-p", A::FindAnything),
    (Room, "p", A::FindArticle),
    (Room, "w", A::Speakers),
    (Room, "S", A::FullText),
    (Room, "Tab", A::NextPane),
    (Room, "Shift-Tab", A::PreviousPane),
    (Room, "q", A::Back),
    (Room, "Q", A::Quit),
    (Room, "Esc", A::Cancel),
    (Room, "Ctrl-c", A::Interrupt),
    (Room, "Ctrl-z", A::Suspend),
    (Room, "Ctrl-l", A::Redraw),
    (Room, "F5", A::Rescan),
    (Room, "u", A::Undo),
    (Room, "Ctrl-r", A::Redo),
    (Room, ".", A::Repeat),
    (Room, "!", A::Run),
    (Room, "Ctrl-o", A::JumpBack),
    (Room, "go", A::JumpBack),
    (Room, "gi", A::JumpForward),
    (Room, "ga", A::Articles),
    (Room, "gs", A::Speakers),
    (Room, "gq", A::Quotes),
    (Room, "ge", A::People),
    (Room, "gh", A::History),
    (Room, "gm", A::Marks),
    (Room, "gn", A::Notes),
    (Room, "gd", A::Copies),
    (Room, "gr", A::Related),
    (Room, "gl", A::Links),
    (Room, "gk", A::Concordance),
    (Room, "gf", A::Facets),
    (Room, "gt", A::Timeline),
    (Room, "gv", A::Views),
    (Room, "g?", A::Bindings),
];

impl Default for Keymap {
    fn default() -> Self {
        Self::of(Preset::Own)
    }
}

impl Keymap {
    /// Returns the room's own keys with those of another program on top.
    fn of(preset: Preset) -> Self {
        let mut keymap = Self {
            preset,
            bindings: Vec::new(),
        };
        let of_preset = preset.bindings();
        let tables = [
            (Origin::Default, DEFAULTS),
            (Origin::Preset(preset), of_preset),
        ];
        for (origin, table) in tables {
            for (context, keys, action) in table {
                let keys = Key::sequence(keys).unwrap_or_default();
                keymap.put(*context, keys, Some(Deed::Action(*action)), origin);
            }
        }
        keymap
    }

    /// Returns whose keys these are.
    pub fn preset(&self) -> Preset {
        self.preset
    }

    /// Takes over the keys of another program; what settings bound stays.
    pub fn take_over(&mut self, preset: Preset) {
        let before = std::mem::replace(self, Self::of(preset));
        let is_own = |binding: &Binding| binding.origin == Origin::Settings;
        for binding in before.bindings.into_iter().filter(is_own) {
            self.put(binding.context, binding.keys, binding.deed, binding.origin);
        }
    }

    /// Returns every binding, in the order of the table, what was put on top of it last.
    pub fn bindings(&self) -> impl Iterator<Item = &Binding> {
        self.bindings.iter()
    }

    /// Binds keys as the settings say; whatever they meant in that context is replaced. `None` takes the keys away.
    pub fn bind(&mut self, context: Context, keys: Vec<Key>, deed: Option<Deed>) {
        self.put(context, keys, deed, Origin::Settings);
    }

    fn put(&mut self, context: Context, keys: Vec<Key>, deed: Option<Deed>, origin: Origin) {
        self.bindings
            .retain(|binding| !(binding.context == context && binding.keys == keys));
        self.bindings.push(Binding {
            context,
            keys,
            deed,
            origin,
        });
    }

    /// Returns what a sequence of keys means where these contexts hold, the narrowest first.
    pub fn meaning(&self, contexts: &[Context], keys: &[Key]) -> Meaning {
        for context in contexts {
            let exact = self
                .bindings
                .iter()
                .find(|binding| binding.context == *context && binding.keys == keys);
            if let Some(binding) = exact {
                return match &binding.deed {
                    Some(Deed::Action(action)) => Meaning::Action(*action),
                    Some(Deed::Lines(lines)) => Meaning::Lines(lines.clone()),
                    None => Meaning::Nothing,
                };
            }
        }
        let longer: Vec<Binding> = self
            .bindings
            .iter()
            .filter(|binding| contexts.contains(&binding.context) && binding.deed.is_some())
            .filter(|binding| binding.keys.len() > keys.len() && binding.keys.starts_with(keys))
            .cloned()
            .collect();
        if longer.is_empty() {
            Meaning::Nothing
        } else {
            Meaning::Prefix(longer)
        }
    }

    /// Returns the first key sequence that does this where these contexts hold, as the help shows it.
    pub fn key_for(&self, contexts: &[Context], action: Action) -> Option<String> {
        self.bindings
            .iter()
            .filter(|binding| contexts.contains(&binding.context))
            .find(|binding| {
                binding.action() == Some(action)
                    && self.meaning(contexts, &binding.keys) == Meaning::Action(action)
            })
            .map(Binding::keys_written)
    }

    /// Finds keys that can never be reached because a shorter sequence already means something.
    pub fn conflicts(&self) -> Vec<String> {
        let mut conflicts = Vec::new();
        for binding in &self.bindings {
            for shorter in &self.bindings {
                let both_hold = binding.context == shorter.context
                    || matches!(binding.context, Context::Article | Context::Room)
                    || matches!(shorter.context, Context::Article | Context::Room);
                if both_hold
                    && shorter.deed.is_some()
                    && shorter.keys.len() < binding.keys.len()
                    && binding.keys.starts_with(&shorter.keys)
                {
                    conflicts.push(format!(
                        "'{}' cannot be reached: '{}' already means something",
                        binding.keys_written(),
                        shorter.keys_written()
                    ));
                }
            }
        }
        conflicts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Keys that terminals and multiplexers take for themselves.
    const TAKEN: [&str; 6] = ["Ctrl-i", "Ctrl-m", "Ctrl-h", "Ctrl-s", "Ctrl-q", "Ctrl-a"];

    #[test]
    fn no_table_has_a_conflict() {
        for (name, preset) in Preset::ALL {
            let keymap = Keymap::of(preset);
            assert_eq!(keymap.conflicts(), Vec::<String>::new(), "{name}");
            for binding in keymap.bindings() {
                let keys = binding.keys_written();
                assert!(!keys.is_empty(), "{name}: {:?}", binding.deed);
                assert!(!TAKEN.contains(&keys.as_str()), "{name}: {keys} is taken");
            }
            let tables = [DEFAULTS, preset.bindings()];
            for table in tables {
                let keys: HashSet<_> = table
                    .iter()
                    .map(|(context, keys, _)| (context, keys))
                    .collect();
                assert_eq!(keys.len(), table.len(), "{name} binds a key twice");
            }
        }
    }

    #[test]
    fn no_preset_loses_an_action() {
        let panes = [
            [Context::List, Context::Article, Context::Room],
            [Context::Reader, Context::Article, Context::Room],
        ];
        let own = Keymap::default();
        for (name, preset) in Preset::ALL {
            let keymap = Keymap::of(preset);
            for action in Action::ALL {
                let has_key = |keymap: &Keymap| {
                    panes
                        .iter()
                        .any(|contexts| keymap.key_for(contexts, *action).is_some())
                };
                assert!(has_key(&keymap) || !has_key(&own), "{name}: {action:?}");
            }
        }
    }

    #[test]
    fn a_preset_changes_keys_below_those_of_the_settings() {
        let mut keymap = Keymap::default();
        let contexts = [Context::List, Context::Article, Context::Room];
        keymap.bind(
            Context::Article,
            vec![Key::char('N')],
            Some(Action::Star.into()),
        );
        keymap.take_over(Preset::Newsboat);
        let means = |c: char| keymap.meaning(&contexts, &[Key::char(c)]);
        assert_eq!(means('n'), Meaning::Action(Action::NextUnread));
        assert_eq!(means('N'), Meaning::Action(Action::Star));
        assert_eq!(
            keymap.key_for(&contexts, Action::FindArticle).as_deref(),
            Some("gp")
        );
    }

    #[test]
    fn every_action_has_its_own_name() {
        let names: HashSet<_> = Action::ALL.iter().map(|action| action.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        for action in Action::ALL {
            assert_eq!(Action::named(action.name()), Some(*action));
        }
    }

    #[test]
    fn settings_win_and_can_take_away() {
        let mut keymap = Keymap::default();
        let contexts = [Context::List, Context::Article, Context::Room];
        keymap.bind(
            Context::Article,
            vec![Key::char('a')],
            Some(Action::Star.into()),
        );
        assert_eq!(
            keymap.meaning(&contexts, &[Key::char('a')]),
            Meaning::Action(Action::Star)
        );
        keymap.bind(Context::Article, vec![Key::char('a')], None);
        assert_eq!(
            keymap.meaning(&contexts, &[Key::char('a')]),
            Meaning::Nothing
        );
        assert!(matches!(
            keymap.meaning(&contexts, &[Key::char('g')]),
            Meaning::Prefix(_)
        ));
    }
}
