//! From the zones of the IANA database to the letters of our tables: zones that keep the same clock now are one.

/// The letter of a zone (see `src/zone.rs`); none for a zone outside of the United States, and for bad rows.
pub(crate) fn letter(iana: &str) -> Option<char> {
    Some(match iana {
        "America/Puerto_Rico" | "America/St_Thomas" => 'T',
        "America/New_York"
        | "America/Detroit"
        | "America/Indiana/Indianapolis"
        | "America/Indiana/Marengo"
        | "America/Indiana/Petersburg"
        | "America/Indiana/Vevay"
        | "America/Indiana/Vincennes"
        | "America/Indiana/Winamac"
        | "America/Kentucky/Louisville"
        | "America/Kentucky/Monticello" => 'E',
        "America/Chicago"
        | "America/Indiana/Knox"
        | "America/Indiana/Tell_City"
        | "America/Menominee"
        | "America/North_Dakota/Beulah"
        | "America/North_Dakota/Center"
        | "America/North_Dakota/New_Salem" => 'C',
        "America/Denver" | "America/Boise" => 'M',
        "America/Phoenix" => 'Z',
        "America/Los_Angeles" => 'P',
        "America/Anchorage" | "America/Juneau" | "America/Metlakatla" | "America/Nome" | "America/Sitka"
        | "America/Yakutat" => 'A',
        "America/Adak" => 'D',
        "Pacific/Honolulu" => 'H',
        "Pacific/Pago_Pago" => 'S',
        "Pacific/Guam" | "Pacific/Saipan" => 'G',
        _ => return None,
    })
}
