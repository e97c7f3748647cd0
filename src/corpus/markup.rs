//! Which tags stand in this text? A lenient tokenizer for XML, HTML and SGML: never fails, runs in linear time.

use std::{borrow::Cow, ops::Range};

/// A piece of marked-up text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'s> {
    /// Characters, with their references not yet decoded.
    Text(&'s str),
    /// Characters in which nothing is decoded.
    Literal(&'s str),
    /// A start tag.
    Open(Tag<'s>),
    /// An end tag: the name.
    Close(&'s str),
}

/// A start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'s> {
    /// The name as written, with its prefix.
    pub name: &'s str,
    /// Everything between the name and the end of the tag.
    pub attributes: &'s str,
    /// Whether the tag ends its element at once (`<br/>`).
    pub is_closed: bool,
}

impl<'s> Tag<'s> {
    /// Returns the name without its prefix.
    pub fn local(&self) -> &'s str {
        local(self.name)
    }

    /// Tells whether the name without its prefix is this one, upper and lower case alike.
    pub fn is(&self, name: &str) -> bool {
        is_called(self.name, name)
    }

    /// Returns the decoded value of an attribute, found by its whole name or by the name without prefix.
    pub fn attribute(&self, name: &str) -> Option<Cow<'s, str>> {
        attributes(self.attributes)
            .find(|(key, _)| is_called(key, name))
            .map(|(_, value)| unescape(value))
    }
}

/// Returns a name without its prefix.
pub fn local(name: &str) -> &str {
    let start = name.bytes().rposition(|b| b == b':').map_or(0, |at| at + 1);
    &name[start..]
}

/// Tells whether a name is `wanted`, with or without a prefix, upper and lower case alike.
fn is_called(name: &str, wanted: &str) -> bool {
    let (name, wanted) = (name.as_bytes(), wanted.as_bytes());
    let Some(prefix_len) = name.len().checked_sub(wanted.len()) else {
        return false;
    };
    name[prefix_len..].eq_ignore_ascii_case(wanted)
        && (prefix_len == 0 || name[prefix_len - 1] == b':')
}

/// Walks over the tokens of a text, each with its place. Comments, declarations and processing instructions are left
/// out; the content of `script` and `style` is one literal.
pub struct Tokens<'s> {
    source: &'s str,
    at: usize,
    /// The element whose content is not markup.
    raw: Option<&'static str>,
    /// Terminators that are known not to come any more, so that nothing is looked for twice.
    gone: Gone,
}

#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a delimiter of its own"
)]
struct Gone {
    comment: bool,
    cdata: bool,
    subset: bool,
    double_quote: bool,
    single_quote: bool,
}

impl<'s> Tokens<'s> {
    /// Begins at the front of `source`.
    pub fn new(source: &'s str) -> Self {
        Self {
            source,
            at: 0,
            raw: None,
            gone: Gone::default(),
        }
    }

    /// Finds the end of the tag that begins at `self.at`: the offset of its `>`.
    fn tag_end(&mut self, from: usize) -> Option<usize> {
        let bytes = self.source.as_bytes();
        let mut at = from;
        loop {
            let next = at + memchr::memchr3(b'>', b'"', b'\'', &bytes[at..])?;
            let quote = bytes[next];
            if quote == b'>' {
                return Some(next);
            }
            // A quotation mark opens a value only after an equals sign.
            let opens = bytes[from..next]
                .iter()
                .rev()
                .find(|byte| !byte.is_ascii_whitespace())
                == Some(&b'=');
            let gone = if quote == b'"' {
                &mut self.gone.double_quote
            } else {
                &mut self.gone.single_quote
            };
            at = next + 1;
            if opens && !*gone {
                match memchr::memchr(quote, &bytes[at..]) {
                    Some(end) => at += end + 1,
                    None => *gone = true,
                }
            }
        }
    }

