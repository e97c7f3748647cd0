//! Where what was said begins and ends.

use super::{check, said};

#[test]
fn a_comma_behind_reported_words_is_no_part_of_them() {
    for text in [
        "Well, so I think that sort of inspired me to study ancient humans, I guess. But it was good.",
        "Apart from the Olympiads, I guess.",
    ] {
        let reports = said(text);
        assert!(!reports.is_empty(), "{text}");
        for report in reports {
            let content = report.split(" | ").next().unwrap_or_default();
            assert!(!content.ends_with([',', '.']), "{report}");
        }
    }
}

#[test]
fn what_says_who_the_source_is_was_not_said() {
    for (lead, content) in [
        ("Ann Lee, the mayor of Halden", "the bridge is safe"),
        (
            "Ann Lee, formerly the director of the Centers for Disease Control",
            "the pandemic is over",
        ),
        (
            "Ann Lee, a lawyer who has worked in Rome",
            "in most years the town is broke",
        ),
        ("Ann Lee, 43, of Leeds", "the man left the town"),
        ("Ann Lee, who led the study", "prices fell in the spring"),
    ] {
        check(
            &format!("According to {lead}, {content}."),
            &[&format!("{content} | According to | Ann Lee | Ann Lee")],
        );
    }
}

#[test]
fn a_subject_of_what_was_said_stays() {
    check(
        "According to Ann Lee, the river, the dam and the road are gone.",
        &["the river, the dam and the road are gone | According to | Ann Lee | Ann Lee"],
    );
    check(
        "According to reports, of the 40 passengers, 22 were Cuban.",
        &["of the 40 passengers, 22 were Cuban | According to | reports | reports"],
    );
    check(
        "According to police, a man, 43, was found dead.",
        &["a man, 43, was found dead | According to | police | police"],
    );
}

#[test]
fn how_and_when_it_was_told_was_not_said() {
    check(
        "Bo Smith has said publicly the forest should be opened up to agriculture.",
        &["the forest should be opened up to agriculture | said | Bo Smith | Bo Smith"],
    );
    check(
        "Ann Lee said today the bridge would open.",
        &["the bridge would open | said | Ann Lee | Ann Lee"],
    );
    check(
        "The White House announced earlier this month that one of the trees must go.",
        &["one of the trees must go | announced | The White House | White House"],
    );
    for content in [
        "publicly funded schools must close",
        "earlier reports were wrong",
    ] {
        check(
            &format!("Ann Lee said {content}."),
            &[&format!("{content} | said | Ann Lee | Ann Lee")],
        );
    }
}
