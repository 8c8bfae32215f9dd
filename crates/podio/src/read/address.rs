//! One postal address, from Podio's location field or from a line that somebody typed.
//!
//! State and ZIP decide the calling window, so they are taken only where the line is clear: a ZIP at the end, a state's
//! two letters or name before it, after a comma, or (in capitals) after a city. `12 Oak Ct` is a court and not Connecticut.

use domain::lead::Address;
use domain::text::plain;
use serde_json::Value;

use super::states::{ends_with_name, state};
use crate::wire::scalar;

/// A value of a location field: an object of parts, of which any may be missing.
pub(super) fn from_location(value: &Value) -> Option<Address> {
    let bare = match value.get("value") {
        Some(inner @ Value::Object(_)) => inner,
        _ => value,
    };
    let part = |name: &str| bare.get(name).and_then(scalar);
    let street = part("street_address").or_else(|| match (part("street_number"), part("street_name")) {
        (Some(number), Some(name)) => Some(format!("{number} {name}")),
        (_, name) => name,
    });
    let line = part("value").or_else(|| part("formatted")).map(|line| one_line(&plain(&line)));
    let of_line = line.as_deref().map(split).unwrap_or_default();
    let address = Address {
        street: street.or(of_line.street),
        city: part("city").or(of_line.city),
        state: part("state").and_then(|name| state(&name)).map(str::to_owned).or(of_line.state),
        zip: part("postal_code").and_then(|code| zip(&code).map(str::to_owned)).or(of_line.zip),
        line: line.unwrap_or_default(),
    };
    with_line(address)
}

/// An address as one or several lines of text, with or without markup.
pub(super) fn from_text(text: &str) -> Option<Address> {
    let line = one_line(&plain(text));
    if line.is_empty() { None } else { Some(split(&line)) }
}

/// Makes the line from the parts where there is none; none when there are no parts either.
pub(super) fn with_line(mut address: Address) -> Option<Address> {
    if address.line.is_empty() {
        let region = [address.state.as_deref(), address.zip.as_deref()];
        let region = region.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let parts = [address.street.as_deref(), address.city.as_deref(), Some(region.as_str())];
        let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        address.line = parts.join(", ");
    }
    if address.line.is_empty() { None } else { Some(address) }
}

/// The five digits of a ZIP code or ZIP+4.
pub(super) fn zip(text: &str) -> Option<&str> {
    let text = text.trim();
    let (five, four) = text.split_once('-').unwrap_or((text, "0000"));
    let digits = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    (digits(five, 5) && digits(four, 4)).then_some(five)
}

fn one_line(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim().trim_end_matches(',')).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(", ")
}

fn split(line: &str) -> Address {
    let mut address = Address { line: line.to_owned(), ..Address::default() };
    let mut rest = trim(line);
    for country in ["usa", "u.s.a.", "united states of america", "united states"] {
        let cut = rest.len().saturating_sub(country.len());
        let names_it = rest.get(cut..).is_some_and(|tail| tail.eq_ignore_ascii_case(country));
        if names_it && rest.get(..cut).is_some_and(|head| head.is_empty() || head.ends_with([' ', ','])) {
            rest = trim(&rest[..cut]);
            break;
        }
    }
    if let Some((before, last)) = rest.rsplit_once([' ', ','])
        && let Some(five) = zip(last)
    {
        address.zip = Some(five.to_owned());
        rest = trim(before);
    }
    if let Some((before, letters)) = state_at_end(rest, address.zip.is_some()) {
        address.state = Some(letters.to_owned());
        rest = trim(before);
    }
    let (street, city) = match rest.rsplit_once(',') {
        Some((street, city)) => (trim(street), trim(city)),
        None if rest.contains(|c: char| c.is_ascii_digit()) => (rest, ""),
        None => ("", rest),
    };
    // Without a state the last part may be anything: `12 Oak Ct, rear`.
    let placed = address.state.is_some() || address.zip.is_some();
    let (street, city) = if placed { (street, city) } else { (rest, "") };
    address.street = Some(street.to_owned()).filter(|street| !street.is_empty());
    address.city = Some(city.to_owned()).filter(|city| !city.is_empty());
    address
}

