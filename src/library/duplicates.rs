//! Which articles say the same: wire copies, rewrites and later versions of one text.
//!
//! ```text
//! text ──▶ sketch   a sample of its five-word runs, and of its numbers        kept for each article, a few dozen bytes
//! sketches of all ──▶ grouping ──▶ Copies                                     kept with the catalogue
//! ```
//!
//! Two articles are copies when at least half of the runs of the shorter stand in the longer and they appeared within
//! two days of one another. Runs that stand in articles of several other days are left out first: they are footers, or
//! the form of a note that recurs with new facts. Such notes, and texts whose numbers differ, are not the same.

pub(crate) mod grouping;
pub(crate) mod sketch;

use super::ArticleId;
use serde::{Deserialize, Serialize};

/// The groups of articles that say the same. An article stands in one group at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Copies {
    /// The group of each row, from 1; 0 is none, and rows beyond the end have none.
    group_of: Vec<u32>,
    kept: KeptCopies,
}

/// The groups as they are kept on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptCopies {
    /// For which catalogue they were made: its rows, and how many of them were gone.
    n_rows: u32,
    n_gone: u32,
    /// The members of all groups, group after group, each in order of date.
    members: Vec<ArticleId>,
    /// Where each group ends in `members`.
    ends: Vec<u32>,
}

impl Copies {
    /// Takes up groups; `None` where they do not fit together, as in a damaged file.
    pub(crate) fn of(kept: KeptCopies) -> Option<Self> {
        let n_rows = kept.members.iter().map(|id| id.0 as usize + 1).max();
        let mut group_of = vec![0; n_rows.unwrap_or(0)];
        let mut start = 0;
        for (idx, end) in kept.ends.iter().enumerate() {
            for id in kept.members.get(start..*end as usize)? {
                group_of[id.0 as usize] = idx as u32 + 1;
            }
            start = *end as usize;
        }
        let is_sound = start == kept.members.len() && group_of.len() <= kept.n_rows as usize;
        is_sound.then_some(Self { group_of, kept })
    }

    /// Makes groups of lists of rows, each in order of date, for a catalogue of so many rows.
    pub(crate) fn of_groups(groups: Vec<Vec<u32>>, n_rows: usize, n_gone: usize) -> Self {
        let mut kept = KeptCopies {
            n_rows: n_rows as u32,
            n_gone: n_gone as u32,
            ..KeptCopies::default()
        };
        for group in groups {
            kept.members.extend(group.into_iter().map(ArticleId));
            kept.ends.push(kept.members.len() as u32);
        }
        let none = Self {
            group_of: Vec::new(),
            kept: KeptCopies {
                members: Vec::new(),
                ends: Vec::new(),
                ..kept
            },
        };
        Self::of(kept).unwrap_or(none)
    }

    /// Returns the group an article stands in, the oldest first; nothing where it stands alone.
    pub(crate) fn group(&self, id: ArticleId) -> &[ArticleId] {
        let group = self.group_of.get(id.0 as usize).copied().unwrap_or(0) as usize;
        let Some(idx) = group.checked_sub(1) else {
            return &[];
        };
        let start = idx
            .checked_sub(1)
            .map_or(0, |before| self.kept.ends[before]);
        &self.kept.members[start as usize..self.kept.ends[idx] as usize]
    }

    /// Tells whether the groups were made for a catalogue of so many rows.
    pub(crate) fn are_of(&self, n_rows: usize, n_gone: usize) -> bool {
        (self.kept.n_rows as usize, self.kept.n_gone as usize) == (n_rows, n_gone)
    }

    /// Returns what is kept on disk.
    pub(crate) fn kept(&self) -> &KeptCopies {
        &self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            Library,
            tests::{article, dated},
        },
        *,
    };
    use jiff::civil::date;

    const STORY: &str = "The river rose four metres in one night and broke the dam above the old mill, officials said.\n\n\
        Two hundred people were brought to the school on the hill, where they were given blankets and hot soup.\n\n\
        The mayor promised that the dam would be rebuilt before the next winter, higher and of better stone.";

    fn note(gold: &str) -> String {
        format!(
            "The stock exchange closed after a day of quiet trade with these final figures for the main index.\n\n\
            Gold stood at {gold} in the evening.\n\n\
            Prices are given without warranty and may be delayed by up to fifteen minutes for some exchanges."
        )
    }

    fn library() -> Library {
        let more = format!("{STORY}\n\nA reader sent this picture.");
        let mut articles = vec![
            dated(
                article("Old dam gives way", &more),
                date(2024, 3, 2),
                "Post",
            ),
            dated(article("Dam breaks", STORY), date(2024, 3, 1), "Wire"),
            dated(
                article("Dam breaks, a year later", STORY),
                date(2025, 3, 1),
                "Wire",
            ),
        ];
        for day in 1..9 {
            let gold = format!(
                "{} crowns and {} cents an ounce",
                1_900 + 7 * i32::from(day),
                3 * day
            );
            articles.push(dated(
                article(&format!("Markets {day}"), &note(&gold)),
                date(2024, 5, day),
                "Wire",
            ));
        }
        articles.push(article("A poem", "Roses are red."));
        articles.push(article("A poem", "Roses are red."));
        articles.push(article("Another", "Roses are blue."));
        Library::of_articles(&articles)
    }

    #[test]
    fn copies_fold_and_recurring_notes_do_not() {
        let catalogue = library().catalogue();
        let copies = |row| catalogue.copies(ArticleId(row)).to_vec();
        assert_eq!(copies(0), [ArticleId(1), ArticleId(0)]);
        assert_eq!(copies(1), copies(0));
        assert_eq!(copies(2), []);
        for row in 3..11 {
            assert_eq!(copies(row), [], "row {row}");
        }
        assert_eq!(copies(11), [ArticleId(11), ArticleId(12)]);
        assert_eq!(copies(13), []);
        assert_eq!(copies(99), []);
    }

    #[test]
    fn groups_come_back_from_disk_or_not_at_all() {
        let copies = Copies::of_groups(vec![vec![3, 1], vec![0, 4, 2]], 6, 0);
        assert_eq!(Copies::of(copies.kept().clone()), Some(copies.clone()));
        assert!(copies.are_of(6, 0) && !copies.are_of(7, 0));
        for damage in [
            KeptCopies {
                n_rows: 3,
                ..copies.kept().clone()
            },
            KeptCopies {
                ends: vec![2, 9],
                ..copies.kept().clone()
            },
            KeptCopies {
                ends: vec![2, 1],
                ..copies.kept().clone()
            },
            KeptCopies {
                ends: vec![2],
                ..copies.kept().clone()
            },
        ] {
            assert_eq!(Copies::of(damage.clone()), None, "{damage:?}");
        }
        let none = Copies::of_groups(Vec::new(), 6, 0);
        assert_eq!(Copies::of(none.kept().clone()), Some(none.clone()));
        assert!(none.are_of(6, 0) && none.group(ArticleId(0)).is_empty());
    }
}
