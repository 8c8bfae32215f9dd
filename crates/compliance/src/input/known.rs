//! Everything that the rules ask about besides the call itself.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Acknowledgement, Attestation, CallerId, Click, ConsentFile, History, LeadFacts, Limits, LineType,
    ListStatus, Lists, Override, OwnerOccupied, Reassigned, Training,
};
use crate::place::State;

/// What is known of the call. The default is: nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    /// The click that asks for this call.
    pub click: Option<Click>,
    /// What the do-not-call lists say of the number.
    pub lists: Lists,
    /// Consents, relationships and revocations of the number.
    pub consents: Option<ConsentFile>,
    /// What kind of line it is.
    pub line: LineType,
    /// The attempts to reach the number so far, organisation-wide.
    pub history: Option<History>,
    /// The number that the prospect will see.
    pub caller_id: Option<CallerId>,
    /// The agent's training in the do-not-call policy.
    pub training: Option<Training>,
    /// The states where the organisation is registered, or has recorded why it need not be.
    pub registrations: Option<Vec<State>>,
    /// What has been dialled lately.
    pub limits: Option<Limits>,
    /// What the lead is about.
    pub lead: Option<LeadFacts>,
    /// States of emergency that are in force or were.
    pub emergencies: Vec<Emergency>,
    /// Days without calls that a supervisor has added.
    pub extra_holidays: Vec<ExtraHoliday>,
    /// Exceptions that an administrator made for this number.
    pub overrides: Vec<Override>,
    /// What the agent has acknowledged.
    pub acknowledgements: Vec<Acknowledgement>,
    /// A sound to play to the prospect: there is none, and there can be none.
    #[serde(skip)]
    pub prospect_audio: Option<ProspectAudio>,
}

/// A sound for the prospect's leg (R-VM-1). It has no values, so no code can ask for one:
/// ```compile_fail,E0599
/// let voicemail = compliance::ProspectAudio::default();
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProspectAudio {}

/// A declared state of emergency, during which a state forbids sales calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emergency {
    /// Where. A part of a state counts as all of it.
    pub state: State,
    /// The first day, local time.
    pub from: Date,
    /// The last day, local time; none while it lasts.
    pub to: Option<Date>,
}

/// A day on which a state forbids sales calls, added by hand (a governor's proclamation).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraHoliday {
    /// Where.
    pub state: State,
    /// When, local time.
    pub date: Date,
    /// What it is called.
    pub name: String,
}

impl Known {
    /// Everything looked up at `now`, and nothing against a call: what a drill supposes, and what tests bend.
    pub fn in_order(now: Timestamp) -> Self {
        let clear = || ListStatus::Loaded { hit: false, accessed_at: now, version: "supposed".to_owned() };
        Self {
            click: Some(Click { age_s: 0, used: false, trusted: true }),
            lists: Lists {
                national: clear(),
                states: State::all().map(|state| (state, clear())).collect(),
                litigator: clear(),
                local: clear(),
                reassigned: Reassigned::Checked { reassigned: false, checked_at: now },
            },
            consents: Some(ConsentFile::default()),
            history: Some(History::default()),
            caller_id: Some(CallerId {
                owned: true,
                answers: true,
                attestation: Attestation::A,
                flagged: false,
            }),
            training: Some(Training { current_policy: true, completed_at: now }),
            registrations: Some(State::all().collect()),
            limits: Some(Limits::default()),
            lead: Some(LeadFacts { owner_occupied: OwnerOccupied::No, ..LeadFacts::default() }),
            ..Self::default()
        }
    }
}