fn state_at_end(rest: &str, zip_follows: bool) -> Option<(&str, &'static str)> {
    if let Some((before, last)) = rest.rsplit_once([' ', ','])
        && last.replace('.', "").len() == 2
        && let Some(letters) = state(last)
    {
        let before_comma = rest[..rest.len() - last.len()].trim_end();
        // `…, Alamogordo NM`: a city's name alone stands between the comma and the capitals.
        let city = before.rsplit_once(',').map(|(_, city)| city.trim()).unwrap_or_default();
        let names_city = !city.is_empty() && !city.contains(|c: char| c.is_ascii_digit());
        let after_city = names_city && last.bytes().all(|b| b.is_ascii_uppercase());
        let clear = zip_follows || before_comma.ends_with(',') || after_city;
        return clear.then_some((before, letters));
    }
    let (before, letters) = ends_with_name(rest)?;
    (zip_follows || before.trim_end().ends_with(',')).then_some((before, letters))
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == ',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn parts(address: Address) -> [String; 4] {
        [address.street, address.city, address.state, address.zip].map(Option::unwrap_or_default)
    }

    #[test]
    fn a_typed_line_is_split() {
        for (text, expected) in [
            ("4112 Bayshore Blvd, Tampa, FL 33611", ["4112 Bayshore Blvd", "Tampa", "FL", "33611"]),
            ("4112 Bayshore Blvd\nTampa FL 33611-1234", ["4112 Bayshore Blvd", "Tampa", "FL", "33611"]),
            (
                "<p>4112 Bayshore Blvd</p><p>Tampa, fl, 33611</p>",
                ["4112 Bayshore Blvd", "Tampa", "FL", "33611"],
            ),
            (
                "88 Elm St, Apt 4, Charleston, West Virginia 25301, USA",
                ["88 Elm St, Apt 4", "Charleston", "WV", "25301"],
            ),
            ("PO Box 12, Washington, D.C. 20001", ["PO Box 12", "Washington", "DC", "20001"]),
            ("1 Main St, Austin, Texas", ["1 Main St", "Austin", "TX", ""]),
            ("Tampa, FL", ["", "Tampa", "FL", ""]),
            ("somewhere off Hwy 54, Alamogordo NM", ["somewhere off Hwy 54", "Alamogordo", "NM", ""]),
            ("12 Oak Ave, Unit 3 CT", ["12 Oak Ave, Unit 3 CT", "", "", ""]),
            ("12 Oak CT", ["12 Oak CT", "", "", ""]),
            ("12 Oak Ct, rear", ["12 Oak Ct, rear", "", "", ""]),
            ("100 Virginia", ["100 Virginia", "", "", ""]),
            ("33611", ["33611", "", "", ""]),
        ] {
            assert_eq!(parts(from_text(text).unwrap()), expected, "{text}");
        }
        assert_eq!(from_text("<p> </p>"), None);
    }

    #[test]
    fn a_location_gives_its_parts_or_its_line() {
        let whole = json!({ "value": "4112 Bayshore Blvd, Tampa, FL 33611", "street_number": "4112",
            "street_name": "Bayshore Blvd", "city": "Tampa", "state": "Florida", "postal_code": "33611-1234" });
        let address = from_location(&whole).unwrap();
        assert_eq!(address.line, "4112 Bayshore Blvd, Tampa, FL 33611");
        assert_eq!(parts(address), ["4112 Bayshore Blvd", "Tampa", "FL", "33611"]);

        let only_line = json!({ "value": "4112 Bayshore Blvd, Tampa, FL 33611" });
        assert_eq!(parts(from_location(&only_line).unwrap()), ["4112 Bayshore Blvd", "Tampa", "FL", "33611"]);

        let only_parts = json!({ "value": { "city": "Tampa", "state": "FL" } });
        assert_eq!(from_location(&only_parts).unwrap().line, "Tampa, FL");
        assert_eq!(from_location(&json!({ "lat": 27.9 })), None);
        assert_eq!(from_location(&json!({ "city": "Toronto", "state": "Ontario" })).unwrap().state, None);
    }

    proptest! {
        #[test]
        fn any_text_is_split_without_a_panic(text in "\\PC{0,60}") {
            if let Some(address) = from_text(&text) {
                prop_assert!(!address.line.is_empty());
                prop_assert!(address.zip.is_none_or(|zip| zip.len() == 5));
            }
        }

        #[test]
        fn what_looks_like_an_address_is_split_without_a_panic(text in "[0-9A-Za-z ,.\n-]{0,60}(, [A-Z]{2})? ?[0-9]{0,6}") {
            let _ = from_text(&text);
        }
    }
}
