//! Which articles are on the same matter? Those that share the words which tell an article from the others.

use super::{ArticleId, Library};

/// Articles that are returned.
const MAX_RELATED: usize = 50;

/// What shares less with an article than this part of what the article shares with itself is on something else.
const MIN_SHARE: f32 = 0.2;

impl Library {
    /// Returns the articles that are on the same matter, the nearest first; copies of the article are not among them.
    pub fn related(&self, id: ArticleId) -> Vec<ArticleId> {
        let catalogue = self.catalogue();
        let Ok(article) = self.article(id) else {
            return Vec::new();
        };
        let copies = catalogue.copies(id);
        let shelf = self.shelf();
        let wanted = MAX_RELATED + copies.len().max(1);
        let best = shelf.fulltext().like(
            &article.metadata.title.text,
            article.body.text(),
            catalogue.n_rows() as u64,
            wanted,
        );
        let best = self.heard(best).unwrap_or_default();
        let own = best.iter().find(|(_, row)| *row == id.0);
        let enough = own.map_or(0.0, |(score, _)| score * MIN_SHARE);
        best.into_iter()
            .filter(|(score, _)| *score >= enough)
            .map(|(_, row)| ArticleId(row))
            .filter(|other| *other != id && !copies.contains(other) && !catalogue.is_gone(*other))
            .take(MAX_RELATED)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::article;
    use super::*;

    #[test]
    fn the_matter_is_told_by_rare_words_that_are_shared() {
        let library = Library::of_articles(&[
            article(
                "Wall to be raised",
                "The harbour wall of Marl will be raised after the storm.",
            ),
            article(
                "Storm at Marl",
                "The storm broke the old harbour wall and flooded Marl.",
            ),
            article(
                "Fish prices",
                "The price of herring fell and nobody knows why.",
            ),
            article(
                "Herring is cheap",
                "The market pays a low price for herring.",
            ),
            article("A poem", "Clouds wander over hills."),
        ]);
        let related = |row| {
            let ids = library.related(ArticleId(row)).into_iter();
            ids.map(|id| id.0).collect::<Vec<_>>()
        };
        assert_eq!(related(0), [1]);
        assert_eq!(related(3), [2]);
        assert_eq!(related(4), [0u32; 0]);
        assert_eq!(related(99), [0u32; 0]);
    }
}
