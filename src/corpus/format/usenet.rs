//! Usenet as its programs kept it before everything was a message: batches of `rnews`, and posts of A News.

use super::{Format, mail};
use crate::corpus::{
    DayMonthOrder, date,
    draft::{Content, Draft, RawDate},
    input::to_text,
    out::Flow,
    prose::Wrap,
    records::{Counted, MAX_RECORD_BYTES},
};
use std::io::{self, BufRead};

/// Posts behind each other, each under a line with its length.
pub const RNEWS: Format = Format {
    name: "rnews",
    looks: |head| length_of(head.text().lines().next().unwrap_or_default()).is_some(),
    read: |input, out| {
        let mut stream = Counted::new(input.stream());
        loop {
            match next_post(&mut stream) {
                Ok(Some((offset, Some(post)))) => mail::message(&post, offset, out)?,
                Ok(Some((offset, None))) => out.too_big(offset)?,
                Ok(None) => return Flow::Continue(()),
                Err(error) => {
                    out.failed(&error);
                    return Flow::Continue(());
                }
            }
        }
    },
};

/// A post of A News (1980): five lines of header without names.
pub const A_NEWS: Format = Format {
    name: "anews",
    looks: |head| a_news(head.text()).is_some(),
    read: |input, out| {
        let Some(text) = input.whole_text(out) else {
            return Flow::Continue(());
        };
        match a_news(&text) {
            Some(draft) => out.article(draft),
            None => out.problem(None, "a post without text"),
        }
    },
};

/// Returns the number of bytes that a line such as `#! rnews 1234` announces.
fn length_of(line: &str) -> Option<usize> {
    let rest = line.strip_prefix("#! rnews ")?;
    rest.split_whitespace().next()?.parse().ok()
}

/// Returns the next post and where it begins; without its bytes where it is too big.
fn next_post(stream: &mut Counted<impl BufRead>) -> io::Result<Option<(u64, Option<Vec<u8>>)>> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if !stream.line(&mut line, 512)? {
            return Ok(None);
        }
        let Some(len) = length_of(&to_text(&line, None)) else {
            continue;
        };
        let offset = stream.position();
        if len > MAX_RECORD_BYTES {
            stream.skip(len as u64)?;
            return Ok(Some((offset, None)));
        }
        let mut post = Vec::new();
        stream.take(len, &mut post)?;
        return Ok(Some((offset, Some(post))));
    }
}

/// Reads article number, newsgroups, path, date and title, each on a line of its own, and the text.
fn a_news(text: &str) -> Option<Draft> {
    let mut parts = text.splitn(6, '\n').map(str::trim_end);
    let (number, groups, path) = (parts.next()?, parts.next()?, parts.next()?);
    let (day, title, body) = (parts.next()?, parts.next()?, parts.next()?);
    let is_word = |part: &str| !part.is_empty() && part.len() < 200 && !part.contains(' ');
    let is_post = number.starts_with('A')
        && is_word(number)
        && is_word(groups)
        && is_word(path)
        && path.contains('!')
        && day.len() < 60
        && date::parse(day, DayMonthOrder::Unknown).is_some();
    is_post.then(|| Draft {
        title: Some(title.to_owned()),
        date: RawDate::written(day),
        section: Some(groups.to_owned()),
        byline: path.rsplit('!').next().map(str::to_owned),
        content: Content::Text(body.to_owned(), Wrap::Unknown),
        ..Draft::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_cut_out_by_their_length() {
        let batch = "#! rnews 5\nPath:#! rnews 3\nabc";
        let mut stream = Counted::new(batch.as_bytes());
        let mut posts = Vec::new();
        while let Some((offset, post)) = next_post(&mut stream).unwrap() {
            posts.push((offset, String::from_utf8(post.unwrap()).unwrap()));
        }
        assert_eq!(posts, [(11, "Path:".to_owned()), (27, "abc".to_owned())]);
    }

    #[test]
    fn old_posts_have_a_header_without_names() {
        let post =
            "Ayork.7\nnet.news\nduke!unc!ana\nTue Jan  4 09:29:00 1983\nPiers\nThey close.\n";
        let draft = a_news(post).unwrap();
        assert_eq!(draft.title.as_deref(), Some("Piers"));
        assert_eq!(draft.byline.as_deref(), Some("ana"));
        assert!(a_news("A dam\nopened\nin\nLima\non\nSaturday").is_none());
    }
}
