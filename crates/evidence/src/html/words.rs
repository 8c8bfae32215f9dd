//! Rows and times in words.

use domain::call::{CallState, Outcome};
use jiff::Timestamp;
use serde_json::Value;

/// To the second, in UTC.
pub(super) fn utc(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

pub(super) fn utc_or_none(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "none".to_owned(), utc)
}

/// What a row says happened. A kind that is not known here is shown as it is called.
pub(super) fn sentence(kind: &str, payload: &Value) -> String {
    let known = match kind {
        "call.clicked" => "An agent clicked Call. The decision let the agent's own phone be rung.",
        "call.refused" => "An agent clicked Call. The decision refused it: nobody was rung.",
        "call.created" => "The carrier took the call, to ring the agent's own phone.",
        "call.not_created" => "The carrier refused the call: nobody was rung.",
        "call.cleared" => "The agent was on the line. The decision cleared the number to be dialled.",
        "call.prospect_refused" => "The agent was on the line. The number was not dialled.",
        "call.disposition" => "The agent said how the call came out.",
        "call.hang_up" => "The agent hung up.",
        "call.given_up" => "The carrier does not know the call (any more): it was given up.",
        "recording.played" => "Somebody played the recording.",
        "recording.links_revoked" => "Every link to the recording until then was ended.",
        "recording.link_renewed" => {
            "Every link to the recording until then was ended, and the CRM got a new one."
        }
        "recording.deleted" => "The recording was deleted at the carrier, or found to be gone there already.",
        "outbox.retried" => "Somebody sent to the CRM again what it did not have.",
        "outbox.dropped" => "Somebody decided that the CRM will not get an entry.",
        store::PERSON_ERASED => "What was recorded of the person was erased.",
        crate::GATHERED => "An evidence pack for this number was made.",
        _ => return others(kind, payload),
    };
    known.to_owned()
}

fn others(kind: &str, payload: &Value) -> String {
    if let Some(sentence) = payload.get("sentence").and_then(Value::as_str) {
        return sentence.to_owned();
    }
    match (kind.strip_prefix("twilio."), kind.strip_suffix(".reconciled")) {
        (Some(news), _) => format!("The carrier told: {}.", plain(news)),
        (_, Some(asked)) => format!("The carrier was asked, and told: {}.", plain(asked)),
        _ => plain(kind),
    }
}

/// `prospect.in-progress` as `prospect in-progress`.
fn plain(kind: &str) -> String {
    kind.replace(['.', '_'], " ")
}

pub(super) fn outcome(state: &CallState) -> &'static str {
    match state {
        CallState::Requested | CallState::RingingAgent | CallState::Connecting => "not dialled yet",
        CallState::RingingProspect => "ringing",
        CallState::InCall { .. } => "in call",
        CallState::Ended { outcome } => match outcome {
            Outcome::Answered => "answered",
            Outcome::Busy => "busy",
            Outcome::NoAnswer => "no answer",
            Outcome::Failed => "failed",
            Outcome::Canceled => "ended before an answer",
            Outcome::AgentUnreachable => "the agent did not pick up",
            Outcome::Refused => "refused: not dialled",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn kinds_that_come_later_are_shown_as_they_are() {
        assert_eq!(sentence("consent.given", &json!({})), "consent given");
        assert_eq!(sentence("override.made", &json!({ "sentence": "An exception." })), "An exception.");
        assert_eq!(sentence("twilio.prospect.busy", &json!({})), "The carrier told: prospect busy.");
    }
}
