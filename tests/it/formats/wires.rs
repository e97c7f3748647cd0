//! Wires and envelopes of agencies: what the frame around a story says, and what is none of the story.

use super::{ADDED, SAID, read, reading};
use reading_room::text::ParagraphKind;

/// Checks `title|date|place|byline|source` of the one article of a file, and its reading text.
fn check(name: &str, bytes: impl AsRef<[u8]>, expected: &str, text: &str) {
    let (articles, problems) = read(name, bytes.as_ref());
    assert_eq!(articles.len(), 1, "{name}: {problems:?}");
    let metadata = &articles[0].metadata;
    let title = Some(&metadata.title.text).filter(|_| !metadata.title.derived);
    let date = metadata.published.as_ref();
    let date = date.map(|published| published.at.date().to_string());
    let fields = [
        title,
        date.as_ref(),
        metadata.place.as_ref(),
        metadata.byline.as_ref(),
        metadata.source.as_ref(),
    ];
    let fields = fields
        .map(|field| field.map_or("", String::as_str))
        .join("|");
    assert_eq!(
        (fields.as_str(), reading(&articles[0]).as_str()),
        (expected, text),
        "{name}"
    );
}

/// A text cut into lines of at most so many letters.
fn wrapped(text: &str, width: usize, first: &str) -> String {
    let mut lines = first.to_owned();
    let mut n_chars = first.len();
    for word in text.split(' ') {
        if n_chars + word.len() > width {
            lines.push('\n');
            n_chars = 0;
        } else if n_chars > first.len() || !lines.ends_with(first) {
            lines.push(' ');
        }
        lines.push_str(word);
        n_chars += word.len() + 1;
    }
    lines + "\n"
}

#[test]
fn what_stands_around_a_story_on_the_wire_is_none_of_it() {
    let both = format!("{SAID} {ADDED}");
    // Which version it is, a second headline, notes to editors below.
    check(
        "dpa.txt",
        format!(
            "\x01bdt0231 3 pl 284  dpa 0619\n\nHafen/Molen/\n\x02(Zusammenfassung 1630 - neu: Zitat)\n2ND LEAD\nHafen schließt zwei Molen\n\
             - Reeder klagen =\n\nLima (dpa) - {SAID}\n\n{ADDED}\n\n# Notizblock\n\n## Orte\n- [Hafen](Kai 1)\n\ndpa ab yydd n1\n\x03\n041632 Mai 11\n\x04"
        ),
        "Hafen schließt zwei Molen|2011-05-04|Lima||dpa",
        &both,
    );
    // The headline ends with a sign of equality; no dash behind the agency.
    check(
        "ats.txt",
        format!(
            "\x01bsf037 4 su 174 gef 1388\n\nPort\n\n\x02Port: \nDeux quais fermés = \n\nGenève (ats) {SAID}\n\n{ADDED}\n\n(SDA/mf)\n\x03211005 jan 19\n\x04"
        ),
        "Port: Deux quais fermés|2019-01-21|Genève||ats",
        &both,
    );
    // A code of two to four letters is an agency's, but its name is not known.
    check(
        "xx.txt",
        format!(
            "\x01eca040 3 i 170  xx 0001\n\nWorld/\n\x02Two piers to close\nBy Ana Perez =\n\n   San José, Costa Rica (xx) - {SAID}\n\n   {ADDED}\n\x03\n041200 GMT Jan 19\n\x04"
        ),
        "Two piers to close|2019-01-04|San José, Costa Rica|Ana Perez|",
        &both,
    );
    // The day stands first in the stamp: the date line tells. The agency has no brackets.
    check(
        "kyodo.txt",
        format!(
            "\x16\x16\x01a0105\x1fKYODO\x1fkoko-\x13\x11\nu s \x1fBC-Piers\x1f   09-12 0344\n\x02^BC-Piers<\nTwo piers to close+\n     SAITAMA, Japan, Dec. 9 Kyodo - {SAID}\n     {ADDED}\n==Kyodo\n\x03KWS-21:37-09-12-18\n\x04"
        ),
        "Two piers to close|2018-12-09|SAITAMA, Japan||Kyodo",
        &both,
    );
    // A telex: codes on top, a date below the headline.
    check(
        "a.tst",
        format!(
            "   ZCZC AAP\n%MNET ALL\n$J\n:\n:HARBOUR\n*X\nTwo piers to close\n\nTue 13 October 2015\n\n{SAID}\n\n{ADDED}\n\nNNNN\n"
        ),
        "Two piers to close|2015-10-13|||",
        &both,
    );
}

#[test]
fn a_telex_file_may_hold_many_stories() {
    let story = |title: &str| format!("ZCZC AB12\n{title}\n\n{SAID}\n\nNNNN\n");
    let (articles, _) = read(
        "day.txt",
        (story("Piers to close") + &story("Piers open")).as_bytes(),
    );
    let titles: Vec<_> = articles
        .iter()
        .map(|article| article.metadata.title.text.as_str())
        .collect();
    assert_eq!(titles, ["Piers to close", "Piers open"]);
}

