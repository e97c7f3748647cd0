//! Which key does what: the one table from which the room, the help and the footer read.

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
    pub action: Option<Action>,
    /// Whether the person's settings say so.
    pub from_settings: bool,
}

impl Binding {
    /// Returns the keys as the help shows them.
    pub fn keys_written(&self) -> String {
        written(&self.keys)
    }
}

/// Which key does what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

/// What a sequence of keys means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This.
    Action(Action),
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
    (Room, "gt", A::Timeline),
    (Room, "gv", A::Views),
    (Room, "g?", A::Bindings),
];

impl Default for Keymap {
    fn default() -> Self {
        let bindings = DEFAULTS
            .iter()
            .map(|(context, keys, action)| Binding {
                context: *context,
                keys: Key::sequence(keys).unwrap_or_default(),
                action: Some(*action),
                from_settings: false,
            })
            .collect();
        Self { bindings }
    }
}

impl Keymap {
    /// Returns every binding, in the order of the table, what settings added last.
    pub fn bindings(&self) -> impl Iterator<Item = &Binding> {
        self.bindings.iter()
    }

    /// Binds keys; whatever they meant in that context is replaced. `None` takes the keys away.
    pub fn bind(&mut self, context: Context, keys: Vec<Key>, action: Option<Action>) {
        self.bindings
            .retain(|binding| !(binding.context == context && binding.keys == keys));
        self.bindings.push(Binding {
            context,
            keys,
            action,
            from_settings: true,
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
                return binding.action.map_or(Meaning::Nothing, Meaning::Action);
            }
        }
        let longer: Vec<Binding> = self
            .bindings
            .iter()
            .filter(|binding| contexts.contains(&binding.context) && binding.action.is_some())
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
            .find(|binding| contexts.contains(&binding.context) && binding.action == Some(action))
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
                    && shorter.action.is_some()
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
    fn the_table_has_no_conflict() {
        let keymap = Keymap::default();
        assert_eq!(keymap.conflicts(), Vec::<String>::new());
        let mut seen = HashSet::new();
        for binding in keymap.bindings() {
            assert!(
                !binding.keys.is_empty(),
                "{:?} has keys that cannot be read",
                binding.action
            );
            assert!(
                seen.insert((binding.context, binding.keys.clone())),
                "{} is bound twice",
                binding.keys_written()
            );
            assert!(
                !TAKEN.contains(&binding.keys_written().as_str()),
                "{} is taken",
                binding.keys_written()
            );
        }
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
        keymap.bind(Context::Article, vec![Key::char('a')], Some(Action::Star));
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
