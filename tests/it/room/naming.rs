//! Names are corrected by the reader: merged, hidden, restored, and every correction can be taken back.

use crate::harness::Room;

/// The speakers, with the keys going to the table and the cursor on Ole Brandt.
fn at_ole() -> Room {
    let mut room = Room::of_harbour();
    room.keys("w").shows("Ingrid Halvorsen").shows("Ole Brandt");
    room.keys("ole<Tab>");
    room
}

#[test]
fn a_row_is_merged_into_another_and_its_quotations_come_along() {
    let mut room = at_ole();
    room.keys(":merge Ingrid Halvorsen<Enter>");
    room.shows("'Ole Brandt' is now 'Ingrid Halvorsen' · u undoes")
        .shows("3  Ingrid Halvorsen")
        .shows("Ole Brandt · 2 articles");
    room.keys("<Enter>")
        .shows("never seen the water so high")
        .shows("cannot wait for the next storm");
    // By the merged name too: from the reader, at his own words.
    room.keys("qq:quotes Ole Brandt<Enter>")
        .shows("cannot wait for the next storm");
    room.keys("qu").keys("w").shows("1  Ole Brandt");
    assert_eq!(
        room.saved.len(),
        2,
        "the correction and its way back are saved"
    );
}

#[test]
fn letters_are_completed_to_a_name_of_the_table() {
    let mut room = Room::of_harbour();
    room.keys("wole<Tab>:merge<Enter>").shows("is the same as:");
    room.keys("ingr<Tab><Enter>")
        .shows("'Ole Brandt' is now 'Ingrid Halvorsen'");
}

#[test]
fn a_name_that_is_none_is_hidden_and_comes_back() {
    let mut room = at_ole();
    room.keys(":hide-name<Enter>q");
    room.keys("w").hides("Ole Brandt").shows("Ingrid Halvorsen");
    room.keys("<Esc>:corrections<Enter>")
        .shows("Ole Brandt")
        .shows("is hidden");
    room.keys(":restore-name<Enter>")
        .shows("No name was corrected");
    room.keys("qw").shows("Ole Brandt");
}

#[test]
fn what_is_merged_parts_again_when_the_row_is_restored() {
    let mut room = at_ole();
    room.keys(":rename Old Ole<Enter>").shows("1  Old Ole");
    room.keys(":restore-name Old Ole<Enter>")
        .shows("1  Ole Brandt");
    room.keys("q:merge Somebody<Enter>")
        .shows("point at a name first");
}
