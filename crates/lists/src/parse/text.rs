//! Telling people where a line is wrong without telling them whose number it is.

/// How much of a line is shown, characters.
const SHOWN: usize = 40;

/// A line with `#` for each digit, and no control characters, cut off where it is long.
pub(super) fn shape(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    let mut shape: String = text
        .chars()
        .take(SHOWN)
        .map(|c| match c {
            _ if c.is_numeric() => '#',
            _ if c.is_control() => '?',
            _ => c,
        })
        .collect();
    if text.chars().nth(SHOWN).is_some() {
        shape.push('…');
    }
    shape
}
