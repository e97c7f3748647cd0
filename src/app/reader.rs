//! The reader: which article, which part of it is seen, and what in it is pointed at.

use super::{
    Generation, Hints,
    outline::{Outline, RowKind},
};
use crate::{
    corpus::{Article, ArticleKey},
    library::{ArticleId, Query},
    text::{Analysis, EntityId, Span},
};
use regex::{Regex, RegexBuilder};
use std::sync::Arc;

/// Most matches that a search in the article counts.
pub const MAX_MATCHES: usize = 100_000;

/// The reader pane.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// The article, once it is fetched.
    pub opened: Option<Opened>,
    /// The article that is wanted, from the moment it is.
    pub wanted: Option<ArticleId>,
    /// Why the wanted article cannot be shown.
    pub failure: Option<String>,
    /// The reading text or the source.
    pub showing: Showing,
    /// Whether paragraphs that were set aside are hidden.
    pub folded: bool,
    /// What the paragraphs shown hold; `None` where all are shown.
    pub narrowed: Option<String>,
    /// The first row seen.
    pub top: usize,
    /// What in the text is pointed at.
    pub point: Point,
    /// The labels on what is in view, while one is awaited.
    pub hints: Option<Hints>,
    /// The search in the article.
    pub search: Option<Search>,
    /// Rows of the text, at the width of the pane.
    pub outline: Outline,
    /// The last request for an article.
    pub generation: Generation,
    /// Where to go as soon as the article is there.
    pub arrival: Option<Arrival>,
}

/// An article that is open.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Which row of the catalogue.
    pub id: ArticleId,
    /// Its name that survives runs.
    pub key: ArticleKey,
    /// The article.
    pub article: Arc<Article>,
    /// What was found in it, once that is known.
    pub analysis: Option<Arc<Analysis>>,
}

/// Which text the reader shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Showing {
    /// As the publisher meant it.
    #[default]
    Reading,
    /// As it is stored.
    Source,
}

/// What in the text is pointed at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Point {
    /// Nothing in particular.
    #[default]
    Nothing,
    /// A mention, by its position in the analysis.
    Mention(usize),
    /// A quotation, by its position in the analysis.
    Quote(usize),
    /// Sentences in a row.
    Passage(Passage),
}

/// Sentences in a row, by the positions in the analysis of the one where it began and the one where it ends now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it was begun.
    pub anchor: usize,
    /// The other end, before or after.
    pub end: usize,
}

/// Where to go in an article that is being fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// To an offset of the reading text.
    Offset(usize),
    /// To a quotation.
    Quote(usize),
    /// To the first match of a pattern.
    Match(String),
    /// To a place that a question to all texts matches; all places are marked.
    Found {
        /// The question.
        question: String,
        /// Where the place is.
        offset: usize,
    },
    /// To the first mention of a name.
    Name(String),
}

/// A search in the text that is shown.
#[derive(Clone, Debug)]
pub struct Search {
    /// What the person typed.
    pub pattern: String,
    /// All matches, in order.
    pub matches: Vec<Span>,
    /// The one that is pointed at.
    pub current: usize,
}

impl Reader {
    /// Returns the text that is shown.
    pub fn text(&self) -> &str {
        match (&self.opened, self.showing) {
            (Some(opened), Showing::Reading) => opened.article.body.text(),
            (Some(opened), Showing::Source) => &opened.article.source,
            (None, _) => "",
        }
    }

    pub(super) fn opened_slice(&self, span: Span) -> &str {
        self.opened
            .as_ref()
            .map_or("", |opened| opened.article.body.slice(span))
    }

    /// Returns the analysis of the article, once that is known.
    pub fn analysis(&self) -> Option<&Analysis> {
        self.opened.as_ref()?.analysis.as_deref()
    }

    /// Shows an article from its beginning.
    pub fn open(&mut self, opened: Opened) {
        self.opened = Some(opened);
        self.failure = None;
        self.showing = Showing::Reading;
        self.folded = true;
        self.narrowed = None;
        self.top = 0;
        self.point = Point::Nothing;
        self.search = None;
        self.outline = Outline::default();
    }

    /// Lays the text out for a pane so many cells wide, if that is not done yet; the same text stays in view.
    pub fn fit(&mut self, width: u16) {
        let width = width.max(4);
        if self.outline.width != width {
            let at = self.offset_at_top();
            self.lay_out(width);
            self.go_to_offset(at);
        }
    }

