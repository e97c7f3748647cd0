//! Tables that only arrange a page, as old sites built it: made plain blocks, so that the cell with the story is weighed
//! by itself.

use crate::corpus::{
    blocks::is_data_table,
    markup::{Token, Tokens},
};
use std::borrow::Cow;

/// Tables nested deeper than this are left as they are.
const MAX_DEPTH: usize = 32;

/// A table that is open.
struct Table {
    is_data: bool,
    has_open_cell: bool,
}

/// Returns a page in which each cell of a table that shows no data is a `div`.
pub(super) fn without_layout(page: &str) -> Cow<'_, str> {
    if memchr::memmem::find(page.as_bytes(), b"<t").is_none()
        && memchr::memmem::find(page.as_bytes(), b"<T").is_none()
    {
        return Cow::Borrowed(page);
    }
    let mut plain = String::new();
    let mut at = 0;
    let mut tables: Vec<Table> = Vec::new();
    for (token, span) in Tokens::new(page) {
        let (name, opens) = match &token {
            Token::Open(tag) => (tag.local(), true),
            Token::Close(name) => (*name, false),
            Token::Text(_) | Token::Literal(_) => continue,
        };
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let with = if is("table") && opens {
            let is_data = tables.len() >= MAX_DEPTH || is_data_table(&page[span.end..]);
            tables.push(Table {
                is_data,
                has_open_cell: false,
            });
            if is_data {
                continue;
            }
            "<div>"
        } else if is("table") {
            match tables.pop() {
                Some(table) if !table.is_data => {
                    if table.has_open_cell {
                        "</div></div>"
                    } else {
                        "</div>"
                    }
                }
                _ => continue,
            }
        } else if ["td", "th", "tr", "tbody", "thead", "tfoot"]
            .iter()
            .any(|name| is(name))
        {
            let Some(table) = tables.last_mut().filter(|table| !table.is_data) else {
                continue;
            };
            let is_cell = opens && (is("td") || is("th"));
            let had_open_cell = std::mem::replace(&mut table.has_open_cell, is_cell);
            match (had_open_cell, is_cell) {
                (true, true) => "</div><div>",
                (true, false) => "</div>",
                (false, true) => "<div>",
                (false, false) => "",
            }
        } else {
            continue;
        };
        plain.push_str(&page[at..span.start]);
        plain.push_str(with);
        at = span.end;
    }
    if at == 0 {
        return Cow::Borrowed(page);
    }
    plain.push_str(&page[at..]);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_arrange_a_page_become_blocks() {
        let check = |page: &str, expected: &str| assert_eq!(without_layout(page), expected);
        let story = "It rained. ".repeat(40);
        check(
            &format!("<table><tr><td>Home<td>{story}</table>x"),
            &format!("<div><div>Home</div><div>{story}</div></div>x"),
        );
        let data = "<table><tr><th>a<th>b</tr><tr><td>1</td><td>2</td></tr></table>";
        check(data, data);
        check("<p>no table</p>", "<p>no table</p>");
    }
}
