//! What the do-not-call lists say of a number, and how old they are.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::place::State;

/// What one list says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListStatus {
    /// No version of the list was ever imported.
    #[default]
    NotLoaded,
    /// The list is operated, but not for this area code.
    NotSubscribed,
    /// The list could not be asked: it timed out, or its file is damaged.
    Unavailable,
    /// It was asked.
    Loaded {
        /// The number (or the address) is on it.
        hit: bool,
        /// When its version was taken from whoever keeps the list.
        accessed_at: Timestamp,
        /// Which version, for the record.
        version: String,
    },
}

/// What the Reassigned Numbers Database says: whether the number changed hands after consent was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reassigned {
    /// It was not asked.
    #[default]
    NotChecked,
    /// It was asked.
    Checked {
        /// The number was disconnected since the consent, or the database has no data.
        reassigned: bool,
        /// When.
        checked_at: Timestamp,
    },
}

/// All lists. The internal list is [`CallContext::suppressed`](super::CallContext::suppressed).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Lists {
    /// The national registry.
    pub national: ListStatus,
    /// The registries of states; a state that is not here is not loaded.
    pub states: BTreeMap<State, ListStatus>,
    /// People known to sue.
    pub litigator: ListStatus,
    /// Do-not-solicit lists of the property's town, by address.
    pub local: ListStatus,
    /// The Reassigned Numbers Database.
    pub reassigned: Reassigned,
}
