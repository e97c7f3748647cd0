//! How do Americans spell it? The treebanks are American, the news is not always.

use crate::text::words::word_hash;
use std::collections::HashMap;
use std::sync::LazyLock;

/// British spellings and the American ones that the treebanks know.
const SPELLINGS: &[(&str, &str)] = &[
    ("defence", "defense"),
    ("defences", "defenses"),
    ("offence", "offense"),
    ("offences", "offenses"),
    ("licence", "license"),
    ("labour", "labor"),
    ("neighbour", "neighbor"),
    ("neighbours", "neighbors"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("centre", "center"),
    ("centres", "centers"),
    ("behaviour", "behavior"),
    ("colour", "color"),
    ("honour", "honor"),
    ("favour", "favor"),
    ("harbour", "harbor"),
    ("rumours", "rumors"),
    ("theatre", "theater"),
    ("organisation", "organization"),
    ("organisations", "organizations"),
    ("organised", "organized"),
    ("criticised", "criticized"),
    ("apologised", "apologized"),
    ("recognised", "recognized"),
    ("emphasised", "emphasized"),
    ("travelled", "traveled"),
    ("cancelled", "canceled"),
];

/// Returns the hash of the American spelling of a British word.
pub(super) fn american(word: u32) -> Option<u32> {
    static BY_HASH: LazyLock<HashMap<u32, u32>> = LazyLock::new(|| {
        SPELLINGS
            .iter()
            .map(|(british, american)| (word_hash(british), word_hash(american)))
            .collect()
    });
    BY_HASH.get(&word).copied()
}
