//! From what a person typed to a question: a recursive descent that points at the place where it goes wrong.
//!
//! ```text
//! or      = and { OR and }
//! and     = not { [AND] not }
//! not     = ( NOT | - ) not | near
//! near    = primary { NEAR/n primary }
//! primary = ( or ) | field : value | "phrase" | word | word* | word~1
//! ```

use super::{
    days,
    fields::{FIELDS, FieldKind, MARKS, field_names},
    tree::{Node, Pattern, TextField},
};
use crate::library::{MarkTerm, query::QueryError, words::folded_words};
use jiff::civil::Date;

/// Deeper nesting is refused: nobody types it, and it would use up the stack.
const MAX_DEPTH: usize = 50;

/// A word with more typing errors than this would match too much.
const MAX_FUZZY: u8 = 2;

/// The distance of `NEAR` without a number.
const DEFAULT_NEAR_WORDS: u32 = 10;

/// Parses a whole question.
pub(super) fn parse(raw: &str, today: Option<Date>) -> Result<Node, QueryError> {
    let mut parser = Parser {
        raw,
        at: 0,
        today,
        depth: 0,
    };
    parser.skip_space();
    if parser.is_at_end() {
        return Ok(Node::All);
    }
    let node = parser.any_of(FieldKind::Text(TextField::Anywhere))?;
    if parser.is_at_end() {
        Ok(node)
    } else {
        Err(parser.expected("the end, or a '(' before this ')'"))
    }
}

struct Parser<'r> {
    raw: &'r str,
    at: usize,
    today: Option<Date>,
    depth: usize,
}

