//! Cases of plain text: [`plain`](super).

use super::*;
use crate::corpus::{Precision, prose::Wrap};
use proptest::prelude::*;

/// `[title] {date} <place> (source) «section» ~byline~`, each only where known, then the paragraphs with their kinds.
fn told(source: &str) -> String {
    let (metadata, body) = read_plain(source, &Plain::default());
    let mut told = String::new();
    let derived = if metadata.title.derived { "~" } else { "" };
    told.push_str(&format!("[{derived}{}]", metadata.title.text));
    for (name, value) in [
        ("date", metadata.published.map(|date| date.to_string())),
        ("place", metadata.place),
        ("source", metadata.source),
        ("section", metadata.section),
        ("byline", metadata.byline),
        ("url", metadata.url),
    ] {
        if let Some(value) = value {
            told.push_str(&format!(" {name}={value}"));
        }
    }
    for paragraph in body.paragraphs() {
        told.push_str(&format!(
            "\n{:?}: {}",
            paragraph.kind,
            body.slice(paragraph.span)
        ));
    }
    told
}

fn check(source: &str, expected: &str) {
    assert_eq!(told(source), expected, "{source}");
}

#[test]
fn a_head_is_told_from_the_story() {
    check(
        "Dam opens in Exampletown\nBy Ana Pérez\nSaturday, 6 October 2012\n\nThe dam opened. It is big.\n\nIt rained.",
        "[Dam opens in Exampletown] date=2012-10-06 byline=Ana Pérez\nText: The dam opened. It is big.\nText: It rained.",
    );
    check(
        "Site Home > Site News > Europe\n\nDam opens\n\n15 April 10 09:29 GMT\n\nThe dam opened.\n\nNew deal\n\nIt is big and will feed the whole valley.\n\nShare this\n",
        "[Dam opens] date=2010-04-15T09:29:00Z source=Site News section=Europe\nBoilerplate: Site Home > Site News > Europe\n\
         Text: The dam opened.\nHeading: New deal\nText: It is big and will feed the whole valley.\nBoilerplate: Share this",
    );
    check(
        "Headline: Dam opens\nDate: 2012-10-06\nAuthor: Ana Pérez\nSource: The Example\n\nThe dam opened.",
        "[Dam opens] date=2012-10-06 source=The Example byline=Ana Pérez\nText: The dam opened.",
    );
    check(
        "https://example.org/dam\nThe Example Times\nOctober 6, 2012 Saturday\n\nDam opens\n\nThe dam opened on Saturday.",
        "[Dam opens] date=2012-10-06 source=The Example Times url=https://example.org/dam\nText: The dam opened on Saturday.",
    );
}

