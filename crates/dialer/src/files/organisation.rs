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
    /// At which Twilio accounts the recordings are, in the order of the calls. The first server that opens the records says
    /// that they are at its own; that they are at another one from some call on is a person's word.
    pub recordings_at: Vec<RecordingsAt>,
}

impl OrganisationFile {
    /// The account that has the recordings of a call that was placed then; none where nobody has said so yet.
    pub fn account_of(&self, placed_at: Timestamp) -> Option<&str> {
        account_at(&self.recordings_at, placed_at)
    }

    /// The account that has the recordings of the latest calls.
    pub fn account_now(&self) -> Option<&str> {
        self.recordings_at.last().map(|at| at.account.as_str())
    }

    /// Where the recordings are, as seen from this account.
    pub fn accounts(&self, configured: &str) -> Accounts {
        Accounts { configured: configured.to_owned(), recordings_at: self.recordings_at.clone() }
    }
}

fn account_at(recordings_at: &[RecordingsAt], placed_at: Timestamp) -> Option<&str> {
    let found = recordings_at.iter().rfind(|at| at.since <= placed_at);
    found.or_else(|| recordings_at.first()).map(|at| at.account.as_str())
}

/// The Twilio account that is asked for recordings, and those at which they are: of what is at another one, the one that is
/// asked knows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounts {
    /// The account that is asked.
    pub configured: String,
    /// As [`OrganisationFile::recordings_at`].
    pub recordings_at: Vec<RecordingsAt>,
}

impl Accounts {
    /// The account that has the recordings of a call that was placed then, if it is not the one that is asked.
    pub fn elsewhere(&self, placed_at: Timestamp) -> Option<&str> {
        account_at(&self.recordings_at, placed_at).filter(|account| *account != self.configured)
    }

    /// Whether the recordings of a call that was placed then are at another account.
    pub fn are_elsewhere(&self, placed_at: Timestamp) -> bool {
        self.elsewhere(placed_at).is_some()
    }

    /// Whether those of any call may be.
    pub(crate) fn are_several(&self) -> bool {
        self.recordings_at.iter().any(|at| at.account != self.configured)
    }
}

/// The Twilio account that has the recordings of the calls from a moment on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingsAt {
    /// The account (`AC…`).
    pub account: String,
    /// From calls of this moment on. Of the first account it counts for all calls before, too.
    pub since: Timestamp,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_call_has_its_recordings_at_the_account_of_its_time() {
        let mut file = OrganisationFile::default();
        assert_eq!((file.account_of(at(5)), file.account_now()), (None, None));
        let unsaid = file.accounts("AC1");
        assert!(!unsaid.are_elsewhere(at(5)) && !unsaid.are_several(), "nobody has said so");
        let since = |account: &str, second| RecordingsAt { account: account.to_owned(), since: at(second) };
        file.recordings_at = vec![since("AC1", 10), since("AC2", 20)];
        let accounts = [5, 10, 19, 20, 90].map(|second| file.account_of(at(second)).unwrap());
        assert_eq!(accounts, ["AC1", "AC1", "AC1", "AC2", "AC2"]);
        assert_eq!(file.account_now(), Some("AC2"));
        let moved = file.accounts("AC2");
        assert_eq!((moved.elsewhere(at(19)), moved.elsewhere(at(20))), (Some("AC1"), None));
        assert!(moved.are_elsewhere(at(19)) && !moved.are_elsewhere(at(20)) && moved.are_several());
    }
}
