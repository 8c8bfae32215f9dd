//! Eight million bits, one for each number of an area code: 1,000,000 bytes.

use crate::area::LINES;

const WORDS: usize = (LINES / 64) as usize;
/// The size of a bitmap on disk and in memory.
pub(crate) const BYTES: usize = WORDS * 8;

/// The numbers of one area code, a bit each. Fresh ones cost only the memory that is written to: the system hands
/// out zeroed pages at the first touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bitmap(Box<[u64]>);

impl Bitmap {
    /// No number.
    pub(crate) fn new() -> Self {
        Self(vec![0; WORDS].into_boxed_slice())
    }

    /// Adds a number; whether it was not there before. Out of range adds nothing.
    pub(crate) fn insert(&mut self, index: u32) -> bool {
        let (word, bit) = at(index);
        self.0.get_mut(word).is_some_and(|word| {
            let new = *word & bit == 0;
            *word |= bit;
            new
        })
    }

    /// Takes a number away; whether it was there.
    pub(crate) fn remove(&mut self, index: u32) -> bool {
        let (word, bit) = at(index);
        self.0.get_mut(word).is_some_and(|word| {
            let there = *word & bit != 0;
            *word &= !bit;
            there
        })
    }

    /// The bits themselves.
    pub(super) fn into_words(self) -> Box<[u64]> {
        self.0
    }

    /// From bits that were a bitmap's.
    pub(super) fn from_words(words: &[u64]) -> Self {
        Self(words.into())
    }

    /// How many numbers there are.
    pub(crate) fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// How many of these numbers another set does not have.
    pub(crate) fn len_without(&self, other: &Self) -> u32 {
        self.0.iter().zip(&other.0).map(|(ours, theirs)| (ours & !theirs).count_ones()).sum()
    }

    /// Every number, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        (0_u32..).step_by(64).zip(&self.0).filter(|(_, word)| **word != 0).flat_map(|(base, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(base + bit)
            })
        })
    }

    /// From disk; `None` when the size is another.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (words, rest) = bytes.as_chunks::<8>();
        (words.len() == WORDS && rest.is_empty())
            .then(|| Self(words.iter().map(|word| u64::from_le_bytes(*word)).collect()))
    }
}

/// As bits stand on disk: little-endian words.
pub(super) fn to_bytes(words: &[u64]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// Whether the bit of a number is set.
#[inline]
pub(super) fn has(words: &[u64], index: u32) -> bool {
    let (word, bit) = at(index);
    words.get(word).is_some_and(|word| word & bit != 0)
}

#[inline]
fn at(index: u32) -> (usize, u64) {
    ((index / 64) as usize, 1 << (index % 64))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    impl Bitmap {
        pub(in crate::set) fn contains(&self, index: u32) -> bool {
            has(&self.0, index)
        }
    }

    #[test]
    fn is_exactly_a_million_bytes() {
        assert_eq!(BYTES, 1_000_000);
        assert_eq!(to_bytes(&Bitmap::new().0).len(), BYTES);
        assert_eq!(Bitmap::from_bytes(&vec![0; BYTES - 1]), None);
        assert_eq!(Bitmap::from_bytes(&vec![0; BYTES + 8]), None);
    }

    /// All eight million: each number sets its own bit and no other.
    #[test]
    fn every_number_has_its_own_bit() {
        let mut map = Bitmap::new();
        assert!((0..LINES).all(|index| !map.contains(index) && map.insert(index) && map.contains(index)));
        assert_eq!(map.len(), LINES);
        assert!((0..LINES).all(|index| map.remove(index)));
        assert_eq!(map, Bitmap::new());
        assert!(!map.insert(LINES) && !map.contains(LINES) && !map.remove(LINES));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn does_what_a_set_does(steps in prop::collection::vec((any::<bool>(), 0..LINES), 0..400)) {
            let (mut map, mut set) = (Bitmap::new(), BTreeSet::new());
            for (add, index) in steps {
                // A narrow range as well, so that numbers come twice.
                for index in [index, index % 100] {
                    if add {
                        prop_assert_eq!(map.insert(index), set.insert(index));
                    } else {
                        prop_assert_eq!(map.remove(index), set.remove(&index));
                    }
                    prop_assert_eq!(map.contains(index), set.contains(&index));
                }
            }
            prop_assert!(map.iter().eq(set.iter().copied()));
            prop_assert_eq!(map.len() as usize, set.len());
            prop_assert_eq!(Bitmap::from_bytes(&to_bytes(&map.0)), Some(map));
        }
    }
}
