//! The room itself: panes, help, command line, themes, leaving.

use crate::harness::{Room, harbour_library};
use reading_room::{
    app::{Effect, Event, Settings, ThemeName},
    library::{Progress, Stage, Summary},
};
use std::time::Duration;

#[test]
fn help_is_made_from_the_live_keys_and_can_be_searched() {
    let mut room = Room::of_harbour();
    room.keys("?");
    room.shows("In lists and tables");
    room.keys("undo");
    room.shows("u").shows("undo").hides("half a page");
    room.keys("<Esc>").hides("Keys");
}

#[test]
fn the_help_names_every_key_of_the_table() {
    let room = Room::of_harbour();
    let lines = reading_room::app::help_lines(&room.state, "");
    for binding in room.state.settings.keymap.bindings() {
        let keys = binding.keys_written();
        let named = lines.iter().any(|line| {
            matches!(line, reading_room::app::HelpLine::Keys(all, _) if all.split("  ").any(|one| one == keys))
        });
        assert!(named, "{keys} is not in the help");
    }
}

#[test]
fn progress_makes_way_for_what_is_said() {
    let mut room = Room::of_harbour();
    room.size(120, 24).event(Event::Progress(Progress {
        stage: Stage::Reading,
        n_done: 12_345,
        n_bytes: 38,
        n_total_bytes: Some(100),
        per_second: Some(2_100.0),
        left: Some(Duration::from_secs(150)),
        ..Progress::default()
    }));
    room.shows("reading 12,345 · 38% · 2,100/s · 3 min left");
    room.size(60, 20).shows("reading 38% · 3 min left");
    room.keys("]d");
    room.shows("no other article here has copies  reading 38%");
    room.size(40, 20);
    room.shows("no other article here has copies")
        .shows("38%")
        .hides("reading");
}

#[test]
fn escape_lets_the_reading_go_on_and_ctrl_c_stops_it() {
    let mut room = Room::of_harbour();
    room.event(Event::Progress(Progress::default()));
    room.keys("<Esc><Esc>");
    assert!(!asked_to_stop(&room));
    room.keys("<Ctrl-c>").shows("F5 goes on");
    assert!(asked_to_stop(&room));
    assert!(!room.left);
}

fn asked_to_stop(room: &Room) -> bool {
    room.wishes
        .iter()
        .any(|effect| matches!(effect, Effect::CancelJobs))
}

#[test]
fn who_said_what_fills_while_the_archive_is_looked_through() {
    let mut room = Room::of_harbour();
    room.library_answers = false;
    room.keys("w");
    let Some(Effect::Ask { generation, .. }) = room.waiting.pop() else {
        panic!("who is quoted is asked");
    };
    let rows = Vec::new();
    room.event(Event::Speakers { generation, rows });
    room.shows("Nobody is quoted");
    room.event(Event::Progress(Progress::default()));
    room.shows("still being looked through");
    room.answer().shows("Ingrid Halvorsen");
    room.keys("<Down>");
    let under_cursor = room.styled();
    room.event(Event::Refreshed {
        summary: Summary::default(),
        problems: Vec::new(),
    });
    assert_eq!(room.styled().lines().nth(5), under_cursor.lines().nth(5));
}

#[test]
fn the_command_line_completes_and_remembers() {
    let mut room = Room::of_harbour();
    room.keys(":prob<Tab>");
    room.shows(":problems");
    room.keys("<Enter>").shows("Everything could be read.");
    room.keys("<Esc>:<Up>").shows(":problems");
    room.keys("<Esc>:nonsense<Enter>")
        .shows("'nonsense' is not a command");
    room.keys(":4<Enter>");
    assert_eq!(room.state.list.cursor, 3);
    room.keys(":sort length<Enter>").shows("length ↓");
}

#[test]
fn every_action_can_be_run_by_name_without_harm() {
    for action in reading_room::app::Action::ALL {
        for entered in ["", "<Enter>", "gq"] {
            let mut room = Room::of_harbour();
            room.keys(entered)
                .keys(&format!(":{}<Enter>", action.name()));
            room.hides("is not a command");
            let _ = room.screen();
        }
    }
}

#[test]
fn one_pane_at_60_by_20_and_a_line_below_20_by_5() {
    let mut room = Room::of_harbour();
    room.size(60, 20);
    room.shows("Harbour wall").hides("We cannot wait");
    room.keys("<Enter>")
        .shows("We cannot wait")
        .hides("Ferry timetable");
    room.keys("q").shows("Ferry timetable");
    room.size(19, 4).shows("too small");
    for columns in 1..100 {
        for rows in 1..30 {
            room.size(columns, rows);
            let _ = room.screen();
        }
    }
}

