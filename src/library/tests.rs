//! What the library answers, on a few small articles.

mod disk;

use super::*;
use crate::{
    corpus::{ArticleKey, Metadata, Origin, Precision, Published, Title},
    text::Body,
};
use jiff::civil::date;

/// Makes an article of a title and a text.
pub(super) fn article(title: &str, text: &str) -> Article {
    Article {
        key: ArticleKey::of(title, text),
        metadata: Metadata {
            title: Title {
                text: title.to_owned(),
                derived: false,
            },
            ..Metadata::default()
        },
        body: Body::plain(text),
        source: text.to_owned(),
        origin: Origin {
            path: "a.txt".into(),
            inner: None,
            index: 0,
            format: "text".to_owned(),
            offset: 0,
            verbatim: true,
        },
    }
}

pub(super) fn dated(mut article: Article, day: jiff::civil::Date, source: &str) -> Article {
    article.metadata.published = Some(Published {
        at: day.at(0, 0, 0, 0),
        offset_minutes: None,
        precision: Precision::Day,
        raw: day.to_string(),
    });
    article.metadata.source = Some(source.to_owned());
    article
}

fn library() -> Library {
    Library::of_articles(&[
        dated(
            article(
                "Rate cut surprises markets",
                "The central bank cut its rate. Inflation is low.",
            ),
            date(2024, 1, 10),
            "Reuters",
        ),
        dated(
            article(
                "Floods in the north",
                "The river rose. The bank of the river broke near Lima.",
            ),
            date(2024, 3, 2),
            "BBC News",
        ),
        article(
            "An undated note on rates",
            "Nobody knows when this rate was written.",
        ),
        dated(
            article("Zoo opens", "Animals everywhere."),
            date(2023, 7, 1),
            "Reuters",
        ),
    ])
}

/// Checks which titles a question selects, in order of date.
#[track_caller]
fn check(question: &str, expected: &[&str]) {
    let library = library();
    let query = Query::parse(question).unwrap();
    let catalogue = library.catalogue();
    let titles: Vec<_> = library
        .select(&query, Arrangement::default(), &NoMarks)
        .into_iter()
        .map(|id| {
            catalogue
                .row(id)
                .unwrap()
                .title
                .split(' ')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(titles, expected, "{question}");
}

#[test]
fn questions_select_articles() {
    check("", &["Floods", "Rate", "Zoo", "An"]);
    check("rate", &["Rate", "An"]);
    check("rat*", &["Rate", "An"]);
    check("ratte~", &["Rate", "An"]);
    check("rate -bank", &["An"]);
    check("bank", &["Floods", "Rate"]);
    check("\"central bank\"", &["Rate"]);
    check("\"bank central\"", &[]);
    check("bank NEAR/1 river", &[]);
    check("bank NEAR/2 river", &["Floods"]);
    check("bank NEAR/1 rate", &[]);
    check("bank NEAR/2 rate", &["Rate"]);
    check("\"central bank\" NEAR/2 rate", &["Rate"]);
    check("rate NEAR/2 bank", &["Rate"]);
    check("title:rate", &["Rate"]);
    check("title:floods OR zoo", &["Floods", "Zoo"]);
    check("source:reuters", &["Rate", "Zoo"]);
    check("source:bbc", &["Floods"]);
    check("-source:reuters", &["Floods", "An"]);
    check("date:2024", &["Floods", "Rate"]);
    check("date:2024-02..2024-03", &["Floods"]);
    check("date:..2023", &["Zoo"]);
    check("is:unread rate", &["Rate", "An"]);
    check("is:read", &[]);
    check("NOT (rate OR bank)", &["Zoo"]);
}

#[test]
fn lists_are_arranged() {
    let library = library();
    let catalogue = library.catalogue();
    let titles = |key, reversed| {
        library
            .select(&Query::default(), Arrangement { key, reversed }, &NoMarks)
            .into_iter()
            .map(|id| {
                catalogue
                    .row(id)
                    .unwrap()
                    .title
                    .split(' ')
                    .next()
                    .unwrap()
                    .to_owned()
            })
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(titles(SortKey::Date, false), "Floods Rate Zoo An");
    assert_eq!(titles(SortKey::Date, true), "Zoo Rate Floods An");
    assert_eq!(titles(SortKey::Title, false), "An Floods Rate Zoo");
    assert_eq!(titles(SortKey::Title, true), "Zoo Rate Floods An");
    assert_eq!(titles(SortKey::Source, false), "Floods Rate Zoo An");
    assert_eq!(titles(SortKey::Source, true), "Rate Zoo Floods An");
    assert_eq!(titles(SortKey::Length, false), "Floods Rate An Zoo");
    assert_eq!(titles(SortKey::Relevance, false), "Rate Floods An Zoo");
}

#[test]
fn search_shows_why() {
    let library = library();
    let hits = library.search(
        &Query::parse("rate inflation OR \"rate was\"").unwrap(),
        10,
        &NoMarks,
    );
    assert_eq!(hits.len(), 2);
    assert_eq!(hits[0].article, ArticleId(0));
    assert_eq!(
        hits[0].snippet,
        "The central bank cut its rate. Inflation is low."
    );
    let shown: Vec<_> = hits[0]
        .snippet_matches
        .iter()
        .map(|span| span.of(&hits[0].snippet))
        .collect();
    assert_eq!(shown, ["rate", "Inflation"]);
    assert!(
        library.search(&Query::parse("source:reuters").unwrap(), 1, &NoMarks)[0]
            .score
            .abs()
            < f32::EPSILON
    );
}

#[test]
fn an_article_is_found_by_its_key_and_comes_back_whole() {
    let library = library();
    let catalogue = library.catalogue();
    for id in catalogue.ids() {
        let article = library.article(id).unwrap();
        assert_eq!(catalogue.find(article.key), Some(id));
        assert_eq!(
            catalogue.row(id).unwrap().title,
            article.metadata.title.text
        );
    }
    assert!(library.article(ArticleId(99)).is_err());
}

#[test]
fn a_few_letters_find_it() {
    let library = library();
    let find = |pattern: &str, kinds: &[CandidateKind]| {
        let query = FinderQuery {
            pattern: pattern.to_owned(),
            kinds: kinds.to_vec(),
            limit: 2,
        };
        let tag = Extra {
            candidate: Candidate::Tag("rates".to_owned()),
            text: "rates".to_owned(),
            detail: String::new(),
        };
        library
            .find(&query, &[tag], &|| false, &mut |_| {})
            .into_iter()
            .map(|found| found.text)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        find("", &[]),
        ["Floods in the north", "Rate cut surprises markets"]
    );
    assert_eq!(find("flnor", &[]), ["Floods in the north"]);
    assert_eq!(find("markets cut", &[]), ["Rate cut surprises markets"]);
    assert_eq!(find("rates", &[CandidateKind::Tag]), ["rates"]);
    assert_eq!(find("", &[CandidateKind::Tag]), ["rates"]);
    assert_eq!(
        find("marketts surprizes", &[]),
        ["Rate cut surprises markets"]
    );
    assert_eq!(find("xyz", &[]), [""; 0]);
}
