//! Where does a sentence end? The ground of a body: its tokens, sentences and paragraphs, made once for all passes.

use super::token::{Token, TokenKind, tokenize};
use super::words::WordSet;
use super::{Body, ParagraphKind, Span};
use std::ops::Range;
use std::sync::LazyLock;

/// What every pass stands on: the tokens of a body, and where its sentences and paragraphs lie among them.
#[derive(Debug)]
pub struct Ground<'b> {
    /// The reading text.
    pub text: &'b str,
    /// All tokens in the order of the text; boilerplate has none.
    pub tokens: Vec<Token>,
    /// The sentences, as ranges of tokens; together they cover all tokens.
    pub sentences: Vec<Range<usize>>,
    /// The paragraphs that have tokens.
    pub paragraphs: Vec<GroundParagraph>,
}

/// A paragraph of the body that has words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroundParagraph {
    /// What the paragraph is.
    pub kind: ParagraphKind,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its sentences.
    pub sentences: Range<usize>,
}

/// A sentence has no more tokens: what goes on for longer is a list or a table, and a text without any end of a sentence
/// must not take for ever.
const MAX_SENTENCE: usize = 500;

impl<'b> Ground<'b> {
    /// Cuts a body into tokens, sentences and paragraphs.
    pub fn new(body: &'b Body) -> Self {
        let text = body.text();
        let mut ground = Self {
            text,
            tokens: Vec::with_capacity(text.len() / 5),
            sentences: Vec::with_capacity(text.len() / 100),
            paragraphs: Vec::with_capacity(body.paragraphs().len()),
        };
        for paragraph in body.paragraphs() {
            if paragraph.kind != ParagraphKind::Boilerplate {
                ground.add(paragraph.span, paragraph.kind);
            }
        }
        ground
    }

    fn add(&mut self, span: Span, kind: ParagraphKind) {
        let first = self.tokens.len();
        let first_sentence = self.sentences.len();
        tokenize(self.text, span, &mut self.tokens);
        let end = self.tokens.len();
        if first == end {
            return;
        }
        let mut start = first;
        for idx in first + 1..end {
            if idx - start >= MAX_SENTENCE
                || ends_before(self.text, &self.tokens[start..end], idx - start, kind)
            {
                self.sentences.push(start..idx);
                start = idx;
            }
        }
        self.sentences.push(start..end);
        self.paragraphs.push(GroundParagraph {
            kind,
            tokens: first..end,
            sentences: first_sentence..self.sentences.len(),
        });
    }

    /// Returns the words of the token at `idx`.
    pub fn word(&self, idx: usize) -> &'b str {
        self.tokens[idx].span.of(self.text)
    }

    /// Returns the bytes that a range of tokens covers; nothing for an empty range.
    pub fn span(&self, tokens: &Range<usize>) -> Span {
        match self.tokens.get(tokens.clone()) {
            Some([first, .., last]) => Span {
                start: first.span.start,
                end: last.span.end,
            },
            Some([only]) => only.span,
            _ => Span::default(),
        }
    }

    /// Returns the tokens that share a byte with `span`.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self
            .tokens
            .partition_point(|token| token.span.end <= span.start);
        let end = self
            .tokens
            .partition_point(|token| token.span.start < span.end);
        start..end.max(start)
    }

    /// Returns the position of the sentence that holds a token.
    pub fn sentence_of(&self, token_idx: usize) -> usize {
        self.sentences
            .partition_point(|sentence| sentence.end <= token_idx)
    }

    /// Returns the position of the paragraph that holds a token.
    pub fn paragraph_of(&self, token_idx: usize) -> usize {
        self.paragraphs
            .partition_point(|paragraph| paragraph.tokens.end <= token_idx)
    }
}

/// Longest run of closing signs between a full stop and the next sentence.
const MAX_CLOSERS: usize = 4;