    fn position_of(&self, from: usize, needle: &str) -> Option<usize> {
        memchr::memmem::find(&self.source.as_bytes()[from..], needle.as_bytes()).map(|at| from + at)
    }

    /// Passes over a comment, declaration or instruction; returns a literal if it is one.
    fn declaration(&mut self) -> Option<(&'s str, Range<usize>)> {
        let start = self.at;
        let rest = &self.source[start..];
        if rest.starts_with("<![CDATA[") {
            let from = start + 9;
            let end = if self.gone.cdata {
                None
            } else {
                self.position_of(from, "]]>")
            };
            self.gone.cdata |= end.is_none();
            let (end, next) =
                end.map_or((self.source.len(), self.source.len()), |end| (end, end + 3));
            self.at = next;
            return Some((&self.source[from..end], start..next));
        }
        if rest.starts_with("<!--") {
            let end = if self.gone.comment {
                None
            } else {
                self.position_of(start + 4, "-->")
            };
            if let Some(end) = end {
                self.at = end + 3;
                return None;
            }
            self.gone.comment = true;
        }
        let mut end = self.position_of(start, ">");
        if let Some(first) = end
            && rest.as_bytes().get(1) == Some(&b'!')
            && rest[..first - start].contains('[')
            && !rest.starts_with("<![")
        {
            // A document type with declarations inside.
            let subset_end = if self.gone.subset {
                None
            } else {
                self.position_of(start, "]>").map(|at| at + 1)
            };
            self.gone.subset |= subset_end.is_none();
            end = subset_end.or(end);
        }
        self.at = end.map_or(self.source.len(), |end| end + 1);
        None
    }

    fn raw_text(&mut self, name: &str) -> Option<(Token<'s>, Range<usize>)> {
        let start = self.at;
        let bytes = self.source.as_bytes();
        let end = memchr::memchr_iter(b'<', &bytes[start..])
            .map(|at| start + at)
            .find(|at| {
                let rest = &bytes[at + 1..];
                rest.first() == Some(&b'/')
                    && rest
                        .get(1..=name.len())
                        .is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
            })
            .unwrap_or(bytes.len());
        self.at = end;
        (end > start).then(|| (Token::Literal(&self.source[start..end]), start..end))
    }
}

/// Elements whose content is not markup.
const RAW: [&str; 2] = ["script", "style"];

impl<'s> Iterator for Tokens<'s> {
    type Item = (Token<'s>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(name) = self.raw.take()
            && let Some(token) = self.raw_text(name)
        {
            return Some(token);
        }
        let bytes = self.source.as_bytes();
        let text_start = self.at;
        while self.at < bytes.len() {
            let Some(lt) = memchr::memchr(b'<', &bytes[self.at..]).map(|at| self.at + at) else {
                break;
            };
            let after = bytes.get(lt + 1).copied().unwrap_or(b' ');
            let is_tag = after.is_ascii_alphabetic() || after == b'_';
            let is_close = after == b'/'
                && bytes
                    .get(lt + 2)
                    .is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
            let is_declaration = after == b'!' || after == b'?';
            if !(is_tag || is_close || is_declaration) {
                // A bare angle bracket is a character like others.
                self.at = lt + 1;
                continue;
            }
            if lt > text_start {
                self.at = lt;
                return Some((Token::Text(&self.source[text_start..lt]), text_start..lt));
            }
            if is_declaration {
                self.at = lt;
                if let Some((literal, span)) = self.declaration() {
                    return Some((Token::Literal(literal), span));
                }
                return self.next_after_declaration();
            }
            let from = lt + 1 + usize::from(is_close);
            let Some(end) = self.tag_end(from) else {
                self.at = lt + 1;
                break;
            };
            self.at = end + 1;
            let inside = &self.source[from..end];
            let name_end = inside
                .find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '<')
                .unwrap_or(inside.len());
            let name = &inside[..name_end];
            if is_close {
                return Some((Token::Close(name), lt..end + 1));
            }
            let is_closed = inside.ends_with('/');
            let attributes = inside[name_end..].trim_end_matches('/');
            self.raw = RAW
                .into_iter()
                .find(|raw| !is_closed && name.eq_ignore_ascii_case(raw));
            let tag = Tag {
                name,
                attributes,
                is_closed,
            };
            return Some((Token::Open(tag), lt..end + 1));
        }
        self.at = bytes.len();
        (text_start < bytes.len()).then(|| {
            (
                Token::Text(&self.source[text_start..]),
                text_start..bytes.len(),
            )
        })
    }
}

