//! What a server does not do yet, said openly.

use serde::{Serialize, Serializer};

use crate::names::names;

names! {
    /// Something that a server must look up or keep before the rules that rest on it can answer.
    Duty, "duty" {
        /// Click tokens are issued and used up (R-HUM-1).
        ClickTokens = "click_tokens",
        /// Consents, relationships and revocations are kept (R-DNC-2).
        Consents = "consents",
        /// The national registry is imported (R-DNC-3, R-DNC-4).
        NationalRegistry = "national_registry",
        /// The states' registries are imported (R-DNC-5).
        StateRegistries = "state_registries",
        /// A list of known litigators is imported (R-DNC-6).
        LitigatorList = "litigator_list",
        /// Local do-not-solicit lists are imported (R-DNC-7).
        LocalLists = "local_lists",
        /// The Reassigned Numbers Database is asked (R-DNC-8).
        ReassignedNumbers = "reassigned_numbers",
        /// A lead must say where it is (R-TIM-6).
        Addresses = "addresses",
        /// Attempts are counted by number (R-FRQ-1 to R-FRQ-3).
        Attempts = "attempts",
        /// The caller ID is checked (R-CID-1, R-CID-2).
        CallerId = "caller_id",
        /// Agents' training is kept (R-TRN-1).
        Training = "training",
        /// Registrations with states are kept (R-REG-1).
        Registrations = "registrations",
        /// Rates and spending are counted (R-ABU-1).
        Limits = "limits",
        /// A lead's gates are read (R-GATE-1 to R-GATE-3).
        LeadGates = "lead_gates",
    }
}

/// The duties that a server fulfils. Where it fulfils one, an input that is not known blocks the call. Where it openly
/// does not, the decision goes on without that input and carries a `NOT_OPERATED` warning, so that no record ever
/// reads as if the check had been made. An input that *is* given is judged either way.
///
/// This is for the code that starts a server (a demonstration that has no registry), not for an administrator: live
/// servers fulfil all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Operations {
    left_out: u32,
}

impl Operations {
    /// Every duty: what a live server does.
    pub const fn all() -> Self {
        Self { left_out: 0 }
    }

    /// No duty at all.
    pub fn none() -> Self {
        Duty::ALL.iter().fold(Self::all(), |rest, duty| rest.without(*duty))
    }

    /// The same, less one duty.
    #[must_use]
    pub const fn without(self, duty: Duty) -> Self {
        Self { left_out: self.left_out | 1 << duty as u32 }
    }

    /// The same, with one duty more.
    #[must_use]
    pub const fn with(self, duty: Duty) -> Self {
        Self { left_out: self.left_out & !(1 << duty as u32) }
    }

    /// Whether a duty is fulfilled.
    pub const fn fulfil(self, duty: Duty) -> bool {
        self.left_out & (1 << duty as u32) == 0
    }

    /// The duties that are not.
    pub fn left_out(self) -> impl Iterator<Item = Duty> {
        Duty::ALL.iter().copied().filter(move |duty| !self.fulfil(*duty))
    }
}

impl Default for Operations {
    fn default() -> Self {
        Self::all()
    }
}

impl std::fmt::Debug for Operations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Operations").field("left_out", &self.left_out().collect::<Vec<_>>()).finish()
    }
}

/// As the list of duties that are left out: what a record of a decision must show.
impl Serialize for Operations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.left_out())
    }
}

impl<'de> serde::Deserialize<'de> for Operations {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let left_out = Vec::<Duty>::deserialize(deserializer)?;
        Ok(left_out.into_iter().fold(Self::all(), Self::without))
    }
}