/// Heads of many houses; each is followed by the same story.
#[test]
fn heads_of_many_houses_are_read() {
    const STORY: &str = "The dam broke in the morning, and the water ran into the streets of the town. \
         Nobody was hurt.";
    for (head, expected) in [
        (
            "Kultur\nDie Stadt am Fluss\nVon Anna Berger\n12.03.2010, 14:05 Uhr",
            "[Die Stadt am Fluss] date=2010-03-12T14:05:00 section=Kultur byline=Anna Berger",
        ),
        (
            "DER SPIEGEL 12/1994\n\nDie Stadt am Fluss\n\nVon Anna Berger",
            "[Die Stadt am Fluss] date=1994 source=DER SPIEGEL byline=Anna Berger",
        ),
        (
            "Die Stadt am Fluss\n12. M\u{e4}rz 2010  Von Anna Berger",
            "[Die Stadt am Fluss] date=2010-03-12 byline=Anna Berger",
        ),
        (
            "Die Stadt am Fluss\nAnna Berger, Berlin, 12.03.2010",
            "[Die Stadt am Fluss] date=2010-03-12 place=Berlin byline=Anna Berger",
        ),
        (
            "Die Stadt am Fluss\nvon Anna Berger, Berlin",
            "[Die Stadt am Fluss] place=Berlin byline=Anna Berger",
        ),
        (
            "Ministro fecha acordo com sindicatos\nLisboa, 12 mar 2010 (Lusa)",
            "[Ministro fecha acordo com sindicatos] date=2010-03-12 place=Lisboa source=Lusa",
        ),
        (
            "Ministro fecha acordo com sindicatos\nMadrid, 12 mar (EFE)",
            "[Ministro fecha acordo com sindicatos] place=Madrid source=EFE",
        ),
        (
            "Economia\nMinistro fecha acordo\nPor Ana Silva\n25/03/2010 \u{e0}s 14h05 - Atualizado em 26/03/2010",
            "[Ministro fecha acordo] date=2010-03-25T14:05:00 section=Economia byline=Ana Silva",
        ),
        (
            "FOLHA DE S.PAULO\nS\u{e3}o Paulo, sexta-feira, 12 de mar\u{e7}o de 2010\nMERCADO\nMinistro fecha acordo com sindicatos",
            "[Ministro fecha acordo com sindicatos] date=2010-03-12 place=S\u{e3}o Paulo source=FOLHA DE S.PAULO section=MERCADO",
        ),
        (
            "The Harbour News\nFriday, March 12, 2010\nPage A4\n\nDam breaks at Lund\n\nAna Perez, Staff Reporter",
            "[Dam breaks at Lund] date=2010-03-12 source=The Harbour News byline=Ana Perez, Staff Reporter",
        ),
        (
            "Dam breaks at Lund\nLund, Sweden\nMarch 12, 2010",
            "[Dam breaks at Lund] date=2010-03-12 place=Lund, Sweden",
        ),
        (
            "Dam breaks at Lund\nAna Perez in Lund\nFri 12 Mar 2010\nLast modified on Sat 13 Mar 2010",
            "[Dam breaks at Lund] date=2010-03-12 place=Lund byline=Ana Perez",
        ),
        (
            "Dam breaks at Lund\n\nBy Ana Perez\nBBC News, Lund",
            "[Dam breaks at Lund] place=Lund source=BBC News byline=Ana Perez",
        ),
        // A subtitle stays above the story.
        (
            "Dam breaks at Lund\n\nThe mayor is surprised\n\nBy Ana Perez",
            "[Dam breaks at Lund] byline=Ana Perez\nText: The mayor is surprised",
        ),
        (
            "Dam breaks at Lund\nẞẞ updated İİ 12/03/2010\nMarch 12, 2010",
            "[Dam breaks at Lund] date=2010-03-12\nText: ẞẞ updated İİ 12/03/2010",
        ),
        // A wrapped headline goes on with a small letter.
        (
            "Reserves lowered the price of petrol\nby the ministers of both countries\nMarch 12, 2010",
            "[Reserves lowered the price of petrol by the ministers of both countries] date=2010-03-12",
        ),
    ] {
        check(
            &format!("{head}\n\n{STORY}"),
            &format!("{expected}\nText: {STORY}"),
        );
    }
}

#[test]
fn a_text_without_a_head_keeps_all_its_words() {
    for source in [
        "The dam opened on Saturday. It is big.\n\nIt rained.",
        "He named three goals:\n- cut costs\n- hire staff",
        "Two roads diverged in a wood, and I—\nI took the one less traveled by,\nAnd that has made all the difference.",
        "Lima",
    ] {
        let (metadata, body) = read_plain(source, &Plain::default());
        assert!(metadata.title.derived, "{source}");
        assert_eq!(body.text(), source);
    }
}

#[test]
fn datelines_of_many_houses_are_read() {
    for (line, expected) in [
        (
            "LIMA, Oct 6 (Reuters) - The dam opened.",
            "place=LIMA source=Reuters|The dam opened.",
        ),
        (
            "LIMA (AP) — The dam opened.",
            "place=LIMA source=AP|The dam opened.",
        ),
        (
            "LIMA — The dam opened.",
            "place=LIMA|LIMA — The dam opened.",
        ),
        (
            "LIMA, Peru, Oct. 6, 2012 -- The dam opened.",
            "date=2012-10-06 place=LIMA, Peru|The dam opened.",
        ),
        (
            " date 2012-10-06 LIMA Oct 6 The dam opened.",
            "date=2012-10-06 place=LIMA|The dam opened.",
        ),
        (
            " date 2012-10-06 SAN JOSÉ, Costa Rica Oct 6 The dam opened.",
            "date=2012-10-06 place=SAN JOSÉ, Costa Rica|The dam opened.",
        ),
        (
            "Lima, 6 Oct (EFE).- The dam opened.",
            "place=Lima source=EFE|The dam opened.",
        ),
        (
            "BEIJING/SHANGHAI, March 17 (Xinhua) -- The dam opened.",
            "place=BEIJING/SHANGHAI source=Xinhua|The dam opened.",
        ),
        (
            "NASA said on Saturday it was ready.",
            "|NASA said on Saturday it was ready.",
        ),
        (
            "Berlin - The dam opened.",
            "place=Berlin|Berlin - The dam opened.",
        ),
        ("Rain - the dam opened.", "|Rain - the dam opened."),
        ("Berlin-Mitte is dry.", "|Berlin-Mitte is dry."),
        ("May 5 was a Saturday.", "|May 5 was a Saturday."),
        ("UN - what is it good for?", "|UN - what is it good for?"),
    ] {
        let (metadata, body) = read_plain(line, &Plain::default());
        let mut found = Vec::new();
        for (name, value) in [
            ("date", metadata.published.map(|date| date.to_string())),
            ("place", metadata.place),
            ("source", metadata.source),
        ] {
            found.extend(value.map(|value| format!("{name}={value}")));
        }
        assert_eq!(
            format!("{}|{}", found.join(" "), body.text()),
            expected,
            "{line}"
        );
    }
}

