//! Web archives: WARC of any version and its forerunner ARC, record by record, broken records passed over.

use super::{Format, html, text::is_story_text};
use crate::corpus::{
    draft::{Content, Draft},
    input::{declared_encoding, into_text},
    out::{Flow, Out},
    prose::Wrap,
    records::{Counted, MAX_RECORD_BYTES},
};
use std::io::{self, BufRead, Read};

/// WARC files.
pub const WARC: Format = Format {
    name: "warc",
    looks: |head| head.start().starts_with("WARC/"),
    read: |input, out| {
        let mut stream = Counted::new(input.stream());
        finish(warc(&mut stream, out), out)
    },
};

/// ARC files.
pub const ARC: Format = Format {
    name: "arc",
    looks: |head| head.start().starts_with("filedesc://"),
    read: |input, out| {
        let mut stream = Counted::new(input.stream());
        finish(arc(&mut stream, out), out)
    },
};

/// The longest header line that is read, in bytes.
const MAX_LINE_BYTES: usize = 64 << 10;
/// How many header lines a record may have.
const MAX_LINES: usize = 512;

fn finish(read: io::Result<Flow>, out: &mut Out<'_>) -> Flow {
    match read {
        Ok(Flow::Continue(())) if out.n_articles() == 0 && !out.has_waiting() => {
            out.problem(None, "a web archive without pages that can be read")
        }
        Ok(flow) => flow,
        Err(error) => {
            out.failed(&error);
            Flow::Continue(())
        }
    }
}

/// What one record holds.
struct Captured {
    offset: u64,
    url: Option<String>,
    content_type: String,
    block: Vec<u8>,
    /// Whether the block is an answer of a web server; where nothing tells, its first bytes do.
    is_http: Option<bool>,
}

fn warc(stream: &mut Counted<impl BufRead>, out: &mut Out<'_>) -> io::Result<Flow> {
    let mut line = Vec::new();
    loop {
        // What is no beginning of a record is passed over: empty lines, and all that a wrong length left behind.
        let offset = stream.position();
        line.clear();
        if !stream.line(&mut line, MAX_LINE_BYTES)? {
            return Ok(Flow::Continue(()));
        }
        if !line.starts_with(b"WARC/") {
            continue;
        }
        let headers = headers(stream)?;
        let header = |name: &str| {
            headers
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.as_str())
        };
        let len = header("Content-Length").and_then(|len| len.parse().ok());
        let kind = header("WARC-Type").unwrap_or_default();
        let content_type = header("Content-Type").unwrap_or_default().to_lowercase();
        let is_http = content_type.starts_with("application/http");
        let is_wanted = match kind {
            "response" => is_http,
            "resource" | "conversion" => is_readable(&content_type),
            _ => false,
        };
        let record = Captured {
            offset,
            url: header("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned()),
            content_type,
            is_http: Some(is_http),
            block: Vec::new(),
        };
        if take(stream, len, is_wanted.then_some(record), offset, out)?.is_break() {
            return Ok(Flow::Break(()));
        }
    }
}