/// Tells whether a sentence ends before the token at `idx` of a sentence that has begun with `tokens[0]`.
fn ends_before(text: &str, tokens: &[Token], idx: usize, kind: ParagraphKind) -> bool {
    let next = &tokens[idx];
    if kind == ParagraphKind::Table {
        let gap = Span {
            start: tokens[idx - 1].span.end,
            end: next.span.start,
        };
        if gap.of(text).contains('\n') {
            return true;
        }
    }
    if is_closer(text, next) && !opens(text, tokens, idx) {
        return false;
    }
    // Back over closing marks and brackets to the sign that may end the sentence.
    let mut last = idx - 1;
    while last > 0
        && idx - last <= MAX_CLOSERS
        && is_closer(text, &tokens[last])
        && !opens(text, tokens, last)
    {
        last -= 1;
    }
    let stop = &tokens[last];
    let quoted = last + 1 < idx;
    match stop.kind {
        TokenKind::Stop => {
            let word = stop.text(text);
            if !begins(text, tokens, idx) {
                return false;
            }
            // *the world's No. 1 producer*
            if next.kind == TokenKind::Number
                && last > 0
                && matches!(tokens[last - 1].text(text), "No" | "Nos" | "Vol" | "Art")
            {
                return false;
            }
            if quoted && word != "." && reports(text, &tokens[idx..]) {
                return false;
            }
            // *Plan 9 from … a film* goes on, *He left... The* does not.
            next.space_before() || quoted || next.is_capital()
        }
        TokenKind::Word if stop.text(text).ends_with('.') => {
            let word = stop.text(text);
            let strong = opens(text, tokens, idx) && next.kind == TokenKind::Mark;
            may_end(word)
                && (quoted || strong || starts_sentence(next))
                && begins(text, tokens, idx)
        }
        _ => false,
    }
}

/// Tells whether the sign closes something: a bracket or a mark. A straight mark may do either, see [`opens`].
fn is_closer(text: &str, token: &Token) -> bool {
    match token.kind {
        TokenKind::Bracket => matches!(token.text(text), ")" | "]" | "}"),
        TokenKind::Mark => !matches!(
            token.text(text),
            "\u{201c}" | "\u{2018}" | "``" | "`" | "«" | "\u{201e}"
        ),
        _ => false,
    }
}

/// Tells whether a straight mark opens: blank before it and none behind.
fn opens(text: &str, tokens: &[Token], idx: usize) -> bool {
    let token = &tokens[idx];
    if token.kind == TokenKind::Bracket {
        return false;
    }
    match token.text(text) {
        "\"" | "'" | "''" => {
            token.space_before() && tokens.get(idx + 1).is_some_and(|next| !next.space_before())
        }
        _ => !is_closer(text, token),
    }
}

/// Tells whether a sentence can begin with the token at `idx`.
fn begins(text: &str, tokens: &[Token], idx: usize) -> bool {
    let token = &tokens[idx];
    match token.kind {
        TokenKind::Word => token.is_capital() || !token.has_lower() || token.has_upper_inside(),
        TokenKind::Number | TokenKind::Address => true,
        TokenKind::Mark => tokens.get(idx + 1).is_some_and(|next| {
            next.kind == TokenKind::Mark
                || next.kind == TokenKind::Stop
                || next.is_capital()
                || next.has_digit()
                || next.kind == TokenKind::Bracket
        }),
        TokenKind::Bracket => matches!(token.text(text), "(" | "[" | "{"),
        TokenKind::Dash | TokenKind::Symbol | TokenKind::Punctuation => token.space_before(),
        TokenKind::Clitic | TokenKind::Stop | TokenKind::Comma => false,
    }
}

/// Tells whether a word that ends with its own dot can be the last of a sentence.
fn may_end(word: &str) -> bool {
    let stem = word.trim_end_matches('.');
    if stem.chars().count() == 1 {
        return false;
    }
    stem.contains('.')
        || LAST_WORDS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(stem))
}

/// Abbreviations that often stand last; all others wait for their name.
const LAST_WORDS: &[&str] = &[
    "Inc", "Corp", "Co", "Ltd", "Bros", "Jr", "Sr", "Esq", "Jan", "Feb", "Apr", "Aug", "Sept",
    "Oct", "Nov", "Dec", "Calif", "Fla", "Mass", "Mich", "Minn", "Conn", "Colo", "Tenn", "Wash",
    "Ariz", "Ill", "Va", "Pa", "Md", "Ore", "Tex", "Ave", "Blvd", "Dept", "Univ",
];

