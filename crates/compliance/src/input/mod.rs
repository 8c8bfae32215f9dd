//! What a decision rests on. The caller gathers it; nothing is looked up here.
//!
//! Every input that may be missing is an `Option` or has a variant for it, and its default is *not known*, which
//! never allows a call that knowing would refuse.

mod consent;
mod context;
mod duty;
mod exceptions;
mod history;
mod known;
mod lists;
mod people;
mod prospect;

pub use consent::{Consent, ConsentFile, ConsentKind, LineType};
pub use context::{AgentLine, CallContext, Phase, Place, PlaceKind, Settings};
pub use duty::{Duty, Operations};
pub use exceptions::{Acknowledgement, Override};
pub use history::{Dials, History, Limits, Spend};
pub use known::{Emergency, ExtraHoliday, Known, ProspectAudio};
pub use lists::{ListStatus, Lists, Reassigned};
pub use people::{Attestation, CallerId, Click, Training};
pub use prospect::{LeadFacts, OwnerOccupied};
