//! How a `<Dial>` came out: the request to its `action`.

use domain::call::LegFault;
use domain::{CallSid, LegStatus};

use super::{CallbackError, Form, fault};

/// The `<Dial>` is over, and the agent's leg is still up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DialResult {
    /// The agent's leg.
    pub call_sid: CallSid,
    /// The prospect's leg. There is none when Twilio refused to dial.
    pub dial_call_sid: Option<CallSid>,
    /// How the prospect's leg ended. Always an end.
    pub status: LegStatus,
    /// Seconds connected.
    pub duration_s: Option<i64>,
    /// Why it failed, where Twilio tells.
    pub fault: Option<LegFault>,
}

impl DialResult {
    /// Reads the request to a `<Dial>`'s action.
    ///
    /// # Errors
    /// Names the first parameter that is not as it should be.
    pub fn read(form: Form<'_>) -> Result<Self, CallbackError> {
        let status = match form.text("DialCallStatus")? {
            // Twilio's word for a call that was answered and is over by now.
            "answered" => LegStatus::Completed,
            word => word
                .parse::<LegStatus>()
                .ok()
                .filter(|status| status.is_end())
                .ok_or(CallbackError::Malformed("DialCallStatus"))?,
        };
        Ok(Self {
            call_sid: form.required("CallSid")?,
            dial_call_sid: form.optional("DialCallSid")?,
            status,
            duration_s: form.seconds("DialCallDuration")?,
            fault: fault::read(form, status, form.optional("DialSipResponseCode")?)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::testing::{ACCOUNT, CALL, CHILD, pairs};
    use super::*;

    fn read(list: &[(&str, &str)]) -> Result<DialResult, CallbackError> {
        DialResult::read(Form::new(&pairs(list), ACCOUNT).unwrap())
    }

    #[test]
    fn reads_every_end() {
        for (word, status) in [
            ("completed", LegStatus::Completed),
            ("answered", LegStatus::Completed),
            ("busy", LegStatus::Busy),
            ("no-answer", LegStatus::NoAnswer),
            ("failed", LegStatus::Failed),
            ("canceled", LegStatus::Canceled),
        ] {
            let result = read(&[
                ("CallSid", CALL),
                ("DialCallSid", CHILD),
                ("DialCallStatus", word),
                ("DialCallDuration", "7"),
            ]);
            let result = result.unwrap();
            assert_eq!((result.status, result.duration_s), (status, Some(7)));
            assert_eq!(result.dial_call_sid.unwrap().as_str(), CHILD);
        }
    }

    #[test]
    fn a_dial_that_twilio_refused_has_no_leg_and_a_reason() {
        let refused =
            [("CallSid", CALL), ("DialCallStatus", "failed"), ("DialCallSid", ""), ("ErrorCode", "13227")];
        let result =
            read(&[&refused[..], &[("ErrorMessage", "No international permission")]].concat()).unwrap();
        assert_eq!(result.dial_call_sid, None);
        let fault = result.fault.unwrap();
        assert_eq!((fault.code, &*fault.message), (Some(13227), "No international permission"));
    }

    #[test]
    fn a_dial_that_is_not_over_is_no_result() {
        for word in ["ringing", "in-progress", "queued", "x"] {
            assert_eq!(
                read(&[("CallSid", CALL), ("DialCallStatus", word)]),
                Err(CallbackError::Malformed("DialCallStatus"))
            );
        }
        assert_eq!(read(&[("CallSid", CALL)]), Err(CallbackError::Missing("DialCallStatus")));
        assert_eq!(read(&[("DialCallStatus", "busy")]), Err(CallbackError::Missing("CallSid")));
    }
}
