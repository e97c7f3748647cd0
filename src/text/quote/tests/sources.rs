//! Who is named as the source, and by which words.

use super::check;

#[test]
fn a_clause_before_two_names_is_no_part_of_them() {
    check(
        "All supported the removal of US troops though Bo Pierce and Ann Carroll raised concerns about the haste.",
        &[
            "concerns about the haste | raised | Bo Pierce and Ann Carroll | Bo Pierce and Ann Carroll",
        ],
    );
}

#[test]
fn a_name_that_begins_a_sentence_is_known_from_elsewhere() {
    check(
        "Woolworths and Coles limited sales on March 4 and 5 respectively. Coles, in its March 8 media release, reported \
         that many stores were empty.",
        &["many stores were empty | reported | Coles | Coles"],
    );
}

#[test]
fn a_research_paper_is_no_newspaper() {
    check(
        "Wikinews spoke with Ann Lee. The research paper noted that frogs sing.",
        &["frogs sing | noted | The research paper | research paper"],
    );
}
