//! Markup becomes the blocks that a reader of the page sees.

use super::*;

fn check(markup: &str, expected: &[(&str, &str)]) {
    let blocks = flatten(markup);
    let found: Vec<_> = blocks
        .iter()
        .map(|(text, kind)| (format!("{kind:?}").to_lowercase(), text.to_owned()))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(kind, text)| ((*kind).to_owned(), (*text).to_owned()))
        .collect();
    assert_eq!(found, expected, "{markup}");
}

#[test]
fn markup_becomes_blocks() {
    check(
        "<p>One &amp;\n two</p><p>Three</p>",
        &[("text", "One & two"), ("text", "Three")],
    );
    check("a<b>b</b>c <i> d</i>", &[("text", "abc d")]);
    check(
        "<h2>Head</h2>x<ul><li>one<li>two</ul>y",
        &[
            ("heading", "Head"),
            ("text", "x"),
            ("list", "one"),
            ("list", "two"),
            ("text", "y"),
        ],
    );
    check("<blockquote><p>said</p></blockquote>", &[("quote", "said")]);
    check(
        "<figure><img><figcaption>Seen</figcaption></figure>",
        &[("caption", "Seen")],
    );
    check("<script>x<y</script><style>p{}</style>z", &[("text", "z")]);
    check(
        "<div hidden>no</div><p style='display: none'>no</p>yes",
        &[("text", "yes")],
    );
    check(
        "<nav><ul><li>Home</li></ul></nav>x",
        &[("boilerplate", "Home"), ("text", "x")],
    );
    check("", &[]);
}

#[test]
fn line_breaks_end_paragraphs_where_nothing_else_does() {
    check(
        "One ends.<br>Two goes<br>on.<br><br>Three",
        &[
            ("text", "One ends."),
            ("text", "Two goes on."),
            ("text", "Three"),
        ],
    );
    check(
        "<p>One ends.<br>Same block.</p>",
        &[("text", "One ends. Same block.")],
    );
}

#[test]
fn tables_of_data_keep_their_rows() {
    check(
        "<table><tr><th>a<th>b</tr><tr><td>1</td><td>2</td></tr></table>",
        &[("table", "a\tb\n1\t2")],
    );
    let long = "word ".repeat(60);
    check(
        &format!("<table><tr><td>{long}</td><td>side</td></tr></table>"),
        &[("text", long.trim()), ("text", "side")],
    );
}

#[test]
fn preformatted_lines_are_joined_but_not_those_of_tables() {
    check(
        "<pre>one\ntwo\n\na    1\nb    2</pre>",
        &[("text", "one two"), ("table", "a    1\nb    2")],
    );
}

#[test]
fn deep_nesting_is_flat_work() {
    let deep = "<div>".repeat(100_000) + "x";
    check(&deep, &[("text", "x")]);
    let deep = "<table><tr><td>".repeat(20_000) + "x";
    check(&deep, &[("text", "x")]);
}
