//! The progress of one leg: status callbacks, and the request for TwiML, which has the same parameters.

use domain::call::LegFault;
use domain::{CallSid, LegStatus};
use jiff::Timestamp;

use super::{CallbackError, Form, fault};

/// A leg was seen in a status.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LegReport {
    /// The leg.
    pub call_sid: CallSid,
    /// The leg that dialled it: there for a prospect's.
    pub parent_call_sid: Option<CallSid>,
    /// Where it is.
    pub status: LegStatus,
    /// When that was, by Twilio's clock. The request for TwiML has none.
    pub at: Option<Timestamp>,
    /// The place among the leg's status callbacks, from 0.
    pub sequence: Option<u32>,
    /// Seconds connected, once it is over.
    pub duration_s: Option<i64>,
    /// The carrier's answer, where Twilio tells.
    pub sip_code: Option<u16>,
    /// Why it failed, in Twilio's code and words; else what the carrier's answer means.
    pub fault: Option<LegFault>,
}

impl LegReport {
    /// Reads a status callback, or the request for TwiML.
    ///
    /// # Errors
    /// Names the first parameter that is not as it should be.
    pub fn read(form: Form<'_>) -> Result<Self, CallbackError> {
        let status = form.required("CallStatus")?;
        let sip_code = form.optional("SipResponseCode")?;
        Ok(Self {
            call_sid: form.required("CallSid")?,
            parent_call_sid: form.optional("ParentCallSid")?,
            status,
            at: form.time("Timestamp")?,
            sequence: form.optional("SequenceNumber")?,
            duration_s: form.seconds("CallDuration")?,
            sip_code,
            fault: fault::read(form, status, sip_code)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::testing::{ACCOUNT, CALL, CHILD, pairs};
    use super::*;
    use proptest::prelude::*;

    fn read(list: &[(&str, &str)]) -> Result<LegReport, CallbackError> {
        LegReport::read(Form::new(&pairs(list), ACCOUNT).unwrap())
    }

    #[test]
    fn reads_a_prospects_leg() {
        let report = read(&[
            ("CallSid", CHILD),
            ("ParentCallSid", CALL),
            ("CallStatus", "completed"),
            ("CallDuration", "42"),
            ("SequenceNumber", "3"),
            ("Timestamp", "Fri, 20 Nov 2026 14:00:00 +0000"),
            ("SipResponseCode", "200"),
            ("To", "+18135550142"),
        ])
        .unwrap();
        assert_eq!(report.call_sid.as_str(), CHILD);
        assert_eq!(report.parent_call_sid.unwrap().as_str(), CALL);
        assert_eq!(
            (report.status, report.duration_s, report.sequence),
            (LegStatus::Completed, Some(42), Some(3))
        );
        assert_eq!(report.at, Some("2026-11-20T14:00:00Z".parse().unwrap()));
        assert_eq!(report.fault, None);
    }

    #[test]
    fn names_what_is_wrong() {
        let call = ("CallSid", CALL);
        let status = ("CallStatus", "ringing");
        for (list, error) in [
            (vec![call], CallbackError::Missing("CallStatus")),
            (vec![status], CallbackError::Missing("CallSid")),
            (vec![status, ("CallSid", "")], CallbackError::Missing("CallSid")),
            (vec![status, ("CallSid", "CA1")], CallbackError::Malformed("CallSid")),
            (vec![call, ("CallStatus", "levitating")], CallbackError::Malformed("CallStatus")),
            (vec![call, status, ("ParentCallSid", "x")], CallbackError::Malformed("ParentCallSid")),
            (vec![call, status, ("Timestamp", "now")], CallbackError::Malformed("Timestamp")),
            (vec![call, status, ("CallDuration", "long")], CallbackError::Malformed("CallDuration")),
            (vec![call, status, ("SequenceNumber", "-3")], CallbackError::Malformed("SequenceNumber")),
            (vec![call, status, call], CallbackError::Repeated("CallSid")),
        ] {
            assert_eq!(read(&list).unwrap_err(), error);
        }
    }

    #[test]
    fn a_failure_says_why() {
        let failed = [("CallSid", CALL), ("CallStatus", "failed")];
        let with = |more: &[(&str, &str)]| read(&[&failed, more].concat()).unwrap().fault;
        let sip = with(&[("SipResponseCode", "404")]).unwrap();
        assert_eq!((sip.code, &*sip.message), (Some(404), "The number is not in service."));
        let twilio =
            with(&[("ErrorCode", "13227"), ("ErrorMessage", "No permission for +18135550142")]).unwrap();
        assert_eq!((twilio.code, &*twilio.message), (Some(13227), "No permission for *****42"));
        assert_eq!(with(&[]), None);
        assert_eq!(with(&[("ErrorCode", "0")]), None);
    }

    proptest! {
        #[test]
        fn no_form_breaks_the_reader(
            status in "\\PC{0,12}", time in "\\PC{0,40}", number in any::<String>(), message in any::<String>(),
        ) {
            let report = read(&[
                ("CallSid", CALL), ("CallStatus", &status), ("Timestamp", &time), ("CallDuration", &number),
                ("SequenceNumber", &number), ("SipResponseCode", &number), ("ErrorMessage", &message),
            ]);
            if let Ok(report) = report {
                prop_assert!(report.duration_s.is_none_or(|seconds| seconds >= 0));
            }
        }

        #[test]
        fn every_status_is_read(which in 0..LegStatus::ALL.len()) {
            let status = LegStatus::ALL[which];
            prop_assert_eq!(read(&[("CallSid", CALL), ("CallStatus", status.code())]).unwrap().status, status);
        }
    }
}
