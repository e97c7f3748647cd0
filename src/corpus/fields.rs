//! What do people call the fields of a record? Known names of many houses, and those a reader has mapped.

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
        NAMES.get(plain.as_str()).copied()
    }
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
        check("image", None);
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