#[test]
fn panes_stand_beside_each_other_above_each_other_or_alone() {
    let mut room = Room::of_harbour();
    room.shows("│");
    room.keys("P").shows("reader: below").shows("──────");
    room.keys("P").shows("reader: off").hides("We cannot wait");
    room.keys("PZ")
        .shows("We cannot wait")
        .hides("Ferry timetable");
}

#[test]
fn without_colour_every_state_is_told_apart() {
    let settings = Settings {
        theme: ThemeName::Mono,
        ..Settings::default()
    };
    let mut room = Room::with(harbour_library(), settings, Vec::new());
    room.keys("afdjr");
    let screen = room.styled();
    for sign in ["✓", "★", "✗"] {
        assert!(screen.contains(sign), "{sign} is missing:\n{screen}");
    }
    assert!(screen.contains("⟨r"), "the cursor is reversed:\n{screen}");
    assert!(!screen.contains("on 2"), "no colour:\n{screen}");
}

#[test]
fn q_leaves_at_the_top_and_only_there() {
    let mut room = Room::of_harbour();
    room.keys("<Enter>q");
    assert!(!room.left);
    room.keys("q");
    assert!(room.left);
}

#[test]
fn ctrl_c_twice_leaves() {
    let mut room = Room::of_harbour();
    room.keys("<Ctrl-c>");
    assert!(!room.left);
    room.shows("Ctrl-c again quits");
    room.keys("j<Ctrl-c>");
    assert!(!room.left, "something else in between begins anew");
    room.keys("<Ctrl-c>");
    assert!(room.left);
}

#[test]
fn keys_that_mean_nothing_say_so_and_prefixes_show_what_may_follow() {
    let mut room = Room::of_harbour();
    room.keys("L").shows("L means nothing here");
    room.keys("g");
    room.event(reading_room::app::Event::Woke);
    room.shows("g …").shows("articles read, latest first");
    room.keys("<Esc>").hides("g …");
}

#[test]
fn copies_exports_and_programs_are_asked_for() {
    let mut room = Room::of_harbour();
    room.keys("ytyy<Enter>yp");
    let copied: Vec<&str> = room
        .wishes
        .iter()
        .filter_map(|wish| match wish {
            Effect::Copy { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let row = "2021-03-05\tCoast Courier\tHarbour wall to be raised";
    assert_eq!(
        copied,
        [
            "Harbour wall to be raised",
            row,
            "harbour-wall-to-be-raised.txt"
        ]
    );
    room.keys("qs")
        .shows("save as: harbour-wall-to-be-raised.md");
    room.keys("<Enter>");
    assert!(
        matches!(room.wishes.last(), Some(Effect::Write { text, .. }) if text.starts_with("# Harbour wall"))
    );
    room.keys("s<Ctrl-u>notes.doc<Enter>")
        .shows("must end in .md, .json, .csv or .txt");
    room.keys("|wc -w<Enter>");
    assert!(matches!(room.wishes.last(), Some(Effect::Pipe { command, .. }) if command == "wc -w"));
}

#[test]
fn a_formula_in_an_export_is_made_harmless() {
    let mut room = Room::of(&[crate::harness::article("=2+5", "Sheet", "2021-01-01", "x")]);
    room.keys("<Space>s<Enter>");
    assert!(
        matches!(room.wishes.last(), Some(Effect::Write { text, .. }) if text.contains(",'=2+5"))
    );
}

#[test]
fn all_that_is_known_of_an_article_is_shown() {
    let mut room = Room::of_harbour();
    room.size(100, 40).keys("i");
    room.shows("About this article")
        .shows("Coast Courier")
        .shows("harbour-wall-to-be-raised.txt");
    room.shows("unknown");
}

#[test]
fn verbs_act_on_the_row_where_the_reader_has_no_room() {
    for (keys, is_wanted) in [
        (
            "e",
            (|effect| matches!(effect, Effect::Edit { .. })) as fn(&Effect) -> bool,
        ),
        ("|wc -w<Enter>", |effect| {
            matches!(effect, Effect::Pipe { .. })
        }),
        ("Y", |effect| matches!(effect, Effect::Copy { .. })),
        ("yp", |effect| matches!(effect, Effect::Copy { .. })),
    ] {
        let mut room = Room::of_harbour();
        room.size(60, 20).keys("j").keys(keys);
        assert!(
            room.wishes.iter().any(is_wanted),
            "{keys}: {}",
            room.status()
        );
    }
}

#[test]
fn a_passage_of_one_article_is_none_of_another() {
    let mut room = Room::of_harbour();
    room.size(60, 20).keys("<Enter>GvGga");
    room.shows("Ferry timetable");
    room.keys("j|cat<Enter>");
    let piped = room.wishes.iter().find_map(|wish| match wish {
        Effect::Pipe { input, .. } => Some(input.clone()),
        _ => None,
    });
    let piped = piped.expect("the text was sent");
    assert!(piped.contains("ferry"), "{piped}");
}
