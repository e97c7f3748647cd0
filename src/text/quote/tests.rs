//! Who said what, in sentences of every kind and in the built-in articles.

mod bounds;
mod nouns;
mod sources;

use crate::text::{Body, Speaker, analyse};

/// Writes each quotation as `content … content | cue | source | speaker`.
fn said(text: &str) -> Vec<String> {
    let body = Body::plain(text);
    let analysis = analyse(&body);
    let join = |spans: &[crate::text::Span]| {
        let words: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
        words.join(" … ")
    };
    analysis
        .quotes
        .iter()
        .map(|quote| {
            let name = match &quote.speaker {
                Speaker::Unknown(_) => "?",
                _ => analysis.speaker_name(quote).unwrap_or("?"),
            };
            format!(
                "{} | {} | {} | {name}",
                join(&quote.content),
                join(&quote.cue),
                join(&quote.source)
            )
        })
        .collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(said(text), expected, "{text}");
}

#[test]
fn direct_speech_has_its_speaker() {
    check(
        "\"We face a challenge,\" Robert Gates said on Monday. Later he added: \"It is large.\"",
        &[
            "\"We face a challenge,\" | said | Robert Gates | Robert Gates",
            "\"It is large.\" | added | he | Robert Gates",
        ],
    );
}

#[test]
fn indirect_speech_has_its_speaker() {
    check(
        "Maria Lopez said the bridge would open in May.",
        &["the bridge would open in May | said | Maria Lopez | Maria Lopez"],
    );
}

#[test]
fn words_of_respect_are_no_part_of_a_name_and_stand_between_it_and_an_office() {
    check(
        "The plan of Archbishop Monsignor Jorge Suarez was read out. The archbishop said the church would open in May.",
        &["the church would open in May | said | The archbishop | Jorge Suarez"],
    );
    check(
        "Minister of Information Omar Haddad came on Monday. The minister said the bridge would open in May.",
        &["the bridge would open in May | said | The minister | Omar Haddad"],
    );
}

#[test]
fn who_has_no_name_has_no_capital_letter() {
    check(
        "Officials said the bridge would open in May.",
        &["the bridge would open in May | said | Officials | officials"],
    );
    check(
        "Some of the engineers said the bridge would open in May. One of them said it was late.",
        &[
            "the bridge would open in May | said | Some of the engineers | engineers",
            "it was late | said | One of them | one of them",
        ],
    );
}

#[test]
fn what_was_said_ends_where_a_remark_on_it_begins() {
    check(
        "Maria Lopez said the bridge was safe - a claim the town denies.",
        &["the bridge was safe | said | Maria Lopez | Maria Lopez"],
    );
}

#[test]
fn sources_are_named_with_the_names_in_them_in_full() {
    check(
        "Maria Lopez left. A spokesman for Lopez said the bridge would open in May.",
        &[
            "the bridge would open in May | said | A spokesman for Lopez | spokesman for Maria Lopez",
        ],
    );
    check(
        "Germany and France said the bridge would open in May.",
        &["the bridge would open in May | said | Germany and France | Germany and France"],
    );
}

#[test]
fn quoted_words_are_introduced_in_the_paragraph_before() {
    check(
        "Maria Lopez wrote from her account:\n\n\"The bridge will open in May.\"",
        &["\"The bridge will open in May.\" | wrote | Maria Lopez | Maria Lopez"],
    );
}

#[test]
fn quoted_words_are_signed_behind_a_dash() {
    check(
        "Readers wrote in.\n\n\"We have had enough of this.\" — Maria Lopez",
        &["\"We have had enough of this.\" |  | Maria Lopez | Maria Lopez"],
    );
}

#[test]
fn a_headline_names_its_speaker() {
    check(
        "Lopez: Bridge will open in May\n\nMaria Lopez spoke in the town hall on Monday.",
        &["Bridge will open in May |  | Lopez | Maria Lopez"],
    );
}

