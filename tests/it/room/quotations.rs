//! Who said what, on the two articles that are built in.

use crate::harness::Room;

#[test]
fn what_gates_said_of_venezuela_is_four_keys_away() {
    let mut room = Room::of_seeds();
    room.keys("wgat<Enter>");
    room.shows("Robert Gates")
        .shows("2010-04-15")
        .shows("BBC News");
    room.keys("/guess");
    room.shows("My guess is that Venezuela");
    room.keys("<Enter>");
    room.shows("US eyes deeper security");
    assert!(room.state.overlays.is_empty());
    room.keys("q");
    room.shows("Robert Gates").shows("› guess");
}

#[test]
fn every_direct_quotation_has_its_speaker_by_full_name() {
    let mut room = Room::of_seeds();
    room.size(120, 40);
    for (name, n_direct) in [("leon panetta", 4), ("robert gates", 4)] {
        room.keys("w").keys(name).keys("<Enter>");
        let screen = room.screen();
        assert_eq!(
            screen.matches("direct").count() - screen.matches("indirect").count(),
            n_direct,
            "{screen}"
        );
        room.keys("<Esc><Esc>");
    }
    room.keys("whugo<Enter>");
    room.shows("Hugo Chavez")
        .shows("it could destabilise the region");
}

#[test]
fn stepping_goes_from_quotation_to_quotation_and_from_name_to_name() {
    let mut room = Room::of_seeds();
    room.keys("<Enter>]q");
    room.shows("quotation 1 of")
        .shows("Leon Panetta")
        .shows("▌");
    room.keys("X").shows("Why").shows("confidence");
    room.keys("q]q]q[q").shows("quotation 2 of");
    room.keys("gg<Esc>]e").shows("Peru · place · 1 of");
    room.keys("]m").shows("Peru · place · 2 of");
    room.keys("E")
        .shows("Names in this article")
        .shows("Ollanta Humala");
}

#[test]
fn the_person_under_the_cursor_is_looked_up() {
    let mut room = Room::of_seeds();
    room.keys("j<Enter>/They face<Enter>]qW");
    room.shows("─ Robert Gates ─");
    room.keys("<Enter>");
    room.keys("Y");
    let copied = room.wishes.iter().rev().find_map(|wish| match wish {
        reading_room::app::Effect::Copy { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let citation = copied.expect("a citation is copied");
    for part in [
        "Robert Gates",
        "US eyes deeper security",
        "BBC News",
        "2010-04-15",
        "byte",
        "seeds/",
    ] {
        assert!(citation.contains(part), "{part} is missing in {citation}");
    }
}

#[test]
fn repairs_are_marked_and_what_was_set_aside_is_folded() {
    let mut room = Room::of_seeds();
    room.size(120, 60);
    room.keys("<Enter>/Maoist<Enter>");
    room.shows("1 of 1").shows("Maoist Shining Path");
    room.keys("x").shows("t he M aoist");
    room.keys("xqj<Enter>")
        .shows("words set aside")
        .hides("BBC Home");
    room.keys("za").shows("BBC Home > BBC News > Americas");
    room.keys("/efforst<Enter>").shows("1 of 1");
}

#[test]
fn the_same_words_in_several_articles_are_one_row() {
    use crate::harness::article;
    let said = "\"We have waited eleven years for this bridge,\" said Ada Fenwick, the engineer.";
    let mut room = Room::of(&[
        article("Bridge closes", "Wire", "2024-05-06", said),
        article(
            "Eleven years",
            "The Tide",
            "2024-05-08",
            &format!("Work has begun at last.\n\n{said}"),
        ),
    ]);
    room.keys("wada<Enter>");
    room.shows("2024-05-06")
        .shows("×2 · Wire")
        .hides("2024-05-08");
    room.keys("gd").shows("The same words").shows("2024-05-08");
    room.keys("<Enter>").shows("Work has begun at last.");
}
