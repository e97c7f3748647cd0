//! Keys in, screen out: what a person notices.

use crate::harness::Room;

#[test]
fn the_seeds_open_on_list_and_reader() {
    let room = Room::of_seeds();
    println!("{}", room.styled());
    room.shows("US eyes deeper security");
}
