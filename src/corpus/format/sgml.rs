//! SGML collections: Reuters-21578 and the documents of TREC, many in a file.

use super::Format;
use crate::corpus::{
    DayMonthOrder, Precision,
    blocks::flatten,
    draft::{Content, Draft, RawDate},
    input::to_text,
    markup::unescape,
    out::{Flow, Out},
    prose::Wrap,
    records::{self, Elements},
    tree::{Node, Tree},
};

/// Reuters-21578 and whatever is made like it.
pub const REUTERS: Format = Format {
    name: "reuters-sgml",
    looks: |head| head.starts_with("<!DOCTYPE lewis") || head.starts_with("<REUTERS"),
    read: |input, out| read(input.stream(), "reuters", reuters, out),
};

/// Documents of the TREC collections.
pub const TREC: Format = Format {
    name: "trec-sgml",
    looks: |head| {
        let text = head.text();
        let has = |tag: &str| text.contains(tag) || text.contains(&tag.to_lowercase());
        has("<DOC>") && (has("<DOCNO>") || has("<DOCID>"))
            || (head.starts_with("<DOC ") && text.contains("</TEXT>"))
            || (head.starts_with("<GWENG") && has("<DOC"))
    },
    read: |input, out| read(input.stream(), "doc", trec, out),
};

fn read(
    stream: impl std::io::BufRead,
    name: &'static str,
    story: fn(&str) -> Option<Draft>,
    out: &mut Out<'_>,
) -> Flow {
    let mut elements = Elements::new(stream, vec![name]);
    records::each_article(
        || elements.next(),
        out,
        |bytes| story(&to_text(bytes, None)),
        "a record without title and text",
    )
}

/// The text of an element whose line ends count: tags gone, references decoded.
fn wrapped(node: Node<'_, '_>) -> Option<String> {
    let text = node.text();
    // Control characters frame the text on the wire; they are no part of it.
    let text = text.trim_matches(|c: char| c.is_control() && c != '\n');
    (!text.trim().is_empty()).then(|| text.to_owned())
}

fn reuters(markup: &str) -> Option<Draft> {
    let tree = Tree::new(markup);
    let text = tree.first("text");
    let line = |name: &str| tree.first(name).and_then(Node::line);
    let mut place = line("dateline");
    if let Some(dateline) = &mut place {
        *dateline = place_of(dateline);
    }
    let body = tree.first("body").and_then(wrapped).or_else(|| {
        // Unprocessed stories have no parts: everything stands in the text itself.
        let text = text?;
        let has_parts = text.children().next().is_some();
        if has_parts { None } else { wrapped(text) }
    });
    let mut body = body.map(without_agency);
    let mut title = line("title");
    if title.is_none()
        && let Some(text) = body.take()
    {
        // The headline of an unprocessed story is its first line, in capitals.
        let text = text.trim_start_matches(['\n', '\r', '*', ' ']).to_owned();
        let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
        if first.chars().any(char::is_alphabetic) && !first.chars().any(char::is_lowercase) {
            title = Some(first.trim().to_owned());
            body = Some(rest.to_owned());
        } else {
            body = Some(text);
        }
    }
    if title.is_none() && body.is_none() {
        return None;
    }
    let topics: Vec<String> = tree
        .first("topics")
        .map(|topics| topics.children().filter_map(Node::line).collect())
        .unwrap_or_default();
    Some(Draft {
        title,
        date: line("date").and_then(RawDate::written),
        source: Some("Reuters".to_owned()),
        section: (!topics.is_empty()).then(|| topics.join(", ")),
        byline: line("author"),
        place: place.filter(|place| !place.is_empty()),
        content: Content::Text(body.unwrap_or_default(), Wrap::Unknown),
        ..Draft::default()
    })
}

/// Leaves out the name of the agency below a story.
fn without_agency(mut body: String) -> String {
    let end = body.trim_end().len();
    let last = body[..end].rfind('\n').map_or(0, |at| at + 1);
    let name = body[last..end].trim();
    if name.eq_ignore_ascii_case("reuter") || name.eq_ignore_ascii_case("reuters") {
        body.truncate(last);
    }
    body
}

/// Returns the place of a date line: `LIMA, January 4 -` is `LIMA`.
pub(super) fn place_of(dateline: &str) -> String {
    // The name of the agency stands behind place and day: `LIMA, Peru (AP) -`.
    let line = dateline.split(" (").next().unwrap_or(dateline);
    let line = line
        .trim()
        .trim_end_matches(['-', ' ', '–', '—', '_'])
        .trim_end_matches(',');
    let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let is_date = |part: &str| {
        let part = part.trim().to_lowercase();
        part.starts_with(|c: char| c.is_ascii_digit())
            || (months.iter().any(|month| part.starts_with(month))
                && part.ends_with(|c: char| c.is_ascii_digit()))
    };
    let parts: Vec<_> = line
        .split(',')
        .map(str::trim)
        .take_while(|part| !is_date(part))
        .collect();
    parts.join(", ")
}

