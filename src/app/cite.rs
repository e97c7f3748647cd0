//! What leaves the room by clipboard or for another program: copies, citations, texts.

use super::{
    Action, Effect, Opened, Overlay, Pane, State, Target,
    asking::{nothing_here, subject},
    passage,
    reader::{Point, Showing},
    table::Table,
    tables,
};
use crate::{
    corpus::Article,
    text::{Quote, Span},
};

/// Copies the row of the list, or the paragraph at the upper edge of the reader.
pub(super) fn copy_row(state: &mut State) -> Vec<Effect> {
    if let Some(Overlay::Table(table)) = state.overlays.last() {
        let row = table
            .current()
            .map(|row| format!("{}\t{}\t{}", row.lead, row.text, row.detail));
        return row.map_or_else(Vec::new, |row| copy(row, "the row"));
    }
    match (state.focus, &state.reader.opened) {
        (Pane::Reader, Some(opened)) if state.reader.showing == Showing::Reading => {
            if let Some(passage) = state.reader.passage() {
                let words = opened.article.body.slice(passage);
                return copy(words.to_owned(), "the passage");
            }
            let at = state
                .reader
                .point_offset()
                .or_else(|| state.reader.offset_at_top())
                .unwrap_or(0);
            let body = &opened.article.body;
            let paragraph = body
                .paragraphs()
                .iter()
                .find(|paragraph| paragraph.span.end as usize > at);
            paragraph.map_or_else(Vec::new, |paragraph| {
                copy(body.slice(paragraph.span).to_owned(), "the paragraph")
            })
        }
        _ => match subject(state).and_then(|id| state.catalogue.row(id)) {
            Some(row) => {
                let date = row
                    .date
                    .map_or_else(String::new, |(at, _)| at.date().to_string());
                copy(
                    format!("{date}\t{}\t{}", row.source.unwrap_or_default(), row.title),
                    "the row",
                )
            }
            None => nothing_here(state, "no article"),
        },
    }
}

/// Copies the quotation that is pointed at, with its citation.
pub(super) fn copy_quote(state: &mut State) -> Vec<Effect> {
    match cited(state) {
        Some((citation, true)) => copy(citation, "the quotation"),
        _ => {
            let next = state.typed_for(Action::NextQuote);
            state.say(format!("point at a quotation first: {next}"));
            Vec::new()
        }
    }
}

/// Copies a citation of the quotation that is pointed at, or of the article.
pub(super) fn copy_citation(state: &mut State) -> Vec<Effect> {
    match cited(state) {
        Some((citation, _)) => copy(citation, "the citation"),
        None => nothing_here(state, "no article"),
    }
}

/// Copies the title.
pub(super) fn copy_title(state: &mut State) -> Vec<Effect> {
    match subject(state)
        .and_then(|id| state.catalogue.row(id))
        .map(|row| row.title.into_owned())
    {
        Some(title) => copy(title, "the title"),
        None => nothing_here(state, "no article"),
    }
}

/// Copies the path of the file.
pub(super) fn copy_path(state: &mut State) -> Vec<Effect> {
    match opened(state).map(|opened| opened.article.origin.path.display().to_string()) {
        Some(path) => copy(path, "the path"),
        None => nothing_here(state, "no open article"),
    }
}

/// Copies the address of the article, or the one under the cursor of a table.
pub(super) fn copy_url(state: &mut State) -> Vec<Effect> {
    if let Some(row) = tables::on_top(state).and_then(Table::current)
        && let Target::Address(address) = &row.target
    {
        return copy(address.clone(), "the address");
    }
    match opened(state).map(|opened| opened.article.metadata.url.clone()) {
        Some(Some(url)) => copy(url, "the address"),
        Some(None) => {
            state.say("the file gives no address");
            Vec::new()
        }
        None => nothing_here(state, "no open article"),
    }
}

/// Shows the address and opens it.
pub(super) fn open_url(state: &mut State) -> Vec<Effect> {
    match opened(state).map(|opened| opened.article.metadata.url.clone()) {
        Some(Some(url)) => open_address(state, url),
        Some(None) => {
            state.say("the file gives no address");
            Vec::new()
        }
        None => nothing_here(state, "no open article"),
    }
}

/// Shows an address and opens it.
pub(super) fn open_address(state: &mut State, url: String) -> Vec<Effect> {
    state.say(url.clone());
    vec![Effect::OpenUrl { url }]
}

/// Shows a read-only copy of the text in the editor, at the line that is seen.
pub(super) fn edit(state: &mut State) -> Vec<Effect> {
    let Some(opened) = opened(state) else {
        return nothing_here(state, "no open article");
    };
    let (showing, at) = seen(state, opened);
    let (text, line) = match showing {
        Showing::Reading => {
            let head = format!("{}\n\n", opened.article.metadata.title.text);
            let before = opened.article.body.text().get(..at).unwrap_or_default();
            let line = 3 + before.matches('\n').count();
            (
                format!("{head}{}", opened.article.body.text()),
                if at == 0 { 1 } else { line },
            )
        }
        Showing::Source => {
            let line = 1 + opened
                .article
                .source
                .get(..at)
                .unwrap_or_default()
                .matches('\n')
                .count();
            (opened.article.source.clone(), line)
        }
    };
    vec![Effect::Edit {
        name: format!("{}.txt", short_key(opened)),
        text,
        line,
    }]
}

/// Returns how an article is shown and which place of it is at the top; one that is not in the reader is not seen yet.
fn seen(state: &State, opened: &Opened) -> (Showing, usize) {
    if state
        .reader
        .opened
        .as_ref()
        .is_none_or(|shown| shown.id != opened.id)
    {
        return (Showing::Reading, 0);
    }
    (
        state.reader.showing,
        state.reader.offset_at_top().unwrap_or(0),
    )
}

