//! The numbers of one area code, ready to be asked: a bitmap, or a sorted table where there are few.

use std::sync::Arc;

use super::bitmap::{self, BYTES, Bitmap};
use crate::area::LINES;

/// Up to so many numbers stand in a table: 32 KB, where a bitmap takes a megabyte. A list of litigators has some
/// numbers in every area code, and would else take as much memory as the national registry.
const FEW: u32 = 8192;

/// How the numbers stand, on disk and in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A bit for each number of the area code.
    Bitmap,
    /// The numbers that are there, four bytes each, in order.
    Table,
}

/// The numbers of one area code. The same numbers always have the same shape, and so the same bytes. A clone is the
/// same memory; the bits are one step away, which is what a look-up waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AreaSet {
    Many(Arc<[u64]>),
    Few(Arc<[u32]>),
}

impl AreaSet {
    /// Whether a number is there.
    #[inline]
    pub(crate) fn contains(&self, index: u32) -> bool {
        match self {
            Self::Many(words) => bitmap::has(words, index),
            Self::Few(table) => table.binary_search(&index).is_ok(),
        }
    }

    /// How many numbers there are.
    pub(crate) fn len(&self) -> u32 {
        match self {
            Self::Many(words) => words.iter().map(|word| word.count_ones()).sum(),
            // Below FEW, always.
            Self::Few(table) => u32::try_from(table.len()).unwrap_or(u32::MAX),
        }
    }

    /// Something to change.
    pub(crate) fn to_bitmap(&self) -> Bitmap {
        match self {
            Self::Many(words) => Bitmap::from_words(words),
            Self::Few(table) => {
                let mut map = Bitmap::new();
                for index in table.iter() {
                    map.insert(*index);
                }
                map
            }
        }
    }

    /// How the numbers stand.
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Self::Many(_) => Shape::Bitmap,
            Self::Few(_) => Shape::Table,
        }
    }

    /// As they stand on disk.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Many(words) => bitmap::to_bytes(words),
            Self::Few(table) => table.iter().flat_map(|index| index.to_le_bytes()).collect(),
        }
    }

    /// From disk; `None` when the bytes are not what [`AreaSet::to_bytes`] writes.
    pub(crate) fn from_bytes(shape: Shape, bytes: &[u8]) -> Option<Self> {
        match shape {
            Shape::Bitmap => Bitmap::from_bytes(bytes).map(|map| Self::Many(map.into_words().into())),
            Shape::Table => {
                let (indices, rest) = bytes.as_chunks::<4>();
                let table: Arc<[u32]> = indices.iter().map(|index| u32::from_le_bytes(*index)).collect();
                let sorted =
                    table.is_sorted_by(|a, b| a < b) && table.last().is_none_or(|last| *last < LINES);
                (rest.is_empty() && sorted).then_some(Self::Few(table))
            }
        }
    }

    /// Bytes of memory.
    pub(crate) fn memory(&self) -> usize {
        match self {
            Self::Many(_) => BYTES,
            Self::Few(table) => table.len() * 4,
        }
    }
}

impl From<Bitmap> for AreaSet {
    fn from(map: Bitmap) -> Self {
        if map.len() > FEW { Self::Many(map.into_words().into()) } else { Self::Few(map.iter().collect()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(count: u32) -> Bitmap {
        let mut map = Bitmap::new();
        for n in 0..count {
            map.insert(n * 7 % LINES);
        }
        map
    }

    /// Both shapes say the same of every number, around the size at which one becomes the other.
    #[test]
    fn both_shapes_agree_with_the_bitmap() {
        for (count, shape) in [
            (0, Shape::Table),
            (1, Shape::Table),
            (FEW, Shape::Table),
            (FEW + 1, Shape::Bitmap),
            (1_000_000, Shape::Bitmap),
        ] {
            let map = spread(count);
            let set = AreaSet::from(map.clone());
            assert_eq!((set.shape(), set.len()), (shape, count));
            assert!((0..LINES).step_by(97).chain([LINES - 1]).all(|i| set.contains(i) == map.contains(i)));
            assert_eq!(set.to_bitmap(), map);
            assert_eq!(AreaSet::from_bytes(shape, &set.to_bytes()), Some(set));
        }
    }

    #[test]
    fn bytes_that_nothing_wrote_are_refused() {
        let table = |numbers: &[u32]| numbers.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<_>>();
        assert!(AreaSet::from_bytes(Shape::Table, &table(&[1, 2, LINES - 1])).is_some());
        for bad in [table(&[2, 1]), table(&[1, 1]), table(&[LINES]), vec![0; 5]] {
            assert_eq!(AreaSet::from_bytes(Shape::Table, &bad), None);
        }
        assert_eq!(AreaSet::from_bytes(Shape::Bitmap, &[]), None);
    }
}
