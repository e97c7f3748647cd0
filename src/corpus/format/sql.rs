//! Dumps of databases as SQL: `INSERT` statements of any maker, `COPY` blocks of `PostgreSQL`; one row an article.

mod tokens;

use super::{Format, table::Table};
use crate::corpus::{
    decode::decode,
    fields::FieldMap,
    input::{Head, Input},
    out::{Flow, Out},
};
use std::{
    collections::HashMap,
    io::{self, BufRead},
};
use tokens::{Token, Tokens};

/// Statements that make tables and fill them.
pub const SQL: Format = Format {
    name: "sql",
    looks: looks_like_dump,
    read: |input, out| {
        let mut dump = Dump::new(input, out.fields());
        loop {
            match dump.statement(out) {
                Ok(Some(flow)) => flow?,
                Ok(None) => return dump.report(out),
                Err(error) => {
                    out.failed(&error);
                    return Flow::Continue(());
                }
            }
        }
    },
};

/// The statements that tell a dump, at the front of a line.
const STATEMENTS: [&str; 5] = [
    "insert into ",
    "insert [",
    "replace into ",
    "create table ",
    "insert ignore into ",
];
/// A dump begins like this.
const BEGINNINGS: [&str; 16] = [
    "--",
    "/*",
    "rem ",
    "set ",
    "pragma ",
    "begin",
    "create ",
    "insert ",
    "replace ",
    "drop ",
    "use ",
    "copy ",
    "start ",
    "lock ",
    "alter ",
    "\\restrict",
];

fn looks_like_dump(head: &Head) -> bool {
    let starts = |line: &str, word: &str| {
        line.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let text = head.start();
    // A comment may begin with a hash, but so does a headline of Markdown.
    let begins = BEGINNINGS.iter().any(|word| starts(text, word))
        || text.starts_with('#') && head.is_named(&[".sql"]);
    begins
        && text.lines().any(|line| {
            let line = line.trim_start();
            STATEMENTS.iter().any(|word| starts(line, word))
                || starts(line, "copy ") && line.ends_with(" FROM stdin;")
        })
}

/// A table has no more columns.
const MAX_COLUMNS: usize = 2000;
/// The names of so many tables are told where none holds articles.
const MAX_TOLD: usize = 8;

struct Dump<'f, R> {
    tokens: Tokens<R>,
    fields: &'f FieldMap,
    /// The columns of the tables that were made.
    made: HashMap<String, Vec<String>>,
    /// The tables that have rows, and how many rows of those that look like articles are none.
    filled: Vec<String>,
    n_without_text: u64,
}

impl<'f, 'r> Dump<'f, Box<dyn BufRead + 'r>> {
    fn new(input: &mut Input<'r>, fields: &'f FieldMap) -> Self {
        let text = input.head.text();
        // The standard knows no backslashes; MySQL and its kin, which quote names in their own way, do.
        let is_escaped = text
            .match_indices("\\'")
            .any(|(at, _)| text[at + 2..].starts_with(char::is_alphanumeric));
        let has_escapes = is_escaped || text.contains('`') || text.contains("MySQL dump");
        let is_utf8 = match std::str::from_utf8(&input.head.bytes) {
            Ok(_) => true,
            Err(error) => input.head.bytes.len() - error.valid_up_to() < 4,
        };
        let encoding = (!is_utf8).then(|| decode(&input.head.bytes, None).encoding);
        Self {
            tokens: Tokens::new(input.stream(), has_escapes, encoding),
            fields,
            made: HashMap::new(),
            filled: Vec::new(),
            n_without_text: 0,
        }
    }
}

