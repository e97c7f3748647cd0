//! Where are the names, and of what kind? People, organisations, places and others, by a trained sequence tagger.

pub mod context;
pub mod document;
pub mod features;
pub mod gazetteer;
pub mod labels;
pub mod lists;
mod trim;

pub(in crate::text) use trim::HONORIFICS;

use super::EntityKind;
use super::form::Form;
use super::perceptron::{Features, Perceptron, Scratch};
use super::sentence::Ground;
use super::tag::Tag;
use features::Sights;
use labels::{Part, of_label};
use std::ops::Range;
use std::sync::OnceLock;

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
    trim::trim(ground, &mut names);
    document::agree(ground, &mut names);
    names
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
    fn a_letter_behind_a_name_is_no_surname() {
        let body =
            Body::plain("Queen Elizabeth I was crowned in London. I went there, and I liked it.");
        let ground = Ground::new(&body);
        let queen = Name {
            tokens: 1..3,
            kind: EntityKind::Person,
        };
        let mut names = vec![queen.clone()];
        document::agree(&ground, &mut names);
        assert_eq!(names, [queen]);
    }

    #[test]
    fn what_stands_around_a_name_is_no_part_of_it() {
        use EntityKind::{Organisation, Other, Person, Place};
        check(
            "Prime Minister Datuk Seri Ismail Sabri Yaakob said so.",
            &[("Ismail Sabri Yaakob", Person)],
        );
        check(
            "Lieutenant General Sims spoke. Doctors Fauci and Walensky said masks help.",
            &[("Sims", Person), ("Fauci", Person), ("Walensky", Person)],
        );
        check(
            "Remarks by Vice President Harris Honoring the Golden State Warriors\n\nVice President Harris said so.",
            &[
                ("Harris", Person),
                ("Golden State Warriors", Organisation),
                ("Harris", Person),
            ],
        );
        check(
            "We thank Chair Durbin, and the letter of Representatives Cole, Gonzales, and Hageman.",
            &["Durbin", "Cole", "Gonzales", "Hageman"].map(|name| (name, Person)),
        );
        check(
            "The President of the Iranian Chess Federation Hassan Karimi said so.",
            &[
                ("Iranian Chess Federation", Organisation),
                ("Hassan Karimi", Person),
            ],
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
