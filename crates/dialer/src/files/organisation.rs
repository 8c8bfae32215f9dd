//! The organisation's file.

use compliance::{Attestation, CallerId, Emergency, ExtraHoliday, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Person;

/// What is kept on the organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganisationFile {
    /// The states where it is registered, or has recorded why it need not be.
    pub registrations: Vec<State>,
    /// States of emergency.
    pub emergencies: Vec<Emergency>,
    /// Days without calls that a governor proclaimed.
    pub holidays: Vec<ExtraHoliday>,
    /// What was found when the caller ID was checked.
    pub caller_id: Option<CallerIdFile>,
    /// Everybody who has ever signed in, with their present name and role.
    pub team: Vec<Person>,
    /// Whose calls these are: the sandbox's invented ones, or real ones. The first server that opens the records says so.
    pub mode: Option<String>,
}

/// A check of the caller ID, made by a person who called it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerIdFile {
    /// The number that was checked.
    pub number: domain::E164,
    /// Calling it back reaches somebody, or the opt-out line.
    pub answers: bool,
    /// How the carrier vouches for it.
    pub attestation: Attestation,
    /// Analytics engines show it as spam.
    pub flagged: bool,
    /// When.
    pub checked_at: Timestamp,
}

impl CallerIdFile {
    /// What the rules ask about the caller ID in use: a check of another number says nothing of it.
    pub(crate) fn fact(&self, in_use: &domain::E164) -> Option<CallerId> {
        (self.number == *in_use).then_some(CallerId {
            // It is the number that this organisation's own Twilio account lists.
            owned: true,
            answers: self.answers,
            attestation: self.attestation,
            flagged: self.flagged,
        })
    }
}
