//! Files of plain text: one story each.

use super::{
    Format,
    plain::{Plain, read_plain},
};
use crate::corpus::{
    Article, ArticleKey, DayMonthOrder,
    decode::decode,
    draft::day,
    input::Head,
    language_of,
    out::Flow,
    prose::{Prose, Wrap},
    tree::plain_text,
};
use crate::text::Context;
use std::string::FromUtf8Error;

/// A story as plain text.
pub const TEXT: Format = Format {
    name: "txt",
    looks: is_text,
    read: |input, out| {
        let is_verbatim = input.is_verbatim;
        let Some(bytes) = input.whole(out) else {
            return Flow::Continue(());
        };
        // Text that is UTF-8 is taken as it is, without another copy.
        let (source, is_utf8, bom_len) = match String::from_utf8(bytes) {
            Ok(source) if !source.starts_with('\u{feff}') => (source, true, 0),
            bytes => {
                let bytes = bytes.map_or_else(FromUtf8Error::into_bytes, String::into_bytes);
                let decoded = decode(&bytes, None);
                let is_utf8 =
                    decoded.encoding.eq_ignore_ascii_case("utf-8") && decoded.n_replaced == 0;
                let bom_len = decoded.bom_len;
                (decoded.text.into_owned(), is_utf8, bom_len)
            }
        };
        let verbatim = is_verbatim && is_utf8;
        let offset = if is_verbatim { bom_len as u64 } else { 0 };
        if source.trim().is_empty() {
            return out.problem(None, "nothing but white space");
        }
        let language = language_of(&source);
        let habits = out.habits();
        let order = |publisher| {
            let order = habits.map_or(DayMonthOrder::Unknown, |habits| habits.order(publisher));
            order.in_language(language)
        };
        let plain = Plain {
            order: order(None),
            prose: Prose {
                wrap: Wrap::Unknown,
                language,
                spellings: out.spellings(),
            },
            habits,
            ..Plain::default()
        };
        let (mut metadata, mut body) = read_plain(&source, &plain);
        // Who published it is known only now; it may write its dates otherwise than the rest of the folder.
        let order = order(metadata.source.as_deref());
        if order != plain.order {
            (metadata, body) = read_plain(&source, &Plain { order, ..plain });
        }
        if metadata.language.is_none() {
            metadata.language = language.map(str::to_owned);
        }
        let context = Context {
            date: metadata.published.as_ref().and_then(day),
            language: metadata.language.clone(),
        };
        let body = body.with_context(context);
        out.whole_article(Article {
            key: ArticleKey::of(&metadata.title.text, body.text()),
            metadata,
            body,
            source,
            origin: out.origin(offset, verbatim),
        })
    },
};

/// Tells whether a text holds sentences: a file of settings or a list of names does not.
pub(super) fn is_story_text(text: &str) -> bool {
    let n_sentences = text.matches(". ").count() + text.matches(".\n").count();
    text.len() >= 200 && n_sentences >= 2
}

/// Tells whether a whole file is one element of markup without a story in it: the answer of a program.
fn is_marked_data(head: &Head) -> bool {
    let text = head.start();
    let is_one = |name: &str| {
        let end = text.trim_end().strip_suffix('>').map(str::trim_end);
        end.is_some_and(|end| end.ends_with(&format!("</{name}")))
    };
    head.is_all
        && text.starts_with('<')
        && super::xml_roots(text).next().is_some_and(is_one)
        && !is_story_text(&plain_text(text))
}

/// The control characters that do not stand in texts, as bits: all but bell, backspace, tab, line feed, form feed,
/// carriage return and escape.
const STRANGE: u32 =
    !(1 << 0x07 | 1 << 0x08 | 1 << 0x09 | 1 << 0x0A | 1 << 0x0C | 1 << 0x0D | 1 << 0x1B);

/// One byte in this many may be a control character in a text.
const CONTROLS_ONE_IN: usize = 8;

/// Tells whether the bytes are words rather than data.
fn is_text(head: &Head) -> bool {
    if super::magic_of(&head.bytes).is_some() || head.start().starts_with("<?xml") {
        return false;
    }
    if is_marked_data(head) {
        return false;
    }
    let sample = &head.bytes[..head.bytes.len().min(8192)];
    if sample.is_empty() {
        return false;
    }
    // Escape codes, bells and the like stand in texts too; zero bytes hardly ever.
    let n_zeros = memchr::memchr_iter(0, sample).count();
    let n_controls: usize = sample
        .iter()
        .map(|byte| usize::from(*byte < 0x20 && STRANGE >> byte & 1 == 1))
        .sum();
    let is_utf8 = match std::str::from_utf8(sample) {
        Ok(_) => true,
        Err(error) => sample.len() - error.valid_up_to() < 4,
    };
    let mostly_printable = n_controls * CONTROLS_ONE_IN <= sample.len() || head.is_named(&[".txt"]);
    if is_utf8 {
        return mostly_printable && n_zeros * CONTROLS_ONE_IN <= sample.len();
    }
    // Compressed or binary data holds all bytes alike, text of eight bits hardly any control bytes.
    let n_high = sample.iter().filter(|byte| **byte >= 0x80).count();
    n_zeros * 64 <= sample.len()
        && n_controls * 32 <= sample.len()
        && (n_high * 10 <= sample.len() * 9)
}
