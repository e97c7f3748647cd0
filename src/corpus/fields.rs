//! What do people call the fields of a record? Known names of many houses, and those a reader has mapped.

mod guess;
mod names;

pub use guess::guess;
use names::{FILLERS, KNOWN};
use std::{collections::HashMap, sync::LazyLock};

/// A field of a record that says something about an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The headline.
    Title,
    /// The date of publication.
    Date,
    /// The story.
    Body,
    /// What stands in for a story that is not there: a summary.
    Summary,
    /// The publisher.
    Source,
    /// The part of the publication.
    Section,
    /// Who wrote it.
    Byline,
    /// The place of the date line.
    Place,
    /// The language.
    Language,
    /// The address.
    Url,
}

/// The known names, each with its field and how good it is.
static NAMES: LazyLock<HashMap<&str, (Field, usize)>> = LazyLock::new(|| {
    let ranked = |(field, _, names): &(Field, &str, &'static [&'static str])| {
        let field = *field;
        names
            .iter()
            .enumerate()
            .map(move |(rank, name)| (*name, (field, rank + 1)))
    };
    KNOWN.iter().flat_map(ranked).collect()
});

/// Which field each name of a record means. The default knows the names of many houses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    own: HashMap<String, Field>,
}

impl FieldMap {
    /// Maps one more name to a field, called as in the table: `title`, `date`, `body`, `summary`, `source`, `section`,
    /// `byline`, `place`, `language`, `url`.
    ///
    /// Returns the names of the fields there are if `field` is none of them.
    pub fn insert(&mut self, name: &str, field: &str) -> Result<(), Vec<&'static str>> {
        let found = KNOWN
            .iter()
            .find(|(_, known, _)| known.eq_ignore_ascii_case(field.trim()));
        let Some((field, _, _)) = found else {
            return Err(KNOWN.iter().map(|(_, known, _)| *known).collect());
        };
        self.own.insert(plain_name(name), *field);
        Ok(())
    }

    /// Returns the names that were mapped, each with its field, in order (`zeit=date`).
    pub fn written(&self) -> Vec<String> {
        let mut written: Vec<_> = self
            .own
            .iter()
            .filter_map(|(name, field)| {
                let (_, known, _) = KNOWN.iter().find(|(other, _, _)| other == field)?;
                Some(format!("{name}={known}"))
            })
            .collect();
        written.sort();
        written
    }

    /// Returns the field a name means and how good the name is, 0 being the best.
    pub fn field_of(&self, name: &str) -> Option<(Field, usize)> {
        if self.own.is_empty() && name.len() > 64 {
            return None;
        }
        let plain = plain_name(name);
        if let Some(field) = self.own.get(&plain) {
            return Some((*field, 0));
        }
        NAMES.get(plain.as_str()).copied().or_else(|| loosely(name))
    }
}

/// Tells whether a value is a program's way of writing nothing.
pub fn is_none(value: &str) -> bool {
    matches!(
        value,
        "nan" | "NaN" | "None" | "NULL" | "null" | "\\N" | "N/A" | "NA" | "[]" | "{}" | "NaT"
    )
}

/// A name found by its parts is so much worse than any that is known as a whole.
const LOOSE_RANK: usize = 200;

/// Finds the field of a name whose words, without those that say nothing, all mean the same field.
fn loosely(name: &str) -> Option<(Field, usize)> {
    let mut found: Option<(Field, usize)> = None;
    for word in words_of(name) {
        if word.chars().count() < 2 || FILLERS.contains(&word.as_str()) {
            continue;
        }
        let (field, rank) = *NAMES.get(word.as_str())?;
        match found {
            None => found = Some((field, rank + LOOSE_RANK)),
            Some((other, _)) if other == field => {}
            Some(_) => return None,
        }
    }
    found
}

/// Cuts a name at what is no letter and before capitals after small letters (`pubDate`), in lower case.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || after_lower && c.is_uppercase() {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        after_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Returns a name in lower case, without what writers of names put between words.
fn plain_name(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_spelling() {
        let map = FieldMap::default();
        let check = |name: &str, field: Option<Field>| {
            assert_eq!(map.field_of(name).map(|(field, _)| field), field, "{name}");
        };
        check("publish_date", Some(Field::Date));
        check("datePublished", Some(Field::Date));
        check("Published At", Some(Field::Date));
        check("Título", Some(Field::Title));
        check("maintext", Some(Field::Body));
        check("article_title", Some(Field::Title));
        check("PUB_DT", Some(Field::Date));
        check("Data de publicação", Some(Field::Date));
        check("Autor(a)", Some(Field::Byline));
        check("storyText", Some(Field::Body));
        check("image", None);
        check("image_url", None);
        check("author_id", None);
        check("", None);
    }

    #[test]
    fn every_known_name_is_written_plainly_and_once() {
        let mut seen = std::collections::HashMap::new();
        for (field, _, names) in KNOWN {
            for name in *names {
                assert_eq!(plain_name(name), *name);
                if let Some(other) = seen.insert(*name, field) {
                    panic!("{name} is {field:?} and {other:?}");
                }
            }
        }
    }

    #[test]
    fn a_reader_may_map_names() {
        let mut map = FieldMap::default();
        map.insert("Kenning", "title").unwrap();
        assert_eq!(map.field_of("kenning"), Some((Field::Title, 0)));
        assert!(map.insert("x", "nothing").unwrap_err().contains(&"title"));
    }
}