/// Holds that a text has just these quotations, each by how it begins, how it ends and who said it.
fn check_all(text: &str, expected: &[(&str, &str, &str)]) {
    let analysis = analyse(&Body::plain(text));
    let line = |span: &crate::text::Span| {
        let words: Vec<&str> = span.of(text).split_whitespace().collect();
        words.join(" ")
    };
    let found: Vec<(String, &str)> = analysis
        .quotes
        .iter()
        .map(|quote| {
            let pieces: Vec<String> = quote.content.iter().map(line).collect();
            let name = analysis.speaker_name(quote).unwrap_or("?");
            (pieces.join(" … "), name)
        })
        .collect();
    let fits = found.iter().zip(expected).all(|((words, name), expected)| {
        words.starts_with(expected.0) && words.ends_with(expected.1) && *name == expected.2
    });
    assert!(fits && found.len() == expected.len(), "{found:#?}");
}

#[test]
fn the_seeds_say_who_said_what() {
    const GATES: &str = "Robert Gates";
    const PANETTA: &str = "Leon Panetta";
    check_all(
        include_str!("../../../seeds/000_9b4f7893b58e6a4a.txt"),
        &[
            ("\"The principle thrust", "in this region,\"", PANETTA),
            ("U.S. strategy was not aimed", "for their citizens", PANETTA),
            (
                "\"The United States is part",
                "drug trafficking,\"",
                PANETTA,
            ),
            (
                "stamp out a ragtag band",
                "cocaine traffickers",
                "Ollanta Humala",
            ),
            (
                "Peru is virtually tied",
                "coca producer",
                "U.S. and U.N. studies",
            ),
            ("Humala needs more effective", "to rebu ild", "critics"),
            ("providing security to Peruvians", "fight poverty", PANETTA),
            ("\"In order to improve", "their security,\"", PANETTA),
            ("\"Our country will do", "is necessary,\"", PANETTA),
        ],
    );
    check_all(
        include_str!("../../../seeds/004_0f2fd64015c354df.txt"),
        &[
            ("The US is seeking deeper", "Latin American allies", GATES),
            ("\"They face similar", "important opportunity,\"", GATES),
            ("his tour was not designed to send", "in the region", GATES),
            ("\"These arrangements", "anybody else,\"", GATES),
            ("the accord did not mean", "Brazilian bases", "both sides"),
            (
                "the accord was aimed",
                "Colombian sovereignty",
                "both sides",
            ),
            (
                "it could destabilise the region",
                "the region",
                "Hugo Chavez",
            ),
            ("he did not regard Venezuela", "military threat", GATES),
            ("\"The Russians are", "they're buying,\"", GATES),
            ("\"My guess is", "its own people.\"", GATES),
        ],
    );
}

#[test]
fn who_wrote_a_statement_says_what_it_says() {
    check(
        "The ministry met on Monday. Maria Lopez’s statement said the bridge would open in May.",
        &["the bridge would open in May | said | Maria Lopez’s statement | Maria Lopez"],
    );
}

#[test]
fn what_another_one_said_is_told_inside() {
    check(
        "The Daily Post reported on Monday that Maria Lopez had said the bridge would open in May.",
        &[
            "Maria Lopez had said the bridge would open in May | reported | The Daily Post | Daily Post",
            "the bridge would open in May | said | Maria Lopez | Maria Lopez",
        ],
    );
}

#[test]
fn reports_that_follow_each_other_are_told_apart() {
    check(
        "Maria Lopez said the bridge was safe, adding it would open in May.",
        &[
            "the bridge was safe | said | Maria Lopez | Maria Lopez",
            "it would open in May | adding | Maria Lopez | Maria Lopez",
        ],
    );
    check(
        "\"It is safe,\" Maria Lopez said, asking residents to \"be patient.\"",
        &[
            "\"It is safe,\" | said | Maria Lopez | Maria Lopez",
            "\"be patient.\" | asking | Maria Lopez | Maria Lopez",
        ],
    );
}

#[test]
fn what_stands_behind_a_name_is_no_source() {
    check(
        "President Joseph R. Biden, Jr. declared that an emergency exists in Tennessee.",
        &["an emergency exists in Tennessee | declared | Joseph R. Biden | Joseph R. Biden"],
    );
}

