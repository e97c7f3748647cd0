//! The help: every key with what it does, read from the live table, narrowed while typing.

use super::{
    Action, Code, Context, Effect, Key, Overlay, State, finder::PREFIXES, keymap::Meaning, keys,
};

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpLine {
    /// The words over the lines that follow.
    Heading(String),
    /// Keys and what they do.
    Keys(String, String),
    /// A sample of a style and what it stands for; drawn by its name.
    Legend(&'static str, String),
    /// Nothing.
    Blank,
}

/// What the styles of the reader stand for; the names are those of the roles in which samples are drawn.
const LEGEND: [(&str, &str); 13] = [
    ("person", "a person"),
    ("organisation", "an organisation"),
    ("place", "a place"),
    ("other", "another name: a people, an event, a work"),
    ("date", "a date or a time"),
    ("money", "money"),
    ("percent", "a share in percent"),
    (
        "content",
        "words quoted; the bar in the margin is ┃ direct, ┇ mixed, ┊ indirect, ? a guess",
    ),
    ("cue", "the words that report them"),
    ("source", "who said them"),
    ("match", "a match of the search"),
    (
        "repair",
        "a repair of the text that is a guess; x shows the text as it is stored",
    ),
    (
        "marks",
        "● unread  ★ starred  ✓ done  ✗ discarded  # tag  ✎ note  … on its way to the disk",
    ),
];

/// Returns the lines of the help that hold all words of `filter`, for the pane these contexts stand for.
pub fn help_lines(state: &State, filter: &str) -> Vec<HelpLine> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let holds = |text: &str| {
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let [narrow, ..] = {
        let mut contexts = state.contexts();
        // The help itself lies on top; it speaks of what lies under it.
        if state.overlays.len() == 1 && state.focus == super::Pane::Reader {
            contexts[0] = Context::Reader;
        }
        contexts
    };
    let own = if narrow == Context::Reader {
        "In the reader"
    } else {
        "In lists and tables"
    };
    let other = if narrow == Context::Reader {
        Context::List
    } else {
        Context::Reader
    };
    let other_title = if narrow == Context::Reader {
        "In lists and tables"
    } else {
        "In the reader"
    };
    let sections = [
        (own, narrow),
        ("On articles", Context::Article),
        ("Everywhere", Context::Room),
        (other_title, other),
    ];
    // A key of the pane may hide one that holds elsewhere too.
    let means = |keys: &[Key], context: Context| {
        let pane = if context == other { other } else { narrow };
        let contexts = [pane, Context::Article, Context::Room];
        state.settings.keymap.meaning(&contexts, keys)
    };
    let mut lines = Vec::new();
    for (title, context) in sections {
        let found: Vec<HelpLine> = Action::ALL
            .iter()
            .filter_map(|action| {
                let keys: Vec<String> = state
                    .settings
                    .keymap
                    .bindings()
                    .filter(|binding| {
                        binding.context == context && binding.action() == Some(*action)
                    })
                    .filter(|binding| means(&binding.keys, context) == Meaning::Action(*action))
                    .map(super::Binding::keys_written)
                    .collect();
                let keys = keys.join("  ");
                let matches = holds(&format!(
                    "{keys} {} {}",
                    action.name(),
                    action.description()
                ));
                (!keys.is_empty() && matches)
                    .then(|| HelpLine::Keys(keys, action.description().to_owned()))
            })
            .collect();
        let own_lines = state.settings.keymap.bindings().filter_map(|binding| {
            let deed = binding.deed.as_ref()?;
            let keys = binding.keys_written();
            let what = deed.description();
            let shows = binding.context == context
                && deed.action().is_none()
                && matches!(means(&binding.keys, context), Meaning::Lines(_))
                && holds(&format!("{keys} {what}"));
            shows.then_some(HelpLine::Keys(keys, what))
        });
        push_section(
            &mut lines,
            title,
            found.into_iter().chain(own_lines).collect(),
        );
    }
    let unbound = Action::ALL.iter().filter(|action| {
        state
            .settings
            .keymap
            .bindings()
            .all(|binding| binding.action() != Some(**action))
    });
    let commands = unbound
        .filter(|action| holds(&format!(":{} {}", action.name(), action.description())))
        .map(|action| {
            HelpLine::Keys(
                format!(":{}", action.name()),
                action.description().to_owned(),
            )
        })
        .collect();
    push_section(&mut lines, "Only by command", commands);
    let prefixes = PREFIXES
        .iter()
        .filter(|(_, what, _)| holds(&format!("finder {what}")))
        .map(|(prefix, what, _)| HelpLine::Keys(prefix.to_string(), format!("only {what}")))
        .collect();
    push_section(&mut lines, "First letter in the finder (Ctrl-p)", prefixes);
    let legend = LEGEND
        .iter()
        .filter(|(name, what)| holds(&format!("legend {name} {what}")))
        .map(|(name, what)| HelpLine::Legend(name, (*what).to_owned()))
        .collect();
    push_section(&mut lines, "What the text shows", legend);
    lines
}

fn push_section(lines: &mut Vec<HelpLine>, title: &str, found: Vec<HelpLine>) {
    if found.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(HelpLine::Blank);
    }
    lines.push(HelpLine::Heading(title.to_owned()));
    lines.extend(found);
}

/// Does what a key means while the help is open: letters narrow it.
pub(super) fn press(state: &mut State, key: Key) -> Vec<Effect> {
    let page = super::tables::rows_seen(state);
    let filter = match state.overlays.last() {
        Some(Overlay::Help { input, .. }) => input.value().to_owned(),
        _ => return Vec::new(),
    };
    let n_lines = help_lines(state, &filter).len();
    let Some(Overlay::Help { input, top }) = state.overlays.last_mut() else {
        return Vec::new();
    };
    let lowest = n_lines.saturating_sub(page);
    match (key.ctrl, key.code) {
        _ if keys::closes(key) => {
            state.overlays.pop();
        }
        (false, Code::Char('q')) if input.value().is_empty() => {
            state.overlays.pop();
        }
        (false, Code::Enter | Code::Down) | (true, Code::Char('n')) => {
            *top = (*top + 1).min(lowest);
        }
        (false, Code::Up) | (true, Code::Char('p')) => *top = top.saturating_sub(1),
        (false, Code::PageDown) | (true, Code::Char('f')) => *top = (*top + page).min(lowest),
        (false, Code::PageUp) | (true, Code::Char('b')) => *top = top.saturating_sub(page),
        _ => {
            if keys::edit(input, key) {
                *top = 0;
            }
        }
    }
    Vec::new()
}