    fn lay_out(&mut self, width: u16) {
        let Some(opened) = &self.opened else {
            self.outline = Outline {
                rows: Vec::new(),
                width,
            };
            return;
        };
        let found = self
            .narrowed
            .as_deref()
            .map(|pattern| find_all(self.text(), pattern));
        let only = found.as_deref().filter(|found| !found.is_empty());
        self.outline = match self.showing {
            Showing::Reading => Outline::of_reading(&opened.article, width, self.folded, only),
            Showing::Source => Outline::of_source(&opened.article.source, width, only),
        };
        if only.is_none() {
            self.narrowed = None;
        }
    }

    /// Shows only the paragraphs, or lines of the source, that hold what a person typed; all again with an empty
    /// pattern, or where none holds it. Returns whether fewer are shown.
    pub fn narrow(&mut self, pattern: &str) -> bool {
        let at = self.offset_at_top();
        self.narrowed = (!pattern.is_empty()).then(|| pattern.to_owned());
        self.lay_out(self.outline.width);
        self.go_to_offset(at);
        self.narrowed.is_some()
    }

    /// Returns the offset of the shown text at the upper edge; `None` where the head of the article is seen.
    pub fn offset_at_top(&self) -> Option<usize> {
        self.outline.offset_of(self.top)
    }

    /// Brings the row of an offset to the upper edge.
    pub fn go_to_offset(&mut self, offset: Option<usize>) {
        self.top = offset.map_or(0, |offset| self.outline.row_of(offset));
    }

    /// Brings an offset into view, a third down from the upper edge if it was not seen before.
    pub fn reveal(&mut self, span: Span, height: usize) {
        let row = self
            .outline
            .rows
            .get(self.outline.row_of(span.start as usize));
        if row.is_some_and(|row| row.kind == RowKind::Skipped) {
            self.narrow("");
        }
        let first = self.outline.row_of(span.start as usize);
        let last = self.outline.row_of(
            (span.end as usize)
                .saturating_sub(1)
                .max(span.start as usize),
        );
        let seen = first >= self.top && last < self.top + height.max(1);
        if !seen {
            self.top = first.saturating_sub(height / 3);
        }
        self.clamp(height);
    }

    /// Keeps the view inside the text.
    pub fn clamp(&mut self, height: usize) {
        let bottom = self.outline.rows.len().saturating_sub(height.max(1));
        self.top = self.top.min(bottom);
    }

    /// Tells whether the end of the text is in view.
    pub fn at_end(&self, height: usize) -> bool {
        self.top + height >= self.outline.rows.len()
    }

    /// Moves the view by so many rows.
    pub fn scroll(&mut self, by: isize, height: usize) {
        self.top = self.top.saturating_add_signed(by);
        self.clamp(height);
    }

    /// Moves the view to the next or previous paragraph.
    pub fn scroll_paragraph(&mut self, forward: bool, height: usize) {
        let rows = &self.outline.rows;
        let begins = |idx: &usize| {
            let before = idx.checked_sub(1).and_then(|before| rows.get(before));
            rows[*idx].kind != RowKind::Blank && before.is_none_or(|row| row.kind == RowKind::Blank)
        };
        let target = if forward {
            (self.top + 1..rows.len()).find(begins)
        } else {
            (0..self.top.min(rows.len())).rev().find(begins)
        };
        self.top = target.unwrap_or(if forward { rows.len() } else { 0 });
        self.clamp(height);
    }

    /// Returns how much of the text lies above the lower edge, in percent.
    pub fn percent(&self, height: usize) -> usize {
        let n_rows = self.outline.rows.len();
        let seen = (self.top + height).min(n_rows) * 100;
        seen.checked_div(n_rows).unwrap_or(100)
    }

    /// Shows the other text, at the same place.
    pub fn toggle_source(&mut self) {
        let at = self.offset_at_top();
        let Some(opened) = &self.opened else { return };
        let body = &opened.article.body;
        let (showing, at) = match self.showing {
            Showing::Reading => {
                let source = at.map(|at| body.to_source(Span::empty(at)).start as usize);
                (
                    Showing::Source,
                    source.map(|at| line_start(&opened.article.source, at)),
                )
            }
            Showing::Source => (Showing::Reading, at.map(|at| body.to_reading(at))),
        };
        self.showing = showing;
        self.search = self.search.take().and_then(|search| {
            let matches = find_all(self.text(), &search.pattern);
            (!matches.is_empty()).then_some(Search {
                matches,
                current: 0,
                ..search
            })
        });
        self.lay_out(self.outline.width);
        // The first paragraph stands under the head: going there would hide title and date.
        let first = self
            .outline
            .rows
            .iter()
            .position(|row| matches!(row.kind, RowKind::Body(_) | RowKind::Source));
        self.go_to_offset(at);
        if self.showing == Showing::Reading && first.is_some_and(|first| self.top <= first) {
            self.top = 0;
        }
    }

