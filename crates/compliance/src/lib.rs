//! Decides whether a call may be made now, and is the only maker of a [`Clearance`]: no IO, no async.
//!
//! [`evaluate`] runs twice for a call: on the click, to tell the agent what stands in the way, and again when the
//! prospect's leg is about to be made. Only the second run can be turned into a [`Clearance`], and only the code that
//! holds one may ring a prospect. Every rule is evaluated every time, and whatever is unknown counts as a *no*.
//!
//! Time zones come from `jiff`: the binary bundles the time zone database. A zone that cannot be found blocks the call.

mod clearance;
mod context;
mod decision;
mod geography;
mod hours;
mod local;
mod reason;
mod rules;
mod strip;
mod zone;

pub use clearance::Clearance;
pub use context::{AgentLine, CallContext, Phase, Place, PlaceKind, Settings};
pub use decision::{Decision, LocalTime};
pub use reason::{Reason, ReasonCode};
pub use strip::Strip;

/// The version of the rules in this crate, kept with every decision.
pub const RULES_VERSION: &str = "2026-11-20";

/// Decides whether the call may be made at `context.now`. The same input always gives the same decision.
pub fn evaluate(context: &CallContext, phase: Phase) -> Decision {
    let facts = rules::Facts::new(context, phase);
    let reasons = rules::RULES.iter().filter_map(|rule| rule(&facts)).collect();
    Decision::new(&facts, reasons)
}
