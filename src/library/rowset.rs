//! A set of articles: one bit for each row of the catalogue.

/// Which of the rows `0..len` belong to the set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RowSet {
    words: Vec<u64>,
    len: usize,
}

impl RowSet {
    /// Makes the set of no row.
    pub(crate) fn none(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(64)],
            len,
        }
    }

    /// Makes the set of all rows.
    pub(crate) fn all(len: usize) -> Self {
        let mut set = Self {
            words: vec![u64::MAX; len.div_ceil(64)],
            len,
        };
        set.trim();
        set
    }

    /// Makes the set of the rows for which `test` holds.
    pub(crate) fn of(len: usize, mut test: impl FnMut(u32) -> bool) -> Self {
        let mut set = Self::none(len);
        for row in 0..len as u32 {
            if test(row) {
                set.insert(row);
            }
        }
        set
    }

    /// Puts a row in; rows beyond the length are left out.
    pub(crate) fn insert(&mut self, row: u32) {
        if (row as usize) < self.len {
            self.words[row as usize / 64] |= 1 << (row % 64);
        }
    }

    /// Tells whether the row is in the set.
    pub(crate) fn contains(&self, row: u32) -> bool {
        self.words
            .get(row as usize / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Returns the number of rows in the set.
    pub(crate) fn count(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// Tells whether no row is in the set.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Keeps the rows that are in `other` too.
    pub(crate) fn intersect(&mut self, other: &Self) {
        for (idx, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(idx).copied().unwrap_or(0);
        }
    }

    /// Adds the rows of `other`.
    pub(crate) fn unite(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
        self.trim();
    }

    /// Takes away the rows of `other`.
    pub(crate) fn subtract(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Returns the same set among `len` rows.
    pub(crate) fn resized(mut self, len: usize) -> Self {
        self.words.resize(len.div_ceil(64), 0);
        self.len = len;
        self.trim();
        self
    }

    /// Walks over the rows in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(idx, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    idx as u32 * 64 + bit
                })
            })
        })
    }

    /// Returns the bits, for keeping them.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    /// Takes up kept bits.
    pub(crate) fn of_words(words: Vec<u64>, len: usize) -> Self {
        Self { words, len: 0 }.resized(len)
    }

    fn trim(&mut self) {
        let rest = self.len % 64;
        if rest != 0
            && let Some(last) = self.words.last_mut()
        {
            *last &= (1 << rest) - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn it_is_a_set(len in 1usize..200, a: Vec<u8>, b: Vec<u8>) {
            let of = |rows: &[u8]| {
                let mut set = RowSet::none(len);
                rows.iter().for_each(|row| set.insert(u32::from(*row)));
                let kept: BTreeSet<u32> = rows.iter().map(|row| u32::from(*row)).filter(|row| (*row as usize) < len).collect();
                (set, kept)
            };
            let ((a, a_kept), (b, b_kept)) = (of(&a), of(&b));
            prop_assert_eq!(a.iter().collect::<BTreeSet<_>>(), a_kept.clone());
            prop_assert_eq!(a.count(), a_kept.len());
            let mut both = a.clone();
            both.intersect(&b);
            prop_assert_eq!(both.iter().collect::<BTreeSet<_>>(), &a_kept & &b_kept);
            let mut either = a.clone();
            either.unite(&b);
            prop_assert_eq!(either.iter().collect::<BTreeSet<_>>(), &a_kept | &b_kept);
            let mut only = a.clone();
            only.subtract(&b);
            prop_assert_eq!(only.iter().collect::<BTreeSet<_>>(), &a_kept - &b_kept);
            prop_assert_eq!(RowSet::of_words(a.words().to_vec(), len), a);
        }
    }
}
