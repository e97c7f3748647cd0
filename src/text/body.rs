//! The reading text of an article, and how each part of it maps back to the source it was made from.

use super::Span;
use serde::{Deserialize, Serialize};

/// What the analysis may know of a body besides its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// The day of publication, against which *on Saturday* is read.
    pub date: Option<jiff::civil::Date>,
    /// The language as an ISO 639-1 code, where known.
    pub language: Option<String>,
}

/// The reading text of an article: cleaned, cut into paragraphs, each difference from the source recorded.
///
/// Outside its [`Edit`]s the text is a verbatim copy of the source, so any span of it can be mapped back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    text: String,
    paragraphs: Vec<Paragraph>,
    edits: Vec<Edit>,
    context: Context,
}

/// A paragraph: its place in the text and what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Without the line ends around it.
    pub span: Span,
    /// What the paragraph is.
    pub kind: ParagraphKind,
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ParagraphKind {
    /// Running text.
    Text,
    /// A cross-head.
    Heading,
    /// One item of a list.
    List,
    /// A block quotation, or the quoted lines of a message.
    Quote,
    /// The words under a picture.
    Caption,
    /// Rows of a table; line ends inside are kept.
    Table,
    /// Navigation, share links, footers, signatures: set aside, not lost.
    Boilerplate,
}

/// One difference between the source and the reading text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The bytes of the reading text that stand in place of `source`; empty where something was taken away.
    pub reading: Span,
    /// The bytes of the source that were replaced; empty where something was put in.
    pub source: Span,
    /// Why.
    pub kind: EditKind,
    /// Whether this is certain. A guess is marked in the reading view.
    pub sure: bool,
}

/// Why the reading text differs from the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditKind {
    /// A header, byline or date line that became metadata.
    Header,
    /// A hard line end inside a paragraph.
    JoinedLine,
    /// A paragraph break that the source does not show.
    ParagraphBreak,
    /// A word that had been torn apart (`rebu ild`).
    SplitWord,
    /// A word divided by a hyphen at a line end.
    Hyphenation,
    /// Bytes read in the wrong character encoding.
    Mojibake,
    /// A character reference such as `&amp;`.
    CharacterReference,
    /// A control, invisible or bidirectional character.
    Control,
    /// Typewriter or TeX quotation marks.
    QuotationMark,
    /// Tokenised text (`do n't`, `-LRB-`).
    Token,
    /// A ligature or compatibility form.
    Ligature,
    /// Markup of the format.
    Markup,
    /// Spaces, tabs and empty lines.
    Space,
    /// A line that is no part of the story.
    Boilerplate,
}