impl<'s> Tokens<'s> {
    /// Goes on after something that is left out, without growing the call stack for each.
    fn next_after_declaration(&mut self) -> Option<(Token<'s>, Range<usize>)> {
        loop {
            let rest = &self.source[self.at..];
            if rest.starts_with("<!") || rest.starts_with("<?") {
                if let Some((literal, span)) = self.declaration() {
                    return Some((Token::Literal(literal), span));
                }
            } else if rest.is_empty() {
                return None;
            } else {
                break;
            }
        }
        // The text up to the next tag or declaration ends there, so this returns at once.
        let bytes = self.source.as_bytes();
        if bytes[self.at] == b'<' {
            return self.next();
        }
        let start = self.at;
        let end = memchr::memchr(b'<', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        self.at = end;
        Some((Token::Text(&self.source[start..end]), start..end))
    }
}

/// Walks over the attributes of a tag: names and values, the values not yet decoded.
pub fn attributes(raw: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/' || c == ',');
        if rest.is_empty() {
            return None;
        }
        let name_end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_ascii_whitespace() || *c == '=')
            .map_or(rest.len(), |(at, _)| at);
        let name = &rest[..name_end];
        let after = rest[name_end..].trim_start();
        let Some(value) = after.strip_prefix('=') else {
            rest = &rest[name_end..];
            return Some((name, ""));
        };
        let value = value.trim_start();
        if let Some(quote @ ('"' | '\'')) = value.chars().next()
            && let Some(end) = value[1..].find(quote)
        {
            rest = &value[end + 2..];
            return Some((name, &value[1..=end]));
        }
        let end = value
            .find(|c: char| c.is_ascii_whitespace())
            .unwrap_or(value.len());
        rest = &value[end..];
        Some((name, &value[..end]))
    })
}

/// Longest name of a character reference that is looked up.
const MAX_REFERENCE_BYTES: usize = 40;

