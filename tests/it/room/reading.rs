//! The reader: what it shows, how it moves, what it remembers.

use crate::harness::{Room, article, harbour};
use reading_room::app::Effect;

fn long_article() -> reading_room::corpus::Article {
    let text: Vec<String> = (1..=60)
        .map(|n| format!("Paragraph number {n} speaks of the tide."))
        .collect();
    article(
        "A long one",
        "Coast Courier",
        "2021-05-05",
        &text.join("\n\n"),
    )
}

#[test]
fn the_article_under_the_cursor_is_shown_beside_the_list() {
    let mut room = Room::of_harbour();
    room.shows("Harbour wall to be raised")
        .shows("5 March 2021 · Coast Courier")
        .shows("We cannot wait");
    room.keys("j");
    room.shows("The ferry sails at eight.");
}

#[test]
fn pages_scroll_and_the_place_is_remembered() {
    let mut room = Room::of(&[long_article(), harbour().remove(0)]);
    room.keys("<Enter><Space>");
    room.hides("number 1 ").shows("number 12 ");
    room.keys("G");
    room.shows("number 60").shows("100%");
    room.keys("50%").shows("number 31");
    room.keys("q");
    assert!(
        room.memory
            .iter()
            .any(|(name, _)| name.starts_with("place:"))
    );
    room.keys("jk<Enter>");
    room.shows("number 31").hides("number 1 ");
}

#[test]
fn the_same_text_stays_in_view_when_the_width_changes() {
    let mut room = Room::of(&[long_article()]);
    room.keys("<Enter>20G");
    let before = room.state.reader.offset_at_top();
    room.size(120, 40).size(60, 20).size(80, 24);
    assert_eq!(room.state.reader.offset_at_top(), before);
}

#[test]
fn width_keys_begin_at_what_is_seen() {
    let mut room = Room::of(&[long_article()]);
    room.size(60, 20).keys("<Enter>+");
    room.shows("there is no room for more");
    room.keys("-");
    room.shows("lines of 50 cells");
    room.keys("+").shows("lines of 54 cells");
}

#[test]
fn search_is_incremental_with_smart_case_and_a_count() {
    let mut room = Room::of(&[long_article()]);
    room.keys("<Enter>/TIDE");
    room.shows("no match");
    room.keys("<Ctrl-u>tide");
    room.shows("1/60");
    room.keys("<Enter>nn");
    room.shows("3 of 60 · tide");
    room.keys("N").shows("2 of 60");
    room.keys("<Esc>").hides("2 of 60");
    assert!(room.state.reader.search.is_none());
    room.keys("/zebra<Esc>");
    assert_eq!(
        room.state.reader.top, 0,
        "a search given up leaves the view where it was"
    );
}

#[test]
fn matches_are_marked_in_the_text() {
    let mut room = Room::of_harbour();
    room.keys("<Enter>/storm<Enter>");
    let screen = room.styled();
    assert!(screen.contains("⟨b 16 on 221⟩storm"), "{screen}");
}

#[test]
fn the_source_is_one_key_away_with_controls_as_pictures() {
    let hostile = article(
        "Bell",
        "Nowhere",
        "2021-01-01",
        "A \u{7}bell and \u{1b}[2J an escape.",
    );
    let mut room = Room::of(&[hostile]);
    room.keys("<Enter>x");
    room.shows("as stored")
        .shows("A ␇bell and ␛[2J an escape.")
        .shows("SOURCE");
    room.keys("x").hides("as stored");
}

#[test]
fn wide_and_combining_characters_keep_the_border_straight() {
    let text = "新聞記者が記事を読む。\n\nCafe\u{301} 👩‍👩‍👧 und Straße, قال الوزير today.";
    let mut room = Room::of(&[article("幅の広い見出し", "通信社", "2021-01-01", text)]);
    room.size(100, 20);
    for line in room.screen().lines().take(19) {
        let before: String = line.chars().take_while(|c| *c != '│').collect();
        assert_eq!(reading_room::app::text_width(&before), 38, "{line}");
    }
    room.shows("新聞記者が記事を読む。").shows("Cafe\u{301}");
}

#[test]
fn marks_and_jumps_come_back() {
    let mut room = Room::of(&[long_article(), harbour().remove(0)]);
    room.keys("<Enter>30GmA");
    let there = room.state.reader.top;
    room.keys("ggqj<Enter>'A");
    assert_eq!(room.state.reader.top, there);
    room.shows("A long one");
    room.keys("<Ctrl-o>");
    room.shows("We cannot wait");
    room.keys("gi");
    assert_eq!(room.state.reader.top, there);
    room.keys("gm");
    room.shows("Marks").shows("A  A long one");
}

#[test]
fn an_empty_article_says_so() {
    let mut room = Room::of(&[article("Nothing in it", "Nowhere", "2021-01-01", "")]);
    room.keys("<Enter>");
    room.shows("This article has no text.");
}

#[test]
fn an_unknown_date_and_source_are_shown_as_unknown() {
    let mut bare = article("Bare", "", "no day", "Some words.");
    bare.metadata.source = None;
    Room::of(&[bare]).shows("no date").shows("source unknown");
}

