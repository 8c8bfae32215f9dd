//! The words for what is going on. Each is exactly true of its record: a word that claims more than the record
//! knows is a defect.

use domain::call::Outcome;
use domain::{CallRecord, CallState};

use super::clock;

/// A sentence, and what more there is to say.
pub(super) struct Words {
    pub(super) sentence: String,
    pub(super) detail: Option<String>,
}

pub(super) fn of(record: &CallRecord) -> Words {
    let number = record.facts.to.national();
    let plain = |sentence: String| Words { sentence, detail: None };
    match record.state() {
        CallState::Requested => plain("Asking Twilio to call your browser…".into()),
        CallState::RingingAgent => plain("Calling your browser…".into()),
        CallState::Connecting => plain(format!("Your browser is connected. Calling {number}…")),
        CallState::RingingProspect => plain(format!("Ringing {number}…")),
        CallState::InCall { .. } => plain(format!("In call with {number}")),
        CallState::Ended { outcome } => ended(record, &outcome),
    }
}

fn ended(record: &CallRecord, outcome: &Outcome) -> Words {
    let dialled = record.reached_out();
    let sentence = match outcome {
        Outcome::Answered => match record.talk_seconds() {
            0 => "The call is over.".into(),
            seconds => format!("The call is over. It lasted {}.", clock(seconds)),
        },
        Outcome::Busy => "The line is busy.".into(),
        Outcome::NoAnswer => "Nobody answered.".into(),
        Outcome::Failed if dialled => "The number is not in service or could not be reached.".into(),
        Outcome::Failed => "Twilio did not make the call. The prospect was not called.".into(),
        Outcome::Canceled if dialled => "You hung up before they answered.".into(),
        // The leg was up: whether Twilio had begun to dial is known once it has said so, or was asked.
        Outcome::Canceled if record.agent_leg.answered_at.is_some() => "You hung up.".into(),
        Outcome::Canceled => "You hung up. The prospect was not called.".into(),
        Outcome::AgentUnreachable if dialled => "Your browser did not answer.".into(),
        Outcome::AgentUnreachable => "Your browser did not answer. The prospect was not called.".into(),
        Outcome::Refused => match &record.refusal {
            Some(refusal) => format!("The prospect was not called: {}", refusal.sentence),
            None => "The prospect was not called.".into(),
        },
    };
    let detail = if *outcome == Outcome::Failed { fault(record) } else { None };
    Words { sentence, detail }
}

/// Why, as the leg that went furthest knows it; Twilio's code leads to its own page on the matter.
fn fault(record: &CallRecord) -> Option<String> {
    let fault = record.prospect_leg.fault.as_ref().or(record.agent_leg.fault.as_ref())?;
    let message = fault.message.trim().trim_end_matches('.');
    Some(match (message, fault.code) {
        ("", None) => return None,
        ("", Some(code)) => format!("Twilio error {code}."),
        (message, None) => format!("{message}."),
        (message, Some(code)) => format!("{message} (Twilio error {code})."),
    })
}
