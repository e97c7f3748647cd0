//! Two articles side by side in one text: what both say, what only one of them says.

use super::{
    Action, Effect, Overlay, Question, State, asking,
    tables::{POPUP_COLUMNS, POPUP_ROWS},
    wrap::wrap,
};
use crate::{
    corpus::Article,
    library::ArticleId,
    text::{ParagraphKind, Span},
};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Words of an article that are compared; the rest is left out and the page says so.
const MAX_WORDS: usize = 20_000;

/// Lines over the text: the two articles, how much they have in common, and a blank.
pub const HEAD_LINES: u16 = 4;

/// So many paragraphs both articles share are shown before and after a difference.
const CONTEXT: usize = 1;

/// Which of the two articles says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Both.
    Both,
    /// Only the first, which is the older one.
    First,
    /// Only the second.
    Second,
}

impl Said {
    /// Returns what stands before and after words that one article alone has.
    fn brackets(self) -> (&'static str, &'static str) {
        match self {
            Self::Both => ("", ""),
            Self::First => ("[-", "-]"),
            Self::Second => ("{+", "+}"),
        }
    }
}

/// A paragraph of the comparison, or a stretch of paragraphs that both have and nobody needs to read twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Words, and which parts of them stand in one article only. The parts follow one another and cover the words.
    Words(String, Vec<(Said, Span)>),
    /// So many paragraphs that are the same in both.
    Same(usize),
}

/// Two articles compared word by word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What the two are: date, source and title.
    pub heads: [String; 2],
    /// The text of both.
    pub passages: Vec<Passage>,
    /// How many words stand in both, in the first, in the second.
    pub n_words: [usize; 3],
    /// Whether words were left out because there are too many.
    pub cut: bool,
    /// The first line seen.
    pub top: usize,
}

/// A line of the comparison as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedLine {
    /// The pieces of the line, one after the other.
    pub pieces: Vec<(Said, String)>,
    /// Whether it only says that something is left out.
    pub is_note: bool,
}

/// A word, or the end of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Token<'t> {
    Word(&'t str),
    End,
}

impl Comparison {
    /// Compares two articles; the one that appeared first stands first.
    pub fn of(a: &Article, b: &Article) -> Self {
        let published = |article: &Article| article.metadata.published.as_ref().map(|p| p.at);
        let is_turned = match (published(a), published(b)) {
            (Some(a), Some(b)) => b < a,
            _ => false,
        };
        let (first, second) = if is_turned { (b, a) } else { (a, b) };
        let (words, cut_first) = tokens(first);
        let (others, cut_second) = tokens(second);
        let mut writer = Writer::default();
        for op in capture_diff_slices(Algorithm::Patience, &words, &others) {
            match op {
                DiffOp::Equal { old_index, len, .. } => {
                    writer.write(Said::Both, &words[old_index..old_index + len]);
                }
                DiffOp::Delete {
                    old_index, old_len, ..
                } => writer.write(Said::First, &words[old_index..old_index + old_len]),
                DiffOp::Insert {
                    new_index, new_len, ..
                } => writer.write(Said::Second, &others[new_index..new_index + new_len]),
                DiffOp::Replace {
                    old_index,
                    old_len,
                    new_index,
                    new_len,
                } => {
                    writer.write(Said::First, &words[old_index..old_index + old_len]);
                    writer.write(Said::Second, &others[new_index..new_index + new_len]);
                }
            }
        }
        writer.end();
        Self {
            heads: [head(first), head(second)],
            n_words: writer.n_words,
            passages: folded(writer.passages),
            cut: cut_first || cut_second,
            top: 0,
        }
    }

    /// Lays the comparison out in lines of so many cells.
    pub fn lines(&self, width: usize) -> Vec<ComparedLine> {
        let mut lines = Vec::new();
        let note = |words: String| ComparedLine {
            pieces: vec![(Said::Both, words)],
            is_note: true,
        };
        for passage in &self.passages {
            if !lines.is_empty() {
                lines.push(note(String::new()));
            }
            match passage {
                Passage::Same(1) => lines.push(note("⋯ one paragraph is the same".to_owned())),
                Passage::Same(n) => lines.push(note(format!("⋯ {n} paragraphs are the same"))),
                Passage::Words(words, parts) => {
                    let mut spans = Vec::new();
                    wrap(words, Span::new(0, words.len()), width, &mut spans);
                    lines.extend(spans.into_iter().map(|line| ComparedLine {
                        pieces: pieces_of(words, line, parts),
                        is_note: false,
                    }));
                }
            }
        }
        if self.cut {
            lines.push(note(format!(
                "⋯ only the first {MAX_WORDS} words are compared"
            )));
        }
        lines
    }

