//! `export`: articles, quotations or notes for other programs.

use super::{Answer, Desk, FOUND, Failure, NOTHING, Output, quotes, row, show};
use crate::{
    corpus::Article,
    library::{ArticleId, QuoteFilter, QuoteRow},
    shell::cli::{Format, What},
    text::ParagraphKind,
    triage::{Ledger, Marks, Verdict},
};
use serde_json::{Value, json};

pub(super) fn export(
    desk: &Desk<'_>,
    question: Option<&str>,
    what: What,
    format: Format,
    json: bool,
    out: &mut Output,
) -> Answer {
    let format = if json { Format::Json } else { format };
    let n_written = match what {
        What::Articles => articles(desk, question, format, out)?,
        What::Quotes => quotations(desk, question, format, out)?,
        What::Notes => notes(desk, question, format, out)?,
    };
    Ok(if n_written > 0 { FOUND } else { NOTHING })
}

fn articles(
    desk: &Desk<'_>,
    question: Option<&str>,
    format: Format,
    out: &mut Output,
) -> Result<usize, Failure> {
    let (query, marks) = desk.question(question)?;
    let found = desk.select(&query, &marks);
    if format == Format::Csv {
        let header = [
            "key", "date", "source", "section", "byline", "place", "title", "path", "text",
        ];
        out.csv(&header.map(str::to_owned))?;
    }
    for id in &found {
        let article = desk.library.article(*id).map_err(Failure::because)?;
        let metadata = &article.metadata;
        let known = |field: &Option<String>| field.clone().unwrap_or_default();
        match format {
            Format::Json => out.json(&show::fields(&article))?,
            Format::Md => out.text(&markdown(&article))?,
            Format::Csv => out.csv(&[
                article.key.to_string(),
                date(&article),
                known(&metadata.source),
                known(&metadata.section),
                known(&metadata.byline),
                known(&metadata.place),
                metadata.title.text.clone(),
                show::place(&article),
                article.body.text().to_owned(),
            ])?,
        }
    }
    Ok(found.len())
}

fn quotations(
    desk: &Desk<'_>,
    question: Option<&str>,
    format: Format,
    out: &mut Output,
) -> Result<usize, Failure> {
    let (query, marks) = desk.question(question)?;
    let mut rows = desk.library.quotes(&QuoteFilter::default());
    if !query.is_empty() {
        let mut within = desk.select(&query, &marks);
        within.sort_unstable();
        rows.retain(|quote| within.binary_search(&quote.article).is_ok());
    }
    if format == Format::Csv {
        let header = [
            "date",
            "speaker",
            "kind",
            "confidence",
            "words",
            "title",
            "source",
            "path",
            "key",
        ];
        out.csv(&header.map(str::to_owned))?;
    }
    for quote in &rows {
        let article = desk
            .library
            .article(quote.article)
            .map_err(Failure::because)?;
        match format {
            Format::Json => out.json(&quotes::fields(desk, quote))?,
            Format::Md => out.text(&markdown_quote(quote, &article))?,
            Format::Csv => out.csv(&[
                quotes::day(quote),
                quote.speaker.clone().unwrap_or_default(),
                quote.kind.word().to_owned(),
                format!("{:.2}", quote.confidence),
                quote.words.clone(),
                article.metadata.title.text.clone(),
                article.metadata.source.clone().unwrap_or_default(),
                show::place(&article),
                article.key.to_string(),
            ])?,
        }
    }
    Ok(rows.len())
}

fn notes(
    desk: &Desk<'_>,
    question: Option<&str>,
    format: Format,
    out: &mut Output,
) -> Result<usize, Failure> {
    let (query, _) = desk.question(question)?;
    let ledger: Ledger = desk.marks()?;
    let catalogue = desk.library.catalogue();
    let marked: Vec<(ArticleId, &Marks)> = desk
        .select(&query, &ledger)
        .into_iter()
        .filter_map(|id| Some((id, ledger.marks(catalogue.row(id)?.key))))
        .filter(|(_, marks)| !marks.is_empty())
        .collect();
    if format == Format::Csv {
        let header = [
            "date", "title", "source", "read", "starred", "verdict", "tags", "note", "path", "key",
        ];
        out.csv(&header.map(str::to_owned))?;
    }
    for (id, marks) in &marked {
        let article = desk.library.article(*id).map_err(Failure::because)?;
        match format {
            Format::Json => out.json(&note_fields(&article, marks))?,
            Format::Md => out.text(&markdown_note(&article, marks))?,
            Format::Csv => out.csv(&[
                date(&article),
                article.metadata.title.text.clone(),
                article.metadata.source.clone().unwrap_or_default(),
                marks.read.to_string(),
                marks.starred.to_string(),
                verdict(marks).unwrap_or_default().to_owned(),
                marks.tags.iter().cloned().collect::<Vec<_>>().join(" "),
                marks.note.clone().unwrap_or_default(),
                show::place(&article),
                article.key.to_string(),
            ])?,
        }
    }
    Ok(marked.len())
}

