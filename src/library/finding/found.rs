//! How what was found is shown: its words, and what stands beside them.

use crate::corpus::Precision;
use crate::library::ledger::{index::QuoteFacts, names::Someone};
use crate::library::{ArticleId, Candidate, CandidateKind, Catalogue, Extra, Found};
use crate::text::{EntityKind, read_escapes};

pub(super) fn kind_of(candidate: &Candidate) -> CandidateKind {
    match candidate {
        Candidate::Article(_) => CandidateKind::Article,
        Candidate::Entity(kind, _) => CandidateKind::Entity(*kind),
        Candidate::Quote(..) => CandidateKind::Quote,
        Candidate::Tag(_) => CandidateKind::Tag,
        Candidate::Command(_) => CandidateKind::Command,
    }
}

pub(super) fn article(catalogue: &Catalogue, row: u32) -> Found {
    let source = catalogue
        .row(ArticleId(row))
        .and_then(|row| row.source)
        .map(str::to_owned);
    Found {
        candidate: Candidate::Article(ArticleId(row)),
        text: read_escapes(&catalogue.title(row)).into_owned(),
        detail: joined([date_words(catalogue, row), source]),
        matches: Vec::new(),
        score: 0,
    }
}

pub(super) fn name(someone: &Someone, kind: EntityKind) -> Found {
    let articles = if someone.n_articles == 1 {
        "article"
    } else {
        "articles"
    };
    Found {
        candidate: Candidate::Entity(kind, someone.name.clone()),
        text: someone.name.clone(),
        detail: format!("{}, {} {articles}", kind.word(), someone.n_articles),
        matches: Vec::new(),
        score: 0,
    }
}

pub(super) fn quotation(catalogue: &Catalogue, facts: &QuoteFacts) -> Found {
    Found {
        candidate: Candidate::Quote(ArticleId(facts.row), facts.quote_idx),
        text: facts.words.clone(),
        detail: joined([facts.speaker.clone(), date_words(catalogue, facts.row)]),
        matches: Vec::new(),
        score: 0,
    }
}

pub(super) fn of_extra(extra: &Extra) -> Found {
    Found {
        candidate: extra.candidate.clone(),
        text: extra.text.clone(),
        detail: extra.detail.clone(),
        matches: Vec::new(),
        score: 0,
    }
}

/// Writes the date of an article as far as it is known.
fn date_words(catalogue: &Catalogue, row: u32) -> Option<String> {
    let (at, precision) = catalogue.date(row).get()?;
    let date = at.date();
    Some(match precision {
        Precision::Year => format!("{:04}", date.year()),
        Precision::Month => format!("{:04}-{:02}", date.year(), date.month()),
        Precision::Day | Precision::Minute | Precision::Second => date.to_string(),
    })
}

fn joined(parts: [Option<String>; 2]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