    /// Says how much the two have in common.
    pub fn summary(&self) -> String {
        let [both, first, second] = self.n_words;
        if first + second == 0 {
            return "word for word the same".to_owned();
        }
        let all = both + first.max(second);
        format!(
            "{} % the same · {first} words only in the first · {second} only in the second",
            both * 100 / all.max(1)
        )
    }
}

/// Moves the view of the comparison on top by so many lines.
pub(super) fn scroll(state: &mut State, by: isize) {
    let (width, height) = view_size(state);
    if let Some(Overlay::Compare(comparison)) = state.overlays.last_mut() {
        let last_top = comparison
            .lines(width.into())
            .len()
            .saturating_sub(height.into());
        comparison.top = comparison.top.saturating_add_signed(by).min(last_top);
    }
}

/// Returns how many cells across and lines down the text of a comparison has.
pub fn view_size(state: &State) -> (u16, u16) {
    let popup = state.regions().popup(POPUP_COLUMNS, POPUP_ROWS);
    (
        popup.width.saturating_sub(4).max(1),
        popup.height.saturating_sub(2 + HEAD_LINES).max(1),
    )
}

/// Asks for the comparison of the two articles that are selected, or of an article and the one it repeats.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    state.list.close_range();
    let selected: Vec<ArticleId> = state.list.selected.iter().copied().collect();
    let pair = match selected[..] {
        [a, b] => (a, b),
        [] => match beside(state) {
            Some(pair) => pair,
            None => {
                let [select, compare] =
                    [Action::Select, Action::Compare].map(|action| state.typed_for(action));
                state.say(format!(
                    "select two articles with {select}, then {compare} compares them"
                ));
                return Vec::new();
            }
        },
        _ => {
            state.say(format!("{} are selected; D compares two", selected.len()));
            return Vec::new();
        }
    };
    let generation = state.generation.renew();
    state.comparing = generation;
    vec![Question::Comparison(pair.0, pair.1).asked(generation)]
}

/// The article under the cursor and the first publisher of what it repeats; of the first publisher, the next copy.
fn beside(state: &State) -> Option<(ArticleId, ArticleId)> {
    let id = asking::subject(state)?;
    let copies = state.catalogue.copies(id);
    let other = copies.iter().find(|copy| **copy != id)?;
    Some((*other, id))
}

/// Shows a comparison.
pub(super) fn show(state: &mut State, comparison: Comparison) -> Vec<Effect> {
    state.overlays.push(Overlay::Compare(Box::new(comparison)));
    Vec::new()
}

fn head(article: &Article) -> String {
    let metadata = &article.metadata;
    let date = metadata
        .published
        .as_ref()
        .map_or_else(|| "no date".to_owned(), |p| p.at.date().to_string());
    let source = metadata.source.as_deref().unwrap_or("source unknown");
    format!("{date} · {source} · {}", metadata.title.text)
}

/// Returns the words of what is read, with the ends of the paragraphs, and whether there were too many.
fn tokens(article: &Article) -> (Vec<Token<'_>>, bool) {
    let text = article.body.text();
    let paragraphs = article
        .body
        .paragraphs()
        .iter()
        .filter(|paragraph| paragraph.kind != ParagraphKind::Boilerplate);
    let mut tokens = Vec::new();
    for paragraph in paragraphs {
        let words = paragraph.span.of(text).split_whitespace();
        tokens.extend(words.map(Token::Word));
        tokens.push(Token::End);
        if tokens.len() > MAX_WORDS {
            tokens.truncate(MAX_WORDS);
            return (tokens, true);
        }
    }
    (tokens, false)
}

/// Puts words together into paragraphs.
#[derive(Default)]
struct Writer {
    passages: Vec<Passage>,
    words: String,
    parts: Vec<(Said, Span)>,
    n_words: [usize; 3],
}

