//! What a format found of one article, and how it becomes an article.

use super::{
    Article, ArticleKey, DateFrom, DayMonthOrder, Metadata, Origin, Precision, Published, Title,
    blocks::Blocks,
    date,
    fields::is_none,
    format::plain::{Plain, Told, byline_line, dateline_of, derived_title, read_body},
    language_of, line_of,
    prose::{Piece, Prose, Role, Spellings, Wrap, body_of_marked, body_of_pieces, inline_marks},
};
use crate::text::{Body, Context, EditKind, ParagraphKind, Span};

/// The parts of an article as a format found them, not cleaned yet. What was not found is `None`.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The name of the format, where it is known better than by the file.
    pub format: Option<&'static str>,
    /// The headline.
    pub title: Option<String>,
    /// Whether the headline is another line that stands in for it.
    pub is_title_made: bool,
    /// The date of publication.
    pub date: Option<RawDate>,
    /// Where the date of publication was found, where it is no field of the record.
    pub date_from: Option<DateFrom>,
    /// The publisher.
    pub source: Option<String>,
    /// The part of the publication.
    pub section: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// The place of the date line.
    pub place: Option<String>,
    /// The language, as an ISO 639 code with or without a region, or its name.
    pub language: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// The story.
    pub content: Content,
    /// The byte at which the record begins in the unpacked file.
    pub offset: u64,
    /// Whether the content is the bytes of the file from `offset` on.
    pub verbatim: bool,
}

/// A date as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub enum RawDate {
    /// Words and digits.
    Written(String),
    /// Seconds since 1970, and the string it was read from.
    Epoch(f64, String),
    /// A date whose order of day and month is known.
    Read(Published),
}

/// The story as it is stored.
#[derive(Clone, Debug)]
pub enum Content {
    /// Text whose paragraphs are still to be found.
    Text(String, Wrap),
    /// Text with parts told apart.
    Pieces(String, Vec<Piece>, Wrap),
    /// Markdown with parts told apart.
    Marked(String, Vec<Piece>),
    /// Blocks of markup.
    Blocks(Blocks),
}

impl Default for Content {
    fn default() -> Self {
        Self::Text(String::new(), Wrap::Unknown)
    }
}

impl Content {
    /// Returns the text.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text, _) | Self::Pieces(text, _, _) | Self::Marked(text, _) => text,
            Self::Blocks(blocks) => &blocks.text,
        }
    }

    /// Returns the text from its first piece of running text on: what is before that is in no language.
    fn words(&self) -> &str {
        let (Self::Pieces(text, pieces, _) | Self::Marked(text, pieces)) = self else {
            return self.text();
        };
        let is_read = |piece: &&Piece| !matches!(piece.role, Role::Aside(_));
        let first = pieces.iter().find(is_read);
        first
            .and_then(|piece| text.get(piece.span.start as usize..))
            .unwrap_or(text)
    }

    /// Tells whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// Makes the reading text; what comes second is the source the edits point into, what comes third the date line.
    fn read(
        self,
        prose: Prose<'_>,
        order: DayMonthOrder,
        told: Told<'_>,
    ) -> (Body, String, Metadata) {
        let prose = |wrap| Prose { wrap, ..prose };
        match self {
            Self::Text(text, wrap) => {
                let plain = Plain {
                    order,
                    prose: prose(wrap),
                    told,
                    ..Plain::default()
                };
                let (dateline, body) = read_body(&text, &plain);
                (body, text, dateline)
            }
            Self::Pieces(text, pieces, wrap) => {
                let body = body_of_pieces(&text, &pieces, &prose(wrap));
                (body, text, Metadata::default())
            }
            Self::Marked(text, pieces) => {
                let body = body_of_marked(&text, &pieces, &inline_marks, &prose(Wrap::Unknown));
                (body, text, Metadata::default())
            }
            Self::Blocks(blocks) => {
                let mut pieces: Vec<_> = blocks
                    .spans
                    .iter()
                    .map(|(range, kind)| Piece {
                        span: Span::new(range.start, range.end),
                        role: Role::Paragraph(*kind),
                    })
                    .collect();
                let dateline = take_dateline(&blocks.text, &mut pieces, order);
                let body = body_of_pieces(&blocks.text, &pieces, &prose(Wrap::Never));
                (body, blocks.text, dateline)
            }
        }
    }
}

/// A story begins within so many blocks.
const MAX_BLOCKS_BEFORE_STORY: usize = 4;

