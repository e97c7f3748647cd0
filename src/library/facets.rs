//! What do some articles have in common? How many of them are of each publisher, section, place and author.

use super::{ArticleId, Library};
use std::{cmp::Reverse, collections::HashMap};

/// So many names of a kind are told; the others have few articles.
const MAX_NAMES: usize = 500;

/// What articles are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetKind {
    /// The publisher.
    Source,
    /// The part of the publication.
    Section,
    /// The place of the date line.
    Place,
    /// Who wrote them.
    Byline,
}

impl FacetKind {
    /// All kinds with the fields that questions ask for them by.
    pub const ALL: [(&'static str, Self); 4] = [
        ("source", Self::Source),
        ("section", Self::Section),
        ("place", Self::Place),
        ("byline", Self::Byline),
    ];
}

/// How many articles have a name in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// What kind of name it is.
    pub kind: FacetKind,
    /// The name.
    pub name: String,
    /// How many articles have it.
    pub n_articles: usize,
}

impl Library {
    /// Counts articles by what they have in common: kind by kind, in each the name of most articles first. Ends with
    /// nothing when `is_stale` says that nobody waits any more.
    pub fn facets(&self, ids: &[ArticleId], is_stale: &dyn Fn() -> bool) -> Vec<Facet> {
        /// Whether somebody waits is asked once for so many articles.
        const CHUNK: usize = 16_384;
        let catalogue = self.catalogue();
        let mut counts: [HashMap<&str, usize>; FacetKind::ALL.len()] = Default::default();
        for chunk in ids.chunks(CHUNK) {
            if is_stale() {
                return Vec::new();
            }
            for row in chunk.iter().filter_map(|id| catalogue.row(*id)) {
                let names = [row.source, row.section, row.place, row.byline];
                for (name, counts) in names.into_iter().zip(&mut counts) {
                    if let Some(name) = name {
                        *counts.entry(name).or_default() += 1;
                    }
                }
            }
        }
        let kinds = FacetKind::ALL.into_iter().zip(counts);
        kinds
            .flat_map(|((_, kind), counts)| {
                let mut names: Vec<_> = counts.into_iter().collect();
                names.sort_unstable_by_key(|(name, n)| (Reverse(*n), *name));
                names.truncate(MAX_NAMES);
                names.into_iter().map(move |(name, n_articles)| Facet {
                    kind,
                    name: name.to_owned(),
                    n_articles,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::article;
    use super::*;

    #[test]
    fn articles_are_counted_by_their_names() {
        let of = |source: &str, section: Option<&str>| {
            let mut article = article("A title", "Some words.");
            article.metadata.source = Some(source.to_owned());
            article.metadata.section = section.map(str::to_owned);
            article
        };
        let library = Library::of_articles(&[
            of("Echo", None),
            of("Wire", Some("World")),
            of("Wire", Some("Sport")),
        ]);
        let all: Vec<_> = library.catalogue().ids().collect();
        let told = |ids: &[ArticleId]| -> Vec<_> {
            let facets = library.facets(ids, &|| false);
            facets
                .into_iter()
                .map(|facet| (facet.n_articles, facet.name))
                .collect()
        };
        let named = |all: &[(usize, &str)]| -> Vec<_> {
            all.iter()
                .map(|(n, name)| (*n, (*name).to_owned()))
                .collect()
        };
        assert_eq!(
            told(&all),
            named(&[(2, "Wire"), (1, "Echo"), (1, "Sport"), (1, "World")])
        );
        assert_eq!(told(&all[..1]), named(&[(1, "Echo")]));
        assert_eq!(library.facets(&all, &|| true), []);
    }
}