impl<R: BufRead> Dump<'_, R> {
    /// Reads on to the next statement and carries it out, if it is one that fills or makes a table.
    fn statement(&mut self, out: &mut Out<'_>) -> io::Result<Option<Flow>> {
        let Some(token) = self.tokens.next()? else {
            return Ok(None);
        };
        if token.is("create") {
            self.create()?;
        } else if token.is("insert") || token.is("replace") {
            return self.insert(out).map(Some);
        } else if token.is("copy") {
            return self.copy(out).map(Some);
        } else if token.is("rem") {
            self.tokens.skip_line()?;
        }
        Ok(Some(Flow::Continue(())))
    }

    /// Reads `TABLE name (column type, …)`.
    fn create(&mut self) -> io::Result<()> {
        let mut table = String::new();
        let mut is_table = false;
        while let Some(token) = self.tokens.next()? {
            match token {
                Token::Sign(b'(') if is_table => {
                    let names = self.columns_made()?;
                    self.made.insert(table, names);
                    return Ok(());
                }
                Token::Sign(_) => return Ok(()),
                token if token.is("table") => is_table = true,
                Token::Name(name) | Token::Word(name) => table = last_part(&name),
                Token::Text(_) => {}
            }
        }
        Ok(())
    }

    /// Reads the columns of a table up to the closing bracket.
    fn columns_made(&mut self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        let mut depth = 1;
        let mut is_first = true;
        while let Some(token) = self.tokens.next()? {
            match token {
                Token::Sign(b'(') => depth += 1,
                Token::Sign(b')') => depth -= 1,
                Token::Sign(b',') if depth == 1 => {
                    is_first = true;
                    continue;
                }
                Token::Name(name) if is_first => names.push(name),
                Token::Word(word) if is_first && !is_constraint(&word) => names.push(word),
                Token::Sign(b';') => break,
                _ => {}
            }
            is_first = false;
            if depth == 0 || names.len() > MAX_COLUMNS {
                break;
            }
        }
        Ok(names)
    }

    /// Reads `(a, b, …)`.
    fn names_listed(&mut self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        while let Some(token) = self.tokens.next()? {
            match token {
                Token::Name(name) | Token::Word(name) if names.len() < MAX_COLUMNS => {
                    names.push(name);
                }
                Token::Sign(b',') | Token::Name(_) | Token::Word(_) => {}
                Token::Sign(_) | Token::Text(_) => break,
            }
        }
        Ok(names)
    }

    /// Reads the name of the table and its columns up to the word `until`; `None` where it does not come.
    fn target(&mut self, until: &str) -> io::Result<Option<Table>> {
        let mut name = String::new();
        let mut names = None;
        while let Some(token) = self.tokens.next()? {
            if token.is(until) {
                let names = names
                    .or_else(|| self.made.get(&name).cloned())
                    .unwrap_or_default();
                if !self.filled.contains(&name) && self.filled.len() <= MAX_TOLD {
                    self.filled.push(name);
                }
                return Ok(Some(Table::new(&names, self.fields)));
            }
            match token {
                Token::Sign(b'(') => names = Some(self.names_listed()?),
                Token::Sign(_) | Token::Text(_) => return Ok(None),
                Token::Word(word) if names.is_some() && word.eq_ignore_ascii_case("select") => {
                    return Ok(None);
                }
                Token::Name(word) | Token::Word(word) if names.is_none() => {
                    name = last_part(&word);
                }
                Token::Name(_) | Token::Word(_) => {}
            }
        }
        Ok(None)
    }

    /// Reads `INTO name (columns) VALUES (…), (…);`.
    fn insert(&mut self, out: &mut Out<'_>) -> io::Result<Flow> {
        let Some(table) = self.target("values")? else {
            return Ok(Flow::Continue(()));
        };
        loop {
            let offset = self.tokens.position();
            match self.tokens.next()? {
                Some(Token::Sign(b'(')) => {
                    let cells = self.row()?;
                    let flow = self.hand_on(&table, &cells, offset, out);
                    if flow.is_break() {
                        return Ok(flow);
                    }
                }
                Some(Token::Sign(b',')) => {}
                Some(Token::Sign(_)) | None => return Ok(Flow::Continue(())),
                // Some makers end no statement.
                Some(token) => {
                    self.tokens.give_back(token);
                    return Ok(Flow::Continue(()));
                }
            }
        }
    }

    /// Reads the values of a row up to its closing bracket; what is `NULL` is empty.
    fn row(&mut self) -> io::Result<Vec<String>> {
        let mut cells = Vec::new();
        let mut value: Option<String> = None;
        let mut has_text = false;
        let mut joins = Join::No;
        let mut depth = 1;
        while let Some(token) = self.tokens.next()? {
            match token {
                Token::Sign(b'(') => depth += 1,
                Token::Sign(b')') => depth -= 1,
                Token::Sign(b',') if depth == 1 => {
                    cells.push(value.take().unwrap_or_default());
                    has_text = false;
                    joins = Join::No;
                }
                // `TO_CLOB('The dam')||CHR(10)||TO_CLOB('broke.')`: long texts in parts.
                Token::Text(text) if joins != Join::No => {
                    value.get_or_insert_default().push_str(&text);
                    joins = Join::No;
                }
                Token::Sign(b'|') if has_text => joins = Join::Text,
                Token::Word(word) if has_text && word == "+" => joins = Join::Text,
                Token::Word(word) if joins == Join::Text && is_character(&word) => {
                    joins = Join::Character;
                }
                Token::Word(word) if joins == Join::Character => {
                    let character = word.parse().ok().and_then(char::from_u32);
                    value.get_or_insert_default().extend(character);
                    joins = Join::No;
                }
                // The first string of an expression is the value: `CAST(N'2011-03-15' AS DateTime)`.
                Token::Text(text) | Token::Name(text) if !has_text => {
                    value = Some(text);
                    has_text = true;
                }
                Token::Word(word) if value.is_none() && !word.eq_ignore_ascii_case("null") => {
                    value = Some(word);
                }
                _ => {}
            }
            if depth == 0 || cells.len() > MAX_COLUMNS {
                break;
            }
        }
        cells.push(value.unwrap_or_default());
        Ok(cells)
    }

    /// Reads `name (columns) FROM stdin;` and the lines up to `\.`.
    fn copy(&mut self, out: &mut Out<'_>) -> io::Result<Flow> {
        let Some(table) = self.target("from")? else {
            return Ok(Flow::Continue(()));
        };
        while let Some(token) = self.tokens.next()? {
            if token == Token::Sign(b';') {
                break;
            }
        }
        self.tokens.line()?;
        loop {
            let offset = self.tokens.position();
            let Some(line) = self.tokens.line()? else {
                return Ok(Flow::Continue(()));
            };
            if line == b"\\." {
                return Ok(Flow::Continue(()));
            }
            let cells: Vec<String> = line
                .split(|byte| *byte == b'\t')
                .map(|raw| self.tokens.value(raw))
                .collect();
            let flow = self.hand_on(&table, &cells, offset, out);
            if flow.is_break() {
                return Ok(flow);
            }
        }
    }

    fn hand_on(&mut self, table: &Table, cells: &[String], offset: u64, out: &mut Out<'_>) -> Flow {
        match table.draft(cells) {
            Some(mut draft) => {
                draft.offset = offset;
                out.article(draft)
            }
            None => {
                self.n_without_text += u64::from(table.has_body());
                Flow::Continue(())
            }
        }
    }

    /// Says where no article was found.
    fn report(&self, out: &mut Out<'_>) -> Flow {
        if out.n_articles() > 0 || out.has_waiting() {
            return Flow::Continue(());
        }
        if self.filled.is_empty() {
            return out.problem(None, "a dump of a database without rows");
        }
        let told: Vec<_> = self.filled.iter().take(MAX_TOLD).cloned().collect();
        let more = if self.filled.len() > MAX_TOLD {
            ", …"
        } else {
            ""
        };
        let why = format!(
            "a dump of a database without articles; its tables are {}{more}",
            told.join(", ")
        );
        out.problem(None, &why)
    }
}

