//! The call that is asked for: to whom, from whom, when.

use domain::lead::Address;
use domain::{CallId, E164};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Known, Operations};

/// Which of the two runs this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The agent looks at the lead, or has just clicked. Informs; authorises nothing.
    Click,
    /// The agent's leg is up and the prospect's is about to be made. The run that counts.
    ProspectLeg,
}

/// Everything that the rules look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallContext {
    /// The call, once it has an id. Without one there is no clearance.
    pub call: Option<CallId>,
    /// The number to call.
    pub to: E164,
    /// The addresses of the lead: any of them may be where the phone rings.
    pub places: Vec<Place>,
    /// The server's clock.
    pub now: Timestamp,
    /// Whether the number is on the internal do-not-call list.
    pub suppressed: bool,
    /// Whether somebody else's open call already goes to this number.
    pub number_in_call: bool,
    /// What the agent is doing.
    pub agent: AgentLine,
    /// How this server is set up.
    pub settings: Settings,
    /// Everything else that the rules ask about.
    pub known: Known,
}

/// What the agent is doing, this call apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentLine {
    /// The agent's leg of *this* call is answered.
    pub leg_up: bool,
    /// The agent has another open call.
    pub other_open_call: bool,
    /// The agent has not said how an earlier call came out.
    pub owes_disposition: bool,
}

/// How this server is set up. What an organisation may choose is in [`OrgSettings`](crate::OrgSettings).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Minutes before the legal end at which calls stop, so that no call rings past it. Below the rule pack's own
    /// margin it counts for nothing.
    pub end_margin_minutes: u16,
    /// The sandbox only: numbers kept free for fiction (555-0100 to 555-0199) count as real.
    pub fictional_numbers: bool,
    /// Which duties this server fulfils: all, unless it says so.
    pub operations: Operations,
}

impl Default for Settings {
    /// Five minutes of margin, no fictional numbers, every duty fulfilled.
    fn default() -> Self {
        Self { end_margin_minutes: 5, fictional_numbers: false, operations: Operations::all() }
    }
}

/// Why an address says something of where the phone rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// The property.
    Property,
    /// Where its owner gets letters: the better hint, for many owners live elsewhere.
    Mailing,
}

/// An address, as far as it says something of the local time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Which address.
    pub kind: PlaceKind,
    /// The state's two letters, where they are known.
    pub state: Option<String>,
    /// The ZIP code, where it is known.
    pub zip: Option<String>,
}

impl Place {
    /// The place of a lead's address.
    pub fn of(kind: PlaceKind, address: &Address) -> Self {
        Self { kind, state: address.state.clone(), zip: address.zip.clone() }
    }
}
