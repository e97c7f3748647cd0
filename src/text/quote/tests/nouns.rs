//! What nouns report, and whose they are.

use super::{check, said};

#[test]
fn a_noun_reports_its_clause_and_is_of_somebody() {
    for (text, content, source) in [
        (
            "Lee's warning that the dam may burst came on Friday.",
            "the dam may burst | warning",
            "Lee",
        ),
        (
            "Lee's claim that the bridge is safe surprised the council.",
            "the bridge is safe | claim",
            "Lee",
        ),
        (
            "A claim by Bo Smith that the vote was rigged is false.",
            "the vote was rigged | claim",
            "Bo Smith",
        ),
        (
            "The statement of that day is lost. Anna Berg's warning to residents that the river could flood was ignored.",
            "the river could flood | warning",
            "Anna Berg",
        ),
        (
            "The government's announcement that taxes would rise angered voters.",
            "taxes would rise | announcement",
            "The government",
        ),
        (
            "Ben Moss's argument that the tax hurts farmers who own land persuaded few senators.",
            "the tax hurts farmers who own land | argument",
            "Ben Moss",
        ),
        (
            "Carla Diaz's prediction that prices will fall proved wrong.",
            "prices will fall | prediction",
            "Carla Diaz",
        ),
        (
            "It was Carla Diaz's oft-repeated claim that Mexico would pay.",
            "Mexico would pay | claim",
            "Carla Diaz",
        ),
        (
            "The minister's remark that \"the poor should work harder\" caused outrage.",
            "\"the poor should work harder\" | remark",
            "The minister",
        ),
        (
            "Kim Lee's report that the fort, built in 1900, had fallen reached London.",
            "the fort, built in 1900, had fallen | report",
            "Kim Lee",
        ),
        (
            "Bo Smith's admission that it knew about the leak and did nothing, made in May, was read out.",
            "it knew about the leak and did nothing | admission",
            "Bo Smith",
        ),
        (
            "Maria Lopez's claim that the town is broke was denied by Bo Smith.",
            "the town is broke | claim",
            "Maria Lopez",
        ),
    ] {
        check(
            text,
            &[&format!(
                "{content} | {source} | {}",
                source.replace("The ", "")
            )],
        );
    }
}

#[test]
fn the_owner_of_a_noun_is_not_what_was_said() {
    check(
        "Maria Lopez rejected the critics' claim that the plan would fail, and went home.",
        &["the plan would fail | claim | the critics | critics"],
    );
    check(
        "Bo Smith came in May. He repeated his claim that the election was stolen.",
        &["the election was stolen | claim | his | Bo Smith"],
    );
}

#[test]
fn a_clause_that_only_tells_which_one_is_no_report() {
    for text in [
        "The mayor's statement that day was short.",
        "A report by the auditor that was published in May is lost.",
        "Bo Smith broke his promise that he made in May.",
        "Bo Smith's response that may be forthcoming is awaited.",
    ] {
        assert_eq!(said(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn a_verb_that_looks_like_a_noun_issues_nothing() {
    for verb in ["posts", "files", "releases", "issues"] {
        let text =
            format!("The blog {verb} a report. The report said the bridge would open in May.");
        assert!(!said(&text).is_empty(), "{text}");
    }
}