fn date(article: &Article) -> String {
    let published = article.metadata.published.as_ref();
    published.map(ToString::to_string).unwrap_or_default()
}

fn verdict(marks: &Marks) -> Option<&'static str> {
    marks.verdict.map(|verdict| match verdict {
        Verdict::Done => "done",
        Verdict::Discarded => "discarded",
    })
}

fn note_fields(article: &Article, marks: &Marks) -> Value {
    json!({
        "key": article.key.to_string(),
        "title": article.metadata.title.text,
        "date": article.metadata.published.as_ref().map(ToString::to_string),
        "source": article.metadata.source,
        "path": article.origin.path.to_string_lossy(),
        "read": marks.read,
        "starred": marks.starred,
        "verdict": verdict(marks),
        "tags": marks.tags,
        "note": marks.note,
    })
}

fn markdown(article: &Article) -> String {
    let mut lines = vec![
        format!("# {}", escaped(&article.metadata.title.text)),
        String::new(),
    ];
    lines.push(byline(article));
    for paragraph in article.body.paragraphs() {
        let text = escaped(article.body.slice(paragraph.span));
        let text = match paragraph.kind {
            ParagraphKind::Boilerplate => continue,
            ParagraphKind::Heading => format!("## {text}"),
            ParagraphKind::List => format!("- {text}"),
            ParagraphKind::Quote => format!("> {}", text.replace('\n', "\n> ")),
            ParagraphKind::Caption => format!("*{text}*"),
            ParagraphKind::Text | ParagraphKind::Table => text,
        };
        lines.push(String::new());
        lines.push(text);
    }
    lines.push(String::new());
    lines.join("\n")
}

fn byline(article: &Article) -> String {
    let metadata = &article.metadata;
    let known = [
        metadata.source.clone(),
        metadata.section.clone(),
        metadata.byline.clone(),
        metadata.published.as_ref().map(ToString::to_string),
        metadata.place.clone(),
        Some(show::place(article)),
        Some(row::short(article.key)),
    ];
    let known: Vec<_> = known
        .into_iter()
        .flatten()
        .map(|part| escaped(&part))
        .collect();
    known.join(" · ")
}

fn markdown_quote(quote: &QuoteRow, article: &Article) -> String {
    let speaker = quote.speaker.as_deref().unwrap_or("unknown speaker");
    format!(
        "> {}\n\n— {}, {}, in: {}. {}\n",
        escaped(&quote.words),
        escaped(speaker),
        quote.kind.word(),
        escaped(&article.metadata.title.text),
        byline(article),
    )
}

fn markdown_note(article: &Article, marks: &Marks) -> String {
    let mut lines = vec![
        format!("## {}", escaped(&article.metadata.title.text)),
        String::new(),
        byline(article),
    ];
    let mut said: Vec<String> = Vec::new();
    said.extend(marks.starred.then(|| "starred".to_owned()));
    said.extend(verdict(marks).map(str::to_owned));
    said.extend(marks.tags.iter().map(|tag| format!("#{}", escaped(tag))));
    if !said.is_empty() {
        lines.push(String::new());
        lines.push(said.join(", "));
    }
    if let Some(note) = &marks.note {
        lines.push(String::new());
        lines.push(escaped(note));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Writes a text so that Markdown shows its signs and obeys none of them.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut at_line_start = true;
    for (idx, c) in text.char_indices() {
        let is_list_number = matches!(c, '.' | ')') && {
            let line = text[..idx]
                .rsplit('\n')
                .next()
                .unwrap_or_default()
                .trim_start();
            !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit())
        };
        let is_sign = matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~'
        ) || at_line_start && matches!(c, '#' | '-' | '+' | '=')
            || is_list_number;
        if is_sign {
            escaped.push('\\');
        }
        escaped.push(c);
        at_line_start = c == '\n' || at_line_start && c == ' ';
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_obeys_nothing_of_the_text() {
        for (text, expected) in [
            (
                "plain, 3.5 percent - no sign",
                "plain, 3.5 percent - no sign",
            ),
            ("# not a heading", "\\# not a heading"),
            ("a *b* [c](d) <e>", "a \\*b\\* \\[c\\](d) \\<e\\>"),
            ("one\n- two\n1. three", "one\n\\- two\n1\\. three"),
            ("2012 was", "2012 was"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}
