//! The command line of the room: every action by its name, and the few that take words.

use super::{
    Action, Context, Effect, Overlay, PromptKind, State, ThemeName, asking, cite, concordance,
    export, naming, perform, prompt::Offer, verbs, verifying, views,
};

/// Commands that take words, with what they do.
const WITH_WORDS: [(&str, &str); 19] = [
    ("tag", "put on a tag: tag budget"),
    ("untag", "take off a tag: untag budget"),
    ("note", "write a note: note call back on Monday"),
    (
        "filter",
        "show only articles that match: filter is:unread source:bbc",
    ),
    (
        "save-view",
        "save filter and order as a view: save-view budget",
    ),
    (
        "verify",
        "is this wording in the archive: verify we can do it",
    ),
    (
        "concordance",
        "words in all their contexts: concordance climate change",
    ),
    ("merge", "this name is another: merge Joe Biden"),
    (
        "rename",
        "give this name a better one: rename Joseph R. Biden",
    ),
    (
        "restore-name",
        "this name as the texts have it: restore-name Biden",
    ),
    ("view", "show a saved view: view budget"),
    ("forget-view", "take a saved view away: forget-view budget"),
    (
        "full-text",
        "search all texts: full-text \"defence agreement\" AND peru",
    ),
    ("quotes", "quotations of a speaker: quotes gates"),
    ("export", "save to a file: export notes.md"),
    ("pipe", "send the text to a command: pipe wc -w"),
    ("run", "run a command of the shell: run date"),
    ("theme", "dark, light, sixteen or mono: theme light"),
    (
        "sort",
        "sort by date, title, source, author, length or relevance: sort title",
    ),
];

/// Runs a line: a number goes to that row, a name does the action, a count may stand before it.
pub(super) fn run(state: &mut State, line: &str) -> Vec<Effect> {
    let line = line.trim().trim_start_matches(':').trim();
    if line.is_empty() {
        return Vec::new();
    }
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let count: Option<usize> = line[..digits].parse().ok();
    let rest = line[digits..].trim();
    if rest.is_empty() {
        return perform::perform(state, Action::Last, count);
    }
    let (name, words) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let words = words.trim();
    if words.is_empty() {
        return match by_name(name) {
            Some(action) => perform::perform(state, action, count),
            None => unknown(state, name),
        };
    }
    match canonical(name) {
        "tag" => verbs::tag(state, words, true, count.unwrap_or(1)),
        "untag" => verbs::tag(state, words, false, count.unwrap_or(1)),
        "note" => verbs::note(state, words),
        "filter" => asking::filter_by(state, words),
        "full-text" => asking::full_text(state, words),
        "quotes" => asking::quotes_of(state, Some(words.to_owned())),
        "export" => export::export(state, words),
        "concordance" => concordance::of(state, words),
        "verify" => verifying::verify(state, words),
        "merge" | "rename" => naming::merge(state, words),
        "restore-name" => naming::restore(state, words),
        "save-view" => views::save(state, words),
        "view" => views::open(state, words),
        "forget-view" => views::forget(state, words),
        "pipe" => cite::pipe(state, words),
        "run" => vec![Effect::Run {
            command: words.to_owned(),
        }],
        "theme" => theme(state, words),
        "sort" => sort(state, words),
        _ if by_name(name).is_some() => {
            state.complain(format!("'{name}' takes no words"));
            Vec::new()
        }
        _ => unknown(state, name),
    }
}

/// Runs lines one after the other; one that goes wrong, or asks for words, is the last.
pub(super) fn run_all(state: &mut State, lines: &[String], count: Option<u32>) -> Vec<Effect> {
    let mut effects = Vec::new();
    let count = count.map_or_else(String::new, |count| count.to_string());
    for line in lines {
        effects.extend(run(state, &format!("{count}{line}")));
        let asks = matches!(state.overlays.last(), Some(Overlay::Prompt(_)));
        if state.status.is_error || asks {
            break;
        }
    }
    effects
}

/// Says what is wrong with a line, as far as that can be told before it is run.
pub fn check(line: &str) -> Result<(), String> {
    let (name, words) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let takes_words = WITH_WORDS
        .iter()
        .any(|(known, _)| *known == canonical(name));
    match (by_name(name), words.trim().is_empty()) {
        (Some(_), true) => Ok(()),
        _ if takes_words && !words.trim().is_empty() => Ok(()),
        (None, true) if takes_words => Err(format!("'{name}' needs words")),
        (Some(_), false) => Err(format!("'{name}' takes no words")),
        (None, _) => Err(format!("'{name}' is not a command")),
    }
}

/// Other names of commands that take words.
const WORD_ALIASES: [(&str, &str); 7] = [
    ("search-all", "full-text"),
    ("speakers", "quotes"),
    ("write", "export"),
    ("w", "export"),
    ("kwic", "concordance"),
    ("views", "view"),
    ("!", "run"),
];

