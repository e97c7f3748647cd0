//! What do people call the fields of a record? Known names of many houses, and those a reader has mapped.

use super::{DayMonthOrder, Precision, date};
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

/// All fields with their names in settings and the names found in records, best first.
const KNOWN: &[(Field, &str, &[&str])] = &[
    (
        Field::Title,
        "title",
        &[
            "title",
            "headline",
            "head",
            "heading",
            "articletitle",
            "newstitle",
            "mainheadline",
            "titel",
            "titulo",
            "título",
            "titulonoticia",
            "titre",
            "titolo",
            "überschrift",
            "ueberschrift",
            "schlagzeile",
            "manchete",
            "webtitle",
            "subject",
            "hl",
            "hl1",
            "shorttitle",
            "name",
            "tytuł",
            "kop",
            "заголовок",
            "标题",
        ],
    ),
    (
        Field::Date,
        "date",
        &[
            "datepublished",
            "publishedat",
            "publishdate",
            "publisheddate",
            "published",
            "pubdate",
            "publicationdate",
            "firstpublished",
            "firstpublicationdate",
            "webpublicationdate",
            "datepublish",
            "datetimepub",
            "publishedon",
            "publishtime",
            "publicationtime",
            "displaydate",
            "date",
            "datetime",
            "pubdatetime",
            "articledate",
            "dt",
            "pubdt",
            "erscheinungsdatum",
            "publikationsdatum",
            "veröffentlichungsdatum",
            "datapublicação",
            "fechapublicacion",
            "fechapublicación",
            "datepublication",
            "datapubblicazione",
            "newsdate",
            "storydate",
            "issuedate",
            "postdate",
            "datum",
            "fecha",
            "data",
            "datapublicacao",
            "datadepublicação",
            "veröffentlicht",
            "veroeffentlicht",
            "erschienen",
            "timestamp",
            "time",
            "createdat",
            "created",
            "datecreated",
            "seendate",
            "crawldate",
            "firstcreated",
            "contentcreated",
            "versioncreated",
            "updatedat",
            "lastmodified",
            "datemodified",
            "year",
            "jahr",
            "ano",
            "дата",
            "日期",
        ],
    ),
    (
        Field::Body,
        "body",
        &[
            "maintext",
            "body",
            "articlebody",
            "bodytext",
            "fulltext",
            "articletext",
            "text",
            "content",
            "contenttext",
            "contents",
            "article",
            "storytext",
            "story",
            "newstext",
            "cleantext",
            "cleanedtext",
            "plaintext",
            "rawtext",
            "document",
            "textbody",
            "inhalt",
            "artikel",
            "artikeltext",
            "texto",
            "volltext",
            "fließtext",
            "corpotexto",
            "textonoticia",
            "cuerpo",
            "conteudo",
            "conteúdo",
            "corpo",
            "contenido",
            "texte",
            "contenu",
            "testo",
            "tekst",
            "inhoud",
            "contenthtml",
            "bodyhtml",
            "html",
            "bodyxhtml",
            "paragraphs",
            "post",
            "message",
            "news",
            "noticia",
            "notícia",
            "transcript",
            "speech",
            "текст",
            "正文",
            "内容",
        ],
    ),
    (
        Field::Summary,
        "summary",
        &[
            "description",
            "summary",
            "abstract",
            "standfirst",
            "lead",
            "leadparagraph",
            "teaser",
            "snippet",
            "excerpt",
            "subtitle",
            "subheadline",
            "dek",
            "trailtext",
            "resumo",
            "zusammenfassung",
        ],
    ),
    (
        Field::Source,
        "source",
        &[
            "publication",
            "publisher",
            "source",
            "sourcename",
            "publicationname",
            "newspaper",
            "outlet",
            "sitename",
            "mediaoutlet",
            "medianame",
            "medium",
            "newssource",
            "sourcetitle",
            "journal",
            "magazine",
            "provider",
            "agency",
            "website",
            "quelle",
            "zeitung",
            "fuente",
            "fonte",
            "jornal",
            "veiculo",
            "veículo",
            "medio",
            "periodico",
            "krant",
            "sourcedomain",
            "domain",
            "hostname",
            "site",
            "feedname",
            "paper",
            "channel",
            "источник",
        ],
    ),
    (
        Field::Section,
        "section",
        &[
            "section",
            "sectionname",
            "articlesection",
            "newsdesk",
            "desk",
            "category",
            "categories",
            "rubrik",
            "ressort",
            "seccion",
            "sección",
            "secao",
            "seção",
            "editoria",
            "rubrique",
            "sezione",
            "topic",
            "kicker",
            "column",
            "categoria",
        ],
    ),
    (
        Field::Byline,
        "byline",
        &[
            "byline",
            "author",
            "authors",
            "authorname",
            "writer",
            "writers",
            "reporter",
            "journalist",
            "creator",
            "by",
            "autor",
            "autoren",
            "autores",
            "auteur",
            "autore",
            "verfasser",
            "writtenby",
            "contributor",
            "contributors",
            "автор",
            "作者",
        ],
    ),
    (
        Field::Place,
        "place",
        &[
            "dateline",
            "place",
            "located",
            "datelinelocation",
            "city",
            "ort",
            "lugar",
            "lieu",
        ],
    ),
    (
        Field::Language,
        "language",
        &[
            "language",
            "lang",
            "inlanguage",
            "languagecode",
            "sprache",
            "idioma",
            "langue",
            "lingua",
        ],
    ),
    (
        Field::Url,
        "url",
        &[
            "url",
            "link",
            "articleurl",
            "weburl",
            "canonicalurl",
            "canonical",
            "permalink",
            "originalurl",
            "sourcelink",
            "sourceurl",
            "newsurl",
            "storyurl",
            "pageurl",
            "externalurl",
            "href",
            "uri",
            "guid",
            "enlace",
        ],
    ),
];

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

