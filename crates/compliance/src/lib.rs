//! Decides whether a call may be made now, and is the only maker of a [`Clearance`]: no IO, no async.
//!
//! [`evaluate`] runs twice for a call: on the click, to tell the agent what stands in the way, and again when the
//! prospect's leg is about to be made. Only the second run can be turned into a [`Clearance`], and only the code that
//! holds one may ring a prospect. Every rule is evaluated every time, and whatever is unknown counts as a *no*.
//!
//! The rules are data: [`RulePack`] (`data/rulepack.toml`), which an organisation can only make stricter
//! ([`OrgSettings`]). `docs/compliance/` says for each rule where it comes from and which test shows it. A call that passes
//! every check is not thereby legal: that is for counsel to say.
//!
//! Time zones come from `jiff`: the binary bundles the time zone database. A zone that cannot be found blocks the call.

mod clearance;
mod decision;
mod evaluate;
mod facts;
mod fingerprint;
mod input;
mod names;
mod pack;
mod place;
mod reason;
mod recording;
mod rule_id;
mod rules;
mod strip;
mod time;
mod what_if;

pub use clearance::Clearance;
pub use decision::{Decision, LocalTime, Outcome};
#[cfg(feature = "pack-parse")]
pub use evaluate::evaluate;
pub use evaluate::evaluate_with;
pub use input::{
    Acknowledgement, AgentLine, Attestation, CallContext, CallerId, Click, Consent, ConsentFile, ConsentKind,
    Dials, Duty, Emergency, ExtraHoliday, History, Known, LeadFacts, Limits, LineType, ListStatus, Lists,
    Operations, Override, OwnerOccupied, Phase, Place, PlaceKind, ProspectAudio, Reassigned, Settings, Spend,
    Training,
};
pub use names::Unknown;
pub use pack::{
    Confidence, DefaultAction, Difference, OrgSettings, OverrideClass, PackAbout, PackError, Parameters,
    RuleEntry, RulePack, Rules, StateEntry, StateHours, diff,
};
pub use place::{NoSuchState, State};
pub use reason::{ClearedBy, Reason, ReasonCode, Severity};
pub use recording::RecordingMode;
pub use rule_id::RuleId;
pub use strip::Strip;
pub use time::{Calendar, DayHours, Window, WindowError};
pub use what_if::{WhatIf, WhatIfAnswer, WhatIfReason, what_if};
