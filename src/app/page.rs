//! A page of words to scroll through: what is known of an article, why, what a program printed.

use super::{Action, Effect, Overlay, State, asking, passage, reader::Point, update::grouped};
use crate::text::Speaker;
use std::collections::BTreeSet;

/// A page of words, as a popup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The words over it.
    pub title: String,
    /// The lines, each with a label that may be empty.
    pub lines: Vec<(String, String)>,
    /// The first line seen.
    pub top: usize,
}

impl Page {
    /// Makes a page of labelled lines.
    pub fn of_lines(title: impl Into<String>, lines: Vec<(String, String)>) -> Self {
        Self {
            title: title.into(),
            lines,
            top: 0,
        }
    }

    /// Makes a page of plain text.
    pub fn of_text(title: impl Into<String>, text: &str) -> Self {
        Self::of_lines(
            title,
            text.lines()
                .map(|line| (String::new(), line.to_owned()))
                .collect(),
        )
    }

    /// Moves the view by so many lines.
    pub fn scroll(&mut self, by: isize) {
        self.top = self
            .top
            .saturating_add_signed(by)
            .min(self.lines.len().saturating_sub(1));
    }
}

/// Shows all that is known about the article.
pub(super) fn info(state: &mut State) -> Vec<Effect> {
    let opened = match asking::subject(state) {
        Some(id) => [&state.reader.opened, &state.peek.opened]
            .into_iter()
            .flatten()
            .find(|opened| opened.id == id),
        None => None,
    };
    let Some(opened) = opened else {
        state.say("open the article first: Enter");
        return Vec::new();
    };
    let article = &opened.article;
    let metadata = &article.metadata;
    let unknown = || "unknown".to_owned();
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut line = |label: &str, value: String| lines.push((label.to_owned(), value));
    let derived = if metadata.title.derived {
        " (made from the first words)"
    } else {
        ""
    };
    line("title", format!("{}{derived}", metadata.title.text));
    match &metadata.published {
        Some(published) => {
            line("date", published.to_string());
            line("  as written", published.raw.clone());
            if let Some(from) = &metadata.date_from {
                line("  found in", from.to_string());
            }
        }
        None => line("date", unknown()),
    }
    for (label, value) in [
        ("source", &metadata.source),
        ("section", &metadata.section),
        ("byline", &metadata.byline),
        ("place", &metadata.place),
        ("language", &metadata.language),
        ("address", &metadata.url),
    ] {
        line(label, value.clone().unwrap_or_else(unknown));
    }
    line(
        "words",
        grouped(article.body.text().split_whitespace().count() as u64),
    );
    if let Some(analysis) = &opened.analysis {
        line("quotations", analysis.quotes.len().to_string());
        line("names", analysis.mentions.len().to_string());
    }
    let origin = &article.origin;
    line("file", origin.path.display().to_string());
    if let Some(inner) = &origin.inner {
        line("  in it", inner.clone());
    }
    line(
        "format",
        format!(
            "{}, article {} of the file, from byte {}",
            origin.format,
            origin.index + 1,
            origin.offset
        ),
    );
    line("key", opened.key.to_string());
    let guesses = article
        .body
        .edits()
        .iter()
        .filter(|edit| !edit.sure)
        .count();
    line(
        "repairs",
        format!(
            "{} in the reading text, {guesses} of them guesses; x shows the source",
            article.body.edits().len()
        ),
    );
    let marks = state.ledger.marks(opened.key);
    let mut words = vec![if marks.read { "read" } else { "unread" }.to_owned()];
    words.extend(marks.starred.then(|| "starred".to_owned()));
    words.extend(
        marks
            .verdict
            .map(|verdict| format!("{verdict:?}").to_lowercase()),
    );
    words.extend(marks.tags.iter().map(|tag| format!("#{tag}")));
    line("marks", words.join(", "));
    if let Some(note) = &marks.note {
        line("note", note.clone());
    }
    state
        .overlays
        .push(Overlay::Page(Page::of_lines("About this article", lines)));
    Vec::new()
}

/// Shows why something is a quotation and why of this speaker.
pub(super) fn why(state: &mut State) -> Vec<Effect> {
    let Some(lines) = why_lines(state) else {
        let next = state.typed_for(Action::NextQuote);
        state.say(format!("point at a quotation first: {next}"));
        return Vec::new();
    };
    state
        .overlays
        .push(Overlay::Page(Page::of_lines("Why", lines)));
    Vec::new()
}