/// Cuts the date line from the first paragraph of a story; returns what it tells.
fn take_dateline(text: &str, pieces: &mut Vec<Piece>, order: DayMonthOrder) -> Metadata {
    let mut texts = pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| piece.role != Role::Paragraph(ParagraphKind::Boilerplate))
        .take(MAX_BLOCKS_BEFORE_STORY)
        .filter(|(_, piece)| piece.role == Role::Paragraph(ParagraphKind::Text))
        .map(|(idx, _)| idx);
    let Some(mut idx) = texts.next() else {
        return Metadata::default();
    };
    // A line with the name of the author may stand above.
    let byline = byline_line(text[pieces[idx].span.range()].trim());
    if byline.is_some()
        && let Some(next) = texts.next()
    {
        idx = next;
    }
    let range = pieces[idx].span.range();
    let (mut told, len) = dateline_of(&text[range.clone()], order);
    told.byline = byline;
    if len > 0 && len < range.len() {
        let cut = range.start + len;
        pieces[idx].span = Span::new(cut, range.end);
        let aside = Piece {
            span: Span::new(range.start, cut),
            role: Role::Aside(EditKind::Header),
        };
        pieces.insert(idx, aside);
    }
    told
}

impl RawDate {
    /// Makes a date of a string, if there is anything in it.
    pub fn written(raw: impl Into<String>) -> Option<Self> {
        let raw = raw.into();
        (!raw.trim().is_empty()).then_some(Self::Written(raw))
    }

    /// Returns the string as stored.
    pub fn raw(&self) -> &str {
        match self {
            Self::Written(raw) | Self::Epoch(_, raw) => raw,
            Self::Read(published) => &published.raw,
        }
    }

    /// Reads it.
    pub fn read(&self, order: DayMonthOrder) -> Option<Published> {
        match self {
            Self::Written(raw) => {
                date::parse(raw, order).or_else(|| Some(date::find(raw, order)?.published))
            }
            Self::Epoch(seconds, raw) => epoch(*seconds, raw),
            Self::Read(published) => Some(published.clone()),
        }
    }

    /// Tells whether a source's order of day and month would tell more.
    pub fn is_ambiguous(&self) -> bool {
        let precision = |order| self.read(order).map(|published| published.precision);
        matches!(self, Self::Written(_))
            && precision(DayMonthOrder::Unknown) < precision(DayMonthOrder::DayFirst)
    }
}

/// The longest number of seconds that is still milliseconds, microseconds or nanoseconds in disguise.
const MAX_EPOCH_SECONDS: f64 = 1e11;

fn epoch(number: f64, raw: &str) -> Option<Published> {
    let mut seconds = number;
    for _ in 0..3 {
        if seconds.abs() > MAX_EPOCH_SECONDS {
            seconds /= 1000.0;
        }
    }
    // Zero is what databases write when they do not know.
    if !seconds.is_finite() || seconds.abs() < 1.0 || seconds.abs() > MAX_EPOCH_SECONDS {
        return None;
    }
    let at = jiff::Timestamp::from_second(seconds.floor() as i64).ok()?;
    let at = at.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    (at.year() > 0).then(|| Published {
        at,
        offset_minutes: Some(0),
        precision: Precision::Second,
        raw: raw.to_owned(),
    })
}

impl Draft {
    /// Makes the article: cleans the fields, finds date and language, makes the reading text.
    pub fn finish(
        self,
        order: DayMonthOrder,
        spellings: Option<&Spellings>,
        origin: Origin,
    ) -> Article {
        let field = |raw: Option<String>| {
            raw.map(|raw| line_of(&raw))
                .filter(|line| !line.is_empty() && !is_none(line))
        };
        let language = field(self.language)
            .and_then(|raw| language_code(&raw))
            .or_else(|| language_of(self.content.words()).map(str::to_owned));
        let order = order.in_language(language.as_deref());
        let published = self.date.and_then(|date| date.read(order));
        let prose = Prose {
            language: language.as_deref(),
            spellings,
            ..Prose::default()
        };
        let title = field(self.title);
        let told = Told {
            title: title.as_deref(),
            published: published.as_ref(),
        };
        let (body, source, dateline) = self.content.read(prose, order, told);
        let (published, date_from) = match published {
            Some(published) => (Some(published), self.date_from.or(Some(DateFrom::Field))),
            None => (dateline.published, dateline.date_from),
        };
        let context = Context {
            date: published.as_ref().and_then(day),
            language: language.clone(),
        };
        let body = body.with_context(context);
        let title = match title {
            Some(text) => Title {
                text,
                derived: self.is_title_made,
            },
            None => derived_title(&body, dateline.place.as_deref()),
        };
        Article {
            key: ArticleKey::of(&title.text, body.text()),
            metadata: Metadata {
                title,
                published,
                date_from,
                source: field(self.source).or(dateline.source),
                section: field(self.section),
                byline: field(self.byline)
                    .and_then(|byline| byline_of(&byline))
                    .or(dateline.byline),
                place: field(self.place).or(dateline.place),
                language,
                url: field(self.url),
            },
            body,
            source,
            origin,
        }
    }
}

