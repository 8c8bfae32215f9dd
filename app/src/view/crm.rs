//! What was saved of a call, and what the CRM has of it.

use serde::{Deserialize, Serialize};

/// The agent's words about a call, as saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrapUpView {
    /// The disposition as people read it.
    pub disposition: String,
    /// The notes.
    pub notes: String,
    /// Motivation and asking price, where given: `High motivation, asks $185,000`.
    pub more: Option<String>,
    /// The task that it asked for: `Follow-up Call on Nov 22`.
    pub follow_up: Option<String>,
    /// When it was durable, in the agent's zone.
    pub saved: String,
}

/// What the CRM has of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrmView {
    /// Whether the Call Activity is there.
    pub has_activity: bool,
    /// The Call Activity's page.
    pub activity_url: Option<String>,
    /// Whether the follow-up task is there.
    pub has_task: bool,
    /// Why something is not there yet.
    pub trouble: Option<String>,
}

#[cfg(feature = "ssr")]
impl WrapUpView {
    pub(super) fn of(wrap_up: &domain::call::WrapUp, zone: &super::AgentZone) -> Self {
        let submission = &wrap_up.submission;
        let more = [
            submission.motivation.map(|level| format!("Motivation: {}", level.label())),
            submission.asking_price.map(|price| format!("asks {price}")),
            submission.next_action.map(|day| format!("next action {}", super::AgentZone::day(day))),
        ];
        let more: Vec<String> = more.into_iter().flatten().collect();
        Self {
            disposition: submission.disposition.label().to_owned(),
            notes: submission.notes.clone(),
            more: (!more.is_empty()).then(|| more.join(", ")),
            follow_up: wrap_up
                .follow_up
                .map(|task| format!("{} on {}", task.kind.label(), super::AgentZone::day(task.due))),
            saved: zone.time(wrap_up.saved_at),
        }
    }
}

#[cfg(feature = "ssr")]
impl CrmView {
    pub(super) fn of(crm: &domain::call::Crm) -> Self {
        Self {
            has_activity: crm.activity.is_some(),
            activity_url: crm.activity.as_ref().and_then(|item| item.url.clone()),
            has_task: crm.task.is_some(),
            trouble: crm.trouble.clone(),
        }
    }
}