/// Sends the text to a command.
pub(super) fn pipe(state: &mut State, command: &str) -> Vec<Effect> {
    if command.trim().is_empty() {
        return Vec::new();
    }
    let Some(opened) = opened(state) else {
        return nothing_here(state, "no open article");
    };
    let body = &opened.article.body;
    let passage = passage::words(state).and(state.reader.passage());
    let input = match (passage, seen(state, opened).0) {
        (Some(passage), _) => body.slice(passage).to_owned(),
        (None, Showing::Reading) => body.text().to_owned(),
        (None, Showing::Source) => opened.article.source.clone(),
    };
    vec![Effect::Pipe {
        command: command.to_owned(),
        input,
    }]
}

/// Returns the citation of what is pointed at, and whether that is a quotation.
fn cited(state: &State) -> Option<(String, bool)> {
    if let Some(Overlay::Table(table)) = state.overlays.last()
        && let Target::Quote(id, idx) = table.current()?.target
    {
        let opened = state
            .peek
            .opened
            .as_ref()
            .filter(|opened| opened.id == id)?;
        let quote = opened.analysis.as_ref()?.quotes.get(idx as usize)?;
        return Some((citation(state, opened, Some(quote)), true));
    }
    let opened = opened(state)?;
    if let (Some(words), Some(span)) = (passage::words(state), state.reader.passage()) {
        let offset = offset_in_file(&opened.article, span);
        let citation = format!("{words} — {}, byte {offset}", article_citation(opened));
        return Some((citation, false));
    }
    let quote = match state.reader.point {
        Point::Quote(idx) => opened
            .analysis
            .as_ref()
            .and_then(|analysis| analysis.quotes.get(idx)),
        Point::Mention(_) | Point::Passage(_) | Point::Nothing => None,
    };
    Some((citation(state, opened, quote), quote.is_some()))
}

fn article_citation(opened: &Opened) -> String {
    let metadata = &opened.article.metadata;
    format!(
        "{}, {}, {}. {}, {}",
        metadata.title.text,
        source_of(&opened.article),
        date_of(&opened.article),
        opened.article.origin.path.display(),
        opened.key
    )
}

fn source_of(article: &Article) -> &str {
    article
        .metadata
        .source
        .as_deref()
        .unwrap_or("source unknown")
}

fn date_of(article: &Article) -> String {
    let published = article.metadata.published.as_ref();
    published.map_or_else(|| "no date".to_owned(), ToString::to_string)
}

/// Returns the byte of the file where some words of the reading text begin; in a file that is unpacked or decoded, the
/// byte of the text in it.
fn offset_in_file(article: &Article, words: Span) -> u64 {
    let in_source = u64::from(article.body.to_source(words).start);
    let before = u64::from(article.origin.verbatim) * article.origin.offset;
    in_source + before
}

/// Fills the pattern of the settings.
fn citation(state: &State, opened: &Opened, quote: Option<&Quote>) -> String {
    let article = &opened.article;
    let metadata = &article.metadata;
    let Some((quote, analysis)) = quote.zip(opened.analysis.as_deref()) else {
        return article_citation(opened);
    };
    let first = quote.content.first().copied().unwrap_or_default();
    let offset = offset_in_file(article, first);
    let cue: Vec<&str> = quote
        .cue
        .iter()
        .map(|span| article.body.slice(*span))
        .collect();
    let cue = if cue.is_empty() {
        String::new()
    } else {
        format!(" ({})", cue.join(" … "))
    };
    let fields = [
        ("{words}", words_of(article, quote)),
        (
            "{speaker}",
            analysis
                .speaker_name(quote)
                .unwrap_or("speaker unknown")
                .to_owned(),
        ),
        ("{cue}", cue),
        ("{kind}", quote.kind.word().to_owned()),
        ("{title}", metadata.title.text.clone()),
        ("{source}", source_of(article).to_owned()),
        ("{date}", date_of(article)),
        ("{path}", article.origin.path.display().to_string()),
        ("{offset}", offset.to_string()),
        ("{hash}", opened.key.to_string()),
    ];
    fill(&state.settings.citation, &fields)
}

/// Puts values in place of names in braces, in one pass, so that no value is taken for a name.
fn fill(pattern: &str, fields: &[(&str, String)]) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((name, value)) = fields.iter().find(|(name, _)| rest.starts_with(name)) {
            out.push_str(value);
            rest = &rest[name.len()..];
        } else {
            out.push('{');
            rest = &rest[1..];
        }
    }
    out + rest
}

/// Returns the words of a quotation on one line, gaps as `…`.
pub(super) fn words_of(article: &Article, quote: &Quote) -> String {
    let words = |span: &Span| {
        article
            .body
            .slice(*span)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    quote
        .content
        .iter()
        .map(words)
        .collect::<Vec<_>>()
        .join(" … ")
}

/// Returns the article a verb acts on, if it is open or shown beside a table.
pub(super) fn opened(state: &State) -> Option<&Opened> {
    let id = subject(state)?;
    [&state.reader.opened, &state.peek.opened]
        .into_iter()
        .flatten()
        .find(|opened| opened.id == id)
}

fn short_key(opened: &Opened) -> String {
    opened.key.to_string()[..12].to_owned()
}

fn copy(text: String, what: &str) -> Vec<Effect> {
    vec![Effect::Copy {
        text,
        what: what.to_owned(),
    }]
}
