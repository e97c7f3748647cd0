//! Questions as people type them.

use super::{
    Query,
    tree::{NameField, Node, Pattern, TextField},
};
use crate::library::MarkTerm;
use jiff::civil::date;
use proptest::prelude::*;

/// Writes a parsed question with all its parentheses.
fn shown(node: &Node) -> String {
    let join = |nodes: &[Node], with: &str| {
        let parts: Vec<_> = nodes.iter().map(shown).collect();
        format!("({})", parts.join(with))
    };
    let pattern = |pattern: &Pattern| match pattern {
        Pattern::Words(words) => words.join(" "),
        Pattern::Prefix(words) => format!("{}*", words.join(" ")),
        Pattern::Fuzzy(word, n) => format!("{word}~{n}"),
    };
    match node {
        Node::All => "all".to_owned(),
        Node::And(nodes) => join(nodes, " & "),
        Node::Or(nodes) => join(nodes, " | "),
        Node::Not(node) => format!("!{}", shown(node)),
        Node::Text(TextField::Anywhere, words) => format!("[{}]", pattern(words)),
        Node::Text(TextField::Title, words) => format!("title[{}]", pattern(words)),
        Node::Near {
            left,
            right,
            n_between,
            ..
        } => {
            format!("[{}]<{n_between}>[{}]", pattern(left), pattern(right))
        }
        Node::Column(column, words) => format!("{column:?}[{}]", pattern(words)).to_lowercase(),
        Node::Dated { from, to } => {
            let day = |day: &Option<jiff::civil::Date>| {
                day.map(|day| day.to_string()).unwrap_or_default()
            };
            format!("{}..{}", day(from), day(to))
        }
        Node::Named(NameField::Organisation, words) => format!("org[{}]", pattern(words)),
        Node::Named(name, words) => format!("{name:?}[{}]", pattern(words)).to_lowercase(),
        Node::Said(words) => format!("said[{}]", pattern(words)),
        Node::Mark(MarkTerm::Tag(tag)) => format!("#{tag}"),
        Node::Mark(mark) => format!("is:{mark:?}").to_lowercase(),
    }
}

#[track_caller]
fn check(raw: &str, expected: &str) {
    match Query::parse_on(raw, date(2024, 3, 15)) {
        Ok(query) => assert_eq!(shown(query.node()), expected, "{raw:?}"),
        Err(error) => panic!("{raw:?}:\n{error}"),
    }
}

#[track_caller]
fn check_wrong(raw: &str, at: usize, expected: &str) {
    match Query::parse(raw) {
        Ok(query) => panic!("{raw:?} is {}", shown(query.node())),
        Err(error) => {
            assert_eq!(error.at, at, "{error}");
            assert!(error.expected.contains(expected), "{error}");
        }
    }
}

#[test]
fn words_and_operators() {
    check("", "all");
    check("  ", "all");
    check("rate", "[rate]");
    check("rate cut", "([rate] & [cut])");
    check("rate AND cut", "([rate] & [cut])");
    check("rate and cut", "([rate] & [and] & [cut])");
    check("rate OR cut hike", "([rate] | ([cut] & [hike]))");
    check("(rate OR cut) hike", "(([rate] | [cut]) & [hike])");
    check("rate NOT cut", "([rate] & ![cut])");
    check("rate -cut -\"in may\"", "([rate] & ![cut] & ![in may])");
    check("-(a OR b)", "!([a] | [b])");
    check("NOT NOT a", "!![a]");
    check("co-operate", "[co operate]");
    check("\"rate cut\"", "[rate cut]");
    check("“rate cut”", "[rate cut]");
    check("rate*", "[rate*]");
    check("chavez~", "[chavez~1]");
    check("chavez~2", "[chavez~2]");
    check("rate NEAR/3 cut", "[rate]<3>[cut]");
    check("rate NEAR cut", "[rate]<10>[cut]");
    check("a NEAR/3 b NEAR/4 c", "([a]<3>[b] & [b]<4>[c])");
    check("\"central bank\" NEAR/5 cut*", "[central bank]<5>[cut*]");
    check("Chávez & Lula", "([chavez] & [lula])");
    check("—", "all");
}

