//! The fields of one line of CSV.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::lines::LONGEST;

/// More fields than any list has.
const MOST: usize = 256;

/// Splits lines at a sign, minding quotes. A field does not go over the end of a line: no list of numbers needs that,
/// and one quote too many would else swallow the rest of the file.
pub(super) struct Columns {
    reader: Reader,
    text: Box<[u8; LONGEST]>,
    ends: Box<[usize; MOST]>,
}

impl Columns {
    /// Splits at whichever of the usual signs `line` has, of which a comma is the first.
    pub(super) fn like(line: &[u8]) -> Self {
        let signs = [b',', b'\t', b';', b'|'];
        let sign = signs.into_iter().find(|sign| line.contains(sign)).unwrap_or(b',');
        let reader = ReaderBuilder::new().delimiter(sign).build();
        Self { reader, text: Box::new([0; LONGEST]), ends: Box::new([0; MOST]) }
    }

    /// The fields of a line; `None` when a quote is not closed, or there are too many.
    pub(super) fn split(&mut self, line: &[u8]) -> Option<impl Iterator<Item = &[u8]> + Clone> {
        if memchr::memchr_iter(b'"', line).count() % 2 == 1 {
            return None;
        }
        self.reader.reset();
        let (mut input, mut text, mut ends) = (line, 0, 0);
        loop {
            let (result, read, wrote, ended) =
                self.reader.read_record(input, self.text.get_mut(text..)?, self.ends.get_mut(ends..)?);
            input = input.get(read..)?;
            text += wrote;
            ends += ended;
            match result {
                // An empty input, the second time round, ends the record.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record | ReadRecordResult::End => break,
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => return None,
            }
        }
        let (text, ends) = (self.text.as_slice(), self.ends.get(..ends)?);
        let starts = std::iter::once(&0).chain(ends);
        Some(starts.zip(ends).map(|(start, end)| text.get(*start..*end).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(line: &str) -> Option<Vec<String>> {
        let mut columns = Columns::like(line.as_bytes());
        let fields = columns.split(line.as_bytes())?;
        Some(fields.map(|field| String::from_utf8(field.to_vec()).unwrap()).collect())
    }

    #[test]
    fn fields_with_and_without_quotes() {
        let fields = |line| split(line).unwrap();
        assert_eq!(fields("813,5550142"), ["813", "5550142"]);
        assert_eq!(fields("\"813\",\"555,0142\""), ["813", "555,0142"]);
        assert_eq!(fields("813\t5550142\t"), ["813", "5550142", ""]);
        assert_eq!(fields("813;\"55\"\"50\""), ["813", "55\"50"]);
        assert_eq!(fields("8135550142"), ["8135550142"]);
        assert_eq!(split("813,\"5550142"), None);
        assert_eq!(split(&",".repeat(MOST + 1)), None);
    }
}
