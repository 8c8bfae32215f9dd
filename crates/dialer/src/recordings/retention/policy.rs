//! The terms.

use domain::CallRecord;
use domain::call::NoticeAnswer;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use store::Suppression;

use crate::NumberFile;

/// How long recordings are kept, from the call on. In whole months of the calendar, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Months that a recording is kept.
    pub usual_months: i32,
    /// Months that one is kept which something rests on; never fewer.
    pub long_months: i32,
}

impl Default for Retention {
    /// Two years, and five: sellers keep the records of their calls for five years (16 CFR 310.5), and claims under the
    /// TCPA can be brought for four.
    fn default() -> Self {
        Self { usual_months: 24, long_months: 60 }
    }
}

/// Which term a call's recordings have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Nothing special rests on them.
    Usual,
    /// The person asked for no more calls, objected to the recording, or gave or took back a consent: the recording is
    /// the evidence.
    Long,
}

impl Keep {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Usual, Self::Long];

    /// As people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Long => "long",
        }
    }

    /// The term of a call to the number with this file and this place on the do-not-call list. Of consents, and of many
    /// requests for no more calls, it is not known in which call they were made, so every call to the number may be the one.
    pub fn of(record: &CallRecord, file: &NumberFile, suppression: Option<&Suppression>) -> Self {
        let stops = record.wrap_up.as_ref().is_some_and(|said| said.submission.suppresses_number());
        let objects = record.notice.answer() == Some(NoticeAnswer::Objected);
        if stops || objects || had_consents(record) || suppression.is_some() || file.is_evidenced() {
            Self::Long
        } else {
            Self::Usual
        }
    }
}

/// Whether a consent was on file when the call was put through, of which the number's file may know nothing: the CRM keeps
/// some.
pub(super) fn had_consents(record: &CallRecord) -> bool {
    record.cleared.is_some_and(|cleared| cleared.consented)
}

impl Retention {
    fn term(self, keep: Keep) -> Option<Span> {
        let months = match keep {
            Keep::Usual => self.usual_months,
            Keep::Long => self.long_months.max(self.usual_months),
        };
        Span::new().try_months(months).ok()
    }

    /// Until when the recordings of a call of then are kept.
    pub fn until(self, keep: Keep, placed_at: Timestamp) -> Timestamp {
        let at = placed_at.to_zoned(TimeZone::UTC);
        let end = self.term(keep).and_then(|term| at.checked_add(term).ok());
        end.map_or(Timestamp::MAX, |end| end.timestamp())
    }

    /// A call that was placed before this is past its term now. After a short month one may come a day or two late, never
    /// early.
    pub(super) fn horizon(self, keep: Keep, now: Timestamp) -> Timestamp {
        let at = now.to_zoned(TimeZone::UTC);
        let begin = self.term(keep).and_then(|term| at.checked_sub(term).ok());
        begin.map_or(Timestamp::MIN, |begin| begin.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use domain::call::{Change, Cleared, RecordingMode, WrapUp};
    use domain::{Disposition, Submission};
    use proptest::prelude::*;

    use super::*;
    use crate::testing::record;

    fn said(disposition: Disposition, opt_out: Option<bool>) -> CallRecord {
        let submission = Submission {
            disposition,
            notes: String::new(),
            motivation: None,
            next_action: None,
            asking_price: None,
            opt_out,
        };
        let mut record = record();
        record.wrap_up = Some(WrapUp { submission, follow_up: None, saved_at: Timestamp::UNIX_EPOCH });
        record
    }

    #[test]
    fn what_something_rests_on_is_kept_longer() {
        let none = NumberFile::default();
        for disposition in Disposition::ALL {
            let long = disposition == Disposition::DoNotCall;
            let keep = Keep::of(&said(disposition, None), &none, None);
            assert_eq!(keep, if long { Keep::Long } else { Keep::Usual }, "{disposition}");
        }
        assert_eq!(Keep::of(&said(Disposition::NoAnswer, Some(true)), &none, None), Keep::Long);
        let mut objected = record();
        assert_eq!(Keep::of(&objected, &none, None), Keep::Usual);
        objected.apply(&Change::Noticed(NoticeAnswer::Given, Timestamp::UNIX_EPOCH));
        assert_eq!(Keep::of(&objected, &none, None), Keep::Usual);
        objected.apply(&Change::Noticed(NoticeAnswer::Objected, Timestamp::UNIX_EPOCH));
        assert_eq!(Keep::of(&objected, &none, None), Keep::Long);
        let cleared = |consented| {
            let mut record = record();
            let recording = RecordingMode::Automatic;
            record.apply(&Change::Cleared(Cleared { at: Timestamp::UNIX_EPOCH, recording, consented }));
            record
        };
        assert_eq!(Keep::of(&cleared(false), &none, None), Keep::Usual);
        assert_eq!(Keep::of(&cleared(true), &none, None), Keep::Long, "a consent that the CRM keeps");
        let revoked = NumberFile { revoked_at: Some(Timestamp::UNIX_EPOCH), ..NumberFile::default() };
        assert_eq!(Keep::of(&record(), &revoked, None), Keep::Long);
        let erased = NumberFile { keep_long: true, ..NumberFile::default() };
        assert_eq!(Keep::of(&record(), &erased, None), Keep::Long);
        let suppression = Suppression {
            number: record().facts.to,
            reason: "Opt-out form".to_owned(),
            call: None,
            agent: None,
            at: Timestamp::UNIX_EPOCH,
        };
        assert_eq!(Keep::of(&record(), &none, Some(&suppression)), Keep::Long);
    }

    #[test]
    fn terms_are_months_of_the_calendar() {
        let (terms, placed) = (Retention::default(), "2026-11-20T18:00:00Z".parse().unwrap());
        assert_eq!(terms.until(Keep::Usual, placed), "2028-11-20T18:00:00Z".parse().unwrap());
        assert_eq!(terms.until(Keep::Long, placed), "2031-11-20T18:00:00Z".parse().unwrap());
    }

    proptest! {
        #[test]
        fn nothing_before_the_horizon_is_still_kept(
            now in 1_700_000_000_i64..2_500_000_000, before in 1_i64..100_000_000, months in 1_i32..130,
        ) {
            let terms = Retention { usual_months: months, long_months: months };
            let now = Timestamp::from_second(now).unwrap();
            let horizon = terms.horizon(Keep::Usual, now);
            let placed = Timestamp::from_second(horizon.as_second() - before).unwrap();
            prop_assert!(terms.until(Keep::Usual, placed) <= now);
        }
    }
}
