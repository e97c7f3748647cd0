//! Where are the names, and of what kind? People, organisations, places and others, by a trained sequence tagger.

pub mod context;
pub mod document;
pub mod features;
pub mod gazetteer;
pub mod labels;
pub mod lists;

use super::form::Form;
use super::perceptron::{Features, Perceptron, Scratch};
use super::sentence::Ground;
use super::tag::Tag;
use super::token::TokenKind;
use super::words::{WordSet, word_hash};
use super::{EntityKind, dates};
use features::Sights;
use gazetteer::organisation_at;
use labels::{Part, of_label};
use lists::Hints;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What kind of thing it names; one of [`KINDS`].
    pub kind: EntityKind,
}

/// The kinds that are learned, by the number the labels use.
pub const KINDS: [EntityKind; 4] = [
    EntityKind::Person,
    EntityKind::Organisation,
    EntityKind::Place,
    EntityKind::Other,
];

/// The model in use.
static MODEL: OnceLock<Option<Perceptron>> = OnceLock::new();

/// Takes a model in place of the one that comes with the program: what is learned later stands on it.
/// Returns `false`, and does nothing, where names were found before or the bytes are no such model.
pub fn adopt(bytes: &'static [u8]) -> bool {
    Perceptron::from_bytes(bytes).is_ok_and(|model| MODEL.set(Some(model)).is_ok())
}

fn model() -> Option<&'static Perceptron> {
    let model = MODEL
        .get_or_init(|| Perceptron::from_bytes(&include_bytes!("../../models/names.bin")[..]).ok());
    model.as_ref()
}

/// Finds the names of a body, in the order of the text; they never overlap.
pub fn names(ground: &Ground, forms: &[Form], tags: &[Tag]) -> Vec<Name> {
    // The model is there: a test holds that it fits.
    model().map_or_else(Vec::new, |model| names_by(model, ground, forms, tags))
}

/// Finds the names of a body with a given model.
pub fn names_by(model: &Perceptron, ground: &Ground, forms: &[Form], tags: &[Tag]) -> Vec<Name> {
    let sights = Sights::new(ground, forms, tags);
    let mut names = Vec::new();
    let mut features = Features::default();
    let mut scratch = Scratch::default();
    let (mut allowed, mut labels) = (Vec::new(), Vec::new());
    for sentence in &ground.sentences {
        sights.extract(sentence, &mut features, &mut allowed);
        if allowed.iter().all(|&mask| mask == 1) {
            continue;
        }
        model.decode(&features, &allowed, &mut scratch, &mut labels);
        collect(&labels, sentence.start, &mut names);
    }
    trim(ground, &mut names);
    document::agree(ground, &mut names);
    names
}

/// Words of respect before a name, which are no part of it.
pub(in crate::text) static HONORIFICS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::new(
        "mr mr. mrs mrs. ms ms. dr dr. prof prof. sen. rep. gov. datuk dato dato' datin seri sri tan puan assemblywoman \
         assemblyman congresswoman congressman sen reps. sens. lt. capt. col. sgt. gen. maj. insp. supt. vice \
         president presidents speaker senator governor monsenor monseñor monsignor msgr msgr. rev. adm. brig. cmdr.",
    )
});

/// Takes off what is no part of a name: the day behind it (*in Holmenkollen Saturday*, but *Black Friday*), the
/// honorific, the office and the people before a person (*Datuk Seri Ismail Sabri*, *Representatives Cole*, *fellow German
/// Claudia Pechstein*).
fn trim(ground: &Ground, names: &mut Vec<Name>) {
    // Only those that are no part of any name, as *King* is.
    static OFFICES: LazyLock<WordSet> = LazyLock::new(|| {
        WordSet::new(
            "administrator ambassador chair chairman chairwoman ceo commissioner congressmen congresswomen director \
             governors justice mayor minister ministers professor representative representatives secretaries secretary \
             senators",
        )
    });
    static MINISTRIES: LazyLock<WordSet> = LazyLock::new(|| {
        WordSet::new(
            "information defense defence health education justice finance agriculture transport energy environment labor \
             labour culture interior state commerce treasury",
        )
    });
    let mut peoples = Vec::new();
    for name in names.iter_mut() {
        let least = if name.kind == EntityKind::Other { 3 } else { 2 };
        let last = name.tokens.end - 1;
        if name.tokens.len() >= least && dates::is_weekday(ground.tokens[last].hash) {
            name.tokens.end = last;
        }
        if is_described(ground, name) {
            peoples.push(Name {
                tokens: name.tokens.start..name.tokens.start + 1,
                kind: EntityKind::Other,
            });
            name.tokens.start += 1;
        }
        while name.kind == EntityKind::Person && name.tokens.len() > 1 {
            let first = ground.tokens[name.tokens.start].hash;
            let next = ground.tokens[name.tokens.start + 1].hash;
            let hints = Hints::of(first);
            // *Tan* is a surname too.
            let is_title = HONORIFICS.has(first) && (first != TAN || next == SRI)
                || first == LADY
                    && name.tokens.start > 0
                    && ground.word(name.tokens.start - 1) == "First";
            let is_office = OFFICES.has(first) && ground.tokens[name.tokens.start + 1].is_word();
            // *Minister of Information Bo Smith*
            let is_ministry = MINISTRIES.has(first)
                && name.tokens.len() > 2
                && name.tokens.start > 0
                && ground.word(name.tokens.start - 1) == "of";
            // *German* and *Christian* are first names too, but not before another one.
            let first_name = Hints::FEMALE | Hints::MALE;
            let is_people = hints.any(Hints::PEOPLE)
                && (!hints.any(first_name)
                    || name.tokens.len() > 2 && Hints::of(next).any(first_name));
            if is_people {
                peoples.push(Name {
                    tokens: name.tokens.start..name.tokens.start + 1,
                    kind: EntityKind::Other,
                });
            } else if !is_title && !is_office && !is_ministry {
                break;
            }
            name.tokens.start += 1;
        }
    }
    names.retain(|name| !is_stage_direction(ground, name) && !is_suffix(ground, name));
    let is_honorific = |name: &Name| {
        name.kind == EntityKind::Person
            && name.tokens.len() == 1
            && HONORIFICS.has(ground.tokens[name.tokens.start].hash)
            && ground.tokens[name.tokens.start].hash != TAN
    };
    names.retain(|name| !is_honorific(name));
    if !peoples.is_empty() {
        names.append(&mut peoples);
        names.sort_by_key(|name| name.tokens.start);
    }
}