/// Returns what was copied last.
fn copied(room: &Room) -> &str {
    let copied = room.wishes.iter().rev().find_map(|wish| match wish {
        Effect::Copy { text, .. } => Some(text.as_str()),
        _ => None,
    });
    copied.expect("something is copied")
}

#[test]
fn a_passage_is_chosen_by_sentences() {
    let text = "The harbour was quiet. Nobody came on Monday. The mayor was away.\n\nThe boats left again. It rained.";
    let mut room = Room::of(&[article("Quiet days", "Courier", "2024-03-05", text)]);
    room.size(120, 24)
        .keys("<Enter>v")
        .shows("passage of 4 words");
    let chosen = "⟨b on 238⟩The harbour was quiet.⟨/b on 238⟩ Nobody came";
    assert!(room.styled().contains(chosen));
    room.keys("j").shows("passage of 8 words");
    room.keys("}").shows("passage of 12 words");
    room.keys("}").shows("passage of 18 words");
    room.keys("3k").shows("passage of 8 words");
    room.keys("yy");
    let words = "The harbour was quiet. Nobody came on Monday.";
    assert_eq!(copied(&room), words);
    room.keys("Y");
    let citation = copied(&room);
    let begins = format!("{words} — Quiet days, Courier, 2024-03-05.");
    assert!(citation.starts_with(&begins), "{citation}");
    assert!(citation.ends_with(", byte 0"), "{citation}");
    room.keys("cwhy?<Enter>").shows("noted");
    room.keys("gn").shows(&format!("“{words}” why?"));
    room.keys("<Esc><Esc>yy");
    assert_eq!(copied(&room), format!("{words} The mayor was away."));
}

#[test]
fn esc_ends_the_passage_before_the_search() {
    let mut room = Room::of_harbour();
    room.keys("<Enter>/wall<Enter>v").shows("passage of");
    room.keys("<Esc>");
    assert!(room.state.reader.passage().is_none() && room.state.reader.search.is_some());
    room.keys("<Esc>").shows("search is over");
}

#[test]
fn a_passage_begins_at_the_quotation_pointed_at() {
    let mut room = Room::of_harbour();
    room.keys("<Enter>]qv").shows("passage of");
    room.keys("yy");
    assert!(copied(&room).contains("We cannot wait"));
    room.keys(":verify<Enter>").shows("Exact");
}

#[test]
fn gl_lists_the_addresses_of_the_story() {
    let text = "The report (https://council.example/report_(2024)) is out. See https://courier.example/a?b=1.\n\n\
                More at https://council.example/report_(2024) soon.";
    let mut room = Room::of(&[article("Report is out", "Courier", "2024-03-05", text)]);
    room.size(100, 24).keys("<Enter>gl").shows("Links");
    room.shows("https://council.example/report_(2024)");
    room.keys("jyu");
    assert_eq!(copied(&room), "https://courier.example/a?b=1");
    room.keys("<Enter>");
    let opened = room.wishes.last();
    assert!(
        matches!(opened, Some(Effect::OpenUrl { url }) if url == "https://courier.example/a?b=1")
    );
    let mut none = Room::of_harbour();
    none.keys("<Enter>gl").shows("no address here");
}

#[test]
fn a_label_goes_to_a_name_a_quotation_or_an_address() {
    let mut room = Room::of(&[article(
        "Harbour wall to be raised",
        "Coast Courier",
        "2021-03-05",
        "The council met on Friday.\n\n\
         \"We cannot wait for the next storm,\" Mayor Ingrid Halvorsen said.\n\n\
         The plan is at https://courier.example/plan and can be read there.",
    )]);
    // From the top down: the quotation, who said it, the address.
    room.keys("<Enter>;")
        .shows("AWe cannot wait")
        .shows("Sngrid Halvorsen said")
        .shows("Dttps://courier.example/plan");
    room.keys("s").shows("Ingrid Halvorsen · person · 1 of 1");
    room.keys(";d");
    let opened = room.wishes.last();
    assert!(
        matches!(opened, Some(Effect::OpenUrl { url }) if url == "https://courier.example/plan"),
        "{opened:?}"
    );
    // Any other key takes the labels away and does nothing else.
    room.keys(";").shows("type a label");
    room.keys("<Esc>")
        .hides("type a label")
        .shows("\"We cannot wait");
    room.keys(";p").shows("no label p");
}

#[test]
fn the_text_is_narrowed_to_the_paragraphs_that_hold_some_words() {
    let mut room = Room::of_harbour();
    room.keys("<Enter>&storm<Enter>");
    room.shows("We cannot wait for the next storm")
        .hides("voted on Friday")
        .hides("$4.2 million")
        .shows("1 place · Esc shows all");
    room.keys("<Esc>")
        .shows("voted on Friday")
        .shows("$4.2 million");
    room.keys("&nowhere<Enter>")
        .shows("'nowhere' is not in this article");
    room.shows("voted on Friday");
    room.keys("&storm<Enter>]q]q").shows("$4.2 million");
}
