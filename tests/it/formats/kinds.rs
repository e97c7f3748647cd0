//! Kinds of files whose houses differ: exports of databases, wires, news groups, stories in other languages.

use super::{ADDED, SAID, read, reading};
use reading_room::text::ParagraphKind;

/// `title|date|place|byline|source`, each as found; nothing where it was not.
fn told(name: &str, bytes: impl AsRef<[u8]>) -> Vec<String> {
    let (articles, _) = read(name, bytes.as_ref());
    articles
        .iter()
        .map(|article| {
            let metadata = &article.metadata;
            let title = Some(&metadata.title.text).filter(|_| !metadata.title.derived);
            let date = metadata
                .published
                .as_ref()
                .map(|published| published.at.date().to_string());
            [
                title,
                date.as_ref(),
                metadata.place.as_ref(),
                metadata.byline.as_ref(),
                metadata.source.as_ref(),
            ]
            .map(|field| field.map_or("", String::as_str))
            .join("|")
        })
        .collect()
}

fn check(name: &str, bytes: impl AsRef<[u8]>, expected: &[&str]) {
    assert_eq!(told(name, bytes), expected, "{name}");
}

#[test]
fn exports_of_databases_are_read_whatever_their_names() {
    check(
        "wp.csv",
        format!(
            "post_id,post_title,post_date,post_content,post_author\n1,Piers to close,2012-10-06 16:30:00,\"{SAID}\n\n{ADDED}\",ana\n"
        ),
        &["Piers to close|2012-10-06||ana|"],
    );
    check(
        "oracle.tsv",
        format!(
            "STORY_ID\tHEADLINE\tPUB_DT\tSTORY_TEXT\tBYLINE_TXT\tSOURCE_NM\n1\tPiers to close\t06-OCT-12\t{SAID}\tAna Perez\tExample Wire\n"
        ),
        &["Piers to close|2012-10-06||Ana Perez|Example Wire"],
    );
    check(
        "pt.csv",
        format!(
            "cod,Manchete,Data de publicação,Corpo do texto,Veículo,Autor(a)\n1,Porto fecha,04/01/2019 09:29,\"{SAID}\",O Diário,Maria Silva\n2,Porto abre,25/01/2019,\"{SAID}\",O Diário,Maria Silva\n"
        ),
        &[
            "Porto fecha|2019-01-04||Maria Silva|O Diário",
            "Porto abre|2019-01-25||Maria Silva|O Diário",
        ],
    );
    check(
        "x.csv",
        format!("a,b,c,d\n17,2019-01-04,Two piers to close,\"{SAID}\"\n"),
        &["Two piers to close|2019-01-04|||"],
    );
    check(
        "phpmyadmin.json",
        format!(
            "[{{\"type\":\"header\"}},{{\"type\":\"table\",\"name\":\"articles\",\"data\":[{{\"article_title\":\"Piers to close\",\"article_body\":\"{SAID}\",\"article_date\":\"2012-10-06\"}}]}}]"
        ),
        &["Piers to close|2012-10-06|||"],
    );
    check(
        "elastic.json",
        format!(
            "{{\"hits\":{{\"hits\":[{{\"_id\":\"1\",\"_source\":{{\"title\":\"Piers to close\",\"text\":\"{SAID}\",\"source\":\"Example Wire\",\"publish_date\":\"2012-10-06\"}}}}]}}}}"
        ),
        &["Piers to close|2012-10-06|||Example Wire"],
    );
    // Markup under a name that elsewhere wraps a record; a field whose one value is a list; nothing, written out.
    let rest = serde_json::json!([{"id": 7, "date": "2012-10-06T10:00:00", "title": {"rendered": "Piers &#8217;close"},
        "content": {"rendered": format!("<p>{SAID}</p>"), "protected": false}, "excerpt": {"rendered": "<p>The harbour</p>"}}]);
    check(
        "rest.json",
        rest.to_string(),
        &["Piers ’close|2012-10-06|||"],
    );
    let (articles, _) = read("rest.json", rest.to_string().as_bytes());
    assert_eq!(reading(&articles[0]), SAID);
    let solr = serde_json::json!({"response": {"docs": [{"title": ["Piers to close"], "content": [format!("{SAID}\n\n{ADDED}")], "author": "NULL"}]}});
    check("solr.json", solr.to_string(), &["Piers to close||||"]);
    let (articles, _) = read("solr.json", solr.to_string().as_bytes());
    assert_eq!(articles[0].body.paragraphs().len(), 2);
    // The item, and not the picture that goes with it.
    let item = serde_json::json!({"guid": "tag:x:1", "versioncreated": "2012-10-07T10:00:00Z", "firstcreated": "2012-10-06T10:00:00Z",
        "headline": "Piers to close", "byline": "By Ana Perez", "body_html": format!("<p>{SAID}</p>"), "place": [{"name": "US"}],
        "located": "Lima", "source": "Example Wire", "pubstatus": "usable", "associations": {"featuremedia": {"guid": "2",
        "versioncreated": "2012-10-06T10:00:00Z", "headline": "A picture", "body_text": "A pier", "pubstatus": "usable"}}});
    check(
        "item.json",
        item.to_string(),
        &["Piers to close|2012-10-06|Lima|Ana Perez|Example Wire"],
    );
}

