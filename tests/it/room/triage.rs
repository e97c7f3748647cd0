//! One key acts and advances; everything can be taken back; nothing shows before it is on disk.

use crate::harness::{Room, harbour, harbour_library};
use reading_room::{
    app::{Event, keymap::Preset},
    config,
};

/// The rows of the list as they are seen: signs and the beginning of the title.
fn rows(room: &Room) -> Vec<String> {
    let screen = room.screen();
    let lines = screen.lines().skip(1).step_by(2).take(5);
    lines
        .map(|line| {
            line.chars()
                .take(24)
                .collect::<String>()
                .trim_end()
                .to_owned()
        })
        .collect()
}

#[test]
fn done_marks_the_article_and_goes_to_the_next() {
    let mut room = Room::of_harbour();
    room.keys("a");
    assert_eq!(rows(&room)[0], "   ✓ Harbour wall to be");
    assert_eq!(room.state.list.cursor, 1);
    assert!(
        room.status().starts_with("done · 4 left · u undoes"),
        "{}",
        room.status()
    );
    // The reader shows the next article already.
    room.shows("The ferry sails").hides("We cannot wait");
}

#[test]
fn a_count_acts_on_that_many_and_lands_on_the_one_after() {
    let mut room = Room::of_harbour();
    room.keys("3d");
    assert_eq!(room.state.list.cursor, 3);
    assert_eq!(
        rows(&room).iter().filter(|row| row.contains('✗')).count(),
        3
    );
    room.keys("u");
    assert_eq!(
        rows(&room).iter().filter(|row| row.contains('✗')).count(),
        0,
        "one step takes all three back"
    );
    room.keys("<Ctrl-r>");
    assert_eq!(
        rows(&room).iter().filter(|row| row.contains('✗')).count(),
        3
    );
}

#[test]
fn undo_in_the_reader_takes_back_the_verb_and_returns_to_its_article() {
    let mut room = Room::of_harbour();
    room.size(60, 20).keys("<Enter>");
    room.shows("We cannot wait");
    // The next article opens, and counts as read; that is no deed.
    room.keys("a").shows("The ferry sails");
    room.keys("u").shows("We cannot wait");
    assert!(
        room.status().starts_with("undone: done"),
        "{}",
        room.status()
    );
    room.keys("u");
    assert!(
        room.status().starts_with("nothing to undo"),
        "{}",
        room.status()
    );
    room.keys("q");
    assert_eq!(rows(&room)[0], "     Harbour wall to be");
}

#[test]
fn a_selection_is_acted_on_as_one() {
    let mut room = Room::of_harbour();
    room.keys("<Space>j<Space>f");
    let starred: Vec<_> = rows(&room)
        .into_iter()
        .filter(|row| row.contains('★'))
        .collect();
    assert_eq!(starred.len(), 2, "{starred:?}");
    assert_eq!(room.saved.len(), 1, "one action is one step");
    room.keys("V");
    room.shows("5 selected");
    room.keys("<Esc>ggvjja");
    assert_eq!(
        rows(&room).iter().filter(|row| row.contains('✓')).count(),
        3
    );
}

#[test]
fn the_last_change_is_repeated() {
    let mut room = Room::of_harbour();
    room.keys("tbudget<Enter>");
    room.shows("#budget").shows("tagged #budget");
    room.keys("jj.");
    assert_eq!(
        room.screen().matches("#budget").count(),
        3,
        "two rows and the status line:\n{}",
        room.screen()
    );
    room.keys("T");
    room.shows("budget");
    room.keys("budget<Enter>");
    assert_eq!(room.state.ledger.tags().get("budget"), Some(&1));
}

#[test]
fn a_mark_shows_only_when_it_is_on_disk() {
    let mut room = Room::of_harbour();
    room.disk_answers = false;
    room.keys("f");
    room.hides("★").shows("…");
    room.event(Event::SaveFailed {
        ticket: 1,
        why: "the disk is full".to_owned(),
    });
    room.shows("the disk is full").shows("1 not saved");
    room.event(Event::Saved { ticket: 1 });
    room.shows("★").hides("not saved");
}

#[test]
fn opening_an_article_marks_it_read() {
    let mut room = Room::of_harbour();
    assert!(rows(&room)[0].contains('●'));
    room.keys("<Enter>");
    assert!(!rows(&room)[0].contains('●'));
    room.keys("qr");
    assert!(rows(&room)[0].contains('●'), "r makes it unread again");
}

#[test]
fn notes_are_written_and_listed() {
    let mut room = Room::of_harbour();
    room.keys("ccall the mayor<Enter>");
    room.shows("✎").shows("noted");
    room.keys("gn");
    room.shows("call the mayor");
    room.keys("<Enter>");
    room.shows("We cannot wait");
}

#[test]
fn what_another_room_marks_is_seen_here() {
    use reading_room::triage::{Change, Step};
    let mut room = Room::of_harbour();
    let key = harbour()[0].key;
    let step = Step {
        label: "starred".to_owned(),
        changes: vec![(key, Change::Starred(true))],
    };
    room.event(Event::News(vec![step]));
    room.shows("★").shows("another room: starred");
}

#[test]
fn a_paste_never_triages() {
    let mut room = Room::of_harbour();
    room.event(Event::Paste("addd\nq".to_owned()));
    assert!(room.saved.is_empty() && !room.left);
    room.keys("/");
    room.event(Event::Paste("light\u{1b}[2J".to_owned()));
    assert_eq!(
        room.state.list.cursor, 0,
        "no title holds the picture of an escape"
    );
    room.shows("light␛[2J");
}

#[test]
fn verbs_work_from_the_reader_and_from_tables() {
    let mut room = Room::of_harbour();
    room.keys("<Enter>a");
    assert!(rows(&room)[0].contains('✓'));
    room.shows("The ferry sails");
    room.keys("qSfish OR keeper<Enter>");
    room.shows("Search: fish OR keeper");
    room.keys("f<Esc>");
    assert_eq!(
        rows(&room).iter().filter(|row| row.contains('★')).count(),
        1
    );
}

#[test]
fn one_key_of_ones_own_does_several_commands() {
    let (settings, problems) = config::read(
        "[keys.article]\n\",b\" = [\":tag budget\", \":done\"]\n\",t\" = \":tag\"\n\",x\" = [\":view nowhere\", \":done\"]\n",
    );
    assert_eq!(problems, []);
    let mut room = Room::with(harbour_library(), settings.room, Vec::new());
    room.keys(",b");
    room.shows("done · 4 left · u undoes");
    assert_eq!(room.state.ledger.tags(), [("budget".to_owned(), 1)].into());
    room.keys("u").shows("undone: done");
    room.keys("u").shows("undone: tagged #budget");
    room.keys(",").event(Event::Woke);
    room.shows(":tag budget  :done");
    room.keys("<Esc>?budget")
        .shows(",b")
        .shows(":tag budget  :done");
    room.keys("<Esc>,t").shows("tag:");
    // What goes wrong is the last: the article is not done.
    room.keys("<Esc>,x").shows("there is no view 'nowhere'");
    room.keys("u").shows("nothing to undo");
}

#[test]
fn keys_of_other_programs_are_taken_over_and_told() {
    let mut room = Room::of_harbour();
    room.state.settings.keymap.take_over(Preset::Newsboat);
    room.keys("N");
    room.shows("read · 5 left · U undoes");
    room.keys("U").shows("undone: read");
    room.keys("?discard").shows("d  D").hides("Ctrl-d");
}
