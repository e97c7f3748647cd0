//! Pages as houses of many styles serve them: the story and its day, without what stands around.

use super::{read, reading, samples::STORY};
use std::fmt::Write as _;

const NAV: &str = "<nav><ul><li><a href=/>Home</a></li><li><a href=/w>World</a></li></ul></nav>";
const FOOT: &str = "<footer><a href=/t>Terms of use</a><p>Copyright © 2026 The Example Courier Ltd. All rights reserved.</p></footer>";
const RELATED: &str = "<div class='related-stories'><h3>More on this story</h3><ul><li><a href=/2026/03/01/a>Council votes to keep library open until spring</a> 1 March 2026</li></ul></div>";

fn paragraphs(attributes: &str) -> String {
    STORY.iter().fold(String::new(), |mut text, paragraph| {
        let _ = write!(text, "<p{attributes}>{paragraph}</p>");
        text
    })
}

fn check(style: &str, page: &str) {
    let (articles, problems) = read("page.html", page.as_bytes());
    assert_eq!(articles.len(), 1, "{style}: {problems:?}");
    let article = &articles[0];
    let found = reading(article).replace('\u{2019}', "'");
    assert_eq!(found, STORY.join(" "), "{style}");
    assert_eq!(
        article.metadata.title.text, "Sea wall to be rebuilt",
        "{style}"
    );
    let day = article
        .metadata
        .published
        .as_ref()
        .map(|published| published.at.date().to_string());
    assert_eq!(day.as_deref(), Some("2019-01-04"), "{style}");
}

#[test]
fn the_story_and_its_day_are_found_in_many_styles() {
    let head = "<title>Sea wall to be rebuilt | Example Courier</title>";
    let h1 = "<h1>Sea wall to be rebuilt</h1>";
    let story = paragraphs("");
    check(
        "linked data of the whole site",
        &format!(
            "<html><head>{head}<script type='application/ld+json'>{{\"@graph\":[{{\"@type\":\"WebSite\",\"datePublished\":\"2011-01-01\"}},\
             {{\"@type\":\"NewsArticle\",\"headline\":\"Sea wall to be rebuilt\",\"datePublished\":\"2019-01-04T09:29:00Z\",\"dateModified\":\"2026-01-01\"}}]}}</script>\
             </head><body>{NAV}<main><article>{h1}<time datetime=2026-01-01>2 days ago</time>{story}{RELATED}</article></main>{FOOT}</body></html>"
        ),
    );
    check(
        "meta tags, newest first",
        &format!(
            "<html><head>{head}<meta property=article:modified_time content=2026-01-01><meta property=article:published_time content=2019-01-04T09:29:00Z></head>\
             <body><div class=cookie-banner><p>We and our partners store and access information on a device, such as cookies, and process personal data.</p></div>\
             {NAV}<div class='content share-enabled'>{h1}<p class=byline>Ana Perez</p>{story}<div class=share-tools><a>Share</a></div></div>{FOOT}</body></html>"
        ),
    );
    check(
        "the day in the address alone",
        &format!(
            "<html><head>{head}<link rel=canonical href='https://x.example/news/2019/01/04/wall'></head><body><div class=top>Today is Wednesday, 4 March 2026</div>\
             {NAV}<div class=story>{h1}{story}</div>{RELATED}{FOOT}</body></html>"
        ),
    );
    check(
        "a visible day between two others",
        &format!(
            "<html lang=de><head>{head}</head><body><span>Mittwoch, 4. März 2026</span><div class=artikel>{h1}<div class=meta>Von Ana Pérez<br>\
             Veröffentlicht am 4. Januar 2019, 09:29 Uhr. Aktualisiert am 5. Januar 2019</div>{story}</div>\
             <div class=kommentare><h3>Kommentare (2)</h3><p>Schreiben Sie einen Kommentar. Bitte beachten Sie unsere Regeln für Kommentare.</p></div></body></html>"
        ),
    );
    check(
        "microdata, and a comment with a day of its own",
        &format!(
            "<html><head>{head}</head><body><div itemtype=http://schema.org/Comment><span itemprop=datePublished>1 March 2026</span></div>\
             <div itemscope>{h1}<meta itemprop=datePublished content=2019-01-04><div itemprop=articleBody>{story}</div></div>{FOOT}</body></html>"
        ),
    );
    check(
        "a short page with long comments",
        &format!(
            "<html><head>{head}<meta name=pubdate content=20190104></head><body>{h1}<div class=text>{story}</div><section id=comments>{}</section></body></html>",
            format!(
                "<p>{}</p>",
                "I have lived here for thirty years and nobody asked us about it. ".repeat(4)
            )
            .repeat(6)
        ),
    );
    check(
        "a page of tables",
        &format!(
            "<html><head><title>Valley Herald | 01/04/2019 | Sea wall to be rebuilt</title></head><body><table><tr><td><a href=1>Obituaries</a><br><a href=2>Sports</a></td>\
             <td><b>Sea wall to be rebuilt</b><br><i>Posted on Fri, Jan. 4, 2019</i><br>By Ana Perez<br><br>{}</td></tr></table></body></html>",
            STORY.join("<br><br>")
        ),
    );
    check(
        "a stub behind a wall, the story in linked data",
        &format!(
            "<html><head>{head}<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Sea wall to be rebuilt\",\"datePublished\":\"2019-01-04\",\"articleBody\":{}}}</script></head>\
             <body>{h1}<p>{}</p><div class=paywall><p>Get unlimited access to all our journalism, on every device, from only $1 a week.</p></div></body></html>",
            serde_json::json!(STORY.join("\n\n")),
            STORY[0]
        ),
    );
}