#[test]
fn datelines_of_more_houses_are_read() {
    for (dateline, fields) in [
        ("MOSCOW, January 21. /TASS/. ", "|MOSCOW||TASS"),
        ("Jan 30 (Reuters) - ", "|||Reuters"),
        ("(ANSA) - Roma, 11 OTT - ", "|Roma||ANSA"),
        ("Zürich, 4. Mai 2012 (sda) - ", "2012-05-04|Zürich||sda"),
        ("San Diego (tca/dpa) - ", "|San Diego||tca/dpa"),
    ] {
        let file = serde_json::json!({"title": "Piers", "body": format!("{dateline}{SAID}")});
        check("a.json", file.to_string(), &format!("Piers|{fields}"), SAID);
    }
    // What is no agency stays.
    for start in [
        "Boston (part two) ",
        "Mark (left) - ",
        "May 5 (a Saturday) - ",
    ] {
        let file = serde_json::json!({"title": "Piers", "body": format!("{start}{SAID}")});
        check(
            "a.json",
            file.to_string(),
            "Piers||||",
            &format!("{start}{SAID}"),
        );
    }
}

fn g2(meta: &str, content: &str) -> String {
    format!(
        "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" xml:lang=\"en\"><rightsInfo><copyrightHolder literal=\"Example Wire\"/></rightsInfo>\
         <itemMeta><provider literal=\"wire.example.org\"/><versionCreated>2012-10-06T10:00:00Z</versionCreated></itemMeta>\
         <contentMeta>{meta}<headline>Two piers to close</headline></contentMeta><contentSet>{content}</contentSet></newsItem>"
    )
}

#[test]
fn envelopes_hold_stories_of_many_makes() {
    let both = format!("{SAID} {ADDED}");
    // The head of a page, repeated above the story; a login instead of a name.
    check(
        "page.xml",
        g2(
            "<creator literal=\"perez.ana\"/>",
            &format!(
                "<inlineXML><html><body><header><ul><li>Ports</li></ul><time>06.10.2012</time><h1>Two piers to close</h1></header>\
                 <p><span>Lima <i>(dpa)</i> - </span>{SAID}</p><p>{ADDED}</p></body></html></inlineXML>"
            ),
        ),
        "Two piers to close|2012-10-06|Lima||Example Wire",
        &both,
    );
    // One paragraph of markup around lines of the wire.
    let lines = [SAID, ADDED, SAID]
        .map(|text| wrapped(text, 62, "    "))
        .concat();
    let three = format!("{SAID} {ADDED} {SAID}");
    check(
        "lines.xml",
        g2(
            "<creator literal=\"Ana Perez\"/>",
            &format!("<inlineXML><html><body><p>{lines}</p></body></html></inlineXML>"),
        ),
        "Two piers to close|2012-10-06||Ana Perez|Example Wire",
        &three,
    );
    check(
        "data.xml",
        g2(
            "",
            &format!("<inlineData><![CDATA[<p>\n{lines}</p>]]></inlineData>"),
        ),
        "Two piers to close|2012-10-06|||Example Wire",
        &three,
    );
    // Lead and body are parts of their own; the city is a property.
    check(
        "belga.xml",
        format!(
            "<NewsML><NewsItem><NewsManagement><FirstCreated>20121006T100000</FirstCreated></NewsManagement><NewsComponent><NewsLines><HeadLine>Two piers to close</HeadLine></NewsLines>\
             <AdministrativeMetadata><Source><Party FormalName=\"BELGA\"/></Source></AdministrativeMetadata>\
             <DescriptiveMetadata><Location><Property FormalName=\"City\" Value=\"BRUSSEL\"/></Location></DescriptiveMetadata>\
             <NewsComponent><Role FormalName=\"Title\"/><ContentItem><DataContent>Two piers to close</DataContent></ContentItem></NewsComponent>\
             <NewsComponent><Role FormalName=\"Lead\"/><ContentItem><DataContent>{SAID}</DataContent></ContentItem></NewsComponent>\
             <NewsComponent><Role FormalName=\"Body\"/><ContentItem><DataContent>&lt;p&gt;{ADDED}&lt;/p&gt;</DataContent></ContentItem></NewsComponent>\
             </NewsComponent></NewsItem></NewsML>"
        ),
        "Two piers to close|2012-10-06|BRUSSEL||BELGA",
        &both,
    );
    // Indented markup, a writer with a title, a language by its base.
    let nitf = format!(
        "<nitf baselang=\"nb-NO\"><head><docdata><date.issue norm=\"20121006\"/></docdata></head><body><body.head><hedline><hl1>Two piers to close</hl1></hedline>\
         <byline>By ANA PEREZ<byttl>AP Business Writer</byttl></byline></body.head><body.content><p>{SAID}\n<person>Ana Perez</person>\n, of\n<org>Port</org>\n.</p></body.content></body></nitf>"
    );
    check(
        "a.xml",
        &nitf,
        "Two piers to close|2012-10-06||ANA PEREZ|",
        &format!("{SAID} Ana Perez, of Port."),
    );
    let (articles, _) = read("a.xml", nitf.as_bytes());
    assert_eq!(articles[0].metadata.language.as_deref(), Some("nb"));
    // Set aside, not lost.
    let (articles, _) = read("page.xml", g2("", &format!("<inlineXML><html><body><p>Extra</p><h1>Two piers to close</h1><p>{SAID}</p></body></html></inlineXML>")).as_bytes());
    let body = &articles[0].body;
    let first = &body.paragraphs()[0];
    assert_eq!(
        (first.kind, body.slice(first.span)),
        (ParagraphKind::Boilerplate, "Extra")
    );
}
