//! Finder, filter, full text: getting to an article.

use crate::harness::{Room, article, harbour_library};
use reading_room::{
    app::{Event, Finder, Overlay},
    library::{Candidate, Found},
};

/// Returns the finder, which must be open.
fn finder(room: &Room) -> &Finder {
    match room.state.overlays.last() {
        Some(Overlay::Finder(finder)) => finder,
        _ => panic!("the finder is open"),
    }
}

#[test]
fn the_finder_opens_an_article_by_a_few_letters() {
    let mut room = Room::of_harbour();
    room.keys("plght");
    room.shows("Lighthouse keeper retires");
    room.keys("<Enter>");
    room.shows("After forty years").hides("Find an article");
}

#[test]
fn the_finder_marks_the_letters_and_shows_a_preview() {
    let mut room = Room::of_harbour();
    room.size(110, 30).keys("pferry");
    let screen = room.styled();
    assert!(screen.contains("⟨b 221 on 238⟩Ferry"), "{screen}");
    room.shows("The ferry sails at eight.");
}

#[test]
fn the_finder_shows_what_was_read_last_first() {
    let mut room = Room::of_harbour();
    room.keys("jj<Enter>qgg<Enter>qp");
    let screen = room.screen();
    let first = screen
        .find("Harbour wall to be raised")
        .expect("it was read last");
    assert!(screen[first..].contains("Storm floods"), "{screen}");
}

#[test]
fn prefixes_narrow_the_finder_and_commands_run_from_it() {
    let mut room = Room::of_harbour();
    room.keys("<Ctrl-p>>theme");
    room.shows("next theme");
    room.keys("<Enter>");
    room.shows("theme: light");
    room.keys("txyz<Enter><Ctrl-p>#xy<Enter>");
    room.shows("tag:xyz").shows("1/1");
}

#[test]
fn titles_that_were_escaped_twice_are_shown_as_they_were_meant() {
    let article = article(
        r"Men\u2019s Health Week",
        "Courier",
        "2021-03-05",
        "It began on Monday.",
    );
    let mut room = Room::of(&[article]);
    room.shows("Men’s Health Week").hides("u2019");
    room.keys("pmens");
    let screen = room.styled();
    let marked = "⟨b 221 on 238⟩Men⟨b on 238⟩’⟨b 221 on 238⟩s⟨b on 238⟩ Health Week";
    assert!(screen.contains(marked), "{screen}");
}

#[test]
fn enter_waits_for_the_answer_to_what_was_typed() {
    let mut room = Room::of_harbour();
    room.keys("p");
    room.library_answers = false;
    room.keys("lght<Enter>");
    room.shows("Find an article");
    room.answer();
    room.shows("After forty years").hides("Find an article");
}

#[test]
fn results_appear_as_they_come_and_the_cursor_stays() {
    let mut room = Room::of_harbour();
    room.keys("p");
    room.library_answers = false;
    room.keys("e");
    let generation = finder(&room).generation;
    let found_as = |titles: &[&str]| -> Vec<Found> {
        let found = titles.iter().enumerate().map(|(idx, title)| Found {
            candidate: Candidate::Command(["read", "done", "keep"][idx]),
            text: (*title).to_owned(),
            detail: String::new(),
            matches: Vec::new(),
            score: 0,
        });
        found.collect()
    };
    room.event(Event::Found {
        generation,
        found: found_as(&["First found", "Second found"]),
        is_all: false,
    });
    room.shows("Second found").shows("…");
    room.keys("<Down>");
    let mut all = found_as(&["First found", "Second found", "Best found"]);
    all.rotate_right(1);
    room.event(Event::Found {
        generation,
        found: all,
        is_all: true,
    });
    room.shows("Best found").hides("…");
    let pointed = finder(&room).current().expect("the cursor is on a result");
    assert_eq!(pointed.text, "Second found");
}

#[test]
fn nothing_found_says_so() {
    Room::of_harbour().keys("pqqqq").shows("Nothing matches.");
}

#[test]
fn a_filter_narrows_the_list_and_q_widens_it() {
    let mut room = Room::of_harbour();
    room.size(120, 30).keys("\\source:courier<Enter>");
    room.shows("1/3").shows("source:courier");
    room.keys("Ua");
    room.shows("source:courier is:unread");
    room.keys("q").shows("/5").hides("is:unread");
}

#[test]
fn a_wrong_question_points_at_its_mistake() {
    let mut room = Room::of_harbour();
    room.keys("\\(storm OR");
    room.shows("^").shows("expected");
    room.keys("<Enter>");
    room.shows("filter: (storm OR");
    room.keys("<Ctrl-u>storm<Enter>").shows("1/2");
}

#[test]
fn full_text_hits_lead_to_the_place() {
    let mut room = Room::of_harbour();
    room.keys("S\"forty houses\"<Enter>");
    room.shows("Search: \"forty houses\"")
        .shows("A storm flooded forty houses");
    room.keys("<Enter>");
    room.shows("Storm floods the old town");
    room.keys("q").shows("Search: \"forty houses\"");
}

#[test]
fn the_list_is_sorted_by_each_key_and_turned_round() {
    let mut room = Room::of_harbour();
    room.keys("=");
    room.shows("sorted by title").shows("title ↓");
    let screen = room.screen();
    assert!(screen.find("Ferry").expect("listed") < screen.find("Storm").expect("listed"));
    room.keys("~").shows("title ↑");
}

