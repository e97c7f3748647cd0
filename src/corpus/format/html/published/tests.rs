//! Cases of days of pages: [`published`](super).

use super::*;

fn found_in(page: &str) -> Option<(RawDate, DateFrom)> {
    let tree = Tree::new(page);
    let around = Surroundings {
        title: None,
        behind_title: &[],
        address: None,
        order: DayMonthOrder::Unknown,
    };
    read(&tree, (&tree, page), &Meta::of(&tree), None, &around)
}

fn check_page(page: &str, expected: Option<&str>) {
    let found = found_in(page).and_then(|(date, _)| date.read(DayMonthOrder::Unknown));
    assert_eq!(
        found.map(|date| date.at.date().to_string()).as_deref(),
        expected,
        "{page}"
    );
}

#[test]
fn a_page_says_where_its_day_stands() {
    for (page, from) in [
        (
            "<meta property=article:published_time content=2019-01-04><h1>Dam</h1>",
            "meta tag 'article:published_time'",
        ),
        (
            "<h1>Dam</h1><i itemprop=datePublished>4 January 2019</i>",
            "microdata 'datePublished'",
        ),
        (
            "<h1>Dam</h1><time>4 January 2019</time>",
            "an element near the headline",
        ),
        (
            "<b>Dam</b><br><i>Posted on Jan. 4, 2019</i><br>By Ana<br><br>It rained.",
            "a line of the text",
        ),
        (
            "<meta name=last-modified content=2019-01-04><h1>Dam</h1>",
            "the last change",
        ),
    ] {
        let found = found_in(page).map(|(_, from)| from.to_string());
        assert_eq!(found.as_deref(), Some(from), "{page}");
    }
}

#[test]
fn the_day_of_publication_is_told_from_others() {
    let day = Some("2019-01-04");
    check_page(
        "<meta property=article:modified_time content=2026-03-01><meta property=article:published_time content=2019-01-04T09:00Z>",
        day,
    );
    check_page(
        "<div class=today>4 March 2026</div><h1>Dam</h1><p class=info>Published 4 January 2019. Updated 5 January 2019</p>",
        day,
    );
    check_page(
        "<h1>Dam</h1><div>Updated: 6/1/2019</div><time class='x-published-date' datetime='2019-01-04 09:29'>4.jan.2019</time>",
        day,
    );
    check_page(
        "<html lang=de><h1>Damm</h1><p>Von Ana Pérez, 04.01.2019, 9:29 Uhr</p>",
        day,
    );
    check_page(
        "<h1>Dam</h1><span class=timestamp>01/04/2019 9:29 AM EST</span>",
        day,
    );
    check_page(
        "<html lang=en-GB><h1>Dam</h1><span class=date>04/01/2019</span>",
        day,
    );
    check_page(
        "<script>{\"datePublished\": \"2019-01-04T09:29\"}</script><h1>Dam</h1>",
        day,
    );
    check_page(
        "<h1>Dam</h1><abbr class=published title=2019-01-04>Friday</abbr>",
        day,
    );
    check_page(
        "<div itemtype=http://schema.org/Comment><i itemprop=datePublished>1 March 2026</i></div><i itemprop=datePublished>4 January 2019</i>",
        day,
    );
    check_page(
        "<b>Dam</b><br><i>Posted on Jan. 4, 2019</i><br>By Ana Pérez<br><br>It rained.",
        day,
    );
    check_page("<h1>Dam</h1><p>It rained.</p><p>© 2019 Example</p>", None);
    // Letters that are longer small than large.
    check_page(
        "<h1>Dam</h1><p class=date>ẞẞ updated İİ</p><p>ẞẞ posted İİ</p>",
        None,
    );
    check_page(
        "<h1>Dam</h1><p>As of December 31, 2014, the company held 858 licences at sea.</p>",
        None,
    );
}

#[test]
fn the_order_of_day_and_month_is_that_of_where_a_page_is_from() {
    let day = Some("2019-01-04");
    check_page(
        "<html lang=en><h1>Dam</h1><i class=date>04.01.2019</i>",
        day,
    );
    check_page(
        "<html lang=en><h1>Dam</h1><i class=date>01/04/2019</i>",
        day,
    );
    let german = "Am Morgen brach der Damm, und das Wasser lief in die Straßen der Stadt. \
        Die Feuerwehr brachte die Leute aus ihren Häusern.";
    check_page(
        &format!("<h1>Damm</h1><i class=date>04/01/2019</i><p>{german}</p>"),
        day,
    );
    assert!(is_of_a_country("https://www.example.co.uk/dam"));
    assert!(!is_of_a_country("https://example.com/dam.de"));
    assert!(!is_of_a_country("https://example.tv"));
}

#[test]
fn days_of_other_stories_do_not_count() {
    let day = Some("2019-01-04");
    let story = "It rained for days. ".repeat(100);
    let list: Vec<String> = (5..9)
        .map(|day| format!("<li>Other<i class=post-date>{day} May 2020</i>"))
        .collect();
    let list = list.concat();
    check_page(
        &format!("<h1>Dam</h1><p>{story}</p><div>4 January 2019</div><ul>{list}</ul>"),
        day,
    );
    check_page(
        &format!("<h1>Dam</h1><div>4 January 2019</div><p>{story}</p><ul>{list}</ul>"),
        day,
    );
    check_page(
        "<h1>Dam</h1><blockquote><time>1 May 2020</time></blockquote><div class=date>4 January 2019</div>",
        day,
    );
}

#[test]
fn addresses_hold_days() {
    for (address, expected) in [
        ("https://x.example/2019/01/04/dam", Some("2019-01-04")),
        ("https://x.example/2019/jan/04/dam", Some("2019-01-04")),
        (
            "https://x.example/news/dam-20190104.html",
            Some("2019-01-04"),
        ),
        ("https://x.example/news-2019-1-4-dam", Some("2019-01-04")),
        ("https://x.example/2019/dam?d=2026-01-01", None),
        ("https://x.example/20191399/dam", None),
    ] {
        assert_eq!(date_of_address(address).as_deref(), expected, "{address}");
    }
}
