//! Podio: OAuth, apps, items, tasks, rate limits, field mapping.
//!
//! [`Podio`] reads leads and writes Call Activities and tasks. No field id is built in: fields are found in the apps'
//! own schemas ([`Role`]), so that a customer's copy of an app works as it is. Reads are repeated when Podio or the
//! network stumbles, creates never: see [`Error::outcome_unknown`] and the `check_first` of
//! [`Podio::save_activity`].
//!
//! [`sign_in`] lets people sign in with their own Podio account.
//!
//! The service account is used when one is configured, and each app's own token otherwise.

mod activities;
mod check;
mod client;
mod config;
mod error;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod hooks;
mod http;
mod label;
mod lead_ref;
mod leads;
mod links;
mod read;
mod schema;
pub mod sign_in;
mod wire;
mod write;

pub use check::SetupProblem;
pub use client::Podio;
pub use config::{AppAccess, Config};
pub use error::{Error, SignInProblem};
pub use hooks::{Hook, HookKind};
pub use http::RateLimit;
pub use lead_ref::{LeadRef, LeadRefError};
pub use links::LinkedLead;
pub use schema::Role;
pub use write::{ActivityFields, TaskFields};
