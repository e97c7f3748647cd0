//! No damage to a file does more than cost it.

use super::{check_mapping, read, samples::samples};
use proptest::prelude::*;

/// What may happen to a file.
#[derive(Clone, Debug)]
enum Damage {
    Cut(prop::sample::Index),
    Change(prop::sample::Index, u8),
    Remove(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
    Insert(prop::sample::Index, &'static str),
}

fn damage() -> impl Strategy<Value = Damage> {
    let pieces = vec![
        "<",
        ">",
        "\"",
        "{",
        "]",
        "\\",
        "\n\n",
        "<![CDATA[",
        "<!--",
        "&#x",
        "]]>",
        "{{",
        "[[",
        "\0",
        "\u{1}",
        "From ",
        "--",
        "é",
        "<p>",
        "</body>",
    ];
    prop_oneof![
        any::<prop::sample::Index>().prop_map(Damage::Cut),
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Change(at, byte)),
        (any::<prop::sample::Index>(), 1..200usize).prop_map(|(at, len)| Damage::Remove(at, len)),
        (any::<prop::sample::Index>(), 1..200usize).prop_map(|(at, len)| Damage::Repeat(at, len)),
        (any::<prop::sample::Index>(), prop::sample::select(pieces))
            .prop_map(|(at, piece)| Damage::Insert(at, piece)),
    ]
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        if bytes.is_empty() {
            break;
        }
        match damage {
            Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Damage::Change(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Damage::Remove(at, len) => {
                let at = at.index(bytes.len());
                bytes.drain(at..(at + len).min(bytes.len()));
            }
            Damage::Repeat(at, len) => {
                let at = at.index(bytes.len());
                let piece = bytes[at..(at + len).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            Damage::Insert(at, piece) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_does_more_than_cost_the_file(damages in prop::collection::vec(damage(), 1..6)) {
        for sample in samples() {
            let bytes = damaged(sample.bytes, &damages);
            let (articles, problems) = read(sample.name, &bytes);
            prop_assert!(!problems.iter().any(|problem| problem.contains("defect")), "{}: {:?}", sample.name, problems);
            for article in &articles {
                check_mapping(article, sample.name);
            }
        }
    }
}