const TAN: u32 = word_hash("tan");
const SRI: u32 = word_hash("sri");
/// *First Lady Jill Biden*, but *Lady Gaga*.
const LADY: u32 = word_hash("lady");

/// *Maoist Shining Path*: an organisation known by name behind a word for what it believes in.
fn is_described(ground: &Ground, name: &Name) -> bool {
    let Range { start, end } = name.tokens;
    name.kind == EntityKind::Organisation
        && end - start > 1
        && ground.word(start).ends_with("ist")
        && organisation_at(ground, &(start + 1..end), start + 1).is_some_and(|(_, to)| to == end)
}

/// *(Laughter.)*, *[Applause]*: what a transcript says of the room.
fn is_stage_direction(ground: &Ground, name: &Name) -> bool {
    let is_bracket = |idx: usize| {
        ground
            .tokens
            .get(idx)
            .is_some_and(|token| token.kind == TokenKind::Bracket)
    };
    let Range { start, end } = name.tokens;
    let stopped = ground
        .tokens
        .get(end)
        .is_some_and(|token| token.kind == TokenKind::Stop);
    start > 0 && end - start == 1 && is_bracket(start - 1) && stopped && is_bracket(end + 1)
}

/// Tells whether a name is only what stands behind another: *Joseph R. Biden, **Jr.***
fn is_suffix(ground: &Ground, name: &Name) -> bool {
    let Range { start, end } = name.tokens;
    let before = start.checked_sub(1).map(|idx| ground.tokens[idx].kind);
    end - start == 1
        && name.kind == EntityKind::Person
        && before == Some(TokenKind::Comma)
        && Hints::of(ground.tokens[start].hash).any(Hints::SUFFIX)
}

/// Turns labels into names.
fn collect(labels: &[u8], first: usize, names: &mut Vec<Name>) {
    let mut start = None;
    for (idx, &label) in labels.iter().enumerate() {
        let Some((kind, part)) = of_label(label) else {
            start = None;
            continue;
        };
        let at = first + idx;
        match part {
            Part::First | Part::Only => start = Some(at),
            Part::Inside | Part::Last => {}
        }
        if matches!(part, Part::Only | Part::Last)
            && let Some(start) = start.take()
        {
            names.push(Name {
                tokens: start..at + 1,
                kind: KINDS[usize::from(kind)],
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Body;
    use super::super::{form, tag};
    use super::*;

    fn check(text: &str, expected: &[(&str, EntityKind)]) {
        let body = Body::plain(text);
        let ground = Ground::new(&body);
        let forms = form::forms(&ground);
        let tags = tag::tags(&ground, &forms);
        let names = names(&ground, &forms, &tags);
        let found: Vec<_> = names
            .iter()
            .map(|name| (ground.span(&name.tokens).of(text), name.kind))
            .collect();
        assert_eq!(found, expected, "of {text:?}");
    }

    #[test]
    fn the_model_fits() {
        assert!(model().is_some());
    }

    #[test]
    fn finds_names() {
        use EntityKind::{Organisation, Other, Person, Place};
        check(
            "Peruvian President Ollanta Humala met Leon Panetta of the United Nations in Lima.",
            &[
                ("Peruvian", Other),
                ("Ollanta Humala", Person),
                ("Leon Panetta", Person),
                ("United Nations", Organisation),
                ("Lima", Place),
            ],
        );
        check("nothing here at all.", &[]);
        check("", &[]);
    }

    #[test]
    fn acronyms_are_what_they_are_short_for() {
        use EntityKind::{Organisation, Place};
        check(
            "The World Health Organization (WHO) met. Officials of the WHO flew home.",
            &[
                ("World Health Organization", Organisation),
                ("WHO", Organisation),
                ("WHO", Organisation),
            ],
        );
        check(
            "They live in New South Wales (NSW). The law of NSW is strict.",
            &[("New South Wales", Place), ("NSW", Place), ("NSW", Place)],
        );
        check(
            "They left the exclusive economic zone (EEZ). Nobody may drill in the EEZ.",
            &[],
        );
    }

    #[test]
    fn what_stands_around_a_name_is_no_part_of_it() {
        use EntityKind::{Other, Person, Place};
        check(
            "Prime Minister Datuk Seri Ismail Sabri Yaakob said so.",
            &[("Ismail Sabri Yaakob", Person)],
        );
        check(
            "We thank Chair Durbin, and the letter of Representatives Cole, Gonzales, and Hageman.",
            &["Durbin", "Cole", "Gonzales", "Hageman"].map(|name| (name, Person)),
        );
        check(
            "She beat fellow German Claudia Pechstein in Nagano Saturday.",
            &[
                ("German", Other),
                ("Claudia Pechstein", Person),
                ("Nagano", Place),
            ],
        );
    }
}
