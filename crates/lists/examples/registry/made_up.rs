//! Numbers that nobody has, the same at every run.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes the files of all area codes; how many numbers that are.
pub(crate) fn make_up(folder: &Path, areas: &[u32], numbers: u64) -> Result<u64, Box<dyn Error>> {
    let each = numbers / u64::try_from(areas.len())?;
    // Gaps of 1 to 2a-1 are a on average; a little less, so that each area code has room for its share.
    let widest = (8_000_000 / each.max(1) * 2).saturating_sub(2).max(1);
    let mut random = Random(42);
    let mut written = 0;
    for area in areas {
        let mut out = BufWriter::with_capacity(1 << 20, File::create(folder.join(format!("{area}.txt")))?);
        let mut at = 2_000_000;
        for _ in 0..each {
            at += 1 + random.below(widest);
            if at >= 10_000_000 {
                break;
            }
            writeln!(out, "{area}{at}")?;
            written += 1;
        }
        out.flush()?;
    }
    Ok(written)
}

/// A number as people write it, anywhere in the country.
pub(crate) fn lead(areas: &[u32], random: &mut Random) -> Option<String> {
    let area = areas.get(usize::try_from(random.below(u64::try_from(areas.len()).ok()?)).ok()?)?;
    let exchange = loop {
        let exchange = 200 + random.below(800);
        if exchange % 100 != 11 {
            break exchange;
        }
    };
    Some(format!("({area}) {exchange}-{:04}", random.below(10_000)))
}

/// `SplitMix64`: quick, and the same numbers at every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}
