//! Copies of one text: one row, opened and folded, dealt with at once, compared.

use crate::harness::{Room, article, harbour};
use reading_room::corpus::Article;

const TEXT: &str = "The harbour board of Milltown said on Monday that the old swing bridge will close for six weeks \
    while its bearings are replaced. Lorries must take the northern road, and the ferry will sail every hour.\n\n\
    \"We have waited eleven years for this,\" said Ada Fenwick, the engineer in charge of the works, who promised that \
    the bridge will open again before the regatta in June.";

/// Five articles and three that print the same text, one of them with a sentence more.
fn wire() -> Vec<Article> {
    let longer = format!("{TEXT} Nobody was consulted, said a shopkeeper.");
    let mut articles = harbour();
    articles.extend([
        article("Bridge to close for six weeks", "Wire", "2024-05-06", TEXT),
        article(
            "Swing bridge closes",
            "Milltown Echo",
            "2024-05-07",
            &longer,
        ),
        article("Six weeks without a bridge", "The Tide", "2024-05-07", TEXT),
    ]);
    articles
}

fn n_rows(room: &Room) -> usize {
    room.state.list.rows.len()
}

/// A room with the cursor on the row that stands for the three.
fn at_the_copies() -> Room {
    let mut room = Room::of(&wire());
    room.keys("]d");
    room
}

#[test]
fn copies_are_one_row_that_opens_and_folds() {
    let mut room = at_the_copies();
    assert_eq!(n_rows(&room), 6);
    room.shows("×3 S");
    room.keys("l");
    assert_eq!(n_rows(&room), 8);
    room.hides("×3")
        .shows("│ Bridge to close")
        .shows("first · Wire");
    room.keys("jh");
    assert_eq!(n_rows(&room), 6);
    room.shows("×3 ");
    room.keys("zd");
    assert_eq!(n_rows(&room), 8);
    room.keys("zd");
    assert_eq!(n_rows(&room), 6);
}

#[test]
fn one_key_deals_with_all_copies_and_one_takes_it_back() {
    let mut room = at_the_copies();
    room.keys("M");
    assert!(room.status().starts_with("done: 3"), "{}", room.status());
    let step = room.saved.last().expect("it was saved");
    let n_decided = step.changes.len();
    assert_eq!(n_decided, 6, "three are done and read");
    room.keys(r"\is:done<Enter>");
    assert_eq!(n_rows(&room), 1, "the copies are still one row");
    room.keys(r"u\<Ctrl-u>is:done<Enter>");
    assert_eq!(n_rows(&room), 0);
}

#[test]
fn two_articles_are_compared_word_by_word() {
    let mut room = at_the_copies();
    room.size(100, 30).keys("lD");
    room.shows("Compared")
        .shows("{+Nobody was")
        .shows("6 only in the second");
    room.keys("q").hides("Compared");
    // Any two that are selected are compared.
    room.keys("gg<Space><Space>D").shows("[-");
    room.keys("q<Esc>gg3<Space>D")
        .shows("3 are selected; D compares two");
}

#[test]
fn the_copies_of_an_article_are_listed() {
    let mut room = at_the_copies();
    room.keys("<Enter>gd")
        .shows("Copies of this text")
        .shows("2024-05-06  Bridge to close for six weeks");
    room.keys("<Enter>").hides("Copies of this text");
    room.shows("Bridge to close for six weeks");
    room.keys("qggG");
    let mut alone = Room::of_harbour();
    alone.keys("gd").shows("no other article says the same");
    alone.keys("]d").shows("no other article here has copies");
}
