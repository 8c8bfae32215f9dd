//! The use-cases: open a lead, place a call, connect the prospect, take a callback, submit a disposition,
//! drain the outbox.
//!
//! One call, in the order of the files: [`Dialer::open`], [`Dialer::place_call`], [`Dialer::connect_prospect`],
//! [`Dialer::take_status`] and its kin, [`Dialer::submit`], [`Dialer::drain_outbox`].

mod agent;
mod callbacks;
mod click;
mod clock;
mod connect_prospect;
mod decide;
mod desk;
mod dialer;
mod error;
mod files;
mod hang_up;
mod lead_cache;
mod lead_facts;
mod notes;
mod notice;
mod open_lead;
mod outbox;
mod place_call;
mod reconcile;
mod recording_link;
mod records;
mod rulebook;
mod screening;
mod settings;
mod submit;
mod turns;
mod views;
mod voice_keys;

pub use agent::{Agent, Person, Role, Supervisor};
pub use callbacks::after_dial;
pub use clock::{Clock, SystemClock};
pub use compliance::RuleId;
pub use desk::{Drill, ErasurePlan, NewOverride};
pub use dialer::{Dialer, Services};
pub use error::Error;
pub use files::{
    AgentFile, CallerIdFile, LegalHold, NumberFile, OrganisationFile, POLICY_VERSION, RemovalRequest,
    TrainingRecord,
};
pub use outbox::operator::note as outbox_note;
pub use place_call::Order;
pub use podio::LeadRef;
pub use records::Records;
pub use rulebook::Rulebook;
pub use screening::{Screening, list_ages};
pub use settings::Settings;
pub use views::{Gate, LastCall, LeadRow, PhoneStatus, VoiceToken, Workspace};
pub use voice_keys::VoiceKeys;
