//! A table of results: speakers, quotations, names, hits, history, problems; filtered while typing.

use super::{Generation, Spread, concordance, reader::Arrival};
use crate::{
    library::{ArticleId, QuoteFilter},
    text::{EntityId, EntityKind, QuoteKind, Span},
};
use tui_input::Input;

/// A table of results, as a popup.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it lists.
    pub kind: TableKind,
    /// The words over it.
    pub title: String,
    /// How the rows spread over time, where they do.
    pub spread: Option<Spread>,
    /// All rows, in order.
    pub rows: Vec<TableRow>,
    /// The rows that match what was typed, in order.
    pub shown: Vec<usize>,
    /// The position in `shown` under the cursor.
    pub cursor: usize,
    /// The first row seen.
    pub top: usize,
    /// What was typed.
    pub input: Input,
    /// Whether letters are typed into the filter rather than being keys.
    pub typing: bool,
    /// The column the rows are sorted by; `None` is the order they came in.
    pub sorted_by: Option<Column>,
    /// The request whose answer fills the table; `None` once it is there.
    pub awaited: Option<Generation>,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The short one on the left.
    Lead,
    /// What is read.
    Text,
    /// What stands at the right.
    Detail,
}

/// What a table lists.
#[derive(Clone, Debug, PartialEq)]
pub enum TableKind {
    /// Who is quoted.
    Speakers,
    /// Who said what.
    Quotes(QuoteFilter),
    /// Names over all articles.
    Names(EntityKind),
    /// Names in the article that is open.
    NamesHere,
    /// Full-text hits.
    Hits(String),
    /// Articles read.
    History,
    /// Marks that are set.
    Marks,
    /// Notes that were written.
    Notes,
    /// Saved views.
    Views,
    /// Articles that say the same.
    Copies,
    /// What the listed articles have in common.
    Facets,
    /// Articles on the same matter.
    Related,
    /// Addresses that an article leads to.
    Links,
    /// The same words in several articles.
    Sightings,
    /// Words in their contexts.
    Concordance,
    /// How many articles appeared when.
    Timeline,
    /// Where a wording stands, or one like it.
    Sources,
    /// Names that were corrected.
    Corrections,
    /// What could not be read.
    Problems,
    /// Which key does what.
    Bindings,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// A short column on the left: a count, a date.
    pub lead: String,
    /// What is read, and matched against what is typed.
    pub text: String,
    /// Other names of what is read; they are matched too.
    pub also: Vec<String>,
    /// Where else the same words stand, this place included; empty where nowhere.
    pub sightings: Vec<(ArticleId, u32)>,
    /// What stands at the right: source, kind.
    pub detail: String,
    /// The parts of `text` to mark.
    pub matches: Vec<Span>,
    /// What kind of thing `text` is, if it is a name or a quotation.
    pub sort: RowSort,
    /// Where Enter leads.
    pub target: Target,
}

/// What kind of thing a row shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RowSort {
    /// Words of the room.
    Plain,
    /// A name.
    Name(EntityKind),
    /// Words in their context: the match stands in the middle of the line.
    Context,
    /// A quotation, and whether it is only a guess.
    Quote(QuoteKind, bool),
}

/// Where Enter leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Nowhere.
    Nothing,
    /// To the quotations of a speaker; `None` is the unknown.
    Speaker(Option<String>),
    /// To a quotation in its article.
    Quote(ArticleId, u32),
    /// To the articles that name this.
    Name(EntityKind, String),
    /// To the mentions of a name in the article that is open.
    Entity(EntityId),
    /// To the listed articles that match one more term of a question.
    Narrow(String),
    /// To the articles of a saved view.
    View(String),
    /// Out of the room, to an address.
    Address(String),
    /// To an article, and a place in it.
    Article(ArticleId, Option<Arrival>),
}

impl TableRow {
    /// Makes a row of plain words.
    pub fn new(
        lead: impl Into<String>,
        text: impl Into<String>,
        detail: impl Into<String>,
        target: Target,
    ) -> Self {
        Self {
            lead: lead.into(),
            text: text.into(),
            also: Vec::new(),
            sightings: Vec::new(),
            detail: detail.into(),
            matches: Vec::new(),
            sort: RowSort::Plain,
            target,
        }
    }
}

impl Table {
    /// Makes a table that waits for its rows.
    pub fn awaiting(
        kind: TableKind,
        title: impl Into<String>,
        typing: bool,
        generation: Generation,
    ) -> Self {
        let mut table = Self::of_rows(kind, title, typing, Vec::new());
        table.awaited = Some(generation);
        table
    }

