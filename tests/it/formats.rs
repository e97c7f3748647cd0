//! Every format gives its articles with what its publisher said of them, and no damage to a file does more than cost it.

use proptest::prelude::*;
use reading_room::corpus::{Article, FieldMap, Item, read_stream};
use reading_room::text::ParagraphKind;
use std::{
    fmt::Write as _,
    io::Write as _,
    ops::ControlFlow,
    path::Path,
    time::{Duration, Instant},
};

/// The story that stands in every sample.
const STORY: [&str; 3] = [
    "The harbour council of Port Ellery voted on Tuesday to rebuild the sea wall that a storm broke in March, after three hours of debate.",
    "\"We cannot wait for another winter,\" said Ines Okafor, who leads the council. \"The money is there.\"",
    "Two members voted against the plan and asked for a study of what it will cost the fishing fleet.",
];
const TITLE: &str = "Council votes to rebuild sea wall";

/// What should be found in a sample.
struct Sample {
    name: &'static str,
    format: &'static str,
    bytes: Vec<u8>,
    /// Title, date, source, byline, place, address; empty where the sample does not say.
    fields: [&'static str; 6],
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

fn samples() -> Vec<Sample> {
    let plain = STORY.join("\n\n");
    let json = serde_json::to_string(&plain).unwrap();
    let cell = plain.replace('"', "\"\"");
    let html = paragraphs("p");
    let html_json = serde_json::to_string(&html).unwrap();
    let escaped = html.replace('&', "&amp;").replace('<', "&lt;");
    let (date, url) = ("2019-01-04", "https://example.org/2019/sea-wall");
    let all = [TITLE, date, "Ellery Post", "Maria Alvarez", "", url];
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
    vec![
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
            [
                TITLE,
                date,
                "Ellery Post",
                "Maria Alvarez",
                "PORT ELLERY",
                url,
            ],
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
            [
                TITLE,
                date,
                "Ellery Post",
                "Maria Alvarez",
                "PORT ELLERY",
                url,
            ],
        ),
        sample(
            "g2.xml",
            "newsml-g2",
            format!(
                "<?xml version=\"1.0\"?><newsMessage><itemSet><newsItem guid=\"{url}\"><itemMeta><provider literal=\"Ellery Post\"/><versionCreated>{date}T10:00:00Z</versionCreated></itemMeta><contentMeta><headline>{TITLE}</headline><by>Maria Alvarez</by><located><name>PORT ELLERY</name></located></contentMeta><contentSet><inlineXML><html><body>{html}</body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>"
            ),
            [
                TITLE,
                date,
                "Ellery Post",
                "Maria Alvarez",
                "PORT ELLERY",
                url,
            ],
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

fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
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

fn read(name: &str, bytes: &[u8]) -> (Vec<Article>, Vec<String>) {
    let mut articles = Vec::new();
    let mut problems = Vec::new();
    let _ = read_stream(Path::new(name), bytes, &FieldMap::default(), &mut |item| {
        match item {
            Item::Article(article) => articles.push(*article),
            Item::Problem(problem) => problems.push(problem.to_string()),
        }
        ControlFlow::Continue(())
    });
    (articles, problems)
}

/// The reading text without what is set aside.
fn reading(article: &Article) -> String {
    article
        .body
        .paragraphs()
        .iter()
        .filter(|paragraph| paragraph.kind != ParagraphKind::Boilerplate)
        .map(|paragraph| article.body.slice(paragraph.span))
        .collect::<Vec<_>>()
        .join(" ")
        .replace(['“', '”'], "\"")
}

fn check(sample: &Sample) {
    let name = sample.name;
    let (articles, problems) = read(name, &sample.bytes);
    assert_eq!(articles.len(), 1, "{name}: {problems:?}");
    let article = &articles[0];
    assert_eq!(article.origin.format, sample.format, "{name}");
    let text = reading(article);
    for paragraph in STORY {
        assert!(
            text.contains(paragraph),
            "{name}: '{paragraph}' is not in\n{text}"
        );
    }
    let metadata = &article.metadata;
    let found = [
        Some(metadata.title.text.clone()).filter(|_| !metadata.title.derived),
        metadata
            .published
            .as_ref()
            .map(|published| published.at.date().to_string()),
        metadata.source.clone(),
        metadata.byline.clone(),
        metadata.place.clone(),
        metadata.url.clone(),
    ];
    for ((field, found), wanted) in ["title", "date", "source", "byline", "place", "url"]
        .iter()
        .zip(found)
        .zip(sample.fields)
    {
        if !wanted.is_empty() {
            assert_eq!(found.as_deref(), Some(wanted), "{name}: {field}");
        }
    }
    check_mapping(article, name);
}

/// Every letter of the reading text outside the edits stands in the source where the mapping says.
fn check_mapping(article: &Article, name: &str) {
    let edits = article.body.edits();
    let text = article.body.text();
    let mut at = 0;
    for edit in edits
        .iter()
        .map(|edit| edit.reading)
        .chain([reading_room::text::Span::empty(text.len())])
    {
        let start = edit.start as usize;
        if at < start {
            let span = reading_room::text::Span::new(at, start);
            let source = article.body.to_source(span);
            assert_eq!(source.of(&article.source), &text[at..start], "{name}");
        }
        at = edit.end as usize;
    }
}

#[test]
fn every_format_gives_its_article() {
    for sample in samples() {
        check(&sample);
    }
}

#[test]
fn containers_are_opened_however_they_lie_in_each_other() {
    let story = STORY.join("\n\n");
    let zip = zipped(&[
        ("2020/a.txt", story.clone()),
        ("__MACOSX/a.txt", "no".to_owned()),
    ]);
    let gz = |bytes: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    };
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(zip.len() as u64);
    header.set_cksum();
    tar.append_data(&mut header, "b.zip", zip.as_slice())
        .unwrap();
    let tar = tar.into_inner().unwrap();
    let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 1);
    xz.write_all(story.as_bytes()).unwrap();
    let mut bz = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bz.write_all(story.as_bytes()).unwrap();
    for (name, bytes, inner) in [
        ("a.txt.gz", gz(story.as_bytes()), None),
        (
            "two.gz",
            [gz(&story.as_bytes()[..100]), gz(&story.as_bytes()[100..])].concat(),
            None,
        ),
        ("a.xz", xz.finish().unwrap(), None),
        ("a.bz2", bz.finish().unwrap(), None),
        (
            "a.zst",
            zstd::encode_all(story.as_bytes(), 1).unwrap(),
            None,
        ),
        ("a.zip", zip.clone(), Some("2020/a.txt")),
        ("a.tar", tar.clone(), Some("b.zip/2020/a.txt")),
        ("a.tgz", gz(&tar), Some("b.zip/2020/a.txt")),
    ] {
        let (articles, problems) = read(name, &bytes);
        assert_eq!(articles.len(), 1, "{name}: {problems:?}");
        assert_eq!(articles[0].origin.inner.as_deref(), inner, "{name}");
        assert!(reading(&articles[0]).contains("another winter"), "{name}");
    }
}

#[test]
fn a_bomb_stops_at_its_limit_and_what_is_cut_off_gives_what_it_has() {
    let zeros = vec![b' '; 70 << 20];
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    bomb.write_all(&zeros).unwrap();
    let (articles, problems) = read("bomb.gz", &bomb.finish().unwrap());
    assert!(articles.is_empty());
    assert!(problems[0].contains("MiB"), "{problems:?}");

    let lines = format!("{{\"title\":\"{TITLE}\",\"text\":\"{}\"}}\n", STORY[0]).repeat(500);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    packed.write_all(lines.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let (articles, problems) = read("cut.jsonl.gz", &packed[..packed.len() / 2]);
    assert!((200..300).contains(&articles.len()), "{}", articles.len());
    assert!(
        problems.iter().any(|problem| problem.contains("cut off")),
        "{problems:?}"
    );
}

#[test]
fn deep_nesting_overflows_nothing() {
    let deep = |open: &str, close: &str| {
        format!(
            "{}{}{}",
            open.repeat(100_000),
            STORY.join(" "),
            close.repeat(100_000)
        )
    };
    for (name, text) in [
        (
            "div.html",
            format!("<html><body>{}</body></html>", deep("<div>", "</div>")),
        ),
        (
            "li.html",
            format!(
                "<html><body>{}</body></html>",
                deep("<ul><li>", "</li></ul>")
            ),
        ),
        (
            "td.html",
            format!("<html><body>{}</body></html>", deep("<table><tr><td>", "")),
        ),
        (
            "p.html",
            format!("<html><body>{}</body></html>", deep("<p><b>", "")),
        ),
        (
            "svg.html",
            format!("<html><body>{}</body></html>", deep("<svg><g>", "")),
        ),
        (
            "rss.xml",
            format!(
                "<rss><channel><item><title>x</title><description>{}</description></item></channel></rss>",
                deep("<x>", "</x>")
            ),
        ),
        (
            "nitf.xml",
            format!(
                "<nitf><body><body.content>{}</body.content></body></nitf>",
                deep("<block>", "</block>")
            ),
        ),
        (
            "deep.json",
            format!(
                "{{\"text\": {}1{}}}",
                "[".repeat(100_000),
                "]".repeat(100_000)
            ),
        ),
        (
            "deep.wiki",
            format!(
                "{{{{date|x}}}} {{{{byline|y}}}} [[Category:z]] {}",
                deep("{{a|[[b|", "]]}}")
            ),
        ),
    ] {
        // A thread with little stack stands for any thread.
        let worker = std::thread::Builder::new().stack_size(1 << 20);
        let (_, problems) = worker
            .spawn(move || {
                let started = Instant::now();
                let read = read(name, text.as_bytes());
                assert!(started.elapsed() < Duration::from_secs(20), "{name}");
                read
            })
            .unwrap()
            .join()
            .unwrap();
        assert!(
            !problems.iter().any(|problem| problem.contains("defect")),
            "{name}: {problems:?}"
        );
    }
}

#[test]
fn what_is_no_article_is_told_for_what_it_is() {
    for (name, bytes, words) in [
        (
            "a.png",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            "a PNG picture",
        ),
        ("a.db", b"SQLite format 3\0".to_vec(), "an SQLite database"),
        ("empty.txt", Vec::new(), "empty"),
        (
            "schema.xml",
            b"<?xml version='1.0'?><xs:schema><xs:element/></xs:schema>".to_vec(),
            "'xs:schema'",
        ),
        (
            "list.opml",
            b"<opml><body><outline xmlUrl='http://a'/></body></opml>".to_vec(),
            "a list of 1 feed",
        ),
        (
            "a.json",
            b"{\"id\": 1, \"user\": 2}".to_vec(),
            "its fields are id, user",
        ),
        ("b.json", b"{\"title\": \"cut".to_vec(), "it ends too early"),
        (
            "noise.bin",
            (0..4096u32)
                .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
                .collect(),
            "no format",
        ),
    ] {
        let (articles, problems) = read(name, &bytes);
        assert!(articles.is_empty(), "{name}");
        assert!(
            problems.iter().any(|problem| problem.contains(words)),
            "{name}: {problems:?}"
        );
    }
}

#[test]
fn dates_are_read_in_the_order_of_their_own_file() {
    let rows = |dates: [&str; 3]| {
        dates
            .iter()
            .fold("title,date,text\n".to_owned(), |mut table, date| {
                let _ = writeln!(table, "{TITLE},{date},\"{}\"", STORY[0]);
                table
            })
    };
    let days = |dates| -> Vec<String> {
        read("a.csv", rows(dates).as_bytes())
            .0
            .iter()
            .map(|article| {
                article
                    .metadata
                    .published
                    .as_ref()
                    .map_or_else(String::new, ToString::to_string)
            })
            .collect()
    };
    assert_eq!(
        days(["05/10/2017", "06/10/2017", "25/10/2017"]),
        ["2017-10-05", "2017-10-06", "2017-10-25"]
    );
    assert_eq!(
        days(["05/10/2017", "06/10/2017", "10/25/2017"]),
        ["2017-05-10", "2017-06-10", "2017-10-25"]
    );
}

#[test]
fn a_reader_may_name_the_fields() {
    let mut fields = FieldMap::default();
    fields.insert("kop_x", "title").unwrap();
    fields.insert("q17", "body").unwrap();
    let record = format!("{{\"kop_x\":\"{TITLE}\",\"q17\":\"{}\"}}", STORY[0]);
    let mut titles = Vec::new();
    let _ = read_stream(
        Path::new("a.json"),
        record.as_bytes(),
        &fields,
        &mut |item| {
            if let Item::Article(article) = item {
                titles.push(article.metadata.title.text);
            }
            ControlFlow::Continue(())
        },
    );
    assert_eq!(titles, [TITLE]);
}

/// What may happen to a file.
#[derive(Clone, Debug)]
enum Damage {
    Cut(prop::sample::Index),
    Change(prop::sample::Index, u8),
    Remove(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
    Insert(prop::sample::Index, &'static str),
}

fn damage() -> impl Strategy<Value = Damage> {
    let pieces = vec![
        "<",
        ">",
        "\"",
        "{",
        "]",
        "\\",
        "\n\n",
        "<![CDATA[",
        "<!--",
        "&#x",
        "]]>",
        "{{",
        "[[",
        "\0",
        "\u{1}",
        "From ",
        "--",
        "é",
        "<p>",
        "</body>",
    ];
    prop_oneof![
        any::<prop::sample::Index>().prop_map(Damage::Cut),
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Change(at, byte)),
        (any::<prop::sample::Index>(), 1..200usize).prop_map(|(at, len)| Damage::Remove(at, len)),
        (any::<prop::sample::Index>(), 1..200usize).prop_map(|(at, len)| Damage::Repeat(at, len)),
        (any::<prop::sample::Index>(), prop::sample::select(pieces))
            .prop_map(|(at, piece)| Damage::Insert(at, piece)),
    ]
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        if bytes.is_empty() {
            break;
        }
        match damage {
            Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Damage::Change(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Damage::Remove(at, len) => {
                let at = at.index(bytes.len());
                bytes.drain(at..(at + len).min(bytes.len()));
            }
            Damage::Repeat(at, len) => {
                let at = at.index(bytes.len());
                let piece = bytes[at..(at + len).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            Damage::Insert(at, piece) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_does_more_than_cost_the_file(damages in prop::collection::vec(damage(), 1..6)) {
        for sample in samples() {
            let bytes = damaged(sample.bytes, &damages);
            let started = Instant::now();
            let (articles, problems) = read(sample.name, &bytes);
            prop_assert!(started.elapsed() < Duration::from_secs(10), "{} hangs", sample.name);
            prop_assert!(!problems.iter().any(|problem| problem.contains("defect")), "{}: {:?}", sample.name, problems);
            for article in &articles {
                check_mapping(article, sample.name);
            }
        }
    }
}