#[test]
fn a_derived_title_is_one_clause() {
    assert_eq!(
        headline_of("The dam opened on Saturday after a long wait. It is big."),
        "The dam opened on Saturday after a long wait"
    );
    let (metadata, _) = read_plain(
        "LIMA, Peru \u{2014} The dam opened on Saturday after a long wait. It is big.",
        &Plain::default(),
    );
    assert_eq!(
        metadata.title.text,
        "The dam opened on Saturday after a long wait"
    );
    let long = "The dam opened on Saturday in the valley of the river that gave the town its name as the ministers of both \
                countries looked on and bands played.";
    assert_eq!(
        headline_of(long),
        "The dam opened on Saturday in the valley of the river that gave the town its name…"
    );
    assert_eq!(headline_of(""), "");
}

const REUTERS: &str = include_str!("../../../../seeds/000_9b4f7893b58e6a4a.txt");
const BBC: &str = include_str!("../../../../seeds/004_0f2fd64015c354df.txt");

#[test]
fn the_wire_story_of_the_seeds_is_read_as_a_person_would() {
    let (metadata, body) = read_plain(REUTERS, &Plain::default());
    let published = metadata.published.unwrap();
    assert_eq!(
        (published.to_string().as_str(), published.precision),
        ("2012-10-06", Precision::Day)
    );
    assert_eq!(metadata.place.as_deref(), Some("LIMA"));
    assert!(
        metadata.title.derived
            && metadata
                .title
                .text
                .starts_with("Defense ministers from Peru")
    );
    assert_eq!((metadata.source, metadata.byline), (None, None));
    assert!(
        body.text()
            .starts_with("Defense ministers from Peru and the United States agreed")
    );
    let ends: Vec<String> = body
        .paragraphs()
        .iter()
        .map(|paragraph| {
            body.slice(paragraph.span)
                .split(' ')
                .next_back()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(
        ends,
        [
            "countries.",
            "Afghanistan.",
            "minister.",
            "citizens.",
            "Colombia.",
            "Uruguay.",
            "traffickers.",
            "studies.",
            "year.",
            "rebuild.",
            "poverty.",
            "said.",
            "said."
        ]
    );
    assert!(body.text().contains("efforts by the Maoist Shining Path, which nearly toppled the state in the 1990s, to rebuild."));
    let n_split = body
        .edits()
        .iter()
        .filter(|edit| edit.kind == crate::text::EditKind::SplitWord)
        .count();
    assert_eq!(n_split, 3);
}

#[test]
fn the_page_of_the_seeds_is_read_as_a_person_would() {
    let (metadata, body) = read_plain(BBC, &Plain::default());
    assert_eq!(
        metadata.title.text,
        "US eyes deeper security co-operation in Latin America"
    );
    assert!(!metadata.title.derived);
    assert_eq!(
        metadata.published.unwrap().to_string(),
        "2010-04-15T09:29:00Z"
    );
    assert_eq!(metadata.source.as_deref(), Some("BBC News"));
    assert_eq!(metadata.section.as_deref(), Some("Americas"));
    let of_kind = |kind| -> Vec<&str> {
        body.paragraphs()
            .iter()
            .filter(|p| p.kind == kind)
            .map(|p| body.slice(p.span))
            .collect()
    };
    assert_eq!(of_kind(ParagraphKind::Heading), ["Brazilian deal"]);
    assert_eq!(
        of_kind(ParagraphKind::Boilerplate),
        [
            "BBC Home > BBC News > Americas",
            "Share this",
            "Related BBC sites"
        ]
    );
    assert_eq!(of_kind(ParagraphKind::Text).len(), 17);
    assert!(body.text().contains("their own efforst and also"));
}

proptest! {
    #[test]
    fn any_text_is_survived(source in "([A-Z]{2,6}|[a-z]{1,8}|[ \n,.:()<>&;=-]|[0-9]{1,4}|By |\u{1b}\\[|“|é){0,60}") {
        for wrap in [Wrap::Unknown, Wrap::Hard, Wrap::Never] {
            let plain = Plain { prose: Prose { wrap, ..Prose::default() }, ..Plain::default() };
            let (_, body) = read_plain(&source, &plain);
            crate::text::check_body(&source, &body);
        }
    }
}