#[test]
fn a_source_is_known_by_what_is_said_of_it_elsewhere() {
    check(
        "Recep Tayyip Erdo\u{11f}an came on Monday. Erdogan said the bridge would open in May.",
        &["the bridge would open in May | said | Erdogan | Recep Tayyip Erdo\u{11f}an"],
    );
    check(
        "According to a statement released by the Supreme Court, the bridge would open in May.",
        &["the bridge would open in May | According to | the Supreme Court | Supreme Court"],
    );
    check(
        "The bridge will open in May, according to state television.",
        &["The bridge will open in May | according to | state television | state television"],
    );
    check(
        "Researchers from the University of Bern (UB) and the University of Genoa reported the bridge was safe. \
         The researchers said it would open in May.",
        &[
            "the bridge was safe | reported | Researchers from the University of Bern (UB) and the University of Genoa | researchers from the University of Bern and the University of Genoa",
            "it would open in May | said | The researchers | researchers from the University of Bern and the University of Genoa",
        ],
    );
}

#[test]
fn what_nobody_says_is_no_quotation() {
    check("The ship sailed on Monday. It carried grain.", &[]);
    check("He drove a red \"Beetle\" to the harbour.", &[]);
    check("", &[]);
    // A pronoun inside a name.
    check("Hja He' Heg'", &[]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_gives_spans_inside_it(text in "([A-Za-z]{1,6}|said|told|that|\"|“|”|'|’|,|\\.|:| |\n|é|He|X){0,60}") {
        let body = Body::plain(text.clone());
        for quote in analyse(&body).quotes {
            for span in quote.content.iter().chain(&quote.cue).chain(&quote.source) {
                assert!(text.get(span.range()).is_some());
            }
            assert!((0.0..=1.0).contains(&quote.confidence));
        }
    }
}

#[test]
fn a_common_noun_leads_to_the_name_that_the_text_calls_so() {
    check(
        "The news website Znak.com was raided on Monday. The website said the bridge would open in May.",
        &["the bridge would open in May | said | The website | Znak.com"],
    );
    check(
        "The Charité hospital in Berlin opened a ward. The hospital said the bridge would open in May.",
        &["the bridge would open in May | said | The hospital | Charité"],
    );
    check(
        "The fire began in Bern on Monday. The city said the bridge would open in May.",
        &["the bridge would open in May | said | The city | Bern"],
    );
    check(
        "Znak.com said the bridge would open in May. The website said it was late.",
        &[
            "the bridge would open in May | said | Znak.com | Znak.com",
            "it was late | said | The website | Znak.com",
        ],
    );
    // Who spoke last goes on.
    check(
        "The Charité said the bridge would open in May. The hospital also said it was late.",
        &[
            "the bridge would open in May | said | The Charité | Charité",
            "it was late | said | The hospital | Charité",
        ],
    );
    // No town was named.
    check(
        "The fire began in France on Monday. The city said the bridge would open in May.",
        &["the bridge would open in May | said | The city | city"],
    );
}

#[test]
fn a_group_is_known_by_what_it_belongs_to() {
    check(
        "President Donald Trump left. The Trump administration stayed. The administration said the bridge would open in \
         May.",
        &["the bridge would open in May | said | The administration | Trump administration"],
    );
}

#[test]
fn a_short_name_in_brackets_leads_to_the_long_one() {
    check(
        "The Philippine Institute of Volcanology and Seismology (Phivolcs) is small. Phivolcs said the bridge would open \
         in May.",
        &[
            "the bridge would open in May | said | Phivolcs | Philippine Institute of Volcanology and Seismology",
        ],
    );
    // In another language.
    check(
        "The Federal Security Service (FSB) is small. The FSB said the bridge would open in May.",
        &["the bridge would open in May | said | The FSB | Federal Security Service"],
    );
    // Its letters are not in the long name.
    check(
        "The Philippine Institute of Volcanology and Seismology (Bolcex) is small. Bolcex said the bridge would open in \
         May.",
        &["the bridge would open in May | said | Bolcex | Bolcex"],
    );
}

#[test]
fn a_pronoun_in_capitals_is_a_name() {
    check(
        "The WHO said the bridge would open in May.",
        &["the bridge would open in May | said | The WHO | WHO"],
    );
}

#[test]
fn who_comes_from_a_place_is_not_the_place() {
    check(
        "Officials from Iran said the bridge would open in May.",
        &["the bridge would open in May | said | Officials from Iran | officials from Iran"],
    );
    check(
        "Ann Smith, who teaches at the University of Bern, said the bridge would open in May.",
        &["the bridge would open in May | said | Ann Smith | Ann Smith"],
    );
}

#[test]
fn what_was_concluded_is_said_only_as_a_clause() {
    check("Maria Lopez concluded a deal with the bank on Monday.", &[]);
    check(
        "Maria Lopez concluded that the bridge was safe.",
        &["the bridge was safe | concluded | Maria Lopez | Maria Lopez"],
    );
}

#[test]
fn an_office_of_something_is_held_by_who_is_named_behind_it() {
    check(
        "US Secretary of State Mike Pompeo said the bridge would open in May.",
        &["the bridge would open in May | said | US Secretary of State Mike Pompeo | Mike Pompeo"],
    );
    check(
        "A spokesman for Secretary of State Mike Pompeo said the bridge would open in May.",
        &[
            "the bridge would open in May | said | A spokesman for Secretary of State Mike Pompeo | spokesman for Secretary of State Mike Pompeo",
        ],
    );
}

#[test]
fn a_surname_means_who_is_being_told_of() {
    check(
        "Joe Biden came on Monday. Biden met Ann Smith. Biden then left for Bern. His son Hunter Biden stayed. Biden said \
         the bridge would open in May.",
        &["the bridge would open in May | said | Biden | Joe Biden"],
    );
    // Nobody is told of more than the other.
    check(
        "Maria Lopez came on Monday. Her brother Carlos Lopez stayed. Lopez said the bridge would open in May.",
        &["the bridge would open in May | said | Lopez | Carlos Lopez"],
    );
}

#[test]
fn a_name_may_leave_out_words_of_a_longer_one() {
    check(
        "Pedro Rafael Pierluisi Urrutia came on Monday. Pedro Pierluisi said the bridge would open in May.",
        &["the bridge would open in May | said | Pedro Pierluisi | Pedro Rafael Pierluisi Urrutia"],
    );
}

#[test]
fn a_campaign_and_a_family_are_somebodys() {
    check(
        "Joe Biden came to Bern. The campaign said the bridge would open in May. The family said it was late.",
        &[
            "the bridge would open in May | said | The campaign | Joe Biden campaign",
            "it was late | said | The family | Joe Biden’s family",
        ],
    );
    // Nobody was named.
    check(
        "The campaign said the bridge would open in May.",
        &["the bridge would open in May | said | The campaign | campaign"],
    );
}

#[test]
fn what_was_filed_says_what_who_filed_it_says() {
    check(
        "Officials from Bern filed a motion on Monday. The motion said the bridge would open in May.",
        &["the bridge would open in May | said | The motion | officials from Bern"],
    );
    check(
        "A motion was filed on Monday by the Central Bank. The motion said the bridge would open in May.",
        &["the bridge would open in May | said | The motion | Central Bank"],
    );
}

#[test]
fn a_word_that_counts_behind_a_name_is_no_part_of_it() {
    check(
        "Bo Miller came with Ann Smith. Miller and Smith both said the bridge would open in May.",
        &["the bridge would open in May | said | Miller and Smith | Bo Miller and Ann Smith"],
    );
}

#[test]
fn people_behind_a_comma_are_no_verb() {
    check(
        "On Saturday, representatives from Iran said the bridge would open in May.",
        &[
            "the bridge would open in May | said | representatives from Iran | representatives from Iran",
        ],
    );
}

#[test]
fn the_name_of_a_work_is_not_said() {
    check(
        "Maria Lopez said the bridge would open in May.\n\n'Legend in the Coal Fields.'\n\nBefore that she had led a mine.",
        &["the bridge would open in May | said | Maria Lopez | Maria Lopez"],
    );
    // A headline quotes in capitals.
    assert_eq!(
        said("'You Should Be Ashamed Today': Maria Lopez Hammers Bank Chief").len(),
        1
    );
    check(
        "A banner read \"Stop the War Now.\"",
        &["\"Stop the War Now.\" | read | A banner | banner"],
    );
}
