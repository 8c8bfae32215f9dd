//! The use-cases: open a lead, place a call, connect the prospect, take a callback, submit a disposition,
//! drain the outbox.
//!
//! One call, in the order of the files: [`Dialer::open`], [`Dialer::place_call`], [`Dialer::connect_prospect`],
//! [`Dialer::take_status`] and its kin, [`Dialer::submit`], [`Dialer::drain_outbox`].

mod agent;
mod alarms;
mod callbacks;
mod click;
mod clicks;
mod clock;
mod connect_prospect;
mod decide;
mod desk;
mod dialer;
mod error;
mod files;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod hang_up;
mod lead_cache;
mod lead_facts;
mod lead_link;
mod lead_news;
mod limits;
mod notes;
mod notice;
mod open_lead;
mod outbox;
mod place_call;
mod reconcile;
mod recordings;
mod records;
mod rulebook;
mod screening;
mod settings;
mod sign_in;
mod signing;
mod submit;
#[cfg(test)]
mod testing;
mod today;
mod turns;
mod views;
mod voice_keys;

pub use agent::{Agent, Person, Role, Supervisor};
pub use alarms::{Acknowledged, Alarm, AlarmKind, NoSuchAlarm};
pub use callbacks::after_dial;
pub use clock::{Clock, SystemClock};
pub use compliance::RuleId;
pub use desk::{Drill, ErasurePlan, LATEST_CALLS, NewOverride};
pub use dialer::{Dialer, Services};
pub use error::Error;
pub use files::{
    Accounts, AgentFile, CallerIdFile, EndedSessions, LegalHold, NumberFile, OrganisationFile,
    POLICY_VERSION, RecordingsAt, RemovalRequest, RetentionFile, TrainingRecord,
};
pub use lead_news::OwnHook;
pub use outbox::operator::note as outbox_note;
pub use place_call::Order;
pub use podio::LeadRef;
pub use recordings::{
    CrmLink, Keep, LinkKind, Listener, NotPlayable, OpenedRecording, RecordingsOfCall, Retention,
    RetentionDue, Swept, Taken,
};
pub use records::Records;
pub use rulebook::Rulebook;
pub use screening::{Screening, list_ages};
pub use settings::Settings;
pub use sign_in::{SIGN_IN_RETURN, SignInError, SignedIn, Supervisors};
pub use signing::{Purpose, SigningKeys, TAG};
pub use today::{Budget, PriceError, PricePerMinute};
pub use views::{ColleagueCall, Gate, LastCall, LeadRow, LinkedClick, PhoneStatus, VoiceToken, Workspace};
pub use voice_keys::VoiceKeys;
