//! Files: what is kept on a number, an agent, the organisation, or how far a work is. One JSON document each, edited by compare and
//! swap, so that nobody's edit is lost.

use std::fmt;

use domain::{AgentId, E164};

use crate::Rev;

/// Whose file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FileKey {
    /// A phone number's: consents, overrides, what is asked about its suppression.
    Number(E164),
    /// An agent's: training.
    Agent(AgentId),
    /// The organisation's: registrations, emergencies, its caller ID.
    Organisation,
    /// The retention's: how far recordings were looked at whose time is over.
    Retention,
    /// The alarms: apart from the organisation's, because they change often.
    Alarms,
}

impl fmt::Display for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "number:{}", number.as_str()),
            Self::Agent(agent) => write!(f, "agent:{agent}"),
            Self::Organisation => f.write_str("organisation"),
            Self::Retention => f.write_str("retention"),
            Self::Alarms => f.write_str("alarms"),
        }
    }
}

/// The right to ring a number, given to one of those who looked at the same state of it.
///
/// Everything that bears on a number moves the revision of its file: an edit of the file, a suppression, and a claim
/// itself. So a claim holds only if nothing of that happened since the file was read: of two agents who find the
/// last attempt free, one rings; and nobody rings a number that was suppressed between the decision and the dial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The number.
    pub number: E164,
    /// The revision of its file that the decision rested on; none when it had no file.
    pub rev: Option<Rev>,
}
