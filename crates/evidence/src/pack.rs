//! The pack: what is on record about one number.

use domain::{AgentId, CallId, E164};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::Suppression;

use crate::{Call, Row, Summary};

/// The form of the file. A pack in a form that is not known is not read; whoever changes what is derived in [`Summary`] makes
/// a new one, for the verifier derives it again.
pub const FORMAT: &str = "twoleg-evidence/2";
/// The form before rows could be erased. It is read: all that it holds is read the same way now.
pub(crate) const FORMER: &str = "twoleg-evidence/1";

/// How a pack was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// On the page.
    Page,
    /// At the command line, by an operator of the machine.
    CommandLine,
}

/// Who had a pack made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeBy {
    /// The person who was signed in; nobody is at the command line.
    pub agent: Option<AgentId>,
    /// How.
    pub via: Via,
}

/// How far a log of the audit trail went when the pack was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHead {
    /// The log.
    pub chain: String,
    /// How many rows it had.
    pub rows: u64,
    /// The hash of the last.
    pub hash: String,
}

/// The number's entry on the do-not-call list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnList {
    /// Why, as a short word.
    pub reason: String,
    /// In which call the person asked, where it was in one.
    pub call: Option<CallId>,
    /// Who took the request.
    pub agent: Option<AgentId>,
    /// When.
    pub at: Timestamp,
}

impl From<Suppression> for OnList {
    fn from(entry: Suppression) -> Self {
        Self { reason: entry.reason, call: entry.call, agent: entry.agent, at: entry.at }
    }
}

/// What is on record about one number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// [`FORMAT`].
    pub format: String,
    /// The number.
    pub number: E164,
    /// When it was gathered, by the clock of the machine.
    pub gathered_at: Timestamp,
    /// Who had it made.
    pub made_by: MadeBy,
    /// The version of Twoleg that made it.
    pub twoleg: String,
    /// What follows from the rest, for a quick look.
    pub summary: Summary,
    /// The number's entry on the do-not-call list, if it is on it.
    pub suppression: Option<OnList>,
    /// Every call to it, oldest first.
    pub calls: Vec<Call>,
    /// Every row of the audit log about it, oldest first.
    pub rows: Vec<Row>,
    /// How far every log of the audit trail went.
    pub chains: Vec<ChainHead>,
}
