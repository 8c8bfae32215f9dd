//! The progress of a recording.

use domain::call::{Recording, RecordingState};
use domain::{CallSid, RecordingSid};

use super::{CallbackError, Form};

/// News of one recording.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordingReport {
    /// The leg that it is of.
    pub call_sid: CallSid,
    /// Its id. The address that Twilio sends along is not read: ours is made from this.
    pub recording_sid: RecordingSid,
    /// What is known of it now.
    pub recording: Recording,
    /// Why nothing came of it (16101: too short, 16102: silent).
    pub error_code: Option<u32>,
}

impl RecordingReport {
    /// Reads a recording's status callback.
    ///
    /// # Errors
    /// Names the first parameter that is not as it should be.
    pub fn read(form: Form<'_>) -> Result<Self, CallbackError> {
        let state = match form.text("RecordingStatus")? {
            "in-progress" => RecordingState::InProgress,
            "completed" => RecordingState::Completed,
            // `failed`: it could not be encrypted, and cannot be had.
            "absent" | "failed" => RecordingState::Absent,
            _ => return Err(CallbackError::Malformed("RecordingStatus")),
        };
        let channels = match form.optional("RecordingChannels")? {
            None => None,
            Some(channels @ (1_i64 | 2)) => Some(channels),
            Some(_) => return Err(CallbackError::Malformed("RecordingChannels")),
        };
        Ok(Self {
            call_sid: form.required("CallSid")?,
            recording_sid: form.required("RecordingSid")?,
            recording: Recording {
                state,
                duration_s: form.seconds("RecordingDuration")?,
                channels,
                started_at: form.time("RecordingStartTime")?,
            },
            error_code: form.optional("ErrorCode")?.filter(|code| *code != 0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::testing::{ACCOUNT, CALL, RECORDING, pairs};
    use super::*;
    use proptest::prelude::*;

    fn read(list: &[(&str, &str)]) -> Result<RecordingReport, CallbackError> {
        RecordingReport::read(Form::new(&pairs(list), ACCOUNT).unwrap())
    }

    #[test]
    fn reads_a_finished_recording() {
        let report = read(&[
            ("CallSid", CALL),
            ("RecordingSid", RECORDING),
            ("RecordingStatus", "completed"),
            ("RecordingDuration", "61"),
            ("RecordingChannels", "2"),
            ("RecordingStartTime", "Fri, 20 Nov 2026 14:00:00 +0000"),
            ("RecordingUrl", "https://api.twilio.com/elsewhere"),
            ("ErrorCode", "0"),
        ])
        .unwrap();
        assert_eq!(report.recording.state, RecordingState::Completed);
        assert_eq!((report.recording.duration_s, report.recording.channels), (Some(61), Some(2)));
        assert_eq!(report.recording.started_at, Some("2026-11-20T14:00:00Z".parse().unwrap()));
        assert_eq!(report.error_code, None);
    }

    #[test]
    fn names_what_is_wrong() {
        let (call, sid, status) =
            (("CallSid", CALL), ("RecordingSid", RECORDING), ("RecordingStatus", "absent"));
        for (list, error) in [
            (vec![sid, status], CallbackError::Missing("CallSid")),
            (vec![call, status], CallbackError::Missing("RecordingSid")),
            (vec![call, sid], CallbackError::Missing("RecordingStatus")),
            (vec![call, sid, ("RecordingStatus", "half")], CallbackError::Malformed("RecordingStatus")),
            (vec![call, status, ("RecordingSid", "../RE")], CallbackError::Malformed("RecordingSid")),
            (
                vec![call, sid, status, ("RecordingChannels", "9")],
                CallbackError::Malformed("RecordingChannels"),
            ),
            (
                vec![call, sid, status, ("RecordingDuration", "x")],
                CallbackError::Malformed("RecordingDuration"),
            ),
        ] {
            assert_eq!(read(&list).unwrap_err(), error);
        }
        assert_eq!(read(&[call, sid, status, ("ErrorCode", "16101")]).unwrap().error_code, Some(16101));
    }

    proptest! {
        #[test]
        fn no_form_breaks_the_reader(word in any::<String>(), number in any::<String>()) {
            let report = read(&[
                ("CallSid", CALL), ("RecordingSid", &word), ("RecordingStatus", "completed"),
                ("RecordingDuration", &number), ("RecordingChannels", &number), ("RecordingStartTime", &word),
            ]);
            prop_assert!(report.is_err() || word == RECORDING);
        }
    }
}
