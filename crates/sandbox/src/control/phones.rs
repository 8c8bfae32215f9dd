//! What each phone of the sandbox does, in words: the prospect's script goes by the last digit.

/// What happens when a number that ends in `digit` is called.
pub(super) fn behaviour(digit: u8) -> &'static str {
    match digit {
        0..=2 => "answers after about three seconds, talks, and echoes what it hears",
        3 => "answers and plays a steady tone",
        4 => "is busy",
        5 => "does not answer",
        6 => "has a voicemail greeting and a beep",
        7 => "is not in service",
        8 => "answers and hangs up after five seconds",
        _ => "takes eight seconds to ring, then answers and talks",
    }
}

/// The rows of the table on the page: which last digits, and what they do.
pub(super) const SCRIPTS: [(&str, u8); 8] =
    [("0, 1, 2", 0), ("3", 3), ("4", 4), ("5", 5), ("6", 6), ("7", 7), ("8", 8), ("9", 9)];

/// What a phone of a lead will do, or that it is not one number that can be called.
pub(super) fn of_text(text: &str) -> &'static str {
    // An extension is not part of the number.
    let number = text.split(|c: char| c.is_ascii_alphabetic()).next().unwrap_or_default();
    let digits: Vec<u8> = number.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect();
    match (digits.len(), digits.first(), digits.last()) {
        (10, _, Some(&last)) | (11, Some(1), Some(&last)) => behaviour(last),
        _ => "is not one plain US number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digit_decides() {
        assert_eq!(of_text("(813) 555-0144"), "is busy");
        assert_eq!(of_text("+1 503 555 0116"), "has a voicemail greeting and a beep");
        assert_eq!(of_text("520 555 0137 ext. 4"), "is not in service");
        assert_eq!(of_text("+49 30 23125 014"), "is not one plain US number");
        assert_eq!(of_text("call her sister"), "is not one plain US number");
    }
}
