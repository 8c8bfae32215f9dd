//! `<Dial>` and `<Number>`: the prospect's leg.

use std::time::Duration;

use domain::E164;
use url::Url;

use super::element::Element;

/// Each step of a leg that Twilio reports.
const STATUS_EVENTS: &str = "initiated ringing answered completed";

/// Each step of a recording that Twilio reports.
const RECORDING_EVENTS: &str = "in-progress completed absent";

/// The prospect's phone.
///
/// Twilio's `<Number>` takes a `url` whose TwiML is played to whoever answers, before the legs are joined. It has no
/// counterpart here, so no code can play anything to a prospect. This compiles:
///
/// ```
/// # fn number(to: domain::E164, callback: url::Url) -> twilio::twiml::Number {
/// twilio::twiml::Number::new(to, callback)
/// # }
/// ```
///
/// and this does not:
///
/// ```compile_fail
/// # fn number(to: domain::E164, callback: url::Url) -> twilio::twiml::Number {
/// twilio::twiml::Number::new(to, callback.clone()).url(callback)
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Number {
    to: E164,
    status_callback: Url,
}

impl Number {
    /// The number, and where its leg's progress is reported.
    pub fn new(to: E164, status_callback: Url) -> Self {
        Self { to, status_callback }
    }

    fn element(&self) -> Element {
        Element::new("Number")
            .attribute("statusCallback", self.status_callback.as_str())
            .attribute("statusCallbackEvent", STATUS_EVENTS)
            .text(self.to.as_str())
    }
}

/// Calls a number from the agent's leg, which goes on ringing until the prospect has answered (`answerOnBridge`).
#[derive(Debug, Clone)]
pub struct Dial {
    number: Number,
    caller_id: E164,
    timeout: Duration,
    time_limit: Duration,
    action: Url,
    recording_callback: Option<Url>,
}

impl Dial {
    /// Calls `number` and shows `caller_id`. It may ring for 25 seconds and last for an hour. How it went is
    /// reported to `action`, whose TwiML the agent hears next.
    pub fn new(number: Number, caller_id: E164, action: Url) -> Self {
        Self {
            number,
            caller_id,
            timeout: Duration::from_secs(25),
            time_limit: Duration::from_hours(1),
            action,
            recording_callback: None,
        }
    }

    /// How long the prospect's phone rings. Twilio counts whole seconds, 5 to 600.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long the call may last. Twilio counts whole seconds, up to four hours.
    #[must_use]
    pub fn time_limit(mut self, time_limit: Duration) -> Self {
        self.time_limit = time_limit;
        self
    }

    /// Records from the prospect's answer on, each side in its own channel, and reports the recording to `callback`.
    #[must_use]
    pub fn record_from_answer(mut self, callback: Url) -> Self {
        self.recording_callback = Some(callback);
        self
    }

    pub(super) fn element(&self) -> Element {
        let mut dial = Element::new("Dial")
            .attribute("answerOnBridge", "true")
            .attribute("callerId", self.caller_id.as_str())
            .attribute("timeout", self.timeout.as_secs().to_string())
            .attribute("timeLimit", self.time_limit.as_secs().to_string())
            .attribute("action", self.action.as_str());
        if let Some(callback) = &self.recording_callback {
            dial = dial
                .attribute("record", "record-from-answer-dual")
                .attribute("recordingStatusCallback", callback.as_str())
                .attribute("recordingStatusCallbackEvent", RECORDING_EVENTS);
        }
        dial.child(self.number.element())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twiml::Response;

    fn url(path: &str) -> Url {
        Url::parse("https://dial.example.com").unwrap().join(path).unwrap()
    }

    fn dial() -> Dial {
        let number = Number::new("+18135550142".parse().unwrap(), url("/call_status?call_id=1&leg=prospect"));
        Dial::new(number, "+18135550100".parse().unwrap(), url("/dial_result?call_id=1"))
    }

    #[test]
    fn connects_and_records() {
        let dial = dial().record_from_answer(url("/recording_status?call_id=1"));
        assert_eq!(
            Response::new().dial(dial).to_xml(),
            concat!(
                r#"<?xml version="1.0" encoding="UTF-8"?><Response>"#,
                r#"<Dial answerOnBridge="true" callerId="+18135550100" timeout="25" timeLimit="3600" "#,
                r#"action="https://dial.example.com/dial_result?call_id=1" record="record-from-answer-dual" "#,
                r#"recordingStatusCallback="https://dial.example.com/recording_status?call_id=1" "#,
                r#"recordingStatusCallbackEvent="in-progress completed absent">"#,
                r#"<Number statusCallback="https://dial.example.com/call_status?call_id=1&amp;leg=prospect" "#,
                r#"statusCallbackEvent="initiated ringing answered completed">+18135550142</Number></Dial></Response>"#,
            )
        );
    }

    #[test]
    fn nothing_but_a_number_and_its_callbacks_reaches_the_prospects_leg() {
        let recorded = dial().record_from_answer(url("/recording_status"));
        let xml = Response::new().say("before").dial(recorded).say("after").hangup().to_xml();
        let leg = xml.split_once("<Dial ").and_then(|(_, rest)| rest.split_once("</Dial>")).unwrap().0;
        let (_, inside) = leg.split_once('>').unwrap();
        assert_eq!(inside.matches('<').count(), 2, "one element, opened and closed: {inside}");
        let (tag, number) = inside.split_once('>').unwrap();
        assert_eq!(number, "+18135550142</Number>");
        let names: Vec<_> = tag
            .split('"')
            .step_by(2)
            .filter_map(|name| name.trim().strip_suffix('='))
            .map(|name| name.trim_start_matches("<Number "))
            .collect();
        assert_eq!(names, ["statusCallback", "statusCallbackEvent"]);
    }

    #[test]
    fn is_not_recorded_unless_asked() {
        let dial = dial().timeout(Duration::from_secs(40)).time_limit(Duration::from_mins(10));
        let xml = Response::new().dial(dial).to_xml();
        assert!(!xml.contains("record"), "{xml}");
        assert!(xml.contains(r#"timeout="40" timeLimit="600""#), "{xml}");
    }
}
