//! The words of addresses that are written in more than one way: USPS Publication 28, appendices B and C, where they
//! occur in a city; and the ordinals.

/// A word as it is written short; itself where there is no other way.
pub(super) fn short(word: &str) -> &str {
    if let Some(number) = ordinal(word) {
        return number;
    }
    SHORT.iter().find(|(long, _)| *long == word).map_or(word, |(_, short)| *short)
}

/// Whether a unit of a house begins here.
pub(super) fn is_unit(word: &str) -> bool {
    matches!(
        word,
        "#" | "APT"
            | "APARTMENT"
            | "UNIT"
            | "STE"
            | "SUITE"
            | "FL"
            | "FLR"
            | "FLOOR"
            | "RM"
            | "ROOM"
            | "BLDG"
            | "BUILDING"
            | "REAR"
            | "FRONT"
            | "FRNT"
            | "BSMT"
            | "BASEMENT"
            | "LOT"
            | "PH"
            | "PENTHOUSE"
    )
}

/// Whether the street ends and the city begins.
pub(super) fn is_city(word: &str) -> bool {
    matches!(word, "PHILADELPHIA" | "PHILA" | "PA")
}

/// `5TH` → `5`.
fn ordinal(word: &str) -> Option<&str> {
    let end = word.find(|c: char| !c.is_ascii_digit())?;
    let (digits, rest) = word.split_at_checked(end)?;
    ((1..4).contains(&digits.len()) && matches!(rest, "ST" | "ND" | "RD" | "TH")).then_some(digits)
}

#[rustfmt::skip]
const SHORT: &[(&str, &str)] = &[
    ("NORTH", "N"), ("SOUTH", "S"), ("EAST", "E"), ("WEST", "W"),
    ("NORTHEAST", "NE"), ("NORTHWEST", "NW"), ("SOUTHEAST", "SE"), ("SOUTHWEST", "SW"),
    ("STREET", "ST"), ("STR", "ST"), ("SAINT", "ST"), ("AVENUE", "AVE"), ("AV", "AVE"), ("AVEN", "AVE"),
    ("ROAD", "RD"), ("DRIVE", "DR"), ("DRV", "DR"), ("LANE", "LN"), ("COURT", "CT"), ("CRT", "CT"),
    ("PLACE", "PL"), ("BOULEVARD", "BLVD"), ("BOUL", "BLVD"), ("TERRACE", "TER"), ("TERR", "TER"),
    ("CIRCLE", "CIR"), ("CIRC", "CIR"), ("SQUARE", "SQ"), ("PARKWAY", "PKWY"), ("PKY", "PKWY"), ("PKWAY", "PKWY"),
    ("HIGHWAY", "HWY"), ("ALLEY", "ALY"), ("ALLY", "ALY"), ("PLAZA", "PLZ"), ("PLZA", "PLZ"), ("TRAIL", "TRL"),
    ("CRESCENT", "CRES"), ("EXTENSION", "EXT"), ("GARDENS", "GDNS"), ("HEIGHTS", "HTS"), ("MANOR", "MNR"),
    ("MEWS", "MEWS"), ("MOUNT", "MT"), ("FORT", "FT"), ("RIDGE", "RDG"), ("VIEW", "VW"), ("VALLEY", "VLY"),
    ("WALK", "WALK"), ("WAY", "WAY"), ("CROSSING", "XING"), ("EXPRESSWAY", "EXPY"), ("JUNCTION", "JCT"),
    ("FIRST", "1"), ("SECOND", "2"), ("THIRD", "3"), ("FOURTH", "4"), ("FIFTH", "5"), ("SIXTH", "6"),
    ("SEVENTH", "7"), ("EIGHTH", "8"), ("NINTH", "9"), ("TENTH", "10"), ("ELEVENTH", "11"), ("TWELFTH", "12"),
    ("THIRTEENTH", "13"), ("FOURTEENTH", "14"), ("FIFTEENTH", "15"), ("SIXTEENTH", "16"), ("SEVENTEENTH", "17"),
    ("EIGHTEENTH", "18"), ("NINETEENTH", "19"), ("TWENTIETH", "20"),
];