fn why_lines(state: &State) -> Option<Vec<(String, String)>> {
    let analysis = state.reader.analysis()?;
    let body = &state.reader.opened.as_ref()?.article.body;
    let joined = |spans: &[crate::text::Span]| {
        spans
            .iter()
            .map(|span| body.slice(*span).replace('\n', " "))
            .collect::<Vec<_>>()
            .join(" … ")
    };
    match state.reader.point {
        Point::Quote(idx) => {
            let quote = analysis.quotes.get(idx)?;
            let mut lines = vec![
                ("words".to_owned(), joined(&quote.content)),
                ("kind".to_owned(), quote.kind.word().to_owned()),
                ("cue".to_owned(), joined(&quote.cue)),
                ("source".to_owned(), joined(&quote.source)),
            ];
            match &quote.speaker {
                Speaker::Entity(id) => {
                    lines.push(("speaker".to_owned(), analysis.entity(*id).name.clone()));
                }
                Speaker::Group(name) => lines.push((
                    "speaker".to_owned(),
                    format!("{name} (not one named person)"),
                )),
                Speaker::Unknown(reason) => {
                    lines.push(("speaker".to_owned(), format!("unknown: {reason}")));
                }
            }
            lines.push((
                "confidence".to_owned(),
                format!("{:.0} %", quote.confidence * 100.0),
            ));
            lines.push(("why".to_owned(), quote.why.clone()));
            Some(lines)
        }
        Point::Mention(idx) => {
            let mention = analysis.mentions.get(idx)?;
            let entity = analysis.entity(mention.entity);
            let all = analysis
                .mentions
                .iter()
                .filter(|other| other.entity == mention.entity);
            let forms: BTreeSet<&str> = all.map(|other| body.slice(other.span)).collect();
            let mut lines = vec![
                ("name".to_owned(), entity.name.clone()),
                ("kind".to_owned(), entity.kind.word().to_owned()),
                (
                    "written".to_owned(),
                    forms.into_iter().collect::<Vec<_>>().join(", "),
                ),
            ];
            if let Some((first, last)) = entity.days {
                let days = if first == last {
                    first.to_string()
                } else {
                    format!("{first} to {last}")
                };
                lines.push(("days".to_owned(), days));
            }
            Some(lines)
        }
        Point::Passage(_) | Point::Nothing => None,
    }
}

/// Says in one line what is pointed at.
pub(super) fn point_words(state: &State) -> String {
    let words = || {
        let analysis = state.reader.analysis()?;
        match state.reader.point {
            Point::Quote(idx) => {
                let quote = analysis.quotes.get(idx)?;
                let speaker = analysis.speaker_name(quote).unwrap_or("speaker unknown");
                let guess = if quote.confidence < state.settings.sure_from {
                    " · a guess"
                } else {
                    ""
                };
                let n_all = analysis.quotes.len();
                Some(format!(
                    "quotation {} of {n_all} · {speaker} · {}{guess} · {} why",
                    idx + 1,
                    quote.kind.word(),
                    state.typed_for(Action::Why)
                ))
            }
            Point::Mention(idx) => {
                let mention = analysis.mentions.get(idx)?;
                let entity = analysis.entity(mention.entity);
                let same: Vec<usize> = analysis
                    .mentions
                    .iter()
                    .enumerate()
                    .filter(|(_, other)| other.entity == mention.entity)
                    .map(|(idx, _)| idx)
                    .collect();
                let position = same.iter().position(|other| *other == idx)? + 1;
                let days = entity.days.map_or_else(String::new, |(first, last)| {
                    if first == last {
                        format!(" = {first}")
                    } else {
                        format!(" = {first} to {last}")
                    }
                });
                Some(format!(
                    "{} · {}{days} · {position} of {}",
                    entity.name,
                    entity.kind.word(),
                    same.len()
                ))
            }
            Point::Passage(_) => passage::described(state),
            Point::Nothing => None,
        }
    };
    words().unwrap_or_default()
}

/// Says in one line which match of the search is shown.
pub(super) fn search_words(state: &State) -> String {
    match &state.reader.search {
        Some(search) if search.matches.is_empty() => {
            format!("'{}' is not in this article", search.pattern)
        }
        Some(search) => format!(
            "{} of {} · {}",
            search.current + 1,
            search.matches.len(),
            search.pattern
        ),
        None => String::new(),
    }
}
