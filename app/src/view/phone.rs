//! One phone of a lead, and whether it may be called now.

use serde::{Deserialize, Serialize};

use super::GateView;

/// A phone and what may be done with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneView {
    /// What the browser names when it asks for a call.
    pub slot: String,
    /// The number, or the CRM's text where it is none.
    pub number: String,
    /// Whose phone, and of what kind: `Denise Whitaker, mobile`.
    pub whose: String,
    /// Whether a click would place a call now.
    pub may_call: bool,
    /// Until when calls may be made, or why none may.
    pub sentence: String,
    /// The time there.
    pub local_time: Option<String>,
    /// What the agent must read and acknowledge first; then one call is allowed.
    pub gates: Vec<GateView>,
    /// What else stands behind the answer: attempts in 24 hours, the registry, how a call would be recorded.
    pub standing: Vec<String>,
}

#[cfg(feature = "ssr")]
impl PhoneView {
    /// The view of a phone with its status; a phone without one cannot be called.
    pub fn of(phone: &domain::LeadPhone, status: Option<&dialer::PhoneStatus>) -> Self {
        let number = phone.number.as_ref().map_or_else(|_| phone.raw.clone(), domain::E164::national);
        let problem = match &phone.number {
            Ok(_) => "It is not known whether this number may be called.".to_owned(),
            Err(problem) => capitalised(&problem.0),
        };
        Self {
            slot: phone.slot.to_string(),
            number,
            whose: whose(phone),
            may_call: phone.number.is_ok() && status.is_some_and(|status| status.may_call),
            sentence: status
                .map(|status| status.sentence.clone())
                .filter(|s| !s.is_empty())
                .unwrap_or(problem),
            local_time: status.and_then(|status| status.local_time.clone()),
            gates: status.iter().flat_map(|status| &status.gates).map(GateView::of).collect(),
            standing: status.map(standing).unwrap_or_default(),
        }
    }
}

#[cfg(feature = "ssr")]
fn standing(status: &dialer::PhoneStatus) -> Vec<String> {
    use domain::call::RecordingMode;
    let attempts = match status.attempts_24h {
        0 => None,
        1 => Some("1 attempt in 24 hours".to_owned()),
        more => Some(format!("{more} attempts in 24 hours")),
    };
    let recording = status.recording.map(|mode| match mode {
        RecordingMode::Automatic => "recorded from the answer".to_owned(),
        RecordingMode::AgentNotice => "recorded after your notice".to_owned(),
        RecordingMode::Off => "not recorded".to_owned(),
    });
    [attempts, status.lists.clone(), recording].into_iter().flatten().collect()
}

#[cfg(feature = "ssr")]
fn whose(phone: &domain::LeadPhone) -> String {
    let person = phone.person.as_deref().unwrap_or(&phone.label);
    match phone.kind.as_deref().filter(|kind| !kind.is_empty()) {
        Some(kind) => format!("{person}, {kind}"),
        None => person.to_owned(),
    }
}

/// A sentence from the words of an error: `not a US number` becomes `Not a US number.`
#[cfg(feature = "ssr")]
fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    let sentence = format!("{first}{}", chars.as_str());
    if sentence.ends_with('.') { sentence } else { format!("{sentence}.") }
}