impl Body {
    /// Takes a text just as it is: nothing cleaned, nothing edited; each non-empty line is a paragraph.
    ///
    /// Where all lines are cut at one width, a paragraph goes on until a line ends early at the end of a sentence, or
    /// the next one is indented.
    pub fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        let mut lines: Vec<Span> = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let content = line.trim();
            if !content.is_empty() {
                let at = start + line.len() - line.trim_start().len();
                lines.push(Span::new(at, at + content.len()));
            }
            start += line.len();
        }
        let width = wrap_width(&text, &lines);
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        for (idx, line) in lines.iter().enumerate() {
            let goes_on =
                width.is_some_and(|width| idx > 0 && goes_on(&text, lines[idx - 1], *line, width));
            match paragraphs.last_mut() {
                Some(last) if goes_on => last.span.end = line.end,
                _ => paragraphs.push(Paragraph {
                    span: *line,
                    kind: ParagraphKind::Text,
                }),
            }
        }
        Self {
            text,
            paragraphs,
            edits: Vec::new(),
            context: Context::default(),
        }
    }

    /// Puts a body together from its parts: a text, its paragraphs in order, and every difference from the source.
    ///
    /// Outside the edits the text must equal the source, and edits and paragraphs must be in order and apart; a span
    /// that does not fit the text is left out.
    pub fn assemble(
        text: String,
        mut paragraphs: Vec<Paragraph>,
        edits: Vec<Edit>,
        context: Context,
    ) -> Self {
        paragraphs.retain(|paragraph| text.get(paragraph.span.range()).is_some());
        Self {
            text,
            paragraphs,
            edits,
            context,
        }
    }

    /// Returns the same body with what is known besides the words.
    #[must_use]
    pub fn with_context(mut self, context: Context) -> Self {
        self.context = context;
        self
    }

    /// Returns the reading text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the paragraphs in the order of the text.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// Returns the differences from the source, in the order of the text.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Returns what is known besides the words.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Returns the words a span covers.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// Maps a span of the reading text to the bytes of the source it was made from.
    pub fn to_source(&self, span: Span) -> Span {
        let start = self.source_offset(span.start, Side::Start);
        let end = self.source_offset(span.end, Side::End);
        Span {
            start,
            end: end.max(start),
        }
    }

    /// Maps an offset of the source to the nearest offset of the reading text.
    pub fn to_reading(&self, source_offset: usize) -> usize {
        let at = source_offset as u32;
        let next = self.edits.partition_point(|edit| edit.source.end <= at);
        if let Some(edit) = self.edits.get(next)
            && edit.source.start <= at
        {
            return edit.reading.start as usize;
        }
        let mapped = match next.checked_sub(1).map(|idx| self.edits[idx]) {
            Some(edit) => edit.reading.end + (at - edit.source.end),
            None => at,
        };
        let mut offset = (mapped as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn source_offset(&self, at: u32, side: Side) -> u32 {
        // A span that begins right after an edit does not take the edited bytes with it, one that ends right
        // before it neither; inside an edit the whole edited range counts.
        let next = match side {
            Side::Start => self.edits.partition_point(|edit| edit.reading.end <= at),
            Side::End => self.edits.partition_point(|edit| edit.reading.end < at),
        };
        if let Some(edit) = self.edits.get(next)
            && edit.reading.start < at
        {
            return match side {
                Side::Start => edit.source.start,
                Side::End => edit.source.end,
            };
        }
        match next.checked_sub(1).map(|idx| self.edits[idx]) {
            Some(edit) => edit.source.end + (at - edit.reading.end),
            None => at,
        }
    }
}

/// The lines of a wrapped text are no longer than this.
const MAX_WIDTH: usize = 100;
/// A text of fewer lines says too little about its width.
const MIN_LINES: usize = 6;

/// Returns the width at which the lines of a text are cut, if they are.
fn wrap_width(text: &str, lines: &[Span]) -> Option<usize> {
    let width = lines.iter().map(|line| line.len()).max()?;
    if lines.len() < MIN_LINES || width > MAX_WIDTH {
        return None;
    }
    let cut = lines
        .windows(2)
        .filter(|pair| {
            let next_word = first_word(pair[1].of(text));
            !ends_sentence(pair[0].of(text)) && pair[0].len() + 1 + next_word >= width * 9 / 10
        })
        .count();
    (cut * 2 >= lines.len()).then_some(width)
}

fn first_word(line: &str) -> usize {
    line.find(char::is_whitespace).unwrap_or(line.len())
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', ')'])
        .ends_with(['.', '!', '?', ':'])
}

/// Tells whether the paragraph of one line goes on in the next.
fn goes_on(text: &str, line: Span, next: Span, width: usize) -> bool {
    let gap = Span {
        start: line.end,
        end: next.start,
    }
    .of(text);
    let indented = gap.ends_with(['\t', ' ']) && gap.len() > 2;
    let empty = gap.matches('\n').count() > 1;
    let room = line.len() + 1 + first_word(next.of(text)) <= width;
    let is_last = ends_sentence(line.of(text)) && room;
    !indented && !empty && !is_last
}

#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}

/// Builds a [`Body`] by walking over its source from front to back.
///
/// What is kept is copied, everything else is named as an edit, so that the mapping back is right by construction.
#[derive(Debug)]
pub struct BodyBuilder<'s> {
    source: &'s str,
    at: usize,
    body: Body,
    paragraph: Option<(usize, ParagraphKind)>,
}

impl<'s> BodyBuilder<'s> {
    /// Begins at the front of `source`.
    pub fn new(source: &'s str) -> Self {
        Self {
            source,
            at: 0,
            body: Body::default(),
            paragraph: None,
        }
    }

    /// Returns how far the source has been used.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Returns the length of the reading text so far.
    pub fn len(&self) -> usize {
        self.body.text.len()
    }

