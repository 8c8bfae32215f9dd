//! The use-cases: open a lead, place a call, connect the prospect, take a callback, submit a disposition,
//! drain the outbox.
//!
//! One call, in the order of the files: [`Dialer::open`], [`Dialer::place_call`], [`Dialer::connect_prospect`],
//! [`Dialer::take_status`] and its kin, [`Dialer::submit`], [`Dialer::drain_outbox`].

mod agent;
mod callbacks;
mod clock;
mod connect_prospect;
mod decide;
mod dialer;
mod error;
mod hang_up;
mod lead_cache;
mod notes;
mod open_lead;
mod outbox;
mod place_call;
mod reconcile;
mod recording_link;
mod rulebook;
mod screening;
mod settings;
mod submit;
mod turns;
mod views;
mod voice_keys;

pub use agent::Agent;
pub use callbacks::after_dial;
pub use clock::{Clock, SystemClock};
pub use dialer::Dialer;
pub use error::Error;
pub use outbox::operator::note as outbox_note;
pub use podio::LeadRef;
pub use rulebook::Rulebook;
pub use screening::Screening;
pub use settings::{RecordingMode, Settings};
pub use views::{LastCall, LeadRow, PhoneStatus, VoiceToken, Workspace};
pub use voice_keys::VoiceKeys;
