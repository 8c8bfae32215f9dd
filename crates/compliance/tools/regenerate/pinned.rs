//! Where the sources are known to be wrong. Each line says why; nothing else of the tables is written by hand.

/// Area codes whose clocks are these and no others.
pub(crate) const AREA_CODE_CLOCKS: [(&str, &str); 1] = [
    // Overlay of 407 (Orlando): libphonenumber says Central.
    ("689", "E"),
];

/// Clocks that no part of a state keeps, whatever a source says of its area codes.
pub(crate) const NOT_IN_STATE: [(&str, char); 1] = [
    // libphonenumber gives 907 Honolulu besides the Alaskan zones.
    ("AK", 'H'),
];

/// Clocks that a ZIP prefix keeps besides those of its ZIP codes' rows.
pub(crate) const ZIP_PREFIX_CLOCKS: [(&str, &str, char); 2] = [
    // McKenzie County keeps Mountain time.
    ("588", "ND", 'M'),
    // Jackpot and West Wendover keep Mountain time by custom and by law.
    ("898", "NV", 'M'),
];

/// ZIP codes whose row in `zipcodes` names no zone.
pub(crate) const ZIP_CLOCKS: [(&str, char); 1] = [
    // Napakiak, Alaska: the town stands where the zone should.
    ("99634", 'A'),
];
