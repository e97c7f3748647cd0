//! Where does a word stand among many words in the order of their hashes?

/// The hashes of words, in order, from a file.
#[derive(Clone, Debug, Default)]
pub struct WordOrder {
    hashes: Vec<u32>,
    /// Where the hashes begin that have the same top bits; as many top bits as make about one word each.
    starts: Vec<u32>,
    shift: u32,
}

impl WordOrder {
    /// Reads the number of words and their hashes; returns them and what follows. Nothing if they are cut short or not
    /// in order.
    pub fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let number = |b: &[u8]| u32::from_le_bytes([b[0], b[1], b[2], b[3]]);
        let (n_words, rest) = bytes.split_at_checked(4)?;
        let n_bytes = (number(n_words) as usize).checked_mul(4)?;
        let (hashes, rest) = rest.split_at_checked(n_bytes)?;
        let hashes: Vec<u32> = hashes.chunks_exact(4).map(number).collect();
        hashes
            .is_sorted_by(|a, b| a < b)
            .then(|| (Self::new(hashes), rest))
    }

    fn new(hashes: Vec<u32>) -> Self {
        let bits = hashes.len().max(2).ilog2();
        let shift = u32::BITS - bits;
        let mut starts = Vec::with_capacity((1 << bits) + 1);
        for (at, hash) in hashes.iter().enumerate() {
            while starts.len() <= (hash >> shift) as usize {
                starts.push(at as u32);
            }
        }
        starts.resize((1 << bits) + 1, hashes.len() as u32);
        Self {
            hashes,
            starts,
            shift,
        }
    }

    /// Returns the place of the word with this [`word_hash`](super::word_hash).
    pub fn find(&self, hash: u32) -> Option<usize> {
        let top = hash.checked_shr(self.shift).unwrap_or(0) as usize;
        let near = *self.starts.get(top)? as usize..*self.starts.get(top + 1)? as usize;
        let first = near.start;
        self.hashes[near]
            .iter()
            .position(|known| *known == hash)
            .map(|at| first + at)
    }

    /// Returns the number of words.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Tells whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hashes: &[u32]) -> Vec<u8> {
        let mut bytes = (hashes.len() as u32).to_le_bytes().to_vec();
        bytes.extend(hashes.iter().flat_map(|hash| hash.to_le_bytes()));
        bytes
    }

    #[test]
    fn finds_each_word_at_its_place() {
        for n_words in [0_u32, 1, 2, 3, 500] {
            let hashes: Vec<u32> = (0..n_words).map(|n| n * 7_654_321 + 5).collect();
            let packed = [&bytes(&hashes)[..], b"rest"].concat();
            let (order, rest) = WordOrder::read(&packed).expect("it is whole");
            assert_eq!((order.len(), rest), (hashes.len(), &b"rest"[..]));
            for (at, hash) in hashes.iter().enumerate() {
                assert_eq!(order.find(*hash), Some(at));
                assert_eq!(order.find(hash + 1), None);
            }
            assert_eq!(order.find(0), None);
            assert_eq!(order.find(u32::MAX), None);
        }
        assert_eq!(WordOrder::default().find(7), None);
    }

    #[test]
    fn refuses_what_is_cut_short_or_in_disorder() {
        let whole = bytes(&[1, 2, 3]);
        assert!(WordOrder::read(&whole).is_some());
        for n_bytes in 0..whole.len() {
            assert!(WordOrder::read(&whole[..n_bytes]).is_none(), "{n_bytes}");
        }
        assert!(WordOrder::read(&bytes(&[2, 1])).is_none());
        assert!(WordOrder::read(&[255; 8]).is_none());
    }
}