/// Words that databases put before and behind the name of a field, and what stands between the words of a name.
const FILLERS: [&str; 58] = [
    "post",
    "article",
    "articles",
    "art",
    "news",
    "story",
    "item",
    "entry",
    "doc",
    "document",
    "noticia",
    "notícia",
    "nota",
    "artigo",
    "articulo",
    "artículo",
    "artikel",
    "nachricht",
    "meldung",
    "nm",
    "txt",
    "str",
    "raw",
    "clean",
    "cleaned",
    "orig",
    "original",
    "main",
    "full",
    "val",
    "value",
    "col",
    "fld",
    "field",
    "cms",
    "wp",
    "db",
    "tbl",
    "pub",
    "publish",
    "published",
    "publication",
    "publicação",
    "publicacao",
    "publicación",
    "publicacion",
    "veröffentlichung",
    "of",
    "the",
    "de",
    "do",
    "da",
    "del",
    "des",
    "der",
    "la",
    "le",
    "el",
];
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

/// A value whose name means nothing is a story from this length on, in bytes, if it has so many words.
const MIN_STORY_BYTES: usize = 100;
/// See [`MIN_STORY_BYTES`].
const MIN_STORY_WORDS: usize = 12;
/// A headline is no longer, in bytes.
const MAX_TITLE_BYTES: usize = 200;

/// Finds the story, and what of headline and date is not known, among values whose names mean nothing.
///
/// Returns the positions of the values: the longest text; the first short one of several words; the first date.
pub fn guess(values: &[&str]) -> Option<Guess> {
    let is_story = |value: &&str| {
        value.len() >= MIN_STORY_BYTES
            && value.split_whitespace().take(MIN_STORY_WORDS).count() == MIN_STORY_WORDS
    };
    let (body, _) = values
        .iter()
        .enumerate()
        .filter(|(_, value)| is_story(value))
        .max_by_key(|(_, value)| value.len())?;
    let day = |value: &str| {
        date::parse(value, DayMonthOrder::DayFirst)
            .is_some_and(|published| published.precision >= Precision::Day)
    };
    let date = values
        .iter()
        .position(|value| value.bytes().filter(u8::is_ascii_digit).count() >= 3 && day(value));
    let title = values.iter().position(|value| {
        value.len() <= MAX_TITLE_BYTES
            && value.trim().contains(' ')
            && !value.contains("://")
            && value.chars().any(char::is_alphabetic)
            && !day(value)
    });
    Some(Guess { body, title, date })
}

/// Which of some values are the parts of an article, by what they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The story.
    pub body: usize,
    /// The headline.
    pub title: Option<usize>,
    /// The date.
    pub date: Option<usize>,
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
    fn values_tell_what_they_are_where_names_do_not() {
        let story = "The harbour board said on Thursday that it would close two of its five piers for repairs put off since spring.";
        let found = guess(&[
            "17",
            "2019-01-04",
            "Two piers to close",
            story,
            "https://x.example/a b",
        ]);
        let expected = Guess {
            body: 3,
            title: Some(2),
            date: Some(1),
        };
        assert_eq!(found, Some(expected));
        assert_eq!(guess(&["17", "Two piers to close"]), None);
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