fn canonical(name: &str) -> &str {
    let alias = WORD_ALIASES.iter().find(|(alias, _)| *alias == name);
    alias.map_or(name, |(_, name)| name)
}

/// Short names that other programs have taught.
const ALIASES: [(&str, Action); 7] = [
    ("q", Action::Quit),
    ("quit!", Action::Quit),
    ("wq", Action::Quit),
    ("h", Action::Help),
    ("info", Action::Info),
    ("reload", Action::Rescan),
    ("keys", Action::Bindings),
];

fn by_name(name: &str) -> Option<Action> {
    Action::named(name).or_else(|| {
        ALIASES
            .iter()
            .find(|(alias, _)| *alias == name)
            .map(|(_, action)| *action)
    })
}

fn unknown(state: &mut State, name: &str) -> Vec<Effect> {
    let names = Action::ALL
        .iter()
        .map(|action| (action.name(), action.name()));
    let near = super::tables::rank(name, names).into_iter().next();
    let hint = near.map_or_else(
        || "? lists them all".to_owned(),
        |near| format!("did you mean '{near}'?"),
    );
    state.complain(format!("'{name}' is not a command; {hint}"));
    Vec::new()
}

fn theme(state: &mut State, name: &str) -> Vec<Effect> {
    match ThemeName::ALL.iter().find(|(known, _)| *known == name) {
        Some((_, theme)) => state.settings.theme = *theme,
        None => state.complain(format!(
            "'{name}' is not a theme; there are dark, light, sixteen and mono"
        )),
    }
    Vec::new()
}

fn sort(state: &mut State, name: &str) -> Vec<Effect> {
    use crate::library::SortKey;
    let Some(position) = SortKey::ALL.iter().position(|key| key.word() == name) else {
        state.complain(format!(
            "cannot sort by '{name}'; try date, title, source, author, length or relevance"
        ));
        return Vec::new();
    };
    // One before, since the action goes on to the next.
    state.list.arrangement.key =
        SortKey::ALL[(position + SortKey::ALL.len() - 1) % SortKey::ALL.len()];
    perform::perform(state, Action::Sort, None)
}

/// Returns what may follow what was typed so far.
pub(super) fn offers(state: &State, typed: &str) -> Vec<Offer> {
    let typed = typed.trim_start_matches(':');
    if let Some(start) = typed.strip_prefix("theme ") {
        let themes = ThemeName::ALL
            .iter()
            .filter(|(name, _)| name.starts_with(start));
        return themes
            .map(|(name, _)| Offer {
                text: format!("theme {name}"),
                detail: String::new(),
            })
            .collect();
    }
    if let Some(start) = typed.strip_prefix("sort ") {
        let keys = crate::library::SortKey::ALL
            .iter()
            .filter(|key| key.word().starts_with(start));
        return keys
            .map(|key| Offer {
                text: format!("sort {}", key.word()),
                detail: String::new(),
            })
            .collect();
    }
    if let Some(start) = typed.strip_prefix("merge ") {
        let names = naming::offers(state, start).into_iter();
        return names
            .map(|offer| Offer {
                text: format!("merge {}", offer.text),
                ..offer
            })
            .collect();
    }
    for command in ["view ", "forget-view ", "save-view "] {
        if let Some(start) = typed.strip_prefix(command) {
            let names = views::names(state).into_iter();
            return names
                .filter(|name| name.starts_with(start))
                .map(|name| Offer {
                    text: format!("{command}{name}"),
                    detail: String::new(),
                })
                .collect();
        }
    }
    for (command, kind) in [("tag ", PromptKind::Tag), ("untag ", PromptKind::Untag)] {
        if let Some(start) = typed.strip_prefix(command) {
            let tags = state
                .ledger
                .tags()
                .into_iter()
                .filter(|(tag, _)| tag.starts_with(start));
            return tags
                .map(|(tag, n)| Offer {
                    text: format!("{command}{tag}"),
                    detail: format!("{n} articles"),
                })
                .filter(|_| matches!(kind, PromptKind::Tag | PromptKind::Untag))
                .collect();
        }
    }
    let (begins, holds): (Vec<&Action>, Vec<&Action>) = Action::ALL
        .iter()
        .filter(|action| action.name().contains(typed))
        .partition(|action| action.name().starts_with(typed));
    begins
        .into_iter()
        .chain(holds)
        .map(|action| {
            let words = WITH_WORDS.iter().find(|(name, _)| *name == action.name());
            let detail = words.map_or_else(
                || action.description().to_owned(),
                |(_, words)| (*words).to_owned(),
            );
            let keys = state.settings.keymap.key_for(
                &[
                    Context::List,
                    Context::Reader,
                    Context::Article,
                    Context::Room,
                ],
                *action,
            );
            let keys = keys.map_or_else(String::new, |keys| format!("  {keys}"));
            Offer {
                text: action.name().to_owned(),
                detail: format!("{detail}{keys}"),
            }
        })
        .collect()
}
