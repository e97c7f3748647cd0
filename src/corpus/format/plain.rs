//! Plain text stories: a title or none, lines of date, place and author in the style of any house, then the story.
//!
//! ```text
//! repaired text ──▶ header lines ──▶ date line ──▶ metadata
//!       └──────────── what is left ─────────────▶ body
//! ```

mod dateline;
mod header;
mod towns;

use crate::{
    corpus::{
        DateFrom, DayMonthOrder, Metadata, Title,
        habits::FolderHabits,
        prose::{Cut, Prose, body_without, line_of},
    },
    text::{Body, ParagraphKind},
};
use header::Header;
pub use header::byline_line;

/// A title that is made from the text is cut at a clause of this many characters at least …
const MIN_DERIVED_CHARS: usize = 40;
/// … and is no longer than this.
const MAX_DERIVED_CHARS: usize = 120;

/// What is known of a plain text before it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plain<'a> {
    /// In which order its source writes day and month.
    pub order: DayMonthOrder,
    /// How its lines are used, and its language.
    pub prose: Prose<'a>,
    /// What other files of its folder have in common.
    pub(crate) habits: Option<&'a FolderHabits>,
}

/// Reads one story: what its head tells, and its text without the head.
///
/// What the file does not say is `None`. Where there is no headline, the title is made from the lead and marked so.
pub fn read_plain(source: &str, plain: &Plain) -> (Metadata, Body) {
    let mut metadata = Metadata::default();
    let body = body_without(source, &plain.prose, &mut |text| {
        let Header {
            metadata: found,
            lines,
            body_start,
        } = header::read(text, plain);
        metadata = found;
        let mut cut = Cut {
            lines,
            within: None,
        };
        take_dateline(text, body_start, plain.order, &mut metadata, &mut cut);
        cut
    });
    if metadata.title.text.is_empty() {
        metadata.title = derived_title(&body, metadata.place.as_deref());
    }
    (metadata, body)
}

/// Reads the text of a record whose head is told elsewhere: only a date line at its front is taken from it.
pub fn read_body(source: &str, plain: &Plain) -> (Metadata, Body) {
    let mut metadata = Metadata::default();
    let body = body_without(source, &plain.prose, &mut |text| {
        let mut cut = Cut::default();
        take_dateline(text, 0, plain.order, &mut metadata, &mut cut);
        cut
    });
    (metadata, body)
}

/// Takes place, agency and date from the date line with which a story begins.
fn take_dateline(
    text: &str,
    body_start: usize,
    order: DayMonthOrder,
    metadata: &mut Metadata,
    cut: &mut Cut,
) {
    let story = &text[body_start..];
    let Some(dateline) = dateline::at(story, order) else {
        return;
    };
    let start = body_start + (story.len() - story.trim_start().len());
    metadata.place = metadata.place.take().or(dateline.place);
    metadata.source = metadata.source.take().or(dateline.agency);
    if metadata.published.is_none() && dateline.published.is_some() {
        metadata.published = dateline.published;
        metadata.date_from = Some(DateFrom::Dateline);
    }
    if dateline.len > 0 {
        let end = start + dateline.len;
        cut.lines.push(start..end);
        cut.within = Some(end);
    }
}

/// Reads the date line at the front of a paragraph: what it tells, and how many bytes are no part of the story.
pub fn dateline_of(paragraph: &str, order: DayMonthOrder) -> (Metadata, usize) {
    let mut metadata = Metadata::default();
    let mut cut = Cut::default();
    take_dateline(paragraph, 0, order, &mut metadata, &mut cut);
    (metadata, cut.within.unwrap_or(0))
}

/// Makes a title from the first sentence of a text that has none, or from a clause of it that is not too long; `place`
/// and a dash with which the text begins are no part of it.
pub fn derived_title(body: &Body, place: Option<&str>) -> Title {
    let lead = body
        .paragraphs()
        .iter()
        .filter(|paragraph| paragraph.kind != ParagraphKind::Boilerplate)
        .min_by_key(|paragraph| paragraph.kind != ParagraphKind::Text)
        .map(|paragraph| line_of(body.slice(paragraph.span)))
        .unwrap_or_default();
    let after_place = place
        .and_then(|place| lead.strip_prefix(place))
        .map(|rest| {
            rest.trim_start_matches(|c: char| c.is_whitespace() || "-\u{2013}\u{2014}".contains(c))
        })
        .filter(|rest| rest.chars().count() >= MIN_DERIVED_CHARS);
    Title {
        text: headline_of(after_place.unwrap_or(&lead)),
        derived: true,
    }
}

/// Words before which a sentence can be cut.
const CLAUSES: [&str; 12] = [
    " as ",
    " after ",
    " while ",
    " when ",
    " because ",
    " but ",
    " which ",
    " who ",
    " following ",
    " amid ",
    " although ",
    " since ",
];

fn headline_of(lead: &str) -> String {
    let sentence = first_sentence(lead);
    let n_chars = sentence.chars().count();
    if n_chars <= MAX_DERIVED_CHARS {
        return sentence.strip_suffix('.').unwrap_or(sentence).to_owned();
    }
    let end = sentence
        .char_indices()
        .nth(MAX_DERIVED_CHARS)
        .map_or(sentence.len(), |(at, _)| at);
    let start = sentence
        .char_indices()
        .nth(MIN_DERIVED_CHARS)
        .map_or(0, |(at, _)| at);
    let window = &sentence[start..end];
    let clause = CLAUSES
        .iter()
        .filter_map(|clause| window.find(clause))
        .chain(window.find([',', ';', '\u{2014}', '\u{2013}']))
        .chain(window.find(" - "))
        .max();
    let cut = clause.or_else(|| window.rfind(' ')).unwrap_or(window.len());
    let mut title = sentence[..start + cut]
        .trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | '\u{2014}' | '\u{2013}' | '-')
        })
        .to_owned();
    title.push('\u{2026}');
    title
}

fn first_sentence(lead: &str) -> &str {
    let mut from = 0;
    while let Some(at) = lead[from..]
        .find(['.', '?', '!', '\u{3002}'])
        .map(|at| from + at)
    {
        let len = lead[at..].chars().next().map_or(1, char::len_utf8);
        let rest = lead[at + len..].trim_start_matches(['"', '\u{201d}', '\u{2019}', ')', '\'']);
        let end = lead.len() - rest.len();
        let next = rest.trim_start().chars().next();
        let follows =
            rest.is_empty() || (rest.starts_with(' ') && next.is_none_or(|c| !c.is_lowercase()));
        let long_enough = lead[..end].chars().count() >= MIN_DERIVED_CHARS;
        let short_form = crate::corpus::prose::ends_with_short_form(&lead[..at + len]);
        if (follows && !short_form && long_enough) || lead[at..].starts_with('\u{3002}') {
            return &lead[..end];
        }
        from = at + len;
    }
    lead
}

#[cfg(test)]
mod tests {
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

    const REUTERS: &str = include_str!("../../../seeds/000_9b4f7893b58e6a4a.txt");
    const BBC: &str = include_str!("../../../seeds/004_0f2fd64015c354df.txt");

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
}