    /// Shows or hides the paragraphs that were set aside.
    pub fn toggle_fold(&mut self) {
        let at = self.offset_at_top();
        self.folded = !self.folded;
        self.lay_out(self.outline.width);
        self.go_to_offset(at);
    }

    /// Searches the shown text; the first match at or after `from` becomes the current one.
    ///
    /// A pattern without a capital letter matches both cases.
    pub fn search(&mut self, pattern: &str, from: usize) {
        if pattern.is_empty() {
            self.search = None;
            return;
        }
        let matches = find_all(self.text(), pattern);
        let current = matches
            .iter()
            .position(|found| found.start as usize >= from)
            .unwrap_or(0);
        self.search = Some(Search {
            pattern: pattern.to_owned(),
            matches,
            current,
        });
    }

    /// Marks all places that a question to all texts matches, and returns the first from an offset on.
    pub fn mark_found(&mut self, question: &str, from: usize) -> Option<Span> {
        let query = Query::parse(question).ok()?;
        let matches = query.matches(self.text());
        let current = matches
            .iter()
            .position(|found| found.start as usize >= from)
            .unwrap_or(0);
        let found = matches.get(current).copied()?;
        self.search = Some(Search {
            pattern: question.to_owned(),
            matches,
            current,
        });
        Some(found)
    }

    /// Goes to the next or previous match and returns it; round at the ends.
    pub fn step_match(&mut self, forward: bool, n_steps: usize) -> Option<Span> {
        let search = self.search.as_mut()?;
        let n_matches = search.matches.len();
        if n_matches == 0 {
            return None;
        }
        let steps = n_steps % n_matches;
        search.current =
            (search.current + if forward { steps } else { n_matches - steps }) % n_matches;
        Some(search.matches[search.current])
    }

    /// Returns the offset from which a step to the next thing starts: what is pointed at, or the upper edge.
    pub fn point_offset(&self) -> Option<usize> {
        let analysis = self.analysis()?;
        match self.point {
            Point::Nothing => None,
            Point::Mention(idx) => Some(analysis.mentions.get(idx)?.span.start as usize),
            Point::Quote(idx) => Some(analysis.quotes.get(idx)?.content.first()?.start as usize),
            Point::Passage(passage) => Some(passage.span(analysis)?.start as usize),
        }
    }

    /// Returns where the passage lies that is chosen.
    pub fn passage(&self) -> Option<Span> {
        match self.point {
            Point::Passage(passage) => passage.span(self.analysis()?),
            Point::Mention(_) | Point::Quote(_) | Point::Nothing => None,
        }
    }

    /// Returns the entity that is pointed at.
    pub fn entity(&self) -> Option<EntityId> {
        match self.point {
            Point::Mention(idx) => Some(self.analysis()?.mentions.get(idx)?.entity),
            Point::Quote(_) | Point::Passage(_) | Point::Nothing => None,
        }
    }

    /// Returns the rows in view.
    pub fn visible(&self, height: usize) -> &[super::Row] {
        let rows = &self.outline.rows;
        let start = self.top.min(rows.len());
        &rows[start..(start + height).min(rows.len())]
    }
}

/// Finds all matches of what a person typed; capitals in the pattern make it mind the case.
pub fn find_all(text: &str, pattern: &str) -> Vec<Span> {
    smart_case(pattern).map_or_else(Vec::new, |regex| {
        regex
            .find_iter(text)
            .filter(|found| !found.is_empty())
            .take(MAX_MATCHES)
            .map(|found| Span::new(found.start(), found.end()))
            .collect()
    })
}

fn smart_case(pattern: &str) -> Option<Regex> {
    // A blank of the pattern also matches the line end of a table or of the source.
    let words: Vec<String> = pattern.split(' ').map(regex::escape).collect();
    RegexBuilder::new(&words.join(r"\s"))
        .case_insensitive(!pattern.chars().any(char::is_uppercase))
        .build()
        .ok()
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |newline| newline + 1)
}