fn arc(stream: &mut Counted<impl BufRead>, out: &mut Out<'_>) -> io::Result<Flow> {
    let mut line = Vec::new();
    loop {
        let offset = stream.position();
        line.clear();
        if !stream.line(&mut line, MAX_LINE_BYTES)? {
            return Ok(Flow::Continue(()));
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        // Address, IP address, date, type and length; the address may have blanks in it.
        let mut words = text.rsplitn(5, ' ');
        let len = words.next().unwrap_or_default();
        let kind = words.next().unwrap_or_default();
        let date = words.next().unwrap_or_default();
        let is_header = (12..=18).contains(&date.len())
            && date.bytes().all(|byte| byte.is_ascii_digit())
            && text.contains("://");
        if !is_header {
            continue;
        }
        let len = len.parse().ok();
        let _ip = words.next();
        let url = words.next().unwrap_or_default().to_owned();
        let kind = kind.to_lowercase();
        let is_wanted = !url.starts_with("filedesc://") && is_readable(&kind);
        let record = Captured {
            offset,
            url: Some(url),
            content_type: kind,
            is_http: None,
            block: Vec::new(),
        };
        if take(stream, len, is_wanted.then_some(record), offset, out)?.is_break() {
            return Ok(Flow::Break(()));
        }
    }
}

/// Reads the content of a record of `len` bytes, or passes over it where nobody wants it.
fn take(
    stream: &mut Counted<impl BufRead>,
    len: Option<u64>,
    wanted: Option<Captured>,
    offset: u64,
    out: &mut Out<'_>,
) -> io::Result<Flow> {
    let Some(len) = len else {
        let place = Some(format!("byte {offset}"));
        return Ok(out.problem(place, "a record whose length is not told"));
    };
    let Some(mut captured) = wanted else {
        stream.skip(len)?;
        return Ok(Flow::Continue(()));
    };
    if len > MAX_RECORD_BYTES as u64 {
        let flow = out.too_big(offset);
        if flow.is_continue() {
            stream.skip(len)?;
        }
        return Ok(flow);
    }
    stream.take(len as usize, &mut captured.block)?;
    Ok(capture(captured, out))
}

fn headers(stream: &mut Counted<impl BufRead>) -> io::Result<Vec<(String, String)>> {
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut line = Vec::new();
    for _ in 0..MAX_LINES {
        line.clear();
        if !stream.line(&mut line, MAX_LINE_BYTES)? {
            break;
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        if text.is_empty() {
            break;
        }
        header_line(text, &mut headers);
    }
    Ok(headers)
}

fn header_line(text: &str, headers: &mut Vec<(String, String)>) {
    if text.starts_with([' ', '\t']) {
        if let Some((_, value)) = headers.last_mut() {
            value.push(' ');
            value.push_str(text.trim());
        }
    } else if let Some((name, value)) = text.split_once(':') {
        headers.push((name.trim().to_owned(), value.trim().to_owned()));
    }
}

fn is_readable(content_type: &str) -> bool {
    ["text/html", "application/xhtml", "text/plain"]
        .iter()
        .any(|kind| content_type.starts_with(kind))
}

/// Reads one captured page or text.
fn capture(captured: Captured, out: &mut Out<'_>) -> Flow {
    let mut content_type = captured.content_type;
    let mut body = captured.block;
    let is_http = captured.is_http;
    if is_http.unwrap_or_else(|| body.starts_with(b"HTTP/")) {
        let Some(message) = http(&body) else {
            return Flow::Continue(());
        };
        if message.status != 200 {
            return Flow::Continue(());
        }
        content_type = message
            .header("content-type")
            .unwrap_or_default()
            .to_lowercase();
        if !content_type.is_empty() && !is_readable(&content_type) {
            return Flow::Continue(());
        }
        body = message.body();
    }
    let charset = content_type
        .split_once("charset=")
        .map(|(_, rest)| rest.trim_matches(['"', '\'', ' ', ';']).to_owned());
    let declared = charset.or_else(|| declared_encoding(&body));
    let text = into_text(body, declared.as_deref());
    if content_type.starts_with("text/plain") {
        if !is_story_text(&text) {
            return Flow::Continue(());
        }
        return out.article(Draft {
            url: captured.url,
            content: Content::Text(text, Wrap::Unknown),
            offset: captured.offset,
            ..Draft::default()
        });
    }
    match html::page_draft(&text, captured.url.as_deref(), out.order(None)) {
        Some(mut draft) => {
            draft.offset = captured.offset;
            out.article(draft)
        }
        None => {
            let place = captured
                .url
                .unwrap_or_else(|| format!("byte {}", captured.offset));
            out.problem(Some(place), "a web page without a story")
        }
    }
}

/// An answer of a web server.
struct Message<'b> {
    status: u16,
    headers: Vec<(String, String)>,
    rest: &'b [u8],
}

fn http(block: &[u8]) -> Option<Message<'_>> {
    let mut headers = Vec::new();
    let mut at = 0;
    let mut status = None;
    for line in block.split_inclusive(|byte| *byte == b'\n').take(MAX_LINES) {
        at += line.len();
        let text = String::from_utf8_lossy(line);
        let text = text.trim_end();
        if status.is_none() {
            status = Some(text.split_whitespace().nth(1)?.parse().ok()?);
        } else if text.is_empty() {
            break;
        } else {
            header_line(text, &mut headers);
        }
    }
    Some(Message {
        status: status?,
        headers,
        rest: &block[at..],
    })
}

impl Message<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Returns the body without the codings of the way; a coding that does not fit is left alone.
    fn body(&self) -> Vec<u8> {
        let is_chunked = self
            .header("transfer-encoding")
            .is_some_and(|coding| coding.to_lowercase().contains("chunked"));
        let body = if is_chunked {
            dechunked(self.rest).unwrap_or_else(|| self.rest.to_vec())
        } else {
            self.rest.to_vec()
        };
        let coding = self
            .header("content-encoding")
            .unwrap_or_default()
            .to_lowercase();
        let limit = MAX_RECORD_BYTES as u64;
        let mut plain = Vec::new();
        let read = match coding.as_str() {
            "gzip" | "x-gzip" if body.starts_with(&[0x1F, 0x8B]) => {
                flate2::read::MultiGzDecoder::new(body.as_slice())
                    .take(limit)
                    .read_to_end(&mut plain)
            }
            "deflate" => flate2::read::ZlibDecoder::new(body.as_slice())
                .take(limit)
                .read_to_end(&mut plain),
            "zstd" => zstd::stream::read::Decoder::new(body.as_slice())
                .and_then(|decoder| decoder.take(limit).read_to_end(&mut plain)),
            _ => return body,
        };
        if read.is_err() && plain.is_empty() {
            return body;
        }
        plain
    }
}

/// Joins the chunks of a body; returns `None` where it is not in chunks after all.
fn dechunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let size = std::str::from_utf8(&rest[..end]).ok()?;
        let size = size.split(';').next().unwrap_or_default().trim();
        let Ok(len) = usize::from_str_radix(size, 16) else {
            return (!joined.is_empty()).then_some(joined);
        };
        rest = &rest[end + 1..];
        if len == 0 {
            return Some(joined);
        }
        let taken = len.min(rest.len());
        joined.extend_from_slice(&rest[..taken]);
        rest = &rest[taken..];
        if rest.is_empty() {
            return Some(joined);
        }
        let line_end = rest
            .iter()
            .take(2)
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        rest = &rest[line_end..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined() {
        let check = |body: &str, expected: Option<&str>| {
            let joined =
                dechunked(body.as_bytes()).map(|joined| String::from_utf8(joined).unwrap());
            assert_eq!(joined.as_deref(), expected, "{body}");
        };
        check("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", Some("abcde"));
        check("ff\r\ncut", Some("cut"));
        check("<html>\n", None);
        check("", None);
    }
}
