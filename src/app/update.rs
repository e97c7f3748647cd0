//! What an event changes.

use super::{
    Effect, Event, Opened, Overlay, Pane, Question, State, compare, concordance, facets, finder,
    going, keys, list::List, memory, motion, prompt, reader::Showing, related, rows, tables,
    verifying, views,
};
use crate::{
    corpus::{Article, Problem},
    library::ArticleId,
    text::Analysis,
    triage::Step,
};
use std::sync::Arc;

/// Changes the state by one event and returns what is to be done about it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    let mut effects = change(state, event);
    effects.extend(settle(state));
    effects
}

fn change(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => keys::press(state, key),
        Event::Paste(text) => keys::paste(state, &text),
        Event::Mouse(mouse) => {
            state.reader.hints = None;
            motion::mouse(state, mouse)
        }
        Event::Resize { columns, rows } => {
            (state.columns, state.rows) = (columns, rows);
            state.reader.hints = None;
            Vec::new()
        }
        Event::Woke => {
            state.pending.hint = !state.pending.keys.is_empty();
            Vec::new()
        }
        Event::Recalled { ledger, memory } => {
            state.ledger = Arc::new(ledger);
            memory::recall(state, memory);
            arrange(state)
        }
        Event::Catalogue(catalogue) => {
            state.catalogue = catalogue;
            memory::find_wanted(state);
            arrange(state)
        }
        Event::Progress(progress) => {
            state.progress = Some(progress);
            let is_empty = tables::on_top(state).is_some_and(|table| table.rows.is_empty());
            if is_empty && tables::may_renew(state) {
                tables::renew(state)
            } else {
                Vec::new()
            }
        }
        Event::Refreshed { summary, problems } => {
            let was_reading = state.progress.take().is_some();
            state.problems = problems;
            let is_first = summary.n_new == state.catalogue.len() as u64;
            if !is_first && (was_reading || summary.n_new > 0 || summary.n_gone > 0) {
                state.say(refreshed(&summary, state.problems.len()));
            }
            let mut effects = arrange(state);
            if tables::may_renew(state) {
                effects.extend(tables::renew(state));
            }
            effects
        }
        Event::Article {
            generation,
            id,
            article,
        } => {
            if generation == state.reader.generation && state.reader.wanted == Some(id) {
                article_came(state, id, article)
            } else {
                if generation == state.peek.generation && state.peek.wanted == Some(id) {
                    state.peek.opened = article.ok().map(|article| Opened {
                        id,
                        key: article.key,
                        article,
                        analysis: None,
                    });
                }
                Vec::new()
            }
        }
        Event::Analysed { id, analysis } => {
            analysed(state, id, &analysis);
            Vec::new()
        }
        Event::Arranged { generation, rows } => {
            if generation == state.list.generation {
                state.list.take_rows(rows, &state.catalogue);
            }
            Vec::new()
        }
        Event::Found {
            generation,
            found,
            is_all,
        } => finder::found(state, generation, found, is_all),
        Event::Speakers { generation, rows } => {
            tables::fill(state, generation, |_| rows::of_speakers(&rows))
        }
        Event::Quotes { generation, rows } => {
            tables::fill(state, generation, |state| rows::of_quotes(state, &rows))
        }
        Event::Entities {
            generation,
            kind: _,
            rows,
        } => tables::fill(state, generation, |_| rows::of_entities(&rows)),
        Event::Hits { generation, hits } => {
            tables::fill(state, generation, |state| rows::of_hits(state, &hits))
        }
        Event::ViewsCounted { generation, counts } => {
            tables::fill(state, generation, |state| views::rows(state, &counts))
        }
        Event::Verified {
            generation,
            sources,
        } => verifying::show(state, generation, &sources),
        Event::Concordance { generation, lines } => {
            tables::fill(state, generation, |state| concordance::rows(state, &lines))
        }
        Event::Facets { generation, facets } => facets::show(state, generation, &facets),
        Event::Related {
            generation,
            articles,
        } => related::show(state, generation, &articles),
        Event::Compared {
            generation,
            comparison,
        } => match comparison {
            _ if generation != state.comparing => Vec::new(),
            Ok(comparison) => compare::show(state, *comparison),
            Err(problem) => {
                state.complain(format!("cannot compare: {problem}"));
                Vec::new()
            }
        },
        Event::Saved { ticket } => {
            state.saved(ticket);
            Vec::new()
        }
        Event::SaveFailed { ticket, why } => {
            state.save_failed(ticket, &why);
            Vec::new()
        }
        Event::News(steps) => news(state, &steps),
        Event::Adopted(moves) => {
            state.say(format!("{} changed articles kept their marks", moves.len()));
            Vec::new()
        }
        Event::Copied { what, file } => {
            match file {
                None => state.say(format!("copied {what}")),
                Some(file) => {
                    state.say(format!(
                        "{what} saved to {} (the clipboard takes none)",
                        file.display()
                    ));
                }
            }
            Vec::new()
        }
        Event::Written { what, path } => {
            state.say(format!("{what} saved to {}", path.display()));
            Vec::new()
        }
        Event::Ran {
            command,
            output,
            status,
        } => {
            ran(state, &command, output, status);
            Vec::new()
        }
        Event::Settings(settings) => {
            state.settings = *settings;
            state.reader.outline.width = 0;
            state.say("settings read again");
            Vec::new()
        }
        Event::Failed(why) => {
            state.complain(why.clone());
            state.failures.push(why);
            Vec::new()
        }
        Event::Notice(words) => {
            state.say(words);
            Vec::new()
        }
    }
}