fn trec(markup: &str) -> Option<Draft> {
    let tree = Tree::new(markup);
    let line = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| tree.first(name).and_then(Node::line))
    };
    let text = tree
        .first("text")
        .or_else(|| tree.first("story"))
        .or_else(|| tree.first("body"))
        .or_else(|| tree.first("lp"));
    let mut content = Content::default();
    if let Some(text) = text {
        let has_paragraphs = text.descendants().any(|node| node.tag().is("p"));
        content = if has_paragraphs {
            Content::Blocks(flatten(text.inner()))
        } else {
            let text = wrapped(text).unwrap_or_default();
            let wrap = Wrap::of_lines(&text);
            Content::Text(text, wrap)
        };
    }
    // The Wall Street Journal's first paragraph stands in an element of its own.
    if let (Some(lead), Some(text)) = (tree.first("lp"), text)
        && !text.tag().is("lp")
        && let (Some(lead), Content::Text(rest, _)) = (wrapped(lead), &content)
    {
        content = Content::Text(format!("{}\n\n{rest}", lead.trim_end()), Wrap::Unknown);
    }
    let number = line(&["docno", "docid"]).or_else(|| tree.root()?.attribute("id"));
    let title = line(&["headline", "hl", "head", "title", "ti", "h3", "headings"]);
    if title.is_none() && content.is_empty() {
        return None;
    }
    let numbered = number.as_deref().and_then(date_of_number);
    let told = line(&["date_time", "datetime", "date", "pubdate", "date1", "dd"]).map(whole_date);
    // The number of the document says which of `06/03/1998` is the month.
    let is_open = |told: &String| {
        RawDate::written(told.as_str()).is_some_and(|date| {
            let published = date.read(DayMonthOrder::Unknown);
            published.is_none_or(|published| published.precision < Precision::Day)
        })
    };
    let date = match (told, numbered) {
        (Some(told), Some(numbered)) if is_open(&told) => Some(numbered),
        (told, numbered) => told.or(numbered),
    }
    .or_else(|| {
        line(&["fileid"])
            .as_deref()
            .and_then(super::wire::day_of_stamp)
    });
    Some(Draft {
        title: title.map(|title| unescape(&title).into_owned()),
        date: date.and_then(RawDate::written),
        source: line(&["source", "so", "pub", "publication"])
            .or_else(|| number.as_deref().and_then(source_of_number)),
        section: line(&["section", "subject"]),
        byline: line(&["byline", "author", "by"]),
        place: line(&["dateline"])
            .map(|dateline| place_of(&dateline))
            .filter(|place| !place.is_empty()),
        language: line(&["language"]),
        content,
        ..Draft::default()
    })
}

/// Writes a date of six digits, as some collections have it, so that it is one: `910514`.
fn whole_date(raw: String) -> String {
    let digits = raw.trim();
    let is_short = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_short {
        format!("19{}-{}-{}", &digits[..2], &digits[2..4], &digits[4..])
    } else {
        raw
    }
}

/// Returns the day in a document number such as `NYT19980601.0001`, `APW_ENG_20041112.0003` or `AP880212-0001`.
fn date_of_number(number: &str) -> Option<String> {
    let parts = || number.split(|c: char| !c.is_ascii_digit());
    let Some(day) = parts().find(|part| part.len() == 8) else {
        // Two capitals and six digits, in the collections of the first years.
        let day = parts().find(|part| !part.is_empty())?;
        let date = whole_date(day.to_owned());
        let is_first = number.starts_with(|c: char| c.is_ascii_uppercase()) && date != day;
        return is_first.then_some(date);
    };
    let year: u16 = day[..4].parse().ok()?;
    (1900..2100)
        .contains(&year)
        .then(|| format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]))
}

/// Returns the agency in a document number: the collections of the Linguistic Data Consortium name it there.
fn source_of_number(number: &str) -> Option<String> {
    const AGENCIES: [(&str, &str); 8] = [
        ("NYT", "New York Times"),
        ("APW", "Associated Press"),
        ("AFP", "Agence France-Presse"),
        ("XIN", "Xinhua"),
        ("XIE", "Xinhua"),
        ("CNA", "Central News Agency"),
        ("LTW", "Los Angeles Times"),
        ("WPB", "Washington Post"),
    ];
    AGENCIES
        .iter()
        .find(|(code, _)| number.starts_with(code))
        .map(|(_, name)| (*name).to_owned())
}
