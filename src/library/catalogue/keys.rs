//! Which article has this key? The rows in order of their keys, kept on disk and read when first asked for.

use super::super::home::Home;
use crate::corpus::ArticleKey;
use std::sync::OnceLock;

/// The name of the file.
const FILE: &str = "by-key";

/// The first rows of a catalogue in order of their keys, equal keys in order of the rows. As rows are only ever added
/// it stays good; what came since is not in it.
#[derive(Debug, Default)]
pub(crate) struct KeyOrder {
    rows: OnceLock<Vec<u32>>,
    home: Option<Home>,
    /// Rows of the catalogue; another process may have added more since.
    n_rows: usize,
}

impl KeyOrder {
    /// Names the order that is kept in a folder, for a catalogue of so many rows.
    pub(crate) fn kept(home: &Home, n_rows: usize) -> Self {
        Self {
            rows: OnceLock::new(),
            home: Some(home.clone()),
            n_rows,
        }
    }

    /// Sorts all rows, and keeps that in a folder if there is one.
    pub(crate) fn make(keys: &[ArticleKey], home: Option<&Home>) -> std::io::Result<Self> {
        use rayon::prelude::*;
        let mut rows: Vec<u32> = (0..keys.len() as u32).collect();
        rows.par_sort_unstable_by_key(|row| (keys[*row as usize], *row));
        if let Some(home) = home {
            home.write_rows(FILE, 0, &rows)?;
        }
        Ok(Self {
            n_rows: rows.len(),
            rows: OnceLock::from(rows),
            home: None,
        })
    }

    /// Returns how many rows are in order.
    pub(crate) fn len(&self) -> usize {
        self.rows().len()
    }

    /// Returns the rows with a key, the first read first.
    pub(crate) fn find<'k>(
        &'k self,
        key: ArticleKey,
        key_of: impl Fn(u32) -> Option<ArticleKey> + 'k,
    ) -> impl Iterator<Item = u32> + 'k {
        let rows = self.rows();
        // Keys are hashes: where one stands among all can be guessed well, and each look at a key may touch the disk.
        let (mut low, mut high) = (0, rows.len());
        let (mut least, mut most) = (0u128, u128::MAX);
        while low < high {
            let part = (key.0.saturating_sub(least)) as f64 / (most - least).max(1) as f64;
            let guess = low + ((high - low) as f64 * part) as usize;
            let middle = guess.clamp(low, high - 1);
            match key_of(rows[middle]) {
                Some(found) if found < key => (low, least) = (middle + 1, found.0),
                Some(found) => (high, most) = (middle, found.0),
                None => break,
            }
        }
        rows[low..]
            .iter()
            .copied()
            .take_while(move |row| key_of(*row) == Some(key))
    }

    fn rows(&self) -> &[u32] {
        self.rows.get_or_init(|| {
            let kept = self.home.as_ref().and_then(|home| home.read_rows(FILE));
            let mut rows = kept.map(|(_, rows)| rows).unwrap_or_default();
            rows.retain(|row| (*row as usize) < self.n_rows);
            rows
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_wherever_they_stand() {
        let mut keys: Vec<_> = (0..500u128)
            .map(|n| ArticleKey(n.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)))
            .collect();
        keys.extend([
            keys[7],
            ArticleKey(0),
            ArticleKey(u128::MAX),
            ArticleKey(u128::MAX - 1),
        ]);
        let cache = tempfile::tempdir().expect("a folder");
        let corpus = crate::corpus::Corpus::Paths(vec!["a".into()]);
        let home = Home::of(&corpus, &crate::corpus::FieldMap::default(), cache.path());
        home.make().expect("a folder can be made");
        let made = KeyOrder::make(&keys, Some(&home)).expect("it can be kept");
        for order in [made, KeyOrder::kept(&home, keys.len())] {
            let find = |key| {
                order
                    .find(key, |row| keys.get(row as usize).copied())
                    .collect::<Vec<_>>()
            };
            for (row, key) in keys.iter().enumerate().skip(8).take(490) {
                assert_eq!(find(*key), [row as u32]);
            }
            assert_eq!(find(keys[7]), [7, 500]);
            assert_eq!(find(ArticleKey(0)), [0, 501]);
            assert_eq!(find(ArticleKey(u128::MAX)), [502]);
            assert_eq!(find(ArticleKey(12_345)), [0u32; 0]);
            assert_eq!(order.len(), keys.len());
        }
        assert_eq!(KeyOrder::default().find(keys[0], |_| None).count(), 0);
    }
}