/// Brings everything that depends on the rest in line with it.
fn settle(state: &mut State) -> Vec<Effect> {
    let regions = state.regions();
    state.list.fit(regions.n_articles_shown());
    let measure = regions.text(state.settings.measure).map(|area| area.width);
    if let Some(width) = measure {
        state.reader.fit(width);
        let height = state.reader_height();
        state.reader.clamp(height);
    }
    let mut effects = follow_cursor(state, regions.reader.is_some());
    effects.extend(tables::settle(state));
    effects.extend(finder_settle(state));
    prompt::settle(state);
    effects
}

/// The reader shows the article under the cursor of the list; where there is no room for it, the article is at hand for
/// the verbs all the same.
fn follow_cursor(state: &mut State, reader_is_shown: bool) -> Vec<Effect> {
    let Some(id) = state.list.current().filter(|_| state.focus == Pane::List) else {
        return Vec::new();
    };
    if !reader_is_shown {
        return match state.overlays.last() {
            None => state.peek_at(Some(id)),
            Some(_) => Vec::new(),
        };
    }
    if state.reader.wanted == Some(id) {
        return Vec::new();
    }
    memory::leave_article(state)
        .into_iter()
        .chain(state.open_article(id, None))
        .collect()
}

fn finder_settle(state: &mut State) -> Vec<Effect> {
    let height = finder_height(state);
    let Some(Overlay::Finder(finder)) = state.overlays.last_mut() else {
        return Vec::new();
    };
    finder.fit(height);
    if !finder.preview {
        return Vec::new();
    }
    let wanted = finder.current().and_then(finder::article_of);
    state.peek_at(wanted)
}

/// Returns how many results the finder shows at once.
pub(super) fn finder_height(state: &State) -> usize {
    state
        .regions()
        .popup(super::tables::POPUP_COLUMNS, super::tables::POPUP_ROWS)
        .height
        .saturating_sub(4) as usize
}

/// Asks for the rows of the list anew.
pub(super) fn arrange(state: &mut State) -> Vec<Effect> {
    let generation = state.generation.renew();
    state.list.generation = generation;
    let List {
        filter,
        arrangement,
        folds,
        ..
    } = &state.list;
    let question = Question::Rows {
        query: filter.clone(),
        arrangement: *arrangement,
        folds: folds.clone(),
        ledger: Arc::clone(&state.ledger),
    };
    vec![question.asked(generation)]
}

fn article_came(
    state: &mut State,
    id: ArticleId,
    article: Result<Arc<Article>, Problem>,
) -> Vec<Effect> {
    match article {
        Ok(article) => {
            let key = article.key;
            state.reader.open(Opened {
                id,
                key,
                article,
                analysis: None,
            });
            if let Some(area) = state.regions().text(state.settings.measure) {
                state.reader.fit(area.width);
            }
            if state.reader.arrival.is_some() {
                state.arrive();
            } else {
                memory::return_to_place(state);
            }
            if state.focus == Pane::Reader {
                going::entered_article(state)
            } else {
                Vec::new()
            }
        }
        Err(problem) => {
            state.reader.opened = None;
            state.reader.outline.width = 0;
            state.reader.failure = Some(problem.why.clone());
            state.complain(format!("cannot show this article: {problem}"));
            state.problems.push(problem);
            Vec::new()
        }
    }
}

fn analysed(state: &mut State, id: ArticleId, analysis: &Arc<Analysis>) {
    let holders = [state.reader.opened.as_mut(), state.peek.opened.as_mut()];
    for opened in holders
        .into_iter()
        .flatten()
        .filter(|opened| opened.id == id)
    {
        opened.analysis = Some(Arc::clone(analysis));
    }
    if state.reader.arrival.is_some() && state.reader.showing == Showing::Reading {
        state.arrive();
    }
}

fn news(state: &mut State, steps: &[Step]) -> Vec<Effect> {
    for step in steps {
        state.ledger_mut().take_in(step);
    }
    if let Some(last) = steps.last() {
        state.say(format!("another room: {}", last.label));
    }
    Vec::new()
}

fn refreshed(summary: &crate::library::Summary, n_problems: usize) -> String {
    let mut words = Vec::new();
    if summary.n_new > 0 {
        words.push(format!("{} new", grouped(summary.n_new)));
    }
    if summary.n_gone > 0 {
        words.push(format!("{} gone", grouped(summary.n_gone)));
    }
    if words.is_empty() {
        words.push("nothing new".to_owned());
    }
    if n_problems > 0 {
        words.push(format!(
            "{} not read: :problems says why",
            grouped(n_problems as u64)
        ));
    }
    words.join(" · ")
}

fn ran(state: &mut State, command: &str, output: Option<String>, status: Option<i32>) {
    let ending = match status {
        Some(0) => String::new(),
        Some(code) => format!(" (exit {code})"),
        None => " (killed)".to_owned(),
    };
    match output {
        Some(output) if output.trim().lines().count() == 1 => {
            state.say(format!("{command}: {}{ending}", output.trim()));
        }
        Some(output) if !output.trim().is_empty() => {
            let title = format!("{command}{ending}");
            state
                .overlays
                .push(Overlay::Page(super::Page::of_text(title, &output)));
        }
        _ => state.say(format!("{command}: done{ending}")),
    }
}

/// Writes a number with commas between groups of three digits.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
