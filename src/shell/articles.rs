//! The input formats as a filter: files in, articles out, one JSON object a line.

use crate::{
    corpus::{
        Article, Corpus, FieldMap, Habits, Item, Precision, Step, habits::Seen, read_file_knowing,
        read_stream, walk,
    },
    text::{ParagraphKind, Shown},
};
use serde::Serialize;
use std::{
    borrow::Cow,
    io::{self, Read, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

/// How the run went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Articles written.
    pub n_articles: u64,
    /// Files and parts that could not be read; each has its message on the error stream.
    pub n_problems: u64,
}

/// Writes every article in `files` to `output`, in the order of the files; `-` is `input`, a folder all files in it.
///
/// The files of a folder are read as a library reads them: knowing what they have in common.
///
/// With `is_json` each article is one JSON object on one line, else its reading text under its headline. What could not
/// be read goes to `errors`, and into the field `problems` of the article of the same file that comes next. A closed
/// `output` ends the run quietly. Memory does not grow with the number of articles.
///
/// # Errors
///
/// What writing `output` or `errors` fails with.
pub fn articles(
    files: &[PathBuf],
    fields: &FieldMap,
    is_json: bool,
    input: &mut dyn Read,
    output: &mut dyn Write,
    errors: &mut dyn Write,
) -> io::Result<Found> {
    let mut run = Run {
        is_json,
        output,
        errors,
        found: Found::default(),
        waiting: Vec::new(),
        line: Vec::new(),
        failed: None,
    };
    for file in files {
        let flow = if file.as_os_str() == "-" {
            read_stream(Path::new("-"), &mut *input, fields, &mut |item| {
                run.take(item)
            })
        } else {
            let mut steps = Vec::new();
            walk(&Corpus::Paths(vec![file.clone()]), &mut |step| {
                steps.push(step);
                ControlFlow::Continue(())
            });
            let habits = if file.is_dir() {
                habits_of(&steps, fields)
            } else {
                Habits::default()
            };
            steps.into_iter().try_for_each(|step| {
                run.waiting.clear();
                match step {
                    Step::File(file) => {
                        read_file_knowing(&file, fields, &habits, &mut |item| run.take(item))
                    }
                    Step::Problem(problem) => run.take(Item::Problem(problem)),
                }
            })
        };
        run.waiting.clear();
        if flow.is_break() {
            break;
        }
    }
    let found = run.found;
    match run.failed {
        Some(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => {
            match output.flush() {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
                _ => {}
            }
            Ok(found)
        }
    }
}

/// Learns what the files have in common.
fn habits_of(steps: &[Step], fields: &FieldMap) -> Habits {
    let seen: Vec<_> = steps
        .iter()
        .filter_map(|step| match step {
            Step::File(file) => Some(Seen {
                path: &file.path,
                len: file.len,
                is_new: true,
            }),
            Step::Problem(_) => None,
        })
        .collect();
    Habits::of_files(&seen, fields)
}

struct Run<'a> {
    is_json: bool,
    output: &'a mut dyn Write,
    errors: &'a mut dyn Write,
    found: Found,
    /// Problems of the file that no article has told yet.
    waiting: Vec<String>,
    /// The room in which each object is written.
    line: Vec<u8>,
    failed: Option<io::Error>,
}

/// How many problems one article tells at most.
const MAX_PROBLEMS_TOLD: usize = 100;

impl Run<'_> {
    fn take(&mut self, item: Item) -> ControlFlow<()> {
        let written = match item {
            Item::Problem(problem) => {
                self.found.n_problems += 1;
                let message = Shown::line(&problem.to_string());
                if self.waiting.len() < MAX_PROBLEMS_TOLD {
                    self.waiting.push(message.to_string());
                }
                writeln!(self.errors, "reading-room: {message}")
            }
            Item::Article(article) => {
                self.found.n_articles += 1;
                let problems = std::mem::take(&mut self.waiting);
                if self.is_json {
                    self.line.clear();
                    serde_json::to_writer(&mut self.line, &Object::of(&article, &problems))
                        .map_err(io::Error::from)
                        .and_then(|()| {
                            self.line.push(b'\n');
                            self.output.write_all(&self.line)
                        })
                } else {
                    self.output.write_all(words(&article).as_bytes())
                }
            }
        };
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }
}

/// The object that stands for an article; what is not known is null.
#[derive(Serialize)]
struct Object<'a> {
    path: Cow<'a, str>,
    index: u32,
    format: &'a str,
    title: Option<&'a str>,
    title_derived: bool,
    date: Option<String>,
    date_precision: Option<Precision>,
    date_from: Option<String>,
    source: Option<&'a str>,
    section: Option<&'a str>,
    byline: Option<&'a str>,
    place: Option<&'a str>,
    language: Option<&'a str>,
    url: Option<&'a str>,
    key: String,
    paragraphs: Vec<Paragraph<'a>>,
    text: String,
    problems: &'a [String],
}

#[derive(Serialize)]
struct Paragraph<'a> {
    kind: ParagraphKind,
    text: &'a str,
}