/// Returns the day, where the date is that fine.
pub fn day(published: &Published) -> Option<jiff::civil::Date> {
    (published.precision >= Precision::Day).then(|| published.at.date())
}

/// Returns who wrote it without the words around: `By Maria Alvarez =` is `Maria Alvarez`.
pub fn byline_of(raw: &str) -> Option<String> {
    /// Words before a name, longer ones first.
    const BEFORE: [&str; 15] = [
        "geschrieben von ",
        "written by ",
        "posted by ",
        "escrito por ",
        "autor: ",
        "author: ",
        "auteur: ",
        "auteur : ",
        "by ",
        "von ",
        "por ",
        "par ",
        "di ",
        "door ",
        "av ",
    ];
    // A sign that stands alone frames a name (`/ Ana Pérez /`); one that does not is of it (`/u/ana`).
    let mut byline = raw.trim();
    for sign in ["/ ", "| ", "– ", "— "] {
        byline = byline.strip_prefix(sign).unwrap_or(byline).trim_start();
    }
    let lower = byline.to_lowercase();
    for word in BEFORE {
        if lower.starts_with(word) && byline.is_char_boundary(word.len()) {
            byline = byline[word.len()..].trim_start();
            break;
        }
    }
    let byline = byline.trim_end_matches(['=', '|', ';', ',', '-', '–', '—', '/', ' ']);
    // The number of an author in a database is no name.
    let is_number = byline.bytes().all(|b| b.is_ascii_digit());
    (!is_number && !byline.eq_ignore_ascii_case("none")).then(|| byline.to_owned())
}

/// Reads a language as a file tells it: `en`, `en-GB`, `eng`, `English`.
pub fn language_code(raw: &str) -> Option<String> {
    const NAMES: [(&str, &str); 30] = [
        ("english", "en"),
        ("eng", "en"),
        ("german", "de"),
        ("deutsch", "de"),
        ("deu", "de"),
        ("ger", "de"),
        ("french", "fr"),
        ("français", "fr"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("spanish", "es"),
        ("español", "es"),
        ("spa", "es"),
        ("portuguese", "pt"),
        ("português", "pt"),
        ("por", "pt"),
        ("italian", "it"),
        ("italiano", "it"),
        ("ita", "it"),
        ("dutch", "nl"),
        ("nederlands", "nl"),
        ("nld", "nl"),
        ("russian", "ru"),
        ("rus", "ru"),
        ("chinese", "zh"),
        ("zho", "zh"),
        ("arabic", "ar"),
        ("ara", "ar"),
        ("japanese", "ja"),
        ("jpn", "ja"),
    ];
    let lower = raw.trim().to_lowercase();
    let word = lower
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    if word.len() == 2 && word.is_ascii() && word != "un" {
        return Some(word.to_owned());
    }
    NAMES
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, code)| (*code).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn epochs_are_read_in_any_unit() {
        let check = |number: f64, expected: Option<&str>| {
            let read = epoch(number, "").map(|published| published.to_string());
            assert_eq!(read.as_deref(), expected, "{number}");
        };
        check(1_546_560_000.0, Some("2019-01-04T00:00:00Z"));
        check(1_546_560_000_000.0, Some("2019-01-04T00:00:00Z"));
        check(1_546_560_000_000_000.0, Some("2019-01-04T00:00:00Z"));
        check(-86_400.0, Some("1969-12-31T00:00:00Z"));
        check(0.0, None);
        check(f64::NAN, None);
        check(f64::INFINITY, None);
    }

    #[test]
    fn bylines_lose_the_words_around() {
        let check = |raw: &str, expected: Option<&str>| {
            assert_eq!(byline_of(raw).as_deref(), expected, "{raw}");
        };
        check("By Maria Alvarez =", Some("Maria Alvarez"));
        check("Byron Lee", Some("Byron Lee"));
        check("/ Ana Pérez /", Some("Ana Pérez"));
        check("/u/ana", Some("/u/ana"));
        check("geschrieben von Ana Pérez", Some("Ana Pérez"));
        check("17", None);
        check("", None);
        check("Von Anna Müller", Some("Anna Müller"));
        check("by ", Some("by"));
        check("None", None);
        check("", None);
    }

    #[test]
    fn languages_are_codes() {
        let check = |raw: &str, expected: Option<&str>| {
            assert_eq!(language_code(raw).as_deref(), expected, "{raw}");
        };
        check("en-US", Some("en"));
        check("EN_us", Some("en"));
        check("English", Some("en"));
        check("LANGUAGE", None);
        check("", None);
    }
}
