//! From key presses to actions: counts, sequences, text being typed.

use super::{
    Action, Code, Effect, Key, Overlay, State, command, finder, help, hints, keymap::Meaning,
    memory, perform, prompt, state::LetterFor, tables,
};
use tui_input::{Input, InputRequest};

/// After so long the keys that may follow a prefix are shown.
const HINT_AFTER_MS: u64 = 400;
/// The largest count that can be typed.
const MAX_COUNT: u32 = 99_999_999;

/// Does what a key means where the person is.
pub(super) fn press(state: &mut State, key: Key) -> Vec<Effect> {
    state.status = super::Status::default();
    if let Some(letter) = state.pending.letter.take() {
        return letter_came(state, letter, key);
    }
    if let Some(shown) = state.reader.hints.take() {
        return hints::press(state, shown, key);
    }
    match state.overlays.last() {
        Some(Overlay::Prompt(_)) => prompt::press(state, key),
        Some(Overlay::Finder(_)) => finder::press(state, key),
        Some(Overlay::Help { .. }) => help::press(state, key),
        Some(Overlay::Table(table)) if table.typing => tables::press_typing(state, key),
        Some(Overlay::Table(_) | Overlay::Page(_) | Overlay::Compare(_)) | None => {
            press_in_room(state, key)
        }
    }
}

/// Types pasted text where text is typed; elsewhere it does nothing, so that no paste can triage.
pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    state.reader.hints = None;
    let line = crate::text::clean_line(text.trim_end_matches(['\r', '\n']));
    let types = match state.overlays.last() {
        Some(Overlay::Prompt(_) | Overlay::Finder(_) | Overlay::Help { .. }) => true,
        Some(Overlay::Table(table)) => table.typing,
        Some(Overlay::Page(_) | Overlay::Compare(_)) | None => false,
    };
    if !types {
        state.say("pasted text goes where text is typed: press : or / or p first");
        return Vec::new();
    }
    line.chars()
        .flat_map(|c| press(state, Key::char(c)))
        .collect()
}

fn press_in_room(state: &mut State, key: Key) -> Vec<Effect> {
    if state.pending.keys.is_empty() && takes_digit(state, key) {
        return Vec::new();
    }
    if key.code == Code::Esc && !state.pending.keys.is_empty() {
        state.pending = super::state::Pending::default();
        return Vec::new();
    }
    state.pending.keys.push(key);
    match state
        .settings
        .keymap
        .meaning(&state.contexts(), &state.pending.keys)
    {
        Meaning::Action(action) => {
            let pending = std::mem::take(&mut state.pending);
            state.interrupted &= action == Action::Interrupt;
            perform::perform(state, action, pending.count.map(|count| count as usize))
        }
        Meaning::Lines(lines) => {
            let pending = std::mem::take(&mut state.pending);
            command::run_all(state, &lines, pending.count)
        }
        Meaning::Prefix(_) => vec![Effect::Wake {
            after_ms: HINT_AFTER_MS,
        }],
        Meaning::Nothing => {
            let keys = super::key::written(&state.pending.keys);
            state.pending = super::state::Pending::default();
            state.say(format!("{keys} means nothing here; ? shows the keys"));
            Vec::new()
        }
    }
}

fn takes_digit(state: &mut State, key: Key) -> bool {
    let Code::Char(c) = key.code else {
        return false;
    };
    let Some(digit) = c.to_digit(10).filter(|_| !key.ctrl) else {
        return false;
    };
    if digit == 0 && state.pending.count.is_none() {
        return false;
    }
    state.pending.count = Some((state.pending.count.unwrap_or(0) * 10 + digit).min(MAX_COUNT));
    true
}

fn letter_came(state: &mut State, letter: LetterFor, key: Key) -> Vec<Effect> {
    let name = match key.code {
        Code::Char(c) if c.is_ascii_alphabetic() && !key.ctrl => c,
        Code::Char('\'' | '`') if letter == LetterFor::GoToMark => {
            return perform::perform(state, Action::JumpBack, None);
        }
        _ => {
            state.say("a mark is a letter: a to z in this article, A to Z everywhere");
            return Vec::new();
        }
    };
    match letter {
        LetterFor::SetMark => memory::set_mark(state, name),
        LetterFor::GoToMark => memory::go_to_mark(state, name),
    }
}

/// Changes a line by a key; tells whether the key was one of editing.
pub(super) fn edit(input: &mut Input, key: Key) -> bool {
    let request = match (key.ctrl, key.code) {
        (false, Code::Char(c)) => InputRequest::InsertChar(c),
        (false, Code::Backspace) | (true, Code::Char('h')) => InputRequest::DeletePrevChar,
        (false, Code::Delete) | (true, Code::Char('d')) => InputRequest::DeleteNextChar,
        (false, Code::Left) => InputRequest::GoToPrevChar,
        (false, Code::Right) => InputRequest::GoToNextChar,
        (false, Code::Home) | (true, Code::Char('a')) => InputRequest::GoToStart,
        (false, Code::End) | (true, Code::Char('e')) => InputRequest::GoToEnd,
        (true, Code::Char('u')) => InputRequest::DeleteLine,
        (true, Code::Char('w')) => InputRequest::DeletePrevWord,
        (true, Code::Char('k')) => InputRequest::DeleteTillEnd,
        _ => return false,
    };
    input.handle(request);
    true
}

/// Tells whether a key closes what lies on top.
pub(super) fn closes(key: Key) -> bool {
    key.code == Code::Esc || key == Key::ctrl('c')
}
