//! A call that every rule allows, to bend in one way a test.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    reason = "each test file uses its own part"
)]

use compliance::{AgentLine, CallContext, Place, PlaceKind, Settings};
use domain::CallId;
use jiff::Timestamp;

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A Friday in November, 2:41 pm in Tampa.
pub const NOON: &str = "2026-11-20T19:41:00Z";

pub fn call_id() -> CallId {
    "0192f3a4-0000-7000-8000-000000000001".parse().unwrap()
}

/// To Tampa (813), with the agent's leg up.
pub fn context(to: &str, now: &str) -> CallContext {
    CallContext {
        call: Some(call_id()),
        to: to.parse().unwrap(),
        places: Vec::new(),
        now: at(now),
        suppressed: false,
        number_in_call: false,
        agent: AgentLine { leg_up: true, ..AgentLine::default() },
        settings: Settings::default(),
    }
}

pub fn lives_in(state: &str) -> Place {
    Place { kind: PlaceKind::Mailing, state: Some(state.into()), zip: None }
}

pub fn zip(zip: &str) -> Place {
    Place { kind: PlaceKind::Property, state: None, zip: Some(zip.into()) }
}
