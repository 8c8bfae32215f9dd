//! Rows for the audit log: who said what.

use domain::CallId;
use serde_json::Value;
use store::AuditEntry;

use crate::Agent;

/// An agent did it.
pub(crate) fn of_agent(kind: &str, call: Option<CallId>, agent: &Agent, payload: Value) -> AuditEntry {
    AuditEntry { kind: kind.to_owned(), call, agent: Some(agent.id.clone()), payload }
}

/// Twilio said it.
pub(crate) fn of_twilio(kind: &str, call: Option<CallId>, payload: Value) -> AuditEntry {
    AuditEntry { kind: format!("twilio.{kind}"), call, agent: None, payload }
}

/// Twoleg found it out.
pub(crate) fn of_system(kind: &str, call: CallId, payload: Value) -> AuditEntry {
    AuditEntry { kind: kind.to_owned(), call: Some(call), agent: None, payload }
}

/// Somebody outside did it, or nobody.
pub(crate) fn of_nobody(kind: &str, payload: Value) -> AuditEntry {
    AuditEntry { kind: kind.to_owned(), call: None, agent: None, payload }
}
