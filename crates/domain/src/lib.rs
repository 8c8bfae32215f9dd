//! What Twoleg talks about: phone numbers, leads, dispositions, follow-ups and the call record.
//!
//! No IO and no async live here, so the same types run on the server and in the browser. Raw input is parsed
//! into these types at the border; past it nothing is checked twice.

pub mod call;
pub mod disposition;
pub mod follow_up;
pub mod ids;
pub mod lead;
pub mod lead_standing;
pub mod money;
pub mod opt_out;
pub mod phone;
pub mod skew;
pub mod submission;
pub mod text;

pub use call::{CallRecord, CallState, Leg, LegStatus};
pub use disposition::{Disposition, Motivation};
pub use follow_up::{FollowUp, FollowUpKind};
pub use ids::{AgentId, CallId, CallSid, ItemId, RecordingSid};
pub use lead::{Lead, LeadPhone, PhoneSlot};
pub use lead_standing::LeadStanding;
pub use money::Money;
pub use phone::E164;
pub use submission::{RawSubmission, Submission};
