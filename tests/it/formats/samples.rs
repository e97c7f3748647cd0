//! One story in every format.

use std::{fmt::Write as _, io::Write as _};

/// The story that stands in every sample.
pub(super) const STORY: [&str; 3] = [
    "The harbour council of Port Ellery voted on Tuesday to rebuild the sea wall that a storm broke in March, after three hours of debate.",
    "\"We cannot wait for another winter,\" said Ines Okafor, who leads the council. \"The money is there.\"",
    "Two members voted against the plan and asked for a study of what it will cost the fishing fleet.",
];
pub(super) const TITLE: &str = "Council votes to rebuild sea wall";

/// What should be found in a sample.
pub(super) struct Sample {
    pub(super) name: &'static str,
    pub(super) format: &'static str,
    pub(super) bytes: Vec<u8>,
    /// Title, date, source, byline, place, address; empty where the sample does not say.
    pub(super) fields: [&'static str; 6],
}

fn sample(
    name: &'static str,
    format: &'static str,
    text: impl Into<Vec<u8>>,
    fields: [&'static str; 6],
) -> Sample {
    Sample {
        name,
        format,
        bytes: text.into(),
        fields,
    }
}

fn paragraphs(tag: &str) -> String {
    STORY.iter().fold(String::new(), |mut text, paragraph| {
        let paragraph = paragraph.replace('"', "&quot;");
        let _ = writeln!(text, "<{tag}>{paragraph}</{tag}>");
        text
    })
}

/// The story wrapped to 60 columns with an indent, as on a wire.
fn wrapped(indent: &str, line_end: &str) -> String {
    let mut text = String::new();
    for paragraph in STORY {
        let mut line = indent.to_owned();
        for word in paragraph.split(' ') {
            if line.len() + word.len() > 60 {
                text.push_str(line.trim_end());
                text.push_str(line_end);
                line.clear();
            }
            line.push_str(word);
            line.push(' ');
        }
        text.push_str(line.trim_end());
        text.push_str(line_end);
        if indent.is_empty() {
            text.push_str(line_end);
        }
    }
    text
}

pub(super) fn samples() -> Vec<Sample> {
    let plain = STORY.join("\n\n");
    let json = serde_json::to_string(&plain).unwrap();
    let cell = plain.replace('"', "\"\"");
    let html = paragraphs("p");
    let html_json = serde_json::to_string(&html).unwrap();
    let escaped = html.replace('&', "&amp;").replace('<', "&lt;");
    let (date, url) = ("2019-01-04", "https://example.org/2019/sea-wall");
    let all = [TITLE, date, "Ellery Post", "Maria Alvarez", "", url];
    let placed = [
        TITLE,
        date,
        "Ellery Post",
        "Maria Alvarez",
        "PORT ELLERY",
        url,
    ];
    let page = format!(
        "<!DOCTYPE html><html lang=en><head><title>{TITLE} | Ellery Post</title><link rel=canonical href={url}>\
         <meta property=\"article:published_time\" content=\"{date}\"><meta name=author content=\"Maria Alvarez\">\
         <meta property=og:site_name content=\"Ellery Post\"></head><body><nav><a href=/>Home</a></nav>\
         <article><h1>{TITLE}</h1>{html}</article><footer>Terms of use</footer></body></html>"
    );
    let linked = format!(
        "<html><head><title>x</title><script type=\"application/ld+json\">{{\"@graph\":[{{\"@type\":\"NewsArticle\",\
         \"headline\":\"{TITLE}\",\"datePublished\":\"{date}\",\"author\":[{{\"name\":\"Maria Alvarez\"}}],\
         \"publisher\":{{\"name\":\"Ellery Post\"}},\"url\":\"{url}\"}}]}}</script></head><body><div>{html}</div></body></html>"
    );
    let mail_head = format!(
        "From: Maria Alvarez <maria@example.org>\r\nSubject: {TITLE}\r\nDate: Fri, 04 Jan 2019 10:00:00 +0000\r\n\
         List-Id: Ellery Post <post.example.org>\r\nArchived-At: <{url}>\r\n"
    );
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let quoted = plain.replace('\'', "''");
    vec![
        sample(
            "dump.sql",
            "sql",
            format!(
                "-- a dump\nCREATE TABLE story (headline text, author text, published text, source text, url text, body text);\n\
                 INSERT INTO story VALUES ('{TITLE}','Maria Alvarez','{date}','Ellery Post','{url}','{quoted}');\n"
            ),
            all,
        ),
        sample(
            "a.db",
            "sqlite",
            super::databases::sample(TITLE, date, url, &plain),
            all,
        ),
        sample(
            "a.json",
            "json",
            format!(
                "{{\"headline\":\"{TITLE}\",\"pubDate\":\"{date}\",\"publisher\":{{\"name\":\"Ellery Post\"}},\"authors\":[\"Maria Alvarez\"],\"link\":\"{url}\",\"fullText\":{json}}}"
            ),
            all,
        ),
        sample(
            "list.json",
            "json",
            format!(
                "{{\"status\":\"ok\",\"articles\":[{{\"title\":\"{TITLE}\",\"publishedAt\":\"{date}T10:00:00Z\",\"source\":{{\"id\":null,\"name\":\"Ellery Post\"}},\"author\":\"Maria Alvarez\",\"url\":\"{url}\",\"content\":{json}}}]}}"
            ),
            all,
        ),
        sample(
            "a.jsonl",
            "jsonl",
            format!(
                "{{\"title\":\"{TITLE}\",\"date\":1546560000000,\"source\":\"Ellery Post\",\"author\":\"By Maria Alvarez\",\"url\":\"{url}\",\"text\":{json}}}\n{{\"not\":\"an article\"}}\n"
            ),
            all,
        ),
        sample(
            "blocks.json",
            "json",
            format!(
                "{{\"contents\":[{{\"type\":\"title\",\"content\":\"{TITLE}\"}},{{\"type\":\"byline\",\"content\":\"Maria Alvarez\"}},{{\"type\":\"date\",\"content\":1546560000000}},{{\"type\":\"sanitized_html\",\"subtype\":\"paragraph\",\"content\":{html_json}}}],\"article_url\":\"{url}\",\"source\":\"Ellery Post\"}}"
            ),
            all,
        ),
        sample(
            "feed.json",
            "json-feed",
            format!(
                "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Ellery Post\",\"items\":[{{\"title\":\"{TITLE}\",\"date_published\":\"{date}T10:00:00Z\",\"authors\":[{{\"name\":\"Maria Alvarez\"}}],\"url\":\"{url}\",\"content_html\":{html_json}}}]}}"
            ),
            all,
        ),
        sample(
            "ninjs.json",
            "ninjs",
            format!(
                "{{\"uri\":\"{url}\",\"type\":\"text\",\"versioncreated\":\"{date}T10:00:00Z\",\"headline\":\"{TITLE}\",\"byline\":\"By Maria Alvarez\",\"located\":\"PORT ELLERY\",\"copyrightholder\":\"Ellery Post\",\"body_xhtml\":{html_json}}}"
            ),
            placed,
        ),
        sample(
            "a.csv",
            "csv",
            format!(
                "id,Title,Publication,Author,Date,URL,Content\r\n1,{TITLE},Ellery Post,Maria Alvarez,{date},{url},\"{cell}\"\r\n"
            ),
            all,
        ),
        sample(
            "b.csv",
            "csv",
            format!("Titel;Autor;Datum;Text\n{TITLE};Maria Alvarez;04.01.2019;\"{cell}\"\n")
                .replace('é', "\u{e9}"),
            [TITLE, date, "", "Maria Alvarez", "", ""],
        ),
        sample(
            "rss.xml",
            "feed",
            format!(
                "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:dc=\"x\"><channel><title>Ellery Post</title><item><title>{TITLE}</title><link>{url}</link><dc:creator>Maria Alvarez</dc:creator><pubDate>Fri, 04 Jan 2019 10:00:00 GMT</pubDate><description>Short &amp; broken <content:encoded><![CDATA[{html}]]></content:encoded></item></channel></rss>"
            ),
            all,
        ),
        sample(
            "atom.xml",
            "feed",
            format!(
                "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Ellery Post</title><entry><title type=\"html\">{TITLE}</title><link rel=\"alternate\" href=\"{url}\"/><author><name>Maria Alvarez</name></author><published>{date}T10:00:00Z</published><content type=\"html\">{escaped}</content></entry></feed>"
            ),
            all,
        ),
        sample("page.html", "html", page.clone(), all),
        sample("linked.html", "html", linked, all),
        sample(
            "a.md",
            "markdown",
            format!(
                "---\ntitle: \"{TITLE}\"\ndate: {date}\nauthor: Maria Alvarez\nsource: Ellery Post\nurl: {url}\n---\n\n{plain}\n"
            ),
            all,
        ),
        sample(
            "b.md",
            "markdown",
            format!("# {TITLE}\n\n{plain}\n"),
            [TITLE, "", "", "", "", ""],
        ),
        sample(
            "a.eml",
            "mail",
            format!("{mail_head}\r\n{plain}\r\n\r\n-- \r\nUnsubscribe: http://example.org\r\n"),
            all,
        ),
        sample(
            "a.mbox",
            "mbox",
            format!(
                "From maria@example.org Fri Jan  4 10:00:00 2019\n{}\n{plain}\n\n",
                mail_head.replace('\r', "")
            ),
            all,
        ),
        sample(
            "a.mht",
            "mail",
            format!(
                "From: <Saved by Blink>\r\nSnapshot-Content-Location: {url}\r\nSubject: {TITLE}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n--b--\r\n"
            ),
            all,
        ),
        sample(
            "reut.sgm",
            "reuters-sgml",
            format!(
                "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS NEWID=\"1\">\n<DATE> 4-JAN-2019 15:01:01.79</DATE>\n<TEXT>&#2;\n<TITLE>{TITLE}</TITLE>\n<AUTHOR>    By Maria Alvarez</AUTHOR>\n<DATELINE>    PORT ELLERY, Jan 4 - </DATELINE><BODY>{} Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n",
                wrapped("    ", "\n")
            ),
            [TITLE, date, "Reuters", "Maria Alvarez", "PORT ELLERY", ""],
        ),
        sample(
            "trec.txt",
            "trec-sgml",
            format!(
                "<DOC>\n<DOCNO> EP20190104.0001 </DOCNO>\n<HEADLINE>\n{TITLE}\n</HEADLINE>\n<BYLINE> By Maria Alvarez </BYLINE>\n<TEXT>\n{}</TEXT>\n</DOC>\n",
                paragraphs("P")
            ),
            [TITLE, date, "", "Maria Alvarez", "", ""],
        ),
        sample(
            "nitf.xml",
            "nitf",
            format!(
                "<?xml version=\"1.0\"?><nitf><head><docdata><date.issue norm=\"20190104T100000Z\"/></docdata><pubdata name=\"Ellery Post\" ex-ref=\"{url}\"/></head><body><body.head><hedline><hl1>{TITLE}</hl1></hedline><byline>By <person>Maria Alvarez</person></byline><dateline><location>PORT ELLERY</location></dateline></body.head><body.content>{html}</body.content></body></nitf>"
            ),
            placed,
        ),
        sample(
            "g2.xml",
            "newsml-g2",
            format!(
                "<?xml version=\"1.0\"?><newsMessage><itemSet><newsItem guid=\"{url}\"><itemMeta><provider literal=\"Ellery Post\"/><versionCreated>{date}T10:00:00Z</versionCreated></itemMeta><contentMeta><headline>{TITLE}</headline><by>Maria Alvarez</by><located><name>PORT ELLERY</name></located></contentMeta><contentSet><inlineXML><html><body>{html}</body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>"
            ),
            placed,
        ),
        sample(
            "newsml.xml",
            "newsml1",
            format!(
                "<?xml version=\"1.0\"?><NewsML><NewsItem><NewsManagement><FirstCreated>20190104T100000Z</FirstCreated></NewsManagement><NewsComponent><NewsLines><HeadLine>{TITLE}</HeadLine><ByLine>Maria Alvarez</ByLine><DateLine>PORT ELLERY, Jan 4</DateLine></NewsLines><AdministrativeMetadata><Provider><Party FormalName=\"Ellery Post\"/></Provider></AdministrativeMetadata><ContentItem><DataContent>{html}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
            ),
            [
                TITLE,
                date,
                "Ellery Post",
                "Maria Alvarez",
                "PORT ELLERY",
                "",
            ],
        ),
        sample(
            "iptc.txt",
            "iptc7901",
            format!(
                "\u{1}eca003 3 i 84  xna 0001\r\n\r\nWorld/\r\n\u{2}{TITLE}\r\nBy Maria Alvarez =\r\n\r\n   Port Ellery (xna) - {}\r\n\u{3}041000 GMT Jan 19\r\n\u{4}",
                wrapped("   ", "\r\n").trim_start()
            ),
            [TITLE, date, "", "Maria Alvarez", "Port Ellery", ""],
        ),
        sample(
            "anpa.txt",
            "anpa1312",
            format!(
                "\u{16}\u{16}\u{1}a0123\u{1f}abcde-\r\nu i \u{13}BC-Sea-Wall 01-04 0084\r\n\u{2}^{TITLE}<\r\n^By MARIA ALVAREZ=\r\n\u{9}PORT ELLERY (AP) _ {}\r\n\u{3}AP-WS-01-04-19 1000EST\u{4}",
                wrapped("\u{9}", "\r\n").trim_start()
            ),
            [
                TITLE,
                date,
                "Associated Press",
                "MARIA ALVAREZ",
                "PORT ELLERY",
                "",
            ],
        ),
        sample(
            "lexis.txt",
            "lexis",
            format!(
                "\n\n                               1 of 1 DOCUMENTS\n\n\n                                 Ellery Post\n\n                         January 4, 2019 Friday\n\n{TITLE}\n\nBYLINE: Maria Alvarez\n\nLENGTH: 84 words\n\nDATELINE: PORT ELLERY\n\n{}LOAD-DATE: January 5, 2019\n\nLANGUAGE: ENGLISH\n",
                wrapped("", "\n")
            ),
            [
                TITLE,
                date,
                "Ellery Post",
                "Maria Alvarez",
                "PORT ELLERY",
                "",
            ],
        ),
        sample(
            "a.story",
            "story",
            format!("{plain}\n\n@highlight\n\nSea wall to be rebuilt\n"),
            [""; 6],
        ),
        sample(
            "a.wiki",
            "wikitext",
            format!(
                "{{{{date|January 4, 2019}}}}\n{{{{byline|location=Port Ellery}}}}\n{}\n\n== Sources ==\n*{{{{source|url=http://a|title=b}}}}\n*{{{{source|url=http://c|title=d}}}}\n[[Category:World]]\n",
                plain.replace("Port Ellery", "[[Port Ellery]]")
            ),
            ["", date, "", "", "Port Ellery", ""],
        ),
        sample(
            "dump.xml",
            "mediawiki",
            format!(
                "<mediawiki xml:lang=\"en\"><siteinfo><sitename>Ellery Post</sitename><base>https://example.org/wiki/Main_Page</base></siteinfo><page><title>{TITLE}</title><ns>0</ns><revision><text>{{{{date|January 4, 2019}}}}\n{}</text></revision></page><page><title>Talk</title><ns>1</ns><revision><text>no</text></revision></page></mediawiki>",
                plain.replace('"', "&quot;")
            ),
            [
                TITLE,
                date,
                "Ellery Post",
                "",
                "",
                "https://example.org/wiki/Council_votes_to_rebuild_sea_wall",
            ],
        ),
        sample(
            "a.warc",
            "warc",
            format!(
                "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 5\r\n\r\nhello\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
                http.len()
            ),
            all,
        ),
        sample(
            "a.arc",
            "arc",
            format!(
                "filedesc://a.arc 127.0.0.1 20190104000000 text/plain 4\n1 0 \n\n{url} 127.0.0.1 20190104000000 text/html {}\n{http}\n",
                http.len()
            ),
            all,
        ),
        sample(
            "rows.xml",
            "xml",
            format!(
                "<?xml version=\"1.0\"?><rows><row><field name=\"title\">{TITLE}</field><field name=\"published\">{date}</field><field name=\"author\">Maria Alvarez</field><field name=\"publisher\">Ellery Post</field><field name=\"url\">{url}</field><field name=\"body\">{escaped}</field></row></rows>"
            ),
            all,
        ),
        sample(
            "nexis.html",
            "html",
            format!(
                "<html><body><div class=\"article enArticle\"><div id=\"hd\"><span class=\"enHeadline\">{TITLE}</span></div><div>By Maria Alvarez</div><div>84 words</div><div>4 January 2019</div><div>Ellery Post</div>{}</div></body></html>",
                html.replace("<p>", "<p class=\"articleParagraph enarticleParagraph\">")
            ),
            [TITLE, date, "Ellery Post", "Maria Alvarez", "", ""],
        ),
        sample(
            "a.docx",
            "docx",
            docx(),
            [TITLE, "", "", "Maria Alvarez", "", ""],
        ),
        sample(
            "a.epub",
            "epub",
            epub(&html),
            [TITLE, date, "Ellery Post", "Maria Alvarez", "", ""],
        ),
        sample("a.txt", "txt", plain.clone(), [""; 6]),
    ]
}

pub(super) fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn docx() -> Vec<u8> {
    let mut document = format!(
        "<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>{TITLE}</w:t></w:r></w:p>"
    );
    for paragraph in STORY {
        let (a, b) = paragraph.split_at(20);
        let _ = write!(
            document,
            "<w:p><w:r><w:t xml:space=\"preserve\">{a}</w:t></w:r><w:r><w:t>{b}</w:t></w:r></w:p>"
        );
    }
    zipped(&[
        ("word/document.xml", document + "</w:body></w:document>"),
        (
            "docProps/core.xml",
            "<cp:coreProperties><dc:creator>Maria Alvarez</dc:creator></cp:coreProperties>"
                .to_owned(),
        ),
    ])
}

fn epub(html: &str) -> Vec<u8> {
    zipped(&[
        ("META-INF/container.xml", "<container><rootfiles><rootfile full-path=\"OEBPS/content.opf\"/></rootfiles></container>".to_owned()),
        ("OEBPS/content.opf", "<package><metadata><dc:title>Ellery Post</dc:title><dc:creator>Maria Alvarez</dc:creator><dc:date>2019-01-04</dc:date></metadata><manifest><item id=\"c1\" href=\"text/one%201.xhtml\"/></manifest><spine><itemref idref=\"c1\"/></spine></package>".to_owned()),
        ("OEBPS/text/one 1.xhtml", format!("<html><body><h1>{TITLE}</h1>{html}</body></html>")),
    ])
}