#[test]
fn fields() {
    check("title:rate", "title[rate]");
    check("title:(rate OR cut)", "(title[rate] | title[cut])");
    check("source:\"bbc news\"", "source[bbc news]");
    check("SOURCE:BBC", "source[bbc]");
    check("source: reuters", "source[reuters]");
    check(
        "person:gates org:pentagon place:lima",
        "(person[gates] & org[pentagon] & place[lima])",
    );
    check(
        "speaker:\"Robert Gates\" quote:iran",
        "(speaker[robert gates] & said[iran])",
    );
    check("unread tag:budget", "(is:unread & #budget)");
    check("tag:\"to do\"", "#to do");
    check("\"unread\"", "[unread]");
    check("is:open is:Starred", "(is:open & is:starred)");
    check("10:30", "[10 30]");
    check("Obama: yes", "([obama] & [yes])");
    check("https://example.org/a", "[https example org a]");
}

#[test]
fn dates() {
    check("date:2024", "2024-01-01..2024-12-31");
    check("date:2024-02", "2024-02-01..2024-02-29");
    check("date:2024-02-03", "2024-02-03..2024-02-03");
    check("date:2024-01..2024-03", "2024-01-01..2024-03-31");
    check("date:..2024-03", "..2024-03-31");
    check("date:2024-01..", "2024-01-01..");
    check("older:1w", "..2024-03-07");
    check("newer:1w", "2024-03-08..");
}

#[test]
fn mistakes_are_pointed_at() {
    check_wrong("(rate", 5, "')'");
    check_wrong("rate)", 4, "the end");
    check_wrong("()", 1, "a word");
    check_wrong("\"rate", 5, "closing");
    check_wrong("\"\"", 0, "words between");
    check_wrong("rate OR", 7, "a word");
    check_wrong("AND rate", 0, "a word before");
    check_wrong("rate AND", 8, "a word");
    check_wrong("rate NOT", 8, "a word");
    check_wrong("rate OR OR cut", 8, "not 'OR'");
    check_wrong("NOT —", 0, "leave out");
    check_wrong("date:yesterday", 5, "a date");
    check_wrong("date:2024-13", 5, "a date");
    check_wrong("date:2023-02-29", 5, "a date");
    check_wrong("date:2024..2023", 11, "after");
    check_wrong("date:2024..x", 11, "a date");
    check_wrong("is:lost", 3, "unread");
    check_wrong("sauce:reuters", 0, "a field");
    check_wrong("title:", 6, "a word");
    check_wrong("older:1w", 6, "today");
    check_wrong("rate~7", 5, "1 or 2");
    check_wrong("rate NEAR/x cut", 10, "how many");
    check_wrong("rate NEAR/2 is:read", 5, "both sides");
    check_wrong(&"(".repeat(100), 50, "fewer parentheses");
}

#[test]
fn the_caret_stands_under_the_mistake() {
    let error = Query::parse("Chávez date:soon").unwrap_err();
    assert_eq!(
        error.to_string().lines().nth(1).map(|line| line.find('^')),
        Some(Some(12))
    );
}

proptest! {
    #[test]
    fn any_string_is_a_question_or_a_mistake_inside_it(raw in "\\PC{0,60}") {
        if let Err(error) = Query::parse(&raw) {
            prop_assert!(error.raw.is_char_boundary(error.at), "{error:?}");
            prop_assert!(error.at <= error.raw.len());
        }
    }

    #[test]
    fn any_string_of_the_languages_own_parts_is_too(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "AND ", "OR ", "NOT ", "NEAR/3 ", "NEAR/ ", "(", ")", "\"", "-", "~", "~2", "*", ":", " ",
                "rate", "Chávez", "title:", "date:", "2024", "..", "-03", "is:", "unread", "tag:", "older:", "1w",
            ]),
            0..12,
        )
    ) {
        let raw = parts.concat();
        if let Err(error) = Query::parse_on(&raw, date(2024, 3, 15)) {
            prop_assert!(error.raw.is_char_boundary(error.at), "{error:?}");
        }
    }
}
