//! Cases of what frames a story: [`frame`](super).

use super::*;

fn check(page: &str, expected: Option<&str>) {
    let heading = page.find("<h1");
    assert_eq!(
        without(&Tree::new(page), page, heading).as_deref(),
        expected,
        "{page}"
    );
}

#[test]
fn frames_are_cut_out() {
    let story =
        "<p>The dam opened on Saturday, and the ministers of both countries came to see it.</p>";
    check(
        &format!(
            "<nav><a>Home</a></nav><h1>Dam</h1>{story}<div class='c-share-tools'><a>Share</a></div>"
        ),
        Some(&format!("<h1>Dam</h1>{story}")),
    );
    check(
        &format!("<h1>Dam</h1><script>if (a < b) {{}}</script>{story}<svg><path></svg>"),
        Some(&format!("<h1>Dam</h1>{story}")),
    );
    // What holds the story or the headline stays, whatever it is called.
    check(
        &format!("<div class='share-enabled'><h1>Dam</h1>{story}</div>"),
        None,
    );
    check(
        &format!("<h1>Dam</h1><div class='related'>{story}</div>"),
        None,
    );
    check(
        &format!(
            "<h1>Dam</h1>{}<section id=comments>{story}{story}{story}{story}{story}</section>x",
            story.repeat(4)
        ),
        Some(&format!("<h1>Dam</h1>{}x", story.repeat(4))),
    );
}

#[test]
fn an_opinion_of_the_house_is_no_comment() {
    let lead = "The dam opened on Saturday, and nobody asks what it has cost the valley.";
    check(
        &format!(
            "<h1>Dam</h1><div class=commentLead>{lead}</div>{}",
            "<p>The water rose for two days, and then it stood still over the old village.</p>"
                .repeat(9)
        ),
        None,
    );
}

#[test]
fn lines_around_a_story_are_set_aside() {
    let mut story = Blocks::default();
    let prose = "The dam opened on Saturday, and the ministers of both countries came to see it. "
        .repeat(2);
    for (text, kind) in [
        ("14:05", ParagraphKind::Text),
        (prose.as_str(), ParagraphKind::Text),
        ("Read more: Bakers strike", ParagraphKind::Text),
        ("The dam", ParagraphKind::Text),
        ("2", ParagraphKind::Text),
        ("The dam", ParagraphKind::Text),
        ("The dam", ParagraphKind::Text),
        ("The dam", ParagraphKind::Text),
        (prose.as_str(), ParagraphKind::Text),
        (
            "Ana Pérez is a reporter covering the valley.",
            ParagraphKind::Text,
        ),
        ("Comments (2)", ParagraphKind::Heading),
        ("I was there.", ParagraphKind::Text),
    ] {
        story.push(text, kind);
    }
    let aside: Vec<bool> = set_aside(&story, Some("Ana Pérez"))
        .iter()
        .map(|(_, kind)| kind == ParagraphKind::Boilerplate)
        .collect();
    let expected = [
        true, false, true, true, true, true, true, true, false, true, true, true,
    ];
    assert_eq!(aside, expected);
}