#[test]
fn wires_of_both_sides_of_the_ocean_are_read() {
    check(
        "ap.tst",
        format!(
            "\x16\x16\x01a0042\x1fapt-\r\nr a\x14\x12 bc-Peru-Piers 1stLd-Writethru 10-06 0312\r\n\x02^BC-Peru-Piers, 1st Ld-Writethru,310<\r\n^Harbour board to close two piers<\r\n^Eds: UPDATES with quote.<\r\n^By ANA PEREZ=\r\n^Associated Press Writer=\r\n\t   LIMA, Peru (AP) _ {SAID}\r\n\t   {ADDED}\r\n\x03AP-WS-10-06-12 1630EDT<\r\n\x04"
        ),
        &["Harbour board to close two piers|2012-10-06|LIMA, Peru|ANA PEREZ|Associated Press"],
    );
    check(
        "afp.txt",
        format!(
            "\x01\r\nx0001 4 i 63 AFP 0012\r\n\r\nPeru-piers\r\n\x02\r\nHarbour board to close two piers\r\n\r\nLIMA, Oct 6, 2012 (AFP) - {SAID}\r\n   {ADDED}\r\n   ap/bc/de\r\n\x03\r\nAFP 061630 GMT OCT 12\r\n\x04"
        ),
        &["Harbour board to close two piers|2012-10-06|LIMA||AFP"],
    );
    check(
        "ap.xml",
        format!(
            "<?xml version=\"1.0\"?><nitf><head><docdata><date.issue norm=\"20121006T163000Z\"/></docdata></head><body><body.head><hedline><hl1>Piers to close</hl1></hedline><byline>By <person>ANA PEREZ</person><byttl>Associated Press</byttl></byline><distributor>The Associated Press</distributor><dateline><location>LIMA, Peru (AP)</location></dateline></body.head><body.content><p>LIMA, Peru (AP) — {SAID}</p><p>{ADDED}</p></body.content></body></nitf>"
        ),
        &["Piers to close|2012-10-06|LIMA, Peru|ANA PEREZ|The Associated Press"],
    );
    check(
        "reut.sgm",
        "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS NEWID=\"3\">\n<DATE>26-FEB-1987 15:03:27.51</DATE>\n<TEXT TYPE=\"UNPROC\">&#2;\nHARBOUR BOARD &lt;HBR> 4TH QTR NET\n    Shr 34 cts vs 1.19 dlrs\n    Net 807,000 vs 2,858,000\n Reuter\n&#3;</TEXT>\n</REUTERS>",
        &["HARBOUR BOARD <HBR> 4TH QTR NET|1987-02-26|||Reuters"],
    );
}

#[test]
fn news_groups_are_read_as_their_programs_kept_them() {
    let post = format!(
        "Path: news.example.org!uunet!not-for-mail\nFrom: ana@example.org (Ana Perez)\nNewsgroups: misc.news\n\
         Subject: Piers to close\nMessage-ID: <1@example.org>\nDate: 4 Jan 89 09:29:00 GMT\nLines: 4\n\n{SAID}\n\n{ADDED}\n"
    );
    let found = "Piers to close|1989-01-04||Ana Perez|";
    check("1234", &post, &[found]);
    check(
        "batch",
        format!("#! rnews {0}\n{post}#! rnews {0}\n{post}", post.len()),
        &[found, found],
    );
    check(
        "old",
        format!(
            "Ayork.7\nnet.news\nduke!unc!ana\nTue Jan  4 09:29:00 1983\nPiers to close\n{SAID}\n\n{ADDED}\n"
        ),
        &["Piers to close|1983-01-04||ana|"],
    );
}