/// Decodes character references: `&amp;`, `&eacute;`, `&#8217;`, `&#x2019;`; what is none stays as it is.
pub fn unescape(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else {
        return Cow::Borrowed(text);
    };
    let mut decoded = String::with_capacity(text.len());
    decoded.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let (replacement, used) = reference(rest).unwrap_or((Cow::Borrowed("&"), 1));
        decoded.push_str(&replacement);
        rest = &rest[used..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Decodes the reference at the front of `text`, which begins with `&`; returns it and how many bytes it takes.
fn reference(text: &str) -> Option<(Cow<'static, str>, usize)> {
    let bytes = text.as_bytes();
    if bytes.get(1) == Some(&b'#') {
        let is_hex = matches!(bytes.get(2), Some(b'x' | b'X'));
        let from = if is_hex { 3 } else { 2 };
        let len = bytes[from..]
            .iter()
            .take(10)
            .take_while(|byte| {
                if is_hex {
                    byte.is_ascii_hexdigit()
                } else {
                    byte.is_ascii_digit()
                }
            })
            .count();
        let number =
            u32::from_str_radix(&text[from..from + len], if is_hex { 16 } else { 10 }).ok()?;
        let used = from + len + usize::from(bytes.get(from + len) == Some(&b';'));
        return Some((Cow::Owned(numbered(number).to_string()), used));
    }
    let window = &bytes[..bytes.len().min(MAX_REFERENCE_BYTES)];
    let end = memchr::memchr(b';', window)?;
    let name = &text[..=end];
    let decoded = html_escape::decode_html_entities(name);
    (decoded != name).then(|| (Cow::Owned(decoded.into_owned()), end + 1))
}

/// Returns the character a numeric reference means: browsers read 128 to 159 as windows-1252.
fn numbered(number: u32) -> char {
    if (0x80..0xA0).contains(&number) {
        let byte = [number as u8];
        let (text, _, _) = encoding_rs::WINDOWS_1252.decode(&byte);
        return text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    char::from_u32(number)
        .filter(|c| *c != '\0')
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(source: &str) -> String {
        let mut shown = String::new();
        for (token, span) in Tokens::new(source) {
            assert!(span.end <= source.len());
            shown.push_str(&match token {
                Token::Text(text) => format!("'{text}'"),
                Token::Literal(text) => format!("={text}="),
                Token::Open(tag) => {
                    format!(
                        "<{}|{}{}>",
                        tag.name,
                        tag.attributes.trim(),
                        if tag.is_closed { "/" } else { "" }
                    )
                }
                Token::Close(name) => format!("</{name}>"),
            });
        }
        shown
    }

    #[test]
    fn markup_is_cut_into_tokens() {
        let check = |source: &str, expected: &str| assert_eq!(tokens(source), expected, "{source}");
        check("<p class='a'>x &amp; y</p>", "<p|class='a'>'x &amp; y'</p>");
        check("<br/>a<br />", "<br|/>'a'<br|/>");
        check("1 < 2 <b>x", "'1 < 2 '<b|>'x'");
        check("<a title=\"a > b\">", "<a|title=\"a > b\">");
        check("<a title=\"never closed>x", "<a|title=\"never closed>'x'");
        check("a<!-- <b> -->c<!doctype x>d", "'a''c''d'");
        check("<!DOCTYPE a [<!ENTITY b 'c'>]>x", "'x'");
        check("<![CDATA[<b>]]>x<![CDATA[cut", "=<b>='x'=cut=");
        check("<script>a<b></script>c", "<script|>=a<b>=</script>'c'");
        check("<script>cut <b>", "<script|>=cut <b>=");
        check("<?xml version='1.0'?><a:b/>", "<a:b|/>");
        check("<", "'<'");
        check("</", "'</'");
        check("<a", "'<a'");
        check("", "");
    }

    #[test]
    fn many_declarations_need_no_stack() {
        assert_eq!(tokens(&"<!-- x -->".repeat(200_000)), "");
    }

    #[test]
    fn attributes_are_read_in_any_spelling() {
        let check = |raw: &str, expected: &[(&str, &str)]| {
            assert_eq!(attributes(raw).collect::<Vec<_>>(), expected, "{raw}");
        };
        check(
            " a='1' b=\"2\" c=3 d",
            &[("a", "1"), ("b", "2"), ("c", "3"), ("d", "")],
        );
        check(" a = 'x y'", &[("a", "x y")]);
        check(" a='cut", &[("a", "'cut")]);
        check(" = é", &[("=", ""), ("é", "")]);
        check("", &[]);
    }

    #[test]
    fn references_are_decoded() {
        let check = |raw: &str, expected: &str| assert_eq!(unescape(raw), expected, "{raw}");
        check("a &amp; b", "a & b");
        check("&lt;p&gt;&eacute;&hellip;", "<p>é…");
        check("&#8217;&#x2019;&#8217", "’’’");
        check("&#150;", "–");
        check(
            "&#0;&#xFFFFFFFF;",
            "\u{FFFD}&#xFFFFFFFF;"
                .replace("&#xFFFFFFFF;", "\u{FFFD}")
                .as_str(),
        );
        check("AT&T &unknown; &", "AT&T &unknown; &");
    }
}
