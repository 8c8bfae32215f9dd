//! Faults that can be switched on, to see (and to test) what the product does about them.

use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

/// What is wrong with the CRM.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CrmFault {
    /// Nothing.
    #[default]
    None,
    /// Every request answers 503.
    Down,
    /// Every request answers 420, as Podio does over its hourly limit.
    OverLimit,
    /// Every answer takes three seconds.
    Slow,
    /// A create is carried out, and its answer is lost.
    LoseCreateReply,
    /// Every access token that was given out so far is no longer good.
    ExpireToken,
}

/// Why the carrier refuses to create a call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CarrierRefusal {
    /// It does not.
    #[default]
    None,
    /// The account has no money.
    NoCredit,
    /// Calls to that country are not allowed for the account.
    GeoPermission,
    /// A trial account may only call verified numbers.
    UnverifiedNumber,
}

/// All faults.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the control page")]
pub struct FaultSettings {
    /// The CRM's.
    pub crm: CrmFault,
    /// Every callback is sent twice.
    pub callbacks_doubled: bool,
    /// Callbacks come seconds late.
    pub callbacks_delayed: bool,
    /// Callbacks of one call come in another order.
    pub callbacks_shuffled: bool,
    /// Recordings are not finished until this is off again.
    pub recordings_held: bool,
    /// Callbacks never come.
    pub callbacks_lost: bool,
    /// New calls are made, and the answers about them are lost.
    pub call_replies_lost: bool,
    /// New calls are made, and the answers about them wait until this is off again.
    pub call_replies_held: bool,
    /// New calls are refused.
    pub carrier_refuses: CarrierRefusal,
}

/// The switches. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<RwLock<FaultSettings>>);

impl Faults {
    /// The settings now.
    pub fn get(&self) -> FaultSettings {
        *self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets them all.
    pub fn set(&self, settings: FaultSettings) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = settings;
    }
}
