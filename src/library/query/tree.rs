//! What a parsed question is made of.

use crate::library::MarkTerm;
use jiff::civil::Date;

/// One part of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Everything.
    All,
    /// All of them must hold.
    And(Vec<Node>),
    /// One of them must hold.
    Or(Vec<Node>),
    /// It must not hold.
    Not(Box<Node>),
    /// Words in the text.
    Text(TextField, Pattern),
    /// Two patterns with at most `n_between` words between them, in any order.
    Near {
        /// Where.
        field: TextField,
        /// One of them.
        left: Pattern,
        /// The other.
        right: Pattern,
        /// Words that may stand between.
        n_between: u32,
    },
    /// Words in a column of the catalogue.
    Column(Column, Pattern),
    /// Published between these days, both included.
    Dated {
        /// The first day.
        from: Option<Date>,
        /// The last day.
        to: Option<Date>,
    },
    /// Someone or something is named.
    Named(NameField, Pattern),
    /// Words that someone is reported to have said.
    Said(Pattern),
    /// A mark of the reader's.
    Mark(MarkTerm),
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextField {
    /// In the title or the reading text.
    Anywhere,
    /// In the title.
    Title,
}

/// A column of the catalogue that holds words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// The publisher.
    Source,
    /// The part of the publication.
    Section,
    /// Who wrote it.
    Byline,
    /// The language.
    Language,
}

/// A kind of name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameField {
    /// A person who is named.
    Person,
    /// An organisation that is named.
    Organisation,
    /// A place that is named, or the place of the date line.
    Place,
    /// Someone who is quoted.
    Speaker,
}

/// Folded words to look for. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// These words, one after the other.
    Words(Vec<String>),
    /// These words, the last of them only begun.
    Prefix(Vec<String>),
    /// A word with at most so many letters wrong, left out or put in.
    Fuzzy(String, u8),
}

impl Node {
    /// Calls `visit` for each part that wants something to be there, not for what is excluded.
    pub fn visit_wanted<'n>(&'n self, visit: &mut impl FnMut(&'n Node)) {
        match self {
            Self::And(nodes) | Self::Or(nodes) => {
                for node in nodes {
                    node.visit_wanted(visit);
                }
            }
            Self::Not(_) => {}
            node => visit(node),
        }
    }

    /// Tells whether any part, wanted or excluded, fulfils `test`.
    pub fn any(&self, test: &impl Fn(&Node) -> bool) -> bool {
        match self {
            Self::And(nodes) | Self::Or(nodes) => nodes.iter().any(|node| node.any(test)),
            Self::Not(node) => node.any(test),
            node => test(node),
        }
    }
}