/// Returns the names of the columns that a statement makes: `CREATE TABLE name (column type, …)`.
pub(super) fn columns_of(statement: &str) -> Vec<String> {
    let Some(open) = statement.find('(') else {
        return Vec::new();
    };
    let fields = FieldMap::default();
    let mut dump = Dump {
        tokens: Tokens::new(&statement.as_bytes()[open + 1..], false, None),
        fields: &fields,
        made: HashMap::new(),
        filled: Vec::new(),
        n_without_text: 0,
    };
    dump.columns_made().unwrap_or_default()
}

/// Returns the name of a table without that of its database: `public.article`.
/// What is added to the text of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    No,
    /// The next string.
    Text,
    /// The character of the next number.
    Character,
}

/// Tells whether a function makes a character of its number.
fn is_character(word: &str) -> bool {
    ["chr", "char", "nchar"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(word))
}

fn last_part(name: &str) -> String {
    let last = name.rsplit('.').next().unwrap_or(name);
    last.trim_matches(['`', '"', '[', ']']).to_owned()
}

/// Tells whether a definition in a table is none of a column.
fn is_constraint(word: &str) -> bool {
    const WORDS: [&str; 10] = [
        "primary",
        "key",
        "unique",
        "constraint",
        "index",
        "fulltext",
        "spatial",
        "foreign",
        "check",
        "exclude",
    ];
    WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}