    /// Tells whether no reading text has been written yet.
    pub fn is_empty(&self) -> bool {
        self.body.text.is_empty()
    }

    /// Begins a paragraph here; one that is open ends first.
    pub fn open(&mut self, kind: ParagraphKind) {
        self.close();
        if !self.body.text.is_empty() {
            self.insert("\n\n", EditKind::ParagraphBreak, true);
        }
        self.paragraph = Some((self.body.text.len(), kind));
    }

    /// Ends the open paragraph, if any.
    pub fn close(&mut self) {
        if let Some((start, kind)) = self.paragraph.take() {
            let end = self.body.text.len();
            if end > start {
                self.body.paragraphs.push(Paragraph {
                    span: Span::new(start, end),
                    kind,
                });
            }
        }
    }

    /// Copies the source verbatim up to `end`.
    pub fn copy_to(&mut self, end: usize) {
        self.body.text.push_str(&self.source[self.at..end]);
        self.at = end;
    }

    /// Leaves the source out up to `end`.
    pub fn skip_to(&mut self, end: usize, kind: EditKind, sure: bool) {
        self.replace_to(end, "", kind, sure);
    }

    /// Writes `with` in place of the source up to `end`.
    pub fn replace_to(&mut self, end: usize, with: &str, kind: EditKind, sure: bool) {
        if end == self.at && with.is_empty() {
            return;
        }
        let start = self.body.text.len();
        self.body.text.push_str(with);
        let reading = Span::new(start, self.body.text.len());
        let source = Span::new(self.at, end);
        self.at = end;
        // Neighbours of one kind become one edit, so that a stripped header is one thing and not ninety.
        if let Some(last) = self.body.edits.last_mut()
            && last.reading.end == reading.start
            && last.source.end == source.start
            && last.kind == kind
            && last.sure == sure
        {
            last.reading.end = reading.end;
            last.source.end = source.end;
            return;
        }
        self.body.edits.push(Edit {
            reading,
            source,
            kind,
            sure,
        });
    }

    /// Writes `with` without using up any source.
    pub fn insert(&mut self, with: &str, kind: EditKind, sure: bool) {
        self.replace_to(self.at, with, kind, sure);
    }

    /// Ends the text; what is left of the source is set aside as boilerplate space.
    pub fn finish(mut self, context: Context) -> Body {
        self.close();
        self.skip_to(self.source.len(), EditKind::Space, true);
        self.body.context = context;
        self.body
    }
}

/// Asserts what holds of every body: verbatim outside its edits, all in order, and mapped both ways.
#[cfg(test)]
pub(crate) fn check_body(source: &str, body: &Body) {
    let text = body.text();
    let mut reading_at = 0;
    let mut source_at = 0;
    for edit in body.edits() {
        let (reading, from) = (edit.reading.range(), edit.source.range());
        assert!(
            reading_at <= reading.start && source_at <= from.start,
            "in order: {edit:?}"
        );
        assert_eq!(
            &text[reading_at..reading.start],
            &source[source_at..from.start],
            "verbatim before {edit:?}"
        );
        (reading_at, source_at) = (reading.end, from.end);
    }
    assert_eq!(
        &text[reading_at..],
        &source[source_at..],
        "verbatim at the end"
    );
    let mut end = 0;
    for paragraph in body.paragraphs() {
        let range = paragraph.span.range();
        assert!(
            end <= range.start && range.start < range.end,
            "paragraphs in order: {paragraph:?}"
        );
        let words = &text[range.clone()];
        assert_eq!(words.trim(), words, "no space around a paragraph");
        end = range.end;
    }
    let mut last = Span::default();
    for (start, c) in text.char_indices() {
        let span = body.to_source(Span::new(start, start + c.len_utf8()));
        assert!(
            source.get(span.range()).is_some(),
            "{span:?} lies on characters"
        );
        assert!(
            last.start <= span.start && last.end <= span.end,
            "mapping runs forwards"
        );
        last = span;
    }
    let mut last = 0;
    for (at, _) in source.char_indices() {
        let reading = body.to_reading(at);
        assert!(
            text.is_char_boundary(reading) && last <= reading,
            "mapping back runs forwards"
        );
        last = reading;
    }
}
