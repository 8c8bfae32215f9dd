//! The time zones of the United States: one for each clock that is kept there now.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A clock. Zones that differ only in the past (Detroit and New York) are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Zone {
    Atlantic,
    Eastern,
    Central,
    Mountain,
    Arizona,
    Pacific,
    Alaska,
    Aleutian,
    Hawaii,
    Samoa,
    Chamorro,
}

/// Every zone's rules, asked of the database once: none where it does not have the zone.
static CLOCKS: LazyLock<[Option<TimeZone>; Zone::ALL.len()]> =
    LazyLock::new(|| Zone::ALL.map(|zone| TimeZone::get(zone.iana()).ok()));

impl Zone {
    const ALL: [Self; 11] = [
        Self::Atlantic,
        Self::Eastern,
        Self::Central,
        Self::Mountain,
        Self::Arizona,
        Self::Pacific,
        Self::Alaska,
        Self::Aleutian,
        Self::Hawaii,
        Self::Samoa,
        Self::Chamorro,
    ];

    /// What stands in for "somewhere in the 50 states".
    pub(crate) const STATES: [Self; 8] = [
        Self::Eastern,
        Self::Central,
        Self::Mountain,
        Self::Arizona,
        Self::Pacific,
        Self::Alaska,
        Self::Aleutian,
        Self::Hawaii,
    ];

    /// The letter in the tables of `data/`.
    pub(crate) const fn from_letter(letter: char) -> Option<Self> {
        Some(match letter {
            'T' => Self::Atlantic,
            'E' => Self::Eastern,
            'C' => Self::Central,
            'M' => Self::Mountain,
            'Z' => Self::Arizona,
            'P' => Self::Pacific,
            'A' => Self::Alaska,
            'D' => Self::Aleutian,
            'H' => Self::Hawaii,
            'S' => Self::Samoa,
            'G' => Self::Chamorro,
            _ => return None,
        })
    }

    /// The name in the IANA time zone database.
    pub(crate) const fn iana(self) -> &'static str {
        match self {
            Self::Atlantic => "America/Puerto_Rico",
            Self::Eastern => "America/New_York",
            Self::Central => "America/Chicago",
            Self::Mountain => "America/Denver",
            Self::Arizona => "America/Phoenix",
            Self::Pacific => "America/Los_Angeles",
            Self::Alaska => "America/Anchorage",
            Self::Aleutian => "America/Adak",
            Self::Hawaii => "Pacific/Honolulu",
            Self::Samoa => "Pacific/Pago_Pago",
            Self::Chamorro => "Pacific/Guam",
        }
    }

    /// As people say it: `Eastern`.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Atlantic => "Atlantic",
            Self::Eastern => "Eastern",
            Self::Central => "Central",
            Self::Mountain => "Mountain",
            Self::Arizona => "Arizona time",
            Self::Pacific => "Pacific",
            Self::Alaska => "Alaska time",
            Self::Aleutian => "Aleutian time",
            Self::Hawaii => "Hawaii time",
            Self::Samoa => "Samoa time",
            Self::Chamorro => "Chamorro time",
        }
    }

    /// Its rules, where the database has them.
    pub(crate) fn clock(self) -> Option<&'static TimeZone> {
        CLOCKS.get(self as usize)?.as_ref()
    }

    /// What its clock shows at an instant.
    pub(crate) fn local(self, at: Timestamp) -> Option<DateTime> {
        Some(self.clock()?.to_offset(at).to_datetime(at))
    }

    /// The instant at which its clock shows this; where the clock jumps over it, the instant after the jump.
    pub(crate) fn instant(self, local: DateTime) -> Option<Timestamp> {
        local.to_zoned(self.clock()?.clone()).ok().map(|zoned| zoned.timestamp())
    }
}
