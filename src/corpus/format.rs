//! How are articles stored? One file for each format, one line in a list; recognised by what they hold.

mod csv;
mod docx;
mod epub;
mod feed;
mod html;
mod json;
mod json_feed;
mod lexis;
mod mail;
mod markdown;
mod newsml;
mod nexis_html;
mod ninjs;
mod nitf;
mod opml;
mod pdf;
pub mod plain;
mod sgml;
mod sql;
pub(super) mod sqlite;
mod story;
mod table;
mod text;
mod usenet;
mod warc;
mod wikitext;
mod wire;
mod xml;

use super::{
    container::Seekable,
    input::{Head, Input},
    markup::{Token, Tokens},
    out::{Flow, Out},
};
use zip::ZipArchive;

/// One way in which articles are stored in a stream.
pub struct Format {
    /// Its name, as `Origin::format` tells it.
    pub name: &'static str,
    /// Does the beginning of a file look like this?
    pub looks: fn(&Head) -> bool,
    /// Which articles are in it?
    pub read: fn(&mut Input<'_>, &mut Out<'_>) -> Flow,
}

/// One way in which articles are stored in a zip archive.
pub struct Package {
    /// Its name, as `Origin::format` tells it.
    pub name: &'static str,
    /// The part that every such archive has.
    pub part: &'static str,
    /// Which articles are in it?
    pub read: fn(&mut ZipArchive<Seekable>, &mut Out<'_>) -> Flow,
}

/// All formats; the first that recognises a file reads it.
pub const FORMATS: &[Format] = &[
    pdf::PDF,
    warc::WARC,
    warc::ARC,
    wire::IPTC_7901,
    wire::ANPA_1312,
    wire::TELEX,
    sql::SQL,
    json::JSON_LINES,
    json::JSON,
    newsml::NEWSML_G2,
    newsml::NEWSML_1,
    nitf::NITF,
    wikitext::MEDIAWIKI,
    opml::OPML,
    sgml::REUTERS,
    sgml::TREC,
    feed::FEED,
    xml::XML,
    html::HTML,
    usenet::RNEWS,
    usenet::A_NEWS,
    mail::MBOX,
    mail::MAIL,
    lexis::LEXIS,
    story::STORY,
    markdown::MARKDOWN,
    wikitext::WIKITEXT,
    csv::CSV,
    text::TEXT,
];

/// All formats that are zip archives.
pub const PACKAGES: &[Package] = &[docx::DOCX, epub::EPUB];

/// Returns the names of the first elements of a document.
pub(super) fn xml_roots(text: &str) -> impl Iterator<Item = &str> {
    Tokens::new(text)
        .filter_map(|(token, _)| match token {
            Token::Open(tag) => Some(tag.name),
            _ => None,
        })
        .take(1)
}

/// Says what a file looks like that is none of the formats.
pub(super) fn unknown(head: &Head) -> String {
    if let Some(kind) = magic_of(&head.bytes) {
        return format!("{kind}; not a format with articles");
    }
    let start = head.start();
    if start.starts_with('<')
        && let Some(root) = xml_roots(start).next()
    {
        return format!(
            "an XML file of '{root}' elements; not a format with articles that is known"
        );
    }
    if head.bytes.iter().all(|byte| *byte == 0) {
        return "nothing but zero bytes".to_owned();
    }
    "not text and no format that is known".to_owned()
}

/// What files begin with that hold no articles.
const MAGICS: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file (sound, film or WebP picture)"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"OggS", "an Ogg sound file"),
    (b"ID3", "an MP3 sound file"),
    (b"fLaC", "a FLAC sound file"),
    (b"\0\0\0\x18ftyp", "an MP4 film"),
    (b"\0\0\0\x20ftyp", "an MP4 film"),
    (b"\x1A\x45\xDF\xA3", "a Matroska film"),
    (b"\x7FELF", "a program"),
    (b"MZ", "a Windows program"),
    (b"\xCA\xFE\xBA\xBE", "a Java class or program"),
    (b"PAR1", "a Parquet table"),
    (b"ARROW1", "an Arrow table"),
    (b"Obj\x01", "an Avro file"),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "an old Microsoft Office document; save it as DOCX",
    ),
    (
        b"{\\rtf",
        "a Rich Text document; save it as DOCX or plain text",
    ),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\x04\x22\x4D\x18", "an LZ4 file; unpack it first"),
    (b"%!PS", "a PostScript document"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\0\x01\0\0\0", "a font"),
    (b"!BDN", "an Outlook mail folder; export it as mbox"),
];

/// Recognises a file by its first bytes.
pub(super) fn magic_of(bytes: &[u8]) -> Option<&'static str> {
    MAGICS
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        // Text may begin with these two letters.
        .filter(|(magic, _)| *magic != b"MZ" || bytes.iter().take(256).any(|byte| *byte == 0))
        .map(|(_, kind)| *kind)
}
