//! The states, the District and the territories of the numbering plan, by name and by their two letters (USPS).

const STATES: [(&str, &str); 56] = [
    ("AL", "alabama"),
    ("AK", "alaska"),
    ("AZ", "arizona"),
    ("AR", "arkansas"),
    ("CA", "california"),
    ("CO", "colorado"),
    ("CT", "connecticut"),
    ("DE", "delaware"),
    ("DC", "district of columbia"),
    ("FL", "florida"),
    ("GA", "georgia"),
    ("HI", "hawaii"),
    ("ID", "idaho"),
    ("IL", "illinois"),
    ("IN", "indiana"),
    ("IA", "iowa"),
    ("KS", "kansas"),
    ("KY", "kentucky"),
    ("LA", "louisiana"),
    ("ME", "maine"),
    ("MD", "maryland"),
    ("MA", "massachusetts"),
    ("MI", "michigan"),
    ("MN", "minnesota"),
    ("MS", "mississippi"),
    ("MO", "missouri"),
    ("MT", "montana"),
    ("NE", "nebraska"),
    ("NV", "nevada"),
    ("NH", "new hampshire"),
    ("NJ", "new jersey"),
    ("NM", "new mexico"),
    ("NY", "new york"),
    ("NC", "north carolina"),
    ("ND", "north dakota"),
    ("OH", "ohio"),
    ("OK", "oklahoma"),
    ("OR", "oregon"),
    ("PA", "pennsylvania"),
    ("RI", "rhode island"),
    ("SC", "south carolina"),
    ("SD", "south dakota"),
    ("TN", "tennessee"),
    ("TX", "texas"),
    ("UT", "utah"),
    ("VT", "vermont"),
    ("VA", "virginia"),
    ("WA", "washington"),
    ("WV", "west virginia"),
    ("WI", "wisconsin"),
    ("WY", "wyoming"),
    ("PR", "puerto rico"),
    ("VI", "virgin islands"),
    ("GU", "guam"),
    ("AS", "american samoa"),
    ("MP", "northern mariana islands"),
];

/// The two letters of a state, from its letters or its name in any case; dots are ignored (`D.C.`).
pub(super) fn state(text: &str) -> Option<&'static str> {
    let bare = text.trim().replace('.', "").to_lowercase();
    STATES
        .iter()
        .find(|(letters, name)| letters.eq_ignore_ascii_case(&bare) || *name == bare)
        .map(|(letters, _)| *letters)
}

/// The state that a text ends with, spelled out, and the text before it.
pub(super) fn ends_with_name(text: &str) -> Option<(&str, &'static str)> {
    let lower = text.to_ascii_lowercase();
    let fits = |name: &str| {
        let before = lower.strip_suffix(name)?;
        let apart = before.is_empty() || before.ends_with([' ', ',']);
        apart.then_some(before.len())
    };
    // The longest name: `West Virginia` before `Virginia`.
    let (at, letters) = STATES
        .iter()
        .filter_map(|(letters, name)| Some((fits(name)?, *letters)))
        .min_by_key(|(at, _)| *at)?;
    Some((text.get(..at)?, letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_known_by_letters_and_by_name() {
        assert_eq!(state(" fl "), Some("FL"));
        assert_eq!(state("D.C."), Some("DC"));
        assert_eq!(state("north carolina"), Some("NC"));
        assert_eq!(state("New"), None);
        assert_eq!(ends_with_name("Charleston, West Virginia"), Some(("Charleston, ", "WV")));
        assert_eq!(ends_with_name("New Virginian"), None);
    }
}