#[test]
fn answers_in_news_groups_are_told_from_what_they_answer() {
    let post = format!(
        "From: ana@example.org (Ana Perez)\nNewsgroups: misc.news\nSubject: Re: Piers\nDate: 4 Jan 89 09:29:00 GMT\n\n\
         In article <1@x> bob@y (Bob) writes:\n|> They close\n|> the piers.\nAP>Do they?\n: so he\n: says\n\n{SAID}\n: alone is mine.\n"
    );
    let (articles, _) = read("1", post.as_bytes());
    let body = &articles[0].body;
    let own: Vec<_> = body
        .paragraphs()
        .iter()
        .filter(|paragraph| paragraph.kind != ParagraphKind::Quote)
        .map(|paragraph| body.slice(paragraph.span))
        .collect();
    assert_eq!(own.join(" "), format!("{SAID} : alone is mine."));
    // A wire in a news group: place and agency stand in the date line, lines end where the screen did.
    let story = "\tLIMA (UPI) -- The harbour board said on Thursday that it would close two of\n\
                 its five piers for repairs that had been put off since the spring of this\nyear.\n";
    check(
        "2",
        format!(
            "From: news@example.org (UPI)\nNewsgroups: clari.news\nSubject: Piers\nDate: 4 Jan 89 09:29:00 GMT\n\n{story}"
        ),
        &["Piers|1989-01-04|LIMA|UPI|UPI"],
    );
}

#[test]
fn documents_of_collections_have_their_day_somewhere() {
    for (parts, date) in [
        (
            "<DOCNO> AP880212-0001 </DOCNO><FILEID>AP-NR-02-12-88 2344EST</FILEID>",
            "1988-02-12",
        ),
        ("<DOCNO>FT911-3</DOCNO><DATE>910514\n</DATE>", "1991-05-14"),
        (
            "<DOCNO> APW19980603.0791 </DOCNO><DATE_TIME> 06/03/1998 11:43:00 </DATE_TIME>",
            "1998-06-03",
        ),
        (
            "<DOCNO> X-1 </DOCNO><FILEID>AP-NR-02-12-88 2344EST</FILEID>",
            "1988-02-12",
        ),
        ("<DOCNO> X-123456 </DOCNO>", ""),
    ] {
        let found = told(
            "a.sgml",
            format!("<DOC>\n{parts}\n<HEAD>Piers</HEAD>\n<TEXT>\n   {SAID}\n</TEXT>\n</DOC>\n"),
        );
        assert_eq!(found[0].split('|').nth(1), Some(date), "{parts}");
    }
}

#[test]
fn stories_in_other_languages_keep_their_words() {
    let german = "Die Hafenbehörde hat am Donnerstag angekündigt, dass zwei der fünf Molen für lange Zeit geschlossen werden.";
    let portuguese = "A administração do porto anunciou na quinta-feira que vai fechar dois dos cinco molhes para reparações adiadas.";
    for (text, found, words) in [
        (
            format!(
                "Hafen schließt zwei Molen\n\nVon Anna Müller\n\nHamburg (dpa) - {german}\n\n{german}\n"
            ),
            "Hafen schließt zwei Molen||Hamburg|Anna Müller|dpa",
            german,
        ),
        (
            format!(
                "Hafen schließt zwei Molen\nStand: 04.01.2019 09:29 Uhr\n\n{german}\n\n{german}\n"
            ),
            "Hafen schließt zwei Molen|2019-01-04|||",
            german,
        ),
        (
            format!(
                "Porto fecha dois molhes\nPor Maria Silva\n04/01/2019 09h29\n\nLISBOA (Lusa) - {portuguese}\n\n{portuguese}\n"
            ),
            "Porto fecha dois molhes|2019-01-04|LISBOA|Maria Silva|Lusa",
            portuguese,
        ),
    ] {
        check("a.txt", &text, &[found]);
        let (articles, _) = read("a.txt", text.as_bytes());
        assert_eq!(reading(&articles[0]), format!("{words} {words}"), "{text}");
    }
}

#[test]
fn heads_of_houses_in_other_countries_are_read() {
    for (head, found) in [
        (
            "Neue Beispielzeitung, 12.03.2009, Nr. 60, S. 4\n\nEin Sieg der Vernunft\n\nVon Eva Muster\n\nFRANKFURT, 11. M\u{e4}rz. ",
            "Ein Sieg der Vernunft|2009-03-12|FRANKFURT|Eva Muster|Neue Beispielzeitung",
        ),
        (
            "Erstellt: 05.08.2013, 11:04 Uhr\nAutor: hb\nRessort: Wirtschaft\n\nAktien steigen weiter\n\n",
            "Aktien steigen weiter|2013-08-05||hb|",
        ),
        (
            "Di\u{e1}rio - Sexta-feira, 3 de Setembro de 2004\nSec\u{e7}\u{e3}o: Pol\u{ed}tica\nT\u{ed}tulo: Ministro demite-se\n\n",
            "Ministro demite-se|2004-09-03|||Di\u{e1}rio",
        ),
        (
            "Publicado em 25/07/2013 | 00:12 | Maria Silva\nCuritiba ter\u{e1} novo parque\n\n",
            "Curitiba ter\u{e1} novo parque|2013-07-25||Maria Silva|",
        ),
        (
            "15/03/2011 - 14h32\nGoverno anuncia corte de impostos\n\nDE S\u{c3}O PAULO\n\n",
            "Governo anuncia corte de impostos|2011-03-15|S\u{c3}O PAULO||",
        ),
        (
            "Terremoto atinge o Chile\nAtualizado em  27 de fevereiro, 2010 - 09:15 (Bras\u{ed}lia) 12:15 GMT\n\nSANTIAGO, 27 Fev (Reuters) - ",
            "Terremoto atinge o Chile|2010-02-27|SANTIAGO||Reuters",
        ),
        // A headline with a day in it is a headline.
        (
            "Statement by the Harbour Board, March 5, 2011\n\n",
            "Statement by the Harbour Board, March 5, 2011||||",
        ),
    ] {
        let text = format!("{head}{SAID}\n\n{ADDED}\n");
        check("a.txt", &text, &[found]);
        let (articles, _) = read("a.txt", text.as_bytes());
        assert_eq!(reading(&articles[0]), format!("{SAID} {ADDED}"), "{text}");
    }
}