impl<'a> Object<'a> {
    fn of(article: &'a Article, problems: &'a [String]) -> Self {
        let metadata = &article.metadata;
        let path = article.origin.path.to_string_lossy();
        let path = match &article.origin.inner {
            Some(inner) => Cow::Owned(format!("{path}/{inner}")),
            None => path,
        };
        let paragraph = |paragraph: &crate::text::Paragraph| Paragraph {
            kind: paragraph.kind,
            text: article.body.slice(paragraph.span),
        };
        let published = metadata.published.as_ref();
        Self {
            path,
            index: article.origin.index,
            format: &article.origin.format,
            title: Some(metadata.title.text.as_str()).filter(|title| !title.is_empty()),
            title_derived: metadata.title.derived,
            date: published.map(ToString::to_string),
            date_precision: published.map(|published| published.precision),
            date_from: metadata.date_from.as_ref().map(ToString::to_string),
            source: metadata.source.as_deref(),
            section: metadata.section.as_deref(),
            byline: metadata.byline.as_deref(),
            place: metadata.place.as_deref(),
            language: metadata.language.as_deref(),
            url: metadata.url.as_deref(),
            key: article.key.to_string(),
            paragraphs: article.body.paragraphs().iter().map(paragraph).collect(),
            text: text_of(article),
            problems,
        }
    }
}

/// Returns the reading text without what is set aside.
fn text_of(article: &Article) -> String {
    let mut text = String::with_capacity(article.body.text().len());
    let mut end_before = None;
    for paragraph in article.body.paragraphs() {
        if paragraph.kind == ParagraphKind::Boilerplate {
            end_before = None;
            continue;
        }
        if !text.is_empty() {
            // The gap of the body is kept where nothing was left out in it.
            let gap = end_before
                .and_then(|end| article.body.text().get(end..paragraph.span.start as usize));
            text.push_str(gap.filter(|gap| !gap.is_empty()).unwrap_or("\n\n"));
        }
        text.push_str(article.body.slice(paragraph.span));
        end_before = Some(paragraph.span.end as usize);
    }
    text
}

/// Returns an article as a person reads it in a terminal.
fn words(article: &Article) -> String {
    let metadata = &article.metadata;
    let date = metadata.published.as_ref().map(ToString::to_string);
    let line: Vec<_> = [&date, &metadata.source, &metadata.byline, &metadata.place]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let head = Shown::line(&metadata.title.text);
    let line = Shown::line(&line.join(" · "));
    let text = Shown::text(&text_of(article));
    let mut words = String::new();
    for part in [head.as_str(), line.as_str()] {
        if !part.is_empty() {
            words.push_str(part);
            words.push('\n');
        }
    }
    format!("{words}\n{text}\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn run(input: &str, is_json: bool) -> (Found, String, String) {
        let (mut output, mut errors) = (Vec::new(), Vec::new());
        let found = articles(
            &[PathBuf::from("-")],
            &FieldMap::default(),
            is_json,
            &mut input.as_bytes(),
            &mut output,
            &mut errors,
        )
        .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (found, text(output), text(errors))
    }

    #[test]
    fn an_article_is_one_object_on_a_line() {
        let record =
            r#"{"title": "Rain", "text": "It rained.\n\nThen it stopped.", "date": "2019-01-04"}"#;
        let (found, output, errors) = run(record, true);
        assert_eq!(
            found,
            Found {
                n_articles: 1,
                n_problems: 0
            }
        );
        assert_eq!(errors, "");
        let value: Value = serde_json::from_str(output.trim_end()).unwrap();
        assert_eq!(value["title"], "Rain");
        assert_eq!(value["title_derived"], false);
        assert_eq!(value["date"], "2019-01-04");
        assert_eq!(value["date_precision"], "day");
        assert_eq!(value["date_from"], "a field");
        assert_eq!(value["source"], Value::Null);
        assert_eq!(value["text"], "It rained.\n\nThen it stopped.");
        assert_eq!(value["paragraphs"][1]["kind"], "text");
        assert_eq!(value["problems"], json!([]));
    }

    #[test]
    fn the_files_of_a_folder_are_read_knowing_each_other() {
        let folder = tempfile::tempdir().unwrap();
        // Which of 05/10 is the month, only another file of the folder tells.
        for (name, day, words) in [
            ("a.txt", "05/10/2017", "The dam above the town was opened"),
            ("b.txt", "25/10/2017", "A train left the rails on its way"),
            ("c.txt", "26/10/2017", "Rain fell on the islands all night"),
            ("d.txt", "27/10/2017", "Two men were found in a small boat"),
        ] {
            let story = format!(
                "{words}\n{day}\n\n{words} on Monday, and nobody who was there had seen it come.\n"
            );
            std::fs::write(folder.path().join(name), story).unwrap();
        }
        let dates = |path: PathBuf| -> Vec<String> {
            let mut output = Vec::new();
            let fields = FieldMap::default();
            articles(
                &[path],
                &fields,
                true,
                &mut &b""[..],
                &mut output,
                &mut io::sink(),
            )
            .unwrap();
            let lines = String::from_utf8(output).unwrap();
            lines
                .lines()
                .map(|line| serde_json::from_str::<Value>(line).unwrap()["date"].to_string())
                .collect()
        };
        assert_eq!(dates(folder.path().to_owned())[0], "\"2017-10-05\"");
        assert_eq!(dates(folder.path().join("a.txt"))[0], "\"2017\"");
    }

    #[test]
    fn a_problem_is_told_on_the_error_stream_and_by_the_next_article() {
        let lines =
            "{\"title\": \"a\", \"text\": \"b\"}\n{broken\n{\"title\": \"c\", \"text\": \"d\"}\n";
        let (found, output, errors) = run(lines, true);
        assert_eq!((found.n_articles, found.n_problems), (2, 1));
        assert!(
            errors.starts_with("reading-room: -, byte 28: not valid JSON"),
            "{errors}"
        );
        let last: Value = serde_json::from_str(output.lines().last().unwrap()).unwrap();
        assert_eq!(last["problems"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn without_json_it_is_for_reading() {
        let (_, output, _) = run(
            r#"{"title": "Rain", "text": "It rained.", "date": "2019-01-04"}"#,
            false,
        );
        assert_eq!(output, "Rain\n2019-01-04\n\nIt rained.\n\n");
    }
}
