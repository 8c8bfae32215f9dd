//! How old a list may be.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ListId;

/// How old one list may be, in whole days since it was had from its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeLimit {
    /// From this age on, people are told.
    pub warn_at_days: u32,
    /// Up to and with this age it may be relied on; a day older it is stale.
    pub good_for_days: u32,
}

impl AgeLimit {
    /// Whether a list of this age is stale.
    pub const fn is_stale(self, age_days: u32) -> bool {
        age_days > self.good_for_days
    }

    /// Whether people should be told about this age.
    pub const fn is_due(self, age_days: u32) -> bool {
        age_days >= self.warn_at_days
    }
}

/// How old each list may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ages {
    /// The national registry. 31 days by 47 CFR 64.1200(c)(2)(i)(D) and 16 CFR 310.4(b)(3)(iv).
    pub national: AgeLimit,
    /// States' lists: quarterly where a source was found (Indiana, Texas), so 92 days. Others unverified.
    pub state: AgeLimit,
    /// Vendors' and local lists, and addresses: a month. No rule was found; chosen to go with the registry.
    pub other: AgeLimit,
}

impl Default for Ages {
    fn default() -> Self {
        let month = AgeLimit { warn_at_days: 24, good_for_days: 31 };
        Self { national: month, state: AgeLimit { warn_at_days: 80, good_for_days: 92 }, other: month }
    }
}

impl Ages {
    /// The limit of one list.
    pub const fn of(&self, list: ListId) -> AgeLimit {
        match list {
            ListId::National => self.national,
            ListId::State(_) => self.state,
            ListId::Litigator | ListId::Reassigned | ListId::Local | ListId::Philadelphia => self.other,
        }
    }
}

/// Whole days from a day to another; 0 when the second is earlier, which an import refuses.
pub(crate) fn days_between(from: Date, to: Date) -> u32 {
    u32::try_from(to.duration_since(from).as_hours() / 24).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_registry_is_good_for_31_days() {
        let limit = Ages::default().of(ListId::National);
        let age = |d: Date| days_between(date(2026, 10, 20), d);
        assert_eq!(age(date(2026, 11, 20)), 31);
        assert!(!limit.is_stale(age(date(2026, 11, 20))));
        assert!(limit.is_stale(age(date(2026, 11, 21))));
        assert!(!limit.is_due(23) && limit.is_due(24));
        assert_eq!(age(date(2026, 10, 1)), 0);
    }
}