impl<'r> Parser<'r> {
    fn any_of(&mut self, field: FieldKind) -> Result<Node, QueryError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.expected("fewer parentheses inside one another"));
        }
        let mut nodes = vec![self.all_of(field)?];
        while self.take_operator("OR") {
            nodes.push(self.all_of(field)?);
        }
        self.depth -= 1;
        Ok(one_or(nodes, Node::Or))
    }

    fn all_of(&mut self, field: FieldKind) -> Result<Node, QueryError> {
        let mut nodes = Vec::new();
        loop {
            let was_asked = self.take_operator("AND");
            if !was_asked && !nodes.is_empty() && !self.is_at_operand() {
                break;
            }
            if was_asked && nodes.is_empty() {
                self.at -= "AND".len();
                return Err(self.expected("a word before 'AND'"));
            }
            nodes.push(self.negated(field)?);
        }
        // Lone punctuation says nothing; it must not make the question ask for everything.
        if nodes.len() > 1 {
            nodes.retain(|node| *node != Node::All);
        }
        Ok(match nodes.len() {
            0 => Node::All,
            _ => one_or(nodes, Node::And),
        })
    }

    fn negated(&mut self, field: FieldKind) -> Result<Node, QueryError> {
        self.skip_space();
        let at = self.at;
        let is_negated = self.take_operator("NOT") || self.take_minus();
        if !is_negated {
            return self.near(field);
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.expected("fewer negations"));
        }
        let node = self.negated(field)?;
        self.depth -= 1;
        if node == Node::All {
            self.at = at;
            return Err(self.expected("a word to leave out"));
        }
        Ok(Node::Not(Box::new(node)))
    }

    fn near(&mut self, field: FieldKind) -> Result<Node, QueryError> {
        self.skip_space();
        let start = self.at;
        let mut node = self.primary(field)?;
        let mut last = node.clone();
        let mut chain = Vec::new();
        loop {
            self.skip_space();
            let at = self.at;
            let Some(n_between) = self.take_near()? else {
                break;
            };
            let right = self.primary(field)?;
            let (Node::Text(field, left), Node::Text(right_field, right_pattern)) = (&last, &right)
            else {
                self.at = if matches!(last, Node::Text(..)) {
                    at
                } else {
                    start
                };
                return Err(self.expected("words or phrases on both sides of 'NEAR'"));
            };
            if field != right_field {
                self.at = at;
                return Err(self.expected("the same field on both sides of 'NEAR'"));
            }
            chain.push(Node::Near {
                field: *field,
                left: left.clone(),
                right: right_pattern.clone(),
                n_between,
            });
            last = right;
        }
        if !chain.is_empty() {
            node = one_or(chain, Node::And);
        }
        Ok(node)
    }

    fn primary(&mut self, field: FieldKind) -> Result<Node, QueryError> {
        self.skip_space();
        match self.peek() {
            None => Err(self.expected("a word")),
            Some('(') => self.group(field),
            Some(')') => Err(self.expected("a word before ')'")),
            Some('"' | '“' | '”' | '„') => {
                let at = self.at;
                let words = folded_words(self.phrase()?);
                if words.is_empty() {
                    self.at = at;
                    return Err(self.expected("words between the quotation marks"));
                }
                self.text_of(field, Pattern::Words(words), at)
            }
            Some(_) => self.word(field),
        }
    }

    fn group(&mut self, field: FieldKind) -> Result<Node, QueryError> {
        self.at += 1;
        self.skip_space();
        let node = self.any_of(field)?;
        self.skip_space();
        if self.peek() == Some(')') {
            self.at += 1;
            Ok(node)
        } else {
            Err(self.expected("')'"))
        }
    }

    fn word(&mut self, field: FieldKind) -> Result<Node, QueryError> {
        let at = self.at;
        let raw = self.peek_raw_word();
        if let Some(operator) = ["AND", "OR", "NOT"].into_iter().find(|word| *word == raw) {
            return Err(self.expected(&format!(
                "a word, not '{operator}' (\"{operator}\" in quotation marks is a word)"
            )));
        }
        if let Some(node) = self.fielded(raw)? {
            return Ok(node);
        }
        self.at += raw.len();
        // The one mark that people type without its field; as a word it stands in quotation marks.
        if field == FieldKind::Text(TextField::Anywhere) && raw == "unread" {
            return Ok(Node::Mark(MarkTerm::Unread));
        }
        match self.pattern(raw, at)? {
            Some(pattern) => self.text_of(field, pattern, at),
            None => Ok(Node::All),
        }
    }

    /// Reads `field:value`; `None` where the word is no field.
    fn fielded(&mut self, raw: &'r str) -> Result<Option<Node>, QueryError> {
        let Some((name, rest)) = raw.split_once(':') else {
            return Ok(None);
        };
        let lower = name.to_lowercase();
        let Some(field) = FIELDS
            .iter()
            .find(|field| field.names.contains(&lower.as_str()))
        else {
            // `10:30` and `Obama:` are words; `sauce:reuters` is a slip that is better said than searched for.
            let is_slip = !name.is_empty()
                && name.chars().all(|c| c.is_ascii_lowercase())
                && !rest.is_empty()
                && !rest.starts_with('/');
            if is_slip {
                let names: Vec<_> = field_names().map(|name| format!("{name}:")).collect();
                return Err(self.expected(&format!("a field ({})", names.join(" "))));
            }
            return Ok(None);
        };
        self.at += name.len() + 1;
        self.skip_space();
        let at = self.at;
        if self.is_at_end() {
            return Err(self.expected(field.kind.value_wanted()));
        }
        let node = match field.kind {
            FieldKind::Text(_) | FieldKind::Column(_) | FieldKind::Named(_) | FieldKind::Said => {
                match self.peek() {
                    Some('"' | '“' | '”' | '„' | '(') => self.primary(field.kind)?,
                    _ => {
                        let raw = self.peek_raw_word();
                        self.at += raw.len();
                        match self.pattern(raw, at)? {
                            Some(pattern) => self.text_of(field.kind, pattern, at)?,
                            None => {
                                self.at = at;
                                return Err(self.expected(field.kind.value_wanted()));
                            }
                        }
                    }
                }
            }
            FieldKind::Date => {
                let raw = self.take_value()?;
                let (from, to) = days::range(raw)
                    .map_err(|(offset, what)| self.expected_at(at + offset, what))?;
                Node::Dated { from, to }
            }
            FieldKind::Older | FieldKind::Newer => {
                let raw = self.take_value()?;
                let day = days::ago(raw, self.today).map_err(|what| self.expected_at(at, what))?;
                if field.kind == FieldKind::Older {
                    Node::Dated {
                        from: None,
                        to: day.yesterday().ok(),
                    }
                } else {
                    Node::Dated {
                        from: Some(day),
                        to: None,
                    }
                }
            }
            FieldKind::Tag => {
                let raw = self.take_value()?;
                Node::Mark(MarkTerm::Tag(raw.to_owned()))
            }
            FieldKind::Is => {
                let raw = self.take_value()?;
                let lower = raw.to_lowercase();
                match MARKS.iter().find(|(word, _)| *word == lower) {
                    Some((_, mark)) => Node::Mark(mark.clone()),
                    None => {
                        self.at = at;
                        return Err(self.expected(FieldKind::Is.value_wanted()));
                    }
                }
            }
        };
        Ok(Some(node))
    }

    fn text_of(&self, field: FieldKind, pattern: Pattern, at: usize) -> Result<Node, QueryError> {
        Ok(match field {
            FieldKind::Text(field) => Node::Text(field, pattern),
            FieldKind::Column(column) => Node::Column(column, pattern),
            FieldKind::Named(name) => Node::Named(name, pattern),
            FieldKind::Said => Node::Said(pattern),
            FieldKind::Date
            | FieldKind::Older
            | FieldKind::Newer
            | FieldKind::Tag
            | FieldKind::Is => return Err(self.expected_at(at, field.value_wanted())),
        })
    }

    /// Makes a pattern of a word; `None` where it holds neither letter nor digit.
    fn pattern(&self, raw: &str, at: usize) -> Result<Option<Pattern>, QueryError> {
        if let Some(stem) = raw.strip_suffix('*') {
            let words = folded_words(stem);
            return Ok((!words.is_empty()).then_some(Pattern::Prefix(words)));
        }
        if let Some((stem, distance)) = raw.rsplit_once('~') {
            let mut words = folded_words(stem);
            let distance = match distance {
                "" => Some(1),
                digits => digits.parse().ok().filter(|n| (1..=MAX_FUZZY).contains(n)),
            };
            let Some(distance) = distance else {
                return Err(
                    self.expected_at(at + stem.len() + 1, "1 or 2 (letters that may be wrong)")
                );
            };
            return match words.len() {
                0 => Ok(None),
                1 => Ok(words.pop().map(|word| Pattern::Fuzzy(word, distance))),
                _ => Err(self.expected_at(at, "one word before '~'")),
            };
        }
        let words = folded_words(raw);
        Ok((!words.is_empty()).then_some(Pattern::Words(words)))
    }

    fn phrase(&mut self) -> Result<&'r str, QueryError> {
        let open = self.peek().map_or(1, char::len_utf8);
        let start = self.at + open;
        let rest = &self.raw[start..];
        match rest.find(['"', '“', '”']) {
            Some(len) => {
                let close = rest[len..].chars().next().map_or(1, char::len_utf8);
                self.at = start + len + close;
                Ok(&rest[..len])
            }
            None => Err(self.expected_at(self.raw.len(), "a closing '\"'")),
        }
    }

    /// Takes a plain or quoted value of a field that takes no pattern.
    fn take_value(&mut self) -> Result<&'r str, QueryError> {
        if matches!(self.peek(), Some('"' | '“')) {
            return self.phrase();
        }
        let raw = self.peek_raw_word();
        if raw.is_empty() {
            return Err(self.expected("a value"));
        }
        self.at += raw.len();
        Ok(raw)
    }

    fn take_operator(&mut self, word: &str) -> bool {
        self.skip_space();
        let is_there = self.peek_raw_word() == word;
        if is_there {
            self.at += word.len();
        }
        is_there
    }

    fn take_minus(&mut self) -> bool {
        let rest = &self.raw[self.at..];
        let is_there = rest.strip_prefix('-').is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '('))
        });
        if is_there {
            self.at += 1;
        }
        is_there
    }

    fn take_near(&mut self) -> Result<Option<u32>, QueryError> {
        let raw = self.peek_raw_word();
        let Some(rest) = raw.strip_prefix("NEAR") else {
            return Ok(None);
        };
        let n_between = match rest.strip_prefix('/') {
            None if rest.is_empty() => DEFAULT_NEAR_WORDS,
            None => return Ok(None),
            Some(digits) => digits
                .parse()
                .ok()
                .filter(|n| (0..=1_000).contains(n))
                .ok_or_else(|| {
                    self.expected_at(
                        self.at + "NEAR/".len(),
                        "how many words may stand between (NEAR/5)",
                    )
                })?,
        };
        self.at += raw.len();
        Ok(Some(n_between))
    }

    fn is_at_operand(&mut self) -> bool {
        self.skip_space();
        !self.is_at_end() && self.peek() != Some(')') && self.peek_raw_word() != "OR"
    }

    /// Returns the run of characters up to a space, a parenthesis or a quotation mark.
    fn peek_raw_word(&self) -> &'r str {
        let rest = &self.raw[self.at..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '„'))
            .unwrap_or(rest.len());
        &rest[..end]
    }

    fn peek(&self) -> Option<char> {
        self.raw[self.at..].chars().next()
    }

    fn skip_space(&mut self) {
        let rest = &self.raw[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.raw.len()
    }

    fn expected(&self, what: &str) -> QueryError {
        self.expected_at(self.at, what)
    }

    fn expected_at(&self, at: usize, what: &str) -> QueryError {
        QueryError {
            at,
            expected: what.to_owned(),
            raw: self.raw.to_owned(),
        }
    }
}

fn one_or(mut nodes: Vec<Node>, join: impl FnOnce(Vec<Node>) -> Node) -> Node {
    match nodes.pop() {
        Some(node) if nodes.is_empty() => node,
        Some(node) => {
            nodes.push(node);
            join(nodes)
        }
        None => Node::All,
    }
}
