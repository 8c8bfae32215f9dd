//! Street addresses, written one way, so that the same place is the same text.

mod words;

use words::{is_city, is_unit, short};

/// A street address in one form, `1234 N BROAD ST`; `None` without a house number and a street.
///
/// In this order: the first part between commas that begins with a house number; capitals; apostrophes and full stops
/// away, other signs as spaces; of the house number its leading digits (`1234-36`, `1234R` and `1234 1/2` are `1234`);
/// street types, directions and ordinals short (`Street` → `ST`, `North` → `N`, `Fifth` and `5th` → `5`); and nothing
/// from a unit, the city, the state or a ZIP code on. So each unit of a house is the house: whoever asked not to be
/// solicited is not to be reached through the neighbour's door either.
///
/// Two spellings that differ in anything else are two addresses: a street without its type (`1234 N Broad`) is not
/// the street with it.
pub fn normalise_address(text: &str) -> Option<String> {
    text.split([',', ';', '\t', '|', '\n']).find_map(street)
}

fn street(part: &str) -> Option<String> {
    let mut clean = String::with_capacity(part.len());
    for c in part.chars() {
        match c {
            '\'' | '’' | '.' => {}
            // A word of its own, so that `#2` ends the street.
            '#' => clean.push_str(" # "),
            _ if c.is_ascii_alphanumeric() || matches!(c, '-' | '/') => clean.push(c.to_ascii_uppercase()),
            _ if c.is_ascii() || c.is_whitespace() => clean.push(' '),
            // Accents and the like: whoever leaves them out means the same street.
            _ => {}
        }
    }
    let mut words = clean.split_whitespace().peekable();
    let house = house_number(words.next()?)?;
    // `1234 1/2`, `1234 - 36`
    while let Some(sign) = words.next_if(|word| word.starts_with('-') || word.contains('/')) {
        if sign == "-" {
            words.next_if(|word| house_number(word).is_some());
        }
    }
    let mut out = house.to_owned();
    for word in words.flat_map(|word| word.split(['-', '/'])).filter(|word| !word.is_empty()) {
        let first = out.len() == house.len();
        if word == "#" || is_zip(word) || !first && (is_unit(word) || is_city(word)) {
            break;
        }
        out.push(' ');
        out.push_str(short(word));
    }
    (out.len() > house.len()).then_some(out)
}

/// The leading digits of a house number, without zeros before them. `5TH` is none: it is a street.
fn house_number(word: &str) -> Option<&str> {
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (digits, rest) = word.split_at_checked(end)?;
    let digits = digits.trim_start_matches('0');
    (!digits.is_empty() && !matches!(rest, "ST" | "ND" | "RD" | "TH")).then_some(digits)
}

fn is_zip(word: &str) -> bool {
    word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_place_is_one_text() {
        for (texts, one) in [
            (
                &[
                    "1234 N BROAD ST",
                    "1234 North Broad Street",
                    " 1234  n. broad st. ",
                    "1234 N Broad St, Philadelphia, PA 19121",
                    "1234 N Broad St Philadelphia PA 19121",
                    "1234 N Broad St Apt 2",
                    "1234 N Broad St #2",
                    "1234 N. Broad Street, Unit B",
                    "1234-36 N Broad St",
                    "1234 - 36 N Broad St",
                    "1234 1/2 N Broad St",
                    "1234R N Broad St",
                    "Rear, 1234 N Broad St",
                    "\"1234 N Broad St\"",
                    "01234 N Broad St 19121-1234",
                ][..],
                "1234 N BROAD ST",
            ),
            (&["52 S 52nd Street", "52 South 52 St", "52 S. 52ND ST."], "52 S 52 ST"),
            (&["7 Fifth Avenue", "7 5th Ave", "7 5TH AV"], "7 5 AVE"),
            (&["10 O'Neil Pl", "10 ONeil Place"], "10 ONEIL PL"),
            (&["3 Saint James Court", "3 St. James Ct"], "3 ST JAMES CT"),
        ] {
            for text in texts {
                assert_eq!(normalise_address(text).as_deref(), Some(one), "{text}");
            }
        }
    }

    #[test]
    fn other_places_are_other_texts() {
        let texts =
            ["1234 N BROAD ST", "1234 S BROAD ST", "1235 N BROAD ST", "1234 N BROAD AVE", "1234 N BROAD"];
        let mut all: Vec<_> = texts.iter().map(|text| normalise_address(text).unwrap()).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), texts.len());
    }

    #[test]
    fn what_is_no_address() {
        for text in
            ["", "N Broad St", "1234", "5th Avenue", "19121", ", ,", "0 Main St", "PO Box 12", "1234 #2"]
        {
            assert_eq!(normalise_address(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn normalised_again_it_stays(text in "[0-9]{1,4}[ \\-/]?\\PC{0,40}") {
            if let Some(once) = normalise_address(&text) {
                prop_assert_eq!(normalise_address(&once), Some(once));
            }
        }
    }
}