    /// Makes a table of rows that are at hand.
    pub fn of_rows(
        kind: TableKind,
        title: impl Into<String>,
        typing: bool,
        rows: Vec<TableRow>,
    ) -> Self {
        let mut table = Self {
            kind,
            title: title.into(),
            spread: None,
            rows: Vec::new(),
            shown: Vec::new(),
            cursor: 0,
            top: 0,
            input: Input::default(),
            typing,
            sorted_by: None,
            awaited: None,
        };
        table.take_rows(rows);
        table
    }

    /// Takes the rows it waited for. The cursor stays on its row, where that is still there.
    pub fn take_rows(&mut self, rows: Vec<TableRow>) {
        let under = self.current().filter(|_| self.cursor > 0).cloned();
        self.rows = rows;
        if self.has_preview() {
            self.spread = Spread::of_days(self.rows.iter().map(|row| row.lead.as_str()));
        }
        self.awaited = None;
        self.narrow();
        let is_same = |row: &TableRow, before: &TableRow| {
            row.text == before.text && row.target == before.target
        };
        let place = under.and_then(|before| {
            let mut places = self.shown.iter();
            places.position(|idx| is_same(&self.rows[*idx], &before))
        });
        self.cursor = place.unwrap_or(0);
    }

    /// Shows only the rows that match what was typed, best first where letters were typed.
    pub fn narrow(&mut self) {
        let pattern = self.input.value().trim();
        if pattern.is_empty() {
            self.shown = (0..self.rows.len()).collect();
        } else {
            let keeps_order = matches!(
                self.kind,
                TableKind::Quotes(_)
                    | TableKind::Concordance
                    | TableKind::Timeline
                    | TableKind::Problems
                    | TableKind::Bindings
            );
            self.shown = super::tables::matching(&self.rows, pattern, keeps_order);
        }
        self.cursor = 0;
        self.top = 0;
    }

    /// Sorts the rows by the next column and says which; after the last comes the first again.
    pub fn sort_by_next(&mut self) -> &'static str {
        if self.kind == TableKind::Concordance {
            return self.sort_contexts();
        }
        let (column, words) = match self.sorted_by {
            None | Some(Column::Detail) => (Column::Lead, "sorted by the left column"),
            Some(Column::Lead) => (Column::Text, "sorted by the words"),
            Some(Column::Text) => (Column::Detail, "sorted by the right column"),
        };
        self.sorted_by = Some(column);
        self.rows.sort_by_cached_key(|row| match column {
            Column::Lead => sortable(&row.lead),
            Column::Text => sortable(&row.text),
            Column::Detail => sortable(&row.detail),
        });
        self.narrow();
        words
    }

    /// Sorts contexts by what follows the words, then by what stands before them, then by date.
    fn sort_contexts(&mut self) -> &'static str {
        let (column, words) = match self.sorted_by {
            None | Some(Column::Lead) => (Column::Text, "sorted by what follows"),
            Some(Column::Text) => (Column::Detail, "sorted by what stands before"),
            Some(Column::Detail) => (Column::Lead, "sorted by date"),
        };
        self.sorted_by = Some(column);
        self.rows.sort_by_cached_key(|row| match column {
            Column::Lead => row.lead.clone(),
            Column::Text => concordance::side(row, true),
            Column::Detail => concordance::side(row, false),
        });
        self.narrow();
        words
    }

    /// Turns the order of the rows round.
    pub fn reverse(&mut self) {
        self.rows.reverse();
        self.narrow();
    }

    /// Returns the row under the cursor.
    pub fn current(&self) -> Option<&TableRow> {
        self.shown.get(self.cursor).map(|idx| &self.rows[*idx])
    }

    /// Moves the cursor by so many rows.
    pub fn step(&mut self, by: isize) {
        self.cursor = self
            .cursor
            .saturating_add_signed(by)
            .min(self.shown.len().saturating_sub(1));
    }

    /// Puts the cursor on the first or the last row.
    pub fn go_to_end(&mut self, last: bool) {
        self.cursor = if last {
            self.shown.len().saturating_sub(1)
        } else {
            0
        };
    }

    /// Moves the view so that the cursor is in it.
    pub fn fit(&mut self, height: usize) {
        let height = height.max(1);
        self.top = self
            .top
            .clamp((self.cursor + 1).saturating_sub(height), self.cursor);
    }

    /// Tells whether a second part below shows the row under the cursor in its article.
    pub fn has_preview(&self) -> bool {
        matches!(
            self.kind,
            TableKind::Quotes(_)
                | TableKind::Sightings
                | TableKind::Concordance
                | TableKind::Sources
                | TableKind::Hits(_)
        )
    }
}

/// Makes numbers compare by value and letters without case.
fn sortable(cell: &str) -> String {
    let digits: String = cell.chars().filter(|c| *c != ',').collect();
    match digits.parse::<u64>() {
        Ok(number) => format!("{number:020}"),
        Err(_) => cell.to_lowercase(),
    }
}