impl Writer {
    fn write(&mut self, said: Said, tokens: &[Token<'_>]) {
        for token in tokens {
            match token {
                Token::End => self.end(),
                Token::Word(word) => self.word(said, word),
            }
        }
    }

    fn word(&mut self, said: Said, word: &str) {
        self.n_words[said as usize] += 1;
        let goes_on = self.parts.last().is_some_and(|(last, _)| *last == said);
        if !goes_on {
            self.close();
        }
        let start = self.words.len();
        if start > 0 {
            self.words.push(' ');
        }
        if !goes_on {
            self.words.push_str(said.brackets().0);
            self.parts.push((said, Span::empty(start)));
        }
        self.words.push_str(word);
        self.reach();
    }

    /// Closes the bracket of the last part.
    fn close(&mut self) {
        if let Some((said, _)) = self.parts.last() {
            self.words.push_str(said.brackets().1);
            self.reach();
        }
    }

    /// Lets the last part reach to the end of the words.
    fn reach(&mut self) {
        if let Some((_, span)) = self.parts.last_mut() {
            span.end = self.words.len() as u32;
        }
    }

    /// Ends a paragraph; two ends in a row are one.
    fn end(&mut self) {
        if !self.words.is_empty() {
            self.close();
            let words = std::mem::take(&mut self.words);
            let parts = std::mem::take(&mut self.parts);
            self.passages.push(Passage::Words(words, parts));
        }
    }
}

/// Leaves out what both have, but for a paragraph before and after each difference.
fn folded(passages: Vec<Passage>) -> Vec<Passage> {
    let differs = |passage: &Passage| match passage {
        Passage::Words(_, parts) => parts.iter().any(|(said, _)| *said != Said::Both),
        Passage::Same(_) => false,
    };
    let is_kept: Vec<bool> = (0..passages.len())
        .map(|idx| {
            let near = idx.saturating_sub(CONTEXT)..(idx + CONTEXT + 1).min(passages.len());
            passages[near].iter().any(differs)
        })
        .collect();
    let mut out = Vec::new();
    for (passage, is_kept) in passages.into_iter().zip(is_kept) {
        if is_kept {
            out.push(passage);
        } else if let Some(Passage::Same(n)) = out.last_mut() {
            *n += 1;
        } else {
            out.push(Passage::Same(1));
        }
    }
    out
}

/// Cuts a line into the pieces that both say, or only one.
fn pieces_of(words: &str, line: Span, parts: &[(Said, Span)]) -> Vec<(Said, String)> {
    parts
        .iter()
        .filter_map(|(said, span)| {
            let start = span.start.max(line.start);
            let end = span.end.min(line.end);
            (start < end).then(|| {
                let piece = Span { start, end }.of(words);
                (*said, piece.to_owned())
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        corpus::{ArticleKey, Metadata, Origin},
        text::Body,
    };

    fn article(text: &str) -> Article {
        Article {
            key: ArticleKey::of("", text),
            metadata: Metadata::default(),
            body: Body::plain(text),
            source: text.to_owned(),
            origin: Origin {
                path: "one.txt".into(),
                inner: None,
                index: 0,
                format: "plain".to_owned(),
                offset: 0,
                verbatim: true,
            },
        }
    }

    fn written(comparison: &Comparison) -> Vec<String> {
        let lines = comparison.lines(200).into_iter();
        lines
            .map(|line| line.pieces.into_iter().map(|(_, words)| words).collect())
            .collect()
    }

    #[test]
    fn what_only_one_says_is_told_apart() {
        let first = article("The wall will cost four million.\n\nWork begins in May.");
        let second = article("The wall will cost five million.\n\nWork begins in May.");
        let comparison = Comparison::of(&first, &second);
        assert_eq!(
            written(&comparison),
            [
                "The wall will cost [-four-] {+five+} million.",
                "",
                "Work begins in May."
            ]
        );
        assert_eq!(comparison.n_words, [9, 1, 1]);
    }

    #[test]
    fn what_both_say_at_length_is_left_out() {
        let common: Vec<String> = (0..6).map(|n| format!("Paragraph number {n}.")).collect();
        let first = article(&common.join("\n\n"));
        let second = article(&format!("{}\n\nAnd an end.", common.join("\n\n")));
        let comparison = Comparison::of(&first, &second);
        assert_eq!(
            written(&comparison),
            [
                "⋯ 5 paragraphs are the same",
                "",
                "Paragraph number 5.",
                "",
                "{+And an end.+}"
            ]
        );
        let same = Comparison::of(&first, &first);
        assert_eq!(same.summary(), "word for word the same");
        assert_eq!(written(&same), ["⋯ 6 paragraphs are the same"]);
    }
}
