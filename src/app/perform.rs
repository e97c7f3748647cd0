//! What each action does.

use super::{
    Action, Effect, Overlay, Pane, Preview, PromptKind, Question, State, ThemeName,
    arranging::{rearranged, resize, select, select_all, select_range, sort},
    asking::{
        ask, filter_here, full_text, name_here, names, nothing_here, quotes, quotes_of,
        search_prompt, speaker_here, subject, unread_only,
    },
    cite, compare, concordance, copies, export, facets, finder,
    going::{
        back, cancel, enter_reader, go_left, interrupt, next_article, next_unread, open,
        other_pane, quit,
    },
    hints, links, memory,
    motion::{Kind, next_match, page_by, paragraph, place_row, step, step_point, to_end},
    naming, page, passage,
    reader::Showing,
    related, rows,
    state::LetterFor,
    table::{Table, TableKind},
    tables, timeline,
    verbs::{self, Verb},
    verifying, views,
};
use crate::{library::QuoteFilter, text::EntityKind};
use std::sync::Arc;

/// Does an action, `count` times where that makes sense.
#[expect(
    clippy::too_many_lines,
    reason = "one line for each action: a table, not a function"
)]
pub(super) fn perform(state: &mut State, action: Action, count: Option<usize>) -> Vec<Effect> {
    use Action as A;
    let n = count.unwrap_or(1);
    match action {
        A::Down => step(state, n as isize),
        A::Up => step(state, -(n as isize)),
        A::First => to_end(state, false, count),
        A::Last => to_end(state, true, count),
        A::HalfPageDown => page_by(state, n as isize, 2),
        A::HalfPageUp => page_by(state, -(n as isize), 2),
        A::PageDown => page_by(state, n as isize, 1),
        A::PageUp => page_by(state, -(n as isize), 1),
        A::PageOrNext => {
            if state.focus == Pane::Reader && state.reader.at_end(state.reader_height()) {
                next_unread(state, true)
            } else {
                page_by(state, 1, 1)
            }
        }
        A::Percent => {
            let n_rows = state.reader.outline.rows.len();
            state.reader.top = n_rows * count.unwrap_or(0).min(100) / 100;
            Vec::new()
        }
        A::NextParagraph => paragraph(state, true, n),
        A::PreviousParagraph => paragraph(state, false, n),
        A::Open => open(state),
        A::Left => match copies::close(state) {
            Some(effects) => effects,
            None => go_left(state),
        },
        A::Right => match copies::open(state) {
            Some(effects) => effects,
            None => open(state),
        },
        A::NextPane | A::PreviousPane => other_pane(state),
        A::NextArticle => next_article(state, n as isize),
        A::PreviousArticle => next_article(state, -(n as isize)),
        A::NextUnread => next_unread(state, true),
        A::PreviousUnread => next_unread(state, false),
        A::NextCopied => copies::next(state, true),
        A::PreviousCopied => copies::next(state, false),
        A::NextQuote => step_point(state, Kind::Quote, true, n),
        A::PreviousQuote => step_point(state, Kind::Quote, false, n),
        A::NextEntity => step_point(state, Kind::Mention, true, n),
        A::PreviousEntity => step_point(state, Kind::Mention, false, n),
        A::NextMention => step_point(state, Kind::SameEntity, true, n),
        A::PreviousMention => step_point(state, Kind::SameEntity, false, n),
        A::SetMark => await_letter(state, LetterFor::SetMark),
        A::GoToMark => await_letter(state, LetterFor::GoToMark),
        A::JumpBack => memory::jump(state, false),
        A::JumpForward => memory::jump(state, true),

        A::Search => search_prompt(state),
        A::NextMatch => next_match(state, true, n),
        A::PreviousMatch => next_match(state, false, n),
        A::ShowOnly if state.focus == super::Pane::Reader => {
            ask(state, PromptKind::ShowOnly, "", 1)
        }
        A::ShowOnly => nothing_here(state, "no text"),
        A::FullText => ask(state, PromptKind::FullText, "", 1),
        A::SearchHere => match name_here(state) {
            Some(name) => full_text(state, &format!("\"{}\"", name.replace('"', " "))),
            None => nothing_here(state, "no name"),
        },
        A::FindAnything => finder::open(state, false),
        A::FindArticle => finder::open(state, true),
        A::Speakers => {
            let generation = state.generation.renew();
            tables::show(
                state,
                Table::awaiting(TableKind::Speakers, "Who said what", true, generation),
            );
            let ledger = Arc::clone(&state.ledger);
            vec![Question::Speakers { ledger }.asked(generation)]
        }
        A::SpeakerHere => match speaker_here(state) {
            Some(name) => quotes_of(state, Some(name)),
            None => nothing_here(state, "no person"),
        },
        A::Quotes => quotes(state, QuoteFilter::default(), "Quotations"),
        A::Entities => rows::names_here(state),
        A::People => names(state, EntityKind::Person, "People"),
        A::Places => names(state, EntityKind::Place, "Places"),
        A::Organisations => names(state, EntityKind::Organisation, "Organisations"),

        A::Done => verbs::act(state, Verb::Done, n),
        A::Discard => verbs::act(state, Verb::Discard, n),
        A::Star => verbs::act(state, Verb::Star, n),
        A::ToggleRead => verbs::act(state, Verb::ToggleRead, n),
        A::Tag => ask(state, PromptKind::Tag, "", n),
        A::Untag => ask(state, PromptKind::Untag, "", n),
        A::Note => {
            let note = subject(state)
                .and_then(|id| state.key_of(id))
                .and_then(|key| state.ledger.marks(key).note.clone());
            let passage = passage::words(state).map(|words| format!("“{words}” "));
            let begun: Vec<String> = note.into_iter().chain(passage).collect();
            ask(state, PromptKind::Note, &begun.join(" · "), 1)
        }
        A::DoneAll => verbs::act(state, Verb::DoneAll, n),
        A::Undo => verbs::turn(state, false, n),
        A::Redo => verbs::turn(state, true, n),
        A::Repeat => verbs::repeat(state, count),
        A::Select => select(state, n),
        A::SelectRange if state.focus == Pane::Reader && state.overlays.is_empty() => {
            passage::turn(state)
        }
        A::SelectRange => select_range(state),
        A::SelectAll => select_all(state),

        A::Filter => filter_here(state),
        A::UnreadOnly => unread_only(state),
        A::Sort => sort(state),
        A::Reverse => rearranged(state, true),
        A::Preview => {
            let places = Preview::ALL.map(|(_, place)| place);
            let now = places
                .iter()
                .position(|place| *place == state.settings.preview)
                .unwrap_or(0);
            let (word, place) = Preview::ALL[(now + 1) % Preview::ALL.len()];
            state.settings.preview = place;
            state.say(format!("reader: {word}"));
            Vec::new()
        }
        A::Narrower => resize(state, false, n),
        A::Wider => resize(state, true, n),
        A::Zen => {
            state.zen = !state.zen;
            state.say(if state.zen {
                "reader only"
            } else {
                "list and reader"
            });
            if state.zen && state.focus == Pane::List {
                enter_reader(state)
            } else {
                Vec::new()
            }
        }
        A::Centre => place_row(state, 1, 2),
        A::ToTop => place_row(state, 0, 1),
        A::ToBottom => place_row(state, 1, 1),
        A::FoldCopies => copies::turn(state),
        A::Fold => {
            state.reader.toggle_fold();
            state.say(if state.reader.folded {
                "set aside parts are hidden"
            } else {
                "set aside parts are shown"
            });
            Vec::new()
        }
        A::Source => toggle_source(state),
        A::Info => page::info(state),
        A::Why => page::why(state),
        A::Articles => {
            state.overlays.clear();
            state.zen = false;
            state.focus = Pane::List;
            Vec::new()
        }
        A::History => rows::history(state),
        A::Marks => rows::marks(state),
        A::Notes => rows::notes(state),
        A::Concordance => concordance::of_here(state),
        A::Timeline => timeline::show(state),
        A::Verify => verifying::verify_here(state),
        A::Merge => naming::merge(state, ""),
        A::HideName => naming::hide(state),
        A::RestoreName => naming::restore(state, ""),
        A::Corrections => naming::list(state),
        A::Copies => copies::list(state),
        A::Related => related::ask(state),
        A::Facets => facets::ask(state),
        A::Compare => compare::ask(state),
        A::SaveView => views::save(state, ""),
        A::Views => views::list(state),
        A::Problems => rows::problems(state),

        A::CopyRow => cite::copy_row(state),
        A::CopyQuote => cite::copy_quote(state),
        A::CopyTitle => cite::copy_title(state),
        A::CopyPath => cite::copy_path(state),
        A::CopyUrl => cite::copy_url(state),
        A::CopyCitation => cite::copy_citation(state),
        A::Export => ask(state, PromptKind::Export, &export::file_name(state), 1),
        A::Edit => cite::edit(state),
        A::Links => links::list(state),
        A::Hints => hints::show(state),
        A::OpenUrl => cite::open_url(state),
        A::Pipe => ask(state, PromptKind::Pipe, "", 1),
        A::Run => ask(state, PromptKind::Run, "", 1),

        A::Command => ask(state, PromptKind::Command, "", 1),
        A::Help => {
            state.overlays.push(Overlay::Help {
                input: tui_input::Input::default(),
                top: 0,
            });
            Vec::new()
        }
        A::Bindings => rows::bindings(state),
        A::Theme => {
            let now = ThemeName::ALL
                .iter()
                .position(|(_, theme)| *theme == state.settings.theme)
                .unwrap_or(0);
            let (word, theme) = ThemeName::ALL[(now + 1) % ThemeName::ALL.len()];
            state.settings.theme = theme;
            state.say(format!("theme: {word}"));
            Vec::new()
        }
        A::Rescan => {
            state.say("looking for what is new");
            vec![Effect::Refresh]
        }
        A::Redraw => vec![Effect::Redraw],
        A::Suspend => vec![Effect::Suspend],
        A::Cancel => cancel(state),
        A::Interrupt => interrupt(state),
        A::Back => back(state),
        A::Quit => quit(state),
    }
}

fn await_letter(state: &mut State, letter: LetterFor) -> Vec<Effect> {
    state.pending.letter = Some(letter);
    state.say(match letter {
        LetterFor::SetMark => "set mark: a to z in this article, A to Z everywhere",
        LetterFor::GoToMark => "go to mark: its letter, or ' for where you were",
    });
    Vec::new()
}

fn toggle_source(state: &mut State) -> Vec<Effect> {
    if state.reader.opened.is_none() {
        return nothing_here(state, "no article");
    }
    state.reader.toggle_source();
    state.say(match state.reader.showing {
        Showing::Source => "the text as it is stored; x goes back to the reading text",
        Showing::Reading => "the reading text",
    });
    Vec::new()
}