#[test]
fn markdown_is_read_without_its_marks() {
    let text = "# Piers *to* close\n\nThe **harbour\nboard** said on [Thursday](https://x.example/a) that it `would`\nclose two piers.\n\n[1]: https://x.example\n";
    let (articles, _) = read("a.md", text.as_bytes());
    assert_eq!(articles[0].metadata.title.text, "Piers to close");
    assert_eq!(
        reading(&articles[0]),
        "The harbour board said on Thursday that it would close two piers."
    );
    super::check_mapping(&articles[0], "a.md");
}

#[test]
fn markdown_in_a_record_is_read_where_it_is_certain() {
    let check = |text: &str, expected: &str| {
        let record = serde_json::json!({"title": "Piers", "text": text}).to_string();
        let (articles, _) = read("a.jsonl", (record + "\n").as_bytes());
        assert_eq!(reading(&articles[0]), expected, "{text}");
        super::check_mapping(&articles[0], "a.jsonl");
    };
    check(
        "## New rules\n\nThe **harbour board** said on [Thursday](https://x.example/a) it\nwould *close*.",
        "New rules The harbour board said on Thursday it would close.",
    );
    check(
        "**Who pays?** The board.\n\n**And when?** On Monday.",
        "Who pays? The board. And when? On Monday.",
    );
    // A star, a hash, a bracket alone say nothing.
    for text in [
        "He rated it **** and moved on.",
        "It is #1 [see below] and 2 ** 3 is 8.",
        "He said **it** once.",
        "*** DISCLAIMER ***\n\nThe end.",
    ] {
        check(text, &text.replace("\n\n", " "));
    }
}

#[test]
fn what_a_record_tells_is_not_said_again_above_its_story() {
    let check = |record: serde_json::Value, expected: &str, date: &str| {
        let line = record.to_string() + "\n";
        let (articles, _) = read("a.jsonl", line.as_bytes());
        assert_eq!(reading(&articles[0]), expected, "{record}");
        check("a.jsonl", line.as_bytes(), &[date]);
        super::check_mapping(&articles[0], "a.jsonl");
    };
    let text = format!("PIERS TO CLOSE!\n\nSaturday, October 6, 2012\n\n{SAID}");
    check(
        serde_json::json!({"title": "Piers to close", "date": "2012-10-06", "text": text}),
        SAID,
        "Piers to close|2012-10-06|||",
    );
    // The day of something else stays; one that no field tells is that of the story.
    check(
        serde_json::json!({"title": "Piers to close", "date": "2012-10-09", "text": text}),
        &format!("Saturday, October 6, 2012 {SAID}"),
        "Piers to close|2012-10-09|||",
    );
    check(
        serde_json::json!({"title": "Piers to close", "text": text}),
        SAID,
        "Piers to close|2012-10-06|||",
    );
    check(
        serde_json::json!({"title": "Piers to close", "text": "Piers to close"}),
        "Piers to close",
        "Piers to close||||",
    );
}

#[test]
fn lines_that_many_articles_of_a_file_share_are_set_aside() {
    let record = |n: usize, last: &str| {
        let text = format!(
            "The Ellery Post\n\n{}\n\n{n} {SAID}\n\n{last}",
            ["One", "Two", "Three", "Four"][n]
        );
        format!(
            "{}\n",
            serde_json::json!({"title": format!("Story {n}"), "text": text})
        )
    };
    let file: String = (0..4).map(|n| record(n, "He was 84.")).collect();
    let (articles, _) = read("a.jsonl", file.as_bytes());
    for (n, article) in articles.iter().enumerate() {
        let text = reading(article);
        // What only some say, and what is a sentence of the story, stays.
        assert!(
            text.starts_with(["One", "Two", "Three", "Four"][n]),
            "{text}"
        );
        assert!(text.ends_with("He was 84."), "{text}");
        assert!(article.body.text().starts_with("The Ellery Post"));
    }
}
