//! Calls and recordings as Twilio's REST API describes them.
//!
//! Only what Twoleg uses is read. Phone numbers are left out on purpose: the call record has them.

use domain::{CallSid, LegStatus, RecordingSid};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde::{Deserialize, Deserializer};

/// One leg of a call (<https://www.twilio.com/docs/voice/api/call-resource>).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct CallResource {
    /// Its id.
    pub sid: CallSid,
    /// The leg that dialled this one.
    #[serde(default)]
    pub parent_call_sid: Option<CallSid>,
    /// Where it is.
    pub status: LegStatus,
    /// The agent's browser that it rings, as `client:` and its identity; none for a leg to a phone.
    #[serde(default, rename = "to", deserialize_with = "client")]
    pub client: Option<String>,
    /// When it was created.
    #[serde(default, deserialize_with = "time")]
    pub date_created: Option<Timestamp>,
    /// When it was answered.
    #[serde(default, deserialize_with = "time")]
    pub start_time: Option<Timestamp>,
    /// When it ended.
    #[serde(default, deserialize_with = "time")]
    pub end_time: Option<Timestamp>,
    /// Seconds connected, once it is over.
    #[serde(default, deserialize_with = "seconds")]
    pub duration: Option<i64>,
}

/// How far a recording is, in Twilio's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordingStatus {
    /// It runs.
    InProgress,
    /// It is held, and can go on.
    Paused,
    /// It was stopped, and is being made ready.
    Stopped,
    /// It is being made ready.
    Processing,
    /// It can be played.
    Completed,
    /// Nothing was recorded.
    Absent,
    /// It was lost.
    Failed,
    /// It was removed.
    Deleted,
}

/// A recording (<https://www.twilio.com/docs/voice/api/recording>).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct RecordingResource {
    /// Its id.
    pub sid: RecordingSid,
    /// The leg that it is of.
    pub call_sid: CallSid,
    /// How far it is.
    pub status: RecordingStatus,
    /// 2 when each side has its own channel.
    #[serde(default)]
    pub channels: Option<i64>,
    /// Seconds, once it is completed.
    #[serde(default, deserialize_with = "seconds")]
    pub duration: Option<i64>,
    /// When it started.
    #[serde(default, deserialize_with = "time")]
    pub start_time: Option<Timestamp>,
    /// Why nothing came of it (16101: too short, 16102: silent).
    #[serde(default)]
    pub error_code: Option<u32>,
}

/// Keeps the identity of a client, and nothing of a phone number. Twilio may repeat the parameters that it was given.
fn client<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let to: Option<String> = Option::deserialize(deserializer)?;
    let client = to.as_deref().filter(|to| to.starts_with("client:")).and_then(|to| to.split('?').next());
    Ok(client.map(str::to_owned))
}

/// Twilio writes times as RFC 2822: `Tue, 31 Aug 2010 20:36:28 +0000`.
fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text: Option<String> = Option::deserialize(deserializer)?;
    text.filter(|text| !text.is_empty())
        .map(|text| rfc2822::parse(&text).map(|time| time.timestamp()).map_err(serde::de::Error::custom))
        .transpose()
}

/// Twilio writes seconds as text, and -1 for "not yet".
fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Seconds {
        Number(i64),
        Text(String),
    }
    let seconds = match Option::deserialize(deserializer)? {
        None => None,
        Some(Seconds::Number(number)) => Some(number),
        Some(Seconds::Text(text)) if text.is_empty() => None,
        Some(Seconds::Text(text)) => Some(text.parse().map_err(serde::de::Error::custom)?),
    };
    Ok(seconds.filter(|seconds| *seconds >= 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_finished_call() {
        let call: CallResource = serde_json::from_str(
            r#"{"sid":"CA0123456789abcdef0123456789abcdef","parent_call_sid":null,"status":"no-answer","to":"+18135550142",
                "start_time":"Tue, 31 Aug 2010 20:36:28 +0000","end_time":null,"duration":"15","price":null}"#,
        )
        .unwrap();
        assert_eq!(call.status, LegStatus::NoAnswer);
        assert_eq!(call.duration, Some(15));
        assert_eq!(call.start_time, Some("2010-08-31T20:36:28Z".parse().unwrap()));
        assert_eq!(call.end_time, None);
        assert_eq!(call.client, None, "a phone number is not kept");
    }

    #[test]
    fn a_leg_to_a_browser_says_whose() {
        let call: CallResource = serde_json::from_str(
            r#"{"sid":"CA0123456789abcdef0123456789abcdef","status":"ringing","to":"client:agent_maya_ortiz?call_id=1",
                "date_created":"Tue, 31 Aug 2010 20:36:20 +0000"}"#,
        )
        .unwrap();
        assert_eq!(call.client.as_deref(), Some("client:agent_maya_ortiz"));
        assert_eq!(call.date_created, Some("2010-08-31T20:36:20Z".parse().unwrap()));
    }

    #[test]
    fn a_running_recording_has_no_duration() {
        let recording: RecordingResource = serde_json::from_str(
            r#"{"sid":"RE0123456789abcdef0123456789abcdef","call_sid":"CA0123456789abcdef0123456789abcdef",
                "status":"in-progress","channels":2,"duration":"-1","error_code":null}"#,
        )
        .unwrap();
        assert_eq!((recording.duration, recording.channels), (None, Some(2)));
    }

    #[test]
    fn a_status_that_twilio_does_not_have_is_refused() {
        let json = r#"{"sid":"CA0123456789abcdef0123456789abcdef","status":"levitating"}"#;
        assert!(serde_json::from_str::<CallResource>(json).is_err());
    }
}