#[test]
fn the_view_is_remembered() {
    let mut room = Room::of_harbour();
    room.keys("=\\source:courier<Enter>jQ");
    assert!(room.left);
    let again = Room::with(
        harbour_library(),
        reading_room::app::Settings::default(),
        room.memory.clone(),
    );
    again.shows("title ↓").shows("courier").shows("2/3");
}

#[test]
fn a_filter_and_an_order_are_saved_as_a_view() {
    let mut room = Room::of_harbour();
    room.keys(r"\wall<Enter>=");
    let listed = room.state.list.rows.clone();
    room.keys(":save-view budget<Enter>");
    room.shows("view 'budget' saved");
    assert_eq!(
        room.memory.last().map(|(name, _)| name.as_str()),
        Some("saved-view:budget")
    );
    room.keys(r"\<Ctrl-u><Enter>");
    assert_eq!(room.state.list.rows.len(), 5);
    room.keys("gv");
    let words = format!("{}  budget", listed.len());
    room.shows(&words)
        .shows("budget · wall · by title")
        .shows("1 unread");
    room.keys("<Enter>");
    assert_eq!(room.state.list.rows, listed);
    room.keys(":forget-view budget<Enter>gv")
        .shows("No view is saved");
}

#[test]
fn saved_views_are_there_again_next_time_and_count_what_is_new() {
    let mut room = Room::of_harbour();
    room.keys(r"\is:unread<Enter>:save-view queue<Enter>");
    let memory = room.memory.clone();
    let mut again = Room::with(
        harbour_library(),
        reading_room::app::Settings::default(),
        memory,
    );
    again.keys(r"\<Ctrl-u><Enter>rgv").shows("4  queue");
    again
        .keys("q:view nothing<Enter>")
        .shows("there is no view 'nothing'");
}

#[test]
fn a_wording_is_verified_and_its_difference_shown() {
    let mut room = Room::of_harbour();
    room.keys(":verify we cannot wait for the next storm<Enter>");
    room.shows("Exact: these very words").shows("2021-03-05");
    room.keys("q:verify we cannot wait for the last storm<Enter>");
    room.shows("Altered").shows("[-last-]").shows("{+nex");
    room.keys("<Enter>").shows("Harbour wall to be raised");
    room.keys("q:verify entirely different words about nothing<Enter>");
    room.shows("Not found");
}

#[test]
fn the_quotation_pointed_at_is_verified() {
    let mut room = Room::of_harbour();
    room.keys("<Enter>]q:verify<Enter>")
        .shows("Exact: these very words");
}

#[test]
fn words_stand_one_under_the_other_in_their_contexts() {
    let mut room = Room::of_harbour();
    room.size(110, 30).keys(":concordance the<Enter>");
    let screen = room.screen();
    let columns: Vec<usize> = screen
        .lines()
        .filter(|line| line.contains("202") && line.contains(" the "))
        .filter_map(|line| line.find(" the "))
        .collect();
    assert!(columns.len() > 2, "{screen}");
    room.keys("=").shows("sorted by what follows");
    room.keys("=").shows("sorted by what stands before");
    room.keys("qgkferry<Enter>").shows("“ferry” in context");
    room.keys("<Enter>").shows("The ferry sails at eight.");
}

#[test]
fn the_name_pointed_at_is_shown_in_its_contexts() {
    let mut room = Room::of_harbour();
    room.keys("<Enter>]q]eC")
        .shows("“Ingrid Halvorsen” in context");
}

#[test]
fn the_list_is_narrowed_to_a_month_from_the_timeline() {
    let mut room = Room::of_harbour();
    room.keys("gt").shows("2020-12").shows("2021-03  ████");
    room.keys("G<Enter>");
    assert_eq!(room.state.list.filter.raw(), "date:2021-03");
    assert_eq!(room.state.list.rows.len(), 2);
    room.keys("qgtgg<Enter>");
    assert_eq!(room.state.list.filter.raw(), "date:2020-12");
    assert_eq!(room.state.list.rows.len(), 1);
}

#[test]
fn a_hit_opens_with_every_match_marked() {
    let mut room = Room::of_harbour();
    room.keys("Swater OR town<Enter><Enter>");
    let search = room
        .state
        .reader
        .search
        .as_ref()
        .expect("matches are marked");
    assert_eq!(search.pattern, "water OR town");
    assert_eq!(search.matches.len(), 2, "{search:?}");
    let first = search.current;
    room.keys("n");
    let search = room.state.reader.search.as_ref().expect("they stay marked");
    assert_ne!(search.current, first);
}

#[test]
fn gr_lists_other_articles_on_the_same_matter() {
    let mut room = Room::of_harbour();
    room.keys("<Enter>gr").shows("On the same matter");
    room.shows("Storm floods the old town");
    room.keys("<Enter>").shows("A storm flooded forty houses");
    room.keys("q").shows("On the same matter");
    let mut alone = Room::of(&[article("Alone", "Courier", "2024-03-05", "Nothing else.")]);
    alone
        .keys("gr")
        .shows("No other article is on the same matter.");
}

#[test]
fn sources_and_sections_are_counted_and_narrow_the_list() {
    let mut room = Room::of_harbour();
    room.keys("gf");
    room.shows("What the listed articles have in common")
        .shows("3  Coast Courier");
    room.keys("/office<Enter><Enter>");
    assert_eq!(room.state.list.filter.raw(), "source:\"Harbour Office\"");
    room.shows("Ferry timetable").hides("Harbour wall");
    room.keys("gf")
        .shows("1  Harbour Office")
        .hides("Coast Courier");
}