/// Tells whether a capitalised word can only be there because a sentence begins.
fn starts_sentence(token: &Token) -> bool {
    static STARTERS: LazyLock<WordSet> = LazyLock::new(|| {
        WordSet::new(
            "the a an this that these those he she it they we i you his her its their our in on at but \
             and or if as for when while after before since there some many most all both what who how \
             why where according however meanwhile no not one two although though because despite with \
             by from under about so then asked last earlier more other",
        )
    });
    token.is_word() && token.is_capital() && STARTERS.has(token.hash)
}

/// Tells whether the words after a quoted question go on with the report: *"Why?" Mr. Smith asked.*
fn reports(text: &str, tokens: &[Token]) -> bool {
    static VERBS: LazyLock<WordSet> = LazyLock::new(|| {
        WordSet::new(
            "said says asked asks wrote added shouted cried yelled told tweeted replied exclaimed \
             recalled wondered",
        )
    });
    /// A name of four words with its title.
    const MAX_SUBJECT: usize = 6;
    for token in tokens.iter().take(MAX_SUBJECT) {
        if VERBS.has(token.hash) {
            return true;
        }
        let part_of_name = token.is_word()
            && (token.is_capital() || matches!(token.text(text), "de" | "van" | "al" | "bin"))
            || token.kind == TokenKind::Dash;
        if !part_of_name {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let body = Body::plain(text);
        let ground = Ground::new(&body);
        let found: Vec<&str> = ground
            .sentences
            .iter()
            .map(|s| ground.span(s).of(text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn no_sentence_goes_on_for_ever() {
        let body = Body::plain("He said ".repeat(MAX_SENTENCE));
        let ground = Ground::new(&body);
        assert_eq!(ground.sentences.len(), 2);
        assert!(ground.sentences.iter().all(|s| s.len() <= MAX_SENTENCE));
    }

    #[test]
    fn cuts_sentences() {
        check("He left. She stayed.", &["He left.", "She stayed."]);
        check(
            "Mr. Gates met Dr. No. They spoke.",
            &["Mr. Gates met Dr. No.", "They spoke."],
        );
        check(
            "The U.S. Army left the U.S. The rest stayed.",
            &["The U.S. Army left the U.S.", "The rest stayed."],
        );
        check(
            "J. K. Rowling wrote. It sold.",
            &["J. K. Rowling wrote.", "It sold."],
        );
        check("\"We go.\" He went.", &["\"We go.\"", "He went."]);
        check(
            "\"We go,\" he said. \"Now.\"",
            &["\"We go,\" he said.", "\"Now.\""],
        );
        check(
            "“Why?” asked Ann. “Why?” Mr. Bo asked.",
            &["“Why?” asked Ann.", "“Why?” Mr. Bo asked."],
        );
        check(
            "\"Go!\" she said. (It was late.) Then",
            &["\"Go!\" she said.", "(It was late.)", "Then"],
        );
        check(
            "He waited... and left. He waited... The end.",
            &["He waited... and left.", "He waited...", "The end."],
        );
        check(
            "It rose 5.7 percent. 12 died.",
            &["It rose 5.7 percent.", "12 died."],
        );
        check(
            "At Acme Inc. The boss left. Acme Inc. Chairman Bo left.",
            &[
                "At Acme Inc.",
                "The boss left.",
                "Acme Inc. Chairman Bo left.",
            ],
        );
        check("At 6 a.m. Monday he rose.", &["At 6 a.m. Monday he rose."]);
        check("The No. 1 producer.", &["The No. 1 producer."]);
        check("One\n\nTwo. Three", &["One", "Two.", "Three"]);
        check("", &[]);
    }

    proptest::proptest! {
        #[test]
        fn sentences_cover_all_tokens(text in "[A-Za-z.!?\"'“” ()\n0-9é-]{0,80}") {
            let body = Body::plain(text.clone());
            let ground = Ground::new(&body);
            let mut at = 0;
            for sentence in &ground.sentences {
                assert_eq!(sentence.start, at);
                assert!(sentence.end > at);
                at = sentence.end;
            }
            assert_eq!(at, ground.tokens.len());
            for idx in 0..ground.tokens.len() {
                assert!(ground.sentences[ground.sentence_of(idx)].contains(&idx));
                assert!(ground.paragraphs[ground.paragraph_of(idx)].tokens.contains(&idx));
            }
        }
    }
}
